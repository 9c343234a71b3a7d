use super::*;

fn segment(text: &str, left: f64, y: f64, size: f64) -> Segment {
    Segment {
        text: text.to_owned(),
        left,
        right: left + text.chars().count() as f64 * size * 0.5,
        y,
        size,
        ..Segment::default()
    }
}

fn page(number: u32, segments: Vec<Segment>) -> Page {
    Page {
        number,
        height: 842.0,
        bottom: 0.0,
        segments,
    }
}

fn read(pages: &[Page]) -> Vec<(bool, String)> {
    let body = learn(pages);
    let mut notes = false;
    pages
        .iter()
        .flat_map(|page| body.lines(page, &mut notes))
        .map(|line| (line.aside, line.text))
        .collect()
}

#[test]
fn the_side_column_is_an_aside_and_footnotes_are_too() {
    let mut segments = Vec::new();
    for i in 0..6 {
        let y = 700.0 - f64::from(i) * 12.0;
        segments.push(segment(
            "Een regel lopende tekst van een brief aan de Kamer",
            80.0,
            y,
            10.0,
        ));
        if i < 2 {
            segments.push(segment("Ons kenmerk", 470.0, y, 7.0));
        }
    }
    segments.push(segment(
        "1 Kamerstuk over een ander onderwerp",
        80.0,
        90.0,
        7.0,
    ));
    let lines = read(&[page(1, segments)]);
    let text: Vec<&String> = lines.iter().filter(|l| !l.0).map(|l| &l.1).collect();
    assert_eq!(text.len(), 6);
    assert_eq!(
        lines.iter().filter(|l| l.1 == "Ons kenmerk" && l.0).count(),
        2
    );
    assert!(lines.last().unwrap().0);
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let mut segments = vec![segment(
        "Een titel die over beide kolommen van de bladzijde heen staat",
        60.0,
        760.0,
        12.0,
    )];
    for i in 0..5 {
        let y = 700.0 - f64::from(i) * 12.0;
        segments.push(segment(
            &format!("links regel nummer {i} van de tekst"),
            60.0,
            y,
            10.0,
        ));
        segments.push(segment(
            &format!("rechts regel nummer {i} van de tekst"),
            320.0,
            y,
            10.0,
        ));
    }
    let lines: Vec<String> = read(&[page(1, segments)])
        .into_iter()
        .map(|l| l.1)
        .collect();
    assert!(lines[0].starts_with("Een titel"));
    assert!(lines[1..6].iter().all(|l| l.starts_with("links")));
    assert!(lines[6..].iter().all(|l| l.starts_with("rechts")));
}

#[test]
fn notes_with_a_raised_number_are_asides_wherever_they_stand() {
    let mut note = segment("Kamerstuk over dijken, en over", 80.0, 600.0, 8.0);
    note.marked = true;
    let lines = read(&[page(
        1,
        vec![
            segment("Een regel lopende tekst van een brief", 80.0, 700.0, 10.0),
            segment(
                "Een tweede regel lopende tekst van een brief",
                80.0,
                688.0,
                10.0,
            ),
            note,
            segment("een ander onderwerp.", 80.0, 590.0, 8.0),
            segment(
                "Een regel die na een witregel weer tekst is",
                80.0,
                550.0,
                10.0,
            ),
        ],
    )]);
    let asides: Vec<bool> = lines.iter().map(|l| l.0).collect();
    assert_eq!(asides, [false, false, true, true, false]);
}

#[test]
fn the_lines_of_a_browser_are_asides_on_a_single_page_too() {
    let lines = read(&[page(
        1,
        vec![
            segment("11/27/30, 9:12 AM", 24.0, 825.0, 8.0),
            segment("Brief over dijken | Voorbeeld", 250.0, 825.0, 8.0),
            segment("Een regel lopende tekst van een brief", 80.0, 700.0, 10.0),
            segment("https://voorbeeld.nl/kst-27", 24.0, 16.0, 8.0),
            segment("1/1", 560.0, 16.0, 8.0),
        ],
    )]);
    let text: Vec<&(bool, String)> = lines.iter().filter(|l| !l.0).collect();
    assert_eq!(text.len(), 1);
}

#[test]
fn what_repeats_at_the_top_and_page_numbers_are_asides() {
    let make = |number: u32| {
        let mut all = vec![segment("Ministerie van Voorbeelden", 80.0, 800.0, 8.0)];
        all.extend((0..4).map(|i| {
            segment(
                "Een regel lopende tekst van een brief aan de Kamer",
                80.0,
                600.0 - f64::from(i) * 12.0,
                10.0,
            )
        }));
        all.push(segment(
            &format!("P agina {number} van 2"),
            400.0,
            40.0,
            8.0,
        ));
        page(number, all)
    };
    let lines = read(&[make(1), make(2)]);
    assert_eq!(lines.iter().filter(|l| !l.0).count(), 8);
}

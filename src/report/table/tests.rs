use super::super::summary::tests::{abstaining, build, letter};
use super::*;

fn shown(letters: &[LabelledLetter], options: TableOptions) -> String {
    let mut table = Table::new(options);
    let mut out = Vec::new();
    for letter in letters {
        table.letter(letter.clone(), &mut out).unwrap();
    }
    table.finish(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn plain(width: usize) -> TableOptions {
    TableOptions {
        width,
        color: false,
        all: false,
    }
}

fn assert_fits(text: &str, width: usize) {
    for line in text.lines() {
        assert!(line.width() <= width, "{} > {width}: {line}", line.width());
    }
}

#[test]
fn a_letter_at_eighty_columns() {
    let text = shown(&[letter("brieven/agenda.txt")], plain(80));
    assert_fits(&text, 80);
    insta::assert_snapshot!(text);
}

#[test]
fn a_letter_at_forty_columns_with_abstention() {
    let text = shown(&[abstaining("brieven/agenda.txt")], plain(40));
    assert_fits(&text, 40);
    insta::assert_snapshot!(text);
}

#[test]
fn all_sentences_when_asked() {
    let options = TableOptions {
        all: true,
        ..plain(80)
    };
    let text = shown(&[letter("agenda.txt")], options);
    assert!(
        text.contains("  . geen standpunt >99% (p. 1)") || text.contains("  . geen standpunt 98%")
    );
    assert!(!text.contains("without a position"));
}

#[test]
fn several_letters_end_in_a_list() {
    let mut other = abstaining("verslag-met-een-heel-lange-naam-die-niet-past-op-een-regel.pdf");
    other.letter.metadata.date = None;
    for width in [30, 40, 80, 120] {
        let text = shown(&[letter("agenda.txt"), other.clone()], plain(width));
        assert_fits(&text, width);
        if width == 80 {
            let at = text.rfind("2 letters").unwrap();
            insta::assert_snapshot!(&text[at..]);
        }
    }
}

#[test]
fn eight_labels_without_a_neutral_one_fit() {
    let labels = [
        "aa",
        "bb",
        "cc",
        "dd",
        "een heel lang label van iemand anders",
        "ff",
        "gg",
        "hh",
    ];
    let p = [0.1, 0.1, 0.1, 0.1, 0.3, 0.1, 0.1, 0.1];
    let cases: Vec<(&str, &[f64])> = vec![("Een zin.", &p); 200];
    let eight = build("x.txt", &labels, &[("Kop", &cases), ("Nog een", &cases)]);
    for width in [30, 40, 80] {
        let text = shown(std::slice::from_ref(&eight), plain(width));
        assert_fits(&text, width);
        assert!(text.contains("  5 een heel lang label"), "{text}");
    }
}

#[test]
fn colour_only_where_asked_and_nothing_else_changes() {
    let plain_text = shown(&[abstaining("a.txt")], plain(80));
    let colored = shown(
        &[abstaining("a.txt")],
        TableOptions {
            color: true,
            ..plain(80)
        },
    );
    assert!(!plain_text.contains('\u{1b}') && colored.contains('\u{1b}'));
    let stripped = anstream::adapter::strip_str(&colored).to_string();
    assert_eq!(stripped, plain_text);
}

#[test]
fn a_letter_without_metadata_sentences_or_threshold_is_told_plainly() {
    let empty = build("-", &["a", "b"], &[]);
    let text = shown(&[empty], plain(40));
    assert!(
        text.starts_with("standard input\n\nSummary: 0 sentences\n"),
        "{text}"
    );
    assert!(text.contains("–"));
}

#[test]
fn a_second_candidate_of_half_the_probability_is_named() {
    let cases: [(&str, &[f64]); 2] = [
        ("Het kabinet ziet hier wat in.", &[0.5, 0.1, 0.1, 0.3]),
        ("Het kabinet ziet hier veel in.", &[0.7, 0.1, 0.1, 0.1]),
    ];
    let labels = [
        "steunt",
        "kritisch",
        "op merites beoordelen",
        "geen standpunt",
    ];
    let text = shown(&[build("a.txt", &labels, &[("", &cases)])], plain(80));
    assert!(text.contains("steunt 50% or geen standpunt 30%"), "{text}");
    assert!(text.contains("steunt 70% (p. 1)"), "{text}");
}

#[test]
fn a_limit_tells_what_it_does_not_hold_for() {
    let mut sure = abstaining("a.txt");
    let text = |letter: &LabelledLetter| {
        let lines = shown(std::slice::from_ref(letter), plain(80));
        lines.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let unknown = text(&sure);
    assert!(
        unknown.contains("of labels shown on letters like its training letters at most 5% are wrong, of the positions among them alone more can be (95% bound"),
        "{unknown}"
    );
    let positions = crate::abstention::PositionRisk {
        shown: 100,
        error: 0.099,
        upper: 0.118,
    };
    if let Some(point) = sure.threshold.as_mut().and_then(|t| t.point.as_mut()) {
        point.positions = Some(positions);
    }
    let known = text(&sure);
    assert!(
        known.contains("of the positions among them alone about 10% (at most 12%) (95% bound"),
        "{known}"
    );
}

#[test]
fn a_limit_that_was_not_proven_is_not_said_to_be_broken() {
    let mut unsure = abstaining("a.txt");
    if let Some(threshold) = unsure.threshold.as_mut() {
        threshold.point = None;
    }
    unsure.unproven = Some("wrong among the surest 55 of 68 sentences: 0".to_owned());
    let text = shown(&[unsure], plain(200));
    assert!(
        text.contains(
            "No label is shown: errors below 5% cannot be proven of this model: wrong among the surest 55 of 68 sentences: 0."
        ),
        "{text}"
    );
}

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

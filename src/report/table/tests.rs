use super::super::summary::tests::{abstaining, build, letter};
use super::*;

fn shown(letters: &[LabelledLetter], options: TableOptions) -> String {
    written(Table::new(options), letters)
}

fn written(mut table: Table, letters: &[LabelledLetter]) -> String {
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
        text.contains("  . geen standpunt >99% (p. 1, #")
            || text.contains("  . geen standpunt 98%")
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
        assert!(text.contains("  e een heel lang label"), "{text}");
    }
}

#[test]
fn labels_that_are_numbers_are_told_from_counts() {
    let cases: [(&str, &[f64]); 2] = [
        ("Een zin.", &[0.1, 0.8, 0.1]),
        ("Nog een.", &[0.8, 0.1, 0.1]),
    ];
    let letter = build(
        "a.txt",
        &["-1", "0", "1"],
        &[("Kop", &cases), ("Nog een", &cases[..1])],
    );
    let text = shown(&[letter], plain(80));
    for line in [
        "  b 0 80% (p. 1, #1)  Een zin.\n",
        "  a -1: 1  33%  ####",
        "  c 1:  0   0%\n",
        "   n   a   b   c\n",
    ] {
        assert!(text.contains(line), "{line}: {text}");
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
    assert!(text.contains("steunt 70% (p. 1, #2)"), "{text}");
}

#[test]
fn how_often_the_model_errs_is_told_of_positions_first() {
    let mut letter = letter("a.txt");
    letter.figures = crate::classifier::Classifier::embedded()
        .unwrap()
        .facts()
        .figures
        .clone();
    letter.figures.as_mut().unwrap().accuracy = 0.95;
    let text = |letter: &LabelledLetter| {
        let lines = shown(std::slice::from_ref(letter), plain(80));
        assert_fits(&lines, 80);
        lines.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let unknown = text(&letter);
    assert!(
        unknown.contains(
            "Of all labels of the model 95% are right, of the positions among them fewer can be:"
        ),
        "{unknown}"
    );
    letter.positions = Some(crate::abstention::PositionRisk {
        shown: 800,
        error: 0.13,
        upper: 0.15,
    });
    let known = text(&letter);
    assert!(
        known.contains("Of the positions that the model finds 87% are right, of all its labels 95%: cross-validated"),
        "{known}"
    );
    letter.positions.as_mut().unwrap().shown = 12;
    assert!(text(&letter).contains("87% are right (of 12 measured), of all its labels 95%"));
    letter.labels =
        crate::stance::Labels::in_order(["a", "b", "c", "d"].map(str::to_owned).into()).unwrap();
    assert!(text(&letter).contains("Of the model's labels 95% are right:"));
}

#[test]
fn what_is_true_of_all_letters_is_told_once_with_their_counts() {
    let mut letters = ["a.txt", "b.txt"].map(abstaining);
    for letter in &mut letters {
        letter.opposite = letter.threshold;
    }
    letters[1].sentences[3].shown = false;
    let several = || Table::new(plain(200)).of_several();
    let text = written(several(), &letters);
    let (each, total) = text.split_at(text.find("2 letters").unwrap());
    for told in ["Coverage", "Steunt and kritisch are shown where"] {
        assert!(!each.contains(told), "{text}");
        assert_eq!(total.matches(told).count(), 1, "{text}");
    }
    let coverage = "Coverage 79%: 11 of 14 labels shown, those of probability 0.500 and up but for 1 that the limit on opposites";
    assert!(total.contains(coverage), "{text}");
    // the one of several that could be read
    let one = written(several(), &letters[..1]);
    assert_eq!(one.matches("Coverage 86%: 6 of 7").count(), 1, "{one}");
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

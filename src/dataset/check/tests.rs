use super::*;

fn row(line: u64, letter: &str, sentence: &str, label: &str, also: &str) -> Example {
    Example {
        letter: letter.into(),
        sentence: sentence.to_owned(),
        label: label.into(),
        also: also.into(),
        line,
        ..Example::default()
    }
}

fn data(name: &str, examples: Vec<Example>) -> Dataset {
    Dataset {
        examples,
        files: vec![name.into()],
        has_letters: true,
        ..Dataset::default()
    }
}

fn kinds(report: &CheckReport) -> Vec<&str> {
    report.findings.iter().map(|f| f.what).collect()
}

const LONG: &str = "Het kabinet steunt het voorstel van de Commissie over de grenzen van de Unie";

#[test]
fn every_bad_row_is_named() {
    let rows = vec![
        row(2, "x", &format!("{LONG}."), "steunt", ""),
        row(
            3,
            "x",
            "De Raad spreekt.",
            "geen standpunt",
            "geen standpunt",
        ),
        row(4, "x", LONG, "kritisch", ""),
        row(5, "y", "Iets anders.", "kritisch", ""),
        row(6, "x", "Dit is nieuw. Dat ook.", "steun", ""),
        row(7, "x", &format!("{LONG}!"), "steunt", ""),
        row(8, "", "Nog iets anders.", "geen standpunt", "kritiek"),
    ];
    let report = check(&data("a.csv", rows), None, None);
    assert_eq!(
        kinds(&report),
        [
            "also repeats the label",
            "contradictory labels",
            "unknown label",
            "letter in pieces",
            "duplicate",
            "unknown label",
            "no letter",
            "more than one sentence",
        ]
    );
    assert_eq!(report.errors(), 7);
    assert!(report.findings[2].detail.contains("did you mean `steunt`?"));
    assert_eq!(report.findings[1].place, "a.csv:4");
}

#[test]
fn letters_repeat_one_another_and_stock_answers_by_nature() {
    let rows = vec![
        row(2, "x", "Ja.", "steunt", ""),
        row(3, "x", "Ja.", "steunt", ""),
        row(4, "x", LONG, "geen standpunt", ""),
        row(5, "x", "Ja.", "geen standpunt", ""),
        row(6, "y", LONG, "geen standpunt", ""),
        row(7, "z", LONG, "steunt", ""),
    ];
    let report = check(&data("a.csv", rows.clone()), None, None);
    let what: Vec<(&str, &str)> = (report.findings.iter())
        .map(|f| (f.what, &*f.place))
        .collect();
    assert_eq!(report.errors(), 0);
    assert_eq!(
        what,
        [
            ("repeated sentences", "a.csv:3"),
            ("contradictory labels", "a.csv:5"),
            ("repeated sentences", "a.csv:6"),
            ("contradictory labels", "a.csv:7"),
        ]
    );
    assert!(
        report.findings[0]
            .detail
            .starts_with("1 row repeats a short")
    );
    assert!(report.findings[2].detail.contains("of another letter"));
    let mut alone = data("a.csv", rows);
    alone.has_letters = false;
    let report = check(&alone, None, None);
    assert_eq!(report.errors(), 1, "{:?}", report.findings);
    assert_eq!(report.findings[0].place, "a.csv:7");
}

#[test]
fn what_training_refuses_is_an_error_but_not_of_a_test_set() {
    let rows = vec![
        row(2, "x", "Mooi.", "none", ""),
        row(3, "x", "Lelijk.", "none", ""),
        row(4, "x", "Beide.", "NONE", ""),
    ];
    let one = data("a.csv", rows[..2].to_vec());
    assert_eq!(kinds(&check(&one, None, None)), ["one label"]);
    let two = data("a.csv", rows);
    let report = check(&two, None, None);
    assert_eq!(
        kinds(&report),
        ["one example", "labels that differ in case or spaces only"]
    );
    assert_eq!(report.errors(), 1);
    assert_eq!(report.findings[0].place, "a.csv:4");
    let other = data("b.csv", vec![row(2, "y", "Iets.", "none", "")]);
    assert_eq!(check(&two, Some(&other), None).errors(), 0);
}

#[test]
fn other_labels_are_allowed_where_the_guides_are_not_used() {
    let rows = vec![
        row(2, "x", "Mooi.", "pro", ""),
        row(3, "x", "Fraai.", "pro", ""),
        row(4, "x", "Lelijk.", "contra", ""),
        row(5, "x", "Naar.", "contra", ""),
    ];
    assert!(kinds(&check(&data("a.csv", rows.clone()), None, None)).is_empty());
    let only = Labels::from_data(["pro"]);
    assert_eq!(
        kinds(&check(&data("a.csv", rows), None, Some(&only))),
        ["unknown label", "unknown label"]
    );
}

#[test]
fn what_two_sets_share_is_an_error() {
    let long =
        "Het kabinet is van mening dat de voorgestelde termijn van twaalf maanden te kort is.";
    let near =
        "Het kabinet is van mening dat de voorgestelde termijn van zestien maanden te kort is.";
    let train = data(
        "train.csv",
        vec![
            row(2, "x", long, "kritisch", ""),
            row(3, "z", "Iets anders.", "steunt", ""),
            row(
                4,
                "z",
                "Met deze brief kom ik de toezegging na.",
                "steunt",
                "",
            ),
            row(5, "z", "Zie het antwoord op vraag 2.", "steunt", ""),
        ],
    );
    let test = data(
        "toets.csv",
        vec![
            row(2, "y", near, "kritisch", ""),
            // a model that was trained on the other refuses this one, so it is no stock answer
            row(
                3,
                "y",
                "Met deze brief kom ik de toezegging na.",
                "steunt",
                "",
            ),
            row(4, "z", "Nog iets.", "steunt", ""),
            row(5, "z", "Zie het antwoord op vraag 2.", "steunt", ""),
        ],
    );
    let report = check(&test, Some(&train), None);
    assert_eq!(
        kinds(&report),
        [
            "letter on both sides",
            "near-duplicate on both sides",
            "near-duplicate on both sides",
            "one example",
            "stock answers on both sides"
        ]
    );
    assert!(report.findings[1].detail.contains("train.csv:2"));
}

#[test]
fn a_column_that_holds_no_labels_is_asked_about_once() {
    let rows = (0..30).map(|n| {
        let sentence = format!("Dit is zin nummer {n} van de brief.");
        row(n + 2, "x", &sentence, &sentence, "")
    });
    let data = data("a.csv", rows.collect());
    let report = check(&data, None, None);
    assert_eq!(kinds(&report), ["too many labels"]);
    assert_eq!(report.findings[0].place, "a.csv:2");
    assert!(report.findings[0].detail.contains("30 labels on 30 rows"));
    let told = data.require_trainable().unwrap_err();
    assert!(told.next_step().unwrap().contains("--label-column"));
}

use super::*;
use crate::report::summary::tests::build;
use crate::stance::Stance;

const FOR: &[f64] = &[0.9, 0.05, 0.03, 0.02];
const AGAINST: &[f64] = &[0.1, 0.8, 0.05, 0.05];
const NONE: &[f64] = &[0.02, 0.03, 0.05, 0.9];

/// Two letters with one change of every kind.
pub fn two() -> LetterDiff {
    let labels = Stance::ALL.map(Stance::label);
    let old = build(
        "oud/fiche.txt",
        &labels,
        &[
            (
                "2. Vangstmogelijkheden voor tong (COM(2025) 812)",
                &[
                    (
                        "De Commissie stelt voor de vangst van tong te verlagen.",
                        NONE,
                    ),
                    (
                        "Het kabinet steunt de verlaging van de vangst van tong in de Noordzee.",
                        FOR,
                    ),
                    ("Het kabinet hecht aan een goede controle op zee.", FOR),
                    (
                        "Nederland pleit ten slotte voor een langere overgangstermijn voor kleine schepen.",
                        FOR,
                    ),
                    (
                        "Het kabinet is kritisch op de administratieve lasten voor vissers.",
                        AGAINST,
                    ),
                ],
            ),
            (
                "Havens",
                &[(
                    "Het kabinet betreurt het ontbreken van middelen voor havens.",
                    AGAINST,
                )],
            ),
        ],
    );
    let new = build(
        "nieuw/fiche.txt",
        &labels,
        &[
            (
                "3. Vangst van tong en schol (COM (2025)0812)",
                &[
                    (
                        "De Commissie stelt nog steeds voor de vangst van tong te verlagen.",
                        NONE,
                    ),
                    (
                        "Het kabinet is kritisch op de verlaging van de vangst van tong in de Noordzee.",
                        AGAINST,
                    ),
                    ("Het kabinet hecht aan een goede controle op zee.", FOR),
                    (
                        "Het kabinet is kritisch op de hoge administratieve lasten voor de vissers.",
                        AGAINST,
                    ),
                    (
                        "Verder verwelkomt Nederland het aangekondigde onderzoek naar selectieve netten.",
                        FOR,
                    ),
                ],
            ),
            ("Diversen", &[("Polen licht de stand van zaken toe.", NONE)]),
        ],
    );
    diff(&old, &new)
}

#[test]
fn one_change_of_every_kind_is_found() {
    let found = two();
    let kinds: Vec<ChangeKind> = found.sections[0].changes.iter().map(|c| c.kind).collect();
    use ChangeKind::{Gone, New, Reworded, StanceChanged};
    assert_eq!(kinds, [StanceChanged, Reworded, New, Gone]);
    assert_eq!(found.unchanged(), 1);
    assert_eq!(found.sections[0].com, ["COM(2025) 812"]);
    let titles: Vec<&str> = found.sections.iter().map(SectionDiff::title).collect();
    assert_eq!(titles[1..], ["Diversen", "Havens"]);
    assert_eq!(
        found.sections[2].remark().as_deref(),
        Some("only in the old letter")
    );
    assert_eq!(found.count(Gone), 2);
}

#[test]
fn a_letter_does_not_differ_from_itself() {
    let letter = crate::report::summary::tests::letter("a.txt");
    let same = diff(&letter, &letter);
    assert!(
        same.sections
            .iter()
            .all(|s| s.changes.is_empty() && s.remark().is_none())
    );
    assert_eq!(same.unchanged(), 3);
}

#[test]
fn a_doubtful_pair_is_no_change() {
    let old = crate::report::summary::tests::letter("a.txt");
    let new = crate::report::summary::tests::abstaining("b.txt");
    let found = diff(&old, &new);
    assert_eq!(found.doubtful(), 1);
    assert_eq!(found.count(ChangeKind::StanceChanged), 0);
}

#[test]
fn a_sentence_that_moved_is_not_gone_and_new() {
    let labels = ["eens", "oneens"];
    let text = "Het kabinet verwelkomt de oprichting van een Europees fonds voor havens.";
    let a = build(
        "a",
        &labels,
        &[("Een", &[(text, &[0.9, 0.1])]), ("Twee", &[])],
    );
    let b = build(
        "b",
        &labels,
        &[("Een", &[]), ("Twee", &[(text, &[0.9, 0.1])])],
    );
    let found = diff(&a, &b);
    assert_eq!(
        (
            found.unchanged(),
            found.count(ChangeKind::New),
            found.count(ChangeKind::Gone)
        ),
        (1, 0, 0)
    );
}

#[test]
fn json_names_both_quotes() {
    let mut out = Vec::new();
    write_json(&two(), &mut out).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let change = &value["sections"][0]["changes"][0];
    assert_eq!(change["kind"], "stance-changed");
    assert_eq!(
        (&change["old"]["label"], &change["new"]["label"]),
        (&"steunt".into(), &"kritisch".into())
    );
}

#[test]
fn a_part_of_a_split_sentence_is_compared_with_the_whole() {
    let labels = Stance::ALL.map(Stance::label);
    let whole = "Nederland verwelkomt de aandacht voor walstroom en zal het voorstel op zijn merites beoordelen.";
    let parts = [
        ("Nederland verwelkomt de aandacht voor walstroom.", FOR),
        (
            "Nederland zal het voorstel op zijn merites beoordelen.",
            AGAINST,
        ),
    ];
    let a = build("a", &labels, &[("Kop", &[(whole, AGAINST)])]);
    let b = build("b", &labels, &[("Kop", &parts)]);
    let kinds = |found: &LetterDiff| -> Vec<(ChangeKind, bool)> {
        let changes = found.sections.iter().flat_map(|s| &s.changes);
        changes.map(|c| (c.kind, c.partial)).collect()
    };
    let split = diff(&a, &b);
    assert_eq!(
        kinds(&split),
        [(ChangeKind::Reworded, true), (ChangeKind::Reworded, false)]
    );
    assert_eq!(split.count(ChangeKind::Reworded), 1);
    let joined = diff(&b, &a);
    assert_eq!(joined.count(ChangeKind::Reworded), 1);
    assert_eq!(
        kinds(&joined),
        [(ChangeKind::Reworded, false), (ChangeKind::Reworded, true)]
    );
}

#[test]
fn a_part_that_is_left_of_a_sentence_is_its_counterpart() {
    let labels = Stance::ALL.map(Stance::label);
    let whole = "Nederland verwelkomt de aandacht voor walstroom, maar acht de voorgestelde verplichtingen voor kleine havens en \
                 binnenvaartschepen onevenredig zwaar en heeft daarbij zorgen over de uitvoerbaarheid en de kosten.";
    let part = "Nederland verwelkomt de aandacht voor walstroom.";
    let a = build("a", &labels, &[("Kop", &[(whole, AGAINST)])]);
    let b = build("b", &labels, &[("Kop", &[(part, FOR)])]);
    let found = diff(&a, &b);
    let change = &found.sections[0].changes[0];
    assert_eq!(
        (change.kind, change.partial),
        (ChangeKind::StanceChanged, true)
    );
    assert_eq!(
        found.count(ChangeKind::Gone) + found.count(ChangeKind::New),
        0
    );
}

#[test]
fn letters_without_a_section_in_common_are_told_apart_from_changed_ones() {
    let labels = ["eens", "oneens"];
    let a = build(
        "a",
        &labels,
        &[("", &[]), ("Havens", &[("Een zin.", &[0.9, 0.1])])],
    );
    let b = build(
        "b",
        &labels,
        &[("", &[]), ("Melk", &[("Twee woorden.", &[0.9, 0.1])])],
    );
    assert!(!diff(&a, &b).has_shared_sections());
    assert!(diff(&a, &a).has_shared_sections());
}

#[test]
fn letters_that_may_not_belong_together_are_doubted() {
    let letter = |date: &str, words: [&str; 5]| {
        let sentences = words.map(|word| {
            format!("Het kabinet steunt {word} van harte en zal dat in de Raad zeggen.")
        });
        let sentences = sentences
            .each_ref()
            .map(|text| (text.as_str(), &[0.9, 0.1][..]));
        let mut letter = build(
            "a.txt",
            &["steunt", "geen standpunt"],
            &[("Inzet", &sentences)],
        );
        letter.letter.metadata.date = Some(date.to_owned());
        letter
    };
    let old = letter("2025-03-03", ["vis", "melk", "graan", "wol", "hout"]);
    let next = letter("2025-06-03", ["vis", "melk", "graan", "wol", "kaas"]);
    assert_eq!(diff(&old, &next).warnings, Vec::<String>::new());
    let backwards = diff(&next, &old).warnings;
    assert!(
        backwards[0].contains("should they change places?"),
        "{backwards:?}"
    );
    assert_eq!(backwards.len(), 1);
    let mut poor = next.clone();
    poor.letter.warnings.push("A page is damaged.".to_owned());
    assert_eq!(
        diff(&old, &poor).warnings,
        ["The new letter: A page is damaged."]
    );
    let mut other = next.clone();
    for (at, sentence) in other.letter.sections[0].sentences.iter_mut().enumerate() {
        sentence.text = format!("Wegen {at} worden nergens breder, zo is {at} keer afgesproken.");
    }
    let other = diff(&old, &other).warnings;
    assert_eq!(
        other,
        ["Of 5 sentences none has a counterpart in the other letter: are they about the same?"]
    );
}

#[test]
fn other_list_items_under_the_same_words_are_a_change_and_are_shown() {
    let with_items = |items: &[&str]| {
        let mut letter = crate::report::summary::tests::letter("a.txt");
        letter.letter.sections[1].sentences[1].items =
            items.iter().map(|item| (*item).to_owned()).collect();
        letter
    };
    let old = with_items(&["minder regels;", "meer toezicht."]);
    assert_eq!(diff(&old, &old).unchanged(), 3);
    let found = diff(
        &old,
        &with_items(&["minder regels;", "lagere kosten | <b>."]),
    );
    assert_eq!(found.count(ChangeKind::Reworded), 1);
    assert_eq!(found.unchanged(), 2);
    let written = |write: &dyn Fn(&mut Vec<u8>) -> Result<()>| {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let options = crate::report::table::TableOptions {
        width: 80,
        color: true,
        all: false,
    };
    let table = written(&|out| write_table(&found, &options, out));
    assert!(table.contains("\n        – minder regels;\n"), "{table}");
    assert!(
        table.contains("\n        \u{1b}[4m– lagere kosten"),
        "{table}"
    );
    let markdown = written(&|out| write_markdown(&found, out));
    assert!(
        markdown.contains("<br>– minder regels;<br>– meer toezicht"),
        "{markdown}"
    );
    assert!(
        !markdown.contains("<b>") && !markdown.contains("kosten | "),
        "{markdown}"
    );
    let page = written(&|out| write_html(&found, out));
    assert!(page.contains("<li>minder regels;</li>"), "{page}");
    assert!(page.contains("<li><mark class=\"differs\">meer toezicht.</mark></li>"));
    let json = written(&|out| write_json(&found, out));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let change = &json["sections"][1]["changes"][0];
    assert_eq!(change["old"]["items"][1], "meer toezicht.");
}

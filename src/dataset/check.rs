//! The judgement of labelled data: what must be mended before it teaches or tests anything.

use super::{Dataset, Example};
use crate::error::Error;
use crate::evaluation::leakage::{near_duplicates, normalise};
use crate::letter::sentences;
use crate::stance::{Labels, Stance};
use hashbrown::{HashMap, HashSet};
use serde::Serialize;
use std::collections::BTreeMap;

/// Sentences of two sets whose character 5-grams overlap more than this (Jaccard) are near-duplicates.
pub const NEAR: f64 = 0.7;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Must be mended: figures would be wrong, or training would fail.
    Error,
    /// Worth a look.
    Note,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What kind of finding it is, such as `unknown label`.
    pub what: &'static str,
    /// File and line of the row.
    pub place: String,
    /// What stands there, and where its counterpart is.
    pub detail: String,
}

/// What the check found, and what the data holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CheckReport {
    /// Sentences; rows that could not be read are not among them.
    pub sentences: usize,
    /// Letters; 0 where the data has none.
    pub letters: usize,
    /// Sentences of each label.
    pub labels: Vec<(String, usize)>,
    /// Sentences and letters of each kind.
    pub kinds: BTreeMap<String, (usize, usize)>,
    /// Sentences and letters of each field.
    pub fields: BTreeMap<String, (usize, usize)>,
    /// Errors first, in the order of the rows; rows that could not be read before all others.
    pub findings: Vec<Finding>,
}

impl CheckReport {
    /// Puts rows that were left out of the data before all other findings, as [`Dataset::read_with_broken_rows`] tells them.
    pub fn add_broken_rows(&mut self, broken: &[Error]) {
        let findings = broken.iter().map(|error| Finding {
            severity: Severity::Error,
            what: "broken row",
            place: error.place().to_string(),
            detail: match error.next_step() {
                Some(hint) => format!("{}; {hint}", error.found()),
                None => error.found().to_owned(),
            },
        });
        self.findings.splice(0..0, findings);
    }

    /// How many findings must be mended.
    pub fn errors(&self) -> usize {
        self.findings
            .iter()
            .filter(|f| f.severity == Severity::Error)
            .count()
    }
}

/// A sentence of at most this many words may be a stock answer ("Ja.", "Ik verwijs u naar het antwoord op vraag 2."), which letters
/// repeat by nature.
const STOCK: usize = 10;

/// Checks data, and that it shares nothing with data it must be kept apart from.
///
/// `labels` are the allowed labels; without them, the guide's four are expected where the data has at least two of them,
/// and any label is allowed otherwise. A sentence that stands twice is an error within a letter and between the two sets; between letters,
/// where the context can decide otherwise, and for stock answers it is a note. Data that is checked against other data need not be
/// enough to train on.
pub fn check(data: &Dataset, against: Option<&Dataset>, labels: Option<&Labels>) -> CheckReport {
    let guide = Labels::from_data(Stance::ALL.map(Stance::label));
    let found = data.labels();
    let expected = labels.or_else(|| {
        (found.iter().filter(|l| guide.index(l).is_some()).count() >= 2).then_some(&guide)
    });
    let mut findings = Findings {
        data,
        rows: Vec::new(),
    };
    for (row, e) in data.examples.iter().enumerate() {
        check_labels(&mut findings, row, e, expected);
    }
    check_counts(&mut findings, &found, expected, against.is_some());
    check_repeats(&mut findings);
    if data.has_letters {
        check_letters(&mut findings);
    }
    for (row, e) in data.examples.iter().enumerate() {
        let parts = sentences::split(&e.sentence);
        if let Some(second) = parts.get(1).and_then(|part| e.sentence.get(part.clone())) {
            let detail = format!("a sentence would begin at: {}", cut(second));
            findings.add(Severity::Note, "more than one sentence", row, detail);
        }
    }
    let mut findings = findings.in_order();
    findings.extend(against.into_iter().flat_map(|other| shared(data, other)));
    findings.sort_by_key(|f| f.severity);
    CheckReport {
        sentences: data.len(),
        letters: if data.has_letters {
            data.groups().iter().max().map_or(0, |m| m + 1)
        } else {
            0
        },
        labels: (found.iter())
            .map(|label| (label.to_owned(), rows_of(data, label).count()))
            .collect(),
        kinds: groups(data, |e| &e.kind),
        fields: groups(data, |e| &e.field),
        findings,
    }
}

/// What was found in a set, each finding with the number of its row.
struct Findings<'d> {
    data: &'d Dataset,
    rows: Vec<(usize, Finding)>,
}

impl Findings<'_> {
    fn add(&mut self, severity: Severity, what: &'static str, row: usize, detail: String) {
        if let Some(example) = self.data.examples.get(row) {
            let place = place(self.data, example);
            self.rows.push((
                row,
                Finding {
                    severity,
                    what,
                    place,
                    detail,
                },
            ));
        }
    }

    fn in_order(mut self) -> Vec<Finding> {
        self.rows.sort_by_key(|(row, _)| *row);
        self.rows.into_iter().map(|(_, finding)| finding).collect()
    }
}

/// The rows of a label, by number.
fn rows_of<'d>(data: &'d Dataset, label: &'d str) -> impl Iterator<Item = usize> + 'd {
    let numbered = data.examples.iter().enumerate();
    numbered
        .filter(move |(_, e)| &*e.label == label)
        .map(|(row, _)| row)
}

/// Label and second label of a row.
fn check_labels(findings: &mut Findings<'_>, row: usize, e: &Example, expected: Option<&Labels>) {
    if let Some(expected) = expected {
        if let Err(error) = expected.require(&e.label) {
            let hint = error
                .next_step()
                .map_or(String::new(), |h| format!("; {h}"));
            let detail = format!("`{}`{hint}", e.label);
            findings.add(Severity::Error, "unknown label", row, detail);
        }
        if !e.also.is_empty() && expected.index(&e.also).is_none() {
            let detail = format!("`{}` in column `also`", e.also);
            findings.add(Severity::Error, "unknown label", row, detail);
        }
    }
    if e.also == e.label {
        let detail = format!("`{}`", e.label);
        findings.add(Severity::Error, "also repeats the label", row, detail);
    }
}

/// What training would refuse, and labels that may be one.
fn check_counts(
    findings: &mut Findings<'_>,
    found: &Labels,
    expected: Option<&Labels>,
    for_test: bool,
) {
    let severity = if for_test {
        Severity::Note
    } else {
        Severity::Error
    };
    let data = findings.data;
    if found.len() == 1 {
        let detail = format!(
            "every row is `{}`; training needs two labels or more",
            found.name(0)
        );
        findings.add(severity, "one label", 0, detail);
    }
    let mut spelled: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for label in found.iter() {
        if expected.is_some_and(|expected| expected.index(label).is_none()) {
            continue;
        }
        let mut rows = rows_of(data, label);
        if let (Some(only), None) = (rows.next(), rows.next())
            && found.len() > 1
        {
            let detail = format!("of `{label}`; training needs two or more of each label");
            findings.add(severity, "one example", only, detail);
        }
        let words: Vec<String> = label.split_whitespace().map(str::to_lowercase).collect();
        spelled.entry(words.join(" ")).or_default().push(label);
    }
    for spellings in spelled.into_values().filter(|s| s.len() > 1) {
        let rarest = spellings
            .iter()
            .min_by_key(|label| rows_of(data, label).count());
        let first = rarest.and_then(|label| rows_of(data, label).next());
        let counted: Vec<String> = (spellings.iter())
            .map(|label| format!("`{label}` ({})", rows_of(data, label).count()))
            .collect();
        let detail = format!("{} are different labels", counted.join(" and "));
        findings.add(
            Severity::Note,
            "labels that differ in case or spaces only",
            first.unwrap_or_default(),
            detail,
        );
    }
}

/// Sentences that stand in the data more than once.
fn check_repeats(findings: &mut Findings<'_>) {
    let data = findings.data;
    let mut in_letter: HashMap<(&str, String), &Example> = HashMap::new();
    let mut anywhere: HashMap<String, &Example> = HashMap::new();
    let mut repeated: Option<(usize, usize, &Example)> = None;
    for (row, e) in data.examples.iter().enumerate() {
        let text = normalise(&e.sentence);
        let named = data.has_letters && !e.letter.is_empty();
        let here = named
            .then(|| in_letter.get(&(&*e.letter, text.clone())))
            .flatten();
        let Some(first) = here.or_else(|| anywhere.get(&text)).copied() else {
            in_letter.insert((&e.letter, text.clone()), e);
            anywhere.insert(text, e);
            continue;
        };
        let error = !is_stock(&e.sentence) && (here.is_some() || !data.has_letters);
        let severity = if error {
            Severity::Error
        } else {
            Severity::Note
        };
        if first.label != e.label {
            let detail = format!(
                "`{}` here, `{}` at {}: {}",
                e.label,
                first.label,
                place(data, first),
                cut(&e.sentence)
            );
            findings.add(severity, "contradictory labels", row, detail);
        } else if error && here.is_some() {
            let detail = format!("also at {}: {}", place(data, first), cut(&e.sentence));
            findings.add(severity, "duplicate", row, detail);
        } else {
            repeated.get_or_insert((row, 0, first)).1 += 1;
        }
        in_letter.entry((&e.letter, text)).or_insert(e);
    }
    if let Some((row, count, first)) = repeated {
        let rows = if count == 1 {
            "1 row repeats".to_owned()
        } else {
            format!("{count} rows repeat")
        };
        let text = data.examples.get(row).map_or("", |e| &e.sentence);
        let detail = format!(
            "{rows} a sentence of another letter or a stock answer; this one stands at {} too: {}",
            place(data, first),
            cut(text)
        );
        findings.add(Severity::Note, "repeated sentences", row, detail);
    }
}

/// Whether a sentence is as short as the stock answers that letters repeat.
fn is_stock(sentence: &str) -> bool {
    sentence.split_whitespace().count() <= STOCK
}

/// Rows without a letter, and letters whose rows do not stand together.
fn check_letters(findings: &mut Findings<'_>) {
    let data = findings.data;
    let mut finished: HashSet<&str> = HashSet::new();
    let mut current: Option<&str> = None;
    for (row, e) in data.examples.iter().enumerate() {
        if current == Some(&*e.letter) {
            continue;
        }
        finished.extend(current);
        current = Some(&e.letter);
        if e.letter.is_empty() {
            let detail = "the column `letter` is empty".to_owned();
            findings.add(Severity::Error, "no letter", row, detail);
        } else if finished.contains(&*e.letter) {
            let detail = format!("rows of `{}` do not stand together", e.letter);
            findings.add(Severity::Error, "letter in pieces", row, detail);
        }
    }
}

/// Sentences and letters by what a column holds.
fn groups(data: &Dataset, of: fn(&Example) -> &str) -> BTreeMap<String, (usize, usize)> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut last: Option<(&str, &str)> = None;
    for e in &data.examples {
        let entry = counts.entry(of(e).to_owned()).or_default();
        entry.0 += 1;
        if last != Some((of(e), &e.letter)) {
            entry.1 += 1;
            last = Some((of(e), &e.letter));
        }
    }
    counts
}

fn shared(data: &Dataset, other: &Dataset) -> Vec<Finding> {
    let mut findings = Vec::new();
    if data.has_letters && other.has_letters {
        let mut theirs: HashMap<&str, &Example> = HashMap::new();
        for e in &other.examples {
            theirs.entry(&e.letter).or_insert(e);
        }
        let mut last = "";
        for e in &data.examples {
            if &*e.letter != last
                && let Some(there) = theirs.get(&*e.letter)
            {
                findings.push(Finding {
                    severity: Severity::Error,
                    what: "letter on both sides",
                    place: place(data, e),
                    detail: format!("`{}` also at {}", e.letter, place(other, there)),
                });
            }
            last = &e.letter;
        }
    }
    let texts = |d: &Dataset| {
        d.examples
            .iter()
            .map(|e| e.sentence.clone())
            .collect::<Vec<_>>()
    };
    let mut stock: BTreeMap<usize, usize> = BTreeMap::new();
    for pair in near_duplicates(&texts(data), &texts(other), NEAR) {
        let (here, there) = (&data.examples[pair.first], &other.examples[pair.second]);
        if is_stock(&here.sentence) {
            stock.entry(pair.first).or_insert(pair.second);
            continue;
        }
        findings.push(Finding {
            severity: Severity::Error,
            what: "near-duplicate on both sides",
            place: place(data, here),
            detail: format!(
                "{:.2} like {}: {}",
                pair.jaccard,
                place(other, there),
                cut(&here.sentence)
            ),
        });
    }
    if let Some((&here, &there)) = stock.first_key_value() {
        let (example, there) = (&data.examples[here], &other.examples[there]);
        let rows = match stock.len() {
            1 => "1 row is".to_owned(),
            n => format!("{n} rows are"),
        };
        findings.push(Finding {
            severity: Severity::Note,
            what: "stock answers on both sides",
            place: place(data, example),
            detail: format!(
                "{rows} too short to tell; this one is like {}: {}",
                place(other, there),
                cut(&example.sentence)
            ),
        });
    }
    findings
}

fn place(data: &Dataset, example: &Example) -> String {
    match data.files.get(example.file as usize) {
        Some(path) => format!("{}:{}", path.display(), example.line),
        None => format!("line {}", example.line),
    }
}

fn cut(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
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
        }
    }

    fn kinds(report: &CheckReport) -> Vec<&str> {
        report.findings.iter().map(|f| f.what).collect()
    }

    const LONG: &str =
        "Het kabinet steunt het voorstel van de Commissie over de grenzen van de Unie";

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
                ("contradictory labels", "a.csv:7"),
            ]
        );
        assert!(report.findings[0].detail.starts_with("2 rows repeat"));
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
                    "Ik verwijs u naar het antwoord op vraag 2.",
                    "steunt",
                    "",
                ),
            ],
        );
        let test = data(
            "toets.csv",
            vec![
                row(2, "y", near, "kritisch", ""),
                row(3, "z", "Nog iets.", "steunt", ""),
                row(
                    4,
                    "z",
                    "Ik verwijs u naar het antwoord op vraag 2.",
                    "steunt",
                    "",
                ),
            ],
        );
        let report = check(&test, Some(&train), None);
        assert_eq!(
            kinds(&report),
            [
                "letter on both sides",
                "near-duplicate on both sides",
                "one example",
                "stock answers on both sides"
            ]
        );
        assert!(report.findings[1].detail.contains("train.csv:2"));
    }
}

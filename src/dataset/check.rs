//! The judgement of labelled data: what must be mended before it teaches or tests anything.

use super::{Dataset, Example};
use crate::evaluation::leakage::{near_duplicates, normalise};
use crate::letter::sentences;
use crate::stance::{Labels, Stance};
use hashbrown::HashMap;
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
    /// Sentences.
    pub sentences: usize,
    /// Letters; 0 where the data has none.
    pub letters: usize,
    /// Sentences of each label.
    pub labels: Vec<(String, usize)>,
    /// Sentences and letters of each kind.
    pub kinds: BTreeMap<String, (usize, usize)>,
    /// Sentences and letters of each field.
    pub fields: BTreeMap<String, (usize, usize)>,
    /// Errors first, in the order of the rows.
    pub findings: Vec<Finding>,
}

impl CheckReport {
    /// How many findings must be mended.
    pub fn errors(&self) -> usize {
        self.findings
            .iter()
            .filter(|f| f.severity == Severity::Error)
            .count()
    }
}

/// Checks data, and that it shares nothing with data it must be kept apart from.
///
/// `labels` are the allowed labels; without them, the guide's four are expected where the data has at least two of them,
/// and any label is allowed otherwise.
pub fn check(data: &Dataset, against: Option<&Dataset>, labels: Option<&Labels>) -> CheckReport {
    let mut findings = Vec::new();
    let guide = Labels::from_data(Stance::ALL.map(Stance::label));
    let found = data.labels();
    let expected = labels.or_else(|| {
        (found.iter().filter(|l| guide.index(l).is_some()).count() >= 2).then_some(&guide)
    });
    let mut add = |severity, what, example: &Example, of: &Dataset, detail: String| {
        findings.push(Finding {
            severity,
            what,
            place: place(of, example),
            detail,
        });
    };
    let mut seen: HashMap<String, &Example> = HashMap::new();
    let mut finished: HashMap<&str, ()> = HashMap::new();
    let mut current: Option<&str> = None;
    for e in &data.examples {
        if let Some(expected) = expected {
            if let Err(error) = expected.require(&e.label) {
                let hint = error
                    .next_step()
                    .map_or(String::new(), |h| format!("; {h}"));
                add(
                    Severity::Error,
                    "unknown label",
                    e,
                    data,
                    format!("`{}`{hint}", e.label),
                );
            }
            if !e.also.is_empty() && expected.index(&e.also).is_none() {
                add(
                    Severity::Error,
                    "unknown label",
                    e,
                    data,
                    format!("`{}` in column `also`", e.also),
                );
            }
        }
        if e.also == e.label {
            add(
                Severity::Error,
                "also repeats the label",
                e,
                data,
                format!("`{}`", e.label),
            );
        }
        match seen.get(&normalise(&e.sentence)) {
            Some(first) if first.label != e.label => {
                let detail = format!(
                    "`{}` here, `{}` at {}: {}",
                    e.label,
                    first.label,
                    place(data, first),
                    cut(&e.sentence)
                );
                add(Severity::Error, "contradictory labels", e, data, detail);
            }
            Some(first) => {
                add(
                    Severity::Error,
                    "duplicate",
                    e,
                    data,
                    format!("also at {}: {}", place(data, first), cut(&e.sentence)),
                );
            }
            None => {
                seen.insert(normalise(&e.sentence), e);
            }
        }
        if data.has_letters && current != Some(&*e.letter) {
            if let Some(last) = current {
                finished.insert(last, ());
            }
            current = Some(&*e.letter);
            if e.letter.is_empty() {
                add(
                    Severity::Error,
                    "no letter",
                    e,
                    data,
                    "the column `letter` is empty".to_owned(),
                );
            } else if finished.contains_key(&*e.letter) {
                add(
                    Severity::Error,
                    "letter in pieces",
                    e,
                    data,
                    format!("rows of `{}` do not stand together", e.letter),
                );
            }
        }
        let parts = sentences::split(&e.sentence);
        if parts.len() > 1 {
            let second = &e.sentence[parts[1].clone()];
            add(
                Severity::Note,
                "more than one sentence",
                e,
                data,
                format!("a sentence would begin at: {}", cut(second)),
            );
        }
    }
    if let Some(other) = against {
        findings.extend(shared(data, other));
    }
    findings.sort_by_key(|f| f.severity);
    let groups = |of: fn(&Example) -> &str| {
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
    };
    CheckReport {
        sentences: data.len(),
        letters: if data.has_letters {
            data.groups().iter().max().map_or(0, |m| m + 1)
        } else {
            0
        },
        labels: found
            .iter()
            .map(|l| {
                (
                    l.to_owned(),
                    data.examples.iter().filter(|e| &*e.label == l).count(),
                )
            })
            .collect(),
        kinds: groups(|e| &e.kind),
        fields: groups(|e| &e.field),
        findings,
    }
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
    for pair in near_duplicates(&texts(data), &texts(other), NEAR) {
        let (here, there) = (&data.examples[pair.first], &other.examples[pair.second]);
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

    #[test]
    fn every_bad_row_is_named() {
        let report = check(
            &data(
                "a.csv",
                vec![
                    row(2, "x", "Het kabinet steunt het voorstel.", "steunt", ""),
                    row(
                        3,
                        "x",
                        "De Raad spreekt hierover.",
                        "geen standpunt",
                        "geen standpunt",
                    ),
                    row(4, "y", "Het kabinet steunt het voorstel", "kritisch", ""),
                    row(5, "x", "Dit is nieuw. Dat ook.", "steun", ""),
                    row(
                        6,
                        "",
                        "De Raad spreekt hierover!",
                        "geen standpunt",
                        "kritiek",
                    ),
                ],
            ),
            None,
            None,
        );
        assert_eq!(
            kinds(&report),
            [
                "also repeats the label",
                "contradictory labels",
                "unknown label",
                "letter in pieces",
                "unknown label",
                "duplicate",
                "no letter",
                "more than one sentence",
            ]
        );
        assert_eq!(report.errors(), 7);
        assert!(report.findings[2].detail.contains("did you mean `steunt`?"));
        assert_eq!(report.findings[1].place, "a.csv:4");
    }

    #[test]
    fn other_labels_are_allowed_where_the_guides_are_not_used() {
        let rows = vec![
            row(2, "x", "Mooi.", "pro", ""),
            row(3, "x", "Lelijk.", "contra", ""),
        ];
        assert!(kinds(&check(&data("a.csv", rows.clone()), None, None)).is_empty());
        let only = Labels::from_data(["pro"]);
        assert_eq!(
            kinds(&check(&data("a.csv", rows), None, Some(&only))),
            ["unknown label"]
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
            ],
        );
        let test = data(
            "toets.csv",
            vec![
                row(2, "y", near, "kritisch", ""),
                row(3, "z", "Nog iets.", "steunt", ""),
            ],
        );
        let report = check(&test, Some(&train), None);
        assert_eq!(
            kinds(&report),
            ["letter on both sides", "near-duplicate on both sides"]
        );
        assert!(report.findings[1].detail.contains("train.csv:2"));
    }
}

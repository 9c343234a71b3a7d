//! The judgement of labelled data: what must be mended before it teaches or tests anything.

mod rows;
mod sides;

use super::{Dataset, Example};
use crate::error::{Error, ErrorKind};
use crate::excerpt::shortened;
use crate::letter::sentences;
use crate::stance::{Labels, Stance};
use serde::Serialize;
use std::collections::BTreeMap;

/// Sentences of two sets whose character 5-grams overlap more than this (Jaccard) are near-duplicates.
pub const NEAR: f64 = 0.7;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// Must be mended: figures would be wrong, or training would fail.
    Error,
    /// Worth a look.
    Note,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
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

impl Finding {
    /// Something that must be mended.
    pub fn error(what: &'static str, place: String, detail: String) -> Self {
        Self {
            severity: Severity::Error,
            ..Self::note(what, place, detail)
        }
    }

    /// Something that is worth a look.
    pub fn note(what: &'static str, place: String, detail: String) -> Self {
        Self {
            severity: Severity::Note,
            what,
            place,
            detail,
        }
    }
}

/// What the check found, and what the data holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
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
            what: match error.kind() {
                ErrorKind::Format => "broken file",
                _ => "broken row",
            },
            place: error.place().to_string(),
            detail: match error.next_step() {
                Some(hint) => format!("{}; {hint}", error.found()),
                None => error.found().to_owned(),
            },
        });
        self.findings.splice(0..0, findings);
    }

    /// Takes what only training from nothing needs for notes: two labels, and two examples of each. A model to adapt knows the labels.
    pub fn for_adapting(&mut self) {
        for finding in &mut self.findings {
            if matches!(finding.what, rows::ONE_LABEL | rows::ONE_EXAMPLE) {
                finding.severity = Severity::Note;
            }
        }
        self.findings.sort_by_key(|f| f.severity);
    }

    /// Puts notes behind all other findings.
    pub fn add_notes(&mut self, notes: impl IntoIterator<Item = Finding>) {
        self.findings.extend(notes);
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
///
/// More than [`crate::leakage::SHORT_WORDS`], below which training and measuring may share a sentence: here a repeat is told to a person, who can judge it, and
/// such answers are longer than stock phrases.
const STOCK: usize = 10;

/// Checks data, and that it shares nothing with data it must be kept apart from.
///
/// `labels` are the allowed labels; without them, the guide's four are expected where the data has at least two of them,
/// and any label is allowed otherwise. A sentence that stands twice is an error within a letter and between the two sets; between letters,
/// where the context can decide otherwise, and for stock answers it is a note. A label that is spelt nearly as one ten times as frequent is an
/// error, as training refuses it, unless it is among the allowed ones that are given. Data that is checked against other data need not be
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
        rows::check_labels(&mut findings, row, e, expected);
    }
    let counts = data.label_rows_of(&found);
    let given = labels.is_some();
    rows::check_counts(&mut findings, &counts, expected, given, against.is_some());
    rows::check_slips(&mut findings, &counts, expected, given);
    rows::check_repeats(&mut findings);
    if data.has_letters {
        rows::check_letters(&mut findings);
    }
    for (row, e) in data.examples.iter().enumerate() {
        let parts = sentences::split(&e.sentence);
        if let Some(second) = parts.get(1).and_then(|part| e.sentence.get(part.clone())) {
            let detail = format!("a sentence would begin at: {}", shortened(second));
            findings.add(Severity::Note, "more than one sentence", row, detail);
        }
    }
    let mut findings = findings.in_order();
    findings.extend(
        against
            .into_iter()
            .flat_map(|other| sides::shared(data, other)),
    );
    findings.sort_by_key(|f| f.severity);
    CheckReport {
        sentences: data.len(),
        letters: if data.has_letters {
            data.group_count()
        } else {
            0
        },
        labels: (counts.iter())
            .map(|l| (l.label.to_owned(), l.rows))
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
            let place = self.data.place(example);
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

/// Whether a sentence is as short as the stock answers that letters repeat.
pub(super) fn is_stock(sentence: &str) -> bool {
    sentence.split_whitespace().count() <= STOCK
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

#[cfg(test)]
mod tests;

//! What is judged of the rows of one set: labels, repeats, letters.

use super::{Findings, STOCK, Severity, is_stock};
use crate::dataset::Example;
use crate::dataset::labels::LabelRows;
use crate::dataset::spelling::{is_rare, plain};
use crate::excerpt::shortened;
use crate::leakage::normalise;
use crate::numbers::count;
use crate::stance::Labels;
use hashbrown::{HashMap, HashSet};
use std::collections::BTreeMap;

/// The finding of data with one label alone.
pub(super) const ONE_LABEL: &str = "one label";
/// The finding of a label that stands on one row.
pub(super) const ONE_EXAMPLE: &str = "one example";

/// Label and second label of a row.
pub(super) fn check_labels(
    findings: &mut Findings<'_>,
    row: usize,
    e: &Example,
    expected: Option<&Labels>,
) {
    if let Some(expected) = expected {
        let allowed = || expected.iter().collect::<Vec<_>>().join(", ");
        if let Err(error) = expected.require(&e.label) {
            let hint = error
                .next_step()
                .map_or(String::new(), |h| format!("; {h}"));
            let detail = format!("`{}`, none of: {}{hint}", e.label, allowed());
            findings.add(Severity::Error, "unknown label", row, detail);
        }
        if !e.also.is_empty() && expected.index(&e.also).is_none() {
            let detail = format!("`{}` in column `also`, none of: {}", e.also, allowed());
            findings.add(Severity::Error, "unknown label", row, detail);
        }
    }
    if e.also == e.label {
        let detail = format!("`{}`", e.label);
        findings.add(Severity::Error, "also repeats the label", row, detail);
    }
}

/// What training would refuse, and labels that may be one.
pub(super) fn check_counts(
    findings: &mut Findings<'_>,
    labels: &[LabelRows<'_>],
    expected: Option<&Labels>,
    given: bool,
    for_test: bool,
) {
    let severity = if for_test {
        Severity::Note
    } else {
        Severity::Error
    };
    if let [only] = labels {
        let detail = format!(
            "every row is `{}`; training needs two labels or more, `train --adapt` does not",
            only.label
        );
        findings.add(severity, ONE_LABEL, 0, detail);
    }
    let allowed =
        |label: &&LabelRows<'_>| expected.is_none_or(|known| known.index(label.label).is_some());
    let allowed: Vec<&LabelRows<'_>> = labels.iter().filter(allowed).collect();
    if let Some(question) = findings.data.too_many_labels(allowed.len()) {
        // each of them would be found fault with, for one and the same reason
        findings.add(severity, "too many labels", 0, question);
        return;
    }
    let mut spelled: BTreeMap<String, Vec<&LabelRows<'_>>> = BTreeMap::new();
    for label in allowed {
        if label.rows == 1 && labels.len() > 1 {
            let detail = format!(
                "of `{}`; training needs two or more of each label, `train --adapt` does not",
                label.label
            );
            findings.add(severity, ONE_EXAMPLE, label.first, detail);
        }
        spelled.entry(plain(label.label)).or_default().push(label);
    }
    for spellings in spelled.into_values().filter(|s| s.len() > 1) {
        let rarest = spellings.iter().min_by_key(|l| l.rows);
        let first = rarest.map_or(0, |label| label.first);
        let counted: Vec<String> = (spellings.iter())
            .map(|l| format!("`{}` ({})", l.label, l.rows))
            .collect();
        let detail = format!("{} are different labels", counted.join(" and "));
        let rows = || spellings.iter().map(|l| l.rows);
        let rare = is_rare(rows().min().unwrap_or(0), rows().max().unwrap_or(0));
        findings.add(
            severity_of_slip(rare, given),
            "labels that differ in case or spaces only",
            first,
            detail,
        );
    }
}

/// How bad it is that labels differ little: training refuses a rare one, unless somebody has said that they are labels.
fn severity_of_slip(rare: bool, given: bool) -> Severity {
    if rare && !given {
        Severity::Error
    } else {
        Severity::Note
    }
}

/// Labels that may be a slip of another by more than case and spaces.
pub(super) fn check_slips(
    findings: &mut Findings<'_>,
    labels: &[LabelRows<'_>],
    expected: Option<&Labels>,
    given: bool,
) {
    let first: HashMap<&str, usize> = labels.iter().map(|l| (l.label, l.first)).collect();
    for slip in findings.data.misspelt() {
        let label = &*slip.first.label;
        if slip.by_case || expected.is_some_and(|expected| expected.index(label).is_none()) {
            continue;
        }
        if let Some(&row) = first.get(label) {
            let detail = format!(
                "`{label}` ({}) and `{}` ({}) are different labels; did you mean `{}`?",
                slip.rows,
                slip.near,
                slip.near_rows,
                slip.meant()
            );
            let severity = severity_of_slip(slip.is_slip(), given);
            findings.add(severity, "labels that differ little", row, detail);
        }
    }
}

/// Sentences that stand in the data more than once.
pub(super) fn check_repeats(findings: &mut Findings<'_>) {
    let data = findings.data;
    let mut in_letter: HashMap<(&str, String), &Example> = HashMap::new();
    let mut anywhere: HashMap<String, &Example> = HashMap::new();
    // by what they repeat: row, count and first place of each
    let mut repeated: BTreeMap<&str, (usize, usize, &Example)> = BTreeMap::new();
    let short = format!("a short sentence (at most {STOCK} words)");
    let short_here = format!("{short} of their own letter");
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
            let whose = match (here.is_some(), data.has_letters, is_stock(&e.sentence)) {
                (true, _, true) => format!(" in the same letter, {short}"),
                (true, _, false) => " in the same letter".to_owned(),
                (false, true, _) => " in another letter".to_owned(),
                (false, false, true) => format!(", {short}"),
                (false, false, false) => String::new(),
            };
            let detail = format!(
                "`{}` here, `{}` at {}{whose}: {}",
                e.label,
                first.label,
                data.place(first),
                shortened(&e.sentence)
            );
            findings.add(severity, "contradictory labels", row, detail);
        } else if error && here.is_some() {
            let detail = format!("also at {}: {}", data.place(first), shortened(&e.sentence));
            findings.add(severity, "duplicate", row, detail);
        } else {
            let what = match (here.is_some(), data.has_letters) {
                (true, _) => &*short_here,
                (false, true) => "a sentence of another letter",
                (false, false) => &*short,
            };
            repeated.entry(what).or_insert((row, 0, first)).1 += 1;
        }
        in_letter.entry((&e.letter, text)).or_insert(e);
    }
    for (what, (row, times, first)) in repeated {
        let repeat = if times == 1 { "repeats" } else { "repeat" };
        let rows = count(times, "row");
        let text = data.examples.get(row).map_or("", |e| &e.sentence);
        let detail = format!(
            "{rows} {repeat} {what}; this one stands at {} too: {}",
            data.place(first),
            shortened(text)
        );
        findings.add(Severity::Note, "repeated sentences", row, detail);
    }
}

/// Rows without a letter, and letters whose rows do not stand together.
pub(super) fn check_letters(findings: &mut Findings<'_>) {
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

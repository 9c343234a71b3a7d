//! The labelling guide as tests: minimal pairs of sentences, with a pass rate per rule.

use crate::error::{Error, ErrorKind, Result};
use crate::numbers::count;
use crate::stance::Labels;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Read;

/// One sentence of a minimal pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRow {
    /// The rule of the guide that it tests, such as `3`.
    pub rule: String,
    /// Name of the pair, unique within its rule; all sentences of a pair carry it.
    pub pair: String,
    /// Title of the section it stands in; empty where it does not matter.
    pub section: String,
    /// The sentence before it; empty where it does not matter.
    pub before: String,
    /// The sentence.
    pub sentence: String,
    /// The label it must get.
    pub gold: usize,
}

/// Pass rates of the guide's rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PairReport {
    /// All rules together.
    pub all: PassRate,
    /// Each rule, in the order of the guide.
    pub rules: Vec<RulePasses>,
    /// The sentences that got another label.
    pub failures: Vec<PairFailure>,
}

/// The pass rate of one rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RulePasses {
    /// The rule.
    pub rule: String,
    /// Its sentences and pairs.
    #[serde(flatten)]
    pub passes: PassRate,
}

/// How many sentences and whole pairs are right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PassRate {
    /// Number of sentences.
    pub sentences: usize,
    /// Sentences that are right.
    pub sentences_right: usize,
    /// Number of pairs.
    pub pairs: usize,
    /// Pairs of which all sentences are right: the difference that the rule makes was seen.
    pub pairs_right: usize,
}

impl PassRate {
    /// Share of sentences that are right; undefined without sentences.
    pub fn of_sentences(&self) -> Option<f64> {
        (self.sentences > 0).then(|| self.sentences_right as f64 / self.sentences as f64)
    }

    /// Share of pairs that are wholly right; undefined without pairs.
    pub fn of_pairs(&self) -> Option<f64> {
        (self.pairs > 0).then(|| self.pairs_right as f64 / self.pairs as f64)
    }
}

/// A sentence that got another label than the guide gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PairFailure {
    /// The rule.
    pub rule: String,
    /// The pair.
    pub pair: String,
    /// The sentence.
    pub sentence: String,
    /// The label it must get.
    pub gold: String,
    /// The label it got.
    pub predicted: String,
}

/// Reads pairs from CSV with columns `rule,pair,sentence,label` and optionally `section` and `before`.
///
/// # Errors
/// [`ErrorKind::Data`] for a missing column, an empty cell, a broken line or a label that is not among `labels`;
/// with the line.
pub fn read(source: impl Read, labels: &Labels) -> Result<Vec<PairRow>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(source);
    let broken = |e: csv::Error| {
        let line = e.position().map(csv::Position::line);
        let error = Error::new(ErrorKind::Data, format!("broken CSV: {e}")).caused_by(e);
        match line {
            Some(line) => error.on_line(line),
            None => error,
        }
    };
    let header = reader.headers().map_err(broken)?.clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|h| h.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
    };
    let needed = |name: &str| {
        column(name).ok_or_else(|| {
            let found: Vec<&str> = header.iter().collect();
            Error::new(ErrorKind::Data, format!("there is no column `{name}`"))
                .on_line(1)
                .expected(format!(
                    "columns rule,pair,sentence,label; it has: {}",
                    found.join(", ")
                ))
                .hint("`--pairs` takes minimal pairs, a file of their own; labelled sentences go to `--data`")
        })
    };
    let (rule, pair) = (needed("rule")?, needed("pair")?);
    let (sentence, label) = (needed("sentence")?, needed("label")?);
    let (section, before) = (column("section"), column("before"));
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
        let filled = |at: usize, name: &str| match cell(at) {
            text if text.is_empty() => {
                Err(Error::new(ErrorKind::Data, format!("column `{name}` is empty")).on_line(line))
            }
            text => Ok(text),
        };
        rows.push(PairRow {
            rule: filled(rule, "rule")?,
            pair: filled(pair, "pair")?,
            section: section.map(cell).unwrap_or_default(),
            before: before.map(cell).unwrap_or_default(),
            sentence: filled(sentence, "sentence")?,
            gold: labels
                .require(&filled(label, "label")?)
                .map_err(|e| e.on_line(line))?,
        });
    }
    Ok(rows)
}

/// Grades predictions, one class number per row.
///
/// # Errors
/// [`ErrorKind::Evaluation`] when there is not one known class number per row.
pub fn grade(rows: &[PairRow], predicted: &[usize], labels: &Labels) -> Result<PairReport> {
    let known = |class: &usize| *class < labels.len();
    if rows.len() != predicted.len()
        || !predicted.iter().all(known)
        || !rows.iter().all(|r| known(&r.gold))
    {
        return Err(Error::new(
            ErrorKind::Evaluation,
            format!(
                "{} for {}",
                count(predicted.len(), "prediction"),
                count(rows.len(), "sentence")
            ),
        )
        .expected("one known label for each sentence of the pairs"));
    }
    let mut pairs: BTreeMap<(Rule, &str), (usize, usize)> = BTreeMap::new();
    let mut failures = Vec::new();
    for (row, &class) in rows.iter().zip(predicted) {
        let counts = pairs.entry((Rule::of(&row.rule), &row.pair)).or_default();
        counts.0 += 1;
        if class == row.gold {
            counts.1 += 1;
        } else {
            failures.push(PairFailure {
                rule: row.rule.clone(),
                pair: row.pair.clone(),
                sentence: row.sentence.clone(),
                gold: labels.name(row.gold).to_owned(),
                predicted: labels.name(class).to_owned(),
            });
        }
    }
    let mut report = PairReport {
        failures,
        ..PairReport::default()
    };
    let mut rules: BTreeMap<Rule, PassRate> = BTreeMap::new();
    for ((rule, _), (sentences, right)) in pairs {
        for passes in [&mut report.all, rules.entry(rule).or_default()] {
            passes.sentences += sentences;
            passes.sentences_right += right;
            passes.pairs += 1;
            passes.pairs_right += usize::from(sentences == right);
        }
    }
    report.rules = rules
        .into_iter()
        .map(|(rule, passes)| RulePasses {
            rule: rule.name.to_owned(),
            passes,
        })
        .collect();
    Ok(report)
}

/// A rule's name, in the order of its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rule<'a> {
    number: u32,
    name: &'a str,
}

impl<'a> Rule<'a> {
    fn of(name: &'a str) -> Self {
        let end = name.find(|c: char| !c.is_ascii_digit());
        let digits = &name[..end.unwrap_or(name.len())];
        Self {
            number: digits.parse().unwrap_or(u32::MAX),
            name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::labels;
    use super::*;

    const PAIRS: &str = "\
rule,pair,sentence,label,before
10,a,Nederland heeft in 2019 een heffing ingevoerd.,geen standpunt,
10,a,Nederland streeft naar een heffing in 2030.,steunt,
2,x,\"Het kabinet ziet nut, maar wijst het af.\",kritisch,
2,x,\"Het kabinet ziet bezwaren, maar stemt in.\",steunt,
2,y,Dit steunt het kabinet.,steunt,De Commissie stelt een fonds voor.
";

    #[test]
    fn rules_come_in_the_guides_order_with_sentences_and_pairs() {
        let labels = labels();
        let rows = read(PAIRS.as_bytes(), &labels).unwrap();
        assert_eq!(rows[4].before, "De Commissie stelt een fonds voor.");
        let report = grade(&rows, &[3, 0, 1, 1, 0], &labels).unwrap();
        let rules: Vec<&str> = report.rules.iter().map(|r| r.rule.as_str()).collect();
        assert_eq!(rules, ["2", "10"]);
        let two = report.rules[0].passes;
        assert_eq!((two.sentences, two.sentences_right), (3, 2));
        assert_eq!((two.pairs, two.pairs_right), (2, 1));
        assert_eq!(report.all.of_pairs(), Some(2.0 / 3.0));
        assert_eq!(report.failures.len(), 1);
        assert_eq!(report.failures[0].predicted, "kritisch");
        assert_eq!(PassRate::default().of_pairs(), None);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let labels = labels();
        let check = |text: &str, line, words: &str| {
            let error = read(text.as_bytes(), &labels).unwrap_err();
            assert_eq!(error.place().line, line, "{error}");
            assert!(error.to_string().contains(words), "{error}");
        };
        check("rule,pair,sentence\n1,a,x\n", Some(1), "no column `label`");
        check("rule,pair,sentence,label\n1,a,x,steun\n", Some(2), "steun");
        check(
            "rule,pair,sentence,label\n1,,x,steunt\n",
            Some(2),
            "`pair` is empty",
        );
        check("rule,pair,sentence,label\n1,a\n", Some(2), "broken CSV");
    }

    #[test]
    fn predictions_must_fit_the_rows() {
        let labels = labels();
        let rows = read(PAIRS.as_bytes(), &labels).unwrap();
        assert!(grade(&rows, &[0], &labels).is_err());
        assert!(grade(&rows, &[9; 5], &labels).is_err());
    }
}

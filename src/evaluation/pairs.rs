//! The labelling guide as tests: minimal pairs of sentences, with a pass rate per rule.

use crate::dataset::reader::{Table, column, decode, no_rows, wrong_width};
use crate::error::{Error, ErrorKind, Result};
use crate::numbers::count;
use crate::stance::Labels;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// Reads pairs from CSV with columns `rule,pair,sentence,label` and optionally `section` and `before`, as labelled sentences are read: what
/// stands between the columns, the encoding and the letter case of the header are recognised.
///
/// # Errors
/// [`ErrorKind::Data`] for a missing column, an empty cell, a broken line or a label that is not among `labels`;
/// with the line.
pub fn read(bytes: &[u8], labels: &Labels) -> Result<Vec<PairRow>> {
    let (text, _) = decode(bytes)?;
    let mut table = Table::open(&text)?;
    let header = table.header().clone();
    let columns = Columns::find(&header).map_err(|e| table.in_header(e))?;
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    while let Some(line) = table.next(&mut record)? {
        let row = match wrong_width(&record, header.len()) {
            Some(error) => Err(error),
            None => columns.row(&record, labels),
        };
        rows.push(row.map_err(|e| e.on_line(line))?);
    }
    if rows.is_empty() {
        return Err(no_rows());
    }
    Ok(rows)
}

/// Where the values of a pair stand.
struct Columns {
    rule: usize,
    pair: usize,
    sentence: usize,
    label: usize,
    section: Option<usize>,
    before: Option<usize>,
}

impl Columns {
    fn find(header: &csv::StringRecord) -> Result<Self> {
        let needed = |name: &str| {
            column(header, name)?.ok_or_else(|| {
                let found: Vec<&str> = header.iter().collect();
                Error::new(ErrorKind::Data, format!("there is no column `{name}`"))
                    .expected(format!(
                        "columns rule,pair,sentence,label; it has: {}",
                        found.join(", ")
                    ))
                    .hint("`--pairs` takes minimal pairs, a file of their own; labelled sentences go to `--data`")
            })
        };
        Ok(Self {
            rule: needed("rule")?,
            pair: needed("pair")?,
            sentence: needed("sentence")?,
            label: needed("label")?,
            section: column(header, "section")?,
            before: column(header, "before")?,
        })
    }

    fn row(&self, record: &csv::StringRecord, labels: &Labels) -> Result<PairRow> {
        let cell = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
        let filled = |at: usize, name: &str| match cell(at) {
            text if text.is_empty() => Err(Error::new(
                ErrorKind::Data,
                format!("column `{name}` is empty"),
            )
            .hint("fill it in, or take the row out")),
            text => Ok(text),
        };
        Ok(PairRow {
            rule: filled(self.rule, "rule")?,
            pair: filled(self.pair, "pair")?,
            section: self.section.map(cell).unwrap_or_default(),
            before: self.before.map(cell).unwrap_or_default(),
            sentence: filled(self.sentence, "sentence")?,
            gold: labels.require(&filled(self.label, "label")?)?,
        })
    }
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
        check("rule,pair,sentence,label\n1,a\n", Some(2), "2 values where");
        check("rule,pair,sentence,label\n", None, "without rows");
        let quoted = "\r\nrule,pair,sentence,label\r\n1,a,\"x\r\ny\",steunt\r\n\r\n1,,z,steunt\r\n";
        check(quoted, Some(6), "`pair` is empty");
        check(
            "rule,pair,sentence,label\n1,a,\"x,steunt\n1,a,y,steunt\n",
            Some(2),
            "never closed",
        );
    }

    #[test]
    fn pairs_are_read_as_spreadsheets_save_them() {
        let labels = labels();
        let rows = read(PAIRS.as_bytes(), &labels).unwrap();
        let saved = |separator: &str| {
            let mut text = ["Rule", "PAIR", "sentence", "label", "before"].join(separator) + "\n";
            for row in &rows {
                let quoted = format!("\"{}\"", row.sentence);
                let label = labels.name(row.gold);
                let cells = [&row.rule, &row.pair, &quoted, label, &row.before];
                text += &(cells.join(separator) + "\n");
            }
            text
        };
        for separator in [",", ";", "\t"] {
            let read = read(saved(separator).as_bytes(), &labels).unwrap();
            assert_eq!(read, rows, "{separator:?}");
        }
        let told = format!("sep=;\n{}", saved(";"));
        assert_eq!(read(told.as_bytes(), &labels).unwrap(), rows);
        let of = |text: &str| text.replace("Dit steunt", "Eén coördinatie steunt");
        let latin: Vec<u8> = of(&saved(";")).chars().map(|c| c as u8).collect();
        let found = read(&latin, &labels).unwrap();
        assert_eq!(found[4].sentence, "Eén coördinatie steunt het kabinet.");
    }

    #[test]
    fn predictions_must_fit_the_rows() {
        let labels = labels();
        let rows = read(PAIRS.as_bytes(), &labels).unwrap();
        assert!(grade(&rows, &[0], &labels).is_err());
        assert!(grade(&rows, &[9; 5], &labels).is_err());
    }
}

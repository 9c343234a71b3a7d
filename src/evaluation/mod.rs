//! Evaluation that can be believed: every figure has an interval, a baseline beside it, and says what it counted.
//!
//! [`report`] turns predictions ([`Scored`]) into an [`EvaluationReport`]; [`crate::report`] shows it. [`Evaluation`] does so where more is
//! known than the predictions.
//! Beside it stand a model's own cut-offs held to other letters ([`limits`]), the comparison of two models ([`compare`]), the agreement of coders ([`agreement`]), the
//! guide's minimal pairs ([`pairs`]), the learning curve ([`learning_curve`]), the lock on a held-out set
//! ([`lock`]), the search for leakage ([`leakage`]) and labelled data read back from its letters ([`from_letters`]).
//!
//! ```
//! use standpunt::evaluation::{Baseline, ReportOptions, Scored, ScoredRow, report};
//! use standpunt::stance::Labels;
//!
//! let labels = Labels::from_data(["steunt", "geen standpunt"]);
//! let row = |letter: &str, sentence: &str, gold, predicted| ScoredRow {
//!     letter: letter.into(),
//!     sentence: sentence.into(),
//!     gold,
//!     predicted,
//!     ..ScoredRow::default()
//! };
//! let rows = vec![
//!     row("brief-1", "Het kabinet steunt het voorstel.", 0, 0),
//!     row("brief-1", "De Commissie steunt het voorstel.", 1, 0),
//!     row("brief-2", "Uw Kamer ontvangt een brief.", 1, 1),
//! ];
//! let scored = Scored { labels, rows, has_letters: true };
//! let report = report(&scored, &Baseline::all(&scored), &ReportOptions::default())?;
//! assert_eq!(report.per_label[0].precision.value, Some(0.5));
//! assert_eq!(report.figures.log_loss.value, None); // no probabilities were given
//! println!("{}", standpunt::report::evaluation_table(&report, 80));
//! # Ok::<(), standpunt::error::Error>(())
//! ```

pub mod agreement;
mod assembly;
pub mod baselines;
mod bootstrap;
mod coding;
mod coincidence;
pub mod compare;
mod confusion;
mod counted;
mod figures;
pub mod from_letters;
pub mod learning_curve;
pub mod limits;
pub mod lock;
mod measure;
mod metrics;
mod notes;
pub mod pairs;
mod probability;
mod results;
mod slices;
mod too_few;

pub use crate::leakage;
pub use assembly::{Evaluation, report};
pub use baselines::Baseline;
pub(crate) use bootstrap::Bootstrap;
pub use bootstrap::{BootstrapInfo, Unit, Units};
#[doc(hidden)]
pub use bootstrap::{FEW_LETTERS, few_letters};
pub use confusion::Confusion;
pub use figures::{Figure, FigureName, Figures, NoInterval};
pub use results::{
    BaselineFigures, ConfidentError, CoverageAtError, ErrorCounts, EvaluationReport, LabelFigures,
    ReliabilityBin, RiskAtCoverage, Slice, SliceBy, SliceTable, Subject,
};
pub use too_few::FEW_SENTENCES;

use crate::error::{Error, ErrorKind, Result};
use crate::stance::Labels;

/// One evaluated sentence. Class numbers are indices into the labels of the [`Scored`] it stands in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScoredRow {
    /// The letter it is from; empty where not known.
    pub letter: String,
    /// Kind of letter, such as `BNC-fiche`; empty where not known.
    pub kind: String,
    /// Policy field, such as `visserij`; empty where not known.
    pub field: String,
    /// Title of the section; empty where there is none.
    pub section: String,
    /// The sentence.
    pub sentence: String,
    /// The gold label.
    pub gold: usize,
    /// A second label that is defensible.
    pub also: Option<usize>,
    /// The predicted label.
    pub predicted: usize,
    /// One probability per label, adding up to 1; empty where the model gives none.
    pub probabilities: Vec<f64>,
}

impl ScoredRow {
    /// The probability of the predicted label.
    pub fn confidence(&self) -> Option<f64> {
        self.probabilities.get(self.predicted).copied()
    }

    /// Whether the prediction is the gold label.
    pub fn is_right(&self) -> bool {
        self.gold == self.predicted
    }
}

/// Evaluated sentences and the labels their class numbers stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The labels.
    pub labels: Labels,
    /// The sentences, in the order of the data.
    pub rows: Vec<ScoredRow>,
    /// Whether the data names letters. If not, intervals are over rows, and the report says so.
    pub has_letters: bool,
}

impl Scored {
    /// Checks that the rows can be evaluated.
    ///
    /// # Errors
    /// [`ErrorKind::Evaluation`] when there are no rows, when a class number is not a label, or when
    /// probabilities are missing for some rows only, are not numbers from 0 to 1, or do not add up to 1 (±0.001).
    pub fn check(&self) -> Result<()> {
        let wrong = |row: usize, found: String| {
            Err(Error::new(
                ErrorKind::Evaluation,
                format!("row {}: {found}", row + 1),
            ))
        };
        let Some(first) = self.rows.first() else {
            return Err(
                Error::new(ErrorKind::Evaluation, "there are no rows to evaluate")
                    .hint("name a labelled CSV file with at least one sentence"),
            );
        };
        let labels = self.labels.len();
        for (number, row) in self.rows.iter().enumerate() {
            let classes = [
                ("gold label", Some(row.gold)),
                ("second label", row.also),
                ("predicted label", Some(row.predicted)),
            ];
            if let Some((what, Some(class))) = classes
                .into_iter()
                .find(|(_, c)| c.is_some_and(|c| c >= labels))
            {
                return wrong(
                    number,
                    format!("{what} has class number {class}, but there are {labels} labels"),
                );
            }
            if row.probabilities.is_empty() != first.probabilities.is_empty() {
                return wrong(number, "probabilities are given for some rows only".into());
            }
            if row.probabilities.is_empty() {
                continue;
            }
            if row.probabilities.len() != labels {
                let given = row.probabilities.len();
                return wrong(number, format!("{given} probabilities for {labels} labels"));
            }
            if row.probabilities.iter().any(|p| !(0.0..=1.0).contains(p)) {
                return wrong(number, "a probability is not a number from 0 to 1".into());
            }
            let sum: f64 = row.probabilities.iter().sum();
            if (sum - 1.0).abs() > 1e-3 {
                return wrong(number, format!("the probabilities add up to {sum:.4}"));
            }
        }
        Ok(())
    }

    /// What the bootstrap draws: letters where the data names them, rows otherwise.
    pub fn units(&self) -> Units {
        if self.has_letters {
            Units::letters(self.rows.iter().map(|r| r.letter.as_str()))
        } else {
            Units::rows(self.rows.len())
        }
    }
}

/// Options of [`report`] and the other evaluations.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ReportOptions {
    /// Bootstrap resamples; 0 leaves the intervals out. Default 1,000.
    pub resamples: usize,
    /// Seed of the bootstrap. Default 42.
    pub seed: u64,
    /// Share of the resampled values inside an interval, 0.5 to 0.999. Default 0.95.
    pub level: f64,
    /// How many of the most confident errors are listed. Default 20.
    pub confident_errors: usize,
    /// Figures on fewer rows than this, of all or of a part (slices, labels, bins, what coders share), have no interval.
    /// Default [`FEW_SENTENCES`].
    pub few_rows: usize,
}

impl Default for ReportOptions {
    fn default() -> Self {
        Self {
            resamples: 1000,
            seed: 42,
            level: 0.95,
            confident_errors: 20,
            few_rows: FEW_SENTENCES,
        }
    }
}

#[cfg(test)]
pub(crate) mod fixtures {
    use super::*;
    use crate::stance::Stance;

    /// The four labels.
    pub(crate) fn labels() -> Labels {
        Labels::from_data(Stance::ALL.map(Stance::label))
    }

    /// Rows for a matrix of counts, spread over a number of letters, with the predicted label at 0.7.
    pub(crate) fn scored(cells: [[u64; 4]; 4], letters: usize) -> Scored {
        let mut rows = Vec::new();
        for (gold, line) in cells.iter().enumerate() {
            for (predicted, &count) in line.iter().enumerate() {
                for _ in 0..count {
                    let number = rows.len();
                    let mut probabilities = vec![0.1; 4];
                    probabilities[predicted] = 0.7;
                    rows.push(ScoredRow {
                        letter: format!("brief-{}", number % letters.max(1)),
                        kind: ["BNC-fiche", "verslag"][number % 2].into(),
                        field: "visserij".into(),
                        section: "Inzet".into(),
                        sentence: format!("Zin nummer {number} over de vangst."),
                        gold,
                        predicted,
                        probabilities,
                        ..ScoredRow::default()
                    });
                }
            }
        }
        Scored {
            labels: labels(),
            rows,
            has_letters: letters > 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_cannot_be_evaluated_are_named() {
        let good = fixtures::scored([[2, 1, 0, 0]; 4], 2);
        good.check().unwrap();
        type Spoil = fn(&mut Scored);
        let breaks: [(Spoil, &str); 6] = [
            (|s| s.rows.clear(), "no rows"),
            (|s| s.rows[1].predicted = 4, "row 2: predicted label"),
            (|s| s.rows[0].also = Some(9), "row 1: second label"),
            (|s| s.rows[2].probabilities.clear(), "some rows only"),
            (|s| s.rows[2].probabilities[0] = f64::NAN, "not a number"),
            (|s| s.rows[2].probabilities[0] = 0.9, "add up to"),
        ];
        for (spoil, expected) in breaks {
            let mut scored = good.clone();
            spoil(&mut scored);
            let error = scored.check().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Evaluation);
            assert!(error.to_string().contains(expected), "{error}");
        }
    }
}

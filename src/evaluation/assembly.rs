//! An evaluation becomes a report: what was measured, and what the caller knows besides.

use super::baselines::Baseline;
use super::learning_curve::LearningCurve;
use super::limits::{self, CutOff};
use super::lock::LookSummary;
use super::measure::measure;
use super::pairs::PairReport;
use super::{ConfidentError, CoverageAtError, EvaluationReport, Figure, Figures};
use super::{ReportOptions, Scored, Subject};
use crate::error::Result;

/// A report in the making: all figures are there, and [`Self::finish`] gives the report once the caller has told what it knows besides.
///
/// ```
/// use standpunt::evaluation::{Evaluation, ReportOptions, Scored, ScoredRow, Subject};
/// use standpunt::stance::Labels;
///
/// let row = ScoredRow { sentence: "Het kabinet steunt dit.".into(), ..ScoredRow::default() };
/// let labels = Labels::from_data(["steunt", "geen standpunt"]);
/// let scored = Scored { labels, rows: vec![row], has_letters: false };
/// let mut subject = Subject::default();
/// subject.data = Some("toets.csv".into());
/// let report = Evaluation::measure(&scored, &[], &[], &ReportOptions::default())?
///     .subject(subject)
///     .remarks(["Measured before lunch.".to_owned()])
///     .finish();
/// assert_eq!(report.notes.last().unwrap(), "Measured before lunch.");
/// # Ok::<(), standpunt::error::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Evaluation {
    report: EvaluationReport,
    /// Notes before all others.
    forewords: Vec<String>,
    /// Notes behind all others.
    remarks: Vec<String>,
}

impl Evaluation {
    /// Measures predictions, with the model's own cut-offs as far as it has some: every figure with its interval, baselines on the same
    /// sentences and the same resamples.
    ///
    /// Intervals come from a percentile bootstrap over letters (over rows, and the notes say so, where the data
    /// names none). A resample in which a label does not occur counts for no interval of macro-F1; how often a label was
    /// missing is told in the notes. The calibration errors have no interval: resampled, they come out too high.
    ///
    /// # Errors
    /// [`Evaluation`](crate::error::ErrorKind::Evaluation) when the rows cannot be evaluated ([`Scored::check`]) or a baseline does not
    /// have one known class number per row.
    pub fn measure(
        scored: &Scored,
        baselines: &[Baseline],
        cut_offs: &[CutOff],
        options: &ReportOptions,
    ) -> Result<Self> {
        let mut report = measure(scored, baselines, options)?;
        if !cut_offs.is_empty() {
            report.limits = limits::limits(scored, cut_offs, options);
            let more = limits::notes(&report.limits, options, report.bootstrap.unit);
            limits::add(&mut report.notes, more.into_iter());
        }
        Ok(Self {
            report,
            forewords: Vec::new(),
            remarks: Vec::new(),
        })
    }

    /// The figures of the model.
    pub fn figures(&self) -> &Figures<Figure> {
        &self.report.figures
    }

    /// How much could be labelled at given shares of errors.
    pub fn coverage_at_errors(&self) -> &[CoverageAtError] {
        &self.report.thresholds
    }

    /// Says what was evaluated on what.
    #[must_use]
    pub fn subject(mut self, subject: Subject) -> Self {
        self.report.subject = subject;
        self
    }

    /// Takes in the pass rates on minimal pairs, where they were run.
    #[must_use]
    pub fn pairs(mut self, pairs: Option<PairReport>) -> Self {
        self.report.pairs = pairs;
        self
    }

    /// Takes in a learning curve, where one was measured.
    #[must_use]
    pub fn learning_curve(mut self, curve: Option<LearningCurve>) -> Self {
        self.report.learning_curve = curve;
        self
    }

    /// Takes in the looks at a locked set, where there is a lock.
    #[must_use]
    pub fn looks(mut self, looks: Option<LookSummary>) -> Self {
        self.report.looks = looks;
        self
    }

    /// Says of each of the errors that the model was surest of why it thought so, where that is known.
    #[must_use]
    pub fn explain_errors(
        mut self,
        mut why: impl FnMut(&ConfidentError) -> Option<String>,
    ) -> Self {
        for error in &mut self.report.confident_errors {
            error.explanation = why(error);
        }
        self
    }

    /// Adds notes that are read before all that were made of the figures.
    #[must_use]
    pub fn forewords(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.forewords.extend(notes);
        self
    }

    /// Adds notes that are read behind all that were made of the figures.
    #[must_use]
    pub fn remarks(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.remarks.extend(notes);
        self
    }

    /// The report.
    pub fn finish(self) -> EvaluationReport {
        let mut report = self.report;
        report.notes.splice(..0, self.forewords);
        report.notes.extend(self.remarks);
        report
    }
}

/// Evaluates predictions without anything that is known besides: [`Evaluation::measure`] and [`Evaluation::finish`].
///
/// # Errors
/// As [`Evaluation::measure`].
pub fn report(
    scored: &Scored,
    baselines: &[Baseline],
    options: &ReportOptions,
) -> Result<EvaluationReport> {
    Ok(Evaluation::measure(scored, baselines, &[], options)?.finish())
}

//! From a model and labelled data to the rows that an evaluation takes; shared by the commands that evaluate.

use standpunt::classifier::{Classifier, Prediction};
use standpunt::dataset::Dataset;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::evaluation::{ReportOptions, Scored, ScoredRow};
use standpunt::stance::Labels;
use std::path::PathBuf;

/// Options of the bootstrap, shared by the commands that evaluate.
#[derive(Debug, clap::Args)]
pub struct BootstrapOptions {
    /// Bootstrap resamples; 0 leaves the intervals out
    #[arg(long, default_value_t = 1000, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    resamples: u32,
    /// Seed of the bootstrap
    #[arg(long, default_value_t = 42, value_name = "N")]
    bootstrap_seed: u64,
}

impl BootstrapOptions {
    /// The options as the evaluation takes them.
    pub fn options(&self) -> ReportOptions {
        ReportOptions {
            resamples: self.resamples as usize,
            seed: self.bootstrap_seed,
            ..ReportOptions::default()
        }
    }
}

/// Labels every row and lays gold and prediction side by side.
pub fn score(classifier: &Classifier, data: &Dataset) -> Result<Scored> {
    let targets = targets(classifier.labels(), data)?;
    let predictions = classifier.predict_all(&data.inputs());
    Ok(scored(classifier.labels(), data, &targets, predictions))
}

/// The gold class of every row.
pub fn targets(labels: &Labels, data: &Dataset) -> Result<Vec<usize>> {
    data.targets(labels).map_err(|e| {
        let step = e.next_step().map_or_else(
            || {
                "evaluate with a model that was trained on these labels, or correct the row"
                    .to_owned()
            },
            str::to_owned,
        );
        e.hint(step)
    })
}

/// Puts rows together from targets and predictions.
pub fn scored(
    labels: &Labels,
    data: &Dataset,
    targets: &[usize],
    predictions: Vec<Prediction>,
) -> Scored {
    let also = data.alternatives(labels);
    let rows = data
        .examples
        .iter()
        .zip(targets)
        .zip(also)
        .zip(predictions)
        .map(|(((e, &gold), also), prediction)| ScoredRow {
            letter: e.letter.to_string(),
            kind: e.kind.to_string(),
            field: e.field.to_string(),
            section: e.section.to_string(),
            sentence: e.sentence.clone(),
            gold,
            also,
            predicted: prediction.label,
            probabilities: prediction.probabilities,
        })
        .collect();
    Scored {
        labels: labels.clone(),
        rows,
        has_letters: data.has_letters,
    }
}

/// Refuses data that shares letters or sentences with a model's training data, unless told otherwise.
///
/// Returns what is shared as a sentence, where something is.
pub fn leakage(classifier: &Classifier, data: &Dataset, allowed: bool) -> Result<Option<String>> {
    let rows = data.examples.iter().map(|e| {
        (
            if data.has_letters { &*e.letter } else { "" },
            e.sentence.as_str(),
        )
    });
    let overlap = classifier.facts().data.seen.overlap(rows);
    if overlap.is_clean() {
        return Ok(None);
    }
    if allowed {
        return Ok(Some(overlap.sentence()));
    }
    let error = Error::new(ErrorKind::Evaluation, format!("the model was trained on this data: {}", overlap.sentence()))
        .expected("letters that the model has not seen")
        .hint("evaluate on other letters; `--allow-overlap` measures all the same, and says so in the report");
    Err(match data.files.first() {
        Some(path) => error.at(path),
        None => error,
    })
}

/// Paths as one text.
pub fn names(paths: &[PathBuf]) -> String {
    paths
        .iter()
        .map(|p| p.display().to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The day in UTC as `YYYY-MM-DD`, by `SOURCE_DATE_EPOCH` where that is set.
pub fn today() -> String {
    let seconds = std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or_else(|| {
            std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0, |d| d.as_secs())
        });
    let days = i64::try_from(seconds / 86_400).unwrap_or(0);
    jiff::civil::date(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(days).unwrap_or_default())
        .map_or_else(|_| "unknown".to_owned(), |d| d.to_string())
}

//! From a model and labelled data to the rows that an evaluation takes; shared by the commands that evaluate.

use super::values;
use jiff::civil::Date;
use standpunt::classifier::{Classifier, Prediction};
use standpunt::dataset::Dataset;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::evaluation::limits::CutOff;
use standpunt::evaluation::{ReportOptions, Scored, ScoredRow};
use standpunt::leakage::{Fingerprints, Overlap};
use standpunt::program::{of, one_or_more};
use standpunt::stance::Labels;
use std::path::PathBuf;

/// Options of the bootstrap, shared by the commands that evaluate.
#[derive(Debug, clap::Args)]
pub struct BootstrapOptions {
    /// Bootstrap resamples, 100 or more; 0 leaves the intervals out
    #[arg(long, default_value_t = 1000, value_name = "N", value_parser = values::resamples, allow_negative_numbers = true)]
    resamples: usize,
    /// Seed of the bootstrap
    #[arg(long, default_value_t = 42, value_name = "N")]
    bootstrap_seed: u64,
}

impl BootstrapOptions {
    /// The options as the evaluation takes them.
    pub fn options(&self) -> ReportOptions {
        let mut options = ReportOptions::default();
        options.resamples = self.resamples;
        options.seed = self.bootstrap_seed;
        options
    }
}

/// The cut-offs of a model for the limits of `classify`, as far as its errors were measured at training.
pub fn cut_offs(classifier: &Classifier) -> Vec<CutOff> {
    let facts = classifier.facts();
    let measured = facts.figures.as_ref().map(|_| classifier.risk());
    CutOff::all(measured, facts.opposite.as_ref())
}

/// Labels every row by a model of some name and lays gold and prediction side by side.
pub fn score(classifier: &Classifier, model: &str, data: &Dataset) -> Result<Scored> {
    let targets = targets(classifier.labels(), model, data)?;
    let predictions = classifier.predict_all(&data.inputs());
    Ok(scored(classifier.labels(), data, &targets, predictions))
}

/// The gold class of every row, among the labels of a model of some name.
pub fn targets(labels: &Labels, model: &str, data: &Dataset) -> Result<Vec<usize>> {
    data.targets(labels).map_err(|error| {
        let step = error.next_step().map_or_else(
            || {
                "evaluate with a model that was trained on these labels, or correct the row"
                    .to_owned()
            },
            str::to_owned,
        );
        error.hint(format!("{step} (it is no label of {model})"))
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

/// What to do with data that shares letters or sentences with a model's training data; shared by the commands that evaluate.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct OverlapOptions {
    /// Measure although the model was trained on some of the data; the report says so
    #[arg(long)]
    allow_overlap: bool,
    /// Leave out the letters and sentences that the model was trained on and measure the rest; the report says how many
    #[arg(long, conflicts_with = "allow_overlap")]
    drop_overlap: bool,
}

/// Which rows of the data are measured, and what the report must say of the others.
#[derive(Debug)]
pub struct Measured {
    kept: Vec<bool>,
    /// What training and measuring share, where both are allowed to.
    pub warning: Option<String>,
}

impl Measured {
    /// Takes out the rows that another model was trained on, too.
    pub fn and(&mut self, other: &Self) {
        self.kept
            .iter_mut()
            .zip(&other.kept)
            .for_each(|(a, b)| *a &= b);
    }

    /// The measured ones of things that stand in the order of the rows.
    pub fn of<T>(&self, rows: impl IntoIterator<Item = T>) -> Vec<T> {
        let rows = rows.into_iter().zip(&self.kept);
        rows.filter(|(_, kept)| **kept)
            .map(|(row, _)| row)
            .collect()
    }

    /// The measured rows, each labelled in the context that it has in the whole data.
    pub fn scored(&self, all: Scored) -> Scored {
        Scored {
            rows: self.of(all.rows),
            ..all
        }
    }

    /// How many rows are left out, as a sentence; none where none is.
    pub fn left_out(&self) -> Option<String> {
        let out = self.kept.iter().filter(|kept| !**kept).count();
        (out > 0).then(|| {
            format!(
                "{} {} in the training data.",
                of(out, self.kept.len(), "sentence"),
                one_or_more(
                    out,
                    "is left out: it, or its letter, is",
                    "are left out: they, or their letters, are"
                )
            )
        })
    }
}

/// Looks for letters and sentences of the data that a model was trained on; refuses them, unless told otherwise.
///
/// `who` names the model in messages.
pub fn leakage(
    who: &str,
    classifier: &Classifier,
    data: &Dataset,
    options: OverlapOptions,
) -> Result<Measured> {
    let overlap = classifier.facts().data.seen.overlap(data.named());
    let mut measured = Measured {
        kept: vec![true; data.len()],
        warning: None,
    };
    if overlap.is_clean() {
        return Ok(measured);
    }
    if options.allow_overlap {
        measured.warning = Some(overlap.sentence());
        return Ok(measured);
    }
    measured.kept = unseen(data, &overlap);
    if !options.drop_overlap {
        let what = format!("{who} was trained on this data (this is the first such row)");
        return Err(seen(data, &overlap, &what, who)
            .hint("`--drop-overlap` measures the rest; `--allow-overlap` measures all the same, and says so in the report"));
    }
    if !measured.kept.contains(&true) {
        return Err(seen(data, &overlap, "nothing is left to measure", who)
            .hint("evaluate on other letters"));
    }
    Ok(measured)
}

/// Refuses letters and sentences to measure on that stand in the data to train on, too.
pub fn require_apart(train: &Dataset, test: &Dataset) -> Result<()> {
    let overlap = Fingerprints::of(train.named()).overlap(test.named());
    if overlap.is_clean() {
        return Ok(());
    }
    let what = "--test holds letters of --data (this is the first such row)";
    Err(seen(test, &overlap, what, "the model of the curve")
        .hint("take them out of one of the two; `standpunt check` on the one, `--against` the other, lists what both hold"))
}

/// Which rows a model has not seen, by what they share with its training data.
fn unseen(data: &Dataset, overlap: &Overlap) -> Vec<bool> {
    let rows = data.named().enumerate();
    rows.map(|(row, (letter, _))| {
        overlap.rows.binary_search(&row).is_err() && !overlap.has_letter(letter)
    })
    .collect()
}

/// The refusal of data of which somebody has seen a part, at the first such row.
fn seen(data: &Dataset, overlap: &Overlap, what: &str, who: &str) -> Error {
    let found = format!("{what}: {}", overlap.sentence());
    let error = Error::new(ErrorKind::Evaluation, found)
        .expected(format!("letters that {who} has not seen"));
    let first = unseen(data, overlap).iter().position(|unseen| !unseen);
    match first.and_then(|row| data.examples.get(row)) {
        Some(example) => data.locate(error, example),
        None => error,
    }
}

/// Paths as one text.
pub fn names(paths: &[PathBuf]) -> String {
    paths
        .iter()
        .map(|p| p.display().to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The day in UTC, by `SOURCE_DATE_EPOCH` where that is set; the last that there is for what lies behind it.
pub fn today() -> Date {
    let seconds = std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or_else(|| {
            std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0, |d| d.as_secs())
        });
    let days = i64::try_from(seconds / 86_400).unwrap_or(0);
    let span = jiff::Span::new().try_days(days);
    (span.and_then(|span| jiff::civil::date(1970, 1, 1).checked_add(span))).unwrap_or(Date::MAX)
}

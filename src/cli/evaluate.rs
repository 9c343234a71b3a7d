//! `evaluate`: the held-out report of a model.

use super::Run;
use super::card::CardOptions;
use super::columns::GoldColumns;
use super::doubts::{warn_of_letters, warn_of_rows};
use super::from_files::ReadLetters;
use super::looks::{self, By, Looker};
use super::model::{ModelChoice, name};
use super::outputs;
use super::reports::{Format, predictions, show, text_of};
use super::scoring::{BootstrapOptions, Measured, OverlapOptions, cut_offs, leakage, names, score};
use super::signs::readable;
use super::terminal::{answer_no, progress, warn};
use super::training::natural_rows;
use super::values;
use standpunt::classifier::{Classifier, Session};
use standpunt::dataset::Dataset;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::evaluation::lock::LookSummary;
use standpunt::evaluation::{
    Baseline, ConfidentError, Evaluation, EvaluationReport, Scored, Subject, pairs,
};
use standpunt::features::Input;
use standpunt::program::Bound;
use standpunt::report::model_card;
use standpunt::trainer::TrainOptions;
use standpunt::tuning::{self, Trial};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Measure a model on labelled letters that it has not seen
///
/// Prints every figure with a 95 % interval from a bootstrap over letters, beside the baselines, and what `--max-error` and
/// `--max-opposite` of `classify` would show of these letters, and how much of that is wrong. Data that the model was trained
/// on is refused.
#[derive(Debug, clap::Args)]
pub struct Evaluate {
    /// CSV files, or folders of them; `-` is standard input
    #[arg(long, short, required = true, num_args = 1.., value_name = "PATH")]
    data: Vec<PathBuf>,
    #[command(flatten)]
    columns: GoldColumns,
    /// Score the whole way from file to label: read DIR/LETTER.* (any format) for each letter of the data and label its
    /// sentences as they are read; those that the reader lost, split or joined count as without position
    #[arg(long, value_name = "DIR")]
    letters: Option<PathBuf>,
    #[command(flatten)]
    model: ModelChoice,
    /// What to write [default: what the name of --out ends in, else a table]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Write to this file instead of standard output (`-`)
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Also write every sentence with its label, the predicted label and all probabilities (CSV)
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    /// Minimal pairs of the labelling guide (CSV): pass rate per rule
    #[arg(long, value_name = "FILE")]
    pairs: Option<PathBuf>,
    /// Exit with 1 when macro-F1 is below this
    #[arg(long, value_name = "SHARE", value_parser = values::share, allow_negative_numbers = true)]
    min_macro_f1: Option<f64>,
    #[command(flatten)]
    overlap: OverlapOptions,
    /// Lock the data as held-out: from now on every look is counted in a file beside it
    #[arg(long)]
    lock: bool,
    #[command(flatten)]
    card: CardOptions,
    /// Training data to tell the worth of each feature group on, for the card; takes a cross-validation a group
    #[arg(long, num_args = 1.., value_name = "PATH", requires = "card")]
    ablation: Vec<PathBuf>,
    /// Letters of the ablation that figures rest on, as `--calibrate-on` of `train`
    #[arg(long, num_args = 1.., value_name = "PATH", requires = "ablation")]
    ablation_on: Vec<PathBuf>,
    /// Training data: also train scikit-learn's usual pipeline (TF-IDF of words 1–2, C=10) on it, as one more baseline
    #[arg(long, num_args = 1.., value_name = "PATH")]
    reference: Vec<PathBuf>,
    #[command(flatten)]
    bootstrap: BootstrapOptions,
}

impl Evaluate {
    pub fn run(self, run: Run) -> Result<ExitCode> {
        let out = outputs::file(self.out.as_ref());
        let format = outputs::format(self.format, out, &Format::KNOWN)?;
        self.keep_apart(out)?;
        let [mut page, mut sentences, mut card] =
            outputs::open([out, self.predictions.as_deref(), self.card.path()])?;
        let notes = self.card.notes()?;
        let classifier = self.model.load()?;
        let data = Dataset::read_with(&self.data, &self.columns.names())?;
        warn_of_rows(run, &data, classifier.labels());
        let ablation_data = self.ablation_data(run, &classifier)?;
        let pairs = (self.pairs.as_deref())
            .map(|path| grade_pairs(&classifier, path))
            .transpose()?;
        if self.lock {
            looks::require_one(&self.data)?;
        }
        let (evaluation, scored) = self.measure(run, &classifier, &data)?;
        let ablation = match &ablation_data {
            Some((data, natural)) => ablation(run, &classifier, data, natural.as_deref())?,
            None => Vec::new(),
        };
        let (looks, others) = self.count_look(run, &classifier, &data, &evaluation)?;
        let report = (evaluation.pairs(pairs).looks(looks).remarks(others)).finish();
        predictions(sentences.as_mut(), &scored)?;
        if let Some(file) = &mut card {
            let mut parts = self.card.parts(&notes);
            parts.evaluation = Some(&report);
            parts.ablation = &ablation;
            file.put(model_card(&classifier, &parts)?.as_bytes())?;
        }
        let text = text_of(&report, format)?;
        if let Some(file) = &mut page {
            file.put(text.as_bytes())?;
        }
        outputs::commit([page, sentences, card])?;
        show(run, &text, out)?;
        Ok(self.verdict(&report))
    }

    /// What a model reaches on the data, and the sentences behind it.
    fn measure(
        &self,
        run: Run,
        classifier: &Classifier,
        data: &Dataset,
    ) -> Result<(Evaluation, Scored)> {
        let mut measured = leakage("the model", classifier, data, self.overlap)?;
        let plain = self.plain_tfidf(run, data, &mut measured)?;
        let read = match &self.letters {
            Some(folder) => Some(ReadLetters::read(classifier, data, folder)?),
            None => None,
        };
        let model = name(self.model.model.as_deref());
        let scored = match &read {
            Some(read) => read.score(classifier, &model, data)?,
            None => score(classifier, &model, data)?,
        };
        let scored = measured.scored(scored);
        let mut baselines = Baseline::all(&scored);
        if let Some(plain) = &plain {
            let predicted = plain_labels(plain, classifier, data)?;
            baselines.push(Baseline::plain_tfidf(measured.of(predicted)));
        }
        let evaluation = Evaluation::measure(
            &scored,
            &baselines,
            &cut_offs(classifier),
            &self.bootstrap.options(),
        )?;
        let left_out = measured.left_out();
        for doubt in measured.warning.iter().chain(&left_out) {
            warn(run, doubt);
        }
        let shared = (measured.warning.as_ref()).map(|shared| format!("NOT held out. {shared}"));
        let (found, inputs) = match &read {
            Some(read) => {
                read.name_lost(run, data);
                (Some(read.sentence(classifier)), read.inputs_of_rows())
            }
            None => (None, data.inputs().into_iter().map(Some).collect()),
        };
        let inputs = measured.of(inputs);
        let mut session = classifier.session();
        let evaluation = evaluation
            .forewords([found, left_out, shared].into_iter().flatten())
            .explain_errors(|error| {
                why(
                    classifier,
                    &mut session,
                    inputs.get(error.row)?.as_ref(),
                    error,
                )
            })
            .subject(self.subject(classifier)?);
        Ok((evaluation, scored))
    }

    /// What is evaluated on what.
    fn subject(&self, classifier: &Classifier) -> Result<Subject> {
        let mut subject = Subject::default();
        let model = match &self.model.model {
            Some(path) => path.display().to_string(),
            None => "the model inside the program".to_owned(),
        };
        subject.title = Some("Evaluation".to_owned());
        subject.model = Some(format!("{model} ({})", short(classifier)?));
        subject.data = Some(match &self.letters {
            Some(folder) => format!("{}, read from {}", names(&self.data), folder.display()),
            None => names(&self.data),
        });
        Ok(subject)
    }

    /// The exit code by `--min-macro-f1`, and why it is a no.
    fn verdict(&self, report: &EvaluationReport) -> ExitCode {
        let macro_f1 = report.figures.macro_f1.value;
        match self.min_macro_f1 {
            Some(minimum) if macro_f1.is_none_or(|f| f < minimum) => {
                let found = macro_f1.map_or_else(|| "undefined".to_owned(), |f| format!("{f:.4}"));
                answer_no(&format!("macro-F1 is {found}, below the asked {minimum}"));
                ExitCode::FAILURE
            }
            _ => ExitCode::SUCCESS,
        }
    }

    /// Refuses outputs that are files which this run reads.
    fn keep_apart(&self, out: Option<&Path>) -> Result<()> {
        let mut inputs = outputs::data_files([&self.data, &self.reference, &self.ablation]);
        if let Some(folder) = &self.letters {
            inputs.extend(super::letters::files(std::slice::from_ref(folder), None)?);
        }
        let others = [
            self.model.model.as_ref(),
            self.pairs.as_ref(),
            self.card.notes_path(),
        ];
        outputs::keep_apart(
            &[
                ("--out", out),
                ("--predictions", self.predictions.as_deref()),
                ("--card", self.card.path()),
            ],
            inputs.iter().chain(others.into_iter().flatten()),
        )
    }

    /// The plain pipeline, trained on the letters of `--reference`; what it has seen of the data is not measured either.
    fn plain_tfidf(
        &self,
        run: Run,
        data: &Dataset,
        measured: &mut Measured,
    ) -> Result<Option<Classifier>> {
        if self.reference.is_empty() {
            return Ok(None);
        }
        let train = Dataset::read_with(&self.reference, &self.columns.names())?;
        looks::refuse_locked(&self.reference, &train, None)?;
        let mut options = TrainOptions::default().reference();
        options.folds = 0;
        let plain = options.train(&train, None, &|| ())?.classifier;
        let also = leakage("the pipeline of --reference", &plain, data, self.overlap)?;
        if let Some(shared) = also.warning.as_ref().filter(|_| measured.warning.is_none()) {
            warn(run, &format!("the plain pipeline of --reference: {shared}"));
        }
        measured.and(&also);
        Ok(Some(plain))
    }

    /// The data of `--ablation`, and which of its rows figures rest on.
    fn ablation_data(
        &self,
        run: Run,
        classifier: &Classifier,
    ) -> Result<Option<(Dataset, Option<Vec<bool>>)>> {
        if self.ablation.is_empty() {
            return Ok(None);
        }
        let data = Dataset::read_with(&self.ablation, &self.columns.names())?;
        looks::refuse_locked(&self.ablation, &data, None)?;
        tuning::require_ablatable(classifier.facts(), &data)?;
        warn_of_letters(run, &data);
        let natural = natural_rows(&data, &self.ablation_on)?;
        Ok(Some((data, natural)))
    }

    /// Counts the look; gives the summary of the set that is evaluated, or else of the first that it shares sentences with, and those of all
    /// others.
    fn count_look(
        &self,
        run: Run,
        classifier: &Classifier,
        data: &Dataset,
        evaluation: &Evaluation,
    ) -> Result<(Option<LookSummary>, Vec<String>)> {
        if self.lock {
            looks::lock(run, &self.data)?;
        }
        let looker = Looker::new(classifier, evaluation.figures().macro_f1.value)?;
        let mut summaries = looks::count(&self.data, data, By::Evaluate, &[looker])?;
        // they come by path: a folder before the set in it that was named
        summaries.sort_by_key(|summary| summary.set.is_some());
        let mut summaries = summaries.into_iter();
        Ok((summaries.next(), summaries.map(|s| s.sentence()).collect()))
    }
}

/// The worth of each feature group of the model on training data.
fn ablation(
    run: Run,
    classifier: &Classifier,
    data: &Dataset,
    natural: Option<&[bool]>,
) -> Result<Vec<Trial>> {
    let options = &classifier.facts().options;
    let bar = progress(
        run,
        options.features.groups.len() as u64 + 1,
        "leaving out groups",
    );
    let trials = tuning::ablation(options, data, natural, &mut |_| bar.inc(1))?;
    bar.finish_and_clear();
    Ok(trials)
}

/// The labels that the plain pipeline gives, as classes of the model.
fn plain_labels(plain: &Classifier, classifier: &Classifier, data: &Dataset) -> Result<Vec<usize>> {
    let class = |label: usize| {
        let name = plain.labels().name(label);
        classifier.labels().index(name).ok_or_else(|| {
            Error::new(ErrorKind::Data, format!("label `{name}` of --reference"))
                .expected("the labels of the model")
                .hint("name the data that the model was trained on")
        })
    };
    (plain.predict_all(&data.inputs()).iter())
        .map(|p| class(p.label))
        .collect()
}

fn short(classifier: &Classifier) -> Result<String> {
    Ok(classifier.hash()?.chars().take(12).collect())
}

/// How much of a file of minimal pairs is read.
const PAIRS: Bound = Bound {
    most: 64 << 20,
    expected: "a CSV file of at most 64 MiB",
    hint: "name the minimal pairs of a labelling guide",
};

/// The pass rates of a model on minimal pairs.
pub fn grade_pairs(classifier: &Classifier, path: &Path) -> Result<pairs::PairReport> {
    let bytes = PAIRS.read(path)?;
    let rows = pairs::read(&bytes, classifier.labels()).map_err(|e| e.at(path))?;
    let mut session = classifier.session();
    let predicted: Vec<usize> = rows
        .iter()
        .map(|row| {
            let before = (!row.before.is_empty()).then_some(row.before.as_str());
            let input = Input {
                before,
                heading: &row.section,
                position: usize::from(before.is_some()),
                ..Input::alone(&row.sentence)
            };
            session.predict(&input).label
        })
        .collect();
    pairs::grade(&rows, &predicted, classifier.labels()).map_err(|e| e.at(path))
}

/// Which terms pulled to the wrong label; none where the gold label is none that the model knows.
fn why(
    classifier: &Classifier,
    session: &mut Session<'_>,
    input: Option<&Input<'_>>,
    error: &ConfidentError,
) -> Option<String> {
    let Some(input) = input else {
        return Some("not read as it stands".to_owned());
    };
    let explanation = session.explain(input);
    let label = explanation.prediction.label;
    let gold = classifier.labels().index(&error.gold)?;
    let mut terms: Vec<_> = (explanation.contributions.iter())
        .map(|c| (c.scores[label] - c.scores[gold], c))
        .collect();
    terms.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.term.cmp(&y.term)));
    let strongest: Vec<String> = (terms.iter().take(4))
        .map(|(pull, c)| format!("{} “{}” {pull:+.1}", c.group.name(), readable(&c.term)))
        .collect();
    Some(strongest.join(", "))
}

//! `inspect`: what a model is.

use super::Run;
use super::fields::field;
use super::model::{load, name};
use super::signs::readable;
use super::table_or_json::{Format, TableOrJson, json_text};
use super::terminal::all_of_0;
use super::terminal::written;
use super::values;
use standpunt::classifier::Classifier;
use standpunt::error::Result;
use standpunt::program::facts::{
    adapted_from, among_positions, calibration, caveat, cross_validation, one_label, size,
    without_folds,
};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Tell what a model is: labels, options, data, figures, strongest terms per label
#[derive(Debug, clap::Args)]
pub struct Inspect {
    /// Model file; `-` is the model inside the program [default: `-`]
    model: Option<PathBuf>,
    /// How many terms to list per label and group; 0 lists all
    #[arg(long, default_value_t = 8, value_name = "N", value_parser = values::count, allow_negative_numbers = true)]
    top: usize,
    #[command(flatten)]
    output: TableOrJson,
}

impl Inspect {
    pub fn run(self, run: Run) -> Result<ExitCode> {
        let file = (self.model.as_deref()).filter(|path| path.as_os_str() != "-");
        let target = self.output.open(&self.model)?;
        let classifier = load(file)?;
        let top = all_of_0(self.top);
        let hash = classifier.hash()?;
        let text = if target.format == Format::Json {
            let strongest: serde_json::Map<_, _> = (0..classifier.labels().len())
                .map(|k| {
                    let groups: serde_json::Map<_, _> = strongest(&classifier, k, top)
                        .into_iter()
                        .map(|(group, terms)| {
                            let terms: Vec<_> = terms
                                .iter()
                                .map(|(t, w)| serde_json::json!([t, w]))
                                .collect();
                            (group.to_owned(), terms.into())
                        })
                        .collect();
                    (classifier.labels().name(k).to_owned(), groups.into())
                })
                .collect();
            let all = serde_json::json!({
                "sha256": hash,
                "labels": classifier.labels().iter().collect::<Vec<_>>(),
                "terms": classifier.extractor().vocabulary().len(),
                "decision": by_label(&classifier),
                "facts": classifier.facts(),
                "strongest": strongest,
            });
            json_text(&all)?
        } else {
            let mut out = Vec::new();
            written(text(&classifier, &name(file), &hash, top, &mut out))?;
            out
        };
        target.write(run, &text)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Columns that the values of a model stand behind.
const MARGIN: usize = 14;

/// Writes a sentence behind its name.
fn said(out: &mut impl Write, name: &str, sentence: &str) -> std::io::Result<()> {
    field(out, MARGIN, name, sentence.split(' '), " ")
}

fn text(
    classifier: &Classifier,
    name: &str,
    hash: &str,
    top: usize,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let facts = classifier.facts();
    let options = &facts.options;
    writeln!(out, "{name}")?;
    writeln!(out, "  sha256      {hash}")?;
    said(
        out,
        "format",
        &format!("{}, made by standpunt {}", facts.version, facts.program),
    )?;
    let short = facts.data.sha256.get(..16).unwrap_or_default();
    said(out, "data", &format!("{}, sha256 {short}…", size(facts)))?;
    for (label, count) in &facts.data.labels {
        writeln!(out, "              {count:>6}  {label}")?;
    }
    if let Some(base) = adapted_from(facts) {
        said(out, "", &base)?;
    }
    let terms = format!("{} terms:", classifier.extractor().vocabulary().len());
    let groups = options.features.groups.iter().map(ToString::to_string);
    field(
        out,
        MARGIN,
        "features",
        std::iter::once(terms).chain(groups),
        "  ",
    )?;
    said(
        out,
        "regression",
        &format!(
            "alpha {}, class weight {}, solver {:?}",
            options.alpha, options.class_weight, options.solver
        ),
    )?;
    if let Some(c) = facts.convergence {
        let state = if c.converged {
            "converged"
        } else {
            "NOT converged"
        };
        said(
            out,
            "",
            &format!(
                "{state} after {} steps, gap to the optimum below {:.0e}",
                c.iterations,
                c.relative_gap.max(1e-16)
            ),
        )?;
    }
    said(out, "calibration", &calibration(facts))?;
    said(out, "decision", &decision(classifier))?;
    if let Some(lack) = without_folds(facts) {
        said(out, "figures", lack)?;
    }
    if let Some(senseless) = one_label(facts) {
        said(out, "figures", senseless)?;
    } else if let Some(f) = &facts.figures {
        said(
            out,
            "figures",
            &format!("by {}; {} sentences", cross_validation(facts), f.rows),
        )?;
        said(
            out,
            "",
            &format!(
                "accuracy {:.3} (majority {:.3}), macro-F1 {:.3} (majority {:.3}), log-loss {:.3}",
                f.accuracy, f.majority_accuracy, f.macro_f1, f.majority_macro_f1, f.log_loss
            ),
        )?;
    }
    if facts.figures.is_some() {
        said(out, "", OWN_LETTERS)?;
    }
    if let Some(caveat) = caveat(facts) {
        said(out, "", &caveat)?;
    }
    if let Some(point) = classifier.risk().at_error(0.05)
        && one_label(facts).is_none()
    {
        said(
            out,
            "",
            &format!(
                "{:.0} % of the labels can be shown with an error under 5 %{}, on letters like those that it was trained on",
                100.0 * point.coverage,
                among_positions(&point, classifier.labels())
            ),
        )?;
    }
    for (k, label) in classifier.labels().iter().enumerate() {
        writeln!(out, "\n{label}: what pulls towards it most")?;
        for (group, terms) in strongest(classifier, k, top) {
            let list = (terms.iter()).map(|(t, w)| format!("{} {w:+.1}", readable(t)));
            field(out, MARGIN, group, list, "  ")?;
        }
    }
    writeln!(out, "\nSigns in the terms: `standpunt explain --help`")
}

/// What figures of a cross-validation do not tell.
const OWN_LETTERS: &str = "These figures are of the training letters themselves, each judged without it: letters of another hand may be read worse. \
    Who wrote them, and the figures of each label, the model's card tells (models/README.md for the model inside the program).";

/// What is added to the score of each label before the label is picked.
fn by_label(classifier: &Classifier) -> serde_json::Map<String, serde_json::Value> {
    let added = classifier.labels().iter().zip(classifier.decision());
    added.map(|(l, d)| (l.to_owned(), (*d).into())).collect()
}

/// How the label is picked, in words.
fn decision(classifier: &Classifier) -> String {
    if classifier.decision().iter().all(|added| *added == 0.0) {
        return "the most probable label".to_owned();
    }
    let added = classifier.labels().iter().zip(classifier.decision());
    let added: Vec<String> = added.map(|(l, d)| format!("{l} {d:+.1}")).collect();
    format!(
        "the label with the highest score, to which is added first: {}",
        added.join(", ")
    )
}

/// The terms of each group with the largest weight times idf for a class, less the mean of the other classes.
fn strongest(
    classifier: &Classifier,
    class: usize,
    top: usize,
) -> Vec<(&'static str, Vec<(String, f64)>)> {
    let extractor = classifier.extractor();
    let vocabulary = extractor.vocabulary();
    let options = &extractor.options().groups;
    let mut groups: Vec<Vec<(f64, usize)>> = vec![Vec::new(); options.len()];
    for column in 0..vocabulary.len() {
        let w = classifier.column_weights(column);
        let others = (w.iter().sum::<f32>() - w[class]) / (w.len() - 1) as f32;
        let strength = f64::from((w[class] - others) * extractor.idf()[column]);
        groups[vocabulary.group(column)].push((strength, column));
    }
    groups
        .into_iter()
        .zip(options)
        .map(|(mut terms, options)| {
            terms.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            terms.truncate(top);
            let named = terms
                .into_iter()
                .map(|(w, c)| (vocabulary.text(c).to_owned(), w))
                .collect();
            (options.group.name(), named)
        })
        .collect()
}

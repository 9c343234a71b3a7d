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
    adapted_from, calibration, caveat, cross_validation, figures, figures_line, label_line,
    one_label, opposites_line, shown_under, size, without_folds,
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
            json_text(&json(&classifier, &hash, top))?
        } else {
            let sheet = Sheet {
                classifier: &classifier,
                name: name(file),
                hash,
                top,
            };
            let mut out = Vec::new();
            written(sheet.write(&mut out))?;
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

/// A model as it is laid out.
struct Sheet<'a> {
    classifier: &'a Classifier,
    name: String,
    hash: String,
    /// How many terms to list per label and group.
    top: usize,
}

impl Sheet<'_> {
    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        self.origin(out)?;
        self.features(out)?;
        self.regression(out)?;
        self.figures(out)?;
        self.strongest(out)?;
        writeln!(out, "\nSigns in the terms: `standpunt explain --help`")
    }

    /// What file it is, and what it was made of.
    fn origin(&self, out: &mut impl Write) -> std::io::Result<()> {
        let facts = self.classifier.facts();
        writeln!(out, "{}", self.name)?;
        writeln!(out, "  sha256      {}", self.hash)?;
        let made = format!("{}, made by standpunt {}", facts.version, facts.program);
        said(out, "format", &made)?;
        let short = facts.data.sha256.get(..16).unwrap_or_default();
        said(out, "data", &format!("{}, sha256 {short}…", size(facts)))?;
        for (label, count) in &facts.data.labels {
            writeln!(out, "              {count:>6}  {label}")?;
        }
        if let Some(base) = adapted_from(facts) {
            said(out, "", &base)?;
        }
        match &facts.about {
            Some(about) => said(out, "about", about),
            None => Ok(()),
        }
    }

    /// What it looks at.
    fn features(&self, out: &mut impl Write) -> std::io::Result<()> {
        let terms = self.classifier.extractor().vocabulary().len();
        let groups = &self.classifier.facts().options.features.groups;
        let values = std::iter::once(format!("{terms} terms:"))
            .chain(groups.iter().map(ToString::to_string));
        field(out, MARGIN, "features", values, "  ")
    }

    /// How it was fitted, and how it comes from scores to labels.
    fn regression(&self, out: &mut impl Write) -> std::io::Result<()> {
        let facts = self.classifier.facts();
        let options = &facts.options;
        let fit = format!(
            "alpha {}, class weight {}, solver {:?}",
            options.alpha, options.class_weight, options.solver
        );
        said(out, "regression", &fit)?;
        if let Some(c) = facts.convergence {
            let state = if c.converged {
                "converged"
            } else {
                "NOT converged"
            };
            let told = format!(
                "{state} after {} steps, gap to the optimum below {:.0e}",
                c.iterations,
                c.relative_gap.max(1e-16)
            );
            said(out, "", &told)?;
        }
        said(out, "calibration", &calibration(facts))?;
        said(out, "decision", &decision(self.classifier))
    }

    /// How good it was at its training, and what that does not tell.
    fn figures(&self, out: &mut impl Write) -> std::io::Result<()> {
        let facts = self.classifier.facts();
        let (Some(f), Some(rows)) = (&facts.figures, figures(facts)) else {
            let lack = without_folds(facts).unwrap_or_default();
            said(out, "figures", lack)?;
            return self.promise(out);
        };
        let senseless = one_label(facts);
        if let Some(senseless) = senseless {
            said(out, "figures", senseless)?;
        } else {
            let by = format!("by {}; {} sentences", cross_validation(facts), f.rows);
            said(out, "figures", &by)?;
            said(out, "", &figures_line(&rows, |_| "majority "))?;
            for label in &f.labels {
                said(out, "", &label_line(label))?;
            }
            if let Some(opposites) = opposites_line(f) {
                said(out, "", &opposites)?;
            }
        }
        said(out, "", OWN_LETTERS)?;
        if let Some(caveat) = caveat(facts) {
            said(out, "", &caveat)?;
        }
        match senseless {
            Some(_) => Ok(()),
            None => self.promise(out),
        }
    }

    /// How much can be shown under a usual limit.
    fn promise(&self, out: &mut impl Write) -> std::io::Result<()> {
        let Some(shown) = shown_under(self.classifier, 0.05) else {
            return Ok(());
        };
        let told = format!("{shown}, on letters like those that it was trained on");
        said(out, "", &told)
    }

    /// The terms that pull most towards each label.
    fn strongest(&self, out: &mut impl Write) -> std::io::Result<()> {
        for (k, label) in self.classifier.labels().iter().enumerate() {
            writeln!(out, "\n{label}: what pulls towards it most")?;
            for (group, terms) in strongest(self.classifier, k, self.top) {
                let list = (terms.iter()).map(|(t, w)| format!("{} {w:+.1}", readable(t)));
                field(out, MARGIN, group, list, "  ")?;
            }
        }
        Ok(())
    }
}

/// What figures of a cross-validation do not tell.
const OWN_LETTERS: &str = "These figures are of the training letters themselves, each judged without it: letters of another hand may be read worse. \
    The model's card tells who wrote them (models/README.md for the model inside the program).";

fn json(classifier: &Classifier, hash: &str, top: usize) -> serde_json::Value {
    let groups = |class| -> serde_json::Map<_, _> {
        (strongest(classifier, class, top).into_iter())
            .map(|(group, terms)| (group.to_owned(), serde_json::json!(terms)))
            .collect()
    };
    let strongest: serde_json::Map<_, _> = (classifier.labels().iter().enumerate())
        .map(|(class, label)| (label.to_owned(), groups(class).into()))
        .collect();
    serde_json::json!({
        "sha256": hash,
        "labels": classifier.labels().iter().collect::<Vec<_>>(),
        "terms": classifier.extractor().vocabulary().len(),
        "decision": by_label(classifier),
        "facts": classifier.facts(),
        "strongest": strongest,
    })
}

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

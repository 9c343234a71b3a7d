//! `--max-error` and `--max-opposite`: the faults that a person allows a share of.

use super::Run;
use super::terminal::{hint, warn};
use standpunt::abstention::RiskCurve;
use standpunt::classifier::Classifier;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::model_file::Facts;
use standpunt::program::facts::{unkept_error, unkept_opposite, without_folds};

/// A fault of labels, of which a share is allowed at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Another label is right.
    Error,
    /// The opposite stance is right.
    Opposite,
}

impl Fault {
    /// The option that limits it.
    pub fn option(self) -> &'static str {
        match self {
            Self::Error => "--max-error",
            Self::Opposite => "--max-opposite",
        }
    }

    /// A share that the fault can be limited to.
    pub fn share(self, share: Option<f64>) -> Result<Option<f64>> {
        let option = self.option();
        match share {
            Some(share) if !(share > 0.0 && share < 1.0) => Err(Error::new(
                ErrorKind::Usage,
                format!("{option} {share}"),
            )
            .expected("a share of errors above 0 and below 1, such as 0.05")
            .hint(format!(
                "`{option} 0.05` shows labels of which at most 5 in 100 are wrong in this way"
            ))),
            share => Ok(share),
        }
    }

    /// How often the fault occurs down to which probability; none where the model has no record of it.
    fn curve(self, classifier: &Classifier) -> Option<&RiskCurve> {
        let facts = classifier.facts();
        match self {
            Self::Error => facts.figures.is_some().then(|| classifier.risk()),
            Self::Opposite => facts.opposite.as_ref(),
        }
    }

    /// Refuses a model that has no record of the fault.
    pub fn require_measured(self, classifier: &Classifier) -> Result<()> {
        match self.curve(classifier) {
            Some(_) => Ok(()),
            None => Err(self.unmeasured(classifier.facts())),
        }
    }

    fn unmeasured(self, facts: &Facts) -> Error {
        let option = self.option();
        let wrong = |what: String| Error::new(ErrorKind::Usage, what);
        match without_folds(facts) {
            None => wrong(format!(
                "{option} with a model that has no opposites on record"
            ))
            .expected(
                "a model with the labels steunt and kritisch, or with others that `train --opposites` names",
            )
            .hint(format!(
                "train it again with `standpunt train`, or leave `{option}` out"
            )),
            Some(lack) => wrong(format!("{option} with a model that was {lack}"))
                .expected("a model whose errors were measured on folds")
                .hint(format!(
                    "train it with `standpunt train --folds 5`, or leave `{option}` out"
                )),
        }
    }

    /// Warns where no threshold of a model keeps a limit, so that no label is shown: why, and what can be done.
    pub fn warn_if_unkept(self, run: Run, classifier: &Classifier, share: Option<f64>) {
        let (option, Some(share)) = (self.option(), share) else {
            return;
        };
        let (labels, unkept) = match self {
            Self::Error => ("no label".to_owned(), unkept_error(classifier, share)),
            Self::Opposite => {
                let names = classifier.labels().opposite_names();
                let [a, b] = names.unwrap_or(["a label", "its opposite"]);
                let labels = format!("neither {a} nor {b}");
                (labels, unkept_opposite(classifier, share))
            }
        };
        let Some(unkept) = unkept else {
            return;
        };
        warn(
            run,
            &format!("`{option} {share}` shows {labels}: {}", unkept.why),
        );
        let next = match unkept.lowest {
            Some(lowest) => format!(
                "`{option} {lowest}` is about the lowest share that this model keeps; trained on more labelled letters it may keep a lower one"
            ),
            None => format!("train on more labelled letters, or leave `{option}` out"),
        };
        hint(run, &next);
    }
}

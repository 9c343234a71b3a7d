//! What could label the training sentences without any training: the cue rules, and the model inside the program.

use standpunt::classifier::Classifier;
use standpunt::dataset::Dataset;
use standpunt::error::Result;
use standpunt::evaluation::Confusion;
use standpunt::evaluation::baselines::cue_labels;
use standpunt::model_file::TrainingFigures;
use standpunt::trainer::{as_it_is, require_new};
use std::fmt::Write;

/// Figures of what needs no training, on the sentences that a model's own figures rest on.
pub struct Beside {
    /// Those of the cue rules.
    pub cues: Untrained,
    /// Those of the model inside the program; none where it is no other model, or has seen the letters.
    pub shipped: Option<Untrained>,
    /// Whether it has seen the letters.
    pub seen: bool,
}

/// Figures of something that was not trained on the data.
pub struct Untrained {
    pub accuracy: f64,
    pub macro_f1: f64,
    /// None of rules, which give no probabilities.
    pub log_loss: Option<f64>,
}

impl Beside {
    /// Measures both; none for labels that are not the guide's, of which neither knows anything.
    pub fn measure(
        data: &Dataset,
        natural: Option<&[bool]>,
        is_adapted: bool,
    ) -> Result<Option<Self>> {
        // a program whose lists have been edited cannot read the model inside it, until that is trained again: with this command
        let Ok(shipped) = Classifier::embedded() else {
            return Ok(None);
        };
        let labels = shipped.labels();
        let own = data.labels();
        let knows_all = own.iter().all(|label| labels.index(label).is_some());
        if !knows_all || own.neutral().is_none() {
            return Ok(None);
        }
        let targets = data.targets(labels)?;
        let chosen: Vec<usize> = (0..data.len())
            .filter(|&row| natural.is_none_or(|n| n[row]))
            .collect();
        let sentences = (chosen.iter()).map(|&row| data.examples[row].sentence.as_str());
        let gold = chosen.iter().map(|&row| targets[row]);
        let cues = cue_labels(sentences, labels)
            .and_then(|predicted| Untrained::of_rules(labels.len(), gold.zip(predicted)));
        let Some(cues) = cues else {
            return Ok(None);
        };
        let seen = !is_adapted && require_new(&shipped, data).is_err();
        let measured = !is_adapted && !seen;
        Ok(Some(Self {
            cues,
            shipped: if measured {
                as_it_is(&shipped, data, natural)?.map(Untrained::from)
            } else {
                None
            },
            seen,
        }))
    }

    /// Which of them does best by macro-F1, and what follows from it.
    pub fn sentence(&self, own: &TrainingFigures) -> String {
        let cues = ("the cue rules", self.cues.macro_f1);
        let shipped = (self.shipped.as_ref()).map(|s| ("the model inside the program", s.macro_f1));
        let others = || shipped.into_iter().chain([cues]);
        let told = |better: bool| -> Vec<String> {
            let alike = others().filter(|(_, f1)| (*f1 > own.macro_f1) == better);
            alike.map(|(who, f1)| format!("{who} ({f1:.3})")).collect()
        };
        let better = told(true);
        let mut text = if better.is_empty() {
            let ties = others().any(|(_, f1)| f1 == own.macro_f1);
            format!(
                "By macro-F1 ({:.3}) this model labels these sentences {} {}.",
                own.macro_f1,
                if ties {
                    "as well as or better than"
                } else {
                    "better than"
                },
                told(false).join(" and ")
            )
        } else {
            format!(
                "Better than this model on these sentences, by macro-F1 (its own is {:.3}): {}.",
                own.macro_f1,
                better.join(" and ")
            )
        };
        let next = match (&self.shipped, better.is_empty()) {
            (Some(shipped), false) if shipped.macro_f1 > own.macro_f1 => {
                " With so little data of your own the model inside the program is the better start: `train --adapt` moves it to your letters."
            }
            (_, false) => " Label more letters before you use it.",
            (_, true) => "",
        };
        text.push_str(next);
        if self.seen {
            let _ = write!(
                text,
                " The model inside the program is not measured beside it: it was trained on such letters."
            );
        }
        text
    }
}

impl Untrained {
    /// Of labels that rules gave, each behind the right one.
    fn of_rules(classes: usize, pairs: impl Iterator<Item = (usize, usize)>) -> Option<Self> {
        let confusion = Confusion::of(classes, pairs);
        Some(Self {
            accuracy: confusion.accuracy()?,
            macro_f1: confusion.macro_f1()?,
            log_loss: None,
        })
    }
}

impl From<TrainingFigures> for Untrained {
    fn from(figures: TrainingFigures) -> Self {
        Self {
            accuracy: figures.accuracy,
            macro_f1: figures.macro_f1,
            log_loss: Some(figures.log_loss),
        }
    }
}

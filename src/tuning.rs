//! Choosing options by grouped cross-validation, and telling what each feature group is worth.

use crate::dataset::Dataset;
use crate::error::Result;
use crate::features::{FeatureOptions, Group, GroupOptions};
use crate::folds::PreparedFolds;
use crate::trainer::{Rows, Solver, TrainOptions};
use serde::{Deserialize, Serialize};

/// What one set of options came to, on the letters that figures rest on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// What is different from the options that it started from, such as `alpha 0.3` or `without speaker`.
    pub change: String,
    /// Cross-validated macro-F1.
    pub macro_f1: f64,
    /// Cross-validated log-loss after calibration, in nats.
    pub log_loss: f64,
    /// Cross-validated accuracy.
    pub accuracy: f64,
}

/// One change of a feature group that tuning tries.
#[derive(Debug, Clone, Copy)]
enum Step {
    Weight(f64),
    Longer,
    Shorter,
    MinDf(u32),
}

const STEPS: [Step; 5] = [
    Step::Weight(0.5),
    Step::Weight(2.0),
    Step::Longer,
    Step::Shorter,
    Step::MinDf(2),
];

impl Step {
    /// Takes the step; `false` where the group has no such way to go.
    fn take(self, group: &mut GroupOptions) -> bool {
        match self {
            Self::Weight(factor) => group.weight *= factor,
            Self::Longer if group.group.has_ngrams() && group.max_n < 8 => group.max_n += 1,
            Self::Shorter if group.group.has_ngrams() && group.max_n > group.min_n => {
                group.max_n -= 1;
            }
            Self::MinDf(factor) => group.min_df *= factor,
            Self::Longer | Self::Shorter => return false,
        }
        true
    }
}

/// A gain in log-loss below this is taken for chance.
const LEAST_GAIN: f64 = 0.0005;

/// Where the search stands; every trial is a cross-validation of the whole pipeline.
struct Search<'a> {
    rows: Rows<'a>,
    natural: Option<&'a [bool]>,
    each: &'a mut dyn FnMut(&Trial),
    /// The folds by the features of the last trial: trials of penalties and class weights share them.
    folds: Option<(FeatureOptions, PreparedFolds)>,
}

impl<'a> Search<'a> {
    fn new(
        data: &'a Dataset,
        natural: Option<&'a [bool]>,
        each: &'a mut dyn FnMut(&Trial),
    ) -> Result<Self> {
        Ok(Self {
            rows: Rows::new(data, &data.labels())?,
            natural,
            each,
            folds: None,
        })
    }

    fn trial(&mut self, options: &TrainOptions, change: String) -> Result<Trial> {
        options.check()?;
        let out_of_fold = if options.solver == Solver::Newton {
            let known = self.folds.take().filter(|(f, _)| *f == options.features);
            let (_, folds) = self.folds.insert(match known {
                Some(known) => known,
                None => {
                    let folds = PreparedFolds::new(options, &self.rows)?;
                    (options.features.clone(), folds)
                }
            });
            folds.out_of_fold(options)?
        } else {
            options.out_of_fold(&self.rows, &|| ())?
        };
        let figures = options.figures(&self.rows, self.natural, &out_of_fold);
        let trial = Trial {
            change,
            macro_f1: figures.macro_f1,
            log_loss: figures.log_loss,
            accuracy: figures.accuracy,
        };
        (self.each)(&trial);
        Ok(trial)
    }
}

/// How many cross-validations [`tune`] runs for some options, at most.
pub fn trials(options: &TrainOptions) -> usize {
    1 + 3 + 3 + 6 * options.features.groups.len()
}

/// Improves options one at a time — penalty, class weight, then weight, longest n-gram, cut-off and presence of each feature
/// group — and keeps what lowers the log-loss on letters not trained on by at least 0.0005.
///
/// The data that the figures of the result rest on took part in choosing it, so they are slightly too good; a held-out set
/// tells the truth. The options say so of themselves ([`TrainOptions::chosen_among`]). `each` hears of every trial.
///
/// # Errors
/// As [`TrainOptions::train`].
pub fn tune(
    start: &TrainOptions,
    data: &Dataset,
    natural: Option<&[bool]>,
    each: &mut dyn FnMut(&Trial),
) -> Result<TrainOptions> {
    let mut search = Search::new(data, natural, each)?;
    let mut best = start.clone();
    let mut best_loss = search.trial(&best, "start".to_owned())?.log_loss;
    let mut tried = 1;
    let mut consider =
        |best: &mut TrainOptions, options: TrainOptions, change: String| -> Result<()> {
            let trial = search.trial(&options, change)?;
            tried += 1;
            if trial.log_loss < best_loss - LEAST_GAIN {
                best_loss = trial.log_loss;
                *best = options;
            }
            Ok(())
        };
    for factor in [0.3, 3.0, 10.0] {
        let options = TrainOptions {
            alpha: start.alpha * factor,
            ..best.clone()
        };
        let change = format!("alpha {:.3}", options.alpha);
        consider(&mut best, options, change)?;
    }
    for class_weight in [0.0, 0.25, 1.0] {
        let options = TrainOptions {
            class_weight,
            ..best.clone()
        };
        consider(&mut best, options, format!("class weight {class_weight}"))?;
    }
    for group in start.features.groups.iter().map(|g| g.group) {
        for step in STEPS {
            let mut options = best.clone();
            let Some(found) = (options.features.groups.iter_mut()).find(|g| g.group == group)
            else {
                continue;
            };
            if step.take(found) {
                let change = format!("{found}");
                consider(&mut best, options, change)?;
            }
        }
        if best.features.groups.len() > 1 {
            let options = without(&best, group);
            consider(&mut best, options, format!("without {}", group.name()))?;
        }
    }
    best.chosen_among = Some(tried);
    Ok(best)
}

/// Cross-validates the options as they are and without each feature group in turn.
///
/// # Errors
/// As [`TrainOptions::train`].
pub fn ablation(
    options: &TrainOptions,
    data: &Dataset,
    natural: Option<&[bool]>,
    each: &mut dyn FnMut(&Trial),
) -> Result<Vec<Trial>> {
    let mut search = Search::new(data, natural, each)?;
    let mut trials = vec![search.trial(options, "all groups".to_owned())?];
    if options.features.groups.len() > 1 {
        for group in options.features.groups.iter().map(|g| g.group) {
            trials.push(search.trial(
                &without(options, group),
                format!("without {}", group.name()),
            )?);
        }
    }
    Ok(trials)
}

fn without(options: &TrainOptions, group: Group) -> TrainOptions {
    let mut options = options.clone();
    options.features.groups.retain(|g| g.group != group);
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Example;

    fn data() -> Dataset {
        let sentences = [
            ("Het kabinet steunt voorstel", "steunt"),
            ("Het kabinet is kritisch op voorstel", "kritisch"),
            ("De Raad bespreekt voorstel", "geen standpunt"),
        ];
        let examples = (0..36)
            .map(|i| Example {
                letter: format!("brief-{}", i / 6).into(),
                sentence: format!("{} {i}.", sentences[i % 3].0),
                label: sentences[i % 3].1.into(),
                ..Example::default()
            })
            .collect();
        Dataset {
            examples,
            files: Vec::new(),
            has_letters: true,
        }
    }

    fn options() -> TrainOptions {
        TrainOptions {
            features: FeatureOptions {
                groups: vec![
                    GroupOptions::new(Group::Words, 1, 1),
                    GroupOptions::new(Group::Shape, 1, 1),
                ],
                ..FeatureOptions::default()
            },
            folds: 3,
            alpha: 10.0,
            ..TrainOptions::default()
        }
    }

    #[test]
    fn what_is_chosen_is_the_best_that_was_tried() {
        let mut heard = Vec::new();
        let tuned = tune(&options(), &data(), None, &mut |t| heard.push(t.clone())).unwrap();
        assert!(heard.len() <= trials(&options()));
        let chosen = tuned.cross_validate(&data(), None).unwrap().log_loss;
        let best = heard
            .iter()
            .map(|t| t.log_loss)
            .fold(f64::INFINITY, f64::min);
        assert!(chosen - best < LEAST_GAIN, "{chosen} against {best}");
        assert_eq!(tuned.chosen_among, Some(heard.len()));
        let start = TrainOptions {
            chosen_among: tuned.chosen_among,
            ..options()
        };
        assert_eq!(tuned == start, heard[0].log_loss - best < LEAST_GAIN);
    }

    #[test]
    fn each_group_is_left_out_once() {
        let rows = ablation(&options(), &data(), None, &mut |_| ()).unwrap();
        let changes: Vec<&str> = rows.iter().map(|r| r.change.as_str()).collect();
        assert_eq!(changes, ["all groups", "without words", "without shape"]);
        assert!(rows[1].log_loss > rows[0].log_loss);
    }
}

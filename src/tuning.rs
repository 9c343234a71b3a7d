//! Choosing options by grouped cross-validation, and telling what each feature group is worth.

mod journal;

pub use journal::Journal;

use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, Result};
use crate::facts::Facts;
use crate::features::{Group, GroupOptions};
use crate::trainer::{OutOfFold, PreparedFolds, Rows, Solver, TrainOptions, Trainer, chosen};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What one set of options came to, on the letters that figures rest on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
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
    HalfMinDf,
}

const STEPS: [Step; 6] = [
    Step::Weight(0.5),
    Step::Weight(2.0),
    Step::Longer,
    Step::Shorter,
    Step::MinDf(2),
    Step::HalfMinDf,
];

/// How often a step is taken at most: again as long as it pays, so that a weight comes to an eighth or eight times of what it was, and a
/// cut-off of 40 to 5.
const REACH: usize = 3;

impl Step {
    /// The group after the step; none where it has no such way to go, or would end out of range.
    fn take(self, group: &GroupOptions) -> Option<GroupOptions> {
        let mut moved = group.clone();
        match self {
            Self::Weight(factor) => moved.weight *= factor,
            Self::Longer if group.group.has_ngrams() => moved.max_n += 1,
            Self::Shorter if group.group.has_ngrams() && group.max_n > group.min_n => {
                moved.max_n -= 1;
            }
            Self::MinDf(factor) => moved.min_df = group.min_df.checked_mul(factor)?,
            Self::HalfMinDf if group.min_df > 1 => moved.min_df = group.min_df / 2,
            Self::Longer | Self::Shorter | Self::HalfMinDf => return None,
        }
        moved.check().is_ok().then_some(moved)
    }
}

/// A set of options that tuning went by.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Tried<'a> {
    /// It was cross-validated, in this run or one that the journal recalls.
    Measured(&'a Trial),
    /// Nothing can be learned with it from this data, as where no word stands in enough sentences; it was passed over.
    NotPossible {
        /// What is different from the options that it started from.
        change: &'a str,
        /// Why.
        why: &'a str,
    },
}

/// A gain in log-loss below this is taken for chance.
const LEAST_GAIN: f64 = 0.0005;

/// Where the search stands; every trial is a cross-validation of the whole pipeline.
struct Search<'a> {
    rows: Rows<'a>,
    /// The rows that figures rest on.
    chosen: Vec<usize>,
    journal: Option<&'a mut Journal>,
    each: &'a mut dyn FnMut(Tried<'_>),
    /// The first options that were tried with the features of the last trial.
    first: Option<TrainOptions>,
    /// The folds by those features: trials of penalties and class weights share them.
    folds: Option<PreparedFolds>,
}

impl<'a> Search<'a> {
    fn new(
        data: &'a Dataset,
        natural: Option<&[bool]>,
        journal: Option<&'a mut Journal>,
        each: &'a mut dyn FnMut(Tried<'_>),
    ) -> Result<Self> {
        Ok(Self {
            rows: Rows::new(data, &data.labels())?,
            chosen: chosen(data.len(), natural)?,
            journal,
            each,
            first: None,
            folds: None,
        })
    }

    /// Takes features as those of the trials to come, if they are not yet.
    fn turn_to(&mut self, options: &TrainOptions) {
        if (self.first.as_ref()).is_none_or(|first| first.features != options.features) {
            self.first = Some(options.clone());
            self.folds = None;
        }
    }

    /// One trial: recalled where the journal knows it, else run and written there.
    fn trial(&mut self, options: &TrainOptions, change: String) -> Result<Trial> {
        options.check()?;
        self.turn_to(options);
        let settings = settings(options);
        let known = self.journal.as_ref().and_then(|j| j.recall(&settings));
        let trial = match known {
            Some(known) => known.clone(),
            None => {
                let out_of_fold = self.out_of_fold(options)?;
                let figures = Trainer::new(options.clone()).figures(
                    &self.rows,
                    &self.chosen,
                    &out_of_fold,
                )?;
                let trial = Trial {
                    change,
                    macro_f1: figures.macro_f1,
                    log_loss: figures.log_loss,
                    accuracy: figures.accuracy,
                };
                if let Some(journal) = &mut self.journal {
                    journal.record(&trial, settings)?;
                }
                trial
            }
        };
        (self.each)(Tried::Measured(&trial));
        Ok(trial)
    }

    /// As [`Self::trial`]; none where nothing can be learned with the options, which is recalled and written likewise.
    fn attempt(&mut self, options: &TrainOptions, change: String) -> Result<Option<Trial>> {
        // also where the journal knows better: later trials start from the same weights either way
        self.turn_to(options);
        let settings = settings(options);
        let known = (self.journal.as_ref()).and_then(|j| j.recall_not_possible(&settings));
        let why = match known {
            Some(why) => why.to_owned(),
            None => match self.trial(options, change.clone()) {
                Ok(trial) => return Ok(Some(trial)),
                Err(e) if matches!(e.kind(), ErrorKind::Training | ErrorKind::Usage) => {
                    let why = e.found().to_owned();
                    if let Some(journal) = &mut self.journal {
                        journal.record_not_possible(&change, &why, settings)?;
                    }
                    why
                }
                Err(error) => return Err(error),
            },
        };
        // no trial starts from weights that could not be fitted, nor from those of the folds that could
        if self.first.as_ref() == Some(options) {
            self.first = None;
            self.folds = None;
        }
        let (change, why) = (&change, &why);
        (self.each)(Tried::NotPossible { change, why });
        Ok(None)
    }

    fn out_of_fold(&mut self, options: &TrainOptions) -> Result<OutOfFold> {
        if options.solver != Solver::Newton {
            return Trainer::new(options.clone()).out_of_fold(&self.rows, &|| ());
        }
        let folds = match self.folds.take() {
            Some(folds) => folds,
            None => {
                let mut folds = PreparedFolds::new(options, &self.rows)?;
                // a trial starts from the weights of the first one, which the journal does not hold
                if let Some(first) = self.first.as_ref().filter(|first| *first != options) {
                    folds.out_of_fold(first)?;
                }
                folds
            }
        };
        self.folds.insert(folds).out_of_fold(options)
    }
}

/// The options that [`tune`] chooses, as they are given to `standpunt train`.
pub fn settings(options: &TrainOptions) -> String {
    let groups: Vec<String> = (options.features.groups.iter())
        .map(ToString::to_string)
        .collect();
    format!(
        "--alpha {} --class-weight {} --features {}",
        options.alpha,
        options.class_weight,
        groups.join(" ")
    )
}

/// How many cross-validations [`tune`] runs for some options, at most, where no step pays; each that does is taken up to twice more.
pub fn trials(options: &TrainOptions) -> usize {
    let groups = &options.features.groups;
    let steps = |group: &GroupOptions| STEPS.iter().filter(|s| s.take(group).is_some()).count();
    let without = if groups.len() > 1 { groups.len() } else { 0 };
    1 + 3 + 3 + groups.iter().map(steps).sum::<usize>() + without
}

/// Improves options one at a time — penalty, class weight, then weight, longest n-gram, cut-off and presence of each feature
/// group — and keeps what lowers the log-loss on letters not trained on by at least 0.0005. A step that does is taken again, three times at most.
///
/// The data that the figures of the result rest on took part in choosing it, so they are slightly too good; a held-out set
/// tells the truth. The options say so of themselves ([`TrainOptions::chosen_among`]). `each` hears of every
/// trial, recalled or run; a set of options that comes up again is not tried again, and one with which nothing can be learned from the data is
/// passed over ([`Tried::NotPossible`]).
///
/// With a journal, trials that it knows are not run again, and the others are written to it: a run that was interrupted comes to the
/// same options as one that was not.
///
/// # Errors
/// As [`Trainer::train`] with the options to start from; [`crate::ErrorKind::Io`] when the journal cannot be written.
pub fn tune(
    start: &TrainOptions,
    data: &Dataset,
    natural: Option<&[bool]>,
    journal: Option<&mut Journal>,
    each: &mut dyn FnMut(Tried<'_>),
) -> Result<TrainOptions> {
    start.check_folds()?;
    let mut search = Search::new(data, natural, journal, each)?;
    let mut best = start.clone();
    let mut best_loss = search.trial(&best, "start".to_owned())?.log_loss;
    let mut tried = BTreeSet::from([settings(&best)]);
    let mut measured = 1;
    let mut consider =
        |best: &mut TrainOptions, options: TrainOptions, change: String| -> Result<bool> {
            if !tried.insert(settings(&options)) {
                return Ok(false);
            }
            let Some(trial) = search.attempt(&options, change)? else {
                return Ok(false);
            };
            measured += 1;
            let pays = trial.log_loss < best_loss - LEAST_GAIN;
            if pays {
                best_loss = trial.log_loss;
                *best = options;
            }
            Ok(pays)
        };
    for factor in [0.3, 3.0, 10.0] {
        let options = TrainOptions {
            alpha: three_digits(start.alpha * factor),
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
            for _ in 0..REACH {
                let Some((options, change)) = moved(&best, group, step) else {
                    break;
                };
                if !consider(&mut best, options, change)? {
                    break;
                }
            }
        }
        if best.features.groups.len() > 1 {
            let options = without(&best, group);
            consider(&mut best, options, format!("without {}", group.name()))?;
        }
    }
    best.chosen_among = Some(measured);
    Ok(best)
}

/// Refuses to tell what the groups of a model are worth where [`ablation`] by its options could not, before any work.
///
/// # Errors
/// [`ErrorKind::Usage`] for a model that was trained without folds, or adapted: by its options alone another one would be trained, without what
/// its base knows. [`ErrorKind::Training`] for data that nothing can be learned from, or with fewer letters than folds.
pub fn require_ablatable(facts: &Facts, data: &Dataset) -> Result<()> {
    let refused = |found: &str, hint: &str| {
        Err(Error::new(ErrorKind::Usage, found)
            .expected("a model that was trained from nothing, with folds: each group is left out of a cross-validation as the model had")
            .hint(hint))
    };
    if facts.base.is_some() {
        let hint = "leave `--ablation` out, or evaluate the model that it was adapted from";
        return refused("the worth of feature groups of an adapted model", hint);
    }
    if facts.options.folds == 0 {
        let hint = "leave `--ablation` out, or train the model with folds";
        return refused("the worth of feature groups of a model without folds", hint);
    }
    let trainer = Trainer::new(facts.options.clone());
    trainer.require_trainable(data)?;
    let rows = Rows::new(data, &data.labels())?;
    trainer.assign(&rows).map(|_| ())
}

/// Cross-validates the options as they are and without each feature group in turn.
///
/// # Errors
/// As [`Trainer::train`].
pub fn ablation(
    options: &TrainOptions,
    data: &Dataset,
    natural: Option<&[bool]>,
    each: &mut dyn FnMut(&Trial),
) -> Result<Vec<Trial>> {
    let mut heard = |tried: Tried<'_>| {
        if let Tried::Measured(trial) = tried {
            each(trial);
        }
    };
    let mut search = Search::new(data, natural, None, &mut heard)?;
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

/// Options with one more step of a group, and what that changes; none where the group has no such way to go.
fn moved(options: &TrainOptions, group: Group, step: Step) -> Option<(TrainOptions, String)> {
    let mut options = options.clone();
    let found = (options.features.groups.iter_mut()).find(|g| g.group == group)?;
    *found = step.take(found)?;
    let change = found.to_string();
    Some((options, change))
}

/// A number with three digits, so that a command that repeats it is one to type: 0.3 for 0.30000000000000004.
fn three_digits(number: f64) -> f64 {
    format!("{number:.2e}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests;

//! `train --tune`: the search for options, and the journal that an interrupted one leaves.

use super::Run;
use super::terminal::{note, progress, warn};
use standpunt::dataset::Dataset;
use standpunt::error::Result;
use standpunt::trainer::TrainOptions;
use standpunt::tuning::{self, Journal, Tried};
use std::path::{Path, PathBuf};

/// What `--tune` is told.
#[derive(Debug, clap::Args)]
pub struct Tuning {
    /// Choose penalty, class weight and, for each feature group, weight, longest n-gram, cut-off and presence by
    /// cross-validation first: up to 44 of them with the usual features, and up to two more for each change that pays, which is made again.
    /// Interrupted, the same command goes on where it stood
    #[arg(long)]
    pub tune: bool,
    /// Where `--tune` writes each finished trial, and finds those of an interrupted run; kept as a record of the search
    /// [default: the name of the model with `.tuning.jsonl` behind it, removed once the model is written]
    #[arg(long, value_name = "FILE", requires = "tune")]
    pub tuning_journal: Option<PathBuf>,
}

/// The journal of a search that has come to its end.
#[derive(Debug)]
pub struct Served {
    journal: Journal,
    kept: bool,
}

impl Served {
    /// Call when the model is written: removes the journal, unless the user named it.
    pub fn finish(self, run: Run) {
        let path = self.journal.path().to_path_buf();
        if self.kept {
            note(run, &format!("trials kept in {}", path.display()));
        } else if let Err(e) = self.journal.remove() {
            warn(run, &e.to_string());
        }
    }
}

impl Tuning {
    /// The options that the search ends with, and its journal; a model that goes to a pipe or device has none beside it.
    pub fn run(
        &self,
        run: Run,
        start: &TrainOptions,
        data: &Dataset,
        natural: Option<&[bool]>,
        model: &Path,
    ) -> Result<(TrainOptions, Option<Served>)> {
        let path = match &self.tuning_journal {
            Some(path) => Some(path.clone()),
            None if model.exists() && !model.is_file() => None,
            None => Some(beside(model)),
        };
        let mut journal = match path {
            Some(path) => Some(Journal::open(path, start, data, natural)?),
            None => None,
        };
        if let Some(journal) = &journal {
            note(run, &opened(journal));
        }
        let bar = progress(run, tuning::trials(start) as u64, "tuning");
        let best = tuning::tune(start, data, natural, journal.as_mut(), &mut |tried| {
            if bar.length() == Some(bar.position()) {
                bar.inc_length(1);
            }
            bar.inc(1);
            bar.suspend(|| {
                note(run, &told(tried));
            });
        })?;
        bar.finish_and_clear();
        note(run, &format!("chosen: {}", tuning::settings(&best)));
        let kept = self.tuning_journal.is_some();
        Ok((best, journal.map(|journal| Served { journal, kept })))
    }
}

/// A line on one set of options.
fn told(tried: Tried<'_>) -> String {
    match tried {
        Tried::Measured(trial) => format!(
            "{:<22} log-loss {:.4}  macro-F1 {:.3}",
            trial.change, trial.log_loss, trial.macro_f1
        ),
        Tried::NotPossible { change, why } => format!("{change:<22} passed over: {why}"),
        // it can grow
        _ => String::new(),
    }
}

/// The journal's usual place: the name of the model with `.tuning.jsonl` behind it.
fn beside(model: &Path) -> PathBuf {
    let mut name = model.as_os_str().to_owned();
    name.push(".tuning.jsonl");
    name.into()
}

fn opened(journal: &Journal) -> String {
    let path = journal.path().display();
    let why = (journal.passed_over()).map_or_else(String::new, |why| format!("{path}: {why}\n"));
    match journal.known() {
        0 => format!(
            "{why}finished trials go to {path}: interrupted, the same command goes on from there"
        ),
        1 => format!("{why}going on from {path}: 1 trial is finished"),
        n => format!("{why}going on from {path}: {n} trials are finished"),
    }
}

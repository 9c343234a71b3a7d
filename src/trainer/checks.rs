//! What of a training run goes together, and what data it can learn from.

use super::{Rows, Solver, Trainer};
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, Result};
use crate::facts::checked_about;
use crate::stance::Labels;

impl Trainer {
    /// Checks every option against its range, and against the model to adapt.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] names the option.
    pub fn check(&self) -> Result<()> {
        self.options.check()?;
        self.about.as_deref().map(checked_about).transpose()?;
        let Some(base) = &self.base else {
            return Ok(());
        };
        if self.options.features != *base.classifier().extractor().options() {
            return Err(Error::new(
                ErrorKind::Usage,
                "other features than those of the model to adapt",
            )
            .expected("the features of that model")
            .hint("leave `--features` out"));
        }
        if self.options.solver == Solver::Linfa {
            return Err(
                Error::new(ErrorKind::Usage, "the solver `linfa` for a model to adapt")
                    .expected("the solver `newton`: linfa-logistic holds weights near 0 only")
                    .hint("leave `--solver` out"),
            );
        }
        Ok(())
    }

    /// Checks that there is something to choose by cross-validation: folds, and features of its own.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] where not.
    pub fn check_tunable(&self) -> Result<()> {
        self.options.check_folds()?;
        if self.base.is_none() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Usage, "`--tune` together with `--adapt`")
            .expected("one of them: an adapted model keeps the features of its base")
            .hint("to choose the penalty, compare `cross-validate --adapt` with several values of `--alpha`"))
    }

    /// Refuses data that nothing can be learned from. With a model to adapt any labelled row is enough: what the data does not
    /// tell is in the model.
    ///
    /// # Errors
    /// As [`Dataset::require_trainable`] and [`Labels::with_roles`].
    pub fn require_trainable(&self, data: &Dataset) -> Result<()> {
        let labels = match &self.base {
            Some(base) => base.classifier().labels().clone(),
            None => data.labels(),
        };
        if self.base.is_none() || data.is_empty() {
            data.require_trainable()?;
        }
        labels.with_roles(self.roles.clone()).map(|_| ())
    }

    /// Options and data checked: the labels to train for, those of the base where there is one, the rows, and how many of them it knows.
    pub(super) fn rows<'d>(&self, data: &'d Dataset) -> Result<(Labels, Rows<'d>, usize)> {
        self.check()?;
        self.require_trainable(data)?;
        let Some(base) = &self.base else {
            let labels = data.labels().with_roles(self.roles.clone())?;
            let rows = Rows::new(data, &labels)?;
            return Ok((labels, rows, 0));
        };
        let labels = base.classifier().labels().clone();
        let labels = labels.with_roles(self.roles.clone())?;
        let rows = Rows::new(data, &labels).map_err(|error| match error.next_step() {
            Some(_) => error,
            None => error.hint("an adapted model keeps the labels of its base: name yours so, or train without `--adapt`"),
        })?;
        let shared = base.require_new(data)?.rows.len();
        Ok((labels, rows, shared))
    }
}

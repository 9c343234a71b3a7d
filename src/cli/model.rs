//! Which model a command uses.

use standpunt::classifier::Classifier;
use standpunt::error::Result;
use std::path::PathBuf;

/// The choice of a model.
#[derive(Debug, clap::Args)]
pub struct ModelChoice {
    /// Model file to use [default: the model inside the program]
    #[arg(long, short, value_name = "FILE")]
    pub model: Option<PathBuf>,
}

impl ModelChoice {
    /// Loads the model.
    pub fn load(&self) -> Result<Classifier> {
        match &self.model {
            Some(path) => Classifier::load(path),
            None => Classifier::embedded(),
        }
    }
}

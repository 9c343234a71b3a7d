//! Which model a command uses.

use standpunt::classifier::Classifier;
use standpunt::error::Result;
use std::path::{Path, PathBuf};

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
        load(self.model.as_deref())
    }
}

/// Loads a model file, or the model inside the program.
pub fn load(file: Option<&Path>) -> Result<Classifier> {
    file.map_or_else(Classifier::embedded, Classifier::load)
}

/// Loads a model file; `-` is the model inside the program.
pub fn load_or_embedded(path: &Path) -> Result<Classifier> {
    load(Some(path).filter(|path| path.as_os_str() != "-"))
}

/// What a model is called.
pub fn name(file: Option<&Path>) -> String {
    file.map_or("the model inside the program".to_owned(), |path| {
        path.display().to_string()
    })
}

//! The model that ships inside the program.

use crate::classifier::Classifier;
use crate::error::Result;

/// The bytes of `models/standpunt.model`.
pub const MODEL: &[u8] = include_bytes!("../models/standpunt.model");

impl Classifier {
    /// The model inside the program, trained on the letters under `datasets/train`.
    ///
    /// # Errors
    /// When the program was built with a damaged model file.
    pub fn embedded() -> Result<Self> {
        let mut classifier = Self::from_bytes(MODEL)?;
        classifier.source = Some(MODEL);
        Ok(classifier)
    }
}

//! The model that ships inside the program.

use crate::classifier::Classifier;
use crate::error::Result;

/// The bytes of `models/standpunt.model`.
pub const MODEL: &[u8] = include_bytes!("../models/standpunt.model");

/// Its SHA-256, so that nobody waits for the hash of six megabytes at every start; a test holds it to the bytes.
const SHA256: &str = include_str!("../models/standpunt.sha256");

impl Classifier {
    /// The model inside the program, trained on the letters under `datasets/train`.
    ///
    /// # Errors
    /// When the program was built with a damaged model file.
    pub fn embedded() -> Result<Self> {
        let mut classifier = Self::from_bytes(MODEL)?;
        classifier.source = Some(MODEL);
        let _ = classifier.sha256.set(SHA256.trim_end().to_owned());
        Ok(classifier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::hex;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_recorded_hash_is_that_of_the_embedded_bytes() {
        assert_eq!(
            SHA256.trim_end(),
            hex(&Sha256::digest(MODEL)),
            "write the right-hand side to models/standpunt.sha256"
        );
    }
}

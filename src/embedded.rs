//! The model that ships inside the program.

use crate::classifier::Classifier;
use crate::error::Result;

/// Bytes that begin where any number may begin, so that lists of numbers can be used in place.
#[repr(align(64))]
struct Aligned<B: ?Sized>(B);

static FILE: &Aligned<[u8]> = &Aligned(*include_bytes!("../models/standpunt.model"));

/// The bytes of `models/standpunt.model`.
pub static MODEL: &[u8] = &FILE.0;

/// Its SHA-256, so that nobody waits for the hash of its megabytes at every start; a test holds it to the bytes.
const SHA256: &str = include_str!("../models/standpunt.sha256");

impl Classifier {
    /// The model inside the program, trained on the letters under `datasets/train`.
    ///
    /// # Errors
    /// When the program was built with a damaged model file.
    pub fn embedded() -> Result<Self> {
        let classifier = Self::from_own_bytes(MODEL)?;
        let _ = classifier.sha256.set(sha256().to_owned());
        Ok(classifier)
    }
}

/// SHA-256 of [`MODEL`], in lower-case hexadecimal.
pub fn sha256() -> &'static str {
    SHA256.trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model_file::header_of;

    #[test]
    fn the_embedded_bytes_pass_every_check_and_are_used_in_place() {
        let checked = Classifier::from_bytes(MODEL).unwrap();
        let own = Classifier::embedded().unwrap();
        // the header may be of an older version of the format
        let numbers = |bytes: &[u8]| header_of(bytes).unwrap().1.to_vec();
        let written = own.to_bytes().unwrap();
        assert!(checked.to_bytes().unwrap() == written);
        assert!(numbers(&written) == numbers(MODEL));
        assert_eq!(own.weights.is_in_place(), cfg!(target_endian = "little"));
        assert!(!checked.weights.is_in_place());
    }

    #[test]
    fn the_recorded_hash_is_that_of_the_embedded_bytes() {
        assert_eq!(
            sha256(),
            crate::hex::sha256(MODEL),
            "write the right-hand side to models/standpunt.sha256"
        );
    }
}

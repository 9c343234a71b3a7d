//! The model file: what a trained classifier is on disk, and every check before it is used.
//!
//! A model is a [safetensors](https://github.com/huggingface/safetensors) file. Its metadata hold:
//!
//! | key | value |
//! |---|---|
//! | `format` | `standpunt-model` |
//! | `version` | format version, `2` |
//! | `crc32` | checksum of all tensors' bytes in the order below, hexadecimal |
//! | `metadata_crc32` | checksum of all other keys and values here, sorted by key, a zero byte behind each |
//! | `labels` | JSON list, in the order of the weights' columns |
//! | `facts` | JSON: options, training data, convergence, figures ([`Facts`]) |
//! | `risk` | JSON: the risk–coverage curve |
//! | `stock` | JSON list of stock words |
//! | `cues`, `lexicon`, `stemmer` | which cue lexicon, word classes and stemmer the features were made with, each where a group uses it |
//!
//! | tensor | type | shape | |
//! |---|---|---|---|
//! | `weights` | f32 | terms × labels | calibration folded in |
//! | `intercept`, `decision` | f64 | labels | |
//! | `idf` | f32 | terms | |
//! | `vocabulary.bytes` | u8 | bytes | all terms one behind the other, UTF-8 |
//! | `vocabulary.offsets` | u32 | terms + 1 | where each begins |
//! | `vocabulary.groups` | u8 | terms | index into the options' groups |
//! | `vocabulary.buckets` | u32 | 65,537 | where the hashes with the same upper 16 bits begin in the lists below |
//! | `vocabulary.middle` | u16 | terms | the next 16 bits of each hash; the hashes rise |
//! | `vocabulary.lower` | u32 | terms | its lower 32 bits |
//! | `vocabulary.columns` | u32 | terms | the row of `weights` of each hash |
//! | `seen.sentences`, `seen.letters` | u64 | any | fingerprints of the training data, to tell leakage; they rise |
//!
//! Version 1, which is read too, had one hash of cue lexicon and word classes together under `lexicon`, and that and `stemmer` in every model.

mod lists;
mod reader;
mod writer;

use crate::bounded::Bound;
use crate::classifier::Classifier;
use crate::error::{Error, ErrorKind, Result};
pub use crate::facts::{
    BaseFacts, DataFacts, Facts, LabelFigures, Opposites, TrainingFigures, checked_about,
};
use crate::hex::sha256;
use reader::Source;
use std::path::Path;

/// Version of the format that this program writes, and the newest that it reads.
pub const MODEL_VERSION: u32 = 2;
const FORMAT: &str = "standpunt-model";
/// How much of a model file is read.
const MODEL: Bound = Bound {
    most: 1 << 30,
    expected: "a model file of at most 1 GiB",
    hint: "name the file that `standpunt train --model` wrote",
};

/// The tensors in the order in which the checksum runs over them.
const TENSORS: [&str; 13] = [
    "weights",
    "intercept",
    "decision",
    "idf",
    "vocabulary.bytes",
    "vocabulary.offsets",
    "vocabulary.groups",
    "vocabulary.buckets",
    "vocabulary.middle",
    "vocabulary.lower",
    "vocabulary.columns",
    "seen.sentences",
    "seen.letters",
];

/// The metadata key of the metadata's own checksum.
const METADATA_CRC: &str = "metadata_crc32";
/// Every key of the metadata.
const METADATA: [&str; 11] = [
    "crc32",
    "cues",
    "facts",
    "format",
    "labels",
    "lexicon",
    METADATA_CRC,
    "risk",
    "stemmer",
    "stock",
    "version",
];

impl Classifier {
    /// Writes the model file: beside the target first, then renamed into place.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the target cannot be written; an old file there stays as it was.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        crate::atomic_file::write(path, &self.to_bytes()?)
    }

    /// Reads a model file and checks it wholly.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when it cannot be read; [`ErrorKind::Limit`] when it is larger than 1 GiB; [`ErrorKind::Format`] when it is no
    /// model file; [`ErrorKind::Model`] when it is one, and newer, truncated, damaged, or made with other lists of words than this program's.
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        if path.is_dir() {
            return Err(Error::new(ErrorKind::Io, "this is a folder")
                .at(path)
                .expected("a model file")
                .hint("name the file that `standpunt train --model` wrote"));
        }
        let bytes = MODEL.read(path)?;
        Self::read(&Source::Read(bytes.into())).map_err(|e| e.at(path))
    }

    /// Reads a model from the bytes of a model file.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::read(&Source::Lent(bytes))
    }

    /// Reads the model inside the program, whose bytes a test checks wholly: its lists are used where they lie.
    pub(crate) fn from_own_bytes(bytes: &'static [u8]) -> Result<Self> {
        Self::read(&Source::Inside(bytes))
    }

    /// SHA-256 of the model file, in lower-case hexadecimal: the model's name in outputs.
    ///
    /// Worked out when it is first asked for, of the bytes that were read: that takes longer than all checks of the file together.
    ///
    /// # Errors
    /// As [`Self::to_bytes`].
    pub fn hash(&self) -> Result<String> {
        if let Some(known) = self.sha256.get() {
            return Ok(known.clone());
        }
        let hash = match &self.source {
            Some(bytes) => sha256(bytes),
            None => sha256(&self.to_bytes()?),
        };
        Ok(self.sha256.get_or_init(|| hash).clone())
    }
}

/// CRC-32 of all keys and values but [`METADATA_CRC`], sorted by key, a zero byte behind each, in hexadecimal.
fn metadata_checksum<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut sorted: Vec<_> = entries.filter(|(k, _)| *k != METADATA_CRC).collect();
    sorted.sort_unstable();
    let mut crc = crc32fast::Hasher::new();
    for part in sorted.into_iter().flat_map(|(k, v)| [k, v]) {
        crc.update(part.as_bytes());
        crc.update(&[0]);
    }
    format!("{:08x}", crc.finalize())
}

/// The JSON header of a safetensors file and what follows it.
pub(crate) fn header_of(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)
}

#[cfg(test)]
mod tests;

//! The model file: what a trained classifier is on disk, and every check before it is used.
//!
//! A model is a [safetensors](https://github.com/huggingface/safetensors) file. Its metadata hold:
//!
//! | key | value |
//! |---|---|
//! | `format` | `standpunt-model` |
//! | `version` | format version, `1` |
//! | `crc32` | checksum of all tensors' bytes in the order below, hexadecimal |
//! | `metadata_crc32` | checksum of all other keys and values here, sorted by key, a zero byte behind each |
//! | `labels` | JSON list, in the order of the weights' columns |
//! | `facts` | JSON: options, training data, convergence, figures ([`Facts`]) |
//! | `risk` | JSON: the risk–coverage curve |
//! | `stock` | JSON list of stock words |
//! | `lexicon`, `stemmer` | which word classes and stemmer the features were made with |
//!
//! | tensor | type | shape | |
//! |---|---|---|---|
//! | `weights` | f32 | terms × labels | calibration folded in |
//! | `intercept`, `decision` | f64 | labels | |
//! | `idf` | f32 | terms | |
//! | `vocabulary.bytes` | u8 | bytes | all terms one behind the other, UTF-8 |
//! | `vocabulary.offsets` | u32 | terms + 1 | where each begins |
//! | `vocabulary.groups` | u8 | terms | index into the options' groups |
//! | `vocabulary.hashes` | u64 | terms | |
//! | `seen.sentences`, `seen.letters` | u64 | any | fingerprints of the training data, to tell leakage |

use crate::abstention::RiskCurve;
use crate::calibration::CalibrationKind;
use crate::classifier::Classifier;
use crate::dataset::{Dataset, hex};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluation::leakage::Fingerprints;
use crate::features::{FeatureExtractor, Lexicon, Vocabulary, VocabularyParts, stemmer};
use crate::logistic::Convergence;
use crate::stance::Labels;
use crate::trainer::TrainOptions;
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock};
use zerocopy::{FromBytes, Immutable, KnownLayout};

/// Version of the format that this program writes, and the newest that it reads.
pub const MODEL_VERSION: u32 = 1;
const FORMAT: &str = "standpunt-model";
/// Largest model file that is read: 1 GiB.
const MOST_BYTES: u64 = 1 << 30;

/// What is said of a model that was trained without folds.
pub const WITHOUT_FOLDS: &str =
    "trained without folds: no figures, and its probabilities are not calibrated";

/// What the training data was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataFacts {
    /// [`Dataset::hash`].
    pub sha256: String,
    /// Sentences.
    pub rows: usize,
    /// Letters; 0 where the data has none.
    pub letters: usize,
    /// Sentences of each label, in label order.
    pub labels: Vec<(String, usize)>,
    /// Sentences that calibration and figures rest on.
    pub calibrated_on: usize,
    /// Fingerprints of letters and sentences; kept as tensors, not in the JSON.
    #[serde(skip)]
    pub seen: Fingerprints,
}

impl DataFacts {
    pub(crate) fn of(data: &Dataset, labels: &Labels, calibrated_on: usize) -> Self {
        let name = |e: &crate::dataset::Example| {
            if data.has_letters {
                e.letter.to_string()
            } else {
                String::new()
            }
        };
        let names: Vec<String> = data.examples.iter().map(name).collect();
        let seen = Fingerprints::of(
            names
                .iter()
                .zip(&data.examples)
                .map(|(n, e)| (n.as_str(), e.sentence.as_str())),
        );
        Self {
            sha256: data.hash(),
            rows: data.len(),
            letters: seen.letters.len(),
            labels: labels
                .iter()
                .map(|l| {
                    (
                        l.to_owned(),
                        data.examples.iter().filter(|e| &*e.label == l).count(),
                    )
                })
                .collect(),
            calibrated_on,
            seen,
        }
    }
}

/// The figures of the cross-validation that training runs beside the model itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Rows they rest on.
    pub rows: usize,
    /// Share of right labels.
    pub accuracy: f64,
    /// Mean F1 over the labels.
    pub macro_f1: f64,
    /// Macro-F1 of always giving the most frequent label.
    pub majority_macro_f1: f64,
    /// Accuracy of the same.
    pub majority_accuracy: f64,
    /// Mean negative log-probability, in nats.
    pub log_loss: f64,
}

impl Figures {
    pub(crate) fn measure(
        targets: &[usize],
        predicted: &[usize],
        scores: &ndarray::Array2<f64>,
        chosen: &[usize],
    ) -> Self {
        let classes = scores.ncols();
        let t: Vec<usize> = chosen.iter().map(|&i| targets[i]).collect();
        let p: Vec<usize> = chosen.iter().map(|&i| predicted[i]).collect();
        let s = scores.select(ndarray::Axis(0), chosen);
        let count = |k: usize| t.iter().filter(|&&x| x == k).count();
        let majority =
            (1..classes).fold(0, |best, k| if count(k) > count(best) { k } else { best });
        let share =
            |p: &[usize]| t.iter().zip(p).filter(|(a, b)| a == b).count() as f64 / t.len() as f64;
        let constant = vec![majority; t.len()];
        Self {
            rows: t.len(),
            accuracy: share(&p),
            macro_f1: crate::trainer::macro_f1(&t, &p, classes),
            majority_macro_f1: crate::trainer::macro_f1(&t, &constant, classes),
            majority_accuracy: share(&constant),
            log_loss: crate::calibration::log_loss(s.view(), &t),
        }
    }
}

/// How a model came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Format version of the file.
    pub version: u32,
    /// Version of the program that trained it.
    pub program: String,
    /// The options it was trained with.
    pub options: TrainOptions,
    /// The kind of calibration that was chosen.
    pub calibration: CalibrationKind,
    /// How the solver ended; none for linfa-logistic, which does not tell.
    pub convergence: Option<Convergence>,
    /// The training data.
    pub data: DataFacts,
    /// Cross-validated figures, by letter; none for a model trained without folds.
    pub figures: Option<Figures>,
    /// How often the opposite label is right, by how unlikely it is ([`crate::abstention`]); none without folds, or where
    /// labels have no opposite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opposite: Option<RiskCurve>,
}

fn bytes_of<T: Copy, const N: usize>(values: &[T], to: impl Fn(T) -> [u8; N]) -> Vec<u8> {
    values.iter().flat_map(|&v| to(v)).collect()
}

/// The tensors in the order in which the checksum runs over them.
const TENSORS: [&str; 10] = [
    "weights",
    "intercept",
    "decision",
    "idf",
    "vocabulary.bytes",
    "vocabulary.offsets",
    "vocabulary.groups",
    "vocabulary.hashes",
    "seen.sentences",
    "seen.letters",
];

/// The metadata key of the metadata's own checksum.
const METADATA_CRC: &str = "metadata_crc32";
/// Every key of the metadata.
const METADATA: [&str; 10] = [
    "crc32",
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
    /// The model file's bytes; the same model gives the same bytes.
    ///
    /// # Errors
    /// [`ErrorKind::Model`] when the format refuses the parts, which would be a defect of this program.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let k = self.labels.len();
        let n = self.extractor.vocabulary().len();
        let vocabulary = self.extractor.vocabulary().parts();
        let data = &self.facts.data;
        let parts: [(Dtype, Vec<usize>, Vec<u8>); 10] = [
            (
                Dtype::F32,
                vec![n, k],
                bytes_of(&self.weights, f32::to_le_bytes),
            ),
            (
                Dtype::F64,
                vec![k],
                bytes_of(&self.intercept, f64::to_le_bytes),
            ),
            (
                Dtype::F64,
                vec![k],
                bytes_of(&self.decision, f64::to_le_bytes),
            ),
            (
                Dtype::F32,
                vec![n],
                bytes_of(self.extractor.idf(), f32::to_le_bytes),
            ),
            (
                Dtype::U8,
                vec![vocabulary.bytes.len()],
                vocabulary.bytes.to_vec(),
            ),
            (
                Dtype::U32,
                vec![n + 1],
                bytes_of(&vocabulary.offsets, u32::to_le_bytes),
            ),
            (Dtype::U8, vec![n], vocabulary.groups.to_vec()),
            (
                Dtype::U64,
                vec![n],
                bytes_of(&vocabulary.hashes, u64::to_le_bytes),
            ),
            (
                Dtype::U64,
                vec![data.seen.sentences.len()],
                bytes_of(&data.seen.sentences, u64::to_le_bytes),
            ),
            (
                Dtype::U64,
                vec![data.seen.letters.len()],
                bytes_of(&data.seen.letters, u64::to_le_bytes),
            ),
        ];
        let mut crc = crc32fast::Hasher::new();
        parts.iter().for_each(|(_, _, bytes)| crc.update(bytes));
        let failed =
            |e: String| Error::new(ErrorKind::Model, format!("cannot write the model: {e}"));
        let json = |v: serde_json::Result<String>| v.map_err(|e| failed(e.to_string()));
        let mut metadata: HashMap<String, String> = [
            ("format", FORMAT.to_owned()),
            ("version", MODEL_VERSION.to_string()),
            ("crc32", format!("{:08x}", crc.finalize())),
            (
                "labels",
                json(serde_json::to_string(
                    &self.labels.iter().collect::<Vec<_>>(),
                ))?,
            ),
            ("facts", json(serde_json::to_string(&self.facts))?),
            ("risk", json(serde_json::to_string(&self.risk))?),
            (
                "stock",
                json(serde_json::to_string(self.extractor.stock_words()))?,
            ),
            ("lexicon", format!("{:016x}", Lexicon::fingerprint())),
            ("stemmer", stemmer::NAME.to_owned()),
        ]
        .into_iter()
        .map(|(k, v)| (k.to_owned(), v))
        .collect();
        let sum = metadata_checksum(metadata.iter().map(|(k, v)| (k.as_str(), v.as_str())));
        metadata.insert(METADATA_CRC.to_owned(), sum);
        let mut views = Vec::new();
        for (name, (dtype, shape, bytes)) in TENSORS.iter().zip(&parts) {
            let view =
                TensorView::new(*dtype, shape.clone(), bytes).map_err(|e| failed(e.to_string()))?;
            views.push((*name, view));
        }
        let written =
            safetensors::serialize(views, Some(metadata)).map_err(|e| failed(e.to_string()))?;
        Ok(sorted_header(&written).unwrap_or(written))
    }

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
    /// [`ErrorKind::Io`] when it cannot be read; [`ErrorKind::Model`] when it is foreign, newer, truncated or damaged.
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let size = std::fs::metadata(path).map_err(|e| Error::io(path, "read this model", e))?;
        if size.is_dir() {
            return Err(Error::new(ErrorKind::Io, "this is a folder")
                .at(path)
                .expected("a model file")
                .hint("name the file that `standpunt train --model` wrote"));
        }
        if size.len() > MOST_BYTES {
            return Err(
                Error::new(ErrorKind::Limit, format!("{} bytes", size.len()))
                    .at(path)
                    .expected("a model file of at most 1 GiB"),
            );
        }
        let bytes = std::fs::read(path).map_err(|e| Error::io(path, "read this model", e))?;
        let classifier = Self::from_bytes(&bytes).map_err(|e| e.at(path))?;
        // filled here, where the bytes are at hand; a later call finds it
        let _ = classifier.sha256.set(hex(&Sha256::digest(&bytes)));
        Ok(classifier)
    }

    /// Reads a model from the bytes of a model file.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::read(bytes, Copied)
    }

    /// Reads the model inside the program, whose bytes a test checks wholly: its lists are used where they lie.
    pub(crate) fn from_own_bytes(bytes: &'static [u8]) -> Result<Self> {
        Self::read(bytes, InPlace)
    }

    fn read<'b, L: Lists<'b>>(bytes: &'b [u8], lists: L) -> Result<Self> {
        let damaged = |why: &str| {
            Error::new(
                ErrorKind::Model,
                format!("this model file is damaged: {why}"),
            )
            .hint("copy it again, or train it again with `standpunt train`")
        };
        let foreign = || {
            Error::new(ErrorKind::Model, "this is not a model file of standpunt")
                .expected("a file that `standpunt train --model` wrote")
                .hint("leave out `--model` to use the model inside the program")
        };
        let or_foreign = || {
            if names_this_format(bytes) {
                damaged("its header cannot be read")
            } else {
                foreign()
            }
        };
        let Some((header, _)) = header_of(bytes) else {
            return Err(if names_this_format(bytes) {
                damaged("it is cut off")
            } else {
                foreign()
            });
        };
        let header: serde_json::Value = serde_json::from_slice(header).map_err(|_| or_foreign())?;
        let metadata = header
            .get("__metadata__")
            .and_then(serde_json::Value::as_object)
            .ok_or_else(or_foreign)?;
        let text = |key: &str| metadata.get(key).and_then(serde_json::Value::as_str);
        if text("format") != Some(FORMAT) {
            return Err(or_foreign());
        }
        let version: u32 = text("version")
            .and_then(|v| v.parse().ok())
            .ok_or_else(|| damaged("no version"))?;
        if version > MODEL_VERSION {
            return Err(Error::new(ErrorKind::Model, format!("model format version {version}"))
                .expected(format!("version {MODEL_VERSION} or older"))
                .hint("this model was made by a newer standpunt: update the program, or train again"));
        }
        let tensors = SafeTensors::deserialize(bytes).map_err(|e| damaged(&e.to_string()))?;
        let mut crc = crc32fast::Hasher::new();
        for name in TENSORS {
            let tensor = tensors
                .tensor(name)
                .map_err(|_| damaged(&format!("no tensor `{name}`")))?;
            if !L::CHECKED_BEFORE {
                crc.update(tensor.data());
            }
        }
        // a fuzzer cannot guess checksums: it is let through to what lies behind them
        let fuzzing = cfg!(fuzzing) || L::CHECKED_BEFORE;
        if !fuzzing && text("crc32") != Some(&format!("{:08x}", crc.finalize())) {
            return Err(damaged("its checksum does not fit its content"));
        }
        if let Some(unknown) = metadata.keys().find(|k| !METADATA.contains(&k.as_str())) {
            return Err(damaged(&format!("unknown entry `{unknown}`")));
        }
        let entries = metadata
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str().unwrap_or_default()));
        if !fuzzing && text(METADATA_CRC).is_some_and(|sum| sum != metadata_checksum(entries)) {
            return Err(damaged("its checksum does not fit its header"));
        }
        Self::from_tensors(&tensors, &text, lists).map_err(|e| {
            let error = damaged(e.found());
            match e.next_step() {
                Some(step) => error.hint(step.to_owned()),
                None => error,
            }
        })
    }

    fn from_tensors<'m, 'b, L: Lists<'b>>(
        tensors: &SafeTensors<'b>,
        text: &dyn Fn(&str) -> Option<&'m str>,
        lists: L,
    ) -> Result<Self> {
        fn json<T: serde::de::DeserializeOwned>(text: Option<&str>, key: &str) -> Result<T> {
            let missing =
                || Error::new(ErrorKind::Model, format!("`{key}` is missing or malformed"));
            serde_json::from_str(text.ok_or_else(missing)?).map_err(|_| missing())
        }
        let raw = |name: &str, dtype: Dtype| {
            let tensor = tensors
                .tensor(name)
                .map_err(|e| Error::new(ErrorKind::Model, e.to_string()))?;
            if tensor.dtype() == dtype {
                Ok(tensor)
            } else {
                Err(Error::new(
                    ErrorKind::Model,
                    format!("tensor `{name}` has another type"),
                ))
            }
        };
        let u64s = |name: &str| Ok::<_, Error>(lists.take::<u64>(raw(name, Dtype::U64)?.data()));
        let f64s = |name: &str| Ok::<_, Error>(lists.take::<f64>(raw(name, Dtype::F64)?.data()));
        let f32s = |name: &str| Ok::<_, Error>(lists.take::<f32>(raw(name, Dtype::F32)?.data()));
        let u8s = |name: &str| Ok::<_, Error>(lists.take::<u8>(raw(name, Dtype::U8)?.data()));

        let same_words = text("lexicon") == Some(&format!("{:016x}", Lexicon::fingerprint()))
            && text("stemmer") == Some(stemmer::NAME);
        if !same_words && !cfg!(fuzzing) {
            return Err(Error::new(
                ErrorKind::Model,
                "its word classes or stemmer are not this program's",
            )
            .hint("use the program that made it, or train it again with `standpunt train`"));
        }
        let labels = Labels::in_order(json(text("labels"), "labels")?)?;
        let mut facts: Facts = json(text("facts"), "facts")?;
        facts.data.seen.sentences = u64s("seen.sentences")?.into_owned();
        facts.data.seen.letters = u64s("seen.letters")?.into_owned();
        let parts = VocabularyParts {
            bytes: u8s("vocabulary.bytes")?,
            offsets: lists.take(raw("vocabulary.offsets", Dtype::U32)?.data()),
            groups: u8s("vocabulary.groups")?,
            hashes: u64s("vocabulary.hashes")?,
        };
        let idf = f32s("idf")?;
        let stock = json(text("stock"), "stock")?;
        let features = facts.options.features.clone();
        let extractor = if L::CHECKED_BEFORE {
            FeatureExtractor::unchecked(features, Vocabulary::unchecked(parts)?, idf, stock)
        } else {
            FeatureExtractor::from_parts(features, Vocabulary::from_parts(parts)?, idf, stock)?
        };
        let classifier = Self {
            labels,
            extractor,
            weights: f32s("weights")?,
            intercept: f64s("intercept")?.into_owned(),
            decision: f64s("decision")?.into_owned(),
            risk: json::<RiskCurve>(text("risk"), "risk")?,
            facts,
            source: None,
            sha256: OnceLock::new(),
            idle: Mutex::default(),
        };
        if L::CHECKED_BEFORE {
            Ok(classifier)
        } else {
            classifier.checked()
        }
    }

    /// SHA-256 of the model file, in lower-case hexadecimal: the model's name in outputs.
    ///
    /// # Errors
    /// As [`Self::to_bytes`].
    pub fn hash(&self) -> Result<String> {
        if let Some(known) = self.sha256.get() {
            return Ok(known.clone());
        }
        let hash = match self.source {
            Some(bytes) => hex(&Sha256::digest(bytes)),
            None => hex(&Sha256::digest(self.to_bytes()?)),
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

/// Whether the name of the format stands in the first mebibyte.
fn names_this_format(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1 << 20)]
        .windows(FORMAT.len())
        .any(|w| w == FORMAT.as_bytes())
}

/// How the lists of numbers of a model's bytes come into memory.
trait Lists<'b>: Copy {
    /// Whether the bytes passed every check before.
    const CHECKED_BEFORE: bool;

    fn take<T: Number>(self, bytes: &'b [u8]) -> Cow<'static, [T]>;
}

/// They are copied and checked.
#[derive(Clone, Copy)]
struct Copied;

impl<'b> Lists<'b> for Copied {
    const CHECKED_BEFORE: bool = false;

    fn take<T: Number>(self, bytes: &'b [u8]) -> Cow<'static, [T]> {
        T::copied(bytes).into()
    }
}

/// They are used where they lie, where the machine's order of bytes and their place allow it: opening the model
/// inside the program then touches no more of it than a letter needs.
#[derive(Clone, Copy)]
struct InPlace;

impl Lists<'static> for InPlace {
    const CHECKED_BEFORE: bool = true;

    fn take<T: Number>(self, bytes: &'static [u8]) -> Cow<'static, [T]> {
        match <[T]>::ref_from_bytes(bytes) {
            Ok(list) if cfg!(target_endian = "little") => list.into(),
            _ => T::copied(bytes).into(),
        }
    }
}

trait Number: FromBytes + Immutable + KnownLayout + Copy {
    fn copied(bytes: &[u8]) -> Vec<Self>;
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Number for $number {
            fn copied(bytes: &[u8]) -> Vec<Self> {
                let (chunks, _) = bytes.as_chunks();
                chunks.iter().map(|chunk| Self::from_le_bytes(*chunk)).collect()
            }
        }
    )*};
}

numbers!(u8, u32, u64, f32, f64);

/// The JSON header of a safetensors file and what follows it.
fn header_of(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)
}

/// The same file with the header's keys in a fixed order: safetensors keeps metadata in a hash map.
fn sorted_header(bytes: &[u8]) -> Option<Vec<u8>> {
    let (header, data) = header_of(bytes)?;
    let mut json: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(header).ok()?;
    if let Some(serde_json::Value::Object(metadata)) = json.get_mut("__metadata__") {
        metadata.sort_keys();
    }
    let mut sorted = serde_json::to_vec(&json).ok()?;
    sorted.resize(sorted.len().next_multiple_of(8), b' ');
    let mut out = (sorted.len() as u64).to_le_bytes().to_vec();
    out.extend(sorted);
    out.extend_from_slice(data);
    Some(out)
}

#[cfg(test)]
mod tests;

//! The bytes of a model file become a classifier, and every check before.

use super::{
    FORMAT, METADATA, METADATA_CRC, MODEL_VERSION, TENSORS, header_of, lists, metadata_checksum,
};
use crate::abstention::RiskCurve;
use crate::classifier::Classifier;
use crate::error::{Error, ErrorKind, Result};
use crate::facts::Facts;
use crate::features::{FeatureExtractor, Group, Vocabulary, VocabularyParts, hash_gram};
use crate::leakage::Fingerprints;
use crate::list::{List, Number};
use crate::stance::Labels;
use safetensors::tensor::{Dtype, SafeTensors};
use std::sync::{Arc, Mutex, OnceLock};

/// Where a model's bytes lie, and so where its lists can.
pub(super) enum Source<'b> {
    /// With the caller: the lists are copied.
    Lent(&'b [u8]),
    /// In memory of their own: the lists lie in them.
    Read(Arc<Vec<u8>>),
    /// Inside the program, where a test checks them: the lists lie in them, and opening touches no more of them than a letter needs.
    Inside(&'static [u8]),
}

impl Source<'_> {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Lent(bytes) => bytes,
            Self::Read(bytes) => bytes,
            Self::Inside(bytes) => bytes,
        }
    }

    /// Whether they passed every check before.
    fn checked_before(&self) -> bool {
        matches!(self, Self::Inside(_))
    }

    /// The bytes, where they go along with the model.
    fn kept(&self) -> Option<Arc<Vec<u8>>> {
        match self {
            Self::Read(bytes) => Some(Arc::clone(bytes)),
            Self::Lent(_) | Self::Inside(_) => None,
        }
    }

    /// A part of the bytes as a list of numbers.
    fn list<T: Number>(&self, part: &[u8]) -> List<T> {
        let start = part.as_ptr().addr() - self.bytes().as_ptr().addr();
        let place = start..start + part.len();
        match self {
            Self::Lent(_) => List::copied(part),
            Self::Read(bytes) => List::shared(bytes, place),
            Self::Inside(bytes) => List::of_static(&bytes[place]),
        }
    }
}

impl Classifier {
    /// Reads the bytes, and checks them unless they are those inside the program.
    pub(super) fn read(source: &Source<'_>) -> Result<Self> {
        let bytes = source.bytes();
        let checked_before = source.checked_before();
        let damaged = |why: &str| {
            Error::new(
                ErrorKind::Model,
                format!("this model file is damaged: {why}"),
            )
            .hint("copy it again, or train it again with `standpunt train`")
        };
        let foreign = || {
            Error::new(ErrorKind::Format, "this is not a model file of standpunt")
                .expected("a file that `standpunt train --model` wrote")
                .hint("leave it out to use the model inside the program; `compare` takes `-` for that one")
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
            if !checked_before {
                crc.update(tensor.data());
            }
        }
        // a fuzzer cannot guess checksums: it is let through to what lies behind them
        let fuzzing = cfg!(fuzzing) || checked_before;
        if !fuzzing && text("crc32") != Some(&format!("{:08x}", crc.finalize())) {
            return Err(damaged("its checksum does not fit its content"));
        }
        if let Some(unknown) = metadata.keys().find(|k| !METADATA.contains(&k.as_str())) {
            return Err(damaged(&format!("unknown entry `{unknown}`")));
        }
        let entries = metadata
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str().unwrap_or_default()));
        if !fuzzing && text(METADATA_CRC) != Some(&metadata_checksum(entries)) {
            return Err(damaged("its checksum does not fit its header"));
        }
        let malformed = |e: Error| match e.next_step() {
            Some(step) => damaged(e.found()).hint(step.to_owned()),
            None => damaged(e.found()),
        };
        let facts: Facts = json(text("facts"), "facts").map_err(malformed)?;
        if !cfg!(fuzzing) {
            lists::check(&facts, version, &text)?;
        }
        let model = Self::from_tensors(&tensors, &text, facts, source).map_err(malformed)?;
        if !fuzzing && !has_our_grams(&model.extractor) {
            return Err(lists::made_otherwise(
                "hashes of character n-grams",
                &model.facts,
            ));
        }
        Ok(model)
    }

    fn from_tensors<'m>(
        tensors: &SafeTensors<'_>,
        text: &dyn Fn(&str) -> Option<&'m str>,
        mut facts: Facts,
        source: &Source<'_>,
    ) -> Result<Self> {
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
        let u64s = |name: &str| Ok::<_, Error>(source.list::<u64>(raw(name, Dtype::U64)?.data()));
        let u32s = |name: &str| Ok::<_, Error>(source.list::<u32>(raw(name, Dtype::U32)?.data()));
        let f64s = |name: &str| Ok::<_, Error>(source.list::<f64>(raw(name, Dtype::F64)?.data()));
        let f32s = |name: &str| Ok::<_, Error>(source.list::<f32>(raw(name, Dtype::F32)?.data()));
        let u8s = |name: &str| Ok::<_, Error>(source.list::<u8>(raw(name, Dtype::U8)?.data()));

        let labels = Labels::in_order(json(text("labels"), "labels")?)?;
        check_shapes(tensors, labels.len())?;
        let labels = labels.with_roles(facts.roles.clone())?;
        let (letters, sentences) = (u64s("seen.letters")?, u64s("seen.sentences")?);
        facts.data.seen = if source.checked_before() {
            Fingerprints::unchecked(letters, sentences)
        } else {
            let unsorted = || Error::new(ErrorKind::Model, "a list of fingerprints does not rise");
            Fingerprints::from_lists(letters, sentences).ok_or_else(unsorted)?
        };
        let parts = VocabularyParts {
            bytes: u8s("vocabulary.bytes")?,
            offsets: u32s("vocabulary.offsets")?,
            groups: u8s("vocabulary.groups")?,
            buckets: u32s("vocabulary.buckets")?,
            middle: source.list(raw("vocabulary.middle", Dtype::U16)?.data()),
            lower: u32s("vocabulary.lower")?,
            columns: u32s("vocabulary.columns")?,
        };
        let idf = f32s("idf")?;
        let stock = json(text("stock"), "stock")?;
        let features = facts.options.features.clone();
        let extractor = if source.checked_before() {
            FeatureExtractor::unchecked(features, Vocabulary::unchecked(parts), idf, stock)
        } else {
            FeatureExtractor::from_parts(features, Vocabulary::from_parts(parts)?, idf, stock)?
        };
        let classifier = Self {
            labels,
            extractor,
            weights: f32s("weights")?,
            intercept: f64s("intercept")?.to_vec(),
            decision: f64s("decision")?.to_vec(),
            risk: json::<RiskCurve>(text("risk"), "risk")?,
            facts,
            source: source.kept(),
            sha256: OnceLock::new(),
            idle: Mutex::default(),
        };
        if source.checked_before() {
            Ok(classifier)
        } else {
            classifier.checked()
        }
    }
}

/// The value of an entry of the metadata.
fn json<T: serde::de::DeserializeOwned>(text: Option<&str>, key: &str) -> Result<T> {
    let missing = || Error::new(ErrorKind::Model, format!("`{key}` is missing or malformed"));
    serde_json::from_str(text.ok_or_else(missing)?).map_err(|_| missing())
}

/// Checks that every tensor has the shape that the table of [`super`] gives it, for as many terms as there are groups.
fn check_shapes(tensors: &SafeTensors<'_>, labels: usize) -> Result<()> {
    let shape = |name: &str| {
        let tensor = tensors.tensor(name);
        tensor.map(|t| t.shape().to_vec()).unwrap_or_default()
    };
    let terms: usize = shape("vocabulary.groups").iter().product();
    for name in TENSORS {
        let found = shape(name);
        let expected = match name {
            "weights" => vec![terms, labels],
            "intercept" | "decision" => vec![labels],
            "idf" | "vocabulary.groups" | "vocabulary.middle" | "vocabulary.lower"
            | "vocabulary.columns" => vec![terms],
            "vocabulary.offsets" => vec![terms.saturating_add(1)],
            // as long as they are
            _ => vec![found.iter().product()],
        };
        if found != expected {
            return Err(Error::new(
                ErrorKind::Model,
                format!("tensor `{name}` has the shape {found:?} instead of {expected:?}"),
            ));
        }
    }
    Ok(())
}

/// Whether a sample of the character n-grams have the hashes of this program: with others a model would find none of them, and be silent about it.
fn has_our_grams(extractor: &FeatureExtractor) -> bool {
    const SAMPLE: usize = 64;
    let (vocabulary, groups) = (extractor.vocabulary(), &extractor.options().groups);
    let step = (vocabulary.len() / SAMPLE).max(1);
    (0..vocabulary.len()).step_by(step).all(|column| {
        let of_grams = (groups.get(vocabulary.group(column)))
            .is_some_and(|options| options.group == Group::Characters);
        let found = vocabulary.column(hash_gram(vocabulary.text(column)));
        !of_grams || found.map(|c| c as usize) == Some(column)
    })
}

/// Whether the name of the format stands in the first mebibyte.
fn names_this_format(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1 << 20)]
        .windows(FORMAT.len())
        .any(|w| w == FORMAT.as_bytes())
}

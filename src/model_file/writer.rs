//! A classifier becomes the bytes of a model file.

use super::{FORMAT, METADATA_CRC, MODEL_VERSION, TENSORS, header_of, lists, metadata_checksum};
use crate::classifier::Classifier;
use crate::error::{Error, ErrorKind, Result};
use crate::facts::Facts;
use safetensors::tensor::{Dtype, TensorView};
use std::collections::HashMap;

impl Classifier {
    /// The model file's bytes; the same model gives the same bytes.
    ///
    /// # Errors
    /// [`ErrorKind::Model`] when the format refuses the parts, which would be a defect of this program.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let tensors = self.tensors();
        let mut crc = crc32fast::Hasher::new();
        (tensors.iter()).for_each(|tensor| crc.update(&tensor.bytes));
        let metadata = self.metadata(crc.finalize())?;
        let views = (TENSORS.iter().zip(&tensors))
            .map(|(name, tensor)| Ok((*name, tensor.view()?)))
            .collect::<Result<Vec<_>>>()?;
        let written = safetensors::serialize(views, Some(metadata)).map_err(failed)?;
        Ok(sorted_header(&written).unwrap_or(written))
    }

    /// The tensors in the order of [`TENSORS`].
    fn tensors(&self) -> [Tensor; 13] {
        let k = self.labels.len();
        let vocabulary = self.extractor.vocabulary().parts();
        let seen = &self.facts.data.seen;
        let weights = Tensor::new(Dtype::F32, &self.weights, f32::to_le_bytes);
        [
            weights.of_shape(vec![self.extractor.vocabulary().len(), k]),
            Tensor::new(Dtype::F64, &self.intercept, f64::to_le_bytes),
            Tensor::new(Dtype::F64, &self.decision, f64::to_le_bytes),
            Tensor::new(Dtype::F32, self.extractor.idf(), f32::to_le_bytes),
            Tensor::new(Dtype::U8, &vocabulary.bytes, u8::to_le_bytes),
            Tensor::new(Dtype::U32, &vocabulary.offsets, u32::to_le_bytes),
            Tensor::new(Dtype::U8, &vocabulary.groups, u8::to_le_bytes),
            Tensor::new(Dtype::U32, &vocabulary.buckets, u32::to_le_bytes),
            Tensor::new(Dtype::U16, &vocabulary.middle, u16::to_le_bytes),
            Tensor::new(Dtype::U32, &vocabulary.lower, u32::to_le_bytes),
            Tensor::new(Dtype::U32, &vocabulary.columns, u32::to_le_bytes),
            Tensor::new(Dtype::U64, seen.sentences(), u64::to_le_bytes),
            Tensor::new(Dtype::U64, seen.letters(), u64::to_le_bytes),
        ]
    }

    /// The metadata, with the checksum of the tensors and their own.
    fn metadata(&self, crc: u32) -> Result<HashMap<String, String>> {
        fn json(value: &impl serde::Serialize) -> Result<String> {
            serde_json::to_string(value).map_err(failed)
        }
        let facts = Facts {
            version: MODEL_VERSION,
            ..self.facts.clone()
        };
        let mut metadata: HashMap<String, String> = [
            ("format", FORMAT.to_owned()),
            ("version", MODEL_VERSION.to_string()),
            ("crc32", format!("{crc:08x}")),
            ("labels", json(&self.labels.iter().collect::<Vec<_>>())?),
            ("facts", json(&facts)?),
            ("risk", json(&self.risk)?),
            ("stock", json(&self.extractor.stock_words())?),
        ]
        .into_iter()
        .chain(lists::entries(&self.extractor.options().groups))
        .map(|(k, v)| (k.to_owned(), v))
        .collect();
        let sum = metadata_checksum(metadata.iter().map(|(k, v)| (k.as_str(), v.as_str())));
        metadata.insert(METADATA_CRC.to_owned(), sum);
        Ok(metadata)
    }
}

fn failed(why: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Model, format!("cannot write the model: {why}"))
}

/// A list of numbers as the file holds it.
struct Tensor {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Tensor {
    /// A list as long as it is.
    fn new<T: Copy, const N: usize>(
        dtype: Dtype,
        values: &[T],
        to_bytes: impl Fn(T) -> [u8; N],
    ) -> Self {
        Self {
            dtype,
            shape: vec![values.len()],
            bytes: values.iter().flat_map(|&value| to_bytes(value)).collect(),
        }
    }

    fn of_shape(self, shape: Vec<usize>) -> Self {
        Self { shape, ..self }
    }

    fn view(&self) -> Result<TensorView<'_>> {
        TensorView::new(self.dtype, self.shape.clone(), &self.bytes).map_err(failed)
    }
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

//! A classifier becomes the bytes of a model file.

use super::{FORMAT, METADATA_CRC, MODEL_VERSION, TENSORS, header_of, metadata_checksum};
use crate::classifier::Classifier;
use crate::error::{Error, ErrorKind, Result};
use crate::features::{Lexicon, stemmer};
use safetensors::tensor::{Dtype, TensorView};
use std::collections::HashMap;

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
        let parts: [(Dtype, Vec<usize>, Vec<u8>); 13] = [
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
                Dtype::U32,
                vec![vocabulary.buckets.len()],
                bytes_of(&vocabulary.buckets, u32::to_le_bytes),
            ),
            (
                Dtype::U16,
                vec![n],
                bytes_of(&vocabulary.middle, u16::to_le_bytes),
            ),
            (
                Dtype::U32,
                vec![n],
                bytes_of(&vocabulary.lower, u32::to_le_bytes),
            ),
            (
                Dtype::U32,
                vec![n],
                bytes_of(&vocabulary.columns, u32::to_le_bytes),
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
}

fn bytes_of<T: Copy, const N: usize>(values: &[T], to: impl Fn(T) -> [u8; N]) -> Vec<u8> {
    values.iter().flat_map(|&v| to(v)).collect()
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

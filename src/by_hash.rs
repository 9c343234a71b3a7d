//! Maps and sets whose keys are hashes already.

use hashbrown::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map by 64-bit hashes that are mixed already; the table takes them as they are.
pub(crate) type ByHash<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

/// A set of such hashes.
pub(crate) type Hashes = HashSet<u64, BuildHasherDefault<AsIs>>;

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 ^= u64::from_le_bytes(word);
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

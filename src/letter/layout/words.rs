//! The words of a letter, as evidence for what a broken word was.

use super::rows::Row;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// How often each word stands in the letter, in lower case, with inner hyphens; words at a line end that ends in a
/// hyphen, and the words behind them, are not counted.
#[derive(Debug, Default)]
pub(super) struct Vocabulary(HashMap<String, u32, FixedState>);

impl Vocabulary {
    pub(super) fn of(rows: &[Row]) -> Self {
        let mut words = HashMap::with_hasher(FixedState::default());
        let mut broken = false;
        for row in rows.iter().filter(|row| row.is_text()) {
            let ends_broken = row.text.ends_with(crate::letter::mapped::is_hyphen);
            let count = row.text.split_whitespace().count();
            for (i, token) in row.text.split_whitespace().enumerate() {
                if broken && i == 0 || ends_broken && i + 1 == count {
                    continue;
                }
                let word = token.trim_matches(|c: char| !c.is_alphanumeric());
                if !word.is_empty() {
                    *words.entry(word.to_lowercase()).or_insert(0) += 1;
                }
            }
            broken = ends_broken;
        }
        Self(words)
    }

    /// How often a word stands in the letter.
    pub(super) fn count(&self, word: &str) -> u32 {
        self.0.get(word).copied().unwrap_or(0)
    }
}

//! The Dutch stemmer: rust-stemmers' `Algorithm::Dutch`.
//!
//! This is the Snowball algorithm that Snowball 3 calls `dutch_porter` (Porter's own, in use since 2001), not the
//! Kraaij-Pohlmann stemmer that Snowball 3 made its default for Dutch. It joins inflections such as
//! `voorstellen`/`voorstel` but not `steunt`/`steunen`; character n-grams cover most of what it misses.

use rust_stemmers::{Algorithm, Stemmer};

/// Name and version of the algorithm, as a model file records it.
pub const NAME: &str = "snowball dutch_porter (rust-stemmers 1.2)";

/// Stems folded tokens.
pub struct DutchStemmer(Stemmer);

impl Default for DutchStemmer {
    fn default() -> Self {
        Self(Stemmer::create(Algorithm::Dutch))
    }
}

impl std::fmt::Debug for DutchStemmer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DutchStemmer")
    }
}

impl DutchStemmer {
    /// The stem of a folded token; placeholders and marks stay as they are.
    pub fn stem<'a>(&self, token: &'a str) -> std::borrow::Cow<'a, str> {
        if token.starts_with('<') {
            token.into()
        } else {
            self.0.stem(token)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of the Snowball project's `dutch_porter` vocabulary.
    #[test]
    fn stems_are_those_of_snowballs_dutch_porter() {
        let stemmer = DutchStemmer::default();
        for (word, stem) in [
            ("voorstellen", "voorstell"),
            ("voorstel", "voorstel"),
            ("lichamelijke", "licham"),
            ("opgaven", "opgav"),
            ("<getal>", "<getal>"),
            (",", ","),
        ] {
            assert_eq!(stemmer.stem(word), stem);
        }
    }
}

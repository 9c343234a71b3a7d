//! The search for leakage: sentences and letters that two sets share, exactly or nearly.

mod near_duplicates;

pub use near_duplicates::{NearDuplicate, near_duplicates};

use crate::list::List;
use crate::numbers::{count, of, one_or_more};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// Words below which a shared sentence may be a stock phrase (*"Het kabinet steunt dit."*) and no leak.
pub const SHORT_WORDS: usize = 7;

/// Whether a sentence has fewer words than [`SHORT_WORDS`].
pub(crate) fn is_short(sentence: &str) -> bool {
    sentence.split_whitespace().count() < SHORT_WORDS
}

/// A text as it is compared: Unicode NFKC, lower case, every run of other characters than letters and digits one space.
pub fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            normal.push(c);
        } else if !normal.is_empty() && !normal.ends_with(' ') {
            normal.push(' ');
        }
    }
    normal.truncate(normal.trim_end().len());
    normal
}

/// A sentence as a number: the first 8 bytes (big-endian) of the SHA-256 of its normalised text.
pub fn fingerprint(sentence: &str) -> u64 {
    first_eight(&Sha256::digest(normalise(sentence).as_bytes()))
}

/// A letter's name as a number: as [`fingerprint`], apart from those of sentences.
pub fn letter_fingerprint(name: &str) -> u64 {
    first_eight(&Sha256::digest(
        format!("letter\0{}", name.trim()).as_bytes(),
    ))
}

fn first_eight(digest: &[u8]) -> u64 {
    digest
        .iter()
        .take(8)
        .fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// What a model remembers of its training data: enough to recognise it, not enough to read it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fingerprints {
    /// Sorted, as they are searched by halves.
    letters: List<u64>,
    /// Likewise.
    sentences: List<u64>,
}

/// What two sets share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Overlap {
    /// Names of the shared letters, sorted. Only the name is compared: an edited letter is still the same letter.
    pub letters: Vec<String>,
    /// Number of letters in the set that was checked.
    pub of_letters: usize,
    /// Indices of the rows whose sentence is shared and has at least [`SHORT_WORDS`] words.
    pub rows: Vec<usize>,
    /// Number of shared rows with shorter sentences: probably stock phrases.
    pub short_rows: usize,
    /// Number of rows in the set that was checked.
    pub of_rows: usize,
}

impl Fingerprints {
    /// Takes the fingerprints of rows of (letter, sentence); an empty letter is none.
    pub fn of<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let (mut letters, mut sentences) = (BTreeSet::new(), BTreeSet::new());
        for (letter, sentence) in rows {
            if !letter.trim().is_empty() {
                letters.insert(letter_fingerprint(letter));
            }
            sentences.insert(fingerprint(sentence));
        }
        Self {
            letters: letters.into_iter().collect(),
            sentences: sentences.into_iter().collect(),
        }
    }

    /// Takes fingerprints that were taken before; `None` where those of letters or sentences do not rise, as none of them could be found.
    pub(crate) fn from_lists(letters: List<u64>, sentences: List<u64>) -> Option<Self> {
        let rise = |list: &[u64]| list.is_sorted_by(|a, b| a < b);
        (rise(&letters) && rise(&sentences)).then(|| Self::unchecked(letters, sentences))
    }

    /// As [`Self::from_lists`], for lists that passed its check before.
    pub(crate) fn unchecked(letters: List<u64>, sentences: List<u64>) -> Self {
        Self { letters, sentences }
    }

    /// Those of letters, each once, rising; none where the data names none.
    pub fn letters(&self) -> &[u64] {
        &self.letters
    }

    /// Those of sentences, each once, rising.
    pub fn sentences(&self) -> &[u64] {
        &self.sentences
    }

    /// Adds those of other data.
    pub fn add(&mut self, other: &Self) {
        let join = |ours: &mut List<u64>, theirs: &[u64]| {
            let both: BTreeSet<u64> = ours.iter().chain(theirs).copied().collect();
            *ours = both.into_iter().collect();
        };
        join(&mut self.letters, &other.letters);
        join(&mut self.sentences, &other.sentences);
    }

    /// Whether a sentence is among them.
    pub fn has_sentence(&self, sentence: &str) -> bool {
        self.sentences.binary_search(&fingerprint(sentence)).is_ok()
    }

    /// Whether a letter of this name is among them.
    pub fn has_letter(&self, name: &str) -> bool {
        self.letters
            .binary_search(&letter_fingerprint(name))
            .is_ok()
    }

    /// What rows of (letter, sentence) share with the fingerprinted data.
    pub fn overlap<'a>(&self, rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> Overlap {
        let mut all = BTreeSet::new();
        let mut overlap = Overlap::default();
        for (number, (letter, sentence)) in rows.into_iter().enumerate() {
            overlap.of_rows += 1;
            if !letter.trim().is_empty() {
                all.insert(letter);
            }
            if !self.has_sentence(sentence) {
                continue;
            }
            if is_short(sentence) {
                overlap.short_rows += 1;
            } else {
                overlap.rows.push(number);
            }
        }
        overlap.of_letters = all.len();
        let shared = all.into_iter().filter(|name| self.has_letter(name));
        overlap.letters = shared.map(str::to_owned).collect();
        overlap
    }
}

impl Overlap {
    /// Whether a letter of this name is shared.
    pub fn has_letter(&self, name: &str) -> bool {
        let by_name = |shared: &String| shared.as_str().cmp(name);
        self.letters.binary_search_by(by_name).is_ok()
    }

    /// Whether nothing but stock phrases is shared.
    pub fn is_clean(&self) -> bool {
        self.letters.is_empty() && self.rows.is_empty()
    }

    /// How much is shared, as a sentence.
    pub fn sentence(&self) -> String {
        let letters = match self.of_letters {
            0 => String::new(),
            all => format!("{} and ", of(self.letters.len(), all, "letter")),
        };
        let are = match letters.is_empty() {
            true => one_or_more(self.rows.len(), "is", "are"),
            false => "are",
        };
        let sentences = of(self.rows.len(), self.of_rows, "sentence");
        let mut text = format!("{letters}{sentences} {are} in the training data");
        if self.short_rows > 0 {
            text.push_str(&format!(
                " (and {}, of fewer than {SHORT_WORDS} words)",
                count(self.short_rows, "short one")
            ));
        }
        text.push('.');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_punctuation_and_spaces_do_not_count() {
        assert_eq!(
            normalise("  «Het kabinet» steunt\u{a0}dit: 3,5%! "),
            "het kabinet steunt dit 3 5"
        );
        assert_eq!(
            fingerprint("Het kabinet steunt dit."),
            fingerprint("het  kabinet “steunt” dit")
        );
        assert_ne!(fingerprint("steunt dit"), fingerprint("steunt dat"));
        // printf 'steunt dit' | sha256sum
        assert_eq!(fingerprint("Steunt dit!"), 0xf4374f2d1758e4a4);
    }

    #[test]
    fn shared_letters_and_sentences_are_counted_and_short_ones_apart() {
        let long = "Het kabinet steunt het voorstel van de Commissie op hoofdlijnen.";
        let train = [("brief-1", long), ("brief-2", "Dat steunt het kabinet.")];
        let prints = Fingerprints::of(train);
        let test = [
            (
                "brief-2",
                "Een andere zin uit dezelfde brief van de minister.",
            ),
            ("brief-3", "Dat steunt het kabinet!"),
            (
                "brief-3",
                "HET kabinet steunt het voorstel van de Commissie op hoofdlijnen",
            ),
            ("", "Iets anders."),
        ];
        let overlap = prints.overlap(test);
        assert_eq!(overlap.letters, ["brief-2"]);
        assert_eq!((overlap.of_letters, overlap.of_rows), (2, 4));
        assert_eq!((overlap.rows.as_slice(), overlap.short_rows), (&[2][..], 1));
        assert!(!overlap.is_clean());
        assert!(
            overlap
                .sentence()
                .starts_with("1 of 2 letters and 1 of 4 sentences")
        );
        assert!(Fingerprints::default().overlap(test).is_clean());
    }
}

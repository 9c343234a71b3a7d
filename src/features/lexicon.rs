//! Word classes: who speaks, who else is spoken of, negation, contrast, modality.

use crate::by_hash::ByHash;
use xxhash_rust::xxh3::xxh3_64;

const TEXT: &str = include_str!("lexicon.txt");

/// What a word does in a sentence about positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordClass {
    /// The sender of the letter: kabinet, Nederland, ik, wij.
    Sender,
    /// Somebody else: Commissie, lidstaten, Parlement, a country.
    Other,
    /// A word that points back: dit, hier, daarmee.
    Pronoun,
    /// Negates what stands near it: niet, geen, noch.
    Negation,
    /// Opens the half of a sentence that decides: maar, echter.
    Contrast,
    /// Opens the half that is conceded: hoewel, ondanks.
    Concession,
    /// A finite auxiliary whose verb stands at the end of the clause: zal, moet, had.
    Modal,
}

impl WordClass {
    const NAMED: [(&'static str, Self); 7] = [
        ("sender", Self::Sender),
        ("other", Self::Other),
        ("pronoun", Self::Pronoun),
        ("negation", Self::Negation),
        ("contrast", Self::Contrast),
        ("concession", Self::Concession),
        ("modal", Self::Modal),
    ];
}

/// The words of `lexicon.txt` by the hash of their folded form.
#[derive(Debug, Clone)]
pub struct Lexicon(ByHash<WordClass>);

impl Default for Lexicon {
    fn default() -> Self {
        let mut words = ByHash::with_capacity_and_hasher(512, Default::default());
        for line in TEXT.lines().filter(|l| !l.starts_with('#')) {
            let Some((name, list)) = line.split_once(':') else {
                continue;
            };
            if let Some((_, class)) = WordClass::NAMED.iter().find(|(n, _)| *n == name) {
                for word in list.split_whitespace() {
                    words.insert(xxh3_64(word.as_bytes()), *class);
                }
            }
        }
        Self(words)
    }
}

impl Lexicon {
    /// The class of a folded token, by its hash.
    pub fn class(&self, hash: u64) -> Option<WordClass> {
        self.0.get(&hash).copied()
    }

    /// The hash of the word classes, which the file of a model that uses them records.
    pub(crate) fn fingerprint() -> u64 {
        xxh3_64(TEXT.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Tokens;

    #[test]
    fn words_of_each_class_are_known_and_folded() {
        let lexicon = Lexicon::default();
        let class = |word: &str| lexicon.class(Tokens::of(word).hash(0));
        assert_eq!(class("Kabinet"), Some(WordClass::Sender));
        assert_eq!(class("Commissie"), Some(WordClass::Other));
        assert_eq!(class("België"), Some(WordClass::Other));
        assert_eq!(class("hoewel"), Some(WordClass::Concession));
        assert_eq!(class("tafel"), None);
    }

    #[test]
    fn every_line_of_the_file_is_a_known_class_and_every_word_is_folded() {
        for line in TEXT
            .lines()
            .filter(|l| !l.starts_with('#') && !l.is_empty())
        {
            let (name, list) = line.split_once(':').expect("class: words");
            assert!(WordClass::NAMED.iter().any(|(n, _)| *n == name), "{name}");
            for word in list.split_whitespace() {
                assert_eq!(Tokens::of(word).texts().collect::<Vec<_>>(), [word]);
            }
        }
    }
}

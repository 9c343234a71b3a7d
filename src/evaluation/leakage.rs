//! The search for leakage: sentences and letters that two sets share, exactly or nearly.

use hashbrown::HashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// Characters in a shingle.
const SHINGLE: usize = 5;

/// Words below which a shared sentence may be a stock phrase (*"Het kabinet steunt dit."*) and no leak.
pub const SHORT_WORDS: usize = 7;

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

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// What a model remembers of its training data: enough to recognise it, not enough to read it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprints {
    /// Letters, sorted; empty where the data names none.
    pub letters: Vec<u64>,
    /// Sentences, sorted.
    pub sentences: Vec<u64>,
}

/// What two sets share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
            if sentence.split_whitespace().count() < SHORT_WORDS {
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
    /// Whether nothing but stock phrases is shared.
    pub fn is_clean(&self) -> bool {
        self.letters.is_empty() && self.rows.is_empty()
    }

    /// How much is shared, as a sentence.
    pub fn sentence(&self) -> String {
        let mut text = format!(
            "{} of {} letters and {} of {} sentences are in the training data",
            self.letters.len(),
            self.of_letters,
            self.rows.len(),
            self.of_rows
        );
        if self.short_rows > 0 {
            text.push_str(&format!(
                " (and {} short ones, of fewer than {SHORT_WORDS} words)",
                self.short_rows
            ));
        }
        text.push('.');
        text
    }
}

/// Two sentences that are nearly the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NearDuplicate {
    /// Index in the first set.
    pub first: usize,
    /// Index in the second set.
    pub second: usize,
    /// Share of their character 5-grams that they have in common, above the threshold and up to 1.
    pub jaccard: f64,
}

/// Finds all pairs of sentences, one from each set, whose character 5-grams have a Jaccard index above a threshold
/// (usually 0.7).
///
/// The 5-grams are those of the [`normalise`]d text, as a set; a shorter text is one gram. The answer is exact: two
/// sets above the threshold must share one of their rarest grams, so only sentences that do are compared. Pairs
/// come in the order of the first set, then of the second. A threshold outside of [0.1, 1) is moved there.
pub fn near_duplicates<S: AsRef<str> + Sync>(
    first: &[S],
    second: &[S],
    threshold: f64,
) -> Vec<NearDuplicate> {
    let threshold = if threshold.is_finite() {
        threshold.clamp(0.1, 0.999_999)
    } else {
        0.7
    };
    let [first, second] = rare_first([first, second]);
    let mut index: HashMap<u32, Vec<u32>> = HashMap::new();
    for (number, grams) in second.iter().enumerate() {
        for gram in prefix(grams, threshold) {
            index.entry(*gram).or_default().push(number as u32);
        }
    }
    first
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, grams)| {
            let mut candidates: Vec<u32> = prefix(grams, threshold)
                .iter()
                .filter_map(|gram| index.get(gram))
                .flatten()
                .copied()
                .collect();
            candidates.sort_unstable();
            candidates.dedup();
            let second = &second;
            candidates.into_iter().filter_map(move |candidate| {
                let other = second.get(candidate as usize)?;
                let jaccard = jaccard(grams, other);
                (jaccard > threshold).then_some(NearDuplicate {
                    first: number,
                    second: candidate as usize,
                    jaccard,
                })
            })
        })
        .collect()
}

/// The grams of all sentences as numbers that rise with frequency, sorted, so that each sentence's rarest come first.
fn rare_first<S: AsRef<str> + Sync>(sets: [&[S]; 2]) -> [Vec<Vec<u32>>; 2] {
    let grams = sets.map(|set| {
        set.par_iter()
            .map(|text| shingles(text.as_ref()))
            .collect::<Vec<_>>()
    });
    let mut counts: HashMap<u128, u32> = HashMap::new();
    for &gram in grams.iter().flatten().flatten() {
        *counts.entry(gram).or_default() += 1;
    }
    let mut order: Vec<(u32, u128)> = counts.into_iter().map(|(g, n)| (n, g)).collect();
    order.sort_unstable();
    let numbers: HashMap<u128, u32> = order
        .into_iter()
        .enumerate()
        .map(|(number, (_, gram))| (gram, number as u32))
        .collect();
    grams.map(|set| {
        set.into_par_iter()
            .map(|grams| {
                let mut numbers: Vec<u32> = grams
                    .iter()
                    .filter_map(|g| numbers.get(g).copied())
                    .collect();
                numbers.sort_unstable();
                numbers
            })
            .collect()
    })
}

/// The distinct 5-grams of a text, each packed into one number (21 bits a character).
fn shingles(text: &str) -> Vec<u128> {
    let normal: Vec<char> = normalise(text).chars().collect();
    let pack = |gram: &[char]| {
        gram.iter()
            .fold(0_u128, |packed, &c| packed << 21 | u128::from(u32::from(c)))
    };
    let mut grams: Vec<u128> = if normal.is_empty() {
        Vec::new()
    } else if normal.len() < SHINGLE {
        vec![pack(&normal)]
    } else {
        normal.windows(SHINGLE).map(pack).collect()
    };
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// The part of a sorted set of which any set above the threshold must share at least one gram.
fn prefix(grams: &[u32], threshold: f64) -> &[u32] {
    let needed = (threshold * grams.len() as f64).ceil() as usize;
    grams
        .get(..grams.len() - needed.min(grams.len()) + usize::from(!grams.is_empty()))
        .unwrap_or(grams)
}

fn jaccard(a: &[u32], b: &[u32]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    let either = a.len() + b.len() - both;
    if either == 0 {
        return 0.0;
    }
    both as f64 / either as f64
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

    #[test]
    fn near_duplicates_are_found_as_by_comparing_all() {
        let stems = [
            "De Commissie stelt een fonds voor",
            "Nederland ziet meerwaarde in het plan",
            "Het kabinet is kritisch op de termijn",
        ];
        let tails = [
            "",
            " van 2027",
            " voor de visserij in de Noordzee",
            " en de lidstaten",
        ];
        let all: Vec<String> = stems
            .iter()
            .flat_map(|s| tails.map(|t| format!("{s}{t}.")))
            .collect();
        let other: Vec<String> = all.iter().rev().map(|s| s.replace("het", "een")).collect();
        for threshold in [0.3, 0.5, 0.7, 0.9] {
            let found = near_duplicates(&all, &other, threshold);
            let mut expected = Vec::new();
            let [a, b] = rare_first([&all, &other]);
            for (first, x) in a.iter().enumerate() {
                for (second, y) in b.iter().enumerate() {
                    let jaccard = jaccard(x, y);
                    if jaccard > threshold {
                        expected.push(NearDuplicate {
                            first,
                            second,
                            jaccard,
                        });
                    }
                }
            }
            assert_eq!(found, expected, "{threshold}");
            assert!(!found.is_empty());
        }
    }

    #[test]
    fn short_and_empty_texts_do_no_harm() {
        let found = near_duplicates(&["Ja.", "", "Nee"], &["ja", "", "..."], 0.7);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].first, found[0].second, found[0].jaccard),
            (0, 0, 1.0)
        );
    }
}

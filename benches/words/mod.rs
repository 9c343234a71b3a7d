//! Made-up text for the benches: Dutch-looking words in Zipf's frequencies, the same at every run.

#![allow(dead_code, reason = "every bench uses another part")]

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const SYLLABLES: [&str; 24] = [
    "be", "ver", "ge", "lij", "ko", "men", "sta", "tie", "raad", "sing", "voor", "den", "lan",
    "heid", "op", "uit", "schap", "mi", "nis", "ter", "wet", "oor", "deel", "ën",
];

/// The commonest words, first the most frequent, as in running text.
const COMMON: [&str; 32] = [
    "de",
    "het",
    "van",
    "en",
    "een",
    "in",
    "dat",
    "is",
    "op",
    "te",
    "voor",
    "met",
    "zijn",
    "niet",
    "aan",
    "er",
    "om",
    "kabinet",
    "ook",
    "als",
    "over",
    "bij",
    "voorstel",
    "Commissie",
    "wordt",
    "steunt",
    "lidstaten",
    "kritisch",
    "beoordelen",
    "maar",
    "geen",
    "zal",
];

/// A stream of sentences.
pub struct Words {
    random: Xoshiro256PlusPlus,
    vocabulary: Vec<String>,
}

impl Words {
    /// A stream over a vocabulary of `size` words.
    pub fn new(seed: u64, size: usize) -> Self {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(99);
        let mut vocabulary: Vec<String> = COMMON.iter().map(|w| (*w).to_owned()).collect();
        while vocabulary.len() < size {
            let draw = random.next_u64();
            let syllables = 2 + (draw % 4) as usize;
            vocabulary.push(
                (0..syllables)
                    .map(|i| SYLLABLES[(draw >> (8 + 8 * i)) as usize % SYLLABLES.len()])
                    .collect(),
            );
        }
        Self {
            random: Xoshiro256PlusPlus::seed_from_u64(seed),
            vocabulary,
        }
    }

    /// A number from 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A word: the one of rank r with a probability of about 1/r.
    pub fn word(&mut self) -> &str {
        let share = self.share();
        let rank = ((self.vocabulary.len() as f64 + 1.0).powf(share) - 1.0) as usize;
        &self.vocabulary[rank.min(self.vocabulary.len() - 1)]
    }

    /// A sentence of 8 to 31 words, now and then with a number, a comma or an abbreviation.
    pub fn sentence(&mut self) -> String {
        let length = 8 + (self.share() * 24.0) as usize;
        let mut text = String::new();
        for place in 0..length {
            let kind = (self.share() * 40.0) as usize;
            let word = match kind {
                0 => "art. 12",
                1 => "3,5%",
                2 => "o.a.",
                _ => self.word(),
            };
            match (place, word.chars().next()) {
                (0, Some(first)) => {
                    text.extend(first.to_uppercase());
                    text.push_str(&word[first.len_utf8()..]);
                }
                _ => {
                    text.push_str(if kind == 3 { ", " } else { " " });
                    text.push_str(word);
                }
            }
        }
        text.push('.');
        text
    }

    /// Many sentences.
    pub fn sentences(&mut self, count: usize) -> Vec<String> {
        (0..count).map(|_| self.sentence()).collect()
    }
}

//! A sentence becomes folded tokens: case, diacritics, hyphens, apostrophes, numbers and references.
//!
//! Folding makes spellings of the same word equal, so that they share one column:
//!
//! | in the letter | token |
//! |---|---|
//! | `Kabinet`, `KABINET` | `kabinet` |
//! | `financiële`, `financie\u{308}le` | `financiele` |
//! | `EU-lijst` | `eu`, `lijst` |
//! | `zo’n`, `zo'n` | `zo'n` |
//! | `3.000`, `0,3`, `12` | `<getal>` |
//! | `2024`, `1998` | `<jaar>` |
//! | `%`, `procent` | `procent` |
//! | `€`, `EUR`, `euro` | `euro` |
//! | `CO2`, `G7`, `5G` | `co2`, `g7`, `5g` |
//! | `, ; : ? ! ( )` | themselves |
//!
//! The full stop at the end and other marks are dropped.

use std::ops::Range;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use xxhash_rust::xxh3::xxh3_64;

/// One token: where its folded text stands, where it came from, and its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token {
    folded: (u32, u32),
    source: (u32, u32),
    /// XXH3 (64 bits) of the folded text.
    pub hash: u64,
    mark: bool,
}

/// The tokens of one sentence; reused from sentence to sentence to save allocations.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    folded: String,
    tokens: Vec<Token>,
}

/// Folded text of every number that is not a year.
pub const NUMBER: &str = "<getal>";
/// Folded text of every year from 1900 to 2099.
pub const YEAR: &str = "<jaar>";

impl Tokens {
    /// Tokenizes a sentence on its own.
    ///
    /// ```
    /// use standpunt::features::Tokens;
    /// let tokens = Tokens::of("Het kabinet steunt de EU-inzet van 2024 (€ 3.000).");
    /// let folded: Vec<&str> = tokens.texts().collect();
    /// assert_eq!(folded, ["het", "kabinet", "steunt", "de", "eu", "inzet", "van", "<jaar>", "(", "euro", "<getal>", ")"]);
    /// ```
    pub fn of(sentence: &str) -> Self {
        let mut tokens = Self::default();
        tokens.tokenize(sentence);
        tokens
    }

    /// Replaces the content by the tokens of a sentence.
    pub fn tokenize(&mut self, sentence: &str) {
        self.folded.clear();
        self.tokens.clear();
        let mut at = 0;
        while let Some(c) = char_at(sentence, at) {
            if is_word_char(c) {
                at = self.word(sentence, at, c);
            } else {
                let end = at + c.len_utf8();
                if let Some(text) = mark(c) {
                    let start = self.folded.len();
                    self.folded.push_str(text);
                    self.push(start, at..end, text.len() == 1);
                }
                at = end;
            }
        }
    }

    /// Takes the word that begins at a byte with this character; gives the byte behind it.
    fn word(&mut self, sentence: &str, from: usize, first: char) -> usize {
        let start = self.folded.len();
        let mut at = from;
        let mut digits = false;
        let mut letters = !first.is_ascii();
        loop {
            let run = at;
            let mut kinds = 0;
            while let Some(&byte) = sentence.as_bytes().get(at) {
                let kind = BYTE_KINDS[usize::from(byte)];
                if kind == 0 {
                    break;
                }
                kinds |= kind;
                at += 1;
            }
            if at > run {
                letters |= kinds & LETTER != 0;
                digits |= kinds & DIGIT != 0;
                let folded = self.folded.len();
                self.folded.push_str(&sentence[run..at]);
                if kinds & CAPITAL != 0 {
                    self.folded[folded..].make_ascii_lowercase();
                }
            }
            let Some(c) = char_at(sentence, at) else {
                break;
            };
            let behind = || char_at(sentence, at + c.len_utf8());
            let joins = is_word_char(c)
                || (is_apostrophe(c) && letters && behind().is_some_and(char::is_alphabetic))
                || (matches!(c, '.' | ',')
                    && digits
                    && !letters
                    && behind().is_some_and(|c| c.is_ascii_digit()));
            if !joins {
                break;
            }
            letters |= c.is_alphabetic();
            fold_into(&mut self.folded, c);
            at += c.len_utf8();
        }
        self.finish_word(start, from..at, digits, letters);
        at
    }

    fn finish_word(&mut self, start: usize, source: Range<usize>, digits: bool, letters: bool) {
        if digits && !letters {
            let number = &self.folded[start..];
            let year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
            self.folded.truncate(start);
            self.folded.push_str(if year { YEAR } else { NUMBER });
        } else if matches!(&self.folded[start..], "eur" | "euro") {
            self.folded.truncate(start);
            self.folded.push_str("euro");
        }
        if self.folded.len() > start {
            self.push(start, source, false);
        }
    }

    fn push(&mut self, start: usize, source: Range<usize>, mark: bool) {
        let hash = xxh3_64(&self.folded.as_bytes()[start..]);
        self.tokens.push(Token {
            folded: (start as u32, self.folded.len() as u32),
            source: (source.start as u32, source.end as u32),
            hash,
            mark,
        });
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The folded text of a token.
    ///
    /// # Panics
    /// For the number of no token: [`Self::len`] or more.
    pub fn text(&self, index: usize) -> &str {
        let (start, end) = self.tokens[index].folded;
        &self.folded[start as usize..end as usize]
    }

    /// The bytes of the sentence that a token came from.
    ///
    /// # Panics
    /// For the number of no token: [`Self::len`] or more.
    pub fn source(&self, index: usize) -> Range<usize> {
        let (start, end) = self.tokens[index].source;
        start as usize..end as usize
    }

    /// The tokens that came from some bytes of the sentence, wholly or in part.
    pub(crate) fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        let first = self
            .tokens
            .partition_point(|t| t.source.1 as usize <= bytes.start);
        let behind = self
            .tokens
            .partition_point(|t| (t.source.0 as usize) < bytes.end);
        first..behind.max(first)
    }

    /// The hash of a token.
    ///
    /// # Panics
    /// For the number of no token: [`Self::len`] or more.
    pub fn hash(&self, index: usize) -> u64 {
        self.tokens[index].hash
    }

    /// The folded texts in order.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.text(i))
    }

    /// Whether a token is a punctuation mark.
    ///
    /// # Panics
    /// For the number of no token: [`Self::len`] or more.
    pub fn is_mark(&self, index: usize) -> bool {
        self.tokens[index].mark
    }
}

fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        c.is_alphanumeric() || is_combining_mark(c)
    }
}

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const CAPITAL: u8 = 4;

/// What each byte is within a word; 0 for all but ASCII letters and digits.
const BYTE_KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        kinds[byte as usize] = if byte.is_ascii_digit() {
            DIGIT
        } else if byte.is_ascii_uppercase() {
            LETTER | CAPITAL
        } else if byte.is_ascii_lowercase() {
            LETTER
        } else {
            0
        };
        byte += 1;
    }
    kinds
};

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´')
}

/// The character that begins at a byte.
fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text[at..].chars().next(),
        None => None,
    }
}

fn mark(c: char) -> Option<&'static str> {
    Some(match c {
        ',' => ",",
        ';' => ";",
        ':' => ":",
        '?' => "?",
        '!' => "!",
        '(' | '[' => "(",
        ')' | ']' => ")",
        '%' => "procent",
        '€' => "euro",
        _ => return None,
    })
}

fn fold_into(folded: &mut String, c: char) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
    } else if is_apostrophe(c) {
        folded.push('\'');
    } else {
        for lower in c.to_lowercase() {
            decompose_canonical(lower, |part| {
                if !is_combining_mark(part) {
                    folded.push(part);
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(sentence: &str) -> Vec<String> {
        Tokens::of(sentence).texts().map(str::to_owned).collect()
    }

    #[test]
    fn case_and_diacritics_fold_whether_composed_or_not() {
        assert_eq!(fold("FINANCIËLE financie\u{308}le"), ["financiele"; 2]);
        assert_eq!(fold("coördinatie één"), ["coordinatie", "een"]);
    }

    #[test]
    fn hyphens_split_and_apostrophes_join() {
        assert_eq!(fold("JBZ-Raad"), ["jbz", "raad"]);
        assert_eq!(
            fold("zo’n TAC's 's avonds"),
            ["zo'n", "tac's", "s", "avonds"]
        );
        assert_eq!(fold("‘aanpak’"), ["aanpak"]);
    }

    #[test]
    fn numbers_years_and_references_fold() {
        assert_eq!(fold("3.000 0,3 12"), [NUMBER; 3]);
        assert_eq!(fold("2024 1998"), [YEAR; 2]);
        assert_eq!(fold("2.150 1899"), [NUMBER; 2]);
        assert_eq!(fold("COM(2024) 315"), ["com", "(", YEAR, ")", NUMBER]);
        assert_eq!(fold("CO2 G7 25bis"), ["co2", "g7", "25bis"]);
        assert_eq!(fold("3 % € 4"), [NUMBER, "procent", "euro", NUMBER]);
    }

    #[test]
    fn a_full_stop_or_comma_after_a_number_does_not_join() {
        assert_eq!(
            fold("In 2024, op 3. mei."),
            ["in", YEAR, ",", "op", NUMBER, "mei"]
        );
    }

    #[test]
    fn every_token_knows_the_bytes_it_came_from() {
        let sentence = "De Raad steunt ‘België’.";
        let tokens = Tokens::of(sentence);
        let cut: Vec<&str> = (0..tokens.len())
            .map(|i| &sentence[tokens.source(i)])
            .collect();
        assert_eq!(cut, ["De", "Raad", "steunt", "België"]);
    }
}

//! Which bytes of a sentence the cues of a reading cover; worked out only for who asks.

use super::word_lists::START;
use super::{CueMatch, CueRules, Places, Reading, Word, lower_case};
use std::ops::Range;

/// Where a cue was found, in words: all that a reading keeps of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The words that its pattern spans, gaps included.
    words: Range<usize>,
    /// The pattern's number in the lexicon.
    pattern: usize,
    /// The word that turned it round.
    negation: Option<usize>,
}

impl Place {
    pub(super) fn of(found: &CueMatch, negation: Option<usize>) -> Self {
        Self {
            words: found.words.clone(),
            pattern: found.number,
            negation,
        }
    }

    /// The same place among words that begin so many words earlier.
    pub(super) fn behind(self, words: usize) -> Self {
        Self {
            words: self.words.start + words..self.words.end + words,
            negation: self.negation.map(|at| at + words),
            ..self
        }
    }
}

impl CueRules {
    /// For each cue of a sentence's reading the bytes of the words that its pattern takes, and of the negation that turned it round,
    /// in the order of the sentence. What a gap of the pattern spans is not covered.
    pub(crate) fn covered(&self, sentence: &str, reading: &Reading<'_>) -> Vec<Vec<Range<usize>>> {
        let lower = lower_case(sentence);
        let mut words = self.lexicon.words(START);
        let marks = words.len();
        words.extend(self.lexicon.words(&lower));
        let bytes = bytes_of(words.get(marks..).unwrap_or_default(), &lower, sentence);
        let mut places = Places::default();
        (reading.cues.iter())
            .map(|cue| {
                let Place {
                    words: range,
                    pattern,
                    negation,
                } = cue.place.clone();
                let mut taken = self.lexicon.taken(pattern, range, &words, &mut places);
                taken.extend(negation);
                taken.sort_unstable();
                taken.dedup();
                (taken.into_iter())
                    .filter_map(|at| bytes.get(at.checked_sub(marks)?).cloned())
                    .collect()
            })
            .collect()
    }
}

/// The bytes of the sentence that each word of its lower-cased form came from.
fn bytes_of(words: &[Word<'_>], lower: &str, sentence: &str) -> Vec<Range<usize>> {
    let origins = origins(sentence);
    let mut from = 0;
    (words.iter())
        .map(|word| {
            // between two words stands nothing that a word begins with, so that the first place is its own
            let found = (lower.get(from..)).and_then(|rest| rest.find(word.text));
            let start = from + found.unwrap_or_default();
            from = start + word.text.len();
            let origin = |at: usize| origins.get(at).cloned().unwrap_or_default();
            origin(start).start..origin(from - 1).end
        })
        .collect()
}

/// For each byte of the lower-cased sentence the character that it came from: a capital and its small letter can differ in length, as
/// `İ` and an apostrophe do.
fn origins(sentence: &str) -> Vec<Range<usize>> {
    let mut origins = Vec::with_capacity(sentence.len());
    for (at, c) in sentence.char_indices() {
        let length = match c {
            '’' | '‘' => 1,
            c => c.to_lowercase().map(char::len_utf8).sum(),
        };
        origins.extend(std::iter::repeat_n(at..at + c.len_utf8(), length));
    }
    origins
}

#[cfg(test)]
mod tests {
    use super::super::Lexicon;
    use super::*;

    /// The words that each cue covers, one cue behind the other.
    fn covered(rules: &CueRules, sentence: &str) -> Vec<String> {
        let reading = rules.read(sentence);
        let cues = rules.covered(sentence, &reading);
        assert_eq!(cues.len(), reading.cues.len());
        (cues.iter())
            .map(|bytes| {
                bytes
                    .iter()
                    .map(|r| &sentence[r.clone()])
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }

    fn rules() -> CueRules {
        CueRules::new(
            Lexicon::parse(
                "[zender]\nkabinet\n[steunt vrij]\nacht ... passend\nsteun*\npast bij <z> zo\nzo'n winst\n",
            )
            .unwrap(),
        )
    }

    #[test]
    fn a_cue_covers_its_own_words_and_the_negation_that_turned_it() {
        for (sentence, expected) in [
            ("Ik acht dit plan Passend.", vec!["acht Passend"]),
            ("Ik acht dit niet passend.", vec!["acht niet passend"]),
            (
                "Dat past bij het kabinet zo.",
                vec!["past bij het kabinet zo"],
            ),
            ("Dit komt aan de orde.", vec![]),
            // the half behind *maar* comes first
            (
                "Het kabinet steunt dit, maar acht de termijn niet passend.",
                vec!["acht niet passend", "steunt"],
            ),
        ] {
            assert_eq!(covered(&rules(), sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn lengths_that_change_with_case_move_nothing() {
        for (sentence, expected) in [
            ("İİİ ẞẞ – het kabinet STEUNT dit.", "STEUNT"),
            ("‘Zo’n’ plan ‘ ’ steunen wij.", "steunen"),
            ("Het is zo’n winst, ΟΔΥΣΣΕΥΣ.", "zo’n winst"),
        ] {
            assert_eq!(covered(&rules(), sentence), [expected], "{sentence}");
        }
    }
}

//! Where patterns fit the words of a sentence.

use super::lexicon::{GAP_PART, SENDER_PART};
use super::{CueMatch, GAP, Lexicon, Word};
use std::ops::Range;

impl Lexicon {
    /// All places where patterns fit some words, by place, then by line; each pattern once per first word, with the
    /// shortest gaps.
    pub fn matches(&self, words: &[Word<'_>]) -> Vec<CueMatch> {
        self.matches_with(words, &mut Places::default())
    }

    /// As [`Self::matches`], with a buffer that is used again and again.
    pub(super) fn matches_with(&self, words: &[Word<'_>], places: &mut Places) -> Vec<CueMatch> {
        places.mark(self, words);
        let mut found = Vec::new();
        for number in self.awake(words) {
            let sequence = self.sequence(number);
            let pattern = &self.patterns[number as usize];
            for start in places.starts(self, sequence, words.len()) {
                if let Some(end) = self.fit(sequence, words, places, start) {
                    found.push(CueMatch {
                        kind: pattern.kind,
                        words: start..end,
                        line: pattern.line as usize,
                        number: number as usize,
                    });
                }
            }
        }
        places.clear(self, words);
        found.sort_unstable_by_key(|m| (m.words.start, m.line));
        found
    }

    /// The patterns whose anchor is among the words, and those that have none, each once.
    fn awake(&self, words: &[Word<'_>]) -> Vec<u32> {
        let mut known = vec![0_u64; self.patterns.len().div_ceil(64)];
        let mut awake = Vec::with_capacity(64);
        let anchored = words.iter().map(|word| self.anchored.of(word.id));
        for number in std::iter::once(&*self.always).chain(anchored).flatten() {
            let (place, bit) = (*number as usize / 64, 1 << (number % 64));
            if known[place] & bit == 0 {
                known[place] |= bit;
                awake.push(*number);
            }
        }
        awake
    }

    /// Where a pattern that begins at a word ends.
    fn fit(
        &self,
        mut rest: &[u32],
        words: &[Word<'_>],
        places: &Places,
        mut at: usize,
    ) -> Option<usize> {
        while let Some((&part, behind)) = rest.split_first() {
            match part {
                GAP_PART => return self.fit_behind_gap(behind, words, places, at),
                SENDER_PART => at = self.sender(words, places, at)?,
                _ => {
                    if !self.takes(part, words.get(at)?) {
                        return None;
                    }
                    at += 1;
                }
            }
            rest = behind;
        }
        Some(at)
    }

    /// Where the rest of a pattern ends that begins at a word or up to [`GAP`] words behind it, before a semicolon.
    fn fit_behind_gap(
        &self,
        rest: &[u32],
        words: &[Word<'_>],
        places: &Places,
        at: usize,
    ) -> Option<usize> {
        let within = places.of(self, *rest.first()?).rotate_right(at as u32 % 64);
        let end = words.len().min(at + GAP + 1);
        (at..end)
            .filter(|next| within >> (next - at) & 1 == 1)
            .take_while(|&next| words[at..next].iter().all(|word| word.id != self.semicolon))
            .find_map(|next| self.fit(rest, words, places, next))
    }

    /// The words that a pattern takes where it fits: those of its range but for what its gaps span.
    pub(super) fn taken(
        &self,
        number: usize,
        range: Range<usize>,
        words: &[Word<'_>],
        places: &mut Places,
    ) -> Vec<usize> {
        // nothing behind the end takes part, so that each gap is the one that was found; nor does anything before it
        let from = range.start;
        let words = words.get(range).unwrap_or_default();
        places.mark(self, words);
        let mut taken = Vec::new();
        let mut at = 0;
        let mut rest = self.sequence(number as u32);
        while let Some((&part, behind)) = rest.split_first() {
            let next = match part {
                GAP_PART => {
                    (at..words.len()).find(|&next| self.fit(behind, words, places, next).is_some())
                }
                SENDER_PART => self.sender(words, places, at),
                _ => Some(at + 1),
            };
            let Some(next) = next else { break };
            if part != GAP_PART {
                taken.extend(from + at..from + next);
            }
            at = next;
            rest = behind;
        }
        places.clear(self, words);
        taken
    }

    /// Where the first sender of the lexicon ends that begins at a word, or behind its article there.
    fn sender(&self, words: &[Word<'_>], places: &Places, at: usize) -> Option<usize> {
        let article = matches!(words.get(at)?.text, "het" | "de");
        let at = at + usize::from(article);
        (self.senders.iter()).find_map(|&number| self.fit(self.sequence(number), words, places, at))
    }
}

/// Where the words of a sentence stand: for each word of the lexicon and each beginning of words a bit for each place,
/// places 64 apart sharing one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places(Vec<u64>);

impl Places {
    /// Marks the words of a sentence; nothing is marked before.
    fn mark(&mut self, lexicon: &Lexicon, words: &[Word<'_>]) {
        if self.0.len() < lexicon.word_count() {
            self.0.resize(lexicon.word_count(), 0);
            self.0[lexicon.any as usize] = u64::MAX;
        }
        for (at, word) in words.iter().enumerate() {
            self.for_each(lexicon, word, |places| *places |= 1 << (at % 64));
        }
    }

    /// Takes the marks of a sentence away, with less work than a list of them would be.
    fn clear(&mut self, lexicon: &Lexicon, words: &[Word<'_>]) {
        for word in words {
            self.for_each(lexicon, word, |places| *places = 0);
        }
    }

    /// Does something with the places of a word and of its beginnings.
    fn for_each(&mut self, lexicon: &Lexicon, word: &Word<'_>, act: impl Fn(&mut u64)) {
        self.0.get_mut(word.id as usize).into_iter().for_each(&act);
        for beginning in lexicon.beginnings(word) {
            act(&mut self.0[beginning as usize]);
        }
    }

    /// The places of the words that a part takes; all where it is a gap or the sender.
    fn of(&self, lexicon: &Lexicon, part: u32) -> u64 {
        if part <= SENDER_PART {
            return u64::MAX;
        }
        let choices = lexicon.choices(&lexicon.parts[part as usize]).iter();
        choices.fold(0, |places, &word| places | self.0[word as usize])
    }

    /// The places of the first words of a pattern, in front of its second where no gap and no sender parts the two; none
    /// where a part has no word anywhere, which is nearly always so and told by the first such part.
    #[inline]
    fn first_words(&self, lexicon: &Lexicon, sequence: &[u32]) -> u64 {
        let (mut starts, rest) = match sequence {
            &[first, ref rest @ ..] => (self.of(lexicon, first), rest),
            [] => return 0,
        };
        for (at, &part) in rest.iter().enumerate() {
            if starts == 0 {
                return 0;
            }
            let places = self.of(lexicon, part);
            match at == 0 && sequence[0] > SENDER_PART {
                true => starts &= places.rotate_right(1),
                false if places == 0 => return 0,
                false => {}
            }
        }
        starts
    }

    /// The places where a pattern may begin.
    fn starts(
        &self,
        lexicon: &Lexicon,
        sequence: &[u32],
        words: usize,
    ) -> impl Iterator<Item = usize> {
        let mut starts = self.first_words(lexicon, sequence);
        let next = move || {
            let bit = (starts != 0).then(|| starts.trailing_zeros())?;
            starts &= starts - 1;
            Some(bit as usize)
        };
        std::iter::from_fn(next).flat_map(move |bit| (bit..words).step_by(64))
    }
}

#[cfg(test)]
mod tests {
    use super::super::lower_case;
    use super::*;

    fn fits(lexicon: &Lexicon, sentence: &str) -> Vec<(usize, usize, usize)> {
        let lower = lower_case(sentence);
        (lexicon.matches(&lexicon.words(&lower)).into_iter())
            .map(|m| (m.line, m.words.start, m.words.end))
            .collect()
    }

    #[test]
    fn patterns_know_choices_beginnings_gaps_and_the_sender() {
        let text = "[zender]\nkabinet\n[steunt vrij]\nsluit|past ... inzet van <z>\nverwelk*\n";
        let lexicon = Lexicon::parse(text).unwrap();
        let lines = |sentence: &str| -> Vec<usize> {
            fits(&lexicon, sentence)
                .into_iter()
                .map(|(line, ..)| line)
                .collect()
        };
        assert_eq!(lines("Dit past bij de inzet van het kabinet."), [4, 2]);
        assert_eq!(lines("Dit past bij de inzet van de Commissie."), [0; 0]);
        assert_eq!(lines("Dit past; de inzet van het kabinet is anders."), [2]);
        assert_eq!(lines("Verwelkomd werd het plan."), [5]);
    }

    #[test]
    fn the_longer_sender_of_the_lexicon_does_not_hide_the_first() {
        let text = "[zender]\nminister\nminister en ik\nministe*\n[steunt vrij]\nvolgens <z> goed\nvolgens <z> en ik goed\n";
        let lexicon = Lexicon::parse(text).unwrap();
        assert_eq!(
            fits(&lexicon, "volgens de minister en ik goed"),
            [(7, 0, 6), (2, 2, 3), (3, 2, 5), (4, 2, 3)]
        );
    }
}

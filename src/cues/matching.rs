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
        let mut tried = vec![0_u64; self.patterns.len().div_ceil(64)];
        let mut find = |patterns| self.find(patterns, words, places, &mut tried, &mut found);
        find(&self.always);
        for word in words {
            find(self.anchored.of(word.id));
            for &group in self.groups.of(word.id) {
                find(self.anchored.of(group));
            }
        }
        places.clear(self, words);
        found.sort_unstable_by_key(|m| (m.words.start, m.line));
        found
    }

    /// Adds the places where some patterns fit, but for those that were tried before.
    fn find(
        &self,
        patterns: &[u32],
        words: &[Word<'_>],
        places: &Places,
        tried: &mut [u64],
        found: &mut Vec<CueMatch>,
    ) {
        for &number in patterns {
            let pattern = &self.patterns[number as usize];
            // nearly all end here: their anchor is among the words, and nothing else
            if places.of(self, pattern.second_anchor) == 0 {
                continue;
            }
            let sequence = self.sequence(number);
            let mut starts = places.starts(self, sequence);
            // a pattern comes again with each word of its anchor
            let (place, bit) = (number as usize / 64, 1 << (number % 64));
            if starts == 0 || tried[place] & bit != 0 {
                continue;
            }
            tried[place] |= bit;
            // where each place has a bit of its own, the bits of a pattern without gaps and senders say all
            let is_told = pattern.is_plain && words.len() <= 64;
            while starts != 0 {
                let first = starts.trailing_zeros() as usize;
                starts &= starts - 1;
                for start in (first..words.len()).step_by(64) {
                    let plain_end = start + sequence.len();
                    let end = match is_told && plain_end <= words.len() {
                        true => Some(plain_end),
                        false => self.fit(sequence, words, places, start),
                    };
                    if let Some(end) = end {
                        found.push(CueMatch {
                            kind: pattern.kind,
                            words: start..end,
                            line: pattern.line as usize,
                            number: number as usize,
                        });
                    }
                }
            }
        }
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
        let within = match *rest.first()? {
            GAP_PART => u64::MAX,
            part => places.of(self, part),
        };
        let within = within.rotate_right(at as u32 % 64);
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

/// Where the words of a sentence stand: for each word of the lexicon, each beginning and each group of words a bit for each
/// place, places 64 apart sharing one; and where a sender may begin.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places(Vec<u64>);

impl Places {
    /// Marks the words of a sentence; nothing is marked before.
    fn mark(&mut self, lexicon: &Lexicon, words: &[Word<'_>]) {
        if self.0.len() <= lexicon.sender_number as usize {
            self.0.resize(lexicon.sender_number as usize + 1, 0);
            self.0[lexicon.any as usize] = u64::MAX;
        }
        for (at, word) in words.iter().enumerate() {
            self.for_each(lexicon, word, |places| *places |= 1 << (at % 64));
        }
        let beginnings = lexicon.sender_beginnings.iter();
        let of_senders = beginnings.fold(0, |places, &b| places | self.0[b as usize]);
        // in front of it an article may stand
        self.0[lexicon.sender_number as usize] = of_senders | of_senders.rotate_right(1);
    }

    /// Takes the marks of a sentence away, with less work than a list of them would be.
    fn clear(&mut self, lexicon: &Lexicon, words: &[Word<'_>]) {
        for word in words {
            self.for_each(lexicon, word, |places| *places = 0);
        }
    }

    /// Does something with the places of a word, of its beginnings and of its groups.
    fn for_each(&mut self, lexicon: &Lexicon, word: &Word<'_>, act: impl Fn(&mut u64)) {
        if let Some(places) = self.0.get_mut(word.id as usize) {
            act(places);
            for &group in lexicon.groups.of(word.id) {
                act(&mut self.0[group as usize]);
            }
        }
        for beginning in lexicon.beginnings(word) {
            act(&mut self.0[beginning as usize]);
        }
    }

    /// The places of the words that a part takes, and those where a sender may begin; none of a gap.
    #[inline]
    fn of(&self, lexicon: &Lexicon, part: u32) -> u64 {
        let choices = lexicon.choices(&lexicon.parts[part as usize]).iter();
        choices.fold(0, |places, &word| places | self.0[word as usize])
    }

    /// The places where a pattern may begin: from its end to its beginning those from which the rest can be reached. None is
    /// left out; where a sender, a semicolon in a gap, or places that share a bit play a part, some may be too many.
    #[inline]
    fn starts(&self, lexicon: &Lexicon, sequence: &[u32]) -> u64 {
        let mut places = u64::MAX;
        for &part in sequence.iter().rev() {
            places = match part {
                GAP_PART => up_to_a_gap_before(places),
                SENDER_PART => self.of(lexicon, part),
                _ => self.of(lexicon, part) & places.rotate_right(1),
            };
            if places == 0 {
                break;
            }
        }
        places
    }
}

/// The given places and those up to [`GAP`] in front of them.
fn up_to_a_gap_before(places: u64) -> u64 {
    const { assert!(GAP == 10) };
    let mut before = places | places.rotate_right(1);
    before |= before.rotate_right(2);
    before |= before.rotate_right(4);
    before | before.rotate_right(3)
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

    #[test]
    fn a_part_of_many_words_takes_each_of_them_in_long_sentences_too() {
        let text = "<zwaar> = a|b|c|d|e|f|g|h|i|j\n[steunt vrij]\nte <zwaar>\nte <zwaar>|z ... vrij\nte <zwaar>|lang*\n";
        let lexicon = Lexicon::parse(text).unwrap();
        for word in ["a", "e", "j"] {
            assert_eq!(
                fits(&lexicon, &format!("te {word}")),
                [(3, 0, 2), (5, 0, 2)]
            );
        }
        assert_eq!(fits(&lexicon, "te z en vrij"), [(4, 0, 4)]);
        assert_eq!(fits(&lexicon, "te langzaam a te"), [(5, 0, 2)]);
        // what stands 64 words further shares a bit
        for filler in [61, 62, 63, 64, 65, 126, 127, 128, 129] {
            let between = "x ".repeat(filler);
            assert_eq!(fits(&lexicon, &format!("te {between}a")), [], "{filler}");
            assert_eq!(fits(&lexicon, &format!("a {between}te")), [], "{filler}");
            assert_eq!(
                fits(&lexicon, &format!("{between}te a vrij {between}te")),
                [
                    (3, filler, filler + 2),
                    (4, filler, filler + 3),
                    (5, filler, filler + 2)
                ],
                "{filler}"
            );
        }
    }

    #[test]
    fn a_gap_spans_ten_words_and_a_sender_may_begin_and_end_a_pattern() {
        let text = "[zender]\nkabinet\nwij\n[steunt vrij]\n<z> ... blij ... om\nblij ... met <z>\nblij|om\n";
        let lexicon = Lexicon::parse(text).unwrap();
        for (first, second, fit) in [
            (10, 10, true),
            (11, 0, false),
            (0, 11, false),
            (50, 0, false),
        ] {
            let (first, second) = ("x ".repeat(first), "x ".repeat(second));
            let sentence = format!("het kabinet {first}blij {second}om");
            let found = fits(&lexicon, &sentence);
            assert_eq!(
                found.contains(&(5, 0, sentence.split(' ').count())),
                fit,
                "{sentence}"
            );
        }
        let found = fits(&lexicon, "blij met wij, blij met het kabinet");
        assert_eq!(
            found,
            [
                (6, 0, 3),
                (7, 0, 1),
                (3, 2, 3),
                (6, 4, 8),
                (7, 4, 5),
                (2, 7, 8)
            ]
        );
    }
}

//! From a sentence in its context to the terms of every group.
//!
//! A term is known by a 64-bit hash of its group and its parts; its text is written only when somebody needs to
//! read it. Two different terms share a hash with a chance of 2⁻⁶⁴ per pair: below one in a million
//! for a vocabulary of five million terms.

use super::lexicon::{Lexicon, WordClass};
use super::options::{Group, GroupOptions};
use super::stemmer::DutchStemmer;
use super::tokenizer::Tokens;
use crate::by_hash::{ByHash, Hashes};
use crate::cues::{CueRules, Places};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// A sentence and what stands around it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Input<'a> {
    /// The sentence itself.
    pub sentence: &'a str,
    /// The sentence before it in the same section, if there is one.
    pub before: Option<&'a str>,
    /// The title of its section; empty where there is none.
    pub heading: &'a str,
    /// Its place in the section, from 0.
    pub position: usize,
    /// How many sentences the section has; 0 where that is not known.
    pub count: usize,
}

impl<'a> Input<'a> {
    /// A sentence without context.
    pub fn alone(sentence: &'a str) -> Self {
        Self {
            sentence,
            ..Self::default()
        }
    }
}

/// First and last token of the sentence that a term covers; `None` for a term of the context.
pub(super) type Span = Option<(usize, usize)>;

/// A word where it stands.
pub(super) struct WordAt<'t> {
    /// Its folded text.
    pub(super) text: &'t str,
    /// Which token it is.
    index: usize,
    /// Its number in the [`Scratch`]: the same wherever the word stands.
    pub(super) number: usize,
}

/// Takes the terms as they come.
pub(super) trait Sink {
    /// One term of the group with this number.
    fn term(&mut self, group: usize, hash: u64, span: Span, text: impl Fn(&mut String));

    /// The character n-grams of a word; a sink may keep them by its number.
    fn characters(&mut self, group: usize, options: &GroupOptions, word: &WordAt<'_>) {
        character_ngrams(word.text, options, |gram| {
            self.term(
                group,
                hash_gram(gram),
                Some((word.index, word.index)),
                |out| {
                    out.push_str(gram);
                },
            );
        });
    }

    /// More places of a term that [`Self::term`] took, for a sink that keeps places; others never ask for them.
    fn places(&mut self, _: u64, _: impl FnOnce() -> Vec<(usize, usize)>) {}

    /// No term of the group that came last will follow.
    fn group_ends(&mut self) {}
}

/// Calls `each` with every character n-gram of a padded word: ` kabinet ` for 2–3 gives ` k`, ` ka`, `ka`, `kab`, …
///
/// The same n-grams as scikit-learn's `char_wb`, save that its words keep the punctuation that touches them.
pub(super) fn character_ngrams(word: &str, options: &GroupOptions, mut each: impl FnMut(&str)) {
    let mut buffer = [0_u8; 96];
    let padded_string;
    let padded: &str = if word.len() + 2 <= buffer.len() {
        buffer[0] = b' ';
        buffer[1..=word.len()].copy_from_slice(word.as_bytes());
        buffer[word.len() + 1] = b' ';
        std::str::from_utf8(&buffer[..word.len() + 2]).unwrap_or_default()
    } else {
        padded_string = format!(" {word} ");
        &padded_string
    };
    let mut bounds: [u32; 98] = [0; 98];
    let long;
    let count = padded.chars().count();
    let bounds: &[u32] = if count < bounds.len() {
        for (slot, (at, _)) in bounds.iter_mut().zip(padded.char_indices()) {
            *slot = at as u32;
        }
        bounds[count] = padded.len() as u32;
        &bounds[..=count]
    } else {
        long = padded
            .char_indices()
            .map(|(at, _)| at as u32)
            .chain([padded.len() as u32])
            .collect::<Vec<u32>>();
        &long
    };
    for n in options.min_n..=options.max_n {
        let length = n.min(count);
        for window in bounds.windows(length + 1) {
            each(&padded[window[0] as usize..window[length] as usize]);
        }
        if n >= count {
            break;
        }
    }
}

fn seed(group: Group) -> u64 {
    xxh3_64(group.name().as_bytes())
}

/// The seed of the hashes of character n-grams. Saved models hold such hashes, so it never changes.
const GRAMS: u64 = 3;

/// The hash of a character n-gram, the text of its term.
pub(crate) fn hash_gram(gram: &str) -> u64 {
    xxh3_64_with_seed(gram.as_bytes(), GRAMS)
}

/// Joins a part to a hash: the two halves of a 128-bit product, folded (the mixing step of wyhash).
fn join(hash: u64, part: u64) -> u64 {
    let product = u128::from(hash.rotate_left(23) ^ 0x2D35_8DCC_AA6C_78A5)
        * u128::from(part ^ 0x8BB8_4B93_962E_ACC9);
    (product as u64) ^ ((product >> 64) as u64)
}

/// What is known of a word, wherever it stands.
#[derive(Debug, Clone, Copy)]
struct Known {
    class: Option<WordClass>,
    /// Hash of its stem; 0 where no group asks for stems.
    stem: u64,
}

/// What a thread keeps between sentences: buffers, and what it knows of the words that it met.
#[derive(Debug, Default)]
pub struct Scratch {
    tokens: Tokens,
    before: Tokens,
    heading: Tokens,
    heading_text: String,
    /// The number of each token's word, in the order of the sentence.
    numbers: Vec<u32>,
    classes: Vec<Option<WordClass>>,
    words: Vec<(u64, usize)>,
    by_hash: ByHash<u32>,
    known: Vec<Known>,
    /// Of the one cue lexicon.
    places: Places,
}

impl Scratch {
    /// The tokens of the sentence that was last looked at.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// How many words it knows.
    pub(super) fn known_words(&self) -> usize {
        self.known.len()
    }

    /// Forgets all words; their numbers begin anew.
    pub(super) fn forget(&mut self) {
        self.by_hash.clear();
        self.known.clear();
    }
}

/// Index that stands for the mark of the sentence's start in a word sequence.
const START: usize = usize::MAX;
/// The same for its end.
const END: usize = usize::MAX - 1;

/// Makes the terms of the chosen groups.
#[derive(Debug)]
pub(super) struct Terms {
    lexicon: Lexicon,
    stemmer: DutchStemmer,
    rules: Option<CueRules>,
    seeds: Vec<u64>,
    start: u64,
    end: u64,
    needs_classes: bool,
    needs_stems: bool,
}

impl Terms {
    pub(super) fn new(groups: &[GroupOptions]) -> Self {
        let uses = |wanted: &[Group]| groups.iter().any(|g| wanted.contains(&g.group));
        Self {
            lexicon: Lexicon::default(),
            stemmer: DutchStemmer::default(),
            rules: uses(&[Group::Cues]).then(CueRules::default),
            needs_stems: uses(&[Group::Stems]),
            needs_classes: groups.iter().any(|g| g.group.uses_word_classes()),
            seeds: groups.iter().map(|g| seed(g.group)).collect(),
            start: xxh3_64(b"^"),
            end: xxh3_64(b"$"),
        }
    }

    /// Sends every term of every group to the sink.
    pub(super) fn emit(
        &self,
        input: &Input<'_>,
        groups: &[GroupOptions],
        stock: &Hashes,
        scratch: &mut Scratch,
        sink: &mut impl Sink,
    ) {
        scratch.tokens.tokenize(input.sentence);
        self.recognise(scratch);
        let uses = |wanted: Group| groups.iter().any(|g| g.group == wanted);
        if uses(Group::Before) {
            scratch.before.tokenize(input.before.unwrap_or(""));
        }
        if uses(Group::Heading) && scratch.heading_text != input.heading {
            scratch.heading.tokenize(input.heading);
            scratch.heading_text.clear();
            scratch.heading_text.push_str(input.heading);
        }
        for (number, options) in groups.iter().enumerate() {
            match options.group {
                Group::Words | Group::Stems => {
                    let stems = options.group == Group::Stems;
                    let tokens = &scratch.tokens;
                    let end = self.end_mark(tokens);
                    let words = std::mem::take(&mut scratch.words);
                    let words = if stems {
                        let stem = |i| scratch.known[scratch.numbers[i] as usize].stem;
                        self.sequence(words, tokens, end, |i| Some(stem(i)))
                    } else {
                        self.sequence(words, tokens, end, |i| Some(tokens.hash(i)))
                    };
                    let sequence = Sequence {
                        stemmer: stems.then_some(&self.stemmer),
                        ..Sequence::of(&words, tokens, true)
                    };
                    self.ngrams(number, options, &sequence, sink);
                    scratch.words = words;
                }
                Group::Characters => {
                    for i in 0..scratch.tokens.len() {
                        if !scratch.tokens.is_mark(i) {
                            let word = WordAt {
                                text: scratch.tokens.text(i),
                                index: i,
                                number: scratch.numbers[i] as usize,
                            };
                            sink.characters(number, options, &word);
                        }
                    }
                }
                Group::Skeleton => {
                    let tokens = &scratch.tokens;
                    let words = std::mem::take(&mut scratch.words);
                    let words = self.sequence(words, tokens, self.end, |i| {
                        let hash = tokens.hash(i);
                        let is_stock = scratch.classes[i].is_some() || stock.contains(&hash);
                        is_stock.then_some(hash)
                    });
                    self.ngrams(number, options, &Sequence::of(&words, tokens, true), sink);
                    scratch.words = words;
                }
                Group::Clause => self.clause(number, options, scratch, sink),
                Group::Speaker => self.speaker(number, options, scratch, sink),
                Group::Negation => self.negation(number, scratch, sink),
                Group::Modal => self.modal(number, scratch, sink),
                Group::Heading => {
                    let words = std::mem::take(&mut scratch.words);
                    let heading = &scratch.heading;
                    let words = self.sequence(words, heading, self.end, |i| Some(heading.hash(i)));
                    let inner = words.len().saturating_sub(1).max(1);
                    let sequence = Sequence::of(&words[1..inner], heading, false);
                    self.ngrams(number, options, &sequence, sink);
                    scratch.words = words;
                }
                Group::Before => self.before(number, options, scratch, sink),
                Group::Shape => self.shape(number, input, scratch, sink),
                Group::Cues => self.cues(number, input.sentence, scratch, sink),
            }
            sink.group_ends();
        }
    }

    /// Looks every word of the sentence up, once for all groups.
    fn recognise(&self, scratch: &mut Scratch) {
        let Scratch {
            tokens,
            numbers,
            classes,
            by_hash,
            known,
            ..
        } = scratch;
        numbers.clear();
        classes.clear();
        for i in 0..tokens.len() {
            let hash = tokens.hash(i);
            let number = *by_hash.entry(hash).or_insert_with(|| {
                known.push(Known {
                    class: (self.needs_classes.then(|| self.lexicon.class(hash))).flatten(),
                    stem: if self.needs_stems && !tokens.is_mark(i) {
                        xxh3_64(self.stemmer.stem(tokens.text(i)).as_bytes())
                    } else {
                        0
                    },
                });
                known.len() as u32 - 1
            });
            numbers.push(number);
            classes.push(known[number as usize].class);
        }
    }

    fn end_mark(&self, tokens: &Tokens) -> u64 {
        match tokens.len().checked_sub(1).map(|i| tokens.text(i)) {
            Some(mark @ ("?" | ":" | "!")) => join(self.end, xxh3_64(mark.as_bytes())),
            _ => self.end,
        }
    }

    /// The words that have a hash by `hash`, without punctuation, between the marks for start and end.
    fn sequence(
        &self,
        mut words: Vec<(u64, usize)>,
        tokens: &Tokens,
        end: u64,
        hash: impl Fn(usize) -> Option<u64>,
    ) -> Vec<(u64, usize)> {
        words.clear();
        words.push((self.start, START));
        words.extend(
            (0..tokens.len())
                .filter(|&i| !tokens.is_mark(i))
                .filter_map(|i| Some((hash(i)?, i))),
        );
        words.push((end, END));
        words
    }

    /// Every n-gram of a sequence.
    fn ngrams(
        &self,
        group: usize,
        options: &GroupOptions,
        sequence: &Sequence<'_>,
        sink: &mut impl Sink,
    ) {
        let words = sequence.words;
        for first in 0..words.len() {
            let mut hash = self.seeds[group];
            for last in first..words.len().min(first + options.max_n) {
                hash = join(hash, words[last].0);
                let part = &words[first..=last];
                if part.len() < options.min_n || (part.len() == 1 && part[0].1 >= END) {
                    continue;
                }
                let inner = |i: &&(u64, usize)| i.1 < END;
                let span = match (part.iter().find(inner), part.iter().rfind(inner)) {
                    (Some(a), Some(b)) if sequence.spans => Some((a.1, b.1)),
                    _ => None,
                };
                sink.term(group, hash, span, |out| sequence.write(part, self.end, out));
            }
        }
    }
}

/// Words one behind the other, and how they are spelt.
struct Sequence<'s> {
    /// Hash and token number of each, [`START`] and [`END`] among them.
    words: &'s [(u64, usize)],
    tokens: &'s Tokens,
    /// Whether the tokens are those of the sentence, so that its n-grams have a place there.
    spans: bool,
    /// Makes stems of the words, where they stand for these.
    stemmer: Option<&'s DutchStemmer>,
}

impl<'s> Sequence<'s> {
    /// Words spelt as their tokens are.
    fn of(words: &'s [(u64, usize)], tokens: &'s Tokens, spans: bool) -> Self {
        Self {
            words,
            tokens,
            spans,
            stemmer: None,
        }
    }

    /// Writes a part of the words, a space between each two; `end` is the hash of the usual end.
    fn write(&self, part: &[(u64, usize)], end: u64, out: &mut String) {
        for (n, &(word, i)) in part.iter().enumerate() {
            if n > 0 {
                out.push(' ');
            }
            match (i, self.stemmer) {
                (START, _) => out.push('^'),
                (END, None) if word != end => out.push_str("$ends-otherwise"),
                (END, _) => out.push('$'),
                (i, None) => out.push_str(self.tokens.text(i)),
                (i, Some(stemmer)) => out.push_str(&stemmer.stem(self.tokens.text(i))),
            }
        }
    }
}

mod context;

#[cfg(test)]
mod tests;

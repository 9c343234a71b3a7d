//! What becomes of terms as they come: counted over all sentences, collected with their texts, added up for one
//! sentence, or located in it.

use super::counts::Counts;
use super::options::GroupOptions;
use super::terms::{Sink, Span, WordAt, character_ngrams};
use super::vocabulary::{Columns, Search};
use crate::by_hash::ByHash;

/// First pass: how many sentences hold each term.
pub(super) struct Counter {
    pub(super) document: u32,
    /// hash → (last document, document frequency, group)
    pub(super) frequencies: ByHash<(u32, u32, u8)>,
    /// Where the hashes of each word's character n-grams stand in `word_hashes`, by group and the word's number.
    pub(super) words: Vec<Vec<Option<(u32, u32)>>>,
    pub(super) word_hashes: Vec<u64>,
}

impl Counter {
    pub(super) fn new(groups: usize) -> Self {
        Self {
            document: 0,
            frequencies: ByHash::default(),
            words: vec![Vec::new(); groups],
            word_hashes: Vec::new(),
        }
    }

    pub(super) fn count(&mut self, group: usize, hash: u64) {
        let entry = self.frequencies.entry(hash).or_insert((0, 0, group as u8));
        if entry.0 != self.document {
            entry.0 = self.document;
            entry.1 += 1;
        }
    }
}

pub(super) fn gram_hash(gram: &str) -> u64 {
    super::terms::hash_gram(gram)
}

impl Sink for Counter {
    fn term(&mut self, group: usize, hash: u64, _: Span, _: impl Fn(&mut String)) {
        self.count(group, hash);
    }

    fn characters(&mut self, group: usize, options: &GroupOptions, word: &WordAt<'_>) {
        let (from, to) = *slot(&mut self.words[group], word.number).get_or_insert_with(|| {
            let from = self.word_hashes.len() as u32;
            character_ngrams(word.text, options, |gram| {
                self.word_hashes.push(gram_hash(gram))
            });
            (from, self.word_hashes.len() as u32)
        });
        for k in from..to {
            self.count(group, self.word_hashes[k as usize]);
        }
    }
}

pub(super) struct Found {
    pub(super) df: u32,
    pub(super) group: u8,
    pub(super) hash: u64,
    pub(super) text: Box<str>,
}

/// Second pass: the text of each term that passed the cut-off.
pub(super) struct Collector<'a> {
    pub(super) frequencies: &'a ByHash<(u32, u32, u8)>,
    pub(super) found: Vec<Found>,
    pub(super) seen: ByHash<()>,
    /// Which words' character n-grams were looked at, by the word's number.
    pub(super) words: Vec<Option<()>>,
}

impl Sink for Collector<'_> {
    fn term(&mut self, group: usize, hash: u64, _: Span, text: impl Fn(&mut String)) {
        let Some(&(_, df, _)) = self.frequencies.get(&hash) else {
            return;
        };
        if self.seen.insert(hash, ()).is_none() {
            let mut out = String::new();
            text(&mut out);
            self.found.push(Found {
                df,
                group: group as u8,
                hash,
                text: out.into(),
            });
        }
    }

    fn characters(&mut self, group: usize, options: &GroupOptions, word: &WordAt<'_>) {
        if slot(&mut self.words, word.number).replace(()).is_none() {
            character_ngrams(word.text, options, |gram| {
                self.term(group, gram_hash(gram), None, |out| out.push_str(gram));
            });
        }
    }
}

/// Counts known terms.
pub(super) struct Adder<'a> {
    pub(super) columns: Columns<'a>,
    pub(super) counts: &'a mut Counts,
    pub(super) search: &'a mut Search,
    pub(super) ends: &'a mut Vec<usize>,
    pub(super) words: &'a mut Vec<Option<(u32, u32)>>,
    pub(super) word_columns: &'a mut Vec<u32>,
}

impl Sink for Adder<'_> {
    fn term(&mut self, _: usize, hash: u64, _: Span, _: impl Fn(&mut String)) {
        self.search.hashes.push(hash);
    }

    fn characters(&mut self, _: usize, options: &GroupOptions, word: &WordAt<'_>) {
        let (from, to) = *slot(self.words, word.number).get_or_insert_with(|| {
            let from = self.word_columns.len() as u32;
            character_ngrams(word.text, options, |gram| {
                self.search.hashes.push(gram_hash(gram));
            });
            self.word_columns.extend(self.columns.of_all(self.search));
            (from, self.word_columns.len() as u32)
        });
        let columns = &self.word_columns[from as usize..to as usize];
        self.counts.add(columns);
    }

    fn group_ends(&mut self) {
        let columns = self.columns.of_all(self.search);
        self.counts.add(columns);
        self.ends.push(self.counts.len());
    }
}

/// The place of a word's number in a list that grows to hold it.
pub(super) fn slot<T: Clone>(list: &mut Vec<Option<T>>, number: usize) -> &mut Option<T> {
    if number >= list.len() {
        list.resize(number + 1, None);
    }
    &mut list[number]
}

/// Remembers which tokens each column covers.
pub(super) struct Locator<'a> {
    pub(super) columns: Columns<'a>,
    pub(super) spans: ByHash<Vec<(usize, usize)>>,
}

impl Sink for Locator<'_> {
    fn term(&mut self, _: usize, hash: u64, span: Span, _: impl Fn(&mut String)) {
        if let (Some(column), Some(span)) = (self.columns.of(hash), span) {
            self.spans.entry(u64::from(column)).or_default().push(span);
        }
    }

    fn places(&mut self, hash: u64, places: impl FnOnce() -> Vec<(usize, usize)>) {
        let Some(column) = self.columns.of(hash) else {
            return;
        };
        let known = self.spans.entry(u64::from(column)).or_default();
        for (first, last) in places() {
            // two cues can share words
            if !known.iter().any(|(a, b)| *a <= first && last <= *b) {
                known.retain(|(a, b)| !(first <= *a && *b <= last));
                known.push((first, last));
            }
        }
        known.sort_unstable();
    }
}

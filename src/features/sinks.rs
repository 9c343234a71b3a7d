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
    columns: Columns<'a>,
    spans: ByHash<Vec<(usize, usize)>>,
    /// Of terms that are found in several places, which can share words.
    places: ByHash<Vec<(usize, usize)>>,
}

impl<'a> Locator<'a> {
    pub(super) fn new(columns: Columns<'a>) -> Self {
        Self {
            columns,
            spans: ByHash::default(),
            places: ByHash::default(),
        }
    }

    /// First and last token of each place of each column.
    pub(super) fn into_spans(self) -> ByHash<Vec<(usize, usize)>> {
        let mut spans = self.spans;
        for (column, places) in self.places {
            spans.entry(column).or_default().extend(outermost(places));
        }
        spans
    }
}

/// The places that stand in no other, in order, each once.
fn outermost(mut places: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    // of those that begin together the longest first: whatever ends no later than one before it stands in that
    places.sort_unstable_by_key(|&(first, last)| (first, std::cmp::Reverse(last)));
    let mut reached = None;
    places.retain(|&(_, last)| {
        let further = reached.is_none_or(|reached| reached < last);
        reached = reached.max(Some(last));
        further
    });
    places
}

impl Sink for Locator<'_> {
    fn term(&mut self, _: usize, hash: u64, span: Span, _: impl Fn(&mut String)) {
        if let (Some(column), Some(span)) = (self.columns.of(hash), span) {
            self.spans.entry(u64::from(column)).or_default().push(span);
        }
    }

    fn places(&mut self, hash: u64, places: impl FnOnce() -> Vec<(usize, usize)>) {
        if let Some(column) = self.columns.of(hash) {
            let known = self.places.entry(u64::from(column)).or_default();
            known.extend(places());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_others_are_left_out() {
        let places = vec![
            (4, 6),
            (0, 1),
            (2, 5),
            (4, 5),
            (2, 2),
            (0, 1),
            (7, 7),
            (3, 5),
        ];
        assert_eq!(outermost(places), [(0, 1), (2, 5), (4, 6), (7, 7)]);
        assert_eq!(outermost(Vec::new()), []);
    }
}

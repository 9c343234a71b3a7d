//! Fits document frequencies and turns sentences into weighted rows.
//!
//! With `c` the count of term `t` in the sentence, `n` the number of sentences fitted on and `df` the number that hold `t`:
//!
//! - tf = `c`, or `1 + ln c` (`sublinear_tf`)
//! - idf = `ln((1 + n) / (1 + df)) + 1` (`smooth_idf`), or `ln(n / df) + 1`
//! - value = tf · idf, divided by the Euclidean length of its group's values (`l2`), times the group's weight
//!
//! This is the formula of scikit-learn's `TfidfTransformer`, group by group as in a `FeatureUnion` with weights. For the three
//! sentences `a b`, `a`, `a c` and words 1–1: idf(a) = 1, idf(b) = ln(4/2) + 1 = 1.6931; the row of `a b`
//! is (1, 1.6931) / 1.9664 = (0.5085, 0.8610).

use super::counts::Counts;
use super::options::{FeatureOptions, Group};
use super::sinks::{Adder, Collector, Counter, Locator};
use super::terms::{Input, Scratch, Terms};
use super::tokenizer::Tokens;
use super::vocabulary::{Search, Vocabulary, VocabularyParts};
use crate::by_hash::{ByHash, Hashes};
use crate::error::{Error, ErrorKind, Result};
use crate::list::List;
use crate::sparse::Csr;
use xxhash_rust::xxh3::xxh3_64;

/// Learned vocabulary and idf; turns sentences into rows.
#[derive(Debug)]
pub struct FeatureExtractor {
    options: FeatureOptions,
    terms: Terms,
    vocabulary: Vocabulary,
    idf: List<f32>,
    stock_words: Vec<String>,
    stock: Hashes,
    /// tf of small counts, which nearly all are.
    log_tf: [f64; 16],
}

/// One weighted term of a sentence, for explanations.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Term {
    /// The column.
    pub(crate) column: u32,
    /// The value in the row.
    pub(crate) value: f32,
    /// The bytes of the sentence that the term covers, each place it stands; empty for a term of the context.
    pub(crate) sources: Vec<std::ops::Range<usize>>,
}

/// Buffers and caches of one thread for one extractor: columns of another would be wrong ones, so it is lent by [`crate::classifier::Session`] alone.
///
/// The cache keeps the columns of each word's character n-grams: they depend on the word alone, and most words come
/// back. It is emptied when it holds `CACHED_WORDS` words, so memory stays bounded; what is cached never changes a result.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    scratch: Scratch,
    counts: Counts,
    search: Search,
    /// Where each group ends in `counts`.
    ends: Vec<usize>,
    /// Where the columns of each word's character n-grams stand in `word_columns`, by the word's number.
    words: Vec<Option<(u32, u32)>>,
    word_columns: Vec<u32>,
    row: Vec<(u32, f32)>,
}

/// Largest inverse document frequency that is taken; data of 2³² sentences reach 24.
const LARGEST_IDF: f32 = 1e6;

/// Most words that a [`Workspace`] remembers.
const CACHED_WORDS: usize = 1 << 16;

impl FeatureExtractor {
    /// Learns vocabulary and document frequencies from sentences.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for options out of range, [`ErrorKind::Training`] when no term passes the cut-offs.
    pub fn fit(options: FeatureOptions, inputs: &[Input<'_>]) -> Result<Self> {
        options.check()?;
        let terms = Terms::new(&options.groups);
        let mut scratch = Scratch::default();
        let stock_words = if options.groups.iter().any(|g| g.group == Group::Skeleton) {
            most_frequent_words(inputs, options.stock_words)
        } else {
            Vec::new()
        };
        let stock: Hashes = stock_words.iter().map(|w| xxh3_64(w.as_bytes())).collect();

        let mut counter = Counter::new(options.groups.len());
        for (document, input) in inputs.iter().enumerate() {
            counter.document = document as u32 + 1;
            terms.emit(input, &options.groups, &stock, &mut scratch, &mut counter);
        }
        let mut frequencies = counter.frequencies;
        frequencies.retain(|_, (_, df, group)| *df >= options.groups[usize::from(*group)].min_df);
        frequencies.shrink_to_fit();
        if frequencies.is_empty() {
            return Err(Error::new(
                ErrorKind::Training,
                "no word stands in enough sentences to become a feature",
            )
            .hint("give more sentences, or lower min_df, as in `--features words:1-2/1`"));
        }

        let mut collector = Collector {
            frequencies: &frequencies,
            found: Vec::with_capacity(frequencies.len()),
            seen: ByHash::default(),
            words: Vec::new(),
        };
        for input in inputs {
            terms.emit(input, &options.groups, &stock, &mut scratch, &mut collector);
        }
        let mut found = collector.found;
        found.sort_unstable_by(|a, b| {
            (b.df.cmp(&a.df))
                .then_with(|| a.group.cmp(&b.group))
                .then_with(|| a.text.cmp(&b.text))
        });
        let mut bytes = Vec::with_capacity(found.iter().map(|f| f.text.len()).sum());
        let mut offsets = Vec::with_capacity(found.len() + 1);
        offsets.push(0);
        let n = inputs.len() as f64;
        let mut idf = Vec::with_capacity(found.len());
        for term in &found {
            bytes.extend_from_slice(term.text.as_bytes());
            offsets.push(bytes.len() as u32);
            let df = f64::from(term.df);
            let value = if options.smooth_idf {
                ((1.0 + n) / (1.0 + df)).ln() + 1.0
            } else {
                (n / df).ln() + 1.0
            };
            idf.push(value as f32);
        }
        let groups = found.iter().map(|f| f.group).collect();
        let hashes: Vec<u64> = found.iter().map(|f| f.hash).collect();
        drop(found);
        let parts = VocabularyParts::by_column(bytes, offsets, groups, &hashes);
        let vocabulary = Vocabulary::from_parts(parts)?;
        let log_tf = small_tf(&options);
        Ok(Self {
            options,
            terms,
            vocabulary,
            idf: idf.into(),
            stock_words,
            stock,
            log_tf,
        })
    }

    /// Puts an extractor together from its parts, as a model file holds them.
    ///
    /// # Errors
    /// [`ErrorKind::Model`] when the parts do not fit each other.
    pub(crate) fn from_parts(
        options: FeatureOptions,
        vocabulary: Vocabulary,
        idf: impl Into<List<f32>>,
        stock_words: Vec<String>,
    ) -> Result<Self> {
        let idf = idf.into();
        let wrong = |why: &str| Err(Error::new(ErrorKind::Model, why));
        options
            .check()
            .map_err(|e| Error::new(ErrorKind::Model, e.found().to_owned()))?;
        if idf.len() != vocabulary.len() {
            return wrong("idf and vocabulary differ in length");
        }
        if idf.iter().any(|v| !(*v > 0.0 && *v <= LARGEST_IDF)) {
            return wrong("an idf is not a number above 0 and at most 1e6");
        }
        let known = options.groups.len();
        if (vocabulary.parts().groups.iter()).any(|&g| usize::from(g) >= known) {
            return wrong("a term belongs to a group that the options do not name");
        }
        Ok(Self::unchecked(options, vocabulary, idf, stock_words))
    }

    /// The same extractor once more; lists that lie in a file or in the program are not copied.
    pub(crate) fn copy(&self) -> Self {
        Self::unchecked(
            self.options.clone(),
            self.vocabulary.clone(),
            self.idf.clone(),
            self.stock_words.clone(),
        )
    }

    /// As [`Self::from_parts`], for parts that passed its checks before: those inside the program.
    pub(crate) fn unchecked(
        options: FeatureOptions,
        vocabulary: Vocabulary,
        idf: List<f32>,
        stock_words: Vec<String>,
    ) -> Self {
        Self {
            log_tf: small_tf(&options),
            stock: stock_words.iter().map(|w| xxh3_64(w.as_bytes())).collect(),
            terms: Terms::new(&options.groups),
            options,
            vocabulary,
            idf,
            stock_words,
        }
    }

    /// The options it was fitted with.
    pub fn options(&self) -> &FeatureOptions {
        &self.options
    }

    /// The terms it knows.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Inverse document frequency of each column.
    pub fn idf(&self) -> &[f32] {
        &self.idf
    }

    /// The stock words of the skeleton group, most frequent first; empty where that group is not used.
    pub fn stock_words(&self) -> &[String] {
        &self.stock_words
    }

    /// Keeps only some columns, given in rising order; their idf stays.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] when none is kept.
    pub fn keep(&self, columns: &[u32]) -> Result<Self> {
        if columns.is_empty() {
            return Err(Error::new(ErrorKind::Training, "no feature would be left"));
        }
        let old = &self.vocabulary;
        let mut bytes = Vec::new();
        let mut offsets = vec![0];
        for &c in columns {
            bytes.extend_from_slice(old.text(c as usize).as_bytes());
            offsets.push(bytes.len() as u32);
        }
        let pick = |c: &u32| *c as usize;
        let groups = columns
            .iter()
            .map(|c| old.parts().groups[pick(c)])
            .collect();
        let old_hashes = old.hashes_by_column();
        let hashes: Vec<u64> = columns.iter().map(|c| old_hashes[pick(c)]).collect();
        let parts = VocabularyParts::by_column(bytes, offsets, groups, &hashes);
        let vocabulary = Vocabulary::from_parts(parts)?;
        Self::from_parts(
            self.options.clone(),
            vocabulary,
            columns
                .iter()
                .map(|c| self.idf[pick(c)])
                .collect::<List<f32>>(),
            self.stock_words.clone(),
        )
    }

    /// The row of one sentence: pairs of column and value, each column once, in order of first appearance.
    pub(crate) fn transform<'w>(
        &self,
        input: &Input<'_>,
        workspace: &'w mut Workspace,
    ) -> &'w [(u32, f32)] {
        let Workspace {
            scratch,
            counts,
            search,
            ends,
            words,
            word_columns,
            row,
        } = workspace;
        counts.make_room(self.vocabulary.len());
        ends.clear();
        row.clear();
        if scratch.known_words() > CACHED_WORDS {
            scratch.forget();
            words.clear();
            word_columns.clear();
        }
        let mut sink = Adder {
            columns: self.vocabulary.columns(),
            counts,
            search,
            ends,
            words,
            word_columns,
        };
        self.terms
            .emit(input, &self.options.groups, &self.stock, scratch, &mut sink);
        let idf: &[f32] = &self.idf;
        let mut start = 0;
        for (&end, options) in ends.iter().zip(&self.options.groups) {
            let mut square = 0.0;
            row.extend(counts.take(start..end).map(|(column, c)| {
                let tf = match self.log_tf.get(c as usize) {
                    Some(known) => *known,
                    None if self.options.sublinear_tf => 1.0 + f64::from(c).ln(),
                    None => f64::from(c),
                };
                let value = tf * f64::from(idf[column as usize]);
                square += value * value;
                (column, value as f32)
            }));
            let length = if self.options.l2 && square > 0.0 {
                square.sqrt()
            } else {
                1.0
            };
            let scale = options.weight / length;
            for (_, value) in &mut row[start..] {
                *value = (f64::from(*value) * scale) as f32;
            }
            start = end;
        }
        counts.clear();
        row
    }

    /// The rows of many sentences as a sparse matrix, columns rising within each row.
    pub fn transform_all(&self, inputs: &[Input<'_>]) -> Csr {
        let mut workspace = Workspace::default();
        let mut csr = Csr::new(self.vocabulary.len());
        let mut sorted = Vec::new();
        for input in inputs {
            sorted.clear();
            sorted.extend_from_slice(self.transform(input, &mut workspace));
            sorted.sort_unstable_by_key(|&(column, _)| column);
            csr.push_row(&sorted);
        }
        csr
    }

    /// The row of one sentence with the places of the sentence that each term covers.
    pub(crate) fn explain(&self, input: &Input<'_>, workspace: &mut Workspace) -> Vec<Term> {
        let row = self.transform(input, workspace).to_vec();
        let mut locator = Locator::new(self.vocabulary.columns());
        let scratch = &mut workspace.scratch;
        self.terms.emit(
            input,
            &self.options.groups,
            &self.stock,
            scratch,
            &mut locator,
        );
        let (spans, tokens) = (locator.into_spans(), scratch.tokens());
        row.into_iter()
            .map(|(column, value)| Term {
                column,
                value,
                sources: (spans.get(&u64::from(column)).into_iter().flatten())
                    .map(|&(first, last)| tokens.source(first).start..tokens.source(last).end)
                    .collect(),
            })
            .collect()
    }
}

fn small_tf(options: &FeatureOptions) -> [f64; 16] {
    std::array::from_fn(|c| {
        if options.sublinear_tf && c > 1 {
            1.0 + (c as f64).ln()
        } else {
            c as f64
        }
    })
}

fn most_frequent_words(inputs: &[Input<'_>], most: usize) -> Vec<String> {
    let mut frequencies: ByHash<(u32, u32, String)> = ByHash::default();
    let mut tokens = Tokens::default();
    for (document, input) in inputs.iter().enumerate() {
        tokens.tokenize(input.sentence);
        for i in (0..tokens.len()).filter(|&i| !tokens.is_mark(i)) {
            let entry = frequencies
                .entry(tokens.hash(i))
                .or_insert_with(|| (u32::MAX, 0, tokens.text(i).to_owned()));
            if entry.0 != document as u32 {
                *entry = (document as u32, entry.1 + 1, std::mem::take(&mut entry.2));
            }
        }
    }
    let mut words: Vec<(u32, String)> = frequencies
        .into_values()
        .map(|(_, df, w)| (df, w))
        .collect();
    words.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    words.truncate(most);
    words.into_iter().map(|(_, w)| w).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::GroupOptions;

    const DOCUMENTS: [&str; 3] = [
        "het kabinet steunt het voorstel",
        "de raad steunt het voorstel niet",
        "het kabinet is kritisch",
    ];

    fn fitted(sublinear_tf: bool) -> FeatureExtractor {
        let options = FeatureOptions {
            sublinear_tf,
            ..FeatureOptions::single(GroupOptions::new(Group::Words, 1, 1).min_df(1))
        };
        FeatureExtractor::fit(options, &DOCUMENTS.map(Input::alone)).unwrap()
    }

    fn row(extractor: &FeatureExtractor, sentence: &str) -> Vec<(String, f32)> {
        let mut workspace = Workspace::default();
        let row = extractor.transform(&Input::alone(sentence), &mut workspace);
        let text = |c: u32| extractor.vocabulary().text(c as usize).to_owned();
        row.iter().map(|&(c, value)| (text(c), value)).collect()
    }

    /// Values of scikit-learn 1.9.1:
    /// ```python
    /// v = TfidfVectorizer(token_pattern=r"\S+", sublinear_tf=sublinear); x = v.fit_transform(documents)
    /// {n: x[0, i] for n, i in v.vocabulary_.items() if x[0, i]}
    /// ```
    #[test]
    fn rows_are_those_of_scikit_learn() {
        for (sublinear, het, other) in [(false, 0.667_618, 0.429_84), (true, 0.604_652, 0.459_854)]
        {
            let found = row(&fitted(sublinear), DOCUMENTS[0]);
            let expected = [
                ("het", het),
                ("kabinet", other),
                ("steunt", other),
                ("voorstel", other),
            ];
            assert_eq!(found.len(), expected.len());
            for ((term, value), (name, wanted)) in found.iter().zip(expected) {
                assert_eq!(term, name);
                assert!(
                    (value - wanted).abs() < 1e-6,
                    "{term}: {value} against {wanted}"
                );
            }
        }
    }

    #[test]
    fn a_sentence_alone_and_in_a_batch_gets_the_same_bits() {
        let extractor = fitted(true);
        let batch = extractor.transform_all(&DOCUMENTS.map(Input::alone));
        for (i, sentence) in DOCUMENTS.iter().enumerate() {
            let mut alone = extractor
                .transform(&Input::alone(sentence), &mut Workspace::default())
                .to_vec();
            alone.sort_unstable_by_key(|&(column, _)| column);
            let (columns, values) = batch.row(i);
            let together: Vec<(u32, f32)> = columns
                .iter()
                .copied()
                .zip(values.iter().copied())
                .collect();
            assert_eq!(alone, together);
        }
    }
}

//! A sentence and its context become a sparse TF-IDF row.
//!
//! Features come in named [`Group`]s, each a TF-IDF vector of its own with its own n-grams, cut-off and weight, so that
//! one can be switched off and its worth told. [`FeatureExtractor::fit`] learns vocabulary and document frequencies;
//! after that they are only read: a sentence alone and the same sentence in a batch get the same bits.

mod counts;
mod lexicon;
mod options;
mod sinks;
pub mod stemmer;
mod terms;
mod tfidf;
mod tokenizer;
mod vocabulary;

pub use lexicon::{Lexicon, WordClass};
pub use options::{FeatureOptions, Group, GroupOptions};
pub use terms::Input;
pub(crate) use terms::hash_gram;
pub use tfidf::FeatureExtractor;
pub(crate) use tfidf::Workspace;
pub use tokenizer::{NUMBER, Tokens, YEAR};
pub use vocabulary::Vocabulary;
pub(crate) use vocabulary::VocabularyParts;

//! The cue lexicon: patterns of words by which a stance can be told, read from a text file (`cues.txt`, which
//! explains its notation).

use crate::stance::Stance;
use std::ops::Range;

mod clauses;
mod covered;
mod lexicon;
mod matching;
mod rules;
mod word_lists;

pub use lexicon::Lexicon;
pub(crate) use matching::Places;
pub use rules::{Cue, CueRules, Reading, Whose};

/// Words that a gap (`...`) can span.
const GAP: usize = 10;

/// What a pattern stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CueKind {
    /// A phrase for the sender.
    Sender,
    /// A phrase for somebody else.
    Other,
    /// A phrase in which somebody else is judged or addressed, and so is no subject of a position.
    Judged,
    /// A phrase that looks like a cue and is none.
    Mask,
    /// A verb of saying or finding: who says it holds what is said.
    Says,
    /// A cue of a stance that counts when the sender is the subject.
    OfSender(Stance),
    /// A cue of a stance that counts unless somebody else is the subject.
    Free(Stance),
    /// A cue of a stance that counts whoever the subject is, unless it is told as what somebody else says.
    Norm(Stance),
}

impl CueKind {
    /// Of a cue: its stance, and whose it has to be.
    pub(crate) fn stance(self) -> Option<(Stance, Bearer)> {
        match self {
            Self::OfSender(stance) => Some((stance, Bearer::Sender)),
            Self::Free(stance) => Some((stance, Bearer::NotOther)),
            Self::Norm(stance) => Some((stance, Bearer::Anybody)),
            Self::Sender | Self::Other | Self::Judged | Self::Mask | Self::Says => None,
        }
    }
}

/// Who the subject of a cue may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bearer {
    /// The sender alone.
    Sender,
    /// Anybody who is not somebody else.
    NotOther,
    /// Anybody.
    Anybody,
}

/// A place where a pattern fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CueMatch {
    /// What the pattern stands for.
    pub kind: CueKind,
    /// The words it spans, gaps included, as indices into the words that were looked at.
    pub words: Range<usize>,
    /// The line of the lexicon (1-based).
    pub line: usize,
    /// The pattern's number in the lexicon.
    number: usize,
}

/// A word of a sentence, and its number in a lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'t> {
    /// The word in lower case.
    pub text: &'t str,
    /// The number under which the lexicon knows it; [`UNKNOWN`] where it does not.
    id: u32,
}

/// The number of a word that stands in no pattern.
const UNKNOWN: u32 = u32::MAX;

/// A sentence in the form that [`Lexicon::words`] takes: lower case, straight apostrophes.
pub fn lower_case(sentence: &str) -> String {
    let lower = sentence.to_lowercase();
    if !lower.is_ascii() && lower.contains(['’', '‘']) {
        lower.replace(['’', '‘'], "'")
    } else {
        lower
    }
}

//! How the lexicon is read and what it holds: few long vectors in place of many short ones, as every run of the program begins with it.

use super::{CueKind, CueMatch, UNKNOWN, Word};
use crate::by_hash::ByHash;
use crate::error::{Error, ErrorKind, Result};
use crate::stance::Stance;
use std::ops::Range;
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

mod reader;

use reader::Reader;

/// The lexicon that ships with the crate.
const LEXICON: &str = include_str!("cues.txt");

/// Patterns for senders, others and stances.
#[derive(Debug, Clone)]
pub struct Lexicon {
    pub(super) patterns: Vec<Pattern>,
    /// The parts of all patterns, one behind the other: numbers of `parts`, or [`GAP_PART`] or [`SENDER_PART`].
    sequences: Vec<u32>,
    /// Every part once, however many patterns have it; the first two stand for a gap and the sender.
    pub(super) parts: Vec<Part>,
    /// The numbers of the words of all parts, those of a part in rising order; a beginning of words has a number as they do, and so
    /// has a group of them.
    choices: Vec<u32>,
    /// Numbers of words by hash.
    numbers: ByHash<u32>,
    /// The names of all patterns, one behind the other.
    names: String,
    /// For each word the patterns whose anchor it is a choice of. The anchor of a pattern is the part whose words are least common:
    /// where no word of a sentence is a choice of it, the pattern fits nowhere, and nobody looks.
    pub(super) anchored: Lists,
    /// For each word the groups it belongs to. A part of many words has one number for all of them, its group.
    pub(super) groups: Lists,
    /// The beginnings of words with their numbers, by their first byte.
    beginnings: Vec<Vec<(u32, String)>>,
    /// The number of the empty beginning, which every word has.
    pub(super) any: u32,
    /// The number of the sender: the last, behind those of words, beginnings and groups.
    pub(super) sender_number: u32,
    /// The words, beginnings and groups with which a sender begins.
    pub(super) sender_beginnings: Vec<u32>,
    /// Patterns in which every part is a gap, the sender, or takes words by their beginning.
    pub(super) always: Vec<u32>,
    /// The patterns of senders.
    pub(super) senders: Vec<u32>,
    pub(super) semicolon: u32,
}

/// A line of the lexicon.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub(super) kind: CueKind,
    /// Its parts in `sequences`.
    pub(super) parts: Range<u32>,
    pub(super) line: u32,
    name: Range<u32>,
    name_hash: u64,
    /// Whether it holds a negation itself, so that a further one does not turn it round.
    negates: bool,
    /// Whether it names an objection itself, so that one beside it does not turn it round.
    objects: bool,
    /// Whether it names the sender itself, so that it is nobody else's.
    names_sender: bool,
    /// Whether it decides alone what its words say, so that cues inside of it that say otherwise give way.
    decides: bool,
    /// Whether it is words alone, without gaps and senders.
    pub(super) is_plain: bool,
    /// The part whose words are least common but for those of its anchor: the first to look at.
    pub(super) second_anchor: u32,
}

/// One of some words by number, or a word that begins with one of some texts.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    choices: Range<u32>,
    /// Whether it takes words by a beginning too.
    by_beginning: bool,
    /// Whether its only choice is a group.
    is_group: bool,
}

/// The number of the part that is a gap.
pub(super) const GAP_PART: u32 = 0;

/// The number of the part that is the sender.
pub(super) const SENDER_PART: u32 = 1;

/// Lists by number, one behind the other.
#[derive(Debug, Clone)]
pub(super) struct Lists {
    /// Where each list begins in `items`, and the end of the last.
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// The lists that pairs of a list and an item make; items keep their order.
    fn new(lists: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0; lists + 2];
        for &(list, _) in pairs {
            starts[list as usize + 2] += 1;
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut items = vec![0; pairs.len()];
        for &(list, item) in pairs {
            let next = &mut starts[list as usize + 1];
            items[*next as usize] = item;
            *next += 1;
        }
        starts.pop();
        Self { starts, items }
    }

    /// The items of a list; none where there is no such list.
    pub(super) fn of(&self, list: u32) -> &[u32] {
        let at = list as usize;
        match self.starts.get(at..at.saturating_add(2)) {
            Some(&[start, end]) => &self.items[start as usize..end as usize],
            _ => &[],
        }
    }
}

impl Lexicon {
    /// The lexicon that ships with the crate, read when it is first asked for.
    pub fn dutch() -> &'static Self {
        static DUTCH: LazyLock<Lexicon> = LazyLock::new(|| {
            // a test reads the file, so the fallback is never taken
            Lexicon::parse(LEXICON).unwrap_or_else(|_| Reader::for_text("").finish())
        });
        &DUTCH
    }

    /// Reads a lexicon in the notation that `cues.txt` explains.
    ///
    /// # Errors
    /// [`ErrorKind::Data`] for an unknown section, a pattern before any section, one that begins or ends with a gap or names a
    /// class that no line before it makes, or a sender told by the sender; with the line.
    pub fn parse(text: &str) -> Result<Self> {
        let mut reader = Reader::for_text(text);
        let mut kind = None;
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |found: String| Error::new(ErrorKind::Data, found).on_line(number.into());
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                kind = section(name);
                if kind.is_none() {
                    return Err(wrong(format!("unknown section `{name}`")).expected(
                        "zender, anderen, beoordeeld, masker, zeggen, or a label followed by `zender`, `vrij` or `norm`",
                    ));
                }
                continue;
            }
            if line.starts_with('<')
                && let Some((class, words)) = line.split_once(" = ")
            {
                if let Err(why) = reader.class(class, words) {
                    return Err(wrong(format!("`{line}` {why}")));
                }
                continue;
            }
            let Some(kind) = kind else {
                return Err(wrong("a pattern outside of any section".to_owned()));
            };
            if let Err(why) = reader.pattern(kind, number, line) {
                return Err(wrong(format!("`{line}` {why}")));
            }
        }
        Ok(reader.finish())
    }

    /// How many patterns there are.
    pub fn len(&self) -> usize {
        self.patterns.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The lexicon's own hash, which a model file records.
    pub(crate) fn fingerprint() -> u64 {
        xxh3_64(LEXICON.as_bytes())
    }

    /// A short name of the pattern that fits: the first choice of each part, gaps as `…`. Patterns may share one.
    pub fn name(&self, found: &CueMatch) -> &str {
        let name = &self.patterns[found.number].name;
        &self.names[name.start as usize..name.end as usize]
    }

    /// The hash of that name.
    pub(super) fn name_hash(&self, found: &CueMatch) -> u64 {
        self.patterns[found.number].name_hash
    }

    /// Whether the pattern that fits holds a negation itself.
    pub(super) fn negates(&self, found: &CueMatch) -> bool {
        self.patterns[found.number].negates
    }

    /// Whether the pattern that fits names an objection itself.
    pub(super) fn objects(&self, found: &CueMatch) -> bool {
        self.patterns[found.number].objects
    }

    /// Whether the pattern that fits names the sender itself.
    pub(super) fn names_sender(&self, found: &CueMatch) -> bool {
        self.patterns[found.number].names_sender
    }

    /// Whether the pattern that fits decides alone what its words say.
    pub(super) fn decides(&self, found: &CueMatch) -> bool {
        self.patterns[found.number].decides
    }

    /// The parts of a pattern.
    pub(super) fn sequence(&self, pattern: u32) -> &[u32] {
        let Range { start, end } = self.patterns[pattern as usize].parts;
        &self.sequences[start as usize..end as usize]
    }

    /// The words of a part.
    pub(super) fn choices(&self, part: &Part) -> &[u32] {
        &self.choices[part.choices.start as usize..part.choices.end as usize]
    }

    /// Whether a part takes a word.
    pub(super) fn takes(&self, number: u32, word: &Word<'_>) -> bool {
        let part = &self.parts[number as usize];
        let choices = self.choices(part);
        choices.contains(&word.id)
            || (part.by_beginning
                && (choices.contains(&self.any)
                    || self.beginnings(word).any(|b| choices.contains(&b))))
            || (part.is_group && self.groups.of(word.id).contains(&choices[0]))
    }

    /// The numbers of the beginnings of a word but the empty one.
    #[inline]
    pub(super) fn beginnings(&self, word: &Word<'_>) -> impl Iterator<Item = u32> {
        let first = word.text.as_bytes().first().map_or(0, |&byte| byte);
        (self.beginnings[usize::from(first)].iter())
            .filter(|(_, beginning)| word.text.starts_with(beginning.as_str()))
            .map(|&(number, _)| number)
    }

    /// The words of a lower-case sentence as [`super::lower_case`] makes it; commas, semicolons and question marks are words of
    /// their own, other punctuation is left out.
    pub fn words<'t>(&self, lower: &'t str) -> Vec<Word<'t>> {
        let mut words = Vec::with_capacity(lower.len() / 5 + 2);
        let push = |words: &mut Vec<Word<'t>>, text: &'t str| {
            let id = (self.numbers.get(&xxh3_64(text.as_bytes()))).map_or(UNKNOWN, |&id| id);
            words.push(Word { text, id });
        };
        let end = |words: &mut Vec<Word<'t>>, mut text: &'t str| {
            if text.starts_with(['-', '\'']) || text.ends_with(['-', '\'']) {
                text = text.trim_matches(['-', '\'']);
            }
            if !text.is_empty() {
                push(words, text);
            }
        };
        let bytes = lower.as_bytes();
        let mut start = 0;
        let mut at = 0;
        while at < bytes.len() {
            let (inside, length) = if bytes[at].is_ascii() {
                (WORD_BYTES[usize::from(bytes[at])], 1)
            } else {
                let c = lower[at..].chars().next().unwrap_or_default();
                (c.is_alphanumeric(), c.len_utf8())
            };
            if !inside {
                end(&mut words, &lower[start..at]);
                start = at + length;
                if matches!(bytes[at], b',' | b';' | b'?') {
                    push(&mut words, &lower[at..start]);
                }
            }
            at += length;
        }
        end(&mut words, &lower[start..]);
        words
    }
}

/// Which bytes of ASCII belong to a word.
const WORD_BYTES: [bool; 128] = {
    let mut inside = [false; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        inside[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'\'';
        byte += 1;
    }
    inside
};

fn section(name: &str) -> Option<CueKind> {
    match name {
        "zender" => return Some(CueKind::Sender),
        "anderen" => return Some(CueKind::Other),
        "beoordeeld" => return Some(CueKind::Judged),
        "masker" => return Some(CueKind::Mask),
        "zeggen" => return Some(CueKind::Says),
        _ => {}
    }
    let (label, whose) = name.rsplit_once(' ')?;
    let stance = Stance::from_label(label)?;
    match whose {
        "zender" => Some(CueKind::OfSender(stance)),
        "vrij" => Some(CueKind::Free(stance)),
        "norm" => Some(CueKind::Norm(stance)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;

//! How the lexicon is read and what it holds: few long vectors in place of many short ones, as every run of the program begins with it.

use super::word_lists::{FIRST_PERSON, NEGATIONS, OBJECTIONS};
use super::{CueKind, CueMatch, UNKNOWN, Word};
use crate::by_hash::ByHash;
use crate::error::{Error, ErrorKind, Result};
use crate::stance::Stance;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

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
    /// The numbers of the words of all parts, those of a part in rising order; a beginning of words has a number as they do.
    choices: Vec<u32>,
    /// Numbers of words by hash.
    numbers: ByHash<u32>,
    /// The names of all patterns, one behind the other.
    names: String,
    /// For each word the patterns whose anchor it is a choice of. The anchor of a pattern is the part whose words are least common:
    /// where no word of a sentence is a choice of it, the pattern fits nowhere, and nobody looks.
    pub(super) anchored: Lists,
    /// The beginnings of words with their numbers, by their first byte.
    beginnings: Vec<Vec<(u32, String)>>,
    /// The number of the empty beginning, which every word has.
    pub(super) any: u32,
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
}

/// One of some words by number, or a word that begins with one of some texts.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    choices: Range<u32>,
    /// Whether it takes words by a beginning too.
    by_beginning: bool,
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
            if let Some((class, words)) = line.split_once(" = ") {
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
    }

    /// The numbers of the beginnings of a word but the empty one.
    #[inline]
    pub(super) fn beginnings(&self, word: &Word<'_>) -> impl Iterator<Item = u32> {
        let first = word.text.as_bytes().first().map_or(0, |&byte| byte);
        (self.beginnings[usize::from(first)].iter())
            .filter(|(_, beginning)| word.text.starts_with(beginning.as_str()))
            .map(|&(number, _)| number)
    }

    /// How many numbers of words and beginnings there are.
    pub(super) fn word_count(&self) -> usize {
        self.numbers.len()
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

/// The numbers of negations: the first, so that a part with one is told by its smallest.
const NEGATION_NUMBERS: Range<u32> = 0..NEGATIONS.len() as u32;

/// The numbers of nouns for objections.
const OBJECTION_NUMBERS: Range<u32> =
    NEGATION_NUMBERS.end..NEGATION_NUMBERS.end + OBJECTIONS.len() as u32;

/// The numbers of words by which the sender names itself.
const FIRST_PERSON_NUMBERS: Range<u32> =
    OBJECTION_NUMBERS.end..OBJECTION_NUMBERS.end + FIRST_PERSON.len() as u32;

/// Puts a lexicon together line by line.
struct Reader {
    lexicon: Lexicon,
    /// Numbers of parts by the hash of their text.
    known: ByHash<u32>,
    /// The words of classes by name, as a part would list them.
    classes: BTreeMap<String, String>,
    /// How common each word is: of how many different parts it is a choice, and [`SHORT_WORD`] for a short one.
    common: Vec<u32>,
}

/// Whether a choice of a part is the name of a class.
fn is_class(choice: &str) -> bool {
    choice.starts_with('<') && choice.ends_with('>')
}

/// What a word of up to three letters counts for: *en*, *de* and *dat* stand in few patterns and in most sentences.
const SHORT_WORD: u32 = 1000;

/// Longer words that count for as much.
const FREQUENT: &[&str] = &[
    "voor", "zijn", "niet", "naar", "deze", "door", "over", "wordt", "worden", "heeft", "hebben",
    "moet", "moeten", "kunnen", "zullen", "meer", "geen",
];

impl Reader {
    fn for_text(text: &str) -> Self {
        // as long as the lines and words of the lexicon that ships are: only the first guess at a size
        let patterns = text.len() / 40;
        let mut lexicon = Lexicon {
            patterns: Vec::with_capacity(patterns),
            sequences: Vec::with_capacity(patterns * 4),
            parts: Vec::with_capacity(patterns * 2),
            choices: Vec::with_capacity(patterns * 5),
            numbers: ByHash::with_capacity_and_hasher(patterns * 3, Default::default()),
            names: String::with_capacity(text.len() / 2),
            anchored: Lists::new(0, &[]),
            beginnings: vec![Vec::new(); 256],
            any: UNKNOWN,
            always: Vec::new(),
            senders: Vec::new(),
            semicolon: UNKNOWN,
        };
        lexicon.parts.extend([Part::default(), Part::default()]);
        let mut reader = Self {
            lexicon,
            known: ByHash::with_capacity_and_hasher(patterns * 2, Default::default()),
            classes: BTreeMap::new(),
            common: Vec::with_capacity(patterns * 3),
        };
        for word in NEGATIONS.iter().chain(OBJECTIONS).chain(FIRST_PERSON) {
            reader.word(word);
        }
        reader.lexicon.semicolon = reader.word(";");
        reader.lexicon.any = reader.word("*");
        reader
    }

    /// The number of a word.
    fn word(&mut self, word: &str) -> u32 {
        let next = self.common.len() as u32;
        let number = *(self.lexicon.numbers.entry(xxh3_64(word.as_bytes()))).or_insert(next);
        if number == next {
            let is_short = word.len() <= 3 || FREQUENT.contains(&word);
            self.common.push(if is_short { SHORT_WORD } else { 0 });
        }
        number
    }

    /// Takes a class of words: `<klacht> = kritiek|verwijt`.
    ///
    /// # Errors
    /// What is wrong with it.
    fn class(&mut self, name: &str, words: &str) -> std::result::Result<(), &'static str> {
        if !is_class(name) || name == "<z>" || words.contains(' ') {
            return Err("is no class: <name> = a|b");
        }
        let words = self.listed(words)?;
        match self.classes.insert(name.to_owned(), words) {
            Some(_) => Err("makes a class again"),
            None => Ok(()),
        }
    }

    /// The words of a part with those of a class in place of its name.
    ///
    /// # Errors
    /// What is wrong with it.
    fn listed(&self, text: &str) -> std::result::Result<String, &'static str> {
        let words = |choice| match is_class(choice) {
            true => self.classes.get(choice).map(String::as_str),
            false => Some(choice),
        };
        let words: Option<Vec<&str>> = text.split('|').map(words).collect();
        Ok(words.ok_or("names an unknown class")?.join("|"))
    }

    /// The number of a part whose classes are listed.
    fn part(&mut self, text: &str) -> u32 {
        match text {
            "..." => return GAP_PART,
            "<z>" => return SENDER_PART,
            _ => {}
        }
        let next = self.lexicon.parts.len() as u32;
        let number = *self.known.entry(xxh3_64(text.as_bytes())).or_insert(next);
        if number == next {
            let first_choice = self.lexicon.choices.len();
            let mut by_beginning = false;
            for word in text.split('|') {
                // no word of a sentence ends with a star, so a beginning and a word never share a number
                let next = self.common.len() as u32;
                let number = self.word(word);
                self.lexicon.choices.push(number);
                let Some(beginning) = word.strip_suffix('*') else {
                    continue;
                };
                by_beginning = true;
                if let Some(first) = beginning.bytes().next()
                    && number == next
                {
                    let place = &mut self.lexicon.beginnings[usize::from(first)];
                    place.push((number, beginning.to_owned()));
                }
            }
            let choices = &mut self.lexicon.choices[first_choice..];
            choices.sort_unstable();
            choices
                .iter()
                .for_each(|&word| self.common[word as usize] += 1);
            self.lexicon.parts.push(Part {
                choices: first_choice as u32..self.lexicon.choices.len() as u32,
                by_beginning,
            });
        }
        number
    }

    /// Takes a pattern.
    ///
    /// # Errors
    /// What is wrong with it.
    fn pattern(
        &mut self,
        kind: CueKind,
        line: u32,
        text: &str,
    ) -> std::result::Result<(), &'static str> {
        let start = self.lexicon.sequences.len();
        let name = self.lexicon.names.len();
        let (text, decides) = match text.strip_suffix(" !") {
            Some(text) => (text, true),
            None => (text, false),
        };
        for word in text.split_ascii_whitespace() {
            let listed;
            let word = match word {
                "<z>" => word,
                _ if word.contains('<') => {
                    listed = self.listed(word)?;
                    &listed
                }
                _ => word,
            };
            let part = self.part(word);
            self.lexicon.sequences.push(part);
            if self.lexicon.names.len() > name {
                self.lexicon.names.push(' ');
            }
            let first = match part {
                GAP_PART => "…",
                _ => word.find('|').map_or(word, |end| &word[..end]),
            };
            self.lexicon.names.push_str(first);
        }
        let sequence = &self.lexicon.sequences[start..];
        if sequence.first() == Some(&GAP_PART) || sequence.last() == Some(&GAP_PART) {
            return Err("begins or ends with a gap");
        }
        if kind == CueKind::Sender && sequence.contains(&SENDER_PART) {
            return Err("tells a sender by the sender");
        }
        let (mut negates, mut objects, mut names_sender) = (false, false, false);
        for &part in sequence {
            let choices = self.lexicon.choices(&self.lexicon.parts[part as usize]);
            negates |= choices
                .first()
                .is_some_and(|w| NEGATION_NUMBERS.contains(w));
            objects |= choices.iter().any(|w| OBJECTION_NUMBERS.contains(w));
            names_sender |= part == SENDER_PART
                || (!choices.is_empty()
                    && choices.iter().all(|w| FIRST_PERSON_NUMBERS.contains(w)));
        }
        self.lexicon.patterns.push(Pattern {
            kind,
            parts: start as u32..self.lexicon.sequences.len() as u32,
            line,
            name: name as u32..self.lexicon.names.len() as u32,
            name_hash: xxh3_64(&self.lexicon.names.as_bytes()[name..]),
            negates,
            objects,
            names_sender,
            decides,
        });
        Ok(())
    }

    fn finish(self) -> Lexicon {
        let Self {
            mut lexicon,
            common,
            ..
        } = self;
        // how common the words of a part are; `None` where it takes words by their beginning
        let commonness: Vec<Option<u32>> = (lexicon.parts.iter())
            .map(|part| {
                let words = lexicon.choices(part);
                let plain = !words.is_empty() && !part.by_beginning;
                plain.then(|| words.iter().map(|&word| common[word as usize]).sum())
            })
            .collect();
        let mut anchored = Vec::with_capacity(lexicon.patterns.len() * 2);
        let mut senders = Vec::new();
        let mut always = Vec::new();
        for (number, pattern) in (0..).zip(&lexicon.patterns) {
            let words_of = |part: u32| lexicon.choices(&lexicon.parts[part as usize]).iter();
            let sequence = lexicon.sequence(number);
            let anchor = (sequence.iter())
                .filter_map(|&part| commonness[part as usize].map(|n| (n, part)))
                .min_by_key(|&(n, _)| n);
            match anchor {
                Some((_, part)) => anchored.extend(words_of(part).map(|&w| (w, number))),
                None => always.push(number),
            }
            if pattern.kind == CueKind::Sender {
                senders.push(number);
            }
        }
        lexicon.always = always;
        lexicon.anchored = Lists::new(common.len(), &anchored);
        lexicon.senders = senders;
        lexicon
    }
}

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

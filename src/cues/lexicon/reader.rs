//! Puts the lexicon together line by line.

use super::super::word_lists::{FIRST_PERSON, NEGATIONS, OBJECTIONS};
use super::super::{CueKind, UNKNOWN};
use super::{GAP_PART, Lexicon, Lists, Part, Pattern, SENDER_PART};
use crate::by_hash::ByHash;
use std::collections::BTreeMap;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// The numbers of negations: the first, so that a part with one is told by its smallest.
const NEGATION_NUMBERS: Range<u32> = 0..NEGATIONS.len() as u32;

/// The numbers of nouns for objections.
const OBJECTION_NUMBERS: Range<u32> =
    NEGATION_NUMBERS.end..NEGATION_NUMBERS.end + OBJECTIONS.len() as u32;

/// The numbers of words by which the sender names itself.
const FIRST_PERSON_NUMBERS: Range<u32> =
    OBJECTION_NUMBERS.end..OBJECTION_NUMBERS.end + FIRST_PERSON.len() as u32;

/// Puts a lexicon together line by line.
pub(super) struct Reader {
    lexicon: Lexicon,
    /// Numbers of parts by the hash of their text.
    known: ByHash<u32>,
    /// What is known of each part of the lexicon.
    facts: Vec<PartFacts>,
    /// The words of classes by name, as a part would list them.
    classes: BTreeMap<String, String>,
    /// How common each word is: of how many different parts it is a choice, and [`SHORT_WORD`] for a short one.
    common: Vec<u32>,
    /// Words and the groups they belong to.
    grouped: Vec<(u32, u32)>,
}

/// What a part gives to the patterns that have it.
#[derive(Clone, Default)]
struct PartFacts {
    /// Its first choice, in the names of the lexicon.
    name: Range<u32>,
    /// Whether a negation is among its choices.
    negates: bool,
    /// Whether a noun for an objection is among them.
    objects: bool,
    /// Whether all of them name the sender.
    names_sender: bool,
}

/// A part with more words than this has a group for them: one place to look at in place of many.
const GROUPED: usize = 8;

/// What is wrong with a line that looks as if it made a class.
const NO_CLASS: &str = "is no class: <name> = a|b";

/// What is wrong with a part that names a class which no line before it makes.
const UNKNOWN_CLASS: &str = "names an unknown class";

/// The parts of a pattern as they are written, with one comparison a byte.
fn parts_of(mut text: &str) -> impl Iterator<Item = &str> {
    let next = move || {
        let end = text.bytes().position(|byte| byte <= b' ');
        let part = &text[..end.unwrap_or(text.len())];
        text = end.map_or("", |end| &text[end + 1..]);
        (end.is_some() || !part.is_empty()).then_some(part)
    };
    std::iter::from_fn(next).filter(|part| !part.is_empty())
}

/// Whether a byte parts two choices.
fn is_bar(byte: &u8) -> bool {
    *byte == b'|'
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
    pub(super) fn for_text(text: &str) -> Self {
        // as long as the lines and words of the lexicon that ships are: only the first guess at a size, and no more than that,
        // as a table is written to all over
        let patterns = text.len() / 40;
        let mut lexicon = Lexicon {
            patterns: Vec::with_capacity(patterns),
            sequences: Vec::with_capacity(patterns * 4),
            parts: Vec::with_capacity(patterns),
            choices: Vec::with_capacity(patterns * 5),
            numbers: ByHash::with_capacity_and_hasher(patterns, Default::default()),
            names: String::with_capacity(text.len() / 2),
            anchored: Lists::new(0, &[]),
            groups: Lists::new(0, &[]),
            sender_number: 0,
            sender_beginnings: Vec::new(),
            beginnings: vec![Vec::new(); 256],
            any: UNKNOWN,
            always: Vec::new(),
            senders: Vec::new(),
            semicolon: UNKNOWN,
        };
        lexicon.parts.extend([Part::default(), Part::default()]);
        let mut reader = Self {
            lexicon,
            known: ByHash::with_capacity_and_hasher(patterns, Default::default()),
            facts: Vec::with_capacity(patterns),
            grouped: Vec::with_capacity(patterns),
            classes: BTreeMap::new(),
            common: Vec::with_capacity(patterns),
        };
        for (name, names_sender) in [("…", false), ("<z>", true)] {
            let name = reader.name(name);
            reader.facts.push(PartFacts {
                name,
                names_sender,
                ..PartFacts::default()
            });
        }
        for word in NEGATIONS.iter().chain(OBJECTIONS).chain(FIRST_PERSON) {
            reader.word(word.as_bytes());
        }
        reader.lexicon.semicolon = reader.word(b";");
        reader.lexicon.any = reader.word(b"*");
        reader
    }

    /// Puts a name behind the others.
    fn name(&mut self, name: &str) -> Range<u32> {
        let start = self.lexicon.names.len() as u32;
        self.lexicon.names.push_str(name);
        start..self.lexicon.names.len() as u32
    }

    /// The number of a word.
    fn word(&mut self, word: &[u8]) -> u32 {
        let next = self.common.len() as u32;
        let number = *(self.lexicon.numbers.entry(xxh3_64(word))).or_insert(next);
        if number == next {
            let is_short = word.len() <= 3 || FREQUENT.iter().any(|w| w.as_bytes() == word);
            self.common.push(if is_short { SHORT_WORD } else { 0 });
        }
        number
    }

    /// Takes a class of words: `<klacht> = kritiek|verwijt`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn class(
        &mut self,
        name: &str,
        words: &str,
    ) -> std::result::Result<(), &'static str> {
        if !is_class(name) || name == "<z>" || words.contains(' ') {
            return Err(NO_CLASS);
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
        Ok(words.ok_or(UNKNOWN_CLASS)?.join("|"))
    }

    /// The number of a part, whose first choice goes behind the names.
    ///
    /// # Errors
    /// What is wrong with it.
    fn part(&mut self, text: &str) -> std::result::Result<u32, &'static str> {
        let hash = xxh3_64(text.as_bytes());
        let known = match text {
            "..." => Some(GAP_PART),
            "<z>" => Some(SENDER_PART),
            _ => self.known.get(&hash).copied(),
        };
        if let Some(number) = known {
            let Range { start, end } = self.facts[number as usize].name;
            let names = &mut self.lexicon.names;
            names.extend_from_within(start as usize..end as usize);
            return Ok(number);
        }
        if text == "=" {
            return Err(NO_CLASS);
        }
        let number = self.lexicon.parts.len() as u32;
        self.known.insert(hash, number);
        self.new_part(text)?;
        Ok(number)
    }

    /// Takes a part that is not known yet.
    ///
    /// # Errors
    /// What is wrong with it.
    fn new_part(&mut self, text: &str) -> std::result::Result<(), &'static str> {
        let mut name = 0..0;
        let first_choice = self.lexicon.choices.len();
        let mut by_beginning = false;
        for (nth, choice) in text.as_bytes().split(is_bar).enumerate() {
            if let [b'<', .., b'>'] = choice {
                let class = str::from_utf8(choice).ok();
                let words = class.and_then(|class| self.classes.get(class));
                let words = words.ok_or(UNKNOWN_CLASS)?.clone();
                if nth == 0 {
                    name = self.name(words.split('|').next().unwrap_or_default());
                }
                for word in words.as_bytes().split(is_bar) {
                    by_beginning |= self.choice(word);
                }
            } else {
                if nth == 0 {
                    name = self.name(&text[..choice.len()]);
                }
                by_beginning |= self.choice(choice);
            }
        }
        let choices = &mut self.lexicon.choices[first_choice..];
        choices.sort_unstable();
        for &word in &*choices {
            self.common[word as usize] += 1;
        }
        self.facts.push(PartFacts {
            name,
            negates: (choices.first()).is_some_and(|w| NEGATION_NUMBERS.contains(w)),
            objects: choices.iter().any(|w| OBJECTION_NUMBERS.contains(w)),
            names_sender: choices.iter().all(|w| FIRST_PERSON_NUMBERS.contains(w)),
        });
        let is_group = choices.len() > GROUPED && !by_beginning;
        if is_group {
            let group = self.common.len() as u32;
            self.common.push(0);
            self.grouped.extend(choices.iter().map(|&w| (w, group)));
            self.lexicon.choices.truncate(first_choice);
            self.lexicon.choices.push(group);
        }
        self.lexicon.parts.push(Part {
            choices: first_choice as u32..self.lexicon.choices.len() as u32,
            by_beginning,
            is_group,
        });
        Ok(())
    }

    /// Takes a choice of the last part: whether it is a beginning of words.
    fn choice(&mut self, word: &[u8]) -> bool {
        // no word of a sentence ends with a star, so a beginning and a word never share a number
        let next = self.common.len() as u32;
        let number = self.word(word);
        self.lexicon.choices.push(number);
        let Some(beginning) = word.strip_suffix(b"*") else {
            return false;
        };
        if let Some(&first) = beginning.first()
            && number == next
        {
            let place = &mut self.lexicon.beginnings[usize::from(first)];
            place.push((number, String::from_utf8_lossy(beginning).into_owned()));
        }
        true
    }

    /// Takes a pattern.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn pattern(
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
        let (mut negates, mut objects, mut names_sender) = (false, false, false);
        let mut is_plain = true;
        for word in parts_of(text) {
            if self.lexicon.names.len() > name {
                self.lexicon.names.push(' ');
            }
            let part = self.part(word)?;
            self.lexicon.sequences.push(part);
            let facts = &self.facts[part as usize];
            negates |= facts.negates;
            objects |= facts.objects;
            names_sender |= facts.names_sender;
            is_plain &= part > SENDER_PART;
        }
        let sequence = &self.lexicon.sequences[start..];
        if sequence.first() == Some(&GAP_PART) || sequence.last() == Some(&GAP_PART) {
            return Err("begins or ends with a gap");
        }
        if kind == CueKind::Sender && sequence.contains(&SENDER_PART) {
            return Err("tells a sender by the sender");
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
            is_plain,
            // known when all patterns are
            second_anchor: SENDER_PART,
        });
        Ok(())
    }

    pub(super) fn finish(self) -> Lexicon {
        let Self {
            mut lexicon,
            mut common,
            grouped,
            ..
        } = self;
        for &(word, group) in &grouped {
            common[group as usize] += common[word as usize];
        }
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
        let mut sender_beginnings = Vec::new();
        let mut always = Vec::new();
        let mut patterns = std::mem::take(&mut lexicon.patterns);
        for (number, pattern) in (0..).zip(&mut patterns) {
            let words_of = |part: u32| lexicon.choices(&lexicon.parts[part as usize]);
            let Range { start, end } = pattern.parts;
            let sequence = &lexicon.sequences[start as usize..end as usize];
            let anchor = (sequence.iter())
                .filter_map(|&part| commonness[part as usize].map(|n| (n, part)))
                .min_by_key(|&(n, _)| n)
                .map(|(_, part)| part);
            match anchor {
                Some(part) => anchored.extend(words_of(part).iter().map(|&w| (w, number))),
                None => always.push(number),
            }
            if pattern.kind == CueKind::Sender {
                senders.push(number);
                let beginnings = sequence.first().map(|&part| words_of(part));
                sender_beginnings.extend_from_slice(beginnings.unwrap_or_default());
            }
            let second = (sequence.iter().copied())
                .filter(|&part| part != GAP_PART && Some(part) != anchor)
                .min_by_key(|&part| match part {
                    SENDER_PART => SHORT_WORD,
                    _ => commonness[part as usize].unwrap_or(u32::MAX),
                });
            pattern.second_anchor = second.or(anchor).unwrap_or(SENDER_PART);
        }
        lexicon.patterns = patterns;
        lexicon.always = always;
        lexicon.anchored = Lists::new(common.len(), &anchored);
        lexicon.groups = Lists::new(common.len(), &grouped);
        lexicon.senders = senders;
        sender_beginnings.sort_unstable();
        sender_beginnings.dedup();
        lexicon.sender_beginnings = sender_beginnings;
        // the sender has the last number, under which each sentence notes where one may begin
        let choice = lexicon.choices.len() as u32;
        lexicon.choices.push(common.len() as u32);
        lexicon.parts[SENDER_PART as usize].choices = choice..choice + 1;
        lexicon.sender_number = common.len() as u32;
        lexicon
    }
}

//! The cue lexicon: patterns of words by which a stance can be told, read from a text file (`cues.txt`, which
//! explains its notation).

use crate::error::{Error, ErrorKind, Result};
use crate::stance::Stance;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

mod clauses;
mod rules;
mod word_lists;

pub use rules::{Cue, CueRules, Reading, Whose};

/// The lexicon that ships with the crate.
const LEXICON: &str = include_str!("cues.txt");

/// Words that a gap (`...`) can span.
const GAP: usize = 10;

/// What a pattern stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CueKind {
    /// A phrase for the sender.
    Sender,
    /// A phrase for somebody else.
    Other,
    /// A phrase that looks like a cue and is none.
    Mask,
    /// A cue of a stance that counts when the sender is the subject.
    OfSender(Stance),
    /// A cue of a stance that counts unless somebody else is the subject.
    Free(Stance),
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

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// One of some words by number, or a word that begins with one of some texts.
    Word {
        choices: Vec<u32>,
        beginnings: Vec<String>,
        /// The [`mark`]s of all choices, and [`ANY`] where there are beginnings.
        marks: u64,
    },
    Gap,
    Sender,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    kind: CueKind,
    parts: Vec<Part>,
    line: usize,
    name: String,
    name_hash: u64,
    /// Whether it holds a negation itself, so that a further one does not turn it round.
    negates: bool,
}

/// A pattern that may begin at a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Candidate {
    pattern: u32,
    /// The number of its needle: [`ALWAYS`] where every part but the first is a gap, the sender, or told by its beginning.
    needle: u32,
}

/// The needle that every sentence holds.
const ALWAYS: u32 = 0;

/// Patterns for senders, others and stances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lexicon {
    patterns: Vec<Pattern>,
    numbers: HashMap<String, u32, FixedState>,
    /// Patterns by the number of their first word.
    by_first_word: Vec<Vec<Candidate>>,
    /// Patterns whose first part is no plain word.
    other_first: Vec<Candidate>,
    senders: Vec<u32>,
    semicolon: u32,
    /// The needles that each word is a choice of, by its number. A needle is the part of a pattern, behind its first, whose words are rarest
    /// in the lexicon: where no word of a sentence is a choice of it, the pattern fits nowhere, and nobody looks.
    needles_of: Vec<Vec<u32>>,
    /// How many needles there are.
    needles: usize,
}

impl Lexicon {
    /// The lexicon that ships with the crate.
    pub fn dutch() -> Self {
        // a test reads the file, so the fallback is never taken
        Self::parse(LEXICON).unwrap_or_else(|_| Self::build(Vec::new(), HashMap::default()))
    }

    /// Reads a lexicon in the notation that `cues.txt` explains.
    ///
    /// # Errors
    /// [`ErrorKind::Data`] for an unknown section, a pattern before any section, or a pattern that begins or
    /// ends with a gap; with the line.
    pub fn parse(text: &str) -> Result<Self> {
        let mut patterns = Vec::new();
        let mut numbers = HashMap::default();
        // the first numbers, so that a part with a negation is told by its smallest
        for word in word_lists::NEGATIONS {
            number_of(word, &mut numbers);
        }
        let mut kind = None;
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong =
                |found: String| Error::new(ErrorKind::Data, found).on_line(number as u64 + 1);
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                kind = section(name);
                if kind.is_none() {
                    return Err(wrong(format!("unknown section `{name}`")).expected(
                        "zender, anderen, masker, or a label followed by `zender` or `vrij`",
                    ));
                }
                continue;
            }
            let Some(kind) = kind else {
                return Err(wrong("a pattern outside of any section".to_owned()));
            };
            let parts: Vec<Part> = (line.split_whitespace())
                .map(|text| part(text, &mut numbers))
                .collect();
            if parts.first() == Some(&Part::Gap) || parts.last() == Some(&Part::Gap) {
                return Err(wrong(format!("`{line}` begins or ends with a gap")));
            }
            let name = name(line);
            patterns.push(Pattern {
                kind,
                line: number + 1,
                name_hash: xxh3_64(name.as_bytes()),
                name,
                negates: parts.iter().any(Part::negates),
                parts,
            });
        }
        Ok(Self::build(patterns, numbers))
    }

    fn build(patterns: Vec<Pattern>, mut numbers: HashMap<String, u32, FixedState>) -> Self {
        let semicolon = number_of(";", &mut numbers);
        let (of_pattern, needles_of, needles) = needles(&patterns, numbers.len());
        let mut by_first_word = vec![Vec::new(); numbers.len()];
        let mut other_first = Vec::new();
        let mut senders = Vec::new();
        for ((number, pattern), needle) in (0..).zip(&patterns).zip(of_pattern) {
            let candidate = Candidate {
                pattern: number,
                needle,
            };
            match pattern.parts.first() {
                Some(Part::Word {
                    choices,
                    beginnings,
                    ..
                }) if beginnings.is_empty() => {
                    for &word in choices {
                        by_first_word[word as usize].push(candidate);
                    }
                }
                _ => other_first.push(candidate),
            }
            if pattern.kind == CueKind::Sender {
                senders.push(number);
            }
        }
        Self {
            patterns,
            numbers,
            by_first_word,
            other_first,
            senders,
            semicolon,
            needles_of,
            needles,
        }
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

    fn pattern(&self, found: &CueMatch) -> &Pattern {
        &self.patterns[found.number]
    }

    /// The words of a lower-case sentence as [`lower_case`] makes it; commas, semicolons and question marks are words of
    /// their own, other punctuation is left out.
    pub fn words<'t>(&self, lower: &'t str) -> Vec<Word<'t>> {
        let mut words = Vec::with_capacity(lower.len() / 6 + 1);
        let push = |words: &mut Vec<Word<'t>>, text: &'t str| {
            let id = self.numbers.get(text).copied().unwrap_or(UNKNOWN);
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

    /// All places where patterns fit some words, by place, then by line; each pattern once per first word, with the
    /// shortest gaps.
    pub fn matches(&self, words: &[Word<'_>]) -> Vec<CueMatch> {
        let mut found = Vec::new();
        let seen = &marks_ahead(words);
        let present = self.present(words);
        let can_fit = |candidate: &&Candidate| {
            let needle = candidate.needle;
            present[needle as usize / 64] >> (needle % 64) & 1 == 1
        };
        for (start, word) in words.iter().enumerate() {
            let mut add = |number: u32, end: Option<usize>| {
                if let Some(end) = end {
                    let pattern = &self.patterns[number as usize];
                    found.push(CueMatch {
                        kind: pattern.kind,
                        words: start..end,
                        line: pattern.line,
                        number: number as usize,
                    });
                }
            };
            for &Candidate {
                pattern: number, ..
            } in self
                .by_first_word
                .get(word.id as usize)
                .into_iter()
                .flatten()
                .filter(can_fit)
            {
                let rest = &self.patterns[number as usize].parts[1..];
                add(number, self.fit(rest, words, seen, start + 1));
            }
            for &Candidate {
                pattern: number, ..
            } in self.other_first.iter().filter(can_fit)
            {
                let parts = &self.patterns[number as usize].parts;
                add(number, self.fit(parts, words, seen, start));
            }
        }
        found.sort_unstable_by_key(|m| (m.words.start, m.line));
        found
    }

    /// One bit for each needle that has a choice among the words.
    fn present(&self, words: &[Word<'_>]) -> Vec<u64> {
        let mut present = vec![0; self.needles.div_ceil(64)];
        present[ALWAYS as usize / 64] |= 1 << (ALWAYS % 64);
        for word in words {
            for &needle in self.needles_of.get(word.id as usize).into_iter().flatten() {
                present[needle as usize / 64] |= 1 << (needle % 64);
            }
        }
        present
    }

    /// Where a pattern that begins at a word ends.
    fn fit(&self, parts: &[Part], words: &[Word<'_>], seen: &[u64], at: usize) -> Option<usize> {
        let Some((part, rest)) = parts.split_first() else {
            return Some(at);
        };
        match part {
            Part::Word { .. } => (words.get(at).is_some_and(|w| part.is(w)))
                .then(|| self.fit(rest, words, seen, at + 1))?,
            Part::Gap => {
                if let Some(Part::Word { marks, .. }) = rest.first()
                    && seen.get(at).is_none_or(|seen| marks & (seen | ANY) == 0)
                {
                    return None;
                }
                let last = (at + GAP).min(words.len());
                for next in at..=last {
                    if next > at && words[next - 1].id == self.semicolon {
                        return None;
                    }
                    let ruled_out = matches!(rest.first(), Some(word @ Part::Word { .. })
                        if !words.get(next).is_some_and(|w| word.is(w)));
                    if ruled_out {
                        continue;
                    }
                    if let Some(end) = self.fit(rest, words, seen, next) {
                        return Some(end);
                    }
                }
                None
            }
            Part::Sender => {
                let skip = usize::from(matches!(words.get(at)?.text, "het" | "de"));
                (self.senders.iter())
                    .find_map(|&n| {
                        self.fit(&self.patterns[n as usize].parts, words, seen, at + skip)
                    })
                    .and_then(|end| self.fit(rest, words, seen, end))
            }
        }
    }
}

/// The needle of each pattern, for each of so many words which needles it is a choice of, and how many there are, [`ALWAYS`] among them.
fn needles(patterns: &[Pattern], words: usize) -> (Vec<u32>, Vec<Vec<u32>>, usize) {
    let mut used = vec![0_usize; words];
    for part in patterns
        .iter()
        .flat_map(|p| &p.parts)
        .filter_map(Part::choices)
    {
        part.iter().for_each(|&word| used[word as usize] += 1);
    }
    let common = |part: &&[u32]| part.iter().map(|&word| used[word as usize]).sum::<usize>();
    let mut needles_of = vec![Vec::new(); words];
    let mut numbers: HashMap<&[u32], u32, FixedState> = HashMap::default();
    let needles = (patterns.iter())
        .map(|pattern| {
            let behind = pattern.parts.iter().skip(1).filter_map(Part::choices);
            let Some(part) = behind.min_by_key(common) else {
                return ALWAYS;
            };
            let next = ALWAYS + 1 + numbers.len() as u32;
            let needle = *numbers.entry(part).or_insert(next);
            if needle == next {
                part.iter()
                    .for_each(|&word| needles_of[word as usize].push(needle));
            }
            needle
        })
        .collect();
    let count = 1 + numbers.len();
    (needles, needles_of, count)
}

impl Part {
    /// The numbers of its words in rising order, where it takes no word by its beginning.
    fn choices(&self) -> Option<&[u32]> {
        match self {
            Self::Word {
                choices,
                beginnings,
                ..
            } if beginnings.is_empty() => Some(choices),
            _ => None,
        }
    }

    /// Whether a negation is one of its words.
    fn negates(&self) -> bool {
        let Self::Word { choices, .. } = self else {
            return false;
        };
        (choices.first()).is_some_and(|&word| (word as usize) < word_lists::NEGATIONS.len())
    }

    /// Whether a word is one of the choices; never for a gap or the sender.
    fn is(&self, word: &Word<'_>) -> bool {
        match self {
            Self::Word {
                choices,
                beginnings,
                marks,
            } => {
                (marks & mark(word.id) != 0 && choices.binary_search(&word.id).is_ok())
                    || (marks & ANY != 0
                        && (beginnings.iter()).any(|b| word.text.starts_with(b.as_str())))
            }
            Self::Gap | Self::Sender => false,
        }
    }
}

/// One bit of 63 for a word's number, none for an unknown word: where it is missing in a part's marks, the word is none of
/// its choices.
fn mark(id: u32) -> u64 {
    if id == UNKNOWN { 0 } else { 1 << (id % 63) }
}

/// The bit of a part that takes words by their beginning, so that no number rules it out.
const ANY: u64 = 1 << 63;

/// For each word, the [`mark`]s of it and of the words behind it that a gap can reach.
fn marks_ahead(words: &[Word<'_>]) -> Vec<u64> {
    let mut ahead: Vec<u64> = words.iter().map(|w| mark(w.id)).collect();
    for at in 0..ahead.len() {
        let reached = ahead.len().min(at + GAP + 1);
        ahead[at] = ahead[at..reached].iter().fold(0, |marks, m| marks | m);
    }
    ahead
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

fn number_of(word: &str, numbers: &mut HashMap<String, u32, FixedState>) -> u32 {
    if let Some(&known) = numbers.get(word) {
        return known;
    }
    let next = numbers.len() as u32;
    numbers.insert(word.to_owned(), next);
    next
}

/// A short name of a pattern: the first choice of each part, gaps as `…`. Patterns may share one.
fn name(line: &str) -> String {
    let mut name = String::with_capacity(line.len().min(64));
    for part in line.split_whitespace() {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(match part {
            "..." => "…",
            words => words.split('|').next().unwrap_or_default(),
        });
    }
    name
}

fn section(name: &str) -> Option<CueKind> {
    match name {
        "zender" => return Some(CueKind::Sender),
        "anderen" => return Some(CueKind::Other),
        "masker" => return Some(CueKind::Mask),
        _ => {}
    }
    let (label, whose) = name.rsplit_once(' ')?;
    let stance = Stance::from_label(label)?;
    match whose {
        "zender" => Some(CueKind::OfSender(stance)),
        "vrij" => Some(CueKind::Free(stance)),
        _ => None,
    }
}

fn part(text: &str, numbers: &mut HashMap<String, u32, FixedState>) -> Part {
    match text {
        "..." => Part::Gap,
        "<z>" => Part::Sender,
        words => {
            let mut known = Vec::new();
            let mut beginnings = Vec::new();
            for word in words.split('|') {
                match word.strip_suffix('*') {
                    Some(beginning) => beginnings.push(beginning.to_owned()),
                    None => known.push(number_of(word, numbers)),
                }
            }
            known.sort_unstable();
            let any = if beginnings.is_empty() { 0 } else { ANY };
            let marks = known.iter().fold(any, |marks, &id| marks | mark(id));
            Part::Word {
                choices: known,
                beginnings,
                marks,
            }
        }
    }
}

/// A sentence in the form that [`Lexicon::words`] takes: lower case, straight apostrophes.
pub fn lower_case(sentence: &str) -> String {
    let lower = sentence.to_lowercase();
    if !lower.is_ascii() && lower.contains(['’', '‘']) {
        lower.replace(['’', '‘'], "'")
    } else {
        lower
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_that_ships_is_read_whole() {
        let lexicon = Lexicon::parse(LEXICON).unwrap();
        assert_eq!(lexicon, Lexicon::dutch());
        let lines: Vec<&str> = LEXICON
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with(['#', '[']))
            .collect();
        assert_eq!(lexicon.len(), lines.len());
        for (number, line) in lines.iter().enumerate() {
            assert!(!lines[..number].contains(line), "`{line}` stands twice");
        }
    }

    #[test]
    fn words_are_lower_case_and_commas_stand_alone() {
        let lower = lower_case("Het kabinet (o.a. de NGO’s) steunt dit, «ook» in BNC-fiches?");
        let words = Lexicon::dutch();
        let found: Vec<&str> = words.words(&lower).iter().map(|w| w.text).collect();
        let expected = "het kabinet o a de ngo's steunt dit , ook in bnc-fiches ?";
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn patterns_know_choices_beginnings_gaps_and_the_sender() {
        let text = "[zender]\nkabinet\n[steunt vrij]\nsluit|past ... inzet van <z>\nverwelk*\n";
        let lexicon = Lexicon::parse(text).unwrap();
        let fits = |sentence: &str| -> Vec<usize> {
            let found = lexicon.matches(&lexicon.words(&lower_case(sentence)));
            found.into_iter().map(|m| m.line).collect()
        };
        assert_eq!(fits("Dit past bij de inzet van het kabinet."), [4, 2]);
        assert_eq!(fits("Dit past bij de inzet van de Commissie."), [0; 0]);
        assert_eq!(fits("Dit past; de inzet van het kabinet is anders."), [2]);
        assert_eq!(fits("Verwelkomd werd het plan."), [5]);
    }

    #[test]
    fn a_broken_lexicon_is_named_with_its_line() {
        for (text, line) in [
            ("steunt\n", 1),
            ("[steun zender]\n", 1),
            ("[zender]\n\n... x\n", 3),
        ] {
            let error = Lexicon::parse(text).unwrap_err();
            assert_eq!(error.place().line, Some(line), "{error}");
        }
    }
}

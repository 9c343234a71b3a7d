//! The cue lexicon: patterns of words by which a stance can be told, read from a text file (`cues.txt`, which
//! explains its notation).

use crate::error::{Error, ErrorKind, Result};
use crate::stance::Stance;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::ops::Range;

mod rules;

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
    /// The words it spans, gaps included, as indices into the words of [`words`].
    pub words: Range<usize>,
    /// The line of the lexicon (1-based).
    pub line: usize,
    /// Whether the pattern holds a negation itself, so that a further one does not turn it round.
    pub negates: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// One of some words; `true` for "begins so".
    Word(Vec<(String, bool)>),
    Gap,
    Sender,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    kind: CueKind,
    parts: Vec<Part>,
    line: usize,
    name: String,
    negates: bool,
}

/// Patterns for senders, others and stances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lexicon {
    patterns: Vec<Pattern>,
    by_first_word: HashMap<String, Vec<usize>, FixedState>,
    other_first: Vec<usize>,
}

impl Lexicon {
    /// The lexicon that ships with the crate.
    pub fn dutch() -> Self {
        // a test reads the file, so the fallback is never taken
        Self::parse(LEXICON).unwrap_or_else(|_| Self::build(Vec::new()))
    }

    /// Reads a lexicon in the notation that `cues.txt` explains.
    ///
    /// # Errors
    /// [`ErrorKind::Data`] for an unknown section, a pattern before any section, or a pattern that begins or
    /// ends with a gap; with the line.
    pub fn parse(text: &str) -> Result<Self> {
        let mut patterns = Vec::new();
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
            let parts: Vec<Part> = line.split_whitespace().map(part).collect();
            if parts.first() == Some(&Part::Gap) || parts.last() == Some(&Part::Gap) {
                return Err(wrong(format!("`{line}` begins or ends with a gap")));
            }
            patterns.push(Pattern {
                kind,
                line: number + 1,
                name: name(&parts),
                negates: parts.iter().any(Part::negates),
                parts,
            });
        }
        Ok(Self::build(patterns))
    }

    fn build(patterns: Vec<Pattern>) -> Self {
        let mut by_first_word: HashMap<String, Vec<usize>, FixedState> = HashMap::default();
        let mut other_first = Vec::new();
        for (number, pattern) in patterns.iter().enumerate() {
            match pattern.parts.first() {
                Some(Part::Word(words)) if words.iter().all(|(_, begins)| !begins) => {
                    for (word, _) in words {
                        by_first_word.entry(word.clone()).or_default().push(number);
                    }
                }
                _ => other_first.push(number),
            }
        }
        Self {
            patterns,
            by_first_word,
            other_first,
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
        xxhash_rust::xxh3::xxh3_64(LEXICON.as_bytes())
    }

    /// A short name of the pattern in a line: its first choices, gaps as `…`. Patterns may share one.
    fn name_of(&self, line: usize) -> &str {
        self.patterns
            .binary_search_by_key(&line, |p| p.line)
            .map_or("", |n| &self.patterns[n].name)
    }

    /// All places where patterns fit some words, by place, then by line; each pattern once per first word, with the
    /// shortest gaps.
    pub fn matches(&self, words: &[String]) -> Vec<CueMatch> {
        let mut found = Vec::new();
        for start in 0..words.len() {
            let known = words.get(start).and_then(|w| self.by_first_word.get(w));
            let numbers = known.into_iter().flatten().chain(&self.other_first);
            for pattern in numbers.filter_map(|&n| self.patterns.get(n)) {
                if let Some(end) = self.fit(&pattern.parts, words, start) {
                    found.push(CueMatch {
                        kind: pattern.kind,
                        words: start..end,
                        line: pattern.line,
                        negates: pattern.negates,
                    });
                }
            }
        }
        found.sort_by_key(|m| (m.words.start, m.line));
        found
    }

    /// Where a pattern that begins at a word ends.
    fn fit(&self, parts: &[Part], words: &[String], at: usize) -> Option<usize> {
        let Some((part, rest)) = parts.split_first() else {
            return Some(at);
        };
        match part {
            Part::Word(choices) => {
                let word = words.get(at)?;
                choices
                    .iter()
                    .any(|(choice, begins)| {
                        word == choice || (*begins && word.starts_with(choice.as_str()))
                    })
                    .then(|| self.fit(rest, words, at + 1))?
            }
            Part::Gap => (at..=(at + GAP).min(words.len()))
                .take_while(|&next| !words[at..next].iter().any(|w| w == ";"))
                .find_map(|next| self.fit(rest, words, next)),
            Part::Sender => self
                .patterns
                .iter()
                .filter(|p| p.kind == CueKind::Sender)
                .find_map(|p| {
                    let skip = usize::from(matches!(words.get(at)?.as_str(), "het" | "de"));
                    self.fit(&p.parts, words, at + skip)
                })
                .and_then(|end| self.fit(rest, words, end)),
        }
    }
}

impl Part {
    fn negates(&self) -> bool {
        match self {
            Self::Word(choices) => {
                (choices.iter()).any(|(w, _)| rules::NEGATIONS.contains(&w.as_str()))
            }
            Self::Gap | Self::Sender => false,
        }
    }
}

fn name(parts: &[Part]) -> String {
    let words: Vec<&str> = parts
        .iter()
        .map(|part| match part {
            Part::Word(choices) => choices.first().map_or("", |(w, _)| w.as_str()),
            Part::Gap => "…",
            Part::Sender => "<zender>",
        })
        .collect();
    words.join(" ")
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

fn part(text: &str) -> Part {
    match text {
        "..." => Part::Gap,
        "<z>" => Part::Sender,
        words => Part::Word(
            words
                .split('|')
                .map(|word| match word.strip_suffix('*') {
                    Some(stem) => (stem.to_owned(), true),
                    None => (word.to_owned(), false),
                })
                .collect(),
        ),
    }
}

/// The lower-case words of a sentence; commas, semicolons and question marks are words of their own, other
/// punctuation is left out.
pub fn words(sentence: &str) -> Vec<String> {
    let mut lower = sentence.to_lowercase();
    if lower.contains(['’', '‘']) {
        lower = lower.replace(['’', '‘'], "'");
    }
    let mut words = Vec::with_capacity(lower.len() / 6 + 1);
    let mut start = 0;
    let end = |words: &mut Vec<String>, text: &str| {
        let text = text.trim_matches(['-', '\'']);
        if !text.is_empty() {
            words.push(text.to_owned());
        }
    };
    for (at, c) in lower.char_indices() {
        if c.is_alphanumeric() || c == '-' || c == '\'' {
            continue;
        }
        end(&mut words, &lower[start..at]);
        start = at + c.len_utf8();
        if matches!(c, ',' | ';' | '?') {
            words.push(c.to_string());
        }
    }
    end(&mut words, &lower[start..]);
    words
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
        let found = words("Het kabinet (o.a. de NGO’s) steunt dit, «ook» in BNC-fiches?");
        let expected = "het kabinet o a de ngo's steunt dit , ook in bnc-fiches ?";
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn patterns_know_choices_beginnings_gaps_and_the_sender() {
        let text = "[zender]\nkabinet\n[steunt vrij]\nsluit|past ... inzet van <z>\nverwelk*\n";
        let lexicon = Lexicon::parse(text).unwrap();
        let fits = |sentence: &str| -> Vec<usize> {
            let found = lexicon.matches(&words(sentence));
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

//! Numbers that may be marks: glued to a word, or raised or in brackets behind it.

use super::super::rows::Row;
use std::collections::HashMap;
use std::ops::Range;

/// A number glued to a word or mark that may be a footnote mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub row: usize,
    /// Where it stands in the text.
    pub range: Range<usize>,
    pub value: u32,
    /// Whether nothing else is likely; weak ones are years and words in capitals.
    pub strong: bool,
}

/// For each number, the row of its first mark, and of its first strong one.
#[derive(Debug, Default)]
pub struct FirstMarks(HashMap<u32, (usize, Option<usize>)>);

impl FirstMarks {
    /// Takes marks in the order of their rows.
    pub fn of(marks: &[Mark]) -> Self {
        let mut first = HashMap::new();
        for mark in marks {
            let (_, strong) = first.entry(mark.value).or_insert((mark.row, None));
            *strong = strong.or(mark.strong.then_some(mark.row));
        }
        Self(first)
    }

    /// Whether a number has a mark, and whether it has a strong one, in the rows before one.
    pub fn before(&self, row: usize, value: u32) -> (bool, bool) {
        let first = self.0.get(&value);
        (
            first.is_some_and(|(any, _)| *any < row),
            first.is_some_and(|(_, strong)| strong.is_some_and(|strong| strong < row)),
        )
    }

    /// Whether a number has a mark anywhere.
    pub fn has(&self, value: u32) -> bool {
        self.0.contains_key(&value)
    }
}

/// The numbers that are glued to words and may be marks, in order.
pub fn glued(rows: &[Row]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (number, row) in rows.iter().enumerate().filter(|(_, row)| row.is_text()) {
        for token in row.text.split_whitespace() {
            let offset = token.as_ptr() as usize - row.text.as_ptr() as usize;
            if let Some(sign) = mark_in(token) {
                let sign = sign.behind(row.range.start + offset);
                marks.push(Mark {
                    row: number,
                    range: sign.at,
                    value: sign.value,
                    strong: sign.strong,
                });
            }
        }
    }
    marks
}

/// Whether a word without its full stop is followed by a number: `nr. 3`, `art. 12`.
pub fn is_counted(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "nr" | "nrs" | "art" | "artt" | "blz" | "pag" | "p" | "par" | "no" | "hfst" | "vol" | "afl"
    )
}

/// What in a token can be a mark.
struct Sign {
    /// Its bytes of the token.
    at: Range<usize>,
    value: u32,
    /// Whether it looks like nothing else.
    strong: bool,
}

impl Sign {
    fn new(at: Range<usize>, value: u32, strong: bool) -> Self {
        Self { at, value, strong }
    }

    /// The same, counted from where something longer begins.
    fn behind(self, start: usize) -> Self {
        let at = start + self.at.start..start + self.at.end;
        Self { at, ..self }
    }
}

/// The mark in a token.
fn mark_in(token: &str) -> Option<Sign> {
    if token.contains("://") || token.contains("www.") || token.contains('@') {
        return None;
    }
    let core = token.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '”', '’', '"', '»']);
    if let Some(mark) = superscript(core).or_else(|| bracketed(core)) {
        return Some(mark);
    }
    let stem = core.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = core.get(stem.len()..)?;
    if stem.is_empty() {
        return year_mark(digits);
    }
    if let Some((from, to)) = core.rsplit_once(['-', '–'])
        && from.len() == 4
        && from.bytes().all(|b| b.is_ascii_digit())
    {
        // "2007-20133": years and a mark
        let start = core.len() - to.len();
        return year_mark(to).map(|sign| sign.behind(start));
    }
    if digits.is_empty() || digits.len() > 3 || digits.starts_with('0') {
        return None;
    }
    let value = digits.parse().ok()?;
    let at = stem.len()..core.len();
    let last = stem.chars().next_back()?;
    if last.is_alphabetic() {
        let word = stem.trim_start_matches(|c: char| !c.is_alphanumeric());
        if !word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''))
        {
            return None;
        }
        let tail = word.rsplit('-').next().unwrap_or(word);
        let plain = tail.chars().skip(1).all(char::is_lowercase) && tail.chars().count() >= 4;
        return Some(Sign::new(at, value, plain));
    }
    if !matches!(
        last,
        '.' | ',' | ';' | ':' | '?' | '!' | ')' | '”' | '’' | '"' | '»' | '%'
    ) {
        return None;
    }
    let before = stem.trim_end_matches(|c: char| !c.is_alphanumeric());
    let word = before.trim_start_matches(|c: char| !c.is_alphanumeric());
    let ends_in_digit = before.ends_with(|c: char| c.is_ascii_digit());
    if before.is_empty() || is_counted(word) {
        return None;
    }
    // behind a bracket or quote and a full stop no number goes on: "nr. 3610).1"
    let closed = stem.len() - before.len() >= 2
        && stem
            .get(before.len()..)
            .is_some_and(|marks| marks.contains([')', '”', '’', '"', '»']));
    if ends_in_digit && !closed {
        // "2022.5" may be a year and a mark; "3.5" is a number
        let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        return (year && matches!(last, '.' | ')')).then(|| Sign::new(at, value, false));
    }
    let one_letter = word.chars().count() < 2 && !closed;
    Some(Sign::new(at, value, !one_letter))
}

/// `20225`: a year and a mark.
fn year_mark(digits: &str) -> Option<Sign> {
    let year: u32 = digits.get(..4)?.parse().ok()?;
    let value: u32 = digits.get(4..)?.parse().ok()?;
    ((1900..2100).contains(&year) && (5..=6).contains(&digits.len()) && value > 0)
        .then(|| Sign::new(4..digits.len(), value, false))
}

fn superscript(core: &str) -> Option<Sign> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let stem = core.trim_end_matches(DIGITS);
    if stem.len() == core.len() || stem.is_empty() {
        return None;
    }
    let value = core.get(stem.len()..)?.chars().try_fold(0u32, |value, c| {
        let digit = DIGITS.iter().position(|d| *d == c)?;
        value
            .checked_mul(10)?
            .checked_add(u32::try_from(digit).ok()?)
    })?;
    let unit = stem.trim_start_matches(|c: char| !c.is_alphabetic());
    let is_unit =
        matches!(unit, "m" | "km" | "cm" | "dm" | "mm" | "dam" | "hm") && matches!(value, 2 | 3);
    (!is_unit).then(|| Sign::new(stem.len()..core.len(), value, true))
}

/// `woord[3]`
fn bracketed(core: &str) -> Option<Sign> {
    let inner = core.strip_suffix(']')?;
    let open = inner.rfind('[')?;
    let value = inner.get(open + 1..)?.parse().ok()?;
    (open > 0).then(|| Sign::new(open..core.len(), value, true))
}

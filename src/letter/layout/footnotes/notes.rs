//! Notes: the lines that they begin and end at.

use super::super::frame;
use super::super::rows::{Role, Row};
use super::marks::FirstMarks;

/// A note: the row that it begins at, and its number.
#[derive(Debug, Clone, Copy)]
struct Note {
    row: usize,
    value: u32,
}

/// The notes of a letter, in the order of their rows and of their numbers alike.
#[derive(Debug, Default)]
pub struct Notes(Vec<Note>);

impl Notes {
    /// Finds the rows that begin a note.
    pub fn find(rows: &[Row], marks: &FirstMarks) -> Self {
        let mut notes: Vec<Note> = Vec::new();
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.is_text()) {
            let Some((value, glued, text)) = note_start(row.text).or_else(|| bare_number(rows, at))
            else {
                continue;
            };
            let last = notes.last();
            let follows = last.is_none_or(|last| value > last.value && value <= last.value + 3);
            let next = value == last.map_or(0, |last| last.value) + 1;
            let (marked, strong) = marks.before(at, value);
            // a note directly under the one before it needs no more evidence
            let behind_a_note = next
                && last.is_some_and(|last| {
                    at - last.row <= 6 && rows.iter().take(at).skip(last.row).all(Row::is_text)
                });
            let shown = opens_a_note(text) || behind_a_note;
            let capital = !text.starts_with(char::is_lowercase);
            if follows
                && (strong && (glued || capital)
                    || marked
                        && (glued && capital || shown || next && capital && stands_apart(rows, at))
                    || next && (glued && capital || shown))
            {
                notes.push(Note { row: at, value });
            }
        }
        Self(notes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rows that they begin at.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|note| note.row)
    }

    /// Whether one begins at a row.
    pub fn begin_at(&self, row: usize) -> bool {
        self.0.binary_search_by_key(&row, |note| note.row).is_ok()
    }

    /// The row at which the note of a number begins.
    pub fn row_of(&self, value: u32) -> Option<usize> {
        let found = self.0.binary_search_by_key(&value, |note| note.value);
        self.0.get(found.ok()?).map(|note| note.row)
    }
}

/// Whether a row has a gap, page line or frame on both sides.
fn stands_apart(rows: &[Row], at: usize) -> bool {
    let no_text = |row: Option<&Row>| row.is_none_or(|row| !row.is_text());
    no_text(at.checked_sub(1).and_then(|i| rows.get(i))) && no_text(rows.get(at + 1))
}

/// A number alone on its line with the text of its note indented below, as `pdftotext -layout` gives raised numbers: the
/// number and that text, as [`note_start`] gives them.
pub fn bare_number<'a>(rows: &[Row<'a>], at: usize) -> Option<(u32, bool, &'a str)> {
    let row = rows.get(at).filter(|row| row.is_text())?;
    let below = rows.get(at + 1).filter(|row| row.is_text())?;
    let digits = row.text.len() <= 3 && row.text.bytes().all(|b| b.is_ascii_digit());
    let indented = (row.indent + 2..=row.indent + 6).contains(&below.indent);
    if !digits || !indented || row.text.starts_with('0') {
        return None;
    }
    Some((row.text.parse().ok()?, true, below.text))
}

/// Whether a line begins as a note whose number is glued to its text: `1Tweede Kamer …`.
pub fn is_glued_note(text: &str) -> bool {
    note_start(text).is_some_and(|(_, glued, _)| glued)
}

/// Reads `1Tweede Kamer …`, `2 Zie …`, `[3] Brief …`: number, whether it is glued, and the text behind it.
fn note_start(text: &str) -> Option<(u32, bool, &str)> {
    let (digits, rest) = if let Some(inner) = text.strip_prefix('[') {
        inner.split_once(']')?
    } else {
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        text.split_at(end)
    };
    if digits.is_empty() || digits.len() > 3 || digits.starts_with('0') {
        return None;
    }
    let shown = rest.trim_start();
    let glued = shown.len() == rest.len();
    let first = shown.chars().next()?;
    if !(first.is_alphabetic() || matches!(first, '‘' | '“' | '"' | '\'' | '§' | '«' | '(')) {
        return None;
    }
    // "3e", "5G", "2de" are words
    let word = shown.split_whitespace().next().unwrap_or_default();
    if glued
        && text.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().count() <= 3
        && !word.ends_with('.')
    {
        let mut letters = word.chars();
        let (one, two) = (letters.next(), letters.next());
        // "1De leden", "1Het", "1PB L 248": no ordinal is written so
        let word_like = one.is_some_and(char::is_uppercase) && two.is_some_and(char::is_alphabetic);
        if !word_like {
            return None;
        }
    }
    Some((digits.parse().ok()?, glued, shown))
}

/// Words with which the notes of letters begin.
fn opens_a_note(text: &str) -> bool {
    const OPENERS: [&str; 30] = [
        "Kamerstuk",
        "Tweede Kamer",
        "Eerste Kamer",
        "Zie ",
        "http",
        "www.",
        "COM",
        "TK ",
        "Stb",
        "Stcrt",
        "Idem",
        "Ibid",
        "Verordening (",
        "Richtlijn ",
        "Brief van",
        "Kamerbrief",
        "Handelingen",
        "PbEU",
        "Pb ",
        "Motie",
        "Vgl.",
        "Aanhangsel",
        "SWD",
        "C(20",
        "Bijlage bij",
        "Artikel ",
        "Art. ",
        "Toezegging",
        "Bron:",
        "Conform ",
    ];
    OPENERS.iter().any(|opener| text.starts_with(opener))
}

/// The row behind a note's last one.
///
/// A note goes on to the next note, gap, page or frame. In text that has none of these between a note and
/// the text it interrupts, it ends at a line that ends a sentence, when the next line is the second half of the
/// interrupted sentence or the line is too short to have been wrapped.
pub fn note_end(rows: &[Row], at: usize, notes: &Notes, wrap_width: usize) -> usize {
    let before = rows.iter().take(at).rev().find(|row| row.is_text());
    let interrupted = before.is_some_and(|row| !row.ends_sentence());
    let hyphen = before.is_some_and(|row| row.text.ends_with('-'));
    let page = rows.get(at).and_then(|row| row.page);
    let first_line = at + usize::from(bare_number(rows, at).is_some());
    let mut end = at + 1;
    while let Some(row) = rows.get(end) {
        if !row.is_text() || row.page != page || notes.begin_at(end) {
            break;
        }
        let Some(last) = rows.get(end - 1) else { break };
        let url = last
            .text
            .split_whitespace()
            .next_back()
            .is_some_and(|w| w.contains("://"));
        if last.ends_sentence() || url {
            let first = row
                .text
                .split_whitespace()
                .next()
                .map_or(0, |w| w.chars().count());
            let short = last.width() + first + 6 < wrap_width;
            let second_half = interrupted && (row.starts_lower() || hyphen);
            let set_off = row.indent != rows.get(first_line).map_or(0, |row| row.indent);
            if second_half || short || interrupted && set_off {
                break;
            }
        }
        end += 1;
    }
    end
}

/// The row where notes behind the letter begin, which last to its end: under a title such as `Voetnoten`, or with a count
/// from 1 directly behind the signature. The number of rows, when there are none.
pub fn endnotes(rows: &[Row]) -> usize {
    let titled = rows
        .iter()
        .rposition(|row| row.is_text() && frame::is_notes_title(row.text));
    if let Some(at) = titled.filter(|at| counts_on(rows, at + 1).is_some()) {
        return at;
    }
    let signed = rows.iter().rposition(|row| row.role == Role::Frame);
    let behind = signed.filter(|at| at * 2 > rows.len()).map(|at| at + 1);
    let noted = |at: &usize| {
        counts_on(rows, *at).is_some_and(|(row, number)| number == 1 && note_start(row).is_some())
    };
    behind.filter(noted).unwrap_or(rows.len())
}

/// The first line from a row on and its number, when it has one and all numbers behind it go on in the count.
fn counts_on<'a>(rows: &[Row<'a>], start: usize) -> Option<(&'a str, u32)> {
    let mut texts = rows.iter().skip(start).filter(|row| row.is_text());
    let first = texts.next()?.text;
    let number = numbered(first)?;
    texts
        .filter_map(|row| numbered(row.text))
        .try_fold(number, |last, n| {
            (last.checked_add(1) == Some(n)).then_some(n)
        })?;
    Some((first, number))
}

/// The number in front of a note: `1 Zie`, `[1] Zie`, `1. Zie`.
fn numbered(text: &str) -> Option<u32> {
    let counted = text.split_once(". ").map_or(text, |(number, _)| number);
    let plain = counted.len() <= 3 && !counted.starts_with('0');
    note_start(text)
        .map(|(value, ..)| value)
        .or_else(|| counted.parse().ok().filter(|_| plain))
}

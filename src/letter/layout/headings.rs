//! Headings: lines without end mark that stand before text, and titles run in at the start of a paragraph.

use super::frame;
use super::heading_forms::{
    are_of_a_series, behind_number, is_asked_by_the_writer, is_named_after_many,
};
use super::lists::{self, Marker};
use super::rows::{Role, Row};
use super::verbs::has_finite_verb;
use crate::letter::block::{Block, BlockKind};
use crate::letter::mapped::Mapped;
use crate::letter::sentences;

/// The longest heading, in words.
const MOST_WORDS: usize = 30;

/// Whether the break behind a line was meant: the first word of the next line would have fitted on it.
pub(super) fn is_short(row: &Row, next: &Row, wrap_width: usize) -> bool {
    let first = next
        .text
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    // letters of print are not equally wide: leave some room
    row.width() + 1 + first + wrap_width / 14 < wrap_width
}

/// How many rows from `at` on are a heading; 0 when none is.
///
/// A heading has no end mark, at most three lines and no sentence inside; its last line is broken before its
/// full width, or a gap follows; and what follows begins anew.
pub(super) fn rows_of_heading(rows: &[Row], at: usize, wrap_width: usize) -> usize {
    let Some(first) = rows.get(at).filter(|row| row.is_text()) else {
        return 0;
    };
    if first.starts_lower() || !first.text.chars().any(char::is_alphabetic) {
        return 0;
    }
    let marker = lists::marker(first.text).map(|(marker, _)| marker);
    if matches!(marker, Some(Marker::Bullet | Marker::Dash(_))) {
        return 0;
    }
    if matches!(
        marker,
        Some(Marker::Number(_) | Marker::Letter(_) | Marker::Roman(_))
    ) && is_in_list(rows, at)
    {
        return 0;
    }
    if is_in_series(rows, at) {
        return 0;
    }
    let numbered = marker.is_some() || behind_number(first.text).is_some();
    (1..=3)
        .find(|count| closes(rows, at, *count, numbered, wrap_width))
        .unwrap_or(0)
}

/// Whether `count` rows from `at` on are a whole heading.
fn closes(rows: &[Row], at: usize, count: usize, numbered: bool, wrap_width: usize) -> bool {
    let Some(lines) = rows.get(at..at + count) else {
        return false;
    };
    if !lines.iter().all(Row::is_text) {
        return false;
    }
    // every line but the last is full, or goes on in lower case
    let goes_on = |a: &Row, b: &Row| {
        lists::marker(b.text).is_none()
            && (b.starts_lower() || !is_short(a, b, wrap_width) || frame::ends_openly(a.text))
    };
    let whole = lines.array_windows().all(|[a, b]| goes_on(a, b));
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return false;
    };
    let text: Vec<&str> = lines.iter().map(|row| row.text).collect();
    let text = text.join(" ");
    let words = text.split_whitespace().count();
    let colon = last.text.ends_with(':');
    // "Motie-De Boer c.s.", "Wat betekent dit voor gemeenten?"
    let no_end = is_set_off(rows, at, count)
        && (is_named_after_many(&text)
            || is_asked_by_the_writer(&text) && !is_answered(rows, at + count));
    if !whole
        || last.ends_sentence() && !no_end
        || last.text.ends_with([',', ';', '-', '–'])
        || frame::ends_openly(last.text)
        || words > MOST_WORDS
        || colon && (words > 7 || has_finite_verb(&text) || numbered)
        || parts(&text) > if numbered { 2 } else { 1 }
        || frame::is_signature_title(&text) && first.text.ends_with(',')
    {
        return false;
    }
    let bold = lines.iter().all(|row| row.bold);
    let turn = frame::turn(&text).is_some();
    if has_finite_verb(&text)
        && !(turn || bold || words <= 12 && (numbered || is_set_off(rows, at, count)))
    {
        return false;
    }
    followed_by_text(rows, at + count, last, wrap_width, bold)
        || is_followed_by_a_sentence(rows, at, count, &text)
}

/// Whether the line above or below counts on, as items of a list do that begin with `Aanbeveling 1.`.
fn is_in_series(rows: &[Row], at: usize) -> bool {
    let own = rows[at].text;
    if behind_number(own).is_none() {
        return false;
    }
    let filled = |row: &&Row| row.role != Role::Blank;
    let before = rows[..at].iter().rev().find(filled);
    let behind = rows[at + 1..].iter().find(filled);
    (before.into_iter().chain(behind)).any(|row| are_of_a_series(own, row.text))
}

/// Whether the heading of an answer stands next: what stands above it is a member's question.
fn is_answered(rows: &[Row], next: usize) -> bool {
    let mut filled = rows.iter().skip(next).filter(|row| row.role != Role::Blank);
    filled
        .next()
        .is_some_and(|row| frame::turn(row.text).is_some())
}

/// How many sentences a heading would be; the full stop behind its number ends none.
fn parts(text: &str) -> usize {
    sentences::split(behind_number(text).unwrap_or(text)).len()
}

/// Whether full lines are a heading all the same: a noun phrase behind a gap, and the next line begins as sentences do.
fn is_followed_by_a_sentence(rows: &[Row], at: usize, count: usize, text: &str) -> bool {
    let gap = at
        .checked_sub(1)
        .and_then(|i| rows.get(i))
        .is_none_or(|row| !row.is_text());
    let begins = |row: &Row| {
        let first = row.text.split_whitespace().next().unwrap_or_default();
        row.is_text() && sentences::often_begins_a_sentence(first)
    };
    let phrase = text.ends_with(char::is_lowercase) && !text.contains([',', ';']) || {
        lists::marker(text).is_some() && text.ends_with(char::is_lowercase)
    };
    gap && phrase && !has_finite_verb(text) && rows.get(at + count).is_some_and(begins)
}

/// Whether what stands behind a heading lets it be one.
fn followed_by_text(rows: &[Row], next: usize, last: &Row, wrap_width: usize, bold: bool) -> bool {
    let mut gap = false;
    for row in rows.iter().skip(next) {
        match row.role {
            Role::Blank => gap = true,
            // "Hieronder een overzicht:" leads into the table
            Role::Table if last.text.ends_with(':') => return false,
            Role::Furniture | Role::Table | Role::Note => {
                // a page ends here: only a short line can be a heading at the foot of a page
                if last.width() * 2 > wrap_width {
                    return false;
                }
                gap = true;
            }
            Role::Frame => return gap,
            Role::Text => {
                if row.starts_lower() {
                    return false;
                }
                let item = lists::marker(row.text).is_some();
                return gap || item || bold && !row.bold || is_short(last, row, wrap_width);
            }
        }
    }
    // the end of the text: a heading of nothing, unless it is all there is
    next > 1
}

/// The titles of a text with one paragraph a line: lines between gaps, of at most twelve words, without end mark and
/// verb, with a sentence or another title behind them.
pub(super) fn titles(rows: &[Row]) -> Vec<bool> {
    const MOST_WORDS: usize = 12;
    let mut leads = false;
    let mut titles: Vec<bool> = (0..rows.len())
        .rev()
        .map(|at| {
            let Some(row) = rows.get(at).filter(|row| row.is_text()) else {
                return false;
            };
            let title = leads
                && is_set_off(rows, at, 1)
                && !row.text.ends_with(':')
                && row.text.split_whitespace().count() <= MOST_WORDS
                && !has_finite_verb(row.text)
                && rows_of_heading(rows, at, usize::MAX / 64) == 1;
            leads = title || row.ends_sentence();
            title
        })
        .collect();
    titles.reverse();
    titles
}

/// Whether rows stand alone between two gaps.
fn is_set_off(rows: &[Row], at: usize, count: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| rows.get(i));
    let after = rows.get(at + count);
    before.is_none_or(|row| row.role != Role::Text)
        && after.is_some_and(|row| row.role == Role::Blank)
}

/// Whether a numbered line is one of several that follow each other directly: a list, no headings.
fn is_in_list(rows: &[Row], at: usize) -> bool {
    let number = |row: &Row| lists::marker(row.text).map(|(marker, _)| marker);
    let Some(own) = rows.get(at).and_then(number) else {
        return false;
    };
    let filled = |row: &&Row| row.role != Role::Blank;
    let next = rows.iter().skip(at + 1).find(filled).and_then(number);
    // an item of one line, or of two; a whole sentence between two numbers is the text under a heading
    let before = rows
        .iter()
        .take(at)
        .rev()
        .filter(filled)
        .take(2)
        .take_while(|row| number(row).is_some() || !row.ends_sentence())
        .find_map(number);
    next.is_some_and(|next| next.follows(own)) || before.is_some_and(|before| own.follows(before))
}

/// Parts the title off paragraphs such as `Cyberveiligheid. In 2030 …`.
///
/// The title is a noun phrase of at most five words with a full stop and a sentence behind it.
pub(super) fn part_run_in_titles(source: &str, blocks: Vec<Block>) -> Vec<Block> {
    let mut parted = Vec::with_capacity(blocks.len());
    for block in blocks {
        match run_in_title(source, &block) {
            Some((title, rest)) => parted.extend([title, rest]),
            None => parted.push(block),
        }
    }
    parted
}

fn run_in_title(source: &str, block: &Block) -> Option<(Block, Block)> {
    if block.kind != BlockKind::Paragraph {
        return None;
    }
    // most paragraphs have no full stop that early
    let start = block.pieces.first()?.start;
    let mut early = source.get(start..)?.bytes().take(80);
    if !early.any(|byte| byte == b'.') {
        return None;
    }
    let mapped = Mapped::new(source, &block.pieces);
    let cut = sentences::split(&mapped.text);
    let (first, second) = (cut.first()?, cut.get(1)?);
    let title = mapped.text.get(first.clone())?.strip_suffix('.')?;
    if !is_title(title) {
        return None;
    }
    let part = |kind, range| Block {
        kind,
        pieces: mapped.pieces(range),
        page: block.page,
    };
    let heading = part(BlockKind::Heading { level: 3 }, first.start..first.end - 1);
    let text = part(BlockKind::Paragraph, second.start..mapped.text.len());
    Some((heading, text))
}

/// Whether a few words with a full stop are a title: a noun phrase and no answer such as `Ja` or `Akkoord`.
fn is_title(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some(first) = words.first() else {
        return false;
    };
    let answers = [
        "Ja",
        "Nee",
        "Neen",
        "Akkoord",
        "Eens",
        "Klopt",
        "Zeker",
        "Inderdaad",
        "Dank",
        "Juist",
        "Correct",
        "Helaas",
        "Graag",
        "Kortom",
        "Tot",
        "Ten",
        "Idem",
        "Mee",
        "Natuurlijk",
        "Absoluut",
        "Onjuist",
        "Geachte",
        "Uiteraard",
    ];
    words.len() <= 5
        && first.starts_with(char::is_uppercase)
        && first.chars().count() > 2
        && !answers.contains(&first.trim_end_matches(','))
        && !sentences::often_begins_a_sentence(first)
        && !has_finite_verb(text)
        && words.iter().all(|word| {
            word.chars()
                .next()
                .is_some_and(|c| c.is_alphabetic() || c == '(')
        })
        && !text.contains(['?', '!', ':', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_and_clauses_are_no_titles() {
        for title in [
            "Cyberveiligheid",
            "Digitale weerbaarheid",
            "Financiering van innovatie",
        ] {
            assert!(is_title(title), "{title}");
        }
        for no in [
            "Ja",
            "Nee",
            "Dat klopt",
            "Het kabinet steunt dit",
            "Tot slot",
            "Zie vraag 2",
            "Ten eerste",
        ] {
            assert!(!is_title(no), "{no}");
        }
    }
}

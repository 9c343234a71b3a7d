//! Lines as layout sees them, and what kind of text they make up.

use super::{frame, lists};
use crate::letter::block::Line;
use crate::letter::mapped::trimmed;
use crate::letter::sentences;
use std::ops::Range;

/// What a line turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// White space only: a gap.
    Blank,
    /// Part of the letter's text.
    Text,
    /// A page line, running header or side column: it interrupts text without ending it.
    Furniture,
    /// A footnote's own text: it interrupts text without ending it.
    Note,
    /// Letterhead, salutation, signature: text ends here.
    Frame,
}

/// One line.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    /// Its text without white space at the ends.
    pub text: &'a str,
    /// Where that stands in the document's text.
    pub range: Range<usize>,
    /// Characters of white space before it.
    pub indent: usize,
    /// The page (1-based), where known.
    pub page: Option<u32>,
    /// Whether it is set in bold.
    pub bold: bool,
    /// Whether text before it is lost.
    pub torn: bool,
    /// What it is.
    pub role: Role,
}

impl Row<'_> {
    pub(super) fn is_text(&self) -> bool {
        self.role == Role::Text
    }

    /// How many characters it has.
    pub(super) fn width(&self) -> usize {
        self.text.chars().count()
    }

    /// Whether it ends as sentences do, closing quotes and brackets aside; `zie art.` goes on.
    pub(super) fn ends_sentence(&self) -> bool {
        ends_sentence(self.text) && !sentences::ends_in_an_abbreviation(self.text)
    }

    /// Whether it begins in lower case, and not with a list letter such as `a)`.
    pub(super) fn starts_lower(&self) -> bool {
        let first = self.text.trim_start_matches(is_opening);
        first.starts_with(char::is_lowercase) && lists::marker(self.text).is_none()
    }
}

/// Whether a text ends in `.`, `!`, `?` or `…`, closing quotes, brackets and a footnote mark aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    const ENDS: [char; 4] = ['.', '!', '?', '…'];
    let closed = text.trim_end_matches(is_closing);
    let unmarked = closed.trim_end_matches(|c: char| is_closing(c) || c.is_ascii_digit());
    // "(36 410, nr. 12)": a number that a space parts from its full stop
    let counted = unmarked.len() < closed.trim_end_matches(|c: char| c.is_ascii_digit()).len()
        && closed.len() < text.len();
    closed.ends_with(ENDS) || unmarked.ends_with(ENDS) && !counted
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '"' | '\'' | '‘' | '“' | '«' | '„')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '"' | '\'' | '’' | '”' | '»') || c.is_whitespace()
}

/// Makes rows of lines.
pub(super) fn rows<'a>(text: &'a str, lines: &[Line]) -> Vec<Row<'a>> {
    lines
        .iter()
        .map(|line| {
            let range = trimmed(text, line.range.clone());
            let shown = text.get(range.clone()).unwrap_or_default();
            let before = text.get(line.range.start..range.start).unwrap_or_default();
            let blank = shown.chars().all(|c| c.is_whitespace() || c.is_control());
            Row {
                text: shown,
                indent: before.chars().count(),
                page: line.page,
                bold: line.bold,
                torn: line.torn,
                role: match (blank, line.aside) {
                    (true, _) => Role::Blank,
                    (false, true) => Role::Furniture,
                    (false, false) => Role::Text,
                },
                range,
            }
        })
        .collect()
}

/// How lines relate to paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Paragraphs are wrapped over several lines.
    Wrapped,
    /// Every line is a paragraph.
    LinePerParagraph,
}

/// Tells wrapped text from text with one paragraph a line.
///
/// In wrapped text a good part of the lines goes on in lower case on the next line, and no line is much
/// longer than the others.
pub(super) fn shape(rows: &[Row]) -> Shape {
    let text: Vec<&Row> = rows.iter().filter(|row| row.is_text()).collect();
    let mut widths: Vec<usize> = text.iter().map(|row| row.width()).collect();
    widths.sort_unstable();
    let long = widths.iter().filter(|w| **w > 150).count();
    let pairs = text.len().saturating_sub(1);
    let wraps = text
        .array_windows()
        .filter(|[a, b]| b.starts_lower() && !a.ends_sentence() && !a.text.ends_with([':', ';']))
        .count();
    if wraps > 0 && wraps * 10 >= pairs && long * 10 <= text.len() {
        Shape::Wrapped
    } else {
        Shape::LinePerParagraph
    }
}

/// Makes gaps of double-spaced text vanish: where every line has an empty one behind it, empty lines mean nothing.
pub(super) fn close_double_spacing(rows: &mut Vec<Row>) {
    let text = rows.iter().filter(|row| row.is_text()).count();
    let torn = rows
        .array_windows()
        .filter(|[a, gap, b]| {
            a.is_text()
                && gap.role == Role::Blank
                && b.is_text()
                && b.starts_lower()
                && !a.ends_sentence()
        })
        .count();
    if text < 6 || torn * 4 < text {
        return;
    }
    let mut before = Role::Blank;
    rows.retain(|row| {
        let single = row.role == Role::Blank && before != Role::Blank;
        before = row.role;
        !single
    });
}

/// The width to which text is wrapped, in characters: what nine of ten lines that go on do not exceed.
pub(super) fn wrap_width(rows: &[Row]) -> usize {
    let mut widths: Vec<usize> = rows
        .array_windows()
        .filter(|[a, b]| a.is_text() && b.is_text())
        .map(|[a, _]| a.width())
        .collect();
    widths.sort_unstable();
    let at = widths.len() * 9 / 10;
    widths
        .get(at.min(widths.len().saturating_sub(1)))
        .copied()
        .unwrap_or(0)
}

/// Whether a text with one paragraph a line shows signs of being a letter to parliament or an answer to its
/// questions.
///
/// One sign will do for a short text; a long one must show one for every hundred lines, so that a stray line of a
/// newspaper or encyclopedia does not make it a letter. Addresses and letterhead fields count only where they
/// stand, at the top.
pub(super) fn looks_like_a_letter(rows: &[Row]) -> bool {
    let mut signs = 0;
    let mut weak = 0;
    let mut lines = 0;
    for row in rows.iter().filter(|row| row.is_text()) {
        let text = row.text;
        lines += 1;
        let sign = frame::is_salutation(text) && lines <= 60
            || frame::is_signature_title(text) && text.ends_with(',')
            || frame::question_heading(text).is_some()
            || text.contains("uw Kamer")
            || text.contains("Uw Kamer")
            || frame::opens_letter(text);
        signs += usize::from(sign);
        let field = frame::field(text).is_some_and(|(_, value)| !value.is_empty());
        let head = lines <= 40 && (field || frame::is_letterhead(text));
        weak += usize::from(head);
    }
    signs + weak / 2 > lines / 100
}

/// The parts of a line that two spaces or more set apart.
pub(super) fn parts_apart(text: &str) -> Vec<&str> {
    text.split("  ")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::format::text::lines;

    #[test]
    fn a_line_ends_a_sentence_but_for_counts_and_abbreviations() {
        let ends = |text: &str| rows(text, &lines(text)).iter().all(Row::ends_sentence);
        for text in [
            "Dat is zo.",
            "Dat is zo.12",
            "(Dat is zo.)",
            "Dat is zo. 12",
            "Dat is ‘zo.’3",
            "Het gaat om geld enz.",
        ] {
            assert!(ends(text), "{text}");
        }
        for text in [
            "Motie van het lid Kaya (36 410, nr. 12)",
            "zoals geregeld in art.",
            "in de steden (o.a.",
            "Een titel",
            "Vraag 12",
        ] {
            assert!(!ends(text), "{text}");
        }
    }
}

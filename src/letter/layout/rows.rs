//! Lines as layout sees them, and what kind of text they make up.

use super::raised::RAISED;
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
    /// A row of a table: it interrupts text without ending it.
    Table,
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

/// Whether a text ends in `.`, `!`, `?` or `…`, closing quotes, brackets and a footnote mark aside: `.1`, `.[1]`, `.¹`.
pub(super) fn ends_sentence(text: &str) -> bool {
    const ENDS: [char; 4] = ['.', '!', '?', '…'];
    let text = without_mark(text);
    let closed = text.trim_end_matches(is_closing);
    let unmarked = closed.trim_end_matches(|c: char| is_closing(c) || c.is_ascii_digit());
    // "(36 410, nr. 12)": a number that a space parts from its full stop
    let counted = unmarked.len() < closed.trim_end_matches(|c: char| c.is_ascii_digit()).len()
        && closed.len() < text.len();
    closed.ends_with(ENDS) || unmarked.ends_with(ENDS) && !counted || is_asked_with_a_note(text)
}

/// A text without the footnote marks at its end that are nothing else: `[12]` and raised digits.
fn without_mark(text: &str) -> &str {
    let mut text = text.trim_end_matches(RAISED);
    while let Some(inner) = text.strip_suffix(']') {
        let before = inner.trim_end_matches(|c: char| c.is_ascii_digit());
        match before.strip_suffix('[') {
            Some(rest) if before.len() < inner.len() => text = rest,
            _ => break,
        }
    }
    text
}

/// Whether a text ends in a question and the mark of its note as people type it: `…»? 1)`.
fn is_asked_with_a_note(text: &str) -> bool {
    let typed = text.strip_suffix(')').unwrap_or_default();
    let asked = typed.trim_end_matches(|c: char| c.is_ascii_digit());
    asked.len() < typed.len() && asked.ends_with("? ")
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
/// In wrapped text a good part of the full lines, 6/10 of the usual width or more, goes on in lower case on the next
/// line, and no line is much longer than the others. What stands before a gap, an address or a heading tells nothing.
pub(super) fn shape(rows: &[Row]) -> Shape {
    const WIDEST: usize = 150;
    let widths: Vec<usize> = (rows.iter().filter(|row| row.is_text()))
        .map(Row::width)
        .collect();
    let long = widths.iter().filter(|width| **width > WIDEST).count() * 10 > widths.len();
    let least = nine_tenths(widths).min(WIDEST) * 6 / 10;
    let (mut pairs, mut wraps) = (0, 0);
    for [a, b] in rows.array_windows() {
        if a.is_text() && b.is_text() && a.width() >= least {
            pairs += 1;
            wraps += usize::from(goes_on(a, b) && !a.text.ends_with([':', ';']));
        }
    }
    if wraps > 0 && wraps * 10 >= pairs && !long {
        Shape::Wrapped
    } else {
        Shape::LinePerParagraph
    }
}

/// Whether a line goes on in lower case on the next.
fn goes_on(a: &Row, b: &Row) -> bool {
    b.starts_lower() && !a.ends_sentence()
}

/// Makes gaps of double-spaced text vanish: where every line has an empty one behind it, empty lines mean nothing.
pub(super) fn close_double_spacing(rows: &mut Vec<Row>) {
    let text = rows.iter().filter(|row| row.is_text()).count();
    let torn = rows
        .array_windows()
        .filter(|[a, gap, b]| {
            a.is_text() && gap.role == Role::Blank && b.is_text() && goes_on(a, b)
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
    let widths = rows
        .array_windows()
        .filter(|[a, b]| a.is_text() && b.is_text())
        .map(|[a, _]| a.width());
    nine_tenths(widths.collect())
}

/// What nine of ten widths do not exceed; 0 without any.
fn nine_tenths(mut widths: Vec<usize>) -> usize {
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
/// The title of a paper on the first line will do (`Nota naar aanleiding van het verslag`). Of other signs one is enough
/// for a short text; a long one must show one for every hundred lines, so that a stray line of a newspaper or
/// encyclopedia does not make it a letter. Addresses and letterhead fields count only where they stand, at the top.
pub(super) fn looks_like_a_letter(rows: &[Row]) -> bool {
    let mut signs = 0;
    let mut weak = 0;
    let mut lines = 0;
    for row in rows.iter().filter(|row| row.is_text()) {
        let text = row.text;
        lines += 1;
        if lines == 1 && frame::is_paper_title(text) && !row.ends_sentence() {
            return true;
        }
        let sign = frame::is_salutation(text) && lines <= 60
            || (frame::is_signature_title(text) || frame::is_closing(text)) && text.ends_with(',')
            || frame::turn(text).is_some()
            || frame::is_caption(text)
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
            "Dat is zo.[1]",
            "Dat is zo.[1][12]",
            "Dat is ‘zo’.¹²",
            "Dat is zo. [1]",
            "Het gaat om geld enz.",
            "Kent u het bericht «Veer dicht»? 1)",
        ] {
            assert!(ends(text), "{text}");
        }
        for text in [
            "Motie van het lid Kaya (36 410, nr. 12)",
            "zoals geregeld in art.",
            "in de steden (o.a.",
            "Een titel",
            "Een titel[1]",
            "Een titel²",
            "Dat is zo. [sic]",
            "Vraag 12",
        ] {
            assert!(!ends(text), "{text}");
        }
    }

    fn shape_of(text: &str) -> Shape {
        shape(&rows(text, &lines(text)))
    }

    #[test]
    fn one_full_line_that_goes_on_tells_wrapped_text() {
        let short = "De Voorzitter van de Tweede Kamer\nder Staten-Generaal\nPostbus 20018\n2500 EA DEN HAAG\n\n\
            Geachte Voorzitter,\n\nStand van zaken\n\nDe Raad van State heeft kritiek op de onderbouwing van deze regel.\n\
            Ik neem die kritiek serieus. Ik vind het dan ook\nonwenselijk om het traject nu stil te leggen.\n\nVervolg\n\n\
            - Provincies beoordelen de aanvragen.\n- Ik beslis na advies.\n\nHoogachtend,\n\nA.B. de Wit\n\
            Minister van Landbouw\n";
        assert_eq!(shape_of(short), Shape::Wrapped);
    }

    #[test]
    fn an_address_does_not_tell_wrapped_text() {
        let long =
            "Het kabinet steunt het voorstel en zal dat in de Raad uitdragen, zoals eerder gezegd.";
        let letter = format!(
            "De Voorzitter van de Tweede Kamer\nder Staten-Generaal\nPostbus 1\n\n{long}\n\n{long}\n"
        );
        assert_eq!(shape_of(&letter), Shape::LinePerParagraph);
    }

    #[test]
    fn short_lines_in_lower_case_do_not_tell_wrapped_text() {
        let list = "Het kabinet let op de volgende punten bij dit voorstel van de Commissie:\nminder regels\nmeer \
            toezicht\nlagere kosten\nHet kabinet steunt het voorstel en zal dat in de Raad uitdragen.\nDe Raad beslist \
            hier in het najaar over, zoals gezegd.\n";
        assert_eq!(shape_of(list), Shape::LinePerParagraph);
    }
}

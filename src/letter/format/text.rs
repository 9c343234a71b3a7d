//! Plain text: bytes become lines and pages.

use super::decode::decode;
use super::mail;
use crate::error::Result;
use crate::letter::block::{Content, Document, Line};

/// Reads a plain-text file into lines; a form feed begins a page. Of a pasted message, what is said in it is left.
///
/// # Errors
/// As [`decode`].
pub fn read(bytes: &[u8]) -> Result<Document> {
    let mut decoded = decode(bytes)?;
    let mut lines = lines(&decoded.text);
    decoded
        .warnings
        .extend(mail::clear(&decoded.text, &mut lines));
    Ok(Document {
        content: Content::Lines(lines),
        text: decoded.text,
        origin: decoded.origin,
        warnings: decoded.warnings,
        ..Document::default()
    })
}

/// The lines of a text, without their ends. Pages are counted only when a form feed stands somewhere.
pub fn lines(text: &str) -> Vec<Line> {
    let mut page = text.contains('\x0c').then_some(1);
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if !matches!(
            c,
            '\n' | '\r' | '\x0b' | '\x0c' | '\u{85}' | '\u{2028}' | '\u{2029}'
        ) {
            continue;
        }
        let after_return =
            c == '\n' && at == start && text.get(..at).is_some_and(|t| t.ends_with('\r'));
        if !after_return {
            lines.push(Line::new(start..at, page));
        }
        start = at + c.len_utf8();
        if c == '\x0c' {
            page = page.map(|p| p + 1);
        }
    }
    if start < text.len() {
        lines.push(Line::new(start..text.len(), page));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_line_ends_end_a_line_once() {
        let text = "een\r\ntwee\rdrie\n\nvijf";
        let found: Vec<&str> = lines(text).iter().map(|l| &text[l.range.clone()]).collect();
        assert_eq!(found, ["een", "twee", "drie", "", "vijf"]);
    }

    #[test]
    fn a_form_feed_begins_a_page() {
        let pages: Vec<Option<u32>> = lines("een\n\x0ctwee\n").iter().map(|l| l.page).collect();
        assert_eq!(pages, [Some(1), Some(1), Some(2)]);
    }
}

//! Markdown: paragraphs, headings, lists and cells of tables, without the marks of emphasis and links.
//!
//! The text of the document is the file itself; what is only markup lies between the pieces of a block, so
//! that every sentence keeps its place in the file.

mod marks;
mod tables;

pub(super) use marks::are_enough;

use super::cells;
use super::decode::decode;
use super::text::lines;
use crate::error::Result;
use crate::letter::block::{Block, BlockKind, Content, Document};
use crate::letter::layout::{frame, lists};
use crate::letter::metadata;
use std::ops::Range;

/// Reads a Markdown file into blocks.
///
/// # Errors
/// As `decode`.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let decoded = decode(bytes)?;
    let mut reader = Reader {
        text: &decoded.text,
        blocks: Vec::new(),
        open: None,
        marker: None,
    };
    let mut fence: Option<&str> = None;
    let mut front = false;
    let lines = lines(&decoded.text);
    let rows = tables::rows(&decoded.text, &lines);
    for (at, (line, row)) in lines.into_iter().zip(rows).enumerate() {
        let shown = decoded.text.get(line.range.clone()).unwrap_or_default();
        let trimmed = shown.trim();
        if at == 0 && trimmed == "---" {
            front = true;
            continue;
        }
        if front {
            front = !matches!(trimmed, "---" | "...");
            reader.aside(line.range);
            continue;
        }
        let opens = ["```", "~~~"]
            .into_iter()
            .find(|mark| trimmed.starts_with(mark));
        match (fence, opens) {
            (None, Some(mark)) => {
                reader.close();
                fence = Some(mark);
            }
            (Some(mark), _) => {
                if trimmed.starts_with(mark) {
                    fence = None;
                }
            }
            (None, None) if row => reader.row(line.range),
            (None, None) => reader.line(line.range),
        }
    }
    reader.close();
    let blocks = reader.blocks;
    // fields such as `**Datum:**` are found only without their marks
    let shown: Vec<String> = blocks.iter().map(|b| b.text(&decoded.text)).collect();
    let stated = metadata::find(&shown.join("\n"));
    Ok(Document {
        content: Content::Blocks(blocks),
        text: decoded.text,
        origin: decoded.origin,
        warnings: decoded.warnings,
        metadata: stated,
        ..Document::default()
    })
}

struct Reader<'a> {
    text: &'a str,
    blocks: Vec<Block>,
    /// The block that lines are being added to.
    open: Option<(BlockKind, Vec<Range<usize>>)>,
    /// What the last item began with.
    marker: Option<lists::Marker>,
}

impl Reader<'_> {
    fn line(&mut self, range: Range<usize>) {
        let line = self.text.get(range.clone()).unwrap_or_default();
        let mut start = range.start + (line.len() - line.trim_start().len());
        let mut shown = line.trim();
        while let Some(rest) = shown
            .strip_prefix('>')
            .filter(|r| !r.trim_start().starts_with("Retour"))
        {
            start += 1 + (rest.len() - rest.trim_start().len());
            shown = rest.trim_start();
        }
        if shown.is_empty() || is_rule(shown) && self.open.is_none() {
            return self.close();
        }
        if is_underline(shown) {
            // a heading that is underlined, or a rule
            if let Some((kind @ BlockKind::Paragraph, _)) = &mut self.open {
                *kind = BlockKind::Heading {
                    level: if shown.starts_with('=') { 1 } else { 2 },
                };
            }
            return self.close();
        }
        if let Some(level) = heading_level(shown) {
            self.close();
            let inner = shown.trim_start_matches('#');
            let skipped = shown.len() - inner.trim_start().len();
            let inner = inner.trim().trim_end_matches('#').trim_end();
            self.open = Some((BlockKind::Heading { level }, Vec::new()));
            self.add(start + skipped..start + skipped + inner.len());
            return self.close();
        }
        if shown.starts_with("<!--") || is_note(shown) {
            self.close();
            return self.aside(start..start + shown.len());
        }
        let end = start + shown.len();
        let item = lists::marker(shown).is_some_and(|(marker, _)| match marker {
            lists::Marker::Bullet | lists::Marker::Dash(_) | lists::Marker::Number(_) => true,
            lists::Marker::Letter(_) | lists::Marker::Roman(_) => {
                self.is_listed(marker, line.starts_with([' ', '\t']))
            }
            lists::Marker::Outline => false,
        }) || shown.starts_with("+ ");
        if item {
            self.close();
            self.marker = lists::marker(shown).map(|(marker, _)| marker);
            let marker = shown.find(char::is_whitespace).unwrap_or(0);
            let start = match shown.starts_with(['*', '+', '-']) {
                true => start + marker,
                false => start,
            };
            self.open = Some((BlockKind::ListItem, Vec::new()));
            return self.add(start..end);
        }
        if let Some(heading) = frame::question_heading(shown.trim_matches(['*', '_']))
            && heading.rest.is_empty()
        {
            self.close();
            self.open = Some((BlockKind::Heading { level: 2 }, Vec::new()));
            self.add(start..end);
            return self.close();
        }
        let plain = shown.trim_start_matches(['*', '_']).replace("**", "");
        if frame::field(&plain).is_some() || frame::is_letterhead(shown) || frame::is_closing(shown)
        {
            self.close();
        }
        if self.open.is_none() {
            self.open = Some((BlockKind::Paragraph, Vec::new()));
        }
        self.add(start..end);
        // a hard line break ends what is set line by line, such as an address
        if line.ends_with("  ") && !shown.ends_with(char::is_lowercase) || line.ends_with('\\') {
            self.close();
        }
    }

    /// Whether what stands before a letter such as `a.` leads into a list of them or is an item that can hold one.
    fn is_listed(&self, marker: lists::Marker, indented: bool) -> bool {
        let before = match &self.open {
            Some((kind, pieces)) => pieces.last().map(|last| (*kind, last.clone())),
            None => (self.blocks.iter().rev())
                .find(|block| block.kind != BlockKind::Aside)
                .and_then(|block| Some((block.kind, block.pieces.last()?.clone()))),
        };
        let Some((kind, last)) = before else {
            return false;
        };
        let text = self.text.get(last).unwrap_or_default().trim_end();
        let text = text.trim_end_matches(" en").trim_end_matches(" of");
        match kind {
            BlockKind::ListItem => {
                self.open.is_none()
                    || text.ends_with([':', ';', ',', '.'])
                    || indented && marker.is_first()
                    || self.marker.is_some_and(|before| marker.follows(before))
            }
            _ => text.ends_with(':') && marker.is_first(),
        }
    }

    /// A row of a table: a cell that holds a sentence is text, one with the number of a question or answer its heading; all others are set
    /// aside.
    fn row(&mut self, range: Range<usize>) {
        self.close();
        let line = self.text.get(range.clone()).unwrap_or_default();
        for cell in tables::cells(line) {
            let whole = self
                .text
                .get(range.start + cell.start..range.start + cell.end);
            let whole = shown(whole.unwrap_or_default());
            let (heading, running) = (cells::is_heading(&whole), cells::is_running(&whole));
            for part in tables::parts(line, cell) {
                let part = range.start + part.start..range.start + part.end;
                let text = self.text.get(part.clone()).unwrap_or_default();
                let kind = match lists::marker(text) {
                    _ if heading => BlockKind::Heading { level: 2 },
                    _ if !running => BlockKind::Aside,
                    Some((lists::Marker::Bullet | lists::Marker::Dash(_), _)) => {
                        BlockKind::ListItem
                    }
                    _ => BlockKind::Paragraph,
                };
                self.open = Some((kind, Vec::new()));
                self.add(part);
                self.close();
            }
        }
    }

    /// Adds a line's text to the open block, without the marks in it.
    fn add(&mut self, range: Range<usize>) {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let Some((_, pieces)) = &mut self.open else {
            return;
        };
        // the line end before it is the space between the lines
        if let Some(last) = pieces.last().map(|last| last.end)
            && let Some(at) = self.text.get(last..range.start).and_then(|t| t.find('\n'))
        {
            pieces.push(last + at..last + at + 1);
        }
        let ahead = self.text.get(range.end..).unwrap_or_default();
        for piece in inline(text, ahead) {
            pieces.push(range.start + piece.start..range.start + piece.end);
        }
    }

    fn aside(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.blocks.push(Block::new(BlockKind::Aside, range));
        }
    }

    fn close(&mut self) {
        let Some((kind, pieces)) = self.open.take() else {
            return;
        };
        if pieces.is_empty() {
            return;
        }
        let mut block = Block {
            kind,
            pieces,
            page: None,
        };
        // a paragraph in bold is a heading
        let (first, last) = (block.pieces.first(), block.pieces.last());
        if kind == BlockKind::Paragraph
            && let (Some(first), Some(last)) = (first, last)
            && self
                .text
                .get(..first.start)
                .is_some_and(|t| t.ends_with("**"))
            && self
                .text
                .get(last.end..)
                .is_some_and(|t| t.starts_with("**"))
            && !block.text(self.text).ends_with(['.', '?', '!', ',', ';'])
        {
            block.kind = BlockKind::Heading { level: 3 };
        }
        self.blocks.push(block);
    }
}

fn heading_level(line: &str) -> Option<u8> {
    let marks = line.bytes().take_while(|b| *b == b'#').count();
    let spaced = line
        .get(marks..)
        .is_some_and(|rest| rest.starts_with([' ', '\t']));
    ((1..=6).contains(&marks) && spaced).then_some(marks as u8)
}

/// A thematic break: `---`, `* * *`.
fn is_rule(line: &str) -> bool {
    let marks: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    marks.len() >= 3
        && ["-", "*", "_"]
            .iter()
            .any(|mark| marks.trim_matches(|c| mark.starts_with(c)).is_empty())
}

/// A line under a heading: `====` or `----`.
fn is_underline(line: &str) -> bool {
    line.len() >= 3 && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}

/// The text of a footnote or the target of a link: `[^1]: …`.
fn is_note(line: &str) -> bool {
    line.starts_with('[')
        && line
            .find("]:")
            .is_some_and(|end| !line.get(..end).unwrap_or_default().contains(' '))
}

/// The pieces of a line that are text: emphasis marks, targets of links, images and note marks are left out.
///
/// `ahead` is what follows the line, for links that go on there.
fn inline(line: &str, ahead: &str) -> Vec<Range<usize>> {
    let ahead = near(ahead).split("\n\n").next().unwrap_or_default();
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut keep = |from: usize, to: usize| match pieces.last_mut() {
        Some(last) if last.end == from => last.end = to,
        _ => pieces.push(from..to),
    };
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let before = line.get(..at).and_then(|t| t.chars().next_back());
        if let Some(length) = left_out(near(rest), before, ahead) {
            at += length;
            continue;
        }
        // the first character behind a backslash is itself
        let escaped = usize::from(
            rest.starts_with('\\')
                && rest
                    .get(1..2)
                    .is_some_and(|c| c.bytes().all(|b| b.is_ascii_punctuation())),
        );
        let width = rest
            .get(escaped..)
            .and_then(|t| t.chars().next())
            .map_or(1, char::len_utf8);
        keep(at + escaped, at + escaped + width);
        at += escaped + width;
    }
    pieces
}

/// A piece of a line as it is shown, without its marks.
fn shown(text: &str) -> String {
    inline(text, "")
        .into_iter()
        .filter_map(|piece| text.get(piece))
        .collect()
}

/// As much of a text as a link can hold: what a long line costs stays in proportion to it.
fn near(text: &str) -> &str {
    text.get(..text.floor_char_boundary(2_000)).unwrap_or(text)
}

/// How many bytes of markup stand here; `None` for text.
fn left_out(rest: &str, before: Option<char>, ahead: &str) -> Option<usize> {
    let word_before = before.is_some_and(char::is_alphanumeric);
    if rest.starts_with("[^") {
        return rest.find(']').map(|end| end + 1);
    }
    if rest.starts_with("![") {
        return rest
            .find(')')
            .filter(|_| rest.contains("]("))
            .map(|end| end + 1);
    }
    // the opening of a link, and its end with the target
    if rest.starts_with('[') && !rest.contains(']') {
        let close = ahead.find(']')?;
        let whole = ahead.get(close..)?.starts_with("](") && !ahead.get(..close)?.contains('[');
        return whole.then_some(1);
    }
    if rest.starts_with('[') {
        let close = rest.find("](")?;
        let inner = rest.get(1..close)?;
        return (!inner.contains('[') && rest.get(close..)?.contains(')')).then_some(1);
    }
    if rest.starts_with("](") {
        return rest.find(')').map(|end| end + 1);
    }
    if rest.starts_with("**") || rest.starts_with("__") && !word_before {
        return Some(2);
    }
    if rest.starts_with("__") {
        return Some(2);
    }
    let after = rest.chars().nth(1);
    let open = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
    match rest.chars().next()? {
        '`' => Some(1),
        // an asterisk between spaces or digits is one
        '*' if !(open(before) && open(after)) => Some(1),
        '_' if open(before) != open(after) => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::block::BlockKind::{Heading, ListItem, Paragraph};

    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        let document = read(text.as_bytes()).unwrap();
        let Content::Blocks(blocks) = &document.content else {
            panic!()
        };
        blocks
            .iter()
            .map(|b| (b.kind, b.text(&document.text)))
            .collect()
    }

    #[test]
    fn headings_lists_and_wrapped_paragraphs_are_read() {
        let found = blocks(
            "# Inzet\n\nHet kabinet\nsteunt dit.\n\n- Het eerste\n  punt is klaar.\n* Het tweede ook.\n\nSlot\n----\n\nKlaar.\n",
        );
        assert_eq!(
            found,
            [
                (Heading { level: 1 }, "Inzet".to_owned()),
                (Paragraph, "Het kabinet steunt dit.".to_owned()),
                (ListItem, "Het eerste punt is klaar.".to_owned()),
                (ListItem, "Het tweede ook.".to_owned()),
                (Heading { level: 2 }, "Slot".to_owned()),
                (Paragraph, "Klaar.".to_owned()),
            ]
        );
    }

    #[test]
    fn marks_go_and_text_stays() {
        let found = blocks(
            "Het **kabinet** _steunt_ het [voorstel](https://voorbeeld.nl/a_b) van 3 * 4 punten[^1], zie snake_case.\n\n[^1]: Noot.\n",
        );
        assert_eq!(
            found[0].1,
            "Het kabinet steunt het voorstel van 3 * 4 punten, zie snake_case."
        );
        assert_eq!(found[1].0, BlockKind::Aside);
    }

    #[test]
    fn lists_of_letters_in_lists_come_out_item_by_item() {
        let found = blocks(
            "Het kabinet let op:\na. kosten;\nb. tijd.\n\n1. toezicht\n   a. in het oosten\n   b. in het westen\n\
             2. geld, waaronder\n   i. leningen,\n   ii. giften, en\n3. zie artikel\na. van de wet.\n",
        );
        let items: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(
            items,
            [
                "Het kabinet let op:",
                "a. kosten;",
                "b. tijd.",
                "1. toezicht",
                "a. in het oosten",
                "b. in het westen",
                "2. geld, waaronder",
                "i. leningen,",
                "ii. giften, en",
                "3. zie artikel a. van de wet.",
            ]
        );
    }

    #[test]
    fn a_cell_that_holds_a_sentence_is_read_and_short_cells_are_not() {
        let found = blocks(
            "Tekst is dit:\n| Onderwerp | Inzet |\n|:--|---|\n\
             | **Register** | Het kabinet *steunt* het voorstel om dit te doen.[^1] |\n\
             | a \\| b | Dit is het eerste punt.<br>- Het kabinet wijst het tweede af. |\n\n\
             Dier | Wat er van gezegd wordt\n--- | ---\nHond | De hond is een heel trouw dier.\n\n\
             Dit kost 3 | 4 euro per jaar voor ieder.\n",
        );
        let read: Vec<(BlockKind, &str)> = found
            .iter()
            .filter(|(kind, _)| *kind != BlockKind::Aside)
            .map(|(kind, text)| (*kind, text.as_str()))
            .collect();
        assert_eq!(
            read,
            [
                (Paragraph, "Tekst is dit:"),
                (Paragraph, "Het kabinet steunt het voorstel om dit te doen."),
                (Paragraph, "Dit is het eerste punt."),
                (ListItem, "- Het kabinet wijst het tweede af."),
                (Paragraph, "De hond is een heel trouw dier."),
                (Paragraph, "Dit kost 3 | 4 euro per jaar voor ieder."),
            ]
        );
        assert!(found.iter().any(|(_, text)| text == "a | b"), "{found:?}");
    }

    #[test]
    fn a_cell_with_the_number_of_an_answer_is_the_heading_of_the_next() {
        let found = blocks(
            "| Nr. | Tekst |\n|---|---|\n| **Vraag 1** | Klopt het dat de veerpont te laat is? |\n\
             | Antwoord 1 | Ja. |\n| Antwoord | Dat klopt, en het wordt niet beter. |\n",
        );
        let kind = |wanted: &str| found.iter().find(|(_, text)| text == wanted).unwrap().0;
        assert_eq!(kind("Vraag 1"), Heading { level: 2 });
        assert_eq!(kind("Antwoord 1"), Heading { level: 2 });
        assert_eq!(kind("Antwoord"), BlockKind::Aside);
    }

    #[test]
    fn a_bold_line_and_a_question_are_headings() {
        let found = blocks("**Wat het kabinet wil**\n\nTekst is dit.\n\nAntwoord 3\n\nJa.\n");
        assert_eq!(
            found[0],
            (Heading { level: 3 }, "Wat het kabinet wil".to_owned())
        );
        assert_eq!(found[2], (Heading { level: 2 }, "Antwoord 3".to_owned()));
    }

    #[test]
    fn a_link_over_a_line_end_loses_its_marks() {
        let found = blocks("Zie het [voorstel\nvan de Raad](https://voorbeeld.nl) [sic] hier.\n");
        assert_eq!(found[0].1, "Zie het voorstel van de Raad [sic] hier.");
    }

    #[test]
    fn emphasis_over_a_line_end_keeps_its_space() {
        let found = blocks("Het *kabinet*\nsteunt **dit\nvoorstel**.\n");
        assert_eq!(found[0].1, "Het kabinet steunt dit voorstel.");
    }
}

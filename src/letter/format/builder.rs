//! Paragraphs of formats that know their structure, put into one text with its blocks.

use crate::letter::block::{Block, BlockKind};
use crate::letter::layout::verbs::has_finite_verb;
use crate::letter::layout::{frame, lists};

/// The longest paragraph that can be a heading although its format does not say so, in words.
const HEADING_WORDS: usize = 20;

/// Collects paragraphs; each becomes a line of the text and a block.
#[derive(Debug, Default)]
pub(super) struct Builder {
    text: String,
    blocks: Vec<Block>,
}

impl Builder {
    /// Adds a paragraph; `\n` in it is a line break that its author set.
    ///
    /// A paragraph that is set in bold or has no end mark and no verb is a heading; one that begins with a
    /// bullet is an item of a list. Asides stay asides.
    pub(super) fn push(&mut self, kind: BlockKind, paragraph: &str, bold: bool) {
        let parts = match kind {
            BlockKind::Heading { .. } => vec![paragraph.replace('\n', " ")],
            _ => break_lines(paragraph),
        };
        for part in parts {
            self.push_part(kind, part.trim(), bold);
        }
    }

    fn push_part(&mut self, kind: BlockKind, part: &str, bold: bool) {
        if part.is_empty() {
            return;
        }
        if kind == BlockKind::Paragraph
            && let Some(heading) = frame::question_heading(part)
        {
            let answer = heading.rest.to_owned();
            let title = heading.title.to_owned();
            self.write(BlockKind::Heading { level: 2 }, &title);
            if !answer.is_empty() {
                self.write(BlockKind::Paragraph, &answer);
            }
            return;
        }
        let kind = match kind {
            BlockKind::Paragraph if is_heading(part, bold) && !self.is_signed(part) => {
                BlockKind::Heading { level: 3 }
            }
            BlockKind::Paragraph if is_item(part) => BlockKind::ListItem,
            other => other,
        };
        self.write(kind, part);
    }

    /// Whether a part is the name under the title of a signature.
    fn is_signed(&self, part: &str) -> bool {
        frame::is_person(part)
            && self.blocks.last().is_some_and(|block| {
                let before = block.text(&self.text);
                frame::is_signature_title(&before) || frame::is_closing(&before)
            })
    }

    fn write(&mut self, kind: BlockKind, part: &str) {
        let start = self.text.len();
        self.text.push_str(part);
        self.blocks.push(Block::new(kind, start..self.text.len()));
        self.text.push('\n');
    }

    /// The text and its blocks; headings that nothing follows are paragraphs after all.
    pub(super) fn finish(mut self) -> (String, Vec<Block>) {
        let last_text = self
            .blocks
            .iter()
            .rposition(|b| matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem));
        for block in self
            .blocks
            .iter_mut()
            .skip(last_text.map_or(0, |at| at + 1))
        {
            if block.kind == (BlockKind::Heading { level: 3 }) {
                block.kind = BlockKind::Paragraph;
            }
        }
        (self.text, self.blocks)
    }
}

/// Whether a paragraph is a heading by its looks.
fn is_heading(text: &str, bold: bool) -> bool {
    let words = text.split_whitespace().count();
    let open = text.ends_with(['.', '!', '?', ';', ',', '…']);
    let core = match lists::marker(text) {
        Some((_, length)) => text.get(length..).unwrap_or_default().trim_start(),
        None => text,
    };
    words <= HEADING_WORDS
        && !open
        && !is_item(text)
        && core.starts_with(char::is_uppercase)
        && (bold || frame::turn(text).is_some() || !text.ends_with(':') && !has_finite_verb(text))
        && !frame::is_signature_title(text)
        && !(frame::is_person(text) && text.contains(". "))
        && !frame::is_letterhead(text)
        && frame::field(text).is_none()
        && !frame::is_salutation(text)
        && !frame::is_closing(text)
}

/// Whether a paragraph begins with a bullet or dash.
fn is_item(text: &str) -> bool {
    matches!(
        lists::marker(text),
        Some((lists::Marker::Bullet | lists::Marker::Dash(_), _))
    )
}

/// Cuts a paragraph at the line breaks that part it; other line breaks become spaces.
fn break_lines(paragraph: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut gap = true;
    for line in paragraph.split('\n') {
        let line = line.trim();
        if line.is_empty() {
            gap = true;
            continue;
        }
        match parts.last_mut() {
            Some(last) if !gap && !is_parted(last, line) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => parts.push(line.to_owned()),
        }
        gap = false;
    }
    parts
}

/// Whether a line break between two lines parts paragraphs.
fn is_parted(before: &str, line: &str) -> bool {
    let framed = |text: &str| {
        frame::field(text).is_some()
            || frame::is_letterhead(text)
            || frame::is_salutation(text)
            || frame::is_closing(text)
            || frame::is_signature_title(text)
            || frame::question_heading(text).is_some()
    };
    before.ends_with(['.', '!', '?', ':', ';'])
        || framed(before)
        || framed(line)
        || lists::marker(line).is_some()
        || line.starts_with(char::is_uppercase) && is_heading(before, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::{Heading, ListItem, Paragraph};

    fn built(parts: &[(&str, bool)]) -> Vec<(BlockKind, String)> {
        let mut builder = Builder::default();
        for (part, bold) in parts {
            builder.push(Paragraph, part, *bold);
        }
        let (text, blocks) = builder.finish();
        blocks.iter().map(|b| (b.kind, b.text(&text))).collect()
    }

    #[test]
    fn headings_are_known_by_their_looks() {
        let found = built(&[
            ("Inzet op de Raad", false),
            ("Het kabinet steunt dit.", false),
            ("Wat het kabinet wil", true),
            ("- het eerste punt;", false),
            ("Antwoord 4: Ja.", false),
        ]);
        let kinds: Vec<BlockKind> = found.iter().map(|f| f.0).collect();
        assert_eq!(
            kinds,
            [
                Heading { level: 3 },
                Paragraph,
                Heading { level: 3 },
                ListItem,
                Heading { level: 2 },
                Paragraph
            ]
        );
        assert_eq!(found[4].1, "Antwoord 4");
    }

    #[test]
    fn line_breaks_part_addresses_and_join_text() {
        let found = built(&[
            ("Postbus 20018\n2500 EA Den Haag", false),
            ("Het kabinet steunt\nhet voorstel.", false),
        ]);
        let texts: Vec<&str> = found.iter().map(|f| f.1.as_str()).collect();
        assert_eq!(
            texts,
            [
                "Postbus 20018",
                "2500 EA Den Haag",
                "Het kabinet steunt het voorstel."
            ]
        );
    }
}

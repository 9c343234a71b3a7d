//! ODT: paragraphs and headings of `content.xml`.
//!
//! Notes, comments and deleted text of tracked changes are left out; frames and text boxes are asides.

use super::archive::{Archive, encrypted};
use super::builder::Builder;
use super::cells::is_read;
use super::guard::guarded;
use super::looks::{Bold, is_note_number};
use super::markup::{self, Element, Markup};
use crate::error::Result;
use crate::letter::block::{BlockKind, Content, Document};
use std::collections::BTreeMap;

/// Reads an ODT file into blocks, zipped or flat (`.fodt`).
///
/// # Errors
/// [`ErrorKind::Format`](crate::error::ErrorKind::Format) for damaged or encrypted files,
/// [`ErrorKind::Limit`](crate::error::ErrorKind::Limit) for files beyond the limits.
pub fn read(bytes: &[u8]) -> Result<Document> {
    guarded("ODT", || {
        let mut reader = Body::default();
        if !bytes.starts_with(b"PK") {
            // a flat file holds styles and content in one
            reader.in_content = true;
            markup::read(bytes, |event| {
                reader.event(event);
                Ok(())
            })?;
            return Ok(reader.finish());
        }
        let mut archive = Archive::open("ODT", bytes)?;
        let manifest = archive.part("META-INF/manifest.xml")?.unwrap_or_default();
        if super::find(&manifest, b"encryption-data").is_some() {
            return Err(encrypted("ODT"));
        }
        for name in ["styles.xml", "content.xml"] {
            let part = match name {
                "styles.xml" => archive.part(name)?.unwrap_or_default(),
                _ => archive.needed(name)?,
            };
            if part.is_empty() {
                continue;
            }
            reader.in_content = name == "content.xml";
            markup::read(&part, |event| {
                reader.event(event);
                Ok(())
            })?;
        }
        Ok(reader.finish())
    })
}

#[derive(Debug, Default, Clone)]
struct Style {
    parent: Option<String>,
    bold: Option<bool>,
    raised: bool,
}

#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    style: String,
    level: Option<u8>,
    bold: Bold,
}

#[derive(Debug, Default)]
struct Body {
    builder: Builder,
    styles: BTreeMap<String, Style>,
    style: Option<(String, Style)>,
    open: Vec<Paragraph>,
    spans: Vec<String>,
    in_content: bool,
    in_text: bool,
    lists: usize,
    items: usize,
    frames: usize,
    cells: usize,
    skipped: usize,
}

fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "note"
            | "annotation"
            | "annotation-end"
            | "tracked-changes"
            | "index-title-template"
            | "table-of-content"
            | "forms"
            | "sequence-decls"
            | "bookmark-ref-source"
            | "title"
            | "desc"
            | "hidden-paragraph"
            | "ruby-text"
    )
}

impl Body {
    fn finish(self) -> Document {
        let (text, blocks) = self.builder.finish();
        Document {
            text,
            content: Content::Blocks(blocks),
            ..Document::default()
        }
    }

    fn event(&mut self, event: Markup) {
        match event {
            Markup::Start(element) => {
                if self.skipped > 0 || self.in_text && is_left_out(&element.name) {
                    self.skipped += 1;
                } else {
                    self.start(&element);
                }
            }
            Markup::End(name) => {
                if self.skipped > 0 {
                    self.skipped -= 1;
                } else {
                    self.end(&name);
                }
            }
            Markup::Text(text) => {
                if self.skipped == 0 && self.in_text {
                    // line ends of the file are spaces; a line break is an element
                    self.write(&text.replace(['\n', '\r', '\t'], " "));
                }
            }
        }
    }

    fn start(&mut self, element: &Element) {
        match element.name.as_str() {
            "style" => {
                let name = element.attribute("name").unwrap_or_default().to_owned();
                let parent = element.attribute("parent-style-name").map(str::to_owned);
                self.style = Some((
                    name,
                    Style {
                        parent,
                        ..Style::default()
                    },
                ));
            }
            "text-properties" => {
                if let Some((_, style)) = &mut self.style {
                    style.bold = element.attribute("font-weight").map(|weight| {
                        weight == "bold" || weight.parse().is_ok_and(|w: u32| w >= 600)
                    });
                    style.raised = element
                        .attribute("text-position")
                        .is_some_and(|at| at.starts_with("super"));
                }
            }
            "text" if self.in_content => self.in_text = true,
            "p" | "h" if self.in_text => {
                let level = (element.name == "h").then(|| {
                    element
                        .attribute("outline-level")
                        .and_then(|level| level.parse().ok())
                        .unwrap_or(1)
                });
                self.open.push(Paragraph {
                    style: element
                        .attribute("style-name")
                        .unwrap_or_default()
                        .to_owned(),
                    level,
                    ..Paragraph::default()
                });
            }
            "span" => self.spans.push(
                element
                    .attribute("style-name")
                    .unwrap_or_default()
                    .to_owned(),
            ),
            "s" => {
                let count = element
                    .attribute("c")
                    .and_then(|c| c.parse().ok())
                    .unwrap_or(1);
                self.write(&" ".repeat(usize::min(count, 100)));
            }
            "tab" => self.write("\t"),
            "line-break" => self.write("\n"),
            "list" => self.lists += 1,
            "list-item" => self.items += 1,
            "text-box" | "frame" => self.frames += 1,
            "table-cell" => self.cells += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "style" => {
                if let Some((name, style)) = self.style.take() {
                    self.styles.insert(name, style);
                }
            }
            "text" => self.in_text = false,
            "p" | "h" => self.close(),
            "span" => {
                self.spans.pop();
            }
            "list" => self.lists = self.lists.saturating_sub(1),
            "list-item" => self.items = self.items.saturating_sub(1),
            "text-box" | "frame" => self.frames = self.frames.saturating_sub(1),
            "table-cell" => self.cells = self.cells.saturating_sub(1),
            _ => {}
        }
    }

    fn is_bold(&self, name: &str) -> Option<bool> {
        let mut style = self.styles.get(name)?;
        for _ in 0..16 {
            if style.bold.is_some() {
                return style.bold;
            }
            style = self.styles.get(style.parent.as_deref()?)?;
        }
        None
    }

    fn write(&mut self, text: &str) {
        let bold = self
            .spans
            .iter()
            .rev()
            .find_map(|span| self.is_bold(span))
            .or_else(|| self.open.last().and_then(|p| self.is_bold(&p.style)))
            .unwrap_or(false);
        let raised = self
            .spans
            .last()
            .and_then(|span| self.styles.get(span))
            .is_some_and(|style| style.raised);
        let Some(paragraph) = self.open.last_mut() else {
            return;
        };
        if raised && is_note_number(text, &paragraph.text) {
            return;
        }
        paragraph.bold.count(text, bold);
        paragraph.text.push_str(text);
    }

    fn close(&mut self) {
        let Some(paragraph) = self.open.pop() else {
            return;
        };
        let named = ["heading", "kop_20_", "title"]
            .iter()
            .any(|start| paragraph.style.to_lowercase().starts_with(start));
        let level = paragraph
            .level
            .or(named.then_some(2).filter(|_| self.cells == 0));
        let kind = if self.frames > 0 || self.cells > 0 && !is_read(&paragraph.text) {
            BlockKind::Aside
        } else if let Some(level) = level {
            BlockKind::Heading { level }
        } else if self.lists > 0 && self.items > 0 {
            BlockKind::ListItem
        } else {
            BlockKind::Paragraph
        };
        self.builder
            .push(kind, &paragraph.text, paragraph.bold.is_all());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::block::BlockKind::{Aside, Heading, ListItem, Paragraph};
    use crate::letter::format::archive::tests::zipped;

    fn blocks(body: &str) -> Vec<(BlockKind, String)> {
        let content = format!(
            r#"<office:document-content><office:automatic-styles><style:style style:name="T1"><style:text-properties
            fo:font-weight="bold"/></style:style></office:automatic-styles><office:body><office:text>{body}</office:text>
            </office:body></office:document-content>"#
        );
        let bytes = zipped(&[("content.xml", content.as_bytes())]);
        let document = read(&bytes).unwrap();
        let Content::Blocks(blocks) = &document.content else {
            panic!()
        };
        blocks
            .iter()
            .map(|b| (b.kind, b.text(&document.text)))
            .collect()
    }

    #[test]
    fn headings_lists_and_spaces_are_read() {
        let found = blocks(
            r#"<text:h text:outline-level="2">Inzet</text:h><text:p>Het<text:s/>kabinet <text:span>steunt</text:span>
            dit.</text:p><text:list><text:list-item><text:p>Een punt is klaar.</text:p></text:list-item></text:list>
            <text:p><text:span text:style-name="T1">Vet en dus een kop</text:span></text:p><text:p>Slot is er nu.</text:p>"#,
        );
        assert_eq!(
            found,
            [
                (Heading { level: 2 }, "Inzet".to_owned()),
                (Paragraph, "Het kabinet steunt dit.".to_owned()),
                (ListItem, "Een punt is klaar.".to_owned()),
                (Heading { level: 3 }, "Vet en dus een kop".to_owned()),
                (Paragraph, "Slot is er nu.".to_owned()),
            ]
        );
    }

    #[test]
    fn a_file_with_a_password_says_so() {
        let manifest = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
        let bytes = zipped(&[
            ("META-INF/manifest.xml", &manifest[..]),
            ("content.xml", b"\x01\x02"),
        ]);
        let error = read(&bytes).unwrap_err();
        assert!(error.found().contains("encrypted"), "{error}");
    }

    #[test]
    fn a_flat_file_is_read_and_its_page_lines_are_not() {
        let flat = r#"<?xml version="1.0"?><office:document><office:master-styles><style:master-page><style:footer><text:p>Pagina 1</text:p></style:footer></style:master-page></office:master-styles>
            <office:body><office:text><text:p>Het kabinet steunt dit.</text:p></office:text></office:body></office:document>"#;
        assert_eq!(
            read(flat.as_bytes()).unwrap().text,
            "Het kabinet steunt dit.\n"
        );
    }

    #[test]
    fn notes_and_deletions_go_and_frames_are_asides() {
        let found = blocks(
            r#"<text:tracked-changes><text:changed-region><text:deletion><text:p>Weg.</text:p></text:deletion></text:changed-region></text:tracked-changes>
            <draw:frame><draw:text-box><text:p>Ons kenmerk</text:p></draw:text-box></draw:frame>
            <text:p>Dit blijft<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Noot.</text:p></text:note-body></text:note>.</text:p>"#,
        );
        assert_eq!(
            found,
            [
                (Aside, "Ons kenmerk".to_owned()),
                (Paragraph, "Dit blijft.".to_owned())
            ]
        );
    }
}

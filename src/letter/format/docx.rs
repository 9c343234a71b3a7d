//! DOCX: paragraphs of `word/document.xml`, with headings by style.
//!
//! Page headers, footers, footnotes and comments stand in parts of their own and are not read. Deleted text
//! of tracked changes, field codes and hidden text are left out; inserted text and the shown results of
//! fields stay. Text boxes are asides.

use super::archive::Archive;
use super::builder::Builder;
use super::cells;
use super::guard::guarded;
use super::looks::{Bold, is_note_number};
use super::markup::{self, Element, Markup};
use crate::error::Result;
use crate::letter::block::{BlockKind, Content, Document};
use std::collections::BTreeMap;

/// Reads a DOCX file into blocks.
///
/// # Errors
/// [`ErrorKind::Format`](crate::error::ErrorKind::Format) for damaged or encrypted files,
/// [`ErrorKind::Limit`](crate::error::ErrorKind::Limit) for files beyond the limits.
pub fn read(bytes: &[u8]) -> Result<Document> {
    guarded("DOCX", || {
        let mut archive = Archive::open("DOCX", bytes)?;
        let styles = match archive.part("word/styles.xml")? {
            Some(part) => styles(&part)?,
            None => Styles::default(),
        };
        let name = main_part(&mut archive)?;
        let part = archive.needed(&name)?;
        let mut reader = Body {
            styles,
            ..Body::default()
        };
        markup::read(&part, |event| {
            reader.event(event);
            Ok(())
        })?;
        if let Some(last) = reader.begun.take() {
            reader.push(last);
        }
        let (text, blocks) = reader.builder.finish();
        Ok(Document {
            text,
            content: Content::Blocks(blocks),
            ..Document::default()
        })
    })
}

/// The name of the part that holds the text: most often `word/document.xml`, but the package says.
fn main_part(archive: &mut Archive) -> Result<String> {
    let mut found = None;
    if let Some(part) = archive.part("_rels/.rels")? {
        markup::read(&part, |event| {
            if let Markup::Start(element) = event
                && found.is_none()
                && element
                    .attribute("Type")
                    .is_some_and(|what| what.ends_with("/officeDocument"))
            {
                found = element
                    .attribute("Target")
                    .map(|target| target.trim_start_matches('/').to_owned());
            }
            Ok(())
        })?;
    }
    Ok(found.unwrap_or_else(|| "word/document.xml".to_owned()))
}

/// What the styles of a document say of its paragraphs.
#[derive(Debug, Default)]
struct Styles(BTreeMap<String, Style>);

#[derive(Debug, Default, Clone)]
struct Style {
    based_on: Option<String>,
    level: Option<u8>,
    bold: Option<bool>,
    list: bool,
    aside: bool,
}

impl Styles {
    /// What a style says, or one of those it is based on.
    fn get<T>(&self, id: &str, what: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut style = self.0.get(id)?;
        for _ in 0..16 {
            if let Some(found) = what(style) {
                return Some(found);
            }
            style = self.0.get(style.based_on.as_deref()?)?;
        }
        None
    }
}

fn styles(part: &[u8]) -> Result<Styles> {
    let mut styles = Styles::default();
    let mut open: Option<(String, Style)> = None;
    markup::read(part, |event| {
        match event {
            Markup::Start(element) => match (element.name.as_str(), &mut open) {
                ("style", open) => {
                    let id = element.attribute("styleId").unwrap_or_default();
                    *open = Some((id.to_owned(), Style::default()));
                }
                ("name", Some((_, style))) => {
                    let name = element.attribute("val").unwrap_or_default();
                    style.level = style.level.or(heading_level(name));
                    style.list = name.to_lowercase().starts_with("list ");
                    style.aside = is_beside(name);
                }
                ("basedOn", Some((_, style))) => {
                    style.based_on = element.attribute("val").map(str::to_owned);
                }
                ("outlineLvl", Some((_, style))) => style.level = outline(&element).or(style.level),
                ("b", Some((_, style))) => style.bold = Some(is_on(&element)),
                _ => {}
            },
            Markup::End(name) if name == "style" => {
                if let Some((id, style)) = open.take() {
                    styles.0.insert(id, style);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

/// Whether a style of this name is for what is no running text: contents, captions, notes, page lines.
fn is_beside(name: &str) -> bool {
    let name = name.to_lowercase();
    name.starts_with("toc ")
        || matches!(
            name.as_str(),
            "table of figures" | "caption" | "footnote text" | "endnote text" | "header" | "footer"
        )
}

/// The level of a heading by the name of its style: `heading 2`, `Kop 2`.
fn heading_level(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name == "title" || name == "titel" {
        return Some(1);
    }
    let rest = name
        .strip_prefix("heading")
        .or_else(|| name.strip_prefix("kop"))?;
    rest.trim()
        .parse()
        .ok()
        .filter(|level| (1..=9).contains(level))
}

/// The level that `outlineLvl` states; 9 says body text.
fn outline(element: &Element) -> Option<u8> {
    let level: u8 = element.attribute("val")?.parse().ok()?;
    (level < 9).then_some(level + 1)
}

fn is_on(element: &Element) -> bool {
    !matches!(
        element.attribute("val"),
        Some("0" | "false" | "off" | "none")
    )
}

/// A paragraph as it is being read.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    style: String,
    level: Option<u8>,
    list: bool,
    /// Whether its end is a tracked deletion: the next paragraph goes on with it.
    goes_on: bool,
    bold: Bold,
}

/// A stretch of text with the same looks, as it is being read.
#[derive(Debug, Default)]
struct Run {
    bold: Option<bool>,
    hidden: bool,
    raised: bool,
}

#[derive(Debug, Default)]
struct Body {
    styles: Styles,
    builder: Builder,
    /// Paragraphs that are open: a text box holds paragraphs inside one.
    open: Vec<Paragraph>,
    /// A paragraph whose end was deleted.
    begun: Option<Paragraph>,
    run: Run,
    in_run: bool,
    in_text: bool,
    in_properties: usize,
    boxes: usize,
    cells: usize,
    /// Elements inside one that is left out; 0 outside.
    skipped: usize,
}

/// Elements whose whole content is left out.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "del"
            | "moveFrom"
            | "instrText"
            | "delText"
            | "Fallback"
            | "footnoteReference"
            | "endnoteReference"
            | "footnoteRef"
            | "annotationRef"
            | "sectPr"
            | "pPrChange"
            | "rPrChange"
            | "delInstrText"
            | "chart"
    )
}

impl Body {
    fn event(&mut self, event: Markup) {
        match event {
            Markup::Start(element) => {
                if self.skipped > 0 || is_left_out(&element.name) && !self.keeps(&element.name) {
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
                    self.write(&text);
                }
            }
        }
    }

    /// `<w:del/>` among the properties of a paragraph mark deletes no text.
    fn keeps(&self, name: &str) -> bool {
        name == "del" && self.in_properties > 0
    }

    fn start(&mut self, element: &Element) {
        match element.name.as_str() {
            "p" => {
                let begun = self.begun.take_if(|_| self.open.is_empty());
                self.open.push(begun.unwrap_or_default());
            }
            "del" if self.in_properties > 0 => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.goes_on = true;
                }
            }
            "pPr" | "rPr" => self.in_properties += 1,
            "pStyle" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.style = element.attribute("val").unwrap_or_default().to_owned();
                }
            }
            "outlineLvl" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.level = outline(element);
                }
            }
            "numId" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.list = element.attribute("val") != Some("0");
                }
            }
            "r" => {
                self.run = Run::default();
                self.in_run = true;
            }
            "b" if self.in_run => self.run.bold = Some(is_on(element)),
            "vanish" if self.in_run => self.run.hidden = is_on(element),
            "vertAlign" if self.in_run => {
                self.run.raised = element.attribute("val") == Some("superscript");
            }
            "t" => self.in_text = true,
            "tab" if self.in_properties == 0 => self.write("\t"),
            "br" | "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("-"),
            "softHyphen" => self.write("\u{ad}"),
            "txbxContent" => self.boxes += 1,
            "tc" => self.cells += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.close(),
            "pPr" | "rPr" => self.in_properties = self.in_properties.saturating_sub(1),
            "r" => self.in_run = false,
            "t" => self.in_text = false,
            "txbxContent" => self.boxes = self.boxes.saturating_sub(1),
            "tc" => self.cells = self.cells.saturating_sub(1),
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        let Some(paragraph) = self.open.last_mut() else {
            return;
        };
        let mark = self.run.raised && is_note_number(text, &paragraph.text);
        if self.run.hidden || mark {
            return;
        }
        let style = paragraph.style.as_str();
        let bold = self
            .run
            .bold
            .or_else(|| self.styles.get(style, |s| s.bold))
            .unwrap_or(false);
        paragraph.bold.count(text, bold);
        paragraph.text.push_str(text);
    }

    fn close(&mut self) {
        let Some(mut paragraph) = self.open.pop() else {
            return;
        };
        if std::mem::take(&mut paragraph.goes_on) && self.open.is_empty() && self.cells == 0 {
            self.begun = Some(paragraph);
            return;
        }
        self.push(paragraph);
    }

    fn push(&mut self, paragraph: Paragraph) {
        let style = paragraph.style.as_str();
        let level = paragraph
            .level
            .or_else(|| self.styles.get(style, |s| s.level));
        let list = paragraph.list || self.styles.get(style, |s| s.list.then_some(true)).is_some();
        let beside = self
            .styles
            .get(style, |s| s.aside.then_some(true))
            .is_some();
        let kind = if beside || self.boxes > 0 || self.cells > 0 && !cells::is_read(&paragraph.text)
        {
            BlockKind::Aside
        } else if let Some(level) = level {
            BlockKind::Heading { level }
        } else if list {
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
        let styles = r#"<w:styles><w:style w:styleId="Kop2"><w:name w:val="heading 2"/></w:style>
            <w:style w:styleId="Eigen"><w:name w:val="eigen"/><w:basedOn w:val="Kop2"/></w:style></w:styles>"#;
        let document = format!("<w:document><w:body>{body}</w:body></w:document>");
        let bytes = zipped(&[
            ("word/document.xml", document.as_bytes()),
            ("word/styles.xml", styles.as_bytes()),
        ]);
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
    fn styles_make_headings_and_numbering_makes_lists() {
        let found = blocks(
            r#"<w:p><w:pPr><w:pStyle w:val="Eigen"/></w:pPr><w:r><w:t>Inzet van het kabinet is</w:t></w:r></w:p>
            <w:p><w:r><w:t xml:space="preserve">Het kabinet </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>steunt</w:t></w:r><w:r><w:t xml:space="preserve"> dit.</w:t></w:r></w:p>
            <w:p><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>Het eerste punt is klaar.</w:t></w:r></w:p>"#,
        );
        assert_eq!(
            found,
            [
                (Heading { level: 2 }, "Inzet van het kabinet is".to_owned()),
                (Paragraph, "Het kabinet steunt dit.".to_owned()),
                (ListItem, "Het eerste punt is klaar.".to_owned()),
            ]
        );
    }

    #[test]
    fn deletions_codes_and_notes_go_and_insertions_stay() {
        let found = blocks(
            r#"<w:p><w:pPr><w:rPr><w:del w:id="9"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Het voorstel is </w:t></w:r>
            <w:del><w:r><w:delText>slecht</w:delText></w:r></w:del><w:ins><w:r><w:t>goed</w:t></w:r></w:ins>
            <w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>.</w:t></w:r></w:p>"#,
        );
        assert_eq!(found, [(Paragraph, "Het voorstel is goed.".to_owned())]);
    }

    #[test]
    fn a_paragraph_whose_end_was_deleted_goes_on_in_the_next() {
        let found = blocks(
            r#"<w:p><w:pPr><w:rPr><w:del w:id="9"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Het kabinet steunt </w:t></w:r></w:p>
            <w:p><w:r><w:t>dit voorstel.</w:t></w:r></w:p><w:p><w:r><w:t>Het blijft erbij.</w:t></w:r></w:p>"#,
        );
        assert_eq!(
            found,
            [
                (Paragraph, "Het kabinet steunt dit voorstel.".to_owned()),
                (Paragraph, "Het blijft erbij.".to_owned())
            ]
        );
    }

    #[test]
    fn the_package_says_which_part_holds_the_text_and_contents_are_asides() {
        let rels = r#"<Relationships><Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>"#;
        let styles = r#"<w:styles><w:style w:styleId="Inhopg1"><w:name w:val="toc 1"/></w:style></w:styles>"#;
        let text = r#"<w:document><w:body><w:p><w:pPr><w:pStyle w:val="Inhopg1"/></w:pPr><w:r><w:t>Inleiding</w:t></w:r><w:r><w:tab/><w:t>3</w:t></w:r></w:p>
            <w:p><w:r><w:t>Het kabinet steunt dit.</w:t></w:r></w:p></w:body></w:document>"#;
        let bytes = zipped(&[
            ("_rels/.rels", rels.as_bytes()),
            ("word/styles.xml", styles.as_bytes()),
            ("word/document2.xml", text.as_bytes()),
        ]);
        let Content::Blocks(blocks) = read(&bytes).unwrap().content else {
            panic!()
        };
        let kinds: Vec<BlockKind> = blocks.iter().map(|b| b.kind).collect();
        assert_eq!(kinds, [Aside, Paragraph]);
    }

    #[test]
    fn text_boxes_and_cells_are_asides_unless_they_hold_running_text() {
        let found = blocks(
            r#"<w:p><w:r><w:txbxContent><w:p><w:r><w:t>Ons kenmerk</w:t></w:r></w:p></w:txbxContent><w:t>Dit is tekst.</w:t></w:r></w:p>
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Bedrag in 2030</w:t></w:r></w:p></w:tc>
            <w:tc><w:p><w:r><w:t>Dit is een hele zin in een tabel.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#,
        );
        let kinds: Vec<BlockKind> = found.iter().map(|f| f.0).collect();
        assert_eq!(kinds, [Aside, Paragraph, Aside, Paragraph]);
    }
}

//! PDF: letters with positions become lines in reading order.
//!
//! The file's objects, streams and encryption are read by the `lopdf` crate, with limits; what the drawing
//! operations put on a page is read here (`content`), because position, size and weight of every letter
//! are needed to tell running text from side columns, footnotes, page headers and kerning.

mod cmap;
mod content;
mod damage;
mod font;
mod gutter;
mod page;
mod piece;
mod segment;
mod token;
mod widths;

use super::guard::guarded;
use crate::error::{Error, ErrorKind, Result};
use crate::letter::block::{Content, Document, Line};
use crate::numbers::count;
use content::{Interpreter, Matrix};
use damage::Damage;
use lopdf::{DecompressError, Dictionary, LoadOptions, Object};
use page::{Body, Page, PageLine};

/// Pages that are read at most.
pub const PAGES: usize = 2_000;
/// Bytes that one stream may decompress to.
const STREAM: usize = 64 << 20;
/// Bytes that all streams together may decompress to.
const DECOMPRESSED: usize = 200 << 20;
/// Letters on all pages together: some 1,500 full pages, and at most some 400 MB while they are read.
const GLYPHS: usize = 5_000_000;
/// Times that a form is drawn.
const DRAWN: usize = 100_000;

/// Reads a PDF file into lines.
///
/// # Errors
/// [`ErrorKind::Format`] for files that are damaged, encrypted or scanned; [`ErrorKind::Limit`] for files
/// with more than 2,000 pages or streams that decompress to more than 200 MB.
pub fn read(bytes: &[u8]) -> Result<Document> {
    guarded("PDF", || read_here(bytes))
}

fn read_here(bytes: &[u8]) -> Result<Document> {
    let options = LoadOptions {
        max_decompressed_size: Some(STREAM),
        ..LoadOptions::default()
    };
    let mut file = match lopdf::Document::load_mem_with_options(bytes, options) {
        Ok(file) => file,
        Err(error) => return Err(unreadable(bytes, &error)),
    };
    if file.is_encrypted() && file.decrypt("").is_err() || file.trailer.has(b"Encrypt") {
        return Err(encrypted());
    }
    let ids: Vec<lopdf::ObjectId> = file.page_iter().take(PAGES + 1).collect();
    if ids.len() > PAGES {
        return Err(Error::new(
            ErrorKind::Limit,
            format!("this PDF has more than {PAGES} pages"),
        )
        .expected(format!("at most {PAGES} pages"))
        .hint("split it and give the pages that hold the letter"));
    }
    let mut interpreter = Interpreter::new(&file, Budget::default());
    let mut pages = Vec::new();
    let mut gutters = Vec::new();
    let mut damage = Damage::default();
    damage.counted(claimed_pages(&file), ids.len());
    for (number, id) in (1..).zip(ids) {
        let Ok(dictionary) = file.get_dictionary(id) else {
            damage.lost.push(number);
            continue;
        };
        let content = page_content(&file, id, &mut interpreter)?;
        let resources = inherited(&file, dictionary, b"Resources").and_then(|r| r.as_dict().ok());
        let (start, bottom, height) = geometry(&file, dictionary);
        let glyphs = interpreter.page(&content, resources, start)?;
        if std::mem::take(&mut interpreter.damaged) {
            damage.found(number, glyphs.is_empty());
        }
        pages.push(Page {
            number,
            height,
            bottom,
            segments: segment::segments(glyphs, &mut gutters),
        });
    }
    let letters: usize = pages
        .iter()
        .flat_map(|page| &page.segments)
        .map(|segment| segment.text.chars().filter(|c| c.is_alphanumeric()).count())
        .sum();
    if letters < 10 {
        return Err(match damage.total() {
            0 if pages.is_empty() => damaged("it has no pages"),
            0 => scanned(pages.len()),
            _ => damaged(&damage.of_a_file_without_text()),
        });
    }
    Ok(document(&pages, &damage))
}

/// How many pages a file says that it has; 0 where it does not say.
fn claimed_pages(file: &lopdf::Document) -> usize {
    let pages = |file: &lopdf::Document| {
        let root = file.catalog().ok()?.get(b"Pages").ok()?;
        let (_, tree) = file.dereference(root).ok()?;
        let claimed = tree.as_dict().ok()?.get(b"Count").ok()?.as_i64().ok()?;
        usize::try_from(claimed).ok()
    };
    pages(file).unwrap_or(0)
}

/// What may still be spent on a file.
#[derive(Debug, Clone)]
struct Budget {
    bytes: usize,
    glyphs: usize,
    drawn: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            bytes: DECOMPRESSED,
            glyphs: GLYPHS,
            drawn: DRAWN,
        }
    }
}

impl Budget {
    fn spend(&mut self, bytes: usize) -> Result<()> {
        take(&mut self.bytes, bytes, "decompresses to more than 200 MB")
    }

    fn glyph(&mut self) -> Result<()> {
        take(&mut self.glyphs, 1, "holds more than 5 million letters")
    }

    fn draw(&mut self) -> Result<()> {
        take(&mut self.drawn, 1, "draws more than 100,000 forms")
    }
}

fn take(left: &mut usize, amount: usize, what: &str) -> Result<()> {
    *left = left.checked_sub(amount).ok_or_else(|| too_much(what))?;
    Ok(())
}

fn too_much(what: &str) -> Error {
    Error::new(ErrorKind::Limit, format!("this PDF {what}"))
        .expected("a letter of ordinary size")
        .hint("print the pages that hold the letter to a new PDF")
}

fn damaged(why: &str) -> Error {
    Error::new(ErrorKind::Format, format!("this PDF is damaged: {why}"))
        .expected("a PDF that a viewer opens")
        .hint("open it in a viewer and print it to a new PDF, or download it again")
}

fn encrypted() -> Error {
    Error::new(ErrorKind::Format, "this PDF is encrypted")
        .expected("a PDF that opens without a password")
        .hint("open it with its password in a viewer and print it to a new PDF")
}

fn scanned(pages: usize) -> Error {
    let pages = count(pages, "page");
    Error::new(
        ErrorKind::Format,
        format!("this PDF holds no text on its {pages}: it is a scan"),
    )
    .expected("a PDF whose text can be selected in a viewer")
    .hint("run text recognition on it first, such as `ocrmypdf -l nld in.pdf out.pdf`")
}

fn unreadable(bytes: &[u8], error: &lopdf::Error) -> Error {
    match error {
        lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => {
            too_much("holds a stream that decompresses to more than 64 MB")
        }
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => encrypted(),
        _ if bytes.windows(8).any(|w| w == b"/Encrypt") => encrypted(),
        other => damaged(&other.to_string()),
    }
}

/// The drawing operations of a page.
fn page_content(
    file: &lopdf::Document,
    page: lopdf::ObjectId,
    interpreter: &mut Interpreter<'_>,
) -> Result<Vec<u8>> {
    let mut content = Vec::new();
    for id in file.get_page_contents(page) {
        match file.get_object(id).ok().and_then(|o| o.as_stream().ok()) {
            Some(stream) => {
                content.extend_from_slice(&interpreter.plain(stream)?);
                content.push(b'\n');
            }
            None => interpreter.damaged = true,
        }
    }
    Ok(content)
}

/// A field of a page or of the nodes above it.
fn inherited<'a>(
    file: &'a lopdf::Document,
    page: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    let mut node = page;
    for _ in 0..64 {
        if let Ok(found) = node.get_deref(key, file) {
            return Some(found);
        }
        node = node
            .get_deref(b"Parent", file)
            .and_then(Object::as_dict)
            .ok()?;
    }
    None
}

/// The matrix that turns a page upright, its lower edge and its height.
fn geometry(file: &lopdf::Document, page: &Dictionary) -> (Matrix, f64, f64) {
    let frame: Vec<f64> = inherited(file, page, b"MediaBox")
        .and_then(|b| b.as_array().ok())
        .map(|list| list.iter().filter_map(|n| font::number(file, n)).collect())
        .unwrap_or_default();
    let (x0, y0, x1, y1) = match frame.as_slice() {
        [a, b, c, d] => (a.min(*c), b.min(*d), a.max(*c), b.max(*d)),
        _ => (0.0, 0.0, 595.0, 842.0),
    };
    let turn = inherited(file, page, b"Rotate")
        .and_then(|r| font::number(file, r))
        .map_or(0, |degrees| (degrees as i64).rem_euclid(360));
    match turn {
        90 => ([0.0, -1.0, 1.0, 0.0, 0.0, x1], 0.0, x1 - x0),
        180 => ([-1.0, 0.0, 0.0, -1.0, x1, y1], 0.0, y1 - y0),
        270 => ([0.0, 1.0, -1.0, 0.0, y1, 0.0], x0, x1 - x0),
        _ => ([1.0, 0.0, 0.0, 1.0, -x0, 0.0], y0, y1 - y0),
    }
}

/// Puts the lines of all pages into one text.
fn document(pages: &[Page], damage: &Damage) -> Document {
    let body = page::learn(pages);
    let mut document = Document::default();
    let mut lines = Vec::new();
    let mut notes = false;
    let mut holes = damage.holes();
    let mut torn = false;
    for page in pages {
        // a page without lines hands the hole on
        torn |= holes.before(page.number);
        let mut above: Option<PageLine> = None;
        for line in body.lines(page, &mut notes) {
            let gap = above.as_ref().is_some_and(|above| {
                // lines of a large title stand further apart
                let leading = body.leading.max(above.size.min(line.size) * 1.25);
                !above.aside && !line.aside && !line.begins && above.y - line.y > leading * 1.3
            });
            if gap {
                lines.push(Line::new(
                    document.text.len()..document.text.len(),
                    Some(page.number),
                ));
                document.text.push('\n');
            }
            let mut written = write(&mut document.text, &line, page.number, &body);
            written.torn = std::mem::take(&mut torn);
            lines.push(written);
            above = Some(line);
        }
    }
    document.warnings.extend(damage.warnings());
    document.warnings.extend(doubts(&document.text));
    document.content = Content::Lines(lines);
    document
}

/// Writes a line into the text, its indent as spaces.
fn write(text: &mut String, line: &PageLine, page: u32, body: &Body) -> Line {
    let start = text.len();
    let indent = (line.indent / (body.size * 0.5).max(1.0))
        .round()
        .clamp(0.0, 40.0);
    text.extend(std::iter::repeat_n(' ', indent as usize));
    text.extend(line.text.chars().filter(|c| !c.is_control()));
    let range = start..text.len();
    text.push('\n');
    Line {
        range,
        page: Some(page),
        left: Some(line.left as f32),
        size: Some(line.size as f32),
        bold: line.bold,
        aside: line.aside,
        torn: false,
    }
}

/// What makes an extracted text doubtful, with its measure.
fn doubts(text: &str) -> Vec<String> {
    let mut doubts = Vec::new();
    let shown = text.chars().filter(|c| !c.is_whitespace()).count().max(1);
    let odd = text
        .chars()
        .filter(|c| *c == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(c))
        .count();
    let share = |part: usize, whole: usize| part as f64 * 100.0 / whole.max(1) as f64;
    if odd * 100 > shown {
        doubts.push(format!(
            "poor extraction: {:.1} % of the characters could not be read (over 1 % is doubtful)",
            share(odd, shown)
        ));
    }
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|w| w.contains(char::is_alphabetic))
        .collect();
    let short = words.iter().filter(|w| w.chars().count() == 1).count();
    if words.len() >= 20 && short * 100 > words.len() * 12 {
        doubts.push(format!(
            "poor extraction: {:.1} % of the words are single letters (over 12 % is doubtful)",
            share(short, words.len())
        ));
    }
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Stream, dictionary};

    /// A PDF of the given number of pages, each with the given content.
    fn pdf(pages: usize, content: Stream) -> Vec<u8> {
        let mut file = lopdf::Document::with_version("1.5");
        let tree = file.new_object_id();
        let font = file.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
        });
        let content = file.add_object(content);
        let kids: Vec<Object> = (0..pages)
            .map(|_| {
                let page = dictionary! {
                    "Type" => "Page", "Parent" => tree, "Contents" => content,
                    "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                    "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
                };
                Object::Reference(file.add_object(page))
            })
            .collect();
        let count = pages as i64;
        file.objects.insert(
            tree,
            Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }),
        );
        let root = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        file.trailer.set("Root", root);
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).unwrap();
        bytes
    }

    fn content(text: &str) -> Stream {
        let drawn = format!("BT /F1 10 Tf 80 700 Td ({text}) Tj ET");
        Stream::new(Dictionary::new(), drawn.into_bytes())
    }

    #[test]
    fn a_page_is_read() {
        let document = read(&pdf(1, content("Het kabinet steunt dit voorstel."))).unwrap();
        assert_eq!(document.text.trim(), "Het kabinet steunt dit voorstel.");
        assert!(document.warnings.is_empty());
    }

    #[test]
    fn too_many_pages_are_refused() {
        let error = read(&pdf(PAGES + 1, content("Het kabinet steunt dit."))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
        assert!(error.next_step().is_some());
    }

    #[test]
    fn a_stream_that_swells_beyond_the_limit_is_refused() {
        let mut giant = Stream::new(Dictionary::new(), vec![b' '; STREAM + 1]);
        giant.compress().unwrap();
        assert!(giant.content.len() < 1 << 20);
        assert_eq!(read(&pdf(1, giant)).unwrap_err().kind(), ErrorKind::Limit);
    }

    #[test]
    fn poor_extraction_is_told_with_its_measure() {
        let torn = "H e t k a b i n e t s t e u n t d i t v o o r s t e l";
        assert!(doubts(torn)[0].contains("100.0 %"));
        let odd = format!("Het kabinet steunt {}", "\u{fffd}".repeat(4));
        assert!(doubts(&odd)[0].contains("could not be read"));
        assert!(doubts("Het kabinet steunt dit voorstel.").is_empty());
    }
}

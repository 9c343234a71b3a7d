//! What every format is read into: a text, and the lines or blocks that stand in it.
//!
//! A reader of a format fills a [`Document`]. It has two ways in:
//!
//! - **lines** ([`Content::Lines`]), for formats that only know where ink stands: plain text and PDF. The
//!   lines go through [`layout`](super::layout), which finds what is running text and makes blocks of it;
//! - **blocks** ([`Content::Blocks`]), for formats that know their own structure: HTML, XML, DOCX, ODT,
//!   Markdown. The reader makes headings, paragraphs and list items itself.
//!
//! Lines and blocks are byte ranges of the document's text, so that every sentence can be cut out of it.

use super::Metadata;
use super::origin::Origin;
use std::ops::Range;

/// A file as read, before it is cut into sentences.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Document {
    /// The text all ranges count in: the decoded file, or what was extracted from it.
    pub text: String,
    /// What stands in the text.
    pub content: Content,
    /// Where the text came from, when it differs from the source the sentences' spans count in: a byte order
    /// mark that was left out, characters that were repaired. The default says that it does not differ.
    pub origin: Origin,
    /// What the format itself says of the letter, such as fields of an XML header. It goes before what
    /// is found in the text.
    pub metadata: Metadata,
    /// Whether this is plain running text and no letter: nothing is dropped, every block is kept whole.
    pub running: bool,
    /// Doubts a person should know of, one sentence each.
    pub warnings: Vec<String>,
}

/// What stands in a document's text.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Content {
    /// Lines as they stand on the page, in reading order, in need of layout.
    Lines(Vec<Line>),
    /// Blocks whose nature the format told, in reading order.
    Blocks(Vec<Block>),
}

impl Default for Content {
    fn default() -> Self {
        Self::Blocks(Vec::new())
    }
}

/// One line on a page.
///
/// A line that holds only white space is a gap between paragraphs. In the text at least one white space
/// character stands between two lines.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Line {
    /// The bytes of the document's text, without the line end.
    pub range: Range<usize>,
    /// The page (1-based), where the format has pages.
    pub page: Option<u32>,
    /// Distance of its first character from the left edge of the page in points, where known. In plain text
    /// the spaces in front tell.
    pub left: Option<f32>,
    /// Height of its letters in points, where known.
    pub size: Option<f32>,
    /// Whether all of it is set in bold.
    pub bold: bool,
    /// Whether its place on the page tells that it is no running text: side column, page header or footer,
    /// footnote. It interrupts text without ending it.
    pub aside: bool,
    /// Whether text before it is lost, such as that of a damaged page: nothing goes on over the hole.
    pub torn: bool,
}

impl Line {
    /// A line of which nothing but its place in the text is known.
    pub fn new(range: Range<usize>, page: Option<u32>) -> Self {
        Self {
            range,
            page,
            ..Self::default()
        }
    }
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BlockKind {
    /// A heading; 1 is the highest level. It becomes the title of a section.
    Heading {
        /// Depth in the outline, from 1.
        level: u8,
    },
    /// Running text.
    Paragraph,
    /// An item of a list, with or without its marker.
    ListItem,
    /// What members of parliament ask, where the format tells it from the answer; with its heading, if it has one. No sentences come
    /// from it, but it goes along with its answer.
    Question,
    /// Text that is not the sender's running text: letterhead, footnotes, captions, signatures. No
    /// sentences come from it; the search for date, sender and numbers reads it.
    Aside,
}

/// A heading, paragraph, list item or aside, as ranges of the document's text.
///
/// Its text is what the pieces hold, one directly after the other, with every run of white space made one
/// space and both ends trimmed. So a piece that ends a word and is not followed directly by the next piece
/// must hold the white space after the word; a hyphen, footnote mark or page line that is not part of the text is
/// left out by ending a piece before it and starting the next one after it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Byte ranges of the document's text on character boundaries, in rising order, not overlapping.
    pub pieces: Vec<Range<usize>>,
    /// The page (1-based) it begins on, where the format has pages.
    pub page: Option<u32>,
}

impl Block {
    /// A block of one piece without a page.
    pub fn new(kind: BlockKind, range: Range<usize>) -> Self {
        Self {
            kind,
            pieces: vec![range],
            page: None,
        }
    }

    /// The text of the block, white space made single spaces.
    pub fn text(&self, source: &str) -> String {
        super::mapped::Mapped::new(source, &self.pieces).text
    }
}

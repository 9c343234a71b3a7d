//! Lines on a page become blocks: what is not running text is set aside, wrapped lines are joined.
//!
//! In order: page lines, running headers and side columns (`furniture`); letterhead, salutation and
//! signature (`head`, with the phrases of `frame`); tables (`tables`); footnotes and their marks (`footnotes`); then what
//! is left becomes headings, paragraphs and list items (`paragraphs`, `headings`, `lists`), hyphens at
//! line ends are judged (`hyphens`) and torn words mended where that is sure (`damage`).
//!
//! Headings of questions and answers (`Vraag 3`, `Antwoord op vraag 2 en 4`) become headings here; that the text
//! of a question is not the sender's is judged later, for all formats alike.

mod damage;
mod footnotes;
pub(crate) mod frame;
mod furniture;
mod head;
mod heading_forms;
mod headings;
mod hyphens;
pub(crate) mod lists;
mod paragraphs;
pub(crate) mod printed;
pub(crate) mod raised;
mod rows;
mod tables;
pub(crate) mod verbs;
mod words;

use super::block::{Block, BlockKind, Line};
use rows::{Role, Row, Shape};

/// What layout made of a text's lines.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Laid {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// Whether the text is plain running text, one paragraph a line, without any sign of a letter; then every
    /// line is a paragraph, or the title of those behind it, and nothing was set aside.
    pub running: bool,
}

/// Makes blocks of lines.
pub fn lay_out(text: &str, lines: &[Line]) -> Laid {
    let mut rows = rows::rows(text, lines);
    rows::close_double_spacing(&mut rows);
    let shape = rows::shape(&rows);
    if shape == Shape::LinePerParagraph && !rows::looks_like_a_letter(&rows) {
        return Laid {
            blocks: titled(&rows),
            running: true,
        };
    }
    let columns = furniture::find(&mut rows);
    head::find(&mut rows);
    let wrap_width = match shape {
        Shape::Wrapped => rows::wrap_width(&rows),
        Shape::LinePerParagraph => usize::MAX / 64,
    };
    tables::find(&mut rows);
    set_raised_notes(&mut rows);
    let mut cuts = footnotes::find(&mut rows, wrap_width);
    let words = words::Vocabulary::of(&rows);
    cuts.extend(damage::find(&rows, &words));
    cuts.sort_by_key(|cut| cut.start);
    let page = paragraphs::Page {
        source: text,
        shape,
        wrap_width,
        words: &words,
        cuts: &cuts,
    };
    let mut blocks = paragraphs::blocks(&rows, &page);
    blocks.extend(
        columns
            .into_iter()
            .map(|range| Block::new(BlockKind::Aside, range)),
    );
    Laid {
        blocks: headings::part_run_in_titles(text, blocks),
        running: false,
    }
}

/// Gives notes that begin with a raised number the role [`Role::Note`], up to the gap behind them.
fn set_raised_notes(rows: &mut [Row]) {
    let mut within = false;
    for row in rows.iter_mut() {
        within = row.is_text() && (within || raised::begins_a_note(row.text));
        if within {
            row.role = Role::Note;
        }
    }
}

/// A paragraph for every row that is not empty, or a heading where it is a title.
fn titled(rows: &[Row]) -> Vec<Block> {
    rows.iter()
        .zip(headings::titles(rows))
        .filter(|(row, _)| row.role != Role::Blank)
        .map(|(row, title)| Block {
            kind: match title {
                true => BlockKind::Heading { level: 2 },
                false => BlockKind::Paragraph,
            },
            pieces: vec![row.range.clone()],
            page: row.page,
        })
        .collect()
}

/// A paragraph for every line that is not empty.
pub fn one_a_line(text: &str, lines: &[Line]) -> Vec<Block> {
    lines
        .iter()
        .filter(|line| {
            text.get(line.range.clone())
                .is_some_and(|t| !t.trim().is_empty())
        })
        .map(|line| Block {
            kind: BlockKind::Paragraph,
            pieces: vec![line.range.clone()],
            page: line.page,
        })
        .collect()
}

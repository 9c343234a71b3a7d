//! Answers to questions of parliament: the questions are not the sender's words.

use super::block::{Block, BlockKind};
use super::layout::frame::question_heading;

/// Sets the text of questions aside.
///
/// Under a heading such as `Vraag 3` everything up to the next heading is the question. Where a letter heads
/// only its answers, the paragraphs before such a heading that end in a question mark are the question. A text
/// without any heading of an answer is left as it is.
pub(super) fn set_aside(text: &str, blocks: &mut [Block]) {
    let headings: Vec<Option<bool>> = blocks
        .iter()
        .map(|block| match block.kind {
            BlockKind::Heading { .. } => {
                question_heading(&block.text(text)).map(|heading| heading.answer)
            }
            _ => None,
        })
        .collect();
    if !headings.contains(&Some(true)) {
        return;
    }
    let mut in_question = false;
    for at in 0..blocks.len() {
        let heading = headings.get(at).copied().flatten();
        match heading {
            Some(false) => in_question = true,
            Some(true) => {
                if !in_question {
                    aside_back(text, blocks, at);
                }
                in_question = false;
            }
            None => {
                let Some(block) = blocks.get_mut(at) else {
                    break;
                };
                match block.kind {
                    BlockKind::Heading { .. } => in_question = false,
                    BlockKind::Paragraph | BlockKind::ListItem if in_question => {
                        block.kind = BlockKind::Aside;
                    }
                    _ => {}
                }
            }
        }
        if heading == Some(false)
            && let Some(block) = blocks.get_mut(at)
        {
            block.kind = BlockKind::Aside;
        }
    }
}

/// Sets the questions before an answer's heading aside.
fn aside_back(text: &str, blocks: &mut [Block], heading: usize) {
    for block in blocks.iter_mut().take(heading).rev() {
        match block.kind {
            BlockKind::Aside => {}
            BlockKind::Paragraph | BlockKind::ListItem if block.text(text).ends_with('?') => {
                block.kind = BlockKind::Aside;
            }
            _ => break,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(parts: &[(BlockKind, &str)]) -> Vec<BlockKind> {
        let mut text = String::new();
        let mut blocks = Vec::new();
        for (kind, part) in parts {
            let start = text.len();
            text.push_str(part);
            blocks.push(Block::new(*kind, start..text.len()));
            text.push('\n');
        }
        set_aside(&text, &mut blocks);
        blocks.into_iter().map(|block| block.kind).collect()
    }

    const HEADING: BlockKind = BlockKind::Heading { level: 2 };

    #[test]
    fn questions_are_set_aside_and_answers_stay() {
        let found = kinds(&[
            (HEADING, "Vraag 1"),
            (BlockKind::Paragraph, "Klopt het dat de trein te laat is?"),
            (HEADING, "Antwoord 1"),
            (BlockKind::Paragraph, "Ja."),
            (BlockKind::Paragraph, "Waarom dan? Dat weet ik niet."),
            (HEADING, "Overig"),
            (BlockKind::Paragraph, "Meer is er niet."),
        ]);
        use BlockKind::{Aside, Paragraph};
        assert_eq!(
            found,
            [
                Aside, Aside, HEADING, Paragraph, Paragraph, HEADING, Paragraph
            ]
        );
    }

    #[test]
    fn questions_without_heading_are_known_by_their_mark() {
        let found = kinds(&[
            (BlockKind::Paragraph, "Hieronder de antwoorden."),
            (BlockKind::ListItem, "Klopt het dat de trein te laat is?"),
            (HEADING, "Antwoord"),
            (BlockKind::Paragraph, "Ja."),
        ]);
        assert_eq!(found[..2], [BlockKind::Paragraph, BlockKind::Aside]);
    }
}

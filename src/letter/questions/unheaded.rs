//! Answers without any heading, to questions that have no more than their number in front of them: `2`, `Deelt u die mening?`, `Nee.`

use super::super::block::{Block, BlockKind};
use super::super::layout::frame;
use super::super::mapped::Mapped;
use super::super::{Question, sentences};
use super::{Answers, Numbers, asks, is_put, question_number};

/// How many lines a head has that says who answers.
const HEAD: usize = 40;

/// Whether the head of a letter says that it answers questions: `Antwoord van minister Jansen (Financiën) …`.
pub(super) fn answers(text: &str) -> bool {
    let answer = |line: &str| {
        let line = line.trim_start_matches(['>', ' ']).trim();
        frame::begins_caption(line) && !line.starts_with("Vragen")
    };
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.take(HEAD).any(answer)
}

/// Makes a heading of each question behind the number that is due, such as `Antwoord 2`, that has the question with it. Where a
/// paragraph goes on behind its last question, that is the answer.
///
/// Nothing is changed where none of the questions is put to its reader: then what counts from 1 is another list.
pub(super) fn set_aside(text: &str, blocks: &mut Vec<Block>) -> Answers {
    let mut reading = Reading {
        text,
        due: 1,
        number: None,
        asking: None,
        put: false,
        blocks: Vec::with_capacity(blocks.len()),
        found: Answers {
            any: true,
            ..Answers::default()
        },
    };
    // a page line that stands behind a paragraph can come before it
    let mut ordered: Vec<&Block> = blocks.iter().collect();
    ordered.sort_by_key(|block| block.pieces.first().map_or(0, |piece| piece.start));
    for block in ordered {
        reading.read(block);
    }
    if !reading.put {
        return Answers {
            any: true,
            ..Answers::default()
        };
    }
    *blocks = reading.blocks;
    reading.found
}

/// Blocks as they are read.
struct Reading<'a> {
    text: &'a str,
    /// The number of the next question.
    due: u32,
    /// The numbers that stood alone in the block before.
    number: Option<Numbers>,
    /// The heading of the question that may go on.
    asking: Option<usize>,
    /// Whether a question is put to its reader.
    put: bool,
    blocks: Vec<Block>,
    found: Answers,
}

impl Reading<'_> {
    fn read(&mut self, block: &Block) {
        let shown = block.text(self.text);
        let own = question_number(self.text, block).map(|number| Numbers::read(number.text));
        let own = own.filter(|numbers| numbers.first() == Some(self.due));
        let alone = !shown.contains(char::is_alphabetic);
        if alone && own.is_some() {
            // a number that looks like that of a page
            self.number = own;
            self.asking = None;
            return self.blocks.push(Block {
                kind: BlockKind::Aside,
                ..block.clone()
            });
        }
        if block.kind == BlockKind::Aside {
            return self.blocks.push(block.clone());
        }
        let numbers = own.or(self.number.take());
        match (numbers, self.asking) {
            (Some(numbers), _) if asks(&shown) || shown.contains('?') => {
                self.begin(block, &numbers)
            }
            (None, Some(heading)) if asks(&shown) => self.go_on(block, heading),
            _ => {
                self.asking = None;
                self.blocks.push(block.clone());
            }
        }
    }

    /// A question begins.
    fn begin(&mut self, block: &Block, numbers: &Numbers) {
        let heading = self.blocks.len();
        self.found
            .titles
            .insert(heading, format!("Antwoord {}", numbers.text()));
        let question = Question {
            title: format!("Vraag {}", numbers.text()),
            text: String::new(),
        };
        self.found.questions.insert(heading, vec![question]);
        self.due = numbers.last().unwrap_or(self.due).saturating_add(1);
        let kind = BlockKind::Heading { level: 2 };
        self.part(block, kind, heading, numbers.text());
    }

    /// A question goes on in another paragraph.
    fn go_on(&mut self, block: &Block, heading: usize) {
        self.part(block, BlockKind::Aside, heading, "");
    }

    /// Parts a block into question and answer; `number` is what the question begins with.
    fn part(&mut self, block: &Block, kind: BlockKind, heading: usize, number: &str) {
        let mapped = Mapped::new(self.text, &block.pieces);
        let cut = sentences::split(&mapped.text);
        let said = |range: &std::ops::Range<usize>| mapped.text.get(range.clone()).unwrap_or("");
        self.put |= cut.iter().any(|range| is_put(unmarked(said(range))));
        let last = cut.iter().rposition(|range| said(range).contains('?'));
        let answer = (cut.iter().skip(last.map_or(cut.len(), |at| at + 1)))
            .find(|range| said(range).contains(char::is_alphabetic))
            .map(|range| range.start);
        let end = answer.unwrap_or(mapped.text.len());
        let asked = mapped.text.get(..end).unwrap_or("").trim();
        let asked = asked.strip_prefix(number).unwrap_or(asked);
        let asked = asked.trim_start_matches(['.', ')', ':', ' ']);
        if let Some([question]) = (self.found.questions.get_mut(&heading)).map(Vec::as_mut_slice) {
            if !question.text.is_empty() {
                question.text.push('\n');
            }
            question.text.push_str(asked);
        }
        self.blocks.push(Block {
            kind,
            pieces: mapped.pieces(0..end),
            page: block.page,
        });
        self.asking = answer.is_none().then_some(heading);
        if answer.is_some() {
            self.blocks.push(Block {
                kind: BlockKind::Paragraph,
                pieces: mapped.pieces(end..mapped.text.len()),
                page: block.page,
            });
        }
    }
}

/// A question without the mark of its note: `…»? 1)`.
fn unmarked(sentence: &str) -> &str {
    sentence.rfind('?').map_or(sentence, |at| &sentence[..=at])
}

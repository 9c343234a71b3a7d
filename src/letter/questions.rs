//! Answers to questions of parliament: the questions are not the sender's words.

mod heard;
mod numbers;
mod unheaded;

use super::block::{Block, BlockKind};
use super::layout::frame::{Turn, turn};
use super::{Question, Section, sentences};
use crate::excerpt::shortened;
use heard::Heard;
use numbers::Numbers;
use std::collections::BTreeMap;

/// What was found of questions and answers.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// Whether there is an answer.
    pub any: bool,
    /// The titles of answers that do not say their number, with it, by the place of their heading: `Antwoord` under
    /// `Vraag 2` is `Antwoord 2`.
    pub titles: BTreeMap<usize, String>,
    /// What each answer is to, by the place of its heading.
    pub questions: BTreeMap<usize, Vec<Question>>,
    /// What a person should know of questions that have no answer.
    pub doubt: Option<String>,
}

/// Sets what members say aside, and gives each answer its questions: those straight before it, and of them or else of all before those
/// that have its numbers.
///
/// Under a heading such as `Vraag 3` everything up to the next heading is the question; under `Inbreng van de leden
/// van …` everything up to the answer. Where a letter heads only its answers, the question is what stands before such
/// a heading from the number on that is due, or else the paragraphs that ask something. A text without any heading of
/// an answer is left as it is, unless its head says that it answers questions ([`unheaded`]).
pub(super) fn set_aside(text: &str, blocks: &mut Vec<Block>) -> Answers {
    let titles: Vec<Option<String>> = blocks
        .iter()
        .map(|block| match block.kind {
            BlockKind::Heading { .. } => Some(block.text(text)),
            BlockKind::Question => Some(block.text(text)).filter(|shown| asks_under(shown)),
            _ => None,
        })
        .collect();
    let turns: Vec<Option<Turn>> = titles.iter().map(|title| turn(title.as_deref()?)).collect();
    if !turns.iter().flatten().any(answers) {
        return match unheaded::answers(text) {
            true => unheaded::set_aside(text, blocks),
            false => Answers::default(),
        };
    }
    let mut dialogue = Dialogue {
        text,
        titles: &titles,
        answered: answered(&turns),
        turns: &turns,
        said: blocks.iter().map(|b| b.kind != BlockKind::Aside).collect(),
        heard: Heard::default(),
        asked: Asked::default(),
        speaker: Speaker::Sender,
        found: Answers {
            any: true,
            ..Answers::default()
        },
    };
    for at in 0..blocks.len() {
        dialogue.read(blocks, at);
    }
    let Dialogue { heard, found, .. } = dialogue;
    Answers {
        doubt: heard.doubt(),
        ..found
    }
}

/// Questions and answers as they are read, block by block.
struct Dialogue<'a> {
    text: &'a str,
    /// The titles of the blocks that are headings.
    titles: &'a [Option<String>],
    /// Whose turn they announce.
    turns: &'a [Option<Turn<'a>>],
    /// Whether somebody answers behind each block.
    answered: Vec<bool>,
    /// Whether each block is said by somebody: page lines and notes that stand in a question are no part of it.
    said: Vec<bool>,
    heard: Heard,
    asked: Asked,
    speaker: Speaker,
    found: Answers,
}

impl Dialogue<'_> {
    fn is_said(&self, at: usize) -> bool {
        self.said.get(at).copied().unwrap_or(false)
    }

    fn turn(&self, at: usize) -> Option<Turn<'_>> {
        self.turns.get(at).copied().flatten()
    }

    /// Reads a block, and sets it aside where members say it.
    fn read(&mut self, blocks: &mut [Block], at: usize) {
        let titles = self.titles;
        let title = titles.get(at).and_then(Option::as_deref);
        let turn = self.turns.get(at).copied().flatten();
        let told = (blocks.get(at)).is_some_and(|block| block.kind == BlockKind::Question);
        if !told && self.is_said(at) && self.speaker == Speaker::Told {
            self.speaker = Speaker::Answerer;
            if title.is_none() {
                // an answer without a heading
                self.heard.passed();
            }
        }
        match turn {
            Some(Turn::Question(numbers)) => {
                self.question(title.unwrap_or_default(), Numbers::read(numbers), told);
            }
            None if told => {
                if self.speaker != Speaker::Told {
                    self.asked.numbers = Numbers::default();
                    self.heard.untitled();
                }
                self.speaker = Speaker::Told;
            }
            Some(Turn::Members) if self.answered.get(at).copied().unwrap_or(false) => {
                self.asked.numbers = Numbers::default();
                self.heard
                    .titled(title.unwrap_or_default(), Numbers::default());
                self.speaker = Speaker::Members;
            }
            Some(Turn::Answer(numbers)) => {
                self.answer(
                    blocks,
                    at,
                    title.unwrap_or_default(),
                    &Numbers::read(numbers),
                );
            }
            // the text of a question ends at any heading, what members bring forward has headings of its own
            None if self.speaker == Speaker::Members => {}
            turn if title.is_some() => {
                if turn == Some(Turn::Reaction) {
                    let none = Numbers::default();
                    let questions = self.heard.answered(&none, &none);
                    self.found.questions.insert(at, questions);
                }
                self.speaker = Speaker::Sender;
            }
            _ => {}
        }
        if let (true, Some(block)) = (self.speaker.asks(), blocks.get_mut(at)) {
            if turn.is_none() && self.is_said(at) {
                self.heard.said(self.text, block);
            }
            block.kind = BlockKind::Aside;
        }
    }

    /// The heading of a question.
    fn question(&mut self, title: &str, numbers: Numbers, told: bool) {
        let more = matches!(self.speaker, Speaker::Question | Speaker::Told);
        self.asked.hear(&numbers, more);
        self.heard.titled(title, numbers);
        self.speaker = match told {
            true => Speaker::Told,
            false => Speaker::Question,
        };
    }

    /// The heading of an answer.
    fn answer(&mut self, blocks: &mut [Block], at: usize, title: &str, numbers: &Numbers) {
        if self.speaker == Speaker::Sender {
            self.take_back(blocks, at, numbers);
        }
        self.speaker = Speaker::Sender;
        if numbers.is_empty() && !self.asked.numbers.is_empty() {
            let title = numbered_title(title, self.asked.numbers.text());
            self.found.titles.insert(at, title);
        }
        // "Antwoorden" over answers that have headings of their own is none
        let next = (at + 1..blocks.len()).find(|next| self.is_said(*next));
        let next = next.and_then(|next| self.turn(next));
        if numbers.is_empty() && next.as_ref().is_some_and(answers) {
            return;
        }
        let known = match numbers.is_empty() {
            true => &self.asked.numbers,
            false => numbers,
        };
        let questions = self.heard.answered(numbers, known);
        self.found.questions.insert(at, questions);
    }

    /// Hears the questions that stand before the heading of an answer without a heading of their own.
    fn take_back(&mut self, blocks: &mut [Block], heading: usize, answer: &Numbers) {
        self.asked.numbers = Numbers::default();
        self.heard.passed();
        let due = answer.first().unwrap_or_else(|| self.heard.next());
        self.heard.untitled();
        for back in take_back(self.text, blocks, heading, due, &mut self.asked) {
            match blocks.get(back) {
                Some(block) if self.is_said(back) => self.heard.said(self.text, block),
                Some(block) if self.asked.alone => self.heard.numbered(self.text, block),
                _ => {}
            }
        }
    }
}

/// Whether a title is the heading of a question.
fn asks_under(title: &str) -> bool {
    matches!(turn(title), Some(Turn::Question(_)))
}

/// What a person should know where sentences among the answers put a question to their reader.
pub(super) fn doubt(sections: &[Section]) -> Option<String> {
    let sentences = sections.iter().flat_map(|section| &section.sentences);
    let mut put = sentences.filter(|sentence| is_put(&sentence.text));
    let first = put.next()?;
    let rest = put.count();
    let (count, verb) = match rest {
        0 => ("1 sentence".to_owned(), "puts"),
        rest => (format!("{} sentences", rest + 1), "put"),
    };
    let first = shortened(&first.text);
    Some(format!(
        "{count} among the answers {verb} a question to the reader and may be what members say: “{first}”"
    ))
}

/// `Antwoord 2`, `Antwoord van de minister op vraag 2`
fn numbered_title(title: &str, numbers: &str) -> String {
    match title.contains(' ') {
        true => format!("{title} op vraag {numbers}"),
        false => format!("{title} {numbers}"),
    }
}

fn answers(turn: &Turn) -> bool {
    matches!(turn, Turn::Answer(_) | Turn::Reaction)
}

/// For each heading, whether somebody answers what stands under it before the letter ends.
fn answered(turns: &[Option<Turn>]) -> Vec<bool> {
    let mut answer = false;
    let mut answered: Vec<bool> = turns
        .iter()
        .rev()
        .map(|turn| {
            let before = answer;
            answer |= turn.as_ref().is_some_and(answers);
            before
        })
        .collect();
    answered.reverse();
    answered
}

/// Who speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Speaker {
    Sender,
    /// The sender, behind a question that the format told.
    Answerer,
    Question,
    /// A question that the format tells.
    Told,
    Members,
}

impl Speaker {
    fn asks(self) -> bool {
        matches!(self, Self::Question | Self::Told | Self::Members)
    }
}

/// The questions so far.
#[derive(Default)]
struct Asked {
    /// The numbers of those that wait for an answer.
    numbers: Numbers,
    /// Whether questions have their number alone on a line, where it looks like that of a page.
    alone: bool,
}

impl Asked {
    /// Adds a question, to others that have no answer yet or as the first.
    fn hear(&mut self, numbers: &Numbers, more: bool) {
        if !more {
            self.numbers = Numbers::default();
        }
        self.numbers.add(numbers);
    }
}

/// Sets the questions before an answer's heading aside, from the number on that is due; gives which blocks they are, as they stand in
/// the text.
fn take_back(
    text: &str,
    blocks: &mut [Block],
    heading: usize,
    due: u32,
    asked: &mut Asked,
) -> Vec<usize> {
    let first = numbered(text, blocks, heading, due, asked)
        .unwrap_or_else(|| asking(text, blocks, heading));
    let start = |block: &Block| block.pieces.first().map_or(0, |piece| piece.start);
    let from = blocks.get(first).map_or(0, start);
    let mut taken = Vec::new();
    for (at, block) in blocks.iter_mut().enumerate().take(heading).skip(first) {
        // a page line that stands behind a paragraph can come before it
        if start(block) >= from {
            block.kind = BlockKind::Aside;
            taken.push((start(block), at));
        }
    }
    taken.sort_unstable();
    taken.into_iter().map(|(_, at)| at).collect()
}

/// The block that begins with the number of the question that is due, where that is no item of a list in the answer
/// before: it asks something itself or is the number alone, or something is asked behind it and the number before it
/// does not stand in the same section.
fn numbered(
    text: &str,
    blocks: &[Block],
    heading: usize,
    due: u32,
    asked: &mut Asked,
) -> Option<usize> {
    let mut from = None;
    let mut questions = false;
    for (at, block) in blocks.iter().enumerate().take(heading).rev() {
        let number = question_number(text, block);
        let alone = number.is_some_and(|number| number.alone);
        let titled = matches!(block.kind, BlockKind::Heading { .. });
        if titled && !alone {
            break;
        }
        let aside = block.kind == BlockKind::Aside;
        let asking = !aside && asks(&block.text(text));
        questions |= asking;
        // a number alone on its line can be that of a page
        if let Some(number) = number.filter(|_| !aside || alone && (asked.alone || due == 1)) {
            let numbers = Numbers::read(number.text);
            let first = numbers.first();
            if from.is_none() && questions && first == Some(due) {
                from = Some((at, numbers, aside));
                if asking || alone {
                    break;
                }
            } else if from.is_some() && due > 1 && first == Some(due - 1) {
                return None;
            }
        }
        if titled {
            break;
        }
    }
    let (from, numbers, aside) = from?;
    asked.alone |= aside;
    let mut latest = numbers.last().unwrap_or(due);
    asked.hear(&numbers, false);
    // questions that are answered together
    for block in blocks.iter().take(heading).skip(from + 1) {
        let numbers = question_number(text, block).map(|number| Numbers::read(number.text));
        if let Some(numbers) = numbers.filter(|n| n.first() == latest.checked_add(1)) {
            latest = numbers.last().unwrap_or(latest);
            asked.hear(&numbers, true);
        }
    }
    Some(from)
}

/// Where the paragraphs that ask something and stand straight before a heading begin.
fn asking(text: &str, blocks: &[Block], heading: usize) -> usize {
    let before = blocks.iter().enumerate().take(heading).rev();
    before
        .take_while(|(_, block)| match block.kind {
            BlockKind::Aside | BlockKind::Question => true,
            BlockKind::Heading { .. } => false,
            BlockKind::Paragraph | BlockKind::ListItem => asks(&block.text(text)),
        })
        .last()
        .map_or(heading, |(at, _)| at)
}

/// Whether a paragraph is a question: it ends as one, or puts one to its reader.
fn asks(paragraph: &str) -> bool {
    paragraph.ends_with('?')
        || paragraph.contains('?')
            && sentences::split(paragraph)
                .into_iter()
                .filter_map(|range| paragraph.get(range))
                .any(is_put)
}

/// Whether a sentence is a question to its reader: `Bent u daartoe bereid?`
fn is_put(sentence: &str) -> bool {
    let to = |word: &str| matches!(word, "u" | "U" | "uw" | "Uw");
    sentence.ends_with('?') && sentence.split(|c: char| !c.is_alphanumeric()).any(to)
}

/// A number in front of a question.
#[derive(Clone, Copy)]
struct Number<'a> {
    /// `2`, `2 en 3`
    text: &'a str,
    /// Whether nothing else stands on the line.
    alone: bool,
}

/// The most bytes that can stand before a block which begins its line, `>` and white space aside: `12. `, `- **`.
const LEAD: usize = 32;

/// The line that a block begins, with the list mark before the block but without the `>` of a quoted one.
///
/// A block further on its line, such as a cell of a table, begins none: so what is read of a line of many blocks is read for the
/// first few alone.
fn first_line<'a>(text: &'a str, block: &Block) -> Option<&'a str> {
    const LINE_ENDS: [char; 3] = ['\n', '\r', '\x0c'];
    let before = text.get(..block.pieces.first()?.start)?;
    let lead = before.trim_end_matches(['>', ' ', '\t']);
    let near = lead.ceil_char_boundary(lead.len().saturating_sub(LEAD));
    let begin = match lead.get(near..)?.rfind(LINE_ENDS) {
        Some(at) => near + at + 1,
        None if near == 0 => 0,
        None => return None,
    };
    let line = text.get(begin..)?.split(LINE_ENDS).next()?;
    Some(line.trim_start_matches(['>', ' ']).trim())
}

/// The most bytes that the numbers in front of a question can take: more than `1, 2, …` of fifty that are put together.
const NUMBERS: usize = 256;

/// The number at the start of a block's first line: `2`, `2 en 3`, `2.`, `2. Klopt dat?`
fn question_number<'a>(text: &'a str, block: &Block) -> Option<Number<'a>> {
    let line = first_line(text, block)?;
    let mut end = 0;
    let mut next = 0;
    for word in line.split(' ') {
        let at = next;
        next += word.len() + 1;
        let number = word.trim_end_matches([',', '.', ')', ':']);
        let counts = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        let closed = word.len() > number.len() && !word.ends_with(',');
        let joins = matches!(word, "en" | "t/m" | "tot" | "met" | "&" | "-" | "–");
        if !(counts || joins && end > 0) || next > NUMBERS {
            return None;
        }
        if counts {
            end = at + number.len();
        }
        if closed {
            let alone = at + word.len() == line.len();
            let text = line.get(..end)?;
            return Some(Number { text, alone });
        }
    }
    let text = line.get(..end).filter(|_| end == line.len())?;
    Some(Number { text, alone: true })
}

#[cfg(test)]
mod tests;

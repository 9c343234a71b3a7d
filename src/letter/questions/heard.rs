//! What was asked, kept until it is answered.

use super::super::Question;
use super::super::block::{Block, BlockKind};
use super::super::layout::lists;
use super::numbers::Numbers;
use super::{first_line, question_number};
use crate::excerpt::shortened;
use std::collections::{HashSet, VecDeque};

/// The most questions that wait for an answer at a time; of more the first are given up.
const MOST_WAITING: usize = 500;

/// The headings of a list of questions.
const LIST: [&str; 2] = ["Vragen", "VRAGEN"];

/// What a question is called that no heading names.
const UNNAMED: &str = "Vraag";

/// The questions that have no answer yet.
///
/// A question goes to one answer, so that what answers carry is never more than the letter holds.
#[derive(Default)]
pub(super) struct Heard {
    waiting: VecDeque<Part>,
    /// How many answers there were.
    answers: usize,
    /// The number of the question that was put or answered last; 0 before the first.
    latest: u32,
    /// Those that waited too long.
    given_up: Vec<Question>,
    /// The texts of those that have their answer, [`folded`].
    settled: HashSet<String>,
    /// Whether the heading is that of a list of questions.
    list: bool,
}

/// A question.
struct Part {
    /// How many answers there were before it.
    answers: usize,
    numbers: Numbers,
    /// Whether its number stands in front of its text, or it has none: then another number begins another question.
    listed: bool,
    question: Question,
}

impl Heard {
    /// The number that is due for a question or answer that does not tell its own.
    pub fn next(&self) -> u32 {
        self.latest.saturating_add(1)
    }

    /// A question begins under its heading.
    pub fn titled(&mut self, title: &str, numbers: Numbers) {
        self.list = LIST.contains(&title.trim_end_matches(':'));
        let listed = numbers.is_empty();
        self.begin(title.to_owned(), numbers, listed);
    }

    /// A question without a heading begins.
    pub fn untitled(&mut self) {
        self.titled(UNNAMED, Numbers::default());
    }

    fn begin(&mut self, title: String, numbers: Numbers, listed: bool) {
        if self.waiting.len() == MOST_WAITING {
            self.given_up
                .extend(self.waiting.pop_front().map(|part| part.question));
        }
        self.latest = numbers.last().unwrap_or(self.latest);
        let text = String::new();
        self.waiting.push_back(Part {
            answers: self.answers,
            numbers,
            listed,
            question: Question { title, text },
        });
    }

    /// A question of a list begins with its number.
    fn begin_listed(&mut self, numbers: Numbers) {
        self.begin(format!("{UNNAMED} {}", numbers.text()), numbers, true);
    }

    /// Somebody asks on. Where questions stand in a list, the number that is due begins the next, and so does an item of it whose number
    /// the format keeps to itself.
    pub fn said(&mut self, text: &str, block: &Block) {
        let mut shown = block.text(text);
        if let Some(number) = self.due(text, block) {
            if let Some(rest) = shown.strip_prefix(number.text()) {
                shown = rest.trim_start_matches(['.', ')', ':', ' ']).to_owned();
            }
            self.begin_listed(number);
        }
        let Some(part) = self.waiting.back_mut().filter(|_| !shown.is_empty()) else {
            return;
        };
        if !part.question.text.is_empty() {
            part.question.text.push('\n');
        }
        part.question.text.push_str(&shown);
    }

    /// A number alone on its line, which looks like that of a page.
    pub fn numbered(&mut self, text: &str, block: &Block) {
        if let Some(number) = self.due(text, block) {
            self.begin_listed(number);
        }
    }

    /// The numbers of the question that a block begins in a list of them.
    fn due(&self, text: &str, block: &Block) -> Option<Numbers> {
        let part = self.waiting.back().filter(|part| part.listed)?;
        if let Some(number) = question_number(text, block) {
            let numbers = Numbers::read(number.text);
            let due = numbers.first()? == self.next() || part.question.text.is_empty();
            return due.then_some(numbers);
        }
        let marked = first_line(text, block).is_some_and(|line| lists::marker(line).is_some());
        let item = block.kind == BlockKind::ListItem && !marked;
        (item && self.list).then(|| Numbers::read(&self.next().to_string()))
    }

    /// What was asked so far has no answer straight behind it; its number alone can still be answered.
    pub fn passed(&mut self) {
        self.answers += 1;
    }

    /// The questions that an answer with these numbers, or without, is to: those asked straight before it, and of them or else of all
    /// before those with its numbers. `known` are the numbers that one question without any must have.
    pub fn answered(&mut self, numbers: &Numbers, known: &Numbers) -> Vec<Question> {
        self.latest = numbers.last().unwrap_or(self.latest);
        let now = |part: &Part| part.answers == self.answers;
        let same = |part: &Part| !numbers.is_empty() && part.numbers.text() == numbers.text();
        let meets = |part: &Part| part.numbers.meet(numbers);
        let choices: [&dyn Fn(&Part) -> bool; 5] = [
            &|part| now(part) && same(part),
            &|part| now(part) && meets(part),
            &same,
            &meets,
            &now,
        ];
        let chosen = choices
            .into_iter()
            .find(|fits| self.waiting.iter().any(fits));
        let mut taken = Vec::new();
        let mut others = VecDeque::new();
        for part in self.waiting.drain(..) {
            if chosen.is_some_and(|fits| fits(&part)) {
                taken.push(part.question);
            } else if !same(&part) {
                // the same question, listed before
                others.push_back(part);
            }
        }
        self.waiting = others;
        self.answers += 1;
        // questions that are listed first and repeated above their answers
        let mut seen = HashSet::new();
        taken.retain(|question| !question.text.is_empty() && seen.insert(folded(&question.text)));
        if let [only] = taken.as_mut_slice()
            && only.title == UNNAMED
            && !known.is_empty()
        {
            only.title = format!("{UNNAMED} {}", known.text());
        }
        self.settled.extend(seen);
        taken
    }

    /// What a person should know of the questions that no answer took along.
    pub fn doubt(self) -> Option<String> {
        let waiting = self.waiting.into_iter().map(|part| part.question);
        let left = self.given_up.into_iter().chain(waiting);
        let mut lost = left.filter(|question| {
            !question.text.is_empty() && !self.settled.contains(&folded(&question.text))
        });
        let first = lost.next()?;
        let first = shortened(&format!(
            "{}: {}",
            first.title,
            first.text.replace('\n', " ")
        ));
        Some(match lost.count() {
            0 => format!("1 question has no answer here and stands in no output: “{first}”"),
            rest => format!(
                "{} questions have no answer here and stand in no output, from “{first}” on",
                rest + 1
            ),
        })
    }
}

/// The letters and digits of a text.
fn folded(text: &str) -> String {
    let signs = text.chars().filter(|c| c.is_alphanumeric());
    signs.flat_map(char::to_lowercase).collect()
}

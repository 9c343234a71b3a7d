//! What was asked, kept until it is answered.

use super::super::Question;
use super::super::block::{Block, BlockKind};
use super::super::layout::lists;
use super::{first_line, question_number, span};
use std::collections::{HashSet, VecDeque};
use std::ops::RangeInclusive;

/// The most questions that wait for an answer at a time; of more the first are forgotten.
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
    /// The highest number so far.
    last: u32,
    /// Whether the heading is that of a list of questions.
    list: bool,
}

/// A question.
struct Part {
    /// How many answers there were before it.
    answers: usize,
    /// Its numbers as written: `2 en 3`.
    numbers: String,
    /// The same as ranges.
    ranges: Vec<RangeInclusive<u32>>,
    /// Whether its number stands in front of its text, or it has none: then another number begins another question.
    listed: bool,
    question: Question,
}

impl Heard {
    /// A question begins under its heading.
    pub fn titled(&mut self, title: &str, numbers: &str) {
        self.list = LIST.contains(&title.trim_end_matches(':'));
        self.begin(title.to_owned(), numbers, numbers.is_empty());
    }

    /// A question without a heading begins.
    pub fn untitled(&mut self) {
        self.titled(UNNAMED, "");
    }

    fn begin(&mut self, title: String, numbers: &str, listed: bool) {
        if self.waiting.len() == MOST_WAITING {
            self.waiting.pop_front();
        }
        self.last = span(numbers).map_or(self.last, |span| *span.end());
        let text = String::new();
        self.waiting.push_back(Part {
            answers: self.answers,
            numbers: numbers.to_owned(),
            ranges: ranges(numbers),
            listed,
            question: Question { title, text },
        });
    }

    /// Somebody asks on. Where questions stand in a list, the number that is due begins the next, and so does an item of it whose number
    /// the format keeps to itself.
    pub fn said(&mut self, text: &str, block: &Block) {
        let mut shown = block.text(text);
        if let Some(number) = self.due(text, block) {
            if let Some(rest) = shown.strip_prefix(&number) {
                shown = rest.trim_start_matches(['.', ')', ':', ' ']).to_owned();
            }
            self.begin(format!("{UNNAMED} {number}"), &number, true);
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
            self.begin(format!("{UNNAMED} {number}"), &number, true);
        }
    }

    /// The numbers of the question that a block begins in a list of them.
    fn due(&self, text: &str, block: &Block) -> Option<String> {
        let part = self.waiting.back().filter(|part| part.listed)?;
        let next = self.last + 1;
        if let Some(number) = question_number(text, block) {
            let first = *span(number.text)?.start();
            let due = first == next || part.question.text.is_empty();
            return due.then(|| number.text.to_owned());
        }
        let marked = first_line(text, block).is_some_and(|line| lists::marker(line).is_some());
        let item = block.kind == BlockKind::ListItem && !marked;
        (item && self.list).then(|| next.to_string())
    }

    /// What was asked so far has no answer straight behind it; its number alone can still be answered.
    pub fn passed(&mut self) {
        self.answers += 1;
    }

    /// The questions that an answer with these numbers, or without, is to: those asked straight before it, and of them or else of all
    /// before those with its numbers. `known` are the numbers that one question without any must have.
    pub fn answered(&mut self, numbers: &str, known: &str) -> Vec<Question> {
        let wanted = ranges(numbers);
        let now = |part: &Part| part.answers == self.answers;
        let same = |part: &Part| !numbers.is_empty() && part.numbers == numbers;
        let meets = |part: &Part| {
            let meet = |own: &RangeInclusive<u32>, other: &RangeInclusive<u32>| {
                own.start() <= other.end() && other.start() <= own.end()
            };
            (part.ranges.iter()).any(|own| wanted.iter().any(|other| meet(own, other)))
        };
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
            only.title = format!("{UNNAMED} {known}");
        }
        taken
    }
}

/// The letters and digits of a text.
fn folded(text: &str) -> String {
    let signs = text.chars().filter(|c| c.is_alphanumeric());
    signs.flat_map(char::to_lowercase).collect()
}

/// Numbers as ranges: `2, 4 t/m 6 en 9` is 2, 4 to 6, and 9.
fn ranges(numbers: &str) -> Vec<RangeInclusive<u32>> {
    let mut ranges: Vec<RangeInclusive<u32>> = Vec::new();
    let mut through = false;
    for part in numbers.split_inclusive(['-', '–', ' ', ',']) {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        match (digits.parse(), ranges.last_mut()) {
            (Ok(number), Some(last)) if through => *last = *last.start()..=number,
            (Ok(number), _) => ranges.push(number..=number),
            (Err(_), _) => {
                through |= matches!(part.trim(), "t/m" | "tot" | "met" | "-" | "–");
                continue;
            }
        }
        through = part.ends_with(['-', '–']);
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_what_lies_between() {
        let read = |numbers| {
            let ranges = ranges(numbers);
            ranges
                .into_iter()
                .map(|r| (*r.start(), *r.end()))
                .collect::<Vec<_>>()
        };
        assert_eq!(read("2"), [(2, 2)]);
        assert_eq!(read("2 en 4"), [(2, 2), (4, 4)]);
        assert_eq!(read("2, 4 t/m 6 en 9"), [(2, 2), (4, 6), (9, 9)]);
        assert_eq!(read("1 tot en met 3"), [(1, 3)]);
        assert_eq!(read("4–6"), [(4, 6)]);
        assert_eq!(read("2a en 2b"), [(2, 2), (2, 2)]);
        assert_eq!(read(""), []);
    }
}

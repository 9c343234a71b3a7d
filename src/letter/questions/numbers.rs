//! The numbers of questions and answers.

use std::ops::RangeInclusive;

/// What stands before the last of several numbers.
const AND: &str = " en ";

/// Numbers as written, and what lies between them: `2, 4 t/m 6 en 9` is 2, 4 to 6, and 9.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    text: String,
    ranges: Vec<RangeInclusive<u32>>,
}

impl Numbers {
    /// Reads numbers; there may be none.
    pub fn read(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ranges: ranges(text),
        }
    }

    /// As written.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The one that is written first.
    pub fn first(&self) -> Option<u32> {
        self.ranges.first().map(|range| *range.start())
    }

    /// The one that is written last.
    pub fn last(&self) -> Option<u32> {
        self.ranges.last().map(|range| *range.end())
    }

    /// Whether a number is among both.
    pub fn meet(&self, other: &Self) -> bool {
        let meets = |a: &RangeInclusive<u32>, b: &RangeInclusive<u32>| {
            a.start() <= b.end() && b.start() <= a.end()
        };
        (self.ranges.iter()).any(|own| other.ranges.iter().any(|other| meets(own, other)))
    }

    /// Puts others behind them: `2` and `3` and `4` are `2, 3 en 4`.
    pub fn add(&mut self, others: &Self) {
        if !self.is_empty() && !others.is_empty() {
            if let Some(at) = self.text.rfind(AND) {
                self.text.replace_range(at..at + AND.len(), ", ");
            }
            let last = !others.text.contains(AND);
            self.text.push_str(if last { AND } else { ", " });
        }
        self.text.push_str(&others.text);
        self.ranges.extend(others.ranges.iter().cloned());
    }
}

fn ranges(numbers: &str) -> Vec<RangeInclusive<u32>> {
    let mut ranges: Vec<RangeInclusive<u32>> = Vec::new();
    let mut through = false;
    for part in numbers.split_inclusive(['-', '–', ' ', ',', '/']) {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        match (digits.parse(), ranges.last_mut()) {
            (Ok(number), Some(last)) if through => *last = *last.start()..=number,
            (Ok(number), _) => ranges.push(number..=number),
            (Err(_), _) => {
                through |= matches!(part.trim(), "t/" | "t/m" | "tot" | "met" | "-" | "–");
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
            let ranges = Numbers::read(numbers).ranges;
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
        assert_eq!(read("4/5"), [(4, 4), (5, 5)]);
        assert_eq!(read("2a en 2b"), [(2, 2), (2, 2)]);
        assert_eq!(read(""), []);
    }

    #[test]
    fn numbers_that_are_asked_together_are_enumerated() {
        let mut numbers = Numbers::default();
        for more in ["2", "3", "5 t/m 7"] {
            numbers.add(&Numbers::read(more));
        }
        assert_eq!(numbers.text(), "2, 3 en 5 t/m 7");
        assert_eq!((numbers.first(), numbers.last()), (Some(2), Some(7)));
        let mut together = Numbers::read("2");
        together.add(&Numbers::read("3 en 4"));
        assert_eq!(together.text(), "2, 3 en 4");
        assert!(numbers.meet(&Numbers::read("6")) && !numbers.meet(&Numbers::read("4 en 8")));
    }
}

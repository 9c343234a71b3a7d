//! Rows that count as one letter and may not be.

use super::{Dataset, Example, check};
use hashbrown::{HashMap, HashSet};

/// Rows without a letter in data that names letters: all of them count as one.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Unnamed<'d> {
    /// The first such row.
    pub first: &'d Example,
    /// How many rows there are.
    pub rows: usize,
}

/// Letters whose rows stand in more than one file: rows of equal letter names count as one letter.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Shared<'d> {
    /// The first row of such a letter in another file than its first.
    pub first: &'d Example,
    /// The first row of that letter.
    pub also: &'d Example,
    /// How many letters there are of the kind.
    pub letters: usize,
}

/// Rows that repeat a sentence of their letter, heading and label included.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Repeated<'d> {
    /// The first such row.
    pub first: &'d Example,
    /// The row that it repeats.
    pub also: &'d Example,
    /// How many rows repeat one before them.
    pub rows: usize,
}

impl Dataset {
    /// The rows that repeat a row of their letter; none where there are none. Short sentences, which may be stock answers that a letter
    /// repeats by nature, are not looked at.
    pub fn repeated_rows(&self) -> Option<Repeated<'_>> {
        let mut seen: HashMap<[&str; 4], &Example> = HashMap::new();
        let mut found: Option<Repeated<'_>> = None;
        for e in self
            .examples
            .iter()
            .filter(|e| !check::is_stock(&e.sentence))
        {
            let also = *seen
                .entry([&e.letter, &e.section, &e.sentence, &e.label])
                .or_insert(e);
            if !std::ptr::eq(also, e) {
                found
                    .get_or_insert(Repeated {
                        first: e,
                        also,
                        rows: 0,
                    })
                    .rows += 1;
            }
        }
        found
    }

    /// The rows that no letter is named for, in data with letters; none where there are none.
    pub fn unnamed_letters(&self) -> Option<Unnamed<'_>> {
        let unnamed = || self.examples.iter().filter(|e| e.letter.is_empty());
        let first = unnamed().next().filter(|_| self.has_letters)?;
        let rows = unnamed().count();
        Some(Unnamed { first, rows })
    }

    /// The letters that stand in several files; none where there are none.
    pub fn shared_letters(&self) -> Option<Shared<'_>> {
        if !self.has_letters {
            return None;
        }
        let mut begins: HashMap<&str, &Example> = HashMap::new();
        let mut shared: HashSet<&str> = HashSet::new();
        let mut found = None;
        for e in self.examples.iter().filter(|e| !e.letter.is_empty()) {
            let also = *begins.entry(&e.letter).or_insert(e);
            if also.file != e.file {
                shared.insert(&e.letter);
                found.get_or_insert((e, also));
            }
        }
        let (first, also) = found?;
        let letters = shared.len();
        Some(Shared {
            first,
            also,
            letters,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(rows: &[(&str, u32)]) -> Dataset {
        let example = |(line, (letter, file)): (u64, &(&str, u32))| Example {
            letter: (*letter).into(),
            file: *file,
            line,
            ..Example::default()
        };
        Dataset {
            examples: (2..).zip(rows).map(example).collect(),
            files: vec!["a.csv".into(), "b.csv".into()],
            has_letters: true,
            ..Dataset::default()
        }
    }

    #[test]
    fn letters_in_several_files_and_rows_without_one_are_counted() {
        let mut found = data(&[
            ("1", 0),
            ("", 0),
            ("2", 0),
            ("3", 1),
            ("2", 1),
            ("1", 1),
            ("", 1),
        ]);
        let unnamed = found.unnamed_letters().unwrap();
        assert_eq!((unnamed.first.line, unnamed.rows), (3, 2));
        let shared = found.shared_letters().unwrap();
        assert_eq!(
            (shared.first.line, shared.also.line, shared.letters),
            (6, 4, 2)
        );
        found.has_letters = false;
        assert_eq!(found.unnamed_letters(), None);
        assert_eq!(found.shared_letters(), None);
        // in pieces, but of one file
        let fine = data(&[("1", 0), ("2", 0), ("1", 0), ("3", 1)]);
        assert_eq!(fine.shared_letters(), None);
        assert_eq!(fine.unnamed_letters(), None);
    }
}

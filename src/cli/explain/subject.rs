//! What is explained: a sentence as it is given, or one of a letter.

use super::super::Run;
use super::super::letters::{read_letter, warn_of};
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::features::Input;
use standpunt::report::labelled::inputs;
use std::path::{Path, PathBuf};

/// A sentence with what the model looks at beside it.
pub struct Subject {
    pub sentence: String,
    /// The sentence before it.
    pub before: Option<String>,
    /// The title of its section; empty where there is none.
    pub heading: String,
    /// Its place in the section, from 0.
    position: usize,
    /// How many sentences the section has; 0 where that is not known.
    count: usize,
    /// Where it stands; none of a sentence that was given by itself.
    pub place: Option<Place>,
}

impl Subject {
    /// A sentence by itself.
    pub fn alone(sentence: String, before: Option<String>, heading: String) -> Self {
        Self {
            sentence,
            position: usize::from(before.is_some()),
            before,
            heading,
            count: 0,
            place: None,
        }
    }

    /// The sentence as the model takes it.
    pub fn input(&self) -> Input<'_> {
        let mut input = Input::alone(&self.sentence);
        input.before = self.before.as_deref();
        input.heading = &self.heading;
        input.position = self.position;
        input.count = self.count;
        input
    }
}

/// A sentence of a letter, as `LETTER#NUMBER` names it.
pub struct Place {
    pub letter: PathBuf,
    /// Its number in the letter, from 1.
    pub number: usize,
}

impl Place {
    /// Reads the name of a place; none where it is a sentence: one with words, of which those before `#` are no file.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] where a file stands before `#` and no number behind it.
    pub fn of(text: &str) -> Result<Option<Self>> {
        let Some((letter, number)) = text.rsplit_once('#') else {
            return Ok(None);
        };
        let is_file = Path::new(letter.trim_end()).is_file();
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        if is_file && !(is_number && Path::new(letter).is_file()) {
            let found = format!("`{text}` names no sentence of the letter");
            return Err(Error::new(ErrorKind::Usage, found)
                .expected("one letter, then `#` and the number of one sentence, from 1")
                .hint(format!("as in `standpunt explain {}#3`", letter.trim_end())));
        }
        let is_letter = is_file || !letter.contains(char::is_whitespace);
        Ok(
            (is_letter && is_number && !letter.is_empty()).then(|| Self {
                letter: letter.into(),
                // what is too large for a number is no sentence either
                number: number.parse().unwrap_or(usize::MAX),
            }),
        )
    }

    /// Reads the letter and takes the sentence out, with what `classify` looks at beside it.
    pub fn read(self, run: Run) -> Result<Subject> {
        let letter = read_letter(&self.letter)?;
        warn_of(run, &letter);
        let index = self.number.checked_sub(1);
        let found = index.and_then(|index| letter.sections.iter().flat_map(inputs).nth(index));
        let Some(input) = found else {
            let found = format!("no sentence has the number {}", self.number);
            return Err(Error::new(ErrorKind::Usage, found)
                .at(&self.letter)
                .expected(match letter.len() {
                    0 => "a letter with sentences".to_owned(),
                    1 => "1, the only sentence".to_owned(),
                    most => format!("a number from 1 to {most}"),
                })
                .hint(format!(
                    "`standpunt classify {} --format csv` gives the number of each sentence",
                    self.letter.display()
                )));
        };
        Ok(Subject {
            sentence: input.sentence.to_owned(),
            before: input.before.map(str::to_owned),
            heading: input.heading.to_owned(),
            position: input.position,
            count: input.count,
            place: Some(self),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_from_a_sentence() {
        let place = |text| {
            let place = Place::of(text).unwrap();
            place.map(|p| (p.letter.display().to_string(), p.number))
        };
        assert_eq!(place("brief.pdf#23"), Some(("brief.pdf".into(), 23)));
        assert_eq!(place("a#b.txt#4"), Some(("a#b.txt".into(), 4)));
        assert_eq!(place("-#1"), Some(("-".into(), 1)));
        for sentence in [
            "Het kabinet steunt motie #23",
            "Het kabinet steunt dit.",
            "#23",
            "brief.pdf#",
            "brief.pdf#2a",
        ] {
            assert_eq!(place(sentence), None, "{sentence}");
        }
    }
}

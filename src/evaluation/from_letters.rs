//! The whole way from file to label: each sentence of labelled data is looked up in the letter as it is read from its file.
//!
//! Labelled data holds sentences that were cut by hand. A letter arrives as a file, and a reader that loses, splits or joins
//! sentences costs labels too. [`FromLetters`] reads the file of every letter and says where each sentence of the data
//! stands in it, so that the labels of the letters as read can be scored.

use crate::error::{Error, ErrorKind, Result};
use crate::leakage::normalise;
use crate::letter::Letter;
use crate::numbers::{count, one_or_more};
use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;
use similar::algorithms::{Capture, diff_slices};
use similar::{Algorithm, DiffOp};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where a sentence of the data was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// Index in [`FromLetters::letters`].
    pub letter: usize,
    /// Index of the sentence in the order of [`Letter::sentences`].
    pub sentence: usize,
}

/// The letters of labelled data, read from their files.
#[derive(Debug, Clone, PartialEq)]
pub struct FromLetters {
    /// The letters as read, in the order in which the data names them.
    pub letters: Vec<Letter>,
    /// For each row of the data the sentence that was read for it; none where the reader lost, split or joined it.
    pub places: Vec<Option<Place>>,
}

impl FromLetters {
    /// Reads `FOLDER/LETTER.*`, of any known format, for every letter of the rows and finds the rows in it.
    ///
    /// A row is the name of its letter and a sentence; rows of a letter stand in its order. A sentence is found when a
    /// sentence was read that has the same words ([`normalise`]); sentences that stand more than once are told apart by
    /// their order: as many rows as possible are found without crossing (longest common subsequence). Two rows are never
    /// found in the same place.
    ///
    /// # Errors
    /// [`ErrorKind::Data`] when a row names no letter, [`ErrorKind::Io`] when the folder cannot be read or has no file
    /// for a letter, [`ErrorKind::Usage`] when it has several, and what [`Letter::read`] gives.
    pub fn read<'a>(
        rows: impl IntoIterator<Item = (&'a str, &'a str)>,
        folder: impl AsRef<Path>,
    ) -> Result<Self> {
        let folder = folder.as_ref();
        let mut number: HashMap<&str, usize> = HashMap::new();
        let mut named: Vec<(&str, Vec<(usize, String)>)> = Vec::new();
        let mut count = 0;
        for (row, (letter, sentence)) in rows.into_iter().enumerate() {
            if letter.is_empty() {
                return Err(Error::new(
                    ErrorKind::Data,
                    format!("row {} names no letter", row + 1),
                )
                .hint("the column `letter` says in which file a sentence is looked up"));
            }
            let at = *number.entry(letter).or_insert_with(|| {
                named.push((letter, Vec::new()));
                named.len() - 1
            });
            if let Some((_, sentences)) = named.get_mut(at) {
                sentences.push((row, normalise(sentence)));
            }
            count += 1;
        }
        let files = Files::of(folder)?;
        let paths: Vec<PathBuf> = named
            .iter()
            .map(|(letter, _)| files.find(letter))
            .collect::<Result<_>>()?;
        let letters: Vec<Letter> = paths.par_iter().map(Letter::read).collect::<Result<_>>()?;
        let mut places = vec![None; count];
        for (number, (letter, (_, gold))) in letters.iter().zip(&named).enumerate() {
            let wanted: Vec<&str> = gold.iter().map(|(_, text)| text.as_str()).collect();
            let read: Vec<String> = letter
                .sentences()
                .map(|(_, s)| normalise(&s.text))
                .collect();
            for ((row, _), found) in gold.iter().zip(align(&wanted, &read)) {
                if let Some(place) = places.get_mut(*row) {
                    *place = found.map(|sentence| Place {
                        letter: number,
                        sentence,
                    });
                }
            }
        }
        Ok(Self { letters, places })
    }

    /// How many rows were found exactly.
    pub fn found(&self) -> usize {
        self.places.iter().flatten().count()
    }

    /// How many rows were lost, split or joined.
    pub fn lost(&self) -> usize {
        self.places.len() - self.found()
    }

    /// How many sentences were read that are no row of the data: halves, joined ones, and what is no running text.
    pub fn extra(&self) -> usize {
        self.letters.iter().map(Letter::len).sum::<usize>() - self.found()
    }

    /// The figures as a sentence for a report; `neutral` is the label that lost rows are given.
    pub fn sentence(&self, neutral: &str) -> String {
        let letters = count(self.letters.len(), "letter");
        let lost = match self.lost() {
            0 => "none was lost, split or joined".to_owned(),
            n => format!(
                "{n} {} lost, split or joined and counted as read without a position (`{neutral}`), where probabilities are measured with \
                 the mean of those that were read",
                if n == 1 { "was" } else { "were" }
            ),
        };
        let extra = match self.extra() {
            1 => "1 other sentence was read".to_owned(),
            n => format!("{n} other sentences were read"),
        };
        format!(
            "Read from the files of {letters}: of {} {} {} found exactly, {lost}; {extra}.",
            count(self.places.len(), "sentence"),
            self.found(),
            one_or_more(self.found(), "was", "were")
        )
    }
}

/// The files of a folder by the letter they can be named after.
struct Files<'a> {
    folder: &'a Path,
    named: BTreeMap<String, Vec<PathBuf>>,
}

impl<'a> Files<'a> {
    fn of(folder: &'a Path) -> Result<Self> {
        let failed = |e| Error::io(folder, "read this folder", e);
        let mut named: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                continue;
            }
            let file = path.file_name().map(|n| n.to_string_lossy().into_owned());
            let stem = path.file_stem().map(|n| n.to_string_lossy().into_owned());
            let whole = file.filter(|f| Some(f) != stem.as_ref());
            for name in [whole, stem].into_iter().flatten() {
                named.entry(name).or_default().push(path.clone());
            }
        }
        for paths in named.values_mut() {
            paths.sort();
        }
        Ok(Self { folder, named })
    }

    fn find(&self, letter: &str) -> Result<PathBuf> {
        let here = |error: Error| Err(error.at(self.folder));
        match self.named.get(letter).map(Vec::as_slice) {
            Some([path]) => Ok(path.clone()),
            Some([first, second, ..]) => here(
                Error::new(ErrorKind::Usage, format!("several files for letter `{letter}`"))
                    .expected(format!(
                        "one of {} and {}",
                        first.display(),
                        second.display()
                    ))
                    .hint("keep one format of each letter in this folder"),
            ),
            _ => here(
                Error::new(ErrorKind::Io, format!("no file for letter `{letter}`"))
                    .expected(format!("{letter}.txt, or another format that is read"))
                    .hint("name each file after its letter in the data, or evaluate on the letters whose files you have"),
            ),
        }
    }
}

/// For each wanted text its place among those that were read: a longest common subsequence (Myers, 1986, in linear memory).
///
/// Texts that stand on one side alone are part of none, so they are left out first; then the time is that of the rest times what
/// it differs in.
fn align<S: AsRef<str>>(wanted: &[&str], read: &[S]) -> Vec<Option<usize>> {
    let read: Vec<&str> = read.iter().map(AsRef::as_ref).collect();
    let (wants, wanted_texts) = also_in(wanted, &read);
    let (places, read_texts) = also_in(&read, wanted);
    let mut found = vec![None; wanted.len()];
    let mut common = Capture::new();
    let Ok(()) = diff_slices(Algorithm::Myers, &mut common, &wanted_texts, &read_texts);
    for same in common.into_ops() {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = same
        {
            let pairs = wants
                .iter()
                .skip(old_index)
                .zip(places.iter().skip(new_index));
            for (&want, &place) in pairs.take(len) {
                if let Some(slot) = found.get_mut(want) {
                    *slot = Some(place);
                }
            }
        }
    }
    found
}

/// The texts that stand in another list too, each with its place.
fn also_in<'t>(texts: &[&'t str], others: &[&str]) -> (Vec<usize>, Vec<&'t str>) {
    let others: HashSet<&str> = others.iter().copied().collect();
    let shared = texts.iter().copied().enumerate();
    shared.filter(|(_, text)| others.contains(text)).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    #[test]
    fn sentences_are_found_in_order_and_once() {
        let read = ["ja", "dat klopt", "ja", "nee", "slot"];
        let found = align(&["ja", "iets anders", "ja", "slot"], &read);
        assert_eq!(found, [Some(0), None, Some(2), Some(4)]);
        let late = align(&["nee", "ja", "dat klopt"], &read);
        assert_eq!(late.iter().flatten().count(), 2);
        assert_eq!(
            align(&["ja", "ja", "ja"], &read).iter().flatten().count(),
            2
        );
        assert!(align(&[], &read).is_empty());
        assert_eq!(align(&["ja"], &[] as &[&str]), [None]);
    }

    #[test]
    fn a_lost_sentence_does_not_draw_a_later_one_to_itself() {
        let read = ["het kabinet steunt dit", "ja", "dank", "einde"];
        let found = align(&["ja", "het kabinet steunt dit", "ja", "dank"], &read);
        assert_eq!(found, [None, Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn answers_without_end_are_aligned_in_linear_memory() {
        // a pair kept for each two that are alike would be tens of gigabytes
        let read = vec!["ja"; 50_000];
        let wanted = [vec!["nee"], vec!["ja"; 50_000]].concat();
        let found = align(&wanted, &read);
        assert_eq!(found.first(), Some(&None));
        assert!(
            found
                .iter()
                .skip(1)
                .eq((0..50_000).map(Some).collect::<Vec<_>>().iter())
        );
    }

    #[test]
    fn rows_are_found_in_the_files_of_their_letters() {
        let folder = folder(&[
            (
                "brief-1.txt",
                "Geachte voorzitter,\n\nHet kabinet steunt het voorstel. De Raad\nspreekt er morgen over.\n",
            ),
            ("brief-2.md", "Er is nog geen besluit genomen.\n"),
        ]);
        let rows = [
            ("brief-2", "Er is nog geen besluit genomen."),
            ("brief-1", "Het kabinet steunt het voorstel."),
            ("brief-1", "Deze zin staat er niet."),
        ];
        let read = FromLetters::read(rows, folder.path()).unwrap();
        let place = |letter, sentence| Some(Place { letter, sentence });
        assert_eq!(read.places, [place(0, 0), place(1, 0), None]);
        assert_eq!((read.found(), read.lost(), read.extra()), (2, 1, 1));
        let told = read.sentence("geen standpunt");
        assert!(
            told.contains("of 3 sentences 2 were found exactly"),
            "{told}"
        );
    }

    #[test]
    fn a_letter_without_file_or_with_two_is_an_error() {
        let folder = folder(&[("a.txt", "Een zin staat hier."), ("a.md", "Een zin.")]);
        let read = |letter| FromLetters::read([(letter, "Een zin.")], folder.path()).unwrap_err();
        assert_eq!(read("b").kind(), ErrorKind::Io);
        assert!(read("b").to_string().contains("no file for letter `b`"));
        assert_eq!(read("a").kind(), ErrorKind::Usage);
        assert_eq!(read("").kind(), ErrorKind::Data);
        assert_eq!(read("../a").kind(), ErrorKind::Io);
    }
}

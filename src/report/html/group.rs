//! What several letters say of one thing: sections of one title, or of one Commission document.

use super::super::labelled::{LabelledLetter, Row};
use super::super::summary::Counts;
use super::super::text::{clean, folded};
use crate::letter::metadata::com_numbers;
use crate::letter::turn;
use std::collections::BTreeMap;

/// Quotes shown of each label.
const QUOTES: usize = 3;

/// A position in a letter of the report.
#[derive(Debug, Clone, Copy)]
pub struct Quote<'a> {
    /// Number of the letter, from 0.
    pub letter: usize,
    /// The sentence.
    pub row: Row<'a>,
}

/// Counts and quotes of one title or number.
#[derive(Debug)]
pub struct Group<'a> {
    /// Title as first written, without its number, or number of the document.
    pub name: String,
    /// How many letters it stands in.
    pub letters: usize,
    /// Counts over all of them.
    pub counts: Counts,
    /// How many of its sentences take a position.
    pub positions: usize,
    /// The most probable positions, at most three of each label, in class order.
    pub quotes: Vec<Quote<'a>>,
}

#[derive(Default)]
struct Gathering<'a> {
    name: String,
    letters: Vec<usize>,
    rows: Vec<Quote<'a>>,
}

/// A title without the numbers and letters that count it: `3. `, `b) `.
fn unnumbered(title: &str) -> &str {
    let mut rest = title.trim();
    while let Some((first, after)) = rest.split_once(char::is_whitespace) {
        let mark = first.trim_matches(|c: char| !c.is_alphanumeric());
        let counts = first.len() > mark.len()
            && !mark.is_empty()
            && (mark.chars().count() == 1 || mark.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
        if !counts || after.trim().is_empty() {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

/// Sections with the same title, in whichever letters; those of answers share no subject, whatever their number.
pub fn by_title(letters: &[LabelledLetter]) -> Vec<Group<'_>> {
    gather(letters, |row, _| {
        let key = folded(&row.section.title);
        let name = clean(unnumbered(&row.section.title)).into_owned();
        if key.is_empty() || turn(&row.section.title).is_some() {
            Vec::new()
        } else {
            vec![(key, name)]
        }
    })
}

/// Whether a letter has answers to questions, which are not compared by their title.
pub fn has_answers(letter: &LabelledLetter) -> bool {
    let mut sections = letter.letter.sections.iter();
    sections.any(|section| turn(&section.title).is_some())
}

/// All of the letters of a dossier, by their Kamerstuk number without that of the paper; only where there are several.
pub fn by_dossier(letters: &[LabelledLetter]) -> Vec<Group<'_>> {
    let mut groups = gather(letters, |_, letter| {
        let kamerstuk = letters
            .get(letter)
            .and_then(|l| l.letter.metadata.kamerstuk.as_deref());
        let dossier = kamerstuk.map(|k| k.split(", nr.").next().unwrap_or(k).trim().to_owned());
        dossier.map(|d| (d.clone(), d)).into_iter().collect()
    });
    groups.retain(|group| group.letters > 1);
    groups
}

/// Sections that name a Commission document; where a letter is about one document alone, all of its sections.
pub fn by_com(letters: &[LabelledLetter]) -> Vec<Group<'_>> {
    let named: Vec<Vec<Vec<String>>> = letters.iter().map(com_of_sections).collect();
    gather(letters, |row, letter| {
        let numbers = named.get(letter).and_then(|l| l.get(row.section_number));
        let numbers = numbers.map_or(&[][..], Vec::as_slice);
        numbers.iter().map(|n| (n.clone(), n.clone())).collect()
    })
}

/// The Commission documents that each section is about.
pub fn com_of_sections(letter: &LabelledLetter) -> Vec<Vec<String>> {
    let of_letter: Vec<String> = letter
        .letter
        .metadata
        .com
        .iter()
        .flat_map(|c| com_numbers(c))
        .collect();
    let sections = letter.letter.sections.iter();
    sections
        .map(|section| {
            if let [only] = of_letter.as_slice() {
                return vec![only.clone()];
            }
            let mut numbers = com_numbers(&section.title);
            for sentence in &section.sentences {
                numbers.extend(com_numbers(&sentence.text));
            }
            numbers.sort();
            numbers.dedup();
            numbers
        })
        .collect()
}

/// Groups in at most as many letters as there are, most widespread first.
fn gather<'a>(
    letters: &'a [LabelledLetter],
    keys: impl Fn(&Row<'a>, usize) -> Vec<(String, String)>,
) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<String, Gathering<'a>> = BTreeMap::new();
    for (number, letter) in letters.iter().enumerate() {
        for row in letter.rows() {
            for (key, name) in keys(&row, number) {
                let group = groups.entry(key).or_default();
                if group.name.is_empty() {
                    group.name = name;
                }
                if group.letters.last() != Some(&number) {
                    group.letters.push(number);
                }
                group.rows.push(Quote {
                    letter: number,
                    row,
                });
            }
        }
    }
    let mut groups: Vec<Group<'a>> = groups.into_values().map(|g| finished(letters, g)).collect();
    groups.sort_by(|a, b| {
        let size = |g: &Group<'_>| (g.letters, g.counts.sentences);
        size(b).cmp(&size(a)).then_with(|| a.name.cmp(&b.name))
    });
    groups
}

fn finished<'a>(letters: &'a [LabelledLetter], gathered: Gathering<'a>) -> Group<'a> {
    let mut counts = Counts::new(letters.first().map_or(0, |l| l.labels.len()));
    gathered
        .rows
        .iter()
        .for_each(|q| counts.add(q.row.labelled));
    let mut quotes: Vec<Quote<'a>> = gathered
        .rows
        .into_iter()
        .filter(|q| {
            letters
                .get(q.letter)
                .is_some_and(|l| l.takes_position(q.row.labelled))
        })
        .collect();
    quotes.sort_by(|a, b| {
        let (a, b) = (&a.row.labelled.prediction, &b.row.labelled.prediction);
        a.label
            .cmp(&b.label)
            .then(b.confidence().total_cmp(&a.confidence()))
    });
    let positions = quotes.len();
    let mut taken = vec![0; counts.labels.len()];
    quotes.retain(|q| {
        taken
            .get_mut(q.row.labelled.prediction.label)
            .is_some_and(|n| {
                *n += 1;
                *n <= QUOTES
            })
    });
    Group {
        name: gathered.name,
        letters: gathered.letters.len(),
        counts,
        positions,
        quotes,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::summary::tests::{Case, build, letter};
    use super::*;

    #[test]
    fn titles_are_shown_without_their_number() {
        for (title, bare) in [
            ("3. Vangst in 2026", "Vangst in 2026"),
            ("3.1. a) Vangst", "Vangst"),
            ("2026 in cijfers", "2026 in cijfers"),
            ("A tot Z", "A tot Z"),
            ("4.", "4."),
            ("– en verder", "– en verder"),
        ] {
            assert_eq!(unnumbered(title), bare);
        }
    }

    #[test]
    fn the_most_probable_positions_are_quoted_three_of_each_label() {
        let cases: Vec<(&str, &[f64])> = vec![
            ("een", &[0.6, 0.4]),
            ("twee", &[0.9, 0.1]),
            ("drie", &[0.7, 0.3]),
            ("vier", &[0.8, 0.2]),
            ("vijf", &[0.3, 0.7]),
        ];
        let letters = [
            build("a", &["x", "y"], &[("1. Kop", &cases)]),
            build(
                "b",
                &["x", "y"],
                &[("Kop", &cases[..1]), ("Anders", &cases[..1])],
            ),
        ];
        let groups = by_title(&letters);
        assert_eq!(groups.len(), 2);
        let first = &groups[0];
        assert_eq!(
            (first.name.as_str(), first.letters, first.counts.sentences),
            ("Kop", 2, 6)
        );
        let texts: Vec<&str> = first
            .quotes
            .iter()
            .map(|q| q.row.sentence.text.as_str())
            .collect();
        assert_eq!(texts, ["twee", "vier", "drie", "vijf"]);
    }

    #[test]
    fn answers_are_not_compared_by_their_number() {
        let cases: [Case<'_>; 1] = [("Ja.", &[0.6, 0.4])];
        let sections = [
            ("Antwoord 2", &cases[..]),
            ("Reactie van de minister", &cases[..]),
            ("Vervolg", &cases[..]),
        ];
        let letters = ["a", "b"].map(|source| build(source, &["x", "y"], &sections));
        let names: Vec<String> = by_title(&letters).into_iter().map(|g| g.name).collect();
        assert_eq!(names, ["Vervolg"]);
        assert!(has_answers(&letters[0]) && !has_answers(&letter("a")));
    }

    #[test]
    fn letters_of_one_dossier_are_taken_together() {
        let numbered = |kamerstuk: &str| {
            let mut one = letter("a");
            one.letter.metadata.kamerstuk = Some(kamerstuk.to_owned());
            one
        };
        let letters = [
            "36 600-XII, nr. 4",
            "22 112",
            "36 600-XII, nr. 45",
            "36 600, nr. 1",
        ]
        .map(numbered);
        let groups = by_dossier(&letters);
        assert_eq!(groups.len(), 1);
        assert_eq!(
            (groups[0].name.as_str(), groups[0].letters),
            ("36 600-XII", 2)
        );
    }

    #[test]
    fn a_letter_about_one_document_is_about_it_throughout() {
        let mut one = letter("a");
        one.letter.metadata.com = vec!["COM(2025) 812".to_owned()];
        let mut two = letter("b");
        two.letter.sections[1].title = "Tong (COM (2025) 0812)".to_owned();
        let letters = [one, two];
        let groups = by_com(&letters);
        assert_eq!(groups.len(), 1);
        assert_eq!((groups[0].letters, groups[0].counts.sentences), (2, 7 + 4));
    }
}

//! Which section and which sentence of one letter is which of the other.

use crate::letter::{Letter, Section};
use crate::report::com::com_numbers;
use crate::report::html::folded;
use xxhash_rust::xxh3::xxh3_64;

/// Titles are the same section from this likeness on.
const SAME_TITLE: f64 = 0.75;
/// With a shared Commission number, from this on.
const SAME_DOCUMENT: f64 = 0.2;

/// Sections that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairing {
    /// Number in the old letter.
    pub old: Option<usize>,
    /// Number in the new letter.
    pub new: Option<usize>,
    /// Commission numbers of both; of the only one where there is one.
    pub com: Vec<String>,
}

struct Head {
    title: String,
    com: Vec<String>,
    named: Vec<String>,
}

impl Head {
    fn of(section: &Section) -> Self {
        let mut named: Vec<String> = section
            .sentences
            .iter()
            .flat_map(|s| com_numbers(&s.text))
            .collect();
        named.sort();
        named.dedup();
        Self {
            title: folded(&section.title),
            com: com_numbers(&section.title),
            named,
        }
    }

    fn shared<'a>(&'a self, other: &'a Self) -> Vec<&'a String> {
        let own = self.com.iter().chain(&self.named);
        let mut shared: Vec<&String> = own
            .filter(|c| other.com.contains(c) || other.named.contains(c))
            .collect();
        shared.sort();
        shared.dedup();
        shared
    }
}

/// How well two sections fit: the likeness of their titles, helped by shared Commission numbers; 0 where they do not.
fn fit(old: &Head, new: &Head) -> f64 {
    if old.title.is_empty() || new.title.is_empty() {
        return if old.title == new.title { 1.0 } else { 0.0 };
    }
    let titles = if old.title == new.title {
        1.0
    } else {
        strsim::sorensen_dice(&old.title, &new.title)
    };
    let in_titles = old.com.iter().any(|c| new.com.contains(c));
    let in_text = !old.shared(new).is_empty();
    match () {
        () if in_titles => 1.0 + titles,
        () if in_text && titles >= SAME_DOCUMENT => 0.25 + titles,
        () if titles >= SAME_TITLE => titles,
        () => 0.0,
    }
}

/// Pairs the sections of two letters; in the order of the new letter, what only the old one has at the end.
pub fn sections(old: &Letter, new: &Letter) -> Vec<Pairing> {
    let heads = |letter: &Letter| -> Vec<Head> { letter.sections.iter().map(Head::of).collect() };
    let (before, after) = (heads(old), heads(new));
    let pairs = best_pairs(&before, &after, f64::MIN_POSITIVE, |a, b, _| {
        Some(fit(a, b))
    });
    let numbers = |head: Option<&Head>| -> Vec<String> {
        head.map_or_else(Vec::new, |h| {
            let mut all: Vec<String> = h.com.iter().chain(&h.named).cloned().collect();
            all.sort();
            all.dedup();
            all
        })
    };
    let of_new = (0..after.len()).map(|n| {
        let o = pairs.iter().find(|(_, j, _)| *j == n).map(|(i, ..)| *i);
        let com = match (o.and_then(|o| before.get(o)), after.get(n)) {
            (Some(a), Some(b)) => a.shared(b).into_iter().cloned().collect(),
            (_, b) => numbers(b),
        };
        Pairing {
            old: o,
            new: Some(n),
            com,
        }
    });
    let left = (0..before.len()).filter(|o| pairs.iter().all(|(i, ..)| i != o));
    let of_old = left.map(|o| Pairing {
        old: Some(o),
        new: None,
        com: numbers(before.get(o)),
    });
    of_new.chain(of_old).collect()
}

/// Whether two titles say the same, numbers, case and punctuation aside.
pub fn same_title(a: &str, b: &str) -> bool {
    folded(a) == folded(b)
}

/// A sentence as its words, for comparing it with many others.
#[derive(Debug, Clone)]
pub struct Words {
    text: String,
    /// Hashes of the words, sorted.
    hashes: Vec<u64>,
    /// Pairs of neighbouring characters, sorted.
    letters: Vec<u64>,
}

impl Words {
    /// Takes a sentence apart.
    pub fn of(sentence: &str) -> Self {
        let lower = sentence.to_lowercase();
        let words: Vec<&str> = lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect();
        let mut hashes: Vec<u64> = words.iter().map(|w| xxh3_64(w.as_bytes())).collect();
        hashes.sort_unstable();
        let text = words.join(" ");
        let neighbours = text.chars().zip(text.chars().skip(1));
        let mut letters: Vec<u64> = neighbours
            .map(|(a, b)| (u64::from(u32::from(a)) << 32) | u64::from(u32::from(b)))
            .collect();
        letters.sort_unstable();
        Self {
            text,
            hashes,
            letters,
        }
    }
}

/// Whether two sentences have the same words in the same order.
pub fn same_words(a: &str, b: &str) -> bool {
    Words::of(a).text == Words::of(b).text
}

/// Likeness of two sentences: the mean of the Dice coefficients of their words and of their letter pairs; none where it is below
/// `least`, or where their words alone are not half as alike.
pub fn alike(a: &Words, b: &Words, least: f64) -> Option<f64> {
    let words = dice(&a.hashes, &b.hashes);
    if words < least / 2.0 {
        return None;
    }
    let both = f64::midpoint(words, dice(&a.letters, &b.letters));
    (both >= least).then_some(both)
}

/// Twice what two sorted lists share over what they hold together.
fn dice(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    match a.len() + b.len() {
        0 => 1.0,
        total => 2.0 * shared as f64 / total as f64,
    }
}

/// Pairs of at least `least`, each item in at most one, the best first; ties go to those that stand most alike in their lists.
pub fn best_pairs<T>(
    old: &[T],
    new: &[T],
    least: f64,
    likeness: impl Fn(&T, &T, f64) -> Option<f64>,
) -> Vec<(usize, usize, f64)> {
    let mut candidates: Vec<(usize, usize, f64)> = Vec::new();
    for (i, a) in old.iter().enumerate() {
        for (j, b) in new.iter().enumerate() {
            match likeness(a, b, least) {
                Some(s) if s >= least => candidates.push((i, j, s)),
                _ => {}
            }
        }
    }
    candidates.sort_by(|x, y| {
        let apart = |c: &(usize, usize, f64)| c.0.abs_diff(c.1);
        y.2.total_cmp(&x.2)
            .then(apart(x).cmp(&apart(y)))
            .then((x.1, x.0).cmp(&(y.1, y.0)))
    });
    let (mut taken_old, mut taken_new) = (vec![false; old.len()], vec![false; new.len()]);
    candidates.retain(
        |&(i, j, _)| match (taken_old.get_mut(i), taken_new.get_mut(j)) {
            (Some(a @ false), Some(b @ false)) => {
                *a = true;
                *b = true;
                true
            }
            _ => false,
        },
    );
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(titles: &[&str]) -> Letter {
        Letter {
            sections: titles
                .iter()
                .map(|t| Section {
                    title: (*t).to_owned(),
                    ..Section::default()
                })
                .collect(),
            ..Letter::default()
        }
    }

    fn paired(old: &[&str], new: &[&str]) -> Vec<(Option<usize>, Option<usize>)> {
        let pairs = sections(&letter(old), &letter(new));
        pairs.iter().map(|p| (p.old, p.new)).collect()
    }

    #[test]
    fn titles_meet_by_number_free_text_or_by_document() {
        let old = [
            "",
            "1. Inleiding",
            "2. Vangst",
            "Verordening drugs (COM(2023) 641)",
        ];
        let new = [
            "",
            "Inleiding",
            "Voorstel precursoren COM (2023) 641",
            "Iets anders",
        ];
        let expected = [
            (Some(0), Some(0)),
            (Some(1), Some(1)),
            (Some(3), Some(2)),
            (None, Some(3)),
            (Some(2), None),
        ];
        assert_eq!(paired(&old, &new), expected);
    }

    #[test]
    fn the_same_title_twice_is_paired_in_order() {
        assert_eq!(
            paired(&["Inzet", "Inzet"], &["Inzet", "Inzet"]),
            [(Some(0), Some(0)), (Some(1), Some(1))]
        );
    }

    #[test]
    fn likeness_is_of_words_and_letters() {
        let of = |a: &str, b: &str| alike(&Words::of(a), &Words::of(b), 0.0).unwrap();
        assert!((of("Het kabinet steunt dit.", "het Kabinet steunt dit") - 1.0).abs() < 1e-12);
        assert!(of("Het kabinet steunt dit.", "Polen licht toe.") < 0.3);
        assert!(alike(&Words::of("een twee"), &Words::of("drie vier"), 0.6).is_none());
        assert!((of("", "") - 1.0).abs() < 1e-12);
    }
}

//! Which section and which sentence of one letter is which of the other.

use crate::letter::metadata::com_numbers;
use crate::letter::{Letter, Section};
use crate::report::text::folded;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::{HashMap, VecDeque};
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
    /// Pairs of neighbouring characters of the title without its spaces, sorted.
    letters: Vec<u64>,
    /// A bit for each of them.
    sketch: u128,
    com: Vec<String>,
    named: Vec<String>,
    /// A bit for each of its Commission numbers.
    documents: u64,
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
        let title = folded(&section.title);
        let letters = neighbours(title.chars().filter(|c| !c.is_whitespace()));
        let com = com_numbers(&section.title);
        let bit = |number: &String| 1 << (xxh3_64(number.as_bytes()) % 64);
        Self {
            sketch: (letters.iter()).fold(0, |bits, pair| {
                bits | 1 << (xxh3_64(&pair.to_le_bytes()) % 128)
            }),
            documents: com.iter().chain(&named).fold(0, |bits, n| bits | bit(n)),
            title,
            letters,
            com,
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

    /// Likeness of the titles: the Dice coefficient of their letter pairs; none below `least`.
    fn likeness(&self, other: &Self, least: f64) -> Option<f64> {
        if self.title == other.title {
            return Some(1.0);
        }
        // every pair more and every other bit is a pair that they do not share: most titles are told apart without a look at them
        let (a, b) = (self.letters.len(), other.letters.len());
        let bits = (self.sketch ^ other.sketch).count_ones() as usize;
        let apart = bits.max(a.abs_diff(b));
        let most = (a + b - apart) as f64 / (a + b).max(1) as f64;
        let alike = || match a + b {
            0 => 0.0,
            _ => dice(&self.letters, &other.letters),
        };
        (most >= least).then(alike).filter(|alike| *alike >= least)
    }
}

/// How well two sections fit: the likeness of their titles, helped by shared Commission numbers; none where they do not.
fn fit(old: &Head, new: &Head) -> Option<f64> {
    if old.title.is_empty() || new.title.is_empty() {
        return (old.title == new.title).then_some(1.0);
    }
    if old.documents & new.documents != 0 {
        if old.com.iter().any(|c| new.com.contains(c)) {
            return old.likeness(new, 0.0).map(|titles| 1.0 + titles);
        }
        if !old.shared(new).is_empty() {
            return old.likeness(new, SAME_DOCUMENT).map(|titles| 0.25 + titles);
        }
    }
    old.likeness(new, SAME_TITLE)
}

/// Pairs the sections of two letters; in the order of the new letter, what only the old one has at the end.
pub fn sections(old: &Letter, new: &Letter) -> Vec<Pairing> {
    let heads = |letter: &Letter| -> Vec<Head> { letter.sections.iter().map(Head::of).collect() };
    let (before, after) = (heads(old), heads(new));
    let pairs = best_pairs(&before, &after, f64::MIN_POSITIVE, |a, b, _| fit(a, b));
    let mut partners = vec![None; after.len()];
    let mut alone = vec![true; before.len()];
    for (i, j, _) in pairs {
        partners[j] = Some(i);
        alone[i] = false;
    }
    let numbers = |head: Option<&Head>| -> Vec<String> {
        head.map_or_else(Vec::new, |h| {
            let mut all: Vec<String> = h.com.iter().chain(&h.named).cloned().collect();
            all.sort();
            all.dedup();
            all
        })
    };
    let of_new = partners.into_iter().enumerate().map(|(n, old)| {
        let com = match (old.and_then(|o| before.get(o)), after.get(n)) {
            (Some(a), Some(b)) => a.shared(b).into_iter().cloned().collect(),
            (_, b) => numbers(b),
        };
        Pairing {
            old,
            new: Some(n),
            com,
        }
    });
    let left = (0..before.len()).filter(|o| alone[*o]);
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
        Self {
            letters: neighbours(text.chars()),
            text,
            hashes,
        }
    }
}

/// The pairs of neighbouring characters of a text, as numbers, sorted.
fn neighbours(text: impl Iterator<Item = char> + Clone) -> Vec<u64> {
    let mut pairs: Vec<u64> = (text.clone().zip(text.skip(1)))
        .map(|(a, b)| (u64::from(u32::from(a)) << 32) | u64::from(u32::from(b)))
        .collect();
    pairs.sort_unstable();
    pairs
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

/// Pairs sentences: those of the same words first, each with the next of its kind, then the rest by [`best_pairs`].
pub fn alike_pairs(old: &[Words], new: &[Words], least: f64) -> Vec<(usize, usize, f64)> {
    let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (j, words) in new.iter().enumerate() {
        places.entry(&words.text).or_default().push_back(j);
    }
    let mut paired = Vec::new();
    let (mut left, mut free) = (Vec::new(), vec![true; new.len()]);
    for (i, words) in old.iter().enumerate() {
        match places.get_mut(&*words.text).and_then(VecDeque::pop_front) {
            Some(j) => {
                paired.push((i, j, 1.0));
                free[j] = false;
            }
            None => left.push((i, words)),
        }
    }
    let others: Vec<(usize, &Words)> = new.iter().enumerate().filter(|(j, _)| free[*j]).collect();
    let rest = best_pairs(&left, &others, least, |a, b, least| alike(a.1, b.1, least));
    paired.extend(
        rest.into_iter()
            .map(|(i, j, s)| (left[i].0, others[j].0, s)),
    );
    paired
}

/// How many partners an item keeps in mind at a time.
const KEPT: usize = 8;

/// Pairs of at least `least`, each item in at most one, the best first; ties go to those that stand most alike in their lists.
///
/// Every old item asks for its best partner, which takes the better one of those who ask; who is refused asks for the next best. That
/// ends in the same pairs as taking the best of all candidates again and again, and keeps only a few candidates an item in memory.
pub fn best_pairs<T: Sync>(
    old: &[T],
    new: &[T],
    least: f64,
    likeness: impl Fn(&T, &T, f64) -> Option<f64> + Sync,
) -> Vec<(usize, usize, f64)> {
    let mut taken: Vec<Option<Pair>> = vec![None; new.len()];
    // the best partners, the best last, of which none would refuse the item as things are
    let candidates = |i: usize, taken: &[Option<Pair>]| -> Vec<Pair> {
        let mut best: Vec<Pair> = Vec::new();
        let order = |x: &Pair, y: &Pair| before(y, x);
        for (j, (b, holder)) in new.iter().zip(taken).enumerate() {
            let Some(s) = likeness(&old[i], b, least).filter(|s| *s >= least) else {
                continue;
            };
            let pair = (i, j, s);
            if holder.is_some_and(|holder| before(&holder, &pair).is_lt()) {
                continue;
            }
            if best.len() < KEPT
                || best
                    .first()
                    .is_some_and(|worst| before(&pair, worst).is_lt())
            {
                let at = best.partition_point(|other| order(other, &pair).is_lt());
                best.insert(at, pair);
                if best.len() > KEPT {
                    best.remove(0);
                }
            }
        }
        best
    };
    let mut lists: Vec<Vec<Pair>> = (0..old.len())
        .into_par_iter()
        .map(|i| candidates(i, &taken))
        .collect();
    let mut asking: Vec<usize> = (0..old.len()).rev().collect();
    let full: Vec<bool> = lists.iter().map(|list| list.len() == KEPT).collect();
    while let Some(i) = asking.pop() {
        let Some(pair) = lists[i].pop() else {
            if full[i] {
                lists[i] = candidates(i, &taken);
                if !lists[i].is_empty() {
                    asking.push(i);
                }
            }
            continue;
        };
        match taken[pair.1] {
            Some(holder) if before(&holder, &pair).is_lt() => asking.push(i),
            holder => {
                taken[pair.1] = Some(pair);
                asking.extend(holder.map(|(other, ..)| other));
            }
        }
    }
    let mut pairs: Vec<Pair> = taken.into_iter().flatten().collect();
    pairs.sort_by(before);
    pairs
}

/// An old item, a new one, and their likeness.
type Pair = (usize, usize, f64);

/// Which of two pairs goes first.
fn before(x: &Pair, y: &Pair) -> Ordering {
    let apart = |pair: &Pair| pair.0.abs_diff(pair.1);
    y.2.total_cmp(&x.2)
        .then(apart(x).cmp(&apart(y)))
        .then((x.1, x.0).cmp(&(y.1, y.0)))
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

    proptest::proptest! {
        #[test]
        fn titles_are_as_alike_as_their_letter_pairs_say(
            old in "[a-c ]{0,12}",
            new in "[a-c ]{0,12}",
            least in 0.0..1.0_f64,
        ) {
            let head = |title: &str| {
                Head::of(&Section { title: title.to_owned(), ..Section::default() })
            };
            let (old, new) = (head(&old), head(&new));
            let exact = strsim::sorensen_dice(&old.title, &new.title);
            proptest::prop_assert_eq!(old.likeness(&new, least), (exact >= least).then_some(exact));
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

    /// Takes the best of all candidates again and again.
    fn greedy(old: &[u32], new: &[u32], least: f64) -> Vec<Pair> {
        let mut all: Vec<Pair> = Vec::new();
        for (i, a) in old.iter().enumerate() {
            for (j, b) in new.iter().enumerate() {
                all.extend(near(a, b, least).map(|s| (i, j, s)));
            }
        }
        all.sort_by(before);
        let (mut olds, mut news) = (vec![false; old.len()], vec![false; new.len()]);
        all.retain(|&(i, j, _)| {
            let free = !olds[i] && !news[j];
            if free {
                (olds[i], news[j]) = (true, true);
            }
            free
        });
        all
    }

    fn near(a: &u32, b: &u32, least: f64) -> Option<f64> {
        let s = 1.0 - f64::from(a.abs_diff(*b)) / 16.0;
        (s >= least).then_some(s)
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(50))]
        #[test]
        fn the_pairs_are_those_of_taking_the_best_again_and_again(
            old in proptest::collection::vec(0_u32..12, 0..60),
            new in proptest::collection::vec(0_u32..12, 0..60),
        ) {
            assert_eq!(best_pairs(&old, &new, 0.5, near), greedy(&old, &new, 0.5));
        }
    }

    #[test]
    fn sentences_of_the_same_words_are_paired_in_order() {
        let words = |texts: &[&str]| texts.iter().map(|t| Words::of(t)).collect::<Vec<_>>();
        let old = words(&["Ja.", "Ja.", "Het kabinet steunt dit voorstel."]);
        let new = words(&["Het kabinet steunt dit voorstel niet.", "ja", "Ja!", "Ja."]);
        let mut pairs = alike_pairs(&old, &new, 0.5);
        pairs.sort_by_key(|pair| pair.0);
        let places: Vec<(usize, usize)> = pairs.iter().map(|(i, j, _)| (*i, *j)).collect();
        assert_eq!(places, [(0, 1), (1, 2), (2, 0)]);
    }
}

//! What the cabinet says differently now: two labelled letters side by side.
//!
//! Sections are aligned by title and Commission number, the sentences within them by their words (`align`). What is told are
//! positions: a changed stance, a new position, one that is gone, and the same stance in other words. A sentence that was split or joined
//! is compared with the whole that it is part of. Sentences about which the model doubts are no ground for a claim; their pairs are
//! counted apart.

mod align;
mod html;
mod markdown;
mod table;
mod words;

pub use html::write_html;
pub use markdown::write_markdown;
pub use table::write_table;

use crate::error::Result;
use crate::letter::metadata::com_numbers;
use crate::letter::{Metadata, Sentence};
use crate::numbers::count;
use crate::report::labelled::{LabelledLetter, Row};
use crate::report::{DOUBT, unwritable};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::io::Write;

/// Pairs of sentences are at least this alike within a section.
const ALIKE: f64 = 0.5;
/// Pairs of sentences of different sections are at least this alike: a sentence that moved.
const MOVED: f64 = 0.75;
/// A sentence is part of a longer one that has at least this share of its words.
const PART: f64 = 0.85;

/// What two letters say differently.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LetterDiff {
    /// The older letter.
    pub old: Side,
    /// The newer letter.
    pub new: Side,
    /// Names of the labels, in order.
    pub labels: Vec<String>,
    /// Sections in the order of the new letter; those that only the old letter has stand at the end.
    pub sections: Vec<SectionDiff>,
    /// What is to be known of each letter, and doubts whether they belong together.
    pub warnings: Vec<String>,
}

/// One of the two letters.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Side {
    /// Its file name; its path where both letters have the same file name.
    pub name: String,
    /// What it says of itself.
    pub metadata: Metadata,
    /// How many of its sentences take a position.
    pub positions: usize,
    /// How many sentences it has.
    pub sentences: usize,
}

/// A section of both letters, or of one of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SectionDiff {
    /// Title in the old letter; none where it has no such section.
    pub old_title: Option<String>,
    /// Title in the new letter; none where it has no such section.
    pub new_title: Option<String>,
    /// Commission documents that both or the only one of them name.
    pub com: Vec<String>,
    /// The changes: in the order of the new letter, what is gone last.
    pub changes: Vec<Change>,
    /// Positions that stand in both letters word for word, list items too.
    pub unchanged: usize,
    /// Pairs that are not compared because the model doubts about one of them.
    pub doubtful: usize,
}

/// One position that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What happened to it.
    pub kind: ChangeKind,
    /// The old sentence; none for a new position.
    pub old: Option<Quote>,
    /// The new sentence; none for a position that is gone.
    pub new: Option<Quote>,
    /// How alike the two are, from 0 to 1; none where there is one.
    pub similarity: Option<f64>,
    /// Whether one is only a part of the other: a sentence was split, or two were joined. The similarity is then the share of the
    /// part's words that the whole has.
    pub partial: bool,
}

/// What happened to a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ChangeKind {
    /// Another label than before; taking a position on what had none counts, and the reverse.
    StanceChanged,
    /// A position without counterpart in the old letter.
    New,
    /// A position of the old letter without counterpart.
    Gone,
    /// The same label in other words, or with other list items under the sentence; or another label only because a sentence was split or joined, while its other part has a
    /// counterpart.
    Reworded,
}

impl ChangeKind {
    /// All four, in order.
    pub const ALL: [Self; 4] = [Self::StanceChanged, Self::New, Self::Gone, Self::Reworded];

    /// The kind in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::StanceChanged => "stance changed",
            Self::New => "new",
            Self::Gone => "gone",
            Self::Reworded => "reworded",
        }
    }
}

/// A sentence with its label and place.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Quote {
    /// Number of the sentence in its letter, from 1.
    pub number: usize,
    /// Its page, where the format has pages.
    pub page: Option<u32>,
    /// The title of its section.
    pub section: String,
    /// The sentence.
    pub sentence: String,
    /// The list items without a finite verb that stand under it: part of what it says, but not of what is labelled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// Its label, or `twijfel`.
    pub label: String,
    /// Probability of the label.
    pub probability: f64,
}

impl Quote {
    /// Its list items, each with whether it stands on this side only; none does where there is no other side.
    fn items(&self, other: Option<&Self>) -> impl Iterator<Item = (&str, bool)> {
        self.items.iter().map(move |item| {
            let same = |o: &Self| o.items.iter().any(|i| align::same_words(item, i));
            (item.as_str(), other.is_some_and(|o| !same(o)))
        })
    }
}

impl LetterDiff {
    /// How many positions changed in a way. A sentence that was split or joined stands in more than one change, and is reworded once, or
    /// not at all where another change of it is more than that.
    pub fn count(&self, kind: ChangeKind) -> usize {
        let numbers = |c: &Change| [&c.old, &c.new].map(|q| q.as_ref().map(|q| q.number));
        let mut seen: [HashSet<usize>; 2] = Default::default();
        let (mut counted, reworded): (Vec<&Change>, Vec<&Change>) = (self.sections.iter())
            .flat_map(|s| &s.changes)
            .partition(|c| c.kind != ChangeKind::Reworded);
        counted.extend(reworded);
        counted.retain(|c| {
            let told = numbers(c).into_iter().zip(&mut seen);
            // both are looked at, as both are told from here on
            let again = told.fold(false, |again, (number, seen)| {
                number.is_some_and(|n| !seen.insert(n)) || again
            });
            c.kind != ChangeKind::Reworded || !again
        });
        counted.iter().filter(|c| c.kind == kind).count()
    }

    /// Positions that stand in both letters word for word.
    pub fn unchanged(&self) -> usize {
        self.sections.iter().map(|s| s.unchanged).sum()
    }

    /// Whether the letters can be about the same: they share a section, or one of them has no headings to tell by. Where not, "new"
    /// and "gone" say little.
    pub fn has_shared_sections(&self) -> bool {
        let titled = |title: fn(&SectionDiff) -> &Option<String>| {
            let titles = self
                .sections
                .iter()
                .filter_map(move |s| title(s).as_deref());
            titles.filter(|t| !t.trim().is_empty()).count() > 0
        };
        let mut sections = self.sections.iter();
        sections.any(|s| s.old_title.is_some() && s.new_title.is_some() && !s.title_is_empty())
            || !titled(|s| &s.old_title)
            || !titled(|s| &s.new_title)
    }

    /// Pairs that are not compared.
    pub fn doubtful(&self) -> usize {
        self.sections.iter().map(|s| s.doubtful).sum()
    }
}

impl SectionDiff {
    /// Whether a quote stands in another section of its letter than this one: the sentence moved.
    pub fn is_elsewhere(&self, quote: &Quote) -> bool {
        let own = [&self.old_title, &self.new_title];
        own.iter()
            .all(|title| title.as_deref() != Some(quote.section.as_str()))
    }

    /// The title to show: the new one, or the old one where there is no new one.
    pub fn title(&self) -> &str {
        let title = self.new_title.as_deref().or(self.old_title.as_deref());
        crate::report::text::title(title.unwrap_or_default())
    }

    /// Its Commission documents that its title does not name.
    pub(crate) fn untold_com(&self) -> Vec<&str> {
        let told = com_numbers(self.title());
        let untold = self.com.iter().filter(|c| !told.contains(c));
        untold.map(String::as_str).collect()
    }

    fn title_is_empty(&self) -> bool {
        let title = self.new_title.as_deref().or(self.old_title.as_deref());
        title.unwrap_or_default().trim().is_empty()
    }

    /// What is to be said of the section itself: only in one letter, or called otherwise before.
    pub fn remark(&self) -> Option<String> {
        match (&self.old_title, &self.new_title) {
            (None, _) => Some("only in the new letter".to_owned()),
            (_, None) => Some("only in the old letter".to_owned()),
            (Some(old), Some(new)) if !align::same_title(old, new) => {
                Some(format!("was: {}", crate::report::text::title(old)))
            }
            _ => None,
        }
    }
}

fn side(letter: &LabelledLetter) -> Side {
    let taking = letter.sentences.iter().filter(|s| letter.takes_position(s));
    Side {
        name: letter.file_name().to_owned(),
        metadata: letter.letter.metadata.clone(),
        positions: taking.count(),
        sentences: letter.sentences.len(),
    }
}

fn quote(letter: &LabelledLetter, row: &Row<'_>) -> Quote {
    Quote {
        number: row.number,
        page: row.sentence.page,
        section: row.section.title.clone(),
        sentence: row.sentence.text.clone(),
        items: row.sentence.items.clone(),
        label: letter.shown_label(row.labelled).to_owned(),
        probability: row.labelled.prediction.confidence(),
    }
}

/// A sentence of one letter and what became of it.
struct Place<'a> {
    row: Row<'a>,
    position: bool,
    partner: Option<(usize, f64)>,
    /// The longer sentence of the other letter that it is part of.
    whole: Option<(usize, f64)>,
}

fn places(letter: &LabelledLetter) -> Vec<Place<'_>> {
    letter
        .rows()
        .map(|row| Place {
            position: letter.takes_position(row.labelled),
            row,
            partner: None,
            whole: None,
        })
        .collect()
}

/// The numbers of the places of each section, in their order.
type BySection = HashMap<usize, Vec<usize>>;

fn by_section(places: &[Place<'_>]) -> BySection {
    let mut sections = BySection::new();
    for (i, place) in places.iter().enumerate() {
        sections
            .entry(place.row.section_number)
            .or_default()
            .push(i);
    }
    sections
}

/// Pairs what is left of two lists of sentences, best pairs first.
fn pair(old: &mut [Place<'_>], new: &mut [Place<'_>], among: (&[usize], &[usize]), least: f64) {
    let texts = |places: &[Place<'_>], chosen: &[usize]| -> Vec<align::Words> {
        let chosen = chosen.iter().filter_map(|&i| places.get(i));
        chosen
            .map(|p| align::Words::of(&p.row.sentence.text))
            .collect()
    };
    let pairs = align::alike_pairs(&texts(old, among.0), &texts(new, among.1), least);
    for (i, j, similarity) in pairs {
        if let (Some(&i), Some(&j)) = (among.0.get(i), among.1.get(j))
            && let (Some(old), Some(new)) = (old.get_mut(i), new.get_mut(j))
        {
            old.partner = Some((j, similarity));
            new.partner = Some((i, similarity));
        }
    }
}

/// Finds for positions that are left alone the longer sentence that they are part of; the two are a pair where that one is alone too.
fn find_wholes(parts: &mut [Place<'_>], wholes: &mut [Place<'_>], among: (&[usize], &[usize])) {
    let text = |place: &Place<'_>| place.row.sentence.text.clone();
    let numbered = |places: &[Place<'_>], chosen: &[usize]| -> Vec<(usize, String)> {
        let chosen = chosen.iter().filter_map(|&i| Some((i, places.get(i)?)));
        chosen.map(|(i, place)| (i, text(place))).collect()
    };
    let alone = |i: &usize| {
        let place = parts.get(*i);
        place.is_some_and(|p| p.position && p.partner.is_none())
    };
    let alone: Vec<usize> = among.0.iter().copied().filter(alone).collect();
    let bags: Vec<(usize, String, words::Bag)> = numbered(wholes, among.1)
        .into_iter()
        .map(|(j, whole)| {
            let bag = words::Bag::of(&whole);
            (j, whole, bag)
        })
        .collect();
    let best: Vec<(usize, Option<(usize, f64)>)> = numbered(parts, &alone)
        .into_par_iter()
        .map(|(i, part)| (i, best_whole(&part, &bags)))
        .collect();
    for (i, best) in best {
        let Some(place) = parts.get_mut(i) else {
            continue;
        };
        place.whole = best;
        if let Some((j, share)) = best
            && let Some(whole) = wholes.get_mut(j).filter(|w| w.partner.is_none())
        {
            whole.partner = Some((i, share));
            place.partner = Some((j, share));
        }
    }
}

/// The longer sentence that has the largest share of a sentence's words, the first of equals; none below [`PART`].
fn best_whole(part: &str, wholes: &[(usize, String, words::Bag)]) -> Option<(usize, f64)> {
    let words = words::Bag::of(part);
    let mut best: Option<(usize, f64)> = None;
    for (j, whole, bag) in wholes {
        if !words.may_be_in(bag, PART) {
            continue;
        }
        match words::contained(part, whole) {
            Some(share) if share >= best.map_or(PART, |(_, s)| s + f64::EPSILON) => {
                best = Some((*j, share));
            }
            _ => {}
        }
    }
    best
}

/// Compares two letters that were labelled by one model.
///
/// Each sentence has at most one counterpart: the most alike one of the same section (at least 0.5), or, for sentences without one there,
/// of any section (at least 0.75). A position without counterpart is compared with the longer sentence of the same section that has at
/// least 85 % of its words in their order, if there is one.
pub fn diff(old: &LabelledLetter, new: &LabelledLetter) -> LetterDiff {
    let sections = align::sections(&old.letter, &new.letter);
    let (mut before, mut after) = (places(old), places(new));
    let (ours, theirs) = (by_section(&before), by_section(&after));
    let of = |places: &'_ BySection, section: Option<usize>| -> Vec<usize> {
        let places = section.and_then(|number| places.get(&number));
        places.cloned().unwrap_or_default()
    };
    for pairing in &sections {
        if pairing.old.is_some() && pairing.new.is_some() {
            let among = (of(&ours, pairing.old), of(&theirs, pairing.new));
            pair(&mut before, &mut after, (&among.0, &among.1), ALIKE);
        }
    }
    let alone = |places: &[Place<'_>]| -> Vec<usize> {
        let numbered = places.iter().enumerate();
        numbered
            .filter(|(_, p)| p.partner.is_none())
            .map(|(i, _)| i)
            .collect()
    };
    let among = (alone(&before), alone(&after));
    pair(&mut before, &mut after, (&among.0, &among.1), MOVED);
    for pairing in &sections {
        if pairing.old.is_some() && pairing.new.is_some() {
            let among = (of(&ours, pairing.old), of(&theirs, pairing.new));
            find_wholes(&mut after, &mut before, (&among.1, &among.0));
            find_wholes(&mut before, &mut after, (&among.0, &among.1));
        }
    }

    let sections = sections
        .into_iter()
        .map(|pairing| {
            let title = |letter: &LabelledLetter, n: Option<usize>| {
                n.and_then(|n| letter.letter.sections.get(n))
                    .map(|s| s.title.clone())
            };
            let mut section = SectionDiff {
                old_title: title(old, pairing.old),
                new_title: title(new, pairing.new),
                com: pairing.com,
                changes: Vec::new(),
                unchanged: 0,
                doubtful: 0,
            };
            for place in of(&theirs, pairing.new)
                .into_iter()
                .filter_map(|i| after.get(i))
            {
                let partner = place.partner.or(place.whole);
                let partner = partner.and_then(|(i, s)| Some((before.get(i)?, s)));
                compare(&mut section, old, new, partner, Some(place));
            }
            for place in of(&ours, pairing.old)
                .into_iter()
                .filter_map(|i| before.get(i))
            {
                if place.partner.is_none() {
                    let whole = place.whole.and_then(|(i, _)| after.get(i));
                    let share = place.whole.map_or(0.0, |(_, share)| share);
                    compare(&mut section, old, new, Some((place, share)), whole);
                }
            }
            section
        })
        .collect();
    let paired = after.iter().filter(|p| p.partner.or(p.whole).is_some());
    let paired = paired.count();
    let (mut old_side, mut new_side) = (side(old), side(new));
    if old_side.name == new_side.name {
        old_side.name.clone_from(&old.letter.source);
        new_side.name.clone_from(&new.letter.source);
    }
    let mut found = LetterDiff {
        old: old_side,
        new: new_side,
        labels: new.labels.iter().map(str::to_owned).collect(),
        sections,
        warnings: Vec::new(),
    };
    let of_letters = [("old", old), ("new", new)]
        .into_iter()
        .flat_map(|(which, side)| {
            let warnings = side.letter.warnings.iter();
            warnings.map(move |warning| format!("The {which} letter: {warning}"))
        });
    found.warnings = of_letters.chain(doubts(&found, paired)).collect();
    found
}

/// What is to be said of letters that may not belong together; `paired` sentences of the newer one have a counterpart.
fn doubts(found: &LetterDiff, paired: usize) -> Vec<String> {
    // of fewer sentences all can be said anew
    const ENOUGH: usize = 5;
    let dates = (&found.old.metadata.date, &found.new.metadata.date);
    let backwards = match dates {
        (Some(old), Some(new)) if old > new => Some(format!(
            "The letter that was given as the older one is of {old}, the other of {new}: should they change places?"
        )),
        _ => None,
    };
    let shorter = found.old.sentences.min(found.new.sentences);
    let unrelated = if !found.has_shared_sections() {
        Some("The letters have no section in common: are they about the same?".to_owned())
    } else if shorter >= ENOUGH && paired * 10 < shorter {
        let have = match paired {
            0 => "none has".to_owned(),
            1 => "only 1 has".to_owned(),
            few => format!("only {few} have"),
        };
        Some(format!(
            "Of {} {have} a counterpart in the other letter: are they about the same?",
            count(found.new.sentences, "sentence"),
        ))
    } else {
        None
    };
    backwards.into_iter().chain(unrelated).collect()
}

fn compare(
    section: &mut SectionDiff,
    old: &LabelledLetter,
    new: &LabelledLetter,
    before: Option<(&Place<'_>, f64)>,
    after: Option<&Place<'_>>,
) {
    let places = [before.map(|(p, _)| p), after];
    let partial = places.iter().flatten().any(|p| p.whole.is_some());
    // the other part of the sentence is its counterpart: the words are the same, only cut otherwise
    let cut_otherwise = places
        .iter()
        .flatten()
        .any(|p| p.whole.is_some() && p.partner.is_none());
    let change = |kind, similarity| Change {
        kind,
        old: before.map(|(p, _)| quote(old, &p.row)),
        new: after.map(|p| quote(new, &p.row)),
        similarity,
        partial,
    };
    match (before, after) {
        (Some((a, similarity)), Some(b)) if a.position || b.position => {
            let labels = (
                old.shown_label(a.row.labelled),
                new.shown_label(b.row.labelled),
            );
            if labels.0 == DOUBT || labels.1 == DOUBT {
                section.doubtful += 1;
            } else if labels.0 != labels.1 && !cut_otherwise {
                section
                    .changes
                    .push(change(ChangeKind::StanceChanged, Some(similarity)));
            } else if same_text(a.row.sentence, b.row.sentence) {
                section.unchanged += 1;
            } else {
                section
                    .changes
                    .push(change(ChangeKind::Reworded, Some(similarity)));
            }
        }
        (Some((a, _)), None) if a.position => section.changes.push(change(ChangeKind::Gone, None)),
        (None, Some(b)) if b.position => section.changes.push(change(ChangeKind::New, None)),
        _ => {}
    }
}

/// Whether two sentences are the same word for word, and the list items under them too.
fn same_text(a: &Sentence, b: &Sentence) -> bool {
    let mut items = a.items.iter().zip(&b.items);
    align::same_words(&a.text, &b.text)
        && a.items.len() == b.items.len()
        && items.all(|(a, b)| align::same_words(a, b))
}

/// Writes a comparison as one JSON object.
///
/// # Errors
/// [`crate::error::ErrorKind::Io`] when the target cannot be written.
pub fn write_json(diff: &LetterDiff, out: &mut dyn Write) -> Result<()> {
    let text = serde_json::to_string_pretty(diff).map_err(|e| unwritable(e.into()))?;
    writeln!(out, "{text}").map_err(unwritable)
}

#[cfg(test)]
pub(crate) mod tests;

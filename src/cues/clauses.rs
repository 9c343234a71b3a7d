//! Where a sentence turns, who its subjects are, and how far a negation reaches.

use super::word_lists::{
    ASIDES, ASK, ASKED, CLAUSE, CONCESSIONS, FILLERS, FINITE, FIRST, HAVE, NEGATIONS, OBLIQUE,
    OF_CLAUSES, OF_NO_KIND, OPENERS, PASSIVES, REASONS, RELATIVES, START, TURNS, VIEWS, WEAKENERS,
};
use super::{CueKind, CueMatch, Word};
use crate::stance::Stance;

/// The parts of a sentence in the order in which they decide, and whether the first goes against the second: parted by
/// a comma and *maar*, *toch* or *alleen*. Its first word is [`START`].
pub(super) fn halves<'w, 't>(words: &'w [Word<'t>]) -> (Vec<&'w [Word<'t>]>, bool) {
    let text = |at: usize| words.get(at).map_or("", |w| w.text);
    let adversative = (4..words.len()).rfind(|&i| {
        matches!(text(i), "maar" | "doch")
            && !matches!(text(i + 1), "ook" | "liefst")
            && !matches!(text(i - 1), "ook" | "alleen" | "nog")
    });
    if let Some(at) = adversative {
        return (vec![&words[at + 1..], &words[..at]], text(at - 1) == ",");
    }
    // "…, toch is de termijn kort", "…, alleen is de termijn kort"
    let turn = (4..words.len()).rfind(|&i| {
        matches!(words[i - 1].text, "," | ";")
            && (TURNS.contains(&text(i)) || (text(i) == "alleen" && FINITE.contains(&text(i + 1))))
    });
    if let Some(at) = turn {
        return (vec![&words[at..], &words[..at]], true);
    }
    // "Ook al plaatst het kabinet vraagtekens, het stemt in", but not "ook al in 2019 …"
    let even_if = text(1) == "ook" && text(2) == "al" && !OBLIQUE.contains(&text(3));
    if even_if || CONCESSIONS.contains(&text(1)) {
        let commas = words.iter().enumerate().filter(|(_, w)| w.text == ",");
        let main = commas
            .map(|(i, _)| i + 1)
            .find(|&i| words.get(i).is_some_and(|w| FINITE.contains(&w.text)))
            .or_else(|| words.iter().position(|w| w.text == ",").map(|i| i + 1));
        if let Some(at) = main {
            return (vec![&words[at..], &words[..at]], false);
        }
    }
    // "…, al blijft de termijn kort": the other *al* ("al jaren") has no verb behind it; "…, zij het dat de termijn kort is"
    let behind_comma = |i: usize| i > 0 && text(i - 1) == ",";
    let late = (0..words.len()).find(|&i| match text(i) {
        "hoewel" | "ofschoon" | "alhoewel" => true,
        "al" => behind_comma(i) && FINITE.contains(&text(i + 1)),
        "ook" => behind_comma(i) && text(i + 1) == "al",
        "zij" => behind_comma(i) && text(i + 1) == "het",
        "met" => text(i + 1) == "dien" && text(i + 2) == "verstande",
        _ => false,
    });
    match late {
        Some(at) if at > 3 => (vec![&words[..at], &words[at..]], false),
        _ => (vec![words], false),
    }
}

/// Somebody who may be a subject, and whether it is the sender.
pub(super) struct Actor {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) sender: bool,
}

/// The actors that are no object of a preposition. Longer phrases win over the words inside of them.
pub(super) fn actors(found: &[CueMatch], words: &[Word<'_>], masked: &[bool]) -> Vec<Actor> {
    let mut actors: Vec<Actor> = Vec::new();
    let mut people: Vec<&CueMatch> = found
        .iter()
        .filter(|m| matches!(m.kind, CueKind::Sender | CueKind::Other | CueKind::Judged))
        .collect();
    people.sort_by_key(|m| (m.words.start, usize::MAX - m.words.end));
    let mut covered = 0;
    for person in people {
        if person.words.start < covered {
            continue;
        }
        covered = person.words.end;
        if person.kind == CueKind::Judged {
            continue;
        }
        let sender = person.kind == CueKind::Sender;
        let start = person.words.start;
        let text = |at: Option<usize>| at.map_or("", |at| words[at].text);
        let before = (0..start).rfind(|&at| !FILLERS.contains(&words[at].text));
        let holds_view = match text(before) {
            "bij" | "voor" => sender,
            "van" => VIEWS.contains(&text(before.and_then(|at| at.checked_sub(1)))),
            _ => false,
        };
        let follows = |whom: bool| {
            (actors.last())
                .is_some_and(|a| a.sender == whom && before.is_some_and(|at| at <= a.end))
                && !matches!(text(before), "," | ";")
        };
        // "zal Nederland de Commissie vragen", "Nederland zal de Commissie vragen": who follows the sender and its
        // verb is the object
        let is_object = !sender && follows(true);
        // "de sector heeft mij gemeld", "de Kamer heeft het kabinet verzocht": whom somebody else tells, asks or gives something
        let is_told = sender
            && follows(false)
            && (matches!(words[start].text, "mij" | "me" | "ons")
                || ASK.contains(&text(before))
                || (HAVE.contains(&text(before)) && is_asked(words, person.words.end)));
        // "anders dan het kabinet steunt de Commissie dit": a measure for the subject, not the subject
        let is_measure =
            text(before) == "dan" && text(before.and_then(|at| at.checked_sub(1))) == "anders";
        let is_oblique = OBLIQUE.contains(&text(before)) && !holds_view;
        if masked[start] || is_told || is_object || is_measure || is_oblique {
            continue;
        }
        actors.push(Actor {
            start,
            end: person.words.end,
            sender,
        });
    }
    join_groups(&mut actors, words);
    actors
}

/// Makes everybody in a group that the sender is one of speak for the sender: "*Nederland, Zweden en Oostenrijk*
/// verzetten zich", "*veel lidstaten, waaronder Nederland*, waren kritisch". A group is what commas and one *en* or *waaronder* tie together.
fn join_groups(actors: &mut [Actor], words: &[Word<'_>]) {
    let tie = |from: &Actor, to: &Actor| {
        let between = || (words[from.end..to.start].iter()).filter(|w| !FILLERS.contains(&w.text));
        let tied = between().all(|w| matches!(w.text, "," | "en" | "alsmede" | "waaronder"));
        (from.end < to.start && tied && between().next().is_some())
            .then(|| between().any(|w| w.text != ",") || words[to.start].text == "waaronder")
    };
    let mut first = 0;
    while first < actors.len() {
        let mut last = first;
        let mut closed = false;
        while let Some(closes) = (actors.get(last + 1)).and_then(|next| tie(&actors[last], next)) {
            closed |= closes;
            last += 1;
        }
        let group = &mut actors[first..=last];
        if closed && group.iter().any(|a| a.sender) {
            group.iter_mut().for_each(|a| a.sender = true);
        }
        first = last + 1;
    }
}

/// Whether a participle of asking stands in the clause that goes on here.
fn is_asked(words: &[Word<'_>], from: usize) -> bool {
    (words[from..].iter())
        .take(CLAUSE)
        .take_while(|w| !matches!(w.text, "," | ";") && !opens_clause(w))
        .any(|w| ASKED.contains(&w.text))
}

/// For each word the number of the aside it stands in, 0 outside: what stands between a comma with *zoals*, *die*,
/// *waarvoor* and the next comma.
pub(super) fn asides(words: &[Word<'_>]) -> Vec<usize> {
    // a clause that opens the sentence is one too, when a comma ends it: "Dat de Commissie dit schrapt, …"
    let first = words.iter().find(|w| w.text != START);
    let mut inside =
        first.is_some_and(|w| FIRST.contains(&w.text)) && words.iter().any(|w| w.text == ",");
    let mut number = usize::from(inside);
    let mut asides = Vec::with_capacity(words.len());
    let mut begun = 0;
    // an aside that is broken off before its verb goes on behind the next comma: "…, waarmee ik, gezien de kosten, instem"
    let mut broken_off = false;
    for (at, word) in words.iter().enumerate() {
        if word.text == "," {
            let opens = words.get(at + 1).is_some_and(|w| ASIDES.contains(&w.text));
            let breaks_off = inside && begun > 0 && !opens && at - begun <= SHORT_ASIDE;
            inside = opens || broken_off;
            number += usize::from(opens);
            begun = if opens { at } else { 0 };
            broken_off = breaks_off;
        } else if word.text == ";" {
            inside = false;
        }
        asides.push(if inside { number } else { 0 });
    }
    asides
}

/// How many words behind its comma an aside has that is broken off before its verb.
const SHORT_ASIDE: usize = 4;

/// Whether each word stands in what a denial opens, up to the end of its clause: "het is *niet zo dat* …".
pub(super) fn denied(words: &[Word<'_>]) -> Vec<bool> {
    let text = |at: usize| words.get(at).map_or("", |w| w.text);
    let mut inside = false;
    (0..words.len())
        .map(|at| {
            let opens = text(at) == "dat"
                && at >= 3
                && match (text(at - 2), text(at - 1)) {
                    ("niet", "zo" | "waar") => true,
                    ("het", "geval") => text(at - 3) == "niet",
                    _ => false,
                };
            inside = (inside || opens) && !matches!(text(at), "," | ";");
            inside
        })
        .collect()
}

/// Whether each word stands in a reason: what a comma with *omdat* or *want* opens, up to the next comma.
pub(super) fn reasons(words: &[Word<'_>]) -> Vec<bool> {
    let mut inside = false;
    let mut reasons = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        if word.text == "," {
            inside = words.get(at + 1).is_some_and(|w| REASONS.contains(&w.text));
        } else if word.text == ";" {
            inside = false;
        }
        reasons.push(inside);
    }
    reasons
}

/// Whether the subject of a cue is the sender: one that stands right behind its first word, or inside it, else the
/// last one before it, else the first one soon after it in the same clause. `actors` stand in the order of the words. Who stands in an aside is no subject
/// outside of it, and somebody else behind a cue that needs no sender is its object: "biedt ondernemers geen
/// soelaas". `None` without any.
pub(super) fn subject(
    actors: &[Actor],
    asides: &[usize],
    cue: &CueMatch,
    words: &[Word<'_>],
    needs_sender: bool,
) -> Option<bool> {
    let first = cue.words.start;
    let seen = |a: &&Actor| asides[a.start] == 0 || asides[a.start] == asides[first];
    let skipped = |at: usize| {
        let word = words.get(at).map_or("", |w| w.text);
        FILLERS.contains(&word)
            || [
                "ook", "dan", "dit", "daarom", "zich", "er", "hier", "daar", "wel",
            ]
            .contains(&word)
    };
    let begins = |at: usize| actors.binary_search_by_key(&at, |a| a.start).ok();
    let actor = |at: usize| begins(at).map(|number| &actors[number]);
    let behind = (first + 1..first + 4)
        .take_while(|&at| at == first + 1 || skipped(at - 1))
        .find_map(actor);
    // "de kritiek van de raad deelt het kabinet"
    let after = (cue.words.end..cue.words.end + 2)
        .take_while(|&at| at == cue.words.end || skipped(at - 1))
        .find_map(actor);
    if behind.or(after).is_some_and(|a| a.sender) {
        return Some(true);
    }
    if let Some(own) = own_subject(actors, cue, words) {
        return Some(own);
    }
    let ended = actors.partition_point(|a| a.end <= first);
    let before = actors[..ended].iter().rev().take(ASIDES_BACK).find(seen);
    let same_clause =
        |a: &Actor| !(words[cue.words.end - 1..a.start].iter()).any(|w| opens_clause(w));
    before
        .or(behind.filter(|_| needs_sender))
        .or_else(|| {
            let begun = actors.partition_point(|a| a.start <= first);
            (actors[begun..].iter())
                .take_while(|a| a.start <= cue.words.end + 3)
                .find(|a| needs_sender || a.sender)
                .filter(|a| a.start < cue.words.end || same_clause(a))
        })
        .map(|a| a.sender)
}

/// Whether the sender is the subject that a cue holds itself: of the clause that its noun brings along, or of its passive. "Een
/// *oordeel dat ik deel*", "*wordt* door de lidstaten *gesteund*".
fn own_subject(actors: &[Actor], cue: &CueMatch, words: &[Word<'_>]) -> Option<bool> {
    let (first, end) = (cue.words.start, cue.words.end);
    let is_passive = PASSIVES.contains(&words[first].text);
    let begun = actors.partition_point(|a| a.start <= first);
    let mut within = actors[begun..].iter().take_while(|a| a.start < end + 4);
    within
        .find(|a| {
            let before = (first..a.start).rfind(|&at| !FILLERS.contains(&words[at].text));
            before.is_some_and(|at| {
                let text = words[at].text;
                let parted = |from: usize, to: usize| {
                    words[from.min(to)..to]
                        .iter()
                        .any(|w| matches!(w.text, "," | ";"))
                };
                let names = text == "door"
                    && is_passive
                    && !FILLERS.contains(&words[at - 1].text)
                    && !parted(first, a.start);
                let ties = RELATIVES.contains(&text)
                    && at > first
                    && a.sender
                    && (a.end..a.end + 4).contains(&(end - 1))
                    && words[at - 1].text != ","
                    && !parted(a.end, end);
                names || ties
            })
        })
        .map(|a| a.sender)
}

/// Where the words tell what somebody else says.
pub(super) struct SaidByOthers {
    /// The verbs of saying or finding whose subject is not the sender, in the order of the words.
    verbs: Vec<usize>,
    /// For each word, and the end, where the stretch without comma or semicolon begins that ends before it.
    stretch: Vec<usize>,
    /// For each word, and the end, the place behind the last *dat* before it.
    behind_dat: Vec<usize>,
}

impl SaidByOthers {
    pub(super) fn new(
        found: &[CueMatch],
        actors: &[Actor],
        asides: &[usize],
        words: &[Word<'_>],
        masked: &[bool],
    ) -> Self {
        let verbs = (found.iter())
            .filter(|m| m.kind == CueKind::Says && !masked[m.words.start])
            .filter(|m| subject(actors, asides, m, words, true) != Some(true))
            .map(|m| m.words.start)
            .collect();
        Self {
            verbs,
            stretch: behind_last(words, |word| matches!(word.text, "," | ";")),
            behind_dat: behind_last(words, |word| word.text == "dat"),
        }
    }

    /// Whether nobody else says anything.
    pub(super) fn is_empty(&self) -> bool {
        self.verbs.is_empty()
    }

    /// Whether a cue stands in a clause with *dat* that one of these verbs opened: "De raad *vindt dat* het kabinet dit moet steunen".
    pub(super) fn holds(&self, cue: &CueMatch) -> bool {
        // of the verbs between the last comma and the cue the first has most words before the end of the cue
        let from = self.stretch[cue.words.start];
        let first = self.verbs.partition_point(|&verb| verb < from);
        (self.verbs.get(first))
            .is_some_and(|&verb| verb <= cue.words.start && self.behind_dat[cue.words.end] > verb)
    }
}

/// For each word, and the end, the place behind the last word before it that is of a kind; 0 without any.
fn behind_last(words: &[Word<'_>], is_of_kind: impl Fn(&Word<'_>) -> bool) -> Vec<usize> {
    let mut last = 0;
    let mut behind = vec![0];
    behind.extend((words.iter().enumerate()).map(|(at, word)| {
        if is_of_kind(word) {
            last = at + 1;
        }
        last
    }));
    behind
}

/// How many actors in other asides are looked past for a subject: no sentence that is read by people has as many, and a cue costs no more
/// however long its sentence is.
const ASIDES_BACK: usize = 50;

/// Whether a new clause with a subject of its own begins with a word.
pub(super) fn opens_clause(word: &Word<'_>) -> bool {
    word.text != "en" && OPENERS.contains(&word.text)
}

pub(super) fn is_negation(word: &Word<'_>) -> bool {
    NEGATIONS.contains(&word.text)
}

/// Whether a negation denies a whole clause: see [`OF_CLAUSES`] and [`OF_NO_KIND`].
fn is_of_clause(words: &[Word<'_>], at: usize) -> bool {
    let next = words.get(at + 1).map_or("", |w| w.text);
    OF_CLAUSES.contains(&words[at].text) || (words[at].text == "geen" && OF_NO_KIND.contains(&next))
}

/// Where a negation outside of the cue's own words stands that turns it round: up to four words before it, inside
/// its gap, or up to three words behind it, one of a whole clause anywhere in it; always in the same clause, and *zonder* only with what it denies. Praise is also turned round by a weakening
/// word, or *verre van*, right before its first or its last word.
pub(super) fn negation(
    cue: &CueMatch,
    words: &[Word<'_>],
    masked: &[bool],
    stance: Stance,
) -> Option<usize> {
    let (start, end) = (cue.words.start, cue.words.end);
    // *zonder* denies what stands right behind it, or all of its clause: "zonder bezwaar", "zonder dat dit schaadt"
    let reaches = |at: usize| {
        words[at].text != "zonder"
            || words.get(at + 1).is_some_and(|w| w.text == "dat")
            || (at + 1..start).all(|at| FILLERS.contains(&words[at].text))
    };
    let negates = |at: &usize| !masked[*at] && is_negation(&words[*at]) && reaches(*at);
    let ends = |at: usize| words[at].text == "," || words[at].text == ";";
    let near = |at: usize| at + 4 >= start;
    let before = (start.saturating_sub(CLAUSE)..start)
        .rev()
        .take_while(|&at| !ends(at) && (near(at) || !opens_clause(&words[at])))
        .find(|&at| negates(&at) && (near(at) || is_of_clause(words, at)));
    // a clause inside the gap keeps its negations, up to the comma that ends it
    let inside = || {
        let mut own = true;
        cue.words.clone().find(|at| {
            if ends(*at) {
                own = true;
            } else if *at > start && opens_clause(&words[*at]) {
                own = false;
            }
            own && negates(at)
        })
    };
    // behind it: near, or at the very end of the clause: "deelt de lezing van de raad niet"
    let behind = || {
        let ends_clause =
            |at: usize| at >= words.len() || ends(at) || OPENERS.contains(&words[at].text);
        // "ik deel dat niet", "ik deel dat standpunt niet": no clause opens there
        let points = |at: usize| {
            let closes =
                |at: usize| at < words.len() && is_negation(&words[at]) && ends_clause(at + 1);
            words[at].text == "dat" && (closes(at + 1) || closes(at + 2))
        };
        if opens_clause(&words[end - 1]) && !points(end - 1) {
            return None;
        }
        let ook = |at: usize| words.get(at + 1).is_some_and(|w| w.text == "ook");
        (end..words.len().min(end + CLAUSE))
            .take_while(|&at| {
                !ends_clause(at) || points(at) || (words[at].text == "dan" && ook(at))
            })
            .find(|at| {
                negates(at) && (*at < end + 3 || ends_clause(at + 1) || is_of_clause(words, *at))
            })
    };
    let weakened = || {
        [start, end - 1]
            .into_iter()
            .filter_map(|at| at.checked_sub(1))
            .find(|&at| {
                let far_from = words[at].text == "van" && at > 0 && words[at - 1].text == "verre";
                stance == Stance::Steunt && (far_from || WEAKENERS.contains(&words[at].text))
            })
    };
    before.or_else(inside).or_else(behind).or_else(weakened)
}

#[cfg(test)]
mod tests {
    use super::super::Lexicon;
    use super::*;

    #[test]
    fn a_cue_is_in_the_words_of_the_verb_that_opened_its_clause() {
        let lexicon = Lexicon::dutch();
        let kinds = ["dat", ",", ";", "plan", "plan", "vindt", "vindt"];
        let mut state = 1_u64;
        let mut below = |n: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as usize % n
        };
        let mut held = 0;
        for _ in 0..300 {
            let text = (0..12)
                .map(|_| kinds[below(kinds.len())])
                .collect::<Vec<_>>();
            let text = text.join(" ");
            let words = lexicon.words(&text);
            let verbs: Vec<usize> = (0..words.len())
                .filter(|&at| words[at].text == "vindt")
                .collect();
            let said = SaidByOthers {
                verbs: verbs.clone(),
                ..SaidByOthers::new(&[], &[], &[], &words, &[])
            };
            for start in 0..words.len() {
                for end in start + 1..=words.len().min(start + 5) {
                    let cue = CueMatch {
                        kind: CueKind::Says,
                        words: start..end,
                        line: 0,
                        number: 0,
                    };
                    // as it is told in words
                    let expected = verbs.iter().any(|&verb| {
                        let parted = |at: usize| matches!(words[at].text, "," | ";");
                        verb <= start
                            && !(verb..start).any(parted)
                            && (verb..end).any(|at| words[at].text == "dat")
                    });
                    assert_eq!(said.holds(&cue), expected, "{text}: {start}..{end}");
                    held += usize::from(expected);
                }
            }
        }
        assert!(held > 1000);
    }
}

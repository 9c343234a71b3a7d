//! The guide's first rules applied to cues: whose position is it, is it negated, and where does a contrast end up.

use super::{CueKind, CueMatch, Lexicon, Word, lower_case};
use crate::stance::Stance;

/// Words after an actor's preposition that do not part the two: "met *de andere* lidstaten".
const FILLERS: &[&str] = &[
    "de",
    "het",
    "een",
    "andere",
    "enkele",
    "veel",
    "vele",
    "alle",
    "overige",
    "europese",
    "diverse",
    "verschillende",
    "meerdere",
    "deze",
    "die",
    "onze",
    "uw",
    "haar",
    "zijn",
    "hun",
    "nederlandse",
];
/// Prepositions that make an actor no subject: "de inzet *van* de Commissie".
const OBLIQUE: &[&str] = &[
    "van",
    "met",
    "aan",
    "bij",
    "in",
    "binnen",
    "tussen",
    "naar",
    "onder",
    "uit",
    "tegen",
    "op",
    "over",
    "tot",
    "namens",
    "tegenover",
    "buiten",
    "jegens",
    "per",
    "om",
    "na",
];
pub(super) const NEGATIONS: &[&str] = &[
    "niet",
    "geen",
    "nooit",
    "evenmin",
    "noch",
    "allerminst",
    "geenszins",
    "nauwelijks",
    "zonder",
];
/// Verbs that may open the main clause behind a conceded one.
const FINITE: &[&str] = &[
    "is",
    "zijn",
    "was",
    "heeft",
    "hebben",
    "had",
    "kan",
    "kunnen",
    "zal",
    "zullen",
    "wil",
    "willen",
    "acht",
    "achten",
    "ziet",
    "zien",
    "zie",
    "vindt",
    "vind",
    "vinden",
    "blijft",
    "blijven",
    "steunt",
    "hecht",
    "plaatst",
    "staat",
    "gaat",
    "wordt",
    "worden",
    "deelt",
    "mist",
    "had",
    "onderschrijft",
    "verwelkomt",
    "pleit",
    "moet",
    "dient",
    "wijst",
    "stemt",
    "ben",
    "heb",
    "wil",
    "neemt",
    "doorkruist",
];
const CONCESSIONS: &[&str] = &["hoewel", "ofschoon", "alhoewel", "hoezeer", "ondanks", "al"];

/// Predicts a stance by cue words alone: a baseline that any model should beat.
///
/// A question is "geen standpunt". A sentence with *maar* is judged by what follows it, one that begins with
/// *hoewel* by its main clause; the other half counts only when that one has no cue. In each half a cue counts
/// when its subject fits (the sender's, or nobody else's), a negation turns steunt into kritisch and back, and of
/// what is left "op merites beoordelen" goes before kritisch, and kritisch before steunt.
#[derive(Debug, Clone)]
pub struct CueRules {
    lexicon: Lexicon,
}

impl Default for CueRules {
    fn default() -> Self {
        Self::new(Lexicon::dutch())
    }
}

/// Who the subject of a cue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// The sender.
    Sender,
    /// Somebody else.
    Other,
    /// Nobody is named.
    Nobody,
}

impl Whose {
    /// A name for output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sender => "zender",
            Self::Other => "ander",
            Self::Nobody => "niemand",
        }
    }
}

/// One cue of a sentence, whether it counted or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue<'l> {
    /// The stance it speaks for, after negation.
    pub stance: Stance,
    /// Short name of the pattern: `acht … passend`.
    pub pattern: &'l str,
    /// Hash of that name.
    pub(crate) pattern_hash: u64,
    /// Whether a negation turned it round.
    pub negated: bool,
    /// Who its subject is.
    pub whose: Whose,
    /// Which part of the sentence it stands in: 0 decides, 1 is conceded.
    pub half: usize,
    /// Whether its subject fits, so that it speaks for the sender.
    pub counts: bool,
}

/// What the rules find in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<'l> {
    /// The stance.
    pub stance: Stance,
    /// The part of the sentence that decided it; `None` where no cue counted.
    pub decided: Option<usize>,
    /// Every cue, in the order of the parts and within a part by place.
    pub cues: Vec<Cue<'l>>,
}

impl CueRules {
    /// Rules over a lexicon of one's own.
    pub fn new(lexicon: Lexicon) -> Self {
        Self { lexicon }
    }

    /// The stance of a sentence.
    pub fn predict(&self, sentence: &str) -> Stance {
        self.read(sentence).stance
    }

    /// The stance of a sentence and all its cues.
    pub fn read(&self, sentence: &str) -> Reading<'_> {
        let mut reading = Reading {
            stance: Stance::GeenStandpunt,
            decided: None,
            cues: Vec::new(),
        };
        let lower = lower_case(sentence);
        let words = self.lexicon.words(&lower);
        if words.last().is_some_and(|w| w.text == "?") {
            return reading;
        }
        let halves = halves(&words);
        let found: Vec<Vec<CueMatch>> = halves.iter().map(|h| self.lexicon.matches(h)).collect();
        for (number, half) in halves.iter().enumerate() {
            // "Nederland steunt het doel, maar is kritisch": what follows has the subject of what went before
            let carried = (halves.get(number + 1).zip(found.get(number + 1)))
                .and_then(|(before, found)| actors(found, before).first().map(|a| a.sender));
            let cues = self.cues(half, &found[number], carried, number);
            let speaks = |stance| cues.iter().any(|c| c.counts && c.stance == stance);
            let strongest = [
                Stance::OpMeritesBeoordelen,
                Stance::Kritisch,
                Stance::Steunt,
            ]
            .into_iter()
            .find(|&s| speaks(s));
            if let (Some(stance), None) = (strongest, reading.decided) {
                reading.stance = stance;
                reading.decided = Some(number);
            }
            reading.cues.extend(cues);
        }
        reading
    }

    fn cues(
        &self,
        words: &[Word<'_>],
        found: &[CueMatch],
        carried: Option<bool>,
        half: usize,
    ) -> Vec<Cue<'_>> {
        let mut masked = vec![false; words.len()];
        for m in found.iter().filter(|m| m.kind == CueKind::Mask) {
            masked[m.words.clone()].fill(true);
        }
        let actors = actors(found, words);
        found
            .iter()
            .filter_map(|m| {
                let (stance, needs_sender) = match m.kind {
                    CueKind::OfSender(stance) => (stance, true),
                    CueKind::Free(stance) => (stance, false),
                    _ => return None,
                };
                if masked[m.words.start] || masked[m.words.end - 1] {
                    return None;
                }
                let whose = match subject(&actors, m, words).or(carried) {
                    Some(true) => Whose::Sender,
                    Some(false) => Whose::Other,
                    None => Whose::Nobody,
                };
                let pattern = self.lexicon.pattern(m);
                let negated = !pattern.negates && negated(m, words, &masked);
                Some(Cue {
                    stance: if negated { turned(stance) } else { stance },
                    pattern: &pattern.name,
                    pattern_hash: pattern.name_hash,
                    negated,
                    whose,
                    half,
                    counts: whose == Whose::Sender || (whose == Whose::Nobody && !needs_sender),
                })
            })
            .collect()
    }
}

fn turned(stance: Stance) -> Stance {
    match stance {
        Stance::Steunt => Stance::Kritisch,
        Stance::Kritisch => Stance::Steunt,
        other => other,
    }
}

/// The parts of a sentence in the order in which they decide.
fn halves<'w, 't>(words: &'w [Word<'t>]) -> Vec<&'w [Word<'t>]> {
    let adversative = words.iter().enumerate().rposition(|(i, w)| {
        (w.text == "maar" || w.text == "doch")
            && words
                .get(i + 1)
                .is_none_or(|next| next.text != "ook" && next.text != "liefst")
            && i > 2
    });
    if let Some(at) = adversative {
        return vec![&words[at + 1..], &words[..at]];
    }
    if words.first().is_some_and(|w| CONCESSIONS.contains(&w.text)) {
        let commas = words.iter().enumerate().filter(|(_, w)| w.text == ",");
        let main = commas
            .map(|(i, _)| i + 1)
            .find(|&i| words.get(i).is_some_and(|w| FINITE.contains(&w.text)))
            .or_else(|| words.iter().position(|w| w.text == ",").map(|i| i + 1));
        if let Some(at) = main {
            return vec![&words[at..], &words[..at]];
        }
    }
    let late = words
        .iter()
        .position(|w| ["hoewel", "ofschoon", "alhoewel"].contains(&w.text));
    match late {
        Some(at) if at > 2 => vec![&words[..at], &words[at..]],
        _ => vec![words],
    }
}

/// Somebody who may be a subject, and whether it is the sender.
struct Actor {
    start: usize,
    end: usize,
    sender: bool,
}

/// The actors that are no object of a preposition. Longer phrases win over the words inside of them.
fn actors(found: &[CueMatch], words: &[Word<'_>]) -> Vec<Actor> {
    let mut actors: Vec<Actor> = Vec::new();
    let mut people: Vec<&CueMatch> = found
        .iter()
        .filter(|m| matches!(m.kind, CueKind::Sender | CueKind::Other))
        .collect();
    people.sort_by_key(|m| (m.words.start, usize::MAX - m.words.end));
    let mut covered = 0;
    for person in people {
        if person.words.start < covered {
            continue;
        }
        covered = person.words.end;
        let before = words[..person.words.start]
            .iter()
            .rev()
            .find(|w| !FILLERS.contains(&w.text));
        if before.is_some_and(|w| OBLIQUE.contains(&w.text)) {
            continue;
        }
        actors.push(Actor {
            start: person.words.start,
            end: person.words.end,
            sender: person.kind == CueKind::Sender,
        });
    }
    actors
}

/// Whether the subject of a cue is the sender: one that stands right behind its first word, or inside it, else the
/// last one before it, else the first one soon after it. `None` without any.
fn subject(actors: &[Actor], cue: &CueMatch, words: &[Word<'_>]) -> Option<bool> {
    let first = cue.words.start;
    let article = |at: usize| {
        words
            .get(at)
            .is_some_and(|w| ["het", "de", "ook", "dan", "dit", "daarom", "zich"].contains(&w.text))
    };
    let behind = (first + 1..first + 4)
        .take_while(|&at| at == first + 1 || article(at - 1))
        .find_map(|at| actors.iter().find(|a| a.start == at));
    if behind.is_some_and(|a| a.sender) {
        return Some(true);
    }
    let before = actors.iter().rev().find(|a| a.end <= first);
    before
        .or(behind)
        .or_else(|| {
            actors
                .iter()
                .find(|a| a.start > first && a.start <= cue.words.end + 3)
        })
        .map(|a| a.sender)
}

/// Whether a negation outside of the cue's own words turns it round: up to four words before it, inside its gap,
/// or up to three words behind it in the same clause.
fn negated(cue: &CueMatch, words: &[Word<'_>], masked: &[bool]) -> bool {
    let is_negation = |at: usize| {
        !masked.get(at).copied().unwrap_or(false)
            && words.get(at).is_some_and(|w| NEGATIONS.contains(&w.text))
    };
    let ends = |at: &usize| {
        words
            .get(*at)
            .is_some_and(|w| w.text == "," || w.text == ";")
    };
    let before = (cue.words.start.saturating_sub(4)..cue.words.start)
        .rev()
        .take_while(|at| !ends(at));
    let behind = (cue.words.end..cue.words.end + 3).take_while(|at| !ends(at));
    before
        .chain(cue.words.clone())
        .chain(behind)
        .any(is_negation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stance::{GeenStandpunt, Kritisch, OpMeritesBeoordelen, Steunt};

    fn check(cases: &[(&str, Stance)]) {
        let rules = CueRules::default();
        for (sentence, stance) in cases {
            let reading = rules.read(sentence);
            assert_eq!(reading.stance, *stance, "{sentence} {reading:?}");
        }
    }

    #[test]
    fn only_the_senders_position_counts() {
        check(&[
            (
                "Het kabinet steunt het voorstel voor een havenfonds.",
                Steunt,
            ),
            (
                "De Commissie steunt het voorstel voor een havenfonds.",
                GeenStandpunt,
            ),
            (
                "Diverse lidstaten waren kritisch op de termijn.",
                GeenStandpunt,
            ),
            (
                "Nederland heeft met andere lidstaten zorgen geuit over de vangst.",
                Kritisch,
            ),
            (
                "Ook verwelkomt het kabinet de aandacht voor de kust.",
                Steunt,
            ),
            (
                "Op 5 maart vindt in Brussel een bijeenkomst plaats.",
                GeenStandpunt,
            ),
        ]);
    }

    #[test]
    fn a_contrast_is_decided_by_what_it_ends_up_with() {
        check(&[
            (
                "Nederland steunt het doel, maar is kritisch op de kosten.",
                Kritisch,
            ),
            (
                "Hoewel het kabinet vraagtekens plaatst bij de termijn, kan het instemmen met het geheel.",
                Steunt,
            ),
            (
                "Nederland ziet de meerwaarde, maar zal het voorstel op zijn merites beoordelen.",
                OpMeritesBeoordelen,
            ),
            (
                "Nederland steunt niet alleen het doel, maar ook de weg.",
                Steunt,
            ),
        ]);
    }

    #[test]
    fn a_negation_turns_a_cue_round() {
        check(&[
            ("Het kabinet kan het voorstel niet steunen.", Kritisch),
            ("Die mening deel ik niet.", Kritisch),
            ("Het kabinet heeft geen bezwaar tegen de wijziging.", Steunt),
            ("Nederland is geen voorstander van een verbod.", Kritisch),
        ]);
    }

    #[test]
    fn waiting_for_a_judgement_and_questions() {
        check(&[
            (
                "Het kabinet wacht de effectbeoordeling af alvorens een standpunt in te nemen.",
                OpMeritesBeoordelen,
            ),
            ("Het voorstel wordt in mei verwacht.", GeenStandpunt),
            (
                "Deelt de minister de mening dat dit te ver gaat?",
                GeenStandpunt,
            ),
        ]);
    }

    #[test]
    fn nothing_makes_it_panic() {
        let rules = CueRules::default();
        for text in [
            "",
            "?",
            ", , ;",
            "maar",
            "hoewel",
            "niet geen maar ook",
            "- ' -",
        ] {
            assert_eq!(rules.predict(text), GeenStandpunt, "{text}");
        }
    }
}

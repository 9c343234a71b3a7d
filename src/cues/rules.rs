//! The guide's first rules applied to cues: whose position is it, is it negated, and where does a contrast end up.

use super::{CueKind, CueMatch, Lexicon, Word, lower_case};
use crate::stance::Stance;

/// The word that stands for the beginning of a sentence in the patterns.
const START: &str = "zinsbegin";
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
/// Nouns whose *van* names the one who holds the view: "naar het oordeel *van* het kabinet".
const VIEWS: &[&str] = &[
    "oordeel",
    "mening",
    "opvatting",
    "overtuiging",
    "inzicht",
    "optiek",
    "ogen",
    "visie",
    "zienswijze",
    "smaak",
    "steun",
    "instemming",
    "bijval",
    "sympathie",
    "waardering",
    "goedkeuring",
    "zijde",
    "kant",
    "wens",
    "inzet",
    "streven",
    "ambitie",
    "bezwaar",
    "bezwaren",
    "kritiek",
    "zorg",
    "zorgen",
    "aandringen",
];
/// Words that turn praise round when they stand right before it: "minder gewenst".
const WEAKENERS: &[&str] = &["minder", "weinig", "onvoldoende", "amper", "allesbehalve"];
/// Words that open a clause of its own: a negation behind them is that clause's.
const OPENERS: &[&str] = &[
    "dat",
    "om",
    "of",
    "omdat",
    "zodat",
    "opdat",
    "waarbij",
    "waarin",
    "waarmee",
    "als",
    "hoe",
    "dan",
    "aangezien",
    "mits",
    "zolang",
    "zonder",
    "terwijl",
    "want",
    "en",
    "tenzij",
    "wanneer",
    "waar",
];
/// Words that open a reason behind a comma.
const REASONS: &[&str] = &[
    "omdat",
    "aangezien",
    "want",
    "doordat",
    "opdat",
    "gelet",
    "gezien",
    "mede",
];
/// Words that open a clause at the head of a sentence.
const FIRST: &[&str] = &[
    "dat",
    "of",
    "omdat",
    "doordat",
    "aangezien",
    "als",
    "indien",
    "wanneer",
    "zolang",
    "zodra",
    "nu",
    "gezien",
    "gelet",
    "nadat",
    "door",
    "wie",
];
/// Words behind a cue among which a negation that ends the clause is looked for.
const CLAUSE: usize = 12;
/// Words that open an aside behind a comma: "…, zoals de Commissie voorstelt, …".
const ASIDES: &[&str] = &[
    "zoals",
    "die",
    "dat",
    "waar",
    "waarvoor",
    "waarop",
    "waartoe",
    "waarin",
    "waarom",
    "waarvan",
    "waaronder",
    "waarmee",
    "hetgeen",
    "evenals",
    "aldus",
    "gelet",
];
/// Verbs that may open the main clause behind a conceded one.
const FINITE: &[&str] = &[
    "geeft",
    "komt",
    "komen",
    "mag",
    "mogen",
    "laat",
    "zet",
    "kiest",
    "ligt",
    "geldt",
    "bestaat",
    "bestaan",
    "biedt",
    "waardeert",
    "streeft",
    "dringt",
    "vraagt",
    "deel",
    "steun",
    "gaan",
    "wegen",
    "weegt",
    "valt",
    "merkt",
    "tekent",
    "betreurt",
    "wenst",
    "spreekt",
    "houdt",
    "zou",
    "zouden",
    "kon",
    "vond",
    "achtte",
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
/// *hoewel* by its main clause; the other half counts only when that one has no cue, and praise before a silent
/// *maar* then is criticism. In each half a cue counts when its subject fits (the sender's, or nobody else's), and a
/// negation in its clause turns steunt into kritisch and back. Of what is left "op merites beoordelen" goes first,
/// then the cues outside of reasons, and among these kritisch unless steunt has more cues.
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
        let mut words = self.lexicon.words(START);
        words.extend(self.lexicon.words(&lower));
        if words.last().is_some_and(|w| w.text == "?") {
            return reading;
        }
        let (halves, is_contrast) = halves(&words);
        let found: Vec<Vec<CueMatch>> = halves.iter().map(|h| self.lexicon.matches(h)).collect();
        for (number, half) in halves.iter().enumerate() {
            // "Nederland steunt het doel, maar is kritisch": what follows has the subject of what went before
            let carried =
                (halves.get(number + 1).zip(found.get(number + 1))).and_then(|(before, found)| {
                    let unmasked = vec![false; before.len()];
                    actors(found, before, &unmasked).first().map(|a| a.sender)
                });
            let cues = self.cues(half, &found[number], carried, number);
            let count = |stance, main: bool| {
                let counts =
                    |(c, m): &&(Cue<'_>, bool)| c.counts && c.stance == stance && (*m || !main);
                cues.iter().filter(counts).count()
            };
            // criticism goes before support that has no more cues; a reason does not overrule what it is given for:
            // "Nederland steunt dit, omdat de oude norm te vaag is"
            let polar = |main| match (count(Stance::Kritisch, main), count(Stance::Steunt, main)) {
                (0, 0) => None,
                (critical, support) if critical >= support => Some(Stance::Kritisch),
                _ => Some(Stance::Steunt),
            };
            let strongest = match count(Stance::OpMeritesBeoordelen, false) {
                0 => polar(true).or_else(|| polar(false)),
                _ => Some(Stance::OpMeritesBeoordelen),
            };
            if let (Some(stance), None) = (strongest, reading.decided) {
                // "Wij steunen het plan, maar de brug wordt een ramp": what is said against praise
                // is criticism, also in words that the lexicon does not know
                reading.stance = match stance {
                    Stance::Steunt if number > 0 && is_contrast => Stance::Kritisch,
                    other => other,
                };
                reading.decided = Some(number);
            }
            reading.cues.extend(cues.into_iter().map(|(cue, _)| cue));
        }
        reading
    }

    fn cues(
        &self,
        words: &[Word<'_>],
        found: &[CueMatch],
        carried: Option<bool>,
        half: usize,
    ) -> Vec<(Cue<'_>, bool)> {
        let mut masked = vec![false; words.len()];
        for m in found.iter().filter(|m| m.kind == CueKind::Mask) {
            masked[m.words.clone()].fill(true);
        }
        let actors = actors(found, words, &masked);
        let asides = asides(words);
        let reasons = reasons(words);
        // the winner among the cues that hold a negation of their own, by the place of that negation
        let mut held: Vec<Option<(usize, Stance)>> = vec![None; words.len()];
        let mut cues = Vec::new();
        for m in found {
            let (stance, needs_sender) = match m.kind {
                CueKind::OfSender(stance) => (stance, true),
                CueKind::Free(stance) => (stance, false),
                _ => continue,
            };
            if masked[m.words.start] || masked[m.words.end - 1] {
                continue;
            }
            let whose = match subject(&actors, &asides, m, words, needs_sender).or(carried) {
                Some(true) => Whose::Sender,
                Some(false) => Whose::Other,
                None => Whose::Nobody,
            };
            let pattern = self.lexicon.pattern(m);
            let negation = if pattern.negates {
                let own = m.words.clone().find(|&at| is_negation(&words[at]));
                if let Some(at) = own
                    && held[at].is_none_or(|(end, _)| end < m.words.end)
                {
                    held[at] = Some((m.words.end, stance));
                }
                own
            } else {
                negation(m, words, &masked, stance)
            };
            let negated = !pattern.negates && negation.is_some();
            let cue = Cue {
                stance: if negated { turned(stance) } else { stance },
                pattern: &pattern.name,
                pattern_hash: pattern.name_hash,
                negated,
                whose,
                half,
                counts: whose == Whose::Sender || (whose == Whose::Nobody && !needs_sender),
            };
            cues.push((cue, negation, m.words.end - 1));
        }
        // one negation is read once: "ziet geen reden" and "twijfelen" give way to "geen reden te twijfelen"
        let mut closed: Vec<Option<Stance>> = vec![None; words.len()];
        for (end, stance) in held.iter().flatten() {
            closed[end - 1] = Some(*stance);
        }
        (cues.into_iter())
            .filter(|(cue, negation, last)| {
                let winner = negation.and_then(|at| held[at]).map(|(_, stance)| stance);
                let agrees = |stance: Option<Stance>| stance.is_none_or(|s| s == cue.stance);
                agrees(winner) && agrees(closed[*last])
            })
            .map(|(cue, _, last)| (cue, !reasons[last]))
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

/// The parts of a sentence in the order in which they decide, and whether a comma and *maar* part them. Its first
/// word is [`START`].
fn halves<'w, 't>(words: &'w [Word<'t>]) -> (Vec<&'w [Word<'t>]>, bool) {
    let text = |at: usize| words.get(at).map_or("", |w| w.text);
    let adversative = (4..words.len()).rfind(|&i| {
        matches!(text(i), "maar" | "doch")
            && !matches!(text(i + 1), "ook" | "liefst")
            && !matches!(text(i - 1), "ook" | "alleen" | "nog")
    });
    if let Some(at) = adversative {
        return (vec![&words[at + 1..], &words[..at]], text(at - 1) == ",");
    }
    if CONCESSIONS.contains(&text(1)) {
        let commas = words.iter().enumerate().filter(|(_, w)| w.text == ",");
        let main = commas
            .map(|(i, _)| i + 1)
            .find(|&i| words.get(i).is_some_and(|w| FINITE.contains(&w.text)))
            .or_else(|| words.iter().position(|w| w.text == ",").map(|i| i + 1));
        if let Some(at) = main {
            return (vec![&words[at..], &words[..at]], false);
        }
    }
    // "…, al blijft de termijn kort": the other *al* ("al jaren") has no verb behind it
    let late = (0..words.len()).find(|&i| match text(i) {
        "hoewel" | "ofschoon" | "alhoewel" => true,
        "al" => i > 0 && text(i - 1) == "," && FINITE.contains(&text(i + 1)),
        "ook" => i > 0 && text(i - 1) == "," && text(i + 1) == "al",
        _ => false,
    });
    match late {
        Some(at) if at > 3 => (vec![&words[..at], &words[at..]], false),
        _ => (vec![words], false),
    }
}

/// Somebody who may be a subject, and whether it is the sender.
struct Actor {
    start: usize,
    end: usize,
    sender: bool,
}

/// The actors that are no object of a preposition. Longer phrases win over the words inside of them.
fn actors(found: &[CueMatch], words: &[Word<'_>], masked: &[bool]) -> Vec<Actor> {
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
        let sender = person.kind == CueKind::Sender;
        let start = person.words.start;
        let text = |at: Option<usize>| at.map_or("", |at| words[at].text);
        let before = (0..start).rfind(|&at| !FILLERS.contains(&words[at].text));
        let holds_view = match text(before) {
            "bij" => sender,
            "van" => VIEWS.contains(&text(before.and_then(|at| at.checked_sub(1)))),
            _ => false,
        };
        // "zal Nederland de Commissie vragen", "Nederland zal de Commissie vragen": who follows the sender and its
        // verb is the object
        let is_object = !sender
            && (actors.last()).is_some_and(|a| a.sender && before.is_some_and(|at| at <= a.end))
            && !matches!(text(before), "," | ";");
        if masked[start] || is_object || (OBLIQUE.contains(&text(before)) && !holds_view) {
            continue;
        }
        actors.push(Actor {
            start,
            end: person.words.end,
            sender,
        });
    }
    actors
}

/// For each word the number of the aside it stands in, 0 outside: what stands between a comma with *zoals*, *die*,
/// *waarvoor* and the next comma.
fn asides(words: &[Word<'_>]) -> Vec<usize> {
    // a clause that opens the sentence is one too, when a comma ends it: "Dat de Commissie dit schrapt, …"
    let first = words.iter().find(|w| w.text != START);
    let mut inside =
        first.is_some_and(|w| FIRST.contains(&w.text)) && words.iter().any(|w| w.text == ",");
    let mut number = usize::from(inside);
    let mut asides = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        if word.text == "," {
            inside = words.get(at + 1).is_some_and(|w| ASIDES.contains(&w.text));
            number += usize::from(inside);
        } else if word.text == ";" {
            inside = false;
        }
        asides.push(if inside { number } else { 0 });
    }
    asides
}

/// Whether each word stands in a reason: what a comma with *omdat* or *want* opens, up to the next comma.
fn reasons(words: &[Word<'_>]) -> Vec<bool> {
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
/// last one before it, else the first one soon after it in the same clause. Who stands in an aside is no subject
/// outside of it, and somebody else behind a cue that needs no sender is its object: "biedt ondernemers geen
/// soelaas". `None` without any.
fn subject(
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
    let behind = (first + 1..first + 4)
        .take_while(|&at| at == first + 1 || skipped(at - 1))
        .find_map(|at| actors.iter().find(|a| a.start == at));
    // "de kritiek van de raad deelt het kabinet"
    let after = (cue.words.end..cue.words.end + 2)
        .take_while(|&at| at == cue.words.end || skipped(at - 1))
        .find_map(|at| actors.iter().find(|a| a.start == at));
    if behind.or(after).is_some_and(|a| a.sender) {
        return Some(true);
    }
    let before = actors.iter().rev().find(|a| a.end <= first && seen(a));
    let same_clause =
        |a: &Actor| !(words[cue.words.end - 1..a.start].iter()).any(|w| opens_clause(w));
    before
        .or(behind.filter(|_| needs_sender))
        .or_else(|| {
            actors
                .iter()
                .find(|a| {
                    a.start > first && a.start <= cue.words.end + 3 && (needs_sender || a.sender)
                })
                .filter(|a| a.start < cue.words.end || same_clause(a))
        })
        .map(|a| a.sender)
}

/// Whether a new clause with a subject of its own begins with a word.
fn opens_clause(word: &Word<'_>) -> bool {
    word.text != "en" && OPENERS.contains(&word.text)
}

fn is_negation(word: &Word<'_>) -> bool {
    NEGATIONS.contains(&word.text)
}

/// Where a negation outside of the cue's own words stands that turns it round: up to four words before it, inside
/// its gap, or up to three words behind it; always in the same clause. Praise is also turned round by a weakening
/// word right before its first or its last word.
fn negation(cue: &CueMatch, words: &[Word<'_>], masked: &[bool], stance: Stance) -> Option<usize> {
    let negates = |at: &usize| !masked[*at] && is_negation(&words[*at]);
    let ends = |at: usize| words[at].text == "," || words[at].text == ";";
    let (start, end) = (cue.words.start, cue.words.end);
    let before = (start.saturating_sub(4)..start)
        .rev()
        .take_while(|&at| !ends(at))
        .find(negates);
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
            .find(|at| negates(at) && (*at < end + 3 || ends_clause(at + 1)))
    };
    let weakened = || {
        [start, end - 1]
            .into_iter()
            .filter_map(|at| at.checked_sub(1))
            .find(|&at| stance == Stance::Steunt && WEAKENERS.contains(&words[at].text))
    };
    before.or_else(inside).or_else(behind).or_else(weakened)
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
    fn a_silent_half_behind_praise_is_criticism() {
        check(&[
            (
                "Wij verwelkomen het havenplan, maar de houten steiger wordt een ramp.",
                Kritisch,
            ),
            ("Ik steun de bouw van een hoge maar smalle toren.", Steunt),
        ]);
    }

    #[test]
    fn a_late_concession_does_not_decide() {
        check(&[
            (
                "Het kabinet verwelkomt de brug, al is de prijs te betreuren.",
                Steunt,
            ),
            (
                "Het kabinet betreurt het besluit, ook al is de haven er blij mee.",
                Kritisch,
            ),
            ("Nederland bepleit dit, al jaren en met reden.", Steunt),
        ]);
    }

    #[test]
    fn a_negation_belongs_to_its_own_clause() {
        check(&[
            (
                "Ik acht het van belang dat vissers niet op kosten worden gejaagd.",
                Steunt,
            ),
            (
                "Het kabinet onderschrijft dat de vloot niet te snel mag krimpen.",
                Steunt,
            ),
            (
                "Wij delen de conclusie van de haven over de kade niet, omdat de cijfers oud zijn.",
                Kritisch,
            ),
            ("Het kabinet onderschrijft die conclusie niet.", Kritisch),
            ("Ik deel dat niet.", Kritisch),
            (
                "Ik deel dat standpunt over de haven dan ook niet.",
                Kritisch,
            ),
            ("Een hogere dam acht het kabinet minder gewenst.", Kritisch),
            ("Een tweede sluis acht ik weinig zinvol.", Kritisch),
        ]);
    }

    #[test]
    fn a_reason_does_not_overrule_what_it_is_for() {
        check(&[
            (
                "Het kabinet steunt de nieuwe sluis, omdat de oude onvoldoende onderbouwd was.",
                Steunt,
            ),
            (
                "De nieuwe sluis is, omdat zij onvoldoende onderbouwd is, voor de haven een zorg.",
                Kritisch,
            ),
        ]);
    }

    #[test]
    fn the_beginning_of_a_sentence_is_a_cue() {
        check(&[
            (
                "Of de sluis breder kan, hangt van de bodem af.",
                OpMeritesBeoordelen,
            ),
            ("De haven of de sluis kan breder.", GeenStandpunt),
        ]);
    }

    #[test]
    fn one_negation_is_read_once() {
        check(&[
            (
                "Ik zie geen reden om aan de kwaliteit van het water te twijfelen.",
                Steunt,
            ),
            ("Ik zie geen reden om de kade te verlengen.", Kritisch),
            (
                "Wij willen dit jaar niet tornen aan het tarief van de veerpont.",
                Steunt,
            ),
            ("Ik wil de dijk niet verhogen.", Kritisch),
            ("De kritiek op de sluis deel ik niet.", Steunt),
            ("De kritiek op de sluis deel ik.", Kritisch),
        ]);
    }

    #[test]
    fn who_holds_the_view() {
        check(&[
            (
                "De kade is naar het oordeel van het kabinet een goede stap.",
                Steunt,
            ),
            (
                "De kade is naar het oordeel van de Commissie een goede stap.",
                GeenStandpunt,
            ),
            ("Het kadeplan stuit bij het kabinet op bezwaren.", Kritisch),
            // who stands in an aside, in a clause of its own or in a masked phrase is no subject outside of it
            (
                "De kade kan, zoals de Commissie voorstelt, op instemming rekenen van Nederland.",
                Steunt,
            ),
            ("Het is goed dat de Commissie de haven betrekt.", Steunt),
            (
                "Dat de Commissie de kade schrapt, is een goede stap.",
                Steunt,
            ),
            (
                "De motie verzoekt de regering de kade te steunen.",
                GeenStandpunt,
            ),
        ]);
    }

    #[test]
    fn the_object_is_no_subject() {
        check(&[
            (
                "Nederland zal de Commissie om opheldering vragen over de kade.",
                Kritisch,
            ),
            ("De kritiek van de raad deelt het kabinet.", Kritisch),
            ("Zo'n havengeld biedt schippers geen uitkomst.", Kritisch),
        ]);
    }

    #[test]
    fn more_praise_outweighs_criticism() {
        check(&[
            (
                "Het kabinet verwelkomt de sluis, steunt de bouw, juicht de haast toe en vindt alleen de naam ongelukkig.",
                Steunt,
            ),
            (
                "Het kabinet steunt het doel en vindt de naam ongelukkig.",
                Kritisch,
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
            "al is",
            ", al is, ook al",
            "dat, die, zoals",
            "niet, minder, weinig",
            "minder",
            "- ' -",
        ] {
            assert_eq!(rules.predict(text), GeenStandpunt, "{text}");
        }
    }
}

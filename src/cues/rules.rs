//! The guide's first rules applied to cues: whose position is it, is it negated, and where does a contrast end up.

use super::clauses::{
    SaidByOthers, actors, asides, denied, halves, is_negation, negation, reasons, subject,
};
use super::covered::Place;
use super::matching::Places;
use super::word_lists::{CLAUSE, SHARE, START};
use super::{Bearer, CueKind, CueMatch, Lexicon, Word, lower_case};
use crate::stance::Stance;
use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Range;

/// Predicts a stance by cue words alone: a baseline that any model should beat.
///
/// A question is "geen standpunt". A sentence with *maar* or a comma and *toch* is judged by what follows it, one that
/// begins with *hoewel* by its main clause; the other half counts only when that one has no cue, and praise before a
/// silent *maar* then is criticism. In each half a cue counts when its subject fits (the sender, nobody else, or for a
/// norm whoever has to keep it, unless somebody else says so), and a negation in its clause turns steunt into kritisch
/// and back. Of what is left "op merites beoordelen" goes first,
/// then the cues outside of reasons, and among these kritisch unless steunt has more cues.
#[derive(Debug, Clone)]
pub struct CueRules {
    pub(super) lexicon: Cow<'static, Lexicon>,
}

impl Default for CueRules {
    fn default() -> Self {
        Self {
            lexicon: Cow::Borrowed(Lexicon::dutch()),
        }
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
    /// Who its subject is; of a norm that nobody else says, nobody.
    pub whose: Whose,
    /// Which part of the sentence it stands in: 0 decides, 1 is conceded.
    pub half: usize,
    /// Whether its subject fits, so that it speaks for the sender.
    pub counts: bool,
    /// Where it stands: see [`CueRules::covered`].
    pub(super) place: Place,
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

impl Reading<'_> {
    /// The numbers of the cues that decided: those of its part that count and speak for its stance, or all that count there where
    /// *maar* made praise criticism.
    pub(crate) fn decisive(&self) -> Vec<usize> {
        let of = |stance: Option<Stance>| -> Vec<usize> {
            let cues = self.cues.iter().enumerate();
            cues.filter(|(_, c)| c.counts && Some(c.half) == self.decided)
                .filter(|(_, c)| stance.is_none_or(|s| s == c.stance))
                .map(|(number, _)| number)
                .collect()
        };
        match of(Some(self.stance)) {
            none if none.is_empty() => of(None),
            some => some,
        }
    }
}

/// What makes one of several cues with the same negation win: whether it decides alone, where it ends, and whether it names an
/// objection.
type Rank = (bool, usize, bool);

impl CueRules {
    /// Rules over a lexicon of one's own.
    pub fn new(lexicon: Lexicon) -> Self {
        Self {
            lexicon: Cow::Owned(lexicon),
        }
    }

    /// The stance of a sentence.
    pub fn predict(&self, sentence: &str) -> Stance {
        self.read(sentence).stance
    }

    /// The stance of a sentence and all its cues.
    pub fn read(&self, sentence: &str) -> Reading<'_> {
        self.read_with(sentence, &mut Places::default())
    }

    /// As [`Self::read`], with a buffer that is used again and again.
    pub(crate) fn read_with(&self, sentence: &str, places: &mut Places) -> Reading<'_> {
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
        let found: Vec<Vec<CueMatch>> = (halves.iter())
            .map(|half| self.lexicon.matches_with(half, places))
            .collect();
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
            let first = half.first().and_then(|first| words.element_offset(first));
            let from = first.unwrap_or_default();
            reading.cues.extend(cues.into_iter().map(|(cue, _)| Cue {
                place: cue.place.behind(from),
                ..cue
            }));
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
        let denied = denied(words);
        let said = LazyCell::new(|| SaidByOthers::new(found, &actors, &asides, words, &masked));
        // the winner among the cues that hold a negation of their own, by the place of that negation
        let mut held: Vec<Option<(Rank, Stance)>> = vec![None; words.len()];
        // what is decided where a cue ends: "terecht" gives way to "die klacht is terecht"
        let mut closed: Vec<Option<Stance>> = vec![None; words.len()];
        // for each word what a cue says that decides alone there
        let mut alone: Vec<Option<Stance>> = vec![None; words.len()];
        let mut cues = Vec::new();
        for m in found {
            let Some((stance, bearer)) = m.kind.stance() else {
                continue;
            };
            let needs_sender = bearer == Bearer::Sender;
            if masked[m.words.start] || masked[m.words.end - 1] {
                continue;
            }
            let named = self.lexicon.names_sender(m).then_some(true);
            let whose = match named
                .or_else(|| subject(&actors, &asides, m, words, needs_sender))
                .or(carried)
            {
                Some(true) if said.holds(m) => Whose::Other,
                Some(true) => Whose::Sender,
                // "De lidstaten horen dit zelf te doen": who is judged does not judge
                Some(false) if bearer == Bearer::Anybody && said.is_empty() => Whose::Nobody,
                Some(false) => Whose::Other,
                None => Whose::Nobody,
            };
            let negates = self.lexicon.negates(m);
            let negation = if negates {
                let own = m.words.clone().find(|&at| is_negation(&words[at]));
                // "kan niet anders dan dit steunen": nothing is denied
                if own.is_some_and(|at| masked[at]) {
                    continue;
                }
                let rank = (
                    self.lexicon.decides(m),
                    m.words.end,
                    self.lexicon.objects(m),
                );
                if let Some(at) = own
                    && held[at].is_none_or(|(other, _)| other < rank)
                {
                    held[at] = Some((rank, stance));
                }
                own
            } else {
                negation(m, words, &masked, stance)
            };
            let negated = !negates && negation.is_some();
            let stance = if negated { turned(stance) } else { stance };
            let counts = whose == Whose::Sender || (whose == Whose::Nobody && !needs_sender);
            if counts && self.lexicon.decides(m) {
                for word in &mut alone[m.words.clone()] {
                    word.get_or_insert(stance);
                }
            }
            if self.lexicon.objects(m) {
                closed[m.words.end - 1].get_or_insert(stance);
            }
            let cue = Cue {
                stance,
                pattern: self.lexicon.name(m),
                pattern_hash: self.lexicon.name_hash(m),
                negated,
                whose,
                half,
                counts,
                place: Place::of(m, negation.filter(|_| negated)),
            };
            cues.push((cue, negation, m.words.clone()));
        }
        // one negation is read once: "ziet geen reden" and "twijfelen" give way to "geen reden te twijfelen"
        for ((_, end, _), stance) in held.iter().flatten() {
            closed[end - 1] = Some(*stance);
        }
        share_criticism(&mut cues, found, words);
        (cues.into_iter())
            .filter(|(cue, negation, at)| {
                let winner = negation.and_then(|at| held[at]).map(|(_, stance)| stance);
                let agrees = |stance: Option<Stance>| stance.is_none_or(|s| s == cue.stance);
                // who decides alone gives way to none: "die kritiek deel ik niet" holds "deel ik niet"
                let decides = alone[at.start] == Some(cue.stance);
                decides || (agrees(winner) && agrees(closed[at.end - 1]) && agrees(alone[at.start]))
            })
            .map(|(mut cue, _, at)| {
                if denied[at.start] {
                    cue.stance = turned(cue.stance);
                    cue.negated = !cue.negated;
                }
                (cue, !reasons[at.end - 1])
            })
            .collect()
    }
}

/// "Deelt het oordeel van de raad dat de sluis *te duur* is": criticism by somebody else that the sender shares is the sender's.
fn share_criticism(
    cues: &mut [(Cue<'_>, Option<usize>, Range<usize>)],
    found: &[CueMatch],
    words: &[Word<'_>],
) {
    let shared = (cues.iter()).find_map(|(cue, _, at)| {
        let shares = cue.counts
            && cue.stance == Stance::Steunt
            && !cue.negated
            && SHARE.contains(&words[at.start].text);
        let near = words.len().min(at.start + CLAUSE);
        let mut view = (at.start..near).filter(|_| shares);
        let dat = view.find(|&at| matches!(words[at].text, "dat" | "," | ";"))?;
        let from = found.partition_point(|m| m.words.start < at.start);
        let between = found[from..].iter().take_while(|m| m.words.start < dat);
        let is_others = between.into_iter().any(|m| m.kind == CueKind::Other);
        (is_others && words[dat].text == "dat").then_some((at.start, dat))
    });
    let Some((start, dat)) = shared else {
        return;
    };
    let ends = |&at: &usize| matches!(words[at].text, "," | ";");
    let end = (dat..words.len()).find(ends).unwrap_or(words.len());
    let mut is_criticism = false;
    for (cue, _, at) in cues.iter_mut() {
        if (dat..end).contains(&at.start) && cue.stance == Stance::Kritisch {
            cue.whose = Whose::Sender;
            cue.counts = true;
            is_criticism = true;
        }
    }
    for (cue, _, at) in cues.iter_mut().filter(|_| is_criticism) {
        cue.counts &= at.start != start || cue.stance != Stance::Steunt;
    }
}

fn turned(stance: Stance) -> Stance {
    match stance {
        Stance::Steunt => Stance::Kritisch,
        Stance::Kritisch => Stance::Steunt,
        other => other,
    }
}

#[cfg(test)]
mod tests;

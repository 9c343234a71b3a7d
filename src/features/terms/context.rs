//! Terms that say more than which words stand together: who speaks, what is negated, which half decides, what the cue
//! rules say, and what stands around the sentence.

use super::*;
use std::cell::LazyCell;
use std::ops::Range;

impl Terms {
    /// The half that decides (rule 2 of the guide): from the last contrast word on, or what follows a conceded half.
    pub(super) fn clause(
        &self,
        group: usize,
        options: &GroupOptions,
        scratch: &mut Scratch,
        sink: &mut impl Sink,
    ) {
        let Scratch {
            tokens,
            classes,
            words,
            ..
        } = scratch;
        let Some(from) = decisive_half(tokens, classes) else {
            return;
        };
        let taken = self.sequence(std::mem::take(words), tokens, self.end, |i| {
            (i >= from).then(|| tokens.hash(i))
        });
        self.ngrams(group, options, &Sequence::of(&taken, tokens, true), sink);
        *words = taken;
    }

    pub(super) fn speaker(
        &self,
        group: usize,
        options: &GroupOptions,
        scratch: &Scratch,
        sink: &mut impl Sink,
    ) {
        let Scratch {
            tokens, classes, ..
        } = scratch;
        let base = self.seeds[group];
        let mut last: Option<Speaker> = None;
        let mut first: Option<Speaker> = None;
        for (i, class) in classes.iter().enumerate() {
            if let Some(speaker) = class.and_then(Speaker::of) {
                first = first.or(Some(speaker));
                // inversion: "Ook verwelkomt het kabinet"
                for j in (i.saturating_sub(4)..i).rev() {
                    if tokens.is_mark(j) {
                        break;
                    }
                    let hash = join(join(base, tokens.hash(j)), speaker as u64 + 11);
                    sink.term(group, hash, Some((j, i)), |out| {
                        out.push_str(tokens.text(j));
                        out.push('<');
                        out.push_str(speaker.name());
                    });
                }
                last = Some(speaker);
                continue;
            }
            let Some(speaker) = last else { continue };
            let mut hash = join(base, speaker as u64 + 1);
            for end in i..tokens.len().min(i + options.max_n) {
                hash = join(hash, tokens.hash(end));
                if end + 1 - i < options.min_n {
                    continue;
                }
                sink.term(group, hash, Some((i, end)), |out| {
                    out.push_str(speaker.name());
                    out.push('>');
                    for k in i..=end {
                        if k > i {
                            out.push(' ');
                        }
                        out.push_str(tokens.text(k));
                    }
                });
            }
        }
        let name = first.map_or("niemand", Speaker::name);
        let hash = join(join(base, 31), first.map_or(0, |s| s as u64 + 1));
        sink.term(group, hash, None, |out| {
            out.push_str("eerst:");
            out.push_str(name);
        });
    }

    pub(super) fn negation(&self, group: usize, scratch: &Scratch, sink: &mut impl Sink) {
        let Scratch {
            tokens, classes, ..
        } = scratch;
        let base = self.seeds[group];
        for (i, class) in classes.iter().enumerate() {
            if *class != Some(WordClass::Negation) {
                continue;
            }
            let mut pair = |other: usize, before: bool| {
                let side = if before { 2 } else { 3 };
                let hash = join(join(base, side), tokens.hash(other));
                sink.term(group, hash, Some((i.min(other), i.max(other))), |out| {
                    let text = tokens.text(other);
                    if before {
                        out.push_str(text);
                        out.push_str("~niet");
                    } else {
                        out.push_str("niet~");
                        out.push_str(text);
                    }
                });
            };
            (i.saturating_sub(5)..i)
                .rev()
                .take_while(|&j| !tokens.is_mark(j))
                .for_each(|j| pair(j, true));
            (i + 1..tokens.len().min(i + 6))
                .take_while(|&j| !tokens.is_mark(j))
                .for_each(|j| pair(j, false));
        }
    }

    pub(super) fn modal(&self, group: usize, scratch: &Scratch, sink: &mut impl Sink) {
        let Scratch {
            tokens, classes, ..
        } = scratch;
        for (i, class) in classes.iter().enumerate() {
            if *class != Some(WordClass::Modal) {
                continue;
            }
            let end = (i + 1..tokens.len())
                .find(|&j| tokens.is_mark(j))
                .unwrap_or(tokens.len());
            for j in (i + 1).max(end.saturating_sub(3))..end {
                let hash = join(join(self.seeds[group], tokens.hash(i)), tokens.hash(j));
                sink.term(group, hash, Some((i, j)), |out| {
                    out.push_str(tokens.text(i));
                    out.push('…');
                    out.push_str(tokens.text(j));
                });
            }
        }
    }

    pub(super) fn before(
        &self,
        group: usize,
        options: &GroupOptions,
        scratch: &mut Scratch,
        sink: &mut impl Sink,
    ) {
        let words = std::mem::take(&mut scratch.words);
        let Scratch {
            before,
            classes,
            tokens,
            ..
        } = scratch;
        let words = self.sequence(words, before, self.end, |i| Some(before.hash(i)));
        self.ngrams(group, options, &Sequence::of(&words, before, false), sink);
        let base = self.seeds[group];
        let speaker = (0..before.len())
            .filter_map(|i| self.lexicon.class(before.hash(i)).and_then(Speaker::of))
            .find(|s| *s != Speaker::Pronoun);
        let name = speaker.map_or("niemand", Speaker::name);
        let value = speaker.map_or(0, |s| s as u64 + 1);
        sink.term(group, join(join(base, 41), value), None, |out| {
            out.push_str("eerst:");
            out.push_str(name);
        });
        if let Some(i) = (0..tokens.len().min(4)).find(|&i| classes[i] == Some(WordClass::Pronoun))
        {
            sink.term(
                group,
                join(join(join(base, 43), value), tokens.hash(i)),
                Some((i, i)),
                |out| {
                    out.push_str(name);
                    out.push_str(" | ");
                    out.push_str(tokens.text(i));
                },
            );
        }
        scratch.words = words;
    }

    pub(super) fn cues(
        &self,
        group: usize,
        sentence: &str,
        scratch: &mut Scratch,
        sink: &mut impl Sink,
    ) {
        let Some(rules) = &self.rules else { return };
        let Scratch { tokens, places, .. } = scratch;
        let reading = rules.read_with(sentence, places);
        // for each cue the tokens that it covers; nobody asks for them while labelling
        let covered = LazyCell::new(|| {
            let cues = rules.covered(sentence, &reading);
            (cues.iter())
                .map(|bytes| covering(tokens, bytes))
                .collect::<Vec<_>>()
        });
        let of = |number: usize| covered.get(number).cloned().unwrap_or_default();
        let base = self.seeds[group];
        let known = |part: &str| xxh3_64(part.as_bytes());
        let regel = join(join(base, known("regel")), known(reading.stance.label()));
        sink.term(group, regel, None, |out| {
            out.push_str("regel ");
            out.push_str(reading.stance.label());
        });
        sink.places(regel, || {
            reading.decisive().into_iter().flat_map(of).collect()
        });
        for (number, cue) in reading.cues.iter().enumerate() {
            let turned = if cue.negated { "omgekeerd" } else { "" };
            let half = if cue.half > 0 { "toegegeven" } else { "" };
            let parts = [cue.stance.label(), cue.whose.name(), turned, half];
            let parts = parts.iter().filter(|part| !part.is_empty());
            let state = parts
                .clone()
                .fold(base, |hash, part| join(hash, known(part)));
            let write = |out: &mut String| {
                for (n, part) in parts.clone().enumerate() {
                    out.push_str(if n > 0 { " " } else { "" });
                    out.push_str(part);
                }
            };
            sink.term(group, state, None, write);
            sink.places(state, || of(number));
            let named = join(state, cue.pattern_hash);
            sink.term(group, named, None, |out| {
                write(out);
                out.push(' ');
                out.push_str(cue.pattern);
            });
            sink.places(named, || of(number));
        }
    }

    pub(super) fn shape(
        &self,
        group: usize,
        input: &Input<'_>,
        scratch: &Scratch,
        sink: &mut impl Sink,
    ) {
        let Scratch {
            tokens, classes, ..
        } = scratch;
        let base = self.seeds[group];
        let mut fact = |name: &str, value: &str| {
            let hash = join(
                join(base, xxh3_64(name.as_bytes())),
                xxh3_64(value.as_bytes()),
            );
            sink.term(group, hash, None, |out| {
                out.push_str(name);
                out.push(':');
                out.push_str(value);
            });
        };
        fact("length", bin(tokens.len(), &[5, 9, 14, 20, 28, 40]));
        fact("place", bin(input.position, &[0, 1, 3, 6, 12]));
        if input.count > 0 {
            let last = input.count - 1 - input.position.min(input.count - 1);
            fact("to-end", bin(last, &[0, 1, 3, 6]));
        }
        if let Some(i) = tokens.len().checked_sub(1)
            && tokens.is_mark(i)
        {
            fact("ends", tokens.text(i));
        }
        for (name, class) in [
            ("contrast", WordClass::Contrast),
            ("concession", WordClass::Concession),
            ("negation", WordClass::Negation),
        ] {
            if classes.contains(&Some(class)) {
                fact("has", name);
            }
        }
        let named = |s| classes.iter().flatten().any(|c| Speaker::of(*c) == Some(s));
        fact(
            "who",
            match (named(Speaker::Sender), named(Speaker::Other)) {
                (true, true) => "both",
                (true, false) => "zender",
                (false, true) => "ander",
                (false, false) => "niemand",
            },
        );
        if input.heading.is_empty() {
            fact("heading", "none");
        }
    }
}

/// The tokens that stand in some bytes of the sentence, which come in its order, each run as its first and last.
fn covering(tokens: &Tokens, bytes: &[Range<usize>]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for i in bytes.iter().flat_map(|bytes| tokens.within(bytes)) {
        match runs.last_mut() {
            _ if tokens.is_mark(i) => {}
            Some((_, last)) if *last >= i => {}
            Some((_, last)) if *last + 1 == i => *last = i,
            _ => runs.push((i, i)),
        }
    }
    runs
}

fn bin(value: usize, upper: &[usize]) -> &'static str {
    const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
    NAMES[upper.iter().take_while(|&&u| value > u).count()]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speaker {
    Sender,
    Other,
    Pronoun,
}

impl Speaker {
    fn of(class: WordClass) -> Option<Self> {
        match class {
            WordClass::Sender => Some(Self::Sender),
            WordClass::Other => Some(Self::Other),
            WordClass::Pronoun => Some(Self::Pronoun),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Sender => "zender",
            Self::Other => "ander",
            Self::Pronoun => "dit",
        }
    }
}

/// The first token of the half that decides, where a sentence has two.
fn decisive_half(tokens: &Tokens, classes: &[Option<WordClass>]) -> Option<usize> {
    let contrast = (1..tokens.len()).rfind(|&i| classes[i] == Some(WordClass::Contrast));
    if contrast.is_some() {
        return contrast;
    }
    let concession = (0..tokens.len()).find(|&i| classes[i] == Some(WordClass::Concession))?;
    if concession <= 2 {
        // "Hoewel …, kan het kabinet …": the main clause opens behind the last comma that a verb follows; the last
        // comma in the first two thirds is near enough and never cuts the end
        let reach = tokens.len() * 3 / 4;
        (concession..tokens.len())
            .filter(|&i| tokens.text(i) == ",")
            .rfind(|&i| i <= reach)
            .or_else(|| (concession..tokens.len()).find(|&i| tokens.text(i) == ","))
    } else {
        Some(0)
    }
}

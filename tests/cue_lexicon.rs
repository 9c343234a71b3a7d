//! The cue lexicon's matcher against one that tries every pattern at every word.

use standpunt::cues::{Lexicon, lower_case};
use std::collections::BTreeMap;

/// Words that a gap can span.
const GAP: usize = 10;

/// Patterns as they are written, tried one after the other at every word.
fn tried_one_by_one(lexicon: &Lexicon, sentence: &str) -> Vec<(usize, usize, usize)> {
    type Classes<'t> = BTreeMap<&'t str, &'t str>;
    fn takes(choice: &str, word: &str, classes: &Classes<'_>) -> bool {
        match (choice.strip_suffix('*'), classes.get(choice)) {
            (Some(beginning), _) => word.starts_with(beginning),
            (_, Some(members)) => members.split('|').any(|m| takes(m, word, classes)),
            _ => word == choice,
        }
    }
    fn fit(
        parts: &[&str],
        words: &[&str],
        at: usize,
        senders: &[Vec<&str>],
        classes: &Classes<'_>,
    ) -> Option<usize> {
        let Some((&part, rest)) = parts.split_first() else {
            return Some(at);
        };
        match part {
            "..." => {
                let free = words.get(at..).into_iter().flatten();
                let free = free.take(GAP).take_while(|&&word| word != ";").count();
                (at..=at + free).find_map(|next| fit(rest, words, next, senders, classes))
            }
            "<z>" => {
                let at = at + usize::from(matches!(*words.get(at)?, "het" | "de"));
                let end = senders
                    .iter()
                    .find_map(|s| fit(s, words, at, senders, classes))?;
                fit(rest, words, end, senders, classes)
            }
            _ => {
                let word = words.get(at)?;
                let takes = |choice: &str| takes(choice, word, classes);
                (part.split('|').any(takes)).then(|| fit(rest, words, at + 1, senders, classes))?
            }
        }
    }
    let text = include_str!("../src/cues/cues.txt");
    let mut section = "";
    let mut patterns = Vec::new();
    let mut classes = Classes::new();
    for (line, text) in (1..).zip(text.lines()) {
        match text.as_bytes().first() {
            Some(b'[') => section = text,
            None | Some(b'#') => {}
            _ => match text.split_once(" = ") {
                Some((class, members)) => {
                    classes.insert(class, members);
                }
                None => {
                    let parts = text.split_whitespace().filter(|&part| part != "!");
                    patterns.push((line, section, parts.collect::<Vec<_>>()));
                }
            },
        }
    }
    let senders: Vec<Vec<&str>> = (patterns.iter().filter(|p| p.1 == "[zender]"))
        .map(|p| p.2.clone())
        .collect();
    let lower = lower_case(sentence);
    let words: Vec<&str> = lexicon.words(&lower).iter().map(|w| w.text).collect();
    let mut found = Vec::new();
    for start in 0..words.len() {
        for (line, _, parts) in &patterns {
            found.extend(
                fit(parts, &words, start, &senders, &classes).map(|end| (*line, start, end)),
            );
        }
    }
    found
}

#[test]
fn every_pattern_fits_where_it_does_when_tried_by_itself() {
    let lexicon = Lexicon::dutch();
    let pairs = include_str!("../datasets/pairs.csv");
    let mut all = 0;
    for sentence in pairs.lines().skip(1).step_by(7) {
        let lower = lower_case(sentence);
        let found: Vec<_> = (lexicon.matches(&lexicon.words(&lower)).into_iter())
            .map(|m| (m.line, m.words.start, m.words.end))
            .collect();
        all += found.len();
        assert_eq!(found, tried_one_by_one(lexicon, sentence), "{sentence}");
    }
    assert!(all > 200, "only {all} fits: the sentences test nothing");
}

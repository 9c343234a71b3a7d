//! The cue lexicon's matcher against one that tries every pattern at every word.

use standpunt::cues::{Lexicon, lower_case};
use std::collections::HashMap;

/// Words that a gap can span.
const GAP: usize = 10;

/// The patterns with their lines and sections, classes as their words.
fn lines_of_words() -> Vec<(usize, &'static str, String)> {
    let mut classes: HashMap<&str, String> = HashMap::new();
    let mut section = "";
    let mut patterns = Vec::new();
    for (line, text) in (1..).zip(include_str!("../src/cues/cues.txt").lines()) {
        let listed = |part: &str| -> String {
            let words = part.split('|');
            let words = words.map(|word| classes.get(word).map_or(word, String::as_str));
            words.collect::<Vec<_>>().join("|")
        };
        if text.starts_with('[') {
            section = text;
        } else if let Some((class, words)) = text.split_once(" = ") {
            let words = listed(words);
            classes.insert(class, words);
        } else if !text.is_empty() && !text.starts_with('#') {
            let parts = text.strip_suffix(" !").unwrap_or(text).split_whitespace();
            patterns.push((
                line,
                section,
                parts.map(listed).collect::<Vec<_>>().join(" "),
            ));
        }
    }
    patterns
}

/// Patterns as they are written, tried one after the other at every word.
fn tried_one_by_one(lexicon: &Lexicon, sentence: &str) -> Vec<(usize, usize, usize)> {
    fn fit(parts: &[&str], words: &[&str], at: usize, senders: &[Vec<&str>]) -> Option<usize> {
        let Some((&part, rest)) = parts.split_first() else {
            return Some(at);
        };
        match part {
            "..." => {
                let free = words.get(at..).into_iter().flatten();
                let free = free.take(GAP).take_while(|&&word| word != ";").count();
                (at..=at + free).find_map(|next| fit(rest, words, next, senders))
            }
            "<z>" => {
                let at = at + usize::from(matches!(*words.get(at)?, "het" | "de"));
                let end = senders.iter().find_map(|s| fit(s, words, at, senders))?;
                fit(rest, words, end, senders)
            }
            _ => {
                let word = words.get(at)?;
                let takes = |choice: &str| match choice.strip_suffix('*') {
                    Some(beginning) => word.starts_with(beginning),
                    None => *word == choice,
                };
                (part.split('|').any(takes)).then(|| fit(rest, words, at + 1, senders))?
            }
        }
    }
    let lines = lines_of_words();
    let mut patterns = Vec::new();
    for (line, section, text) in &lines {
        patterns.push((*line, section, text.split_whitespace().collect::<Vec<_>>()));
    }
    let senders: Vec<Vec<&str>> = (patterns.iter().filter(|p| *p.1 == "[zender]"))
        .map(|p| p.2.clone())
        .collect();
    let lower = lower_case(sentence);
    let words: Vec<&str> = lexicon.words(&lower).iter().map(|w| w.text).collect();
    let mut found = Vec::new();
    for start in 0..words.len() {
        for (line, _, parts) in &patterns {
            found.extend(fit(parts, &words, start, &senders).map(|end| (*line, start, end)));
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

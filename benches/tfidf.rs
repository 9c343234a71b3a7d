//! From sentences to sparse TF-IDF rows: learning a vocabulary, and applying it.

mod words;

use divan::{Bencher, black_box, counter::ItemsCount};
use standpunt::features::{FeatureExtractor, FeatureOptions, Input};
use words::Words;

fn main() {
    divan::main();
}

/// Groups by name: word bigrams, words and characters, and all that the shipped model uses.
const GROUPS: [(&str, &[&str]); 3] = [
    ("words", &["words:1-2/2"]),
    ("words+characters", &["words:1-3/2", "characters:2-5/2"]),
    ("default", &[]),
];

fn options(name: &str) -> FeatureOptions {
    let mut options = FeatureOptions::default();
    for (known, groups) in GROUPS {
        if known == name && !groups.is_empty() {
            options.groups = groups.iter().map(|g| g.parse().unwrap()).collect();
        }
    }
    options
}

#[divan::bench(args = GROUPS.map(|g| g.0), sample_count = 10)]
fn fit_5000_sentences(bencher: Bencher, groups: &str) {
    let sentences = Words::new(2, 20_000).sentences(5_000);
    let inputs: Vec<Input<'_>> = sentences.iter().map(|s| Input::alone(s)).collect();
    bencher.counter(ItemsCount::new(5_000_usize)).bench(|| {
        let fitted = FeatureExtractor::fit(options(groups), black_box(&inputs)).unwrap();
        assert!(fitted.vocabulary().len() > 1_000);
        fitted
    });
}

#[divan::bench(args = GROUPS.map(|g| g.0), sample_count = 10)]
fn transform_5000_sentences_one_thread(bencher: Bencher, groups: &str) {
    let sentences = Words::new(2, 20_000).sentences(5_000);
    let inputs: Vec<Input<'_>> = sentences.iter().map(|s| Input::alone(s)).collect();
    let fitted = FeatureExtractor::fit(options(groups), &inputs).unwrap();
    bencher
        .counter(ItemsCount::new(5_000_usize))
        .bench_local(|| {
            let rows = fitted.transform_all(black_box(&inputs));
            assert!(rows.stored() > 5_000);
            rows
        });
}

//! The report over invented predictions: 2,000 sentences of 80 letters, 1,000 resamples.

use divan::{Bencher, black_box};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use standpunt::evaluation::leakage::near_duplicates;
use standpunt::evaluation::{Baseline, ReportOptions, Scored, ScoredRow, report};
use standpunt::stance::{Labels, Stance};

fn main() {
    divan::main();
}

const WORDS: [&str; 16] = [
    "kabinet",
    "steunt",
    "het",
    "voorstel",
    "Commissie",
    "niet",
    "visserij",
    "de",
    "van",
    "lidstaten",
    "zal",
    "beoordelen",
    "kritisch",
    "op",
    "merites",
    "termijn",
];

fn sentence(stream: &mut Xoshiro256PlusPlus) -> String {
    let length = 12 + stream.next_u64() % 20;
    let words: Vec<&str> = (0..length)
        .map(|_| WORDS[(stream.next_u64() % 16) as usize])
        .collect();
    words.join(" ")
}

/// A sentence of invented words: three syllables each, a few of them frequent.
fn varied_sentence(stream: &mut Xoshiro256PlusPlus) -> String {
    const SYLLABLES: [&str; 16] = [
        "be", "ver", "ge", "lij", "ko", "men", "sta", "tie", "raad", "sing", "voor", "den", "lan",
        "heid", "o", "uit",
    ];
    let length = 12 + stream.next_u64() % 20;
    let mut words = Vec::new();
    for _ in 0..length {
        let draw = stream.next_u64();
        if draw.is_multiple_of(2) {
            words.push(WORDS[(draw >> 8) as usize % WORDS.len()].to_owned());
        } else {
            words.push(
                (1..4)
                    .map(|i| SYLLABLES[(draw >> (8 * i)) as usize % 16])
                    .collect(),
            );
        }
    }
    words.join(" ")
}

fn scored(rows: usize, has_letters: bool) -> Scored {
    let mut stream = Xoshiro256PlusPlus::seed_from_u64(7);
    let row = |number: usize| {
        let mut odds: Vec<f64> = (0..4)
            .map(|_| (stream.next_u64() >> 11) as f64 + 1.0)
            .collect();
        odds[3] *= 3.0;
        let sum: f64 = odds.iter().sum();
        let probabilities: Vec<f64> = odds.iter().map(|o| o / sum).collect();
        let predicted = (0..4)
            .max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]))
            .unwrap_or(3);
        let gold = if stream.next_u64() % 4 > 0 {
            predicted
        } else {
            (stream.next_u64() % 4) as usize
        };
        ScoredRow {
            letter: format!("brief-{}", number / 25),
            kind: ["BNC-fiche", "verslag", "Kamerbrief"][number / 25 % 3].to_owned(),
            field: ["visserij", "energie"][number / 25 % 2].to_owned(),
            section: ["Inzet", "Inhoud voorstel"][number % 2].to_owned(),
            sentence: sentence(&mut stream),
            gold,
            also: None,
            predicted,
            probabilities,
        }
    };
    Scored {
        labels: Labels::from_data(Stance::ALL.map(Stance::label)),
        rows: (0..rows).map(row).collect(),
        has_letters,
    }
}

#[divan::bench(args = [true, false], sample_count = 10)]
fn report_2000_rows_1000_resamples_by_letter(bencher: Bencher, has_letters: bool) {
    let scored = scored(2000, has_letters);
    let baselines = Baseline::all(&scored);
    let options = ReportOptions::default();
    bencher.bench(|| {
        let report = report(black_box(&scored), &baselines, &options).unwrap();
        assert!(report.figures.brier.interval().is_some());
        report
    });
}

#[divan::bench(sample_count = 10)]
fn cue_rules_2000_sentences(bencher: Bencher) {
    let scored = scored(2000, true);
    bencher.bench(|| Baseline::cue_words(black_box(&scored)));
}

#[divan::bench(sample_count = 5)]
fn near_duplicates_10000_by_2000_sentences(bencher: Bencher) {
    let mut stream = Xoshiro256PlusPlus::seed_from_u64(3);
    let first: Vec<String> = (0..10_000).map(|_| varied_sentence(&mut stream)).collect();
    let second: Vec<String> = first.iter().step_by(5).map(|s| format!("{s} nu")).collect();
    bencher.bench(|| {
        let found = near_duplicates(black_box(&first), &second, 0.7);
        assert!(found.len() >= 2000);
        found
    });
}

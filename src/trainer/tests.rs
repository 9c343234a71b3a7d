use super::*;
use crate::dataset::Example;
use crate::evaluation::Confusion;
use crate::features::{FeatureOptions, Group, GroupOptions};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// 24 letters of 8 sentences of words that have nothing to do with their labels, of which one is rare.
fn noise(seed: u64) -> Dataset {
    let mut stream = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut below = |n: u64| (stream.next_u64() >> 33) % n;
    let examples = (0..192)
        .map(|i| Example {
            letter: format!("brief-{}", i / 8).into(),
            sentence: (0..6).map(|_| format!("woord{} ", below(40))).collect(),
            label: ["a", "a", "a", "b", "b", "c"][below(6) as usize].into(),
            ..Example::default()
        })
        .collect();
    Dataset {
        examples,
        files: Vec::new(),
        has_letters: true,
    }
}

fn options() -> TrainOptions {
    TrainOptions {
        features: FeatureOptions::single(GroupOptions::new(Group::Words, 1, 1)),
        decision: Decision::MacroF1,
        ..TrainOptions::default()
    }
}

#[test]
fn labels_of_noise_are_not_found_by_any_decision() {
    let kappas = (1..=12).map(|seed| {
        let data = noise(seed);
        let trained = options().train(&data, None, &|| ()).unwrap();
        let honest = trained.out_of_fold.unwrap();
        let pairs = trained.targets.into_iter().zip(honest.predicted);
        Confusion::of(3, pairs).kappa().unwrap_or_default()
    });
    let mean = kappas.sum::<f64>() / 12.0;
    assert!(mean.abs() < 0.02, "mean kappa {mean}");
}

#[test]
fn marks_of_natural_rows_that_do_not_fit_are_refused() {
    let data = noise(1);
    for (marks, found) in [
        (vec![true; 3], "3 marks of natural rows"),
        (vec![false; 192], "no row is marked as natural"),
    ] {
        for folds in [0, 5] {
            let options = TrainOptions {
                folds,
                decision: Decision::Probability,
                ..options()
            };
            let error = options.train(&data, Some(&marks), &|| ()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Training);
            assert!(error.to_string().contains(found), "{error}");
        }
    }
}

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
        ..Dataset::default()
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
    let (mut honest, mut tuned) = (0.0, 0.0);
    for seed in 1..=12 {
        let data = noise(seed);
        let trained = options().train(&data, None, &|| ()).unwrap();
        let kappa = |labels: Vec<usize>| {
            let pairs = trained.targets.iter().copied().zip(labels);
            Confusion::of(3, pairs).kappa().unwrap_or_default() / 12.0
        };
        let added = trained.classifier.decision();
        let own = trained.out_of_fold.as_ref().unwrap();
        let by_all = (own.scores.rows().into_iter())
            .map(|row| first_largest(row.iter().zip(added).map(|(z, d)| z + d)));
        tuned += kappa(by_all.collect());
        honest += kappa(own.predicted.clone());
    }
    assert!(honest.abs() < 0.02, "mean kappa {honest}");
    // what is chosen on the rows that it is measured on seems to find something
    assert!(tuned > honest + 0.02, "{tuned} against {honest}");
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

#[test]
fn shares_of_the_letters_are_measured_on_all_letters_and_none_saw_its_own() {
    let data = noise(1);
    let trainer = Trainer::new(TrainOptions {
        decision: Decision::Probability,
        ..options()
    });
    let told = std::sync::atomic::AtomicUsize::new(0);
    let tell = || {
        told.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    };
    let shares = trainer.shares(&data, None, &tell).unwrap();
    assert_eq!(told.into_inner(), trainer.models_of_shares());
    // of 24 letters 19 are trained on: a tenth and a fifth would be below 5 letters
    let letters: Vec<usize> = shares.iter().map(|s| s.letters).collect();
    assert_eq!(letters, [5, 8, 11, 15]);
    let draws: Vec<usize> = shares.iter().map(|s| s.predicted.len()).collect();
    assert_eq!(draws, [4, 1, 1, 1]);
    assert_eq!(shares[0].sentences, 40);
    for labels in shares.iter().flat_map(|s| &s.predicted) {
        assert_eq!(labels.len(), data.len());
    }

    let rows = Rows::new(&data, &data.labels()).unwrap();
    let folds = trainer.assign(&rows).unwrap();
    let order = rows.drawn_letters(1);
    for fold in Fold::all(&folds) {
        let taken = |share: f64| rows.take(&fold, &order, share).inside;
        let (few, many) = (taken(0.3), taken(0.7));
        assert!(few.len() < many.len() && many.len() < fold.inside.len());
        assert!(few.iter().all(|row| many.contains(row)));
        assert!(many.iter().all(|row| fold.inside.contains(row)));
    }
}

#[test]
fn a_share_of_the_letters_has_natural_ones() {
    let data = noise(1);
    // letters 20 to 23
    let natural: Vec<bool> = (0..192).map(|row| row >= 160).collect();
    let share = |share: f64| share_of_letters(&data, Some(&natural), share, 5, 1);
    for (part, letters, of_natural) in [(0.1, 6, 2), (0.5, 12, 2), (0.9, 22, 4), (1.0, 24, 4)] {
        let rows = share(part);
        assert_eq!(rows.len(), letters * 8, "{part}");
        let natural = rows.iter().filter(|row| **row >= 160).count();
        assert_eq!(natural, of_natural * 8, "{part}");
        assert!(rows.iter().all(|row| share(1.0).contains(row)));
    }
}

#[test]
fn the_curve_tells_of_the_positions_among_the_labels_where_there_is_one_for_none() {
    let mut data = noise(3);
    let risk = |data: &Dataset| {
        options()
            .train(data, None, &|| ())
            .unwrap()
            .classifier
            .risk()
            .clone()
    };
    assert!(risk(&data).0.iter().all(|point| point.positions.is_none()));
    for example in &mut data.examples {
        let is_neutral = &*example.label == "a";
        example.label = if is_neutral {
            "geen standpunt"
        } else {
            "steunt"
        }
        .into();
    }
    let curve = risk(&data);
    let lowest = curve.0.first().unwrap();
    let positions = lowest.positions.unwrap();
    assert!(positions.shown > 0 && (positions.shown as f64) < lowest.coverage * 192.0);
    assert!(positions.error <= positions.upper);
}

#[test]
fn weights_are_rounded_to_the_nearest_of_eleven_bits() {
    for weight in [0.0, 1.0, -0.75, 1.0 + 2f64.powi(-10)] {
        assert_eq!(f64::from(rounded(weight)), weight);
    }
    assert_eq!(rounded(2.0 - 1e-9), 2.0);
    for weight in [0.1, -3.3e-7, 1e30, 123.456, 1e-42] {
        let kept = rounded(weight);
        assert_eq!(kept.to_bits() & 0x1fff, 0);
        let bound = (weight.abs() * 2f64.powi(-11)).max(2f64.powi(-137));
        assert!((f64::from(kept) - weight).abs() <= bound, "{weight}");
    }
    assert!(rounded(f64::NAN).is_nan());
}

#[test]
fn options_that_do_not_go_together_are_refused_before_folds_are_scored() {
    let data = noise(1);
    let model = options().train(&data, None, &|| ()).unwrap().classifier;
    let labels = model.labels().clone();
    let rows = Rows::new(&data, &labels).unwrap();
    let mut trainer = Trainer::adapting(Base::new(model).unwrap());
    trainer.options.solver = Solver::Linfa;
    let error = trainer.out_of_fold(&rows, &|| ()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    let mut trainer = Trainer::new(options());
    trainer.options.alpha = -1.0;
    assert!(trainer.out_of_fold(&rows, &|| ()).is_err());
}

//! The model that ships is the one that its card describes, trained on the data that lies beside it.

use standpunt::dataset::Dataset;
use standpunt::evaluation::{Baseline, EvaluationReport, ReportOptions, Scored, ScoredRow, report};
use standpunt::{Classifier, Result};
use std::path::{Path, PathBuf};

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn recorded() -> EvaluationReport {
    let text = std::fs::read_to_string(at("models/evaluation.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn score(classifier: &Classifier, data: &Dataset) -> Result<Scored> {
    let labels = classifier.labels();
    let (targets, also) = (data.targets(labels)?, data.alternatives(labels));
    let rows = data
        .examples
        .iter()
        .zip(classifier.predict_all(&data.inputs()))
        .enumerate();
    let rows = rows.map(|(i, (e, p))| ScoredRow {
        letter: e.letter.to_string(),
        kind: e.kind.to_string(),
        field: e.field.to_string(),
        section: e.section.to_string(),
        sentence: e.sentence.clone(),
        gold: targets[i],
        also: also[i],
        predicted: p.label,
        probabilities: p.probabilities,
    });
    Ok(Scored {
        labels: labels.clone(),
        rows: rows.collect(),
        has_letters: true,
    })
}

#[test]
fn the_recorded_figures_are_what_the_shipped_model_gives_today() {
    let classifier = Classifier::embedded().unwrap();
    let data = Dataset::read(&[at("datasets/heldout")]).unwrap();
    let scored = score(&classifier, &data).unwrap();
    let today = report(&scored, &Baseline::all(&scored), &ReportOptions::default()).unwrap();
    let recorded = recorded();
    assert_eq!(today.confusion, recorded.confusion);
    assert_eq!(today.figures, recorded.figures);
    assert_eq!(today.errors, recorded.errors);
}

#[test]
fn the_model_was_trained_on_the_letters_beside_it_and_on_no_held_out_one() {
    let classifier = Classifier::embedded().unwrap();
    let train = Dataset::read(&[at("datasets/train")]).unwrap();
    assert_eq!(classifier.facts().data.sha256, train.hash());
    let heldout = Dataset::read(&[at("datasets/heldout")]).unwrap();
    let rows = heldout
        .examples
        .iter()
        .map(|e| (&*e.letter, e.sentence.as_str()));
    assert!(classifier.facts().data.seen.overlap(rows).is_clean());
}

#[test]
fn the_card_names_the_model_and_its_macro_f1() {
    let classifier = Classifier::embedded().unwrap();
    let card = std::fs::read_to_string(at("models/README.md")).unwrap();
    assert!(card.contains(&classifier.hash().unwrap()));
    let macro_f1 = recorded().figures.macro_f1.value.unwrap();
    assert!(card.contains(&format!("{macro_f1:.3}")));
}

/// The sentences that a person tries first, and those of which the negation or the speaker is not where it mostly is. What is written
/// against the errors of a model makes it forget such sentences easily.
#[test]
fn plain_and_turned_sentences_get_their_label() {
    let classifier = Classifier::embedded().unwrap();
    for (file, one_wrong_in) in [("datasets/plain.csv", 20), ("datasets/turned.csv", 10)] {
        let data = Dataset::read(&[at(file)]).unwrap();
        let scored = score(&classifier, &data).unwrap();
        let wrong: Vec<&str> = (scored.rows.iter())
            .filter(|row| row.predicted != row.gold)
            .map(|row| row.sentence.as_str())
            .collect();
        assert!(wrong.len() * one_wrong_in <= data.len(), "{wrong:#?}");
    }
}

/// Two tests whose errors nobody has looked at, so that they go on to tell how sentences of others fare: a failure tells how many
/// are wrong, not which.
#[test]
fn sentences_that_nobody_has_looked_at_are_read_as_well_as_before() {
    let classifier = Classifier::embedded().unwrap();
    for (file, one_wrong_in) in [("datasets/vormen.csv", 5), ("datasets/herschreven.csv", 4)] {
        let data = Dataset::read(&[at(file)]).unwrap();
        let rows = score(&classifier, &data).unwrap().rows;
        let wrong = rows.iter().filter(|row| row.predicted != row.gold).count();
        assert!(wrong * one_wrong_in <= data.len(), "{file}: {wrong} wrong");
    }
}

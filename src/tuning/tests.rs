use super::*;
use crate::dataset::Example;
use crate::features::FeatureOptions;

pub(super) fn data() -> Dataset {
    let sentences = [
        ("Het kabinet steunt voorstel", "steunt"),
        ("Het kabinet is kritisch op voorstel", "kritisch"),
        ("De Raad bespreekt voorstel", "geen standpunt"),
    ];
    let examples = (0..36)
        .map(|i| Example {
            letter: format!("brief-{}", i / 6).into(),
            sentence: format!("{} {i}.", sentences[i % 3].0),
            label: sentences[i % 3].1.into(),
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

pub(super) fn options() -> TrainOptions {
    TrainOptions {
        features: FeatureOptions {
            groups: vec![
                GroupOptions::new(Group::Words, 1, 1),
                GroupOptions::new(Group::Shape, 1, 1),
            ],
            ..FeatureOptions::default()
        },
        folds: 3,
        alpha: 10.0,
        ..TrainOptions::default()
    }
}

/// A trial that came to figures.
pub(super) fn measured(tried: Tried<'_>) -> Option<Trial> {
    match tried {
        Tried::Measured(trial) => Some(trial.clone()),
        Tried::NotPossible { .. } => None,
    }
}

#[test]
fn what_an_ablation_cannot_tell_is_refused_before_it_is_run() {
    let data = data();
    let trained = options().train(&data, None, &|| ()).unwrap().classifier;
    require_ablatable(trained.facts(), &data).unwrap();
    let refused = |facts: &Facts, data: &Dataset| require_ablatable(facts, data).unwrap_err();
    let mut facts = trained.facts().clone();
    facts.options.folds = 0;
    assert!(refused(&facts, &data).found().contains("without folds"));
    facts.options.folds = 7;
    assert_eq!(refused(&facts, &data).found(), "6 letters for 7 folds");
    let none = Dataset::default();
    assert_eq!(refused(trained.facts(), &none).kind(), ErrorKind::Training);

    let base = crate::trainer::Base::new(trained).unwrap();
    let mut new = data.clone();
    for example in &mut new.examples {
        example.letter = format!("nieuw {}", example.letter).into();
        example.sentence = format!("{} en nog vijf woorden meer", example.sentence);
    }
    let mut trainer = Trainer::adapting(base);
    trainer.options.folds = 3;
    let adapted = trainer.train(&new, None, &|| ()).unwrap().classifier;
    assert!(refused(adapted.facts(), &new).found().contains("adapted"));
}

#[test]
fn a_step_that_leads_nowhere_is_passed_over_now_and_when_it_is_recalled() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    // twice the weight is out of range, so it is no step; no word stands in 30 of the 24 sentences that a fold learns from
    let mut start = options();
    start.features.groups[0] = GroupOptions::new(Group::Words, 1, 1)
        .weight(600.0)
        .min_df(15);
    start.features.groups.truncate(1);
    let run = || {
        let mut journal = Journal::open(&path, &start, &data(), None).unwrap();
        let before = journal.known();
        let (mut done, mut not) = (Vec::new(), Vec::new());
        let chosen = tune(
            &start,
            &data(),
            None,
            Some(&mut journal),
            &mut |t| match t {
                Tried::Measured(trial) => done.push(trial.clone()),
                Tried::NotPossible { change, why } => not.push(format!("{change}: {why}")),
            },
        );
        (chosen.unwrap(), done, not, journal.known() - before)
    };
    let (chosen, done, not, ran) = run();
    assert_eq!(not.len(), 1, "{not:?}");
    assert!(not[0].contains("/30: no word"), "{not:?}");
    assert!(done.iter().all(|t| !t.change.contains("1200")));
    assert_eq!(ran, done.len() + 1);
    assert_eq!(chosen.chosen_among, Some(done.len()));
    assert_eq!(run(), (chosen, done, not, 0));
}

#[test]
fn no_step_ends_out_of_range() {
    let most = GroupOptions::new(Group::Words, 8, 8)
        .min_df(u32::MAX)
        .weight(1000.0);
    for step in STEPS {
        let moved = step.take(&most);
        assert!(
            moved.is_none_or(|m| m.check().is_ok() && m.weight <= 1000.0),
            "{step:?}"
        );
    }
}

#[test]
fn a_cut_off_goes_down_as_well_as_up() {
    let heading = GroupOptions::new(Group::Heading, 1, 1).min_df(40);
    assert_eq!(Step::HalfMinDf.take(&heading).map(|g| g.min_df), Some(20));
    assert_eq!(Step::HalfMinDf.take(&heading.min_df(1)), None);
}

#[test]
fn a_step_that_pays_is_taken_again() {
    // the words say everything, and weigh next to nothing
    let mut start = options();
    start.features.groups[0] = GroupOptions::new(Group::Words, 1, 1).weight(0.05);
    let mut heard = Vec::new();
    let tuned = tune(&start, &data(), None, None, &mut |t| {
        heard.extend(measured(t).map(|trial| trial.change));
    })
    .unwrap();
    for change in ["words:1-1*0.1/2", "words:1-1*0.2/2", "words:1-1*0.4/2"] {
        assert!(heard.iter().any(|h| h == change), "{change}: {heard:?}");
    }
    assert!(tuned.features.groups[0].weight >= 0.4, "{tuned:?}");
}

#[test]
fn options_to_start_from_that_are_not_possible_end_the_search() {
    let mut start = options();
    start.features.groups = vec![GroupOptions::new(Group::Words, 1, 1).min_df(100)];
    let error = tune(&start, &data(), None, None, &mut |_| ()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Training);
}

#[test]
fn what_is_chosen_is_the_best_that_was_tried() {
    let mut heard = Vec::new();
    let tuned = tune(&options(), &data(), None, None, &mut |t| {
        heard.extend(measured(t));
    })
    .unwrap();
    assert!(heard.len() <= REACH * trials(&options()));
    let trained = tuned.train(&data(), None, &|| ()).unwrap();
    let figures = trained.classifier.facts().figures.as_ref();
    let chosen = figures.unwrap().log_loss;
    let best = heard
        .iter()
        .map(|t| t.log_loss)
        .fold(f64::INFINITY, f64::min);
    assert!(chosen - best < LEAST_GAIN, "{chosen} against {best}");
    assert_eq!(tuned.chosen_among, Some(heard.len()));
    let start = TrainOptions {
        chosen_among: tuned.chosen_among,
        ..options()
    };
    assert_eq!(tuned == start, heard[0].log_loss - best < LEAST_GAIN);
}

#[test]
fn a_set_of_options_is_tried_once() {
    let folder = tempfile::tempdir().unwrap();
    // one of the class weights that are tried, so that it comes up again
    let start = TrainOptions {
        class_weight: 0.25,
        ..options()
    };
    let path = folder.path().join("journal");
    let mut journal = Journal::open(&path, &start, &data(), None).unwrap();
    let mut heard = Vec::new();
    let tuned = tune(&start, &data(), None, Some(&mut journal), &mut |t| {
        heard.extend(measured(t).map(|trial| trial.change));
    })
    .unwrap();
    let told: BTreeSet<&String> = heard.iter().collect();
    assert_eq!(told.len(), heard.len(), "{heard:?}");
    assert_eq!(journal.known(), heard.len());
    assert_eq!(tuned.chosen_among, Some(heard.len()));
}

#[test]
fn the_help_tells_how_many_sets_are_tried() {
    assert_eq!(trials(&TrainOptions::default()), 44);
}

#[test]
fn each_group_is_left_out_once() {
    let rows = ablation(&options(), &data(), None, &mut |_| ()).unwrap();
    let changes: Vec<&str> = rows.iter().map(|r| r.change.as_str()).collect();
    assert_eq!(changes, ["all groups", "without words", "without shape"]);
    assert!(rows[1].log_loss > rows[0].log_loss);
}

use super::*;
use std::collections::HashMap;

#[derive(Default)]
struct Collect(Vec<String>);

impl Sink for Collect {
    fn term(&mut self, _: usize, _: u64, _: Span, text: impl Fn(&mut String)) {
        let mut out = String::new();
        text(&mut out);
        self.0.push(out);
    }
}

fn terms(options: &str, input: Input<'_>) -> Vec<String> {
    let groups = [options.parse().unwrap()];
    let mut sink = Collect::default();
    Terms::new(&groups).emit(
        &input,
        &groups,
        &Hashes::default(),
        &mut Scratch::default(),
        &mut sink,
    );
    sink.0
}

#[test]
fn word_ngrams_hold_start_and_end_but_not_alone() {
    let found = terms("words:1-2", Input::alone("Dit, steunen wij."));
    assert_eq!(
        found,
        [
            "^ dit",
            "dit",
            "dit steunen",
            "steunen",
            "steunen wij",
            "wij",
            "wij $"
        ]
    );
}

#[test]
fn character_ngrams_are_those_of_the_padded_word() {
    assert_eq!(
        terms("characters:2-3", Input::alone("eis")),
        [" e", "ei", "is", "s ", " ei", "eis", "is "]
    );
    assert_eq!(terms("characters:5-6", Input::alone("u")), [" u "]);
}

#[test]
fn a_word_longer_than_any_is_cut_all_the_same() {
    let long = "é".repeat(200);
    assert_eq!(terms("characters:2-2", Input::alone(&long)).len(), 201);
}

#[test]
fn a_word_is_tied_to_who_speaks() {
    let found = terms(
        "speaker",
        Input::alone("Ook steunt het kabinet dat de Commissie onderzoekt"),
    );
    assert!(found.contains(&"steunt<zender".to_owned()));
    assert!(found.contains(&"ander>onderzoekt".to_owned()));
    assert!(!found.contains(&"zender>onderzoekt".to_owned()));
    assert_eq!(found.last().unwrap(), "eerst:zender");
}

#[test]
fn the_half_that_decides_is_the_one_after_the_contrast_or_beside_the_concession() {
    let after = terms(
        "clause:1-1",
        Input::alone("Het kabinet steunt dit, maar wacht af"),
    );
    assert_eq!(after, ["maar", "wacht", "af"]);
    let beside = terms(
        "clause:1-1",
        Input::alone("Hoewel er vragen zijn, kan het kabinet instemmen"),
    );
    assert_eq!(beside, ["kan", "het", "kabinet", "instemmen"]);
    assert!(terms("clause", Input::alone("Het kabinet steunt dit")).is_empty());
}

#[test]
fn a_negation_reaches_both_sides_and_stops_at_a_comma() {
    let found = terms(
        "negation",
        Input::alone("Ik deel dit niet volledig, zoals bekend"),
    );
    assert_eq!(found, ["dit~niet", "deel~niet", "ik~niet", "niet~volledig"]);
}

#[test]
fn an_auxiliary_is_paired_with_the_end_of_its_clause() {
    let found = terms(
        "modal",
        Input::alone("Dit zal het kabinet op zijn merites beoordelen, aldus de brief"),
    );
    assert_eq!(
        found,
        [
            "zal…zijn",
            "zal…merites",
            "zal…beoordelen",
            "zijn…merites",
            "zijn…beoordelen"
        ]
    );
}

#[test]
fn context_gives_heading_and_sentence_before() {
    let input = Input {
        sentence: "Dit is positief",
        before: Some("De Commissie stelt dit voor"),
        heading: "Nederlandse positie",
        position: 1,
        count: 4,
    };
    assert_eq!(terms("heading", input), ["nederlandse", "positie"]);
    let before = terms("before", input);
    assert!(before.contains(&"commissie".to_owned()));
    assert!(before.contains(&"ander | dit".to_owned()));
    let shape = terms("shape", input);
    assert!(shape.contains(&"who:niemand".to_owned()));
}

#[test]
fn no_two_terms_of_different_text_share_a_hash_in_running_text() {
    struct Pairs(HashMap<u64, String>);
    impl Sink for Pairs {
        fn term(&mut self, group: usize, hash: u64, _: Span, text: impl Fn(&mut String)) {
            let mut out = format!("{group}:");
            text(&mut out);
            let known = self.0.entry(hash).or_insert_with(|| out.clone());
            assert_eq!(*known, out);
        }
    }
    let groups: Vec<GroupOptions> = Group::ALL.map(|g| g.name().parse().unwrap()).into();
    let mut sink = Pairs(HashMap::new());
    let mut scratch = Scratch::default();
    let terms = Terms::new(&groups);
    for n in 0..200 {
        let sentence = format!(
            "Het kabinet zal niet {n} maar wel woord{n} en zin{} steunen",
            n * 7
        );
        terms.emit(
            &Input::alone(&sentence),
            &groups,
            &Hashes::default(),
            &mut scratch,
            &mut sink,
        );
    }
    assert!(sink.0.len() > 2000);
}

//! What `train` tells of a model beside its figures: what others do on the same sentences, each label, and what its letters are.

mod util;

use util::{Folder, samples};

const ABOUT: &str = "Letters of our own making, on ferries";

#[test]
fn the_figures_stand_beside_those_of_what_needs_no_training() {
    let folder = Folder::with_data();
    folder.train("train.csv", "m.model", &[]).ok().tells(&[
        "rules shipped",
        "rules: the cue rules; shipped: the model inside",
        "By macro-F1 ",
    ]);
    let with_labels = |csv: String| {
        csv.replace("geen standpunt", "niets")
            .replace(",steunt", ",voor")
    };
    folder.write("eigen.csv", with_labels(samples::train()));
    folder
        .train("eigen.csv", "e.model", &[])
        .ok()
        .holds("nothing is known of other labels", |r| {
            !r.stdout.contains("cue rules")
        });
}

#[test]
fn a_model_that_is_worse_than_the_one_inside_the_program_is_told() {
    let folder = Folder::new();
    // sentences that a model of twelve letters cannot know of one another, and any reader can
    let rows = [
        ("Het kabinet steunt dit.", "steunt"),
        ("Nederland juicht de keuze toe.", "steunt"),
        ("Ik ben blij met deze stap.", "steunt"),
        ("Het kabinet vindt dit onverstandig.", "kritisch"),
        ("Nederland heeft hier grote bezwaren tegen.", "kritisch"),
        ("Ik betreur die vertraging.", "kritisch"),
        ("De Raad vergadert in mei.", "geen standpunt"),
        ("De Commissie publiceert haar plannen.", "geen standpunt"),
        ("In april volgt een debat.", "geen standpunt"),
    ];
    let mut csv = "letter,sentence,label\n".to_owned();
    for (n, (sentence, label)) in rows.iter().enumerate() {
        csv.push_str(&format!("b{n},{sentence},{label}\n"));
    }
    folder.write("weinig.csv", csv);
    folder
        .train(
            "weinig.csv",
            "m.model",
            &["--features", "shape/1", "--folds", "3"],
        )
        .ok()
        .tells(&[
            "Better than this model on these sentences, by macro-F1 (its own is ",
            "the model inside the program (",
            "and the cue rules (",
            "`train --adapt` moves it to your letters",
        ]);
}

#[test]
fn each_label_has_its_figures_in_all_that_tells_of_a_model() {
    let folder = Folder::with_data();
    folder
        .train("train.csv", "m.model", &["--card", "kaart.md"])
        .ok()
        .tells(&["steunt: precision 1.000, recall 1.000, F1 1.000, on 20 sentences"])
        .tells(&["predicted as a position the opposite is right of "]);
    folder.run("inspect m.model").ok().tells(&[
        "op merites beoordelen: precision 1.000, recall 1.000, F1 1.000, on 20 sentences",
        "of 60 sentences predicted as a position the opposite is right of 0 (0.0 %)",
    ]);
    let card = folder.text("kaart.md");
    for part in [
        "| label | sentences | precision | recall | F1 |",
        "| kritisch | 20 | 1.000 | 1.000 | 1.000 |",
        "the opposite is right of 0 (0.0 %)",
    ] {
        assert!(card.contains(part), "{part}:\n{card}");
    }
    let json = folder.run("inspect m.model -f json").ok().json();
    let figures = &json["facts"]["figures"];
    assert_eq!(figures["labels"][0]["label"], "steunt");
    assert_eq!(figures["opposites"]["of"], 60);
}

#[test]
fn what_the_training_letters_are_is_said_where_limits_are() {
    let folder = Folder::with_data();
    folder
        .train(
            "train.csv",
            "m.model",
            &["--about", ABOUT, "--card", "kaart.md"],
        )
        .ok()
        .tells(&[ABOUT]);
    folder.run("inspect m.model").ok().tells(&["about", ABOUT]);
    let card = folder.text("kaart.md");
    assert!(card.contains("Getraind op 80 gelabelde zinnen uit 10 brieven"));
    assert_eq!(card.matches(ABOUT).count(), 2, "{card}");
    folder.write("brief.txt", samples::letter("bijenteelt"));
    let classify = |more: &str| {
        folder
            .run(&*format!("classify brief.txt -m m.model {more}"))
            .ok()
    };
    let elsewhere = "on other letters more: measure a sample with `standpunt evaluate`.";
    classify("--max-error 0.2").tells(&[
        "of labels shown on letters like its training letters at most 20% are wrong",
        &format!("{elsewhere} {ABOUT}."),
    ]);
    classify("--max-opposite 0.2").tells(&[&format!("{elsewhere} {ABOUT}.")]);
    classify("--max-opposite 0.2 --max-error 0.2").holds("said once", |r| {
        let words: Vec<&str> = r.stdout.split_whitespace().collect();
        words.join(" ").matches(ABOUT).count() == 1
    });
    folder.write("toets.csv", samples::held_out());
    let adapted = |more: &[&str]| {
        let more = [&["--adapt=m.model"], more].concat();
        folder.train("toets.csv", "a.model", &more).ok()
    };
    adapted(&[]).tells(&[ABOUT]);
    adapted(&["--about", "Brieven over boten."])
        .tells(&["Brieven over boten."])
        .holds("its own text alone", |r| !r.stdout.contains("ferries"));
}

#[test]
fn a_text_about_the_letters_is_one_short_line() {
    let folder = Folder::with_data();
    for (wrong, why) in [
        ("", "empty"),
        ("twee\nregels", "control"),
        (&"x".repeat(301), "301"),
    ] {
        folder
            .train("train.csv", "m.model", &["--about", wrong])
            .code(2)
            .says(&[why, "of 1 to 300 characters"]);
    }
}

//! `standpunt train --tune`: what chooses options says so, and goes on where an interrupted run stood.

mod util;

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use util::{Folder, Ran, samples};

const TRAIN: [&str; 6] = [
    "train",
    "--data=train.csv",
    "--features",
    "words",
    "--folds",
    "2",
];

fn train(folder: &Folder, arguments: &[&str]) -> Ran {
    folder.run(&[&TRAIN, arguments].concat())
}

/// Tunes without an interruption, and gives the journal that is kept.
fn tuned(folder: &Folder, model: &str) -> String {
    train(folder, &["--tune", "-m", model, "--tuning-journal", "kept"])
        .ok()
        .says(&[
            "finished trials go to kept",
            "chosen: --alpha",
            "trials kept in kept",
        ]);
    folder.text("kept")
}

#[test]
fn a_tuned_model_says_that_its_figures_chose_it() {
    let folder = Folder::with_data();
    let caveat = "somewhat too good";
    train(&folder, &["-m", "gewoon.model", "--card", "gewoon.md"])
        .ok()
        .holds("no caveat without tuning", |r| !r.stdout.contains(caveat));
    let tune = ["-m", "beste.model", "--card", "beste.md", "--tune"];
    train(&folder, &tune).ok().prints(&[caveat]);
    folder
        .run(&["inspect", "beste.model"])
        .ok()
        .prints(&[caveat]);
    let facts = |model: &str| {
        folder
            .run(&["inspect", model, "--format", "json"])
            .ok()
            .json()["facts"]["options"]
            .clone()
    };
    assert!(facts("beste.model")["chosen_among"].as_u64().unwrap() >= 7);
    assert!(facts("gewoon.model")["chosen_among"].is_null());
    let docs = std::fs::read_to_string("docs/outputs.md").unwrap();
    assert!(docs.contains("`chosen_among`"));
    assert!(folder.text("beste.md").contains(caveat));
    assert!(!folder.text("gewoon.md").contains(caveat));
}

#[test]
fn the_same_command_goes_on_from_where_it_was_interrupted() {
    let folder = Folder::with_data();
    let journal = tuned(&folder, "heel.model");
    let lines: Vec<&str> = journal.lines().collect();
    // five finished trials, and a sixth that was being written
    let cut = format!("{}\n{}", lines[..6].join("\n"), &lines[6][..40]);
    folder.write("m.model.tuning.jsonl", cut);
    train(&folder, &["--tune", "-m", "m.model", "--jobs", "1"])
        .ok()
        .says(&["going on from m.model.tuning.jsonl: 5 trials are finished"])
        .holds("every trial is told", |r| {
            r.stderr.matches("log-loss").count() == lines.len() - 1
        });
    assert!(folder.bytes("m.model") == folder.bytes("heel.model"));
    let left = folder.files();
    assert!(!left.contains("m.model.tuning.jsonl"), "{left}");
}

#[test]
fn trials_of_other_data_are_not_used() {
    let folder = Folder::with_data();
    let journal = tuned(&folder, "oud.model");
    folder.write("train.csv", samples::held_out());
    train(&folder, &["--tune", "-m", "vers.model"]).ok();
    folder.write("m.model.tuning.jsonl", &journal);
    train(&folder, &["--tune", "-m", "m.model"])
        .ok()
        .says(&["trials of earlier runs not used: other data"])
        .holds("a fresh start", |r| !r.stderr.contains("going on"));
    assert!(folder.bytes("m.model") == folder.bytes("vers.model"));
}

#[test]
fn a_journal_has_a_readable_line_for_each_trial() {
    let folder = Folder::with_data();
    let journal = tuned(&folder, "m.model");
    let lines: Vec<serde_json::Value> = (journal.lines())
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["rests_on"]["options"]["folds"], 2);
    let start = &lines[1]["trial"];
    assert_eq!(start["change"], "start");
    for figure in ["log_loss", "macro_f1", "accuracy"] {
        assert!(start[figure].is_f64(), "{figure}");
    }
    let settings = "--alpha 0.1 --class-weight 0.5 --features words:1-2/2";
    assert_eq!(start["settings"], settings);
    assert!(lines.iter().all(|line| line["run"] == lines[0]["run"]));
    let docs = std::fs::read_to_string("docs/outputs.md").unwrap();
    for (line, part) in [(0, "rests_on"), (1, "trial")] {
        let outer = lines[line].as_object().unwrap().keys();
        for key in outer.chain(lines[line][part].as_object().unwrap().keys()) {
            assert!(docs.contains(&format!("`{key}`")), "`{key}`");
        }
    }
}

#[test]
fn a_damaged_journal_and_one_in_the_place_of_something_else_are_refused() {
    let folder = Folder::with_data();
    let journal = tuned(&folder, "goed.model");
    folder.write("m.model.tuning.jsonl", journal.replacen("0.", "9.", 2));
    train(&folder, &["--tune", "-m", "m.model"]).refuses(
        "m.model.tuning.jsonl:1: ",
        "damaged",
        "remove the line",
    );
    let named = |name: &str| {
        train(
            &folder,
            &["--tune", "-m", "x.model", "--tuning-journal", name],
        )
    };
    named("train.csv").refuses("train.csv", "is read here", "another name");
    named("x.model").refuses("x.model", "another option writes", "another name");
    named("goed.model").refuses("goed.model", "no journal of tuning", "--tuning-journal");
    assert!(!folder.files().contains("x.model"));
}

#[cfg(unix)]
#[test]
fn a_run_stopped_at_the_terminal_leaves_a_journal_that_can_be_gone_on_from() {
    let folder = Folder::with_data();
    tuned(&folder, "heel.model");
    let arguments = ["--tune", "-m", "m.model", "--tuning-journal", "j"];
    let arguments = [&TRAIN, &arguments[..]].concat();
    let mut child = folder
        .command(&arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let told = BufReader::new(child.stderr.take().unwrap()).lines();
    let trials = told.filter(|line| line.as_ref().unwrap().contains("log-loss"));
    assert_eq!(trials.take(3).count(), 3);
    // what Ctrl-C sends
    let id = child.id().to_string();
    let mut signal = std::process::Command::new("kill");
    signal.args(["-INT", &id]).status().unwrap();
    child.wait().unwrap();
    folder
        .run(&arguments)
        .ok()
        .says(&["going on from j: ", "trials are finished"]);
    assert!(folder.bytes("m.model") == folder.bytes("heel.model"));
}

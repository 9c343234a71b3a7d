//! What the documents say against the program: every field that is written is described, and what README shows is printed.

mod util;

use serde_json::Value;
use util::{Folder, samples};

/// The keys of objects, however deep; those of objects whose keys are data (labels, groups, kinds) left out.
fn keys(value: &Value, found: &mut Vec<String>) {
    const BY_DATA: [&str; 8] = [
        "probabilities",
        "intercept",
        "decision",
        "strongest",
        "kinds",
        "fields",
        "convergence",
        "folds_convergence",
    ];
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                found.push(key.clone());
                let of_labels = key == "scores" && value.is_object();
                if !BY_DATA.contains(&key.as_str()) && !of_labels && key != "features" {
                    keys(value, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

#[test]
fn every_field_of_every_output_is_described() {
    let docs = std::fs::read_to_string("docs/outputs.md").unwrap();
    let folder = Folder::with_model();
    folder.write("brief.txt", samples::letter("bijenteelt"));
    folder.write("nieuw.txt", samples::letter("octrooien"));
    let other = String::from_utf8(folder.bytes("toets.csv")).unwrap();
    folder.write("ander.csv", other.replacen(",steunt", ",kritisch", 3));
    let few = ["--resamples", "100"];
    let sentence = "Het kabinet steunt het voorstel over zonnepanelen van harte.";
    for command in [
        &["evaluate", "-m", "m.model", "-d", "toets.csv", "-f", "json"][..],
        &[
            "cross-validate",
            "-d",
            "train.csv",
            "--folds",
            "2",
            "-f",
            "json",
        ],
        &[
            "compare",
            "m.model",
            "m.model",
            "-d",
            "toets.csv",
            "--format",
            "json",
        ],
        &["agreement", "toets.csv", "ander.csv", "--format", "json"],
        &[
            "check",
            "toets.csv",
            "--against",
            "ander.csv",
            "--format",
            "json",
        ],
        &["explain", sentence, "-m", "m.model", "--format", "json"],
        &["inspect", "m.model", "--format", "json"],
        &[
            "diff",
            "brief.txt",
            "nieuw.txt",
            "-m",
            "m.model",
            "-f",
            "json",
        ],
        &["classify", "brief.txt", "-m", "m.model", "-f", "jsonl"],
    ] {
        let measures = ["evaluate", "cross-validate", "compare", "agreement"];
        let few = if measures.contains(&command[0]) {
            &few[..]
        } else {
            &[]
        };
        let ran = folder.run(&[command, few].concat());
        let mut found = Vec::new();
        match command[0] {
            "classify" => ran
                .json_lines()
                .iter()
                .for_each(|line| keys(line, &mut found)),
            _ => keys(&ran.json(), &mut found),
        }
        assert!(!found.is_empty());
        for key in found {
            assert!(docs.contains(&format!("`{key}`")), "{command:?}: `{key}`");
        }
    }
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let (_, rest) = readme.split_once("```text\n").unwrap();
    let (sample, _) = rest.split_once("```").unwrap();
    let folder = Folder::new();
    let letter = std::fs::read_to_string("tests/letters/agenda-wrapped.txt").unwrap();
    folder.write("agenda-wrapped.txt", letter);
    let printed = folder.run("classify agenda-wrapped.txt").ok().stdout;
    assert!(printed.contains(sample), "{printed}");
}

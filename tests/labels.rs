//! What may stand in the column of labels, who gave them, and that no sentence counts twice.

mod util;

use util::{Folder, samples};

fn rows(header: &str, more: &str) -> String {
    format!("{header}\n{more}")
}

#[test]
fn a_label_is_one_short_line() {
    let folder = Folder::with_model();
    for (label, found) in [
        ("\"geen\nstandpunt\"", "a label with a line feed"),
        ("geen\tstandpunt", "a label with a line feed"),
        ("\u{1b}]0;titel\u{7}", "a label with a line feed"),
        (&"lang".repeat(26), "a label of 104 characters"),
    ] {
        let row = format!("a,De Raad vergadert.,{label}\n");
        folder.write("fout.csv", rows("letter,sentence,label", &row));
        for command in [
            "train -m n.model -d fout.csv",
            "evaluate -m m.model -d fout.csv",
        ] {
            folder
                .run(command)
                .refuses("fout.csv:2: ", found, "on one line");
        }
        folder
            .run("check fout.csv")
            .code(1)
            .prints(&["broken row", found]);
    }
    let second = rows(
        "letter,sentence,label,also",
        "a,De Raad vergadert.,steunt,\"a\nb\"\n",
    );
    folder.write("fout.csv", second);
    folder.run("train -m n.model -d fout.csv").refuses(
        "fout.csv:2: ",
        "a second label with a line feed",
        "on one line",
    );
}

#[test]
fn only_a_person_gives_labels() {
    let folder = Folder::with_data();
    let export = |by: &str| {
        let row = format!("a,De Raad vergadert.,geen standpunt,{by}\n");
        rows("letter,sentence,label,labelled_by", &row)
    };
    let train = |more: &[&str]| folder.train("uitvoer.csv", "n.model", more);
    for by in ["model", "Model", " MODEL "] {
        folder.write("uitvoer.csv", export(by));
        train(&[]).refuses(
            "uitvoer.csv:2: ",
            "1 of 1 label is a model's",
            "--allow-own-labels",
        );
        folder.run("check uitvoer.csv").refuses(
            "uitvoer.csv:2: ",
            "1 of 1 label is a model's",
            "--allow-own-labels",
        );
    }
    for by in ["", "persoon", "ik"] {
        folder.write("uitvoer.csv", export(by));
        train(&[]).refuses(
            "uitvoer.csv:2: ",
            &format!("`{by}` in column `labelled_by`"),
            "`person`",
        );
    }
    for by in ["person", "Person"] {
        folder.write("uitvoer.csv", export(by));
        folder
            .run("train -m n.model -d uitvoer.csv train.csv")
            .ok()
            .prints(&["81 sentences of 11 letters"]);
    }
}

#[test]
fn a_file_counts_once() {
    let folder = Folder::with_model();
    folder.write("map/a.csv", samples::train());
    for data in [
        "train.csv train.csv",
        "train.csv ./train.csv",
        "map map/a.csv",
    ] {
        for command in [
            "train -m n.model -d",
            "cross-validate -d",
            "check",
            "evaluate -m m.model -d",
        ] {
            folder.run(&*format!("{command} {data}")).refuses(
                ".csv: ",
                "this file is named twice",
                "once",
            );
        }
    }
}

#[test]
fn what_keeps_training_off_is_told_before() {
    let folder = Folder::with_model();
    folder
        .run("evaluate -m m.model -d toets.csv --lock --resamples 0")
        .ok();
    folder
        .run("check toets.csv")
        .prints(&["note: toets.csv: locked: "]);
    let three = "a,De Raad vergadert.,geen standpunt\nb,Het kabinet steunt dit plan.,steunt\nc,De Raad komt in mei bijeen.,geen standpunt\nc,Nederland steunt ook het andere plan.,steunt\n";
    folder.write("drie.csv", rows("letter,sentence,label", three));
    folder
        .run("check drie.csv")
        .ok()
        .prints(&["few letters: 3 letters for the 5 folds of `train`; `--folds 3` takes fewer"]);
}

#[test]
fn many_findings_of_a_kind_are_cut() {
    let folder = Folder::new();
    let row = |n: usize| format!("b{n},De Raad vergadert op dag {n}.,steumt\n");
    let known = "a,Het kabinet steunt dit plan.,steunt\na,Het kabinet heeft zorgen.,kritisch\n";
    let many: String = (0..50).map(row).collect();
    folder.write(
        "veel.csv",
        rows("letter,sentence,label", &(known.to_owned() + &many)),
    );
    let table = folder
        .run("check veel.csv")
        .code(1)
        .prints(&["unknown label: 30 more", "53 errors"]);
    assert_eq!(table.stdout.matches("unknown label: `steumt`").count(), 20);
    let json = folder.run("check veel.csv --format json").code(1).json();
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(53));
}

#[test]
fn rows_that_count_twice_and_second_labels_that_count_as_none_are_told() {
    let folder = Folder::with_model();
    let long =
        "De Raad wisselt in juni van gedachten over de bijenteelt in de lidstaten van de Unie";
    let row = |also: &str| format!("a,{long}.,geen standpunt,{also}\n");
    let more = "a,Ja.,steunt,\na,Ja.,steunt,\nb,Het kabinet steunt dit plan.,steunt,\n";
    let all = row("") + &row("kritsch") + &row("") + more;
    folder.write("vaak.csv", rows("letter,sentence,label,also", &all));
    for command in [
        "evaluate -m m.model -d vaak.csv",
        "compare m.model m.model -d vaak.csv",
    ] {
        folder.run(command).ok().says(&[
            "vaak.csv:3: 2 rows repeat a row of their letter",
            "this one stands at vaak.csv:2 too",
            "vaak.csv:3: the second label `kritsch` is none of the labels",
            "did you mean `kritisch`?",
        ]);
    }
    folder
        .run("train -m n.model -d vaak.csv --folds 0")
        .ok()
        .says(&["2 rows repeat", "the second label `kritsch`"]);
}

#[test]
fn a_clean_model_is_not_blamed_for_data_that_another_saw() {
    let folder = Folder::with_model();
    folder.write("a.csv", samples::train());
    folder
        .evaluate("toets.csv", &["--reference", "toets.csv"])
        .refuses(
            "toets.csv:",
            "the pipeline of --reference was trained on this data",
            "--drop-overlap",
        );
    folder.run("compare m.model m.model -d a.csv").refuses(
        "a.csv:",
        "model A (m.model) was trained on this data",
        "--drop-overlap",
    );
}

/// Letters with labels of one's own.
fn own_labels(csv: &str) -> String {
    csv.replace(",steunt\n", ",voor\n")
        .replace(",kritisch\n", ",tegen\n")
        .replace(",op merites beoordelen\n", ",open\n")
        .replace(",geen standpunt\n", ",neutraal\n")
}

#[test]
fn labels_of_ones_own_can_have_a_neutral_one_and_opposites() {
    let folder = Folder::new();
    folder.write("train.csv", own_labels(&samples::train()));
    folder.write("toets.csv", own_labels(&samples::held_out()));
    folder.write("brief.txt", samples::letter("bijenteelt"));
    let roles = ["--neutral", "neutraal", "--opposites", "voor,tegen"];
    folder.train("train.csv", "kaal.model", &[]).ok();
    folder
        .train("train.csv", "m.model", &roles)
        .ok()
        .tells(&["of 60 sentences predicted as a position the opposite is right of 0"]);
    let classify = |more: &str| folder.run(&*format!("classify brief.txt {more}"));
    classify("-m m.model")
        .ok()
        .prints(&["+ voor", "- tegen", "take a position"])
        .holds("no finding", |r| !r.stdout.contains("De Raad wisselt"));
    classify("-m m.model --all")
        .ok()
        .prints(&["De Raad wisselt"]);
    classify("-m kaal.model").ok().prints(&["De Raad wisselt"]);
    classify("-m kaal.model --max-opposite 0.2").refuses(
        "",
        "no opposites on record",
        "--max-opposite",
    );
    classify("-m m.model --max-opposite 0.2")
        .ok()
        .tells(&["Voor and tegen are shown where the opposite"]);
    classify("-m m.model --max-opposite 0.0001")
        .ok()
        .says(&["shows neither voor nor tegen"])
        .tells(&["Neither voor nor tegen is shown"]);
    let evaluated = |model: &str| {
        folder
            .run(&*format!("evaluate --data toets.csv -m {model} -f json"))
            .ok()
            .json()
    };
    assert_eq!(evaluated("m.model")["figures"]["flips"]["value"], 0.0);
    assert!(evaluated("kaal.model")["figures"]["flips"]["value"].is_null());
    // the roles are the model's own, and stay where it is adapted
    folder
        .train("toets.csv", "a.model", &["--adapt=m.model"])
        .ok();
    let facts = folder.run("inspect a.model -f json").ok().json();
    assert_eq!(facts["facts"]["roles"]["neutral"], "neutraal");
    folder
        .train("train.csv", "x.model", &["--neutral", "neutral"])
        .refuses("", "no label `neutral`", "did you mean `neutraal`?");
    folder
        .train("train.csv", "x.model", &["--opposites", "voor,voor"])
        .refuses("", "named twice", "--opposites voor,tegen");
    folder
        .train("train.csv", "x.model", &["--opposites", "voor"])
        .code(2)
        .says(&["expected two labels"]);
}

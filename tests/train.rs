//! `standpunt train` and `inspect`: labelled sentences become a model, the same one every time.

mod util;

use std::collections::BTreeSet;
use util::{Folder, samples};

#[test]
fn the_same_data_gives_the_same_bytes_whatever_the_number_of_threads() {
    let folder = Folder::new();
    folder.write("train.csv", samples::train());
    for (jobs, out) in [("1", "een.model"), ("2", "twee.model"), ("2", "drie.model")] {
        folder
            .run(&[
                "train",
                "--data",
                "train.csv",
                "--model",
                out,
                "--jobs",
                jobs,
            ])
            .ok();
    }
    let one = folder.bytes("een.model");
    assert!(
        one == folder.bytes("twee.model"),
        "one thread and two differ"
    );
    assert!(one == folder.bytes("drie.model"), "two runs differ");
}

#[test]
fn without_folds_the_model_is_the_same_but_for_its_calibration_and_says_so() {
    let folder = Folder::new();
    folder.write("train.csv", samples::train());
    folder
        .run(&[
            "train",
            "-d",
            "train.csv",
            "-m",
            "kaal.model",
            "--folds",
            "0",
        ])
        .ok()
        .prints(&["trained without folds: no figures"]);
    folder
        .run(&["inspect", "kaal.model"])
        .ok()
        .prints(&["trained without folds: no figures"]);
    let zin = "Het kabinet steunt het voorstel.\n";
    let lines = ["classify", "--lines", "-", "--model", "kaal.model"];
    folder.run_with(&lines, zin).ok();
    folder
        .run_with(&[&lines[..], &["--max-error", "0.05"]].concat(), zin)
        .refuses("kaal.model", "trained without folds", "--folds 5");
    folder
        .run(&["cross-validate", "-d", "train.csv", "--folds", "0"])
        .refuses("", "0 folds", "the usual 5");
}

#[test]
fn where_and_how_the_data_stands_does_not_change_the_model() {
    let folder = Folder::new();
    let train = samples::train();
    folder.write("train.csv", &train);
    folder.write("map/andere-naam.csv", train.replace('\n', "\r\n"));
    let columns: String = train
        .lines()
        .map(|l| l.split(',').collect::<Vec<_>>().join(";") + "\n")
        .collect();
    folder.write("punt.csv", format!("\u{feff}{columns}"));
    for (data, out) in [
        ("train.csv", "a.model"),
        ("map", "b.model"),
        ("punt.csv", "c.model"),
    ] {
        folder.run(&["train", "-d", data, "-m", out]).ok();
    }
    assert!(folder.bytes("a.model") == folder.bytes("b.model"));
    assert!(folder.bytes("a.model") == folder.bytes("c.model"));
}

#[test]
fn training_prints_what_it_learned_and_how_well() {
    let folder = Folder::new();
    folder.write("train.csv", samples::train());
    folder
        .run(&["train", "-d", "train.csv", "-m", "m.model"])
        .ok()
        .prints(&[
            "trained on 80 sentences of 10 letters",
            "20  steunt",
            "model written to m.model",
            "5-fold cross-validation, letters kept whole, on 80 sentences",
            "accuracy",
            "macro-F1",
        ])
        .says(&["standpunt classify --model m.model"]);
    folder
        .run(&["train", "-d", "train.csv", "-m", "m.model", "--quiet"])
        .ok()
        .holds("a quiet run says nothing on stderr", |r| {
            r.stderr.is_empty()
        });
}

#[test]
fn a_model_learns_the_labels_of_its_data() {
    let folder = Folder::with_model();
    let ran = folder
        .run_with(
            &["classify", "--lines", "-", "-m", "m.model"],
            "Het kabinet steunt het voorstel over bijenteelt van harte.\n\
             Nederland heeft grote bezwaren tegen het onderdeel over octrooien.\n\
             Het kabinet zal het voorstel over fietspaden op zijn merites beoordelen.\n\
             De Raad wisselt in juni van gedachten over havengelden.\n",
        )
        .ok();
    let labels: Vec<&str> = ran
        .stdout
        .lines()
        .filter_map(|l| l.split('\t').next())
        .collect();
    assert_eq!(
        labels,
        [
            "steunt",
            "kritisch",
            "op merites beoordelen",
            "geen standpunt"
        ]
    );
}

#[test]
fn two_labels_columns_of_other_names_and_semicolons_will_do() {
    let folder = Folder::new();
    let mut csv = "zin;oordeel;bron\n".to_owned();
    for number in 0..12 {
        csv.push_str(&format!(
            "Wat een mooie dag is dag {number}.;goed;dagboek {number}\n"
        ));
        csv.push_str(&format!(
            "Wat een nare dag is dag {number}.;slecht;dagboek {number}\n"
        ));
    }
    folder.write("dagen.csv", csv);
    let arguments = "train -d dagen.csv -m d.model --sentence-column zin --label-column oordeel --letter-column bron";
    folder
        .run(&arguments.split(' ').collect::<Vec<_>>())
        .ok()
        .prints(&["24 sentences of 12 letters", "12  goed", "12  slecht"]);
    folder
        .run_with(
            &["classify", "--lines", "-", "-m", "d.model"],
            "Een mooie week.\nEen nare week.\n",
        )
        .ok()
        .holds("goed, then slecht", |r| {
            let labels: Vec<&str> = r
                .stdout
                .lines()
                .filter_map(|l| l.split('\t').next())
                .collect();
            labels == ["goed", "slecht"]
        });
    folder.write(
        "brief.txt",
        "Wat een mooie dag is het vandaag.\n\nWat een nare dag was het gisteren.\n",
    );
    folder
        .run(&["classify", "brief.txt", "-m", "d.model", "--all"])
        .ok()
        .prints(&["goed", "slecht"]);
}

#[test]
fn eight_labels_in_a_column_called_text_will_do() {
    let folder = Folder::new();
    let fields = [
        "vis", "spoor", "zorg", "water", "school", "kunst", "wonen", "bos",
    ];
    let mut csv = "text,label\n".to_owned();
    for number in 0..10 {
        for field in fields {
            csv.push_str(&format!(
                "\"Punt {number}: de plannen voor {field}, nader bezien.\",{field}\n"
            ));
        }
    }
    folder.write("velden.csv", csv);
    folder
        .run(&["train", "-d", "velden.csv", "-m", "v.model"])
        .ok()
        .prints(&["trained on 80 sentences of 80 rows, each its own group"]);
    let input: String = fields
        .iter()
        .map(|f| format!("Iets nieuws over {f}.\n"))
        .collect();
    let ran = folder
        .run_with(&["classify", "--lines", "-", "-m", "v.model"], input)
        .ok();
    let labels: Vec<&str> = ran
        .stdout
        .lines()
        .filter_map(|l| l.split('\t').next())
        .collect();
    assert_eq!(labels, fields);
    let answer = folder.run(&["inspect", "v.model", "--json"]).ok().json();
    let known: BTreeSet<&str> = answer["labels"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|l| l.as_str())
        .collect();
    assert_eq!(known, BTreeSet::from(fields));
}

#[test]
fn inspect_tells_what_a_model_is() {
    let folder = Folder::with_model();
    let answer = folder
        .run(&["inspect", "m.model", "--json", "--top", "3"])
        .ok()
        .json();
    let labels = [
        "steunt",
        "kritisch",
        "op merites beoordelen",
        "geen standpunt",
    ];
    assert_eq!(answer["labels"], serde_json::json!(labels));
    assert_eq!(answer["facts"]["data"]["rows"], 80);
    assert_eq!(answer["facts"]["data"]["letters"], 10);
    assert_eq!(answer["sha256"].as_str().unwrap().len(), 64);
    assert!(answer["terms"].as_u64().unwrap() > 100);
    let words = answer["strongest"]["kritisch"]["words"].as_array().unwrap();
    assert_eq!(words.len(), 3);
    folder.run(&["inspect", "m.model"]).ok().prints(&[
        "80 sentences, 10 letters",
        "what pulls towards it most",
        "cross-validation",
    ]);
    folder
        .run(&["inspect"])
        .ok()
        .prints(&["the model inside the program"]);
}

#[test]
fn a_model_copied_elsewhere_predicts_the_same() {
    let folder = Folder::with_model();
    folder.write("elders/kopie", folder.bytes("m.model"));
    let lines = |model: &str| {
        folder
            .run_with(
                &["classify", "--lines", "-", "-m", model],
                samples::held_out(),
            )
            .ok()
            .stdout
    };
    assert_eq!(lines("m.model"), lines("elders/kopie"));
}

#[test]
fn both_solvers_learn_the_same_labels() {
    let folder = Folder::with_model();
    folder
        .run(&[
            "train",
            "-d",
            "train.csv",
            "-m",
            "l.model",
            "--solver",
            "linfa",
            "--features",
            "words:1-2",
        ])
        .ok();
    let input: String = samples::held_out()
        .lines()
        .skip(1)
        .filter_map(|l| l.split(',').nth(2))
        .map(|s| format!("{s}\n"))
        .collect();
    let labels = |model: &str| -> Vec<String> {
        folder
            .run_with(&["classify", "--lines", "-", "-m", model], &input)
            .ok()
            .stdout
            .lines()
            .filter_map(|l| l.split('\t').next().map(str::to_owned))
            .collect()
    };
    assert_eq!(labels("m.model"), labels("l.model"));
}

#[test]
fn the_model_inside_the_program_has_one_name_and_a_dash() {
    let folder = Folder::with_model();
    let name = "the model inside the program";
    folder.run(&["inspect", "-"]).ok().prints(&[name]);
    let few = ["--data", "toets.csv", "--resamples", "0", "--allow-overlap"];
    folder
        .run(&[&["compare", "-", "m.model"], &few[..]].concat())
        .ok()
        .prints(&[name])
        .holds("no other name", |r| !r.stdout.contains("embedded"));
}

#[test]
fn top_0_lists_all_in_every_command() {
    let folder = Folder::with_model();
    let lines = |arguments: &[&str]| folder.run(arguments).ok().stdout.lines().count();
    folder.write("anna.csv", "sentence,label\nEen.,a\nTwee.,b\nDrie.,a\n");
    folder.write("bert.csv", "sentence,label\nEen.,b\nTwee.,a\nDrie.,a\n");
    let sentence = "Het kabinet steunt het voorstel over zonnepanelen van harte.";
    let agreement = ["agreement", "anna.csv", "bert.csv", "--resamples", "0"];
    let explain = ["explain", sentence, "-m", "m.model"];
    for command in [&agreement[..], &explain] {
        let with = |top: &str| lines(&[command, &["--top", top]].concat());
        assert!(with("1") < with("0"), "{command:?}");
        assert_eq!(with("0"), with("1000"), "{command:?}");
    }
    let inspect = |top: &str| {
        let ran = folder
            .run(&["inspect", "m.model", "--json", "--top", top])
            .ok();
        ran.stdout.len()
    };
    assert!(inspect("1") < inspect("0"));
    assert_eq!(inspect("0"), inspect("100000"));
}

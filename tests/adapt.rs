//! `--adapt`: a trained model moves to new letters, and stays what it was where they say nothing.

mod util;

use util::{Folder, samples};

/// Letters of a ministry that says "bestudeert" where it objects, beside a folder with a model that takes it for a judgement put off.
fn folder() -> Folder {
    let folder = Folder::with_model();
    let mut csv = "letter,section,sentence,label\n".to_owned();
    for subject in samples::OTHER_SUBJECTS {
        for (sentence, label) in [
            ("Nederland bestudeert de nieuwe tekst over {}.", "kritisch"),
            ("Nederland bestudeert ook de bijlage over {}.", "kritisch"),
            ("Het kabinet steunt het voorstel over {}.", "steunt"),
            ("De Raad spreekt in mei over {}.", "geen standpunt"),
        ] {
            let sentence = sentence.replace("{}", subject);
            csv.push_str(&format!("nieuw-{subject},Inzet,{sentence},{label}\n"));
        }
    }
    folder.write("nieuw.csv", csv);
    folder
}

/// Holds that a model remembers each of some files.
fn knows(folder: &Folder, model: &str, files: &[&str]) {
    for data in files {
        folder
            .run(&["evaluate", "--model", model, "--data", data])
            .refuses(data, "the model was trained on this data", "--drop-overlap");
    }
}

/// Six letters move a model of ten only at a small penalty.
const ADAPT: [&str; 3] = ["--adapt=m.model", "--alpha", "0.1"];

#[test]
fn what_the_new_letters_say_is_learnt_and_the_rest_is_kept() {
    let folder = folder();
    let lines = "Nederland bestudeert de nieuwe tekst over de pont.\n\
                 Het kabinet zal het voorstel over de pont op zijn merites beoordelen.\n\
                 Het kabinet steunt het voorstel over de pont van harte.\n";
    let before = folder.label_lines("m.model", &[], lines).ok();
    let merites = "op merites beoordelen";
    assert_eq!(before.labels(), [merites, merites, "steunt"]);
    folder.train("nieuw.csv", "a.model", &ADAPT).ok().tells(&[
        "trained on 24 sentences of 6 letters",
        " 0  op merites beoordelen",
        "adapted from the model of sha256 ",
        "trained on 80 sentences of 10 letters",
        "as it was",
    ]);
    let after = folder.label_lines("a.model", &[], lines).ok();
    assert_eq!(after.labels(), ["kritisch", merites, "steunt"]);
}

#[test]
fn what_the_new_letters_say_nothing_of_keeps_its_probability() {
    let folder = folder();
    let all_right = samples::held_out().replace("brief", "nieuw");
    folder.write("goed.csv", samples::of_label(&all_right, "steunt"));
    folder
        .train("goed.csv", "a.model", &ADAPT[..1])
        .ok()
        .prints(&["calibration: that of the model it was adapted from"]);
    let line = "Bedrijven varen met de pont.\n";
    let probability = |model| {
        let ran = folder.label_lines(model, &[], line).ok();
        let field = ran.stdout.split('\t').nth(1).map(str::to_owned);
        field.unwrap().parse::<f64>().unwrap()
    };
    let (before, after) = (probability("m.model"), probability("a.model"));
    assert!((before - after).abs() < 0.1, "{before} {after}");
    assert!(after < 0.999, "{after}");
}

#[test]
fn an_adapted_model_can_be_adapted_and_tells_the_chain() {
    let folder = folder();
    folder.train("nieuw.csv", "a.model", &ADAPT).ok();
    folder
        .train("toets.csv", "b.model", &["--adapt=a.model"])
        .ok()
        .tells(&["trained on 24 sentences of 6 letters and adapted from the model of sha256 "]);
    let facts = folder
        .run(&["inspect", "b.model", "-f", "json"])
        .ok()
        .json();
    assert_eq!(facts["facts"]["base"]["base"]["rows"], 80);
    knows(&folder, "b.model", &["train.csv", "nieuw.csv", "toets.csv"]);
}

#[test]
fn the_base_is_never_written_over() {
    let folder = folder();
    let base = folder.bytes("m.model");
    for option in ["--model", "--card"] {
        let more = ["--adapt=m.model", option, "m.model"];
        let arguments = ["train", "-d", "nieuw.csv", "--model", "a.model"];
        let arguments = match option {
            "--model" => [&arguments[..3], &more].concat(),
            _ => [&arguments[..], &more].concat(),
        };
        folder.run(&arguments).refuses(
            "m.model",
            "would replace a file that is read here",
            "another name",
        );
    }
    folder
        .run(&[
            "cross-validate",
            "-d",
            "nieuw.csv",
            "--adapt=m.model",
            "--predictions",
            "m.model",
        ])
        .refuses(
            "m.model",
            "would replace a file that is read here",
            "another name",
        );
    assert!(folder.bytes("m.model") == base);
}

#[test]
fn letters_of_the_base_are_known_by_name_however_they_were_edited() {
    let folder = folder();
    let edited = samples::train()
        .replace("het voorstel", "dat nieuwe voorstel")
        .replace("de nieuwe tekst", "de tekst");
    folder.write(
        "bewerkt.csv",
        edited
            .replace("van harte", "ten volle")
            .replace("in mei", "in juli")
            .replace("in juni", "in maart")
            .replace("grote", "veel"),
    );
    folder.train("bewerkt.csv", "a.model", &ADAPT).refuses(
        "bewerkt.csv:2",
        "10 of 10 letters and",
        "give the new letters alone",
    );
}

#[test]
fn the_model_names_its_base_and_knows_the_letters_of_both() {
    let folder = folder();
    folder.train("nieuw.csv", "a.model", &ADAPT).ok();
    let base = folder.run("inspect m.model --format json").ok().json();
    let adapted = folder.run("inspect a.model --format json").ok().json();
    let facts = &adapted["facts"];
    assert_eq!(facts["base"]["sha256"], base["sha256"]);
    assert_eq!(
        facts["base"]["data_sha256"],
        base["facts"]["data"]["sha256"]
    );
    assert_eq!(facts["base"]["rows"], 80);
    assert_eq!(facts["data"]["rows"], 24);
    let accuracy = |of: &serde_json::Value| of["figures"]["accuracy"].as_f64().unwrap();
    assert!((accuracy(&facts["base"]) - 0.5).abs() < 0.01, "{facts:#}");
    assert!(accuracy(facts) > 0.9, "{facts:#}");
    folder
        .run(&["inspect", "a.model"])
        .ok()
        .prints(&["adapted from the model of sha256 "]);
    knows(&folder, "a.model", &["train.csv", "nieuw.csv"]);
}

#[test]
fn the_same_bytes_come_out_whatever_the_number_of_threads() {
    let folder = folder();
    for (jobs, out) in [("1", "een.model"), ("2", "twee.model")] {
        let more = [&ADAPT[..], &["--jobs", jobs]].concat();
        folder.train("nieuw.csv", out, &more).ok();
    }
    assert!(folder.bytes("een.model") == folder.bytes("twee.model"));
}

#[test]
fn a_strong_penalty_leaves_the_model_as_it_was() {
    let folder = folder();
    let more = ["--adapt=m.model", "--alpha", "1e9", "--folds", "0"];
    folder.train("nieuw.csv", "a.model", &more).ok();
    let lines = samples::held_out();
    let lines: String = (lines.lines().skip(1))
        .filter_map(|line| line.split(',').nth(2))
        .map(|sentence| format!("{sentence}\n"))
        .collect();
    let label = |model| folder.label_lines(model, &[], &lines).ok().stdout;
    assert_eq!(label("m.model"), label("a.model"));
}

#[test]
fn a_single_label_is_enough_to_adapt_by() {
    let folder = folder();
    let kritisch = samples::of_label(&folder.text("nieuw.csv"), "kritisch");
    folder.write("kritisch.csv", kritisch);
    folder.train("kritisch.csv", "a.model", &ADAPT).ok();
    let lines = "Nederland bestudeert de nieuwe tekst over de pont.\nHet kabinet steunt het voorstel over de pont van harte.\n";
    let after = folder.label_lines("a.model", &[], lines).ok();
    assert_eq!(after.labels(), ["kritisch", "steunt"]);
    let arguments = ["cross-validate", "-d", "kritisch.csv", "--adapt=m.model"];
    folder.run(&arguments).ok().prints(&["as it was"]);
    folder.run(&arguments[..3]).refuses(
        "kritisch.csv",
        "has the label `kritisch`",
        "rows of another one",
    );
}

#[test]
fn cross_validation_sets_the_adapted_model_beside_what_it_was() {
    let report = folder()
        .run(&[
            "cross-validate",
            "-d",
            "nieuw.csv",
            "--adapt=m.model",
            "--alpha",
            "0.1",
            "-f",
            "json",
        ])
        .ok()
        .json();
    let baselines = report["baselines"].as_array().unwrap();
    let before = (baselines.iter())
        .find(|b| b["name"] == "as it was")
        .expect("the model as it was is one of the baselines");
    let accuracy = |of: &serde_json::Value| of["accuracy"]["value"].as_f64().unwrap();
    assert!(
        (accuracy(&before["figures"]) - 0.5).abs() < 0.01,
        "{before:#}"
    );
    assert!(accuracy(&report["figures"]) > 0.9, "{report:#}");
    let log_loss = |of: &serde_json::Value| of["log_loss"]["value"].as_f64().unwrap();
    let (own, was) = (log_loss(&report["figures"]), log_loss(&before["figures"]));
    assert!(own < was, "{own} against {was}");
    let difference = log_loss(&before["difference"]);
    assert!((difference - (own - was)).abs() < 1e-9, "{difference}");
}

#[test]
fn what_cannot_be_adapted_is_refused_and_writes_nothing() {
    let folder = folder();
    folder.write("elders.csv", "letter,sentence,label\na,Dit is goed.,pro\nb,Dit is slecht.,contra\na,Dat is goed.,pro\nb,Dat is slecht.,contra\n");
    let files = folder.files();
    let refused = |data: &str, more: &[&str], place: &str, found: &str, next: &str| {
        let more = [&ADAPT[..1], more].concat();
        folder
            .train(data, "a.model", &more)
            .refuses(place, found, next);
    };
    refused(
        "train.csv",
        &[],
        "train.csv:2",
        "10 of 10 letters and 80 of 80 sentences",
        "give the new letters alone",
    );
    refused(
        "elders.csv",
        &[],
        "elders.csv:2",
        "`pro`",
        "without `--adapt`",
    );
    refused(
        "nieuw.csv",
        &["--tune"],
        "",
        "`--tune` together with `--adapt`",
        "--alpha",
    );
    refused(
        "nieuw.csv",
        &["--folds", "9"],
        "",
        "6 letters for 9 folds",
        "--folds 6",
    );
    for more in [["--features", "words"], ["--solver", "linfa"]] {
        let more = [&ADAPT[..1], &more].concat();
        folder
            .train("nieuw.csv", "a.model", &more)
            .code(2)
            .says(&["cannot be used with"]);
    }
    folder
        .train("nieuw.csv", "a.model", &["--adapt=nieuw.csv"])
        .refuses("nieuw.csv", "", "");
    assert_eq!(folder.files(), files);
}

#[test]
fn figures_on_one_label_are_said_to_mean_nothing() {
    let folder = Folder::with_model();
    let all = samples::labelled("nieuw", &samples::OTHER_SUBJECTS);
    folder.write("een.csv", samples::of_label(&all, "steunt"));
    folder
        .train("een.csv", "a.model", &["--adapt=m.model"])
        .ok()
        .prints(&["the same label: figures mean nothing here"])
        .holds("no accuracy is told", |r| !r.stdout.contains("accuracy"));
    folder
        .run("inspect a.model")
        .ok()
        .prints(&["has the same label: figures mean"]);
    folder
        .run("cross-validate --adapt=m.model -d een.csv --resamples 0")
        .ok()
        .prints(&["Every sentence has the label `steunt`"]);
}

#[test]
fn too_little_to_adapt_to_is_told() {
    let folder = folder();
    folder.train("nieuw.csv", "a.model", &ADAPT).ok().says(&[
        "warning: 6 letters to adapt to: with fewer than some 20 the model may come out worse",
        "`--alpha`",
        "warning: no sentence has the label `op merites beoordelen`: adapting teaches",
    ]);
    let subjects: Vec<String> = (0..20).map(|n| format!("onderwerp {n}")).collect();
    let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
    folder.write("veel.csv", samples::labelled("nieuw", &subjects));
    folder
        .train("veel.csv", "b.model", &ADAPT)
        .ok()
        .holds("twenty letters are enough", |r| {
            !r.stderr.contains("warning")
        });
}

//! Locked data: every command that looks at it is counted, and none trains on it unasked.

mod util;

use util::{Folder, samples};

/// A folder `lkd` with two files, one of them in a subfolder, locked by a first look of `m.model`.
fn locked() -> Folder {
    let folder = Folder::with_model();
    let held_out = samples::held_out();
    let middle = held_out.match_indices("\ntoets-").nth(10).unwrap().0 + 1;
    let header = held_out.lines().next().unwrap();
    folder.write("lkd/a.csv", &held_out[..middle]);
    folder.write(
        "lkd/diep/b.csv",
        format!("{header}\n{}", &held_out[middle..]),
    );
    evaluate(&folder, &["lkd", "--lock"]);
    assert_eq!(looks(&folder).len(), 1);
    folder
}

fn evaluate(folder: &Folder, data: &[&str]) -> serde_json::Value {
    let (data, more) = data.split_first().unwrap();
    let ran = folder.evaluate(data, &[more, &["-f", "json"]].concat());
    ran.ok().json()
}

/// How each look at `lkd` was made.
fn looks(folder: &Folder) -> Vec<String> {
    let lock: serde_json::Value = serde_json::from_str(&folder.text("lkd.lock.json")).unwrap();
    let how = |look: &serde_json::Value| look["how"].as_str().unwrap_or("evaluate").to_owned();
    lock["looks"].as_array().unwrap().iter().map(how).collect()
}

#[test]
fn evaluate_is_counted_however_the_locked_data_is_named() {
    let folder = locked();
    let of_part = evaluate(&folder, &["lkd/a.csv"]);
    assert_eq!(of_part["looks"]["set"], "lkd");
    assert_eq!(of_part["looks"]["looks"], 2);
    assert_eq!(of_part["looks"]["unchanged"], true);
    evaluate(&folder, &["lkd", "toets.csv"]);
    assert_eq!(
        looks(&folder)[1..],
        ["evaluate, a part of it", "evaluate, with other data"]
    );
    let mut inside = folder.command(&["evaluate", "-d", ".", "-m", "../m.model", "--lock"]);
    inside.current_dir(folder.path("lkd"));
    folder.run_command(inside, b"").ok();
    assert!(!folder.path("lkd/.lock.json").exists());
    assert!(!folder.files().contains("a.csv.lock.json"));
    assert_eq!(looks(&folder).len(), 3, "the first look once more");
}

#[cfg(unix)]
#[test]
fn a_link_to_locked_data_is_the_same_data() {
    let folder = locked();
    std::os::unix::fs::symlink(folder.path("lkd"), folder.path("anders")).unwrap();
    std::os::unix::fs::symlink(folder.path("lkd/a.csv"), folder.path("a.csv")).unwrap();
    assert_eq!(evaluate(&folder, &["anders"])["looks"]["looks"], 1);
    assert_eq!(evaluate(&folder, &["a.csv"])["looks"]["looks"], 2);
}

#[test]
fn a_change_in_a_subfolder_of_locked_data_is_seen() {
    let folder = locked();
    let text = folder.text("lkd/diep/b.csv");
    folder.write(
        "lkd/diep/b.csv",
        format!("{text}toets-extra,Inzet,Een nieuwe zin in de toets.,geen standpunt\n"),
    );
    assert_eq!(evaluate(&folder, &["lkd"])["looks"]["unchanged"], false);
}

#[test]
fn a_report_tells_the_looks_at_the_set_that_it_is_of_and_notes_those_around_it() {
    let folder = Folder::with_model();
    folder.write("lkd/toets.csv", samples::held_out());
    folder.write("lkd/meer.csv", samples::labelled("meer", &["tunnels"]));
    for locked in ["lkd/toets.csv", "lkd"] {
        evaluate(&folder, &[locked, "--lock"]);
    }
    // the look at the whole folder was one at the file, too
    let report = evaluate(&folder, &["lkd/toets.csv"]);
    assert_eq!(report["looks"]["set"], serde_json::Value::Null);
    assert_eq!(report["looks"]["looks"], 2);
    let notes = report["notes"].as_array().unwrap();
    let around = |note: &&serde_json::Value| note.as_str().unwrap().starts_with("`lkd`, of which");
    assert_eq!(notes.iter().filter(around).count(), 1, "{notes:?}");
}

#[test]
fn compare_counts_a_look_of_both_models() {
    let folder = locked();
    folder
        .run(&["train", "-d", "train.csv", "-m", "n.model", "--alpha", "3"])
        .ok();
    folder
        .run("compare m.model n.model -d lkd --resamples 0")
        .ok()
        .prints(&["has been looked at 3 times, by 2", "`lkd`"]);
    assert_eq!(looks(&folder)[1..], ["compare", "compare"]);
}

#[test]
fn cross_validation_and_every_model_of_a_learning_curve_are_counted() {
    let folder = locked();
    folder
        .run("cross-validate -d lkd --folds 2 --resamples 0")
        .ok()
        .prints(&["looked at twice, by 2 models"]);
    let letters: String = (0..3)
        .map(|copy| {
            let rows = samples::train();
            let rows = rows.lines().skip(1);
            rows.map(|row| format!("kopie-{copy}-{row}\n"))
                .collect::<String>()
        })
        .collect();
    let header = samples::train().lines().next().unwrap().to_owned();
    folder.write("veel.csv", format!("{header}\n{letters}"));
    folder
        .run("cross-validate -d veel.csv --folds 2 --resamples 0 --learning-curve --test lkd")
        .ok()
        .prints(&["looked at 8 times, by 8 models"]);
    assert_eq!(looks(&folder)[1], "cross-validate");
    assert_eq!(looks(&folder)[2..], ["learning curve"; 6]);
}

#[test]
fn train_refuses_locked_data_unless_it_is_allowed_and_then_counts() {
    let folder = locked();
    for data in ["lkd", "lkd/a.csv", "."] {
        folder
            .run(&["train", "-d", data, "-m", "fout.model"])
            .refuses("lkd: ", "locked as held-out", "--allow-locked");
    }
    assert!(!folder.path("fout.model").exists());
    folder
        .run(&["train", "-d", "lkd", "-m", "x.model", "--allow-locked"])
        .ok()
        .says(&["warning: ", "looked at twice"]);
    assert_eq!(looks(&folder)[1..], ["train"]);
    folder
        .run("evaluate -d toets.csv -m m.model --reference lkd")
        .refuses("lkd: ", "locked as held-out", "name the training data");
    assert_eq!(looks(&folder).len(), 2);
}

#[test]
fn no_look_is_lost_where_runs_overlap() {
    let folder = locked();
    let evaluate = ["evaluate", "-d", "lkd", "-m", "m.model", "--resamples", "0"];
    let runs: Vec<_> = (1..=6_u64)
        .map(|day| {
            let mut command = folder.command(&evaluate);
            command.env("SOURCE_DATE_EPOCH", (day * 86_400).to_string());
            let quiet = || std::process::Stdio::null();
            command.stdout(quiet()).stderr(quiet()).spawn().unwrap()
        })
        .collect();
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    assert_eq!(looks(&folder).len(), 1 + 6);
    assert!(!folder.files().contains("guard"), "{}", folder.files());
}

#[cfg(unix)]
#[test]
fn others_can_read_a_lock_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = locked();
    let mode = std::fs::metadata(folder.path("lkd.lock.json"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o444, 0o444, "{mode:o}");
}

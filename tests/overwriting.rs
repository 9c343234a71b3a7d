//! What no run replaces: files that it reads, files that are no model, and anything at all where it fails.

mod util;

use std::collections::BTreeMap;
use std::path::PathBuf;
use util::{Folder, samples};

fn with_letter() -> Folder {
    let folder = Folder::with_model();
    folder.write("brief.txt", samples::letter("bijenteelt"));
    folder
}

const CLASSIFY: [&str; 4] = ["classify", "brief.txt", "-m", "m.model"];

/// Every file of the folder stays as it is while a run is refused.
#[track_caller]
fn refused(folder: &Folder, arguments: &[&str], place: &str, found: &str) {
    let before = folder.files();
    folder.run(arguments).refuses(place, found, "");
    assert_eq!(folder.files(), before);
}

#[test]
fn an_output_is_never_a_file_that_is_read() {
    let folder = with_letter();
    folder.write("nieuw.txt", samples::letter("octrooien"));
    let read = "would replace a file that is read here";
    refused(
        &folder,
        &[&CLASSIFY[..], &["--out", "./brief.txt", "-f", "csv"]].concat(),
        "brief.txt",
        read,
    );
    refused(
        &folder,
        &[&CLASSIFY[..], &["--out", "m.model", "-f", "csv"]].concat(),
        "m.model",
        read,
    );
    refused(
        &folder,
        &["diff", "brief.txt", "nieuw.txt", "--out", "nieuw.txt"],
        "nieuw.txt",
        read,
    );
    refused(
        &folder,
        &["train", "--data", "train.csv", "--model", "train.csv"],
        "train.csv",
        read,
    );
    let train = ["train", "--data", ".", "--model", "nieuw.model"];
    refused(
        &folder,
        &[&train[..], &["--card", "train.csv"]].concat(),
        "train.csv",
        read,
    );
    let evaluate = ["evaluate", "-m", "m.model", "--data", "toets.csv"];
    for option in ["--out", "--predictions", "--card"] {
        let format = ["--format", "json", option, "toets.csv"];
        refused(
            &folder,
            &[&evaluate[..], &format].concat(),
            "toets.csv",
            read,
        );
    }
    let cross = ["cross-validate", "--data", "train.csv", "--predictions"];
    refused(
        &folder,
        &[&cross[..], &["train.csv"]].concat(),
        "train.csv",
        read,
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("brief.txt", folder.path("link.csv")).unwrap();
        refused(
            &folder,
            &[&CLASSIFY[..], &["--out", "link.csv"]].concat(),
            "link.csv",
            read,
        );
    }
    refused(
        &folder,
        &[
            &evaluate[..],
            &["--out", "uit.md", "--predictions", "./uit.md"],
        ]
        .concat(),
        "uit.md",
        "another option writes",
    );
}

#[test]
fn a_letter_in_a_folder_is_not_replaced_by_what_is_said_of_the_folder() {
    let folder = with_letter();
    folder.write("map/a.txt", samples::letter("bijenteelt"));
    folder.write("map/b.txt", samples::letter("octrooien"));
    let arguments = ["classify", "map", "-m", "m.model", "--out", "map/b.txt"];
    refused(&folder, &arguments, "map/b.txt", "would replace a letter");
}

#[test]
fn a_model_does_not_replace_what_is_no_model() {
    let folder = with_letter();
    folder.write("aantekeningen.md", "Niet kwijtraken.\n");
    folder.write("leeg.model", "");
    let train = |model: &str| {
        [
            "train",
            "--data",
            "train.csv",
            "--folds",
            "0",
            "--model",
            model,
        ]
        .map(str::to_owned)
    };
    let run = |model: &str| {
        let arguments = train(model);
        folder.run(&arguments.each_ref().map(String::as_str))
    };
    run("aantekeningen.md").refuses("aantekeningen.md", "no model", "another name");
    assert_eq!(folder.text("aantekeningen.md"), "Niet kwijtraken.\n");
    folder.write("nieuw.model", folder.bytes("m.model"));
    for model in ["leeg.model", "nieuw.model", "eerste.model"] {
        run(model).ok();
        folder.run(&["inspect", model]).ok();
    }
}

/// The files of a folder without folders in it.
fn contents(folder: &Folder) -> BTreeMap<PathBuf, Vec<u8>> {
    let paths = std::fs::read_dir(folder.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    paths
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect()
}

#[test]
fn a_run_that_fails_replaces_no_file_and_spends_no_look() {
    let folder = Folder::with_model();
    folder.write("slot.csv", samples::held_out());
    folder.evaluate("slot.csv", &["--lock"]).ok();
    folder.train("train.csv", "n.model", &["--alpha", "3"]).ok();
    for name in ["uit.json", "kaart.md", "f.csv"] {
        folder.write(name, "oud");
    }
    let cases = [
        (
            "train -d train.csv -m m.model --card kaart.md --card-notes weg.md",
            "weg.md",
            "cannot read",
        ),
        #[cfg(unix)]
        (
            "train -d train.csv -m m.model --card kaart.md --card-notes /dev/zero",
            "/dev/zero",
            "more than 1048576 bytes",
        ),
        (
            "train -d train.csv -m m.model --card weg/kaart.md",
            "weg/kaart.md",
            "cannot write",
        ),
        (
            "evaluate -d slot.csv -m n.model --out uit.json --card kaart.md --card-notes weg.md",
            "weg.md",
            "cannot read",
        ),
        (
            "evaluate -d slot.csv -m n.model --out uit.json --predictions weg/f.csv",
            "weg/f.csv",
            "cannot write",
        ),
        (
            "evaluate -d slot.csv -m n.model --out uit.json --card kaart.md --ablation weg.csv",
            "weg.csv",
            "no such file",
        ),
        (
            "evaluate -d slot.csv -m n.model --out uit.json --pairs weg.csv",
            "weg.csv",
            "no such file",
        ),
        (
            "cross-validate -d slot.csv --folds 2 --out uit.json --predictions weg/f.csv",
            "weg/f.csv",
            "cannot write",
        ),
        (
            "cross-validate -d slot.csv --folds 2 --out uit.json --learning-curve --test weg.csv",
            "weg.csv",
            "no such file",
        ),
    ];
    for (arguments, place, found) in cases {
        let before = contents(&folder);
        folder.run(arguments).refuses(place, found, "");
        assert!(
            contents(&folder) == before,
            "`{arguments}`:\n{}",
            folder.files()
        );
    }
}

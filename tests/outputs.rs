//! What `--out` and its like do to files: links, pipes, inputs, names, and a run that is killed.

mod util;

use std::collections::BTreeMap;
#[cfg(unix)]
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use util::{Folder, Table, samples};

fn with_letter() -> Folder {
    let folder = Folder::with_model();
    folder.write("brief.txt", samples::letter("bijenteelt"));
    folder
}

const CLASSIFY: [&str; 4] = ["classify", "brief.txt", "-m", "m.model"];

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_its_file_is_written() {
    let folder = with_letter();
    folder.write("map/doel.csv", "oud");
    std::os::unix::fs::symlink("map/doel.csv", folder.path("link.csv")).unwrap();
    folder
        .run(&[&CLASSIFY[..], &["-o", "link.csv"]].concat())
        .ok()
        .says(&["written to link.csv"]);
    assert!(folder.path("link.csv").is_symlink());
    assert!(folder.text("map/doel.csv").starts_with("letter,"));
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_written_to_and_stays() {
    use std::os::unix::fs::FileTypeExt;
    let folder = with_letter();
    let pipe = folder.path("pijp.csv");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let reader = {
        let pipe = pipe.clone();
        std::thread::spawn(move || std::fs::read_to_string(pipe).unwrap())
    };
    folder
        .run(&[&CLASSIFY[..], &["--out", "pijp.csv"]].concat())
        .ok();
    assert!(reader.join().unwrap().starts_with("letter,"));
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
}

#[test]
fn a_dash_is_standard_output() {
    let folder = with_letter();
    let direct = folder.run(&[&CLASSIFY[..], &["-f", "csv"]].concat()).ok();
    let dash = folder
        .run(&[&CLASSIFY[..], &["-f", "csv", "--out", "-"]].concat())
        .ok();
    assert_eq!(direct.stdout, dash.stdout);
    assert!(!folder.path("-").exists());
    let data = ["evaluate", "-m", "m.model", "--data", "toets.csv"];
    let few = ["--resamples", "100"];
    folder
        .run(&[&data[..], &few, &["--out", "-"]].concat())
        .ok()
        .prints(&["macro-F1"]);
    folder
        .run(&[&data[..], &few, &["--predictions", "-"]].concat())
        .refuses("", "--predictions to standard output", "--out");
    assert!(!folder.path("-").exists());
}

#[cfg(unix)]
#[test]
fn a_new_file_gets_what_the_umask_leaves_and_an_old_one_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    let folder = with_letter();
    let mode = |name: &str| {
        let about = std::fs::metadata(folder.path(name)).unwrap();
        about.permissions().mode() & 0o777
    };
    for (umask, expected) in [("077", 0o600), ("002", 0o664), ("022", 0o644)] {
        let name = format!("uit-{umask}.csv");
        let mut shell = std::process::Command::new("sh");
        let script = format!("umask {umask}; exec \"$@\"");
        shell
            .current_dir(folder.path("."))
            .args(["-c", &script, "sh", util::PROGRAM])
            .args(CLASSIFY)
            .args(["-o", &name]);
        folder.run_command(shell, b"").ok();
        assert_eq!(mode(&name), expected, "umask {umask}");
    }
    folder.write("eigen.csv", "oud");
    let own = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(folder.path("eigen.csv"), own).unwrap();
    folder
        .run(&[&CLASSIFY[..], &["-o", "eigen.csv"]].concat())
        .ok();
    assert_eq!(mode("eigen.csv"), 0o640);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_leaves_nothing_behind() {
    let folder = with_letter();
    folder.write("uit.csv", "oud");
    let before = folder.files();
    let arguments = [
        "classify",
        "--jsonl-input",
        "-",
        "-m",
        "m.model",
        "-o",
        "uit.csv",
    ];
    let mut child = folder
        .command(&arguments)
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    for _ in 0..5000 {
        stdin.write_all(b"geen brief\n").unwrap();
        if child.try_wait().unwrap().is_some() {
            break;
        }
    }
    stdin.flush().unwrap();
    let mut line = String::new();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    stderr.read_line(&mut line).unwrap();
    assert!(line.contains("error"), "{line}");
    child.kill().unwrap();
    child.wait().unwrap();
    drop(stdin);
    assert_eq!(folder.files(), before);
}

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

#[test]
fn the_name_of_a_file_tells_the_format_in_every_command() {
    let folder = with_letter();
    let evaluate = [
        "evaluate",
        "-m",
        "m.model",
        "--data",
        "toets.csv",
        "--resamples",
        "100",
    ];
    let diff = ["diff", "brief.txt", "brief.txt", "-m", "m.model"];
    let cross = [
        "cross-validate",
        "--data",
        "train.csv",
        "--folds",
        "2",
        "--resamples",
        "100",
    ];
    for (name, start) in [
        ("uit.HTML", "<!DOCTYPE html>"),
        ("uit.json", "{"),
        ("uit.md", "#"),
    ] {
        for command in [&evaluate[..], &diff, &cross] {
            if command == cross && name != "uit.json" {
                continue;
            }
            folder
                .run(&[command, &["--out", name]].concat())
                .ok()
                .says(&[&format!("written to {name}")]);
            assert!(folder.text(name).starts_with(start), "{command:?} {name}");
        }
    }
    for command in [&evaluate[..], &diff, &CLASSIFY] {
        folder
            .run(&[command, &["--out", "uit.txt"]].concat())
            .ok()
            .says(&["written to uit.txt"]);
        folder
            .run(&[command, &["--out", "uit.pdf"]].concat())
            .refuses("uit.pdf", "no output ends in `.pdf`", "--format");
        folder
            .run(&[command, &["--format", "md", "--out", "uit.rapport"]].concat())
            .ok();
    }
    folder
        .run(&[&CLASSIFY[..], &["--out", "uit.xlsx"]].concat())
        .says(&[".csv"])
        .refuses("uit.xlsx", "no output ends in `.xlsx`", "--format");
}

#[test]
fn letters_of_equal_file_names_have_names_of_their_own() {
    let folder = with_letter();
    for name in ["2024/brief.txt", "2025/brief.txt", "2025/anders.txt"] {
        folder.write(&format!("map/{name}"), samples::letter("bijenteelt"));
    }
    for format in ["jsonl", "csv"] {
        folder
            .run(&["classify", "map", "-m", "m.model", "-f", format])
            .ok()
            .holds("a name for each letter", |r| {
                let lines = |name: &str| r.stdout.lines().filter(|l| l.contains(name)).count();
                let named = match format {
                    "csv" => ["map/2024/brief.txt,", "map/2025/brief.txt,", "\nanders,"],
                    _ => [
                        "\"letter\":\"map/2024/brief.txt\"",
                        "\"letter\":\"map/2025/brief.txt\"",
                        "\"letter\":\"anders\"",
                    ],
                };
                named.iter().all(|name| r.stdout.contains(name)) && lines(named[0]) > 1
            });
    }
}

#[test]
fn list_items_without_a_verb_are_shown_under_their_sentence() {
    let folder = Folder::with_model();
    folder.write(
        "brief.txt",
        "Geachte voorzitter,\n\nHet kabinet steunt daarom:\n\n- een verbod op <b>;\n- minder regels.\n\n\
         De Raad spreekt hierover.\n",
    );
    let run = |format: &str| {
        let arguments = ["classify", "brief.txt", "-m", "m.model", "--all", "-f"];
        folder.run(&[&arguments[..], &[format]].concat()).ok()
    };
    let lines = run("jsonl").json_lines();
    assert_eq!(
        lines[0]["items"],
        serde_json::json!(["een verbod op <b>;", "minder regels."])
    );
    assert_eq!(lines[0]["sentence"], "Het kabinet steunt daarom:");
    assert!(lines[1].get("items").is_none());
    run("table").prints(&["\n    – een verbod op <b>;\n    – minder regels.\n"]);
    run("html").prints(&["een verbod op &lt;b&gt;;", "minder regels."]);
    run("md").prints(&["een verbod op", "minder regels."]);
}

#[test]
fn list_items_in_csv_can_be_taken_apart_and_are_no_hindrance_to_data() {
    let folder = Folder::with_model();
    folder.write(
        "brief.txt",
        "Geachte voorzitter,\n\nHet kabinet steunt daarom:\n\n- =meer; \"geld\", of\n- minder regels.\n\n\
         De Raad spreekt hierover.\n",
    );
    let classify = "classify brief.txt -m m.model --format csv --out uit.csv";
    folder.run(classify).ok();
    let table = Table::read(&folder.text("uit.csv"));
    let items: Vec<&str> = table.column("items")[0].split('\n').collect();
    assert_eq!(items, ["=meer; \"geld\", of", "minder regels."]);
    folder
        .run(&["check", "uit.csv", "--allow-own-labels"])
        .code(1)
        .prints(&["2 sentences", "uit.csv:4: one example"]);
    folder
        .evaluate("uit.csv", &[])
        .refuses("uit.csv:1: ", "a model's", "--allow-own-labels");
    folder.evaluate("uit.csv", &["--allow-own-labels"]).ok();
    folder.run(format!("{classify} --excel").as_str()).ok();
    assert!(
        folder
            .text("uit.csv")
            .contains(";\"'=meer; \"\"geld\"\", of\nminder regels.\";")
    );
}

#[test]
fn list_items_stand_where_the_letter_has_them() {
    let folder = Folder::with_model();
    folder.write(
        "brief.md",
        "Aan de voorzitter\n\n## Doelen\n\n- minder regels;\n- meer toezicht.\n\n## Inzet\n\n- lagere kosten;\n\n\
         Het kabinet steunt daarom:\n\n- een kort traject;\n- dat de Raad hierover in juni spreekt;\n- een ruim budget.\n\n\
         De Raad spreekt hierover.\n\n## Bijlagen\n\n- een lijst van dossiers\n",
    );
    let run = |format: &str| {
        let arguments = ["classify", "brief.md", "-m", "m.model", "--all", "-f"];
        folder.run(&[&arguments[..], &[format]].concat()).ok()
    };
    let in_order = |text: &str| {
        let mut rest = text;
        for part in [
            "minder regels;",
            "meer toezicht.",
            "lagere kosten;",
            "Het kabinet steunt daarom:",
            "een kort traject;",
            "dat de Raad hierover in juni spreekt;",
            "een ruim budget.",
            "De Raad spreekt hierover.",
            "een lijst van dossiers",
        ] {
            let at = rest.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
            rest = &rest[at..];
        }
    };
    for format in ["table", "md", "jsonl"] {
        let ran = run(format).says(&["6 list items without a verb"]);
        in_order(&ran.stdout);
    }
    let page = run("html").stdout;
    let body = page.split("class=\"body\"").nth(1).unwrap();
    let text = body.split('<').filter_map(|piece| piece.split_once('>'));
    in_order(&text.map(|(_, text)| text).collect::<String>());
    let lines = run("jsonl").json_lines();
    let items = |line: usize, field: &str| lines[line].get(field).cloned().unwrap_or_default();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        items(0, "items_before"),
        serde_json::json!([
            {"section": "Doelen", "items": ["minder regels;", "meer toezicht."]},
            {"section": "Inzet", "items": ["lagere kosten;"]},
        ])
    );
    assert_eq!(items(0, "items"), serde_json::json!(["een kort traject;"]));
    assert_eq!(items(1, "items"), serde_json::json!(["een ruim budget."]));
    assert!(lines[1].get("items_before").is_none());
    assert_eq!(
        items(2, "items_after"),
        serde_json::json!([{"section": "Bijlagen", "items": ["een lijst van dossiers"]}])
    );
    let table = run("csv").csv();
    assert_eq!(
        table.column("items"),
        ["een kort traject;", "een ruim budget.", ""]
    );
    assert_eq!(table.column("section_items"), ["lagere kosten;", "", ""]);
}

#[test]
fn json_is_asked_for_in_one_way_and_in_the_old_one() {
    let folder = Folder::with_model();
    for command in [
        "agreement toets.csv toets.csv --resamples 0",
        "check toets.csv",
        "compare m.model m.model -d toets.csv --resamples 0",
        "explain Ja. -m m.model",
        "inspect m.model",
    ] {
        let run = |with: &str| folder.run(format!("{command} {with}").as_str());
        let json = run("--format json").ok();
        json.json();
        for other in ["-f json", "--json"] {
            assert_eq!(run(other).ok().stdout, json.stdout, "{command} {other}");
        }
        assert_eq!(run("-f table").ok().stdout, run("").ok().stdout);
        run("--json --format table").code(2);
        let help = run("--help").ok();
        assert!(help.stdout.contains("--format <FORMAT>"), "{command}");
        assert!(!help.stdout.contains("--json"), "{command}");
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

#[test]
fn the_notes_and_the_licence_stand_in_the_card() {
    let folder = Folder::with_data();
    folder.write("weet.md", "- Alleen voor brieven over bijen.\n");
    let more = [
        "--card",
        "kaart.md",
        "--card-notes",
        "weet.md",
        "--card-license",
        "CC-BY-4.0",
    ];
    folder.train("train.csv", "m.model", &more).ok();
    for text in ["- Alleen voor brieven over bijen.", "CC-BY-4.0"] {
        assert!(folder.text("kaart.md").contains(text), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn two_pipes_can_be_read_one_after_the_other() {
    let folder = Folder::with_data();
    let pipes = ["model", "kaart"].map(|name| {
        let made = std::process::Command::new("mkfifo")
            .arg(folder.path(name))
            .status();
        assert!(made.unwrap().success());
        folder.path(name)
    });
    let reader = std::thread::spawn(move || pipes.map(|pipe| std::fs::read(pipe).unwrap()));
    folder
        .train("train.csv", "model", &["--card", "kaart", "--folds", "0"])
        .ok();
    let [model, card] = reader.join().unwrap();
    assert!(
        model.len() > 1000 && card.starts_with(b"---"),
        "{}",
        String::from_utf8_lossy(&card)
    );
}

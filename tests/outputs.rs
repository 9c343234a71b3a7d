//! What `--out` and its like do to files: links, pipes, names, and a run that is killed.

mod util;

#[cfg(unix)]
use std::io::{BufRead, BufReader, Write};
use util::{Folder, samples};

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
fn every_result_can_go_to_a_file_and_those_of_studies_be_markdown() {
    let folder = with_letter();
    folder.write("codes.csv", folder.text("toets.csv"));
    let commands = [
        "agreement toets.csv codes.csv --resamples 0",
        "compare m.model m.model -d toets.csv --resamples 0",
        "check toets.csv",
        "explain Ja. -m m.model",
        "inspect m.model",
    ];
    for (number, command) in commands.into_iter().enumerate() {
        let run = |with: &str| folder.run(format!("{command} {with}").as_str());
        let shown = [run("").ok().stdout, run("--format json").ok().stdout];
        for (name, shown) in ["uit.txt", "uit.json"].into_iter().zip(shown) {
            run(&format!("--out {name}"))
                .ok()
                .says(&[&format!("written to {name}")]);
            assert_eq!(folder.text(name), shown, "{command} {name}");
        }
        assert_eq!(run("-o -").ok().stdout, run("").ok().stdout, "{command}");
        if number < 2 {
            run("--out uit.md").ok();
            assert!(folder.text("uit.md").contains("| --- |"), "{command}");
        } else {
            run("--out uit.md").refuses("uit.md", "no output ends in `.md`", "--format");
        }
    }
    let before = folder.text("toets.csv");
    for command in commands.iter().take(3) {
        folder
            .run(format!("{command} --format json --out toets.csv").as_str())
            .refuses("toets.csv", "--out would replace a file", "another name");
    }
    assert_eq!(folder.text("toets.csv"), before);
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
fn json_is_asked_for_by_its_format() {
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
        assert_eq!(run("-f json").ok().stdout, json.stdout, "{command}");
        assert_eq!(run("-f table").ok().stdout, run("").ok().stdout);
        run("--json").code(2);
        let help = run("--help").ok();
        assert!(help.stdout.contains("--format <FORMAT>"), "{command}");
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

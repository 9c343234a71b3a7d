//! Outputs that cannot be written, or not to their end: named, and nothing is lost.

mod util;

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use util::{Folder, samples};

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let folder = Folder::with_model();
    folder.write("brief.txt", samples::letter("visserij"));
    let next = "a folder that exists";
    folder.train("train.csv", "weg/nieuw.model", &[]).refuses(
        "weg/nieuw.model: ",
        "cannot write",
        next,
    );
    let classify = ["classify", "brief.txt", "--model", "m.model", "--format"];
    for format in ["csv", "jsonl", "html", "md", "table"] {
        folder
            .run(&[&classify[..], &[format, "--out", "weg/uit"]].concat())
            .refuses("weg/uit: ", "cannot write", next);
    }
    folder
        .evaluate("toets.csv", &["--format", "json", "--out", "weg/uit"])
        .refuses("weg/uit: ", "cannot write", next);
}

#[cfg(unix)]
#[test]
fn a_folder_without_the_right_to_write_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with_model();
    let closed = folder.path("dicht");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o555)).unwrap();
    // the superuser may write everywhere
    if std::fs::write(closed.join("proef"), "").is_err() {
        folder.train("train.csv", "dicht/nieuw.model", &[]).refuses(
            "dicht/nieuw.model: ",
            "permission denied",
            "may write to",
        );
    }
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_failed_run_leaves_the_old_output_as_it_was() {
    let folder = Folder::with_model();
    folder.write(
        "een.csv",
        "text,label\nEen zin.,steunt\nNog een zin.,steunt\n",
    );
    folder.write("leeg.txt", "");
    let old = folder.bytes("m.model");
    folder.train("een.csv", "m.model", &[]).code(2);
    folder.train("geen.csv", "m.model", &[]).code(2);
    assert_eq!(folder.bytes("m.model"), old);

    folder.write("uit.csv", "oud");
    for input in ["leeg.txt", "geen.txt"] {
        folder
            .run(&[
                "classify", input, "-m", "m.model", "-f", "csv", "-o", "uit.csv",
            ])
            .code(2);
        assert_eq!(folder.text("uit.csv"), "oud");
    }
    folder.evaluate("train.csv", &["-o", "uit.csv"]).code(2);
    assert_eq!(folder.text("uit.csv"), "oud");
    assert!(!folder.files().contains(".tmp"), "{}", folder.files());
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let folder = Folder::with_model();
    // more than a pipe holds, so that the program is still writing when the pipe closes
    let lines = "Het kabinet steunt het voorstel over visserij van harte.\n".repeat(20_000);
    folder.write("regels.txt", &lines);
    folder.write("brief.txt", samples::letter("visserij") + &lines);
    folder.write("alinea.txt", &lines);
    for arguments in [
        &["classify", "--lines", "regels.txt", "-m", "m.model"][..],
        &["classify", "brief.txt", "-m", "m.model", "--all"],
        &["classify", "brief.txt", "-m", "m.model", "--format", "csv"],
        &[
            "classify",
            "brief.txt",
            "-m",
            "m.model",
            "--format",
            "jsonl",
        ],
        &["classify", "brief.txt", "-m", "m.model", "--format", "html"],
        &["sentences", "--paragraphs", "alinea.txt"],
    ] {
        let mut child = folder
            .command(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        drop(out);
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        let status = child.wait().unwrap();
        assert!(!line.trim().is_empty(), "{arguments:?}: {said}");
        assert_eq!(status.code(), Some(0), "{arguments:?}: {said}");
        assert!(
            !said.contains("panicked") && !said.contains("error"),
            "{arguments:?}: {said}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_on_a_full_disk_is_named() {
    let folder = Folder::with_model();
    folder.write("brief.txt", samples::letter("visserij").repeat(200));
    for format in ["csv", "jsonl", "table"] {
        let arguments = ["classify", "brief.txt", "-m", "m.model", "-f", format];
        folder
            .run(&[&arguments[..], &["--all", "--out", "/dev/full"]].concat())
            .code(2)
            .says(&["error: /dev/full: cannot write: No space left"]);
        let mut command = folder.command(&[&arguments[..], &["--all"]].concat());
        let full = std::fs::File::options().write(true).open("/dev/full");
        command
            .stdout(full.unwrap())
            .stderr(std::process::Stdio::piped());
        let output = command.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            told.contains("error: standard output: cannot write: No space left"),
            "{told}"
        );
    }
}

//! Folders as people have them: letters among other files, each told by its content, the rest reported and passed over.

mod util;

use util::{Folder, PROGRAM, samples};

/// Office files with a password are compound files with this part.
fn locked() -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.extend([0; 64]);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn letters_in_a_folder_are_told_by_content_and_everything_else_is_named() {
    let folder = Folder::new();
    folder.write("map/a/brief-zonder-einde", samples::letter("visserij"));
    folder.write(
        "map/b.pdf",
        format!(
            "<html><body><p>{}</p></body></html>",
            "Het kabinet steunt dit voorstel."
        ),
    );
    folder.write(
        "map/c.txt",
        std::fs::read("tests/letters/formats/raad.docx").unwrap(),
    );
    folder.write("map/.verborgen.txt", samples::letter("bijenteelt"));
    folder.write("map/.git/config", "[core]\n");
    for (name, bytes) in [
        ("d.docx", &locked()[..]),
        (
            "e.eml",
            b"Received: van a\nFrom: a@b.nl\nSubject: Brief\nMIME-Version: 1.0\n\nBeste Jan,\n",
        ),
        ("f.json", b"{\"a\": 1}\n"),
        ("g.csv", b"sentence,label\nHet kabinet steunt dit.,steunt\n"),
        ("h.png", b"\x89PNG\r\n\x1a\n"),
        ("i.rtf", b"{\\rtf1 Brief}"),
        ("j.bin", &[0, 1, 2, 3, 0, 0, 7, 9, 0, 255]),
        ("k.txt", b""),
        (
            "l.tsv",
            b"kamer\tvoor\ttegen\nA\t1\t2\nB\t3\t4\nHet kabinet steunt dit.\t5\t6\n",
        ),
        (
            "m.srt",
            b"1\n00:00:01,000 --> 00:00:04,500\nHet kabinet steunt dit.\n",
        ),
    ] {
        folder.write(&format!("map/{name}"), bytes);
    }
    let ran = folder
        .run(&["classify", "map", "--format", "jsonl", "--all"])
        .code(2)
        .says(&[
            "d.docx: this is an Office file with a password",
            "e.eml: this is an e-mail message",
            "f.json: this is JSON",
            "g.csv: this is labelled data (CSV)",
            "h.png: this is a PNG image",
            "i.rtf: this is a rich text file",
            "j.bin: this is not text",
            "k.txt: the file is empty",
            "l.tsv: this is a table (CSV or TSV)",
            "m.srt: this is a file of subtitles (SubRip)",
            "standpunt classify --lines",
        ]);
    let mut sources: Vec<String> = ran
        .stdout
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            row["source"].as_str().unwrap().to_owned()
        })
        .collect();
    sources.dedup();
    assert_eq!(
        sources,
        ["map/a/brief-zonder-einde", "map/b.pdf", "map/c.txt"]
    );
}

#[test]
#[cfg(unix)]
fn links_that_lead_back_are_passed_over_and_dead_ones_are_named() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.write("map/brief.txt", samples::letter("visserij"));
    folder.write("elders/oud.txt", samples::letter("bijenteelt"));
    symlink("..", folder.path("map/terug")).unwrap();
    symlink("../elders", folder.path("map/elders")).unwrap();
    symlink("nergens", folder.path("map/weg.txt")).unwrap();
    let ran = folder
        .run(&["classify", "map", "--format", "jsonl"])
        .code(2)
        .says(&["map/weg.txt", "no such file"]);
    let count = |name: &str| {
        let source = format!("\"source\":\"{name}\"");
        ran.stdout.lines().filter(|l| l.contains(&source)).count()
    };
    assert!(count("map/brief.txt") > 0 && count("map/elders/oud.txt") > 0);
    assert_eq!(count("map/terug/map/brief.txt"), 0);
}

#[test]
#[cfg(unix)]
fn a_stream_without_end_is_refused() {
    let folder = Folder::new();
    folder.run(&["sentences", "/dev/zero"]).refuses(
        "/dev/zero: ",
        "more than",
        "one letter at a time",
    );
    let mut command = std::process::Command::new(PROGRAM);
    command
        .args(["sentences", "-"])
        .stdin(std::fs::File::open("/dev/zero").unwrap());
    let out = command.output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("more than"));
}

#[test]
fn what_the_program_wrote_into_a_folder_is_left_out_of_it() {
    let folder = Folder::with_model();
    folder.write("map/a.txt", samples::letter("visserij"));
    let classify = ["classify", "map", "-m", "m.model", "--format", "jsonl"];
    let alone = folder.run(&classify).ok().stdout;
    for name in ["rapport.html", "rapport.csv", "rapport.md", "rapport.txt"] {
        let out = format!("uit/{name}");
        folder.write(&out, "");
        folder
            .run(&["classify", "map/a.txt", "-m", "m.model", "--out", &out])
            .ok();
        folder.write(&format!("map/{name}"), folder.bytes(&out));
    }
    let again = folder.run(&classify).ok().says(&[
        "rapport.html: left out, as standpunt wrote it itself",
        "rapport.txt: left out, as standpunt wrote it itself",
    ]);
    assert_eq!(again.stdout, alone);
    // what is named is read, and says what it is
    let named = [&classify[..], &["map/rapport.csv"]].concat();
    folder
        .run(&named)
        .code(2)
        .says(&["rapport.csv: this is CSV that standpunt wrote"]);
}

#[test]
fn what_the_program_wrote_itself_is_no_letter() {
    let folder = Folder::with_model();
    folder.write("map/a.txt", samples::letter("visserij"));
    folder.write("map/b.txt", samples::letter("bijenteelt"));
    let classify = ["classify", "map", "-m", "m.model"];
    let out = [&classify[..], &["--out", "map/rapport.html"]].concat();
    folder.run(&out).ok();
    let first = folder.bytes("map/rapport.html");
    folder.run(&out).ok();
    assert!(
        first == folder.bytes("map/rapport.html"),
        "the report changed"
    );

    let few = ["--data", "toets.csv", "--resamples", "100"];
    let evaluate = [&["evaluate", "-m", "m.model"], &few[..]].concat();
    let one = ["classify", "map/a.txt", "-m", "m.model"];
    let two = ["classify", "map/a.txt", "map/b.txt", "-m", "m.model"];
    let diff = ["diff", "map/a.txt", "map/b.txt", "-m", "m.model"];
    for (command, name) in [
        (&one[..], "een.html"),
        (&one, "een.md"),
        (&one, "een.txt"),
        (&two, "twee.txt"),
        (&diff, "drie.html"),
        (&diff, "drie.md"),
        (&diff, "drie.txt"),
        (&evaluate, "vier.html"),
        (&evaluate, "vier.md"),
        (&evaluate, "vier.txt"),
    ] {
        let out = format!("uit/{name}");
        folder.write(&out, "");
        folder.run(&[command, &["--out", &out]].concat()).ok();
        folder.run(&["classify", &out, "-m", "m.model"]).refuses(
            name,
            "that standpunt wrote",
            "the letters themselves",
        );
    }
    let lines = folder
        .run_with(
            &["classify", "--lines", "-", "-m", "m.model"],
            "Het kabinet steunt dit.\n",
        )
        .ok()
        .stdout;
    folder.write("uit/vijf.txt", lines);
    folder
        .run(&["classify", "uit/vijf.txt", "-m", "m.model"])
        .refuses(
            "vijf.txt",
            "a table that standpunt wrote",
            "the letters themselves",
        );
}

#[test]
fn an_empty_folder_among_letters_is_one_input_that_cannot_be_read() {
    let folder = Folder::with_model();
    folder.write("a.txt", samples::letter("visserij"));
    folder.write("map/b.txt", samples::letter("bijenteelt"));
    std::fs::create_dir(folder.path("leeg")).unwrap();
    let ran = folder
        .run("classify a.txt leeg map -m m.model -f jsonl --failures")
        .code(2)
        .says(&[
            "leeg: no file in this folder",
            "1 of 3 letters could not be read",
        ]);
    let rows = ran.json_lines();
    for letter in ["a", "b"] {
        assert!(rows.iter().any(|row| row["letter"] == letter), "{letter}");
    }
    assert_eq!(rows.iter().filter(|row| !row["error"].is_null()).count(), 1);
    folder
        .run("classify leeg --out leeg.csv")
        .refuses("leeg: ", "no file in this folder", "a folder of letters")
        .holds("nothing is written", |_| !folder.path("leeg.csv").exists());
}

#[test]
fn a_letter_that_is_named_twice_is_read_once() {
    let folder = Folder::with_model();
    folder.write("map/a.txt", samples::letter("visserij"));
    folder.write("map/b.txt", samples::letter("bijenteelt"));
    let once = folder.run("classify map -m m.model -f csv").ok();
    folder
        .run("classify map/a.txt map ./map/../map/b.txt -m m.model -f csv")
        .ok()
        .says(&["map/a.txt is map/a.txt, which is read once; so is 1 more"])
        .holds("each row once", |ran| ran.stdout == once.stdout);
    let line = serde_json::json!({"name": "a", "text": samples::letter("visserij")}).to_string();
    folder.write("a.jsonl", line);
    let rows = |names: &str| {
        let arguments = format!("classify --jsonl-input {names} -m m.model -f csv");
        folder.run(arguments.as_str()).ok().csv().rows
    };
    assert_eq!(rows("a.jsonl ./a.jsonl"), rows("a.jsonl"));
}

#[test]
#[cfg(unix)]
fn folders_of_data_are_searched_as_those_of_letters_are() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    let rows = "sentence,label\nHet kabinet steunt plan A.,steunt\nHet kabinet steunt plan B.,steunt\n\
                Nederland betreurt plan A.,kritisch\nNederland betreurt plan B.,kritisch\n";
    folder.write("data/a.csv", rows);
    folder.write("data/diep/b.csv", rows.replace("plan", "besluit"));
    folder.write("data/.ipynb_checkpoints/a-checkpoint.csv", rows);
    folder.write("data/.b.csv", rows);
    symlink(".", folder.path("data/lus")).unwrap();
    symlink(".", folder.path("data/lus2")).unwrap();
    symlink("..", folder.path("data/diep/terug")).unwrap();
    folder
        .run("check data --labels steunt,kritisch")
        .ok()
        .prints(&["8 sentences"]);
}

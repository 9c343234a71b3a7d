//! What people get wrong: every message names the place, what was found and the next step, and nothing is lost.

mod util;

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use util::{Folder, samples};

#[test]
fn a_missing_file_is_named() {
    let folder = Folder::with_model();
    let model = ["--model", "m.model"];
    for arguments in [
        &["classify", "geen.txt"][..],
        &["sentences", "geen.txt"],
        &["classify", "--lines", "geen.txt"],
        &["classify", "--jsonl-input", "geen.txt"],
        &["train", "--data", "geen.txt", "--model", "nieuw.model"],
        &["evaluate", "--data", "geen.txt"],
        &["check", "geen.txt"],
        &["classify", "toets.csv", "--model", "geen.txt"],
        &["inspect", "geen.txt"],
    ] {
        let own =
            ["classify", "evaluate"].contains(&arguments[0]) && !arguments.contains(&"--model");
        let all = [arguments, if own { &model[..] } else { &[] }].concat();
        folder
            .run(&all)
            .refuses("geen.txt: ", "no such file or folder", "check the spelling");
    }
}

#[test]
fn a_folder_instead_of_a_file_is_told_apart() {
    let folder = Folder::with_model();
    std::fs::create_dir(folder.path("leeg")).unwrap();
    folder.run(&["sentences", "leeg"]).refuses(
        "leeg: ",
        "it is a folder",
        "name the letters in it",
    );
    folder
        .run(&["classify", "leeg", "--model", "m.model"])
        .refuses("leeg: ", "no file in this folder", "give a letter");
    folder
        .run(&["classify", "--lines", "leeg", "--model", "m.model"])
        .refuses("leeg", "it is a folder", "name a file");
    folder.run(&["check", "leeg"]).refuses(
        "leeg: ",
        "no CSV file in this folder",
        "give the folder",
    );
    folder.run(&["inspect", "leeg"]).refuses(
        "leeg: ",
        "this is a folder",
        "standpunt train --model",
    );
    folder
        .train("train.csv", "leeg", &[])
        .refuses("leeg: ", "it is a folder", "name a file");
}

#[test]
fn an_empty_file_is_refused_as_letter_data_and_model() {
    let folder = Folder::with_model();
    folder.write("leeg.txt", "");
    folder.write("witregels.txt", " \n\n\t\n");
    folder.write("kop.csv", "sentence,label\n");
    for name in ["leeg.txt", "witregels.txt"] {
        let place = format!("{name}: ");
        folder
            .run(&["classify", name, "--model", "m.model"])
            .refuses(&place, "empty", "text of a letter");
        folder
            .train(name, "nieuw.model", &[])
            .refuses(&place, "the file is empty", "header");
        folder.run(&["inspect", name]).refuses(
            &place,
            "not a model file",
            "leave it out to use the model inside",
        );
    }
    folder
        .run(&["check", "kop.csv"])
        .refuses("kop.csv: ", "a header without rows", "a row");
}

#[test]
fn a_letter_without_a_sentence_is_refused() {
    let folder = Folder::with_model();
    folder.write("cijfers.txt", "2026\n\n12\n\n- 3 -\n");
    folder
        .run(&["classify", "cijfers.txt", "--model", "m.model"])
        .refuses(
            "cijfers.txt: ",
            "no sentence was found",
            "standpunt sentences",
        );
}

#[test]
fn a_binary_file_is_refused() {
    let folder = Folder::with_model();
    let bytes: Vec<u8> = (0..4000_u32).map(|i| (i * i % 251) as u8).collect();
    folder.write("foto.txt", &bytes);
    folder.write("foto.csv", &bytes);
    folder.write(
        "foto.png",
        [b"\x89PNG\r\n\x1a\n".as_slice(), &bytes].concat(),
    );
    folder
        .run(&["classify", "foto.txt", "--model", "m.model"])
        .refuses("foto.txt: ", "not text", "letter itself");
    folder
        .run(&["sentences", "foto.png"])
        .refuses("foto.png: ", "this is ", "");
    folder
        .run(&["check", "foto.csv"])
        .refuses("foto.csv: ", "binary file", "CSV UTF-8");
    folder
        .run(&["classify", "m.model", "--model", "m.model"])
        .refuses("m.model: ", "not text", "a model file");
}

#[test]
fn text_that_is_not_utf_8_is_read_as_a_letter_and_refused_as_data() {
    let folder = Folder::with_model();
    folder.write(
        "oud.txt",
        b"Het kabinet steunt de co\xF6rdinatie van harte.\n",
    );
    folder.write("oud.csv", b"sentence,label\nDe co\xF6rdinatie,steunt\n");
    folder
        .run(&["sentences", "oud.txt"])
        .ok()
        .prints(&["coördinatie"]);
    folder
        .run(&["check", "oud.csv"])
        .refuses("oud.csv:2: ", "not UTF-8", "iconv");
    folder
        .run(&["classify", "--lines", "oud.txt", "--model", "m.model"])
        .refuses("oud.txt:1: ", "UTF-8", "iconv");
}

#[test]
fn an_unknown_column_is_answered_with_the_nearest() {
    let folder = Folder::new();
    folder.write("a.csv", "zin,labels\nEen zin.,steunt\n");
    folder.run(&["check", "a.csv"]).refuses(
        "a.csv:1: ",
        "no column `sentence` or `text`",
        "--sentence-column",
    );
    folder
        .run(&["check", "a.csv", "--sentence-column", "zin"])
        .refuses("a.csv:1: ", "no column `label`", "--label-column labels")
        .says(&["it has: zin, labels", "did you mean `labels`?"]);
}

#[test]
fn a_column_of_letters_that_was_asked_for_must_be_there() {
    let folder = Folder::with_model();
    folder.write(
        "los.csv",
        "sentence,label,brief\nEen zin.,steunt,a\nEen andere.,kritisch,a\nEen tweede.,steunt,b\nEen laatste.,kritisch,b\n",
    );
    for command in [
        "train -d los.csv -m n.model",
        "check los.csv",
        "evaluate -d los.csv -m m.model",
        "cross-validate -d los.csv",
        "compare m.model m.model -d los.csv",
        "agreement los.csv los.csv",
    ] {
        for (name, next) in [
            ("letter", "--letter-column"),
            ("brieven", "--letter-column brief"),
        ] {
            folder
                .run(&*format!("{command} --letter-column {name}"))
                .refuses("los.csv:1: ", &format!("no column `{name}`"), next)
                .says(&["it has: sentence, label, brief"]);
        }
    }
    folder
        .run("check los.csv")
        .ok()
        .prints(&["no column names their letters"]);
    folder
        .run("check los.csv --letter-column brief")
        .ok()
        .prints(&["2 letters"]);
}

#[test]
fn one_class_and_a_label_with_one_example_cannot_be_learned() {
    let folder = Folder::new();
    folder.write(
        "een.csv",
        "text,label\nEen zin.,steunt\nNog een zin.,steunt\n",
    );
    folder.write(
        "los.csv",
        "text,label\nEen zin.,steunt\nNog een.,steunt\nDrie.,kritisch\nVier.,kritisch\nVijf.,kritish\n",
    );
    let train = |data: &str| folder.train(data, "nieuw.model", &[]);
    train("een.csv").refuses(
        "een.csv: ",
        "every one of 2 rows has the label `steunt`",
        "add rows of another one",
    );
    train("los.csv").refuses(
        "los.csv:6: ",
        "label `kritish` has one example",
        "standpunt check",
    );
    assert!(!folder.path("nieuw.model").exists());
}

#[test]
fn a_broken_quote_is_named_where_it_opens() {
    let folder = Folder::new();
    folder.write(
        "open.csv",
        "text,label\nEen.,steunt\n\"Twee,steunt\nDrie,kritisch\n",
    );
    folder.write("midden.csv", "text,label\n\"Een\" twee,steunt\n");
    folder.write("lengte.csv", "text,label\nEen, twee,steunt\n");
    folder
        .run(&["check", "open.csv"])
        .refuses("open.csv:3: ", "never closed", "correct the line");
    folder.run(&["check", "midden.csv"]).refuses(
        "midden.csv:2: ",
        "followed by more text",
        "correct the line",
    );
    folder.train("lengte.csv", "m.model", &[]).refuses(
        "lengte.csv:2: ",
        "3 values where the header has 2",
        "quotes",
    );
}

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

#[test]
fn a_model_file_that_is_cut_off_says_so() {
    let folder = Folder::with_model();
    let whole = folder.bytes("m.model");
    for kept in [whole.len() - 1, whole.len() / 2, 5000] {
        folder.write("kort.model", &whole[..kept]);
        folder.run(&["inspect", "kort.model"]).refuses(
            "kort.model: ",
            "this model file is damaged",
            "train it again",
        );
    }
    for kept in [7, 100] {
        folder.write("kort.model", &whole[..kept]);
        folder.run(&["inspect", "kort.model"]).refuses(
            "kort.model: ",
            "not a model file",
            "leave it out to use the model inside",
        );
    }
}

#[test]
fn a_foreign_file_is_no_model() {
    let folder = Folder::new();
    let header = br#"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#;
    let mut other = (header.len() as u64).to_le_bytes().to_vec();
    other.extend_from_slice(header);
    other.extend_from_slice(&[0; 4]);
    folder.write("ander.safetensors", &other);
    folder.write("brief.txt", samples::letter("visserij"));
    for name in ["ander.safetensors", "brief.txt"] {
        folder
            .run(&["explain", "Het kabinet steunt dit.", "--model", name])
            .refuses(
                &format!("{name}: "),
                "this is not a model file of standpunt",
                "leave it out to use the model inside",
            );
    }
}

#[test]
fn a_newer_model_file_asks_for_a_newer_program() {
    let folder = Folder::with_model();
    let mut bytes = folder.bytes("m.model");
    let key = br#""version":"1""#;
    let at = bytes.windows(key.len()).position(|w| w == key).unwrap();
    bytes[at + key.len() - 2] = b'7';
    folder.write("nieuw.model", &bytes);
    folder.run(&["inspect", "nieuw.model"]).refuses(
        "nieuw.model: ",
        "model format version 7",
        "update the program",
    );
}

#[test]
fn a_flipped_bit_anywhere_in_a_model_file_is_seen() {
    let folder = Folder::with_model();
    let whole = folder.bytes("m.model");
    let header = 8 + u64::from_le_bytes(whole[..8].try_into().unwrap()) as usize;
    let label = whole.windows(6).position(|w| w == b"steunt").unwrap();
    let accuracy = whole.windows(8).position(|w| w == b"accuracy").unwrap() + 14;
    let places = [
        3,
        8,
        header / 2,
        label,
        accuracy,
        header + 5,
        (header + whole.len()) / 2,
        whole.len() - 1,
    ];
    for place in places {
        let mut flipped = whole.clone();
        flipped[place] ^= 1;
        folder.write("bit.model", &flipped);
        folder.run(&["inspect", "bit.model"]).refuses(
            "bit.model: ",
            "this model file is damaged",
            "train it again",
        );
    }
}

#[test]
fn an_option_out_of_its_range_is_refused() {
    let folder = Folder::with_model();
    folder.write("brief.txt", samples::letter("visserij"));
    let classify = ["classify", "brief.txt", "-m", "m.model"];
    folder
        .run(&[&classify[..], &["--max-error", "1.5"]].concat())
        .code(2)
        .says(&["error: ", "--max-error 1.5", "0.05"]);
    folder.run(&[&classify[..], &["--excel"]].concat()).refuses(
        "",
        "--excel without CSV",
        "--format csv",
    );
    for command in ["train --tune -m n.model", "cross-validate"] {
        for folds in ["0", "1"] {
            folder
                .run(&*format!("{command} -d train.csv --folds {folds}"))
                .refuses(
                    "",
                    &format!("cross-validation on {folds} fold"),
                    "leave `--folds` out",
                )
                .says(&["2 to 100 folds", "tuning and cross-validation measure"])
                .holds("no way to do without", |r| !r.stderr.contains("or 0"));
        }
    }
    for option in [["--alpha", "-1"], ["--class-weight", "2"], ["--folds", "1"]] {
        folder
            .train("train.csv", "n.model", &option)
            .code(2)
            .says(&["error: "]);
    }
    folder
        .train("train.csv", "n.model", &["--folds", "50"])
        .refuses("", "10 letters for 50 folds", "--folds 10");
    folder.write("los.csv", "text,label\nJa.,a\nNee.,b\nMooi.,a\nNiet.,b\n");
    folder
        .train("los.csv", "n.model", &["--features", "words:1-1/1"])
        .refuses("", "4 sentences for 5 folds", "--folds 4");
    folder
        .run(&["explain", " "])
        .refuses("", "an empty sentence", "standpunt explain");
    assert!(!folder.path("n.model").exists());
}

#[test]
fn json_and_columns_that_are_not_what_they_seem_are_told_apart() {
    let folder = Folder::new();
    for (name, text, found, next) in [
        (
            "a.jsonl",
            "{\"sentence\": \"Een \\\"zin\\\".\"}\n",
            "this is JSON",
            "a row for each object",
        ),
        (
            "b.csv",
            "Text,label\nEen.,a\n",
            "no column `sentence` or `text`",
            "did you mean `Text`?",
        ),
        (
            "c.csv",
            "sentence,label,label\nEen.,a,b\n",
            "more than one column `label`",
            "rename",
        ),
    ] {
        folder.write(name, text);
        folder
            .train(name, "m.model", &[])
            .refuses(name, found, next);
    }
}

#[test]
fn a_table_of_sentences_and_own_output_are_no_letters() {
    let folder = Folder::with_model();
    folder.write(
        "brief.txt",
        "Betreft: bijen\n\nHet kabinet steunt dit voorstel van harte.\n",
    );
    folder.write("los.csv", "sentence,letter\nHet kabinet steunt dit.,a\n");
    let classify = |more: &[&str]| folder.run(&[&["classify", "-m", "m.model"], more].concat());
    classify(&["los.csv"]).refuses("los.csv: ", "a table of sentences (CSV)", "--lines");
    for (name, more, what) in [
        ("uit.csv", &["brief.txt", "-o", "uit.csv"][..], "CSV"),
        (
            "excel.csv",
            &["brief.txt", "--excel", "-f", "csv", "-o", "excel.csv"],
            "CSV",
        ),
        ("uit.jsonl", &["brief.txt", "-o", "uit.jsonl"], "JSON Lines"),
    ] {
        classify(more).ok();
        let found = format!("this is {what} that standpunt wrote");
        classify(&[name]).refuses(&format!("{name}: "), &found, "give the letters themselves");
    }
    for (name, form, what) in [
        ("zin.csv", "csv", "CSV"),
        ("zin.jsonl", "jsonl", "JSON Lines"),
    ] {
        let lines = classify(&["--lines", "-f", form, "brief.txt"])
            .ok()
            .stdout
            .clone();
        folder.write(name, lines);
        let found = format!("this is {what} that standpunt wrote");
        classify(&[name]).refuses(&format!("{name}: "), &found, "give the letters themselves");
    }
    let failed = classify(&["weg.txt", "--failures", "-f", "jsonl"]).code(2);
    folder.write("weg.jsonl", failed.stdout);
    classify(&["weg.jsonl"]).refuses(
        "weg.jsonl: ",
        "JSON Lines that standpunt wrote",
        "give the letters",
    );
    folder.write(
        "tune.jsonl",
        "{\"run\":\"5c1e\",\"trial\":{},\"crc32\":\"0\"}\n",
    );
    classify(&["tune.jsonl"]).refuses("tune.jsonl: ", "a tuning journal", "give the letters");
}

#[cfg(feature = "pdf")]
#[test]
fn a_damaged_page_is_told_beside_the_labels_of_the_others() {
    use util::pdf::{pages, stream};
    let drawn = |text: &str| {
        Some(stream(
            "",
            &format!("BT /F1 10 Tf 80 700 Td ({text}) Tj ET"),
        ))
    };
    let folder = Folder::with_model();
    let whole = drawn("Het kabinet steunt dit voorstel van harte.");
    folder.write("gat.pdf", pages(&[whole, None]));
    folder.write("weg.pdf", pages(&[None]));
    let told = "damaged PDF: page 2 could not be read, and its sentences are missing";
    for format in ["table", "md", "html"] {
        folder
            .run(&["classify", "gat.pdf", "-m", "m.model", "-f", format])
            .ok()
            .prints(&["steunt"])
            .says(&["warning: gat.pdf: ", told])
            .holds("the warning in the output", |r| {
                // a table breaks its lines
                r.stdout
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .contains(told)
            });
    }
    folder
        .run("diff gat.pdf gat.pdf -m m.model")
        .ok()
        .says(&["warning: gat.pdf: ", told]);
    folder.run("classify weg.pdf -m m.model").refuses(
        "weg.pdf: ",
        "page 1 could not be read",
        "download it again",
    );
}

#[test]
fn messages_lead_on() {
    let folder = Folder::with_model();
    folder.write("brief.txt", samples::letter("visserij"));
    folder.write("zin.txt", "Het kabinet steunt dit.\n");
    let refused = |arguments: &str, found: &str, next: &str| {
        folder.run(arguments).refuses("", found, next);
    };
    for more in ["--out x.html", "--excel"] {
        refused(
            &format!("classify --lines zin.txt {more}"),
            &format!("--lines with {}", more.split(' ').next().unwrap()),
            "leave out `--lines` to read the file as a letter",
        );
    }
    refused(
        "train -d train.csv -m x.model --alpha -1",
        "alpha -1",
        "leave `--alpha` out",
    );
    refused(
        "train -d train.csv -m x.model --folds 1",
        "1 fold\n",
        "leave `--folds` out",
    );
    refused(
        "cross-validate -d train.csv --learning-curve --resamples 0",
        "10 letters",
        "leave `--learning-curve` out",
    );
    refused(
        "evaluate -m m.model -d toets.csv --pairs toets.csv",
        "it has: letter, section, sentence, label",
        "minimal pairs",
    );
    folder
        .run("train --adapt train.csv --model x.model")
        .code(2)
        .says(&["'train.csv'", "`--data train.csv`", "`--adapt=train.csv`"]);
    folder
        .run("classify brief.txt --modl m.model")
        .code(2)
        .says(&["\nhint:  a similar argument exists: '--model'"])
        .holds("no tip", |r| !r.stderr.contains("tip:"));
    folder.run("--help").ok().prints(&["Usage: standpunt"]);
    let wide = "sentence\tlabel\nEen zin.\tsteunt\n".encode_utf16();
    let utf16 = [0xfeff].into_iter().chain(wide).flat_map(u16::to_le_bytes);
    folder.write("breed.csv", utf16.collect::<Vec<u8>>());
    refused("check breed.csv", "this is text in UTF-16", "`CSV UTF-8`");
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

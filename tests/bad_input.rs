//! What people get wrong: every message names the place, what was found and the next step.

mod util;

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
        .refuses("foto.csv:1: ", "binary file", "CSV UTF-8");
    folder
        .run(&["classify", "m.model", "--model", "m.model"])
        .refuses(
            "m.model: ",
            "this is a model of standpunt",
            "behind `--model`",
        );
}

#[test]
fn text_that_is_not_utf_8_is_read_as_letter_and_data_and_refused_as_lines() {
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
    let ran = folder.run(&["check", "oud.csv"]).code(1);
    ran.prints(&["note: oud.csv: encoding: the file is not UTF-8: it was read as Windows-1252"]);
    folder
        .run(&["classify", "--lines", "oud.txt", "--model", "m.model"])
        .refuses("oud.txt:1: ", "UTF-8", "iconv");
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
    (folder.run("check breed.csv").code(1))
        .prints(&["the file is not UTF-8: it was read as UTF-16"]);
}

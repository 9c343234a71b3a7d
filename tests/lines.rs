//! `standpunt classify --lines`: one sentence a line in, one label or row a line out.

mod util;

use util::Folder;

const SENTENCES: &str = "Het kabinet steunt het voorstel over \"bijen\", van harte.\n\n\
    De Raad wisselt in juni van gedachten over\tzonnepanelen.\n";

#[test]
fn csv_has_every_probability_and_a_row_for_each_line() {
    let folder = Folder::with_model();
    let format = ["--format", "csv"];
    let table = folder.label_lines("m.model", &format, SENTENCES).ok().csv();
    assert_eq!(
        table.columns[..4],
        ["label", "shown_label", "second", "probability"]
    );
    assert_eq!(table.columns[8..], ["sentence", "model"]);
    let sentences: Vec<&str> = SENTENCES.lines().collect();
    assert_eq!(table.column("sentence"), sentences);
    for (row, sentence) in table.rows.iter().zip(sentences) {
        assert_eq!(row[9].len(), 64);
        let numbers: Vec<f64> = (4..8).filter_map(|k| row[k].parse().ok()).collect();
        if sentence.is_empty() {
            assert!(numbers.is_empty() && row[0].is_empty());
        } else {
            assert!((numbers.iter().sum::<f64>() - 1.0).abs() < 1e-5);
            assert_eq!(row[0], row[1]);
        }
    }
    let plain = folder.label_lines("m.model", &[], SENTENCES).ok();
    assert_eq!(table.column("label"), plain.labels());
}

#[test]
fn json_lines_name_the_label_of_each_probability() {
    let folder = Folder::with_model();
    let lines = [
        "classify",
        "--lines",
        "zinnen.txt",
        "-m",
        "m.model",
        "-f",
        "jsonl",
    ];
    folder.write("zinnen.txt", SENTENCES);
    let run = |jobs: &str| folder.run(&[&lines[..], &["--jobs", jobs]].concat()).ok();
    let (one, two) = (run("1"), run("2"));
    assert_eq!(one.stdout, two.stdout);
    let rows = one.json_lines();
    assert_eq!(rows.len(), 3);
    let label = rows[0]["label"].as_str().unwrap();
    assert_eq!(rows[0]["probabilities"][label], rows[0]["probability"]);
    assert_eq!(rows[0]["shown"], true);
    assert!(rows[1]["label"].is_null() && rows[1]["sentence"] == "");
}

#[test]
fn such_labels_are_no_gold_either() {
    let folder = Folder::with_model();
    let sentence = "Het kabinet steunt dit plan.\n";
    let ran = folder.label_lines("m.model", &["-f", "csv"], sentence).ok();
    folder.write("uit.csv", ran.stdout);
    folder
        .evaluate("uit.csv", &[])
        .refuses("uit.csv:1: ", "a model's", "--allow-own-labels");
}

#[test]
fn tables_and_pages_are_refused() {
    let folder = Folder::with_model();
    folder.write("twee.CSV", "id,zin\n1,Het kabinet steunt dit.\n");
    folder.write("twee.jsonl", "{\"text\": \"Het kabinet steunt dit.\"}\n");
    for name in ["twee.CSV", "twee.jsonl"] {
        folder
            .run(&["classify", "--lines", name, "-m", "m.model"])
            .refuses(name, "not one sentence a line", "text file");
    }
    for format in ["md", "html"] {
        folder.label_lines("m.model", &["-f", format], "").refuses(
            "",
            &format!("--lines with `--format {format}`"),
            "leave out `--lines`",
        );
    }
}

#[test]
fn lines_give_what_each_sentence_gives_alone() {
    let folder = Folder::with_model();
    let sentences = [
        "Het kabinet steunt het voorstel over bijenteelt van harte.",
        "",
        "De Raad wisselt in juni van gedachten over octrooien.",
        "   ",
        "Een\ttab blijft één zin.",
    ];
    let ran = folder
        .label_lines("m.model", &[], sentences.join("\n"))
        .ok();
    let lines: Vec<&str> = ran.stdout.split('\n').collect();
    assert_eq!(lines.len(), sentences.len() + 1, "{lines:?}");
    for (line, sentence) in lines.iter().zip(sentences) {
        if sentence.trim().is_empty() {
            assert_eq!(*line, "");
            continue;
        }
        let alone = folder
            .run(&["explain", sentence, "--format", "json", "-m", "m.model"])
            .ok()
            .json();
        let label = alone["label"].as_str().unwrap();
        let probability = alone["probabilities"][label].as_f64().unwrap();
        let expected = format!("{label}\t{probability:.4}\t{}", sentence.replace('\t', " "));
        assert_eq!(*line, expected);
    }
}

#[test]
fn forty_thousand_lines_keep_their_order_and_their_empty_lines() {
    let folder = Folder::with_model();
    let kinds = [
        "Het kabinet steunt het voorstel over punt",
        "Nederland heeft grote bezwaren tegen het onderdeel over punt",
        "De Raad wisselt in juni van gedachten over punt",
    ];
    let mut input = String::new();
    for number in 0..40_000 {
        if number % 7 != 0 {
            input.push_str(&format!("{} {number}.", kinds[number % 3]));
        }
        input.push_str(if number % 11 == 0 { "\r\n" } else { "\n" });
    }
    let run = |jobs: &str| {
        let ran = folder.label_lines("m.model", &["--jobs", jobs], &input);
        ran.ok().stdout
    };
    let two = run("2");
    assert!(run("1") == two, "one thread and two differ");
    assert_eq!(two.lines().count(), 40_000);
    for (number, line) in two.lines().enumerate() {
        if number % 7 == 0 {
            assert_eq!(line, "", "line {number}");
        } else {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 3, "line {number}: {line}");
            assert_eq!(cells[2], format!("{} {number}.", kinds[number % 3]));
        }
    }
}

#[test]
fn a_line_without_end_is_refused_by_its_number() {
    let folder = Folder::with_model();
    // a sign of two bytes stands over the limit
    for long in ["a".repeat(2 << 20), format!("a{}", "é".repeat(1 << 20))] {
        let input = format!("Het kabinet steunt dit plan.\n{long}");
        (folder.label_lines("m.model", &[], input).code(2)).says(&[
            "error: standard input:2: a line longer than 1 MiB",
            "leave out `--lines`",
        ]);
    }
}

#[test]
fn long_lines_come_out_in_order_whatever_the_batch() {
    let folder = Folder::with_model();
    let long = "aap ".repeat(200_000);
    let input: String = (0..12).map(|i| format!("{i} {long}\n")).collect();
    let ran = folder.label_lines("m.model", &[], input).ok();
    let sentences = ran.stdout.lines().filter_map(|l| l.splitn(3, '\t').nth(2));
    let starts = sentences
        .enumerate()
        .filter(|(i, s)| s.starts_with(&format!("{i} aap ")));
    assert_eq!(starts.count(), 12);
}

#[test]
fn lines_that_are_not_dutch_are_warned_of_once_at_the_end() {
    let folder = Folder::with_model();
    let dutch = "Het kabinet is van mening dat de Raad hierover in juni kan spreken.\n";
    let other = "The council has asked us to support the proposal for this regulation.\n";
    folder.write("vreemd.txt", other.repeat(2000));
    folder.write("eigen.txt", dutch.repeat(2000));
    folder.write("citaat.txt", format!("{}{}", dutch.repeat(3), other));
    let run = |names: &str| {
        folder
            .run(format!("classify --lines {names} -m m.model").as_str())
            .ok()
    };
    let told = "vreemd.txt: the text does not read as Dutch";
    run("eigen.txt vreemd.txt citaat.txt").holds("one warning, of one file", |r| {
        r.stderr.matches("warning").count() == 1 && r.stderr.contains(told)
    });
    run("eigen.txt citaat.txt").holds("no warning", |r| r.stderr.is_empty());
    run("vreemd.txt -q").holds("nothing on stderr", |r| r.stderr.is_empty());
    folder
        .label_lines("m.model", &["-f", "csv"], other)
        .ok()
        .says(&["warning: standard input: the text does not read as Dutch"]);
}

#[test]
fn lines_before_one_that_cannot_be_read_are_written_and_the_error_follows() {
    let folder = Folder::with_model();
    let done = "Het kabinet steunt dit plan.\n".repeat(20_000);
    let bad: [(&[u8], &str); 2] = [
        (b"Itali\xeb steunt dit.\n", ":20001: the line is not UTF-8"),
        (&[b'a'; 2 << 20], ":20001: a line longer than 1 MiB"),
    ];
    for (line, told) in bad {
        let input = [done.as_bytes(), line, b"Nog een zin.\n"].concat();
        let ran = folder.label_lines("m.model", &["-f", "csv"], &input);
        let rows = ran
            .code(2)
            .says(&["error: standard input", told])
            .csv()
            .rows;
        assert_eq!(rows.len(), 20_000);
    }
    folder.label_lines("m.model", &[], b"Itali\xeb.\n").refuses(
        "standard input:1: ",
        "not UTF-8",
        "iconv",
    );
}

#[test]
fn a_letter_in_a_format_of_its_own_is_named_and_not_cut_into_lines() {
    let folder = Folder::new();
    let wide = "Het kabinet steunt dit.\n".encode_utf16();
    let utf16: Vec<u8> = (b"\xff\xfe".iter().copied())
        .chain(wide.flat_map(u16::to_le_bytes))
        .collect();
    folder.write("breed.txt", utf16);
    for name in ["raad.pdf", "raad.docx", "raad.odt", "raad.html", "raad.xml"] {
        let bytes = std::fs::read(format!("tests/letters/formats/{name}")).unwrap();
        folder.write(name, bytes);
    }
    for (name, what) in [
        ("raad.pdf", "this is a PDF file"),
        ("raad.docx", "this is a Word file (DOCX)"),
        ("raad.odt", "this is an OpenDocument text (ODT)"),
        ("raad.html", "this is HTML"),
        ("raad.xml", "this is XML"),
        ("breed.txt", "this is text in UTF-16"),
    ] {
        let ran = folder.run(&["classify", "--lines", name, "-f", "csv"]);
        ran.refuses(name, what, "leave out `--lines`")
            .holds("no other way is told", |r| !r.stderr.contains("iconv"));
    }
}

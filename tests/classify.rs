//! `standpunt classify`: letters, folders of letters and streams.

mod util;

use util::{Folder, samples};

fn with_letters() -> Folder {
    let folder = Folder::with_model();
    for subject in ["visserij", "bijenteelt", "octrooien", "fietspaden"] {
        folder.write(&format!("brieven/{subject}.txt"), samples::letter(subject));
    }
    folder
}

/// The cells of a CSV text, header first.
fn cells(text: &str, separator: u8) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(separator)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes())
        .records()
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn the_model_inside_the_program_labels_a_letter() {
    let folder = Folder::new();
    folder.write("brief.txt", samples::letter("visserij"));
    folder.run(&["classify", "brief.txt"]).ok().prints(&[
        "Nederlandse positie",
        "steunt",
        "van harte",
    ]);
}

#[test]
fn the_table_shows_positions_and_counts_the_rest() {
    let folder = with_letters();
    let arguments = ["classify", "brieven/visserij.txt", "-m", "m.model"];
    let description = "De Commissie presenteert in mei";
    folder
        .run(&arguments)
        .ok()
        .prints(&["Nederlandse positie", "steunt", "kritisch", "op merites"])
        .holds("description is hidden", |r| !r.stdout.contains(description));
    folder
        .run(&[&arguments[..], &["--all"]].concat())
        .ok()
        .prints(&[description]);
}

#[test]
fn no_line_of_the_table_is_wider_than_the_terminal() {
    let folder = with_letters();
    let long = "gegevensbeschermingseffectbeoordelingsverplichtingen ".repeat(6);
    let letter = samples::letter(&format!("de {long}en «coöperaties»"));
    folder.write(
        "lang.txt",
        letter.replace("Nederlandse positie", &format!("Positie over {long}")),
    );
    for (width, columns) in [("80", 80), ("60", 60), ("40", 40)] {
        for arguments in [
            &["classify", "brieven", "lang.txt", "-m", "m.model"][..],
            &[
                "classify",
                "brieven",
                "lang.txt",
                "-m",
                "m.model",
                "--all",
                "--max-error",
                "0.01",
            ],
        ] {
            let mut command = folder.command(arguments);
            command.env("COLUMNS", width);
            folder
                .run_command(command, b"")
                .ok()
                .holds("no line is too wide", |r| {
                    r.stdout
                        .lines()
                        .all(|l| unicode_width::UnicodeWidthStr::width(l) <= columns)
                });
        }
    }
}

#[test]
fn piped_output_has_no_colour_and_no_progress() {
    let folder = with_letters();
    folder.write("slecht.txt", "");
    for (key, value) in [("NO_COLOR", "1"), ("TERM", "xterm-256color")] {
        let mut command = folder.command(&["classify", "brieven", "slecht.txt", "-m", "m.model"]);
        command.env(key, value);
        folder
            .run_command(command, b"")
            .code(2)
            .holds("no escape sequence and no progress bar", |r| {
                !r.stdout.contains('\u{1b}') && !r.stderr.contains(['\u{1b}', '\r'])
            });
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colour_unless_no_color_is_set() {
    let folder = with_letters();
    let shown = |no_color| {
        folder.on_a_terminal("classify brieven/visserij.txt -m m.model --quiet", no_color)
    };
    let (Some(coloured), Some(plain)) = (shown(false), shown(true)) else {
        return;
    };
    assert!(coloured.contains("\u{1b}["), "{coloured}");
    assert!(
        plain.contains("steunt") && !plain.contains("\u{1b}["),
        "{plain}"
    );
}

#[test]
fn a_letter_that_repeats_another_is_marked_in_every_output() {
    let folder = with_letters();
    folder.write("brieven/kopie.txt", samples::letter("octrooien"));
    let told = "it has the sentences of brieven/kopie.txt and counts in every sum all the same";
    for format in ["table", "md", "html"] {
        let arguments = ["classify", "brieven", "-m", "m.model", "-q", "-f", format];
        folder.run(&arguments).ok().holds(format, |ran| {
            let text = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
            text.matches(told).count() == 1
        });
    }
    folder
        .run("classify brieven -m m.model -f csv")
        .ok()
        .says(&["warning: brieven/octrooien.txt: it has the sentences of brieven/kopie.txt"]);
}

#[test]
fn a_model_that_is_given_as_a_letter_is_named() {
    let folder = with_letters();
    folder
        .run("classify m.model")
        .refuses("m.model: ", "this is a model of standpunt", "--model");
}

#[test]
fn text_without_any_sign_of_a_letter_is_warned_of() {
    let folder = Folder::with_model();
    folder.write("krant.txt", include_str!("letters/krant-running.txt"));
    let told = "nothing tells that this is a letter";
    folder
        .run("classify krant.txt -m m.model")
        .ok()
        .says(&[told]);
    folder
        .run("sentences krant.txt --paragraphs")
        .ok()
        .holds("no warning", |r| r.stderr.is_empty());
    folder.write("brief.txt", samples::letter("visserij"));
    folder
        .run("classify brief.txt -m m.model")
        .ok()
        .holds("no warning", |r| !r.stderr.contains(told));
}

#[test]
fn a_letter_on_standard_input_reads_as_its_file() {
    let folder = with_letters();
    let file = folder
        .run("classify brieven/visserij.txt -m m.model -f jsonl")
        .ok();
    let piped = folder
        .run_with(
            &["classify", "-", "-m", "m.model", "-f", "jsonl"],
            samples::letter("visserij"),
        )
        .ok();
    let (file, piped) = (file.json_lines(), piped.json_lines());
    assert_eq!(file.len(), 6);
    for (a, b) in file.iter().zip(&piped) {
        for key in [
            "sentence",
            "label",
            "probabilities",
            "section",
            "spans",
            "source_sha256",
        ] {
            assert_eq!(a[key], b[key], "{key}");
        }
    }
}

#[test]
fn a_bad_letter_among_good_ones_is_reported_and_the_rest_is_done() {
    let folder = with_letters();
    folder.write("brieven/leeg.txt", "");
    folder.write("brieven/.verborgen", [0_u8; 9]);
    let arguments = [
        "classify", "brieven", "-m", "m.model", "-f", "csv", "--jobs",
    ];
    let one = folder
        .run(&[&arguments[..], &["1"]].concat())
        .code(2)
        .says(&["leeg.txt: ", "hint:  ", "1 of 5 letters could not be read"]);
    let two = folder.run(&[&arguments[..], &["2"]].concat()).code(2);
    assert_eq!(one.stdout, two.stdout);
    let mut names: Vec<String> = cells(&one.stdout, b',')[1..]
        .iter()
        .map(|r| r[0].clone())
        .collect();
    names.dedup();
    assert_eq!(names.len(), 4);
    assert!(names.is_sorted(), "{names:?}");
    let written = [&arguments[..], &["2", "--out", "uit.csv"]].concat();
    folder.run(&written).code(2);
    assert_eq!(folder.text("uit.csv"), one.stdout);
}

#[test]
fn a_report_says_which_letters_it_lacks() {
    let folder = with_letters();
    folder.write("leeg.txt", "");
    let lacking = |format: &str, input: &str| {
        let arguments = ["classify", input, "leeg.txt", "-m", "m.model", "-f", format];
        let text = folder.run(&arguments).code(2).stdout;
        text.replace('\n', " ")
            .contains("could not be read and counts nowhere here: leeg.txt")
    };
    for format in ["table", "md", "html"] {
        assert!(lacking(format, "brieven"), "{format}");
    }
    for format in ["csv", "jsonl"] {
        assert!(!lacking(format, "brieven"), "{format}");
    }
}

#[test]
fn messages_are_no_wider_than_the_terminal() {
    let folder = with_letters();
    folder.write("slecht.txt", "");
    let mut command = folder.command(&["classify", "slecht.txt", "-m", "m.model"]);
    command.env("COLUMNS", "40");
    folder
        .run_command(command, b"")
        .code(2)
        .holds("no line is too wide", |r| {
            r.stderr.lines().all(|l| l.chars().count() <= 40)
        });
}

#[test]
fn many_letters_come_out_in_order_whatever_the_number_of_threads() {
    let folder = Folder::with_model();
    for number in 0..60 {
        folder.write(
            &format!("brieven/{number:03}.txt"),
            samples::letter(&format!("onderwerp{number}")).repeat(1 + number % 5),
        );
    }
    let run = |jobs: &str, format: &str| {
        folder
            .run(&[
                "classify", "brieven", "-m", "m.model", "--format", format, "--jobs", jobs,
            ])
            .ok()
            .stdout
    };
    for format in ["jsonl", "md", "html", "table"] {
        assert!(run("1", format) == run("2", format), "{format}");
    }
}

#[test]
fn every_format_holds_the_sentences_and_their_labels() {
    let folder = with_letters();
    let sentence = "Het kabinet steunt het voorstel over visserij van harte.";
    for format in ["csv", "jsonl", "md", "html"] {
        folder
            .run(&[
                "classify",
                "brieven/visserij.txt",
                "-m",
                "m.model",
                "-f",
                format,
            ])
            .ok()
            .prints(&["steunt", "op merites beoordelen"])
            .holds(sentence, |r| {
                // the page marks words of a sentence
                format == "html" || r.stdout.contains(sentence)
            });
    }
}

#[test]
fn the_name_of_the_file_tells_what_to_write_unless_a_format_is_given() {
    let folder = with_letters();
    let write = |more: &[&str]| {
        let arguments = ["classify", "brieven/visserij.txt", "-m", "m.model"];
        folder.run(&[&arguments[..], more].concat()).ok();
    };
    for (out, start) in [
        ("a.csv", "letter,"),
        ("a.jsonl", "{"),
        ("a.md", "# "),
        ("a.html", "<!DOCTYPE html>"),
        ("a.txt", "visserij.txt"),
    ] {
        write(&["-o", out]);
        assert!(folder.text(out).starts_with(start), "{out}");
    }
    write(&["-o", "b.html", "-f", "csv"]);
    assert!(folder.text("b.html").starts_with("letter,"));
    write(&["-o", "b.csv", "--excel"]);
    assert!(folder.text("b.csv").starts_with("\u{feff}letter;"));
}

#[test]
fn every_field_that_is_written_is_described() {
    let folder = with_letters();
    let write = |format: &str| {
        let letter = "brieven/visserij.txt";
        folder.run(&["classify", letter, "-m", "m.model", "-f", format])
    };
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/outputs.md");
    let told = std::fs::read_to_string(path).unwrap();
    let lines = write("jsonl").ok().json_lines();
    let keys = lines[0].as_object().unwrap().keys().cloned();
    let columns = cells(&write("csv").ok().stdout, b',').remove(0);
    for name in keys.chain(columns).filter(|c| !c.starts_with("p(")) {
        assert!(told.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn the_words_that_decided_stand_in_csv_and_json_lines_where_asked_for() {
    let folder = with_letters();
    let classify = |more: &[&str]| {
        let arguments = ["classify", "brieven/visserij.txt", "-m", "m.model"];
        folder.run(&[&arguments[..], more].concat())
    };
    let lines = classify(&["--format", "jsonl", "--reasons"]).ok().stdout;
    let csv = classify(&["--format", "csv", "--reasons"]).ok().stdout;
    let rows = cells(&csv, b',');
    assert_eq!(rows[0].last().unwrap(), "reasons");
    assert_eq!(rows.len() - 1, lines.lines().count());
    let mut words = 0;
    for (line, row) in lines.lines().zip(&rows[1..]) {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let sentence = line["sentence"].as_str().unwrap();
        let mut told = Vec::new();
        for reason in line["reasons"].as_array().unwrap() {
            let at = |name: &str| reason[name].as_u64().unwrap() as usize;
            let (start, end) = (at("start"), at("end"));
            let weight = reason["weight"].as_f64().unwrap();
            told.push(format!(
                "{start}-{end} {} {weight:.6}",
                &sentence[start..end]
            ));
        }
        words += told.len();
        told.push(format!("context {:.6}", line["context"].as_f64().unwrap()));
        assert_eq!(row.last().unwrap(), &told.join("; "));
    }
    assert!(words > 20, "{words}");

    let without = classify(&["--format", "jsonl"]).ok().stdout;
    assert!(!without.contains("\"reasons\"") && !without.contains("\"context\""));
    classify(&["--reasons"]).refuses("", "--reasons without CSV or JSON Lines", "--format jsonl");
}

#[test]
fn csv_for_excel_has_semicolons_decimal_commas_and_a_byte_order_mark() {
    let folder = with_letters();
    folder.write("formule.txt", "=1+1 is wat het kabinet steunt.\n\nHet kabinet steunt het voorstel over visserij; van harte.\n");
    let arguments = ["classify", "formule.txt", "-m", "m.model", "-f", "csv"];
    let plain = folder.run(&arguments).ok();
    let excel = folder.run(&[&arguments[..], &["--excel"]].concat()).ok();
    assert!(excel.stdout.starts_with('\u{feff}') && excel.stdout.contains("\r\n"));
    let (plain, excel) = (cells(&plain.stdout, b','), cells(&excel.stdout, b';'));
    assert_eq!(plain.len(), excel.len());
    let column = |name: &str| plain[0].iter().position(|h| h == name).unwrap();
    let (probability, sentence) = (column("probability"), column("sentence"));
    for (p, e) in plain.iter().zip(&excel).skip(1) {
        assert_eq!(p[probability].replace('.', ","), e[probability]);
        assert!(p[probability].parse::<f64>().unwrap() <= 1.0);
        assert!(!e[sentence].starts_with('='));
    }
}

#[test]
fn letters_come_and_go_as_json_lines() {
    let folder = with_letters();
    let letters = ["visserij", "octrooien"].map(|s| {
        serde_json::json!({"name": format!("brief {s}"), "text": samples::letter(s)}).to_string()
    });
    let input = letters.join("\n") + "\n";
    let arguments = [
        "classify",
        "-",
        "--jsonl-input",
        "-m",
        "m.model",
        "-f",
        "jsonl",
    ];
    let rows = folder.run_with(&arguments, &input).ok().json_lines();
    assert_eq!(rows.len(), 12);
    assert_eq!(rows[0]["source"], "brief visserij");
    assert_eq!(rows[6]["source"], "brief octrooien");
    for row in &rows {
        let sum: f64 = row["probabilities"]
            .as_object()
            .unwrap()
            .values()
            .map(|p| p.as_f64().unwrap())
            .sum();
        assert!((sum - 1.0).abs() < 1e-5);
        assert_eq!(
            row["probability"],
            row["probabilities"][row["label"].as_str().unwrap()]
        );
    }
    let broken = format!("{}\nno json\n{}\n", letters[0], letters[1]);
    let ran = folder.run_with(&arguments, &broken).code(2).says(&[
        "-:2: ",
        "no letter in this line",
        "a JSON object a line",
    ]);
    assert_eq!(ran.json_lines().len(), 12);
}

#[test]
fn quiet_silences_warnings_and_notes_and_no_error() {
    let folder = Folder::with_model();
    folder.write("vreemd.txt", "We are against it.\n");
    folder.write("slecht.txt", [0_u8; 400]);
    let classify = "classify vreemd.txt slecht.txt -m m.model";
    let told = "does not read as Dutch";
    folder.run(classify).code(2).says(&[
        "warning: vreemd.txt: ",
        told,
        "error: slecht.txt: ",
        "1 of 2 letters",
    ]);
    for quiet in ["-q", "--quiet"] {
        folder
            .run(format!("{classify} {quiet}").as_str())
            .code(2)
            .prints(&[told])
            .says(&["error: slecht.txt: "])
            .holds("the error alone on stderr", |r| {
                r.stderr.starts_with("error: ")
                    && !r.stderr.contains("letters")
                    && !r.stderr.contains("warning")
            });
    }
    let others = folder.text("toets.csv").replacen(",steunt", ",kritisch", 3);
    folder.write("ander.csv", others);
    folder
        .run("evaluate -q -d ander.csv -m m.model --resamples 0 --min-macro-f1 1")
        .code(1)
        .says(&["below the asked"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_warning_that_the_table_has_is_not_said_again_on_the_same_terminal() {
    let folder = Folder::with_model();
    let letter = "Geachte voorzitter,\n\nHet kabinet steunt daarom:\n\n- een verbod op lood;\n- minder regels.\n\nDe Raad vergadert in mei.\n";
    folder.write("brief.txt", letter);
    let Some(shown) = folder.on_a_terminal("classify brief.txt -m m.model", false) else {
        return;
    };
    assert_eq!(
        shown.matches("list items without a finite verb").count(),
        1,
        "{shown}"
    );
    folder
        .run("classify brief.txt -m m.model")
        .ok()
        .says(&["warning: brief.txt: 2 list items without a finite verb"]);
    folder
        .run("sentences brief.txt")
        .ok()
        .says(&["warning: brief.txt: 2 list items without a finite verb"]);
}

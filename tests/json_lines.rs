//! `classify --jsonl-input`: letters one a line, among lines that hold none.

mod util;

use util::{Folder, Ran, samples};

fn line(name: &str, text: &str) -> String {
    serde_json::json!({"name": name, "text": text}).to_string()
}

fn run(folder: &Folder, options: &[&str], input: &[u8]) -> Ran {
    let all = ["classify", "-", "--jsonl-input", "-m", "m.model", "-f"];
    folder.run_with(&[&all[..], options].concat(), input)
}

#[test]
fn a_folder_is_refused_at_once() {
    let folder = Folder::with_model();
    folder.write("map/a.jsonl", "");
    folder
        .run(&["classify", "--jsonl-input", "map", "-m", "m.model"])
        .refuses("map: ", "it is a folder", "name the files");
}

#[test]
fn empty_lines_are_passed_over() {
    let folder = Folder::with_model();
    let input = format!(
        "\n{}\r\n  \r\n\n{}\n\n",
        line("a", &samples::letter("bijenteelt")),
        line("b", &samples::letter("octrooien"))
    );
    let rows = run(&folder, &["jsonl"], input.as_bytes()).ok().json_lines();
    let mut letters: Vec<&str> = rows.iter().map(|r| r["letter"].as_str().unwrap()).collect();
    letters.dedup();
    assert_eq!(letters, ["a", "b"]);
}

#[test]
fn a_line_without_a_letter_is_named_by_its_number_and_the_rest_is_done() {
    let folder = Folder::with_model();
    let good = line("goed", &samples::letter("bijenteelt"));
    for (bad, found) in [
        (
            &b"[\"a\", \"Het kabinet steunt dit.\"]"[..],
            "no JSON object",
        ),
        (br#""een tekst""#, "no JSON object"),
        (b"{\"name\": \"a\"", "no letter in this line"),
        (br#"{"name": "a"}"#, "missing field `text`"),
        (
            br#"{"name": " ", "text": "Dit is een zin."}"#,
            "`name` is empty",
        ),
        (
            b"{\"name\": \"\xff\", \"text\": \"Dit is een zin.\"}",
            "not UTF-8",
        ),
        (br#"{"name": "leeg", "text": ""}"#, "leeg: "),
    ] {
        let input = [good.as_bytes(), b"\n\n", bad, b"\n", good.as_bytes()].concat();
        run(&folder, &["jsonl"], &input)
            .code(2)
            .says(&["-:3: ", found, "1 of 3 letters could not be read"])
            .holds("both letters are there", |r| {
                let numbers = r.json_lines();
                let first = |n: &&serde_json::Value| n["number"] == 1;
                numbers.iter().filter(first).count() == 2
            });
    }
}

#[test]
fn failures_are_written_in_their_place_where_asked_for() {
    let folder = Folder::with_model();
    let input = [
        line("leeg.txt", ""),
        "geen JSON".to_owned(),
        line("2024/brief", &samples::letter("bijenteelt")),
        line("2025/brief", &samples::letter("bijenteelt")),
    ]
    .join("\n");
    let rows = run(&folder, &["jsonl", "--failures"], input.as_bytes())
        .code(2)
        .json_lines();
    assert_eq!(rows[0]["letter"], "leeg");
    assert_eq!(rows[0]["source"], "leeg.txt");
    assert_eq!(rows[0]["line"], 1);
    assert_eq!(rows[0]["error"], "the file is empty");
    assert_eq!(rows[1]["letter"], serde_json::Value::Null);
    assert_eq!(rows[1]["line"], 2);
    let mut letters: Vec<&str> = rows[2..]
        .iter()
        .map(|r| r["letter"].as_str().unwrap())
        .collect();
    letters.dedup();
    assert_eq!(letters, ["2024/brief", "2025/brief"]);
    run(&folder, &["csv", "--failures"], input.as_bytes()).refuses(
        "",
        "--failures without JSON Lines",
        "--format jsonl",
    );
    let arguments = ["classify", "weg.txt", "-m", "m.model", "--failures"];
    folder
        .run(&[&arguments[..], &["--out", "uit.jsonl"]].concat())
        .code(2);
    assert!(
        folder
            .text("uit.jsonl")
            .starts_with("{\"letter\":\"weg\",\"source\":\"weg.txt\",\"line\":null,")
    );
}

#[test]
fn a_whole_number_names_a_letter_and_a_name_is_kept_where_there_is_no_text() {
    let folder = Folder::with_model();
    let text = serde_json::Value::from(samples::letter("bijenteelt"));
    let input = format!(
        "{{\"id\": 7, \"text\": {text}}}\n{{\"name\": \"map/leeg\"}}\n{{\"id\": -12}}\n{{\"id\": 1.5, \"text\": {text}}}\n"
    );
    let rows = run(&folder, &["jsonl", "--failures"], input.as_bytes())
        .code(2)
        .json_lines();
    assert_eq!(rows[0]["letter"], "7");
    let failed: Vec<_> = rows
        .iter()
        .filter(|row| row.get("error").is_some())
        .collect();
    let sources: Vec<_> = failed.iter().map(|row| row["source"].as_str()).collect();
    assert_eq!(sources, [Some("map/leeg"), Some("-12"), None]);
    assert!(
        failed[2]["error"]
            .as_str()
            .unwrap()
            .contains("a name as text or a whole number")
    );
}

#[test]
fn a_letter_with_name_and_number_has_its_name() {
    let folder = Folder::with_model();
    let text = serde_json::Value::from(samples::letter("bijenteelt"));
    let fields = [
        r#""id": 7, "name": "a", "letter": "z""#,
        r#""id": 1.5, "letter": "b""#,
        r#""name": null, "id": 12, "kind": ["brief"]"#,
    ];
    let input: Vec<String> = (fields.iter())
        .map(|fields| format!("{{{fields}, \"text\": {text}}}"))
        .collect();
    let ran = run(&folder, &["jsonl"], input.join("\n").as_bytes()).ok();
    let rows = ran.json_lines();
    let mut letters: Vec<&str> = rows.iter().map(|r| r["letter"].as_str().unwrap()).collect();
    letters.dedup();
    assert_eq!(letters, ["a", "b", "12"]);
    let both = r#"{"id": 3, "name": "c"}"#;
    let failed = run(&folder, &["jsonl", "--failures"], both.as_bytes());
    assert_eq!(failed.code(2).json_lines()[0]["source"], "c");
}

#[test]
fn a_line_without_end_is_refused_by_its_number_behind_the_letters_before_it() {
    let folder = Folder::with_model();
    let mut input: Vec<u8> = (1..=5)
        .map(|n| line(&format!("brief-{n}"), &samples::letter("bijenteelt")) + "\n")
        .collect::<String>()
        .into_bytes();
    input.resize(input.len() + (64 << 20) + 1, b'a');
    for jobs in ["1", "2"] {
        let ran = run(&folder, &["jsonl", "--jobs", jobs], &input)
            .code(2)
            .says(&[
                "error: -:6: ",
                "longer than 64 MiB",
                "\nhint:  ",
                "line feed",
            ]);
        let rows = ran.json_lines();
        let firsts = rows.iter().filter(|row| row["number"] == 1);
        assert_eq!(firsts.count(), 5, "{jobs} threads");
    }
}

#[test]
fn a_second_letter_of_the_same_name_is_told_and_labelled_all_the_same() {
    let folder = Folder::with_model();
    let input = format!(
        "{}\n\n{}\n{}\n",
        line("a", &samples::letter("bijenteelt")),
        line("a", &samples::letter("octrooien")),
        line("b", &samples::letter("dijken"))
    );
    for jobs in ["1", "2"] {
        let ran = run(&folder, &["jsonl", "--jobs", jobs], input.as_bytes());
        let told = "a: it has the name of the letter of line 1 of -: by name their rows cannot be told apart";
        assert_eq!(ran.stderr.matches(told).count(), 1, "{}", ran.stderr);
        assert_eq!(ran.stderr.matches("has the name").count(), 1);
        let rows = ran.ok().json_lines();
        assert_eq!(rows.iter().filter(|r| r["number"] == 1).count(), 3);
    }
}

//! List items that are no sentences: where they stand in every output.

mod util;

use util::{Folder, Table};

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
        let ran = run(format).says(&["6 list items without a finite verb"]);
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

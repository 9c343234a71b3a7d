//! `standpunt check`: what must be mended, and what letters repeat by nature.

mod util;

use util::Folder;

const LONG: &str = "Het kabinet steunt het voorstel van de Commissie over de grenzen van de Unie.";

#[test]
fn what_letters_repeat_by_nature_is_a_note() {
    let folder = Folder::new();
    let answers = "Ja.,steunt\nZie het antwoord op vraag 2.,geen standpunt\n";
    let letter = |name: &str| -> String {
        (answers.lines())
            .map(|row| format!("{name},{row}\n"))
            .collect::<String>()
            .repeat(2)
            + &format!("{name},{LONG},steunt\n")
    };
    folder.write(
        "twee.csv",
        format!("letter,sentence,label\n{}{}", letter("a"), letter("b")),
    );
    folder.run(&["check", "twee.csv"]).ok().prints(&[
        "repeated sentences: 4 rows repeat a short sentence",
        "repeated sentences: 3 rows repeat a sentence of another letter",
        "fine: no errors, 3 notes\n",
    ]);
    folder.write(
        "een.csv",
        format!(
            "letter,sentence,label\n{}a,{LONG},steunt\na,{LONG},kritisch\n",
            letter("a")
        ),
    );
    folder.run(&["check", "een.csv"]).code(1).prints(&[
        "een.csv:7: duplicate: also at een.csv:6",
        "een.csv:8: contradictory labels: `kritisch` here, `steunt` at een.csv:6",
    ]);
    folder.write(
        "toets.csv",
        format!("letter,sentence,label\n{}", letter("c")),
    );
    folder
        .run(&["check", "toets.csv", "--against", "twee.csv"])
        .code(1)
        .prints(&[
            "toets.csv:2: stock answers on both sides: 4 rows are too short",
            "toets.csv:6: near-duplicate on both sides: 1.00 like twee.csv:6 and 1 other row there",
            "\n1 error, 2 notes\n",
        ]);
}

#[test]
fn what_train_refuses_check_names() {
    let folder = Folder::new();
    for (name, rows, found) in [
        (
            "een.csv",
            "Mooi weer vandaag.,pro\nFraai weer vandaag.,pro\n",
            "een.csv:2: one label: every row is `pro`",
        ),
        (
            "los.csv",
            "Mooi weer vandaag.,pro\nFraai weer vandaag.,pro\nNaar weer.,contra\n",
            "los.csv:4: one example: of `contra`",
        ),
    ] {
        folder.write(name, format!("text,label\n{rows}"));
        folder
            .run(&["check", name])
            .code(1)
            .prints(&[found, "1 error, 1 note"]);
        folder
            .run(&["train", "--data", name, "--model", "m.model"])
            .code(2);
    }
}

#[test]
fn spellings_of_a_label_are_told_apart() {
    let folder = Folder::new();
    folder.write(
        "a.csv",
        "text,label\nEen.,none\nTwee.,none\nDrie.,NONE\nVier.,NONE\nVijf.,no  ne\nZes.,no ne\nZeven.,no ne\nAcht.,no  ne\n",
    );
    folder.run(&["check", "a.csv"]).ok().prints(&[
        "8 sentences, each by itself",
        "`none` (2)",
        "`NONE` (2)",
        "are different labels",
        "fine: no errors, 2 notes",
    ]);
}

#[test]
fn every_broken_row_is_told_at_once_and_the_rest_is_judged() {
    let folder = Folder::new();
    folder.write(
        "stuk.csv",
        format!(
            "letter,sentence,label\na,{LONG},steunt\na,Zonder label.,\na,,kritisch\na,,\na,Te kort\na,Te,lang,steunt\n\
             a,Het kabinet is kritisch over de kosten.,kritiek\na,Het kabinet is niet akkoord.,kritisch\n"
        ),
    );
    let told = [
        "3 sentences, 1 letter\n",
        "error: stuk.csv:3: broken row: an empty label; fill it in",
        "error: stuk.csv:4: broken row: an empty sentence; ",
        "error: stuk.csv:5: broken row: an empty sentence; ",
        "error: stuk.csv:5: broken row: an empty label; ",
        "error: stuk.csv:6: broken row: 2 values where the header has 3; a value that holds a separator",
        "error: stuk.csv:7: broken row: 4 values where the header has 3; ",
        "stuk.csv:8: unknown label: `kritiek`",
    ];
    folder.run(&["check", "stuk.csv"]).code(1).prints(&told);
    folder.write(
        "heel.csv",
        format!("letter,sentence,label\nb,{LONG},steunt\n"),
    );
    let against = ["check", "heel.csv", "--against", "stuk.csv"];
    folder.run(&against).code(1).prints(&told[1..2]);
    let report = folder
        .run(&["check", "stuk.csv", "--format", "json"])
        .code(1)
        .json();
    assert_eq!(report["findings"][0]["what"], "broken row");
    for command in [
        &["train", "--data", "stuk.csv", "--model", "m.model"][..],
        &["evaluate", "--data", "stuk.csv"],
    ] {
        folder
            .run(command)
            .refuses("stuk.csv:3: ", "an empty label", "fill it in");
    }
}

#[test]
fn a_file_that_is_no_data_stays_an_error() {
    let folder = Folder::new();
    folder.write("los.csv", "zin,label\nEen.,steunt\nTwee.,\n");
    folder
        .run(&["check", "los.csv"])
        .refuses("los.csv:1: ", "no column", "--sentence-column");
    folder.write("leeg.csv", "sentence,label\n");
    folder.run(&["check", "leeg.csv"]).refuses(
        "leeg.csv: ",
        "a header without rows",
        "leave the file out",
    );
}

#[test]
fn what_a_letter_repeats_of_itself_is_told_from_what_it_shares_with_others() {
    let folder = Folder::new();
    folder.write(
        "d.csv",
        "letter,sentence,label\n\
         a,Ja.,steunt\na,Ja.,steunt\na,Dat klopt.,steunt\na,Dat klopt.,kritisch\na,Nee.,kritisch\n\
         b,Nee.,kritisch\n",
    );
    folder.run("check d.csv").ok().prints(&[
        "note: d.csv:3: repeated sentences: 1 row repeats a short sentence (at most 10 words) of their own letter",
        "note: d.csv:5: contradictory labels: `kritisch` here, `steunt` at d.csv:4 in the same letter, a short sentence (at most 10 words): Dat klopt.",
        "note: d.csv:7: repeated sentences: 1 row repeats a sentence of another letter",
    ]);
    folder
        .run("check --help")
        .ok()
        .prints(&["at most 10 words"]);
}

#[test]
fn a_file_that_cannot_be_read_does_not_keep_the_others_from_being_judged() {
    let folder = Folder::new();
    let good = format!(
        "letter,sentence,label\na,{LONG},steunt\na,Het kabinet is niet akkoord.,kritsch\na,Nee.,kritisch\n"
    );
    folder.write("map/a.csv", good);
    folder.write(
        "map/b.csv",
        b"letter,sentence,label\nb,Itali\0 steunt dit.,steunt\n",
    );
    folder.run("check map").code(1).prints(&[
        "3 sentences, 1 letter\n",
        "error: map/b.csv:2: broken file: this is a binary file (it holds zero bytes, here the first); a spreadsheet is saved as CSV",
        "unknown label: `kritsch`, none of: steunt, kritisch, op merites beoordelen, geen standpunt; did you mean `kritisch`?",
    ]);
    folder
        .run("check map/b.csv")
        .refuses("map/b.csv:2: ", "a binary file", "CSV UTF-8");
}

#[test]
fn what_a_model_can_be_adapted_to_is_no_error_with_adapt() {
    let folder = Folder::new();
    folder.write(
        "export.csv",
        "letter,sentence,label\na,Het kabinet steunt dit.,steunt\na,Nederland betreurt dat.,kritisch\n",
    );
    folder.run("check export.csv").code(1).prints(&[
        "error: export.csv:2: one example: of `steunt`; training needs two or more of each label, `train --adapt` does not",
    ]);
    folder
        .run("check --adapt export.csv")
        .ok()
        .prints(&["note: export.csv:2: one example", "fine: no errors"]);
}

#[test]
fn a_file_of_broken_rows_alone_is_told_as_such() {
    let folder = Folder::new();
    folder.write(
        "stuk.csv",
        "letter,sentence,label\na,Een zin.,\na,,steunt\n",
    );
    folder
        .run("check stuk.csv")
        .code(1)
        .prints(&["error: stuk.csv: no sentences: all 2 rows are broken: mend them"])
        .holds("nothing is said of folds", |r| !r.stdout.contains("folds"));
}

#[test]
fn what_a_spreadsheet_does_to_rows_is_told() {
    let folder = Folder::new();
    let mut rows = "letter;sentence;label\n".to_owned();
    for number in 1..5 {
        rows += &format!("a;Het kabinet steunt plan {number}.;Steunt\n");
    }
    for number in 1..5 {
        rows += &format!("b;De haven ligt {number} km van beÃ«indigde sporen.;Geen standpunt\n");
    }
    folder.write("excel.csv", rows + ";;\n;;;\n");
    folder.run(&["check", "excel.csv"]).ok().prints(&[
        "8 sentences, 2 letters",
        "empty rows: 2 rows without any value, the first on line 10, left out",
        "damaged characters: 4 rows with characters that were encoded twice (`Ã«` for `ë`), the first on line 6",
        "labels in capitals: labels that differ from those of the guide in capitals alone (`Geen standpunt`, `Steunt`)",
        "fine: no errors, 4 notes\n",
    ]);
}

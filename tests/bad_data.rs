//! Labelled data that is not as it should be: the line, what was found, and the next step.

mod util;

use util::Folder;

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
            "streep.csv",
            "sentence|label\nEen.|a\n",
            "no column `sentence` or `text`",
            "does `|` stand between the columns?",
        ),
        (
            "kaal.csv",
            "Het kabinet steunt het voorstel niet.,kritisch\nEen.,a\n",
            "no column `sentence` or `text`",
            "put a header above it",
        ),
        (
            "nul.csv",
            "sentence,label\nE\u{0}n.,a\n",
            "zero bytes",
            "CSV UTF-8",
        ),
        (
            "b.csv",
            "Texts,label\nEen.,a\n",
            "no column `sentence` or `text`",
            "did you mean `Texts`?",
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

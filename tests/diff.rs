//! `standpunt diff`: what a newer letter says differently.

mod util;

use util::{Folder, samples};

fn with_two_letters() -> Folder {
    let folder = Folder::with_model();
    let old = samples::letter("bijenteelt");
    let new = old.replace(
        "Het kabinet steunt het voorstel over bijenteelt van harte.",
        "Het kabinet is kritisch over de hoge kosten van bijenteelt voor bedrijven.",
    );
    assert_ne!(old, new);
    folder.write("oud.txt", old);
    folder.write("nieuw.txt", new);
    folder
}

#[test]
fn a_changed_position_is_shown_with_both_sentences() {
    let folder = with_two_letters();
    let arguments = ["diff", "oud.txt", "nieuw.txt", "-m", "m.model"];
    folder
        .run(&arguments)
        .ok()
        .prints(&["Nederlandse positie", "van harte", "de hoge kosten"])
        .holds("no line is wider than 80 columns", |r| {
            (r.stdout.lines()).all(|l| unicode_width::UnicodeWidthStr::width(l) <= 80)
        })
        .holds("what stayed the same is left out", |r| {
            !r.stdout.contains("bezwaren")
        });
    for format in ["md", "html"] {
        folder
            .run(&[&arguments[..], &["-f", format]].concat())
            .ok()
            .prints(&["kritisch", "van harte"]);
    }
    folder
        .run(&[&arguments[..], &["-f", "json"]].concat())
        .ok()
        .json();
}

#[test]
fn letters_in_the_wrong_order_are_doubted_in_every_output() {
    let folder = with_two_letters();
    for (name, year) in [("oud.txt", 2024), ("nieuw.txt", 2025)] {
        folder.write(
            name,
            format!("Datum: 3 maart {year}\n\n{}", folder.text(name)),
        );
    }
    for format in ["table", "md", "html", "json"] {
        let told = |old: &str, new: &str| {
            let ran = folder
                .run(&["diff", old, new, "-m", "m.model", "-f", format])
                .ok();
            ran.stdout.contains("change places")
        };
        assert!(
            told("nieuw.txt", "oud.txt") && !told("oud.txt", "nieuw.txt"),
            "{format}"
        );
    }
}

#[test]
fn a_letter_beside_itself_has_no_difference() {
    let folder = with_two_letters();
    folder
        .run(&["diff", "oud.txt", "oud.txt", "-m", "m.model"])
        .ok()
        .holds("no sentence is quoted", |r| !r.stdout.contains("van harte"));
}

#[test]
fn a_letter_that_cannot_be_read_is_named_and_the_old_page_stays() {
    let folder = with_two_letters();
    folder.write("uit.html", "oud");
    let to = |new: &str, out: &str| {
        folder.run(&[
            "diff", "oud.txt", new, "-m", "m.model", "-f", "html", "-o", out,
        ])
    };
    to("geen.txt", "uit.html").refuses(
        "geen.txt: ",
        "no such file or folder",
        "check the spelling",
    );
    assert_eq!(folder.text("uit.html"), "oud");
    to("nieuw.txt", "weg/uit.html").refuses(
        "weg/uit.html: ",
        "cannot write",
        "a folder that exists",
    );
    to("nieuw.txt", "uit.html").ok();
    assert!(folder.text("uit.html").contains("van harte"));
}

#[test]
fn the_name_of_the_file_tells_what_to_write() {
    let folder = with_two_letters();
    for (out, start) in [
        ("a.json", "{"),
        ("a.md", "# "),
        ("a.HTML", "<!DOCTYPE html>"),
        ("a.txt", "old: "),
    ] {
        folder
            .run(&["diff", "oud.txt", "nieuw.txt", "-m", "m.model", "-o", out])
            .ok();
        assert!(folder.text(out).starts_with(start), "{out}");
    }
}

#[test]
fn pairs_that_the_model_doubts_about_are_counted_apart() {
    let folder = with_two_letters();
    let arguments = ["diff", "oud.txt", "nieuw.txt", "-m", "m.model"];
    let with = |share: &str| folder.run(&[&arguments[..], &["--max-error", share]].concat());
    with("0.000001")
        .ok()
        .prints(&["0 stance changed", "0 new", "0 gone"]);
    with("2").refuses("--max-error 2", "a share of errors", "--max-error 0.05");
}

#[test]
fn letters_without_headings_are_not_said_to_have_nothing_in_common() {
    let folder = with_two_letters();
    let plain = "Het kabinet steunt het voorstel over bijenteelt van harte.\n";
    let headed = |title: &str| format!("# {title}\n\n{plain}\nDe Raad spreekt hierover in juni.\n");
    folder.write("kaal.txt", plain);
    folder.write("een.md", headed("Bijenteelt in Europa"));
    folder.write("ander.md", headed("Havengelden voor schepen"));
    let common = "no section in common";
    for (old, new, unrelated) in [
        ("kaal.txt", "kaal.txt", false),
        ("kaal.txt", "een.md", false),
        ("een.md", "een.md", false),
        ("een.md", "ander.md", true),
    ] {
        for format in ["table", "md", "html"] {
            folder
                .run(&["diff", old, new, "-m", "m.model", "-f", format])
                .ok()
                .holds(&format!("{old} and {new} as {format}"), |r| {
                    r.stdout.contains(common) == unrelated
                });
        }
    }
}

#[test]
fn a_sentence_repeated_thousands_of_times_is_compared_with_itself() {
    let folder = with_two_letters();
    let text = "Het kabinet steunt het voorstel over bijenteelt van harte.\n\n".repeat(4000);
    folder.write("lang.txt", &text);
    folder
        .run(&["diff", "lang.txt", "lang.txt", "-m", "m.model"])
        .ok()
        .prints(&["4000 unchanged"]);
}

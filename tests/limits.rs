//! `standpunt classify --max-error` and `--max-opposite`: only the labels that are sure enough.

mod util;

use util::{Folder, samples};

/// Every sentence once with each of two labels: nothing can be sure.
fn contradictory() -> String {
    let mut csv = "text,label\n".to_owned();
    for number in 0..20 {
        for label in ["ja", "nee"] {
            csv.push_str(&format!(
                "Het kabinet noemt punt {number} van de lijst.,{label}\n"
            ));
        }
    }
    csv
}

#[test]
fn a_label_that_is_not_sure_enough_is_shown_as_twijfel() {
    let folder = Folder::with_model();
    let odd = "Over bergen en dalen loopt een smal pad dat niemand meer kent.\n";
    folder.write("brief.txt", samples::letter("visserij") + "\n" + odd);
    folder.write("zin.txt", odd);
    let rows = folder
        .run("classify brief.txt -m m.model -f jsonl --max-error 0.001")
        .ok()
        .json_lines();
    for row in &rows {
        assert!(row["shown"].is_boolean() && row["second"] != row["label"]);
    }
    let lines = ["classify", "--lines", "zin.txt", "-m", "m.model"];
    let sure = folder.run(&lines).ok();
    assert!(!sure.stdout.starts_with("twijfel"));
    folder.write("tegenspraak.csv", contradictory());
    folder
        .run(&["train", "-d", "tegenspraak.csv", "-m", "t.model"])
        .ok();
    folder
        .run("classify --lines zin.txt -m t.model --max-error 0.01")
        .ok()
        .holds("twijfel", |r| r.stdout.starts_with("twijfel\t"));
    folder
        .run("classify brief.txt -m t.model --max-error 0.01 -f csv")
        .ok()
        .prints(&["twijfel"]);
    folder
        .run("classify brief.txt -m t.model --max-error 0.01")
        .ok()
        .prints(&["twijfel"]);
}

#[test]
fn what_a_limit_comes_to_is_told_once_of_several_letters() {
    let folder = Folder::new();
    folder.write("a.txt", samples::letter("visserij"));
    folder.write("b.txt", samples::letter("bijenteelt"));
    for format in ["table", "md", "html"] {
        for letters in ["a.txt", "a.txt b.txt", "a.txt leeg.txt"] {
            let run = format!("classify {letters} --format {format} --max-error 0.05");
            let run = folder.run(run.as_str());
            let times = run.stdout.matches("Coverage ").count();
            assert_eq!(times, 1, "{format}, {letters}: {}", run.stdout);
        }
    }
}

#[test]
fn a_stance_whose_opposite_is_likely_is_held_back_and_no_other_label() {
    let folder = Folder::new();
    let mut csv = "text,label\n".to_owned();
    for number in 0..40 {
        for label in ["steunt", "kritisch"] {
            csv.push_str(&format!(
                "Het kabinet noemt punt {number} van de lijst.,{label}\n"
            ));
        }
        csv.push_str(&format!(
            "De Raad vergadert in zaal {number}.,geen standpunt\n"
        ));
    }
    folder.write("standen.csv", csv);
    folder.write("tegenspraak.csv", contradictory());
    let train = |data: &str, model: &str| {
        folder.run(&["train", "-d", data, "-m", model]).ok();
    };
    train("standen.csv", "s.model");
    train("tegenspraak.csv", "t.model");
    let zinnen = "Het kabinet noemt punt 3 van de lijst.\nDe Raad vergadert in zaal 3.\n";
    let lines = |model: &str| {
        let arguments = [
            "classify",
            "--lines",
            "-",
            "--max-opposite",
            "0.02",
            "-m",
            model,
        ];
        folder.run_with(&arguments, zinnen)
    };
    let found = lines("s.model").ok();
    assert_eq!(found.labels(), ["twijfel", "geen standpunt"]);
    lines("t.model").refuses("t.model", "no opposites", "--max-opposite");
    folder.write("brief.txt", format!("Brief\n\n{zinnen}"));
    for format in ["table", "md", "html"] {
        let arguments = ["classify", "brief.txt", "-m", "s.model", "-f", format];
        folder
            .run(&[&arguments[..], &["--max-opposite", "0.02"]].concat())
            .ok()
            .prints(&["opposite", "twijfel"]);
    }
    folder
        .run(&["classify", "brief.txt", "--max-opposite", "2"])
        .refuses(
            "--max-opposite 2",
            "a share of errors",
            "--max-opposite 0.05",
        );
}

#[test]
fn a_limit_may_have_a_decimal_comma_and_lies_above_0_and_below_1() {
    let folder = Folder::with_model();
    folder.write("brief.txt", samples::letter("bijenteelt"));
    let with = |option: &str, share: &str| {
        folder.run(&["classify", "brief.txt", "-m", "m.model", option, share])
    };
    let point = with("--max-error", "0.2").ok().stdout;
    let comma = with("--max-error", "0,2").ok().stdout;
    assert_eq!(point, comma);
    for option in ["--max-error", "--max-opposite"] {
        for share in ["-1", "0", "1", "5"] {
            with(option, share)
                .refuses(&format!("{option} {share}"), "a share of errors", "0.05")
                .says(&["above 0 and below 1"]);
        }
        with(option, "5%")
            .code(2)
            .says(&["error: ", "5%", option, "write 0.05"]);
    }
    folder
        .run("diff brief.txt brief.txt -m m.model --max-error -1")
        .refuses("--max-error -1", "above 0 and below 1", "0.05");
}

#[test]
fn a_limit_that_no_label_keeps_is_told_as_it_was_given() {
    let folder = Folder::with_model();
    folder.write("brief.txt", samples::letter("bijenteelt"));
    let arguments = [
        "classify",
        "brief.txt",
        "-m",
        "m.model",
        "--max-error",
        "0.0001",
    ];
    for format in ["table", "html"] {
        folder
            .run(&[&arguments[..], &["-f", format]].concat())
            .ok()
            .holds("the limit is told as it was given", |r| {
                r.stdout
                    .split_whitespace()
                    .any(|word| word.contains("0.01%"))
            });
    }
    folder
        .run(&arguments)
        .ok()
        .prints(&["Summary: 0 of ", " are twijfel\n"]);
    folder
        .run("classify brief.txt -m m.model --max-opposite 0.0001")
        .ok()
        .prints(&[
            "opposites below 0.01% cannot be proven",
            "wrong among the surest",
        ]);
}

#[test]
fn a_limit_that_no_threshold_keeps_is_told_why_and_which_one_is_kept() {
    let folder = Folder::with_model();
    folder.write("zin.txt", "Het kabinet steunt dit van harte.\n");
    let lines = |model: &str, share: &str| {
        let arguments = ["classify", "--lines", "zin.txt", "-m", model];
        folder.run(&[&arguments[..], &["--max-error", share]].concat())
    };
    lines("m.model", "0.02")
        .ok()
        .says(&[
            "warning: `--max-error 0.02` shows no label: measured on too few sentences to prove it",
            "80 sentences",
            "hint:  `--max-error 0.0",
            "more labelled letters",
        ])
        .holds("every label is twijfel", |r| r.labels() == ["twijfel"]);
    folder.write("tegenspraak.csv", contradictory());
    (folder.train("tegenspraak.csv", "t.model", &[]).ok())
        .prints(&["no label can be shown with an error that is sure to be under 5 %"]);
    lines("t.model", "0.05")
        .ok()
        .says(&["it errs at every probability", "hint:  train on more"]);
    lines("m.model", "0.2")
        .ok()
        .holds("a limit that is kept is no matter", |r| r.stderr.is_empty());
    folder.write(
        "weinig.csv",
        samples::labelled(
            "brief",
            &[
                "visserij",
                "melkquota",
                "kunstmest",
                "drinkwater",
                "octrooien",
            ],
        ),
    );
    folder
        .run("cross-validate -d weinig.csv --resamples 0")
        .ok()
        .prints(&["`classify --max-error 0.05`", "no label: measured on"]);
}

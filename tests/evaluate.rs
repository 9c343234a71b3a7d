//! `standpunt evaluate`, `cross-validate`, `compare`, `agreement` and `check`: figures on labelled letters.

mod util;

use util::{Folder, samples};

#[test]
fn the_report_gives_figures_beside_the_baselines() {
    let folder = Folder::with_model();
    folder
        .run("evaluate -d toets.csv -m m.model --resamples 200")
        .ok()
        .prints(&[
            "accuracy",
            "macro-F1",
            "steunt",
            "geen standpunt",
            "m.model",
        ]);
    let answer = folder
        .run("evaluate -d toets.csv -m m.model -f json --resamples 200")
        .ok()
        .json();
    let accuracy = answer["figures"]["accuracy"]["value"].as_f64().unwrap();
    assert!(accuracy > 0.9, "{accuracy}");
}

#[test]
fn the_report_is_written_in_every_format_and_is_the_same_every_time() {
    let folder = Folder::with_model();
    for format in ["table", "json", "md", "html"] {
        let run = |jobs: &str| {
            let arguments = [
                "evaluate",
                "-d",
                "toets.csv",
                "-m",
                "m.model",
                "-f",
                format,
                "-o",
                "uit",
                "--jobs",
                jobs,
            ];
            folder
                .run(&arguments)
                .ok()
                .holds("nothing on stdout", |r| r.stdout.is_empty());
            folder.text("uit")
        };
        let one = run("1");
        assert!(
            one.contains("accuracy") || one.contains("Accuracy"),
            "{format}"
        );
        assert!(one == run("2"), "{format}: one thread and two differ");
    }
}

#[test]
fn training_data_is_refused() {
    let folder = Folder::with_model();
    folder.evaluate("train.csv", &[]).refuses(
        "train.csv:2: ",
        "10 of 10 letters and 80 of 80 sentences",
        "--allow-overlap",
    );
    folder
        .evaluate("train.csv", &["--allow-overlap"])
        .ok()
        .prints(&["NOT held out"])
        .says(&["warning: "]);
}

#[test]
fn what_the_model_was_trained_on_is_named_and_can_be_left_out() {
    let folder = Folder::with_model();
    let known = "Het kabinet steunt het voorstel over visserij van harte.";
    let extra = format!(
        "toets-extra,Inzet,{known},steunt\n\
         brief-visserij,Inzet,Een nieuwe zin in een bekende brief.,geen standpunt\n"
    );
    folder.write("half.csv", samples::held_out() + &extra);
    folder.evaluate("half.csv", &[]).refuses(
        "half.csv:50: ",
        "1 of 8 letters and 1 of 50 sentences",
        "--drop-overlap",
    );
    let json = folder
        .evaluate("half.csv", &["--drop-overlap", "-f", "json"])
        .ok()
        .says(&["warning: 2 of 50 sentences are left out"])
        .json();
    let alone = folder.evaluate("toets.csv", &["-f", "json"]).ok().json();
    assert_eq!(json["figures"], alone["figures"]);
    assert_eq!(json["sentences"], 48);
    assert!(json["notes"][0].as_str().unwrap().contains("2 of 50"));
    folder
        .run("compare m.model m.model -d half.csv --resamples 0 --drop-overlap")
        .ok()
        .prints(&["2 of 50 sentences are left out"]);
    folder.evaluate("train.csv", &["--drop-overlap"]).refuses(
        "train.csv:2: ",
        "nothing is left to measure",
        "other letters",
    );
    folder
        .evaluate("half.csv", &["--drop-overlap", "--allow-overlap"])
        .code(2);
}

#[test]
fn groups_of_a_model_without_folds_are_not_left_out_and_nothing_is_measured_first() {
    let folder = Folder::with_data();
    folder.train("train.csv", "m.model", &["--folds", "0"]).ok();
    folder.run("evaluate -d toets.csv -m m.model --lock").ok();
    let lock = folder.text("toets.csv.lock.json");
    let card = ["--card", "kaart.md", "--ablation", "train.csv"];
    (folder.evaluate("toets.csv", &card)).refuses("", "without folds", "`--ablation`");
    assert_eq!(folder.text("toets.csv.lock.json"), lock);
    assert!(!folder.path("kaart.md").exists());
}

#[test]
fn a_score_below_the_asked_minimum_is_a_no() {
    let folder = Folder::with_model();
    folder.write(
        "omgekeerd.csv",
        samples::held_out().replace(",steunt", ",kritisch"),
    );
    let run = |data: &str, minimum: &str| folder.evaluate(data, &["--min-macro-f1", minimum]);
    run("toets.csv", "0.5").ok();
    run("omgekeerd.csv", "0.99")
        .code(1)
        .says(&["below the asked 0.99"]);
}

#[test]
fn a_label_that_the_model_does_not_know_is_named_with_its_line() {
    let folder = Folder::with_model();
    folder.write(
        "fout.csv",
        "sentence,label\nHet kabinet steunt dit.,steunt\nDat niet.,kritsch\n",
    );
    folder
        .evaluate("fout.csv", &[])
        .refuses("fout.csv:3: ", "kritsch", "kritisch");
}

#[test]
fn a_lock_counts_the_looks_and_sees_a_change() {
    let folder = Folder::with_model();
    folder
        .evaluate("toets.csv", &["--lock"])
        .ok()
        .says(&["toets.csv is locked"]);
    let looks = |model: &str| {
        let evaluate = format!("evaluate -d toets.csv -m {model} --resamples 0 -f json");
        folder.run(evaluate.as_str()).ok().json()["looks"].clone()
    };
    assert_eq!(
        looks("m.model")["looks"],
        1,
        "the same look again is no new one"
    );
    folder.train("train.csv", "n.model", &["--alpha", "3"]).ok();
    let second = looks("n.model");
    assert_eq!(
        (&second["looks"], &second["models"]),
        (&2.into(), &2.into())
    );
    assert_eq!(second["unchanged"], true);
    let mut edited = folder.text("toets.csv");
    edited.push_str("toets-extra,Inzet,Een nieuwe zin in de toets.,geen standpunt\n");
    folder.write("toets.csv", edited);
    folder.evaluate("toets.csv", &[]).ok().prints(&["CHANGED"]);
}

#[test]
fn cross_validation_needs_no_held_out_set() {
    let folder = Folder::with_model();
    let arguments = [
        "cross-validate",
        "-d",
        "train.csv",
        "--resamples",
        "100",
        "-f",
        "json",
        "--jobs",
    ];
    let run = |jobs: &str| folder.run(&[&arguments[..], &[jobs]].concat()).ok();
    let (one, two) = (run("1"), run("2"));
    assert_eq!(one.stdout, two.stdout);
    assert!(one.json()["figures"]["accuracy"]["value"].as_f64().unwrap() > 0.9);
    folder
        .run(&["cross-validate", "-d", "train.csv", "--resamples", "0"])
        .ok()
        .prints(&["5-fold cross-validation, letters kept whole"]);
}

#[test]
fn two_models_are_compared_on_the_same_letters() {
    let folder = Folder::with_model();
    folder
        .train("train.csv", "zwak.model", &["--features", "shape"])
        .ok();
    let arguments = [
        "compare",
        "zwak.model",
        "m.model",
        "-d",
        "toets.csv",
        "--resamples",
        "200",
    ];
    folder
        .run(&arguments)
        .ok()
        .prints(&["zwak.model", "m.model", "macro-F1", "McNemar"]);
    folder
        .run(&[&arguments[..], &["--format", "json"]].concat())
        .ok()
        .json();
    folder
        .run(&["compare", "m.model", "m.model", "-d", "train.csv"])
        .refuses(
            "train.csv:2: ",
            "model A (m.model) was trained on this data",
            "--allow-overlap",
        );
}

#[test]
fn studies_are_pages_too_that_are_no_letters() {
    let folder = Folder::with_model();
    folder.write("anna.csv", samples::held_out());
    folder.write(
        "bram.csv",
        samples::held_out().replacen(",steunt", ",geen standpunt", 3),
    );
    folder
        .train("train.csv", "zwak.model", &["--features", "shape"])
        .ok();
    for (study, expected) in [
        (
            "compare zwak.model m.model -d toets.csv",
            "Comparison of two models",
        ),
        ("agreement anna.csv bram.csv", "Agreement of coders"),
    ] {
        let run = |more: &str| folder.run(&*format!("{study} --resamples 200 {more}")).ok();
        run("--out studie.html").holds("nothing on stdout", |r| r.stdout.is_empty());
        let page = folder.text("studie.html");
        let shown = run("--format html --jobs 1").prints(&["<!DOCTYPE html>", expected]);
        assert!(shown.stdout == page, "{study}: on stdout and in a file");
        let classify = ["classify", "studie.html", "-m", "m.model"];
        folder
            .run(&classify)
            .refuses("studie.html", "standpunt", "");
    }
}

#[test]
fn coders_are_held_against_each_other() {
    let folder = Folder::with_model();
    let first = samples::held_out();
    let second = first.replacen(",steunt", ",geen standpunt", 3);
    folder.write("anna.csv", &first);
    folder.write("bram.csv", second);
    folder
        .run(&["agreement", "anna.csv", "bram.csv", "--resamples", "200"])
        .ok()
        .prints(&["anna.csv", "bram.csv", "Krippendorff"]);
    folder
        .run("agreement anna.csv bram.csv --format json --resamples 0")
        .ok()
        .json();
    folder
        .run(&["agreement", "anna.csv"])
        .code(2)
        .says(&["error: "]);
}

#[test]
fn coders_are_told_of_spelling_and_copies_and_may_leave_a_label_out() {
    let folder = Folder::with_model();
    let first = samples::held_out();
    folder.write("anna.csv", &first);
    folder.write("bram.csv", first.replace(",steunt", ",Steunt"));
    folder.write("carla.csv", first.replacen(",steunt", ",", 4));
    folder
        .run("agreement anna.csv bram.csv --resamples 0")
        .ok()
        .says(&["bram.csv:", "`Steunt`", "did you mean `steunt`?"]);
    folder
        .run("agreement anna.csv anna.csv --resamples 0")
        .ok()
        .prints(&["`anna.csv` and `anna.csv` give every sentence the same label"]);
    folder
        .run("agreement anna.csv carla.csv --resamples 0")
        .ok()
        .prints(&[
            "4 of 48 sentences have fewer than two labels: no figure takes them",
            "1.000",
        ]);
    folder
        .evaluate("carla.csv", &[])
        .refuses("carla.csv:", "an empty label", "check");
}

#[test]
fn the_models_own_cut_offs_are_held_to_other_letters() {
    let folder = Folder::with_model();
    // a text that half of the labels turn against
    folder.write(
        "omgekeerd.csv",
        samples::held_out()
            .replace(",steunt", ",x")
            .replace(",kritisch", ",steunt")
            .replace(",x", ",kritisch"),
    );
    let limits = |data: &str| {
        let json = folder.evaluate(data, &["-f", "json"]).ok().json();
        json["limits"].as_array().unwrap().clone()
    };
    let (right, turned) = (limits("toets.csv"), limits("omgekeerd.csv"));
    assert_eq!((right.len(), turned.len()), (8, 8));
    for (right, turned) in right.iter().zip(&turned) {
        assert_eq!(right["on"] == "error", right["labels"] == 48, "{right}");
        let shown = right["shown"].as_u64().unwrap();
        assert_eq!(shown == 0, right["error"]["value"].is_null(), "{right}");
        // the cut-offs are the model's, whatever the letters are
        for field in ["on", "limit", "cut_off", "labels", "shown"] {
            assert_eq!(right[field], turned[field], "{field}");
        }
        if right["on"] == "opposite" {
            let both = right["wrong"].as_u64().unwrap() + turned["wrong"].as_u64().unwrap();
            assert!(both <= shown, "{right} {turned}");
        }
    }
    assert!(turned.iter().any(|limit| limit["wrong"].as_u64() > Some(0)));
    let caption = |caption: &str, r: &util::Ran| {
        let text = r.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        text.contains(caption)
    };
    for format in ["table", "md", "html"] {
        folder
            .evaluate("toets.csv", &["-f", format])
            .ok()
            .prints(&["--max-error", "--max-opposite"])
            .holds("for what letters", |r| {
                caption("A limit holds for letters like those", r)
            });
    }
    folder.evaluate("toets.csv", &["--card", "kaart.md"]).ok();
    assert!(
        folder
            .text("kaart.md")
            .contains("| --max-opposite | opposite at most |")
    );
    folder
        .run("compare m.model m.model -d toets.csv --resamples 100")
        .ok()
        .prints(&["--max-error 0.05: shown", "--max-opposite 0.02: opposite"]);
    // a model without figures has no cut-offs: those of these sentences come with their warning
    folder
        .train("train.csv", "kaal.model", &["--folds", "0"])
        .ok();
    for format in ["table", "md", "html"] {
        let evaluate = [
            "evaluate",
            "-m",
            "kaal.model",
            "-d",
            "toets.csv",
            "-f",
            format,
        ];
        folder
            .run(&[&evaluate[..], &["--resamples", "0"]].concat())
            .ok()
            .holds("a warning", |r| {
                caption("chosen on these very sentences", r)
            });
    }
}

#[test]
fn too_few_resamples_are_refused_with_the_reason() {
    let folder = Folder::with_model();
    folder
        .run("evaluate -m m.model -d toets.csv --resamples 99")
        .code(2)
        .says(&["0, or 100", "2.5 %"]);
}

#[test]
fn check_finds_nothing_wrong_with_sound_data() {
    let folder = Folder::with_model();
    folder
        .run(&["check", "train.csv", "--against", "toets.csv"])
        .code(1)
        .prints(&["80 sentences, 10 letters", "steunt"])
        .prints(&["near-duplicate on both sides", "3 errors, 1 note"]);
    folder
        .run(&["check", "train.csv"])
        .ok()
        .prints(&["fine: no errors"]);
}

#[test]
fn check_names_every_bad_row() {
    let folder = Folder::new();
    folder.write(
        "slecht.csv",
        "letter,sentence,label\n\
         a,Het kabinet steunt het voorstel over de visserij van harte.,steunt\n\
         a,Het kabinet is kritisch over de kosten van kunstmest.,kritsch\n\
         b,Het kabinet steunt het voorstel over de visserij van harte.,kritisch\n\
         b,De Raad spreekt in juni over melk. Daarna volgt een besluit over boter.,geen standpunt\n",
    );
    folder.run(&["check", "slecht.csv"]).code(1).prints(&[
        "slecht.csv:3: unknown label: `kritsch`",
        "did you mean `kritisch`",
        "slecht.csv:4: ",
        "slecht.csv:5: ",
    ]);
    let findings = folder
        .run(&["check", "slecht.csv", "--format", "json"])
        .code(1)
        .json()["findings"]
        .clone();
    assert!(findings.as_array().unwrap().len() >= 3, "{findings}");
    folder
        .run(&["check", "slecht.csv", "--against", "slecht.csv"])
        .code(1);
}

#[test]
fn labels_of_the_program_itself_are_no_gold_unless_that_is_said() {
    let folder = Folder::with_model();
    for subject in ["bijenteelt", "havengelden", "octrooien"] {
        folder.write(&format!("brieven/{subject}.txt"), samples::letter(subject));
    }
    for (name, options) in [("uit.csv", &[][..]), ("excel.csv", &["--excel"])] {
        let classify = ["classify", "brieven", "-m", "m.model", "-o", name];
        folder.run(&[&classify[..], options].concat()).ok();
        for command in [
            &["evaluate", "-m", "m.model"][..],
            &["compare", "m.model", "-"],
            &["cross-validate"],
            &["train", "-m", "eigen.model"],
            &["check"],
        ] {
            let option = if command == ["check"] {
                &[][..]
            } else {
                &["-d"]
            };
            folder.run(&[command, option, &[name]].concat()).refuses(
                &format!("{name}:1: "),
                "a model's",
                "--allow-own-labels",
            );
        }
    }
    folder
        .evaluate("uit.csv", &["--allow-own-labels"])
        .ok()
        .prints(&["accuracy"]);
    folder
        .run(&["check", "uit.csv", "--allow-own-labels"])
        .holds("it can be judged", |r| {
            r.stdout.contains("sentences, 3 letters")
        });
}

#[test]
fn corrections_exported_from_the_page_are_gold() {
    let folder = Folder::with_model();
    folder.write(
        "verbeterd.csv",
        "letter,kind,field,section,sentence,label,also\n\
         brief,,,Inzet,Het kabinet steunt de plannen voor bijen van harte.,steunt,\n\
         brief,,,Inzet,De Raad wisselt in juni van gedachten over bijen.,geen standpunt,\n",
    );
    folder.evaluate("verbeterd.csv", &[]).ok();
}

#[test]
fn what_other_labels_cannot_have_is_undefined_and_not_nought() {
    let folder = Folder::new();
    let own = |text: String| {
        text.replace("geen standpunt", "neutraal")
            .replace("kritisch\n", "tegen\n")
    };
    folder.write("train.csv", own(samples::train()));
    folder.write("toets.csv", own(samples::held_out()));
    folder.train("train.csv", "m.model", &[]).ok();
    let arguments = [
        "evaluate",
        "-d",
        "toets.csv",
        "-m",
        "m.model",
        "--resamples",
        "100",
    ];
    folder
        .run(&arguments)
        .ok()
        .prints(&["mix-ups"])
        .holds("no outcome of labels that are not there", |r| {
            !r.stdout.contains("stance missed") && !r.stdout.contains("flips (")
        });
    let json = folder
        .run(&[&arguments[..], &["-f", "json"]].concat())
        .ok()
        .json();
    for count in ["polarity_flips", "missed_stances", "invented_stances"] {
        assert!(json["errors"][count].is_null(), "{count}");
    }
    for figure in ["ece", "classwise_ece"] {
        assert!(json["figures"][figure]["value"].is_f64());
        assert!(json["figures"][figure]["low"].is_null());
    }
}

#[test]
fn data_without_a_lock_leaves_nothing_behind() {
    let folder = Folder::with_model();
    let before = folder.files();
    folder.evaluate("toets.csv", &[]).ok();
    assert_eq!(folder.files(), before);
}

#[test]
fn every_command_says_at_the_same_number_that_letters_are_few() {
    let folder = Folder::with_model();
    let data = |letters: usize| {
        let rows = (0..letters).flat_map(|n| {
            [("steunt", "steunt het plan"), ("kritisch", "is tegen punt")]
                .map(|(label, words)| format!("brief-{n},Het kabinet {words} {n}.,{label}\n"))
        });
        format!(
            "letter,sentence,label\n{}",
            rows.collect::<Vec<_>>().concat()
        )
    };
    folder.write("19.csv", data(19));
    folder.write("20.csv", data(20));
    for command in [
        "evaluate -m m.model -d",
        "cross-validate --folds 2 -d",
        "compare m.model m.model -d",
        "agreement 20.csv",
    ] {
        let run = |data: &str| {
            let agreed = command.starts_with("agreement");
            let command = if agreed {
                command.replace("20.csv", data)
            } else {
                command.to_owned()
            };
            let all = format!("{command} {data} --resamples 100");
            folder.run(all.as_str()).ok()
        };
        run("19.csv").prints(&["There are only 19 letters: the intervals are rough."]);
        run("20.csv").holds("no such note", |r| !r.stdout.contains("are rough"));
    }
}

#[test]
fn an_unknown_label_is_told_with_the_model_that_does_not_know_it() {
    let folder = Folder::with_model();
    folder.write("held.csv", samples::held_out());
    folder.write(
        "anders.csv",
        samples::held_out().replace(",steunt", ",voor"),
    );
    let own = samples::train().replace(",steunt", ",voor");
    folder.write("eigen.csv", own);
    folder
        .train("eigen.csv", "eigen.model", &["--folds", "0"])
        .ok();
    folder
        .run("evaluate --data anders.csv --model m.model")
        .refuses(
            "anders.csv:",
            "unknown label `voor`",
            "(it is no label of m.model)",
        );
    folder
        .run("compare m.model eigen.model --data held.csv")
        .refuses(
            "held.csv:",
            "unknown label `steunt`",
            "(it is no label of model B (eigen.model))",
        );
}

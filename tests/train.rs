//! `standpunt train` and `inspect`: labelled sentences become a model, the same one every time.

mod util;

use std::collections::BTreeSet;
use util::{Folder, samples};

#[test]
fn the_same_data_gives_the_same_bytes_whatever_the_number_of_threads() {
    let folder = Folder::with_data();
    for (jobs, out) in [("1", "een.model"), ("2", "twee.model"), ("2", "drie.model")] {
        folder.train("train.csv", out, &["--jobs", jobs]).ok();
    }
    let one = folder.bytes("een.model");
    assert!(
        one == folder.bytes("twee.model"),
        "one thread and two differ"
    );
    assert!(one == folder.bytes("drie.model"), "two runs differ");
}

#[test]
fn without_folds_the_model_is_the_same_but_for_its_calibration_and_says_so() {
    let folder = Folder::with_data();
    folder
        .train("train.csv", "kaal.model", &["--folds", "0"])
        .ok()
        .prints(&["trained without folds: no figures"]);
    folder
        .run(&["inspect", "kaal.model"])
        .ok()
        .prints(&["trained without folds: no figures"]);
    let zin = "Het kabinet steunt het voorstel.\n";
    folder.label_lines("kaal.model", &[], zin).ok();
    folder
        .label_lines("kaal.model", &["--max-error", "0.05"], zin)
        .refuses("kaal.model", "trained without folds", "--folds 5");
    folder
        .run(&["cross-validate", "-d", "train.csv", "--folds", "0"])
        .refuses("", "0 folds", "the usual 5");
}

#[test]
fn where_and_how_the_data_stands_does_not_change_the_model() {
    let folder = Folder::new();
    let train = samples::train();
    folder.write("train.csv", &train);
    folder.write("map/andere-naam.csv", train.replace('\n', "\r\n"));
    let columns: String = train
        .lines()
        .map(|l| l.split(',').collect::<Vec<_>>().join(";") + "\n")
        .collect();
    folder.write("punt.csv", format!("\u{feff}{columns}"));
    for (data, out) in [
        ("train.csv", "a.model"),
        ("map", "b.model"),
        ("punt.csv", "c.model"),
    ] {
        folder.train(data, out, &[]).ok();
    }
    assert!(folder.bytes("a.model") == folder.bytes("b.model"));
    assert!(folder.bytes("a.model") == folder.bytes("c.model"));
}

#[test]
fn training_prints_what_it_learned_and_how_well() {
    let folder = Folder::with_data();
    folder
        .train("train.csv", "m.model", &[])
        .ok()
        .prints(&[
            "trained on 80 sentences of 10 letters",
            "20  steunt",
            "model written to m.model",
            "5-fold cross-validation, letters kept whole; on 80 sentences",
            "accuracy",
            "macro-F1",
        ])
        .says(&["standpunt classify --model m.model"]);
    folder
        .train("train.csv", "m.model", &["--quiet"])
        .ok()
        .holds("a quiet run says nothing on stderr", |r| {
            r.stderr.is_empty()
        });
}

#[test]
fn what_training_prints_fits_the_terminal() {
    let folder = Folder::with_model();
    folder.write(
        "nieuw.csv",
        samples::labelled("nieuw", &["de pont", "de dijk"]),
    );
    for run in [
        "train -d train.csv -m een.model",
        "train -d train.csv -m een.model --folds 0",
        "train -d nieuw.csv -m twee.model --adapt=m.model --folds 2",
    ] {
        for width in ["44", "80"] {
            let arguments: Vec<&str> = run.split(' ').collect();
            let mut command = folder.command(&arguments);
            command.env("COLUMNS", width);
            let most: usize = width.parse().unwrap();
            let is_figure = |line: &&str| line.contains("always the most frequent label");
            folder.run_command(command, b"").ok().holds(
                "every line fits, the head of the figures aside",
                |r| {
                    let mut lines = r.stdout.lines().filter(|line| !is_figure(line));
                    lines.all(|line| line.chars().count() <= most)
                },
            );
        }
    }
}

#[test]
fn a_model_learns_the_labels_of_its_data() {
    let folder = Folder::with_model();
    let ran = folder
        .label_lines(
            "m.model",
            &[],
            "Het kabinet steunt het voorstel over bijenteelt van harte.\n\
             Nederland heeft grote bezwaren tegen het onderdeel over octrooien.\n\
             Het kabinet zal het voorstel over fietspaden op zijn merites beoordelen.\n\
             De Raad wisselt in juni van gedachten over havengelden.\n",
        )
        .ok();
    assert_eq!(
        ran.labels(),
        [
            "steunt",
            "kritisch",
            "op merites beoordelen",
            "geen standpunt"
        ]
    );
}

#[test]
fn two_labels_columns_of_other_names_and_semicolons_will_do() {
    let folder = Folder::new();
    let mut csv = "zin;oordeel;bron\n".to_owned();
    for number in 0..12 {
        csv.push_str(&format!(
            "Wat een mooie dag is dag {number}.;goed;dagboek {number}\n"
        ));
        csv.push_str(&format!(
            "Wat een nare dag is dag {number}.;slecht;dagboek {number}\n"
        ));
    }
    folder.write("dagen.csv", csv);
    let arguments = "train -d dagen.csv -m d.model --sentence-column zin --label-column oordeel --letter-column bron";
    folder
        .run(&arguments.split(' ').collect::<Vec<_>>())
        .ok()
        .prints(&["24 sentences of 12 letters", "12  goed", "12  slecht"]);
    folder
        .label_lines("d.model", &[], "Een mooie week.\nEen nare week.\n")
        .ok()
        .holds("goed, then slecht", |r| r.labels() == ["goed", "slecht"]);
    folder.write(
        "brief.txt",
        "Wat een mooie dag is het vandaag.\n\nWat een nare dag was het gisteren.\n",
    );
    folder
        .run(&["classify", "brief.txt", "-m", "d.model", "--all"])
        .ok()
        .prints(&["goed", "slecht"]);
}

#[test]
fn figures_on_few_letters_are_said_to_be_rough() {
    let folder = Folder::new();
    let days = |letters: usize| -> String {
        let mut csv = "sentence,label,letter\n".to_owned();
        for n in 0..40 {
            let letter = n % letters;
            csv.push_str(&format!(
                "Wat een mooie dag is dag {n}.,goed,brief {letter}\n"
            ));
            csv.push_str(&format!(
                "Wat een nare dag is dag {n}.,slecht,brief {letter}\n"
            ));
        }
        csv
    };
    folder.write("weinig.csv", days(19));
    folder.write("genoeg.csv", days(20));
    folder.write("los.csv", days(20).replacen("letter", "bron", 1));
    let train = |data: &str| folder.train(data, "d.model", &[]).ok();
    train("weinig.csv").prints(&["There are only 19 letters: the figures are rough."]);
    train("genoeg.csv").holds("no such note", |r| !r.stdout.contains("rough"));
    train("los.csv").prints(&["The data names no letters: the figures are rough"]);
    folder
        .train("weinig.csv", "d.model", &["--folds", "0"])
        .ok()
        .holds("no figures, no note", |r| !r.stdout.contains("rough"));
}

#[test]
fn eight_labels_in_a_column_called_text_will_do() {
    let folder = Folder::new();
    let fields = [
        "vis", "spoor", "zorg", "water", "school", "kunst", "wonen", "bos",
    ];
    let mut csv = "text,label\n".to_owned();
    for number in 0..10 {
        for field in fields {
            csv.push_str(&format!(
                "\"Punt {number}: de plannen voor {field}, nader bezien.\",{field}\n"
            ));
        }
    }
    folder.write("velden.csv", csv);
    folder.train("velden.csv", "v.model", &[]).ok().prints(&[
        "trained on 80 sentences, of letters that the data does not name",
        "each sentence by itself",
        "figures may be too good",
    ]);
    let input: String = fields
        .iter()
        .map(|f| format!("Iets nieuws over {f}.\n"))
        .collect();
    let ran = folder.label_lines("v.model", &[], input).ok();
    assert_eq!(ran.labels(), fields);
    let answer = folder
        .run(&["inspect", "v.model", "--format", "json"])
        .ok()
        .json();
    let known: BTreeSet<&str> = answer["labels"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|l| l.as_str())
        .collect();
    assert_eq!(known, BTreeSet::from(fields));
}

#[test]
fn inspect_tells_what_a_model_is() {
    let folder = Folder::with_model();
    let answer = folder
        .run(&["inspect", "m.model", "--format", "json", "--top", "3"])
        .ok()
        .json();
    let labels = [
        "steunt",
        "kritisch",
        "op merites beoordelen",
        "geen standpunt",
    ];
    assert_eq!(answer["labels"], serde_json::json!(labels));
    assert_eq!(answer["facts"]["data"]["rows"], 80);
    assert_eq!(answer["facts"]["data"]["letters"], 10);
    assert_eq!(answer["sha256"].as_str().unwrap().len(), 64);
    assert!(answer["terms"].as_u64().unwrap() > 100);
    let words = answer["strongest"]["kritisch"]["words"].as_array().unwrap();
    assert_eq!(words.len(), 3);
    folder.run(&["inspect", "m.model"]).ok().prints(&[
        "80 sentences of 10 letters",
        "what pulls towards it most",
        "cross-validation",
    ]);
    folder
        .run(&["inspect"])
        .ok()
        .prints(&["the model inside the program"]);
}

#[test]
fn a_model_copied_elsewhere_predicts_the_same() {
    let folder = Folder::with_model();
    folder.write("elders/kopie", folder.bytes("m.model"));
    let lines = |model: &str| {
        let ran = folder.label_lines(model, &[], samples::held_out());
        ran.ok().stdout
    };
    assert_eq!(lines("m.model"), lines("elders/kopie"));
}

#[test]
fn both_solvers_learn_the_same_labels() {
    let folder = Folder::with_model();
    folder
        .train(
            "train.csv",
            "l.model",
            &["--solver", "linfa", "--features", "words:1-2"],
        )
        .ok();
    let input: String = samples::held_out()
        .lines()
        .skip(1)
        .filter_map(|l| l.split(',').nth(2))
        .map(|s| format!("{s}\n"))
        .collect();
    let [m, l] = ["m.model", "l.model"].map(|model| folder.label_lines(model, &[], &input).ok());
    assert_eq!(m.labels(), l.labels());
}

#[test]
fn data_without_letters_is_not_said_to_be_kept_whole() {
    let folder = Folder::new();
    let rows = samples::train();
    let bare: String = rows
        .lines()
        .map(|row| format!("{}\n", row.splitn(3, ',').nth(2).unwrap()))
        .collect();
    folder.write("los.csv", bare);
    for ran in [
        folder.train("los.csv", "l.model", &["--card", "l.md"]),
        folder.run(&["inspect", "l.model"]),
        folder.run(&["cross-validate", "-d", "los.csv", "--resamples", "0"]),
    ] {
        ran.ok()
            .prints(&["figures may be too good"])
            .holds("no letters are kept whole", |r| {
                !r.stdout.contains("kept whole") && !r.stdout.contains("0 letters")
            });
    }
    let card = folder.text("l.md");
    assert!(card.contains("figures may be too good") && !card.contains("0 letters"));
    folder.run("evaluate -d los.csv -m l.model").refuses(
        "los.csv:2: ",
        "): 80 of 80 sentences are",
        "--allow-overlap",
    );
}

#[test]
fn a_card_claims_nothing_of_a_model_with_other_labels() {
    let folder = Folder::new();
    let own = |text: String| text.replace("geen standpunt", "neutraal");
    folder.write("eigen.csv", own(samples::train()));
    folder.write("gids.csv", samples::train());
    let card = |data: &str, license: &[&str]| {
        let more = [&["--card", "kaart.md"], license].concat();
        folder.train(data, "m.model", &more).ok();
        folder.text("kaart.md")
    };
    let claims = [
        "Dutch cabinet",
        "Algoritmeregister",
        "rule 3",
        "stance-detection",
    ];
    let (guide, other) = (card("gids.csv", &[]), card("eigen.csv", &[]));
    for claim in claims {
        assert!(guide.contains(claim) && !other.contains(claim), "{claim}");
    }
    assert!(!guide.contains("license:") && !other.contains("license:"));
    let licensed = card("eigen.csv", &["--card-license", "CC-BY-4.0"]);
    assert!(licensed.contains("\nlicense: CC-BY-4.0\n"));
}

#[test]
fn feature_groups_can_be_found() {
    let folder = Folder::new();
    let groups = [
        "words",
        "stems",
        "characters",
        "skeleton",
        "speaker",
        "clause",
        "negation",
        "modal",
        "heading",
        "before",
        "shape",
        "cues",
    ];
    folder
        .run("train -d x.csv -m x.model --features wrods:1-3")
        .code(2)
        .says(&["no such group", "did you mean `words`?"])
        .says(&groups);
    folder.run(&["train", "--help"]).ok().prints(&groups);
}

#[test]
fn a_list_of_groups_in_quotes_is_a_list() {
    let folder = Folder::with_data();
    let (list, apart) = ("words:1-2*0.5 characters:3/4", "words:1-2*0.5");
    let more = |features: &[&'static str]| {
        let mut more = vec!["--folds", "0", "--features"];
        more.extend(features);
        more
    };
    (folder.train("train.csv", "a.model", &more(&[list]))).ok();
    let apart = more(&[apart, "characters:3/4"]);
    (folder.train("train.csv", "b.model", &apart)).ok();
    assert!(folder.bytes("a.model") == folder.bytes("b.model"));
    folder.write(
        "los.csv",
        "sentence,label\nDit is goed.,a\nDat is goed.,a\nDit is fout.,b\nDat is fout.,b\n",
    );
    (folder.train("los.csv", "c.model", &more(&["heading"])))
        .code(2)
        .says(&["feature group `heading` sees nothing: the data has no column `section`"]);
    (folder.train("train.csv", "c.model", &more(&["words karakters"])))
        .code(2)
        .says(&["`karakters`: no such group"]);
}

#[test]
fn a_label_of_one_letter_alone_is_told_with_what_that_means_for_macro_f1() {
    let folder = Folder::new();
    folder.write(
        "train.csv",
        samples::train().replacen(",kritisch", ",zeldzaam", 2),
    );
    let told = "`zeldzaam` stands in one letter alone: the model that is tested on it has not seen the label, so its F1 is 0 by construction and counts in macro-F1";
    (folder.train("train.csv", "a.model", &[]))
        .ok()
        .says(&[told, "warning: train.csv:"]);
    (folder.train("train.csv", "a.model", &["--folds", "0"]))
        .ok()
        .holds("no warning", |ran| !ran.stderr.contains("zeldzaam"));
    let report = folder
        .run("cross-validate -d train.csv --resamples 0 -f json")
        .ok()
        .json();
    let notes = report["notes"].as_array().unwrap();
    let noted = |note: &serde_json::Value| note.as_str().unwrap().contains(told);
    assert!(notes.iter().any(noted), "{notes:#?}");
}

#[test]
fn numbers_out_of_range_are_answered_with_the_range() {
    let folder = Folder::with_model();
    for (option, range) in [("--alpha", "above 0"), ("--class-weight", "from 0 to 1")] {
        folder
            .train("train.csv", "x.model", &[option, "-1"])
            .code(2)
            .says(&["-1", range]);
    }
    for minimum in ["nan", "99", "-0.1", "x"] {
        folder
            .evaluate("toets.csv", &["--min-macro-f1", minimum])
            .code(2)
            .says(&["--min-macro-f1", "a share from 0 to 1"]);
    }
    for command in [
        &["inspect", "m.model"][..],
        &["explain", "Dat steunt het kabinet."],
    ] {
        folder
            .run(&[command, &["--top", "-1"]].concat())
            .code(2)
            .says(&["--top", "0 or more"]);
    }
}

#[test]
fn data_can_come_on_standard_input() {
    let folder = Folder::with_model();
    let train = ["train", "-d", "-", "-m", "pijp.model"];
    folder.run_with(&train, samples::train()).ok();
    assert!(folder.bytes("pijp.model") == folder.bytes("m.model"));
    let evaluate = ["evaluate", "-d", "-", "-m", "m.model", "--resamples", "0"];
    let piped = folder.run_with(&evaluate, samples::held_out()).ok();
    let named = folder.evaluate("toets.csv", &[]).ok();
    assert_eq!(piped.stdout.lines().nth(6), named.stdout.lines().nth(6));
    folder
        .run_with(&evaluate, "sentence,label\nEen zin.,kritsch\n")
        .refuses("standard input:2: ", "kritsch", "kritisch");
    folder
        .run_with(&evaluate, "")
        .refuses("standard input: ", "empty", "header");
}

#[test]
fn the_model_inside_the_program_has_one_name_and_a_dash() {
    let folder = Folder::with_model();
    let name = "the model inside the program";
    folder.run(&["inspect", "-"]).ok().prints(&[name]);
    let few = ["--data", "toets.csv", "--resamples", "0", "--allow-overlap"];
    folder
        .run(&[&["compare", "-", "m.model"], &few[..]].concat())
        .ok()
        .prints(&[name])
        .holds("no other name", |r| !r.stdout.contains("embedded"));
}

#[test]
fn top_0_lists_all_in_every_command() {
    let folder = Folder::with_model();
    let lines = |arguments: &[&str]| folder.run(arguments).ok().stdout.lines().count();
    folder.write("anna.csv", "sentence,label\nEen.,a\nTwee.,b\nDrie.,a\n");
    folder.write("bert.csv", "sentence,label\nEen.,b\nTwee.,a\nDrie.,a\n");
    let sentence = "Het kabinet steunt het voorstel over zonnepanelen van harte.";
    let agreement = ["agreement", "anna.csv", "bert.csv", "--resamples", "0"];
    let explain = ["explain", sentence, "-m", "m.model"];
    for command in [&agreement[..], &explain] {
        let with = |top: &str| lines(&[command, &["--top", top]].concat());
        assert!(with("1") < with("0"), "{command:?}");
        assert_eq!(with("0"), with("1000"), "{command:?}");
    }
    let inspect = |top: &str| {
        let ran = folder
            .run(&["inspect", "m.model", "--format", "json", "--top", top])
            .ok();
        ran.stdout.len()
    };
    assert!(inspect("1") < inspect("0"));
    assert_eq!(inspect("0"), inspect("100000"));
}

#[test]
fn a_label_that_may_be_misspelt_is_warned_of_with_its_place() {
    let folder = Folder::new();
    let data = samples::train().replacen(",steunt", ",Steunt", 3);
    folder.write("train.csv", data.replace(",kritisch", ",kritiek"));
    for command in [
        "train -d train.csv -m a.model",
        "cross-validate -d train.csv --resamples 0",
    ] {
        folder.run(command).ok().says(&[
            "warning: train.csv:2: `Steunt` (3 rows) is another label than `steunt` (17 rows): did you mean `steunt`?",
        ]);
    }
    let rare = letters("brief", 30).replacen(",geen standpunt", ",geen standpnut", 2);
    folder.write("zeldzaam.csv", rare);
    for command in ["train -m d.model", "cross-validate --resamples 0"] {
        let command = format!("{command} -d zeldzaam.csv");
        folder.run(command.as_str()).refuses(
            "zeldzaam.csv",
            "label `geen standpnut` (2 rows) is spelt nearly as `geen standpunt`",
            "--allow-labels",
        );
        folder
            .run(format!("{command} --allow-labels").as_str())
            .ok();
    }
    let one = samples::train().replacen(",steunt", ",stuent", 1);
    folder.write("een.csv", one);
    (folder.train("een.csv", "b.model", &[])).refuses(
        "een.csv:2",
        "label `stuent` has one example",
        "did you mean `steunt`?",
    );
    folder.write("stuk.csv", samples::train() + "brief-x,Inzet,,steunt\n");
    (folder.train("stuk.csv", "c.model", &[])).refuses(
        "stuk.csv:82",
        "an empty sentence",
        "`standpunt check stuk.csv` finds every such row",
    );
}

/// Labelled letters of so many made-up subjects.
fn letters(prefix: &str, count: usize) -> String {
    let subjects: Vec<String> = (0..count).map(|n| format!("onderwerp{n}")).collect();
    let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
    samples::labelled(prefix, &subjects)
}

#[test]
fn a_learning_curve_is_measured_on_the_same_letters_however_few_of_them_are_natural() {
    let folder = Folder::new();
    // a label that one letter has alone
    let rare = "brief-zeldzaam,Inzet,Het kabinet komt hier op terug.,later\n".repeat(3);
    folder.write("veel.csv", letters("brief", 21) + &rare);
    folder.write("natuurlijk.csv", letters("echt", 2));
    let run = "cross-validate -d veel.csv natuurlijk.csv --calibrate-on natuurlijk.csv --learning-curve \
               --folds 3 --resamples 0 --features words:1-2 --format json";
    // what comes through a pipe can be read once only
    let test = format!("{run} --test -");
    for (command, points, most) in [
        // of two thirds of 24 letters: a tenth and a fifth of them are below 5
        (run, 5, 16),
        (&test, 6, 24),
    ] {
        let report = folder.run_with(command, samples::held_out()).ok().json();
        let curve = report["learning_curve"]["points"].as_array().unwrap();
        let letters: Vec<u64> = curve
            .iter()
            .map(|p| p["letters"].as_u64().unwrap())
            .collect();
        assert_eq!((letters.len(), letters[letters.len() - 1]), (points, most));
        assert!(
            letters.is_sorted_by(|a, b| a < b) && letters[0] <= 8,
            "{letters:?}"
        );
        assert!(curve.iter().all(|p| p["macro_f1"]["value"].is_f64()));
        if command == run {
            let whole = &curve[points - 1]["macro_f1"]["value"];
            assert_eq!(*whole, report["figures"]["macro_f1"]["value"]);
        }
    }
}

#[test]
fn a_learning_curve_is_not_measured_on_letters_that_it_is_trained_on() {
    let folder = Folder::new();
    folder.write("train.csv", letters("brief", 21));
    let own =
        "toets-eigen,Inzet,Het kabinet steunt het voorstel over onderwerp3 van harte.,steunt\n";
    folder.write("toets.csv", samples::held_out() + own);
    let run = "cross-validate -d train.csv --learning-curve --folds 3 --resamples 0 --features words:1-2 --test";
    for (test, place, found) in [
        (
            "train.csv",
            "train.csv:2: ",
            "21 of 21 letters and 168 of 168 sentences",
        ),
        (
            "toets.csv",
            "toets.csv:50: ",
            "0 of 7 letters and 1 of 49 sentences",
        ),
    ] {
        let ran = folder.run(&*format!("{run} {test}"));
        ran.refuses(place, found, "`standpunt check`");
    }
}

#[test]
fn letters_of_one_name_in_two_files_and_rows_without_one_are_warned_of() {
    let folder = Folder::with_model();
    folder.write("a.csv", letters("brief", 3));
    folder.write("b.csv", letters("brief", 2));
    folder.write(
        "leeg.csv",
        letters("eigen", 3).replace("eigen-onderwerp1,", ","),
    );
    let shared = [
        "warning: b.csv:2: letter `brief-onderwerp0` stands at a.csv:2 too",
        "1 more",
    ];
    let unnamed = [
        "warning: leeg.csv:10: 8 rows without a letter",
        "count as one letter",
    ];
    for command in [
        "train -m x.model --features words --folds 2 -d",
        "cross-validate --features words --folds 2 --resamples 0 -d",
        "evaluate -m m.model --resamples 0 -d",
        "compare m.model m.model --resamples 0 -d",
        "agreement --resamples 0 leeg.csv",
    ] {
        let run = |files: &str| folder.run(&*format!("{command} {files}")).ok();
        run("leeg.csv").says(&unnamed);
        if !command.starts_with("agreement") {
            run("a.csv b.csv").says(&shared);
            let fine = run("a.csv").stderr;
            assert!(!fine.contains("letter `"), "{fine}");
        }
    }
}

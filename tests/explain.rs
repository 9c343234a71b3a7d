//! `standpunt explain`: which words pulled where, in sums that are the score.

mod util;

use util::{Folder, samples};

#[test]
fn terms_and_intercept_add_up_exactly_to_the_scores() {
    let folder = Folder::with_model();
    for (arguments, least) in [
        (
            &[
                "explain",
                "Het kabinet is niet kritisch, maar steunt 3,5% van de coöperaties.",
            ][..],
            20,
        ),
        (
            &[
                "explain",
                "Dat steunt het kabinet.",
                "--before",
                "De Commissie stelt dit voor.",
                "--section",
                "Inzet",
            ],
            8,
        ),
        (&["explain", "xyzzy"], 0),
    ] {
        let answer = folder
            .run(&[arguments, &["--format", "json", "-m", "m.model"]].concat())
            .ok()
            .json();
        let terms = answer["terms"].as_array().unwrap();
        assert!(terms.len() >= least, "{} terms", terms.len());
        let scores = answer["scores"].as_object().unwrap();
        assert_eq!(scores.len(), 4);
        let mut total = 0.0;
        for (label, score) in scores {
            let mut sum = answer["intercept"][label].as_f64().unwrap();
            for term in terms {
                sum += term["scores"][label].as_f64().unwrap();
            }
            let score = score.as_f64().unwrap();
            assert_eq!(sum.to_bits(), score.to_bits(), "{label}");
            total += score.exp();
        }
        for (label, score) in scores {
            let share = score.as_f64().unwrap().exp() / total;
            let probability = answer["probabilities"][label].as_f64().unwrap();
            assert!((share - probability).abs() < 1e-12, "{label}");
        }
    }
}

#[test]
fn an_explanation_in_words_ends_in_the_same_sum() {
    let folder = Folder::with_model();
    folder
        .run(&[
            "explain",
            "Het kabinet steunt het voorstel over visserij van harte.",
            "-m",
            "m.model",
        ])
        .ok()
        .prints(&[
            "steunt ",
            "%, before ",
            "intercept",
            "more terms",
            "sum",
            "probability",
        ])
        .holds("no line is wider than 80 columns", |r| {
            r.stdout
                .lines()
                .all(|l| unicode_width::UnicodeWidthStr::width(l) <= 80)
        });
}

#[test]
fn what_the_words_and_the_context_add_is_what_the_terms_add() {
    let folder = Folder::new();
    let sentence = "Het kabinet acht de termijn niet passend, maar steunt het doel.";
    let answer = (folder.run(&["explain", sentence, "--format", "json"]).ok()).json();
    let label = |field: &str| answer[field].as_str().unwrap();
    let pull = |scores: &serde_json::Value| {
        scores[label("label")].as_f64().unwrap() - scores[label("second")].as_f64().unwrap()
    };
    let of_terms: f64 = (answer["terms"].as_array().unwrap().iter())
        .map(|term| pull(&term["scores"]))
        .sum();
    let of_words: f64 = (answer["words"].as_array().unwrap().iter())
        .map(|word| word["weight"].as_f64().unwrap())
        .sum();
    let context = answer["context"].as_f64().unwrap();
    assert!((of_words + context - of_terms).abs() < 1e-9);
}

#[test]
fn a_cue_is_told_with_the_words_that_it_matched() {
    let folder = Folder::new();
    let explain = |more: &[&str]| {
        let sentence = "Een marktconforme rente acht ik niet disproportioneel.";
        folder.run(&[&["explain", sentence], more].concat()).ok()
    };
    explain(&[]).prints(&[
        "  disproportioneel\n",
        "(from the context: ",
        "disproportioneel”: cue for steunt, the sender's",
        "the rules give the sentence steunt",
        "the heading of its section counts too: `--section TITLE`",
    ]);
    explain(&["--section", "Inzet"]).holds("nothing of a heading", |r| {
        !r.stdout.contains("--section TITLE")
    });
}

#[test]
fn inspect_and_the_signs_keep_to_the_width_of_the_terminal() {
    let folder = Folder::new();
    for (width, arguments) in [
        (
            40,
            &[
                "explain",
                "Het kabinet steunt het voorstel van 2029 niet.",
                "--top",
                "0",
            ][..],
        ),
        (80, &["inspect"]),
        (50, &["inspect"]),
    ] {
        let mut command = folder.command(arguments);
        command.env("COLUMNS", width.to_string());
        let shown = folder.run_command(command, b"").ok().stdout;
        let from = shown.find("In the terms").unwrap_or(0);
        for line in shown[from..]
            .lines()
            .filter(|l| !l.contains("sha256") && !l.starts_with("In the terms"))
        {
            let columns = unicode_width::UnicodeWidthStr::width(line.trim_end());
            assert!(columns <= width, "{columns} of {width}: {line}");
        }
    }
}

#[test]
fn the_signs_in_the_terms_are_told_where_they_occur_and_all_in_the_help() {
    let folder = Folder::new();
    let explain =
        |sentence: &str, top: &str| folder.run(&["explain", sentence, "--top", top]).ok().stdout;
    let few = explain("Het kabinet steunt het voorstel niet.", "4");
    assert!(few.contains("  zender          the sender"), "{few}");
    assert!(!few.contains("the start or end of a word"), "{few}");
    let all = explain("Het kabinet steunt het voorstel van 2029 niet.", "0");
    for sign in [
        "␣",
        "^",
        "$",
        "<getal> <jaar>",
        "A>b",
        "b<A",
        "eerst:A",
        "regel L",
        "L A word",
        "omgekeerd",
    ] {
        assert!(
            all.contains(&format!("\n  {sign:<15} ")),
            "{sign} is not in\n{all}"
        );
    }
    let none = explain("Xyzzy.", "1");
    assert!(!none.contains("toegegeven"), "{none}");

    let help = folder.run("explain --help").ok().stdout;
    let docs = std::fs::read_to_string("docs/outputs.md").unwrap();
    let (_, signs) = help.split_once("Signs in the terms").unwrap();
    let signs: Vec<&str> = signs
        .lines()
        .skip(1)
        .filter(|l| !l.trim().is_empty())
        .collect();
    assert!(signs.len() >= 20, "{help}");
    for line in signs {
        let (sign, meaning) = line
            .trim()
            .split_at(line.trim().char_indices().nth(15).unwrap().0);
        let told = format!("- `{}`: {}\n", sign.trim(), meaning.trim());
        assert!(docs.contains(&told), "{told}");
    }
}

#[test]
fn a_report_names_the_terms_behind_an_error_as_explain_does() {
    let folder = Folder::with_model();
    // the first sentence has another label than all that are like it
    let wrong = folder
        .text("toets.csv")
        .replacen("harte.,steunt", "harte.,kritisch", 1);
    folder.write("fout.csv", wrong);
    let report = folder
        .run("evaluate -d fout.csv -m m.model -f json --resamples 0")
        .ok()
        .json();
    let error = &report["confident_errors"][0];
    let sentence = error["sentence"].as_str().unwrap();
    let explained = folder
        .run(&[
            "explain",
            sentence,
            "--section",
            "Inzet",
            "-m",
            "m.model",
            "--top",
            "0",
        ])
        .ok();
    let listed: Vec<String> = (explained.stdout.lines())
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let terms: Vec<&str> = error["explanation"].as_str().unwrap().split(", ").collect();
    assert_eq!(terms.len(), 4);
    for term in terms {
        let (name, _) = term.rsplit_once("” ").unwrap();
        let name = name.replacen('“', "", 1);
        let found = listed
            .iter()
            .any(|line| line.ends_with(&format!(" {name}")));
        assert!(found, "`{name}` is not in\n{}", explained.stdout);
    }
}

#[test]
fn an_explanation_keeps_to_the_width_of_the_terminal() {
    let folder = Folder::with_model();
    let sentence = "Het kabinet zal dit op zijn merites beoordelen.";
    for width in [60, 80] {
        let mut command = folder.command(&["explain", sentence, "-m", "m.model", "--top", "0"]);
        command.env("COLUMNS", width.to_string());
        let output = command.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let wide = text.lines().filter(|line| line.chars().count() > width);
        assert_eq!(wide.collect::<Vec<_>>(), [""; 0], "{width}");
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for told in ["counts too: `--section TITLE`", "probability", "intercept"] {
            assert!(words.contains(told), "{width}: {text}");
        }
    }
}

#[test]
fn what_is_not_one_dutch_sentence_is_told() {
    let folder = Folder::with_model();
    let explain =
        |arguments: &[&str]| folder.run(&[&["explain", "-m", "m.model"], arguments].concat());
    explain(&["Het kabinet steunt dit. De Raad vergadert in mei."])
        .ok()
        .says(&[
            "warning: these are 2 sentences",
            "hint:  explain each",
            "--before",
        ]);
    explain(&["We are against it."])
        .ok()
        .says(&["warning: the text does not read as Dutch"]);
    let whole = explain(&["Het kabinet steunt dit."])
        .ok()
        .holds("nothing on stderr", |r| r.stderr.is_empty());
    explain(&["Het", "kabinet", "steunt", "dit."])
        .ok()
        .says(&["4 arguments are taken as one sentence; quotes"])
        .holds("the same answer", |r| r.stdout == whole.stdout);
    explain(&["train.csv"]).refuses(
        "train.csv: ",
        "this is a file, not a sentence",
        "`standpunt classify train.csv`",
    );
}

#[test]
fn what_a_decision_adds_stands_in_the_sum_and_in_inspect() {
    let folder = Folder::new();
    // letters in which `steunt` is rare and hardly to be told from `geen standpunt`
    let rows: String = (0..20)
        .flat_map(|letter| (0..6).map(move |row| (letter, row)))
        .map(|(letter, row)| {
            let word = ["wel", "dan", "nu"][(letter * 5 + row) % 3];
            let label = match (letter * 7 + row * 3) % 11 {
                0 | 5 => "steunt",
                _ => "geen standpunt",
            };
            format!("brief-{letter},Het voorstel nummer {row} komt {word} aan de orde.,{label}\n")
        })
        .collect();
    folder.write("zeldzaam.csv", format!("letter,sentence,label\n{rows}"));
    folder
        .run("train -d zeldzaam.csv -m f1.model --decision macro-f1 --features words:1-2/1")
        .ok();
    let sentence = "Het voorstel nummer 3 komt wel aan de orde.";
    let json = ["explain", sentence, "-m", "f1.model", "--format", "json"];
    let answer = folder.run(&json).ok().json();
    let model = (folder.run("inspect f1.model --format json").ok()).json();
    assert_eq!(answer["decision"], model["decision"]);
    let number = |field: &str, label: &str| answer[field][label].as_f64().unwrap();
    let reached = |label: &str| number("scores", label) + number("decision", label);
    let (steunt, other) = (reached("steunt"), reached("geen standpunt"));
    assert_ne!(
        number("decision", "steunt"),
        number("decision", "geen standpunt")
    );
    let label = if steunt > other {
        "steunt"
    } else {
        "geen standpunt"
    };
    assert_eq!(answer["label"], label);
    let shown = folder.run(&["explain", sentence, "-m", "f1.model"]).ok();
    let sum = format!("{:>+8.3}  sum", (steunt - other).abs());
    shown.prints(&["decision     added behind the probabilities", &sum]);
    folder
        .run("inspect f1.model")
        .ok()
        .prints(&["to which is added first: steunt"]);
    folder
        .run("inspect -")
        .ok()
        .prints(&["decision    the most probable label"]);
}

#[test]
fn a_sentence_of_a_letter_is_explained_as_classify_labels_it() {
    let folder = Folder::with_model();
    folder.write("mijn brief.txt", samples::letter("visserij"));
    let place = |number: usize| format!("mijn brief.txt#{number}");
    let rows = (folder
        .run(&["classify", "mijn brief.txt", "-m", "m.model", "-f", "jsonl"])
        .ok())
    .json_lines();
    assert!(rows.len() > 4);
    for row in &rows {
        let number = row["number"].as_u64().unwrap() as usize;
        let place = place(number);
        let arguments = ["explain", place.as_str(), "-m", "m.model", "-f", "json"];
        let answer = folder.run(&arguments).ok().json();
        for (field, of_row) in [
            ("sentence", "sentence"),
            ("label", "label"),
            ("section", "section"),
            ("second", "second"),
        ] {
            assert_eq!(answer[field], row[of_row], "{number}: {field}");
        }
        let label = answer["label"].as_str().unwrap();
        let probability = |of: &serde_json::Value| of["probabilities"][label].as_f64().unwrap();
        assert!(
            (probability(&answer) - probability(row)).abs() < 1e-6,
            "{number}"
        );
        assert_eq!(
            (&answer["source"], &answer["number"]),
            (&"mijn brief.txt".into(), &row["number"])
        );
    }
    // the number that the table and Markdown show
    let position = rows.iter().find(|row| row["label"] == "steunt").unwrap();
    let shown = format!("#{})", position["number"]);
    for format in ["table", "md"] {
        let arguments = ["classify", "mijn brief.txt", "-m", "m.model", "-f", format];
        let text = folder.run(&arguments).ok().stdout;
        let after = text.split(&shown).nth(1).unwrap_or_default();
        let words = after.split_whitespace().filter(|word| *word != ">");
        let words: Vec<&str> = words.skip_while(|word| *word == "\\").take(4).collect();
        let sentence = position["sentence"].as_str().unwrap();
        assert!(sentence.starts_with(&words.join(" ")), "{format}: {text}");
    }
    let last = place(rows.len());
    folder
        .run(&["explain", last.as_str(), "-m", "m.model"])
        .ok()
        .prints(&[
            "of mijn brief.txt\n",
            "  section   Nederlandse positie\n",
            "  before    ",
            "  sentence  Het kabinet zal",
        ])
        .holds("no word of a heading that lacks", |r| {
            !r.stdout.contains("--section")
        });
    let beyond = place(rows.len() + 1);
    for number in ["mijn brief.txt#0", &beyond] {
        folder.run(&["explain", number, "-m", "m.model"]).refuses(
            "mijn brief.txt",
            "no sentence has the number",
            "standpunt classify mijn brief.txt --format csv",
        );
    }
    (folder.run("explain weg.txt#2")).refuses("weg.txt", "", "");
    let arguments = ["explain", "mijn brief.txt#2", "--section", "Inzet"];
    (folder.run(&arguments)).refuses(
        "mijn brief.txt#2",
        "--section with",
        "leave out `--section`",
    );
    let out = ["explain", "mijn brief.txt#2", "--out", "mijn brief.txt"];
    folder.run(&out).code(2);
    assert_eq!(folder.text("mijn brief.txt"), samples::letter("visserij"));
}

#[test]
fn a_dash_reads_the_sentence_from_standard_input() {
    let folder = Folder::with_model();
    let arguments = ["explain", "-", "-m", "m.model", "--format", "json"];
    let answer = folder
        .run_with(&arguments, "Het kabinet steunt\n  het voorstel.\n")
        .ok()
        .json();
    assert_eq!(answer["sentence"], "Het kabinet steunt het voorstel.");
    (folder.run_with(&arguments, "\n")).refuses("", "an empty sentence", "standpunt explain");
    (folder.run_with(&arguments, [0xff])).refuses("standard input: ", "not UTF-8", "iconv");
}

//! Plain-text letters, raw as they come, against what a person reads in them.
//!
//! `tests/letters/NAME.txt` is the letter, `NAME.expected` what is expected: the metadata that is found, then
//! each section's title behind `#`, the questions that it answers behind `?`, its sentences, one a line, and list items without a finite verb
//! behind `–`.

use proptest::prelude::*;
use standpunt::letter::Letter;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters")
}

fn shown(letter: &Letter) -> String {
    let mut text = String::new();
    let about = &letter.metadata;
    let fields = [
        ("kind", &about.kind),
        ("date", &about.date),
        ("sender", &about.sender),
        ("kamerstuk", &about.kamerstuk),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(text, "{name}: {value}").unwrap();
        }
    }
    for number in &about.com {
        writeln!(text, "com: {number}").unwrap();
    }
    if let Some(council) = &about.council {
        writeln!(text, "council: {council}").unwrap();
    }
    for section in &letter.sections {
        writeln!(text, "\n{}", format!("# {}", section.title).trim_end()).unwrap();
        for question in &section.questions {
            let said = question.text.replace('\n', " / ");
            writeln!(text, "? {}: {said}", question.title).unwrap();
        }
        let items = |items: &[String], text: &mut String| {
            (items.iter()).for_each(|item| writeln!(text, "– {item}").unwrap());
        };
        items(&section.items, &mut text);
        for sentence in &section.sentences {
            writeln!(text, "{}", sentence.text).unwrap();
            items(&sentence.items, &mut text);
        }
    }
    text
}

#[test]
fn letters_are_read_as_a_person_reads_them() {
    let mut wrong = String::new();
    let mut count = 0;
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    paths.sort();
    for path in paths {
        let expected = std::fs::read_to_string(path.with_extension("expected")).unwrap();
        let found = shown(&Letter::read(&path).unwrap());
        count += 1;
        if found != expected {
            writeln!(wrong, "=== {}", path.display()).unwrap();
            let expected: Vec<&str> = expected.lines().collect();
            let found: Vec<&str> = found.lines().collect();
            for line in expected.iter().filter(|line| !found.contains(line)) {
                writeln!(wrong, "missing: {line}").unwrap();
            }
            for line in found.iter().filter(|line| !expected.contains(line)) {
                writeln!(wrong, "too much: {line}").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 6, "only {count} letters were tried");
}

/// What is left of a text when everything layout may change is taken out: white space, hyphens, digits.
fn bare(text: &str) -> String {
    text.replace('ﬁ', "fi")
        .chars()
        .filter(|c| {
            !c.is_whitespace() && !c.is_numeric() && !"-\u{ad}\u{2010}\u{2011}[]()*,".contains(*c)
        })
        .filter(|c| !('\u{200b}'..='\u{200f}').contains(c) && *c != '\u{feff}' && !c.is_control())
        .collect()
}

/// Spans are in range, on character boundaries, in order, and hold the sentence.
fn check_spans(source: &str, letter: &Letter) {
    let mut last = 0;
    for (_, sentence) in letter.sentences() {
        let mut held = String::new();
        for span in &sentence.spans {
            assert!(
                span.start >= last,
                "{span:?} stands before {last}: {}",
                sentence.text
            );
            assert!(span.start < span.end);
            last = span.end;
            held.push_str(
                source
                    .get(span.clone())
                    .expect("a span on character boundaries"),
            );
            held.push('\n');
        }
        assert_eq!(bare(&held), bare(&sentence.text));
    }
}

#[test]
fn spans_of_the_letters_hold_their_sentences() {
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "txt") {
            let source = std::fs::read_to_string(&path).unwrap();
            check_spans(&source, &Letter::read(&path).unwrap());
        }
    }
}

#[test]
fn spans_count_bytes_of_the_file_behind_a_byte_order_mark_and_repairs() {
    let source = "\u{feff}Geachte voorzitter,\n\nDe coÃ¶rdinator steunt dit. Het beleid â€“ zo zegt hij â€“ blijft.\n";
    let letter = Letter::from_bytes("brief.txt", source.as_bytes()).unwrap();
    let held: Vec<&str> = letter
        .sentences()
        .map(|(_, sentence)| &source[sentence.spans[0].clone()])
        .collect();
    assert_eq!(
        held,
        [
            "De coÃ¶rdinator steunt dit.",
            "Het beleid â€“ zo zegt hij â€“ blijft."
        ]
    );
    assert_eq!(
        letter.sections[0].sentences[0].text,
        "De coördinator steunt dit."
    );
}

#[test]
fn questions_that_no_answer_takes_along_are_told() {
    let warnings = |text: &str| {
        Letter::from_bytes("brief.txt", text.as_bytes())
            .unwrap()
            .warnings
    };
    let asked = "Geachte voorzitter,\n\nVraag 1\nKlopt het dat de pont te laat vaart?\n\nVraag 2\nHoe vaak is dat?\n\n\
        Vraag 3\nWat gaat u hieraan doen?\n\nAntwoord 1\nDat klopt, de pont vaart te laat.\n\n";
    let rest = "Antwoord 3\nIk spreek de vervoerder hierop aan.\n";
    assert_eq!(
        warnings(&format!("{asked}{rest}")),
        ["1 question has no answer here and stands in no output: “Vraag 2: Hoe vaak is dat?”"]
    );
    assert_eq!(
        warnings(asked),
        [
            "2 questions have no answer here and stand in no output, from “Vraag 2: Hoe vaak is dat?” on"
        ]
    );
    let all = format!("{asked}Antwoord 2\nDat is elke dag het geval.\n\n{rest}");
    assert_eq!(warnings(&all), Vec::<String>::new());
}

#[test]
fn of_more_questions_than_can_wait_the_first_are_told_too() {
    let mut text = "Geachte voorzitter,\n\n".to_owned();
    for number in 1..=502 {
        writeln!(text, "Vraag {number}\nHoe vaak vaart pont {number}?\n").unwrap();
    }
    text.push_str("Antwoord 502\nElke dag vaart deze pont.\n");
    let letter = Letter::from_bytes("brief.txt", text.as_bytes()).unwrap();
    let told = "501 questions have no answer here and stand in no output, from “Vraag 1: Hoe vaak vaart pont 1?” on";
    assert_eq!(letter.warnings, [told]);
}

#[test]
fn a_pasted_message_is_warned_of() {
    let letter = Letter::read(folder().join("mail-quoted.txt")).unwrap();
    assert!(
        letter.warnings[0].starts_with("this reads as a pasted e-mail"),
        "{:?}",
        letter.warnings
    );
}

#[test]
fn paragraphs_are_taken_as_they_are() {
    let letter =
        Letter::from_paragraphs("-", "Vraag 1\nGeachte voorzitter,\nPagina 3\nEen. Twee\n")
            .unwrap();
    let found: Vec<&str> = letter.sentences().map(|(_, s)| s.text.as_str()).collect();
    assert_eq!(
        found,
        ["Vraag 1", "Geachte voorzitter,", "Pagina 3", "Een.", "Twee"]
    );
}

#[test]
fn a_sentence_knows_its_page() {
    let letter = Letter::read(folder().join("agenda-wrapped.txt")).unwrap();
    let pages: Vec<Option<u32>> = letter.sentences().map(|(_, s)| s.page).collect();
    assert_eq!(pages.first(), Some(&Some(1)));
    assert_eq!(pages.last(), Some(&Some(3)));
}

/// Lines such as letters hold, in any order.
fn letter_like() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "Geachte voorzitter,",
        "Het kabinet steunt dit voorstel van de Commissie en zal de",
        "uitwerking ervan per geval",
        "beoordelen.1 Daarbij geldt o.a. art. 3.",
        "1 Kamerstuk 22 112, nr. 3.",
        "2Tweede Kamer, brief van 3 mei",
        "Pagina 1 van 3",
        "\x0c",
        "",
        "",
        "De Minister van Financiën,",
        "A.B. de Wit",
        "gecompen-",
        "seerd door de JBZ-",
        "Raad.",
        "• een item;",
        "- nog een",
        "1) eerst, 2) dan",
        "3. Kop",
        "Vraag 2",
        "Antwoord 2",
        "Waarom is dat zo?",
        "Ons kenmerk",
        "2031-0044",
        "links        rechts kenmerk",
        "de CO 2-uitstoot in 20222.",
        "Cyberveiligheid. In 2030 is dat anders.",
        "\u{a0} \u{f0b7} ﬁnanciën",
        "…",
        "‘Ja.’",
        "(zie [3])",
        "_____",
    ]);
    prop::collection::vec(line, 1..60).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_bytes_panic_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = Letter::from_bytes("x", &bytes);
        let _ = Letter::from_bytes("x", &[b"\xff\xfe", &bytes[..]].concat());
    }

    #[test]
    fn spans_of_any_text_hold_its_sentences(text in "[ a-zA-Z0-9.,!?()'\"\u{e9}\u{2013}\u{ad}\n\t-]{0,400}") {
        if let Ok(letter) = Letter::from_bytes("x", text.as_bytes()) {
            check_spans(&text, &letter);
        }
        if let Ok(letter) = Letter::from_paragraphs("x", &text) {
            check_spans(&text, &letter);
        }
    }

    #[test]
    fn spans_of_any_letter_hold_its_sentences(text in letter_like()) {
        if let Ok(letter) = Letter::from_bytes("x", text.as_bytes()) {
            check_spans(&text, &letter);
        }
    }
}

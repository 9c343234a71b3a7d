//! Files made to break a reader: each ends in a letter or in an error of its own, within bounds.

mod util;

use standpunt::error::{Error, ErrorKind};
use standpunt::letter::Letter;
use standpunt::letter::format::TEXT;

/// Reads a file and demands that no reader panicked.
#[track_caller]
fn read(name: &str, bytes: &[u8]) -> Result<Letter, Error> {
    let read = Letter::from_bytes(name, bytes);
    if let Err(error) = &read {
        assert!(!error.found().contains("broke off"), "{name}: {error}");
        assert!(error.next_step().is_some(), "{name}: {error}");
    }
    read
}

#[test]
fn more_text_than_a_letter_holds_is_refused() {
    let text = "Het kabinet steunt dit.\n".repeat(TEXT / 24 + 1);
    for name in ["lang.txt", "lang.md"] {
        let error = read(name, text.as_bytes()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit, "{name}");
    }
    let html = format!("<html><body><p>{text}</p></body></html>");
    let error = read("lang.html", html.as_bytes()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
}

/// Seconds of processor time, not of the clock: a hundred times what these files take, and a tenth of what they would take if each
/// character were compared with every other.
#[cfg(unix)]
const SECONDS: u32 = 10;

/// Cuts a file into sentences and demands that the program ends by itself within [`SECONDS`].
#[cfg(unix)]
#[track_caller]
fn ends_in_bounds(folder: &util::Folder, name: &str) {
    command_ends_in_bounds(folder, &["sentences", name]);
}

/// Runs the program and demands that it ends by itself within [`SECONDS`].
#[cfg(unix)]
#[track_caller]
fn command_ends_in_bounds(folder: &util::Folder, arguments: &[&str]) {
    let script = format!("ulimit -t {SECONDS}; exec \"$0\" \"$@\"");
    let mut limited = std::process::Command::new("sh");
    limited
        .current_dir(folder.path(""))
        .args(["-c", &script, util::PROGRAM])
        .args(arguments);
    let ran = folder.run_command(limited, b"");
    let by_itself = matches!(ran.code, Some(0 | 2)) && !ran.stderr.contains("panicked");
    ran.holds("an end within the processor time", |_| by_itself);
}

#[cfg(unix)]
#[test]
fn marks_without_end_cost_no_more_than_their_length() {
    let folder = util::Folder::new();
    let in_markdown = ["[", "*a ", "> ", "![", "](", "[^", "`", "_a", "| a "];
    let in_text = [
        "(",
        "«",
        "1\n2\n",
        "- a\n",
        "aa-\nbb ",
        "Vraag 1\nAntwoord 1\n",
        "COM(",
        "A. ",
    ];
    let in_markdown = in_markdown.map(|mark| ("merken.md", mark));
    for (name, mark) in in_markdown
        .into_iter()
        .chain(in_text.map(|mark| ("merken.txt", mark)))
    {
        folder.write(name, mark.repeat(400_000 / mark.len()));
        ends_in_bounds(&folder, name);
    }
}

/// One sentence of a million characters, whatever its words: no part of labelling may look at all of it for each of them.
#[cfg(unix)]
#[test]
fn a_sentence_without_end_is_labelled_in_no_more_than_its_length() {
    let folder = util::Folder::with_model();
    for words in [
        "vindt steunt ",
        "vindt dat het kabinet dit steunt en ",
        "het kabinet acht de termijn niet passend ",
        "zoals het kabinet steunt, waarmee de raad geen moeite heeft, ",
        "kritisch ",
        "de raad vindt dit en ik steun het plan en ",
    ] {
        let sentence = words.repeat(1_000_000 / words.len());
        let line = format!("De raad {sentence}dit.\n");
        let json = serde_json::json!({"name": "lang", "text": line}).to_string();
        folder.write("lang.txt", &line);
        folder.write("lang.jsonl", json);
        for arguments in [
            "--lines lang.txt",
            "--jsonl-input lang.jsonl --format jsonl --reasons",
            "lang.txt --format html --out lang.html",
        ] {
            let arguments = format!("classify -m m.model {arguments}");
            command_ends_in_bounds(&folder, &arguments.split(' ').collect::<Vec<_>>());
        }
    }
}

/// A line of four letters for each number.
#[cfg(unix)]
fn words(count: u32) -> String {
    let letter = |number: u32| char::from(b'a' + (number % 26) as u8);
    (0..count)
        .flat_map(|n| {
            [n / 17_576, n / 676, n / 26, n]
                .map(letter)
                .into_iter()
                .chain(['\n'])
        })
        .collect()
}

#[cfg(unix)]
#[test]
fn lines_that_come_back_and_notes_without_end_cost_no_more_than_their_length() {
    let folder = util::Folder::new();
    let letter = |text: String| format!("Geachte voorzitter,\n\n{text}");
    let twice = words(120_000).repeat(2);
    let marks = "aabcd9 ".repeat(150_000) + "\n" + &"8 zie het stuk hier\n".repeat(100_000);
    for (name, text) in [("regels.txt", twice), ("noten.txt", marks)] {
        folder.write(name, letter(text));
        ends_in_bounds(&folder, name);
    }
}

#[cfg(unix)]
#[test]
fn cells_of_one_row_before_an_answer_are_not_each_read_with_their_line() {
    let folder = util::Folder::new();
    let (cells, rule) = ("| a ".repeat(60_000), "|---".repeat(60_000));
    let table = format!("{cells}|\n{rule}|\n{cells}|\n");
    folder.write(
        "tabel.md",
        format!("# Brief\n\nHet kabinet steunt dit.\n\n{table}\n## Antwoord 1\n\nJa, dat klopt.\n"),
    );
    ends_in_bounds(&folder, "tabel.md");
}

#[cfg(unix)]
#[test]
fn pages_of_tags_that_nothing_closes_end_soon() {
    let folder = util::Folder::new();
    let formatting: String = (0..900).map(|n| format!("<p><b a={n}></p>")).collect();
    let numbers = format!(
        "<p>{}{}",
        " ".repeat(400_000),
        "<sup>1</sup>".repeat(50_000)
    );
    for page in [
        "<article>a</b>".repeat(150_000),
        "<div><p>a</b>".repeat(150_000),
        formatting + &"<p>a</p>".repeat(100_000),
        numbers,
    ] {
        folder.write("tags.html", format!("<html><body>{page}"));
        ends_in_bounds(&folder, "tags.html");
    }
}

#[test]
fn entities_are_not_blown_up_and_no_other_file_is_read() {
    let mut dtd = "<!ENTITY a \"haha\">".to_owned();
    for c in 'a'..'n' {
        let next = char::from(c as u8 + 1);
        dtd.push_str(&format!("<!ENTITY {next} \"&{c};&{c};&{c};&{c};\">"));
    }
    let xml = |used: &str| {
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE kamerstuk [{dtd}<!ENTITY x SYSTEM \"file:///etc/hostname\">]><kamerstuk>\
             <al>Het kabinet {used} steunt dit.</al></kamerstuk>"
        )
    };
    let error = read("bom.xml", xml("&n;").as_bytes()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    for (used, expected) in [
        ("&x;", "Het kabinet steunt dit."),
        ("&a;", "Het kabinet haha steunt dit."),
    ] {
        let letter = read("brief.xml", xml(used).as_bytes()).unwrap();
        let (_, sentence) = letter.sentences().next().unwrap();
        assert_eq!(sentence.text, expected);
    }
}

#[cfg(feature = "pdf")]
mod pdf {
    use super::*;
    use crate::util::pdf::{pages, pdf, stream};

    const TEXT: &str = "BT /F1 10 Tf 80 700 Td (Het kabinet steunt dit voorstel.) Tj ET";

    /// A page with the given content, fonts and further objects, which are numbered from 6.
    fn page(content: &str, fonts: &str, more: &[String]) -> Vec<u8> {
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R {fonts} >> >> >>"
            ),
            stream("", content),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        ];
        objects.extend_from_slice(more);
        pdf(&objects)
    }

    #[test]
    fn trees_and_references_that_go_round_end() {
        let catalog = "<< /Type /Catalog /Pages 2 0 R >>".to_owned();
        let trees: [&[&str]; 3] = [
            &[
                "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1 >>",
                "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] >>",
            ],
            &["2 0 R"],
            &["3 0 R", "2 0 R"],
        ];
        for tree in trees {
            let objects: Vec<String> = std::iter::once(catalog.clone())
                .chain(tree.iter().map(|&object| object.to_owned()))
                .collect();
            assert!(read("kring.pdf", &pdf(&objects)).is_err());
        }
    }

    #[test]
    fn deep_objects_and_content_end() {
        let deep = "[".repeat(200_000);
        let nested = format!("{deep}{}", "]".repeat(200_000));
        let fields = "<</A ".repeat(100_000);
        for object in [&deep, &nested, &fields, &"(".repeat(200_000)] {
            let _ = read("diep.pdf", &page(TEXT, "", &[object.to_owned()]));
            let _ = read("diep.pdf", &page(&format!("{object} {TEXT}"), "", &[]));
        }
    }

    #[test]
    fn a_font_that_maps_without_end_is_read_in_bounds() {
        let ranges = "<0000> <FFFF> <0041> ".repeat(20_000);
        let long = format!("<0000> <FFFF> <{}> ", "0041".repeat(100_000));
        let widths = "0 65535 500 ".repeat(20_000);
        for (ranges, widths) in [(ranges, "0 4294967295 500"), (long, &*widths)] {
            let map = format!(
                "1 begincodespacerange <0000> <FFFF> endcodespacerange 9 beginbfrange {ranges} endbfrange"
            );
            let more = [
                "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>".to_owned(),
                format!("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /W [{widths}] >>"),
                stream("", &map),
            ];
            let content =
                "BT /F2 10 Tf 80 700 Td <00000001000200030004000500060007000800090010> Tj ET";
            let _ = read("teken.pdf", &page(content, "/F2 6 0 R", &more));
        }
    }

    #[test]
    fn fonts_without_end_are_refused() {
        let fonts: String = (6..2_006).map(|n| format!("/A{n} {n} 0 R ")).collect();
        let used: String = (6..2_006).map(|n| format!("/A{n} 1 Tf ")).collect();
        let font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts \
                    [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /W [0 65535 500] >>] >>";
        let more = vec![font.to_owned(); 2_000];
        let error = read(
            "letters.pdf",
            &page(&format!("{used}{TEXT}"), &fonts, &more),
        )
        .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
    }

    #[test]
    fn numbers_beyond_all_measure_are_read() {
        let content = format!(
            "1e308 1e308 1e308 1e308 1e308 1e308 cm BT /F1 1e308 Tf 99999999999999999999999 0 Td (a) Tj ET {TEXT}"
        );
        let _ = read("maat.pdf", &page(&content, "", &[]));
        assert!(read("goed.pdf", &page(TEXT, "", &[])).is_ok());
    }

    /// A text of a page as it is drawn.
    fn drawn(text: &str) -> Option<String> {
        Some(stream(
            "",
            &format!("BT /F1 10 Tf 80 700 Td ({text}) Tj ET"),
        ))
    }

    fn sentences(letter: &Letter) -> Vec<&str> {
        letter.sentences().map(|(_, s)| s.text.as_str()).collect()
    }

    #[test]
    fn a_damaged_page_is_named_and_the_rest_is_read() {
        let garbage = || {
            Some(stream(
                "/Filter /FlateDecode",
                "xx dit is niet samengeperst",
            ))
        };
        let unknown = || Some(stream("/Filter /Onbekend", "x"));
        for damaged in [None, garbage(), unknown()] {
            let file = pages(&[
                drawn("Het kabinet steunt dit voorstel."),
                damaged,
                drawn("Nederland heeft hier bezwaren tegen."),
            ]);
            let letter = read("gat.pdf", &file).unwrap();
            assert_eq!(
                sentences(&letter),
                [
                    "Het kabinet steunt dit voorstel.",
                    "Nederland heeft hier bezwaren tegen."
                ]
            );
            assert_eq!(
                letter.warnings[0],
                "damaged PDF: page 2 could not be read, and its sentences are missing"
            );
        }
    }

    #[test]
    fn no_sentence_is_made_of_halves_around_a_damaged_page() {
        let halves = |between| {
            let file = pages(&[
                drawn("Het kabinet is van oordeel dat de bijdrage van"),
                between,
                drawn("de bijenteelt moet worden verlaagd in dit jaar."),
            ]);
            read("helft.pdf", &file).unwrap()
        };
        let blank = halves(Some(stream("", "")));
        assert_eq!(blank.len(), 1);
        assert_eq!(blank.warnings, [""; 0]);
        let lost = halves(None);
        assert_eq!(lost.len(), 2);
        assert_eq!(lost.sections[0].sentences[1].page, Some(3));
    }

    #[test]
    fn a_pdf_of_damaged_pages_alone_is_refused() {
        let error = read("weg.pdf", &pages(&[None, None])).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Format);
        assert!(
            error.found().contains("pages 1 and 2 could not be read"),
            "{error}"
        );
    }
}

#[test]
fn pages_of_a_pdf_that_cannot_be_found_are_told() {
    let drawn = "BT /F1 10 Tf 60 700 Td (Het kabinet steunt dit voorstel van harte.) Tj ET";
    let whole = util::pdf::pages(&[Some(util::pdf::stream("", drawn))]);
    let claims = String::from_utf8(whole.clone())
        .unwrap()
        .replace("/Count 1", "/Count 3");
    let warnings = |bytes: &[u8]| {
        Letter::from_bytes("a.pdf", bytes)
            .unwrap()
            .warnings
            .join("\n")
    };
    let told = "it says that it has 3 pages and only 1 can be found";
    assert!(warnings(claims.as_bytes()).contains(told));
    assert!(!warnings(&whole).contains("damaged"));
}

//! Files made to break a reader: each ends in a letter or in an error of its own, within bounds.

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

#[test]
fn marks_without_end_cost_no_more_than_their_length() {
    for mark in ["[", "*a ", "> ", "![", "](", "[^", "`", "_a", "| a "] {
        let _ = read("merken.md", mark.repeat(400_000 / mark.len()).as_bytes());
    }
    for mark in [
        "(",
        "«",
        "1\n2\n",
        "- a\n",
        "aa-\nbb ",
        "Vraag 1\nAntwoord 1\n",
        "COM(",
        "A. ",
    ] {
        let _ = read("merken.txt", mark.repeat(400_000 / mark.len()).as_bytes());
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

    const TEXT: &str = "BT /F1 10 Tf 80 700 Td (Het kabinet steunt dit voorstel.) Tj ET";

    /// A PDF of objects that are numbered from 1; the first is the catalog.
    fn pdf(objects: &[String]) -> Vec<u8> {
        let mut file = "%PDF-1.7\n".to_owned();
        let mut places = Vec::new();
        for (at, object) in objects.iter().enumerate() {
            places.push(file.len());
            file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
        }
        let start = file.len();
        file.push_str(&format!(
            "xref\n0 {}\n0000000000 65535 f \n",
            places.len() + 1
        ));
        for place in &places {
            file.push_str(&format!("{place:010} 00000 n \n"));
        }
        file.push_str(&format!(
            "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
            places.len() + 1
        ));
        file.into_bytes()
    }

    fn stream(fields: &str, content: &str) -> String {
        format!(
            "<< /Length {} {fields} >>\nstream\n{content}\nendstream",
            content.len()
        )
    }

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
        for ranges in [ranges, long] {
            let map = format!(
                "1 begincodespacerange <0000> <FFFF> endcodespacerange 9 beginbfrange {ranges} endbfrange"
            );
            let more = [
                "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>".to_owned(),
                "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /W [0 4294967295 500] >>".to_owned(),
                stream("", &map),
            ];
            let content =
                "BT /F2 10 Tf 80 700 Td <00000001000200030004000500060007000800090010> Tj ET";
            let _ = read("teken.pdf", &page(content, "/F2 6 0 R", &more));
        }
    }

    #[test]
    fn numbers_beyond_all_measure_are_read() {
        let content = format!(
            "1e308 1e308 1e308 1e308 1e308 1e308 cm BT /F1 1e308 Tf 99999999999999999999999 0 Td (a) Tj ET {TEXT}"
        );
        let _ = read("maat.pdf", &page(&content, "", &[]));
        assert!(read("goed.pdf", &page(TEXT, "", &[])).is_ok());
    }
}

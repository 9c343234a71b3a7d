//! One letter in every format: the same sentences come out, whatever it arrived in.
//!
//! `tests/letters/formats/raad.*` is made by `tests/letters/make/make.py`: text, Markdown, HTML, XML, DOCX, ODT
//! and five PDFs (a ministry's word processor with the side column right and left, protected against changes, TeX,
//! two columns), each with its own page headers, footnotes, hyphens, kerning and tracked changes. `raad-office.*`
//! and the prints of a browser, `raad-print.pdf` and `raad-web.pdf`, come from the programs themselves (`make_office.py`).

use proptest::prelude::*;
use standpunt::error::ErrorKind;
use standpunt::letter::Letter;
use std::path::{Path, PathBuf};

const LETTERS: [&str; 18] = [
    "raad.txt",
    "raad.md",
    "raad.html",
    "raad.xml",
    "raad.docx",
    "raad.odt",
    "raad.pdf",
    "raad-left.pdf",
    "raad-protected.pdf",
    "raad-tex.pdf",
    "raad-columns.pdf",
    "raad-office.fodt",
    "raad-office.odt",
    "raad-office.docx",
    "raad-office.html",
    "raad-office.pdf",
    "raad-print.pdf",
    "raad-web.pdf",
];

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/letters/formats")
        .join(name)
}

fn letters() -> impl Iterator<Item = &'static str> {
    LETTERS
        .into_iter()
        .filter(|name| cfg!(feature = "pdf") || !name.ends_with(".pdf"))
}

fn read(name: &str) -> Letter {
    Letter::read(path(name)).unwrap()
}

/// Titles and sentences, one a line.
fn shown(letter: &Letter) -> Vec<String> {
    letter
        .sections
        .iter()
        .flat_map(|section| {
            std::iter::once(format!("# {}", section.title))
                .chain(section.sentences.iter().map(|s| s.text.clone()))
        })
        .collect()
}

#[test]
fn a_letter_is_the_same_sentence_for_sentence_in_every_format() {
    let expected = shown(&read("raad.txt"));
    assert_eq!(expected.len(), 20, "{expected:#?}");
    assert!(expected.contains(&"Het kabinet steunt dit voorstel, omdat kleine telers daarmee ca. 3.000 euro per jaar besparen.".to_owned()));
    for name in letters() {
        assert_eq!(shown(&read(name)), expected, "{name}");
    }
}

#[test]
fn what_the_letter_is_comes_out_the_same_in_every_format() {
    for name in letters() {
        let about = read(name).metadata;
        assert_eq!(about.kind.as_deref(), Some("geannoteerde agenda"), "{name}");
        assert_eq!(about.date.as_deref(), Some("2029-02-14"), "{name}");
        assert_eq!(
            about.sender.as_deref(),
            Some("De Minister van Landbouw en Visserij"),
            "{name}"
        );
        assert_eq!(about.com, ["COM(2028) 412"], "{name}");
        assert_eq!(
            about.council.as_deref(),
            Some("Landbouw- en Visserijraad"),
            "{name}"
        );
    }
    assert_eq!(
        read("raad.xml").metadata.kamerstuk.as_deref(),
        Some("21 501-32, nr. 1711")
    );
}

#[test]
fn nothing_is_doubted_in_sound_letters() {
    for name in letters() {
        assert_eq!(read(name).warnings, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn formats_are_told_by_content_and_not_by_name() {
    let expected = shown(&read("raad.txt"));
    for name in letters() {
        let bytes = std::fs::read(path(name)).unwrap();
        let letter = Letter::from_bytes("brief", &bytes).unwrap();
        assert_eq!(shown(&letter), expected, "{name}");
    }
}

#[test]
#[cfg(feature = "pdf")]
fn a_sentence_of_a_pdf_names_its_page() {
    let letter = read("raad.pdf");
    let pages: Vec<u32> = letter.sentences().filter_map(|(_, s)| s.page).collect();
    assert_eq!(pages.len(), letter.len());
    assert_eq!(pages.first(), Some(&1));
    assert_eq!(pages.last(), Some(&2));
    assert!(pages.is_sorted());
}

#[test]
#[cfg(feature = "pdf")]
fn scanned_and_encrypted_pdfs_say_so() {
    for (name, word, step) in [
        ("scan.pdf", "scan", "text recognition"),
        ("encrypted.pdf", "encrypted", "password"),
    ] {
        let error = Letter::read(path(name)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Format);
        assert!(error.found().contains(word), "{error}");
        assert!(error.next_step().unwrap().contains(step), "{error}");
    }
}

#[test]
fn spans_of_markdown_cut_the_sentence_out_of_the_file() {
    let file = std::fs::read_to_string(path("raad.md")).unwrap();
    let letter = read("raad.md");
    let (_, sentence) = letter
        .sentences()
        .find(|(_, s)| s.text.starts_with("Het kabinet zal een definitief"))
        .unwrap();
    let held: Vec<&str> = sentence
        .spans
        .iter()
        .map(|span| &file[span.clone()])
        .collect();
    let held: Vec<&str> = held.iter().flat_map(|h| h.split_whitespace()).collect();
    assert_eq!(held.join(" "), sentence.text);
}

#[test]
fn a_zip_bomb_is_refused() {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file("word/document.xml", options).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..65 {
        writer.write_all(&block).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let error = Letter::from_bytes("bom.docx", &bytes).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert!(error.next_step().is_some());
}

#[test]
fn deep_xml_and_html_are_refused_or_read() {
    let xml = format!(
        "<?xml version=\"1.0\"?><kamerstuk>{}",
        "<al>".repeat(100_000)
    );
    let html = format!("<!DOCTYPE html><body>{}", "<div>".repeat(100_000));
    for bytes in [xml, html] {
        let error = Letter::from_bytes("diep", bytes.as_bytes()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
    }
}

#[test]
#[cfg(feature = "pdf")]
fn a_pdf_whose_form_draws_itself_ends() {
    let content = "/F Do";
    let form = format!(
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 4 0 R >> >> /Length {} >>",
        content.len()
    );
    let pdf = format!(
        "%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n\
         2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n\
         3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 5 0 R \
         /Resources << /XObject << /F 4 0 R >> >> >> endobj\n\
         4 0 obj {form} stream\n{content}\nendstream endobj\n\
         5 0 obj << /Length {} >> stream\n{content}\nendstream endobj\ntrailer << /Root 1 0 R >>\n",
        content.len()
    );
    assert!(Letter::from_bytes("kring.pdf", pdf.as_bytes()).is_err());
}

/// A change to the bytes of a file.
fn change() -> impl Strategy<Value = (usize, usize, Vec<u8>)> {
    (
        any::<usize>(),
        0usize..64,
        proptest::collection::vec(any::<u8>(), 0..16),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn no_bytes_panic_a_reader(changes in proptest::collection::vec(change(), 1..6), cut in any::<Option<usize>>()) {
        for name in letters() {
            let mut bytes = std::fs::read(path(name)).unwrap();
            for (at, length, new) in &changes {
                let start = at % bytes.len().max(1);
                let end = (start + length).min(bytes.len());
                bytes.splice(start..end, new.iter().copied());
            }
            if let Some(cut) = cut {
                bytes.truncate(cut % (bytes.len() + 1));
            }
            if let Err(error) = Letter::from_bytes(name, &bytes) {
                prop_assert!(
                    !error.found().contains("broke off"),
                    "{name}: a reader panicked and was caught"
                );
            }
        }
    }
}

//! Files that look like a letter to those who have them, and what to do with them.

mod markup;

use crate::error::{Error, ErrorKind};

const SAVE: &str = "open it in a word processor and save it as DOCX, ODT or plain text";
const TEXT: &str = "give the letter itself, as text, PDF, DOCX, ODT, HTML or XML";
const SCAN: &str = "an image holds no text: run text recognition (OCR) on it first";
const LOCKED: &str = "open it with its password and save it without one";
const UNPACK: &str = "unpack it first";

const LINES: &str = "put its sentences in a text file, one a line, and label them with `standpunt classify --lines`";

/// What a file begins with when it is none that is read.
const MAGIC: [(&[u8], &str, &str); 17] = [
    (b"{\\rtf", "a rich text file (RTF)", SAVE),
    (b"\x89PNG", "a PNG image", SCAN),
    (b"\xff\xd8\xff", "a JPEG image", SCAN),
    (b"GIF8", "a GIF image", SCAN),
    (b"II*\0", "a TIFF image", SCAN),
    (b"MM\0*", "a TIFF image", SCAN),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"7z\xbc\xaf", "a 7-zip archive", UNPACK),
    (b"Rar!", "a RAR archive", UNPACK),
    (b"\x7fELF", "a program", TEXT),
    (b"MZ\x90\0", "a program", TEXT),
    (b"SQLite format 3\0", "a database", TEXT),
    (b"PK\x05\x06", "an empty zip archive", TEXT),
    (
        b"\\documentclass",
        "a LaTeX source",
        "give the PDF that LaTeX makes of it",
    ),
    (
        b"%!PS",
        "a PostScript file",
        "convert it to PDF, such as with `ps2pdf`",
    ),
    (b"RIFF", "a media file", TEXT),
    (b"-----BEGIN ", "a key or certificate", TEXT),
];

/// Compound files, by a name of a part in them; the first that is found tells.
const COMPOUND: [(&str, &str, &str); 5] = [
    ("EncryptedPackage", "an Office file with a password", LOCKED),
    ("WordDocument", "an old Word file (.doc)", SAVE),
    (
        "__substg1.0_",
        "an Outlook message (.msg)",
        "save the letter that is attached to it, or the message as text",
    ),
    ("Workbook", "an old spreadsheet (.xls)", TEXT),
    ("PowerPoint Document", "an old presentation (.ppt)", TEXT),
];

/// The error for a file of a known kind that is no letter; `None` for all others.
pub(super) fn refused(bytes: &[u8]) -> Option<Error> {
    let (what, hint) = known(bytes)?;
    Some(
        Error::new(ErrorKind::Format, format!("this is {what}"))
            .expected("a letter as text, PDF, DOCX, ODT, HTML, XML or Markdown")
            .hint(hint),
    )
}

fn known(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        let named = |name: &str| {
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            super::find(bytes, &wide).is_some()
        };
        let told = COMPOUND.iter().find(|(name, ..)| named(name));
        return Some(told.map_or(("an old Office file", SAVE), |(_, what, hint)| (what, hint)));
    }
    if let Some((_, what, hint)) = MAGIC.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Some((what, hint));
    }
    if let Some(told) = markup::known(bytes) {
        return Some(told);
    }
    if super::own::is_model(bytes) {
        return Some((
            "a model of standpunt and no letter",
            "give it behind `--model`, and a letter beside it",
        ));
    }
    if let Some(what) = super::own::written_here(bytes) {
        return Some((
            what,
            "give the letters themselves, and keep reports of them in another folder",
        ));
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if is_message(text) {
        return Some((
            "an e-mail message",
            "save the letter that is attached to it, or its text without the headers",
        ));
    }
    if is_json(text) {
        return Some((
            "JSON",
            "give letters as JSON, one a line, with `classify --jsonl-input`",
        ));
    }
    if let Some(what) = subtitles(text) {
        return Some((what, LINES));
    }
    if is_labelled_data(text) {
        return Some((
            "labelled data (CSV)",
            "measure on it with `standpunt evaluate --data`, or give the letters themselves",
        ));
    }
    if is_table(text) {
        return Some(("a table of sentences (CSV)", LINES));
    }
    is_grid(text).then_some(("a table (CSV or TSV)", LINES))
}

/// Whether a file begins with the headers of an e-mail message.
fn is_message(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let mut mail = false;
    let mut headers = 0usize;
    for line in head.split(|b| *b == b'\n') {
        let line = line.trim_ascii_end();
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let name = line.split(|b| *b == b':').next().unwrap_or_default();
        let is_name = |name: &[u8]| name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
        if name.len() == line.len() || name.is_empty() || !is_name(name) {
            break;
        }
        headers += 1;
        let telling: [&[u8]; 5] = [
            b"received",
            b"return-path",
            b"message-id",
            b"mime-version",
            b"delivered-to",
        ];
        mail |= telling.iter().any(|known| name.eq_ignore_ascii_case(known));
    }
    mail && headers >= 3
}

/// Whether a file is one JSON value or begins with a line that is a JSON object.
fn is_json(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii();
    if !text.starts_with(b"{") && !text.starts_with(b"[") {
        return false;
    }
    let value = |text: &[u8]| serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok();
    let line = text.split(|b| *b == b'\n').next().unwrap_or_default();
    line.starts_with(b"{") && value(line) || value(text)
}

/// Whether the first line names the columns of labelled sentences.
fn is_labelled_data(bytes: &[u8]) -> bool {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    if line.len() > 1000 {
        return false;
    }
    let columns: Vec<&[u8]> = line
        .split(|b| matches!(b, b',' | b';' | b'\t'))
        .map(|name| name.trim_ascii())
        .collect();
    let has = |name: &[u8]| columns.contains(&name);
    has(b"label") && (has(b"sentence") || has(b"text"))
}

/// Names of columns that tell a table of sentences, in lower case.
const COLUMNS: [&str; 9] = [
    "sentence",
    "sentences",
    "text",
    "tekst",
    "zin",
    "zinnen",
    "letter",
    "brief",
    "label",
];
/// Rows that are looked at.
const ROWS: usize = 50;

/// Whether the first line is a header of short names, one of them known, and the rows have as many values.
fn is_table(bytes: &[u8]) -> bool {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let Some(header) = str::from_utf8(line).ok().filter(|l| l.len() <= 1000) else {
        return false;
    };
    [',', ';', '\t'].into_iter().any(|separator| {
        let names = || {
            header
                .split(separator)
                .map(|name| name.trim().trim_matches('"'))
        };
        let is_name = |name: &str| {
            let letter = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '(' | ')');
            !name.is_empty() && name.chars().all(letter) && name.split(' ').count() <= 2
        };
        let known = |name: &str| COLUMNS.contains(&name.to_lowercase().as_str());
        let width = names().count();
        width > 1 && names().all(is_name) && names().any(known) && {
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(separator as u8)
                .flexible(true)
                .from_reader(bytes);
            let mut widths = (reader.byte_records().take(ROWS)).map(|r| r.map_or(0, |r| r.len()));
            widths.next() == Some(width) && widths.all(|w| w == width)
        }
    })
}

/// Whether the rows of a file have as many values as the first, and that one's read as names: any table, of sentences or not.
///
/// Lines of a letter may have a comma each, but not all of them as many; two columns need more rows than three to tell.
fn is_grid(bytes: &[u8]) -> bool {
    let bytes = without_separator_line(bytes);
    [b',', b';', b'\t'].into_iter().any(|separator| {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(false)
            .from_reader(bytes);
        let mut rows = reader.byte_records().take(ROWS);
        let Some(Ok(header)) = rows.next() else {
            return false;
        };
        let is_name = |cell: &[u8]| {
            let cell = String::from_utf8_lossy(cell);
            let cell = cell.trim();
            cell.len() <= 40 && !cell.ends_with(['.', '?', '!']) && cell.split(' ').count() <= 4
        };
        let width = header.len();
        let least = match width {
            0 | 1 => return false,
            2 => 8,
            _ => 3,
        };
        let mut more = 0;
        header.iter().all(is_name)
            && !header.iter().all(<[u8]>::is_empty)
            && rows.all(|row| {
                more += 1;
                row.is_ok_and(|row| row.len() == width)
            })
            && more >= least
    })
}

/// A file without the line by which a spreadsheet names its separator.
fn without_separator_line(bytes: &[u8]) -> &[u8] {
    let end = bytes
        .iter()
        .position(|b| *b == b'\n')
        .map_or(bytes.len(), |at| at + 1);
    match bytes.split_at(end) {
        (line, rest) if line.starts_with(b"sep=") => rest,
        _ => bytes,
    }
}

/// What kind of subtitles a file holds: SubRip's, whose first line is a number and the second two times, or WebVTT's.
fn subtitles(bytes: &[u8]) -> Option<&'static str> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(512)).unwrap_or_default());
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next()?;
    if first == "WEBVTT" || first.starts_with("WEBVTT ") {
        return Some("a file of subtitles (WebVTT)");
    }
    let is_time = |text: &str| {
        let digits = |c: char| c.is_ascii_digit() || matches!(c, ':' | ',' | '.');
        text.matches(':').count() == 2 && text.chars().all(digits)
    };
    let (from, to) = lines.next()?.split_once(" --> ")?;
    let until = to.split(' ').next().unwrap_or_default();
    let numbered = first.bytes().all(|b| b.is_ascii_digit());
    (numbered && is_time(from.trim()) && is_time(until)).then_some("a file of subtitles (SubRip)")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(bytes: &[u8]) -> Option<&'static str> {
        known(bytes).map(|(what, _)| what)
    }

    #[test]
    fn compound_files_are_told_apart_by_their_parts() {
        let compound = |name: &str| {
            let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....".to_vec();
            bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
            bytes
        };
        assert_eq!(
            what(&compound("EncryptedPackage")),
            Some("an Office file with a password")
        );
        assert_eq!(
            what(&compound("WordDocument")),
            Some("an old Word file (.doc)")
        );
        assert_eq!(what(&compound("Iets anders")), Some("an old Office file"));
    }

    #[test]
    fn a_model_is_named() {
        let header = br#"{"__metadata__":{"format":"standpunt-model"}}"#;
        let model = [
            &(header.len() as u64).to_le_bytes()[..],
            header,
            b"....".as_slice(),
        ]
        .concat();
        assert_eq!(what(&model), Some("a model of standpunt and no letter"));
        assert_eq!(what(b"Het is {zo}, standpunt-model of niet."), None);
    }

    #[test]
    fn messages_json_and_labelled_data_are_no_letters() {
        let mail = b"Return-Path: <a@b.nl>\r\nFrom: A <a@b.nl>\r\n\tvervolg\r\nSubject: Brief\r\n\r\nBeste Jan,\r\n";
        assert_eq!(what(mail), Some("an e-mail message"));
        assert_eq!(what(b"{\"name\": \"a\", \"text\": \"b\"}\n{"), Some("JSON"));
        assert_eq!(what(b"[1, 2]\n"), Some("JSON"));
        assert_eq!(
            what(b"letter;sentence;label\r\na;b;c\r\n"),
            Some("labelled data (CSV)")
        );
        for table in [
            "id,naam,bedrag\n1,\"Jansen, J.\",12\n2,Bos,13\n3,Vos,14\n",
            "sep=;\nJaar;Omschrijving van de post;Bedrag (€)\n2029;Het kabinet steunt dit.;1,5\n2030;Wegen;2\n2031;Water;3\n",
            "kamer\tvoor\ttegen\nA\t1\t2\nB\t3\t4\nC\t5\t6\n",
            "datum;omschrijving\n1;a\n2;b\n3;c\n4;d\n5;e\n6;f\n7;g\n8;h\n",
        ] {
            assert_eq!(
                what(table.as_bytes()),
                Some("a table (CSV or TSV)"),
                "{table}"
            );
        }
        let subtitled =
            "1\r\n00:00:01,000 --> 00:00:04,500\r\nHet kabinet steunt dit.\r\n\r\n2\r\n";
        assert_eq!(
            what(subtitled.as_bytes()),
            Some("a file of subtitles (SubRip)")
        );
        let web = "WEBVTT - Debat\n\n00:01.000 --> 00:04.000\nHet kabinet steunt dit.\n";
        assert_eq!(what(web.as_bytes()), Some("a file of subtitles (WebVTT)"));
        for table in [
            "sentence,letter\nHet kabinet steunt dit.,a\n",
            "nr;Zin\r\n1;Het kabinet steunt dit, en meer.\r\n2;Nee.\r\n",
            "\u{feff}\"zin\"\t\"brief\"\n\"Het kabinet\nsteunt dit.\"\ta\n",
        ] {
            assert_eq!(
                what(table.as_bytes()),
                Some("a table of sentences (CSV)"),
                "{table}"
            );
        }
        for letter in [
            &b"[Concept] Geachte voorzitter,\n"[..],
            b"Datum: 3 maart\nBetreft: Brief\nKenmerk: 12\n\nGeachte voorzitter,\n",
            b"Het kabinet steunt dit.\n",
            b"Brief, Den Haag\n\nGeachte voorzitter,\n\nHet kabinet steunt dit.\n",
            b"Zin, tekst en brief: een handreiking\nHet kabinet, de Kamer.\n",
            b"Brief, bijlage\n",
            b"Den Haag, maart, 2030\nGeachte heer, mevrouw, voorzitter\n\nHet kabinet steunt dit, dat en meer.\n",
            b"Datum\t3 maart\t2030\nKenmerk\t12\ta\nBijlagen\t2\tb\n\nGeachte voorzitter,\n\nHet kabinet steunt dit.\n",
            b"1\nHet kabinet steunt dit --> zie de bijlage.\n",
            b"Brief; Kamer\nHet kabinet steunt dit; de Kamer ook; goed.\n",
        ] {
            assert_eq!(what(letter), None);
        }
    }
}

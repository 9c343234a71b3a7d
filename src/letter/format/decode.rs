//! Bytes to text: UTF-8, UTF-16 and Windows-1252, with repair of text that was encoded twice.

use super::mojibake;
use crate::error::{Error, ErrorKind, Result};
use crate::letter::origin::Origin;
use crate::numbers::{count, one_or_more};

/// A file's bytes as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// Where it stood: in the file for UTF-8, in the converted text for other encodings.
    pub origin: Origin,
    /// Whether that is the converted text, and not the file.
    pub converted: bool,
    /// What a person should know, one sentence each.
    pub warnings: Vec<String>,
}

impl Decoded {
    fn wide(&mut self, bytes: &[u8], unit: fn([u8; 2]) -> u16) {
        self.text = utf16(bytes, unit);
        self.converted = true;
    }
}

/// Decodes a text file whose encoding is not known.
///
/// A byte order mark decides; then UTF-16 is seen by its zero bytes; then UTF-8 is tried. A file that is
/// UTF-8 but for some stray bytes keeps what is UTF-8 and reads the strays as Windows-1252; any other file
/// is Windows-1252. Characters that were encoded as UTF-8 twice (`Ã«`, `â€™`) are repaired.
///
/// # Errors
/// [`ErrorKind::Format`] for binary content, [`ErrorKind::NoSentences`] for a file without any text.
pub fn decode(bytes: &[u8]) -> Result<Decoded> {
    let mut decoded = unrepaired(bytes)?;
    let is_control =
        |b: &u8| b.is_ascii_control() && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a);
    let controls = decoded.text.bytes().filter(is_control).count();
    if controls > 8 && controls * 50 > decoded.text.len() {
        return Err(binary("it is full of control characters"));
    }
    if decoded
        .text
        .chars()
        .all(|c| c.is_whitespace() || c.is_control())
    {
        return Err(Error::new(ErrorKind::NoSentences, "the file is empty")
            .expected("a letter")
            .hint("give a file with the text of a letter"));
    }
    if let Some(repaired) = mojibake::repair(&decoded.text, &decoded.origin) {
        decoded.warnings.push(format!(
            "{} had been encoded twice and {} repaired",
            count(repaired.characters, "character"),
            one_or_more(repaired.characters, "was", "were")
        ));
        (decoded.text, decoded.origin) = (repaired.text, repaired.origin);
    }
    let lost = decoded.text.matches('\u{fffd}').count();
    if lost > 0 {
        decoded.warnings.push(format!(
            "{} {} lost before this file was made ({} as U+FFFD)",
            count(lost, "character"),
            one_or_more(lost, "was", "were"),
            one_or_more(lost, "it stands", "they stand")
        ));
    }
    Ok(decoded)
}

/// A file's bytes as text, as its encoding has it.
fn unrepaired(bytes: &[u8]) -> Result<Decoded> {
    let mut decoded = Decoded::default();
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        decoded.origin.same_from(0, bytes.len() - rest.len());
        utf8(rest, &mut decoded);
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        decoded.wide(rest, u16::from_le_bytes);
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        decoded.wide(rest, u16::from_be_bytes);
    } else {
        match zero_bytes(bytes) {
            Zeros::None => utf8(bytes, &mut decoded),
            Zeros::Odd => decoded.wide(bytes, u16::from_le_bytes),
            Zeros::Even => decoded.wide(bytes, u16::from_be_bytes),
            Zeros::Anywhere => return Err(binary("it holds zero bytes")),
        }
    }
    Ok(decoded)
}

/// The text of a file in UTF-16 or Windows-1252 as UTF-8; none of a file in UTF-8, where places are those of the file.
pub(super) fn converted(bytes: &[u8]) -> Option<String> {
    let decoded = unrepaired(bytes).ok()?;
    decoded.converted.then_some(decoded.text)
}

fn binary(why: &str) -> Error {
    Error::new(ErrorKind::Format, format!("this is not text: {why}"))
        .expected("a letter as text, PDF, DOCX, ODT, HTML, XML or Markdown")
        .hint("check that it is the letter itself and not a program, an archive or a model file")
}

enum Zeros {
    None,
    Even,
    Odd,
    Anywhere,
}

/// Where a file's zero bytes stand; UTF-16 of Dutch text has one in nearly every pair, on one side.
fn zero_bytes(bytes: &[u8]) -> Zeros {
    if !bytes.contains(&0) {
        return Zeros::None;
    }
    let mut counts = [0usize; 2];
    for (i, _) in bytes.iter().enumerate().filter(|(_, b)| **b == 0) {
        counts[i & 1] += 1;
    }
    let [even, odd] = counts;
    let most = bytes.len() / 2 * 7 / 10;
    match (even, odd) {
        _ if odd > most && even * 50 < odd => Zeros::Odd,
        _ if even > most && odd * 50 < even => Zeros::Even,
        _ => Zeros::Anywhere,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .filter(|c| *c != '\u{feff}')
        .collect()
}

/// UTF-8 with stray Windows-1252 bytes, or Windows-1252 as a whole.
fn utf8(bytes: &[u8], decoded: &mut Decoded) {
    let strays: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    if strays > 0 {
        let proper = bytes
            .utf8_chunks()
            .flat_map(|chunk| chunk.valid().chars())
            .filter(|c| !c.is_ascii())
            .count();
        if proper < strays {
            decoded.text = encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
                .into_owned();
            decoded.origin = Origin::default();
            decoded.converted = true;
            return;
        }
        decoded.warnings.push(format!(
            "{} {} not UTF-8 and {} read as Windows-1252",
            count(strays, "byte"),
            one_or_more(strays, "is", "are"),
            one_or_more(strays, "was", "were")
        ));
    }
    let shift = decoded.origin.source_range(&(0..0)).start;
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        decoded.text.push_str(chunk.valid());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            decoded.origin.replaced_from(decoded.text.len(), at + shift);
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
            decoded.text.push_str(&text);
            at += chunk.invalid().len();
            decoded.origin.same_from(decoded.text.len(), at + shift);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).unwrap().text
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let letter = "Geachte voorzitter,\nDe coördinator vraagt € 3 miljoen – nu ‘ruim’.\n";
        let le: Vec<u8> = letter.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = letter.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (windows, ..) = encoding_rs::WINDOWS_1252.encode(letter);
        assert_eq!(text(letter.as_bytes()), letter);
        assert_eq!(text(&[b"\xef\xbb\xbf", letter.as_bytes()].concat()), letter);
        assert_eq!(text(&[b"\xff\xfe", &le[..]].concat()), letter);
        assert_eq!(text(&[b"\xfe\xff", &be[..]].concat()), letter);
        assert_eq!(text(&le), letter);
        assert_eq!(text(&be), letter);
        assert_eq!(text(&windows), letter);
    }

    #[test]
    fn a_stray_byte_does_not_spoil_the_rest_and_keeps_its_place() {
        let mut bytes = "Coördinatie en beëindiging van de co".as_bytes().to_vec();
        let stray = bytes.len();
        bytes.push(0xf6);
        bytes.extend_from_slice("peratie in België.".as_bytes());
        let decoded = decode(&bytes).unwrap();
        assert_eq!(
            decoded.text,
            "Coördinatie en beëindiging van de coöperatie in België."
        );
        assert_eq!(
            decoded.origin.source_range(&(stray..stray + 2)),
            stray..stray + 1
        );
        let told = "1 byte is not UTF-8 and was read as Windows-1252";
        assert_eq!(decoded.warnings, [told]);
    }

    #[test]
    fn the_byte_order_mark_counts_in_the_place() {
        let decoded = decode(b"\xef\xbb\xbfJa.").unwrap();
        assert_eq!(decoded.origin.source_range(&(0..3)), 3..6);
    }

    #[test]
    fn binary_and_empty_files_are_refused() {
        let kind = |bytes: &[u8]| decode(bytes).unwrap_err().kind();
        assert_eq!(kind(b""), ErrorKind::NoSentences);
        assert_eq!(kind(b" \r\n\t\n"), ErrorKind::NoSentences);
        assert_eq!(kind(b"abc\0def\0\0ghijkl"), ErrorKind::Format);
        assert_eq!(
            kind(&[1u8, 2, 3, 4, 5, 6, 7, 8, 11, 14, 15, 16].repeat(9)),
            ErrorKind::Format
        );
    }
}

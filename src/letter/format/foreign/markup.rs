//! XML that is known not to be a letter, told by its first element.

use super::{SAVE, TEXT};

/// Bytes in which the first element must begin.
const HEAD: usize = 1 << 16;

const LINKED: &str = "open the letter that it links to and save that";
const PUBLISHED: &str = "download the publication itself, as XML, HTML or PDF";

/// First elements by their local name in lower case, what they make of a file, and the way out.
const ROOTS: [(&str, &str, &str); 18] = [
    ("rss", "a news feed (RSS)", LINKED),
    ("rdf", "a news feed or data (RDF)", LINKED),
    ("feed", "a news feed (Atom)", LINKED),
    ("entry", "an entry of a news feed (Atom)", LINKED),
    ("opml", "a list of news feeds (OPML)", LINKED),
    ("urlset", "a sitemap", LINKED),
    ("sitemapindex", "a sitemap", LINKED),
    ("searchretrieveresponse", "a list of search results", LINKED),
    ("oai-pmh", "a list of search results", LINKED),
    ("metadata", "the metadata of a publication", PUBLISHED),
    (
        "metadata_gegevens",
        "the metadata of a publication",
        PUBLISHED,
    ),
    (
        "svg",
        "a drawing (SVG)",
        "give the letter itself, not a picture in it",
    ),
    ("worddocument", "an old Word file in XML", SAVE),
    ("package", "an Office file in XML or a package list", SAVE),
    ("workbook", "a spreadsheet in XML", TEXT),
    ("stylesheet", "a stylesheet (XSLT)", TEXT),
    ("transform", "a stylesheet (XSLT)", TEXT),
    ("schema", "an XML schema", TEXT),
];

/// What a file is by its first element, and the way out; `None` for all others.
pub(super) fn known(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let root = root(bytes)?;
    ROOTS
        .iter()
        .find(|(name, ..)| *name == root)
        .map(|(_, what, hint)| (*what, *hint))
}

/// The local name of the first element in lower case, behind declarations, comments and a document type.
fn root(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(HEAD))?;
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    // of UTF-16 the half that is ASCII
    let ascii: String = head
        .iter()
        .filter(|b| **b != 0 && b.is_ascii())
        .map(|b| char::from(b.to_ascii_lowercase()))
        .collect();
    let mut rest = ascii.trim_start();
    loop {
        rest = if let Some(inside) = rest.strip_prefix("<?") {
            inside.split_once("?>")?.1
        } else if let Some(inside) = rest.strip_prefix("<!--") {
            inside.split_once("-->")?.1
        } else if let Some(inside) = rest.strip_prefix("<!doctype") {
            let end = inside.find(['[', '>'])?;
            let end = match inside.get(end..)?.starts_with('[') {
                true => inside.find("]>").map(|at| at + 1)?,
                false => end,
            };
            inside.get(end + 1..)?
        } else {
            break;
        }
        .trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_')))?;
    let name = name.get(..end)?;
    name.rsplit(':').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_and_drawings_are_told_by_their_first_element() {
        for (file, what) in [
            (
                "<?xml version=\"1.0\"?>\n<!-- <a> -->\n<rss version=\"2.0\"><channel>",
                "a news feed (RSS)",
            ),
            (
                "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
                "a news feed (Atom)",
            ),
            (
                "\u{feff}<?xml version='1.0'?><rdf:RDF>",
                "a news feed or data (RDF)",
            ),
            (
                "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\" [<!ENTITY a \"b>\">]>\n<svg>",
                "a drawing (SVG)",
            ),
            (
                "<svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\">",
                "a drawing (SVG)",
            ),
            ("<SVG>", "a drawing (SVG)"),
        ] {
            assert_eq!(known(file.as_bytes()).map(|k| k.0), Some(what), "{file}");
        }
        let wide: Vec<u8> = "<rss>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(known(&wide).is_some());
    }

    #[test]
    fn letters_are_not_among_them() {
        for file in [
            "<officiele-publicatie><metadata>",
            "<?xml version=\"1.0\"?><kamerstuk>",
            "<!DOCTYPE html><html><body><svg>",
            "<p>Het kabinet steunt dit.</p><rss>",
            "<office:document xmlns:svg=\"x\">",
            "< 5 procent van de leden",
            "<",
            "Geachte voorzitter, <rss>",
            "",
        ] {
            assert_eq!(known(file.as_bytes()), None, "{file}");
        }
    }
}

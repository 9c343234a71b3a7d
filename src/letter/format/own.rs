//! What this program wrote itself: reports of letters are no letters.

use std::io::Read;
use std::path::Path;

/// How many bytes at the start of a page are searched for its generator.
const HEAD: usize = 1 << 10;

/// Whether a file is a model: safetensors whose header names the format.
pub(super) fn is_model(bytes: &[u8]) -> bool {
    // a JSON header behind its length in eight bytes
    const HEADER: usize = 8;
    const LONGEST_HEADER: usize = 1 << 20;
    bytes.get(HEADER) == Some(&b'{') && {
        let header = bytes
            .get(..bytes.len().min(LONGEST_HEADER))
            .unwrap_or_default();
        super::find(header, b"\"standpunt-model\"").is_some()
    }
}

/// What a file is, where this program wrote it.
pub(super) fn written_here(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    if head.starts_with(b"<!DOCTYPE html>")
        && super::find(head, b"<meta name=\"generator\" content=\"standpunt\">").is_some()
    {
        return Some("a page that standpunt wrote");
    }
    let text = str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).ok()?;
    if let Some(what) = text.lines().next().and_then(rows) {
        return Some(what);
    }
    let mut lines = text.lines();
    let (first, second) = (lines.next()?, lines.next().unwrap_or_default());
    let labelled = || is_labelled_line(first);
    let compared = || {
        let one = |line: &str, side: &str| {
            line.starts_with(side) && (line.ends_with(" sentences") || line.ends_with(" sentence"))
        };
        one(first, "old: ") && one(second, "new: ")
    };
    let measured = || {
        let title = first == "Evaluation" || first.contains("-fold cross-validation, letters ");
        title && (second.starts_with("  model ") || second.starts_with("  data  "))
    };
    if labelled() || compared() || measured() || text.lines().any(is_summary) {
        return Some("a table that standpunt wrote");
    }
    let markdown = first == "# What is said differently"
        || first == "### Figures"
        || ["- Kind: ", "- Kamerstuk: ", "- Model: `"]
            .iter()
            .all(|fact| text.lines().any(|line| line.starts_with(fact)));
    markdown.then_some("Markdown that standpunt wrote")
}

/// Whether a file holds what this program wrote; not where it cannot be read.
pub fn wrote(path: &Path) -> bool {
    let holds = || -> std::io::Result<bool> {
        let mut file = std::fs::File::open(path)?;
        let mut bytes = Vec::new();
        (&mut file).take(4).read_to_end(&mut bytes)?;
        if bytes.starts_with(b"%PDF") || bytes.starts_with(b"PK\x03\x04") {
            return Ok(false);
        }
        file.take(crate::letter::LARGEST_FILE)
            .read_to_end(&mut bytes)?;
        Ok(is_model(&bytes) || written_here(&bytes).is_some())
    };
    path.is_file() && holds().unwrap_or(false)
}

/// What rows for programs begin with: the header of labelled or predicted sentences, a labelled sentence in JSON, a trial of a tuning run.
fn rows(first: &str) -> Option<&'static str> {
    if first.starts_with('{') {
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(first).ok()?;
        let has = |keys: &[&str]| keys.iter().all(|key| object.contains_key(*key));
        if has(&["run", "crc32"]) {
            return Some("a tuning journal that standpunt wrote");
        }
        return (has(&["sentence", "label", "shown", "model_sha256"])
            || has(&["letter", "source", "line", "error"]))
        .then_some("JSON Lines that standpunt wrote");
    }
    let has = |names: &[&str]| {
        let cell = |name: &&str| first.split([',', ';']).any(|cell| cell == *name);
        names.iter().all(cell)
    };
    (has(&["sentence", "shown_label", "second", "model"])
        || has(&["sentence", "label", "also", "predicted"]))
    .then_some("CSV that standpunt wrote")
}

/// Whether a line ends a table of labelled sentences: `Summary: 2 of 3 sentences take a position`.
fn is_summary(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("Summary: ") else {
        return false;
    };
    let mut words = rest.split(' ');
    let number = |word: Option<&str>| word.is_some_and(|w| w.parse::<u32>().is_ok());
    let sentences = |word: Option<&str>| word.is_some_and(|w| w.starts_with("sentence"));
    number(words.next())
        && match words.next() {
            Some("of") => number(words.next()) && sentences(words.next()),
            word => sentences(word),
        }
}

/// Whether a line is `label<TAB>probability<TAB>sentence`, as `--lines` writes it.
fn is_labelled_line(line: &str) -> bool {
    let mut cells = line.split('\t');
    let (Some(label), Some(probability), Some(_)) = (cells.next(), cells.next(), cells.next())
    else {
        return false;
    };
    !label.is_empty()
        && probability.len() == 6
        && probability.parse::<f64>().is_ok_and(|p| p <= 1.0)
}

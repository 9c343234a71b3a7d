//! What kind of letter it is.

use super::{frame, head, sender};

/// How much of it tells its kind: what comes later is about other papers.
const PURPOSE: usize = 1500;

/// The kind of a letter: by the title of a paper for parliament, its answers, its own title, its subject, and then by its first sentences.
pub(super) fn kind(lines: &[&str], subject: Option<&str>, beginning: &str) -> Option<String> {
    let answers = sender::answering(lines).is_some()
        || lines
            .iter()
            .any(|line| matches!(frame::turn(line), Some(frame::Turn::Answer(_))));
    let titled = head(lines).iter().find_map(|line| kind_of_title(line));
    let found = if titled.is_some() {
        titled
    } else if answers {
        Some("antwoorden Kamervragen")
    } else if lines.iter().take(3).any(|line| frame::is_fiche_title(line)) {
        Some("BNC-fiche")
    } else {
        subject
            .and_then(kind_of_subject)
            .or_else(|| kind_of_purpose(first(beginning, PURPOSE)))
    };
    let letter = || {
        let is_letter = lines.iter().any(|line| {
            frame::is_salutation(line) || line.contains("uw Kamer") || line.contains("Uw Kamer")
        }) || sender::announced(lines).is_some();
        is_letter.then_some("Kamerbrief")
    };
    found.or_else(letter).map(str::to_owned)
}

/// The kind of paper that a line is the title of, a sheet number before it aside: `Nr. 7 VERSLAG VAN EEN SCHRIFTELIJK OVERLEG`.
fn kind_of_title(line: &str) -> Option<&'static str> {
    const KINDS: [(&str, &str); 4] = [
        (
            "verslag van een schriftelijk overleg",
            "schriftelijk overleg",
        ),
        (
            "verslag van een nader schriftelijk overleg",
            "schriftelijk overleg",
        ),
        (
            "verslag van een (nader) schriftelijk overleg",
            "schriftelijk overleg",
        ),
        (
            "nota naar aanleiding van het ",
            "nota naar aanleiding van het verslag",
        ),
    ];
    let title = match line.strip_prefix("Nr.") {
        Some(rest) => rest.trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit()),
        None => line,
    };
    let lower = title.to_lowercase();
    (KINDS.iter())
        .find(|(words, _)| lower.starts_with(words) && !title.ends_with(['.', ',', '?']))
        .map(|(_, kind)| *kind)
}

/// The kind that the subject of a letter names first.
fn kind_of_subject(subject: &str) -> Option<&'static str> {
    if let Some(kind) = kind_of_title(subject) {
        return Some(kind);
    }
    let lower = subject.to_lowercase();
    for (word, kind) in [("verslag", "verslag"), ("agenda", "geannoteerde agenda")] {
        if lower.starts_with(word) {
            return Some(kind);
        }
    }
    earliest(
        &lower,
        &[
            ("geannoteerde agenda", "geannoteerde agenda"),
            ("verslag ", "verslag"),
            ("bnc-fiche", "BNC-fiche"),
            ("fiche:", "BNC-fiche"),
            ("nieuwe commissievoorstellen", "BNC-fiche"),
            ("appreciatie", "kabinetsappreciatie"),
            ("kabinetsreactie", "kabinetsreactie"),
            ("antwoorden op vragen", "antwoorden Kamervragen"),
            ("antwoorden kamervragen", "antwoorden Kamervragen"),
            ("antwoord op vragen", "antwoorden Kamervragen"),
            ("beantwoording vragen", "antwoorden Kamervragen"),
            ("beantwoording kamervragen", "antwoorden Kamervragen"),
            (
                "beantwoording schriftelijke vragen",
                "antwoorden Kamervragen",
            ),
        ],
    )
}

/// The kind that the first sentences of a letter name first.
fn kind_of_purpose(text: &str) -> Option<&'static str> {
    earliest(
        &text.to_lowercase(),
        &[
            ("geannoteerde agenda", "geannoteerde agenda"),
            ("over de agenda van de", "geannoteerde agenda"),
            ("verslag van de", "verslag"),
            ("verslag van het", "verslag"),
            ("het verslag", "verslag"),
            ("verslag raad", "verslag"),
            ("verslag informele", "verslag"),
            ("verslag eurogroep", "verslag"),
            ("verslag europese raad", "verslag"),
            ("het bnc-fiche aan", "BNC-fiche"),
            ("fiche:", "BNC-fiche"),
            ("fiche 1:", "BNC-fiche"),
            ("fiches, die werden opgesteld", "BNC-fiche"),
            ("beoordeling nieuwe commissievoorstellen", "BNC-fiche"),
            ("kabinetsappreciatie", "kabinetsappreciatie"),
            ("appreciatie van het kabinet", "kabinetsappreciatie"),
            ("kabinetsreactie", "kabinetsreactie"),
            ("antwoorden op vragen", "antwoorden Kamervragen"),
            ("antwoorden op de vragen", "antwoorden Kamervragen"),
            ("antwoord op vragen", "antwoorden Kamervragen"),
        ],
    )
}

/// What belongs to the words that stand first in a text.
fn earliest(lower: &str, kinds: &[(&str, &'static str)]) -> Option<&'static str> {
    kinds
        .iter()
        .filter_map(|(words, kind)| lower.find(words).map(|at| (at, *kind)))
        .min_by_key(|(at, _)| *at)
        .map(|(_, kind)| kind)
}

/// The first characters of a text.
fn first(text: &str, count: usize) -> &str {
    text.char_indices()
        .nth(count)
        .map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

//! A message as it is pasted or saved as text: headers, what mail programs add, and the `>` before quoted lines are no text of a letter.

use crate::letter::block::Line;
use std::ops::Range;

/// Names of the header that says who wrote.
const FROM: [&str; 2] = ["van", "from"];
/// Names of the other headers that mail programs show.
const HEADERS: [&str; 21] = [
    "aan",
    "to",
    "cc",
    "bcc",
    "verzonden",
    "verzonden op",
    "sent",
    "datum",
    "date",
    "onderwerp",
    "subject",
    "bijlage",
    "bijlagen",
    "attachments",
    "urgentie",
    "prioriteit",
    "importance",
    "antwoord aan",
    "beantwoorden aan",
    "reply-to",
    "categorieën",
];
/// The fewest headers of a message.
const FEWEST: usize = 3;
/// The most lines that they take.
const MOST: usize = 60;
/// The fewest lines that begin with `>` where no two of them stand together.
const SCATTERED: usize = 3;

/// What lines begin with that mail programs add.
const ADDED: [&str; 14] = [
    "verzonden vanaf mijn ",
    "verstuurd vanaf mijn ",
    "verzonden met mijn ",
    "verzonden vanuit outlook",
    "verzonden via outlook",
    "sent from my ",
    "sent from outlook",
    "outlook voor ios",
    "outlook voor android",
    "get outlook for ",
    "begin doorgestuurd bericht",
    "begin forwarded message",
    "doorgestuurd bericht",
    "oorspronkelijk bericht",
];
/// The same where the line is set apart by dashes.
const SET_APART: [&str; 4] = [
    "original message",
    "forwarded message",
    "origineel bericht",
    "oorspronkelijke bericht",
];

const WARNING: &str = "this reads as a pasted e-mail: its headers, what mail programs add and the `>` before quoted lines are left out; what is \
    quoted counts as the sender's own words";

/// Takes out of the lines what makes them a message, and keeps what is said in it: headers and additions become gaps, and quoted lines
/// begin behind their marks.
///
/// Two lines together that begin with `>` are a quotation; `> Retouradres`, alone in the head of a letter, is none. Three headers
/// together, one of them `Van` or `From`, are those of a message.
///
/// Returns what a person should know where anything was taken out.
pub(super) fn clear(text: &str, lines: &mut [Line]) -> Option<String> {
    let quoted = unquote(text, lines);
    let mut gaps = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let count = headers(text, lines, at).max(added(text, lines, at));
        gaps.extend(at..at + count);
        at += count.max(1);
    }
    let any = quoted || !gaps.is_empty();
    for at in gaps {
        if let Some(line) = lines.get_mut(at) {
            line.range.end = line.range.start;
        }
    }
    any.then(|| WARNING.to_owned())
}

/// Begins quoted lines behind their marks; whether there are any.
fn unquote(text: &str, lines: &mut [Line]) -> bool {
    let marks: Vec<usize> = (lines.iter())
        .map(|line| marks(shown(text, &line.range)))
        .collect();
    let together = marks.array_windows().any(|[a, b]| *a > 0 && *b > 0);
    let quoted = together || marks.iter().filter(|marks| **marks > 0).count() >= SCATTERED;
    if quoted {
        for (line, marks) in lines.iter_mut().zip(marks) {
            line.range.start += marks;
        }
    }
    quoted
}

/// The bytes of the marks of quotation before a line: `> `, `>> `, `> > `.
fn marks(line: &str) -> usize {
    let rest = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
    let before = line.get(..line.len() - rest.len()).unwrap_or_default();
    before.rfind('>').map_or(0, |last| {
        let spaced = before
            .get(last + 1..)
            .is_some_and(|space| space.starts_with(' '));
        last + 1 + usize::from(spaced)
    })
}

fn shown<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    text.get(range.clone()).unwrap_or_default()
}

/// How many lines from one on are the headers of a message.
fn headers(text: &str, lines: &[Line], at: usize) -> usize {
    let (mut count, mut named, mut from) = (0, 0, false);
    for line in lines.iter().skip(at).take(MOST) {
        let line = shown(text, &line.range);
        if let Some(name) = header(line) {
            named += 1;
            from |= FROM.contains(&name.as_str());
        } else if named == 0 || !goes_on(line) {
            break;
        }
        count += 1;
    }
    if from && named >= FEWEST { count } else { 0 }
}

/// The name of a header in lower case: `Van: Jan Bos`, `*Onderwerp:* Stikstof`.
fn header(line: &str) -> Option<String> {
    const LONGEST: usize = 24;
    let (name, _) = line.split_once(':')?;
    let name = name.trim().trim_start_matches('*');
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_lowercase();
    (FROM.iter().chain(&HEADERS))
        .any(|known| *known == name)
        .then_some(name)
}

/// Whether a line goes on with the header above it: further addresses, or a line that stands in.
fn goes_on(line: &str) -> bool {
    !line.trim().is_empty()
        && (line.starts_with([' ', '\t']) || line.contains('@') && !line.trim_end().ends_with('.'))
}

/// How many lines from one on a mail program added: `Verzonden vanaf mijn telefoon`, `Op 3 maart schreef Jan Bos <jan@voorbeeld.nl>:`.
fn added(text: &str, lines: &[Line], at: usize) -> usize {
    let line = |at: usize| {
        lines
            .get(at)
            .map_or("", |line| shown(text, &line.range).trim())
    };
    let (first, next) = (line(at), line(at + 1));
    let bare = first.trim_matches(['-', '_', '*', ' ', ':']);
    let set_apart = first.starts_with("--") && first.ends_with("--");
    let lower = match bare.len() {
        // longer ones are text
        0..=60 => bare.to_lowercase(),
        _ => String::new(),
    };
    let starts = |known: &[&str]| known.iter().any(|start| lower.starts_with(start));
    if !first.ends_with('.') && (starts(&ADDED) || set_apart && starts(&SET_APART)) {
        return 1;
    }
    let opens = first.starts_with("Op ") || first.starts_with("On ");
    if !opens {
        return 0;
    }
    let credits = |line: &str| {
        let wrote = line.contains(" schreef ")
            || line.ends_with(" wrote:")
            || line.ends_with(" het volgende geschreven:");
        wrote && line.contains('@') && line.ends_with(':')
    };
    if credits(first) {
        return 1;
    }
    match credits(&format!("{first} {next}")) {
        true => 2,
        false => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::lines;
    use super::*;

    /// The lines that are left, and whether there is a warning.
    fn left(text: &str) -> (Vec<&str>, bool) {
        let mut lines = lines(text);
        let warned = clear(text, &mut lines).is_some();
        let texts = lines.iter().map(|line| &text[line.range.clone()]);
        (texts.filter(|line| !line.is_empty()).collect(), warned)
    }

    #[test]
    fn headers_additions_and_marks_of_quotation_go_and_the_text_stays() {
        let message = "Zie hieronder.\n\nVerzonden vanaf mijn telefoon\n\n-----Oorspronkelijk bericht-----\nVan: Jan Bos\n\
            Verzonden: maandag 3 maart 2025 10:12\nAan: a@voorbeeld.nl;\nb@voorbeeld.nl\nOnderwerp: Stikstof\n\nDag allen,\n\
            Op 2 maart 2025 om 9:00 schreef Piet Kok\n<piet@voorbeeld.nl>:\n> Het kabinet steunt\n>> dit plan.\n>\n> > Ja.\n";
        let kept = [
            "Zie hieronder.",
            "Dag allen,",
            "Het kabinet steunt",
            "dit plan.",
            "Ja.",
        ];
        assert_eq!(left(message), (kept.to_vec(), true));
    }

    #[test]
    fn what_only_looks_like_a_message_stays() {
        for letter in [
            "> Retouradres Postbus 1 Den Haag\n\nDatum: 3 maart\nBetreft: Water\n",
            "Aan: de Voorzitter\nDatum: 3 maart\nOnderwerp: Water\n",
            "Van: oud naar nieuw\nHet kabinet steunt dit.\n",
            "Op 3 maart schreef de Kamer het volgende:\nVerzonden vanaf mijn ministerie zijn drie brieven.\n",
            "Original message\nEen antwoord volgt.\n",
        ] {
            let all = letter.lines().filter(|line| !line.is_empty()).collect();
            assert_eq!(left(letter), (all, false), "{letter}");
        }
    }
}

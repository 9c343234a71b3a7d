//! What a letter says of itself: kind, date, sender, numbers, Council.

use super::Metadata;
use super::layout::frame;

/// The months as letters write them.
pub(crate) const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// How much of a letter's beginning tells its Council, in characters.
const BEGINNING: usize = 3000;
/// How much of it tells its kind: what comes later is about other papers.
const PURPOSE: usize = 1500;

impl Metadata {
    /// Fills what is not known here with what is known there.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            kind: self.kind.or(other.kind),
            date: self.date.or(other.date),
            sender: self.sender.or(other.sender),
            kamerstuk: self.kamerstuk.or(other.kamerstuk),
            com: if self.com.is_empty() {
                other.com
            } else {
                self.com
            },
            council: self.council.or(other.council),
        }
    }
}

/// Reads a letter's whole text, letterhead and signature included.
///
/// Date, sender and Kamerstuk number are taken only from the frame of the letter, never from its running
/// text, where they are those of other letters.
pub fn find(text: &str) -> Metadata {
    let lines: Vec<&str> = text
        .split(['\n', '\r', '\x0c'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let beginning = beginning(&lines);
    let subject = subject(&lines);
    Metadata {
        kind: kind(&lines, subject.as_deref(), &beginning),
        date: date(&lines),
        sender: sender(&lines),
        kamerstuk: kamerstuk(&lines),
        com: com_numbers(text),
        council: subject
            .as_deref()
            .and_then(council)
            .or_else(|| council(&beginning)),
    }
}

/// The first lines as running text: single spaces, and words whole that a line end broke.
fn beginning(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        if text.len() > BEGINNING {
            break;
        }
        let broken = text.ends_with('-')
            && line.starts_with(char::is_lowercase)
            && !line.starts_with("en ")
            && !line.starts_with("of ");
        if broken {
            text.pop();
        } else if !text.is_empty() {
            text.push(' ');
        }
        for word in line.split_whitespace() {
            text.push_str(word);
            text.push(' ');
        }
        text.truncate(text.trim_end().len());
    }
    text
}

/// The first characters of a text.
fn first(text: &str, count: usize) -> &str {
    text.char_indices()
        .nth(count)
        .map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// The lines above the salutation, or the first twenty-five.
fn head<'a, 'b>(lines: &'b [&'a str]) -> &'b [&'a str] {
    let end = lines
        .iter()
        .take(90)
        .position(|line| frame::is_salutation(line))
        .unwrap_or(25);
    lines.get(..end.min(lines.len())).unwrap_or_default()
}

fn field_value(lines: &[&str], names: &[&str]) -> Option<String> {
    let head = head(lines);
    let at = head
        .iter()
        .position(|line| frame::field(line).is_some_and(|(label, _)| names.contains(&label)))?;
    let (_, value) = frame::field(head.get(at)?)?;
    let mut value = value.to_owned();
    let follows = head
        .iter()
        .skip(at + 1)
        .take(if value.is_empty() { 3 } else { 2 });
    for line in follows {
        if frame::field(line).is_some() || frame::is_letterhead(line) {
            break;
        }
        if !value.is_empty() {
            value.push(' ');
        }
        value.push_str(line);
    }
    (!value.is_empty()).then_some(value)
}

fn subject(lines: &[&str]) -> Option<String> {
    field_value(lines, &["betreft", "onderwerp"])
}

fn kind(lines: &[&str], subject: Option<&str>, beginning: &str) -> Option<String> {
    let answers = lines
        .iter()
        .filter(|line| frame::question_heading(line).is_some_and(|heading| heading.answer))
        .count();
    let found = if answers > 0 {
        Some("antwoorden Kamervragen")
    } else if lines.iter().take(3).any(|line| is_fiche_title(line)) {
        Some("BNC-fiche")
    } else {
        subject
            .and_then(kind_of_subject)
            .or_else(|| kind_of_purpose(first(beginning, PURPOSE)))
    };
    let letter = || {
        let is_letter = lines.iter().any(|line| {
            frame::is_salutation(line) || line.contains("uw Kamer") || line.contains("Uw Kamer")
        });
        is_letter.then_some("Kamerbrief")
    };
    found.or_else(letter).map(str::to_owned)
}

/// `Fiche 2: Verordening …`, `BNC-fiche: …`
fn is_fiche_title(line: &str) -> bool {
    let lower = line.to_lowercase();
    let Some(rest) = lower
        .strip_prefix("bnc-fiche")
        .or_else(|| lower.strip_prefix("fiche"))
    else {
        return false;
    };
    rest.trim_start()
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .starts_with([':', '.', '–', '-'])
}

/// The kind that the subject of a letter names first.
fn kind_of_subject(subject: &str) -> Option<&'static str> {
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

fn date(lines: &[&str]) -> Option<String> {
    let head = head(lines);
    let saluted = lines.iter().take(90).any(|line| frame::is_salutation(line));
    field_value(lines, &["datum"])
        .as_deref()
        .and_then(date_in)
        .or_else(|| {
            head.iter()
                .filter(|line| {
                    let place = ["Den Haag", "'s-Gravenhage", "’s-Gravenhage", "Amsterdam"];
                    place.iter().any(|place| line.starts_with(place))
                        || line.starts_with("Datum")
                        || saluted && line.split_whitespace().count() == 3
                })
                .find_map(|line| date_in(line))
        })
        .or_else(|| {
            // a row of labels, and their values below
            head.array_windows().find_map(|[labels, values]| {
                let dated = labels.contains("kenmerk")
                    && labels.split_whitespace().any(|word| word == "Datum");
                (dated && frame::field(labels).is_none_or(|(label, _)| label != "datum"))
                    .then(|| date_in(values))
                    .flatten()
            })
        })
        .or_else(|| {
            let first = lines.get(..lines.len().min(15))?.join(" ");
            let (_, rest) = first.split_once("(ontvangen ")?;
            date_in(rest)
        })
}

/// The first date in a text, as `YYYY-MM-DD`: `3 maart 2026`, `03-03-2026`, `2026-03-03`.
pub fn date_in(text: &str) -> Option<String> {
    let tokens: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')'))
        .filter(|token| !token.is_empty())
        .collect();
    for (at, token) in tokens.iter().enumerate() {
        let number = |i: usize| {
            tokens
                .get(i)
                .and_then(|t| t.trim_end_matches('.').parse::<u32>().ok())
        };
        if let (Some(day), Some(month), Some(year)) = (
            number(at),
            tokens.get(at + 1).and_then(|m| month(m)),
            number(at + 2),
        ) && let Some(date) = iso(year, month, day)
        {
            return Some(date);
        }
        let parts: Vec<Option<u32>> = token
            .trim_end_matches('.')
            .split(['-', '/', '.'])
            .map(|part| part.parse().ok())
            .collect();
        if let [Some(a), Some(b), Some(c)] = parts[..] {
            let date = if a > 31 { iso(a, b, c) } else { iso(c, b, a) };
            if date.is_some() {
                return date;
            }
        }
    }
    None
}

/// The number of a Dutch month, also shortened: `mrt.`, `sept`.
fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.').to_lowercase();
    let short = word.chars().count() >= 3;
    let at = match word.as_str() {
        "mrt" => 2,
        _ => MONTHS
            .iter()
            .position(|month| short && month.starts_with(word.as_str()))?,
    };
    u32::try_from(at + 1).ok()
}

fn iso(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    ((1900..2200).contains(&year) && (1..=days).contains(&day))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// The titles above the signatures; several are parted by a semicolon.
fn sender(lines: &[&str]) -> Option<String> {
    let mut senders: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        if !frame::is_signature_title(line) || line.split_whitespace().count() < 3 {
            continue;
        }
        let mut title = (*line).to_owned();
        let mut next = at;
        if !title.ends_with(',')
            && let Some(second) = lines.get(next).filter(|second| second.ends_with(','))
            && frame::is_signature_title(&format!("{title} {second}"))
            && (frame::ends_openly(&title) || !frame::is_person(second))
        {
            title = format!("{title} {second}");
            next += 1;
        }
        let named = lines.get(next).is_some_and(|name| frame::is_person(name));
        let at_end = next >= lines.len();
        let late = at * 2 > lines.len();
        if title.ends_with(',') && (named || late) || late && (named || at_end) {
            let title = title.trim_end_matches(',').to_owned();
            if !senders.contains(&title) {
                senders.push(title);
            }
        }
    }
    if senders.is_empty() {
        return answering(lines).or_else(|| announced(lines));
    }
    Some(senders.join("; "))
}

/// `Antwoord van Minister Jansen (Financiën) (ontvangen …)`
fn answering(lines: &[&str]) -> Option<String> {
    let at = lines.iter().take(15).position(|line| {
        line.split_once(" van ").is_some_and(|(first, rest)| {
            first.starts_with("Antwoord")
                && [
                    "Minister ",
                    "Staatssecretaris ",
                    "minister ",
                    "staatssecretaris ",
                ]
                .iter()
                .any(|o| rest.starts_with(o))
        })
    })?;
    let text = lines.get(at..lines.len().min(at + 2))?.join(" ");
    let (_, rest) = text.split_once(" van ")?;
    let end = rest
        .find(')')
        .map_or_else(|| rest.find('(').unwrap_or(rest.len()), |end| end + 1);
    Some(rest.get(..end)?.trim().to_owned())
}

/// `BRIEF VAN DE MINISTER VAN …` on the first page of a printed Kamerstuk
fn announced(lines: &[&str]) -> Option<String> {
    let mut rest = lines.iter().take(25);
    let first = rest.find_map(|line| {
        line.split_once("BRIEF VAN ")
            .map(|(_, title)| title)
            .filter(|title| {
                let office = ["MINISTER", "STAATSSECRETARIS"];
                office.iter().any(|office| title.contains(office))
            })
    })?;
    let mut title = first.trim().to_owned();
    let is_capitals =
        |line: &str| line.chars().any(char::is_alphabetic) && !line.chars().any(char::is_lowercase);
    for line in rest.take(3).take_while(|line| is_capitals(line)) {
        title.push(' ');
        title.push_str(line);
    }
    Some(title.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The paper's own number, from the letterhead or a foot line: `22 112, nr. 3456`.
fn kamerstuk(lines: &[&str]) -> Option<String> {
    let foot = lines.iter().filter_map(|line| {
        let at = line
            .find("Tweede Kamer, vergaderjaar")
            .or_else(|| line.find("Eerste Kamer, vergaderjaar"))?;
        let place = line.get(..at)?;
        let printed = place.is_empty() || place.contains("s-Gravenhage");
        line.get(at..)
            .filter(|line| printed && !line.ends_with('.'))
    });
    if let Some(number) = printed_number(head(lines)) {
        return Some(number);
    }
    head(lines)
        .iter()
        .filter(|line| {
            !line.starts_with(|c: char| c.is_lowercase()) && line.split_whitespace().count() <= 16
        })
        .copied()
        .chain(foot)
        .find_map(paper_number)
}

/// The two lines of a printed Kamerstuk: `21 501-31  Raad …` and `Nr. 812  BRIEF VAN …`.
fn printed_number(head: &[&str]) -> Option<String> {
    for (at, line) in head.iter().enumerate() {
        let dossier = line.bytes().take(6).enumerate().all(|(i, b)| {
            if i == 2 {
                b == b' '
            } else {
                b.is_ascii_digit()
            }
        });
        let dated = line.get(6..).is_some_and(|rest| rest.starts_with(", nr"));
        if line.len() < 6 || !dossier || dated {
            continue;
        }
        let sheet = head.iter().skip(at + 1).take(4).find_map(|line| {
            let rest = line.strip_prefix("Nr.")?.trim_start();
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            rest.get(..digits).filter(|digits| !digits.is_empty())
        });
        if let Some(sheet) = sheet {
            let number = line
                .split_whitespace()
                .take(2)
                .collect::<Vec<_>>()
                .join(" ");
            return paper_number(&format!("{number}, nr. {sheet}"));
        }
    }
    None
}

/// A number such as `22 112` or `22112` with the `nr.` behind it.
fn paper_number(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    for (at, _) in text.char_indices() {
        let digits = |from: usize, count: usize| {
            bytes
                .get(from..from + count)
                .is_some_and(|d| d.iter().all(u8::is_ascii_digit))
        };
        let edge = |at: usize| bytes.get(at).is_none_or(|b| !b.is_ascii_alphanumeric());
        let free =
            at == 0 || edge(at - 1) && !matches!(bytes.get(at - 1), Some(b'-' | b'.' | b'/'));
        let spaced =
            digits(at, 2) && bytes.get(at + 2) == Some(&b' ') && digits(at + 3, 3) && edge(at + 6);
        let tight = digits(at, 5) && edge(at + 5) && text.to_lowercase().contains("kamerstuk");
        if !free || !(spaced || tight) {
            continue;
        }
        let end = if spaced { at + 6 } else { at + 5 };
        let mut number = format!("{} {}", text.get(at..at + 2)?, text.get(end - 3..end)?);
        let rest = text.get(end..)?;
        let suffix: String = rest
            .strip_prefix(['-', ' '])
            .unwrap_or_default()
            .chars()
            .take_while(char::is_ascii_uppercase)
            .collect();
        // "21 501-32": the Council formation
        let part: String = rest
            .strip_prefix('-')
            .unwrap_or_default()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        if (1..=2).contains(&part.len()) {
            number.push('-');
            number.push_str(&part);
        } else if !suffix.is_empty() && suffix.len() <= 5 {
            number.push('-');
            number.push_str(&suffix);
        }
        let told = ["nr.", "Nr.", "nr"]
            .iter()
            .find_map(|mark| rest.split_once(mark));
        if let Some((before, after)) = told
            && before.len() <= 10
        {
            let sheet: String = after
                .trim_start()
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();
            if !sheet.is_empty() {
                number = format!("{number}, nr. {sheet}");
                return Some(number);
            }
        }
        // without `nr.` two digits and three can be anything
        let lower = text.to_lowercase();
        if lower.contains("kamerstuk")
            || lower.contains("vergaderjaar")
            || lower.contains("dossier")
        {
            return Some(number);
        }
    }
    None
}

/// Commission documents, `COM(2022) 546`, each once.
fn com_numbers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, _) in text.match_indices("COM") {
        let preceded = text
            .get(..at)
            .and_then(|t| t.chars().next_back())
            .is_some_and(char::is_alphanumeric);
        let Some(rest) = text.get(at + 3..) else {
            continue;
        };
        let parted = match rest.strip_prefix('/') {
            Some(rest) => rest.split_once('/'),
            None => rest
                .trim_start()
                .strip_prefix('(')
                .and_then(|rest| rest.split_once(')')),
        };
        let Some((year, rest)) = parted else {
            continue;
        };
        let number: String = rest
            .trim_start()
            .chars()
            .take_while(char::is_ascii_digit)
            .skip_while(|digit| *digit == '0')
            .collect();
        let year = year.trim();
        let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        if !preceded && is_year && !number.is_empty() && number.len() <= 5 {
            let number = format!("COM({year}) {number}");
            if !found.contains(&number) {
                found.push(number);
            }
        }
    }
    found
}

/// The Council formation a text names first.
fn council(text: &str) -> Option<String> {
    const COUNCILS: [(&str, &str); 31] = [
        (
            "raad justitie en binnenlandse zaken",
            "Raad Justitie en Binnenlandse Zaken",
        ),
        ("jbz-raad", "Raad Justitie en Binnenlandse Zaken"),
        (
            "raad buitenlandse zaken handel",
            "Raad Buitenlandse Zaken Handel",
        ),
        (
            "raad buitenlandse zaken ontwikkelingssamenwerking",
            "Raad Buitenlandse Zaken Ontwikkelingssamenwerking",
        ),
        (
            "raad buitenlandse zaken defensie",
            "Raad Buitenlandse Zaken Defensie",
        ),
        ("raad buitenlandse zaken", "Raad Buitenlandse Zaken"),
        ("raad algemene zaken", "Raad Algemene Zaken"),
        (
            "raad voor economische en financiële zaken",
            "Raad Economische en Financiële Zaken",
        ),
        ("ecofin", "Raad Economische en Financiële Zaken"),
        ("eurogroep", "Eurogroep"),
        ("landbouw- en visserijraad", "Landbouw- en Visserijraad"),
        ("landbouwraad", "Landbouw- en Visserijraad"),
        ("milieuraad", "Milieuraad"),
        ("energieraad", "Energieraad"),
        ("transportraad", "Transportraad"),
        ("telecomraad", "Telecomraad"),
        (
            "raad vervoer, telecommunicatie en energie",
            "Raad Vervoer, Telecommunicatie en Energie",
        ),
        ("vte-raad", "Raad Vervoer, Telecommunicatie en Energie"),
        (
            "raad voor concurrentievermogen",
            "Raad voor Concurrentievermogen",
        ),
        (
            "raad werkgelegenheid, sociaal beleid, volksgezondheid en consumentenzaken",
            "Raad Werkgelegenheid, Sociaal Beleid, Volksgezondheid en Consumentenzaken",
        ),
        (
            "raad werkgelegenheid en sociaal beleid",
            "Raad Werkgelegenheid en Sociaal Beleid",
        ),
        ("wsb-raad", "Raad Werkgelegenheid en Sociaal Beleid"),
        (
            "wsbvc-raad",
            "Raad Werkgelegenheid, Sociaal Beleid, Volksgezondheid en Consumentenzaken",
        ),
        (
            "epsco",
            "Raad Werkgelegenheid, Sociaal Beleid, Volksgezondheid en Consumentenzaken",
        ),
        ("eu-gezondheidsraad", "EU-Gezondheidsraad"),
        (
            "raad onderwijs, jeugd, cultuur en sport",
            "Raad Onderwijs, Jeugd, Cultuur en Sport",
        ),
        ("ojcs-raad", "Raad Onderwijs, Jeugd, Cultuur en Sport"),
        ("cohesieraad", "Raad Algemene Zaken Cohesiebeleid"),
        ("handelsraad", "Raad Buitenlandse Zaken Handel"),
        ("begrotingsraad", "Begrotingsraad"),
        ("europese raad", "Europese Raad"),
    ];
    // "Raad voor de Werkgelegenheid", "JBZ-Raad" and "JBZ Raad" are one
    let plain = |text: &str| {
        text.to_lowercase()
            .replace("raad voor de ", "raad ")
            .replace("raad voor het ", "raad ")
            .replace("raad voor ", "raad ")
            .replace("-raad", " raad")
    };
    let lower = plain(text);
    COUNCILS
        .iter()
        .filter_map(|(words, name)| {
            lower
                .find(&plain(words))
                .map(|at| (at, std::cmp::Reverse(words.len()), *name))
        })
        .min()
        .map(|(_, _, name)| name.to_owned())
}

#[cfg(test)]
mod tests;

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

/// How much of a letter's beginning tells its kind and Council, in characters.
const BEGINNING: usize = 3000;

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
    let beginning: String = text
        .chars()
        .take(BEGINNING)
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
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
    } else {
        subject
            .and_then(named_kind)
            .or_else(|| named_kind(beginning))
    };
    let letter = || {
        let is_letter = lines.iter().any(|line| {
            frame::is_salutation(line) || line.contains("uw Kamer") || line.contains("Uw Kamer")
        });
        is_letter.then_some("Kamerbrief")
    };
    found.or_else(letter).map(str::to_owned)
}

/// The kind that a text names first.
fn named_kind(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let kinds: [(&str, &str); 14] = [
        ("geannoteerde agenda", "geannoteerde agenda"),
        ("verslag raad", "verslag"),
        ("verslag van de raad", "verslag"),
        ("verslag van de", "verslag"),
        ("verslag informele", "verslag"),
        ("verslag eurogroep", "verslag"),
        ("verslag europese raad", "verslag"),
        ("het verslag", "verslag"),
        ("bnc-fiche", "BNC-fiche"),
        ("beoordeling nieuwe commissievoorstellen", "BNC-fiche"),
        ("fiche:", "BNC-fiche"),
        ("fiche 1", "BNC-fiche"),
        ("kabinetsappreciatie", "kabinetsappreciatie"),
        ("kabinetsreactie", "kabinetsreactie"),
    ];
    let questions = [
        "antwoorden op vragen",
        "antwoord op vragen",
        "beantwoording vragen",
        "beantwoording kamervragen",
    ];
    kinds
        .iter()
        .map(|(words, kind)| (*words, *kind))
        .chain(questions.map(|words| (words, "antwoorden Kamervragen")))
        .filter_map(|(words, kind)| lower.find(words).map(|at| (at, kind)))
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
            lines.iter().take(12).find_map(|line| {
                line.split_once("ontvangen ")
                    .and_then(|(_, rest)| date_in(rest))
            })
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
        return answering(lines);
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

/// The paper's own number, from the letterhead or a foot line: `22 112, nr. 3456`.
fn kamerstuk(lines: &[&str]) -> Option<String> {
    let foot = lines.iter().filter(|line| {
        (line.starts_with("Tweede Kamer, vergaderjaar")
            || line.starts_with("Eerste Kamer, vergaderjaar"))
            && !line.ends_with('.')
    });
    head(lines)
        .iter()
        .filter(|line| {
            !line.starts_with(|c: char| c.is_lowercase()) && line.split_whitespace().count() <= 16
        })
        .chain(foot)
        .find_map(|line| paper_number(line))
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
        let Some(rest) = rest.trim_start().strip_prefix('(') else {
            continue;
        };
        let Some((year, rest)) = rest.split_once(')') else {
            continue;
        };
        let number: String = rest
            .trim_start()
            .chars()
            .take_while(char::is_ascii_digit)
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
    const COUNCILS: [(&str, &str); 33] = [
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
            "raad voor het concurrentievermogen",
            "Raad voor Concurrentievermogen",
        ),
        (
            "raad concurrentievermogen",
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
    let lower = text.to_lowercase();
    COUNCILS
        .iter()
        .filter_map(|(words, name)| {
            lower
                .find(words)
                .map(|at| (at, std::cmp::Reverse(words.len()), *name))
        })
        .min()
        .map(|(_, _, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = "> Retouradres Postbus 20201 2500 EE Den Haag\n\n\
        Aan de Voorzitter van de Tweede Kamer\nder Staten-Generaal\n\n\
        Datum 3 maart 2026\nBetreft Geannoteerde agenda van de Raad Algemene Zaken\nvan 10 maart\n\
        Kamerstuk 21 501-02, nr. 2987\n\nGeachte voorzitter,\n\n\
        Over COM (2022) 546 en COM(2022)546 final en COM(2021) 3 ging de brief van 1 mei 2020\n\
        (Kamerstuk 22 112, nr. 1).\n\nDe Minister van Buitenlandse Zaken,\n\nA.B. de Wit\n";

    #[test]
    fn a_letterhead_tells_what_the_letter_is() {
        let found = find(LETTER);
        assert_eq!(found.kind.as_deref(), Some("geannoteerde agenda"));
        assert_eq!(found.date.as_deref(), Some("2026-03-03"));
        assert_eq!(
            found.sender.as_deref(),
            Some("De Minister van Buitenlandse Zaken")
        );
        assert_eq!(found.com, ["COM(2022) 546", "COM(2021) 3"]);
        assert_eq!(found.council.as_deref(), Some("Raad Algemene Zaken"));
    }

    #[test]
    fn the_papers_own_number_is_not_one_that_it_cites() {
        let own =
            find("22 112, nr. 3456\n\nGeachte voorzitter,\n\nZie Kamerstuk 32 317, nr. 987.\n");
        assert_eq!(own.kamerstuk.as_deref(), Some("22 112, nr. 3456"));
        let none = find("Geachte voorzitter,\n\nZie Kamerstuk 32 317, nr. 987.\n");
        assert_eq!(none.kamerstuk, None);
        assert_eq!(
            paper_number("Kamerstuk 36 200-VII, nr. 2").as_deref(),
            Some("36 200-VII, nr. 2")
        );
    }

    #[test]
    fn dates_are_read_in_every_usual_form() {
        assert_eq!(
            date_in("Den Haag, 3 maart 2026").as_deref(),
            Some("2026-03-03")
        );
        assert_eq!(date_in("12 sept. 2021").as_deref(), Some("2021-09-12"));
        assert_eq!(date_in("03-12-2021").as_deref(), Some("2021-12-03"));
        assert_eq!(date_in("2021-12-03").as_deref(), Some("2021-12-03"));
        assert_eq!(date_in("31 februari 2021"), None);
    }

    #[test]
    fn answers_are_known_by_their_headings() {
        let found = find(
            "Antwoord van Minister Jansen (Financiën) (ontvangen 21 juni 2021)\nVraag 1\nKlopt dit?\nAntwoord 1\nJa.\n",
        );
        assert_eq!(found.kind.as_deref(), Some("antwoorden Kamervragen"));
        assert_eq!(found.sender.as_deref(), Some("Minister Jansen (Financiën)"));
        assert_eq!(found.date.as_deref(), Some("2021-06-21"));
    }
}

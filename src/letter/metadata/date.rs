//! When a letter was written.

use super::frame::MONTHS;
use super::{field_value, frame, head};

/// The date in the letterhead.
pub(super) fn date(lines: &[&str]) -> Option<String> {
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
                        || frame::is_stamp(line)
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

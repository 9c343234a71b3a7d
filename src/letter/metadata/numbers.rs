//! The number of a paper.

use super::head;

/// The paper's own number, from the letterhead or a foot line: `22 112, nr. 3456`.
pub(super) fn kamerstuk(lines: &[&str]) -> Option<String> {
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
pub(super) fn paper_number(text: &str) -> Option<String> {
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

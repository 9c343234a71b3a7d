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
            !line.starts_with(|c: char| c.is_lowercase())
                && !line.starts_with("Zie ")
                && line.split_whitespace().count() <= 16
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
            let (dossier, title) = line.split_at_checked(6)?;
            return Some(format!("{dossier}{}, nr. {sheet}", part(title)));
        }
    }
    None
}

/// What stands behind the number of a dossier of several parts, with a hyphen before it: the formation of the Council (`21 501-32`), or
/// the chapter of the budget, whose number or letter may stand behind a space (`36 600 XII`).
fn part(behind: &str) -> String {
    const LONGEST: usize = 2;
    let hyphen = behind.strip_prefix(['-', '–']);
    let shown = hyphen.or_else(|| behind.strip_prefix(' ')).unwrap_or("");
    let end = shown.find(|c: char| !c.is_alphanumeric());
    let part = shown.get(..end.unwrap_or(shown.len())).unwrap_or("");
    let formation = part.len() <= LONGEST && part.bytes().all(|b| b.is_ascii_digit());
    match !part.is_empty() && (hyphen.is_some() && formation || is_chapter(part)) {
        true => format!("-{part}"),
        false => String::new(),
    }
}

/// Whether a word is the number or letter of a chapter of the budget: `XII`, `IIA`, `A`.
fn is_chapter(word: &str) -> bool {
    let letter = |text: &str| text.len() == 1 && text.bytes().all(|b| b.is_ascii_uppercase());
    let rest = word.trim_start_matches(['I', 'V', 'X']);
    letter(word) || rest.len() < word.len() && (rest.is_empty() || letter(rest))
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
        number.push_str(&part(rest));
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

//! Who sends a letter.

use super::frame;

/// The titles above the signatures; several are parted by a semicolon.
pub(super) fn sender(lines: &[&str]) -> Option<String> {
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

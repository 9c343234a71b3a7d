//! Who sends a letter.

use super::capitals::as_written;
use super::frame;

/// The titles above the signatures; several are parted by a semicolon.
pub(super) fn sender(lines: &[&str]) -> Option<String> {
    let mut senders: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let head = is_head(line);
        if !frame::is_signature_title(line) || line.split_whitespace().count() < 3 && !head {
            continue;
        }
        let mut title = (*line).to_owned();
        let mut next = at;
        // "De minister-president," and "minister van Algemene Zaken," are one title
        let ministry = |line: &&&str| line.to_lowercase().starts_with("minister van ");
        if head && let Some(second) = lines.get(next).filter(ministry) {
            let joint = if title.ends_with(',') { " " } else { ", " };
            title = [
                as_written(&title).as_str(),
                joint,
                as_written(second).as_str(),
            ]
            .concat();
            next += 1;
        }
        // no name begins in "en"
        let joins = |line: &str| line.to_lowercase().starts_with("en ");
        if !title.ends_with(',')
            && let Some(second) = lines.get(next).filter(|l| l.ends_with(',') || joins(l))
            && frame::is_signature_title(&format!("{title} {second}"))
            && (frame::ends_openly(&title) || joins(second) || !frame::is_person(second))
        {
            title = format!("{title} {second}");
            next += 1;
        }
        let more = frame::title_goes_on(&title, lines.iter().skip(next).copied());
        for line in lines.iter().skip(next).take(more) {
            title = format!("{title} {line}");
        }
        next += more;
        let at_end = next >= lines.len();
        let late = at * 2 > lines.len();
        let above = at.checked_sub(2).and_then(|above| lines.get(above));
        let named = (lines.get(next)).is_some_and(|name| frame::is_person(name))
            || late && above.is_some_and(|name| name.contains(' ') && frame::is_person(name));
        if title.ends_with(',') && (named || late) || late && (named || at_end) {
            let title = as_written(title.trim_end_matches(','));
            if !senders.contains(&title) {
                senders.push(title);
            }
        }
        at = next;
    }
    if senders.is_empty() {
        return answering(lines).or_else(|| announced(lines));
    }
    Some(senders.join("; "))
}

/// Whether a line is the office of the head of the cabinet, or of who stands in for it, and no more: no field is told with it.
fn is_head(line: &str) -> bool {
    let lower = line.trim_end_matches(',').to_lowercase();
    let office = lower.strip_prefix("de ").unwrap_or(&lower);
    matches!(office, "minister-president" | "vice-minister-president")
}

/// `Antwoord van Minister Jansen (Financiën) (ontvangen …)`
pub(super) fn answering(lines: &[&str]) -> Option<String> {
    const OFFICES: [&str; 3] = ["minister ", "minister-president ", "staatssecretaris "];
    fn answer(line: &str) -> Option<&str> {
        let (first, rest) = (line.split_once(" van ")).or_else(|| line.split_once(" VAN "))?;
        let named = OFFICES.iter().any(|o| rest.to_lowercase().starts_with(o));
        (named && (first.starts_with("Antwoord") || first.starts_with("ANTWOORD"))).then_some(rest)
    }
    let at = (lines.iter().take(15)).position(|line| answer(line).is_some())?;
    // a caption that a line end breaks closes its bracket on the next line
    let broken = lines.get(at).is_some_and(|line| !line.contains(')'));
    let second = lines.get(at + 1).filter(|l| broken && l.contains(')'));
    let text = [*lines.get(at)?, second.copied().unwrap_or_default()].join(" ");
    let rest = answer(&text)?;
    let end = rest
        .find(')')
        .map_or_else(|| rest.find('(').unwrap_or(rest.len()), |end| end + 1);
    let whole = rest.get(..end)?.trim();
    let (office, name) = whole.split_once(' ')?;
    let (name, field) = name.split_once('(').unwrap_or((name, ""));
    let field = match field.starts_with("ontvangen ") {
        true => "",
        false => field,
    };
    let mut sender = format!("{} {}", as_written(office), as_written(name));
    sender.truncate(sender.trim_end().len());
    if !field.is_empty() {
        sender.push_str(" (");
        sender.push_str(&as_written(field));
    }
    Some(sender)
}

/// `BRIEF VAN DE MINISTER VAN …` on the first page of a printed Kamerstuk
pub(super) fn announced(lines: &[&str]) -> Option<String> {
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
    Some(as_written(&title))
}

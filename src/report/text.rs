//! Text made fit for its place: control characters out, lines of a width, dates.

use crate::excerpt::steers;
use std::borrow::Cow;
use std::collections::HashMap;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Text without control characters (line ends and tabs become spaces): a letter must not steer the terminal.
///
/// Marks that turn the direction of text, which can make it read as something else, go too.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if steers(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Cuts text into lines of at most `width` columns; the first starts at column `used`. Words longer than a line are cut.
pub fn wrap(text: &str, used: usize, width: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut column = used;
    for word in text.split_whitespace() {
        let mut word = word;
        let needed = word.width() + usize::from(!line.is_empty());
        if column + needed > width && (!line.is_empty() || used > 0 && lines.is_empty()) {
            lines.push(std::mem::take(&mut line));
            column = 0;
        }
        while word.width() > width {
            let (head, tail) = word.split_at(cut(word, width));
            lines.push(head.to_owned());
            word = tail;
            column = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            column += 1;
        }
        line.push_str(word);
        column += word.width();
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// The byte at which the longest start of at most `width` columns ends; at least one character long.
fn cut(text: &str, width: usize) -> usize {
    let mut column = 0;
    for (at, c) in text.char_indices() {
        column += c.width().unwrap_or(0);
        if column > width && at > 0 {
            return at;
        }
    }
    text.len()
}

/// Text in exactly `width` columns: filled up with spaces, or cut by the given function.
pub fn fit(text: &str, width: usize, cut: Cut) -> String {
    let shortened = cut(text, width);
    let fill = width.saturating_sub(shortened.width());
    format!("{shortened}{}", " ".repeat(fill))
}

/// Makes a text of at most as many columns.
pub type Cut = fn(&str, usize) -> Cow<'_, str>;

/// Text in at most `width` columns, cut with `…` where it is longer.
pub fn shorten(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    match width.checked_sub(1) {
        None => Cow::Borrowed(""),
        Some(0) => Cow::Borrowed("…"),
        Some(room) => {
            let head = text.get(..cut(text, room)).unwrap_or_default();
            Cow::Owned(format!("{}…", head.trim_end()))
        }
    }
}

/// Text in at most `width` columns, `…` in its middle where it is longer: of names that begin alike the end tells.
pub fn shorten_middle(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let room = width.saturating_sub(1);
    if room < 5 {
        return shorten(text, width);
    }
    let start = &text[..cut(text, room * 2 / 5)];
    let mut left = room.saturating_sub(start.width());
    let end = text.char_indices().rev().find(|(_, c)| {
        let fits = left.checked_sub(c.width().unwrap_or(0));
        left = fits.unwrap_or(0);
        fits.is_none()
    });
    let end = end.map_or(0, |(at, c)| at + c.len_utf8());
    Cow::Owned(format!("{start}…{}", &text[end.max(start.len())..]))
}

/// Text in at most `width` columns as [`shorten_middle`] has it, but for a date that it begins with, which stays whole where there is room.
pub fn shorten_dated(text: &str, width: usize) -> Cow<'_, str> {
    const DATE: usize = "2030-03-14 ".len();
    const LEAST: usize = DATE + 7;
    let dated = text.split_at_checked(DATE).filter(|(date, _)| {
        let digits = date.bytes().filter(u8::is_ascii_digit).count();
        digits == 8 && date.ends_with(' ') && date.matches('-').count() == 2
    });
    match dated {
        Some((date, name)) if text.width() > width && width >= LEAST => {
            Cow::Owned(format!("{date}{}", shorten_middle(name, width - DATE)))
        }
        _ => shorten_middle(text, width),
    }
}

/// Of each path its shortest end of whole parts that no other path has; the whole of one that stands twice.
pub fn distinct_ends(paths: &[&str]) -> Vec<String> {
    let mut ends: Vec<&str> = paths.to_vec();
    let mut open: Vec<usize> = (0..paths.len()).collect();
    let mut parts = 1;
    while !open.is_empty() {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for &i in &open {
            ends[i] = last_parts(paths[i], parts);
            *seen.entry(ends[i]).or_default() += 1;
        }
        open.retain(|&i| seen[ends[i]] > 1 && ends[i].len() < paths[i].len());
        parts += 1;
    }
    ends.into_iter().map(str::to_owned).collect()
}

/// The last parts of a path.
fn last_parts(path: &str, parts: usize) -> &str {
    let mut slashes = path.rmatch_indices('/').map(|(at, _)| at);
    slashes.nth(parts - 1).map_or(path, |at| &path[at + 1..])
}

/// "1 of 25 sentences takes", "2 of 25 sentences take", "0 of 1 sentence takes": the part behind the first number.
pub fn of_sentences(some: usize, all: usize) -> String {
    let takes = if some == 1 || all == 1 {
        "takes"
    } else {
        "take"
    };
    format!("of {} {takes}", crate::numbers::count(all, "sentence"))
}

/// Which letters a report lacks because they could not be read: "2 of 43 letters could not be read and count nowhere here: a.pdf, b.pdf".
pub fn unread(names: &[String], of: usize) -> String {
    const NAMED: usize = 10;
    let (verb, more) = match names.len() {
        1 => ("counts", names.len().saturating_sub(NAMED)),
        n => ("count", n.saturating_sub(NAMED)),
    };
    let named: Vec<Cow<'_, str>> = names.iter().take(NAMED).map(|name| clean(name)).collect();
    let rest = match more {
        0 => String::new(),
        more => format!(" and {}", crate::numbers::count(more, "other")),
    };
    format!(
        "{} of {} could not be read and {verb} nowhere here: {}{rest}",
        names.len(),
        crate::numbers::count(of, "letter"),
        named.join(", ")
    )
}

/// What stands before any heading has no title; it is called this.
pub const OPENING: &str = "(before the first heading)";

/// A section's title, or [`OPENING`].
pub fn title(title: &str) -> &str {
    if title.trim().is_empty() {
        OPENING
    } else {
        title
    }
}

/// A title without number, case and punctuation.
pub fn folded(title: &str) -> String {
    let lower = clean(title).to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    let mut words: Vec<&str> = words.collect();
    let numbers = words
        .iter()
        .take_while(|w| w.bytes().all(|b| b.is_ascii_digit()) || w.len() == 1)
        .count();
    if numbers < words.len() {
        words.drain(..numbers);
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_meet_without_number_and_case() {
        for title in [
            "3. Vangst in 2026",
            "Vangst in 2026",
            "VANGST IN 2026:",
            "b) Vangst in 2026",
        ] {
            assert_eq!(folded(title), "vangst in 2026");
        }
        assert_eq!(folded("2026"), "2026");
    }

    #[test]
    fn long_names_are_cut_in_their_middle() {
        assert_eq!(shorten_middle("kort.pdf", 8), "kort.pdf");
        assert_eq!(
            shorten_middle("ah-tk-20202021-3235.docx", 15),
            "ah-tk…3235.docx"
        );
        assert_eq!(shorten_middle("漢字漢字漢字.pdf", 10), "漢…字.pdf");
        assert_eq!(shorten_middle("abc", 2), "a…");
        assert_eq!(
            shorten_dated("2030-03-14 ah-tk-20292030-3235", 20),
            "2030-03-14 ah-…-3235"
        );
        assert_eq!(shorten_dated("2030-03-14 brief", 20), "2030-03-14 brief");
        assert_eq!(
            shorten_dated("ah-tk-20292030-3235.docx", 15),
            "ah-tk…3235.docx"
        );
    }

    #[test]
    fn a_path_is_known_by_its_end() {
        let ends = |paths: &[&str]| distinct_ends(paths).join(" ");
        assert_eq!(
            ends(&["x/a/een.pdf", "x/a/een.docx", "twee"]),
            "een.pdf een.docx twee"
        );
        assert_eq!(
            ends(&["x/a/een.pdf", "x/b/een.pdf", "een.pdf"]),
            "a/een.pdf b/een.pdf een.pdf"
        );
        assert_eq!(ends(&["a/een.pdf", "a/een.pdf"]), "a/een.pdf a/een.pdf");
        assert_eq!(ends(&[]), "");
    }

    #[test]
    fn lines_fit_their_width_and_lose_nothing() {
        let text =
            "Het kabinet verwelkomt de gegevensbeschermingseffectbeoordeling van de Commissie";
        for width in [8, 12, 20, 40] {
            for used in [0, 5, 30] {
                let lines = wrap(text, used, width);
                let joined: String = lines.concat();
                assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
                for (i, line) in lines.iter().enumerate() {
                    let used = if i == 0 && !line.is_empty() { used } else { 0 };
                    assert!(used + line.width() <= width, "{width}: {lines:?}");
                }
            }
        }
        assert_eq!(wrap("", 3, 20), [""]);
    }

    #[test]
    fn a_letter_cannot_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\nc\u{202e}d\u{9b}"), "a[31mb cd");
        assert!(matches!(clean("gewoon é"), Cow::Borrowed(_)));
    }

    #[test]
    fn one_takes_and_two_take() {
        assert_eq!(of_sentences(1, 25), "of 25 sentences takes");
        assert_eq!(of_sentences(0, 25), "of 25 sentences take");
        assert_eq!(of_sentences(2, 2), "of 2 sentences take");
        assert_eq!(of_sentences(0, 1), "of 1 sentence takes");
    }

    #[test]
    fn letters_that_are_missing_are_named_ten_of_them() {
        let names = |n: usize| -> Vec<String> { (1..=n).map(|i| format!("{i}.pdf")).collect() };
        assert_eq!(
            unread(&names(1), 3),
            "1 of 3 letters could not be read and counts nowhere here: 1.pdf"
        );
        let many = unread(&names(12), 43);
        assert!(many.starts_with(
            "12 of 43 letters could not be read and count nowhere here: 1.pdf, 2.pdf"
        ));
        assert!(many.ends_with(", 10.pdf and 2 others"), "{many}");
    }

    #[test]
    fn long_titles_are_cut() {
        assert_eq!(fit("Vangst", 8, shorten), "Vangst  ");
        assert_eq!(fit("Vangstmogelijkheden", 8, shorten), "Vangstm…");
        assert_eq!(shorten("ab", 1), "…");
        assert_eq!(shorten("ab", 0), "");
    }
}

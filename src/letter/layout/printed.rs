//! Lines that a browser sets above and below each page it prints: date, title, address, page.

use super::rows::parts_apart;

/// Whether a line is one of those of a browser: `27-11-2030 09:12      Titel`, `https://… 2/3`, `2 of 3   27/11/2030, 09:12`.
///
/// Its parts are set apart by two spaces or more. An address alone can be part of a sentence and is none.
pub(crate) fn is_browser_line(text: &str) -> bool {
    let parts = parts_apart(text);
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return false;
    };
    if parts.len() > 3 {
        return false;
    }
    is_moment(first)
        || is_moment(last)
        || parts.len() == 2 && (is_address(first) && is_count(last) || is_address(last))
}

/// A longer text is no date and time, in bytes; `12/31/2030, 12:59:59 PM` has 23.
const LONGEST_MOMENT: usize = 40;

/// Whether a text is a browser's date and time, to the minute: `11/27/30, 9:12 AM`.
pub(crate) fn is_moment(text: &str) -> bool {
    if text.len() > LONGEST_MOMENT {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let (date, time) = match words.as_slice() {
        [date, time] | [date, time, "AM" | "PM"] => (date.trim_end_matches(','), time),
        _ => return false,
    };
    let numbers = |text: &str, marks: &[char]| -> Vec<usize> {
        text.split(marks)
            .map(|part| match part.bytes().all(|b| b.is_ascii_digit()) {
                true => part.len(),
                false => 0,
            })
            .collect()
    };
    let date = numbers(date, &['/', '-', '.']);
    let time = numbers(time, &[':']);
    matches!(date.as_slice(), [1 | 2, 1 | 2, 2 | 4] | [4, 2, 2])
        && matches!(time.as_slice(), [1 | 2, 2] | [1 | 2, 2, 2])
}

/// Whether a text is nothing but an address, whole or cut off: `https://zoek.voorbeeld.nl/kst-27…`.
pub(crate) fn is_address(text: &str) -> bool {
    // PDFs draw "fi" as one letter
    ["https://", "http://", "file://", "ﬁle://"]
        .iter()
        .any(|scheme| text.starts_with(scheme))
        && !text.contains(char::is_whitespace)
}

/// `2/3`, `2 of 3`, `2 van 3`
fn is_count(text: &str) -> bool {
    let number = |text: &str| {
        let text = text.trim();
        (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    ["/", " of ", " van "].iter().any(|mark| {
        text.split_once(mark)
            .is_some_and(|(a, b)| number(a) && number(b))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_set_date_title_address_and_page() {
        for line in [
            "11/27/30, 9:12 AM              Brief over dijken | Voorbeeld",
            "27-11-2030 09:12",
            "27/11/2030, 09:12   Brief",
            "file:///home/a/brief.html                     2/3",
            "https://voorbeeld.nl/kst-27…   2 of 3",
            "2 of 3                         27-11-2030 09:12",
            "Brief over dijken | Voorbeeld    https://voorbeeld.nl/kst-27",
        ] {
            assert!(is_browser_line(line), "{line}");
        }
        for line in [
            "https://voorbeeld.nl/kst-27",
            "Het debat is op 27-11-2030 09:12",
            "Op 27-11-2030 om 09:12 uur",
            "Zie https://voorbeeld.nl  2/3",
            "3 van 4   leden stemden voor",
            "",
        ] {
            assert!(!is_browser_line(line), "{line}");
        }
    }
}

//! Commission document numbers in running text, in one spelling.

/// The numbers that a text names, as `COM(2022) 546`, each once, in order of appearance.
///
/// ```
/// use standpunt::letter::metadata::com_numbers;
/// assert_eq!(com_numbers("COM (2022)546 en COM/2023/0012"), ["COM(2022) 546", "COM(2023) 12"]);
/// ```
pub fn com_numbers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = text;
    let mut before = None;
    while let Some(at) = rest.find("COM") {
        let (head, tail) = rest.split_at(at);
        before = head.chars().next_back().or(before);
        let tail = tail.get(3..).unwrap_or_default();
        if !before.is_some_and(char::is_alphanumeric)
            && let Some(number) = number_after(tail)
            && !found.contains(&number)
        {
            found.push(number);
        }
        before = Some('M');
        rest = tail;
    }
    found
}

/// Year and number behind `COM`, with whatever stands between them.
fn number_after(text: &str) -> Option<String> {
    let year_at =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '/' | '['));
    let (year, rest) = digits(year_at)?;
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ')' | '/' | ']'));
    let (number, _) = digits(rest)?;
    let number = number.trim_start_matches('0');
    let plausible = year.len() == 4 && (1..=4).contains(&number.len());
    plausible.then(|| format!("COM({year}) {number}"))
}

fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_become_one() {
        for text in [
            "COM(2022) 546",
            "COM (2022) 546",
            "COM(2022)0546",
            "COM/2022/546",
            "(COM\u{a0}(2022)\n546)",
            "COM[2022] 546 en SWD(2022) 9",
            "COM(2022)0546, COM/2022/546 en COM (2022) 546 final",
        ] {
            assert_eq!(com_numbers(text), ["COM(2022) 546"], "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_left() {
        for text in [
            "COMMISSIE (2022) 546",
            "ECOM(2022) 546",
            "COM",
            "COM(2022)",
            "COM(22) 546",
            "COM(2022) 12345",
            "COM(2022) 000",
            "COMCOM",
        ] {
            assert!(com_numbers(text).is_empty(), "{text}");
        }
    }
}

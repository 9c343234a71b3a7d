//! Texts of letters and data in what is told about them.

/// The beginning of a text, as a warning or a finding names it: at most 60 characters.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() > LONGEST {
        text.chars().take(LONGEST - 1).chain(['…']).collect()
    } else {
        text.to_owned()
    }
}

/// Whether a character steers a terminal: a control character, or a mark that turns the direction of text, which can make it read as
/// something else.
pub(crate) fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

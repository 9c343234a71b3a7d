//! Texts of a letter in the warnings about it.

/// The beginning of a text, as a warning names it.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() > LONGEST {
        text.chars().take(LONGEST - 1).chain(['…']).collect()
    } else {
        text.to_owned()
    }
}

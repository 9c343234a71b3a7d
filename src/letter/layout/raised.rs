//! Raised numbers, as they are typed: marks of notes, and the notes that begin with them.

/// The raised digits.
pub(crate) const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// Whether a line begins a note: `¹ Kamerstuk …`. Nothing else begins with a raised number and a word.
pub(crate) fn begins_a_note(line: &str) -> bool {
    let text = line.trim_start_matches(RAISED);
    let word = text.trim_start_matches([')', '.', ' ', '\u{a0}']);
    text.len() < line.len() && word.starts_with(|c: char| c.is_alphabetic() || "‘“\"«(".contains(c))
}

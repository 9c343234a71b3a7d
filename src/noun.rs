//! Numbers with their noun.

/// "1 sentence", "2 sentences".
///
/// ```
/// assert_eq!(standpunt::noun::count(1, "letter"), "1 letter");
/// assert_eq!(standpunt::noun::count(0, "letter"), "0 letters");
/// ```
pub fn count(n: usize, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}

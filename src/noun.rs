//! Numbers with their noun.

/// "1 sentence", "2 sentences".
pub fn count(n: usize, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn one_has_the_noun_as_it_is() {
        assert_eq!(count(1, "letter"), "1 letter");
        assert_eq!(count(0, "letter"), "0 letters");
        assert_eq!(count(2, "letter"), "2 letters");
    }
}

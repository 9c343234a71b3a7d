//! What the looks of letters tell: a paragraph that is bold, and raised digits that are the mark of a note.

/// How many letters of a paragraph are bold.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bold {
    letters: usize,
    bold: usize,
}

impl Bold {
    /// Counts the letters and digits of a text.
    pub(super) fn count(&mut self, text: &str, bold: bool) {
        self.count_letters(text.chars().filter(|c| c.is_alphanumeric()).count(), bold);
    }

    /// Counts so many letters.
    pub(super) fn count_letters(&mut self, letters: usize, bold: bool) {
        self.letters += letters;
        self.bold += if bold { letters } else { 0 };
    }

    /// Adds those of the text behind.
    #[cfg(feature = "pdf")]
    pub(super) fn add(&mut self, behind: Self) {
        self.letters += behind.letters;
        self.bold += behind.bold;
    }

    /// Whether nine of ten letters are: a mark or a space in another weight makes no difference.
    pub(super) fn is_all(self) -> bool {
        self.letters > 0 && self.bold * 10 >= self.letters * 9
    }
}

/// Whether raised text is the number of a note that was typed by hand, behind the text before it: not `m²`, nor a number that begins a
/// paragraph.
pub(super) fn is_note_number(raised: &str, before: &str) -> bool {
    !before.is_empty()
        && !before.ends_with('m')
        && raised.chars().all(|c| c.is_ascii_digit() || c == ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_bold_where_nine_of_ten_letters_are() {
        let of = |bold: &str, plain: &str| {
            let mut counted = Bold::default();
            counted.count(bold, true);
            counted.count(plain, false);
            counted.is_all()
        };
        assert!(of("Inleiding", "") && of("Inleiding", " 1:") && !of("Inleiding", " 12"));
        assert!(!of("", "") && !of(" . ", "") && !of("", "tekst"));
    }

    #[test]
    fn raised_digits_behind_a_word_are_the_number_of_a_note() {
        assert!(is_note_number("12", "richtlijn") && is_note_number("3,4", "dit."));
        assert!(!is_note_number("2", "per m") && !is_note_number("2", ""));
        assert!(!is_note_number("e", "de 2"));
    }
}

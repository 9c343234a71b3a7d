//! What is read of tables in formats that tell their cells.

use crate::letter::layout::frame;

/// Whether the text of a cell is read: it is running text, or a heading for the cell beside it.
pub(super) fn is_read(text: &str) -> bool {
    is_running(text) || is_heading(text)
}

/// Whether the text of a cell is running text.
pub(super) fn is_running(text: &str) -> bool {
    let text = text.trim();
    text.split_whitespace().count() >= 6 && text.ends_with(['.', '!', '?'])
}

/// Whether the text of a cell is the heading of a question or answer, with its number.
pub(super) fn is_heading(text: &str) -> bool {
    frame::question_heading(text.trim())
        .is_some_and(|heading| !heading.numbers.is_empty() && heading.rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_a_sentence_or_the_number_of_a_question_are_read() {
        for cell in [
            "Het kabinet steunt dit voorstel van harte.",
            "Vraag 3",
            " Antwoord 2 en 3 ",
        ] {
            assert!(is_read(cell), "{cell}");
        }
        for cell in [
            "Vraag",
            "Antwoord",
            "Ja.",
            "Vraag 3: Klopt dat?",
            "Stand van zaken",
        ] {
            assert!(!is_read(cell), "{cell}");
        }
    }
}

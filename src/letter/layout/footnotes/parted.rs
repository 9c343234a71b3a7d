//! Marks that a space parted from their word.

use super::super::rows::{Row, ends_sentence};
use super::super::verbs;
use super::marks::{FirstMarks, Mark, is_counted};
use super::notes::Notes;

/// Marks that a space parted from their word: a bare number that has a note and is found nowhere as a glued mark.
///
/// It stands between two words of a sentence, or between two sentences.
pub fn parted(rows: &[Row], notes: &Notes, glued: &FirstMarks) -> Vec<Mark> {
    if notes.is_empty() {
        return Vec::new();
    }
    let text = |(at, row): &(usize, &Row)| row.is_text() && !notes.begin_at(*at);
    let mut parted = Vec::new();
    let mut before = "";
    let mut open: Option<Mark> = None;
    for (at, row) in rows.iter().enumerate().filter(text) {
        for token in row.text.split_whitespace() {
            // the number before this word is a mark if the words around it let it be one
            if let Some(mark) = open.take()
                && (between_words(before, token) || between_sentences(before, token))
            {
                parted.push(mark);
            }
            let number = token.parse::<u32>().ok().filter(|_| token.len() <= 2);
            let noted = number.filter(|n| notes.row_of(*n).is_some_and(|note| note > at));
            match noted.filter(|n| !glued.has(*n) && !token.starts_with('0')) {
                Some(value) => {
                    let offset = token.as_ptr() as usize - row.text.as_ptr() as usize;
                    let start = row.range.start + offset;
                    open = Some(Mark {
                        row: at,
                        range: start..start + token.len(),
                        value,
                        strong: false,
                    });
                }
                None => before = token,
            }
        }
    }
    parted
}

fn between_words(before: &str, after: &str) -> bool {
    before.chars().count() > 5
        && before.ends_with(char::is_lowercase)
        && after.starts_with(char::is_lowercase)
        && verbs::is_function_word(after)
}

fn between_sentences(before: &str, after: &str) -> bool {
    let counted = before
        .strip_suffix('.')
        .is_some_and(|word| is_counted(word.trim_start_matches(|c: char| !c.is_alphanumeric())));
    ends_sentence(before) && !counted && after.starts_with(char::is_uppercase)
}

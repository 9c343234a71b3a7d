//! Where a sentence ends in Dutch running text.
//!
//! A mark of `.`, `!`, `?` or `…` with white space behind it may end a sentence. Whether it does is judged
//! from the word before it (an abbreviation, an initial, a list number), the brackets it stands in, and the
//! word behind it. Colons and semicolons end nothing. Closing quotes and brackets belong to the sentence
//! that they close.

mod chars;
mod judge;
mod next;
mod words;

use std::ops::Range;

/// Cuts a paragraph into sentences: byte ranges without white space at their ends, in order, covering
/// everything but white space.
///
/// The paragraph is one stretch of running text; a line end in it counts as a space.
///
/// ```
/// use standpunt::letter::sentences::split;
/// let text = "Dhr. J.P. de Wit (o.a. art. 3) zei: ‘Dat kan.’ Daarna, op 5 maart jl., ging hij.";
/// let sentences: Vec<&str> = split(text).into_iter().map(|range| &text[range]).collect();
/// assert_eq!(sentences, ["Dhr. J.P. de Wit (o.a. art. 3) zei: ‘Dat kan.’", "Daarna, op 5 maart jl., ging hij."]);
/// ```
pub fn split(paragraph: &str) -> Vec<Range<usize>> {
    let text = chars::Chars::new(paragraph);
    let mut sentences = Vec::new();
    let mut start = text.skip_space(0);
    let mut state = judge::State::new(start);
    let mut at = start;
    while at < text.len() {
        match judge::end_after(&text, &mut state, at) {
            judge::Verdict::Goes(next) => at = next,
            judge::Verdict::Ends(end) => {
                sentences.push(text.byte(start)..text.byte(end));
                start = text.skip_space(end);
                state.begin(start);
                at = start;
            }
        }
    }
    let end = text.trim_end(start);
    if end > start {
        sentences.push(text.byte(start)..text.byte(end));
    }
    sentences
}

/// Whether a word with a capital often begins a sentence: an article, pronoun, adverb, conjunction.
pub(crate) fn often_begins_a_sentence(word: &str) -> bool {
    words::starts_sentences(word)
}

/// Whether a text ends in an abbreviation behind which something always follows: `o.a.`, `art.`, `(bijv.`
pub(crate) fn ends_in_an_abbreviation(text: &str) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let word = last.trim_start_matches(|c: char| !c.is_alphanumeric());
    word.strip_suffix('.')
        .is_some_and(|word| words::abbreviation(word) == Some(words::Class::Always))
}

#[cfg(test)]
mod tests;

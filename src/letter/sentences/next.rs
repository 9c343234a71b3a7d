//! What stands behind a mark that may end a sentence.

use super::chars::{self, Chars, LONGEST_TOKEN};

/// What stands behind the mark.
pub(super) struct Next<'a> {
    /// How it begins.
    pub kind: Kind,
    /// The first word, when it begins with a letter.
    pub word: &'a str,
    /// How many opening quotes, brackets, dashes stand before it.
    pub skipped: usize,
}

/// How a word or sign begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A capital, or a word such as `iPhone`.
    Capital,
    /// Lower case.
    Lower,
    /// A digit.
    Digit,
    /// A mark that joins on to what stands before it.
    Joins,
    /// Any other sign.
    Other,
    /// The text ends.
    Nothing,
}

impl<'a> Next<'a> {
    pub(super) fn after(text: &Chars<'a>, end: usize) -> Self {
        let start = text.skip_space(end);
        let mut from = start;
        loop {
            let c = text.at(from);
            let dots_in_brackets = matches!(c, ')' | ']') && matches!(text.before(from), '.' | '…');
            if let Some(word) = shortened(text, from) {
                let kind = if word.chars().next().is_some_and(char::is_lowercase) {
                    Kind::Lower
                } else {
                    Kind::Capital
                };
                let skipped = from - start;
                return Self {
                    kind,
                    word,
                    skipped,
                };
            }
            let passes = from < start + LONGEST_TOKEN;
            if passes
                && (from > start && (c.is_whitespace() || dots_in_brackets)
                    || chars::is_opener(c)
                    || chars::is_quote(c)
                    || chars::is_ornament(c)
                    || c == '.'
                    || c == '…')
            {
                from += 1;
                continue;
            }
            let word = text.word_at(from);
            let kind = match c {
                '\0' if from > start => Kind::Other,
                '\0' => Kind::Nothing,
                ',' | ';' | ':' | ')' | ']' | '!' | '?' | '/' | '%' => Kind::Joins,
                _ if c.is_lowercase() && inner_capital(word) => Kind::Capital,
                _ if c.is_lowercase() => Kind::Lower,
                _ if c.is_alphabetic() => Kind::Capital,
                _ if c.is_numeric() => Kind::Digit,
                _ => Kind::Other,
            };
            return Self {
                kind,
                word,
                skipped: from - start,
            };
        }
    }
}

/// `'s Avonds`, `'t Is`, `'n Man`: the word behind a shortened one.
fn shortened<'a>(text: &Chars<'a>, from: usize) -> Option<&'a str> {
    let quote = matches!(text.at(from), '\'' | '’' | '‘' | '`');
    if !quote || !matches!(text.at(from + 1), 's' | 't' | 'n' | 'k' | 'm') {
        return None;
    }
    let gap = text.at(from + 2);
    (gap == ' ' || gap == '-').then(|| text.word_at(from + 3))
}

/// `iPhone`, `eBay`: lower case in front and a capital inside.
fn inner_capital(word: &str) -> bool {
    word.chars().take(3).skip(1).any(char::is_uppercase)
}

//! A paragraph by characters, and the shapes of its tokens.

/// How far back or forward a token is followed; longer ones are no words.
pub(super) const LONGEST_TOKEN: usize = 60;

/// A paragraph by characters.
pub(super) struct Chars<'a> {
    text: &'a str,
    chars: Vec<(usize, char)>,
}

impl<'a> Chars<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let chars = text.char_indices().collect();
        Self { text, chars }
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at an index; beyond the text a zero.
    pub(super) fn at(&self, index: usize) -> char {
        self.chars.get(index).map_or('\0', |(_, c)| *c)
    }

    pub(super) fn before(&self, index: usize) -> char {
        index.checked_sub(1).map_or('\0', |i| self.at(i))
    }

    pub(super) fn byte(&self, index: usize) -> usize {
        self.chars.get(index).map_or(self.text.len(), |(b, _)| *b)
    }

    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text
            .get(self.byte(from)..self.byte(to))
            .unwrap_or_default()
    }

    pub(super) fn skip_space(&self, mut index: usize) -> usize {
        while index < self.len() && self.at(index).is_whitespace() {
            index += 1;
        }
        index
    }

    /// The end of the text without the white space there.
    pub(super) fn trim_end(&self, start: usize) -> usize {
        let mut end = self.len();
        while end > start && self.before(end).is_whitespace() {
            end -= 1;
        }
        end
    }

    /// The word of letters, digits, hyphens and apostrophes that begins at an index.
    pub(super) fn word_at(&self, from: usize) -> &'a str {
        let mut to = from;
        while to < self.len().min(from + LONGEST_TOKEN) {
            let c = self.at(to);
            let inside = matches!(c, '\'' | '’' | '-') && self.at(to + 1).is_alphanumeric();
            if !(c.is_alphanumeric() || inside && to > from) {
                break;
            }
            to += 1;
        }
        self.slice(from, to)
    }

    /// Where the token that ends at an index begins: back to white space or an opening mark.
    pub(super) fn token_start(&self, end: usize, floor: usize) -> usize {
        let mut from = end;
        let floor = floor.max(end.saturating_sub(LONGEST_TOKEN));
        while from > floor {
            let c = self.before(from);
            if c.is_whitespace()
                || is_opener(c)
                || is_quote(c) && c != '’' && c != '\''
                || matches!(c, '–' | '—')
            {
                break;
            }
            from -= 1;
        }
        while from < end && matches!(self.at(from), '\'' | '’') {
            from += 1;
        }
        from
    }
}

/// `J.P`, `J.-P`, `Th.J`, `K.N.V.B`, `P.v.d.A`: beginnings of words with full stops between them, the first a
/// capital.
pub(super) fn is_dotted_capitals(token: &str) -> bool {
    let is_part = |part: &str| {
        let part = part.strip_prefix('-').unwrap_or(part);
        let mut chars = part.chars();
        let count = part.chars().count();
        chars.next().is_some_and(|first| {
            first.is_uppercase() && count <= 3 && chars.all(char::is_lowercase)
                || first.is_lowercase() && count == 1
        })
    };
    token.starts_with(char::is_uppercase) && token.contains('.') && token.split('.').all(is_part)
}

/// `b.v`, `z.o.z`: single letters with full stops between them.
pub(super) fn is_dotted_letters(token: &str) -> bool {
    token.contains('.')
        && token
            .split('.')
            .all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

/// A word that cannot be spoken is an abbreviation: `bvlg`, `Stbl`; words all in capitals are names.
pub(super) fn has_no_vowel(token: &str) -> bool {
    let count = token.chars().count();
    (2..=6).contains(&count)
        && token.chars().all(char::is_alphabetic)
        && token.chars().skip(1).all(char::is_lowercase)
        && !token.chars().any(|c| {
            matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || !c.is_ascii()
        })
}

pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

pub(super) fn is_opener(c: char) -> bool {
    matches!(
        c,
        '(' | '[' | '{' | '‘' | '“' | '„' | '‚' | '«' | '‹' | '¿' | '¡'
    )
}

pub(super) fn is_closer(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '’' | '”' | '»' | '›' | '″' | '′')
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '’' | '‘' | '“' | '”' | '„' | '«' | '»' | '`' | '´'
    )
}

/// Signs that may stand before the first word of a sentence.
pub(super) fn is_ornament(c: char) -> bool {
    matches!(
        c,
        '-' | '–'
            | '—'
            | '•'
            | '·'
            | '*'
            | '†'
            | '€'
            | '$'
            | '£'
            | '#'
            | '@'
            | '&'
            | '+'
            | '~'
            | '±'
            | '>'
            | '≥'
            | '≤'
            | '='
            | '→'
            | '□'
            | '▪'
            | '■'
            | '●'
            | '○'
            | '\u{e000}'..='\u{f8ff}'
    )
}

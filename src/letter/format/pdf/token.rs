//! The tokens of a content stream or character map, read without ever failing.

/// One token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A number.
    Number(f64),
    /// A name, without its slash.
    Name(Vec<u8>),
    /// A string, written with brackets or in hexadecimal.
    Text(Vec<u8>),
    /// An array; what is nested deeper than the limit is left out.
    Array(Vec<Token>),
    /// A dictionary as keys and values in turn.
    Dictionary(Vec<Token>),
    /// An operator.
    Operator(Vec<u8>),
}

impl Token {
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// Depth to which arrays and dictionaries may nest.
const DEPTH: usize = 16;

/// Reads tokens from bytes, one after the other.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek(0) {
            if byte == b'%' {
                while self.peek(0).is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn token(&mut self, depth: usize) -> Option<Token> {
        loop {
            self.skip_space();
            match self.peek(0)? {
                b'(' => return Some(Token::Text(self.literal())),
                b'<' if self.peek(1) == Some(b'<') => {
                    self.at += 2;
                    return Some(Token::Dictionary(self.list(depth, b'>')));
                }
                b'<' => return Some(Token::Text(self.hexadecimal())),
                b'[' => {
                    self.at += 1;
                    return Some(Token::Array(self.list(depth, b']')));
                }
                b'/' => {
                    self.at += 1;
                    return Some(Token::Name(name(self.regular())));
                }
                b')' | b']' | b'}' | b'{' | b'>' => self.at += 1,
                _ => {
                    let word = self.regular();
                    return Some(match number(word) {
                        Some(number) => Token::Number(number),
                        None => Token::Operator(word.to_vec()),
                    });
                }
            }
        }
    }

    /// What stands before the closing mark of an array or dictionary.
    fn list(&mut self, depth: usize, close: u8) -> Vec<Token> {
        let mut list = Vec::new();
        loop {
            self.skip_space();
            match self.peek(0) {
                None => return list,
                Some(byte) if byte == close => {
                    self.at += 1;
                    if close == b'>' && self.peek(0) == Some(b'>') {
                        self.at += 1;
                    }
                    return list;
                }
                Some(b')' | b']' | b'}' | b'{' | b'>') => self.at += 1,
                // deeper nesting goes token by token, so that no input can exhaust the stack
                Some(b'[') if depth >= DEPTH => self.at += 1,
                Some(b'<') if depth >= DEPTH && self.peek(1) == Some(b'<') => self.at += 2,
                Some(_) => match self.token(depth + 1) {
                    Some(token) => list.push(token),
                    None => return list,
                },
            }
        }
    }

    /// A run of regular characters; at least one byte is taken.
    fn regular(&mut self) -> &'a [u8] {
        let start = self.at;
        while self
            .peek(0)
            .is_some_and(|b| !is_space(b) && !b"()<>[]{}/%".contains(&b))
        {
            self.at += 1;
        }
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    fn literal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut open = 1usize;
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut text);
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek(0) else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\n' => {}
            b'\r' => {
                if self.peek(0) == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek(0) else {
                        break;
                    };
                    self.at += 1;
                    code = code * 8 + u32::from(digit - b'0');
                }
                text.push((code & 0xff) as u8);
            }
            other => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut digits = Vec::new();
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            if let Some(digit) = (byte as char).to_digit(16) {
                digits.push(digit as u8);
            }
        }
        digits
            .chunks(2)
            .map(|pair| match pair {
                [high, low] => high * 16 + low,
                [high] => high * 16,
                _ => 0,
            })
            .collect()
    }

    /// Skips the data of an inline image, up to its `EI`.
    pub(super) fn skip_image(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = rest.windows(4).position(|w| {
            w.get(1..3) == Some(b"EI")
                && w.first().is_some_and(|b| is_space(*b))
                && w.last().is_some_and(|b| is_space(*b))
        });
        self.at += end.map_or(rest.len(), |at| at + 3);
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.token(0)
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0 | 12)
}

/// A name with its `#20` escapes resolved.
fn name(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(&byte) = raw.get(at) {
        let digits = raw
            .get(at + 1..at + 3)
            .and_then(|d| std::str::from_utf8(d).ok())
            .and_then(|d| u8::from_str_radix(d, 16).ok());
        match digits {
            Some(code) if byte == b'#' => {
                out.push(code);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

fn number(word: &[u8]) -> Option<f64> {
    let first = word.first()?;
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.')) {
        return None;
    }
    let text = std::str::from_utf8(word).ok()?;
    if text.contains(['e', 'E', 'n', 'i']) {
        return None;
    }
    // some producers write "--5" and "1.-2"
    let text = text.trim_start_matches('-');
    let cut = text
        .rfind('-')
        .map_or(text, |at| text.get(..at).unwrap_or(text));
    let value: f64 = cut.parse().ok()?;
    let value = if first == &b'-' { -value } else { value };
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_operation_is_read() {
        let tokens: Vec<Token> = Tokens::new(b"/F1 9.5 Tf [(a\\(b\\051) -120 <4142>] TJ").collect();
        assert_eq!(
            tokens,
            [
                Token::Name(b"F1".to_vec()),
                Token::Number(9.5),
                Token::Operator(b"Tf".to_vec()),
                Token::Array(vec![
                    Token::Text(b"a(b)".to_vec()),
                    Token::Number(-120.0),
                    Token::Text(b"AB".to_vec()),
                ]),
                Token::Operator(b"TJ".to_vec()),
            ]
        );
    }

    #[test]
    fn deep_nesting_and_broken_ends_are_survived() {
        let mut deep = vec![b'['; 100_000];
        deep.extend_from_slice(b"<< /A (open");
        assert!(Tokens::new(&deep).count() > 0);
        assert_eq!(Tokens::new(b"] > } 5").last(), Some(Token::Number(5.0)));
    }

    #[test]
    fn the_bytes_of_an_image_are_skipped() {
        let mut tokens = Tokens::new(b"ID \x01(\x02 EI (na) Tj");
        assert_eq!(tokens.next(), Some(Token::Operator(b"ID".to_vec())));
        tokens.skip_image();
        assert_eq!(tokens.next(), Some(Token::Text(b"na".to_vec())));
    }
}

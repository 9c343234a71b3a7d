//! Character maps: which text the codes of a font stand for (`ToUnicode`).

use super::token::{Token, Tokens};
use std::collections::BTreeMap;

/// Codes and the text they stand for.
#[derive(Debug, Clone, Default)]
pub(super) struct CMap {
    text: BTreeMap<u32, String>,
    /// Bytes in a code, where the map says it.
    pub(super) code_length: Option<usize>,
    /// How often a code was given a text, the same one again included.
    written: usize,
}

/// How many codes a map may hold: all of two bytes.
const CODES: usize = 65_536;
/// How many UTF-16 units a code may stand for: a ligature has three.
const UNITS: usize = 32;

impl CMap {
    /// Reads a map; what cannot be read is left out.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<Token> = Vec::new();
        for token in Tokens::new(bytes) {
            match token {
                Token::Operator(operator) => {
                    match operator.as_slice() {
                        b"endcodespacerange" => {
                            if let Some(Token::Text(code)) = operands.first() {
                                map.code_length = Some(code.len().clamp(1, 4));
                            }
                        }
                        b"endbfchar" => map.characters(&operands),
                        b"endbfrange" => map.ranges(&operands),
                        _ => {}
                    }
                    operands.clear();
                }
                operand if operands.len() < CODES * 3 => operands.push(operand),
                _ => {}
            }
        }
        map
    }

    fn put(&mut self, code: u32, text: String) {
        if !self.is_full() {
            self.written += 1;
            self.text.insert(code, text);
        }
    }

    fn is_full(&self) -> bool {
        self.text.len() >= CODES || self.written >= CODES * 4
    }

    fn characters(&mut self, operands: &[Token]) {
        for pair in operands.as_chunks::<2>().0 {
            if let [Token::Text(code), Token::Text(text)] = pair {
                self.put(number(code), utf16(text));
            }
        }
    }

    fn ranges(&mut self, operands: &[Token]) {
        for triple in operands.as_chunks::<3>().0 {
            let [Token::Text(first), Token::Text(last), target] = triple else {
                continue;
            };
            let (first, last) = (number(first), number(last));
            let last = last.min(first.saturating_add(CODES as u32));
            if self.is_full() {
                break;
            }
            match target {
                Token::Text(text) => {
                    let mut units = units(text);
                    for code in first..=last {
                        self.put(code, String::from_utf16_lossy(&units));
                        match units.last_mut() {
                            Some(unit) => *unit = unit.wrapping_add(1),
                            None => break,
                        }
                    }
                }
                Token::Array(texts) => {
                    for (code, text) in (first..=last).zip(texts) {
                        if let Token::Text(text) = text {
                            self.put(code, utf16(text));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// The text of a code.
    /// How many codes it gives a text.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn get(&self, code: u32) -> Option<&str> {
        self.text.get(&code).map(String::as_str)
    }
}

fn number(code: &[u8]) -> u32 {
    code.iter()
        .take(4)
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    match bytes {
        [one] => vec![u16::from(*one)],
        _ => bytes
            .as_chunks::<2>()
            .0
            .iter()
            .take(UNITS)
            .map(|pair| u16::from_be_bytes(*pair))
            .collect(),
    }
}

fn utf16(bytes: &[u8]) -> String {
    String::from_utf16_lossy(&units(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_ranges_are_read() {
        let map = CMap::parse(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange
              1 beginbfchar <0003> <00660069> endbfchar
              2 beginbfrange <0041> <0043> <0061> <0050> <0051> [<0078> <0079>] endbfrange",
        );
        assert_eq!(map.code_length, Some(2));
        assert_eq!(map.get(3), Some("fi"));
        assert_eq!(map.get(0x43), Some("c"));
        assert_eq!(map.get(0x51), Some("y"));
        assert_eq!(map.get(9), None);
    }

    #[test]
    fn ranges_without_end_and_texts_without_end_are_cut() {
        let ranges = b"<0000> <FFFF> <0041> ".repeat(20_000);
        let map = CMap::parse(&[&b"1 beginbfrange "[..], &ranges, b"endbfrange"].concat());
        assert_eq!(map.get(1), Some("B"));
        let long = "0041".repeat(1 << 20);
        let map = CMap::parse(format!("1 beginbfrange <00> <FFFF> <{long}> endbfrange").as_bytes());
        assert_eq!(map.get(0).map(str::len), Some(UNITS));
    }
}

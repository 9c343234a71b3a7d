//! Output that cannot steer the terminal it is shown on.

use std::io::{Result, Write};

/// Longest colour sequence that goes through.
const LONGEST: usize = 32;

/// Takes out of a stream of UTF-8 what steers a terminal: control characters but line feed and tab, escape sequences but those of colour
/// (`ESC [ … m`), and the marks that turn the direction of text. Letters, labels and file names may come from anybody.
pub struct Tame<W> {
    inner: W,
    on: bool,
    /// The beginning of a sequence that is not told yet.
    held: Vec<u8>,
    fit: Vec<u8>,
}

impl<W: Write> Tame<W> {
    /// Tames what is written, or passes it as it is.
    pub fn new(inner: W, on: bool) -> Self {
        Self {
            inner,
            on,
            held: Vec::new(),
            fit: Vec::new(),
        }
    }

    fn take(&mut self, byte: u8) {
        self.held.push(byte);
        match sequence(&self.held) {
            Sequence::Open => {}
            Sequence::Fit => self.fit.append(&mut self.held),
            Sequence::Unfit => self.held.clear(),
            Sequence::Broken => {
                // an escape loses its force without its first byte; what follows may begin another
                let held = std::mem::take(&mut self.held);
                let (first, rest) = held.split_at(1);
                if first != [ESCAPE] {
                    self.fit.extend(first);
                }
                rest.iter().for_each(|byte| self.take(*byte));
            }
        }
    }
}

const ESCAPE: u8 = 0x1b;

enum Sequence {
    /// More bytes tell.
    Open,
    Fit,
    Unfit,
    /// It does not go on as it began.
    Broken,
}

fn sequence(bytes: &[u8]) -> Sequence {
    match bytes {
        [b'\n' | b'\t'] => Sequence::Fit,
        [ESCAPE | 0xc2 | 0xe2] | [ESCAPE, b'['] | [0xe2, 0x80 | 0x81] => Sequence::Open,
        [0x00..=0x1f | 0x7f] => Sequence::Unfit,
        [_] => Sequence::Fit,
        [ESCAPE, b'[', inside @ .., last] => match last {
            b'm' => Sequence::Fit,
            b'0'..=b'9' | b';' | b':' if inside.len() < LONGEST => Sequence::Open,
            _ => Sequence::Broken,
        },
        // C1 controls; direction: U+202A to U+202E, U+2066 to U+2069
        [0xc2, 0x80..=0x9f] | [0xe2, 0x80, 0xaa..=0xae] | [0xe2, 0x81, 0xa6..=0xa9] => {
            Sequence::Unfit
        }
        _ => Sequence::Broken,
    }
}

impl<W: Write> Write for Tame<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        if !self.on {
            return self.inner.write(bytes);
        }
        bytes.iter().for_each(|byte| self.take(*byte));
        let written = self.inner.write_all(&self.fit);
        self.fit.clear();
        written.map(|()| bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tamed(parts: &[&[u8]]) -> String {
        let mut out = Vec::new();
        let mut tame = Tame::new(&mut out, true);
        for part in parts {
            tame.write_all(part).unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn letters_and_colours_pass() {
        let text = "\u{1b}[1;31mfout:\u{1b}[0m\té €\u{2026} ‘zo’\nÂ Ã\n";
        assert_eq!(tamed(&[text.as_bytes()]), text);
        // cut between any two bytes
        for at in 0..text.len() {
            let (a, b) = text.as_bytes().split_at(at);
            assert_eq!(tamed(&[a, b]), text);
        }
    }

    #[test]
    fn what_steers_does_not() {
        let title = "a\u{1b}]0;titel\u{7}b\rc\u{9b}2Jd\u{202e}e\u{2066}f\u{1b}[2Jg\u{1b}\u{1b}[1mh";
        assert_eq!(tamed(&[title.as_bytes()]), "a]0;titelbc2Jdef[2Jg\u{1b}[1mh");
        let endless = format!("\u{1b}[{}m", "1".repeat(100));
        assert!(!tamed(&[endless.as_bytes()]).contains('\u{1b}'));
    }

    #[test]
    fn nothing_is_touched_where_it_is_off() {
        let mut out = Vec::new();
        Tame::new(&mut out, false)
            .write_all(b"\x1b]0;x\x07")
            .unwrap();
        assert_eq!(out, b"\x1b]0;x\x07");
    }
}

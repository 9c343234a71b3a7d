//! Repair of text that was encoded as UTF-8 twice: `beÃ«indigd` is `beëindigd`, `regioâ€™s` is `regio’s`.

use crate::letter::origin::Origin;

/// A text that was repaired.
pub(super) struct Repaired {
    pub(super) text: String,
    /// Where it stood.
    pub(super) origin: Origin,
    /// How many characters had been encoded twice.
    pub(super) characters: usize,
}

/// Repairs what was surely encoded twice, and keeps the places of what it replaces; none where nothing was.
///
/// `Ã`, `Â` and `â` before a character that no Dutch word holds there are sure. Other leading characters
/// (`Å`, `ï` …) count only in a text that has sure ones.
pub(super) fn repair(broken: &str, places: &Origin) -> Option<Repaired> {
    if !may_hold(broken) {
        return None;
    }
    let mut text = String::with_capacity(broken.len());
    let mut origin = Origin::default();
    let mut repaired = 0usize;
    origin.same_from(0, places.source_range(&(0..0)).start);
    let mut rest = broken;
    while let Some(c) = rest.chars().next() {
        let at = broken.len() - rest.len();
        if let Some((original, length)) = twice_encoded(rest, repaired > 0) {
            origin.replaced_from(text.len(), places.source_range(&(at..at)).start);
            text.push(original);
            rest = rest.get(length..).unwrap_or_default();
            repaired += 1;
        } else {
            // the old map may change at any place; follow it byte for byte
            let source = places.source_range(&(at..at + c.len_utf8()));
            if source.len() == c.len_utf8() {
                origin.same_from_if_new(text.len(), source.start);
            } else {
                origin.replaced_from(text.len(), source.start);
            }
            text.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    (repaired > 0).then_some(Repaired {
        text,
        origin,
        characters: repaired,
    })
}

/// Whether a text may hold what was encoded twice: it has Ã, Â or â. A look at bytes, as nearly every text has none.
fn may_hold(text: &str) -> bool {
    let mut behind = text.as_bytes().split(|&byte| byte == 0xc3).skip(1);
    behind.any(|rest| matches!(rest.first(), Some(0x82 | 0x83 | 0xa2)))
}

/// Whether a text holds a character that was surely encoded twice.
pub(crate) fn has_twice_encoded(text: &str) -> bool {
    let starts = |(at, _)| {
        text.get(at..)
            .is_some_and(|rest| twice_encoded(rest, false).is_some())
    };
    may_hold(text) && text.char_indices().any(starts)
}

/// The character that stands twice encoded at the start of a text, and how many bytes it takes there.
fn twice_encoded(text: &str, others_seen: bool) -> Option<(char, usize)> {
    let lead = text.chars().next()?;
    let sure = matches!(lead, 'Ã' | 'Â' | 'â');
    let likely = others_seen && matches!(lead, 'Ä' | 'Å' | 'ï' | 'Ë' | 'ð');
    if !(sure || likely) {
        return None;
    }
    let mut bytes = [0u8; 4];
    let count = match windows_byte(lead)? {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut length = 0;
    for (i, c) in text.chars().take(count).enumerate() {
        let byte = windows_byte(c)?;
        if i > 0 && !(0x80..=0xbf).contains(&byte) {
            return None;
        }
        *bytes.get_mut(i)? = byte;
        length += c.len_utf8();
    }
    let original = std::str::from_utf8(bytes.get(..count)?)
        .ok()?
        .chars()
        .next()?;
    (!original.is_control()).then_some((original, length))
}

/// The Windows-1252 byte of a character; C1 control characters stand for themselves.
fn windows_byte(c: char) -> Option<u8> {
    if let 0x80..=0xff = c as u32 {
        return u8::try_from(c as u32).ok();
    }
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    let at = HIGH.iter().position(|high| *high == c)?;
    u8::try_from(0x80 + at).ok()
}

#[cfg(test)]
mod tests {
    use super::super::decode::decode;

    #[test]
    fn twice_encoded_characters_are_repaired_and_keep_their_place() {
        let source = "De regioâ€™s beÃ«indigen dit â€“ voor â‚¬ 3.";
        let decoded = decode(source.as_bytes()).unwrap();
        assert_eq!(decoded.text, "De regio’s beëindigen dit – voor € 3.");
        for word in [
            ("regio’s", "regioâ€™s"),
            ("beëindigen", "beÃ«indigen"),
            ("dit", "dit"),
            ("€ 3.", "â‚¬ 3."),
        ] {
            let at = decoded.text.find(word.0).unwrap();
            let span = decoded.origin.source_range(&(at..at + word.0.len()));
            assert_eq!(&source[span], word.1);
        }
    }

    #[test]
    fn proper_text_is_left_alone() {
        for source in [
            "São Paulo, Ångström, pâté, câble",
            "SÃO PAULO",
            "‘Â’",
            "crème brûlée",
        ] {
            let decoded = decode(source.as_bytes()).unwrap();
            assert_eq!(decoded.text, source);
            assert!(decoded.warnings.is_empty());
        }
    }
}

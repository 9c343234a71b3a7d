//! List items: which lines begin one, and what their markers are.

/// What an item begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    /// A bullet that is nothing else.
    Bullet,
    /// A dash, asterisk or `o`: a bullet only where an item may begin.
    Dash(char),
    /// `3.` or `3)` or `(3)`.
    Number(u32),
    /// `b.` or `b)` or `(b)`.
    Letter(char),
    /// `ii.` or `iv)` or `(ix)`: of two signs or more, as one alone is a letter.
    Roman(usize),
    /// `2.1`, `2.1.3` or `3a.`
    Outline,
}

impl Marker {
    /// Whether this marker goes on where another left off.
    pub(crate) fn follows(self, other: Self) -> bool {
        match (other, self) {
            (Self::Number(a), Self::Number(b)) => b == a + 1,
            (Self::Letter(a), Self::Letter(b)) if u32::from(b) == u32::from(a) + 1 => true,
            (Self::Letter(_) | Self::Roman(_), Self::Letter(_) | Self::Roman(_)) => other
                .numeral()
                .is_some_and(|n| self.numeral() == Some(n + 1)),
            (Self::Dash(a), Self::Dash(b)) => a == b,
            (Self::Bullet, Self::Bullet) | (Self::Outline, Self::Outline) => true,
            _ => false,
        }
    }

    /// What a marker counts as a Roman number, `i`, `v` and `x` among them.
    fn numeral(self) -> Option<usize> {
        match self {
            Self::Roman(n) => Some(n),
            Self::Letter(c) => ROMAN.iter().position(|n| n.starts_with(c) && n.len() == 1),
            _ => None,
        }
    }

    /// Whether a list can begin with this marker.
    pub(crate) fn is_first(self) -> bool {
        !matches!(self, Self::Number(n) if n > 1)
            && !matches!(self, Self::Letter(c) if c != 'a' && c != 'i')
            && !matches!(self, Self::Roman(_))
    }
}

/// Roman numbers from 0 on, as far as lists go.
const ROMAN: [&str; 16] = [
    "", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv",
    "xv",
];

/// The marker at the start of a text, and how many bytes it and the space behind it take.
pub(crate) fn marker(text: &str) -> Option<(Marker, usize)> {
    let first = text.chars().next()?;
    let (marker, length) = if is_bullet(first) {
        (Marker::Bullet, first.len_utf8())
    } else if matches!(first, '-' | '–' | '—' | '*' | 'o' | '·' | '>' | '+') {
        (Marker::Dash(first), first.len_utf8())
    } else {
        counted(text)?
    };
    let rest = text.get(length..)?;
    let shown = rest.trim_start();
    let spaced = shown.len() < rest.len();
    let tight = matches!(marker, Marker::Bullet) && !shown.is_empty();
    (spaced && !shown.is_empty() || tight).then_some((marker, text.len() - shown.len()))
}

/// Signs that are bullets and nothing else, among them those of symbol fonts in the private-use area.
pub(crate) fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '‣'
            | '▪'
            | '▫'
            | '◦'
            | '●'
            | '○'
            | '■'
            | '□'
            | '➢'
            | '➤'
            | '✓'
            | '✔'
            | '❖'
            | '♦'
            | '►'
            | '▶'
            | '→'
            | '⁃'
            | '\u{e000}'..='\u{f8ff}'
    )
}

/// `3.`, `3)`, `(3)`, `b.`, `b)`, `(b)`, `2.1`.
fn counted(text: &str) -> Option<(Marker, usize)> {
    let open = usize::from(text.starts_with('('));
    let inner = text.get(open..)?;
    let core = inner
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '.')
        .unwrap_or(inner.len());
    let token = inner.get(..core)?;
    let closed = inner.get(core..)?.starts_with(')');
    let bare = token.trim_end_matches('.');
    let stopped = bare.len() < token.len();
    if open == 1 && !closed {
        return None;
    }
    let length = open + core + usize::from(closed);
    if bare.contains('.') {
        let numbers = bare
            .split('.')
            .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
        return (numbers && open == 0).then_some((Marker::Outline, length));
    }
    if !(stopped || closed) {
        return None;
    }
    if bare.len() <= 2 && !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()) {
        return Some((Marker::Number(bare.parse().ok()?), length));
    }
    let section = bare.trim_end_matches(|c: char| c.is_ascii_lowercase());
    if bare.len() == section.len() + 1
        && (1..=2).contains(&section.len())
        && section.bytes().all(|b| b.is_ascii_digit())
    {
        return (open == 0).then_some((Marker::Outline, length));
    }
    if bare.len() > 1
        && let Some(n) = ROMAN.iter().position(|roman| *roman == bare)
    {
        return Some((Marker::Roman(n), length));
    }
    let mut letters = bare.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii_lowercase() => {
            Some((Marker::Letter(letter), length))
        }
        _ => None,
    }
}

/// Whether a list in running text holds the next marker too, as in `1) een, 2) twee`.
pub(crate) fn goes_on_inline(text: &str, marker: Marker) -> bool {
    let next = match marker {
        Marker::Number(n) => (n + 1).to_string(),
        Marker::Letter(c) => match char::from_u32(u32::from(c) + 1) {
            Some(c) => c.to_string(),
            None => return false,
        },
        _ => return false,
    };
    text.split_whitespace().skip(1).any(|token| {
        let token = token.strip_prefix('(').unwrap_or(token);
        token
            .strip_prefix(next.as_str())
            .is_some_and(|rest| rest.starts_with(')') || rest == ".")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_read() {
        let read = |text: &str| marker(text).map(|(m, at)| (m, text[at..].to_owned()));
        assert_eq!(read("• een"), Some((Marker::Bullet, "een".into())));
        assert_eq!(read("\u{f0b7} een"), Some((Marker::Bullet, "een".into())));
        assert_eq!(read("– een"), Some((Marker::Dash('–'), "een".into())));
        assert_eq!(read("3) een"), Some((Marker::Number(3), "een".into())));
        assert_eq!(read("(b) een"), Some((Marker::Letter('b'), "een".into())));
        assert_eq!(read("2.1 Een"), Some((Marker::Outline, "Een".into())));
        assert_eq!(read("5). een"), None);
        assert_eq!(read("3a. Een"), Some((Marker::Outline, "Een".into())));
        assert_eq!(read("(iv) een"), Some((Marker::Roman(4), "een".into())));
        assert_eq!(read("vi een"), None);
        assert_eq!(read("3de Een"), None);
        assert_eq!(read("2022. Een"), None);
        assert_eq!(read("een"), None);
        assert_eq!(read("-een"), None);
    }

    #[test]
    fn letters_and_roman_numbers_follow_one_another() {
        let of = |text: &str| marker(text).unwrap().0;
        for list in [
            "i. x|ii. x|iii. x|iv. x|v. x|vi. x",
            "a) x|b) x|c) x",
            "h. x|i. x|j. x",
        ] {
            let markers: Vec<Marker> = list.split('|').map(of).collect();
            assert!(
                markers.array_windows().all(|[a, b]| b.follows(*a)),
                "{list}"
            );
        }
        assert!(!of("a. x").follows(of("ii. x")) && !of("c. x").follows(of("a. x")));
    }

    #[test]
    fn a_list_in_running_text_is_seen() {
        assert!(goes_on_inline(
            "1) handel, 2) vrede, 3) rust",
            Marker::Number(1)
        ));
        assert!(!goes_on_inline("1) handel en wandel", Marker::Number(1)));
    }
}

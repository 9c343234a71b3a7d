//! A block's text, every character of which knows where it stood.

use std::ops::Range;

/// Pieces of a text put together and cleaned: single spaces, no soft hyphens, ligatures written out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapped {
    /// The cleaned text.
    pub text: String,
    runs: Vec<Run>,
}

/// A stretch of the cleaned text and the bytes it came from; byte for byte when both are equally long.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    text: Range<usize>,
    source: Range<usize>,
}

impl Run {
    fn is_same(&self) -> bool {
        self.text.len() == self.source.len()
    }

    /// The source bytes of the part that lies in a range of the text.
    fn cut(&self, range: &Range<usize>) -> Range<usize> {
        let mut from = self.source.clone();
        if self.is_same() {
            from.end -= self.text.end.saturating_sub(range.end);
            from.start += range.start.saturating_sub(self.text.start);
        }
        from
    }
}

impl Mapped {
    /// Puts pieces of `source` together.
    ///
    /// Every run of white space becomes one space, both ends are trimmed; soft hyphens, byte order marks and
    /// other characters without width are left out; ligatures such as `ﬁ` become their letters. Ranges out of
    /// bounds or inside a character are skipped.
    pub fn new(source: &str, pieces: &[Range<usize>]) -> Self {
        let mut mapped = Self::default();
        let mut space: Option<Range<usize>> = None;
        for piece in pieces {
            let Some(part) = source.get(piece.clone()) else {
                continue;
            };
            let mut rest = part;
            while let Some(c) = rest.chars().next() {
                let at = piece.start + (part.len() - rest.len());
                let mut length = c.len_utf8();
                if c.is_whitespace() || c.is_control() {
                    space.get_or_insert(at..at + length);
                } else if !has_no_width(c) {
                    if let Some(space) = space.take()
                        && !mapped.text.is_empty()
                    {
                        mapped.push(" ", space);
                    }
                    match ligature(c) {
                        Some(letters) => mapped.push(letters, at..at + length),
                        None => {
                            // a stretch of plain ASCII goes over as a whole
                            let plain = rest.bytes().take_while(u8::is_ascii_graphic).count();
                            length = length.max(plain);
                            mapped.push(rest.get(..length).unwrap_or_default(), at..at + length);
                        }
                    }
                }
                rest = rest.get(length..).unwrap_or_default();
            }
        }
        mapped
    }

    fn push(&mut self, letters: &str, source: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(letters);
        let run = Run {
            text: start..self.text.len(),
            source,
        };
        match self.runs.last_mut() {
            Some(last)
                if run.is_same() && last.is_same() && last.source.end == run.source.start =>
            {
                last.text.end = run.text.end;
                last.source.end = run.source.end;
            }
            _ => self.runs.push(run),
        }
    }

    /// The stretches of the source that a range of the text came from, as they are: pieces of a block
    /// that holds just that range.
    pub(crate) fn pieces(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let first = self.runs.partition_point(|run| run.text.end <= range.start);
        let runs = self.runs.iter().skip(first);
        runs.take_while(|run| run.text.start < range.end)
            .map(|run| run.cut(&range))
            .collect()
    }

    /// The bytes of `source` that hold a range of the text, in order.
    ///
    /// Neighbouring stretches are one span when only white space, hyphens or a footnote mark stand between
    /// them; where more was left out (a footnote, a page line) a new span begins.
    pub fn spans(&self, source: &str, range: Range<usize>) -> Vec<Range<usize>> {
        let mut spans: Vec<Range<usize>> = Vec::new();
        for from in self.pieces(range) {
            match spans.last_mut() {
                Some(last) if is_small_gap(source, last.end, from.start) => last.end = from.end,
                _ => spans.push(from),
            }
        }
        spans.retain_mut(|span| {
            *span = trimmed(source, span.clone());
            span.start < span.end
        });
        spans
    }
}

/// A range without the white space at its ends.
pub(crate) fn trimmed(source: &str, range: Range<usize>) -> Range<usize> {
    let Some(text) = source.get(range.clone()) else {
        return range.start..range.start;
    };
    let start = range.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}

/// Whether what stands between two stretches is too little to count as an interruption.
fn is_small_gap(source: &str, end: usize, start: usize) -> bool {
    let Some(gap) = source.get(end..start) else {
        return false;
    };
    let mark = gap.trim_matches(|c: char| c.is_whitespace() || is_hyphen(c) || has_no_width(c));
    mark.len() <= 6
        && mark
            .chars()
            .all(|c| c.is_numeric() || matches!(c, '*' | '[' | ']' | '(' | ')' | ','))
}

/// Whether a character is a hyphen that can stand at the end of a line.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}')
}

/// Whether a character is drawn as nothing.
pub(crate) fn has_no_width(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}'
    )
}

fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(source: &str) -> Mapped {
        Mapped::new(source, std::slice::from_ref(&(0..source.len())))
    }

    fn cut(source: &str, spans: &[Range<usize>]) -> Vec<String> {
        spans.iter().map(|s| source[s.clone()].to_owned()).collect()
    }

    #[test]
    fn white_space_becomes_single_spaces_and_spans_keep_it() {
        let source = "  Het  kabinet\n steunt\u{a0}dit.  ";
        let mapped = whole(source);
        assert_eq!(mapped.text, "Het kabinet steunt dit.");
        let spans = mapped.spans(source, 0..mapped.text.len());
        assert_eq!(cut(source, &spans), ["Het  kabinet\n steunt\u{a0}dit."]);
    }

    #[test]
    fn a_left_out_hyphen_joins_and_a_left_out_line_makes_two_spans() {
        let source = "gecompen-\nseerd door\nPagina 2\nhet Rijk.";
        let mapped = Mapped::new(source, &[0..8, 10..21, 30..39]);
        assert_eq!(mapped.text, "gecompenseerd door het Rijk.");
        let spans = mapped.spans(source, 0..mapped.text.len());
        assert_eq!(cut(source, &spans), ["gecompen-\nseerd door", "het Rijk."]);
    }

    #[test]
    fn a_part_of_the_text_is_cut_exactly() {
        let source = "Eerste zin.  Tweede ﬁjne zin.";
        let mapped = whole(source);
        assert_eq!(mapped.text, "Eerste zin. Tweede fijne zin.");
        assert_eq!(cut(source, &mapped.spans(source, 0..11)), ["Eerste zin."]);
        let spans = mapped.spans(source, 12..mapped.text.len());
        assert_eq!(cut(source, &spans), ["Tweede ﬁjne zin."]);
    }
}

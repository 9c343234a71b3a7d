//! Letters with positions become stretches of text on a line.

use super::content::Glyph;

/// A stretch of text on one line without a wide gap. Lengths are in points; y grows upward.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// The line it stands on.
    pub(super) y: f64,
    /// Size of most of its letters.
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) artifact: bool,
    /// Whether a raised number stood in front of it, as before a footnote.
    pub(super) marked: bool,
}

impl Segment {
    pub(super) fn chars(&self) -> usize {
        self.text.chars().count()
    }
}

/// Letters that stand on one line.
struct Strip {
    y: f64,
    glyphs: Vec<(Glyph, Shift)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shift {
    None,
    Raised,
    Lowered,
}

/// A gap of more than this many times the letter size parts a line.
const PART: f64 = 1.25;

/// The stretches of text on a page, from top to bottom, on each line from left to right.
pub(super) fn segments(glyphs: Vec<Glyph>) -> Vec<Segment> {
    let spaces = glyphs.iter().filter(|glyph| is_blank(&glyph.text)).count();
    let spaced = spaces * 14 > glyphs.len();
    let strips = attach(strips(glyphs));
    let mut segments: Vec<Segment> = strips
        .into_iter()
        .flat_map(|strip| parts(strip, spaced))
        .collect();
    segments.retain(|segment| !segment.text.trim().is_empty());
    segments
}

/// Letters by the line they stand on, from top to bottom.
fn strips(mut glyphs: Vec<Glyph>) -> Vec<Strip> {
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut strips: Vec<Strip> = Vec::new();
    for glyph in glyphs {
        match strips.last_mut() {
            Some(strip) if (strip.y - glyph.y).abs() <= (glyph.size * 0.12).clamp(0.5, 2.0) => {
                strip.glyphs.push((glyph, Shift::None));
            }
            _ => strips.push(Strip {
                y: glyph.y,
                glyphs: vec![(glyph, Shift::None)],
            }),
        }
    }
    for strip in &mut strips {
        strip.glyphs.sort_by(|a, b| a.0.x.total_cmp(&b.0.x));
    }
    strips
}

/// Moves small raised or lowered letters to the line they belong to.
fn attach(mut strips: Vec<Strip>) -> Vec<Strip> {
    for at in 0..strips.len() {
        let Some(strip) = strips.get_mut(at) else {
            break;
        };
        let runs = runs(std::mem::take(&mut strip.glyphs));
        for run in runs {
            let home = home(&strips, at, &run).unwrap_or(at);
            let Some(target) = strips.get_mut(home) else {
                continue;
            };
            let base = target.y;
            target.glyphs.extend(run.into_iter().map(|(glyph, shift)| {
                let shift = match home == at {
                    true => shift,
                    false if glyph.y > base => Shift::Raised,
                    false => Shift::Lowered,
                };
                (glyph, shift)
            }));
        }
    }
    for strip in &mut strips {
        strip.glyphs.sort_by(|a, b| a.0.x.total_cmp(&b.0.x));
    }
    strips.retain(|strip| !strip.glyphs.is_empty());
    strips
}

/// Letters of one size that follow each other closely.
fn runs(glyphs: Vec<(Glyph, Shift)>) -> Vec<Vec<(Glyph, Shift)>> {
    let mut runs: Vec<Vec<(Glyph, Shift)>> = Vec::new();
    for (glyph, shift) in glyphs {
        let joins = runs
            .last()
            .and_then(|run| run.last())
            .is_some_and(|(last, _)| {
                (last.size - glyph.size).abs() < 0.3
                    && glyph.x - (last.x + last.width) < glyph.size * PART
            });
        match runs.last_mut() {
            Some(run) if joins => run.push((glyph, shift)),
            _ => runs.push(vec![(glyph, shift)]),
        }
    }
    runs
}

/// The line next to this one with larger letters, to which a short run is a superscript or subscript.
fn home(strips: &[Strip], at: usize, run: &[(Glyph, Shift)]) -> Option<usize> {
    let (first, _) = run.first()?;
    let (last, _) = run.last()?;
    if run.len() > 12 {
        return None;
    }
    let (left, right) = (first.x, last.x + last.width);
    let near = at.saturating_sub(4)..(at + 5).min(strips.len());
    near.filter(|other| *other != at)
        .filter_map(|other| {
            let strip = strips.get(other)?;
            let distance = (strip.y - first.y).abs();
            let beside = strip.glyphs.iter().any(|(glyph, _)| {
                let size = glyph.size;
                let behind = left - (glyph.x + glyph.width);
                let before = glyph.x - right;
                !glyph.text.trim().is_empty()
                    && first.size < size * 0.88
                    && distance < size * 0.6
                    && ((-0.4 * size..0.8 * size).contains(&behind)
                        || (-0.2 * size..1.2 * size).contains(&before))
            });
            beside.then_some((other, distance))
        })
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(other, _)| other)
}

/// Cuts a line where its gaps are wide, and sets spaces where they are not.
///
/// Where the file writes its spaces (`spaced`), a gap without one is kerning unless it is wide.
fn parts(strip: Strip, spaced: bool) -> Vec<Segment> {
    let mut parts: Vec<Segment> = Vec::new();
    let mut sizes: Vec<(f64, usize)> = Vec::new();
    let (mut bold, mut letters) = (0usize, 0usize);
    let mut space = false;
    let mut dropped = false;
    let mut before: Option<(String, f64)> = None;
    for (glyph, shift) in strip.glyphs {
        if is_blank(&glyph.text) {
            space = true;
            continue;
        }
        // bold made by drawing twice
        if let Some((text, x)) = &before
            && *text == glyph.text
            && (glyph.x - x).abs() < glyph.size * 0.08
        {
            continue;
        }
        before = Some((glyph.text.clone(), glyph.x));
        let gap = parts.last().map(|part| glyph.x - part.right);
        let begins = gap.is_none_or(|gap| gap > glyph.size * PART);
        if begins {
            close(parts.last_mut(), &mut sizes, &mut bold, &mut letters);
            parts.push(Segment {
                left: glyph.x,
                right: glyph.x,
                y: strip.y,
                artifact: glyph.artifact,
                marked: std::mem::take(&mut dropped),
                ..Segment::default()
            });
            space = false;
        }
        let Some(part) = parts.last_mut() else {
            continue;
        };
        if shift == Shift::Raised && is_note_mark(&glyph.text) && !is_unit(&part.text) {
            part.right = part.right.max(glyph.x + glyph.width);
            if part.text.is_empty() {
                part.marked = true;
            }
            space = space && part.text.is_empty();
            continue;
        }
        let least = match (space, spaced) {
            (true, _) => 0.12,
            (false, true) => 0.3,
            (false, false) => 0.16,
        };
        if !part.text.is_empty() && shift == Shift::None && gap.unwrap_or(0.0) > glyph.size * least
        {
            part.text.push(' ');
        }
        space = false;
        part.text.push_str(&glyph.text);
        part.right = part.right.max(glyph.x + glyph.width);
        part.artifact &= glyph.artifact;
        letters += 1;
        bold += usize::from(glyph.bold);
        match sizes
            .iter_mut()
            .find(|(size, _)| (size - glyph.size).abs() < 0.2)
        {
            Some((_, count)) => *count += 1,
            None => sizes.push((glyph.size, 1)),
        }
    }
    close(parts.last_mut(), &mut sizes, &mut bold, &mut letters);
    parts
}

fn close(
    part: Option<&mut Segment>,
    sizes: &mut Vec<(f64, usize)>,
    bold: &mut usize,
    letters: &mut usize,
) {
    if let Some(part) = part {
        part.size = sizes
            .iter()
            .max_by_key(|(_, count)| *count)
            .map_or(0.0, |(size, _)| *size);
        part.bold = *letters > 0 && *bold * 10 >= *letters * 9;
    }
    sizes.clear();
    (*bold, *letters) = (0, 0);
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Whether a raised letter is part of a footnote's number.
fn is_note_mark(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_numeric() || matches!(c, ',' | '*' | '†' | '[' | ']' | '(' | ')'))
}

/// Whether a raised number behind this text is a power: `km²`.
fn is_unit(text: &str) -> bool {
    let word = text
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    matches!(word, "m" | "km" | "cm" | "mm" | "dm" | "hm") && word.len() < text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(text: &str, x: f64, y: f64, size: f64) -> Vec<Glyph> {
        text.chars()
            .enumerate()
            .map(|(i, c)| Glyph {
                text: c.to_string(),
                x: x + i as f64 * size * 0.5,
                y,
                width: size * 0.5,
                size,
                bold: false,
                artifact: false,
            })
            .collect()
    }

    fn texts(glyphs: Vec<Glyph>) -> Vec<String> {
        segments(glyphs).into_iter().map(|s| s.text).collect()
    }

    #[test]
    fn a_footnote_number_is_left_out_and_a_subscript_is_kept() {
        let mut glyphs = write("Kamer", 50.0, 700.0, 10.0);
        glyphs.extend(write("12", 75.0, 704.0, 6.0));
        glyphs.extend(write(" steunt CO", 81.0, 700.0, 10.0));
        glyphs.extend(write("2", 131.0, 697.0, 6.0));
        assert_eq!(texts(glyphs), ["Kamer steunt CO2"]);
    }

    #[test]
    fn a_wide_gap_parts_a_line_and_kerning_does_not() {
        let mut glyphs = write("P", 50.0, 700.0, 10.0);
        glyphs.extend(write("agina", 55.6, 700.0, 10.0));
        glyphs.extend(write("rechts", 200.0, 700.0, 10.0));
        assert_eq!(texts(glyphs), ["Pagina", "rechts"]);
    }

    #[test]
    fn a_number_before_a_note_marks_it() {
        let mut glyphs = write("3", 50.0, 103.0, 5.0);
        glyphs.extend(write("Kamerstuk", 54.0, 100.0, 8.0));
        let segments = segments(glyphs);
        assert_eq!(segments[0].text, "Kamerstuk");
        assert!(segments[0].marked);
    }
}

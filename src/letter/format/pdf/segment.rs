//! Letters with positions become stretches of text on a line.

use super::content::Glyph;
use super::gutter;
use super::piece::Piece;
pub(super) use super::piece::Segment;

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
///
/// `gutters` are the places where columns of the pages before part; those of this page are added.
pub(super) fn segments(glyphs: Vec<Glyph>, gutters: &mut Vec<f64>) -> Vec<Segment> {
    let spaces = glyphs.iter().filter(|glyph| is_blank(&glyph.text)).count();
    let spaced = spaces * 14 > glyphs.len();
    let lines: Vec<Vec<Piece>> = attach(strips(glyphs))
        .into_iter()
        .map(|strip| pieces(strip, spaced))
        .collect();
    let here = gutter::on_page(&lines, gutters);
    let mut segments: Vec<Segment> = lines
        .into_iter()
        .flat_map(|line| joined(line, &here))
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

/// Cuts a line where its gaps are not those between words, and sets spaces where they are.
///
/// Where the file writes its spaces (`spaced`), a gap without one is kerning unless it is wide.
fn pieces(strip: Strip, spaced: bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut space = false;
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
        let gap = pieces.last().map(|piece| glyph.x - piece.segment.right);
        let wide = |times: f64| gap.is_some_and(|gap| gap > glyph.size * times);
        let apart = wide(PART);
        if gap.is_none() || apart || shift == Shift::None && wide(gutter::LEAST) {
            pieces.push(Piece::begin(&glyph, strip.y, apart));
            space = false;
        }
        let Some(piece) = pieces.last_mut() else {
            continue;
        };
        let part = &mut piece.segment;
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
        if !part.text.is_empty() && shift == Shift::None && wide(least) {
            part.text.push(' ');
        }
        space = false;
        piece.write(&glyph);
    }
    pieces
}

/// Joins the pieces of a line but where a wide gap or a gutter parts them.
fn joined(line: Vec<Piece>, gutters: &[f64]) -> Vec<Segment> {
    let mut parts: Vec<Piece> = Vec::new();
    for piece in line {
        let parted = |last: &Piece| {
            let gap = last.segment.right..piece.segment.left;
            piece.apart || gutters.iter().any(|x| gap.contains(x))
        };
        match parts.last_mut() {
            Some(last) if !parted(last) => last.join(piece),
            _ => parts.push(piece),
        }
    }
    parts.into_iter().map(Piece::close).collect()
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
        segments(glyphs, &mut Vec::new())
            .into_iter()
            .map(|s| s.text)
            .collect()
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

    /// Two columns of eight lines with a gutter of one letter size; every third line on the right is level.
    fn columns_out_of_step() -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        for i in 0..8 {
            let y = 700.0 - f64::from(i) * 12.0;
            let step = if i % 3 == 0 { 0.0 } else { 5.0 };
            let left = "links een regel van de brief aan de Kamer";
            let right = "rechts een regel van de brief aan u";
            glyphs.extend(write(left, 50.0, y, 10.0));
            glyphs.extend(write(right, 265.0, y - step, 10.0));
        }
        glyphs
    }

    #[test]
    fn close_columns_part_where_few_of_their_lines_are_level() {
        let found = texts(columns_out_of_step());
        assert_eq!(found.len(), 16);
        assert!(
            found.iter().all(|text| !text.contains(" rechts")),
            "{found:#?}"
        );
    }

    #[test]
    fn a_number_before_a_note_marks_it() {
        let mut glyphs = write("3", 50.0, 103.0, 5.0);
        glyphs.extend(write("Kamerstuk", 54.0, 100.0, 8.0));
        let segments = segments(glyphs, &mut Vec::new());
        assert_eq!(segments[0].text, "Kamerstuk");
        assert!(segments[0].marked);
    }
}

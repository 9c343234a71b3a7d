//! The comparison for a terminal.

use super::words::pieces;
use super::{Change, ChangeKind, LetterDiff, Quote, SectionDiff, Side};
use crate::error::Result;
use crate::numbers::{count, probability};
use crate::report::look::{self, Look, looks};
use crate::report::table::TableOptions;
use crate::report::text::{clean, title, wrap};
use crate::report::unwritable;
use crate::stance::Labels;
use anstyle::Style;
use std::fmt::Write as _;
use std::io::Write;

const BOLD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const DIFFERS: Style = Style::new().underline();

/// Writes a comparison for a terminal; sections without a change are counted, or all listed with [`TableOptions::all`].
///
/// # Errors
/// [`crate::error::ErrorKind::Io`] when the target cannot be written.
pub fn write_table(diff: &LetterDiff, options: &TableOptions, out: &mut dyn Write) -> Result<()> {
    let page = Page {
        width: options.width.max(30),
        color: options.color,
        marks: marks(&diff.labels),
    };
    out.write_all(page.render(diff, options.all).as_bytes())
        .map_err(unwritable)?;
    out.flush().map_err(unwritable)
}

/// Each label with its look.
pub(super) fn marks(labels: &[String]) -> Vec<(String, Look)> {
    let set = Labels::in_order(labels.to_vec()).map_or_else(|_| Vec::new(), |l| looks(&l));
    labels.iter().cloned().zip(set).collect()
}

/// The look of a label by its name.
pub(super) fn look_of(marks: &[(String, Look)], label: &str) -> Look {
    let found = marks.iter().find(|(name, _)| name == label);
    found.map_or(look::DOUBT, |(_, look)| *look)
}

/// What a letter is, in one line.
pub(super) fn about(side: &Side) -> String {
    let m = &side.metadata;
    let com = Some(m.com.join(", ")).filter(|c| !c.is_empty());
    let parts = [
        Some(&side.name),
        m.date.as_ref(),
        m.kind.as_ref(),
        m.sender.as_ref(),
        m.kamerstuk.as_ref(),
        com.as_ref(),
        m.council.as_ref(),
    ];
    let mut parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let positions = format!(
        "{} in {}",
        count(side.positions, "position"),
        count(side.sentences, "sentence")
    );
    parts.push(&positions);
    clean(&parts.join(" · ")).into_owned()
}

struct Page {
    width: usize,
    color: bool,
    marks: Vec<(String, Look)>,
}

impl Page {
    fn paint(&self, style: Style, text: &str) -> String {
        if self.color {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn lines(&self, out: &mut String, style: Style, indent: usize, text: &str) {
        for line in wrap(text, 0, self.width - indent) {
            let _ = writeln!(out, "{}{}", " ".repeat(indent), self.paint(style, &line));
        }
    }

    fn render(&self, diff: &LetterDiff, all: bool) -> String {
        let mut out = String::new();
        self.lines(&mut out, BOLD, 0, &format!("old: {}", about(&diff.old)));
        self.lines(&mut out, BOLD, 0, &format!("new: {}", about(&diff.new)));
        for warning in &diff.warnings {
            self.lines(&mut out, Style::new(), 0, &format!("! {}", clean(warning)));
        }
        out.push('\n');
        let mut silent = 0;
        for section in &diff.sections {
            if section.changes.is_empty() && !all {
                silent += 1;
                continue;
            }
            let com = section.untold_com().join(", ");
            let head = if com.is_empty() {
                section.title().to_owned()
            } else {
                format!("{} [{com}]", section.title())
            };
            self.lines(&mut out, BOLD, 0, &clean(&head));
            if let Some(remark) = section.remark() {
                self.lines(&mut out, FAINT, 2, &clean(&format!("({remark})")));
            }
            for change in &section.changes {
                self.change(&mut out, section, change);
            }
            if section.unchanged > 0 {
                let text = format!("{} unchanged", count(section.unchanged, "position"));
                self.lines(&mut out, FAINT, 2, &text);
            }
            if section.changes.is_empty() && section.unchanged == 0 {
                self.lines(&mut out, FAINT, 2, "no position changed");
            }
            out.push('\n');
        }
        if silent > 0 {
            let text = format!("{} without a changed position", count(silent, "section"));
            self.lines(&mut out, FAINT, 0, &text);
        }
        self.lines(&mut out, BOLD, 0, &summary(diff));
        out
    }

    fn change(&self, out: &mut String, section: &SectionDiff, change: &Change) {
        let words = match (change.kind, &change.old, &change.new) {
            (kind, Some(old), Some(new)) if old.label != new.label => {
                format!("{}: {} -> {}", kind.words(), old.label, new.label)
            }
            (kind, old, new) => {
                let label = new
                    .as_ref()
                    .or(old.as_ref())
                    .map_or("", |q| q.label.as_str());
                format!("{}: {label}", kind.words())
            }
        };
        let words = match remark(section, change) {
            Some(remark) => format!("{words} ({remark})"),
            None => words,
        };
        self.lines(out, BOLD, 2, &clean(&words));
        for (side, quote, other) in [
            ("old", &change.old, &change.new),
            ("new", &change.new, &change.old),
        ] {
            if let Some(quote) = quote {
                self.quote(out, side, quote, other.as_ref());
            }
        }
    }

    fn quote(&self, out: &mut String, side: &str, quote: &Quote, other: Option<&Quote>) {
        let look = look_of(&self.marks, &quote.label);
        let page = quote.page.map_or(String::new(), |p| format!(", p. {p}"));
        let head = format!(
            "    {side} {} {}{page}  ",
            look.sign,
            probability(quote.probability)
        );
        let sentence = clean(&quote.sentence);
        let body = wrap(&sentence, head.chars().count() - 8, self.width - 8);
        let mut differs = differing(&sentence, other.filter(|_| self.color));
        out.push_str(&self.paint(look.color.on_default(), head.trim_end()));
        for (i, line) in body.iter().enumerate() {
            let line = self.underlined(line, &mut differs);
            match i {
                0 if line.is_empty() => {}
                0 => {
                    let _ = write!(out, "  {line}");
                }
                _ => {
                    let _ = write!(out, "\n        {line}");
                }
            }
        }
        out.push('\n');
        for (item, differs) in quote.items(other) {
            let style = if differs { DIFFERS } else { Style::new() };
            self.lines(out, style, 8, &format!("– {}", clean(item)));
        }
    }

    /// A line with the letters underlined that are in words of one side only.
    fn underlined(&self, line: &str, differs: &mut impl Iterator<Item = bool>) -> String {
        let mut pieces: Vec<(String, bool)> = Vec::new();
        let mut put = |text: &str, marked: bool| match pieces.last_mut() {
            Some((piece, differs)) if *differs == marked => piece.push_str(text),
            _ => pieces.push((text.to_owned(), marked)),
        };
        let (mut space, mut last) = (String::new(), false);
        for c in line.chars() {
            if c.is_whitespace() {
                space.push(c);
                continue;
            }
            let marked = differs.next().unwrap_or(false);
            put(&std::mem::take(&mut space), last && marked);
            put(c.encode_utf8(&mut [0; 4]), marked);
            last = marked;
        }
        let painted = pieces.iter().map(|(piece, differs)| match differs {
            true => self.paint(DIFFERS, piece),
            false => piece.clone(),
        });
        painted.collect()
    }
}

/// For each letter of a sentence whether its word stands on this side only.
fn differing(sentence: &str, other: Option<&Quote>) -> impl Iterator<Item = bool> {
    let flags: Vec<bool> = other.map_or_else(Vec::new, |other| {
        let pieces = pieces(sentence, &clean(&other.sentence));
        let letters = pieces.iter().flat_map(|(piece, differs)| {
            let letters = piece.chars().filter(|c| !c.is_whitespace());
            letters.map(|_| *differs)
        });
        letters.collect()
    });
    flags.into_iter()
}

/// What is to be said of a change itself: where the sentence stood before, or that it was split or joined.
pub(super) fn remark(section: &SectionDiff, change: &Change) -> Option<String> {
    let moved = change.old.as_ref().filter(|q| section.is_elsewhere(q));
    let moved = moved.map(|q| format!("was in: {}", title(&q.section)));
    let partial = change
        .partial
        .then(|| "a sentence was split or joined".to_owned());
    let said: Vec<String> = [partial, moved].into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// All counts in a sentence.
pub(super) fn summary(diff: &LetterDiff) -> String {
    let counts = ChangeKind::ALL.map(|kind| format!("{} {}", diff.count(kind), kind.words()));
    let mut text = format!(
        "Positions: {}, {} unchanged",
        counts.join(", "),
        diff.unchanged()
    );
    if diff.doubtful() > 0 {
        let _ = write!(
            text,
            "; {} not compared, because the model doubts",
            count(diff.doubtful(), "pair")
        );
    }
    text + "."
}

#[cfg(test)]
mod tests {
    use super::super::tests::two;
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn words_of_one_side_only_are_underlined_in_colour() {
        let options = TableOptions {
            width: 80,
            color: true,
            all: false,
        };
        let mut out = Vec::new();
        write_table(&two(), &options, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(
            text.contains("de \u{1b}[4mhoge\u{1b}[0m administratieve"),
            "{text}"
        );
    }

    #[test]
    fn both_quotes_stand_under_each_other_at_any_width() {
        for width in [30, 40, 80] {
            let options = TableOptions {
                width,
                color: false,
                all: false,
            };
            let mut out = Vec::new();
            write_table(&two(), &options, &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            for line in text.lines() {
                assert!(line.width() <= width, "{line}");
            }
            if width == 80 {
                insta::assert_snapshot!(text);
            }
        }
    }
}

//! The comparison for a terminal.

use super::{Change, ChangeKind, LetterDiff, Quote, Side};
use crate::error::Result;
use crate::report::com::com_numbers;
use crate::report::look::{self, Look, looks};
use crate::report::table::TableOptions;
use crate::report::text::{clean, count, probability, wrap};
use crate::report::unwritable;
use crate::stance::Labels;
use anstyle::Style;
use std::fmt::Write as _;
use std::io::Write;

const BOLD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

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
    let parts = [
        Some(&side.name),
        m.date.as_ref(),
        m.kind.as_ref(),
        m.kamerstuk.as_ref(),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
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
        out.push('\n');
        let mut silent = 0;
        for section in &diff.sections {
            if section.changes.is_empty() && !all {
                silent += 1;
                continue;
            }
            let titled = com_numbers(section.title());
            let com: Vec<&str> = section
                .com
                .iter()
                .filter(|c| !titled.contains(c))
                .map(String::as_str)
                .collect();
            let com = com.join(", ");
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
                self.change(&mut out, change);
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

    fn change(&self, out: &mut String, change: &Change) {
        let words = match (change.kind, &change.old, &change.new) {
            (ChangeKind::StanceChanged, Some(old), Some(new)) => {
                format!("{}: {} -> {}", change.kind.words(), old.label, new.label)
            }
            (kind, old, new) => {
                let label = new
                    .as_ref()
                    .or(old.as_ref())
                    .map_or("", |q| q.label.as_str());
                format!("{}: {label}", kind.words())
            }
        };
        self.lines(out, BOLD, 2, &clean(&words));
        if let Some(old) = &change.old {
            self.quote(out, "old", old);
        }
        if let Some(new) = &change.new {
            self.quote(out, "new", new);
        }
    }

    fn quote(&self, out: &mut String, side: &str, quote: &Quote) {
        let look = look_of(&self.marks, &quote.label);
        let page = quote.page.map_or(String::new(), |p| format!(", p. {p}"));
        let head = format!(
            "    {side} {} {}{page}  ",
            look.sign,
            probability(quote.probability)
        );
        let body = wrap(
            &clean(&quote.sentence),
            head.chars().count() - 8,
            self.width - 8,
        );
        out.push_str(&self.paint(look.color.on_default(), head.trim_end()));
        for (i, line) in body.iter().enumerate() {
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
    }
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

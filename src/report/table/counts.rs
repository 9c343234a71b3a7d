//! Counts below the letter: a line a label, a row a section or letter, and what is told once of a run.

use super::super::DOUBT;
use super::super::look::{self, Look};
use super::super::run_notes::RunNotes;
use super::super::summary::Counts;
use super::super::text::{Cut, fit, shorten};
use super::{FAINT, INDENT, Table, WIDE};
use crate::numbers::percent_of;
use anstyle::Style;
use unicode_width::UnicodeWidthStr;

impl Table {
    /// The classes that take a position, in order.
    pub(super) fn positions(&self) -> Vec<usize> {
        (0..self.looks.len())
            .filter(|class| Some(*class) != self.neutral)
            .collect()
    }

    /// One sign a position, fewer where `one_sign_is` sentences share a sign; what is there always shows.
    pub(super) fn bar(&self, counts: &Counts, one_sign_is: usize) -> String {
        let marks = |look: Look, n: usize| {
            let signs = look.sign.to_string().repeat(n.div_ceil(one_sign_is.max(1)));
            if signs.is_empty() {
                signs
            } else {
                self.mark(look, &signs)
            }
        };
        let positions = self.positions();
        let shown = positions
            .iter()
            .map(|&k| marks(self.look(k), counts.labels.get(k).copied().unwrap_or(0)));
        shown
            .chain([marks(look::DOUBT, counts.doubtful)])
            .collect::<String>()
    }

    /// Rows of a name, cut by the given function where it is too long, with counts and a bar.
    pub(super) fn counted(
        &self,
        out: &mut String,
        what: &str,
        rows: &[(String, &Counts)],
        cut: Cut,
        doubt: bool,
    ) {
        let positions = self.positions();
        let most = rows.iter().map(|(_, c)| c.sentences).max().unwrap_or(0);
        let digits = most.to_string().len().max(3) + 1;
        let columns = digits * (1 + positions.len() + usize::from(doubt));
        let longest = rows
            .iter()
            .map(|(_, c)| c.positions(self.neutral) + c.doubtful)
            .max()
            .unwrap_or(0);
        let wide = self.options.width >= WIDE && columns + 32 <= self.options.width;
        let (name_width, bar_width) = if wide {
            let free = self.options.width - columns - 2;
            let needed = rows.iter().map(|(n, _)| n.width()).max().unwrap_or(0);
            let bar = (longest + positions.len()).clamp(8, (free * 2 / 5).min(18));
            let name = needed.max(what.width()).min(free - bar - 2);
            (name, free - name - 2)
        } else {
            (self.options.width, self.options.width - INDENT)
        };
        // every label can round up by one sign
        let room = bar_width.saturating_sub(positions.len() + 1).max(4);
        let one_sign_is = longest.div_ceil(room).max(1);
        let numbers = |counts: &Counts| {
            let mut cells = vec![counts.sentences];
            cells.extend(
                positions
                    .iter()
                    .map(|&k| counts.labels.get(k).copied().unwrap_or(0)),
            );
            if doubt {
                cells.push(counts.doubtful);
            }
            cells
        };
        if wide {
            let mut line = format!("{}{:>digits$}", fit(what, name_width, cut), "n");
            let signs = positions.iter().map(|&k| self.look(k).sign);
            for sign in signs.chain(doubt.then_some(look::DOUBT.sign)) {
                line.push_str(&format!("{sign:>digits$}"));
            }
            out.push_str(&self.paint(FAINT, &line));
            out.push('\n');
        }
        for (name, counts) in rows {
            let cells = numbers(counts);
            let bar = self.bar(counts, one_sign_is);
            if wide {
                let mut line = fit(name, name_width, cut);
                for n in cells {
                    line.push_str(&format!("{n:>digits$}"));
                }
                if !bar.is_empty() {
                    line.push_str(&format!("  {bar}"));
                }
                out.push_str(&line);
                out.push('\n');
            } else {
                out.push_str(&format!("{}\n", cut(name, name_width)));
                let signs = positions.iter().map(|&k| self.look(k).sign);
                let signs = std::iter::once('n').chain(signs).chain(['?']);
                let pairs: Vec<String> =
                    signs.zip(cells).map(|(s, n)| format!("{s} {n}")).collect();
                self.lines(out, Style::new(), INDENT, &pairs.join(", "));
                if !bar.is_empty() {
                    out.push_str(&format!("{}{bar}\n", " ".repeat(INDENT)));
                }
            }
        }
        if one_sign_is > 1 {
            let note = format!("one sign in a bar stands for up to {one_sign_is} sentences");
            self.lines(out, FAINT, 0, &note);
        }
    }

    /// One line a label with count, share and bar; it is the legend of the signs too.
    pub(super) fn totals(&self, out: &mut String, counts: &Counts) {
        let mut rows: Vec<(Look, String, usize)> = self
            .positions()
            .into_iter()
            .chain(self.neutral)
            .map(|k| {
                let name = self.labels.get(k).map_or("", String::as_str);
                // a label may be a number too
                let name = format!("{name}:");
                (
                    self.look(k),
                    name,
                    counts.labels.get(k).copied().unwrap_or(0),
                )
            })
            .collect();
        if counts.doubtful > 0 {
            rows.push((look::DOUBT, format!("{DOUBT}:"), counts.doubtful));
        }
        let digits = counts.sentences.to_string().len();
        let widest = rows
            .iter()
            .map(|(_, name, _)| name.width())
            .max()
            .unwrap_or(0);
        let names = widest.min(self.options.width.saturating_sub(digits + 12));
        let room = self
            .options
            .width
            .saturating_sub(names + digits + 12)
            .min(40);
        let most = rows.iter().map(|(.., n)| *n).max().unwrap_or(0).max(1);
        for (look, name, n) in rows {
            let bar = match (n * room).div_ceil(most) {
                0 => String::new(),
                length => format!("  {}", "#".repeat(length)),
            };
            let head = format!("  {} {}", look.sign, fit(&name, names, shorten));
            let share = percent_of(n, counts.sentences);
            out.push_str(&self.mark(look, &head));
            out.push_str(&format!(" {n:>digits$} {share:>4}{bar}\n"));
        }
    }

    /// What is told once of a run, by its counts.
    pub(super) fn noted(&self, out: &mut String, notes: &RunNotes, counts: &Counts) {
        for note in notes.told(counts) {
            self.lines(out, Style::new(), 0, &note);
        }
    }
}

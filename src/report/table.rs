//! The terminal view: a letter under its headings, what takes a position marked, and counts below.

mod counts;

use super::labelled::{LabelledLetter, Row};
use super::look::{self, Look, looks};
use super::run_notes::RunNotes;
use super::summary::Counts;
use super::text::{
    clean, distinct_ends, of_sentences, shorten, shorten_dated, title, unread, wrap,
};
use super::{DOUBT, Output, unwritable};
use crate::error::Result;
use crate::letter::Section;
use crate::numbers::count;
use anstyle::Style;
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// How the table is laid out: start from the default and set what should be otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableOptions {
    /// Columns of a line; at least 30 are used. Default: 80.
    pub width: usize,
    /// Whether to write colours. Default: no.
    pub color: bool,
    /// Whether to show the sentences without a position too. Default: no, they are counted.
    pub all: bool,
}

impl Default for TableOptions {
    fn default() -> Self {
        Self {
            width: 80,
            color: false,
            all: false,
        }
    }
}

/// Widths below this are laid out as this.
const NARROWEST: usize = 30;
/// From this width on, names and counts share a line.
const WIDE: usize = 60;
const INDENT: usize = 4;

/// What the compact list at the end says of a letter.
#[derive(Debug)]
struct Listed {
    name: String,
    date: Option<String>,
    counts: Counts,
}

/// Writes letters for a terminal; after several letters, a list of them.
#[derive(Debug)]
pub struct Table {
    options: TableOptions,
    list: Vec<Listed>,
    looks: Vec<Look>,
    labels: Vec<String>,
    neutral: Option<usize>,
    /// What is told once, below the last of several letters; none where it stands under each.
    notes: Option<RunNotes>,
    unread: Option<String>,
}

const BOLD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

impl Table {
    /// Lays letters out as told.
    pub fn new(options: TableOptions) -> Self {
        Self {
            options: TableOptions {
                width: options.width.max(NARROWEST),
                ..options
            },
            list: Vec::new(),
            looks: Vec::new(),
            labels: Vec::new(),
            neutral: None,
            notes: None,
            unread: None,
        }
    }

    /// Lays out letters that may be several: what is true of all is told once, below the last.
    #[must_use]
    pub fn of_several(mut self) -> Self {
        self.notes = Some(RunNotes::default());
        self
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.options.color {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn mark(&self, look: Look, text: &str) -> String {
        self.paint(look.color.on_default().bold(), text)
    }

    fn look(&self, class: usize) -> Look {
        self.looks.get(class).copied().unwrap_or(look::DOUBT)
    }

    /// Lines of plain text behind an indent, wrapped.
    fn lines(&self, out: &mut String, style: Style, indent: usize, text: &str) {
        for line in wrap(text, 0, self.options.width - indent) {
            out.push_str(&" ".repeat(indent));
            out.push_str(&self.paint(style, &line));
            out.push('\n');
        }
    }

    fn head(&self, out: &mut String, letter: &LabelledLetter) {
        let metadata = &letter.letter.metadata;
        self.lines(out, BOLD, 0, &clean(letter.file_name()));
        let first = [&metadata.kind, &metadata.date, &metadata.sender];
        let kamerstuk = metadata
            .kamerstuk
            .as_ref()
            .map(|k| format!("Kamerstuk {k}"));
        let second: Vec<&str> = kamerstuk
            .iter()
            .chain(&metadata.com)
            .chain(&metadata.council)
            .map(String::as_str)
            .collect();
        let first: Vec<&str> = first.into_iter().flatten().map(String::as_str).collect();
        for parts in [first, second] {
            if !parts.is_empty() {
                self.lines(out, Style::new(), 0, &clean(&parts.join(" · ")));
            }
        }
        for warning in &letter.letter.warnings {
            self.lines(out, Style::new(), 0, &clean(&format!("! {warning}")));
        }
    }

    fn sentence(&self, out: &mut String, letter: &LabelledLetter, row: &Row<'_>) {
        let prediction = &row.labelled.prediction;
        let name = |class: usize| clean(letter.labels.name(class)).into_owned();
        let chance = |class: usize| letter.chance(row.labelled, class);
        let (look, label) = if row.labelled.shown {
            let mut label = format!("{} {}", name(prediction.label), chance(prediction.label));
            if row.labelled.is_doubtful() {
                let second = prediction.second;
                label.push_str(&format!(" or {} {}", name(second), chance(second)));
            }
            (self.look(prediction.label), label)
        } else {
            let candidates = format!(
                "{DOUBT}: {} {} / {} {}",
                name(prediction.label),
                chance(prediction.label),
                name(prediction.second),
                chance(prediction.second)
            );
            (look::DOUBT, candidates)
        };
        let width = self.options.width - INDENT;
        let head = wrap(&format!("{label} ({})", row.place()), 0, width);
        for (i, line) in head.iter().enumerate() {
            let margin = if i == 0 {
                format!("  {} ", look.sign)
            } else {
                " ".repeat(INDENT)
            };
            out.push_str(&self.mark(look, &format!("{margin}{line}")));
            if i + 1 < head.len() {
                out.push('\n');
            }
        }
        let used = head.last().map_or(0, |l| l.width()) + 2;
        let body = wrap(&clean(&row.sentence.text), used, width);
        for (i, line) in body.iter().enumerate() {
            if i > 0 {
                out.push_str(&format!("\n{}", " ".repeat(INDENT)));
            } else if !line.is_empty() {
                out.push_str("  ");
            }
            out.push_str(line);
        }
        out.push('\n');
        self.items(out, &row.sentence.items);
    }

    fn items(&self, out: &mut String, items: &[String]) {
        for item in items {
            self.lines(out, Style::new(), INDENT, &format!("– {}", clean(item)));
        }
    }

    fn section(
        &self,
        out: &mut String,
        letter: &LabelledLetter,
        section: &Section,
        rows: &[Row<'_>],
    ) {
        if !section.title.trim().is_empty() {
            self.lines(out, BOLD, 0, &clean(&section.title));
        }
        self.items(out, &section.items);
        let mut rest = 0;
        for row in rows {
            let silent = row.labelled.shown && !letter.takes_position(row.labelled);
            if silent && !self.options.all {
                rest += 1;
            } else {
                self.sentence(out, letter, row);
            }
        }
        if rest > 0 {
            let text = format!("{} without a position", count(rest, "sentence"));
            self.lines(out, FAINT, INDENT, &text);
        } else if rows.is_empty() && section.items.is_empty() {
            self.lines(out, FAINT, INDENT, "no sentences");
        }
        out.push('\n');
    }

    fn render(&mut self, letter: &LabelledLetter) -> String {
        self.looks = looks(&letter.labels);
        self.labels = letter
            .labels
            .iter()
            .map(|l| clean(l).into_owned())
            .collect();
        self.neutral = letter.labels.neutral();
        let mut out = String::new();
        if !self.list.is_empty() {
            out.push_str(&self.paint(FAINT, &"─".repeat(self.options.width)));
            out.push_str("\n\n");
        }
        self.head(&mut out, letter);
        out.push('\n');
        let rows: Vec<Row<'_>> = letter.rows().collect();
        let mut rest = rows.as_slice();
        for section in &letter.letter.sections {
            let (own, after) = rest.split_at(section.sentences.len().min(rest.len()));
            self.section(&mut out, letter, section, own);
            rest = after;
        }
        let counts = letter.counts();
        let sections = letter.section_counts();
        let summary = match self.neutral {
            Some(_) => format!(
                "Summary: {} {} a position{}",
                counts.positions(self.neutral),
                of_sentences(counts.positions(self.neutral), counts.sentences),
                match counts.doubtful {
                    0 => String::new(),
                    1 => format!("; 1 is {DOUBT}"),
                    n => format!("; {n} are {DOUBT}"),
                }
            ),
            None => format!("Summary: {}", count(counts.sentences, "sentence")),
        };
        self.lines(&mut out, BOLD, 0, &summary);
        self.totals(&mut out, &counts);
        match &mut self.notes {
            Some(notes) => notes.add(letter),
            None => self.noted(&mut out, &RunNotes::of([letter]), &counts),
        }
        if sections.len() > 1 {
            out.push('\n');
            let titles = letter.letter.sections.iter();
            let rows: Vec<(String, &Counts)> = titles
                .map(|s| clean(title(&s.title)).into_owned())
                .zip(&sections)
                .collect();
            self.counted(&mut out, "Section", &rows, shorten, counts.doubtful > 0);
        }
        out.push('\n');
        self.list.push(Listed {
            name: clean(letter.name()).into_owned(),
            date: letter.letter.metadata.date.clone(),
            counts,
        });
        out
    }
}

impl Output for Table {
    fn letter(&mut self, letter: LabelledLetter, out: &mut dyn Write) -> Result<()> {
        let text = self.render(&letter);
        out.write_all(text.as_bytes()).map_err(unwritable)
    }

    fn unread(&mut self, names: &[String], of: usize) {
        self.unread = Some(unread(names, of));
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<()> {
        if self.list.len() > 1 {
            let mut all = Counts::new(self.looks.len());
            self.list.iter().for_each(|l| all.merge(&l.counts));
            let mut text = format!("{}\n\n", self.paint(FAINT, &"─".repeat(self.options.width)));
            let heading = format!(
                "{}, {}",
                count(self.list.len(), "letter"),
                count(all.sentences, "sentence")
            );
            self.lines(&mut text, BOLD, 0, &heading);
            self.totals(&mut text, &all);
            if let Some(notes) = &self.notes {
                self.noted(&mut text, notes, &all);
            }
            text.push('\n');
            let names: Vec<&str> = self.list.iter().map(|l| &*l.name).collect();
            let named = self.list.iter().zip(distinct_ends(&names));
            let rows: Vec<(String, &Counts)> = named
                .map(|(l, name)| match &l.date {
                    Some(date) => (format!("{} {name}", clean(date)), &l.counts),
                    None => (name, &l.counts),
                })
                .collect();
            self.counted(&mut text, "Letter", &rows, shorten_dated, all.doubtful > 0);
            out.write_all(text.as_bytes()).map_err(unwritable)?;
        } else if let ([only], Some(notes)) = (self.list.as_slice(), &self.notes) {
            let mut text = String::new();
            self.noted(&mut text, notes, &only.counts);
            out.write_all(text.as_bytes()).map_err(unwritable)?;
        }
        if let Some(unread) = &self.unread {
            let mut text = String::new();
            self.lines(&mut text, Style::new(), 0, &format!("! {unread}"));
            out.write_all(text.as_bytes()).map_err(unwritable)?;
        }
        out.flush().map_err(unwritable)
    }
}

#[cfg(test)]
mod tests;

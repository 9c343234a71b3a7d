//! The terminal view: a letter under its headings, what takes a position marked, and counts below.

use super::labelled::{LabelledLetter, Row};
use super::look::{self, Look, looks};
use super::summary::Counts;
use super::text::{clean, count, fit, percent, probability, shorten, title, wrap};
use super::{DOUBT, Output, unwritable};
use crate::error::Result;
use anstyle::Style;
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// How the table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableOptions {
    /// Columns of a line; at least 30 are used. Default: those of the terminal, 80 where there is none.
    pub width: usize,
    /// Whether to write colours. Default: no.
    pub color: bool,
    /// Whether to show the sentences without a position too. Default: no, they are counted.
    pub all: bool,
}

impl Default for TableOptions {
    fn default() -> Self {
        Self {
            width: terminal_width(),
            color: false,
            all: false,
        }
    }
}

/// Columns of the terminal that standard output is, at most 120 for the sake of reading; 80 where it is none.
pub fn terminal_width() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0).min(120))
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
        }
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
        let chance = |class: usize| {
            probability(
                prediction
                    .probabilities
                    .get(class)
                    .copied()
                    .unwrap_or(f64::NAN),
            )
        };
        let (look, label) = if row.labelled.shown {
            let label = format!("{} {}", name(prediction.label), chance(prediction.label));
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
        let page = row
            .sentence
            .page
            .map_or(String::new(), |p| format!(" (p. {p})"));
        let width = self.options.width - INDENT;
        let head = wrap(&format!("{label}{page}"), 0, width);
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
    }

    fn section(&self, out: &mut String, letter: &LabelledLetter, heading: &str, rows: &[Row<'_>]) {
        if !heading.trim().is_empty() {
            self.lines(out, BOLD, 0, &clean(heading));
        }
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
        } else if rows.is_empty() {
            self.lines(out, FAINT, INDENT, "no sentences");
        }
        out.push('\n');
    }

    /// The classes that take a position, in order.
    fn positions(&self) -> Vec<usize> {
        (0..self.looks.len())
            .filter(|class| Some(*class) != self.neutral)
            .collect()
    }

    /// One sign a position, fewer where `one_sign_is` sentences share a sign; what is there always shows.
    fn bar(&self, counts: &Counts, one_sign_is: usize) -> String {
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

    /// Rows of a name with counts and a bar.
    fn counted(&self, out: &mut String, what: &str, rows: &[(String, &Counts)], doubt: bool) {
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
            let mut line = format!("{}{:>digits$}", fit(what, name_width), "n");
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
                let mut line = fit(name, name_width);
                for n in cells {
                    line.push_str(&format!("{n:>digits$}"));
                }
                if !bar.is_empty() {
                    line.push_str(&format!("  {bar}"));
                }
                out.push_str(&line);
                out.push('\n');
            } else {
                out.push_str(&format!("{}\n", shorten(name, name_width)));
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
    fn totals(&self, out: &mut String, counts: &Counts) {
        let mut rows: Vec<(Look, &str, usize)> = self
            .positions()
            .into_iter()
            .chain(self.neutral)
            .map(|k| {
                let name = self.labels.get(k).map_or("", String::as_str);
                (
                    self.look(k),
                    name,
                    counts.labels.get(k).copied().unwrap_or(0),
                )
            })
            .collect();
        if counts.doubtful > 0 {
            rows.push((look::DOUBT, DOUBT, counts.doubtful));
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
            let head = format!("  {} {}", look.sign, fit(name, names));
            let share = percent(n, counts.sentences);
            out.push_str(&self.mark(look, &head));
            out.push_str(&format!(" {n:>digits$} {share:>4}{bar}\n"));
        }
    }

    fn coverage(&self, out: &mut String, letter: &LabelledLetter, counts: &Counts) {
        let Some(threshold) = letter.threshold else {
            return;
        };
        let limit = probability(threshold.max_error);
        let text = match threshold.point {
            Some(point) => format!(
                "Coverage {}: {} of {} labels shown, those of probability {:.2} and up; of such labels at most {limit} are wrong, measured on \
                 letters that the model had not seen.",
                percent(counts.shown(), counts.sentences),
                counts.shown(),
                counts.sentences,
                point.threshold
            ),
            None => format!(
                "No label is shown: at no probability does this model keep its errors below {limit}."
            ),
        };
        self.lines(out, Style::new(), 0, &text);
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
            self.section(&mut out, letter, &section.title, own);
            rest = after;
        }
        let counts = letter.counts();
        let sections = letter.section_counts();
        let summary = match self.neutral {
            Some(_) => format!(
                "Summary: {} of {} a position",
                counts.positions(self.neutral),
                if counts.sentences == 1 {
                    "1 sentence takes".to_owned()
                } else {
                    format!("{} sentences take", counts.sentences)
                }
            ),
            None => format!("Summary: {}", count(counts.sentences, "sentence")),
        };
        self.lines(&mut out, BOLD, 0, &summary);
        self.totals(&mut out, &counts);
        self.coverage(&mut out, letter, &counts);
        if sections.len() > 1 {
            out.push('\n');
            let titles = letter.letter.sections.iter();
            let rows: Vec<(String, &Counts)> = titles
                .map(|s| clean(title(&s.title)).into_owned())
                .zip(&sections)
                .collect();
            self.counted(&mut out, "Section", &rows, counts.doubtful > 0);
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
    fn letter(&mut self, letter: &LabelledLetter, out: &mut dyn Write) -> Result<()> {
        let text = self.render(letter);
        out.write_all(text.as_bytes()).map_err(unwritable)
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
            text.push('\n');
            let rows: Vec<(String, &Counts)> = self
                .list
                .iter()
                .map(|l| match &l.date {
                    Some(date) => (format!("{} {}", clean(date), l.name), &l.counts),
                    None => (l.name.clone(), &l.counts),
                })
                .collect();
            self.counted(&mut text, "Letter", &rows, all.doubtful > 0);
            out.write_all(text.as_bytes()).map_err(unwritable)?;
        }
        out.flush().map_err(unwritable)
    }
}

#[cfg(test)]
mod tests {
    use super::super::summary::tests::{abstaining, build, letter};
    use super::*;

    fn shown(letters: &[LabelledLetter], options: TableOptions) -> String {
        let mut table = Table::new(options);
        let mut out = Vec::new();
        for letter in letters {
            table.letter(letter, &mut out).unwrap();
        }
        table.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn plain(width: usize) -> TableOptions {
        TableOptions {
            width,
            color: false,
            all: false,
        }
    }

    fn assert_fits(text: &str, width: usize) {
        for line in text.lines() {
            assert!(line.width() <= width, "{} > {width}: {line}", line.width());
        }
    }

    #[test]
    fn a_letter_at_eighty_columns() {
        let text = shown(&[letter("brieven/agenda.txt")], plain(80));
        assert_fits(&text, 80);
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_letter_at_forty_columns_with_abstention() {
        let text = shown(&[abstaining("brieven/agenda.txt")], plain(40));
        assert_fits(&text, 40);
        insta::assert_snapshot!(text);
    }

    #[test]
    fn all_sentences_when_asked() {
        let options = TableOptions {
            all: true,
            ..plain(80)
        };
        let text = shown(&[letter("agenda.txt")], options);
        assert!(
            text.contains("  . geen standpunt >99% (p. 1)")
                || text.contains("  . geen standpunt 98%")
        );
        assert!(!text.contains("without a position"));
    }

    #[test]
    fn several_letters_end_in_a_list() {
        let mut other =
            abstaining("verslag-met-een-heel-lange-naam-die-niet-past-op-een-regel.pdf");
        other.letter.metadata.date = None;
        for width in [30, 40, 80, 120] {
            let text = shown(&[letter("agenda.txt"), other.clone()], plain(width));
            assert_fits(&text, width);
            if width == 80 {
                let at = text.rfind("2 letters").unwrap();
                insta::assert_snapshot!(&text[at..]);
            }
        }
    }

    #[test]
    fn eight_labels_without_a_neutral_one_fit() {
        let labels = [
            "aa",
            "bb",
            "cc",
            "dd",
            "een heel lang label van iemand anders",
            "ff",
            "gg",
            "hh",
        ];
        let p = [0.1, 0.1, 0.1, 0.1, 0.3, 0.1, 0.1, 0.1];
        let cases: Vec<(&str, &[f64])> = vec![("Een zin.", &p); 200];
        let eight = build("x.txt", &labels, &[("Kop", &cases), ("Nog een", &cases)]);
        for width in [30, 40, 80] {
            let text = shown(std::slice::from_ref(&eight), plain(width));
            assert_fits(&text, width);
            assert!(text.contains("  5 een heel lang label"), "{text}");
        }
    }

    #[test]
    fn colour_only_where_asked_and_nothing_else_changes() {
        let plain_text = shown(&[abstaining("a.txt")], plain(80));
        let colored = shown(
            &[abstaining("a.txt")],
            TableOptions {
                color: true,
                ..plain(80)
            },
        );
        assert!(!plain_text.contains('\u{1b}') && colored.contains('\u{1b}'));
        let stripped = anstream::adapter::strip_str(&colored).to_string();
        assert_eq!(stripped, plain_text);
    }

    #[test]
    fn a_letter_without_metadata_sentences_or_threshold_is_told_plainly() {
        let empty = build("-", &["a", "b"], &[]);
        let text = shown(&[empty], plain(40));
        assert!(
            text.starts_with("standard input\n\nSummary: 0 sentences\n"),
            "{text}"
        );
        assert!(text.contains("–"));
    }
}

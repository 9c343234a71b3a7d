//! A small table of texts, written for the terminal or as Markdown.

use unicode_width::UnicodeWidthStr;

/// The fewest columns that names are broken to fit.
const NARROWEST: usize = 14;

/// Rows of cells under a header. The first column is aligned left, the others right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Grid {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Grid {
    pub(crate) fn new<S: Into<String>>(header: impl IntoIterator<Item = S>) -> Self {
        Self {
            header: header.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Columns two spaces apart, in lines of at most `width`.
    ///
    /// Nothing is cut. Where the table is too wide, heads are broken over lines, then the names in the first column, and
    /// where that is not enough the columns go into several tables under one another, each with the names.
    pub(crate) fn text(&self, width: usize) -> String {
        let columns = self.lines().map(Vec::len).max().unwrap_or(0);
        let natural = |column| self.widest(column, |cell| cell.width());
        let others =
            |width: &dyn Fn(usize) -> usize| (1..columns).map(|c| width(c) + 2).sum::<usize>();
        if natural(0) + others(&natural) <= width {
            return self.laid(&(0..columns).map(natural).collect::<Vec<_>>());
        }
        let broken = |column: usize| {
            let head = self.header.get(column).map_or("", String::as_str);
            let head = parts(head).iter().map(|p| p.trim_end().width()).max();
            let head = head.unwrap_or(0);
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or(0).max(head)
        };
        let least = natural(0).min(NARROWEST);
        if columns < 3 || least + others(&broken) <= width {
            let first = width.saturating_sub(others(&broken)).max(least);
            let rest = (1..columns).map(broken);
            return self.laid(
                &[first.min(natural(0))]
                    .into_iter()
                    .chain(rest)
                    .collect::<Vec<_>>(),
            );
        }
        let mut tables: Vec<String> = Vec::new();
        let mut from = 1;
        while from < columns {
            let mut to = from + 1;
            let mut used = least + broken(from) + 2;
            while to < columns && used + broken(to) + 2 <= width {
                used += broken(to) + 2;
                to += 1;
            }
            tables.push(self.part(from, to).text(width));
            from = to;
        }
        tables.join("\n")
    }

    fn lines(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.header).chain(&self.rows)
    }

    fn widest(&self, column: usize, width: impl Fn(&String) -> usize) -> usize {
        let cells = self.lines().filter_map(|line| line.get(column));
        cells.map(width).max().unwrap_or(0)
    }

    /// The first column with some of the others.
    fn part(&self, from: usize, to: usize) -> Self {
        let cut = |line: &Vec<String>| {
            let rest = line.iter().take(to).skip(from);
            line.iter().take(1).chain(rest).cloned().collect()
        };
        Self {
            header: cut(&self.header),
            rows: self.rows.iter().map(cut).collect(),
        }
    }

    /// The table in columns of some widths; cells that are wider go on below.
    fn laid(&self, widths: &[usize]) -> String {
        let mut text = String::new();
        for (number, line) in self.lines().enumerate() {
            let cells: Vec<Vec<String>> = (widths.iter().enumerate())
                .map(|(column, &width)| {
                    let cell = line.get(column).map_or("", String::as_str);
                    broken(cell, width, if column == 0 { "  " } else { "" })
                })
                .collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(1);
            for at in 0..height {
                let mut out = String::new();
                for (column, (cell, &width)) in cells.iter().zip(widths).enumerate() {
                    // heads stand on the line above the rows
                    let above = if number == 0 { height - cell.len() } else { 0 };
                    let shown = at.checked_sub(above).and_then(|at| cell.get(at));
                    let shown = shown.map_or("", String::as_str);
                    let room = " ".repeat(width.saturating_sub(shown.width()));
                    if column == 0 {
                        out.push_str(&format!("{shown}{room}"));
                    } else {
                        out.push_str(&format!("  {room}{shown}"));
                    }
                }
                text.push_str(out.trim_end());
                text.push('\n');
            }
        }
        text
    }

    /// A Markdown table; pipes in cells are escaped.
    pub(crate) fn markdown(&self) -> String {
        let line = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|c| c.replace('|', "\\|")).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let mut text = line(&self.header);
        text.push('|');
        for column in 0..self.header.len() {
            text.push_str(if column == 0 { " --- |" } else { " ---: |" });
        }
        text.push('\n');
        self.rows.iter().for_each(|row| text.push_str(&line(row)));
        text
    }
}

/// What a cell may be broken into: words, with a hyphen or slash at their end and the space behind them. A sign such as `↓` stays with
/// the word before it.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices([' ', '-', '/']) {
        let rest = text.get(at + 1..).unwrap_or_default();
        let next = rest.split(' ').next().unwrap_or_default();
        if next.contains(char::is_alphanumeric) {
            parts.push(text.get(start..=at).unwrap_or_default());
            start = at + 1;
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

/// A cell in lines of at most `width`, broken behind spaces, hyphens and slashes, and inside a word only where it is longer
/// than a line; all but the first have an indent.
fn broken(cell: &str, width: usize, indent: &str) -> Vec<String> {
    if cell.width() <= width {
        return vec![cell.to_owned()];
    }
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in parts(cell) {
        if !line.trim().is_empty() && line.width() + piece.trim_end().width() > width {
            lines.push(line.trim_end().to_owned());
            indent.clone_into(&mut line);
        }
        for c in piece.chars() {
            if !c.is_whitespace()
                && line.width() + c.to_string().width() > width.max(indent.len() + 1)
            {
                lines.push(std::mem::replace(&mut line, indent.to_owned()));
            }
            line.push(c);
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// A text broken at spaces into whole lines of at most `width`; the first keeps its own indent, the others get `indent`.
pub fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let mut lines = String::new();
    let mut line = text[..text.len() - text.trim_start().len()].to_owned();
    for word in text.split_whitespace() {
        if !line.trim().is_empty() && line.width() + 1 + word.width() > width {
            lines.push_str(&line);
            lines.push('\n');
            line = indent.to_owned();
        } else if !line.trim().is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push_str(&line);
    lines.push('\n');
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_names_are_broken_and_never_cut() {
        let mut grid = Grid::new(["label", "n"]);
        grid.row(["coördinatie", "12"]);
        grid.row(["een veel te lange naam", "3"]);
        assert_eq!(
            grid.text(20),
            "label              n\ncoördinatie       12\neen veel te        3\n  lange naam\n"
        );
        let mut grid = Grid::new(["figure", "cue words", "scikit-learn"]);
        grid.row(["macro-F1, stances", "0.5", "0.7"]);
        assert_eq!(
            grid.text(34),
            "                     cue  scikit-\nfigure             words    learn\nmacro-F1, stances    0.5      0.7\n"
        );
        let word = Grid::new(["onvoorwaardelijkheid", "n"]).text(17);
        assert_eq!(word, "onvoorwaardeli\n  jkheid        n\n");
    }

    #[test]
    fn columns_that_do_not_fit_stand_in_a_table_below() {
        let mut grid = Grid::new(["figure", "model", "majority", "cue words"]);
        grid.row(["polarity flips ↓", "0.010 [0.006, 0.015]", "0.000", "0.010"]);
        grid.row(["polarity", "0.020", "0.000", "0.010"]);
        let text = grid.text(40);
        assert_eq!(
            text.lines().collect::<Vec<_>>(),
            [
                "figure                           model",
                "polarity flips ↓  0.010 [0.006, 0.015]",
                "polarity                         0.020",
                "",
                "figure            majority  cue words",
                "polarity flips ↓     0.000      0.010",
                "polarity             0.000      0.010"
            ]
        );
        for width in 30..90 {
            assert!(
                grid.text(width).lines().all(|l| l.width() <= width.max(38)),
                "{width}"
            );
        }
    }

    #[test]
    fn markdown_escapes_pipes() {
        let mut grid = Grid::new(["a", "b"]);
        grid.row(["x|y", "1"]);
        assert_eq!(
            grid.markdown(),
            "| a | b |\n| --- | ---: |\n| x\\|y | 1 |\n"
        );
    }

    #[test]
    fn long_texts_are_wrapped_with_an_indent() {
        assert_eq!(
            wrapped("een twee drie vier", 9, "  "),
            "een twee\n  drie\n  vier\n"
        );
        assert_eq!(wrapped(" a b c", 4, ""), " a b\nc\n");
        assert_eq!(wrapped("", 9, "  "), "\n");
    }
}

//! A small table of texts, written for the terminal or as Markdown.

use unicode_width::UnicodeWidthStr;

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

    /// Columns two spaces apart; the first one is cut with `…` where a line would be wider than `width`.
    pub(crate) fn text(&self, width: usize) -> String {
        let lines = || std::iter::once(&self.header).chain(&self.rows);
        let columns = lines().map(Vec::len).max().unwrap_or(0);
        let widest = |column: usize| {
            lines()
                .filter_map(|l| l.get(column))
                .map(|c| c.width())
                .max()
                .unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..columns).map(widest).collect();
        let others: usize = widths.iter().skip(1).map(|w| w + 2).sum();
        if let Some(first) = widths.first_mut() {
            *first = (*first).min(width.saturating_sub(others).max(8));
        }
        let mut text = String::new();
        for line in lines() {
            let mut out = String::new();
            for (column, &width) in widths.iter().enumerate() {
                let cell = line.get(column).map_or("", String::as_str);
                if column == 0 {
                    let cell = cut(cell, width);
                    out.push_str(&cell);
                    out.push_str(&" ".repeat(width.saturating_sub(cell.width())));
                } else {
                    out.push_str(&" ".repeat(2 + width.saturating_sub(cell.width())));
                    out.push_str(cell);
                }
            }
            text.push_str(out.trim_end());
            text.push('\n');
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

/// A text cut to a width, with `…` where something is missing.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        if cut.width() + c.to_string().width() + 1 > width {
            break;
        }
        cut.push(c);
    }
    format!("{}…", cut.trim_end())
}

/// A text broken at spaces into lines of at most `width`; the first keeps its own indent, the others get `indent`.
pub(crate) fn wrapped(text: &str, width: usize, indent: &str) -> String {
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
    fn columns_are_aligned_and_the_first_is_cut() {
        let mut grid = Grid::new(["label", "n"]);
        grid.row(["coördinatie", "12"]);
        grid.row(["een veel te lange naam", "3"]);
        let text = grid.text(20);
        assert_eq!(
            text,
            "label              n\ncoördinatie       12\neen veel te lan…   3\n"
        );
        assert!(text.lines().all(|l| l.width() <= 20));
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

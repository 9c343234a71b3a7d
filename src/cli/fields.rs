//! Values behind their name, and sentences, in as many lines as they need.

use super::terminal::width;
use standpunt::program::wrapped;
use std::io::{Result, Write};

/// Writes a text that begins with its indent, broken to the width of the terminal; `indent` is that of the lines below.
pub fn text(out: &mut impl Write, text: &str, indent: &str) -> Result<()> {
    out.write_all(wrapped(text, width(), indent).as_bytes())
}

/// Writes values behind a name, `gap` between them; what does not fit in the width of the terminal goes on below.
///
/// The name stands behind two spaces and takes `margin` columns with them.
pub fn field(
    out: &mut impl Write,
    margin: usize,
    name: &str,
    values: impl IntoIterator<Item = impl AsRef<str>>,
    gap: &str,
) -> Result<()> {
    let room = width().saturating_sub(margin);
    let mut line = format!("  {name:<0$} ", margin.saturating_sub(3));
    let mut used = line.chars().count();
    let mut first = true;
    for value in values {
        let value = value.as_ref();
        let mut before = gap;
        // a value that is longer than a line is broken between its words
        let parts: Vec<&str> = match value.chars().count() > room {
            true => value.split(' ').collect(),
            false => vec![value],
        };
        for part in parts {
            let length = part.chars().count();
            if !first && used + before.len() + length > width() {
                writeln!(out, "{}", line.trim_end())?;
                line = " ".repeat(margin);
                used = margin;
            } else if !first {
                line.push_str(before);
                used += before.len();
            }
            line.push_str(part);
            used += length;
            (first, before) = (false, " ");
        }
    }
    writeln!(out, "{}", line.trim_end())
}

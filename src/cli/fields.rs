//! Values behind their name, in as many lines as they need.

use super::terminal::width;
use std::io::{Result, Write};

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
    let mut line = format!("  {name:<0$} ", margin.saturating_sub(3));
    let mut used = line.chars().count();
    for (number, value) in values.into_iter().enumerate() {
        let value = value.as_ref();
        let length = value.chars().count();
        if number > 0 && used + gap.len() + length > width() {
            writeln!(out, "{}", line.trim_end())?;
            line = " ".repeat(margin);
            used = margin;
        } else if number > 0 {
            line.push_str(gap);
            used += gap.len();
        }
        line.push_str(value);
        used += length;
    }
    writeln!(out, "{}", line.trim_end())
}

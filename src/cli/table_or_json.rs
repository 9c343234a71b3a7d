//! The outputs of commands that write a table for people or JSON for programs.

use super::terminal::written;
use serde::Serialize;
use standpunt::error::{Error, ErrorKind, Result};
use std::io::Write;

/// What to write, where there are two ways.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct TableOrJson {
    /// What to write; JSON has everything
    #[arg(long, short, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// The same as `--format json`, as it was spelt before
    #[arg(long, hide = true, conflicts_with = "format")]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For reading in a terminal
    Table,
    /// For programs
    Json,
}

impl TableOrJson {
    /// Whether JSON is asked for.
    pub fn is_json(self) -> bool {
        self.json || self.format == Format::Json
    }
}

/// Writes a result as indented JSON.
pub fn write_json(result: &impl Serialize, out: &mut dyn Write) -> Result<()> {
    let text = serde_json::to_string_pretty(result)
        .map_err(|e| Error::new(ErrorKind::Io, e.to_string()))?;
    written(writeln!(out, "{text}"))
}

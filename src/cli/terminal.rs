//! Standard output and error: errors, notes, width, and writing that survives a closed pipe.

mod tame;
mod usage;

use super::Run;
use anstyle::{AnsiColor, Style};
use standpunt::error::{Error, Result};
use standpunt::program::wrapped;
use standpunt::report::table::TableOptions;
use standpunt::report::unwritable;
use std::io::{BufWriter, IsTerminal, Write};
use std::process::ExitCode;
use tame::Tame;

/// Prints an error as `error:` and `hint:`, continued lines indented below.
pub fn print_error(error: &Error) {
    say(AnsiColor::Red, "error:", &error.to_string());
    if let Some(step) = error.next_step() {
        say(HINT, "hint:", step);
    }
}

/// Columns that the text of errors and hints stands behind.
const INDENT: usize = 7;
/// The colour of hints.
const HINT: AnsiColor = AnsiColor::Green;

/// Prints a message to standard error behind what it is, continued lines indented below.
fn say(color: AnsiColor, what: &str, text: &str) {
    let style = Style::new().bold().fg_color(Some(color.into()));
    let gap = INDENT.saturating_sub(what.len()).max(1);
    let below = " ".repeat(INDENT);
    // the first line stands behind what it is
    let first = " ".repeat(what.len() + gap);
    let lines = (text.lines().enumerate()).map(|(n, line)| {
        let margin = if n == 0 { &first } else { &below };
        broken(&format!("{margin}{line}"), &below)
    });
    let text: String = lines.collect();
    let text = text.get(first.len()..).unwrap_or_default();
    let _ = write!(stderr(), "{style}{what}{style:#}{:gap$}{text}", "");
}

/// A message for standard error in whole lines, `below` being the indent of those behind the first.
fn broken(text: &str, below: &str) -> String {
    lines_for(std::io::stderr().is_terminal(), text, below)
}

/// A text in whole lines: none longer than the terminal where it is for one (or where `COLUMNS` says how wide it is), else as it is.
/// `below` is the indent of the lines behind the first.
pub fn lines_for(terminal: bool, text: &str, below: &str) -> String {
    match terminal || std::env::var_os("COLUMNS").is_some() {
        true => wrapped(text, width(), below),
        false => format!("{text}\n"),
    }
}

/// Prints what is wrong with the arguments, or the help that they ask for; what the parser calls a tip is a hint, as everywhere.
pub fn print_usage_error(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        error.exit();
    }
    let text = error.render().ansi().to_string();
    let mut next = usage::next_step(error);
    let mut err = stderr();
    for line in text.lines() {
        let plain = anstream::adapter::strip_str(line).to_string();
        if plain.starts_with("Usage:")
            && let Some(next) = next.take()
        {
            say(HINT, "hint:", &next);
            let _ = writeln!(err);
        }
        if plain.trim_start().starts_with("tip:") {
            let _ = writeln!(
                err,
                "{}",
                line.trim_start()
                    .replacen("tip:", "hint:", 1)
                    .replacen(' ', "  ", 1)
            );
        } else {
            let _ = writeln!(err, "{line}");
        }
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// Prints a note to standard error unless the run is quiet.
pub fn note(run: Run, text: &str) {
    if !run.quiet {
        let _ = write!(stderr(), "{}", broken(text, ""));
    }
}

/// Prints a warning to standard error unless the run is quiet.
pub fn warn(run: Run, text: &str) {
    if !run.quiet {
        answer_no(text);
    }
}

/// Prints the next step behind a warning to standard error unless the run is quiet.
pub fn hint(run: Run, text: &str) {
    if !run.quiet {
        say(HINT, "hint:", text);
    }
}

/// Prints why the answer of a command is "no" to standard error, quiet or not.
pub fn answer_no(text: &str) {
    say(AnsiColor::Yellow, "warning:", text);
}

/// Width of the terminal in columns; 80 where there is none. `COLUMNS` goes before both.
pub fn width() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|c| c.parse().ok())
        .or_else(|| terminal_size::terminal_size().map(|(w, _)| usize::from(w.0)))
        .unwrap_or(80)
        .clamp(30, 200)
}

/// How a table of sentences is laid out here: as wide as the terminal, up to what is pleasant to read.
pub fn table_options(color: bool, all: bool) -> TableOptions {
    let mut options = TableOptions::default();
    options.width = width().min(120);
    options.color = color;
    options.all = all;
    options
}

/// How many items `--top` asks for: 0 is all of them.
pub fn all_of_0(top: usize) -> usize {
    if top == 0 { usize::MAX } else { top }
}

/// Standard output, buffered; on a terminal, the text of letters, labels and names cannot steer it.
pub fn stdout() -> BufWriter<Tame<std::io::StdoutLock<'static>>> {
    let out = std::io::stdout();
    let tame = out.is_terminal();
    BufWriter::with_capacity(1 << 16, Tame::new(out.lock(), tame))
}

/// Standard error, with colours where it is a terminal; what messages quote cannot steer it.
fn stderr() -> Tame<anstream::AutoStream<std::io::StderrLock<'static>>> {
    Tame::new(anstream::stderr().lock(), true)
}

/// Whether colour is wanted on standard output: a terminal, and no `NO_COLOR`.
pub fn colour() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// Whether a person sees standard output and standard error together.
pub fn on_one_terminal() -> bool {
    std::io::stdout().is_terminal() && std::io::stderr().is_terminal()
}

/// Turns a failed write into the crate's error.
pub fn written(result: std::io::Result<()>) -> Result<()> {
    result.map_err(|e| unwritable(e).at("standard output"))
}

/// A progress bar on standard error; nothing where that is no terminal or the run is quiet.
pub fn progress(run: Run, steps: u64, what: &str) -> indicatif::ProgressBar {
    if run.quiet || !std::io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    let style = indicatif::ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {eta}")
        .unwrap_or_else(|_| indicatif::ProgressStyle::default_bar());
    indicatif::ProgressBar::new(steps)
        .with_style(style)
        .with_message(what.to_owned())
}

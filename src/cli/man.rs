//! `man`: the help as manual pages.

use super::terminal::note;
use super::{Cli, Run};
use clap::CommandFactory;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::program::AtomicFile;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write manual pages, one a command
///
/// Writes `standpunt.1`, `standpunt-classify.1` and so on into a folder, where `man -l FOLDER/standpunt.1` reads them.
#[derive(Debug, clap::Args)]
pub struct Man {
    /// The folder, which must exist
    folder: PathBuf,
}

impl Man {
    pub fn run(self, run: Run) -> Result<ExitCode> {
        if !self.folder.is_dir() {
            let wrong = |what: &str, hint: &str| {
                Error::new(ErrorKind::Io, format!("{}: {what}", self.folder.display())).hint(hint)
            };
            return Err(match self.folder.exists() {
                true => wrong(
                    "is no folder",
                    "name a folder for the pages, such as `standpunt man .` for the one you are in",
                ),
                false => wrong("no such folder", "make the folder first"),
            });
        }
        let mut command = Cli::command().disable_help_subcommand(true);
        command.build();
        let mut pages = vec![(command.get_name().to_owned(), command.clone())];
        for part in command.get_subcommands() {
            let name = format!("{}-{}", command.get_name(), part.get_name());
            pages.push((name, part.clone()));
        }
        for (name, command) in &pages {
            let path = self.folder.join(format!("{name}.1"));
            let mut text = Vec::new();
            let unwritable = |e| Error::new(ErrorKind::Io, format!("{}: {e}", path.display()));
            // clap would put what stands after the help under a heading EXTRA, as one paragraph
            let bare = command
                .clone()
                .after_help(None::<&str>)
                .after_long_help(None::<&str>);
            let page = clap_mangen::Man::new(bare);
            page.render(&mut text).map_err(unwritable)?;
            let usage = command.clone().render_usage().to_string();
            text = with_synopsis(&String::from_utf8_lossy(&text), &usage).into_bytes();
            let after = command.get_after_long_help().or(command.get_after_help());
            if let Some(after) = after {
                text.extend(sections(&after.to_string()).as_bytes());
            }
            let mut file = AtomicFile::create(&path)?;
            file.put(&text)?;
            file.commit()?;
        }
        note(
            run,
            &format!("{} pages written to {}", pages.len(), self.folder.display()),
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// The page with the usage of the help as its synopsis: clap would list every option there, without its value.
fn with_synopsis(page: &str, usage: &str) -> String {
    const HEAD: &str = ".SH SYNOPSIS\n";
    let Some((before, rest)) = page.split_once(HEAD) else {
        return page.to_owned();
    };
    let after = rest.find("\n.SH").map_or("", |end| &rest[end + 1..]);
    let lines = usage.trim_start_matches("Usage:").lines();
    let lines: Vec<String> = lines
        .map(|line| line.trim().replace('\\', "\\\\").replace('-', "\\-"))
        .collect();
    format!("{before}{HEAD}.nf\n{}\n.fi\n{after}", lines.join("\n"))
}

/// The examples and exit codes that stand after the help, as sections of a manual page.
fn sections(after: &str) -> String {
    let escaped = |line: &str| line.replace('\\', "\\\\").replace('-', "\\-");
    let mut text = String::new();
    let mut open = false;
    for line in after.lines() {
        if let Some(codes) = line.strip_prefix("Exit codes: ") {
            text.push_str(if open { ".fi\n" } else { "" });
            text.push_str(&format!(".SH \"EXIT STATUS\"\n{}\n", escaped(codes)));
            open = false;
        } else if line == "Examples:" {
            text.push_str(".SH EXAMPLES\n.nf\n");
            open = true;
        } else if !line.is_empty() {
            text.push_str(&format!("{}\n", escaped(line.trim_start())));
        }
    }
    text
}

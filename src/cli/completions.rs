//! `completions`: what a shell needs to complete commands and options.

use super::Cli;
use super::terminal::{stdout, written};
use clap::CommandFactory;
use clap_complete::Shell;
use standpunt::error::Result;
use std::io::Write;
use std::process::ExitCode;

/// Print completions of commands and options for a shell
///
/// For bash: `standpunt completions bash > ~/.local/share/bash-completion/completions/standpunt`.
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub fn run(self) -> Result<ExitCode> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "standpunt", &mut script);
        let mut out = stdout();
        written(out.write_all(&script).and_then(|()| out.flush()))?;
        Ok(ExitCode::SUCCESS)
    }
}

//! The commands, one file each.

mod agreement;
mod card;
mod check;
mod classify;
mod columns;
mod compare;
mod completions;
mod cross_validate;
mod diff;
mod doubts;
mod evaluate;
mod explain;
mod faults;
mod fields;
mod from_files;
mod inspect;
mod json_letters;
mod letters;
mod line_rows;
mod lines;
mod looks;
mod man;
mod model;
mod outputs;
mod reports;
mod scoring;
mod sentences;
mod signs;
mod table_or_json;
pub mod terminal;
mod train;
mod training;
mod tuning;
mod values;

use clap::{Parser, Subcommand};
use standpunt::error::Result;
use std::process::ExitCode;

/// Finds where the Dutch cabinet stands in its letters to parliament.
///
/// Each sentence of a letter is labelled: the sender `steunt` a proposal, is `kritisch`, will `op merites beoordelen`, or
/// takes `geen standpunt`. The model is inside the program; your own letters train another one.
#[derive(Debug, Parser)]
#[command(
    name = "standpunt",
    version,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "Exit codes: 0 fine; 1 \"no\", a check failed or a score is below the asked one; 2 error."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Print results and errors only: no progress, no notes, no warnings
    #[arg(long, short, global = true, help_heading = "Global options")]
    quiet: bool,
    /// Number of threads [default: one a core]; results do not depend on it
    #[arg(long, global = true, help_heading = "Global options", value_name = "N",
          value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Classify(classify::Classify),
    Diff(diff::Diff),
    Explain(explain::Explain),
    Sentences(sentences::Sentences),
    Train(train::Train),
    Evaluate(evaluate::Evaluate),
    CrossValidate(cross_validate::CrossValidate),
    Compare(compare::Compare),
    Agreement(agreement::Agreement),
    Check(check::Check),
    Inspect(inspect::Inspect),
    Completions(completions::Completions),
    Man(man::Man),
}

/// What every command may ask of the run.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// No progress, no notes and no warnings.
    pub quiet: bool,
    /// Warnings of letters stand in the output, on the same terminal as standard error.
    pub shown: bool,
}

/// Runs the command.
pub fn run(cli: Cli) -> Result<ExitCode> {
    if let Some(jobs) = cli.jobs {
        // fails only when the pool exists already, which it does not yet
        let _ = rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(jobs))
            .build_global();
    }
    let run = Run {
        quiet: cli.quiet,
        shown: false,
    };
    match cli.command {
        Command::Classify(command) => command.run(run),
        Command::Diff(command) => command.run(run),
        Command::Explain(command) => command.run(run),
        Command::Sentences(command) => command.run(run),
        Command::Train(command) => command.run(run),
        Command::Evaluate(command) => command.run(run),
        Command::CrossValidate(command) => command.run(run),
        Command::Compare(command) => command.run(run),
        Command::Agreement(command) => command.run(run),
        Command::Check(command) => command.run(run),
        Command::Inspect(command) => command.run(run),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(run),
    }
}

//! The program: parse arguments, run a command, turn an error into text and an exit code.
//!
//! Exit codes: 0 fine, 1 "no" (a check failed, a score below the asked minimum), 2 error.

// no input makes the program panic; a test may, and says where
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::panic,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod cli;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    standpunt::program::silence_panics_of_readers();
    let arguments = match cli::Cli::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return cli::terminal::print_usage_error(&error),
    };
    match cli::run(arguments) {
        Ok(code) => code,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            cli::terminal::print_error(&error);
            ExitCode::from(2)
        }
    }
}

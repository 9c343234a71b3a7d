//! The next step behind what the parser of arguments refuses.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::path::Path;

/// What to write instead, where the parser does not say so itself.
pub(super) fn next_step(error: &clap::Error) -> Option<String> {
    match (error.kind(), error.get(ContextKind::InvalidArg)) {
        (ErrorKind::MissingRequiredArgument, Some(ContextValue::Strings(missing))) => missing
            .iter()
            .find_map(|name| given(name))
            .map(str::to_owned),
        (ErrorKind::InvalidSubcommand, _) => match error.get(ContextKind::InvalidSubcommand) {
            Some(ContextValue::String(name)) if Path::new(name).exists() => {
                Some(format!("`standpunt classify {name}` labels its sentences"))
            }
            _ => None,
        },
        _ => None,
    }
}

/// How an argument is given, by its name in the usage.
fn given(name: &str) -> Option<&'static str> {
    Some(match name {
        "<FILE>" | "<FILE>..." => "name a letter, such as `brief.pdf`; `-` reads standard input",
        "<SENTENCE>..." => {
            "write the sentence too: `standpunt explain \"Het kabinet steunt dit.\"`; `-` reads standard input"
        }
        "<PATH>..." | "--data <PATH>..." => {
            "name the labelled sentences, such as `zinnen.csv` or a folder; `-` reads standard input"
        }
        "--model <FILE>" => "say where the model is to be written, such as `--model mijn.model`",
        _ => return None,
    })
}

//! Imports against the order of the modules: `ARCHITECTURE.md` says that they point down only.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the library from the bottom up: each knows those before it and itself.
const ORDER: [&str; 28] = [
    "error",
    "noun",
    "hex",
    "bounded",
    "atomic_file",
    "list",
    "scores",
    "stance",
    "sparse",
    "leakage",
    "cues",
    "letter",
    "features",
    "logistic",
    "dataset",
    "folds",
    "calibration",
    "abstention",
    "options",
    "facts",
    "classifier",
    "model_file",
    "embedded",
    "evaluation",
    "trainer",
    "tuning",
    "report",
    "diff",
];

/// Every Rust file under a folder that is no test, in order.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let mut paths: Vec<PathBuf> = entries.collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| match path.extension() {
            _ if path.is_dir() => sources(&path),
            Some(end) if end == "rs" && !path.ends_with("tests.rs") => vec![path],
            _ => Vec::new(),
        })
        .collect()
}

/// The code of a file without comments and without what stands under `#[cfg(test)]`.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let mut code = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == "#[cfg(test)]" {
            // one item: a line, or a block that ends at the margin
            if lines.next().is_some_and(|item| item.ends_with('{')) {
                lines.by_ref().find(|line| *line == "}");
            }
        } else if !line.trim_start().starts_with("//") {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

/// The path of a file's module in the crate: `src/letter/read.rs` is `letter`, `read`.
fn module(file: &Path) -> Vec<String> {
    let mut path: Vec<String> = file
        .with_extension("")
        .iter()
        .skip(1)
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if path.last().is_some_and(|last| last == "mod") {
        path.pop();
    }
    path
}

/// The modules of the crate that code names, by `crate::` or by as many `super::` as lead out of its own.
fn named(code: &str, depth: usize) -> Vec<&str> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let out = "super::".repeat(depth);
    ["crate::", &out]
        .iter()
        .flat_map(|root| {
            code.match_indices(root)
                .map(|(at, root)| (at, at + root.len()))
        })
        .filter(|&(at, _)| !code[..at].ends_with(|c: char| is_name(c) || c == ':' || c == '$'))
        .map(|(_, end)| {
            let rest = &code[end..];
            &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())]
        })
        .collect()
}

#[test]
fn imports_of_the_library_point_down() {
    let rank = |module: &str| ORDER.iter().position(|known| *known == module);
    let mut wrong = Vec::new();
    for path in sources(Path::new("src")) {
        let module = module(&path);
        let own = module[0].as_str();
        if ["cli", "lib", "main"].contains(&own) {
            continue;
        }
        let Some(here) = rank(own) else {
            panic!("{own} has no place in the order of this test");
        };
        for other in named(&code(&path), module.len()) {
            match rank(other) {
                Some(there) if there <= here => {}
                Some(_) => wrong.push(format!("{}: {own} stands below {other}", path.display())),
                None => wrong.push(format!("{}: `crate::{other}` is no module", path.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The modules of the commands, by the values of `Command`.
fn commands() -> Vec<String> {
    let code = code(Path::new("src/cli/mod.rs"));
    let (_, values) = code.split_once("enum Command {").unwrap();
    let (values, _) = values.split_once('}').unwrap();
    let module = |value: &str| value.split(['(', ':']).nth(1).map(str::to_owned);
    values.lines().filter_map(module).collect()
}

#[test]
fn what_commands_share_stands_in_no_command() {
    let commands = commands();
    assert!(commands.len() > 10, "{commands:?}");
    let mut wrong = Vec::new();
    for path in sources(Path::new("src/cli")) {
        let module = module(&path);
        // the list of commands knows them all
        let Some(own) = module.get(1) else { continue };
        let code = code(&path);
        // `super::` of a file leads to what stands beside it, and that of a folder's file one up
        let known = named(&code, module.len() - 1);
        let others = commands
            .iter()
            .filter(|other| *other != own && known.contains(&other.as_str()));
        wrong.extend(others.map(|other| format!("{}: knows the command {other}", path.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_are_found_where_they_lead_out() {
    let code = "use crate::error::Error;\nuse super::super::list::List;\nuse super::near;\nmy_crate::x; a::crate::y;";
    assert_eq!(named(code, 2), ["error", "list"]);
    assert_eq!(named("use super::list::List;", 1), ["list"]);
    assert_eq!(
        module(Path::new("src/report/html/mod.rs")),
        ["report", "html"]
    );
}

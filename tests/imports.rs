//! Imports against the order of the modules: `ARCHITECTURE.md` says that they point down only, and in no folder in a ring.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the library from the bottom up: each knows those before it and itself.
const ORDER: [&str; 33] = [
    "error",
    "numbers",
    "excerpt",
    "hex",
    "bounded",
    "folders",
    "by_hash",
    "atomic_file",
    "guard",
    "list",
    "scores",
    "ties",
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
    let path = file.with_extension("");
    let names = path.iter().skip(1).map(|part| part.to_string_lossy());
    names
        .map(String::from)
        .filter(|name| name != "mod")
        .collect()
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The paths of what a text begins with: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim_start();
    if let Some(list) = tree.strip_prefix('{') {
        return branches(list).into_iter().flat_map(paths).collect();
    }
    let (name, rest) = tree.split_at(tree.find(|c| !is_name(c)).unwrap_or(tree.len()));
    let further = rest.strip_prefix("::").map_or(vec![Vec::new()], paths);
    let path = |end: Vec<String>| [vec![name.to_owned()], end].concat();
    further.into_iter().map(path).collect()
}

/// The parts of a list, up to the brace that ends it.
fn branches(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                found.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        if c == '}' && start == at + 1 {
            break;
        }
    }
    found
}

/// What code of a module names by `crate` and `super`, as paths from the root of the crate.
fn named(code: &str, module: &[String]) -> Vec<Vec<String>> {
    let mut named = Vec::new();
    for (at, _) in code
        .match_indices("crate::")
        .chain(code.match_indices("super::"))
    {
        if code[..at].ends_with(|c: char| is_name(c) || c == ':' || c == '$') {
            continue;
        }
        for path in paths(&code[at..]) {
            let up = path.iter().take_while(|name| *name == "super").count();
            let (from, own) = match up {
                0 => (1, &[][..]),
                up => (up, &module[..module.len().saturating_sub(up)]),
            };
            named.push([own, &path[from..]].concat());
        }
    }
    named
}

/// Every module of the crate with the modules that it names, by their paths.
fn imports() -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let files = sources(Path::new("src"));
    let all: BTreeSet<Vec<String>> = files.iter().map(|file| module(file)).collect();
    let modules = |mut path: Vec<String>| {
        let known = all.iter().any(|module| module[0] == path[0]);
        assert!(
            known,
            "`crate::{}` is no module: name the one it is of",
            path[0]
        );
        while !path.is_empty() && !all.contains(&path) {
            path.pop();
        }
        (!path.is_empty()).then_some(path)
    };
    let of = |file: &PathBuf| {
        let own = module(file);
        let named = named(&code(file), &own).into_iter().filter_map(modules);
        let others = named.filter(|other| *other != own).collect();
        (own, others)
    };
    files.iter().map(of).collect()
}

/// Modules of a folder that know each other, directly or by others of it.
fn rings(
    imports: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>,
    folder: &[String],
) -> BTreeSet<String> {
    let child = |path: &[String]| path.strip_prefix(folder)?.first().cloned();
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (own, others) in imports {
        let Some(own) = child(own) else { continue };
        let others = others.iter().filter_map(|other| child(other));
        let others = others.filter(|other| *other != own);
        known.entry(own.clone()).or_default().extend(others);
    }
    // what each knows by others, until nothing is added
    loop {
        let further: Vec<(String, BTreeSet<String>)> = (known.iter())
            .map(|(own, others)| {
                let of_others = others.iter().filter_map(|other| known.get(other));
                let all = others | &of_others.flatten().cloned().collect();
                (own.clone(), all)
            })
            .collect();
        if further.iter().all(|(own, all)| known[own] == *all) {
            break;
        }
        known = further.into_iter().collect();
    }
    (known.into_iter())
        .filter(|(own, others)| others.contains(own))
        .map(|(own, _)| [folder, &[own]].concat().join("::"))
        .collect()
}

#[test]
fn imports_of_the_library_point_down() {
    let rank = |module: &str| ORDER.iter().position(|known| *known == module);
    let mut wrong = Vec::new();
    for (own, others) in imports() {
        if ["cli", "lib", "main"].contains(&own[0].as_str()) {
            continue;
        }
        assert!(
            rank(&own[0]).is_some(),
            "{} has no place in the order of this test",
            own[0]
        );
        let above = others
            .iter()
            .filter(|other| rank(&other[0]) > rank(&own[0]) || other[0] == "cli");
        wrong.extend(above.map(|other| format!("{} names {}", own.join("::"), other.join("::"))));
    }
    assert!(
        wrong.is_empty(),
        "names of modules above:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn modules_of_a_folder_do_not_know_each_other_in_a_ring() {
    let imports = imports();
    let folders: BTreeSet<&[String]> = imports.keys().map(|path| &path[..path.len() - 1]).collect();
    assert!(folders.len() > 10, "{folders:?}");
    let rings: BTreeSet<String> = (folders.iter())
        .flat_map(|folder| rings(&imports, folder))
        .collect();
    assert!(rings.is_empty(), "{rings:?}");
}

/// The modules of the commands, by the values of `Command`.
fn commands() -> BTreeSet<String> {
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
    for (own, others) in imports() {
        // the list of commands knows them all
        if own[0] != "cli" || own.len() < 2 {
            continue;
        }
        let known = others
            .iter()
            .filter(|other| other[0] == "cli" && other.len() > 1);
        let known = known.filter(|other| other[1] != own[1] && commands.contains(&other[1]));
        wrong.extend(known.map(|other| format!("{} names {}", own.join("::"), other.join("::"))));
    }
    assert!(wrong.is_empty(), "names of commands:\n{}", wrong.join("\n"));
}

#[test]
fn names_and_rings_are_found() {
    let code = "use crate::error::{Error, kind::{A, B}, C};\nuse super::super::list::List;\nuse super::near;\nmy_crate::x; a::crate::y;";
    let path = |path: &str| path.split("::").map(str::to_owned).collect::<Vec<_>>();
    let own = path("letter::read");
    let found: BTreeSet<String> = named(code, &own)
        .iter()
        .map(|path| path.join("::"))
        .collect();
    let expected = [
        "error::C",
        "error::Error",
        "error::kind::A",
        "error::kind::B",
        "letter::near",
        "list::List",
    ];
    assert_eq!(found, expected.map(str::to_owned).into());
    assert_eq!(
        module(Path::new("src/report/html/mod.rs")),
        path("report::html")
    );

    let knows =
        |own: &str, others: &[&str]| (path(own), others.iter().map(|other| path(other)).collect());
    let imports = [
        knows("a::b", &["a::c::d", "e"]),
        knows("a::c::d", &["a::f"]),
        knows("a::f", &["a::b"]),
        knows("a::g", &["a::b"]),
        knows("e", &[]),
    ];
    let rings = rings(&imports.into(), &path("a"));
    assert_eq!(rings, ["a::b", "a::c", "a::f"].map(str::to_owned).into());
}

//! Where a command writes: standard output or files, which never are files that it reads.

use super::Run;
use super::terminal::note;
use standpunt::classifier::Classifier;
use standpunt::dataset;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::program::AtomicFile;
use std::path::{Path, PathBuf};

/// The file that `--out` names; none for standard output, which `-` and `/dev/stdout` name too.
pub fn file(out: Option<&PathBuf>) -> Option<&Path> {
    let names_a_file = |path: &&Path| !["-", "/dev/stdout"].map(Path::new).contains(path);
    out.map(PathBuf::as_path).filter(names_a_file)
}

/// Refuses outputs that would replace an input or one another; each output comes with the option that names it.
///
/// Paths are compared where links lead. A folder stands for itself alone: its files are named by who reads them.
pub fn keep_apart<'a>(
    outputs: &[(&str, Option<&Path>)],
    inputs: impl IntoIterator<Item = &'a PathBuf>,
) -> Result<()> {
    let mut taken: Vec<(PathBuf, &str)> = Vec::new();
    for path in inputs {
        // a path that is not there is an error of the one who reads it
        taken.extend(path.canonicalize().map(|real| (real, "is read here")));
    }
    for (option, path) in outputs {
        let Some(path) = path else { continue };
        if path.as_os_str() == "-" && *option != "--out" {
            return Err(
                Error::new(ErrorKind::Usage, format!("{option} to standard output"))
                    .expected("the name of a file")
                    .hint("only `--out` can be standard output"),
            );
        }
        let real = real(path);
        if let Some((_, why)) = taken.iter().find(|(other, _)| *other == real) {
            return Err(Error::new(
                ErrorKind::Usage,
                format!("{option} would replace a file that {why}"),
            )
            .at(path)
            .expected("a file of its own")
            .hint("give another name; nothing was written"));
        }
        // pipes and devices can take several outputs
        if !path.exists() || path.is_file() {
            taken.push((real, "another option writes"));
        }
    }
    Ok(())
}

/// The data files that lists of paths name; none of a list that cannot be read, which its reader tells.
pub fn data_files<const N: usize>(lists: [&Vec<PathBuf>; N]) -> Vec<PathBuf> {
    (lists.iter())
        .flat_map(|paths| dataset::files(paths).unwrap_or_default())
        .collect()
}

/// Refuses to write a model over a file that is something else.
pub fn require_model_or_nothing(path: &Path) -> Result<()> {
    let kept = std::fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() > 0);
    let is_model = || match Classifier::load(path) {
        Ok(_) => true,
        // also a damaged one, or one of a newer program
        Err(e) => e.kind() == ErrorKind::Model,
    };
    if !kept || is_model() {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Usage,
        "--model would replace a file that is no model",
    )
    .at(path)
    .expected("a new name, or a model file to replace")
    .hint("give another name, or remove the file first; nothing was written"))
}

/// The real path of a file that need not be there yet.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// The files of a run, opened before its work: a name that cannot be written to costs nothing then, neither work nor a look at locked data.
///
/// They come in the order of the paths; none for a path that is none.
pub fn open<const N: usize>(paths: [Option<&Path>; N]) -> Result<[Option<AtomicFile>; N]> {
    let mut files = [const { None }; N];
    for (file, path) in files.iter_mut().zip(paths) {
        *file = path.map(AtomicFile::create).transpose()?;
    }
    Ok(files)
}

/// Puts the files of a run in place, all of them or none.
pub fn commit<const N: usize>(files: [Option<AtomicFile>; N]) -> Result<()> {
    AtomicFile::commit_all(files.into_iter().flatten())
}

/// The format of an output: as asked, else as the name of its file ends, else the first one, which a terminal shows.
///
/// `known` are the formats with the endings that mean them; the first is a table, which `.txt` and names without an ending mean.
pub fn format<F: Copy>(asked: Option<F>, out: Option<&Path>, known: &[(F, &[&str])]) -> Result<F> {
    let table = known[0].0;
    if let Some(asked) = asked {
        return Ok(asked);
    }
    let Some(path) = out else {
        return Ok(table);
    };
    let Some(ending) = path.extension().map(|e| e.to_string_lossy().to_lowercase()) else {
        return Ok(table);
    };
    let means = |endings: &[&str]| endings.contains(&ending.as_str());
    if let Some((format, _)) = known.iter().find(|(_, endings)| means(endings)) {
        return Ok(*format);
    }
    if path.exists() && !path.is_file() {
        return Ok(table);
    }
    let endings: Vec<String> = (known.iter())
        .filter_map(|(_, endings)| endings.first())
        .map(|ending| format!(".{ending}"))
        .collect();
    Err(
        Error::new(ErrorKind::Usage, format!("no output ends in `.{ending}`"))
            .at(path)
            .expected(format!("a name that ends in {}", endings.join(", ")))
            .hint("or say what to write with `--format`, whatever the name"),
    )
}

/// Says where the output went.
pub fn written_to(run: Run, path: Option<&Path>) {
    if let Some(path) = path {
        note(run, &format!("written to {}", path.display()));
    }
}

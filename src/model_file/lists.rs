//! The lists of words that features are made with. They belong to the program: a model needs those of its making that its groups use, and
//! no others.

use crate::cues;
use crate::error::{Error, ErrorKind, Result};
use crate::facts::Facts;
use crate::features::{Group, GroupOptions, Lexicon, stemmer};

/// A list that some groups use.
struct WordList {
    /// Its key in the metadata.
    key: &'static str,
    /// What it is called.
    name: &'static str,
    /// Whether a group uses it.
    used_by: fn(Group) -> bool,
    /// What tells this program's from others.
    mark: fn() -> String,
}

const LISTS: [WordList; 3] = [
    WordList {
        key: "cues",
        name: "cue lexicon",
        used_by: |group| group == Group::Cues,
        mark: || format!("{:016x}", cues::Lexicon::fingerprint()),
    },
    WordList {
        key: "lexicon",
        name: "word classes",
        used_by: Group::uses_word_classes,
        mark: || format!("{:016x}", Lexicon::fingerprint()),
    },
    WordList {
        key: "stemmer",
        name: "stemmer",
        used_by: |group| group == Group::Stems,
        mark: || stemmer::NAME.to_owned(),
    },
];

/// What version 1 of the format wrote under `lexicon`, of every model: word classes and cues in one.
pub(super) fn of_version_1() -> String {
    let both = Lexicon::fingerprint().rotate_left(1) ^ cues::Lexicon::fingerprint();
    format!("{both:016x}")
}

fn used(groups: &[GroupOptions]) -> impl Iterator<Item = &'static WordList> {
    (LISTS.iter()).filter(|list| groups.iter().any(|options| (list.used_by)(options.group)))
}

/// The metadata's entries of the lists that the groups use.
pub(super) fn entries(groups: &[GroupOptions]) -> impl Iterator<Item = (&'static str, String)> {
    used(groups).map(|list| (list.key, (list.mark)()))
}

/// Checks that the lists which a model uses are this program's; `text` gives the entries of its metadata.
pub(super) fn check<'m>(
    facts: &Facts,
    version: u32,
    text: &dyn Fn(&str) -> Option<&'m str>,
) -> Result<()> {
    let is_ours = |list: &WordList| match (version, list.key) {
        (1, "cues" | "lexicon") => text("lexicon") == Some(&of_version_1()),
        _ => text(list.key) == Some(&(list.mark)()),
    };
    match used(&facts.options.features.groups).find(|list| !is_ours(list)) {
        Some(list) => Err(made_otherwise(list.name, facts)),
        None => Ok(()),
    }
}

/// The error of a model whose features this program would make in another way.
pub(super) fn made_otherwise(what: &str, facts: &Facts) -> Error {
    let found = format!("this model was made with another version of the {what}");
    Error::new(ErrorKind::Model, found)
        .expected(format!("the {what} of this program"))
        .hint(format!(
            "train it again with `standpunt train`, or use the program that made it (standpunt {})",
            facts.program
        ))
}

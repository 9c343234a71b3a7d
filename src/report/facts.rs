//! What must be said of a model's training, the same words wherever it is told.

use crate::model_file::Facts;

/// How sentences were grouped when folds were made.
pub fn grouping(has_letters: bool) -> &'static str {
    if has_letters {
        "letters kept whole"
    } else {
        "each sentence by itself, as the data names no letters: figures may be too good"
    }
}

/// How the folds of a model were made, such as `5-fold cross-validation, letters kept whole`.
pub fn cross_validation(facts: &Facts) -> String {
    let grouping = grouping(facts.data.letters > 0);
    format!("{}-fold cross-validation, {grouping}", facts.options.folds)
}

/// How much a model was trained on, such as `80 sentences of 10 letters`.
pub fn size(facts: &Facts) -> String {
    sentences(facts.data.rows, facts.data.letters)
}

/// The same of any data; letters are 0 where it names none.
pub(super) fn sentences(rows: usize, letters: usize) -> String {
    match letters {
        0 => format!("{rows} sentences, of letters that the data does not name"),
        letters => format!("{rows} sentences of {letters} letters"),
    }
}

/// Which model it was adapted from; none where it was trained from nothing.
pub fn adapted_from(facts: &Facts) -> Option<String> {
    let base = facts.base.as_ref()?;
    let hash = base.sha256.get(..16).unwrap_or(&base.sha256);
    Some(format!(
        "adapted from the model of sha256 {hash}…, which was trained on {}",
        sentences(base.rows, base.letters)
    ))
}

/// Why the cross-validated figures of a model are too good; none where options were not chosen by them.
pub fn caveat(facts: &Facts) -> Option<String> {
    let trials = facts.options.chosen_among?;
    facts.figures.as_ref().map(|_| {
        format!(
            "These figures are somewhat too good: the same cross-validation chose the options, among {trials} sets of them. Only other letters can tell (`standpunt evaluate`)."
        )
    })
}

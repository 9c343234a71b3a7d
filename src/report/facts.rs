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
    let rows = facts.data.rows;
    match facts.data.letters {
        0 => format!("{rows} sentences, of letters that the data does not name"),
        letters => format!("{rows} sentences of {letters} letters"),
    }
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

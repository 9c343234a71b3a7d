//! What must be said of a model's training, the same words wherever it is told.

use crate::calibration::CalibrationKind;
use crate::model_file::{BaseFacts, Facts};

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

/// Which model it was adapted from, and that one in turn; none where it was trained from nothing.
pub fn adapted_from(facts: &Facts) -> Option<String> {
    facts.base.as_ref().map(base)
}

fn base(base: &BaseFacts) -> String {
    let hash = base.sha256.get(..16).unwrap_or(&base.sha256);
    let size = sentences(base.rows, base.letters);
    match &base.base {
        None => format!("adapted from the model of sha256 {hash}…, which was trained on {size}"),
        Some(own) => format!(
            "adapted from the model of sha256 {hash}…, which was trained on {size} and {}",
            self::base(own)
        ),
    }
}

/// How the scores of a model became probabilities, such as `multinomial, on 2000 sentences`.
pub fn calibration(facts: &Facts) -> String {
    match facts.calibration {
        CalibrationKind::None => "none".to_owned(),
        CalibrationKind::Base => "that of the model it was adapted from".to_owned(),
        CalibrationKind::Temperature => {
            format!("temperature, on {} sentences", facts.data.calibrated_on)
        }
        CalibrationKind::Multinomial => {
            format!("multinomial, on {} sentences", facts.data.calibrated_on)
        }
    }
}

/// What a model without figures lacks; none where it has figures.
pub fn without_folds(facts: &Facts) -> Option<&'static str> {
    match (&facts.figures, facts.calibration) {
        (Some(_), _) => None,
        (None, CalibrationKind::Base) => Some(
            "adapted without folds: no figures, and its probabilities are calibrated on other letters",
        ),
        (None, _) => {
            Some("trained without folds: no figures, and its probabilities are not calibrated")
        }
    }
}

/// What the figures of an adapted model say against it; none where they speak for it, or where there are none.
pub fn not_worth_it(facts: &Facts) -> Option<&'static str> {
    let before = facts.base.as_ref()?.figures.as_ref()?;
    let after = facts.figures.as_ref()?;
    (after.log_loss >= before.log_loss).then_some(
        "By these figures adapting is of no use: the model as it was does as well on these letters. More letters may change that.",
    )
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

//! What must be said of a model's training, the same words wherever it is told.

use crate::abstention::{FEWEST, RiskCurve, RiskPoint};
use crate::calibration::CalibrationKind;
use crate::classifier::Classifier;
use crate::facts::{BaseFacts, Facts, LabelFigures, TrainingFigures};
use crate::numbers::{count, limit, percent, probability, spaced, tenths};
use crate::stance::Labels;

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
        0 => format!(
            "{}, of letters that the data does not name",
            count(rows, "sentence")
        ),
        letters => format!(
            "{} of {}",
            count(rows, "sentence"),
            count(letters, "letter")
        ),
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
            let rows = count(facts.data.calibrated_on, "sentence");
            format!("temperature, on {rows}")
        }
        CalibrationKind::Multinomial => {
            let rows = count(facts.data.calibrated_on, "sentence");
            format!("multinomial, on {rows}")
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

/// Why figures mean nothing: every sentence that they rest on has the same label.
pub fn one_label(facts: &Facts) -> Option<&'static str> {
    let figures = facts.figures.as_ref()?;
    (figures.majority_accuracy >= 1.0).then_some(
        "Every sentence that was measured has the same label: figures mean nothing here, as a model that always says it is right too. Add letters with other labels.",
    )
}

/// What a limit on all labels that are shown leaves unsaid of the positions among them, as the end of a clause; empty where labels have
/// none for no position.
pub fn among_positions(point: &RiskPoint, labels: &Labels) -> String {
    match (labels.neutral(), point.positions) {
        (None, _) => String::new(),
        (Some(_), None) => ", of the positions among them alone more can be".to_owned(),
        (Some(_), Some(risk)) => format!(
            ", of the positions among them alone about {} (at most {})",
            probability(risk.error),
            probability(risk.upper)
        ),
    }
}

/// Why no threshold of a model keeps an asked limit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Unkept {
    /// What stands in the way.
    pub why: String,
    /// About the lowest limit that some threshold keeps; none where that is half of the labels or more.
    pub lowest: Option<f64>,
}

/// Why no threshold of a model keeps a limit on errors; none where one does, or where errors were not measured.
pub fn unkept_error(classifier: &Classifier, max_error: f64) -> Option<Unkept> {
    let figures = classifier.facts().figures.as_ref()?;
    unkept(classifier.risk(), figures.rows, max_error)
}

/// The same of a limit on opposites.
pub fn unkept_opposite(classifier: &Classifier, max_opposite: f64) -> Option<Unkept> {
    let facts = classifier.facts();
    let (curve, figures) = (facts.opposite.as_ref()?, facts.figures.as_ref()?);
    let pair = classifier.labels().opposite_names()?;
    // older models do not tell how many labels their curve rests on
    let Some(stances) = figures.predicted(pair) else {
        let unkept = unkept(curve, figures.rows, max_opposite)?;
        let why = format!(
            "at no probability is so low a share of opposites proven on the stances among {}",
            count(figures.rows, "sentence")
        );
        return Some(Unkept { why, ..unkept });
    };
    unkept(curve, stances, max_opposite)
}

/// Why no threshold of a curve, measured on so many sentences, keeps a limit; none where one does.
pub fn unkept(curve: &RiskCurve, sentences: usize, max_error: f64) -> Option<Unkept> {
    if curve.at_error(max_error).is_some() {
        return None;
    }
    let by_bound = |a: &&RiskPoint, b: &&RiskPoint| a.upper.total_cmp(&b.upper);
    let surest = curve.0.iter().min_by(by_bound);
    let unproven = (curve.0.iter())
        .filter(|p| p.error <= max_error)
        .min_by(by_bound);
    let wrong = |p: &RiskPoint| {
        let shown = p.coverage * sentences as f64;
        format!(
            "wrong among the surest {shown:.0} of {}: {:.0}",
            count(sentences, "sentence"),
            p.error * shown
        )
    };
    // rounded up, to per cents or, below one, to hundredths of it
    let up = |share: f64| {
        let steps = if share > 0.01 { 100.0 } else { 10_000.0 };
        (share * steps).ceil() / steps
    };
    let why = match unproven.or(surest) {
        None => format!(
            "measured on {}, where {FEWEST} are the fewest that tell anything",
            count(sentences, "sentence")
        ),
        Some(p) if p.error <= max_error => format!(
            "measured on too few sentences to prove it: {}, so that up to {} can be (95 % bound)",
            wrong(p),
            limit(up(p.upper))
        ),
        Some(p) => format!("it errs at every probability: {}", wrong(p)),
    };
    let lowest = surest.map(|p| up(p.upper)).filter(|share| *share < 0.5);
    Some(Unkept { why, lowest })
}

/// How much of the labels can be shown under a limit, what it leaves unsaid of positions with it; none where no cut-off keeps the limit.
pub fn shown_under(classifier: &Classifier, max_error: f64) -> Option<String> {
    let point = classifier.risk().at_error(max_error)?;
    Some(format!(
        "{} of the labels can be shown with an error under {}{}",
        percent(Some(point.coverage)),
        spaced(&limit(max_error)),
        among_positions(&point, classifier.labels())
    ))
}

/// How much of the labels that have an opposite can be shown under a limit on opposites; none where no cut-off keeps the limit.
pub fn shown_under_opposite(classifier: &Classifier, max_opposite: f64) -> Option<String> {
    let curve = classifier.facts().opposite.as_ref()?;
    let point = curve.at_error(max_opposite)?;
    let [a, b] = classifier.labels().opposite_names()?;
    Some(format!(
        "{} of {a} and {b} can be shown with the opposite right of under {}",
        percent(Some(point.coverage)),
        spaced(&limit(max_opposite))
    ))
}

/// A figure of a cross-validation with those that it is read against.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct FigureRow {
    /// What it is of, such as `macro-F1`.
    pub name: &'static str,
    /// That of the model.
    pub value: f64,
    /// That of the model which it was adapted from, on the same sentences.
    pub before: Option<f64>,
    /// That of always saying the most frequent label; none of a figure of probabilities, as no label has one there.
    pub majority: Option<f64>,
}

/// The figures of a model's training, in the order in which they are told; none of a model without folds.
pub fn figures(facts: &Facts) -> Option<[FigureRow; 3]> {
    let f = facts.figures.as_ref()?;
    let before = facts.base.as_ref().and_then(|base| base.figures.as_ref());
    let row = |name, figure: fn(&TrainingFigures) -> f64, majority| FigureRow {
        name,
        value: figure(f),
        before: before.map(figure),
        majority,
    };
    Some([
        row("accuracy", |f| f.accuracy, Some(f.majority_accuracy)),
        row("macro-F1", |f| f.macro_f1, Some(f.majority_macro_f1)),
        row("log-loss", |f| f.log_loss, None),
    ])
}

/// Of how many of the predicted positions the opposite is right, as a sentence without a full stop; none where that was not kept, or none was
/// predicted.
pub fn opposites_line(figures: &TrainingFigures) -> Option<String> {
    let opposites = figures.opposites.filter(|o| o.of > 0)?;
    let share = opposites.wrong as f64 / opposites.of as f64;
    Some(format!(
        "of {} predicted as a position the opposite is right of {} ({})",
        count(opposites.of, "sentence"),
        opposites.wrong,
        tenths(share)
    ))
}

/// The cross-validated figures of a label in a line.
pub fn label_line(f: &LabelFigures) -> String {
    let [precision, recall, f1] = [f.precision, f.recall, f.f1].map(of_label);
    format!(
        "{}: precision {precision}, recall {recall}, F1 {f1}, on {}",
        f.label,
        count(f.sentences, "sentence")
    )
}

/// A figure of a label, which may be undefined.
pub fn of_label(figure: Option<f64>) -> String {
    figure.map_or_else(|| "–".to_owned(), |f| format!("{f:.3}"))
}

/// Figures of a training in a line; `majority` names, by the place of the figure, what is said behind it of always the most frequent label.
pub fn figures_line(rows: &[FigureRow], majority: impl Fn(usize) -> &'static str) -> String {
    let told = |(place, row): (usize, &FigureRow)| {
        let against = row
            .majority
            .map(|m| format!(" ({}{m:.3})", majority(place)));
        format!(
            "{} {:.3}{}",
            row.name,
            row.value,
            against.unwrap_or_default()
        )
    };
    let told: Vec<String> = rows.iter().enumerate().map(told).collect();
    told.join(", ")
}

/// The figures of the model as it was before it was adapted, in a line; none where it was not, or has none.
pub fn figures_before(rows: &[FigureRow]) -> Option<String> {
    let told = |row: &FigureRow| Some(format!("{} {:.3}", row.name, row.before?));
    let told: Option<Vec<String>> = rows.iter().map(told).collect();
    told.map(|told| told.join(", "))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_in_a_line_with_those_that_they_are_read_against() {
        let row = |name, value, majority| FigureRow {
            name,
            value,
            before: Some(value - 0.1),
            majority,
        };
        let rows = [
            row("accuracy", 0.9125, Some(0.5)),
            row("log-loss", 0.3, None),
        ];
        let line = figures_line(&rows, |place| ["majority ", ""][place.min(1)]);
        assert_eq!(line, "accuracy 0.912 (majority 0.500), log-loss 0.300");
        let before = figures_before(&rows).unwrap();
        assert_eq!(before, "accuracy 0.812, log-loss 0.200");
        let new = rows.map(|row| FigureRow {
            before: None,
            ..row
        });
        assert_eq!(figures_before(&new), None);
    }

    #[test]
    fn a_limit_that_is_not_kept_is_told_why() {
        let curve = |n: usize, wrong: usize| {
            let rows: Vec<(f64, bool)> = (0..n).map(|i| (0.9, i >= wrong)).collect();
            RiskCurve::measure(&rows)
        };
        let few = unkept(&curve(12, 0), 12, 0.05).unwrap();
        assert_eq!(few.lowest, None);
        assert!(few.why.contains("12 sentences, where 30"), "{}", few.why);
        let unproven = unkept(&curve(40, 0), 40, 0.05).unwrap();
        assert_eq!(unproven.lowest, Some(0.08));
        assert!(unproven.why.contains("too few sentences to prove it"));
        let rows: Vec<(f64, bool)> = (0..4000)
            .map(|i| (1.0 - f64::from(i) / 8000.0, i != 500))
            .collect();
        let mixed = unkept(&RiskCurve::measure(&rows), 4000, 0.0001).unwrap();
        assert!(mixed.why.contains("too few sentences"), "{}", mixed.why);
        assert_eq!(mixed.lowest, Some(0.0012));
        let errs = unkept(&curve(100, 10), 100, 0.05).unwrap();
        assert_eq!(errs.lowest, Some(0.17));
        assert!(
            errs.why
                .contains("among the surest 100 of 100 sentences: 10")
        );
        assert_eq!(unkept(&curve(100, 0), 100, 0.05), None);
    }
}

//! A probability as it is written beside a label: rounded, but never to the other side of a cut-off that is told with it.

use super::{Labelled, LabelledLetter};
use crate::abstention::opposite;
use crate::numbers;

impl LabelledLetter {
    /// The probability of a class of a sentence, as a per cent.
    ///
    /// Where the whole per cent would lie on the other side of the limit that hides or shows the label, the next one on its own side stands.
    pub fn chance(&self, labelled: &Labelled, class: usize) -> String {
        let prediction = &labelled.prediction;
        let p = (prediction.probabilities.get(class).copied()).unwrap_or(f64::NAN);
        if class == prediction.label {
            return match self.threshold.and_then(|t| t.point) {
                Some(point) => {
                    let at = point.threshold;
                    told_apart(p, at, &numbers::cut_off(at), |p, at| p >= at)
                }
                None => numbers::probability(p),
            };
        }
        let opposite = self
            .labels
            .opposites()
            .and_then(|o| opposite(o, prediction.label));
        match self.opposite.and_then(|t| t.point) {
            Some(point) if opposite == Some(class) => {
                let at = 1.0 - point.threshold;
                told_apart(p, at, &numbers::threshold(at), |p, at| p > at)
            }
            _ => numbers::probability(p),
        }
    }
}

/// A per cent on that side of a cut-off, as it is told, on which the probability is of the cut-off itself.
fn told_apart(p: f64, cut_off: f64, told: &str, beyond: fn(f64, f64) -> bool) -> String {
    let told: f64 = told.parse().unwrap_or(cut_off);
    let per_cent = 100.0 * p;
    let moved = match (beyond(p, cut_off), beyond(per_cent.round() / 100.0, told)) {
        (false, true) => per_cent.floor(),
        (true, false) => per_cent.ceil(),
        _ => return numbers::probability(p),
    };
    match moved {
        // no probability is quite 0 or 1, though the rounded one may be
        1.0..100.0 => numbers::probability(moved / 100.0),
        _ => numbers::probability(p),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::summary::tests::abstaining;
    use super::*;

    #[test]
    fn no_probability_contradicts_the_cut_off_that_is_told() {
        for cut_off in [0.508, 0.4951, 0.5004, 0.30001, 0.9964, 0.94996] {
            let told = numbers::cut_off(cut_off);
            for step in 0..400 {
                let p = cut_off - 0.02 + f64::from(step) / 10_000.0;
                let text = told_apart(p, cut_off, &told, |p, at| p >= at);
                let Ok(per_cent) = text.trim_end_matches('%').parse::<f64>() else {
                    continue;
                };
                let shown: f64 = told.parse().unwrap();
                assert_eq!(
                    p >= cut_off,
                    per_cent / 100.0 >= shown - 1e-9,
                    "{p} beside {told}: {text}"
                );
                assert!((per_cent / 100.0 - p).abs() < 0.01 + 1e-9, "{p}: {text}");
            }
        }
    }

    #[test]
    fn a_doubted_label_lies_below_the_cut_off_as_it_is_written() {
        let mut letter = abstaining("a.txt");
        if let Some(point) = letter.threshold.as_mut().and_then(|t| t.point.as_mut()) {
            point.threshold = 0.508;
        }
        let mut doubted = letter.sentences[2].clone();
        doubted.shown = false;
        doubted.prediction.probabilities = vec![0.507, 0.4, 0.05, 0.043];
        assert_eq!(letter.chance(&doubted, 0), "50%");
        assert_eq!(letter.chance(&doubted, 1), "40%");
        letter.opposite = letter.threshold.take();
        assert_eq!(letter.chance(&doubted, 0), "51%");
        // that of the opposite is too likely, above 0.392 as it is written
        if let Some(point) = letter.opposite.as_mut().and_then(|t| t.point.as_mut()) {
            point.threshold = 0.608;
        }
        doubted.prediction.probabilities = vec![0.507, 0.3925, 0.05, 0.05];
        assert_eq!(letter.chance(&doubted, 1), "40%");
    }
}

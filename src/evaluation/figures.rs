//! The figures of a report: their names, what each means, and a value with its interval.

use serde::{Deserialize, Serialize};

/// A value with its bootstrap interval. What is undefined is `None`, never 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Figure {
    /// The value on all rows.
    pub value: Option<f64>,
    /// Lower end of the interval; `None` where there is no interval: there was nothing to draw from (no resamples, or one letter only), the
    /// figure was undefined too often, or [`Self::reason`] says why.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// Resamples in which the value was undefined; the interval is taken over the others.
    #[serde(default)]
    pub undefined: usize,
    /// Whether the interval is the exact one of a share that is 0 or 1, of which resamples tell nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exact: bool,
    /// Why there is no interval, where it was left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<NoInterval>,
}

/// Why a figure's interval was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum NoInterval {
    /// The figure rests on fewer than [`FEW_SENTENCES`](super::FEW_SENTENCES) sentences or [`FEW_LETTERS`](super::FEW_LETTERS) letters.
    #[serde(rename = "too few")]
    TooFew,
    /// Every resample gives the same value: an interval of one point would hide how far it may be off.
    #[serde(rename = "no spread")]
    NoSpread,
}

impl Figure {
    /// A value without an interval.
    pub fn bare(value: Option<f64>) -> Self {
        Self {
            value,
            ..Self::default()
        }
    }

    /// Both ends of the interval, where there is one.
    pub fn interval(&self) -> Option<(f64, f64)> {
        self.low.zip(self.high)
    }

    /// The figure without its interval, for a reason; as it is where it has none.
    pub(crate) fn without_interval(self, reason: NoInterval) -> Self {
        match self.interval() {
            Some(_) => Self {
                low: None,
                high: None,
                exact: false,
                reason: Some(reason),
                ..self
            },
            None => self,
        }
    }

    /// Whether the interval lies wholly above or below a number; `None` without interval.
    pub fn excludes(&self, number: f64) -> Option<bool> {
        self.interval()
            .map(|(low, high)| low > number || high < number)
    }
}

/// What a reader needs to know of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FigureName {
    /// The key in JSON.
    pub key: &'static str,
    /// The name in tables.
    pub name: &'static str,
    /// One sentence for a tooltip or a footnote.
    pub meaning: &'static str,
    /// Whether more is better.
    pub higher_is_better: bool,
}

macro_rules! figures {
    ($($(#[doc = $doc:literal])+ $field:ident: $name:literal, $meaning:literal, $higher:literal;)+) => {
        /// One `T` for each figure of a report.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub struct Figures<T> {
            $($(#[doc = $doc])+ pub $field: T,)+
        }

        impl<T> Figures<T> {
            /// The names, in the order of the fields.
            pub const NAMES: &'static [FigureName] = &[
                $(FigureName { key: stringify!($field), name: $name, meaning: $meaning, higher_is_better: $higher },)+
            ];

            /// Makes another `T` of each.
            pub fn map<U>(&self, mut f: impl FnMut(&T) -> U) -> Figures<U> {
                Figures { $($field: f(&self.$field),)+ }
            }

            /// Name and value of each, in order.
            pub fn iter(&self) -> impl Iterator<Item = (&'static FigureName, &T)> {
                Self::NAMES.iter().zip([$(&self.$field,)+])
            }

            /// Puts each beside its like in another set.
            pub fn zip<U>(self, other: Figures<U>) -> Figures<(T, U)> {
                Figures { $($field: (self.$field, other.$field),)+ }
            }

            /// The figure with a key, such as `macro_f1`.
            pub fn get(&self, key: &str) -> Option<&T> {
                match key {
                    $(stringify!($field) => Some(&self.$field),)+
                    _ => None,
                }
            }
        }
    };
}

figures! {
    /// Share of rows that are right.
    accuracy: "accuracy", "share of sentences that got their gold label", true;
    /// Mean F1 of the labels that occur.
    macro_f1: "macro-F1", "mean F1 of all labels that occur in gold or prediction", true;
    /// Mean F1 of the labels that are a stance: all but "geen standpunt".
    macro_f1_stances: "macro-F1, stances only", "mean F1 of all labels but geen standpunt", true;
    /// `(F1(steunt) + F1(kritisch)) / 2`, as in SemEval-2016 task 6.
    f_avg: "F avg(steunt, kritisch)", "mean F1 of steunt and kritisch, as in SemEval-2016", true;
    /// Matthews correlation, -1 to 1.
    mcc: "MCC", "Matthews correlation of gold and predicted labels, -1 to 1", true;
    /// Cohen's κ between gold and prediction.
    kappa: "Cohen's κ", "agreement of gold and prediction beyond chance, -1 to 1", true;
    /// Share of rows where steunt became kritisch or the other way round.
    flips: "polarity flips", "share of sentences where steunt became kritisch or the reverse", false;
    /// Polarity flips among the rows that were predicted to have a stance.
    opposite_share: "opposite of predicted", "share of the predicted stances whose gold polarity is the opposite", false;
    /// Share of rows where a stance was missed or invented.
    stance_errors: "stance/no stance errors", "share of sentences where a stance was missed or invented", false;
    /// Accuracy when the second defensible label is right too.
    lenient_accuracy: "accuracy, lenient", "accuracy when the second defensible label counts as right", true;
    /// Macro-F1 when the second defensible label is right too.
    lenient_macro_f1: "macro-F1, lenient", "macro-F1 when the second defensible label counts as right", true;
    /// Mean `-ln p(gold)`, natural logarithm.
    log_loss: "log-loss", "mean of -ln of the gold label's probability, 0 is perfect", false;
    /// Mean squared distance of the probabilities to the gold label, 0 to 2.
    brier: "Brier", "mean squared distance of all probabilities to the gold label, 0 to 2", false;
    /// Expected calibration error of the predicted label's probability, 15 equal bins.
    ece: "ECE", "mean gap of confidence and accuracy in 15 equal bins", false;
    /// Mean over the labels of each label's own calibration error, 15 equal bins.
    classwise_ece: "ECE, per label", "mean over the labels of the gap between probability and frequency, 15 equal bins", false;
    /// Largest share of rows, most confident first, with at most 5 % errors.
    coverage_at_5: "coverage at 5 % error", "share of these sentences, most confident first, that could be labelled with at most 5 % errors if the cut-off were chosen on them", true;
    /// Largest share of rows, most confident first, with at most 10 % errors.
    coverage_at_10: "coverage at 10 % error", "share of these sentences, most confident first, that could be labelled with at most 10 % errors if the cut-off were chosen on them", true;
}

impl Figures<Figure> {
    /// The figures with the calibration errors without interval.
    ///
    /// Their binned estimate is never below 0 and biased upwards, the more so the fewer different rows there are (Kumar, Liang and
    /// Ma, "Verified Uncertainty Calibration", 2019; Roelofs et al., "Mitigating Bias in Calibration Error Estimation", 2022). A
    /// resample repeats rows, so the percentile interval lies too high and can leave out the value itself; the basic bootstrap
    /// interval, its mirror image, lies too low.
    pub(super) fn without_calibration_intervals(mut self) -> Self {
        for figure in [&mut self.ece, &mut self.classwise_ece] {
            *figure = Figure {
                undefined: figure.undefined,
                ..Figure::bare(figure.value)
            };
        }
        self
    }

    /// The figure and its name, by key.
    pub fn named(&self, key: &str) -> Option<(&'static FigureName, &Figure)> {
        self.iter().find(|(name, _)| name.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_values_and_keys_go_together() {
        let mut count = 0.0;
        let figures = Figures::<()>::default().map(|()| {
            count += 1.0;
            Figure::bare(Some(count))
        });
        assert_eq!(figures.accuracy.value, Some(1.0));
        assert_eq!(figures.macro_f1.value, Some(2.0));
        let (name, figure) = figures.named("macro_f1").unwrap();
        assert_eq!((name.name, figure.value), ("macro-F1", Some(2.0)));
        assert!(figures.get("nonsense").is_none());
        assert_eq!(figures.iter().count(), Figures::<Figure>::NAMES.len());
        let json = serde_json::to_value(figures).unwrap();
        let back: Figures<Figure> = serde_json::from_value(json).unwrap();
        assert_eq!(back, figures);
    }

    #[test]
    fn an_interval_excludes_what_lies_outside_of_it() {
        let figure = Figure {
            low: Some(0.1),
            high: Some(0.3),
            ..Figure::default()
        };
        assert_eq!(figure.excludes(0.0), Some(true));
        assert_eq!(figure.excludes(0.2), Some(false));
        assert_eq!(Figure::bare(Some(1.0)).excludes(0.0), None);
    }
}

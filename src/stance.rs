//! The labels: their spelling, their fixed order, and what a label list of a model is.

use crate::error::{Error, ErrorKind, Result, did_you_mean};
use std::collections::HashSet;
use std::fmt;

/// The four labels of the labelling guide, in their fixed order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// The sender supports, welcomes, agrees, or pleads for it.
    Steunt,
    /// The sender objects, doubts, has concerns, or asks for change.
    Kritisch,
    /// The sender keeps its judgement open.
    OpMeritesBeoordelen,
    /// The sender takes no position.
    GeenStandpunt,
}

impl Stance {
    /// All four, in order.
    pub const ALL: [Self; 4] = [
        Self::Steunt,
        Self::Kritisch,
        Self::OpMeritesBeoordelen,
        Self::GeenStandpunt,
    ];

    /// The label as it is spelt in data and output.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Steunt => "steunt",
            Self::Kritisch => "kritisch",
            Self::OpMeritesBeoordelen => "op merites beoordelen",
            Self::GeenStandpunt => "geen standpunt",
        }
    }

    /// The stance a label spells, if it spells one of the four.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.label() == label)
    }
}

impl fmt::Display for Stance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// The labels a model knows, in the order of its scores.
///
/// Labels of the guide come first, in the guide's order; others follow in alphabetical order. A class
/// number is an index into this list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels(Vec<String>);

impl Labels {
    /// Collects the distinct labels of some data into their fixed order.
    pub fn from_data<'a>(labels: impl IntoIterator<Item = &'a str>) -> Self {
        let distinct: HashSet<&str> = labels.into_iter().collect();
        let mut distinct: Vec<&str> = distinct.into_iter().collect();
        distinct.sort_unstable_by_key(|label| {
            let rank = Stance::from_label(label).map_or(usize::MAX, |s| s as usize);
            (rank, *label)
        });
        Self(distinct.into_iter().map(str::to_owned).collect())
    }

    /// Takes labels in a given order, as a model file lists them.
    ///
    /// # Errors
    /// When a label is empty or stands twice.
    pub fn in_order(labels: Vec<String>) -> Result<Self> {
        let mut sorted: Vec<&str> = labels.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        if let Some([twice, _]) = sorted.array_windows().find(|[a, b]| a == b) {
            return Err(Error::new(
                ErrorKind::Model,
                format!("label `{}` stands twice", twice),
            ));
        }
        if labels.iter().any(String::is_empty) {
            return Err(Error::new(ErrorKind::Model, "an empty label"));
        }
        Ok(Self(labels))
    }

    /// How many labels there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The label of a class number.
    ///
    /// # Panics
    /// For the number of no class: [`Self::len`] or more.
    pub fn name(&self, class: usize) -> &str {
        &self.0[class]
    }

    /// The class number of a label.
    pub fn index(&self, label: &str) -> Option<usize> {
        self.0.iter().position(|l| l == label)
    }

    /// The labels in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The class number of the label that stands for "takes no position", where there is one.
    pub fn neutral(&self) -> Option<usize> {
        self.index(Stance::GeenStandpunt.label())
    }

    /// The class number of a label, or an error that names the known ones and the nearest.
    ///
    /// # Errors
    /// [`ErrorKind::Data`] when the label is not known.
    pub fn require(&self, label: &str) -> Result<usize> {
        self.index(label).ok_or_else(|| {
            let error = Error::new(ErrorKind::Data, format!("unknown label `{label}`"))
                .expected(format!("one of: {}", self.0.join(", ")));
            match did_you_mean(label, self.iter()) {
                Some(near) => error.hint(format!("did you mean `{near}`?")),
                None => error,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guides_labels_come_first_and_in_order() {
        let labels = Labels::from_data(["anders", "geen standpunt", "steunt", "aa", "steunt"]);
        let order: Vec<&str> = labels.iter().collect();
        assert_eq!(order, ["steunt", "geen standpunt", "aa", "anders"]);
        assert_eq!(labels.neutral(), Some(1));
    }

    #[test]
    fn an_unknown_label_is_answered_with_the_nearest() {
        let labels = Labels::from_data(Stance::ALL.map(Stance::label));
        let error = labels.require("steun").unwrap_err();
        assert_eq!(error.next_step(), Some("did you mean `steunt`?"));
        assert_eq!(labels.require("kritisch").unwrap(), 1);
    }

    #[test]
    fn a_label_list_holds_each_label_once() {
        assert!(Labels::in_order(vec!["a".into(), "a".into()]).is_err());
        assert!(Labels::in_order(vec!["b".into(), "a".into()]).is_ok());
    }
}

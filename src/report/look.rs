//! How a label looks: a sign, a shape and a colour, so that none of them has to be seen to tell labels apart.

use crate::stance::{Labels, Stance};
use anstyle::AnsiColor;

/// The marks of one label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Look {
    /// One ASCII character for terminals.
    pub sign: char,
    /// One shape for pages.
    pub shape: char,
    /// Colour in a terminal.
    pub color: AnsiColor,
    /// Name of its colour in the page's style sheet, `tone-…`.
    pub tone: &'static str,
}

const fn look(sign: char, shape: char, color: AnsiColor, tone: &'static str) -> Look {
    Look {
        sign,
        shape,
        color,
        tone,
    }
}

/// The look of a sentence whose label is not shown.
pub const DOUBT: Look = look('?', '?', AnsiColor::White, "doubt");
const FOR: Look = look('+', '▲', AnsiColor::Blue, "for");
const AGAINST: Look = look('-', '▼', AnsiColor::Red, "against");
const NEUTRAL: Look = look('.', '○', AnsiColor::BrightBlack, "neutral");

/// Looks of labels that are not the guide's, in class order; used again from the start when there are more. No sign is a digit: labels and
/// counts are.
const OTHERS: [Look; 8] = [
    look('a', '●', AnsiColor::Blue, "a"),
    look('b', '■', AnsiColor::Red, "b"),
    look('c', '▲', AnsiColor::Yellow, "c"),
    look('d', '★', AnsiColor::Green, "d"),
    look('e', '◆', AnsiColor::Magenta, "e"),
    look('f', '▼', AnsiColor::Cyan, "f"),
    look('g', '✚', AnsiColor::BrightBlue, "g"),
    look('h', '◐', AnsiColor::BrightRed, "h"),
];

/// The look of each label, in class order. Labels of the guide keep theirs, and so do labels that have the meaning of one; others are lettered.
pub fn looks(labels: &Labels) -> Vec<Look> {
    let mut others = OTHERS.into_iter().cycle();
    let opposites = labels.opposites().unwrap_or([usize::MAX; 2]);
    let of = |(class, label): (usize, &str)| match Stance::from_label(label) {
        _ if labels.neutral() == Some(class) => Some(NEUTRAL),
        _ if opposites[0] == class => Some(FOR),
        _ if opposites[1] == class => Some(AGAINST),
        Some(Stance::OpMeritesBeoordelen) => Some(look('~', '◆', AnsiColor::Magenta, "open")),
        _ => others.next(),
    };
    labels.iter().enumerate().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_of_any_set_has_a_look() {
        let guide = Labels::from_data(Stance::ALL.map(Stance::label));
        let signs: String = looks(&guide).iter().map(|l| l.sign).collect();
        assert_eq!(signs, "+-~.");
        let mixed = Labels::from_data(["eens", "geen standpunt", "oneens"]);
        let signs: String = looks(&mixed).iter().map(|l| l.sign).collect();
        assert_eq!(signs, ".ab");
        let numbers = looks(&Labels::from_data(["-1", "0", "1"]));
        assert!(numbers.iter().all(|l| l.sign.is_ascii_lowercase()));
        let roles = crate::stance::LabelRoles {
            neutral: Some("neutraal".to_owned()),
            opposites: Some(["voor", "tegen"].map(str::to_owned)),
        };
        let own = Labels::from_data(["neutraal", "open", "tegen", "voor"]);
        let own = own.with_roles(roles).unwrap();
        let signs: String = looks(&own).iter().map(|l| l.sign).collect();
        assert_eq!(signs, ".a-+");
        let many: Vec<String> = (0..11).map(|i| format!("l{i:02}")).collect();
        assert_eq!(
            looks(&Labels::from_data(many.iter().map(String::as_str))).len(),
            11
        );
    }
}

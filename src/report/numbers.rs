//! How figures are written: three decimals, an interval in brackets, a dash for what is undefined.

use super::text::probability;
use crate::evaluation::{Figure, NoInterval};

/// What stands for an undefined figure.
pub(crate) const UNDEFINED: &str = "–";

/// A number with three decimals, such as `0.712`; `–` when it is undefined.
pub(crate) fn number(value: Option<f64>) -> String {
    value.map_or_else(|| UNDEFINED.to_owned(), decimals)
}

/// Three decimals, without a minus before zero.
fn decimals(value: f64) -> String {
    let text = format!("{value:.3}");
    if text == "-0.000" {
        "0.000".to_owned()
    } else {
        text
    }
}

/// A figure with its interval, such as `0.712 [0.665, 0.751]`; where it has none without brackets, but with the reason if it was left out:
/// `0.712 (too few)`.
pub(crate) fn with_interval(figure: &Figure) -> String {
    written(figure, decimals)
}

/// A difference with its sign, such as `+0.034 [-0.010, +0.079]`.
pub(crate) fn signed(figure: &Figure) -> String {
    written(figure, |value| {
        let text = format!("{value:+.3}");
        if text == "-0.000" {
            "+0.000".to_owned()
        } else {
            text
        }
    })
}

fn written(figure: &Figure, number: impl Fn(f64) -> String) -> String {
    let Some(value) = figure.value.map(&number) else {
        return UNDEFINED.to_owned();
    };
    match (figure.interval(), figure.reason) {
        (Some((low, high)), _) => format!("{value} [{}, {}]", number(low), number(high)),
        (None, Some(NoInterval::TooFew)) => format!("{value} (too few)"),
        (None, Some(NoInterval::NoSpread)) => format!("{value} (no spread)"),
        (None, None) => value,
    }
}

/// A share as a whole percentage, such as `71 %`, by the rule of [`probability`]: what is not 0 is never written as 0, nor less than all as 100.
pub(crate) fn percent(share: Option<f64>) -> String {
    share.map_or_else(
        || UNDEFINED.to_owned(),
        |share| probability(share).replace('%', " %"),
    )
}

/// A whole number with commas between thousands, such as `12,345`.
pub(crate) fn whole(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A p-value with its relation: `p = 0.040` or `p < 0.001`.
pub(crate) fn p_value(p: f64) -> String {
    if p < 0.001 {
        "p < 0.001".to_owned()
    } else {
        format!("p = {p:.3}")
    }
}

/// "1 letter", "2 letters".
pub(crate) fn counted(number: usize, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {what}{ending}", whole(number as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_with_their_interval() {
        let figure = Figure {
            value: Some(0.7119),
            low: Some(0.665),
            high: Some(0.7512),
            ..Figure::default()
        };
        assert_eq!(with_interval(&figure), "0.712 [0.665, 0.751]");
        assert_eq!(signed(&figure), "+0.712 [+0.665, +0.751]");
        assert_eq!(with_interval(&Figure::bare(Some(1.0))), "1.000");
        assert_eq!(with_interval(&Figure::default()), "–");
        let few = figure.without_interval(NoInterval::TooFew);
        assert_eq!(with_interval(&few), "0.712 (too few)");
        assert_eq!(signed(&few), "+0.712 (too few)");
        let still = figure.without_interval(NoInterval::NoSpread);
        assert_eq!(with_interval(&still), "0.712 (no spread)");
        let bare = Figure::bare(Some(1.0));
        assert_eq!(bare.without_interval(NoInterval::TooFew), bare);
        assert_eq!(signed(&Figure::default()), "–");
        assert_eq!(number(Some(-0.0001)), "0.000");
    }

    #[test]
    fn counts_and_shares() {
        let counts: Vec<String> = [0, 999, 1000, 1_234_567].map(whole).to_vec();
        assert_eq!(counts, ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(counted(1, "letter"), "1 letter");
        assert_eq!(counted(1200, "letter"), "1,200 letters");
        assert_eq!(
            (percent(Some(0.714)), percent(None)),
            ("71 %".into(), "–".into())
        );
        let nearly = [0.9996, 0.0004, 1.0, 0.0].map(|share| percent(Some(share)));
        assert_eq!(nearly, [">99 %", "<1 %", "100 %", "0 %"]);
        assert_eq!(
            (p_value(0.0004), p_value(0.04)),
            ("p < 0.001".into(), "p = 0.040".into())
        );
    }
}

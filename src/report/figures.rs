//! How figures are written: three decimals, an interval in brackets, a dash for what is undefined.

use crate::evaluation::{Figure, NoInterval};
use crate::numbers::UNDEFINED;

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

/// A p-value with its relation: `p = 0.040` or `p < 0.001`.
pub(crate) fn p_value(p: f64) -> String {
    if p < 0.001 {
        "p < 0.001".to_owned()
    } else {
        format!("p = {p:.3}")
    }
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
    fn small_p_values_are_told_as_small() {
        assert_eq!(p_value(0.0004), "p < 0.001");
        assert_eq!(p_value(0.04), "p = 0.040");
    }
}

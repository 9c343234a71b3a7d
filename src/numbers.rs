//! How numbers are written: counts with their noun, shares as per cents.
//!
//! Letters are told of with `71%`, evaluations with `71 %`, and counts without and with commas between thousands; the rules of rounding are the same.

/// What stands for an undefined number.
pub(crate) const UNDEFINED: &str = "–";

/// "1 sentence", "2 sentences", "1200 sentences".
pub fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", ending(n))
}

/// "1 letter", "2 letters", "1,200 letters".
pub(crate) fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", whole(n as u64), ending(n))
}

/// What so many of something add to its noun.
fn ending(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
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

/// A probability as a whole per cent between `<1%` and `>99%`, with 0 and 1 exact: what is not 0 is never written as 0, nor less than all
/// as 100.
pub fn probability(share: f64) -> String {
    if !share.is_finite() {
        return UNDEFINED.to_owned();
    }
    let per_cent = share * 100.0;
    if share > 0.0 && per_cent < 1.0 {
        "<1%".to_owned()
    } else if share < 1.0 && per_cent > 99.0 {
        ">99%".to_owned()
    } else {
        format!("{}%", per_cent.round())
    }
}

/// A part as a whole per cent of all, `–` where it is of nothing; by the rule of [`probability`].
pub(crate) fn percent_of(part: usize, all: usize) -> String {
    if all == 0 {
        return UNDEFINED.to_owned();
    }
    probability(part as f64 / all as f64)
}

/// A share as a whole per cent, such as `71 %`, `–` where it is undefined; by the rule of [`probability`].
pub(crate) fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| UNDEFINED.to_owned(), |share| spaced(&probability(share)))
}

/// A share as a per cent with one decimal, such as `12.3 %`.
pub(crate) fn tenths(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// A limit as a per cent with the digits that it was given with: `5%`, `0.01%`.
pub(crate) fn limit(share: f64) -> String {
    format!("{}%", (share * 1e10).round() / 1e8)
}

/// A per cent with a space before its sign.
pub(crate) fn spaced(per_cent: &str) -> String {
    per_cent.replace('%', " %")
}

/// A probability with three digits behind the point, or as many as keep what is not 0 from being written as 0, and what is less than 1 as 1.
pub(crate) fn threshold(probability: f64) -> String {
    let within = |text: &String| text.parse().is_ok_and(|p: f64| p > 0.0 && p < 1.0);
    let inside = probability > 0.0 && probability < 1.0;
    (3..18)
        .map(|digits| format!("{probability:.digits$}"))
        .find(|text| !inside || within(text))
        .unwrap_or_else(|| probability.to_string())
}

/// The lowest probability that is shown: as [`threshold`], but never a whole per cent that lies below it, as what is just not shown could be
/// written as that too.
pub(crate) fn cut_off(probability: f64) -> String {
    let text = threshold(probability);
    let told: f64 = text.parse().unwrap_or(probability);
    let whole = (told * 100.0 - (told * 100.0).round()).abs() < 1e-9;
    match whole && told < probability {
        true => threshold(told + 0.001),
        false => text,
    }
}

/// The word for one, or that for several.
pub fn one_or_more<'a>(n: usize, one: &'a str, more: &'a str) -> &'a str {
    if n == 1 { one } else { more }
}

/// "1 of 90 sentences", "0 of 1 sentence".
pub fn of(some: usize, all: usize, noun: &str) -> String {
    format!("{some} of {}", count(all, noun))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_the_noun_as_it_is() {
        assert_eq!(count(1, "letter"), "1 letter");
        assert_eq!(count(0, "letter"), "0 letters");
        assert_eq!(count(1200, "letter"), "1200 letters");
        assert_eq!(counted(1, "letter"), "1 letter");
        assert_eq!(of(1, 90, "sentence"), "1 of 90 sentences");
        assert_eq!(of(1, 1, "sentence"), "1 of 1 sentence");
        assert_eq!(counted(1200, "letter"), "1,200 letters");
        let counts: Vec<String> = [0, 999, 1000, 1_234_567].map(whole).to_vec();
        assert_eq!(counts, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn almost_none_and_almost_all_are_not_none_and_all() {
        assert_eq!(percent_of(0, 0), "–");
        assert_eq!(percent_of(0, 5), "0%");
        assert_eq!(percent_of(1, 1000), "<1%");
        assert_eq!(percent_of(999, 1000), ">99%");
        assert_eq!(percent_of(1000, 1000), "100%");
        assert_eq!(probability(f64::NAN), "–");
        assert_eq!(
            (percent(Some(0.714)), percent(None)),
            ("71 %".into(), "–".into())
        );
        let nearly = [0.9996, 0.0004, 1.0, 0.0].map(|share| percent(Some(share)));
        assert_eq!(nearly, [">99 %", "<1 %", "100 %", "0 %"]);
    }

    #[test]
    fn limits_keep_their_digits_and_thresholds_as_many_as_they_need() {
        let limits = [0.05, 0.0001, 0.999, 0.07].map(limit);
        assert_eq!(limits, ["5%", "0.01%", "99.9%", "7%"]);
        let written = [0.5, 0.994, 0.9996, 1.0 - 1e-9, 0.0004, 0.0, 1.0].map(threshold);
        assert_eq!(
            written,
            [
                "0.500",
                "0.994",
                "0.9996",
                "0.999999999",
                "0.0004",
                "0.000",
                "1.000"
            ]
        );
        let up = [0.508, 0.5081, 0.5003, 0.9996, 0.5].map(cut_off);
        assert_eq!(up, ["0.508", "0.508", "0.501", "0.9996", "0.500"]);
    }
}

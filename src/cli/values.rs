//! Values of options, judged as they are read.

use standpunt::features::{FeatureOptions, Group, GroupOptions};
use standpunt::model_file::checked_about;
use standpunt::program::did_you_mean;
use std::convert::Infallible;

/// A share from 0 to 1.
pub fn share(text: &str) -> Result<f64, String> {
    match number(text) {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        Err(told) if text.contains('%') => Err(told),
        _ => Err("expected a share from 0 to 1, such as 0.8".to_owned()),
    }
}

/// A number, with a decimal point or a decimal comma.
pub fn number(text: &str) -> Result<f64, String> {
    let parsed = |text: &str| text.trim().replacen(',', ".", 1).parse::<f64>().ok();
    if let Some(number) = parsed(text).filter(|n| n.is_finite()) {
        return Ok(number);
    }
    match text.trim().strip_suffix('%').and_then(parsed) {
        Some(per_cent) => Err(format!("write {}", (per_cent * 1e8).round() / 1e10)),
        None => Err("expected a number, such as 0.05".to_owned()),
    }
}

/// A file that no option names, where options name them all.
pub fn by_itself(text: &str) -> Result<Infallible, String> {
    Err(format!(
        "no option names it; write `--data {text}` where it holds labelled sentences, `--adapt={text}` where it is the model to adapt"
    ))
}

/// A sentence about the training letters.
pub fn about(text: &str) -> Result<String, String> {
    checked_about(text)
        .map_err(|error| format!("{error}\n{}", error.next_step().unwrap_or_default()))
}

/// Two labels with a comma between them.
#[derive(Debug, Clone)]
pub struct TwoLabels(pub [String; 2]);

/// Two labels with a comma between them.
pub fn two_labels(text: &str) -> Result<TwoLabels, String> {
    let labels = text.split_once(',').map(|(a, b)| [a.trim(), b.trim()]);
    match labels {
        Some([a, b]) if ![a, b].contains(&"") && !b.contains(',') => {
            Ok(TwoLabels([a, b].map(str::to_owned)))
        }
        _ => Err("expected two labels, such as `voor,tegen`".to_owned()),
    }
}

/// How many.
pub fn count(text: &str) -> Result<usize, String> {
    text.parse()
        .map_err(|_| "expected a whole number, 0 or more".to_owned())
}

/// How many bootstrap resamples: none, or so many that the ends of an interval rest on more than the few most extreme of them.
pub fn resamples(text: &str) -> Result<usize, String> {
    match count(text) {
        Ok(n) if n == 0 || (100..=1_000_000).contains(&n) => Ok(n),
        _ => Err(
            "expected 0, or 100 to 1,000,000: the ends of a 95 % interval are the outer 2.5 % of the resamples on either side, and of \
             fewer than 100 these are one or two"
                .to_owned(),
        ),
    }
}

/// Feature groups, as they stand in one argument: a list in quotes is one.
#[derive(Debug, Clone)]
pub struct Groups(pub Vec<GroupOptions>);

/// Feature groups with their options, spaces between them. The error has its next step in itself, as it is shown without one.
pub fn groups(text: &str) -> Result<Groups, String> {
    match text.trim() {
        "" => group(text).map(|group| Groups(vec![group])),
        list => list
            .split_whitespace()
            .map(group)
            .collect::<Result<_, _>>()
            .map(Groups),
    }
}

fn group(text: &str) -> Result<GroupOptions, String> {
    text.parse::<GroupOptions>().map_err(|error| {
        let name = text.split([':', '*', '/']).next().unwrap_or_default();
        let names = Group::ALL.map(Group::name);
        let near = match did_you_mean(name, names) {
            Some(near) if near != name => format!("did you mean `{near}`? "),
            _ => String::new(),
        };
        format!("{error}\n{near}{}", error.next_step().unwrap_or_default())
    })
}

/// The help of `--features` at length: every group with what it is made of.
pub fn groups_help() -> String {
    let usual: Vec<String> = (FeatureOptions::default().groups.iter())
        .map(ToString::to_string)
        .collect();
    let mut help = format!(
        "Feature groups as `GROUP[:MIN-MAX][*WEIGHT][/MIN_DF]`, such as `words:1-3 characters:2-5*0.5` [default: {}]. MIN and MAX \
        are the shortest and longest n-gram, WEIGHT is a factor on the group, above 0 and at most 1000, MIN_DF the number of sentences that a term must stand in. \
        The groups:\n",
        usual.join(" ")
    );
    for group in Group::ALL {
        help.push_str(&format!("\n  {:<10}  {}", group.name(), group.about()));
    }
    help
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_takes_a_hundred_resamples_or_is_not_asked_for() {
        assert_eq!((resamples("0"), resamples("100")), (Ok(0), Ok(100)));
        for wrong in ["1", "99", "1000001", "-1", "veel"] {
            assert!(
                resamples(wrong).unwrap_err().contains("0, or 100"),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_list_of_groups_may_be_one_argument() {
        let names = |text| -> Result<Vec<&str>, String> {
            Ok(groups(text)?.0.iter().map(|g| g.group.name()).collect())
        };
        assert_eq!(names("words:1-3*0.5"), Ok(vec!["words"]));
        assert_eq!(
            names(" words:1-3  characters/4\n"),
            Ok(vec!["words", "characters"])
        );
        let told = names("words karakters").unwrap_err();
        assert!(told.contains("`karakters`: no such group"), "{told}");
        assert!(names(" ").is_err());
    }

    #[test]
    fn a_decimal_comma_is_read_and_a_per_cent_is_told_as_a_share() {
        assert_eq!(number("0,05"), Ok(0.05));
        assert_eq!(number("-1"), Ok(-1.0));
        assert_eq!(number("5%"), Err("write 0.05".to_owned()));
        assert_eq!(number("2,5 %"), Err("write 0.025".to_owned()));
        assert_eq!(share("0,8"), Ok(0.8));
        for wrong in ["1,000.5", "0,0,5", "nan", "inf", "veel", "", "%"] {
            assert!(
                number(wrong).unwrap_err().contains("such as 0.05"),
                "{wrong}"
            );
        }
        assert!(share("-1").unwrap_err().contains("from 0 to 1"));
    }
}

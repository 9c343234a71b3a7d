//! Positions over time: one stacked bar a month, as SVG inside the page.
//!
//! The bars are drawn a few at a time, in drawings that stand in a row and wrap like words: so all can be seen at any width.

use super::super::labelled::LabelledLetter;
use super::super::look::{Look, looks};
use super::super::summary::Counts;
use super::parts;
use crate::numbers::count;
use crate::stance::Labels;
use maud::{Markup, html};
use std::collections::BTreeMap;

const HEIGHT: f64 = 180.0;
const BAR: f64 = 28.0;
const STEP: f64 = 44.0;
/// Bars in one drawing: half a year, and no wider than the narrowest window.
const TOGETHER: usize = 6;
const TOP: f64 = 22.0;
/// More bars than this are put together by year.
const MOST_BARS: usize = 36;

/// Letters of one month or year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Period {
    letters: usize,
    counts: Counts,
}

/// Periods in order, those without letters too; by month, or by year where that would be too many bars.
fn periods(letters: &[LabelledLetter]) -> Vec<(String, Period)> {
    let mut months = months(letters);
    let (Some(&(from_year, from_month)), Some(&(to_year, to_month))) =
        (months.keys().next(), months.keys().next_back())
    else {
        return Vec::new();
    };
    let span =
        i64::from(to_year - from_year) * 12 + i64::from(to_month) - i64::from(from_month) + 1;
    if span > MOST_BARS as i64 {
        return years(months);
    }
    let all = (from_year..=to_year).flat_map(|y| (1..=12).map(move |m| (y, m)));
    all.filter(|m| (from_year, from_month) <= *m && *m <= (to_year, to_month))
        .map(|m| {
            (
                format!("{}-{:02}", m.0, m.1),
                months.remove(&m).unwrap_or_default(),
            )
        })
        .collect()
}

/// The letters of each month that has any.
fn months(letters: &[LabelledLetter]) -> BTreeMap<(i32, u32), Period> {
    let mut months: BTreeMap<(i32, u32), Period> = BTreeMap::new();
    for letter in letters {
        if let Some(month) = letter.letter.metadata.date.as_deref().and_then(month) {
            let period = months.entry(month).or_default();
            period.letters += 1;
            period.counts.merge(&letter.counts());
        }
    }
    months
}

/// The same by year, years without letters too.
fn years(months: BTreeMap<(i32, u32), Period>) -> Vec<(String, Period)> {
    let (Some(&(from, _)), Some(&(to, _))) = (months.keys().next(), months.keys().next_back())
    else {
        return Vec::new();
    };
    let mut years: BTreeMap<i32, Period> = (from..=to).map(|y| (y, Period::default())).collect();
    for ((year, _), period) in months {
        let sum = years.entry(year).or_default();
        sum.letters += period.letters;
        sum.counts.merge(&period.counts);
    }
    years.into_iter().map(|(y, p)| (y.to_string(), p)).collect()
}

/// Year and month of `YYYY-MM-DD`.
fn month(date: &str) -> Option<(i32, u32)> {
    let mut parts = date.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    ((1900..=2200).contains(&year) && (1..=12).contains(&month)).then_some((year, month))
}

/// A drawing of positions per month or year, and its numbers; nothing where the letters have fewer than two different months.
pub fn timeline(letters: &[LabelledLetter]) -> Option<Markup> {
    let periods = periods(letters);
    let first = letters.first()?;
    if periods.len() < 2 {
        return None;
    }
    let neutral = first.labels.neutral();
    let shown: Vec<(usize, &str, Look)> = first
        .labels
        .iter()
        .zip(looks(&first.labels))
        .enumerate()
        .filter(|(class, _)| Some(*class) != neutral)
        .map(|(class, (name, look))| (class, name, look))
        .collect();
    let dated: usize = periods.iter().map(|(_, p)| p.letters).sum();
    let most = periods
        .iter()
        .map(|(_, p)| p.counts.positions(neutral))
        .max()
        .unwrap_or(0)
        .max(1);
    let bottom = TOP + HEIGHT;
    let unit = HEIGHT / most as f64;
    let by_year = periods.iter().all(|(name, _)| !name.contains('-'));
    Some(html! {
        h2 id="time" { "Over time" }
        p.drawing-head { @if neutral.is_some() { "Positions taken" } @else { "Labels" } " per " @if by_year { "year" } @else { "month" } ": above each bar their number n (– where there are no letters), \
            below it the number of letters. " (dated) " of " (count(letters.len(), "letter")) " " @if dated == 1 { "has" } @else { "have" } " a date." }
        ul.legend.drawing-head { @for (_, name, look) in &shown {
            li { span.stack.sample aria-hidden="true" { span .{ "tone-" (look.tone) } {} } " " (name) }
        } }
        div.timeline role="group" aria-label="Drawing of positions over time" {
        @for (turn, periods) in periods.chunks(TOGETHER).enumerate() {
        @let width = STEP * periods.len() as f64;
        svg role="img" aria-label=(drawn(periods)) viewBox={ "0 0 " (width) " " (bottom + 48.0) } width=(width) height=(bottom + 48.0) {
            @if turn == 0 { defs { @for (turn, (_, _, look)) in shown.iter().enumerate() { (hatch(look, turn)) } } }
            line.axis x1="0" x2=(width) y1=(bottom) y2=(bottom) {}
            @for (i, (name, period)) in periods.iter().enumerate() {
                @let x = STEP * i as f64 + (STEP - BAR) / 2.0;
                @let n = period.counts.positions(neutral);
                @for (piece, (class, label, look)) in stacked(&shown, period, unit).iter().zip(&shown) {
                    @if piece.1 > 0.0 {
                        rect .piece .{ "tone-" (look.tone) } x=(x) y=(format!("{:.1}", bottom - piece.0 - piece.1)) width=(BAR) height=(format!("{:.1}", piece.1))
                            fill={ "url(#hatch-" (look.tone) ")" } {
                            title { (name) ", " (label) ": " (period.counts.labels.get(*class).copied().unwrap_or(0)) }
                        }
                    }
                }
                text.n x=(x + BAR / 2.0) y=(format!("{:.1}", bottom - n as f64 * unit - 6.0)) text-anchor="middle" { @if period.letters > 0 { (n) } @else { "–" } }
                text.when x=(x + BAR / 2.0) y=(bottom + 18.0) text-anchor="middle" { (short(name)) }
                text.letters x=(x + BAR / 2.0) y=(bottom + 34.0) text-anchor="middle" { (period.letters) }
            }
        } } }
        @let doubt = letters.iter().any(|l| l.may_doubt());
        (table("The numbers of this drawing", &first.labels, &periods, doubt))
        @let years = years(months(letters));
        @if !by_year && years.len() > 1 { (table("The numbers by year", &first.labels, &years, doubt)) }
    })
}

/// What a drawing shows, for those who do not see it.
fn drawn(periods: &[(String, Period)]) -> String {
    let (first, last) = (periods.first(), periods.last());
    let name = |period: Option<&(String, Period)>| period.map_or(String::new(), |p| p.0.clone());
    let span = match periods.len() {
        1 => name(first),
        _ => format!("{} to {}", name(first), name(last)),
    };
    format!("Positions over time, {span}; the table below has the numbers")
}

/// The numbers of periods, behind a title.
fn table(title: &str, labels: &Labels, periods: &[(String, Period)], doubt: bool) -> Markup {
    let length = |p: &(String, Period)| parts::bar_length(labels, &p.1.counts);
    let most = periods.iter().map(length).max().unwrap_or(0);
    html! {
        details.copyable {
            summary { (title) }
            p { button.copy-table.needs-script type="button" hidden { "Copy this table" } }
            table.counts {
                (parts::counts_head("Period", labels, doubt))
                tbody { @for (name, period) in periods { tr {
                    @let cells = labels.iter().count() + usize::from(doubt) + 2;
                    @if period.letters > 0 {
                        th scope="row" { (name) " " span.kind { (count(period.letters, "letter")) } }
                        (parts::counts_cells(labels, &period.counts, doubt, most))
                    } @else {
                        th scope="row" { (name) }
                        td colspan=(cells) { "no letters" }
                    }
                } } }
            }
        }
    }
}

/// Start and height of each label's piece of a bar.
fn stacked(shown: &[(usize, &str, Look)], period: &Period, unit: f64) -> Vec<(f64, f64)> {
    let mut at = 0.0;
    shown
        .iter()
        .map(|(class, ..)| {
            let height = period.counts.labels.get(*class).copied().unwrap_or(0) as f64 * unit;
            let piece = (at, height);
            at += height;
            piece
        })
        .collect()
}

/// The tone with lines of a direction of its own, so that labels differ without colour.
fn hatch(look: &Look, turn: usize) -> Markup {
    let angle = [
        None,
        Some(45),
        Some(0),
        Some(135),
        Some(90),
        Some(20),
        Some(70),
        Some(110),
    ];
    let angle = angle.get(turn % angle.len()).copied().flatten();
    html! {
        pattern .{ "tone-" (look.tone) } id={ "hatch-" (look.tone) } width="6" height="6" patternUnits="userSpaceOnUse"
            patternTransform=[angle.map(|a| format!("rotate({a})"))] {
            rect.fill width="6" height="6" {}
            @if angle.is_some() { line.lines x1="0" y1="0" x2="6" y2="0" stroke-width="3" {} }
        }
    }
}

/// `2026-03` as `03/26`; a year as it is.
fn short(name: &str) -> String {
    match name.split_once('-') {
        Some((year, month)) => format!("{month}/{}", year.get(2..).unwrap_or(year)),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::summary::tests::letter;
    use super::*;

    fn dated(date: Option<&str>) -> LabelledLetter {
        let mut letter = letter("a.txt");
        letter.letter.metadata.date = date.map(str::to_owned);
        letter
    }

    #[test]
    fn months_without_letters_leave_a_gap_and_dateless_letters_are_left_out() {
        let letters = [
            dated(Some("2025-11-03")),
            dated(Some("2026-02-01")),
            dated(Some("2026-02-28")),
            dated(None),
        ];
        let found: Vec<(String, usize)> = periods(&letters)
            .into_iter()
            .map(|(n, p)| (n, p.letters))
            .collect();
        let expected = [
            ("2025-11", 1),
            ("2025-12", 0),
            ("2026-01", 0),
            ("2026-02", 2),
        ];
        assert_eq!(found, expected.map(|(n, l)| (n.to_owned(), l)));
        let drawn = timeline(&letters).unwrap().into_string();
        assert!(drawn.contains("3 of 4 letters have a date") && drawn.contains("per month"));
        let (_, by_year) = drawn.split_once("The numbers by year").unwrap();
        for row in [
            ">2025 <span class=\"kind\">1 letter<",
            ">2026 <span class=\"kind\">2 letters<",
        ] {
            assert!(by_year.contains(row), "{by_year}");
        }
        let one_year = timeline(&letters[1..3]);
        assert!(one_year.is_none());
    }

    #[test]
    fn many_years_are_put_together_by_year() {
        let letters = [dated(Some("2015-01-03")), dated(Some("2026-02-01"))];
        let found = periods(&letters);
        assert_eq!(found.len(), 12);
        assert_eq!((found[0].0.as_str(), found[1].1.letters), ("2015", 0));
        // drawings that fit a narrow window
        let drawn = timeline(&letters).unwrap().into_string();
        for span in ["2015 to 2020", "2021 to 2026"] {
            assert!(
                drawn.contains(&format!("Positions over time, {span};")),
                "{drawn}"
            );
        }
        assert_eq!(drawn.matches("<defs>").count(), 1);
        // a year without letters is no year in which nothing was said
        assert_eq!(drawn.matches(">no letters</td>").count(), 10);
    }

    #[test]
    fn one_month_or_a_broken_date_is_no_drawing() {
        assert!(timeline(&[dated(Some("2026-02-01")), dated(Some("vandaag"))]).is_none());
        assert!(timeline(&[]).is_none());
    }
}

//! Comparisons of two models and agreement of coders as one HTML page each that needs nothing else.

use super::charts;
use super::evaluation_grids::sized;
use super::figures::{p_value, signed, with_interval};
use super::page::{difference_tile, figure_tile, how, notes, page, scrolled, table, tile};
use super::studies_table::{
    CHANGES, STAR, kappa_name, left_out, limits, mcnemar, stands_out, starred,
};
use crate::evaluation::agreement::{AgreementReport, CoderPair, Disagreement};
use crate::evaluation::compare::{Change, ChangeKind, Comparison};
use crate::evaluation::{Figure, Figures};
use crate::numbers::{UNDEFINED, counted, whole};
use maud::{Markup, html};

/// Writes a comparison as a self-contained HTML page; `most` of the changed sentences of each nature are listed.
pub fn comparison_html(comparison: &Comparison, most: usize) -> String {
    page(
        "Comparison of two models",
        &html! {
            p.about { "A: " (comparison.first_name) }
            p.about { "B: " (comparison.second_name) }
            p.about { (sized(comparison.sentences, comparison.letters)) }
            (comparison_tiles(comparison))
            (comparison_figures(comparison))
            (comparison_limits(comparison))
            (changes(comparison, most))
            (notes(comparison.notes.iter().map(String::as_str).chain(starred(comparison).then_some(STAR))))
        },
    )
}

fn comparison_tiles(c: &Comparison) -> Markup {
    let d = &c.difference;
    let split = format!(
        "{} fixed, {} broken",
        whole(c.mcnemar.fixed),
        whole(c.mcnemar.broken)
    );
    html! { div.tiles {
        (difference_tile("macro-F1, B minus A", &d.macro_f1))
        (difference_tile("accuracy, B minus A", &d.accuracy))
        (difference_tile("polarity flips ↓, B minus A", &d.flips))
        @if d.log_loss.value.is_some() { (difference_tile("log-loss ↓, B minus A", &d.log_loss)) }
        (tile("McNemar's exact test", &p_value(c.mcnemar.p), &split))
    } }
}

fn comparison_figures(c: &Comparison) -> Markup {
    let end = furthest(c);
    let of = |figures: &Figures<Figure>, key| figures.get(key).copied().unwrap_or_default();
    html! {
        h2 { "Figures" }
        (how(&c.bootstrap))
        (scrolled(&html! { table {
            thead { tr {
                th scope="col" { "figure" }
                th scope="col" { "A" }
                th scope="col" { "B" }
                th scope="col" { "B minus A" }
                td {}
            } }
            tbody {
                @for (name, difference) in c.difference.iter() { tr {
                    th scope="row" {
                        (name.name) @if !name.higher_is_better { " ↓" }
                        small { (name.meaning) }
                    }
                    td { (with_interval(&of(&c.first, name.key))) }
                    td { (with_interval(&of(&c.second, name.key))) }
                    td.value { (signed(difference)) @if stands_out(difference) { " *" } }
                    td { @if reaches(difference).is_some_and(|far| far <= end) { (charts::difference_dot(difference, end)) } }
                } }
            }
        } }))
        p.method {
            "↓: less is better. –: undefined. (no spread): every resample gives the same value. In the small charts, from "
            (signed(&Figure::bare(Some(-end)))) " to " (signed(&Figure::bare(Some(end)))) ", the dot is B minus A and the stroke is 0."
        }
    }
}

/// How far a difference and its interval reach from 0; none where it is undefined.
fn reaches(difference: &Figure) -> Option<f64> {
    let ends = difference
        .interval()
        .map_or([0.0; 2], |(low, high)| [low, high]);
    let all = ends.into_iter().chain([difference.value?]);
    Some(all.fold(0.0, |far, end| end.abs().max(far)))
}

/// The end of the line of all differences: how far the furthest reaches in whole hundredths; log-loss, which is no share, may reach further.
fn furthest(c: &Comparison) -> f64 {
    let shares = c
        .difference
        .iter()
        .filter(|(name, _)| name.key != "log_loss");
    let far = shares
        .filter_map(|(_, difference)| reaches(difference))
        .fold(0.01, f64::max);
    (far * 100.0).ceil() / 100.0
}

fn comparison_limits(c: &Comparison) -> Markup {
    html! {
        @if !c.limits.is_empty() {
            h2 { "Labelling only what is sure" }
            (table(&limits(&c.limits)))
        }
    }
}

fn changes(c: &Comparison, most: usize) -> Markup {
    html! {
        h2 { "Sentences with another label" }
        p { (mcnemar(c)) }
        @for (kind, heading) in CHANGES {
            @let changes: Vec<&Change> = c.changed.iter().filter(|change| change.kind == kind).collect();
            @if !changes.is_empty() && most > 0 {
                h3 { (heading) ": " (whole(changes.len() as u64)) }
                ol.errors { @for change in changes.iter().take(most) { (change_card(change)) } }
                @if let Some(left) = left_out(changes.len(), most) { p.method { (left) } }
            }
        }
    }
}

fn change_card(change: &Change) -> Markup {
    html! { li.fixed[change.kind == ChangeKind::Fixed] {
        p.what {
            "gold " b { (change.gold) } @if let Some(also) = &change.also { " or " b { (also) } }
            "; A " b { (change.first) } "; B " b { (change.second) }
        }
        p lang="nl" { (change.sentence) }
        @if !change.letter.is_empty() { p.why { (change.letter) } }
    } }
}

/// Writes an agreement report as a self-contained HTML page; `most` of the sentences to settle are listed.
pub fn agreement_html(agreement: &AgreementReport, most: usize) -> String {
    page(
        "Agreement of coders",
        &html! {
            p.about { (agreement.coders.len()) " coders: " (agreement.coders.join(", ")) }
            p.about {
                (sized(agreement.sentences, agreement.letters)) "; " (whole(agreement.compared as u64)) " labelled by two or more"
            }
            div.tiles {
                (figure_tile("percent", &agreement.percent))
                (figure_tile(kappa_name(agreement.kappa_kind), &agreement.kappa))
                (figure_tile("Krippendorff's α", &agreement.alpha))
            }
            (how(&agreement.bootstrap))
            (agreed_labels(agreement))
            h2 { "Each two coders" }
            div.charts { @for pair in &agreement.pairs { (coder_pair(pair, &agreement.labels)) } }
            (to_settle(agreement, most))
            (notes(agreement.notes.iter().map(String::as_str)))
        },
    )
}

fn agreed_labels(agreement: &AgreementReport) -> Markup {
    html! {
        h2 { "Labels" }
        (scrolled(&html! { table {
            thead { tr {
                th scope="col" { "label" }
                th scope="col" { "given" }
                th scope="col" { "same from another" }
                td {}
                th scope="col" { "α against the rest" }
            } }
            tbody { @for label in &agreement.per_label { tr {
                th scope="row" { (label.label) }
                td { (whole(label.given)) }
                td.value { (with_interval(&label.specific)) }
                td { @if label.specific.value.is_some() { (charts::dot(&label.specific, &[agreement.percent.value], false)) } }
                td { (with_interval(&label.alpha)) }
            } } }
        } }))
        p.method { "same from another: the chance that another coder gives the label to a sentence to which one has given it. In the small charts, from 0 to 1, the stroke is the agreement on all labels." }
    }
}

fn coder_pair(pair: &CoderPair, labels: &[String]) -> Markup {
    let sides = format!("Rows: {}. Columns: {}.", pair.first, pair.second);
    html! { figure {
        h3 { (pair.first) " and " (pair.second) }
        (scrolled(&charts::matrix(labels, &pair.confusion, &sides, "")))
        p.method {
            (counted(pair.sentences as usize, "sentence")) "; " (with_interval(&pair.percent)) " the same, Cohen's κ "
            (with_interval(&pair.kappa)) ", macro-F1 of one against the other " (with_interval(&pair.macro_f1))
        }
    } }
}

fn to_settle(agreement: &AgreementReport, most: usize) -> Markup {
    let all = agreement.to_settle.len();
    html! {
        @if all > 0 && most > 0 {
            h2 { "To settle: " (counted(all, "sentence")) }
            ol.errors { @for row in agreement.to_settle.iter().take(most) { (settle_card(row, &agreement.coders)) } }
            @if let Some(left) = left_out(all, most) { p.method { (left) } }
        }
    }
}

fn settle_card(row: &Disagreement, coders: &[String]) -> Markup {
    html! { li {
        p.what {
            @for (number, (coder, code)) in coders.iter().zip(&row.codes).enumerate() {
                @if number > 0 { "; " } (coder) " " b { (code.as_deref().unwrap_or(UNDEFINED)) }
            }
        }
        p lang="nl" { (row.sentence) }
        @if !row.letter.is_empty() {
            p.why { (row.letter) @if !row.section.is_empty() { " · " (row.section) } }
        }
    } }
}

#[cfg(test)]
mod tests {
    use super::super::studies_table::tests::{compared, three_coders};
    use super::*;

    /// Demands that a page fetches and runs nothing, and has no number that is none.
    fn is_whole(page: &str) {
        assert!(page.starts_with("<!DOCTYPE html>") && page.contains("script-src 'none'"));
        for outside in ["http://", "https://", "<script", "<link", "NaN", "inf\""] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    fn holds(page: &str, expected: &[&str]) {
        for text in expected {
            assert!(page.contains(text), "{text} is not in\n{page}");
        }
    }

    #[test]
    fn a_comparison_is_a_whole_page_that_escapes_what_it_shows() {
        let mut found = compared();
        found.first_name = "<b>oud</b>".to_owned();
        found.changed[0].sentence = "Een <i>zin</i> & meer.".to_owned();
        let page = comparison_html(&found, 3);
        is_whole(&page);
        holds(
            &page,
            &[
                "<title>Comparison of two models</title>",
                "A: &lt;b&gt;oud&lt;/b&gt;",
                "Een &lt;i&gt;zin&lt;/i&gt; &amp; meer.",
                "fixed (A wrong, B right): ",
                "<li class=\"fixed\">",
                "more (`--top ",
                "<svg class=\"dot\"",
                "p &lt; 0.001",
                STAR,
            ],
        );
        assert!(!comparison_html(&found, 0).contains("fixed (A wrong"));
    }

    #[test]
    fn the_line_of_differences_holds_all_but_log_loss() {
        let mut found = compared();
        let far = furthest(&found);
        assert!((far * 100.0).fract() < 1e-9 && far >= 0.01, "{far}");
        found.difference.log_loss = Figure::bare(Some(-9.0));
        assert_eq!(furthest(&found), far);
        found.difference.accuracy = Figure::bare(Some(-1.971));
        assert_eq!(furthest(&found), 1.98);
        assert_eq!(reaches(&Figure::default()), None);
    }

    #[test]
    fn agreement_is_a_whole_page_that_escapes_what_it_shows() {
        let mut found = three_coders();
        found.coders[0] = "<b>an</b>".to_owned();
        found.to_settle[0].sentence = "Een <i>zin</i> & meer.".to_owned();
        found.to_settle[0].codes[1] = None;
        let page = agreement_html(&found, 2);
        is_whole(&page);
        holds(
            &page,
            &[
                "<title>Agreement of coders</title>",
                "3 coders: &lt;b&gt;an&lt;/b&gt;, bo, cy",
                "Een &lt;i&gt;zin&lt;/i&gt; &amp; meer.",
                "Fleiss' κ",
                "Krippendorff's α",
                "class=\"matrix\"",
                "To settle: 8 sentences",
                "; bo <b>–</b>",
                "6 more (`--top 8` lists all)",
            ],
        );
        found.to_settle.clear();
        assert!(!agreement_html(&found, 2).contains("To settle"));
    }

    /// Writes the pages to a folder, for looking at them: `STANDPUNT_LOOK=/tmp cargo test look -- --ignored`.
    #[test]
    #[ignore = "writes files for a person to look at"]
    fn look() {
        let folder = std::env::var("STANDPUNT_LOOK").unwrap();
        let write = |name: &str, page: String| {
            std::fs::write(format!("{folder}/{name}.html"), page).unwrap();
        };
        write("comparison", comparison_html(&compared(), 3));
        write("agreement", agreement_html(&three_coders(), 3));
    }
}

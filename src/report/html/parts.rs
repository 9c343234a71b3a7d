//! Pieces that letters and reports share: the bar with filters, counts, the panel for one sentence, help.

use super::super::DOUBT;
use super::super::labelled::LabelledLetter;
use super::super::look::{self, Look, looks};
use super::super::run_notes::RunNotes;
use super::super::summary::Counts;
use crate::numbers::{count, percent_of};
use crate::stance::Labels;
use crate::trainer::TrainOptions;
use maud::{Markup, html};

/// Filters, search and steps; the script shows it.
pub fn bar(labels: &Labels, letters: &[LabelledLetter]) -> Markup {
    let mut all = Counts::new(labels.len());
    letters.iter().for_each(|l| all.merge(&l.counts()));
    let doubt = letters.iter().any(|l| l.may_doubt());
    let filter = |key: String, look: Look, name: &str, n: usize| {
        html! {
            button.filter .{ "tone-" (look.tone) } type="button" aria-pressed="true" data-label=(key) title={ "Show or hide: " (name) } {
                span.shape aria-hidden="true" { (look.shape) } " " span.name { (name) } " " span.n { (n) }
            }
        }
    };
    html! {
        div.bar.needs-script hidden role="search" aria-label="Filters and search" {
            div.filters role="group" aria-label="Show labels" {
                @for (class, (name, look)) in labels.iter().zip(looks(labels)).enumerate() {
                    (filter(class.to_string(), look, name, all.labels.get(class).copied().unwrap_or(0)))
                }
                @if doubt { (filter("x".to_owned(), look::DOUBT, DOUBT, all.doubtful)) }
            }
            div.tools {
                input.search type="search" placeholder="Search (/)" aria-label="Search in the sentences";
                button.previous type="button" title="Previous marked sentence (p)" aria-label="Previous marked sentence" { "↑" }
                button.next type="button" title="Next marked sentence (n)" aria-label="Next marked sentence" { "↓" }
                button.open-help type="button" title="Keys and signs (?)" aria-label="Help" { "?" }
                button.export type="button" hidden { "Export corrections" }
                span.found role="status" aria-live="polite" {}
            }
        }
    }
}

/// A class's look with the classes of positions before the neutral one.
fn in_reading_order(labels: &Labels) -> Vec<(usize, &str, Look)> {
    let looks = looks(labels);
    let mut order: Vec<(usize, &str, Look)> = labels
        .iter()
        .zip(looks)
        .enumerate()
        .map(|(class, (name, look))| (class, name, look))
        .collect();
    order.sort_by_key(|(class, ..)| Some(*class) == labels.neutral());
    order
}

/// What is told once of a run, a paragraph each.
pub fn noted(notes: &RunNotes, counts: &Counts) -> Markup {
    html! { @for note in notes.told(counts) { p.noted { (note) } } }
}

/// One bar for all sentences, with its legend.
pub fn totals(labels: &Labels, counts: &Counts) -> Markup {
    let mut items: Vec<(&str, Look, usize)> = in_reading_order(labels)
        .into_iter()
        .map(|(class, name, look)| (name, look, counts.labels.get(class).copied().unwrap_or(0)))
        .collect();
    if counts.doubtful > 0 {
        items.push((DOUBT, look::DOUBT, counts.doubtful));
    }
    html! {
        div.stack.whole aria-hidden="true" {
            @for (_, look, n) in items.iter().filter(|(.., n)| *n > 0) {
                span .{ "tone-" (look.tone) } style={ "flex-grow:" (n) } {}
            }
        }
        ul.legend {
            @for (name, look, n) in &items {
                li .{ "tone-" (look.tone) } {
                    span.swatch aria-hidden="true" { (look.shape) } " " (name) ": " b { (n) } " "
                    span.share { (percent_of(*n, counts.sentences)) }
                }
            }
        }
    }
}

/// Head of a table of counts.
pub fn counts_head(what: &str, labels: &Labels, doubt: bool) -> Markup {
    html! {
        thead { tr {
            th scope="col" { (what) } th.n scope="col" { "n" }
            @for (_, name, look) in in_reading_order(labels) {
                th.n scope="col" title=(name) data-copy=(name) { span .{ "tone-" (look.tone) } { span.swatch aria-hidden="true" { (look.shape) } } " " span.wide { (name) } }
            }
            @if doubt { th.n scope="col" title=(DOUBT) data-copy=(DOUBT) { span.tone-doubt { span.swatch aria-hidden="true" { (look::DOUBT.shape) } } " " span.wide { (DOUBT) } } }
            th.bar-cell scope="col" { span.wide { @if labels.neutral().is_some() { "positions" } @else { "labels" } } }
        } }
    }
}

/// How long the bar of a row of counts is: its positions, and what the model doubts about.
pub fn bar_length(labels: &Labels, counts: &Counts) -> usize {
    counts.positions(labels.neutral()) + counts.doubtful
}

/// Cells of a row of counts; bars of one table share a scale, `most` being the whole width. Sentences without a position are no part of
/// the bar: there are so many of them that nothing else could be seen.
pub fn counts_cells(labels: &Labels, counts: &Counts, doubt: bool, most: usize) -> Markup {
    let order = in_reading_order(labels);
    let n = |class: usize| counts.labels.get(class).copied().unwrap_or(0);
    let width = |n: usize| format!("width:{:.2}%", 100.0 * n as f64 / most.max(1) as f64);
    let in_bar = |class: usize| Some(class) != labels.neutral() && n(class) > 0;
    html! {
        td.n { (counts.sentences) }
        @for (class, name, _) in &order {
            td .n .zero[n(*class) == 0] title=(name) { (n(*class)) }
        }
        @if doubt { td .n .zero[counts.doubtful == 0] title=(DOUBT) { (counts.doubtful) } }
        td.bar-cell { div.stack aria-hidden="true" {
            @for (class, name, look) in order.iter().filter(|(class, ..)| in_bar(*class)) {
                span .{ "tone-" (look.tone) } style=(width(n(*class))) title={ (name) ": " (n(*class)) } {}
            }
            @if counts.doubtful > 0 { span.tone-doubt style=(width(counts.doubtful)) title={ (DOUBT) ": " (counts.doubtful) } {} }
        } }
    }
}

/// The panel that tells all of one sentence and takes a correction.
pub fn inspector(labels: &Labels) -> Markup {
    html! {
        aside.inspector.idle.needs-script hidden aria-label="The sentence you are at" {
            p.inspector-idle { "Point at a sentence to see the words that decided. Select one, or press " kbd { "n" } " for the next, and its probabilities stand \
                here, with a place to correct the label." }
            div.inspector-body {
                div.inspector-head {
                    b.inspector-title {}
                    button.close type="button" aria-label="Close" title="Close (Esc)" { "×" }
                }
                ol.inspector-probabilities {}
                p.inspector-words lang="nl" {}
                div.inspector-correct {
                    label { "Correct or confirm this label " select.correct-label {
                        option value="" { "as it is" }
                        @for name in labels.iter() { option value=(name) { (name) } }
                    } }
                    label { "Also defensible " select.correct-also {
                        option value="" { "none" }
                        @for name in labels.iter() { option value=(name) { (name) } }
                    } }
                }
                p.inspector-kept {}
            }
        }
    }
}

/// Keys and signs.
pub fn help() -> Markup {
    let keys = [
        (&["n", "p"][..], "next, previous marked sentence"),
        (&["j", "k"], "next, previous sentence"),
        (&["/"], "search; Enter steps through what is found"),
        (&["c"], "correct or confirm the label of this sentence"),
        (&["1", "…", "9"], "show or hide a label"),
        (&["0"], "show everything"),
        (&["Esc"], "close, or end the search"),
        (&["?"], "this help"),
    ];
    html! {
        dialog.help aria-label="Help" {
            h2 { "Keys and signs" }
            dl { @for (keys, does) in keys { div {
                dt { @for key in keys { @if *key == "…" { " … " } @else { kbd { (key) } " " } } }
                dd { (does) }
            } } }
            p { "Colour and shape tell the label; the stronger the shade, the more probable it is. Where the second candidate has at least half of the \
                label's probability, both stand there." }
            p { "Point at a sentence or move to it with the keys, and the words that decided are underlined: solid for the label, dotted for the second \
                candidate, thicker where they weigh more. Point at the label to see what the context adds: the heading, the place in the section, and \
                what the sentence does not have." }
            p { "Questions of members stand small above their answer. They are not what the sender says, and have no label." }
            p { "Corrections stay in this browser until you export them: a CSV file with the columns letter, kind, field, section, sentence, label, also, \
                labelled_by. “Corrections”, at the end of the page, tells how a model learns from it." }
            button.help-close type="button" { "Close" }
        }
    }
}

/// The command that learns from all sentences of a page: it starts from the page's own model, and without folds for fewer letters than
/// training takes folds.
fn learning(letters: &[LabelledLetter]) -> String {
    let own = letters
        .iter()
        .any(|l| l.model_hash != crate::embedded::sha256());
    let model = if own { "=OWN.model" } else { "" };
    // a letter without sentences is none of those exported
    let exported = letters.iter().filter(|l| !l.sentences.is_empty());
    let folds = if exported.count() < TrainOptions::default().folds {
        " --folds 0"
    } else {
        ""
    };
    format!(
        "standpunt train --adapt{model} --data EXPORT.csv --model NEW.model --allow-own-labels{folds}"
    )
}

/// Where corrections are taken out of the page.
pub fn corrections(letters: &[LabelledLetter]) -> Markup {
    html! {
        section.corrections.needs-script hidden aria-label="Corrections" {
            h2 { "Corrections" }
            p { "A label that you correct is marked ✎ in the text, one that you confirm by choosing it ✓. " span.kept role="status" {} }
            p { "To teach the model, read whole letters, correct what is wrong in them, and export all sentences: also those that the model had right. \
                From some twenty letters on that makes it better on others; fewer hardly do. This command learns from them, and its "
                code { "--allow-own-labels" } " says that you have read every label: " code.command { (learning(letters)) } }
            p { "Corrections alone are for keeping, or for comparing with those of others. A model that is trained on them sees nothing but its faults, and gets \
                worse on other letters. In both files the column " code { "labelled_by" } " says " code { "person" } " where you chose the label, "
                code { "model" } " where nobody did." }
            p.tools {
                button.export-all type="button" { "Export all sentences" } " "
                button.export type="button" hidden { "Export corrections" } " "
                button.discard type="button" hidden { "Discard corrections" }
            }
        }
    }
}

/// Which model spoke.
pub fn model(letters: &[LabelledLetter]) -> Markup {
    html! {
        footer.model {
            @if let Some(first) = letters.first() {
                p { "Labels by standpunt, model " code { (first.model_hash.get(..12).unwrap_or(&first.model_hash)) } ". " (count(letters.len(), "letter"))
                    ". A label is the model's reading of one sentence, not the sender's word: the sentence stands beside it." }
            }
        }
    }
}

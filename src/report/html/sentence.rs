//! One sentence: its label by colour, shape and word, its probability as shade, and the words that decided.

use super::super::labelled::{LabelledLetter, Reason, Row};
use super::super::look::{self, Look, looks};
use super::super::{DOUBT, Labelled};
use maud::{Markup, html};
use std::ops::Range;

/// Words of less than this share of the strongest word's weight are not marked.
const FAINTEST: f64 = 0.2;

/// What a reader must know of list items that are no sentences.
pub const UNLABELLED: &str = "List items without a finite verb: not part of what is labelled";

/// A sentence that takes a position, or about which the model doubts: a block of its own.
pub fn position(letter: &LabelledLetter, row: &Row<'_>, prefix: &str) -> Markup {
    let look = shown_look(letter, row.labelled);
    let prediction = &row.labelled.prediction;
    let id = format!("{prefix}s{}", row.number);
    html! {
        div .s .position .{ "tone-" (look.tone) } id=(id) role="group" tabindex="0" data-label=(data_label(row.labelled))
            style={ "--p:" (format!("{:.2}", prediction.confidence())) } {
            p.mark {
                span.shape aria-hidden="true" { (look.shape) }
                " "
                span.verdict title=[context(letter, row.labelled)] { (verdict(letter, row.labelled)) }
                @if let Some(page) = row.sentence.page { span.page { " p. " (page) } }
                " "
                a.number href={ "#" (id) } title="Link to this sentence" { (row.number) }
                span.corrected-to {}
                button.correct.needs-script type="button" hidden { "✎ Correct" }
            }
            p.text lang="nl" { (words(letter, row)) }
            (items(&row.sentence.items))
        }
    }
}

/// A sentence without a position: part of the running text. One with list items is an element that may hold a list.
pub fn running(letter: &LabelledLetter, row: &Row<'_>, prefix: &str) -> Markup {
    let id = format!("{prefix}s{}", row.number);
    let maybe = row.labelled.is_doubtful();
    let second = row.labelled.prediction.second;
    let said = html! {
        @if maybe {
            @let look = look_of(letter, second);
            span .hint .{ "tone-" (look.tone) } title=(candidates(letter, row.labelled)) { (look.shape) "?" }
        }
        span.text lang="nl" { (words(letter, row)) }
        a.number href={ "#" (id) } title="Link to this sentence" { (row.number) }
        span.corrected-to {}
    };
    html! {
        @if row.sentence.items.is_empty() {
            span .s .running .maybe[maybe] id=(id) tabindex="-1" data-label=(data_label(row.labelled)) { (said) }
        } @else {
            div .s .running .maybe[maybe] id=(id) tabindex="-1" data-label=(data_label(row.labelled)) { (said) (items(&row.sentence.items)) }
        }
        " "
    }
}

/// List items that are no sentences, as the letter has them.
pub fn items(items: &[String]) -> Markup {
    html! {
        @if !items.is_empty() {
            ul.items lang="nl" title=(UNLABELLED) { @for item in items { li { (item) } } }
        }
    }
}

fn look_of(letter: &LabelledLetter, class: usize) -> Look {
    looks(&letter.labels)
        .get(class)
        .copied()
        .unwrap_or(look::DOUBT)
}

fn shown_look(letter: &LabelledLetter, labelled: &Labelled) -> Look {
    if labelled.shown {
        look_of(letter, labelled.prediction.label)
    } else {
        look::DOUBT
    }
}

/// The class that filters go by; `x` where no label is shown.
fn data_label(labelled: &Labelled) -> String {
    if labelled.shown {
        labelled.prediction.label.to_string()
    } else {
        "x".to_owned()
    }
}

fn named(letter: &LabelledLetter, labelled: &Labelled, class: usize) -> (String, String) {
    (
        letter.labels.name(class).to_owned(),
        letter.chance(labelled, class),
    )
}

/// Label and probability; where the model doubts, both candidates.
fn verdict(letter: &LabelledLetter, labelled: &Labelled) -> Markup {
    let prediction = &labelled.prediction;
    let (label, p) = named(letter, labelled, prediction.label);
    let (second, q) = named(letter, labelled, prediction.second);
    let shape = look_of(letter, prediction.second).shape;
    html! {
        @if !labelled.shown {
            b.name { (DOUBT) } ": "
            (look_of(letter, prediction.label).shape) " " (label) " " span.p { (p) } " or "
            (shape) " " (second) " " span.p { (q) }
        } @else {
            b.name { (label) } " " span.p { (p) }
            @if labelled.is_doubtful() {
                span.second { " or " (shape) " " (second) " " span.p { (q) } }
            }
        }
    }
}

/// What speaks for a label, or against it, from outside of the sentence's words.
fn context(letter: &LabelledLetter, labelled: &Labelled) -> Option<String> {
    let weight = labelled.context?;
    let prediction = &labelled.prediction;
    let side = if weight > 0.0 {
        prediction.label
    } else {
        prediction.second
    };
    Some(format!(
        "from the context: {:+.2} for {}",
        weight.abs(),
        letter.labels.name(side)
    ))
}

fn candidates(letter: &LabelledLetter, labelled: &Labelled) -> String {
    let (label, p) = named(letter, labelled, labelled.prediction.label);
    let (second, q) = named(letter, labelled, labelled.prediction.second);
    format!("{label} {p}, or {second} {q}")
}

/// The text with the words that decided marked: solid lines for the label, dotted ones against it, thicker where they weigh more.
fn words(letter: &LabelledLetter, row: &Row<'_>) -> Markup {
    let text = row.sentence.text.as_str();
    let reasons = &row.labelled.reasons;
    let strongest = reasons.iter().map(|r| r.weight.abs()).fold(0.0, f64::max);
    let mut pieces: Vec<(Range<usize>, Option<&Reason>)> = Vec::new();
    let mut at = 0;
    for reason in reasons {
        let fits = reason.source.start >= at && text.get(reason.source.clone()).is_some();
        if fits && reason.weight.abs() >= FAINTEST * strongest {
            pieces.push((at..reason.source.start, None));
            pieces.push((reason.source.clone(), Some(reason)));
            at = reason.source.end;
        }
    }
    pieces.push((at..text.len(), None));
    let prediction = &row.labelled.prediction;
    html! {
        @for (range, reason) in pieces {
            @let piece = text.get(range).unwrap_or_default();
            @if let Some(reason) = reason {
                @let side = if reason.weight > 0.0 { prediction.label } else { prediction.second };
                @let level = level(reason.weight.abs() / strongest);
                @let kind = if reason.weight > 0.0 { "for" } else { "against" };
                mark class={ (kind) " w" (level) }
                    title=(format!("{:+.2} for {} (most in “{}”)", reason.weight.abs(), letter.labels.name(side), reason.term)) { (piece) }
            } @else { (piece) }
        }
    }
}

fn level(share: f64) -> u8 {
    match share {
        s if s >= 0.66 => 3,
        s if s >= 0.33 => 2,
        _ => 1,
    }
}

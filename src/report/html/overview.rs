//! What several letters say together: per letter, per section title, per Commission document, over time.

use super::super::labelled::LabelledLetter;
use super::super::look::{self, looks};
use super::super::run_notes::RunNotes;
use super::super::summary::Counts;
use super::super::text::of_sentences;
use super::group::{self, Group};
use super::sentence::items;
use super::{breakable, parts, prefix, timeline, titles};
use crate::numbers::count;
use maud::{Markup, html};

/// The report before the letters themselves.
pub fn overview(letters: &[LabelledLetter], title: &str) -> Markup {
    let Some(first) = letters.first() else {
        return html! { h1 { "0 letters" } p { "There is nothing to report." } };
    };
    let labels = &first.labels;
    let names = titles(letters);
    let doubt = letters.iter().any(|l| l.may_doubt());
    let counts: Vec<Counts> = letters.iter().map(LabelledLetter::counts).collect();
    let mut all = Counts::new(labels.len());
    counts.iter().for_each(|c| all.merge(c));
    let positions = all.positions(labels.neutral());
    let length = |c| parts::bar_length(labels, c);
    let most = counts.iter().map(length).max().unwrap_or(0);
    let over_time = timeline::timeline(letters);
    let sections = group::by_title(letters);
    let (shared, single): (Vec<Group<'_>>, Vec<Group<'_>>) =
        sections.into_iter().partition(|g| g.letters > 1);
    let documents = group::by_com(letters);
    let dossiers = group::by_dossier(letters);
    html! {
        section.overview {
            h1 { (title) }
            p.total {
                @if labels.neutral().is_some() {
                    b { (positions) } " " (of_sentences(positions, all.sentences)) " a position."
                } @else { (count(all.sentences, "sentence")) "." }
            }
            (parts::noted(&RunNotes::of(letters), &all))
            (parts::totals(labels, &all))
            nav aria-label="Report" { ul.contents {
                li { a href="#letters" { "Letters" } }
                @if over_time.is_some() { li { a href="#time" { "Over time" } } }
                @if !dossiers.is_empty() { li { a href="#dossiers" { "Dossiers" } } }
                li { a href="#titles" { "Section titles" } }
                li { a href="#documents" { "Commission documents" } }
                li { a href="#letter" { "The letters themselves" } }
            } }
            h2 id="letters" { "Letters" }
            div.copyable { (copy_button()) table.counts {
                (parts::counts_head("Letter", labels, doubt))
                tbody { @for (i, ((letter, counts), name)) in letters.iter().zip(&counts).zip(&names).enumerate() {
                    tr {
                        th scope="row" {
                            a href={ "#" (prefix(i)) "top" } { (breakable(name)) }
                            @if let Some(date) = &letter.letter.metadata.date { " " span.date { (date) } }
                            @if let Some(kind) = &letter.letter.metadata.kind { " " span.kind lang="nl" { (kind) } }
                        }
                        (parts::counts_cells(labels, counts, doubt, most))
                    }
                } }
            } }
            @if let Some(drawing) = over_time { (drawing) }
            @if !dossiers.is_empty() {
                h2 id="dossiers" { "Dossiers" }
                p { "Letters with the same Kamerstuk number, whatever the number of the paper in it, where there are two or more." }
                (groups(letters, &names, &dossiers, "Dossier", doubt))
            }
            h2 id="titles" { "Section titles" }
            @let answers = letters.iter().any(group::has_answers)
                .then_some(" Answers to questions (“Antwoord 2”) are left out: their titles say nothing of their subject.");
            @if shared.is_empty() { p { "No section title stands in more than one letter." (answers.unwrap_or_default()) } }
            @else {
                p { "Titles that stand in two or more letters, without their number and case; "
                    (count(single.len(), "other title")) " in one letter each." (answers.unwrap_or_default()) }
                (groups(letters, &names, &shared, "Section title", doubt))
            }
            h2 id="documents" { "Commission documents" }
            @if documents.is_empty() { p { "No COM number was found." } }
            @else {
                p { "Sections that name the document; all sections of a letter that is about one document alone." }
                (groups(letters, &names, &documents, "COM number", doubt))
            }
        }
    }
}

/// Shown by the script.
fn copy_button() -> Markup {
    html! { p.copy-line { button.copy-table.needs-script type="button" hidden { "Copy this table" } } }
}

/// A row a group, its quotes under it.
fn groups(
    letters: &[LabelledLetter],
    names: &[String],
    groups: &[Group<'_>],
    what: &str,
    doubt: bool,
) -> Markup {
    let Some(first) = letters.first() else {
        return html! {};
    };
    let labels = &first.labels;
    let length = |g: &Group<'_>| parts::bar_length(labels, &g.counts);
    let most = groups.iter().map(length).max().unwrap_or(0);
    let columns = 3 + labels.len() + usize::from(doubt);
    html! {
        div.copyable { (copy_button()) table.counts {
            (parts::counts_head(what, labels, doubt))
            tbody { @for group in groups {
                tr .has-quotes[!group.quotes.is_empty()] {
                    th scope="row" { span lang="nl" { (group.name) } " " span.kind { (count(group.letters, "letter")) } }
                    (parts::counts_cells(labels, &group.counts, doubt, most))
                }
                @if !group.quotes.is_empty() {
                    tr.quoted { td colspan=(columns) { details.quotes {
                        summary { (quotes_said(group)) span.unseen lang="nl" { ": " (group.name) } }
                        ul { @for quote in &group.quotes { (self::quote(letters, names, quote)) } }
                    } } }
                }
            } }
        } }
    }
}

/// "3 quotes", or how many of all positions are quoted.
fn quotes_said(group: &Group<'_>) -> String {
    let shown = count(group.quotes.len(), "quote");
    if group.quotes.len() < group.positions {
        format!("{shown}, the surest of {} positions", group.positions)
    } else {
        shown
    }
}

fn quote(letters: &[LabelledLetter], names: &[String], quote: &group::Quote<'_>) -> Markup {
    let (Some(letter), Some(name)) = (letters.get(quote.letter), names.get(quote.letter)) else {
        return html! {};
    };
    let prediction = &quote.row.labelled.prediction;
    let look = looks(&letter.labels)
        .get(prediction.label)
        .copied()
        .unwrap_or(look::DOUBT);
    html! {
        li .{ "tone-" (look.tone) } {
            span.swatch aria-hidden="true" { (look.shape) } " "
            b { (letter.labels.name(prediction.label)) } " " (letter.chance(quote.row.labelled, prediction.label)) " "
            q lang="nl" { (quote.row.sentence.text) } " "
            a href={ "#" (prefix(quote.letter)) "s" (quote.row.number) } {
                (breakable(name)) @if let Some(date) = &letter.letter.metadata.date { ", " (date) }
                @if let Some(page) = quote.row.sentence.page { ", p. " (page) }
            }
            (items(&quote.row.sentence.items))
        }
    }
}

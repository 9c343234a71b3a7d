//! One letter in the page: what it is, its summary, its text, and a table to copy.

use super::super::labelled::{LabelledLetter, Row, letter_name};
use super::super::run_notes::RunNotes;
use super::super::text::{clean, of_sentences, title};
use super::{breakable, parts, question, sentence};
use crate::letter::Section;
use crate::numbers::count;
use maud::{Markup, html};

/// The letter; `name` keeps it apart from others, `prefix` stands before every id, `index` is its number in the page's data.
pub fn article(letter: &LabelledLetter, name: &str, prefix: &str, index: usize) -> Markup {
    let alone = prefix.is_empty();
    let title = if name == letter_name(&letter.letter.source) {
        letter.file_name()
    } else {
        name
    };
    html! {
        article.letter id={ (prefix) "top" } data-letter=(index) {
            header {
                @if alone { h1 { (breakable(title)) } }
                @else { p.up { a href="#letters" { "↑ All letters" } } h2.name { (breakable(title)) } }
                (facts(letter))
                @for warning in &letter.letter.warnings { p.warning { "⚠ " (warning) } }
            }
            (summary(letter, title, prefix))
            div.body id=[(alone || index == 0).then_some("letter")] {
                @let mut rows = letter.rows().peekable();
                @for (number, section) in letter.letter.sections.iter().enumerate() {
                    @let own: Vec<Row<'_>> = std::iter::from_fn(|| rows.next_if(|r| r.section_number == number)).collect();
                    (self::section(letter, section, number, &own, prefix))
                }
                @if letter.sentences.is_empty() { p.empty { "No sentence was found in this letter." } }
            }
            (table(letter, prefix))
        }
    }
}

fn facts(letter: &LabelledLetter) -> Markup {
    let metadata = &letter.letter.metadata;
    let com = Some(metadata.com.join(", ")).filter(|c| !c.is_empty());
    let facts = [
        ("Kind", &metadata.kind),
        ("Date", &metadata.date),
        ("Sender", &metadata.sender),
        ("Kamerstuk", &metadata.kamerstuk),
        ("COM", &com),
        ("Council", &metadata.council),
    ];
    html! {
        dl.facts {
            @for (name, value) in facts {
                div { dt { (name) } @if let Some(value) = value { dd lang="nl" { (value) } } @else { dd.zero title="not found" { "–" } } }
            }
        }
    }
}

fn summary(letter: &LabelledLetter, name: &str, prefix: &str) -> Markup {
    let counts = letter.counts();
    let positions = counts.positions(letter.labels.neutral());
    let sections = letter.section_counts();
    let length = |c| parts::bar_length(&letter.labels, c);
    let most = sections.iter().map(length).max().unwrap_or(0);
    html! {
        section.summary aria-label={ "Summary of " (clean(name)) } {
            p.total {
                @if letter.labels.neutral().is_some() {
                    b { (positions) } " " (of_sentences(positions, counts.sentences)) " a position."
                } @else { (count(counts.sentences, "sentence")) "." }
            }
            @if prefix.is_empty() { (parts::noted(&RunNotes::of([letter]), &counts)) }
            (parts::totals(&letter.labels, &counts))
            @if letter.letter.sections.len() > 1 {
                div.scroll { table.counts {
                    (parts::counts_head("Section", &letter.labels, letter.may_doubt()))
                    tbody {
                        @for (i, (section, counts)) in letter.letter.sections.iter().zip(&sections).enumerate() {
                            tr {
                                th scope="row" { a href={ "#" (prefix) "section" (i + 1) } lang="nl" { (title(&section.title)) } }
                                (parts::counts_cells(&letter.labels, counts, letter.may_doubt(), most))
                            }
                        }
                    }
                } }
            }
        }
    }
}

/// Positions stand apart, what lies between them runs on.
fn section(
    letter: &LabelledLetter,
    section: &Section,
    number: usize,
    rows: &[Row<'_>],
    prefix: &str,
) -> Markup {
    let stands_apart = |row: &Row<'_>| !row.labelled.shown || letter.takes_position(row.labelled);
    let runs = rows.chunk_by(|a, b| !stands_apart(a) && !stands_apart(b));
    html! {
        section.part id={ (prefix) "section" (number + 1) } {
            @if !section.title.trim().is_empty() {
                @if prefix.is_empty() { h2 lang="nl" { (section.title) } } @else { h3 lang="nl" { (section.title) } }
            }
            (question::questions(&section.questions))
            (sentence::items(&section.items))
            @for run in runs {
                @match run {
                    [one] if stands_apart(one) => (sentence::position(letter, one, prefix)),
                    many => div.run { @for row in many { (sentence::running(letter, row, prefix)) } },
                }
            }
            p.nothing hidden { "Nothing here fits the filter." }
        }
    }
}

/// The positions as a plain table, for a word processor or a spreadsheet.
fn table(letter: &LabelledLetter, prefix: &str) -> Markup {
    html! {
        details.copy.copyable {
            summary { "Table of positions, to copy" }
            p { button.copy-table.needs-script type="button" hidden { "Copy this table" } }
            div.scroll tabindex="0" role="group" aria-label="Table of positions" { table {
                thead { tr { @for name in ["Number", "Section", "Page", "Label", "Probability", "Sentence"] { th scope="col" { (name) } } } }
                tbody {
                    @for row in letter.rows().filter(|r| !r.labelled.shown || letter.takes_position(r.labelled)) {
                        tr {
                            td { a href={ "#" (prefix) "s" (row.number) } { (row.number) } }
                            td lang="nl" { (row.section.title) }
                            td { (row.sentence.page.map_or("–".to_owned(), |p| p.to_string())) }
                            td { (letter.shown_label(row.labelled)) }
                            td { (letter.chance(row.labelled, row.labelled.prediction.label)) }
                            td lang="nl" { (row.sentence.text) }
                        }
                    }
                }
            } }
        }
    }
}

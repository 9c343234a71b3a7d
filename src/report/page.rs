//! The frame of a report page, and what the pages of evaluations and studies show alike.

use super::evaluation_grids::method;
use super::figures::{number, signed};
use super::grid::Grid;
use super::html::head;
use crate::evaluation::{BootstrapInfo, Figure};
use maud::{DOCTYPE, Markup, html};

/// A self-contained page: style and charts are inside, and nothing runs.
///
/// It follows the reader's light or dark setting, prints, and fits narrow screens.
pub(super) fn page(title: &str, content: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(title, None, &[include_str!("evaluation.css")]))
            body { main {
                h1 { (title) }
                (content)
            } }
        }
    }
    .into_string()
}

/// A value in large, with what it is above and more of it below.
pub(super) fn tile(name: &str, value: &str, more: &str) -> Markup {
    html! { div.tile { span { (name) } b { (value) } span { (more) } } }
}

/// A figure in large, with its interval.
pub(super) fn figure_tile(name: &str, figure: &Figure) -> Markup {
    written_tile(name, figure, number)
}

/// A difference in large, with its interval; all with their sign.
pub(super) fn difference_tile(name: &str, difference: &Figure) -> Markup {
    written_tile(name, difference, |value| signed(&Figure::bare(value)))
}

fn written_tile(name: &str, figure: &Figure, write: impl Fn(Option<f64>) -> String) -> Markup {
    let more = match figure.interval() {
        Some((low, high)) => format!("{} to {}", write(Some(low)), write(Some(high))),
        None => "no interval".to_owned(),
    };
    tile(name, &write(figure.value), &more)
}

/// A table that a narrow screen scrolls.
pub(super) fn scrolled(table: &Markup) -> Markup {
    html! { div.scroll tabindex="0" role="group" aria-label="Table" { (table) } }
}

/// A small table of texts.
pub(super) fn table(grid: &Grid) -> Markup {
    scrolled(&html! { table.plain {
        thead { tr { @for cell in &grid.header { th scope="col" { (cell) } } } }
        tbody {
            @for row in &grid.rows { tr {
                @for (column, cell) in row.iter().enumerate() {
                    @if column == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                }
            } }
        }
    } })
}

/// How the intervals were made.
pub(super) fn how(info: &BootstrapInfo) -> Markup {
    html! { p.method { (method(info)) } }
}

/// What a reader must know.
pub(super) fn notes<'a>(notes: impl Iterator<Item = &'a str>) -> Markup {
    let mut notes = notes.peekable();
    html! {
        @if notes.peek().is_some() {
            h2 { "Notes" }
            ul.notes { @for note in notes { li { (note) } } }
        }
    }
}

//! The comparison as one self-contained page.

use super::table::{about, look_of, marks, remark, summary};
use super::words::pieces;
use super::{Change, LetterDiff, Quote, SectionDiff};
use crate::error::Result;
use crate::numbers::{count, probability};
use crate::report::html::{STYLE, UNLABELLED, head};
use crate::report::look::Look;
use crate::report::unwritable;
use maud::{DOCTYPE, Markup, html};
use std::io::Write;

const LAYOUT: &str = include_str!("diff.css");

/// Writes a comparison as a page without scripts and without network: old and new quotes side by side.
///
/// # Errors
/// [`crate::error::ErrorKind::Io`] when the target cannot be written.
pub fn write_html(diff: &LetterDiff, out: &mut dyn Write) -> Result<()> {
    out.write_all(page(diff).into_string().as_bytes())
        .map_err(unwritable)?;
    out.flush().map_err(unwritable)
}

fn page(diff: &LetterDiff) -> Markup {
    let marks = marks(&diff.labels);
    let title = format!("{} – {}", diff.old.name, diff.new.name);
    let changed = diff.sections.iter().filter(|s| !s.changes.is_empty());
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(&title, None, &[STYLE, LAYOUT]))
            body { main.diff {
                h1 { "What is said differently" }
                dl.facts {
                    div { dt { "Old" } dd { (about(&diff.old)) } }
                    div { dt { "New" } dd { (about(&diff.new)) } }
                }
                p.total { b { (summary(diff)) } }
                @for warning in &diff.warnings { p.warning { "⚠ " (warning) } }
                @if diff.has_shared_sections() && diff.sections.iter().all(|s| s.changes.is_empty()) { p.empty { "No position is said differently." } }
                @for section in changed {
                    section {
                        h2 lang="nl" { (section.title()) }
                        @if let Some(remark) = section.remark() { p.remark { (remark) } }
                        @let com = section.untold_com();
                        @if !com.is_empty() { p.remark { (com.join(", ")) } }
                        @for change in &section.changes { (self::change(section, change, &marks)) }
                        @if section.unchanged > 0 { p.remark { (count(section.unchanged, "position")) " unchanged" } }
                    }
                }
            } }
        }
    }
}

fn change(section: &SectionDiff, change: &Change, marks: &[(String, Look)]) -> Markup {
    let (old, new) = (change.old.as_ref(), change.new.as_ref());
    html! {
        div.change {
            h3.kind {
                (change.kind.words())
                @if let Some(remark) = remark(section, change) { " (" span lang="nl" { (remark) } ")" }
            }
            div.sides {
                (quote("Old", old, new, marks))
                (quote("New", new, old, marks))
            }
        }
    }
}

fn quote(
    side: &str,
    quote: Option<&Quote>,
    other: Option<&Quote>,
    marks: &[(String, Look)],
) -> Markup {
    let Some(quote) = quote else {
        return html! { div.absent { (side) ": –" } };
    };
    let look = look_of(marks, &quote.label);
    let whole = || vec![(quote.sentence.as_str(), false)];
    let pieces = other.map_or_else(whole, |o| pieces(&quote.sentence, &o.sentence));
    html! {
        div .position .{ "tone-" (look.tone) } style={ "--p:" (format!("{:.2}", quote.probability)) } {
            p.mark {
                span.side { (side) } " " span.shape aria-hidden="true" { (look.shape) } " " b { (quote.label) } " "
                span.p { (probability(quote.probability)) }
                @if let Some(page) = quote.page { span.page { " p. " (page) } }
                span.number { "#" (quote.number) }
            }
            p.text lang="nl" {
                @for (piece, differs) in pieces { @if differs { mark.differs { (piece) } } @else { (piece) } }
            }
            @if !quote.items.is_empty() {
                ul.items lang="nl" title=(UNLABELLED) { @for (item, differs) in quote.items(other) {
                    li { @if differs { mark.differs { (item) } } @else { (item) } }
                } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::two;
    use super::*;

    #[test]
    fn both_quotes_stand_side_by_side_and_are_escaped() {
        let mut found = two();
        found.old.name = "<script>".to_owned();
        if let Some(new) = found.sections[0].changes[0].new.as_mut() {
            new.sentence = "<img src=x> & \"meer\"".to_owned();
        }
        let text = page(&found).into_string();
        assert!(!text.contains("<script") && !text.contains("<img"));
        assert!(text.contains("&lt;img src=x&gt; &amp; &quot;meer&quot;"));
        assert_eq!(text.matches("class=\"change\"").count(), 5);
        assert_eq!(text.matches("class=\"absent\"").count(), 3);
    }
}

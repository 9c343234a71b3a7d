//! What an answer is an answer to: small, without a label, as it is not what the sender says.

use super::super::text::{clean, shorten};
use crate::letter::Question;
use maud::{Markup, html};

/// Longer questions, such as what members bring forward in a whole part of the letter, are folded; in characters.
const LONGEST_OPEN: usize = 1200;

/// How much of a folded question is seen, in columns.
const BEGINNING: usize = 70;

/// Questions above their answer.
pub fn questions(questions: &[Question]) -> Markup {
    html! { @for question in questions { (self::question(question)) } }
}

fn question(question: &Question) -> Markup {
    let text = &question.text;
    html! {
        details.question open[text.chars().count() <= LONGEST_OPEN] {
            summary title="Not what the sender says: no part of what is labelled" {
                span lang="nl" { (clean(&question.title)) } span.begins lang="nl" { ": " (shorten(&clean(text), BEGINNING)) }
            }
            @for paragraph in text.lines() { p lang="nl" { (paragraph) } }
        }
    }
}

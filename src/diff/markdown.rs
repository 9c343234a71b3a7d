//! The comparison as Markdown.

use super::table::{about, look_of, marks, remark, summary};
use super::{ChangeKind, LetterDiff, Quote};
use crate::error::Result;
use crate::numbers::probability;
use crate::report::look::Look;
use crate::report::markdown::escape;
use crate::report::unwritable;
use std::fmt::Write as _;
use std::io::Write;

/// Writes a comparison as GitHub-flavoured Markdown: a table of old and new quotes for each section.
///
/// # Errors
/// [`crate::error::ErrorKind::Io`] when the target cannot be written.
pub fn write_markdown(diff: &LetterDiff, out: &mut dyn Write) -> Result<()> {
    let marks = marks(&diff.labels);
    let mut text = "# What is said differently\n\n".to_owned();
    let _ = writeln!(
        text,
        "- Old: {}\n- New: {}\n",
        escape(&about(&diff.old)),
        escape(&about(&diff.new))
    );
    let _ = writeln!(text, "{}\n", summary(diff));
    for warning in &diff.warnings {
        let _ = writeln!(text, "{warning}\n");
    }
    for section in diff.sections.iter().filter(|s| !s.changes.is_empty()) {
        let _ = writeln!(text, "## {}\n", escape(section.title()));
        let com = section.untold_com();
        if !com.is_empty() {
            let _ = writeln!(text, "{}\n", com.join(", "));
        }
        if let Some(remark) = section.remark() {
            let _ = writeln!(text, "({})\n", escape(&remark));
        }
        text.push_str("| Change | Old | New |\n|---|---|---|\n");
        for change in &section.changes {
            let kind = match change.kind {
                ChangeKind::StanceChanged => format!("**{}**", change.kind.words()),
                kind => kind.words().to_owned(),
            };
            let kind = match remark(section, change) {
                Some(remark) => format!("{kind} ({})", escape(&remark)),
                None => kind,
            };
            let cell =
                |q: &Option<Quote>| q.as_ref().map_or("–".to_owned(), |q| quote(q, &marks));
            let _ = writeln!(
                text,
                "| {kind} | {} | {} |",
                cell(&change.old),
                cell(&change.new)
            );
        }
        text.push('\n');
    }
    out.write_all(text.as_bytes()).map_err(unwritable)?;
    out.flush().map_err(unwritable)
}

fn quote(quote: &Quote, marks: &[(String, Look)]) -> String {
    let look = look_of(marks, &quote.label);
    let page = quote.page.map_or(String::new(), |p| format!(", p. {p}"));
    let items = (quote.items.iter()).map(|item| format!("<br>– {}", escape(item.trim())));
    format!(
        "{} **{}** {}{page}: {}{}",
        look.shape,
        escape(&quote.label),
        escape(&probability(quote.probability)),
        escape(quote.sentence.trim()),
        items.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::two;
    use super::*;

    #[test]
    fn a_table_a_section_with_both_quotes() {
        let mut out = Vec::new();
        write_markdown(&two(), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }
}

//! A letter as Markdown: what it is, a summary table, and its text with the positions set apart.

use super::labelled::{LabelledLetter, Row};
use super::look::{self, looks};
use super::run_notes::RunNotes;
use super::summary::Counts;
use super::text::{clean, title, unread};
use super::{DOUBT, Output, unwritable};
use crate::error::Result;
use crate::letter::Question;
use crate::numbers::count;
use crate::stance::Labels;
use std::fmt::Write as _;
use std::io::Write;

/// Writes letters as GitHub-flavoured Markdown; after several letters, a table of them.
#[derive(Debug, Clone, Default)]
pub struct Markdown {
    list: Vec<(String, Option<String>, Counts)>,
    labels: Option<Labels>,
    /// What is told once, below the last of several letters; none where it stands under each.
    notes: Option<RunNotes>,
    unread: Option<String>,
}

impl Markdown {
    /// Starts a document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes letters that may be several: what is true of all is told once, below the last.
    #[must_use]
    pub fn of_several(mut self) -> Self {
        self.notes = Some(RunNotes::default());
        self
    }
}

/// Text that Markdown and HTML leave as it is.
pub(crate) fn escape(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Escaped text that can start a line: no list, no underline of a heading.
fn escape_start(text: &str) -> String {
    let escaped = escape(text.trim());
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    let at = match escaped.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => digits,
        Some(b'+' | b'-' | b'=') if digits == 0 => 0,
        _ => return escaped,
    };
    let (head, tail) = escaped.split_at(at);
    format!("{head}\\{tail}")
}

fn table_head(out: &mut String, first: &str, labels: &Labels, doubt: bool) {
    let mut line = format!("| {first} | n |");
    let mut rule = "|---|--:|".to_owned();
    let names = labels.iter().zip(looks(labels));
    for (name, look) in names {
        let _ = write!(line, " {} {} |", look.shape, escape(name));
        rule.push_str("--:|");
    }
    if doubt {
        let _ = write!(line, " {} {DOUBT} |", look::DOUBT.shape);
        rule.push_str("--:|");
    }
    let _ = writeln!(out, "{line}\n{rule}");
}

fn table_row(out: &mut String, name: &str, counts: &Counts, doubt: bool) {
    let _ = write!(out, "| {name} | {} |", counts.sentences);
    for n in counts
        .labels
        .iter()
        .chain(doubt.then_some(&counts.doubtful))
    {
        let _ = write!(out, " {n} |");
    }
    out.push('\n');
}

fn facts(out: &mut String, letter: &LabelledLetter) {
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
    for (name, value) in facts {
        let value = value.as_deref().map_or("–".to_owned(), escape);
        let _ = writeln!(out, "- {name}: {value}");
    }
    for warning in &letter.letter.warnings {
        let _ = writeln!(out, "- Warning: {}", escape(warning));
    }
    let short = |hash: &str| hash.get(..12).unwrap_or(hash).to_owned();
    let _ = writeln!(out, "- Model: `{}`\n", short(&letter.model_hash));
}

fn position(out: &mut String, letter: &LabelledLetter, row: &Row<'_>) {
    let prediction = &row.labelled.prediction;
    let named = |class: usize| {
        format!(
            "**{}** {}",
            escape(letter.labels.name(class)),
            escape(&letter.chance(row.labelled, class))
        )
    };
    let looks = looks(&letter.labels);
    let mark = if row.labelled.shown {
        let shape = looks.get(prediction.label).map_or('?', |l| l.shape);
        let second = match row.labelled.is_doubtful() {
            true => format!(" or {}", named(prediction.second)),
            false => String::new(),
        };
        format!("{shape} {}{second}", named(prediction.label))
    } else {
        format!(
            "? **{DOUBT}**: {} / {}",
            named(prediction.label),
            named(prediction.second)
        )
    };
    let _ = writeln!(
        out,
        "> {mark} ({})\\\n> {}",
        row.place(),
        escape_start(&row.sentence.text)
    );
    if !row.sentence.items.is_empty() {
        out.push_str(">\n");
        items(out, "> ", &row.sentence.items);
    }
    out.push('\n');
}

/// In italics, as it is not what the sender says.
fn question(out: &mut String, question: &Question) {
    let mut title = format!("{}: ", escape(&question.title));
    for paragraph in question.text.lines() {
        let _ = writeln!(out, "*{title}{}*\n", escape(paragraph.trim()));
        title.clear();
    }
}

fn items(out: &mut String, margin: &str, items: &[String]) {
    for item in items {
        let _ = writeln!(out, "{margin}- {}", escape_start(item));
    }
}

/// What is told once of a run, a paragraph each.
fn noted(out: &mut String, notes: &RunNotes, counts: &Counts) {
    for note in notes.told(counts) {
        let _ = writeln!(out, "\n{}", escape(&note));
    }
}

fn body(out: &mut String, letter: &LabelledLetter) {
    let mut rows = letter.rows().peekable();
    for (number, section) in letter.letter.sections.iter().enumerate() {
        if !section.title.trim().is_empty() {
            let _ = writeln!(out, "## {}\n", escape(&section.title));
        }
        section.questions.iter().for_each(|q| question(out, q));
        if !section.items.is_empty() {
            items(out, "", &section.items);
            out.push('\n');
        }
        let mut run: Vec<String> = Vec::new();
        let flush = |run: &mut Vec<String>, out: &mut String| {
            if !run.is_empty() {
                let _ = writeln!(out, "{}\n", escape_start(&run.join(" ")));
                run.clear();
            }
        };
        while let Some(row) = rows.next_if(|r| r.section_number == number) {
            if row.labelled.shown && !letter.takes_position(row.labelled) {
                run.push(row.sentence.text.clone());
                if !row.sentence.items.is_empty() {
                    flush(&mut run, out);
                    items(out, "", &row.sentence.items);
                    out.push('\n');
                }
            } else {
                flush(&mut run, out);
                position(out, letter, &row);
            }
        }
        flush(&mut run, out);
    }
}

impl Output for Markdown {
    fn letter(&mut self, letter: LabelledLetter, out: &mut dyn Write) -> Result<()> {
        let counts = letter.counts();
        let doubt = letter.may_doubt();
        let mut text = format!("# {}\n\n", escape(letter.file_name()));
        facts(&mut text, &letter);
        table_head(&mut text, "Section", &letter.labels, doubt);
        for (section, counts) in letter.letter.sections.iter().zip(letter.section_counts()) {
            table_row(&mut text, &escape(title(&section.title)), &counts, doubt);
        }
        table_row(&mut text, "**Letter**", &counts, doubt);
        match &mut self.notes {
            Some(notes) => notes.add(&letter),
            None => noted(&mut text, &RunNotes::of([&letter]), &counts),
        }
        text.push('\n');
        body(&mut text, &letter);
        self.list.push((
            escape(letter.name()),
            letter.letter.metadata.date.as_deref().map(escape),
            counts,
        ));
        self.labels.get_or_insert_with(|| letter.labels.clone());
        out.write_all(text.as_bytes()).map_err(unwritable)
    }

    fn unread(&mut self, names: &[String], of: usize) {
        self.unread = Some(unread(names, of));
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<()> {
        if let (Some(labels), true) = (&self.labels, self.list.len() > 1) {
            let mut all = Counts::new(labels.len());
            self.list
                .iter()
                .for_each(|(_, _, counts)| all.merge(counts));
            let doubt = all.doubtful > 0;
            let mut text = format!("# {}\n\n", count(self.list.len(), "letter"));
            table_head(&mut text, "Letter", labels, doubt);
            for (name, date, counts) in &self.list {
                let date = date.as_ref().map_or(String::new(), |d| format!("{d} "));
                table_row(&mut text, &format!("{date}{name}"), counts, doubt);
            }
            table_row(&mut text, "**All**", &all, doubt);
            if let Some(notes) = &self.notes {
                noted(&mut text, notes, &all);
            }
            out.write_all(text.as_bytes()).map_err(unwritable)?;
        }
        if let ([(_, _, counts)], Some(notes)) = (self.list.as_slice(), &self.notes) {
            let mut text = String::new();
            noted(&mut text, notes, counts);
            out.write_all(text.as_bytes()).map_err(unwritable)?;
        }
        if let Some(unread) = &self.unread {
            writeln!(out, "\n**Warning:** {}", escape(unread)).map_err(unwritable)?;
        }
        out.flush().map_err(unwritable)
    }
}

#[cfg(test)]
mod tests {
    use super::super::summary::tests::{abstaining, build, letter, questions};
    use super::*;

    fn written(letters: &[LabelledLetter]) -> String {
        let mut markdown = Markdown::new();
        let mut out = Vec::new();
        for letter in letters {
            markdown.letter(letter.clone(), &mut out).unwrap();
        }
        markdown.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_letter_reads_as_a_letter() {
        insta::assert_snapshot!(written(&[abstaining("a/agenda.txt")]));
    }

    #[test]
    fn an_answer_has_its_questions_in_italics() {
        let mut letter = letter("a.txt");
        letter.letter.sections[1].questions = questions();
        let text = written(&[letter]);
        let expected = "schol\n\n*Vraag 2: Klopt dat \\*niet\\*?*\n\n*Zo ja, &lt;waarom&gt;?*\n\n*Vraag 3: En dat?*\n\nDe Commissie";
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn several_letters_end_in_a_table() {
        let text = written(&[letter("a.txt"), letter("b.txt")]);
        let at = text.find("# 2 letters").unwrap();
        assert!(
            text[at..].contains("| **All** | 14 | 2 | 2 | 2 | 8 |"),
            "{}",
            &text[at..]
        );
    }

    #[test]
    fn what_is_true_of_all_letters_is_told_once_at_the_end() {
        let mut markdown = Markdown::new().of_several();
        let mut out = Vec::new();
        for name in ["a.txt", "b.txt"] {
            markdown.letter(abstaining(name), &mut out).unwrap();
        }
        markdown.finish(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches("Coverage").count(), 1, "{text}");
        let told = "| **All** | 14 | 2 | 2 | 0 | 8 | 2 |\n\nCoverage 86%: 12 of 14 labels shown,";
        assert!(text.contains(told), "{text}");
    }

    #[test]
    fn nothing_from_the_letter_is_taken_for_markdown() {
        let cases: [(&str, &[f64]); 3] = [
            (
                "<script>alert(1)</script> [x](javascript:y) | **vet**",
                &[0.9, 0.1],
            ),
            ("1. Een zin\n# die een kop wil zijn", &[0.9, 0.1]),
            ("- een punt", &[0.9, 0.1]),
        ];
        let text = written(&[build("a.txt", &["eens", "one|ens"], &[("# <b>", &cases)])]);
        assert!(!text.contains("<script>") && !text.contains("<b>"));
        assert!(
            text.contains(
                r"&lt;script&gt;alert(1)&lt;/script&gt; \[x\](javascript:y) \| \*\*vet\*\*"
            )
        );
        assert!(text.contains("> 1\\. Een zin \\# die"), "{text}");
        assert!(text.contains("> \\- een punt"));
        assert!(text.contains(r"| n | ● eens | ■ one\|ens |"));
    }
}

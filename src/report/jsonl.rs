//! One JSON object a sentence, one a line: for programs that read on.

use super::labelled::{HeadingItems, LabelledLetter, Reason, Row};
use super::{Output, unwritable};
use crate::error::Result;
use crate::letter::{Metadata, Question};
use serde::Serialize;
use serde_json::{Map, Value};
use std::io::Write;

/// Writes letters as JSON Lines.
///
/// Keys: `letter` (file name without extension), `source` (path), the letter's `kind`, `date` (`YYYY-MM-DD`), `sender`, `kamerstuk`, `com`
/// (a list), `council`; `section` (its title, empty before the first heading), `section_number` (in the letter, from 1) and `number` (of
/// the sentence in the letter, from 1), `page` (from 1, where the format has pages), `spans` (`[[start, end], …]`, bytes of the source), `questions` (`[{title, text}, …]`, what the section is the answer to, beside its first sentence; only
/// where there are any), `sentence`, `items` (list items without a finite verb behind it; only where there are any),
/// `items_before` (`[{section, items}, …]`, list items straight under headings before it; only where there are any), `items_after` (the same behind the last sentence), `label`, `second` (the next most probable label), `shown` (false: below the
/// threshold), `probability` (of the label), `probabilities` (an object in label order, six decimals), `reasons` (where asked for: `start` and `end` in bytes
/// of the sentence, `weight` in logits, `term`) and `context` (what terms add that belong to no word), `model_sha256`, `source_sha256`. What is not known is `null`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Jsonl;

#[derive(Serialize)]
struct Line<'a> {
    letter: &'a str,
    source: &'a str,
    #[serde(flatten)]
    metadata: &'a Metadata,
    section: &'a str,
    section_number: usize,
    number: usize,
    page: Option<u32>,
    spans: Vec<[usize; 2]>,
    #[serde(skip_serializing_if = "<[Question]>::is_empty")]
    questions: &'a [Question],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    items_before: Vec<HeadingItems<'a>>,
    sentence: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    items: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    items_after: Vec<HeadingItems<'a>>,
    label: &'a str,
    second: &'a str,
    shown: bool,
    probability: Option<f64>,
    probabilities: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<Vec<Word<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<f64>,
    model_sha256: &'a str,
    source_sha256: Option<&'a str>,
}

#[derive(Serialize)]
struct Word<'a> {
    start: usize,
    end: usize,
    weight: f64,
    term: &'a str,
}

impl<'a> Word<'a> {
    fn new(reason: &'a Reason) -> Self {
        Self {
            start: reason.source.start,
            end: reason.source.end,
            weight: rounded(reason.weight),
            term: &reason.term,
        }
    }
}

/// Six decimals.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn line<'a>(letter: &'a LabelledLetter, row: &Row<'a>) -> Line<'a> {
    let prediction = &row.labelled.prediction;
    let probabilities = letter.labels.iter().zip(&prediction.probabilities);
    Line {
        letter: letter.name(),
        source: &letter.letter.source,
        metadata: &letter.letter.metadata,
        section: &row.section.title,
        section_number: row.section_number + 1,
        number: row.number,
        page: row.sentence.page,
        spans: row
            .sentence
            .spans
            .iter()
            .map(|s| [s.start, s.end])
            .collect(),
        questions: match row.leads() {
            true => &row.section.questions,
            false => &[],
        },
        items_before: letter.items_before(row),
        sentence: &row.sentence.text,
        items: &row.sentence.items,
        items_after: letter.items_after(row),
        label: letter.labels.name(prediction.label),
        second: letter.labels.name(prediction.second),
        shown: row.labelled.shown,
        probability: prediction
            .probabilities
            .get(prediction.label)
            .copied()
            .map(rounded),
        probabilities: probabilities
            .map(|(label, p)| (label.to_owned(), Value::from(rounded(*p))))
            .collect(),
        reasons: (row.labelled.context)
            .map(|_| row.labelled.reasons.iter().map(Word::new).collect()),
        context: row.labelled.context.map(rounded),
        model_sha256: &letter.model_hash,
        source_sha256: Some(&*letter.letter.sha256).filter(|s| !s.is_empty()),
    }
}

impl Output for Jsonl {
    fn letter(&mut self, letter: LabelledLetter, out: &mut dyn Write) -> Result<()> {
        for row in letter.rows() {
            let text =
                serde_json::to_string(&line(&letter, &row)).map_err(|e| unwritable(e.into()))?;
            writeln!(out, "{text}").map_err(unwritable)?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<()> {
        out.flush().map_err(unwritable)
    }
}

#[cfg(test)]
mod tests {
    use super::super::summary::tests::{abstaining, build, questions};
    use super::*;

    fn written(letter: &LabelledLetter) -> String {
        let mut out = Vec::new();
        Jsonl.letter(letter.clone(), &mut out).unwrap();
        Jsonl.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_tells_everything_of_its_sentence() {
        let mut letter = super::super::summary::tests::letter("a/agenda.txt");
        letter.letter.sections.drain(2..);
        letter.sentences.truncate(3);
        letter.letter.sections[1].sentences.truncate(2);
        insta::assert_snapshot!(written(&letter));
    }

    #[test]
    fn labels_stay_in_order_and_lines_stay_lines() {
        let cases: [(&str, &[f64]); 1] =
            [("Eén\nzin met \"quote\" en \u{2028}.", &[0.2, 0.5, 0.3])];
        let letter = build("-", &["z", "a", "m"], &[("", &cases)]);
        let text = written(&letter);
        assert_eq!(text.lines().count(), 1);
        let value: Value = serde_json::from_str(&text).unwrap();
        let keys: Vec<&String> = value["probabilities"].as_object().unwrap().keys().collect();
        assert_eq!(keys, ["z", "a", "m"]);
        assert_eq!(value["sentence"], cases[0].0);
        assert_eq!(value["kind"], Value::Null);
        assert_eq!(
            (&value["label"], &value["second"]),
            (&"a".into(), &"m".into())
        );
    }

    #[test]
    fn questions_stand_beside_the_first_sentence_of_their_answer() {
        let mut letter = super::super::summary::tests::letter("a.txt");
        letter.letter.sections[1].questions = questions();
        let text = written(&letter);
        let asked: Vec<Value> = (text.lines())
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["questions"].take())
            .collect();
        assert_eq!(asked[1][0]["text"], "Klopt dat *niet*?\nZo ja, <waarom>?");
        assert_eq!(asked[1][1]["title"], "Vraag 3");
        assert_eq!(asked.iter().filter(|asked| !asked.is_null()).count(), 1);
    }

    #[test]
    fn reasons_stand_with_what_belongs_to_no_word_where_asked_for() {
        let text = written(&super::super::summary::tests::letter("a.txt"));
        let lines: Vec<Value> = (text.lines())
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines[2]["context"], 0.25);
        assert_eq!(lines[2]["reasons"].as_array().unwrap().len(), 3);
        assert!(lines[1].get("reasons").is_none() && lines[1].get("context").is_none());
    }

    #[test]
    fn a_label_that_is_not_shown_says_so() {
        let text = written(&abstaining("a.txt"));
        assert_eq!(text.matches("\"shown\":false").count(), 1);
    }
}

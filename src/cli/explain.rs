//! `explain`: which words pulled where.

use super::Run;
use super::model::ModelChoice;
use super::signs::{self, readable};
use super::table_or_json::{TableOrJson, write_json};
use super::terminal::{all_of_0, hint, note, stdout, warn, written};
use super::values;
use standpunt::classifier::{Classifier, Explanation};
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::features::Input;
use standpunt::letter::language::Words;
use standpunt::letter::sentences;
use standpunt::program::{Bound, probability};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Say which words of a sentence pulled towards which label
///
/// The scores start from the intercepts; every known term adds to them; their sum is the score, and the probabilities
/// follow from the scores alone. A model trained with `--decision macro-f1` adds a fixed amount to the score of each label before it
/// picks one, so that the label need not be the most probable. Terms are listed by how far they pull the label away from the second
/// candidate.
#[derive(Debug, clap::Args)]
#[command(after_long_help = signs::all())]
pub struct Explain {
    /// The sentence; several words without quotes are taken as one, and `-` reads it from standard input
    #[arg(required = true, value_name = "SENTENCE")]
    sentence: Vec<String>,
    /// The sentence before it, where the model looks at it
    #[arg(long, value_name = "SENTENCE")]
    before: Option<String>,
    /// The title of its section, where the model looks at it
    #[arg(long, default_value = "", value_name = "TITLE")]
    section: String,
    /// How many terms to list; 0 lists all
    #[arg(long, default_value_t = 15, value_name = "N", value_parser = values::count, allow_negative_numbers = true)]
    top: usize,
    #[command(flatten)]
    output: TableOrJson,
    #[command(flatten)]
    model: ModelChoice,
}

/// How much is read of a sentence.
const SENTENCE: Bound = Bound {
    most: 1 << 20,
    expected: "one sentence",
    hint: "`standpunt classify -` labels the sentences of a letter",
};

/// The sentence that standard input holds, its lines as one.
fn read_sentence() -> Result<String> {
    let bytes = SENTENCE.read_stream(std::io::stdin().lock(), "standard input")?;
    let text = String::from_utf8(bytes).map_err(|e| {
        Error::new(ErrorKind::Format, "the text is not UTF-8")
            .at("standard input")
            .hint("convert it: iconv -f WINDOWS-1252 -t UTF-8")
            .caused_by(e)
    })?;
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

impl Explain {
    pub fn run(self, run: Run) -> Result<ExitCode> {
        let joined = match self.sentence.as_slice() {
            [only] if only == "-" => read_sentence()?,
            words => words.join(" "),
        };
        let sentence = joined.trim();
        if sentence.is_empty() {
            return Err(Error::new(ErrorKind::Usage, "an empty sentence")
                .hint("standpunt explain \"Het kabinet steunt dit.\""));
        }
        if Path::new(sentence).is_file() {
            return Err(
                Error::new(ErrorKind::Usage, "this is a file, not a sentence")
                    .at(sentence)
                    .expected("one sentence, in quotes")
                    .hint(format!(
                        "`standpunt classify {sentence}` labels its sentences; explain one of them"
                    )),
            );
        }
        self.advise(run, sentence);
        let classifier = self.model.load()?;
        let input = Input {
            before: self.before.as_deref(),
            heading: &self.section,
            position: usize::from(self.before.is_some()),
            ..Input::alone(sentence)
        };
        let explanation = classifier.session().explain(&input);
        let mut out = stdout();
        if self.output.is_json() {
            write_json(&json(&classifier, sentence, &explanation), &mut out)?;
        } else {
            written(table(&classifier, &explanation, self.top, &mut out))?;
        }
        written(out.flush())?;
        Ok(ExitCode::SUCCESS)
    }

    /// Says where the sentence is not what the model knows: one sentence, in Dutch.
    fn advise(&self, run: Run, sentence: &str) {
        if self.sentence.len() > 1 {
            let words = self.sentence.len();
            note(
                run,
                &format!(
                    "{words} arguments are taken as one sentence; quotes keep it whole: \"…\""
                ),
            );
        }
        let parts = sentences::split(sentence).len();
        if parts > 1 {
            warn(
                run,
                &format!("these are {parts} sentences: the model judges one at a time"),
            );
            hint(
                run,
                "explain each by itself, with the one before it as `--before \"…\"`",
            );
        }
        let mut words = Words::default();
        words.add(sentence);
        if let Some(doubt) = words.doubt() {
            warn(run, doubt);
        }
    }
}

fn table(
    classifier: &Classifier,
    e: &Explanation,
    top: usize,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let labels = classifier.labels();
    let (first, second) = (e.prediction.label, e.prediction.second);
    let p = &e.prediction.probabilities;
    writeln!(
        out,
        "{} {}, before {} {}\n",
        labels.name(first),
        probability(p[first]),
        labels.name(second),
        probability(p[second])
    )?;

    let mut ordered: Vec<_> = e.contributions.iter().collect();
    let pull = |scores: &[f64]| scores[first] - scores[second];
    ordered.sort_by(|a, b| {
        pull(&b.scores)
            .abs()
            .total_cmp(&pull(&a.scores).abs())
            .then_with(|| a.term.cmp(&b.term))
    });
    let listed = all_of_0(top).min(ordered.len());
    writeln!(out, "{:>8}  {:<12} term", "pull", "group")?;
    writeln!(
        out,
        "{:>+8.3}  {:<12} where every sentence starts",
        pull(&e.intercept),
        "intercept"
    )?;
    for c in &ordered[..listed] {
        writeln!(
            out,
            "{:>+8.3}  {:<12} {}",
            pull(&c.scores),
            c.group.name(),
            readable(&c.term)
        )?;
    }
    if listed < ordered.len() {
        let rest: f64 = ordered[listed..].iter().map(|c| pull(&c.scores)).sum();
        writeln!(
            out,
            "{rest:>+8.3}  {:<12} {} more terms (`--top 0` lists all)",
            "",
            ordered.len() - listed
        )?;
    }
    let decides = e.decision.iter().any(|added| *added != 0.0);
    if decides {
        writeln!(
            out,
            "{:>+8.3}  {:<12} added behind the probabilities, to find rare labels",
            pull(&e.decision),
            "decision"
        )?;
    }
    writeln!(
        out,
        "{:>+8.3}  {:<12} score of {} less score of {}\n",
        pull(&e.scores) + pull(&e.decision),
        "sum",
        labels.name(first),
        labels.name(second)
    )?;

    let decision = |text: String| if decides { text } else { String::new() };
    writeln!(
        out,
        "{:<24} {:>9} {:>9} {:>9} {:>12}{}",
        "label",
        "intercept",
        "terms",
        "score",
        "probability",
        decision(format!(" {:>9}", "decision"))
    )?;
    for (k, name) in labels.iter().enumerate() {
        let terms: f64 = e.scores[k] - e.intercept[k];
        writeln!(
            out,
            "{name:<24} {:>9.3} {terms:>9.3} {:>9.3} {:>12.4}{}",
            e.intercept[k],
            e.scores[k],
            p[k],
            decision(format!(" {:>+9.1}", e.decision[k]))
        )?;
    }
    let named = ordered[..listed].iter();
    signs::legend(named.map(|c| (c.group, c.term.as_str())), out)
}

fn json(classifier: &Classifier, sentence: &str, e: &Explanation) -> serde_json::Value {
    let by_label = |values: &[f64]| -> serde_json::Value {
        classifier
            .labels()
            .iter()
            .zip(values)
            .map(|(l, v)| (l.to_owned(), serde_json::json!(v)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let terms: Vec<_> = (e.contributions.iter())
        .map(|c| {
            serde_json::json!({
                "group": c.group.name(),
                "term": c.term,
                "value": c.value,
                "scores": by_label(&c.scores),
                "bytes": c.sources.iter().map(|r| [r.start, r.end]).collect::<Vec<_>>(),
            })
        })
        .collect();
    serde_json::json!({
        "sentence": sentence,
        "label": classifier.labels().name(e.prediction.label),
        "second": classifier.labels().name(e.prediction.second),
        "probabilities": by_label(&e.prediction.probabilities),
        "scores": by_label(&e.scores),
        "intercept": by_label(&e.intercept),
        "decision": by_label(&e.decision),
        "terms": terms,
    })
}

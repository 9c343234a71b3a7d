//! `explain`: which words pulled where.

mod scores;
mod subject;

use super::Run;
use super::fields::{field, text};
use super::model::ModelChoice;
use super::signs::{self, readable};
use super::table_or_json::{Format, TableOrJson, json_text};
use super::terminal::{all_of_0, hint, note, warn, written};
use super::values;
use standpunt::classifier::{Classifier, Contribution, Explanation};
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::features::Group;
use standpunt::letter::language::Words;
use standpunt::letter::sentences;
use standpunt::program::{Bound, one_or_more, probability};
use standpunt::report::{Reasons, reasons};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use subject::{Place, Subject};

/// Say which words of a sentence pulled towards which label
///
/// The scores start from the intercepts; every known term adds to them; their sum is the score, and the probabilities
/// follow from the scores alone. A model trained with `--decision macro-f1` adds a fixed amount to the score of each label before it
/// picks one, so that the label need not be the most probable. First the sum by words: a term's pull is shared out among the words that
/// it covers. Then the cues that were found, and the terms one by one, by how far they pull the label away from the second candidate.
#[derive(Debug, clap::Args)]
#[command(after_long_help = signs::all())]
pub struct Explain {
    /// The sentence; several words without quotes are taken as one, and `-` reads it from standard input. `LETTER#NUMBER` is a
    /// sentence of a letter, with the heading and the sentence before it, by its number in the outputs of `classify`
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
        let place = self.place()?;
        let read = place.iter().map(|place| &place.letter);
        let target = (self.output).open(read.chain(&self.model.model))?;
        let subject = match place {
            Some(place) => place.read(run)?,
            None => self.alone(run)?,
        };
        let classifier = self.model.load()?;
        let explanation = classifier.session().explain(&subject.input());
        let reasons = reasons(&subject.sentence, &explanation);
        let text = if target.format == Format::Json {
            json_text(&json(&classifier, &subject, &explanation, &reasons))?
        } else {
            let layout = Layout {
                classifier: &classifier,
                subject: &subject,
                explanation: &explanation,
                reasons: &reasons,
                top: self.top,
            };
            let mut text = Vec::new();
            written(layout.write(&mut text))?;
            text
        };
        target.write(run, &text)?;
        Ok(ExitCode::SUCCESS)
    }

    /// The sentence of a letter that is asked for; none where a sentence is given by itself.
    fn place(&self) -> Result<Option<Place>> {
        let [only] = self.sentence.as_slice() else {
            return Ok(None);
        };
        let place = Place::of(only.trim())?;
        let aside = [
            ("--before", self.before.is_some()),
            ("--section", !self.section.is_empty()),
        ];
        match (&place, aside.into_iter().find(|(_, given)| *given)) {
            (Some(place), Some((option, _))) => {
                let found = format!("{option} with a sentence of a letter");
                let letter = place.letter.display();
                Err(Error::new(ErrorKind::Usage, found)
                    .at(only)
                    .expected("heading and sentence before it as they stand in the letter")
                    .hint(format!(
                        "leave out `{option}`, or give the sentence itself instead of `{letter}#{}`",
                        place.number
                    )))
            }
            _ => Ok(place),
        }
    }

    /// The sentence that is given by itself.
    fn alone(&self, run: Run) -> Result<Subject> {
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
                    .expected("one sentence, in quotes, or `LETTER#NUMBER`")
                    .hint(format!(
                        "`standpunt classify {sentence}` labels its sentences; `standpunt explain {sentence}#1` explains the first"
                    )),
            );
        }
        self.advise(run, sentence);
        let (before, heading) = (self.before.clone(), self.section.clone());
        Ok(Subject::alone(sentence.to_owned(), before, heading))
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

/// An explanation as it is laid out: label against second candidate.
struct Layout<'a> {
    classifier: &'a Classifier,
    subject: &'a Subject,
    explanation: &'a Explanation,
    reasons: &'a Reasons,
    /// How many terms to list.
    top: usize,
}

/// Columns that pulls and their names stand before.
const MARGIN: usize = 12;
/// Columns that pulls stand in.
const PULL: usize = 10;

impl Layout<'_> {
    /// What some scores add to the label less what they add to the second candidate.
    fn pull(&self, scores: &[f64]) -> f64 {
        let prediction = &self.explanation.prediction;
        scores[prediction.label] - scores[prediction.second]
    }

    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        let labels = self.classifier.labels();
        let prediction = &self.explanation.prediction;
        let p = |class: usize| probability(prediction.probabilities[class]);
        let verdict = format!(
            "{} {}, before {} {}",
            labels.name(prediction.label),
            p(prediction.label),
            labels.name(prediction.second),
            p(prediction.second)
        );
        text(out, &verdict, "")?;
        if self.lacks_heading() {
            let heading = "In a letter the heading of its section counts too: `--section TITLE`";
            text(out, heading, "")?;
        }
        self.place(out)?;
        writeln!(out)?;
        self.words(out)?;
        self.cues(out)?;
        let listed = self.terms(out)?;
        scores::write(out, labels, self.explanation, self.decides())?;
        signs::legend(listed.iter().map(|c| (c.group, c.term.as_str())), out)
    }

    /// Whether the sentence came without the heading that the model looks at.
    fn lacks_heading(&self) -> bool {
        let groups = &self.classifier.extractor().options().groups;
        self.subject.place.is_none()
            && self.subject.heading.trim().is_empty()
            && groups.iter().any(|g| g.group == Group::Heading)
    }

    /// A sentence of a letter, and what the model looks at beside it.
    fn place(&self, out: &mut impl Write) -> std::io::Result<()> {
        let Some(place) = &self.subject.place else {
            return Ok(());
        };
        let letter = place.letter.display();
        writeln!(out, "Sentence {} of {letter}", place.number)?;
        let parts = [
            ("section", self.subject.heading.as_str()),
            ("before", self.subject.before.as_deref().unwrap_or_default()),
            ("sentence", &self.subject.sentence),
        ];
        for (name, text) in parts {
            if !text.trim().is_empty() {
                field(out, MARGIN, name, text.split_whitespace(), " ")?;
            }
        }
        Ok(())
    }

    /// Whether the model adds something behind the probabilities.
    fn decides(&self) -> bool {
        self.explanation.decision.iter().any(|added| *added != 0.0)
    }

    /// The sum by words, each with what all its terms add.
    fn words(&self, out: &mut impl Write) -> std::io::Result<()> {
        let beside =
            |out: &mut _, name: &str, about: &str| field(out, PULL, name, about.split(' '), " ");
        beside(out, "  pull", "word, with all terms that it is part of")?;
        for reason in &self.reasons.words {
            let word = &self.subject.sentence[reason.source.clone()];
            writeln!(out, "{:>+8.3}  {word}", reason.weight)?;
        }
        let context = format!("{:>+6.3}", self.reasons.context);
        beside(
            out,
            &context,
            "(from the context: terms that are in no word)",
        )?;
        self.ends(out, |name| format!("({name})"))
    }

    /// The lines that every sum ends with: what does not come of terms, and the sum.
    fn ends(&self, out: &mut impl Write, named: impl Fn(&str) -> String) -> std::io::Result<()> {
        let e = self.explanation;
        let mut line = |pull: f64, name: &str, about: &str| {
            let name = format!("{pull:>+6.3}  {:<12}", named(name));
            field(out, MARGIN + 11, &name, about.split(' '), " ")
        };
        line(
            self.pull(&e.intercept),
            "intercept",
            "where every sentence starts",
        )?;
        if self.decides() {
            let about = "added behind the probabilities, to find rare labels";
            line(self.pull(&e.decision), "decision", about)?;
        }
        let name = |class: usize| self.classifier.labels().name(class);
        let about = format!(
            "score of {} less score of {}",
            name(e.prediction.label),
            name(e.prediction.second)
        );
        line(self.pull(&e.scores) + self.pull(&e.decision), "sum", &about)?;
        writeln!(out)
    }

    /// The cues that the rules found, each with its words and what its terms add; the surest first.
    fn cues(&self, out: &mut impl Write) -> std::io::Result<()> {
        let mut cues: Vec<(f64, Vec<String>, &Contribution)> = Vec::new();
        for c in &self.explanation.contributions {
            let Some(meaning) = (c.group == Group::Cues)
                .then(|| signs::cue(&c.term))
                .flatten()
            else {
                continue;
            };
            let pull = self.pull(&c.scores);
            let same = |(_, m, known): &&mut (f64, Vec<String>, &Contribution)| {
                *m == meaning && known.sources == c.sources
            };
            match cues.iter_mut().find(same) {
                Some((sum, ..)) => *sum += pull,
                None => cues.push((pull, meaning, c)),
            }
        }
        if cues.is_empty() {
            return Ok(());
        }
        cues.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
        writeln!(out, "{:>8}  cue, in the words above", "pull")?;
        for (pull, meaning, c) in &cues {
            let words: Vec<&str> = (c.sources.iter())
                .map(|r| &self.subject.sentence[r.clone()])
                .collect();
            let words = match words.as_slice() {
                [] => "no cue".to_owned(),
                words => format!("“{}”", words.join(" … ")),
            };
            let parts = std::iter::once(format!("{words}:")).chain(meaning.iter().cloned());
            let parts: Vec<String> = parts
                .flat_map(|p| p.split(' ').map(str::to_owned).collect::<Vec<_>>())
                .collect();
            field(out, MARGIN - 1, &format!("{pull:>+6.3}"), parts, " ")?;
        }
        writeln!(out)
    }

    /// The sum by terms, the strongest first; gives those that it listed.
    fn terms(&self, out: &mut impl Write) -> std::io::Result<Vec<&Contribution>> {
        let mut ordered: Vec<&Contribution> = self.explanation.contributions.iter().collect();
        ordered.sort_by(|a, b| {
            (self.pull(&b.scores).abs())
                .total_cmp(&self.pull(&a.scores).abs())
                .then_with(|| a.term.cmp(&b.term))
        });
        let rest = ordered.split_off(all_of_0(self.top).min(ordered.len()));
        writeln!(out, "{:>8}  {:<12} term", "pull", "group")?;
        for c in &ordered {
            let pull = self.pull(&c.scores);
            let name = format!("{pull:>+6.3}  {:<12}", c.group.name());
            field(out, MARGIN + 11, &name, [readable(&c.term)], " ")?;
        }
        if !rest.is_empty() {
            let pull: f64 = rest.iter().map(|c| self.pull(&c.scores)).sum();
            let more = rest.len();
            let name = format!("{pull:>+6.3}  {:<12}", "");
            let rest = format!(
                "{more} more {} (`--top 0` lists all)",
                one_or_more(more, "term", "terms")
            );
            field(out, MARGIN + 11, &name, rest.split(' '), " ")?;
        }
        self.ends(out, str::to_owned)?;
        Ok(ordered)
    }
}

fn json(
    classifier: &Classifier,
    subject: &Subject,
    e: &Explanation,
    reasons: &Reasons,
) -> serde_json::Value {
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
    let words: Vec<_> = (reasons.words.iter())
        .map(|r| {
            serde_json::json!({
                "start": r.source.start,
                "end": r.source.end,
                "weight": r.weight,
                "term": r.term,
            })
        })
        .collect();
    let mut all = serde_json::json!({
        "sentence": subject.sentence,
        "label": classifier.labels().name(e.prediction.label),
        "second": classifier.labels().name(e.prediction.second),
        "probabilities": by_label(&e.prediction.probabilities),
        "scores": by_label(&e.scores),
        "intercept": by_label(&e.intercept),
        "decision": by_label(&e.decision),
        "words": words,
        "context": reasons.context,
        "terms": terms,
    });
    if let (Some(place), Some(fields)) = (&subject.place, all.as_object_mut()) {
        fields.insert("source".to_owned(), place.letter.to_string_lossy().into());
        fields.insert("number".to_owned(), place.number.into());
        fields.insert("section".to_owned(), subject.heading.as_str().into());
        fields.insert("before".to_owned(), serde_json::json!(subject.before));
    }
    all
}

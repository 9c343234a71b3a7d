//! A letter and its classifier become a [`LabelledLetter`]: what every output shows.

mod chance;
mod told;

use crate::abstention::{Limit, PositionRisk, RiskCurve, RiskPoint};
use crate::classifier::{Classifier, Explanation, Prediction, Session};
use crate::error::{Error, ErrorKind, Result};
use crate::facts::TrainingFigures;
use crate::features::{Input, Tokens};
use crate::letter::{Letter, Section};
use crate::report::facts::{Unkept, unkept_error, unkept_opposite};
use crate::stance::Labels;
use rayon::prelude::*;
use serde::Serialize;
use std::ops::Range;

/// What to find out about each sentence: start from the default and set what should be otherwise.
///
/// ```
/// let mut options = standpunt::LabelOptions::default();
/// options.max_error = Some(0.05);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct LabelOptions {
    /// Show a label only where at most this share of shown labels is wrong (measured at training, [`RiskCurve::BOUND`]); from 0 to 1.
    /// Without it every label is shown. Default: none.
    pub max_error: Option<f64>,
    /// Show `steunt` and `kritisch` only where the opposite is right of at most this share of those shown (measured at
    /// training, [`RiskCurve::BOUND`]); from 0 to 1. Default: none.
    pub max_opposite: Option<f64>,
    /// Whether to work out [`Labelled::reasons`]; costs about as much as labelling. Default: no.
    pub reasons: bool,
    /// Whether to work out [`LabelledLetter::model_hash`]; takes a few milliseconds for the first letter of a model file. Default: yes.
    pub model_hash: bool,
}

impl Default for LabelOptions {
    fn default() -> Self {
        Self {
            max_error: None,
            max_opposite: None,
            reasons: false,
            model_hash: true,
        }
    }
}

impl LabelOptions {
    /// What the limits come down to for a classifier: the one on errors, then the one on opposites.
    pub fn thresholds(&self, classifier: &Classifier) -> [Option<Threshold>; 2] {
        let threshold = |max_error: f64, curve: Option<&RiskCurve>| Threshold {
            max_error,
            point: curve.and_then(|c| c.at_error(max_error)),
        };
        let opposite = classifier.facts().opposite.as_ref();
        [
            self.max_error
                .map(|e| threshold(e, Some(classifier.risk()))),
            self.max_opposite.map(|e| threshold(e, opposite)),
        ]
    }

    /// Why no label of a classifier keeps them; none of one that some do.
    fn unproven(&self, classifier: &Classifier) -> [Option<String>; 2] {
        let of = |share: Option<f64>, unkept: fn(&Classifier, f64) -> Option<Unkept>| {
            Some(unkept(classifier, share?)?.why)
        };
        [
            of(self.max_error, unkept_error),
            of(self.max_opposite, unkept_opposite),
        ]
    }

    /// Which labels of a classifier are shown.
    pub fn limit(&self, classifier: &Classifier) -> Limit {
        let [error, opposite] = self.thresholds(classifier);
        let lowest = |t: Option<Threshold>| t.map_or(0.0, |t| t.probability());
        Limit {
            probability: lowest(error),
            direction: lowest(opposite),
            opposites: classifier.labels().opposites(),
        }
    }
}

/// A limit that labels are held to, and what it comes down to for this model.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Threshold {
    /// The asked limit on the share of errors, or of opposites.
    pub max_error: f64,
    /// The point of the model's curve that keeps it; none where no threshold does, and then no label is shown.
    pub point: Option<RiskPoint>,
}

impl Threshold {
    /// The lowest probability (of the label, or of anything but its opposite) at which a label is shown; infinite where none is.
    pub fn probability(&self) -> f64 {
        self.point.map_or(f64::INFINITY, |p| p.threshold)
    }
}

/// A letter with a label a sentence.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LabelledLetter {
    /// The letter as read.
    pub letter: Letter,
    /// The model's labels, in the order of probabilities.
    pub labels: Labels,
    /// One a sentence, in the order of [`Letter::sentences`].
    pub sentences: Vec<Labelled>,
    /// SHA-256 of the model file, in lower-case hexadecimal.
    pub model_hash: String,
    /// The limit below which labels are not shown, if one was asked for.
    pub threshold: Option<Threshold>,
    /// The limit on labels whose opposite is right, if one was asked for.
    pub opposite: Option<Threshold>,
    /// Why no label keeps the limit on errors; none where some do, or no limit was asked for.
    pub unproven: Option<String>,
    /// Why no label keeps the limit on opposites, likewise.
    pub unproven_opposite: Option<String>,
    /// What the training letters of the model are, in a sentence ([`crate::model_file::Facts::about`]); none where nobody said it.
    pub about: Option<String>,
    /// The cross-validated figures of the model; none of a model without folds.
    pub figures: Option<TrainingFigures>,
    /// How many of the positions that the model finds are wrong where every label is shown; none where that was not measured.
    pub positions: Option<PositionRisk>,
    /// Whether the name is the whole source, because another letter of the run has the same file name. [`Labeller::label`] leaves it
    /// out: who labels several letters knows.
    pub qualified: bool,
}

/// What the model says of one sentence.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Labelled {
    /// Label, second candidate and probabilities.
    pub prediction: Prediction,
    /// Whether the label is shown; where not, outputs say `twijfel` with both candidates.
    pub shown: bool,
    /// The words that decided, in the order of the sentence; empty unless asked for.
    pub reasons: Vec<Reason>,
    /// What [`Reasons::context`] adds to them; none unless they were asked for.
    pub context: Option<f64>,
}

/// One word's part in the choice between the label and the second candidate.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Reason {
    /// The bytes of the sentence's text that the word covers.
    pub source: Range<usize>,
    /// What it adds to the score of the label minus that of the second candidate, in logits: above 0 it speaks for the label. A term of
    /// several words is shared out evenly among them, and a cue among the words that it matched and the negation that turned it.
    pub weight: f64,
    /// The term that the word is part of and that does most for this weight, as the model spells it.
    pub term: String,
}

/// What decided between the label and the second candidate, as far as terms did.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Reasons {
    /// The words of the sentence that added something, in their order.
    pub words: Vec<Reason>,
    /// What the terms add together that belong to no word: of the heading, of the place, and of what is *not* in the sentence.
    pub context: f64,
}

impl Labelled {
    /// Whether the second candidate has at least half of the label's probability, or the label is not shown.
    pub fn is_doubtful(&self) -> bool {
        let p = &self.prediction;
        let second = p.probabilities.get(p.second).copied().unwrap_or(0.0);
        !self.shown || (p.second != p.label && second * 2.0 >= p.confidence())
    }
}

/// List items without a finite verb that stand straight under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct HeadingItems<'a> {
    /// The heading.
    pub section: &'a str,
    /// The items, in order.
    pub items: &'a [String],
}

/// A sentence of a labelled letter with everything that outputs tell of it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Row<'a> {
    /// Number of the sentence in the letter, from 1.
    pub number: usize,
    /// Its section.
    pub section: &'a Section,
    /// Number of the section, from 0.
    pub section_number: usize,
    /// Number of the sentence in its section, from 0.
    pub in_section: usize,
    /// The sentence.
    pub sentence: &'a crate::letter::Sentence,
    /// What the model says.
    pub labelled: &'a Labelled,
}

impl Row<'_> {
    /// Where it stands, as far as that is known: `p. 3, #23`, whose end `explain LETTER#23` takes.
    pub fn place(&self) -> String {
        let number = format!("#{}", self.number);
        match self.sentence.page {
            Some(page) => format!("p. {page}, {number}"),
            None => number,
        }
    }

    /// Whether it is the first sentence of its section.
    pub fn leads(&self) -> bool {
        self.in_section == 0
    }
}

impl LabelledLetter {
    /// Whether labels may be held back, so that outputs count `twijfel`.
    pub fn may_doubt(&self) -> bool {
        self.threshold.is_some() || self.opposite.is_some()
    }

    /// The sentences in order with their section and label.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let sections = self.letter.sections.iter().enumerate();
        sections
            .flat_map(|(n, section)| {
                let sentences = section.sentences.iter().enumerate();
                sentences.map(move |(in_section, s)| (n, section, in_section, s))
            })
            .zip(&self.sentences)
            .enumerate()
            .map(
                |(i, ((section_number, section, in_section, sentence), labelled))| Row {
                    number: i + 1,
                    section,
                    section_number,
                    in_section,
                    sentence,
                    labelled,
                },
            )
    }

    /// The list items that stand straight under headings before a sentence, from the sentence before it on.
    pub fn items_before(&self, row: &Row<'_>) -> Vec<HeadingItems<'_>> {
        let Some((own, above)) = (self.letter.sections.get(..=row.section_number))
            .and_then(|sections| sections.split_last())
            .filter(|_| row.leads())
        else {
            return Vec::new();
        };
        let empty = (above.iter().rev())
            .take_while(|section| section.sentences.is_empty())
            .count();
        let passed = above.get(above.len() - empty..).unwrap_or_default();
        heading_items(passed.iter().chain([own]))
    }

    /// The list items that stand straight under headings behind a sentence that is the last of its letter.
    pub fn items_after(&self, row: &Row<'_>) -> Vec<HeadingItems<'_>> {
        let after = (self.letter.sections.get(row.section_number + 1..)).unwrap_or_default();
        if row.number < self.sentences.len() {
            return Vec::new();
        }
        heading_items(after)
    }

    /// Whether a sentence takes a position and the model is sure enough to say so.
    pub fn takes_position(&self, labelled: &Labelled) -> bool {
        labelled.shown && Some(labelled.prediction.label) != self.labels.neutral()
    }

    /// The label as outputs show it: its name, or `twijfel`.
    pub fn shown_label(&self, labelled: &Labelled) -> &str {
        if labelled.shown {
            self.labels.name(labelled.prediction.label)
        } else {
            super::DOUBT
        }
    }

    /// The name of the letter as [`letter_name`] has it, or its whole source where [`Self::qualified`] asks for it.
    pub fn name(&self) -> &str {
        if self.qualified {
            &self.letter.source
        } else {
            letter_name(&self.letter.source)
        }
    }

    /// The file name without folder; `standard input` where there is none.
    pub fn file_name(&self) -> &str {
        file_name(&self.letter.source)
    }
}

fn heading_items<'a>(sections: impl IntoIterator<Item = &'a Section>) -> Vec<HeadingItems<'a>> {
    let some = (sections.into_iter()).filter(|section| !section.items.is_empty());
    some.map(|section| HeadingItems {
        section: &section.title,
        items: &section.items,
    })
    .collect()
}

/// The name of a letter by its source: the file name without folder and extension, `stdin` for standard input.
pub fn letter_name(source: &str) -> &str {
    if matches!(source, "-" | "") {
        return "stdin";
    }
    let file = file_name(source);
    match file.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty()
                && (1..=5).contains(&extension.len())
                && extension.bytes().all(|b| b.is_ascii_alphanumeric())
                && extension.bytes().any(|b| b.is_ascii_alphabetic()) =>
        {
            stem
        }
        _ => file,
    }
}

fn file_name(source: &str) -> &str {
    if matches!(source, "-" | "") {
        return "standard input";
    }
    let file = source.trim_end_matches(['/', '\\']);
    match file.rsplit(['/', '\\']).next() {
        Some(name) if !name.is_empty() => name,
        _ => source,
    }
}

/// A classifier made ready for many letters: its hash and threshold are worked out once.
#[derive(Debug)]
pub struct Labeller<'a> {
    classifier: &'a Classifier,
    model_hash: String,
    thresholds: [Option<Threshold>; 2],
    /// Why no label keeps them.
    unproven: [Option<String>; 2],
    limit: Limit,
    positions: Option<PositionRisk>,
    reasons: bool,
}

impl<'a> Labeller<'a> {
    /// Prepares a classifier.
    ///
    /// # Errors
    /// [`Usage`](ErrorKind::Usage) for a limit outside of 0 to 1; and when the model cannot be put into bytes for its hash.
    pub fn new(classifier: &'a Classifier, options: &LabelOptions) -> Result<Self> {
        let limits = [options.max_error, options.max_opposite];
        if let Some(limit) = (limits.into_iter().flatten()).find(|l| !(0.0..=1.0).contains(l)) {
            return Err(Error::new(ErrorKind::Usage, format!("a limit of {limit}"))
                .expected("a share of the labels that are shown, from 0 to 1")
                .hint("write 5 % as 0.05"));
        }
        Ok(Self {
            classifier,
            model_hash: if options.model_hash {
                classifier.hash()?
            } else {
                String::new()
            },
            thresholds: options.thresholds(classifier),
            unproven: options.unproven(classifier),
            limit: options.limit(classifier),
            positions: classifier.risk().of_all().and_then(|p| p.positions),
            reasons: options.reasons,
        })
    }

    /// Labels a letter; heading, sentence before and place in the section count as they do in training.
    pub fn label(&self, letter: Letter) -> LabelledLetter {
        let inputs: Vec<Input<'_>> = letter.sections.iter().flat_map(inputs).collect();
        let sentences = inputs
            .par_chunks(PART)
            .map_init(
                || self.classifier.session(),
                |session, part| {
                    part.iter()
                        .map(|input| self.sentence(session, input))
                        .collect::<Vec<_>>()
                },
            )
            .flatten_iter()
            .collect();
        LabelledLetter {
            letter,
            labels: self.classifier.labels().clone(),
            sentences,
            model_hash: self.model_hash.clone(),
            threshold: self.thresholds[0],
            opposite: self.thresholds[1],
            unproven: self.unproven[0].clone(),
            unproven_opposite: self.unproven[1].clone(),
            about: self.classifier.facts().about.clone(),
            figures: self.classifier.facts().figures.clone(),
            positions: self.positions,
            qualified: false,
        }
    }

    fn sentence(&self, session: &mut Session<'_>, input: &Input<'_>) -> Labelled {
        let (prediction, reasons) = if self.reasons {
            let explanation = session.explain(input);
            let reasons = reasons(input.sentence, &explanation);
            (explanation.prediction, Some(reasons))
        } else {
            (session.predict(input), None)
        };
        Labelled {
            shown: (self.limit).shows(prediction.label, &prediction.probabilities),
            prediction,
            context: reasons.as_ref().map(|r| r.context),
            reasons: reasons.map(|r| r.words).unwrap_or_default(),
        }
    }
}

/// How many sentences of a letter one thread takes at a time.
const PART: usize = 64;

/// Labels one letter. For many letters, make a [`Labeller`] once.
///
/// # Errors
/// As [`Labeller::new`].
pub fn label_letter(
    classifier: &Classifier,
    letter: Letter,
    options: &LabelOptions,
) -> Result<LabelledLetter> {
    Ok(Labeller::new(classifier, options)?.label(letter))
}

/// The sentences of a section as the classifier takes them.
pub fn inputs(section: &Section) -> impl Iterator<Item = Input<'_>> {
    let count = section.sentences.len();
    let before = std::iter::once(None).chain(section.sentences.iter().map(|s| Some(&*s.text)));
    section
        .sentences
        .iter()
        .zip(before)
        .enumerate()
        .map(move |(position, (sentence, before))| Input {
            sentence: &sentence.text,
            before,
            heading: &section.title,
            position,
            count,
        })
}

/// Shares each term's pull between label and second candidate out among the words that it covers.
///
/// Words and context add up to what all terms add to the score of the label less that of the second candidate.
pub fn reasons(sentence: &str, explanation: &Explanation) -> Reasons {
    let tokens = Tokens::of(sentence);
    let words: Vec<Range<usize>> = (0..tokens.len())
        .filter(|&i| !tokens.is_mark(i))
        .map(|i| tokens.source(i))
        .collect();
    let (label, second) = (explanation.prediction.label, explanation.prediction.second);
    let mut context = 0.0;
    let mut weights = vec![0.0; words.len()];
    // of each word the terms that pull most, for the label and against it
    let mut strongest: Vec<[(f64, &str); 2]> = vec![[(0.0, ""); 2]; words.len()];
    for contribution in &explanation.contributions {
        let score = |k: usize| contribution.scores.get(k).copied().unwrap_or(0.0);
        let pull = score(label) - score(second);
        let mut covered: Vec<usize> = contribution
            .sources
            .iter()
            .flat_map(|range| {
                let from = words.partition_point(|w| w.end <= range.start);
                let to = words.partition_point(|w| w.start < range.end);
                from..to.max(from)
            })
            .collect();
        covered.sort_unstable();
        covered.dedup();
        if covered.is_empty() {
            context += pull;
        }
        let share = pull / covered.len().max(1) as f64;
        for word in covered {
            if let (Some(weight), Some(best)) = (weights.get_mut(word), strongest.get_mut(word)) {
                *weight += share;
                let best = &mut best[usize::from(share < 0.0)];
                if share.abs() > best.0 {
                    *best = (share.abs(), &contribution.term);
                }
            }
        }
    }
    let words = (words.into_iter().zip(weights).zip(strongest))
        .filter(|((_, weight), _)| *weight != 0.0)
        .map(|((source, weight), strongest)| Reason {
            source,
            weight,
            term: strongest[usize::from(weight < 0.0)].1.to_owned(),
        })
        .collect();
    Reasons { words, context }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::Contribution;
    use crate::features::Group;

    fn contribution(term: &str, scores: [f64; 2], sources: &[(usize, usize)]) -> Contribution {
        Contribution {
            group: Group::Words,
            term: term.to_owned(),
            value: 1.0,
            scores: scores.to_vec(),
            sources: sources.iter().map(|(from, to)| *from..*to).collect(),
        }
    }

    #[test]
    fn a_term_of_two_words_is_shared_between_them() {
        let explanation = Explanation {
            prediction: Prediction {
                label: 0,
                second: 1,
                probabilities: vec![0.8, 0.2],
            },
            scores: vec![0.0; 2],
            intercept: vec![0.0; 2],
            decision: vec![0.0; 2],
            contributions: vec![
                contribution("kabinet steunt", [1.0, -1.0], &[(4, 18)]),
                contribution("steunt", [0.25, 0.0], &[(12, 18)]),
                contribution("heading", [5.0, 0.0], &[]),
                contribution("het", [0.0, 0.5], &[(0, 3), (19, 22)]),
            ],
        };
        let reasons = reasons("Het kabinet steunt het.", &explanation);
        assert_eq!(reasons.context, 5.0);
        let found: Vec<(Range<usize>, f64, &str)> = (reasons.words.iter())
            .map(|r| (r.source.clone(), r.weight, r.term.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (0..3, -0.25, "het"),
                (4..11, 1.0, "kabinet steunt"),
                (12..18, 1.25, "kabinet steunt"),
                (19..22, -0.25, "het"),
            ]
        );
    }

    #[test]
    fn a_cue_marks_its_words_and_its_negation() {
        let sentence = "Nederland heeft over de termijn in het geheel geen zorgen.";
        let classifier = Classifier::embedded().unwrap();
        let explanation = classifier.session().explain(&Input::alone(sentence));
        let words_of = |ranges: &[Range<usize>]| -> Vec<&str> {
            ranges.iter().map(|r| &sentence[r.clone()]).collect()
        };
        let cues = |start: &str| {
            let own = |c: &&Contribution| c.group == Group::Cues && c.term.starts_with(start);
            explanation.contributions.iter().find(own)
        };
        for start in ["steunt ", "regel "] {
            let words = words_of(&cues(start).unwrap().sources);
            assert_eq!(words, ["heeft", "geen zorgen"], "{start}");
        }
        // all that the terms add is told
        let (label, second) = (explanation.prediction.label, explanation.prediction.second);
        let terms = |k: usize| explanation.scores[k] - explanation.intercept[k];
        let reasons = reasons(sentence, &explanation);
        let told = reasons.words.iter().map(|r| r.weight).sum::<f64>() + reasons.context;
        assert!((told - (terms(label) - terms(second))).abs() < 1e-9);
        let weight = |word: &str| {
            let own = |r: &&Reason| &sentence[r.source.clone()] == word;
            reasons.words.iter().find(own).unwrap().weight
        };
        // the cue speaks from all of its words
        let marked: f64 = ["heeft", "geen", "zorgen"].map(weight).iter().sum();
        assert!(marked > 0.0);
    }

    #[test]
    fn a_name_is_the_file_name_without_extension() {
        for (source, name) in [
            ("brieven/2026/fiche-1.pdf", "fiche-1"),
            ("C:\\brieven\\fiche.docx", "fiche"),
            ("-", "stdin"),
            ("kst-22112-nr.3000", "kst-22112-nr.3000"),
            (".verborgen", ".verborgen"),
        ] {
            let letter = super::super::summary::tests::letter(source);
            assert_eq!(letter.name(), name);
        }
    }

    #[test]
    fn context_stays_within_a_section() {
        let letter = super::super::summary::tests::letter("a.txt");
        let section = letter.letter.sections.get(1).unwrap();
        let inputs: Vec<Input<'_>> = inputs(section).collect();
        assert_eq!(inputs[0].before, None);
        assert_eq!(inputs[1].before, Some(inputs[0].sentence));
        assert_eq!(inputs[1].heading, section.title);
        assert_eq!(
            (inputs[1].position, inputs[1].count),
            (1, section.sentences.len())
        );
    }
}

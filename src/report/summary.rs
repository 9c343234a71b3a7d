//! Counts per label, of a section, a letter or many.

use super::labelled::{Labelled, LabelledLetter};

/// How many sentences have which label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Sentences in all.
    pub sentences: usize,
    /// Shown labels, in class order.
    pub labels: Vec<usize>,
    /// Sentences whose label is not shown.
    pub doubtful: usize,
}

impl Counts {
    /// Nothing counted yet, for a number of labels.
    pub fn new(labels: usize) -> Self {
        Self {
            labels: vec![0; labels],
            ..Self::default()
        }
    }

    /// Counts one sentence.
    pub fn add(&mut self, labelled: &Labelled) {
        self.sentences += 1;
        if !labelled.shown {
            self.doubtful += 1;
        } else if let Some(count) = self.labels.get_mut(labelled.prediction.label) {
            *count += 1;
        }
    }

    /// Adds other counts of the same labels.
    pub fn merge(&mut self, other: &Self) {
        self.sentences += other.sentences;
        self.doubtful += other.doubtful;
        if self.labels.len() < other.labels.len() {
            self.labels.resize(other.labels.len(), 0);
        }
        for (count, more) in self.labels.iter_mut().zip(&other.labels) {
            *count += more;
        }
    }

    /// Sentences with a shown label, other than the neutral one.
    pub fn positions(&self, neutral: Option<usize>) -> usize {
        let labels = self.labels.iter().enumerate();
        labels
            .filter(|(class, _)| Some(*class) != neutral)
            .map(|(_, count)| count)
            .sum()
    }

    /// Sentences with a shown label.
    pub fn shown(&self) -> usize {
        self.sentences - self.doubtful
    }
}

impl LabelledLetter {
    /// Counts of the whole letter.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::new(self.labels.len());
        self.sentences.iter().for_each(|s| counts.add(s));
        counts
    }

    /// Counts of each section, in order.
    pub fn section_counts(&self) -> Vec<Counts> {
        let mut sentences = self.sentences.iter();
        let sections = self.letter.sections.iter();
        sections
            .map(|section| {
                let mut counts = Counts::new(self.labels.len());
                sentences
                    .by_ref()
                    .take(section.sentences.len())
                    .for_each(|s| counts.add(s));
                counts
            })
            .collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::abstention::RiskPoint;
    use crate::classifier::Prediction;
    use crate::letter::{Letter, Metadata, Question, Section, Sentence};
    use crate::report::labelled::{Reason, Threshold};
    use crate::stance::{Labels, Stance};

    /// A sentence with its probabilities.
    pub type Case<'a> = (&'a str, &'a [f64]);

    /// What an answer is to: two questions, of which the first has two paragraphs and signs of markup.
    pub fn questions() -> Vec<Question> {
        let asked = [
            ("Vraag 2", "Klopt dat *niet*?\nZo ja, <waarom>?"),
            ("Vraag 3", "En dat?"),
        ];
        let question = |(title, text): (&str, &str)| Question {
            title: title.to_owned(),
            text: text.to_owned(),
        };
        asked.map(question).into()
    }

    /// A letter made of titled sections, with the given labels.
    pub fn build(
        source: &str,
        labels: &[&str],
        sections: &[(&str, &[Case<'_>])],
    ) -> LabelledLetter {
        let mut at = 0;
        let mut letter = Letter {
            source: source.to_owned(),
            sha256: "5".repeat(64),
            ..Letter::default()
        };
        let mut sentences = Vec::new();
        for (title, cases) in sections {
            let mut section = Section {
                title: (*title).to_owned(),
                ..Section::default()
            };
            at += title.len() + 2;
            for (text, probabilities) in *cases {
                section.sentences.push(Sentence {
                    text: (*text).to_owned(),
                    spans: std::iter::once(at..at + text.len()).collect(),
                    page: Some(1 + (at / 400) as u32),
                    items: Vec::new(),
                });
                at += text.len() + 1;
                let best = |skip: Option<usize>| {
                    let mut order: Vec<usize> = (0..probabilities.len())
                        .filter(|&k| Some(k) != skip)
                        .collect();
                    order.sort_by(|&a, &b| probabilities[b].total_cmp(&probabilities[a]));
                    order[0]
                };
                let label = best(None);
                sentences.push(Labelled {
                    prediction: Prediction {
                        label,
                        second: best(Some(label)),
                        probabilities: probabilities.to_vec(),
                    },
                    shown: true,
                    reasons: Vec::new(),
                    context: None,
                });
            }
            letter.sections.push(section);
        }
        LabelledLetter {
            letter,
            labels: Labels::in_order(labels.iter().map(|l| (*l).to_owned()).collect()).unwrap(),
            sentences,
            model_hash: "a".repeat(64),
            threshold: None,
            opposite: None,
            unproven: None,
            unproven_opposite: None,
            about: None,
            figures: None,
            positions: None,
            qualified: false,
        }
    }

    /// A letter of three sections, with metadata and the four labels of the guide.
    pub fn letter(source: &str) -> LabelledLetter {
        let mut letter = build(
            source,
            &Stance::ALL.map(Stance::label),
            &[
                (
                    "",
                    &[(
                        "Hierbij zend ik uw Kamer de geannoteerde agenda van de Landbouw- en Visserijraad van 3 februari.",
                        &[0.01, 0.01, 0.005, 0.975],
                    )],
                ),
                (
                    "Vangstmogelijkheden voor tong en schol",
                    &[
                        (
                            "De Commissie stelt voor de vangst van tong met een tiende te verlagen.",
                            &[0.05, 0.04, 0.01, 0.9],
                        ),
                        (
                            "Het kabinet steunt deze verlaging, omdat herstel van het bestand ook de vissers op lange termijn ten goede komt.",
                            &[0.91, 0.03, 0.01, 0.05],
                        ),
                        (
                            "Het kabinet heeft wel zorgen over de korte termijn waarop de Commissie dit wil invoeren.",
                            &[0.2, 0.75, 0.02, 0.03],
                        ),
                        (
                            "Of een overgangsregeling nodig is, zal het kabinet beoordelen zodra de effecten bekend zijn.",
                            &[0.1, 0.2, 0.4, 0.3],
                        ),
                    ],
                ),
                (
                    "Diversen",
                    &[
                        ("Polen licht de stand van zaken toe.", &[0.0, 0.0, 0.0, 1.0]),
                        ("Dit punt wordt in maart hervat.", &[0.02, 0.02, 0.06, 0.9]),
                    ],
                ),
            ],
        );
        letter.letter.metadata = Metadata {
            kind: Some("geannoteerde agenda".to_owned()),
            date: Some("2026-01-22".to_owned()),
            sender: Some("de minister van Landbouw, Natuur en Voedselkwaliteit".to_owned()),
            kamerstuk: Some("21 501-32, nr. 1234".to_owned()),
            com: vec!["COM(2025) 812".to_owned(), "COM(2025) 813".to_owned()],
            council: Some("Landbouw- en Visserijraad".to_owned()),
        };
        letter.sentences[2].context = Some(0.25);
        letter.sentences[2].reasons = vec![
            Reason {
                source: 4..11,
                weight: 0.8,
                term: "het kabinet steunt".to_owned(),
            },
            Reason {
                source: 12..18,
                weight: 1.6,
                term: "steunt".to_owned(),
            },
            Reason {
                source: 25..34,
                weight: -0.3,
                term: "verlaging".to_owned(),
            },
        ];
        letter
    }

    /// The same letter where labels under 0.5 are not shown.
    pub fn abstaining(source: &str) -> LabelledLetter {
        let mut letter = letter(source);
        letter.threshold = Some(Threshold {
            max_error: 0.05,
            point: Some(RiskPoint {
                threshold: 0.5,
                coverage: 0.8,
                error: 0.03,
                upper: 0.049,
                positions: None,
            }),
        });
        for s in &mut letter.sentences {
            s.shown = s.prediction.confidence() >= 0.5;
        }
        letter
    }

    #[test]
    fn counts_of_sections_add_up_to_the_letters() {
        let letter = abstaining("a.txt");
        let whole = letter.counts();
        assert_eq!(whole.labels, [1, 1, 0, 4]);
        assert_eq!((whole.doubtful, whole.shown()), (1, 6));
        assert_eq!(whole.positions(letter.labels.neutral()), 2);
        let mut sum = Counts::new(4);
        letter.section_counts().iter().for_each(|c| sum.merge(c));
        assert_eq!(sum, whole);
    }
}

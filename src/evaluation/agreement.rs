//! Agreement between two or more coders of the same sentences.

use super::bootstrap::shape;
use super::coding::CodedRow;
pub use super::coding::{Coder, CoderRow, Coding};
use super::coincidence::Coincidence;
use super::confusion::{Confusion, ratio};
use super::counted::Counted;
use super::too_few::{self, Held};
use super::{Bootstrap, BootstrapInfo, Figure, ReportOptions, Units};
use crate::excerpt::shortened;
use crate::numbers::{count, of, one_or_more};
use serde::{Deserialize, Serialize};

/// How far coders agree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgreementReport {
    /// The coders.
    pub coders: Vec<String>,
    /// The labels, in the order of the confusion matrices.
    pub labels: Vec<String>,
    /// Sentences that at least one coder labelled.
    pub sentences: usize,
    /// Sentences that at least two coders labelled; all figures but κ are taken over these.
    pub compared: usize,
    /// Sentences that every coder labelled; Fleiss' κ is taken over these.
    pub complete: usize,
    /// Number of letters, where the data names them.
    pub letters: Option<usize>,
    /// How the intervals were made.
    pub bootstrap: BootstrapInfo,
    /// Share of agreeing pairs of labels on the same sentence.
    pub percent: Figure,
    /// Which κ it is.
    pub kappa_kind: KappaKind,
    /// Agreement beyond chance.
    pub kappa: Figure,
    /// Krippendorff's α for nominal data; takes missing labels.
    pub alpha: Figure,
    /// Each label against the rest.
    pub per_label: Vec<LabelAgreement>,
    /// Each pair of coders.
    pub pairs: Vec<CoderPair>,
    /// The sentences on which the coders differ, in order.
    pub to_settle: Vec<Disagreement>,
    /// What a reader must know, one sentence each.
    pub notes: Vec<String>,
}

/// Which κ is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum KappaKind {
    /// That of two coders.
    Cohen,
    /// That of more than two.
    Fleiss,
}

/// Agreement on one label against the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LabelAgreement {
    /// The label.
    pub label: String,
    /// How often it was given, by all coders together, on compared sentences.
    pub given: u64,
    /// Chance that another coder gives this label to a sentence to which one has given it.
    pub specific: Figure,
    /// Krippendorff's α of this label against the rest.
    pub alpha: Figure,
}

/// Agreement of two coders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CoderPair {
    /// The coder of the rows of the confusion matrix.
    pub first: String,
    /// The coder of its columns.
    pub second: String,
    /// Sentences that both labelled.
    pub sentences: u64,
    /// Share on which they agree.
    pub percent: Figure,
    /// Cohen's κ.
    pub kappa: Figure,
    /// Macro-F1 of one against the other (the same both ways): what a model can be held to.
    pub macro_f1: Figure,
    /// Rows: first coder, columns: second coder.
    pub confusion: Vec<Vec<u64>>,
}

/// A sentence on which coders differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Disagreement {
    /// The letter, empty where not known.
    pub letter: String,
    /// The section title.
    pub section: String,
    /// The sentence.
    pub sentence: String,
    /// The label of each coder, in their order; `None` where it is missing.
    pub codes: Vec<Option<String>>,
}

/// Measures the agreement of coders, with intervals from a bootstrap over letters (rows, where there are none).
///
/// `percent`, α and the per-label figures are taken over sentences that at least two coders labelled, Cohen's κ
/// over those that both did, Fleiss' κ over those that all did.
pub fn agreement(coding: &Coding, options: &ReportOptions) -> AgreementReport {
    let counting = Counting::new(coding);
    let units = counting.units.count();
    let bootstrap = Bootstrap::of(&counting.units, options);
    let counted = bootstrap.figures(|weights| counting.count(weights));
    let ones = vec![1; units];
    let held = Held::new(&counting.units, &bootstrap, options.few_rows);
    let coders = coding.coders.len();
    let coded = |row: &CodedRow| row.codes.iter().flatten().count();
    let complete = coding.rows_where(|row| coded(row) == coders).count();
    let mut report = AgreementReport {
        coders: coding.coders.clone(),
        labels: coding.labels.iter().map(str::to_owned).collect(),
        sentences: coding.rows_where(|row| coded(row) > 0).count(),
        compared: coding.rows_where(|row| coded(row) > 1).count(),
        complete,
        letters: coding.has_letters.then_some(units),
        bootstrap: bootstrap.info(),
        percent: held.share(counted.percent, coding.rows_where(|row| coded(row) > 1)),
        kappa_kind: match coders {
            2 => KappaKind::Cohen,
            _ => KappaKind::Fleiss,
        },
        kappa: held.figure(counted.kappa, coding.rows_where(|row| coded(row) == coders)),
        alpha: held.figure(counted.alpha, coding.rows_where(|row| coded(row) > 1)),
        per_label: counting.per_label(&ones, &held, counted.labels),
        pairs: (counting.pairs.iter().zip(counted.pairs))
            .map(|(pair, figures)| counting.pair(pair, &ones, &held, figures))
            .collect(),
        to_settle: to_settle(coding),
        notes: notes(coding, bootstrap.info()),
    };
    let own = [&report.percent, &report.kappa, &report.alpha];
    let labels = (report.per_label.iter()).flat_map(|label| [&label.specific, &label.alpha]);
    let pairs = (report.pairs.iter()).flat_map(|pair| [&pair.percent, &pair.kappa, &pair.macro_f1]);
    let more = too_few::notes(
        own.into_iter().chain(labels).chain(pairs),
        options.few_rows,
        report.bootstrap.unit,
    );
    report.notes.extend(more);
    report
}

shape! {
    /// What is counted.
    struct Counts<T> {
        percent: T,
        kappa: T,
        alpha: T,
        /// Agreement on each label, and its α.
        labels: Vec<[T; 2]>,
        /// Percent, κ and macro-F1 of each pair of coders.
        pairs: Vec<[T; 3]>,
    }
}

/// What is counted anew on each resample.
struct Counting<'a> {
    coding: &'a Coding,
    units: Units,
    /// For each row its unit and how often each label was given.
    given: Vec<(u32, Vec<u32>)>,
    /// Every two coders, with the labels that either gave.
    pairs: Vec<((usize, usize), Counted)>,
}

impl<'a> Counting<'a> {
    fn new(coding: &'a Coding) -> Self {
        let units = if coding.has_letters {
            Units::letters(coding.rows.iter().map(|r| r.letter.as_str()))
        } else {
            Units::rows(coding.rows.len())
        };
        let given = (coding.rows.iter().enumerate()).map(|(i, row)| {
            let mut count = vec![0; coding.labels.len()];
            for &code in row.codes.iter().flatten() {
                count[code] += 1;
            }
            (units.of_row(i) as u32, count)
        });
        let coders = coding.coders.len();
        let pairs = (0..coders).flat_map(|a| (a + 1..coders).map(move |b| (a, b)));
        let with_labels = |(a, b): (usize, usize)| {
            let rows = coding.rows.iter().enumerate();
            let coded = rows.filter_map(|(i, row)| {
                let code = |coder: usize| row.codes.get(coder).copied().flatten();
                Some((units.of_row(i), code(a)?, code(b)?))
            });
            ((a, b), Counted::of(coding.labels.len(), coded))
        };
        Self {
            coding,
            given: given.collect(),
            pairs: pairs.map(with_labels).collect(),
            units,
        }
    }

    fn coincidence(&self, weights: &[u32]) -> Coincidence {
        let (coders, labels) = (self.coding.coders.len(), self.coding.labels.len());
        Coincidence::of(&self.given, weights, coders, labels)
    }

    fn confusion(&self, (a, b): (usize, usize), weights: &[u32]) -> Confusion {
        let mut confusion = Confusion::new(self.coding.labels.len());
        for (i, row) in self.coding.rows.iter().enumerate() {
            if let (Some(&Some(x)), Some(&Some(y))) = (row.codes.get(a), row.codes.get(b)) {
                let weight = weights.get(self.units.of_row(i)).copied().unwrap_or(0);
                confusion.add(x, y, u64::from(weight));
            }
        }
        confusion
    }

    /// Counts under some weights.
    fn count(&self, weights: &[u32]) -> Counts<Option<f64>> {
        let sums = self.coincidence(weights);
        let kappa = if self.coding.coders.len() == 2 {
            self.confusion((0, 1), weights).kappa()
        } else {
            sums.fleiss()
        };
        let label = |label: usize| {
            let (own, all) = sums.own_pairs[label];
            [ratio(own, all), sums.alpha_of(label)]
        };
        let pair = |(pair, counted): &((usize, usize), Counted)| {
            let confusion = self.confusion(*pair, weights);
            [
                confusion.accuracy(),
                confusion.kappa(),
                counted.macro_f1(&confusion),
            ]
        };
        Counts {
            percent: ratio(sums.pairs.0, sums.pairs.1),
            kappa,
            alpha: sums.alpha(),
            labels: (0..self.coding.labels.len()).map(label).collect(),
            pairs: self.pairs.iter().map(pair).collect(),
        }
    }

    fn per_label(
        &self,
        ones: &[u32],
        held: &Held<'_>,
        figures: Vec<[Figure; 2]>,
    ) -> Vec<LabelAgreement> {
        let whole = self.coincidence(ones);
        let labels = self.coding.labels.iter().zip(whole.given);
        (labels.zip(figures).enumerate())
            .map(|(class, ((label, given), [specific, alpha]))| {
                let compared = |row: &CodedRow| row.codes.iter().flatten().count() > 1;
                let has = |row: &CodedRow| compared(row) && row.codes.contains(&Some(class));
                LabelAgreement {
                    label: label.to_owned(),
                    given,
                    specific: held.share(specific, self.coding.rows_where(has)),
                    alpha: held.figure(alpha, self.coding.rows_where(has)),
                }
            })
            .collect()
    }

    fn pair(
        &self,
        ((a, b), counted): &((usize, usize), Counted),
        ones: &[u32],
        held: &Held<'_>,
        [percent, kappa, macro_f1]: [Figure; 3],
    ) -> CoderPair {
        let (a, b) = (*a, *b);
        let matrix = self.confusion((a, b), ones);
        let coded = |row: &CodedRow, coder| row.codes.get(coder).is_some_and(Option::is_some);
        let both = |row: &CodedRow| coded(row, a) && coded(row, b);
        let labels = 0..self.coding.labels.len();
        CoderPair {
            first: self.coding.coders[a].clone(),
            second: self.coding.coders[b].clone(),
            sentences: matrix.total(),
            percent: held.share(percent, self.coding.rows_where(both)),
            kappa: held.figure(kappa, self.coding.rows_where(both)),
            macro_f1: held.macro_f1(macro_f1, self.coding.rows_where(both), counted),
            confusion: (labels.clone())
                .map(|x| labels.clone().map(|y| matrix.count(x, y)).collect())
                .collect(),
        }
    }
}

fn to_settle(coding: &Coding) -> Vec<Disagreement> {
    let differs = |row: &&CodedRow| {
        let mut codes = row.codes.iter().flatten();
        let first = codes.next();
        codes.any(|c| Some(c) != first)
    };
    let label = |code: &Option<usize>| code.map(|c| coding.labels.name(c).to_owned());
    coding
        .rows
        .iter()
        .filter(differs)
        .map(|row| Disagreement {
            letter: row.letter.clone(),
            section: row.section.clone(),
            sentence: row.sentence.clone(),
            codes: row.codes.iter().map(label).collect(),
        })
        .collect()
}

fn notes(coding: &Coding, info: BootstrapInfo) -> Vec<String> {
    let mut notes: Vec<String> = missing_labels(coding).into_iter().collect();
    let (coders, rows) = (&coding.coders, &coding.rows);
    for (a, first) in coders.iter().enumerate() {
        for (b, second) in coders.iter().enumerate().skip(a + 1) {
            if rows.iter().all(|row| row.codes.get(a) == row.codes.get(b)) {
                notes.push(format!(
                    "`{first}` and `{second}` give every sentence the same label: if one is a copy of the other, these figures say nothing."
                ));
            }
        }
    }
    notes.extend(info.notes());
    notes
}

/// Which figures take sentences that some coder left without a label; none where every coder labelled all.
fn missing_labels(coding: &Coding) -> Option<String> {
    let (coders, all) = (coding.coders.len(), coding.rows.len());
    let labels = |row: &CodedRow| row.codes.iter().flatten().count();
    let some = coding
        .rows_where(|row| (2..coders).contains(&labels(row)))
        .count();
    let alone = coding.rows_where(|row| labels(row) < 2).count();
    let mut told = match (some, alone) {
        (0, 0) => return None,
        (some, 0) => format!(
            "{} {} the label of some coder; α takes {them}, κ leaves {them} out.",
            of(some, all, "sentence"),
            one_or_more(some, "lacks", "lack"),
            them = one_or_more(some, "it", "them")
        ),
        (0, alone) => format!(
            "{} {} fewer than two labels: no figure takes {}.",
            of(alone, all, "sentence"),
            one_or_more(alone, "has", "have"),
            one_or_more(alone, "it", "them")
        ),
        (some, alone) => format!(
            "{} lack the label of some coder; α takes the {some} that {} two or more, κ leaves {} out, and no figure takes the other {alone}.",
            of(some + alone, all, "sentence"),
            one_or_more(some, "has", "have"),
            one_or_more(some, "it", "them")
        ),
    };
    // where two files spell a sentence differently, this is where to look
    for (number, coder) in coding.coders.iter().enumerate() {
        let lacks = |row: &CodedRow| row.codes.get(number).is_some_and(Option::is_none);
        let mut lacking = coding.rows_where(lacks);
        if let Some(row) = lacking.next().and_then(|first| coding.rows.get(first)) {
            let letter = match row.letter.as_str() {
                "" => String::new(),
                letter => format!(" of {letter}"),
            };
            told.push_str(&format!(
                " `{coder}` has no label for {}, the first of them{letter}: {}",
                count(lacking.count() + 1, "sentence"),
                shortened(&row.sentence)
            ));
        }
    }
    Some(told)
}

#[cfg(test)]
mod tests {
    use super::super::NoInterval;
    use super::super::confusion::tests::close;
    use super::*;

    fn coder(name: &str, codes: &[&str]) -> Coder {
        let row = |(i, label): (usize, &&str)| CoderRow {
            letter: format!("brief-{}", i % 4),
            sentence: format!("Zin {i}."),
            label: (*label).to_owned(),
            ..CoderRow::default()
        };
        Coder {
            name: name.into(),
            rows: codes.iter().enumerate().map(row).collect(),
        }
    }

    fn options() -> ReportOptions {
        ReportOptions {
            resamples: 100,
            ..ReportOptions::default()
        }
    }

    const A: [&str; 12] = ["s", "s", "k", "g", "g", "g", "m", "s", "g", "k", "g", ""];
    const B: [&str; 12] = ["s", "g", "k", "g", "g", "s", "m", "s", "g", "s", "g", "k"];
    const C: [&str; 12] = ["s", "g", "k", "g", "", "s", "g", "k", "g", "k", "g", "k"];

    #[test]
    fn two_coders_agree_as_scikit_learn_and_krippendorff_say() {
        // cohen_kappa_score(A[:11], B[:11]); krippendorff.alpha(reliability_data=[A, B], level_of_measurement="nominal")
        let coding = Coding::align(&[coder("a", &A), coder("b", &B)]).unwrap();
        let found = agreement(&coding, &options());
        close(found.percent.value, 8.0 / 11.0);
        close(found.kappa.value, 0.5925925925925926);
        close(found.alpha.value, 0.6086956521739131);
        assert_eq!(
            (found.compared, found.complete, found.sentences),
            (11, 11, 12)
        );
        assert_eq!(found.to_settle.len(), 3);
        assert_eq!(found.kappa_kind, KappaKind::Cohen);
        assert_eq!(found.alpha.reason, Some(NoInterval::TooFew));
        // a few sentences suffice for the figures, not for their intervals
        let mut options = options();
        options.few_rows = 5;
        let long = |codes: [&str; 12]| {
            let mut coder = coder("x", &codes.repeat(3));
            (coder.rows.iter_mut().enumerate())
                .for_each(|(i, r)| r.letter = format!("brief-{}", i % 9));
            coder
        };
        let found = agreement(&Coding::align(&[long(A), long(B)]).unwrap(), &options);
        let (low, high) = found.percent.interval().unwrap();
        assert!(low < 8.0 / 11.0 && 8.0 / 11.0 < high);
        assert!(found.kappa.interval().is_some() && found.alpha.interval().is_some());
        let m = found.per_label.iter().find(|l| l.label == "m").unwrap();
        assert_eq!(
            (m.specific.value, m.specific.reason),
            (Some(1.0), Some(NoInterval::TooFew))
        );
    }

    #[test]
    fn three_coders_agree_as_statsmodels_and_krippendorff_say() {
        // statsmodels fleiss_kappa on the complete rows; krippendorff.alpha on all, and per label on 0/1 data
        let coding = Coding::align(&[coder("a", &A), coder("b", &B), coder("c", &C)]).unwrap();
        let found = agreement(&coding, &options());
        close(found.kappa.value, 0.5081967213114753);
        close(found.alpha.value, 0.578005115089514);
        assert_eq!((found.compared, found.complete), (12, 10));
        assert_eq!(found.kappa_kind, KappaKind::Fleiss);
        let s = found.per_label.iter().find(|l| l.label == "s").unwrap();
        close(s.alpha.value, 0.41333333333333333);
        assert_eq!(found.pairs.len(), 3);
        let pair = &found.pairs[1];
        assert_eq!((pair.first.as_str(), pair.second.as_str()), ("a", "c"));
        let total: u64 = pair.confusion.iter().flatten().sum();
        assert_eq!(total, pair.sentences);
        assert!(found.notes[0].starts_with("2 of 12 sentences lack"));
        let settle = &found.to_settle[0];
        assert_eq!(settle.codes[0].as_deref(), Some("s"));
    }

    #[test]
    fn sentences_without_labels_are_told_with_the_figures_that_take_them() {
        let note = |codes: &[&[&str]]| {
            let coders: Vec<Coder> = (codes.iter().zip(["a", "b", "c"]))
                .map(|(codes, name)| coder(name, codes))
                .collect();
            agreement(&Coding::align(&coders).unwrap(), &options())
                .notes
                .remove(0)
        };
        // with two coders, a sentence that lacks a label has one alone
        assert_eq!(
            note(&[&["s", "k", "g", "s"], &["s", "g", "g", ""]]),
            "1 of 4 sentences has fewer than two labels: no figure takes it. `b` has no label for 1 sentence, the first of them of brief-3: Zin 3."
        );
        assert_eq!(
            note(&[&["s", "k", "g"], &["s", "g", ""], &["s", "", ""]]),
            "2 of 3 sentences lack the label of some coder; α takes the 1 that has two or more, κ leaves it out, and no figure takes the other 1. \
             `b` has no label for 1 sentence, the first of them of brief-2: Zin 2. `c` has no label for 2 sentences, the first of them of brief-1: Zin 1."
        );
    }

    #[test]
    fn coders_without_any_difference_are_asked_about() {
        let note = |second: &[&str]| {
            let coding = Coding::align(&[coder("a", &A), coder("b", second)]).unwrap();
            let notes = agreement(&coding, &options()).notes;
            notes
                .iter()
                .any(|note| note.starts_with("`a` and `b` give every sentence"))
        };
        assert!(note(&A) && !note(&B));
    }

    #[test]
    fn complete_agreement_on_one_label_is_undefined() {
        let codes = ["g"; 6];
        let coding = Coding::align(&[coder("a", &codes), coder("b", &codes)]).unwrap();
        let found = agreement(&coding, &options());
        assert_eq!(found.percent.value, Some(1.0));
        assert_eq!((found.alpha.value, found.kappa.value), (None, None));
    }

    #[test]
    fn repeated_sentences_are_laid_beside_each_other_in_order() {
        let twice = |labels: [&str; 2]| Coder {
            name: "x".into(),
            rows: labels
                .map(|label| CoderRow {
                    sentence: "Dat is zo.".into(),
                    label: label.into(),
                    ..CoderRow::default()
                })
                .to_vec(),
        };
        let coding = Coding::align(&[twice(["s", "k"]), twice(["s", "g"])]).unwrap();
        let found = agreement(&coding, &options());
        assert_eq!(found.percent.value, Some(0.5));
        assert_eq!(found.letters, None);
    }

    #[test]
    fn coders_without_common_sentences_are_refused() {
        assert!(Coding::align(&[coder("a", &A)]).is_err());
        let none = Coder::default();
        assert!(Coding::align(&[coder("a", &A), none]).is_err());
    }
}

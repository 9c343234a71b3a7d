//! The model card: what a model is for, what it was made of, how good it is, and where it must not be trusted.
//!
//! Headings follow Hugging Face's model card; a section in plain Dutch answers what the Dutch Algoritmeregister asks of an
//! algorithm that a government body uses.

use super::evaluation_markdown;
use crate::classifier::Classifier;
use crate::error::Result;
use crate::evaluation::EvaluationReport;
use crate::facts::{Facts, TrainingFigures};
use crate::numbers::tenths;
use crate::report::facts::{
    adapted_from, calibration, caveat, cross_validation, figures, figures_before, figures_line,
    of_label, one_label, opposites_line, size, without_folds,
};
use crate::stance::{Labels, Stance};
use crate::tuning::Trial;
use std::fmt::Write;

/// What a card tells besides the model itself.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct CardParts<'a> {
    /// A held-out evaluation; without it the card says that there is none.
    pub evaluation: Option<&'a EvaluationReport>,
    /// The worth of each feature group; without it that section is left out.
    pub ablation: &'a [Trial],
    /// What must be known of this model in particular, as a Markdown list; put under the limitations.
    pub notes: &'a str,
    /// Licence of the model as an SPDX expression; without it the card names none.
    pub license: Option<&'a str>,
}

/// Writes the card as Markdown.
///
/// What the model is for, and what the rules of the guide leave open, is told only of a model with the guide's four labels: of others
/// the program knows neither.
///
/// # Errors
/// When the model cannot be put into bytes for its hash.
pub fn model_card(classifier: &Classifier, parts: &CardParts<'_>) -> Result<String> {
    let mut card = String::new();
    // writing to a string does not fail
    let of_guide = is_of_guide(classifier.labels());
    let _ = head(&mut card, classifier, parts.license);
    let _ = details(&mut card, classifier, &classifier.hash()?);
    card.push_str(if of_guide { USES } else { OTHER_USES });
    let _ = training(&mut card, classifier, parts.ablation);
    card.push_str("## Evaluation\n\n");
    match parts.evaluation {
        Some(report) => {
            let model = classifier.hash()?;
            let data = report.subject.data.as_deref().unwrap_or("held-out letters");
            let _ = writeln!(
                card,
                "Measured on `{data}` with the model of sha256 `{}…`. Intervals are 95 % bootstrap intervals over letters.\n",
                &model[..12.min(model.len())]
            );
            card.push_str(&evaluation_markdown(report));
            card.push('\n');
        }
        None => card.push_str(
            "No held-out evaluation is recorded. `standpunt evaluate --data … --card FILE` writes this card anew with one.\n\n",
        ),
    }
    card.push_str("## Bias, risks and limitations\n\n");
    if of_guide {
        card.push_str(LIMITS_OF_GUIDE);
    }
    card.push_str(LIMITS);
    if !parts.notes.trim().is_empty() {
        card.push_str(parts.notes.trim());
        card.push('\n');
    }
    if of_guide {
        card.push('\n');
        card.push_str(&REGISTER.replace(DATA_OF_MODEL, &gegevens(classifier.facts())));
    }
    Ok(card)
}

/// Whether the labels are the guide's four.
fn is_of_guide(labels: &Labels) -> bool {
    let known = Stance::ALL.map(|stance| labels.index(stance.label()));
    labels.len() == known.len() && known.iter().all(Option::is_some)
}

fn head(card: &mut String, classifier: &Classifier, license: Option<&str>) -> std::fmt::Result {
    let of_guide = is_of_guide(classifier.labels());
    writeln!(card, "---")?;
    if of_guide {
        writeln!(card, "language: nl")?;
    }
    if let Some(license) = license {
        writeln!(card, "license: {license}")?;
    }
    writeln!(card, "pipeline_tag: text-classification\ntags:")?;
    if of_guide {
        writeln!(card, "  - stance-detection")?;
    }
    writeln!(card, "  - tf-idf\n  - logistic-regression\nlabels:")?;
    for label in classifier.labels().iter() {
        writeln!(card, "  - {label}")?;
    }
    writeln!(card, "---\n")
}

fn details(card: &mut String, classifier: &Classifier, hash: &str) -> std::fmt::Result {
    let facts = classifier.facts();
    let of_what = if is_of_guide(classifier.labels()) {
        "stances in letters of the Dutch cabinet"
    } else {
        "labels of sentences"
    };
    writeln!(card, "# Model card: {of_what}\n\n## Model details\n")?;
    writeln!(card, "| | |\n|---|---|")?;
    writeln!(
        card,
        "| Task | label of one sentence of a letter: {} |",
        classifier.labels().iter().collect::<Vec<_>>().join(", ")
    )?;
    writeln!(
        card,
        "| Kind | multinomial logistic regression (L2) on TF-IDF features |"
    )?;
    writeln!(
        card,
        "| File format | {} (safetensors), written by standpunt {} |",
        facts.version, facts.program
    )?;
    writeln!(card, "| Model file, sha256 | `{hash}` |")?;
    writeln!(card, "| Training data, sha256 | `{}` |", facts.data.sha256)?;
    writeln!(
        card,
        "| Terms | {} |\n",
        classifier.extractor().vocabulary().len()
    )
}

fn training(card: &mut String, classifier: &Classifier, ablation: &[Trial]) -> std::fmt::Result {
    let facts = classifier.facts();
    trained_on(card, facts)?;
    options(card, facts)?;
    cross_validated(card, facts)?;
    worth_of_groups(card, ablation)
}

/// The sentences of the training, and how they are shared out over the labels.
fn trained_on(card: &mut String, facts: &Facts) -> std::fmt::Result {
    writeln!(card, "## Training\n\n{}.\n", size(facts))?;
    if let Some(base) = adapted_from(facts) {
        writeln!(
            card,
            "The model was {base}; the terms of that model are kept, and the weights are held near its.\n"
        )?;
    }
    if let Some(about) = &facts.about {
        writeln!(card, "{about}\n")?;
    }
    writeln!(card, "| label | sentences | share |\n|---|---:|---:|")?;
    for (label, count) in &facts.data.labels {
        writeln!(
            card,
            "| {label} | {count} | {} |",
            tenths(*count as f64 / facts.data.rows.max(1) as f64)
        )?;
    }
    Ok(())
}

/// A table of the options that it was trained with.
fn options(card: &mut String, facts: &Facts) -> std::fmt::Result {
    let options = &facts.options;
    let features = &options.features;
    writeln!(card, "\n| option | value |\n|---|---|")?;
    for group in &features.groups {
        writeln!(
            card,
            "| features `{}` | n-grams {} to {}, in at least {} sentences, weight {} |",
            group.group.name(),
            group.min_n,
            group.max_n,
            group.min_df,
            group.weight
        )?;
    }
    let [tf, idf, length] = [
        (features.sublinear_tf, ["sublinear", "raw"]),
        (features.smooth_idf, ["smooth", "plain"]),
        (features.l2, ["L2 a group", "none"]),
    ]
    .map(|(is, [yes, no])| if is { yes } else { no });
    writeln!(card, "| tf, idf, length | {tf}, {idf}, {length} |")?;
    writeln!(card, "| alpha (scikit-learn's 1/C) | {} |", options.alpha)?;
    writeln!(card, "| class weight | {} |", options.class_weight)?;
    writeln!(card, "| calibration | {} |", calibration(facts))?;
    writeln!(
        card,
        "| folds, seed | {}, {} |",
        options.folds, options.seed
    )
}

/// The figures of the training, and what must be known to read them.
fn cross_validated(card: &mut String, facts: &Facts) -> std::fmt::Result {
    let rows = figures(facts);
    let figures = match (&facts.figures, &rows) {
        (Some(f), Some(rows)) => format!(
            "{}; on {} sentences: {}.",
            cross_validation(facts),
            f.rows,
            figures_line(rows, |place| match place {
                0 => "always the most frequent label: ",
                _ => "",
            })
        ),
        _ => without_folds(facts).unwrap_or_default().to_owned(),
    };
    writeln!(card, "\n{figures}\n")?;
    if let Some(before) = rows.as_ref().and_then(|rows| figures_before(rows)) {
        writeln!(
            card,
            "The model as it was before reaches on the same sentences {before}.\n"
        )?;
    }
    if let Some(f) = &facts.figures {
        figures_of_labels(card, f)?;
    }
    let remarks = [one_label(facts).map(str::to_owned), caveat(facts)];
    for remark in remarks.into_iter().flatten() {
        writeln!(card, "{remark}\n")?;
    }
    Ok(())
}

/// The figures of each label; nothing of a model that was made before they were kept.
fn figures_of_labels(card: &mut String, figures: &TrainingFigures) -> std::fmt::Result {
    if figures.labels.is_empty() {
        return Ok(());
    }
    writeln!(
        card,
        "| label | sentences | precision | recall | F1 |\n|---|---:|---:|---:|---:|"
    )?;
    for label in &figures.labels {
        writeln!(
            card,
            "| {} | {} | {} | {} | {} |",
            label.label,
            label.sentences,
            of_label(label.precision),
            of_label(label.recall),
            of_label(label.f1)
        )?;
    }
    match opposites_line(figures) {
        Some(told) => writeln!(card, "\nIn the same cross-validation, {told}.\n"),
        None => writeln!(card),
    }
}

/// What each feature group is worth; nothing where that was not measured.
fn worth_of_groups(card: &mut String, ablation: &[Trial]) -> std::fmt::Result {
    if ablation.is_empty() {
        return Ok(());
    }
    writeln!(
        card,
        "### What each feature group is worth\n\nThe same cross-validation with one group left out.\n"
    )?;
    writeln!(
        card,
        "| features | macro-F1 | log-loss | accuracy |\n|---|---:|---:|---:|"
    )?;
    for t in ablation {
        writeln!(
            card,
            "| {} | {:.3} | {:.4} | {:.3} |",
            t.change, t.macro_f1, t.log_loss, t.accuracy
        )?;
    }
    writeln!(card)
}

const USES: &str = "\
## Uses

**Meant for** analysts, journalists, NGOs, parliamentary staff and researchers who want to find, in letters of the Dutch cabinet to
parliament, the sentences in which the cabinet takes a position, and to count and compare them over letters. Every label comes with a probability
and the words that decided it; a person reads the sentence before relying on it.

**Not meant for** deciding about people; texts by others than the cabinet (motions, debates, party programmes, news); other languages than
Dutch; telling what the cabinet *does*; or a quotation without having read the letter.

";

const OTHER_USES: &str = "\
## Uses

**Meant for** labelling sentences like those that it was trained on. Every label comes with a probability and the words that decided it; a person
reads the sentence before relying on it. What else it is for, and what not, is for its makers to say.

";

const LIMITS_OF_GUIDE: &str = "\
- A sentence is judged by itself. What *dit* or *hier* points to is seen only as far as words and speaker tell.
- Wishes (*is van belang dat*, *dient*) can be support or criticism; the guide decides by context (rule 3), the model often cannot.
";

const LIMITS: &str = "\
- Letters unlike the training letters — of other kinds, years, ministries or voices — are harder than the figures say.
- The limits of `--max-error` and `--max-opposite` are kept on letters like the training letters. On others more of the labels shown is wrong: measure it on your own (`standpunt evaluate`).
- Probabilities are calibrated for the mix of labels in the letters that were calibrated on. For very different mixes they are off.
";

const REGISTER: &str = "\
## Algoritmeregister

*In gewoon Nederlands, voor wie dit algoritme bij een overheidsorganisatie inzet en het in het Algoritmeregister wil opnemen.*

- **Doel.** Het algoritme leest brieven van het kabinet aan het parlement en geeft per zin aan of het kabinet een voorstel steunt, kritisch is, het op
  zijn merites zal beoordelen, of geen standpunt inneemt. Het helpt om standpunten sneller te vinden en te vergelijken.
- **Impact.** Het algoritme neemt geen besluiten en gaat niet over personen. Een fout label kan een verkeerd beeld geven van wat het kabinet
  vindt; daarom hoort bij elk label de zin zelf, een kans en de woorden die de doorslag gaven.
- **Afwegingen.** Er is gekozen voor een eenvoudig, volledig uitlegbaar model dat zonder internet op een gewone computer werkt, boven een groter model
  dat meer kan maar niet te controleren is.
- **Menselijke tussenkomst.** Een mens leest de zin voordat het label wordt gebruikt en kan het label verbeteren. Het model kan ook
  aangeven dat het twijfelt (`--max-error`); die zinnen beoordeelt een mens.
- **Risicobeheer.** Meet het model op een eigen steekproef van brieven voordat het wordt ingezet (`standpunt evaluate`), en opnieuw als de brieven
  veranderen. Let op de verwisseling van steun en kritiek, die apart wordt geteld.
- **Gegevens.** {gegevens} De brieven die worden gelezen blijven op de eigen computer.
- **Werking.** Logistische regressie op gewogen woorden, woordgroepen en lettergroepen, met regels over wie er spreekt. De broncode is openbaar.

";

/// Stands in [`REGISTER`] where each model has data of its own.
const DATA_OF_MODEL: &str = "{gegevens}";

/// What a model was trained on, in Dutch.
fn gegevens(facts: &Facts) -> String {
    let zinnen = |rows: usize, letters: usize| match letters {
        0 => format!("{rows} gelabelde zinnen"),
        1 => format!("{rows} gelabelde zinnen uit 1 brief"),
        _ => format!("{rows} gelabelde zinnen uit {letters} brieven"),
    };
    let own = zinnen(facts.data.rows, facts.data.letters);
    let trained = match &facts.base {
        None => format!("Getraind op {own} (zie *Training* hierboven)"),
        Some(base) => format!(
            "Een model dat was getraind op {}, is aangepast aan {own} (zie *Training* hierboven)",
            zinnen(base.rows, base.letters)
        ),
    };
    let about = (facts.about.as_ref()).map_or(String::new(), |about| format!(" {about}"));
    format!("{trained}, gelabeld volgens een vaste handleiding.{about}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::ReportOptions;

    #[test]
    fn a_card_names_model_data_and_what_was_measured() {
        let classifier = Classifier::embedded().unwrap();
        let bare = model_card(&classifier, &CardParts::default()).unwrap();
        assert!(bare.contains(&classifier.hash().unwrap()));
        assert!(bare.contains("No held-out evaluation is recorded."));
        assert!(!bare.contains("What each feature group is worth"));
        assert!(!bare.contains("license:"));

        let scored = crate::evaluation::fixtures::scored(
            [[3, 1, 0, 0], [0, 2, 0, 1], [0; 4], [1, 0, 0, 8]],
            4,
        );
        let report = crate::evaluation::report(&scored, &[], &ReportOptions::default()).unwrap();
        let trial = |change: &str| Trial {
            change: change.into(),
            macro_f1: 0.9,
            log_loss: 0.2,
            accuracy: 0.95,
        };
        let ablation = [trial("all groups"), trial("without words")];
        let parts = CardParts {
            evaluation: Some(&report),
            ablation: &ablation,
            notes: "- Only for tests.",
            license: Some("CC-BY-4.0"),
        };
        let full = model_card(&classifier, &parts).unwrap();
        for part in [
            "| without words | 0.900 | 0.2000 | 0.950 |",
            "- Only for tests.\n\n## Algoritmeregister",
            "macro-F1",
            "\nlicense: CC-BY-4.0\n",
        ] {
            assert!(full.contains(part), "{part}");
        }
    }
}

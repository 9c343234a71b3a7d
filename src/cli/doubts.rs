//! What every command says of labelled data that may not be as it was meant.

use super::Run;
use super::terminal::warn;
use standpunt::dataset::{Dataset, Example};
use standpunt::program::count;
use standpunt::stance::Labels;
use standpunt::trainer::Trainer;

/// Warns of labels that may be a misspelling of another: they are learnt as labels of their own.
pub fn warn_of_spelling(run: Run, data: &Dataset) {
    for slip in data.misspelt() {
        warn(
            run,
            &format!(
                "{}: `{}` ({}) is another label than `{}` ({}): did you mean `{}`?",
                data.place(slip.first),
                slip.first.label,
                count(slip.rows, "row"),
                slip.near,
                count(slip.near_rows, "row"),
                slip.meant()
            ),
        );
    }
}

/// What the figures of a cross-validation do not tell of labels that stand in one letter alone, a sentence each. An adapted model may know
/// them from before.
pub fn lone_labels(data: &Dataset, trainer: &Trainer) -> Vec<String> {
    if trainer.options.folds == 0 || trainer.base().is_some() {
        return Vec::new();
    }
    let unit = match data.has_letters {
        true => "letter",
        false => "sentence",
    };
    let told = |first: &Example| {
        format!(
            "{}: `{}` stands in one {unit} alone: the model that is tested on it has not seen the label, so its F1 is 0 by construction and counts in macro-F1.",
            data.place(first),
            first.label
        )
    };
    data.lone_labels().into_iter().map(told).collect()
}

/// From so many letters on, adapting a model did it good on other letters; from so many sentences where the data names no letters.
const ENOUGH_TO_ADAPT: (usize, usize) = (20, 500);

/// Why adapting a model to some data may make it worse on other letters than it was: too little of it, or none of a label.
pub fn poor_to_adapt(data: &Dataset, trainer: &Trainer) -> Vec<String> {
    let Some(base) = trainer.base() else {
        return Vec::new();
    };
    let (letters, sentences) = ENOUGH_TO_ADAPT;
    let (have, enough, what) = match data.has_letters {
        true => (data.group_count(), letters, "letter"),
        false => (data.len(), sentences, "sentence"),
    };
    let few = (have < enough).then(|| {
        format!(
            "{} to adapt to: with fewer than some {enough} the model may come out worse on other letters than it was; label more, or hold it \
             closer to what it was with a larger `--alpha`, such as 10",
            count(have, what)
        )
    });
    let own = data.labels();
    let absent: Vec<String> = (base.classifier().labels().iter())
        .filter(|label| own.index(label).is_none())
        .map(|label| format!("`{label}`"))
        .collect();
    let lacking = (!absent.is_empty()).then(|| {
        format!(
            "no sentence has the label {}: adapting teaches the model to give it less often, on other letters too",
            absent.join(" or ")
        )
    });
    few.into_iter().chain(lacking).collect()
}

/// Warns of rows that figures would rest on otherwise than they look: letters that count as one, rows that count twice, second labels that
/// count as none.
pub fn warn_of_rows(run: Run, data: &Dataset, labels: &Labels) {
    warn_of_letters(run, data);
    if let Some(repeated) = data.repeated_rows() {
        let rows = match repeated.rows {
            1 => "1 row repeats a row of its letter, and counts".to_owned(),
            rows => format!("{rows} rows repeat a row of their letter, and count"),
        };
        let (first, also) = (data.place(repeated.first), data.place(repeated.also));
        warn(
            run,
            &format!(
                "{first}: {rows} as evidence twice (this one stands at {also} too); `standpunt check` lists them"
            ),
        );
    }
    let mut unknown =
        (data.examples.iter()).filter(|e| !e.also.is_empty() && labels.index(&e.also).is_none());
    if let Some(first) = unknown.next() {
        let step = labels.require(&first.also).err();
        let step = step.as_ref().and_then(|e| e.next_step());
        let step = step.map_or(String::new(), |step| format!("; {step}"));
        warn(
            run,
            &format!(
                "{}: the second label `{}` is none of the labels, and counts as none ({}){step}",
                data.place(first),
                first.also,
                count(unknown.count() + 1, "such row"),
            ),
        );
    }
}

/// Warns of how files were read, and of rows that count as one letter and may not be: folds keep a letter whole and intervals draw it as one.
pub fn warn_of_letters(run: Run, data: &Dataset) {
    for remark in &data.remarks {
        warn(
            run,
            &format!("{}: {}", remark.file.display(), remark.detail),
        );
    }
    if let Some(unnamed) = data.unnamed_letters() {
        let (rows, first) = (unnamed.rows, data.place(unnamed.first));
        let found = match rows {
            1 => "the row has no letter: it counts as a letter of its own".to_owned(),
            _ => format!(
                "{rows} rows without a letter, of which this is the first, count as one letter"
            ),
        };
        warn(
            run,
            &format!(
                "{first}: {found}; name the letters, which folds keep whole and intervals draw"
            ),
        );
    }
    if let Some(shared) = data.shared_letters() {
        let more = match shared.letters - 1 {
            0 => String::new(),
            more => format!(", and so do {more} more in several files"),
        };
        warn(
            run,
            &format!(
                "{}: letter `{}` stands at {} too: rows of one name count as one letter{more}; give letters names of their own if they are not",
                data.place(shared.first),
                shared.first.letter,
                data.place(shared.also),
            ),
        );
    }
}

//! What every command says of labelled data that may not be as it was meant.

use super::Run;
use super::terminal::warn;
use standpunt::dataset::{Dataset, Example};
use standpunt::program::count;

/// Warns of labels that may be a misspelling of another: they are learnt as labels of their own.
pub fn warn_of_spelling(run: Run, data: &Dataset) {
    for slip in data.misspelt() {
        warn(
            run,
            &format!(
                "{}: `{}` ({}) is another label than `{}` ({}): did you mean `{}`?",
                place(data, slip.first),
                slip.first.label,
                count(slip.rows, "row"),
                slip.near,
                count(slip.near_rows, "row"),
                slip.near
            ),
        );
    }
}

/// Warns of rows that count as one letter and may not be: folds keep a letter whole and intervals draw it as one.
pub fn warn_of_letters(run: Run, data: &Dataset) {
    if let Some(unnamed) = data.unnamed_letters() {
        let (rows, first) = (unnamed.rows, place(data, unnamed.first));
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
                place(data, shared.first),
                shared.first.letter,
                place(data, shared.also),
            ),
        );
    }
}

fn place(data: &Dataset, example: &Example) -> String {
    match data.files.get(example.file as usize) {
        Some(path) => format!("{}:{}", path.display(), example.line),
        None => format!("line {}", example.line),
    }
}

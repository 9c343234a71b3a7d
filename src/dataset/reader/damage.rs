//! What shows that the rows of a file are not as they were written: rows without a value, damaged characters, labels in capitals.

use super::super::Example;
use crate::letter::format;
use crate::numbers::count;
use crate::stance::Stance;
use std::collections::BTreeSet;

/// Rows without any value, as spreadsheets leave them behind the last one.
#[derive(Default)]
pub(super) struct EmptyRows {
    rows: usize,
    /// The line of the first.
    first: u64,
}

impl EmptyRows {
    /// Whether a row is one of them.
    pub(super) fn take(&mut self, record: &csv::StringRecord, line: u64) -> bool {
        let empty = record.iter().all(|value| value.trim().is_empty());
        if empty {
            self.first = if self.rows == 0 { line } else { self.first };
            self.rows += 1;
        }
        empty
    }

    /// What is said of them; none without any.
    pub(super) fn remark(self) -> Option<String> {
        let rows = (self.rows > 0).then(|| count(self.rows, "row"))?;
        let first = self.first;
        Some(format!(
            "{rows} without any value, the first on line {first}, left out"
        ))
    }
}

/// What is said of sentences with characters that were encoded as UTF-8 twice (`Ã«`, `â€™`) or lost (U+FFFD); none where no sentence has any.
pub(super) fn of_characters(rows: &[Example]) -> Option<String> {
    let of_kind = |is_damaged: fn(&str) -> bool, what: &str| {
        let mut damaged = rows.iter().filter(|row| is_damaged(&row.sentence));
        let first = damaged.next()?.line;
        let rows = count(damaged.count() + 1, "row");
        Some(format!("{rows} with {what}, the first on line {first}"))
    };
    let found: Vec<String> = [
        of_kind(
            was_encoded_twice,
            "characters that were encoded twice (`Ã«` for `ë`)",
        ),
        of_kind(
            |text| text.contains('\u{fffd}'),
            "characters that were lost (U+FFFD)",
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!found.is_empty()).then(|| {
        format!(
            "{}; make the file again from its source, as UTF-8: words with them are other words to a model",
            found.join("; ")
        )
    })
}

/// Whether a text holds characters that were encoded as UTF-8 twice, or the beginning of a curly mark whose end was lost since.
fn was_encoded_twice(text: &str) -> bool {
    format::has_twice_encoded(text) || text.contains("â€")
}

/// What is said of labels that are those of the guide but for capitals, throughout a file; none where one is written as the guide does.
pub(super) fn of_capitals(rows: &[Example]) -> Option<String> {
    let is_of_guide = |label: &str| Stance::from_label(label).is_some();
    if rows.iter().any(|row| is_of_guide(&row.label)) {
        return None;
    }
    let labels: BTreeSet<&str> = rows.iter().map(|row| &*row.label).collect();
    let capital = |label: &&str| is_of_guide(&label.to_lowercase());
    let capital: Vec<&str> = labels.into_iter().filter(capital).collect();
    let first = capital.first()?.to_lowercase();
    Some(format!(
        "labels that differ from those of the guide in capitals alone (`{}`) count as labels of your own, of which none is neutral or the opposite of another: write \
         `{first}` if those of the guide are meant",
        capital.join("`, `")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_told_by_what_it_leaves() {
        assert!(was_encoded_twice("Het is beÃ«indigd."));
        assert!(was_encoded_twice("De regioâ€™s doen mee."));
        assert!(!was_encoded_twice("SÃO PAULO en beëindigd, regio’s"));
        assert_eq!(EmptyRows::default().remark(), None);
        let mut empty = EmptyRows::default();
        assert!(empty.take(&vec!["", " "].into(), 7) && empty.take(&vec![""].into(), 9));
        assert!(!empty.take(&vec!["", "a"].into(), 8));
        let told = empty.remark().unwrap();
        assert!(told.contains("2 rows") && told.contains("line 7"), "{told}");
    }
}

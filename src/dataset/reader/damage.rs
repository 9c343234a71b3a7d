//! What shows that the rows of a file are not as they were written: rows without a value, damaged characters, labels in capitals.

use super::super::Example;
use crate::numbers::count;
use crate::stance::Stance;

/// What is said of rows without any value, as spreadsheets leave them behind the last one; none without such rows.
pub(super) fn of_empty_rows(rows: usize, first: u64) -> Option<String> {
    (rows > 0).then(|| {
        format!(
            "{} without any value, the first on line {first}, left out",
            count(rows, "row")
        )
    })
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

/// Whether a text holds what becomes of a letter with an accent, or of a curly mark, that is encoded as UTF-8 twice.
fn was_encoded_twice(text: &str) -> bool {
    text.contains("â€") || {
        let mut behind = text.split('Ã').skip(1);
        behind.any(|rest| rest.starts_with(|c: char| ('\u{80}'..='\u{bf}').contains(&c)))
    }
}

/// What is said of labels that are those of the guide but for capitals, throughout a file; none where one is written as the guide does.
pub(super) fn of_capitals(rows: &[Example]) -> Option<String> {
    let is_of_guide = |label: &str| Stance::from_label(label).is_some();
    if rows.iter().any(|row| is_of_guide(&row.label)) {
        return None;
    }
    let mut labels: Vec<&str> = rows.iter().map(|row| &*row.label).collect();
    labels.sort_unstable();
    labels.dedup();
    let capital: Vec<String> = (labels.into_iter())
        .filter(|label| is_of_guide(&label.to_lowercase()))
        .map(|label| format!("`{label}`"))
        .collect();
    let first = capital.first()?.trim_matches('`').to_lowercase();
    Some(format!(
        "labels that differ from those of the guide in capitals alone ({}) count as labels of your own, of which none is neutral or the opposite of another: write \
         `{first}` if those of the guide are meant",
        capital.join(", ")
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
        assert_eq!(of_empty_rows(0, 0), None);
        let told = of_empty_rows(2, 7).unwrap();
        assert!(told.contains("2 rows") && told.contains("line 7"), "{told}");
    }
}

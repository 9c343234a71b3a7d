//! Forms of headings that look like the end of a sentence: a number with a full stop, *c.s.*, a question.

/// Words that a number and a full stop follow in a heading: `Aanbeveling 1. Versterk het toezicht`.
const NUMBERED: &[&str] = &[
    "aanbeveling",
    "hoofdstuk",
    "deel",
    "pijler",
    "spoor",
    "thema",
    "bijlage",
    "ad",
    "conclusie",
    "fase",
    "punt",
    "actielijn",
    "actie",
    "lijn",
    "stap",
    "onderdeel",
    "doel",
    "prioriteit",
    "paragraaf",
];

/// What stands behind the number of a heading whose number ends in a full stop: *Uitvoering* of `II. Uitvoering`,
/// *Versterk het toezicht* of `Aanbeveling 1. Versterk het toezicht`.
pub(super) fn behind_number(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once(' ')?;
    let (number, title) = if is_roman(first.strip_suffix('.').unwrap_or_default()) {
        (first, rest)
    } else {
        let named = NUMBERED.iter().any(|word| first.eq_ignore_ascii_case(word));
        named.then(|| rest.split_once(' ')).flatten()?
    };
    let bare = number.strip_suffix('.')?;
    let counts = is_roman(bare) || bare.len() == 1 && bare.starts_with(['I', 'V', 'X']) || {
        !bare.is_empty() && bare.len() <= 2 && bare.bytes().all(|b| b.is_ascii_digit())
    };
    let title = title.trim_start();
    (counts && title.starts_with(char::is_uppercase)).then_some(title)
}

/// Whether two numbered headings count on from each other, as the items of a list do: both by the same word, or both by Roman numbers.
pub(super) fn are_of_a_series(one: &str, other: &str) -> bool {
    let counted_by = |text: &str| {
        behind_number(text)?;
        let first = text.split(' ').next()?;
        Some(if first.ends_with('.') {
            String::new()
        } else {
            first.to_lowercase()
        })
    };
    counted_by(one).is_some_and(|word| counted_by(other) == Some(word))
}

/// Whether a text is a Roman number of two to five capitals, as chapters have them.
fn is_roman(text: &str) -> bool {
    (2..=5).contains(&text.len()) && text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

/// Whether a line is the name of a motion, an amendment or a pledge that ends in *c.s.*: `Motie-De Boer c.s.`.
pub(super) fn is_named_after_many(text: &str) -> bool {
    let first = text.split([' ', '-']).next().unwrap_or_default();
    text.ends_with(" c.s.")
        && [
            "Motie",
            "Moties",
            "Amendement",
            "Amendementen",
            "Toezegging",
        ]
        .contains(&first)
}

/// Whether a line is a question that a writer asks to answer it below, as in letters for a wide audience: short, and
/// without *u* and *uw*, by which members ask theirs.
pub(super) fn is_asked_by_the_writer(text: &str) -> bool {
    let words: Vec<&str> = text.trim_end_matches('?').split_whitespace().collect();
    let asks = [
        "Wat", "Wanneer", "Hoe", "Waarom", "Wie", "Welke", "Waar", "Waarover", "Waarvoor",
    ];
    text.ends_with('?')
        && (2..=7).contains(&words.len())
        && words.first().is_some_and(|word| asks.contains(word))
        && !words
            .iter()
            .any(|word| matches!(*word, "u" | "uw" | "uzelf"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_a_full_stop_is_no_sentence() {
        for (heading, title) in [
            ("II. Uitvoering", "Uitvoering"),
            ("XII. Natuur en water", "Natuur en water"),
            ("Deel II. Toekomst", "Toekomst"),
            (
                "Aanbeveling 1. Versterk het toezicht",
                "Versterk het toezicht",
            ),
            ("Ad 1. Havens", "Havens"),
            ("Pijler V. Kust", "Kust"),
        ] {
            assert_eq!(behind_number(heading), Some(title), "{heading}");
        }
        for no in [
            "Uitvoering",
            "VVD. Uitvoering",
            "Aanbeveling 1",
            "Ik. Ook",
            "Aanbeveling 2026. Toezicht",
            "Punt 4. een fonds",
            "De 2. Havens",
        ] {
            assert_eq!(behind_number(no), None, "{no}");
        }
    }

    #[test]
    fn headings_of_one_kind_are_a_series() {
        assert!(are_of_a_series(
            "Aanbeveling 1. Havens",
            "Aanbeveling 2. Dijken"
        ));
        assert!(are_of_a_series("II. Havens", "III. Dijken"));
        assert!(!are_of_a_series("II. Havens", "Aanbeveling 1. Dijken"));
        assert!(!are_of_a_series("Havens", "Dijken"));
    }

    #[test]
    fn motions_of_many_and_questions_of_the_writer() {
        assert!(is_named_after_many("Motie-De Boer c.s."));
        assert!(is_named_after_many("Moties De Boer c.s. en Smit c.s."));
        assert!(!is_named_after_many("Dit schrijven De Boer c.s."));
        assert!(is_asked_by_the_writer("Wat betekent dit voor gemeenten?"));
        assert!(!is_asked_by_the_writer("Wat vindt u van dit plan?"));
        assert!(!is_asked_by_the_writer("Klopt dit bericht?"));
    }
}

//! What opens and closes a letter: salutation, first words, closing, signature.

use super::captions::is_notes_title;

/// Whether a line is a salutation: `Geachte voorzitter,`
pub(crate) fn is_salutation(text: &str) -> bool {
    let starts = [
        "Geachte ",
        "Zeer geachte ",
        "Hooggeachte ",
        "Beste ",
        "Mijnheer de ",
        "Mevrouw de ",
    ]
    .iter()
    .any(|start| text.starts_with(start));
    let named = || {
        ["voorzitter", "heer", "mevrouw", "leden", "Voorzitter"]
            .iter()
            .any(|who| text.ends_with(who))
    };
    starts && text.split_whitespace().nth(10).is_none() && (text.ends_with([',', ':']) || named())
}

/// Whether a line opens a letter's text: `Hierbij bied ik …`
pub(crate) fn opens_letter(text: &str) -> bool {
    [
        "Hierbij bied",
        "Hierbij zend",
        "Hierbij stuur",
        "Hierbij ontvang",
        "Hierbij informeer",
        "Hierbij doe",
    ]
    .iter()
    .any(|start| text.starts_with(start))
}

/// Whether a line closes a letter: `Hoogachtend,`
pub(crate) fn is_closing(text: &str) -> bool {
    let text = text.trim_end_matches([',', '.']).to_lowercase();
    matches!(
        text.as_str(),
        "hoogachtend"
            | "met vriendelijke groet"
            | "met vriendelijke groeten"
            | "met hartelijke groet"
            | "namens deze"
            | "namens het kabinet"
            | "een afschrift van deze brief"
    )
}

/// Whether a line is the title above a signature: `De Minister van Justitie en Veiligheid,`
pub(crate) fn is_signature_title(text: &str) -> bool {
    const OFFICES: [&str; 5] = [
        "minister",
        "staatssecretaris",
        "minister-president",
        "vice-minister-president",
        "vicepremier",
    ];
    // in lower case only as it stands above a name: "de minister voor Medische Zorg,"
    let lower_case = text.starts_with("de ") && text.ends_with(',');
    let begins = text.starts_with(['D', 'M', 'S', 'N', 'V']);
    if !(begins || lower_case)
        || text.chars().count() > 130
        || text.ends_with(['.', '?', '!', ':', ';'])
    {
        return false;
    }
    let lower = text.to_lowercase();
    let rest = lower
        .strip_prefix("mede namens ")
        .or_else(|| lower.strip_prefix("namens "))
        .unwrap_or(&lower);
    let (article, rest) = match rest.strip_prefix("de ") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let Some(office) = OFFICES
        .iter()
        .filter(|o| rest.starts_with(**o))
        .max_by_key(|o| o.len())
    else {
        return false;
    };
    let after = rest
        .get(office.len()..)
        .unwrap_or_default()
        .trim_start_matches(',')
        .trim();
    let named = after.is_empty()
        || ["van ", "voor ", "minister van", "minister voor"]
            .iter()
            .any(|w| after.starts_with(w))
        || article && is_field(text, after);
    let commas = text.trim_end_matches(',').matches(',').count();
    named
        && commas <= 4
        && (article || after.starts_with("van ") || after.starts_with("voor "))
        && !super::super::verbs::has_finite_verb(after)
}

/// Whether a title ends in a field of policy by itself, in capitals, as state secretaries sign since 2024: `De Staatssecretaris Rechtsbescherming,`.
/// `after` is in lower case what `text` ends in.
fn is_field(text: &str, after: &str) -> bool {
    let count = after.split_whitespace().count();
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some(field) = words
        .len()
        .checked_sub(count)
        .and_then(|at| words.get(at..))
    else {
        return false;
    };
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    (1..=8).contains(&count)
        && field.first().is_some_and(capital)
        && field
            .iter()
            .all(|word| capital(word) || matches!(*word, "en" | "van" | "voor"))
        && text.ends_with(',')
}

/// Whether a line is the title above a signature under what a committee of parliament adopted: `De voorzitter van de commissie,`,
/// `Adjunct-griffier van de commissie,`
pub(crate) fn is_clerk_title(text: &str) -> bool {
    const OFFICES: [&str; 3] = ["voorzitter", "ondervoorzitter", "griffier"];
    const PREFIXES: [&str; 7] = [
        "de ",
        "fungerend ",
        "waarnemend ",
        "wnd. ",
        "plv. ",
        "adjunct-",
        "adjunct ",
    ];
    let lower = text.to_lowercase();
    let Some(mut title) = lower.strip_suffix(',') else {
        return false;
    };
    while let Some(rest) = PREFIXES.iter().find_map(|word| title.strip_prefix(word)) {
        title = rest;
    }
    let rest = OFFICES.iter().find_map(|office| title.strip_prefix(office));
    rest.is_some_and(|rest| {
        [
            " van de commissie",
            " van de vaste commissie",
            " van de vaste kamercommissie",
        ]
        .iter()
        .any(|of| rest.starts_with(of))
            && !super::super::verbs::has_finite_verb(rest)
    })
}

/// Whether a line is the title above a signature, the sender's or that of a committee.
pub(crate) fn is_signed_title(text: &str) -> bool {
    is_signature_title(text) || is_clerk_title(text)
}

/// Whether a line can be a person's name under a signature: `D.M. van Weel`, `drs. A. de Wit MSc`.
pub(crate) fn is_person(text: &str) -> bool {
    let text = text.trim_end_matches(',');
    let words: Vec<&str> = text.split_whitespace().collect();
    let particle = |w: &str| {
        matches!(
            w.to_lowercase().as_str(),
            "van"
                | "de"
                | "den"
                | "der"
                | "ter"
                | "ten"
                | "te"
                | "het"
                | "'t"
                | "’t"
                | "in"
                | "op"
                | "la"
                | "le"
                | "el"
                | "al"
                | "von"
                | "drs."
                | "dr."
                | "mr."
                | "ir."
                | "prof."
                | "ing."
                | "mw."
                | "w.g."
                | "dhr."
                | "msc"
                | "bsc"
                | "en"
                | "-"
        )
    };
    let named = |w: &str| {
        w.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '\'' | '’'))
            && !w.chars().any(|c| c.is_ascii_digit())
    };
    (1..=7).contains(&words.len())
        && words.iter().any(|w| named(w))
        && words.iter().all(|w| particle(w) || named(w))
        && !text.ends_with(['.', ':', ';', '?'])
        && text.chars().count() <= 50
        && !is_notes_title(text)
}

/// How many of the lines behind a title that ends in a comma belong to it: up to the one with the last part of a name
/// such as `de minister van Volksgezondheid,` / `Welzijn en Sport,`.
pub(crate) fn title_goes_on<'a>(title: &str, lines: impl Iterator<Item = &'a str>) -> usize {
    const MOST: usize = 2;
    let named = |word: &str| word == "en" || word.starts_with(char::is_uppercase);
    let part = |line: &str| {
        !line.contains('.') && line.split_whitespace().all(named) && !line.starts_with("en ")
    };
    if !title.ends_with(',') {
        return 0;
    }
    let mut count = 0;
    for line in lines.take(MOST).take_while(|line| part(line)) {
        count += 1;
        // "Welzijn en Sport": the end of an enumeration, which no name has
        if line.trim_end_matches(',').contains(" en ") {
            return count;
        }
        if !line.ends_with(',') {
            break;
        }
    }
    0
}

/// Whether a line breaks off behind a word that needs another.
pub(crate) fn ends_openly(text: &str) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or_default();
    matches!(
        last.to_lowercase().as_str(),
        "de" | "het"
            | "een"
            | "van"
            | "voor"
            | "over"
            | "en"
            | "of"
            | "in"
            | "op"
            | "met"
            | "bij"
            | "aan"
            | "tot"
            | "door"
            | "inzake"
            | "betreffende"
            | "der"
            | "tussen"
            | "naar"
            | "te"
            | "om"
            | "&"
            | "als"
            | "uit"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn salutations_and_closings_are_known() {
        assert!(is_salutation("Geachte voorzitter,"));
        assert!(is_salutation("Geachte mevrouw de Voorzitter"));
        assert!(!is_salutation(
            "Geachte experts hebben dit voorstel beoordeeld."
        ));
        assert!(!is_salutation("Beste steden van het jaar"));
        assert!(is_closing("Hoogachtend,"));
    }

    #[test]
    fn a_signature_is_no_sentence() {
        assert!(is_signature_title(
            "De Minister van Justitie en Veiligheid,"
        ));
        assert!(is_signature_title("DE STAATSSECRETARIS VAN FINANCIËN,"));
        assert!(is_signature_title("Minister van Klimaat en Groene Groei"));
        assert!(is_signature_title(
            "Mede namens de minister voor Buitenlandse Handel,"
        ));
        assert!(!is_signature_title(
            "De minister van Financiën zal deelnemen"
        ));
        assert!(!is_signature_title("De minister van Financiën neemt deel."));
        assert!(is_signature_title("de minister voor Medische Zorg,"));
        assert!(!is_signature_title("de minister voor Medische Zorg"));
        assert!(is_signature_title("De Staatssecretaris Rechtsbescherming,"));
        assert!(is_signature_title(
            "de staatssecretaris Jeugd, Preventie en Sport,"
        ));
        assert!(!is_signature_title("De minister Hoekstra was aanwezig,"));
        for title in [
            "De voorzitter van de commissie,",
            "De fungerend voorzitter van de vaste commissie voor Visserij,",
            "Adjunct-griffier van de commissie,",
        ] {
            assert!(
                is_clerk_title(title) && !is_signature_title(title),
                "{title}"
            );
        }
        assert!(!is_clerk_title(
            "De voorzitter van de Commissie heeft dit gezegd,"
        ));
        assert!(!is_clerk_title("De voorzitter van de commissie"));
        assert!(is_person("w.g. F. Heemstra"));
        assert!(is_person("D.M. van Weel"));
        assert!(is_person("mr. drs. A. (Anna) de Wit-Bakker"));
        assert!(!is_person("Bijlage 3"));
        assert!(!is_person("Het kabinet steunt dit voorstel"));
    }
}

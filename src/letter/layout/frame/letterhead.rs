//! The letterhead: fields with their values, addresses, the number of the paper.

/// The months as letters write them.
pub(crate) const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// The labels of a letterhead, in lower case.
const FIELDS: [&str; 31] = [
    "datum",
    "betreft",
    "onderwerp",
    "ons kenmerk",
    "uw kenmerk",
    "onze referentie",
    "uw referentie",
    "kenmerk",
    "referentie",
    "uw brief van",
    "uw brief (kenmerk)",
    "uw brief",
    "bijlage(n)",
    "bijlagen",
    "bijlage",
    "contactpersoon",
    "inlichtingen bij",
    "inlichtingen",
    "behandeld door",
    "telefoon",
    "e-mail",
    "doorkiesnummer",
    "kopie aan",
    "cc",
    "afschrift aan",
    "dossiernummer",
    "projectnaam",
    "zaaknummer",
    "kvk-nummer",
    "documentnummer",
    "auteur",
];

/// Whether a line is the title of a paper for parliament: `Nota naar aanleiding van het verslag`, `Fiche 2: …`.
pub(crate) fn is_paper_title(text: &str) -> bool {
    const TITLES: [&str; 10] = [
        "nota naar aanleiding van het ",
        "verslag van een schriftelijk overleg",
        "verslag van een (nader) schriftelijk overleg",
        "verslag van een nader schriftelijk overleg",
        "kabinetsappreciatie",
        "kabinetsreactie",
        "geannoteerde agenda",
        "memorie van antwoord",
        "beantwoording kamervragen",
        "antwoorden op kamervragen",
    ];
    let lower = text.to_lowercase();
    TITLES.iter().any(|title| lower.starts_with(title)) || is_fiche_title(text)
}

/// Whether a line is the title of a fiche: `Fiche 2: Verordening …`, `BNC-fiche: …`
pub(crate) fn is_fiche_title(text: &str) -> bool {
    let lower = text.to_lowercase();
    let Some(rest) = lower
        .strip_prefix("bnc-fiche")
        .or_else(|| lower.strip_prefix("fiche"))
    else {
        return false;
    };
    rest.trim_start()
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .starts_with([':', '.', '–', '-'])
}

/// The label of a letterhead field that a line begins with, and what stands behind it.
///
/// The label stands alone, or its value follows a colon, a tab, several spaces, or (for words that begin no
/// sentence) one space.
pub(crate) fn field(text: &str) -> Option<(&'static str, &str)> {
    if !text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let label = FIELDS
        .iter()
        .filter(|label| {
            text.get(..label.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(label))
        })
        .max_by_key(|label| label.len())?;
    let rest = text.get(label.len()..)?;
    let value = rest.trim_start_matches([':', '\t', ' ', '\u{a0}']);
    if rest.is_empty() || value.is_empty() {
        return Some((label, ""));
    }
    let parted = rest.starts_with([':', '\t']) || rest.starts_with("  ") || rest.starts_with(" :");
    let told = match *label {
        "datum" => value.starts_with(|c: char| c.is_ascii_digit()),
        "betreft" | "onderwerp" => rest.starts_with(' ') && value.starts_with(char::is_uppercase),
        "bijlage(n)" | "bijlagen" | "bijlage" => {
            value.chars().count() <= 3 && value.chars().all(|c| c.is_ascii_digit())
        }
        "ons kenmerk" | "uw kenmerk" | "kenmerk" | "onze referentie" | "uw referentie"
        | "referentie" | "documentnummer" | "dossiernummer" | "zaaknummer" | "telefoon"
        | "doorkiesnummer" => {
            value.split_whitespace().count() <= 3 && value.chars().any(|c| c.is_ascii_digit())
        }
        "contactpersoon" | "e-mail" | "kvk-nummer" => value.split_whitespace().count() <= 5,
        _ => false,
    };
    (parted || told).then_some((label, value))
}

/// Whether a line can be the value under a label that stands alone.
pub(crate) fn is_field_value(label: &str, text: &str) -> bool {
    let words = text.split_whitespace().count();
    match label {
        "datum" => words <= 4 && text.starts_with(|c: char| c.is_ascii_digit()),
        "betreft" | "onderwerp" => !text.is_empty(),
        "bijlage(n)" | "bijlagen" | "bijlage" => words <= 2 && text.len() <= 20,
        "contactpersoon" | "behandeld door" | "inlichtingen bij" | "inlichtingen" | "auteur" => {
            words <= 5 && !text.ends_with('.')
        }
        _ => words <= 3 && text.chars().any(|c| c.is_ascii_digit()),
    }
}

/// Whether a line belongs to a letterhead by its own words: addresses, ministries, telephone numbers.
pub(crate) fn is_letterhead(text: &str) -> bool {
    let text = text.trim_start_matches(['>', ' ', '\u{a0}']);
    let words = text.split_whitespace().count();
    let goes_on = text.starts_with(char::is_lowercase)
        && !["der ", "van de ", "www.", "kamer "]
            .iter()
            .any(|start| text.starts_with(start))
        && !text.contains('@');
    if words > 14 || goes_on {
        return false;
    }
    let lower = text.to_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| lower.starts_with(start));
    let ends_well = !text.ends_with(['.', ',', ';', '?', '!']) || words <= 2;
    if begins(&["retouradres", "postbus ", "post bus "])
        || lower.contains(" postbus 2") && words <= 9
    {
        return true;
    }
    if begins(&[
        "aan de voorzitter van de ",
        "de voorzitter van de tweede kamer",
        "de voorzitter van de eerste kamer",
    ]) || matches!(
        lower.as_str(),
        "der staten-generaal"
            | "der staten generaal"
            | "den haag"
            | "'s-gravenhage"
            | "’s-gravenhage"
            | "tweede kamer der staten-generaal"
            | "aan de voorzitter"
            | "aan de"
            | "plein 2"
            | "rijksoverheid"
            | "van de tweede kamer der staten-generaal"
            | "van de eerste kamer der staten-generaal"
            | "kamer der staten-generaal"
            | "eerste kamer der staten-generaal"
            | "bezoekadres"
            | "postadres"
            | "bestuursdepartement"
            | "bestuurskern"
            | "www.rijksoverheid.nl"
    ) {
        return ends_well;
    }
    if begins(&[
        "ministerie van ",
        "ministerie voor ",
        "directie ",
        "directoraat-generaal ",
        "dg ",
        "afdeling ",
        "programma-dg",
    ]) && ends_well
        && words <= 10
        && !super::super::verbs::has_finite_verb(text)
    {
        return true;
    }
    is_postcode_line(text)
        || is_street(text)
        || is_contact(text)
        || is_dateline(text)
        || is_stamp(text)
}

/// Whether a line tells when a paper was adopted or came in: `Vastgesteld 14 december 2029`, `Ontvangen d.d. 3 maart 2030`.
pub(crate) fn is_stamp(text: &str) -> bool {
    let stamped = ["Vastgesteld ", "Ontvangen "];
    let Some(date) = stamped.iter().find_map(|word| text.strip_prefix(word)) else {
        return false;
    };
    let date = date
        .strip_prefix("d.d. ")
        .or(date.strip_prefix("op "))
        .unwrap_or(date);
    is_date(date.trim_end_matches('.'))
}

/// `Den Haag, 6 november 2017`
fn is_dateline(text: &str) -> bool {
    let Some((place, date)) = text.split_once(", ") else {
        return false;
    };
    place.starts_with(char::is_uppercase) && place.split_whitespace().count() <= 3 && is_date(date)
}

/// `6 november 2017`
fn is_date(text: &str) -> bool {
    let digits = |word: &str, longest| {
        (1..=longest).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
    };
    let date: Vec<&str> = text.split_whitespace().collect();
    let [day, month, year] = date.as_slice() else {
        return false;
    };
    digits(day, 2) && MONTHS.contains(month) && digits(year, 4)
}

/// `2500 EH Den Haag`
fn is_postcode_line(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(digits), Some(letters)) = (words.next(), words.next()) else {
        return false;
    };
    digits.len() == 4
        && digits.bytes().all(|b| b.is_ascii_digit())
        && letters.len() == 2
        && letters.bytes().all(|b| b.is_ascii_uppercase())
        && words.count() <= 3
}

/// `Turfmarkt 147`, `Binnenhof 1a`
fn is_street(text: &str) -> bool {
    const ENDS: [&str; 10] = [
        "straat",
        "weg",
        "laan",
        "plein",
        "markt",
        "hof",
        "kade",
        "singel",
        "gracht",
        "plantsoen",
    ];
    let mut words = text.split_whitespace();
    let (Some(street), Some(number), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let street = street.to_lowercase();
    ENDS.iter().any(|end| street.ends_with(end)) && number.starts_with(|c: char| c.is_ascii_digit())
}

/// `T 070 123 45 67`, `www.rijksoverheid.nl`, `info@voorbeeld.nl`
fn is_contact(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let rest = words.count();
    let alone = rest == 0 && !text.ends_with('.');
    let address = first.starts_with("www.") || first.starts_with("http") || first.contains('@');
    let number = matches!(first, "T" | "F" | "M" | "Tel" | "Tel." | "Fax")
        && text.chars().filter(char::is_ascii_digit).count() >= 8;
    alone && address && !first.starts_with("http") || number
}

/// Whether a line is the number and title of a paper's dossier: `27 625 Waterbeleid`
pub(crate) fn is_dossier(text: &str) -> bool {
    let digits = |part: Option<&str>, count: usize| {
        part.is_some_and(|p| p.len() == count && p.bytes().all(|b| b.is_ascii_digit()))
    };
    let title = text.get(6..).unwrap_or_default();
    // "21 501-32": a part of a dossier
    let title = title.trim_start_matches(|c: char| c == '-' || c.is_ascii_digit());
    digits(text.get(..2), 2)
        && text.get(2..3) == Some(" ")
        && digits(text.get(3..6), 3)
        && title.starts_with(' ')
        && title.trim_start().starts_with(char::is_uppercase)
        && title.split_whitespace().count() <= 20
        && !text.ends_with(['.', '?', '!', ':', ';'])
        && !super::super::verbs::has_finite_verb(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letterhead_lines_are_told_from_text() {
        for line in [
            "> Retouradres Postbus 20301 2500 EH  Den Haag",
            "2500 EH Den Haag",
            "Turfmarkt 147",
            "Ministerie van Justitie en Veiligheid",
            "www.rijksoverheid.nl",
            "T 070 370 79 11",
            "Den Haag, 6 november 2017",
            "Vastgesteld 14 december 2029",
            "Vastgesteld d.d. 4 maart 2030",
            "Ontvangen 4 maart 2030",
            "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
        ] {
            assert!(is_letterhead(line), "{line}");
        }
        assert!(!is_letterhead(
            "Ministerie van Financiën heeft dit berekend voor de Kamer"
        ));
        assert!(!is_letterhead("2500 mensen deden mee"));
        assert!(!is_letterhead("Vastgesteld is dat dit werkt"));
    }

    #[test]
    fn fields_need_a_value_that_fits() {
        assert_eq!(field("Datum 3 maart 2026"), Some(("datum", "3 maart 2026")));
        assert_eq!(field("Ons kenmerk"), Some(("ons kenmerk", "")));
        assert_eq!(field("Betreft: agenda"), Some(("betreft", "agenda")));
        assert_eq!(field("Datum en plaats zijn bekend."), None);
        assert_eq!(field("Bijlage 3 bevat de cijfers."), None);
        assert_eq!(field("Bijlage(n) 2"), Some(("bijlage(n)", "2")));
    }
}

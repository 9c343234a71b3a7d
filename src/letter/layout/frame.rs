//! The fixed phrases around a letter: letterhead, salutation, signature, headings of questions and answers.

/// Whether a line is a salutation: `Geachte voorzitter,`
pub(crate) fn is_salutation(text: &str) -> bool {
    let words = text.split_whitespace().count();
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
    let named = ["voorzitter", "heer", "mevrouw", "leden", "Voorzitter"]
        .iter()
        .any(|who| text.ends_with(who));
    starts && words <= 10 && (text.ends_with([',', ':']) || named)
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
            .any(|w| after.starts_with(w));
    let commas = text.trim_end_matches(',').matches(',').count();
    named
        && commas <= 4
        && (article || after.starts_with("van ") || after.starts_with("voor "))
        && !super::verbs::has_finite_verb(after)
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

/// Whether a line begins the caption of printed questions or answers: `Antwoord van Minister Jansen …`
pub(crate) fn begins_caption(text: &str) -> bool {
    [
        "Antwoord van ",
        "Antwoorden van ",
        "Vragen van het lid ",
        "Vragen van de leden ",
    ]
    .iter()
    .any(|start| text.starts_with(start))
}

/// Whether a text is the whole of such a caption: it says when the paper came in.
pub(crate) fn is_caption(text: &str) -> bool {
    begins_caption(text)
        && ["(ontvangen ", "(ingezonden ", "(Zie ook "]
            .iter()
            .any(|mark| text.contains(mark))
}

/// Whether a line is the title over the notes at the end of a page or letter: `Voetnoten`
pub(crate) fn is_notes_title(text: &str) -> bool {
    let text = text.trim_end_matches(':').to_lowercase();
    matches!(
        text.as_str(),
        "noten" | "voetnoten" | "eindnoten" | "voetnoot" | "noot"
    )
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
        && !super::verbs::has_finite_verb(title)
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
        && !super::verbs::has_finite_verb(text)
    {
        return true;
    }
    is_postcode_line(text) || is_street(text) || is_contact(text) || is_dateline(text)
}

/// `Den Haag, 6 november 2017`
fn is_dateline(text: &str) -> bool {
    let Some((place, date)) = text.split_once(", ") else {
        return false;
    };
    let digits = |word: &str, longest| {
        (1..=longest).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
    };
    let date: Vec<&str> = date.split_whitespace().collect();
    let [day, month, year] = date.as_slice() else {
        return false;
    };
    place.starts_with(char::is_uppercase)
        && place.split_whitespace().count() <= 3
        && digits(day, 2)
        && crate::letter::metadata::MONTHS.contains(month)
        && digits(year, 4)
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

/// A heading of a question or an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QuestionHeading<'a> {
    /// Whether the answer follows, and not the question.
    pub answer: bool,
    /// The heading alone: `Antwoord op vraag 2 en 4`.
    pub title: &'a str,
    /// What stands behind it on the same line.
    pub rest: &'a str,
}

/// Reads `Vraag 3`, `Vragen 2 en 3:`, `Antwoord`, `Antwoord 3`, `Antwoorden op de vragen 2 t/m 4: Ja.`
pub(crate) fn question_heading(text: &str) -> Option<QuestionHeading<'_>> {
    const ANSWERS: [&str; 6] = [
        "Antwoorden",
        "Antwoord",
        "ANTWOORDEN",
        "ANTWOORD",
        "Beantwoording",
        "Reactie op vraag",
    ];
    const QUESTIONS: [&str; 5] = ["Vragen", "Vraag", "VRAGEN", "VRAAG", "Vraagnummer"];
    let starts = |words: &[&'static str]| {
        words.iter().copied().find(|word| {
            text.strip_prefix(word)
                .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        })
    };
    let (answer, word) = match (starts(&ANSWERS), starts(&QUESTIONS)) {
        (Some(word), _) => (true, word),
        (None, Some(word)) => (false, word),
        (None, None) => return None,
    };
    let mut end = word.len();
    let mut numbers = usize::from(word == "Reactie op vraag");
    let mut rest = text.get(end..)?;
    loop {
        let skipped = rest.trim_start_matches([' ', '\u{a0}', '\t', ',', '(']);
        let length = skipped
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '.' | ')'))
            .unwrap_or(skipped.len());
        let (token, after) = skipped.split_at(length);
        let counts = !token.is_empty()
            && token.len() <= 4
            && token.starts_with(|c: char| c.is_ascii_digit())
            && token
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '–' | '/'));
        let connects = matches!(
            token,
            "op" | "de"
                | "vraag"
                | "vragen"
                | "en"
                | "t/m"
                | "tot"
                | "met"
                | "&"
                | "nr"
                | "–"
                | "-"
        );
        if !(counts || connects && (answer || numbers > 0)) {
            break;
        }
        numbers += usize::from(counts);
        if counts {
            end = text.len() - after.len();
        }
        rest = after;
    }
    let behind = text.get(end..)?;
    let after = behind.trim_start_matches([')', '.', ':', ' ', '\u{a0}', '\t', '–']);
    let marked = behind.trim_start_matches(')').starts_with([':', '.']);
    let alone = after.is_empty();
    let title = text.get(..end)?;
    // "Vraag 3 gaat over …" and "Antwoord geven is …" are sentences
    (alone && (numbers > 0 || !word.starts_with("Bean")) || marked && (numbers > 0 || answer))
        .then_some(QuestionHeading {
            answer,
            title,
            rest: after,
        })
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
        assert!(is_person("w.g. F. Heemstra"));
        assert!(is_person("D.M. van Weel"));
        assert!(is_person("mr. drs. A. (Anna) de Wit-Bakker"));
        assert!(!is_person("Bijlage 3"));
        assert!(!is_person("Het kabinet steunt dit voorstel"));
    }

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
            "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
        ] {
            assert!(is_letterhead(line), "{line}");
        }
        assert!(!is_letterhead(
            "Ministerie van Financiën heeft dit berekend voor de Kamer"
        ));
        assert!(!is_letterhead("2500 mensen deden mee"));
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

    #[test]
    fn headings_of_questions_and_answers_are_read() {
        let read = |text| question_heading(text).map(|h| (h.answer, h.title, h.rest));
        assert_eq!(read("Vraag 3"), Some((false, "Vraag 3", "")));
        assert_eq!(
            read("Antwoord op vraag 2 en 4"),
            Some((true, "Antwoord op vraag 2 en 4", ""))
        );
        assert_eq!(read("Antwoord:"), Some((true, "Antwoord", "")));
        assert_eq!(read("Antwoord 3: Ja."), Some((true, "Antwoord 3", "Ja.")));
        assert_eq!(read("Vragen 1 t/m 3"), Some((false, "Vragen 1 t/m 3", "")));
        assert_eq!(read("Vraag 3 gaat over de kosten."), None);
        assert_eq!(read("Antwoord geven is moeilijk"), None);
    }
}

//! Whether words make up a clause: does a finite verb stand among them?

/// Finite forms that turn up in letters again and again, in lower case, sorted.
///
/// Forms that are infinitives or nouns as well (`maken`, `steun`) are left out: headings hold them.
const FINITE: [&str; 186] = [
    "adviseert",
    "bedraagt",
    "begint",
    "begrijp",
    "begrijpt",
    "behoeft",
    "behoort",
    "behoudt",
    "bekijkt",
    "ben",
    "benadrukt",
    "bent",
    "beoogt",
    "beoordeelt",
    "bepleit",
    "bestaat",
    "bestudeert",
    "betekent",
    "betreft",
    "betrekt",
    "betreurt",
    "bevat",
    "bevindt",
    "biedt",
    "blijft",
    "blijken",
    "blijkt",
    "brengt",
    "concludeert",
    "constateert",
    "deelt",
    "dient",
    "doet",
    "draagt",
    "dringt",
    "eist",
    "erkent",
    "gaat",
    "gaf",
    "gaven",
    "gebeurt",
    "geef",
    "geeft",
    "gelden",
    "geldt",
    "ging",
    "gingen",
    "had",
    "hadden",
    "heb",
    "hebben",
    "hebt",
    "hecht",
    "heeft",
    "heet",
    "herkent",
    "hoort",
    "houdt",
    "informeert",
    "is",
    "kan",
    "kent",
    "kiest",
    "kijkt",
    "klopt",
    "komt",
    "kon",
    "konden",
    "krijgt",
    "kun",
    "kunnen",
    "kunt",
    "kwam",
    "kwamen",
    "laat",
    "leert",
    "leidde",
    "leidt",
    "levert",
    "liggen",
    "ligt",
    "loopt",
    "maakt",
    "maakten",
    "mag",
    "meent",
    "meldt",
    "merkt",
    "mocht",
    "mochten",
    "moest",
    "moesten",
    "moet",
    "moeten",
    "mogen",
    "nam",
    "neemt",
    "noemt",
    "omvat",
    "onderschrijft",
    "ondersteunt",
    "ontbreekt",
    "ontstaat",
    "ontvangt",
    "oordeelt",
    "organiseert",
    "plaatst",
    "pleit",
    "publiceert",
    "reageert",
    "richt",
    "roept",
    "schetst",
    "schrijft",
    "sluit",
    "spoort",
    "sprak",
    "spreekt",
    "staat",
    "stelde",
    "stelt",
    "stemt",
    "steunt",
    "streeft",
    "stuurt",
    "toont",
    "treedt",
    "trekt",
    "valt",
    "verbetert",
    "verdient",
    "verduidelijkt",
    "vereist",
    "vergt",
    "verhoogt",
    "verklaart",
    "verlaagt",
    "verloopt",
    "vermeldt",
    "verschilt",
    "versterkt",
    "verwacht",
    "verwelkomt",
    "verwijst",
    "verzoekt",
    "vind",
    "vindt",
    "vloeit",
    "voert",
    "voldoet",
    "volgt",
    "voorkomt",
    "voorziet",
    "vormt",
    "vraagt",
    "waren",
    "was",
    "weegt",
    "weet",
    "wenst",
    "werd",
    "werden",
    "werkt",
    "wijst",
    "wijzigt",
    "wil",
    "willen",
    "wilt",
    "wint",
    "worden",
    "wordt",
    "wou",
    "zag",
    "zal",
    "zegt",
    "zet",
    "zie",
    "ziet",
    "zijn",
    "zit",
    "zitten",
    "zorgt",
    "zou",
    "zouden",
    "zullen",
    "zult",
];

/// Whether one of the words is a finite verb, or a subject that must have one, as far as can be told without a
/// dictionary.
pub(crate) fn has_finite_verb(text: &str) -> bool {
    let words = || {
        text.split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|word| !word.is_empty())
    };
    words().any(|word| is_finite(&word.to_lowercase())) || ends_in_a_parted_verb(words())
}

/// Whether the last words are a plural verb and what it is parted from: `haken af`, `lopen op`.
fn ends_in_a_parted_verb<'a>(mut words: impl DoubleEndedIterator<Item = &'a str>) -> bool {
    let (last, verb) = (words.next_back(), words.next_back());
    let parted = matches!(last, Some("af" | "op" | "toe" | "mee" | "terug" | "weg"));
    let plural =
        |verb: &str| verb.len() > 4 && verb.ends_with("en") && verb.chars().all(char::is_lowercase);
    // "dijken op": something must do it
    parted && verb.is_some_and(plural) && words.next().is_some()
}

/// Whether a word is a preposition, article or conjunction that no number counts.
pub(crate) fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "over"
            | "van"
            | "voor"
            | "de"
            | "het"
            | "een"
            | "en"
            | "of"
            | "in"
            | "op"
            | "met"
            | "bij"
            | "aan"
            | "door"
            | "dat"
            | "die"
            | "als"
            | "om"
            | "te"
            | "naar"
            | "uit"
            | "is"
            | "zijn"
            | "wordt"
            | "inzake"
            | "tot"
    )
}

fn is_finite(word: &str) -> bool {
    FINITE.binary_search(&word).is_ok()
        || word.ends_with("eert") && word.len() > 6
        || matches!(word, "we" | "wij" | "ik" | "men" | "er")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(FINITE.is_sorted());
    }

    #[test]
    fn headings_have_no_finite_verb() {
        assert!(has_finite_verb("Het kabinet steunt dit"));
        assert!(has_finite_verb("De missie is:"));
        assert!(has_finite_verb("kleine bedrijven haken af."));
        assert!(!has_finite_verb("Dijken op"));
        assert!(!has_finite_verb(
            "Mededeling van de Commissie over de EU-visumstrategie"
        ));
        assert!(!has_finite_verb("Versterken van de samenwerking"));
    }
}

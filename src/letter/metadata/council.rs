//! Which Council a letter is about.

/// What each formation is called in letters, and its name.
const COUNCILS: [(&str, &str); 31] = [
    (
        "raad justitie en binnenlandse zaken",
        "Raad Justitie en Binnenlandse Zaken",
    ),
    ("jbz-raad", "Raad Justitie en Binnenlandse Zaken"),
    (
        "raad buitenlandse zaken handel",
        "Raad Buitenlandse Zaken Handel",
    ),
    (
        "raad buitenlandse zaken ontwikkelingssamenwerking",
        "Raad Buitenlandse Zaken Ontwikkelingssamenwerking",
    ),
    (
        "raad buitenlandse zaken defensie",
        "Raad Buitenlandse Zaken Defensie",
    ),
    ("raad buitenlandse zaken", "Raad Buitenlandse Zaken"),
    ("raad algemene zaken", "Raad Algemene Zaken"),
    (
        "raad voor economische en financiële zaken",
        "Raad Economische en Financiële Zaken",
    ),
    ("ecofin", "Raad Economische en Financiële Zaken"),
    ("eurogroep", "Eurogroep"),
    ("landbouw- en visserijraad", "Landbouw- en Visserijraad"),
    ("landbouwraad", "Landbouw- en Visserijraad"),
    ("milieuraad", "Milieuraad"),
    ("energieraad", "Energieraad"),
    ("transportraad", "Transportraad"),
    ("telecomraad", "Telecomraad"),
    (
        "raad vervoer, telecommunicatie en energie",
        "Raad Vervoer, Telecommunicatie en Energie",
    ),
    ("vte-raad", "Raad Vervoer, Telecommunicatie en Energie"),
    (
        "raad voor concurrentievermogen",
        "Raad voor Concurrentievermogen",
    ),
    (
        "raad werkgelegenheid, sociaal beleid, volksgezondheid en consumentenzaken",
        "Raad Werkgelegenheid, Sociaal Beleid, Volksgezondheid en Consumentenzaken",
    ),
    (
        "raad werkgelegenheid en sociaal beleid",
        "Raad Werkgelegenheid en Sociaal Beleid",
    ),
    ("wsb-raad", "Raad Werkgelegenheid en Sociaal Beleid"),
    (
        "wsbvc-raad",
        "Raad Werkgelegenheid, Sociaal Beleid, Volksgezondheid en Consumentenzaken",
    ),
    (
        "epsco",
        "Raad Werkgelegenheid, Sociaal Beleid, Volksgezondheid en Consumentenzaken",
    ),
    ("eu-gezondheidsraad", "EU-Gezondheidsraad"),
    (
        "raad onderwijs, jeugd, cultuur en sport",
        "Raad Onderwijs, Jeugd, Cultuur en Sport",
    ),
    ("ojcs-raad", "Raad Onderwijs, Jeugd, Cultuur en Sport"),
    ("cohesieraad", "Raad Algemene Zaken Cohesiebeleid"),
    ("handelsraad", "Raad Buitenlandse Zaken Handel"),
    ("begrotingsraad", "Begrotingsraad"),
    ("europese raad", "Europese Raad"),
];

/// The Council formation a text names first.
pub(super) fn council(text: &str) -> Option<String> {
    // "Raad voor de Werkgelegenheid", "JBZ-Raad" and "JBZ Raad" are one
    let plain = |text: &str| {
        text.to_lowercase()
            .replace("raad voor de ", "raad ")
            .replace("raad voor het ", "raad ")
            .replace("raad voor ", "raad ")
            .replace("-raad", " raad")
    };
    let lower = plain(text);
    COUNCILS
        .iter()
        .filter_map(|(words, name)| {
            lower
                .find(&plain(words))
                .map(|at| (at, std::cmp::Reverse(words.len()), *name))
        })
        .min()
        .map(|(_, _, name)| name.to_owned())
}

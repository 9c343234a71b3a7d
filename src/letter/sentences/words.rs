//! The word lists behind the judgement: abbreviations and words that often begin a sentence.

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};
use std::sync::LazyLock;

/// What the full stop of an abbreviation may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// It never ends a sentence.
    Always,
    /// It goes on only before a number (or lower case).
    Digits,
    /// It ends the sentence before a capital.
    Capital,
    /// It ends the sentence before a capital only when the word often begins a sentence.
    Starter,
}

static ABBREVIATIONS: LazyLock<HashMap<&'static str, Class, FixedState>> = LazyLock::new(|| {
    let mut class = Class::Always;
    let mut map = HashMap::with_capacity_and_hasher(700, FixedState::default());
    for line in include_str!("abbreviations.txt").lines() {
        match line {
            "[always]" => class = Class::Always,
            "[digits]" => class = Class::Digits,
            "[capital]" => class = Class::Capital,
            "[starter]" => class = Class::Starter,
            _ if line.starts_with('#') => {}
            _ => map.extend(line.split_whitespace().map(|word| (word, class))),
        }
    }
    map
});

static STARTERS: LazyLock<HashSet<&'static str, FixedState>> = LazyLock::new(|| {
    let mut set = HashSet::with_capacity_and_hasher(512, FixedState::default());
    set.extend(include_str!("starters.txt").split_whitespace());
    set
});

/// The class of an abbreviation, written without its last full stop.
///
/// A list entry in lower case stands for `dhr` and `Dhr`, and, when it has full stops inside, for `D.H.R` too;
/// an entry with a capital only for itself.
pub(super) fn abbreviation(word: &str) -> Option<Class> {
    if let Some(class) = ABBREVIATIONS.get(word) {
        return Some(*class);
    }
    let mut letters = word.chars();
    if !letters.next()?.is_uppercase() {
        return None;
    }
    let shouted = letters.clone().any(char::is_uppercase) || letters.next().is_none();
    if shouted && !word.contains('.') {
        return None;
    }
    let lower = word.to_lowercase();
    ABBREVIATIONS.get(lower.as_str()).copied()
}

/// Whether a word with a capital often begins a sentence: an article, pronoun, adverb, conjunction …
pub(super) fn starts_sentences(word: &str) -> bool {
    STARTERS.contains(word)
}

/// Whether a word with a capital begins a sentence even behind an abbreviation that always goes on: it is no
/// name and no part of one.
pub(super) fn surely_starts(word: &str) -> bool {
    matches!(
        word,
        "Hij"
            | "Zij"
            | "Ze"
            | "Wij"
            | "We"
            | "Er"
            | "Toen"
            | "Daarna"
            | "Daarom"
            | "Dit"
            | "Ook"
            | "Maar"
            | "Want"
            | "Volgens"
            | "Daarnaast"
            | "Verder"
            | "Hierdoor"
            | "Daardoor"
            | "Toch"
            | "Bovendien"
    )
}

/// Whether a capitalised word is also the first part of a surname, as Flemish and American names write it.
pub(super) fn is_surname_particle(word: &str) -> bool {
    matches!(
        word,
        "De" | "Den"
            | "Der"
            | "Van"
            | "Vanden"
            | "Vander"
            | "Ten"
            | "Ter"
            | "Te"
            | "La"
            | "Le"
            | "Du"
    )
}

/// Nouns that a single letter follows: `vitamine C.`, `bijlage B.`
pub(super) fn takes_a_letter(word: &str) -> bool {
    matches!(
        word,
        "vitamine"
            | "hepatitis"
            | "type"
            | "klasse"
            | "categorie"
            | "groep"
            | "punt"
            | "plan"
            | "deel"
            | "bijlage"
            | "divisie"
            | "letter"
            | "serie"
            | "factor"
            | "blok"
            | "reeks"
            | "variant"
            | "fase"
            | "zone"
            | "sectie"
            | "vak"
            | "onderdeel"
            | "lid"
            | "sub"
            | "onder"
            | "optie"
            | "scenario"
            | "kolom"
            | "rij"
            | "label"
            | "influenza"
            | "poule"
            | "Bijlage"
            | "Groep"
            | "Klasse"
            | "Categorie"
            | "Serie"
            | "lijst"
            | "Lijst"
            | "box"
            | "Box"
            | "lijn"
            | "Lijn"
            | "model"
            | "Model"
            | "tabel"
            | "figuur"
            | "niveau"
            | "rubriek"
            | "artikel"
            | "Appendix"
    )
}

/// Names that kings, queens, popes and wars have with a Roman number.
pub(super) fn takes_a_number(word: &str) -> bool {
    matches!(
        word,
        "Karel"
            | "Willem"
            | "Elizabeth"
            | "Elisabeth"
            | "Filips"
            | "Hendrik"
            | "Lodewijk"
            | "Leo"
            | "Paulus"
            | "Johannes"
            | "Pius"
            | "George"
            | "Albert"
            | "Boudewijn"
            | "Ferdinand"
            | "Frans"
            | "Jacobus"
            | "Leopold"
            | "Peter"
            | "Nicolaas"
            | "Otto"
            | "Maximiliaan"
            | "Alexander"
            | "Napoleon"
            | "Wereldoorlog"
            | "Frederik"
            | "Christiaan"
            | "Gustaaf"
            | "Constantijn"
            | "Theodosius"
            | "Justinianus"
            | "Urbanus"
            | "Clemens"
            | "Gregorius"
            | "Innocentius"
            | "Alfonso"
            | "Jan"
            | "Reinoud"
            | "Floris"
            | "Dirk"
            | "Koenraad"
            | "Eduard"
            | "Edward"
            | "Richard"
            | "Catharina"
            | "Ramses"
            | "Ptolemaeus"
            | "Artaxerxes"
            | "Darius"
            | "Hoofdstuk"
            | "Deel"
            | "Titel"
            | "Boek"
    )
}

/// Words behind a German or English ordinal: `1. FC Köln`, `12. Mai`.
pub(super) fn follows_an_ordinal(word: &str) -> bool {
    matches!(
        word,
        "FC" | "FSV"
            | "SC"
            | "SV"
            | "FFC"
            | "Bundesliga"
            | "Liga"
            | "Division"
            | "Januar"
            | "Februar"
            | "März"
            | "Mai"
            | "Juni"
            | "Juli"
            | "Oktober"
            | "Dezember"
            | "Armee"
            | "Panzer"
            | "Auflage"
            | "Flotille"
            | "Infanterie"
            | "Mannschaft"
            | "Jahrhundert"
            | "Klasse"
            | "SS"
            | "Panzerdivision"
            | "Weltkrieg"
            | "Frauen"
            | "CFFC"
            | "Luftwaffe"
    )
}

/// Names that end in a mark: `Yahoo!`, `Wham!`
pub(super) fn ends_in_a_mark(word: &str) -> bool {
    matches!(
        word,
        "Yahoo"
            | "Jeopardy"
            | "Wham"
            | "Therapy"
            | "Panic"
            | "Oh"
            | "O"
            | "Ach"
            | "Hosanna"
            | "Viva"
    )
}

//! Whether a text is in Dutch: by the share of words that every Dutch text is full of.

use super::Section;

/// Words that Dutch texts use all the time, sorted; four in ten words of a letter are among them.
const DUTCH: [&str; 42] = [
    "aan", "als", "bij", "dat", "de", "deze", "die", "dit", "door", "een", "en", "er", "geen",
    "hebben", "heeft", "het", "ik", "kan", "maar", "met", "naar", "niet", "nog", "of", "om", "ook",
    "op", "over", "te", "tot", "u", "uit", "uw", "van", "voor", "wel", "wij", "worden", "wordt",
    "zal", "zijn", "zullen",
];

/// Words of English, German and French that are no Dutch words, sorted.
const OTHER: [&str; 30] = [
    "and", "are", "auf", "dans", "das", "des", "eine", "est", "for", "has", "have", "ist", "it",
    "les", "mit", "nicht", "our", "par", "pour", "que", "sont", "that", "the", "this", "und",
    "une", "von", "wir", "with", "zu",
];

/// The bytes of the longest word of both lists.
const LONGEST: usize = 6;

/// Texts of fewer words are judged by what they hold of other languages.
const ENOUGH: u64 = 20;
/// The least share of [`DUTCH`] in a Dutch text. Letters have 0.30 or more, French and German texts about 0.1, English ones less.
const LEAST: f64 = 0.15;

/// Counts of words, from which the language of a text is judged; a text can come piece by piece.
///
/// ```
/// let mut words = standpunt::letter::language::Words::default();
/// words.add("We are against it.");
/// assert!(words.doubt().is_some());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Words {
    all: u64,
    dutch: u64,
    other: u64,
}

impl Words {
    /// Counts the words of a piece of text.
    pub fn add(&mut self, text: &str) {
        for word in text.split(|c: char| !c.is_alphabetic()) {
            if word.is_empty() {
                continue;
            }
            self.all += 1;
            let mut lower = [0; LONGEST];
            let Some(lower) = lower.get_mut(..word.len()) else {
                continue;
            };
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            let is_among = |list: &[&str]| {
                list.binary_search_by(|known| known.as_bytes().cmp(lower))
                    .is_ok()
            };
            self.dutch += u64::from(is_among(&DUTCH));
            self.other += u64::from(is_among(&OTHER));
        }
    }

    /// Adds the counts of another part of the text.
    pub fn merge(&mut self, part: Self) {
        self.all += part.all;
        self.dutch += part.dutch;
        self.other += part.other;
    }

    /// What a person should know of the language; nothing where the text reads as Dutch or is too short to tell.
    pub fn doubt(&self) -> Option<&'static str> {
        let foreign = if self.all < ENOUGH {
            self.dutch == 0 && self.other >= 2
        } else {
            (self.dutch as f64) < LEAST * self.all as f64
        };
        foreign.then_some(
            "the text does not read as Dutch: the labels of other languages mean nothing",
        )
    }
}

/// What a person should know of the language of a letter.
pub(super) fn doubt(sections: &[Section]) -> Option<String> {
    let mut words = Words::default();
    (sections.iter().flat_map(|section| &section.sentences)).for_each(|s| words.add(&s.text));
    words.doubt().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::Sentence;

    fn is_doubted(text: &str) -> bool {
        let sentences = text.lines().map(|line| Sentence {
            text: line.to_owned(),
            ..Sentence::default()
        });
        let section = Section {
            sentences: sentences.collect(),
            ..Section::default()
        };
        doubt(&[section]).is_some()
    }

    #[test]
    fn the_lists_are_sorted_and_their_longest_word_is_known() {
        assert!(DUTCH.is_sorted() && OTHER.is_sorted());
        let longest = DUTCH.iter().chain(&OTHER).map(|word| word.len()).max();
        assert_eq!(longest, Some(LONGEST));
    }

    #[test]
    fn other_languages_are_told_from_dutch() {
        for dutch in [
            "Ja.",
            "Kabinet steunt voorstel Commissie.",
            "HET KABINET STEUNT DIT.",
            "Het kabinet wil dat de Commissie met een voorstel komt voor de grenzen, en niet pas als het jaar om is, maar nog voor de zomer.",
            "Zie het rapport \"The future of the Union\" voor de cijfers.",
        ] {
            assert!(!is_doubted(dutch), "{dutch}");
        }
        for other in [
            "We are against it.",
            "The committee has asked us to support the proposal for a regulation, and we are against it because the costs are too high.",
            "Die Bundesregierung unterstützt den Vorschlag der Kommission und wird in den kommenden Wochen mit den Ländern über die Umsetzung sprechen, aber nicht über das Geld.",
            "Le gouvernement soutient la proposition de la Commission et estime que les coûts sont trop élevés pour les entreprises de notre pays.",
            "Hallitus kannattaa komission ehdotusta ja katsoo että kustannukset ovat liian korkeat maamme yrityksille sekä kunnille ja niiden asukkaille tänä vuonna eikä ensi vuonna.",
        ] {
            assert!(is_doubted(other), "{other}");
        }
    }
}

//! A hyphen at the end of a line: part of the word, sign of a broken word, or the end of a first member.

use super::words::Vocabulary;
use crate::letter::mapped::is_hyphen;

/// How two lines join where the first ends in a hyphen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// The hyphen only marks the break: `gecompen-` + `seerd`.
    Soft,
    /// The hyphen belongs to the word: `JBZ-` + `Raad`.
    Real,
    /// The hyphen ends a first member and a space follows: `asiel-` + `en migratiebeleid`.
    Space,
}

/// Judges a line end; `None` when the first line does not end in a hyphen behind a letter or digit.
///
/// Without a dictionary: the two parts themselves tell most (acronyms, capitals, numbers, `en` and `of`,
/// vowels that would clash), then the other words of the letter, and what is left is a broken word, for Dutch
/// writes its compounds without hyphens.
pub(super) fn judge(first: &str, second: &str, words: &Vocabulary) -> Option<Join> {
    let hyphen = first.chars().next_back().filter(|c| is_hyphen(*c))?;
    let stem = first.strip_suffix(hyphen)?;
    if !stem.ends_with(char::is_alphanumeric) && !stem.ends_with(')') {
        return None;
    }
    if hyphen == '\u{ad}' {
        return Some(Join::Soft);
    }
    let left = stem
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '/' | '‘' | '“' | '"'))
        .next()
        .unwrap_or(stem);
    let right_token = second.split_whitespace().next().unwrap_or_default();
    let right = right_token.trim_matches(|c: char| !c.is_alphanumeric());
    if is_conjunction(right) {
        let whole = format!("{}{right}", left.to_lowercase());
        let word = matches!(whole.as_str(), "zoals" | "evenals") || words.count(&whole) > 0;
        return Some(if word { Join::Soft } else { Join::Space });
    }
    let left_word = left.rsplit('-').next().unwrap_or(left);
    let acronym = left_word.chars().filter(|c| c.is_uppercase()).count() > 1
        || left_word.chars().any(|c| c.is_ascii_digit());
    let not_lower = !right.starts_with(char::is_lowercase);
    if acronym || not_lower || left_word.chars().count() == 1 || stem.ends_with(')') {
        let whole = words.count(&format!("{left}{right}").to_lowercase());
        let parted = words.count(&format!("{left}-{right}").to_lowercase());
        let broken = whole > parted || parted == 0 && is_broken_capitals(first, left_word, right);
        return Some(if broken { Join::Soft } else { Join::Real });
    }
    // a syllable has a vowel: "btw-" is a word of its own
    let syllable = left_word.to_lowercase().contains(is_vowel);
    if !syllable {
        return Some(Join::Real);
    }
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    let joined = words.count(&format!("{left}{right}"));
    let hyphened = words.count(&format!("{left}-{right}"));
    if joined != hyphened {
        return Some(if joined > hyphened {
            Join::Soft
        } else {
            Join::Real
        });
    }
    let chained = left.matches('-').count() >= 2
        || right.contains('-') && left.contains('-')
        || right
            .split_once('-')
            .is_some_and(|(first, _)| is_small(first))
        || left
            .rsplit_once('-')
            .is_some_and(|(_, last)| is_small(last));
    if chained || keeps_its_hyphen(&left) || vowels_clash(&left, &right) {
        return Some(Join::Real);
    }
    Some(Join::Soft)
}

/// Whether a word in capitals was broken: its line is in capitals throughout, so that they say nothing of it, and
/// both halves have a syllable.
fn is_broken_capitals(line: &str, left: &str, right: &str) -> bool {
    let capitals = |text: &str| !text.contains(char::is_lowercase);
    let syllable = |half: &str| half.chars().count() > 1 && half.to_lowercase().contains(is_vowel);
    let words = line
        .split_whitespace()
        .filter(|word| word.chars().count() > 3);
    capitals(line) && capitals(right) && words.count() > 1 && syllable(left) && syllable(right)
}

fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'e'
            | 'i'
            | 'o'
            | 'u'
            | 'y'
            | 'á'
            | 'é'
            | 'í'
            | 'ó'
            | 'ú'
            | 'ä'
            | 'ë'
            | 'ï'
            | 'ö'
            | 'ü'
            | 'è'
            | 'ê'
    )
}

fn is_conjunction(word: &str) -> bool {
    matches!(
        word,
        "en" | "of"
            | "noch"
            | "tot"
            | "als"
            | "maar"
            | "dan"
            | "c.q"
            | "respectievelijk"
            | "resp"
            | "t/m"
    )
}

/// Words that stand inside chains: `staakt-het-vuren`, `kant-en-klaar`.
fn is_small(word: &str) -> bool {
    matches!(
        word,
        "het" | "de" | "en" | "in" | "aan" | "van" | "op" | "te" | "om" | "for" | "to" | "of"
    )
}

/// First members that Dutch writes with a hyphen.
fn keeps_its_hyphen(left: &str) -> bool {
    matches!(
        left,
        "niet"
            | "ex"
            | "oud"
            | "non"
            | "vice"
            | "bijna"
            | "adjunct"
            | "interim"
            | "kandidaat"
            | "privaat"
            | "publiek"
            | "sociaal"
            | "socio"
            | "politiek"
            | "noord"
            | "zuid"
            | "oost"
            | "west"
            | "fit"
            | "doe"
            | "ad"
    )
}

/// Whether two vowels would be read as one when written together: `zee-eend`, `auto-ongeluk`.
fn vowels_clash(left: &str, right: &str) -> bool {
    let (Some(a), Some(b)) = (left.chars().next_back(), right.chars().next()) else {
        return false;
    };
    matches!(
        (a, b),
        ('a', 'a' | 'e' | 'i' | 'u')
            | ('e', 'e' | 'i' | 'u')
            | ('i', 'e' | 'j' | 'i')
            | ('o', 'e' | 'i' | 'o' | 'u')
            | ('u', 'u' | 'i')
    ) && left.chars().count() > 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::layout::rows::rows;

    fn words(text: &str) -> Vocabulary {
        Vocabulary::of(&rows(text, &crate::letter::format::text::lines(text)))
    }

    #[test]
    fn the_parts_tell_most() {
        let none = words("");
        let join = |a, b| judge(a, b, &none);
        assert_eq!(join("(JBZ-", "Raad) van"), Some(Join::Real));
        assert_eq!(join("een EU-", "lijst van"), Some(Join::Real));
        assert_eq!(join("de MKB-", "bedrijven"), Some(Join::Real));
        assert_eq!(join("de Noord-", "Hollandse"), Some(Join::Real));
        assert_eq!(join("het asiel-", "en migratiebeleid"), Some(Join::Space));
        assert_eq!(join("wordt gecompen-", "seerd door"), Some(Join::Soft));
        assert_eq!(join("de mee-", "eters"), Some(Join::Soft));
        assert_eq!(join("het milieu-", "effect"), Some(Join::Soft));
        assert_eq!(join("een auto-", "ongeluk"), Some(Join::Real));
        assert_eq!(join("per e-", "mail"), Some(Join::Real));
        assert_eq!(join("de verlaagde btw-", "afdracht"), Some(Join::Real));
        assert_eq!(join("het fit-for-55-", "pakket"), Some(Join::Real));
        assert_eq!(
            join("van het veilig-derde-land-", "concept"),
            Some(Join::Real)
        );
        assert_eq!(join("een staakt-", "het-vuren en"), Some(Join::Real));
        assert_eq!(join("een staakt-het-", "vuren en"), Some(Join::Real));
        assert_eq!(join("de inzet, zo-", "als gemeld"), Some(Join::Soft));
        assert_eq!(join("jaar –", "behoudens"), None);
        assert_eq!(join("jaar -", "behoudens"), None);
    }

    #[test]
    fn capitals_keep_their_hyphen_unless_a_word_was_broken() {
        let none = words("");
        let join = |a, b| judge(a, b, &none);
        assert_eq!(join("de EU-", "lidstaten"), Some(Join::Real));
        assert_eq!(join("het NAVO-", "EU-overleg"), Some(Join::Real));
        assert_eq!(join("overleg met de CO-", "GAT"), Some(Join::Real));
        assert_eq!(join("WIJZIGING VAN DE BEGRO-", "TING"), Some(Join::Soft));
        assert_eq!(join("BRIEF OVER DE BTW-", "AFDRACHT"), Some(Join::Real));
        let seen = words("De COGAT spreekt met de CO-GATEN en de JBZ-Raad.\n");
        assert_eq!(judge("met de CO-", "GAT over", &seen), Some(Join::Soft));
        assert_eq!(judge("de CO-", "GATEN", &seen), Some(Join::Real));
        assert_eq!(judge("DE RAAD JBZ-", "RAAD", &seen), Some(Join::Real));
    }

    #[test]
    fn the_rest_of_the_letter_decides_doubt() {
        let seen = words("de klimaat-adaptieve stad en de beleidsmaatregelen\n");
        assert_eq!(judge("klimaat-", "adaptieve", &seen), Some(Join::Real));
        assert_eq!(judge("beleids-", "maatregelen", &seen), Some(Join::Soft));
    }
}

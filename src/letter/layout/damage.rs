//! Spaces that only the way from PDF to text put there: `3 .000`, `CO 2`, `emissies .`, `do or`.

use super::rows::Row;
use super::words::Vocabulary;
use std::ops::Range;

/// The ranges of spaces inside words and numbers, where the damage is sure.
pub(super) fn find(rows: &[Row], words: &Vocabulary) -> Vec<Range<usize>> {
    let mut cuts = Vec::new();
    for row in rows.iter().filter(|row| row.is_text()) {
        let text = row.text;
        for (at, _) in text.match_indices(' ') {
            let (Some(left), Some(right)) = (text.get(..at), text.get(at + 1..)) else {
                continue;
            };
            if is_torn(left, right, words) {
                let start = row.range.start + at;
                cuts.push(start..start + 1);
            }
        }
    }
    cuts
}

fn is_torn(left: &str, right: &str, words: &Vocabulary) -> bool {
    let before = left.chars().next_back().unwrap_or(' ');
    let mut after = right.chars();
    let (first, second) = (after.next().unwrap_or(' '), after.next().unwrap_or(' '));
    match first {
        '.' if second.is_ascii_digit() && before.is_ascii_digit() => {
            right
                .get(1..4)
                .is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit()))
                && !right
                    .get(4..)
                    .is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
        }
        '.' | ',' => (before.is_alphanumeric() || before == ')') && second.is_whitespace(),
        '2' if !second.is_ascii_digit() && second != ' ' || first == '2' && right.len() == 1 => {
            last_word(left) == "CO" || last_word(left) == "NO"
        }
        '2' if second == ' ' => last_word(left) == "CO",
        'ï' | 'ë' | 'ö' => before.is_lowercase(),
        _ if ends_long(left) && begins_long(right) => false,
        _ => is_torn_word(last_word(left), first_word(right), words),
    }
}

/// Whether the last word surely has three characters or more.
fn ends_long(left: &str) -> bool {
    let last = left.as_bytes().last_chunk::<3>();
    last.is_some_and(|last| last.iter().all(u8::is_ascii_alphanumeric))
}

/// Whether the first word surely has three characters or more.
fn begins_long(right: &str) -> bool {
    let first = right.as_bytes().first_chunk::<3>();
    first.is_some_and(|first| first.iter().all(u8::is_ascii_alphanumeric))
}

fn last_word(left: &str) -> &str {
    left.rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default()
}

fn first_word(right: &str) -> &str {
    right
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default()
}

/// Whether two fragments, one of at most two letters, are a word that stands whole elsewhere in the letter.
fn is_torn_word(left: &str, right: &str, words: &Vocabulary) -> bool {
    let (a, b) = (left.chars().count(), right.chars().count());
    if a == 0
        || b == 0
        || a.min(b) > 2
        || !right.chars().all(char::is_lowercase)
        || !left.chars().all(char::is_alphabetic)
    {
        return false;
    }
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    let is_known = |part: &str| is_short_word(part) || words.count(part) > 1;
    if is_known(&left) || is_known(&right) {
        return false;
    }
    let whole = format!("{left}{right}");
    words.count(&whole) > 0 || is_common(&whole)
}

/// Words of one and two letters, and letters that stand alone in texts.
fn is_short_word(word: &str) -> bool {
    matches!(
        word,
        "u" | "a"
            | "b"
            | "c"
            | "d"
            | "x"
            | "i"
            | "s"
            | "t"
            | "de"
            | "en"
            | "in"
            | "te"
            | "is"
            | "op"
            | "of"
            | "om"
            | "er"
            | "je"
            | "ze"
            | "we"
            | "me"
            | "ik"
            | "al"
            | "na"
            | "nu"
            | "zo"
            | "ja"
            | "eu"
            | "vn"
            | "ga"
            | "ad"
            | "ex"
            | "co"
            | "pm"
            | "nr"
            | "jl"
            | "as"
            | "bv"
            | "uw"
            | "af"
            | "ai"
            | "it"
            | "mr"
            | "dr"
            | "ir"
            | "st"
            | "zn"
            | "km"
            | "kg"
            | "cm"
            | "mm"
            | "ha"
            | "ii"
            | "iv"
            | "vi"
            | "ca"
            | "mw"
            | "gw"
            | "ed"
            | "el"
            | "la"
            | "le"
            | "du"
            | "da"
            | "di"
            | "os"
            | "ei"
            | "ui"
            | "dé"
            | "pr"
            | "hé"
            | "vs"
            | "vk"
            | "nl"
            | "be"
    )
}

fn is_common(word: &str) -> bool {
    matches!(
        word,
        "door"
            | "om"
            | "van"
            | "voor"
            | "met"
            | "naar"
            | "boven"
            | "onder"
            | "over"
            | "aan"
            | "het"
            | "een"
            | "dat"
            | "die"
            | "niet"
            | "ook"
            | "wordt"
            | "worden"
            | "zijn"
            | "heeft"
            | "hebben"
            | "kunnen"
            | "moeten"
            | "zullen"
    )
}

#[cfg(test)]
mod tests {
    use super::super::rows::rows;
    use super::*;
    use crate::letter::format::text::lines;

    fn mended(text: &str) -> String {
        let found = rows(text, &lines(text));
        let mut mended = text.to_owned();
        for cut in find(&found, &Vocabulary::of(&found)).into_iter().rev() {
            mended.replace_range(cut, "");
        }
        mended
    }

    #[test]
    fn sure_damage_is_mended() {
        assert_eq!(mended("boven de 3 .000 voet"), "boven de 3.000 voet");
        assert_eq!(
            mended("de CO 2-uitstoot en CO 2 ."),
            "de CO2-uitstoot en CO2."
        );
        assert_eq!(
            mended("minder emissies . Dat kan , zegt hij"),
            "minder emissies. Dat kan, zegt hij"
        );
        assert_eq!(mended("wordt ge ïnformeerd"), "wordt geïnformeerd");
        assert_eq!(
            mended("is bove n 3.000, dus boven de norm"),
            "is boven 3.000, dus boven de norm"
        );
        assert_eq!(
            mended("veroorzaakt do or de emissies o m dit"),
            "veroorzaakt door de emissies om dit"
        );
    }

    #[test]
    fn whole_words_stay_apart() {
        for text in [
            "er in en om te gaan, erin en omte",
            "zo als het is, zoals het was",
            "vitamine c en punt a van bijlage b",
            "het duurde ... lang",
        ] {
            assert_eq!(mended(text), text);
        }
    }
}

//! Footnotes at the foot of a page, and their marks in the text.

use super::frame;
use super::rows::{Role, Row, ends_sentence};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A number glued to a word or mark that may be a footnote mark.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    row: usize,
    range: Range<usize>,
    value: u32,
    /// Whether nothing else is likely; weak ones are years and words in capitals.
    strong: bool,
}

/// Finds footnotes and their marks: gives notes the role [`Role::Note`] and returns the ranges of the marks.
///
/// A number is a mark only when it goes on in the count of the marks before it, or has a note; so `CO2`,
/// `EU27` and `20225` (2022, note 5) are told apart.
pub(super) fn find(rows: &mut [Row], wrap_width: usize) -> Vec<Range<usize>> {
    let mut candidates = candidates(rows);
    let notes = notes(rows, &candidates);
    let end = endnotes(rows);
    candidates.extend(parted_marks(rows, &notes, &candidates));
    candidates.sort_by_key(|mark| mark.range.start);
    for (at, _) in &notes {
        let end = note_end(rows, *at, &notes, wrap_width);
        for row in rows.iter_mut().take(end).skip(*at) {
            if row.is_text() {
                row.role = Role::Note;
            }
        }
    }
    for row in rows.iter_mut().skip(end).filter(|row| row.is_text()) {
        row.role = Role::Note;
    }
    for at in 0..rows.len() {
        if bare_number(rows, at).is_some()
            && let Some(row) = rows.get_mut(at)
        {
            row.role = Role::Furniture;
        }
    }
    accepted(rows, candidates, &notes)
}

/// The row where notes behind the letter begin, which last to its end: under a title such as `Voetnoten`, or with a count
/// from 1 directly behind the signature. The number of rows, when there are none.
fn endnotes(rows: &[Row]) -> usize {
    let titled = rows
        .iter()
        .rposition(|row| row.is_text() && frame::is_notes_title(row.text));
    if let Some(at) = titled.filter(|at| counts_on(rows, at + 1).is_some()) {
        return at;
    }
    let signed = rows.iter().rposition(|row| row.role == Role::Frame);
    let behind = signed.filter(|at| at * 2 > rows.len()).map(|at| at + 1);
    let noted = |at: &usize| {
        counts_on(rows, *at).is_some_and(|(row, number)| number == 1 && note_start(row).is_some())
    };
    behind.filter(noted).unwrap_or(rows.len())
}

/// The first line from a row on and its number, when it has one and all numbers behind it go on in the count.
fn counts_on<'a>(rows: &[Row<'a>], start: usize) -> Option<(&'a str, u32)> {
    let mut texts = rows.iter().skip(start).filter(|row| row.is_text());
    let first = texts.next()?.text;
    let number = numbered(first)?;
    texts
        .filter_map(|row| numbered(row.text))
        .try_fold(number, |last, n| {
            (last.checked_add(1) == Some(n)).then_some(n)
        })?;
    Some((first, number))
}

/// The number in front of a note: `1 Zie`, `[1] Zie`, `1. Zie`.
fn numbered(text: &str) -> Option<u32> {
    let counted = text.split_once(". ").map_or(text, |(number, _)| number);
    let plain = counted.len() <= 3 && !counted.starts_with('0');
    note_start(text)
        .map(|(value, ..)| value)
        .or_else(|| counted.parse().ok().filter(|_| plain))
}

/// The marks among the candidates, in order.
fn accepted(rows: &[Row], candidates: Vec<Mark>, notes: &[(usize, u32)]) -> Vec<Range<usize>> {
    let has_note = |value: u32| notes.iter().any(|(_, n)| *n == value);
    let mut last = 0;
    let mut marks = Vec::new();
    for mark in candidates {
        if !rows.get(mark.row).is_some_and(Row::is_text) {
            continue;
        }
        let follows = mark.value == last + 1;
        let near = mark.value > last && mark.value <= last + 3;
        let taken = if mark.strong {
            follows
                || near && (last > 0 || has_note(mark.value))
                || has_note(mark.value) && mark.value >= last
        } else {
            follows && (has_note(mark.value) || notes.is_empty() && last > 0)
        };
        if taken {
            last = last.max(mark.value);
            marks.push(mark.range);
        }
    }
    marks
}

fn candidates(rows: &[Row]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (number, row) in rows.iter().enumerate().filter(|(_, row)| row.is_text()) {
        for token in row.text.split_whitespace() {
            let offset = token.as_ptr() as usize - row.text.as_ptr() as usize;
            if let Some(sign) = mark_in(token) {
                let sign = sign.behind(row.range.start + offset);
                marks.push(Mark {
                    row: number,
                    range: sign.at,
                    value: sign.value,
                    strong: sign.strong,
                });
            }
        }
    }
    marks
}

/// Marks that a space parted from their word: a bare number that has a note and is found nowhere as a glued mark.
///
/// It stands between two words of a sentence, or between two sentences.
fn parted_marks(rows: &[Row], notes: &[(usize, u32)], found: &[Mark]) -> Vec<Mark> {
    if notes.is_empty() {
        return Vec::new();
    }
    let glued: HashSet<u32> = found.iter().map(|mark| mark.value).collect();
    let last_note: HashMap<u32, usize> = notes.iter().map(|(at, n)| (*n, *at)).collect();
    let starts: HashSet<usize> = notes.iter().map(|(at, _)| *at).collect();
    let text = |(at, row): &(usize, &Row)| row.is_text() && !starts.contains(at);
    let mut parted = Vec::new();
    let mut before = "";
    let mut open: Option<Mark> = None;
    for (at, row) in rows.iter().enumerate().filter(text) {
        for token in row.text.split_whitespace() {
            // the number before this word is a mark if the words around it let it be one
            if let Some(mark) = open.take()
                && (between_words(before, token) || between_sentences(before, token))
            {
                parted.push(mark);
            }
            let number = token.parse::<u32>().ok().filter(|_| token.len() <= 2);
            let noted = number.filter(|n| last_note.get(n).is_some_and(|note| *note > at));
            match noted.filter(|n| !glued.contains(n) && !token.starts_with('0')) {
                Some(value) => {
                    let offset = token.as_ptr() as usize - row.text.as_ptr() as usize;
                    let start = row.range.start + offset;
                    open = Some(Mark {
                        row: at,
                        range: start..start + token.len(),
                        value,
                        strong: false,
                    });
                }
                None => before = token,
            }
        }
    }
    parted
}

fn between_words(before: &str, after: &str) -> bool {
    before.chars().count() > 5
        && before.ends_with(char::is_lowercase)
        && after.starts_with(char::is_lowercase)
        && super::verbs::is_function_word(after)
}

fn between_sentences(before: &str, after: &str) -> bool {
    let counted = before
        .strip_suffix('.')
        .is_some_and(|word| is_counted(word.trim_start_matches(|c: char| !c.is_alphanumeric())));
    ends_sentence(before) && !counted && after.starts_with(char::is_uppercase)
}

/// Whether a word without its full stop is followed by a number: `nr. 3`, `art. 12`.
fn is_counted(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "nr" | "nrs" | "art" | "artt" | "blz" | "pag" | "p" | "par" | "no" | "hfst" | "vol" | "afl"
    )
}

/// What in a token can be a mark.
struct Sign {
    /// Its bytes of the token.
    at: Range<usize>,
    value: u32,
    /// Whether it looks like nothing else.
    strong: bool,
}

impl Sign {
    fn new(at: Range<usize>, value: u32, strong: bool) -> Self {
        Self { at, value, strong }
    }

    /// The same, counted from where something longer begins.
    fn behind(self, start: usize) -> Self {
        let at = start + self.at.start..start + self.at.end;
        Self { at, ..self }
    }
}

/// The mark in a token.
fn mark_in(token: &str) -> Option<Sign> {
    if token.contains("://") || token.contains("www.") || token.contains('@') {
        return None;
    }
    let core = token.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '”', '’', '"', '»']);
    if let Some(mark) = superscript(core).or_else(|| bracketed(core)) {
        return Some(mark);
    }
    let stem = core.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = core.get(stem.len()..)?;
    if stem.is_empty() {
        return year_mark(digits);
    }
    if let Some((from, to)) = core.rsplit_once(['-', '–'])
        && from.len() == 4
        && from.bytes().all(|b| b.is_ascii_digit())
    {
        // "2007-20133": years and a mark
        let start = core.len() - to.len();
        return year_mark(to).map(|sign| sign.behind(start));
    }
    if digits.is_empty() || digits.len() > 3 || digits.starts_with('0') {
        return None;
    }
    let value = digits.parse().ok()?;
    let at = stem.len()..core.len();
    let last = stem.chars().next_back()?;
    if last.is_alphabetic() {
        let word = stem.trim_start_matches(|c: char| !c.is_alphanumeric());
        if !word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''))
        {
            return None;
        }
        let tail = word.rsplit('-').next().unwrap_or(word);
        let plain = tail.chars().skip(1).all(char::is_lowercase) && tail.chars().count() >= 4;
        return Some(Sign::new(at, value, plain));
    }
    if !matches!(
        last,
        '.' | ',' | ';' | ':' | '?' | '!' | ')' | '”' | '’' | '"' | '»' | '%'
    ) {
        return None;
    }
    let before = stem.trim_end_matches(|c: char| !c.is_alphanumeric());
    let word = before.trim_start_matches(|c: char| !c.is_alphanumeric());
    let ends_in_digit = before.ends_with(|c: char| c.is_ascii_digit());
    if before.is_empty() || is_counted(word) {
        return None;
    }
    // behind a bracket or quote and a full stop no number goes on: "nr. 3610).1"
    let closed = stem.len() - before.len() >= 2
        && stem
            .get(before.len()..)
            .is_some_and(|marks| marks.contains([')', '”', '’', '"', '»']));
    if ends_in_digit && !closed {
        // "2022.5" may be a year and a mark; "3.5" is a number
        let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        return (year && matches!(last, '.' | ')')).then(|| Sign::new(at, value, false));
    }
    let one_letter = word.chars().count() < 2 && !closed;
    Some(Sign::new(at, value, !one_letter))
}

/// `20225`: a year and a mark.
fn year_mark(digits: &str) -> Option<Sign> {
    let year: u32 = digits.get(..4)?.parse().ok()?;
    let value: u32 = digits.get(4..)?.parse().ok()?;
    ((1900..2100).contains(&year) && (5..=6).contains(&digits.len()) && value > 0)
        .then(|| Sign::new(4..digits.len(), value, false))
}

fn superscript(core: &str) -> Option<Sign> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let stem = core.trim_end_matches(DIGITS);
    if stem.len() == core.len() || stem.is_empty() {
        return None;
    }
    let value = core.get(stem.len()..)?.chars().try_fold(0u32, |value, c| {
        let digit = DIGITS.iter().position(|d| *d == c)?;
        value
            .checked_mul(10)?
            .checked_add(u32::try_from(digit).ok()?)
    })?;
    let unit = stem.trim_start_matches(|c: char| !c.is_alphabetic());
    let is_unit =
        matches!(unit, "m" | "km" | "cm" | "dm" | "mm" | "dam" | "hm") && matches!(value, 2 | 3);
    (!is_unit).then(|| Sign::new(stem.len()..core.len(), value, true))
}

/// `woord[3]`
fn bracketed(core: &str) -> Option<Sign> {
    let inner = core.strip_suffix(']')?;
    let open = inner.rfind('[')?;
    let value = inner.get(open + 1..)?.parse().ok()?;
    (open > 0).then(|| Sign::new(open..core.len(), value, true))
}

/// The rows that begin a note, with its number, in the order of the count.
fn notes(rows: &[Row], candidates: &[Mark]) -> Vec<(usize, u32)> {
    let mut notes: Vec<(usize, u32)> = Vec::new();
    let mut last = None;
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.is_text()) {
        let Some((value, glued, text)) = note_start(row.text).or_else(|| bare_number(rows, at))
        else {
            continue;
        };
        let follows = last.is_none_or(|l: u32| value > l && value <= l + 3);
        let next = value == last.unwrap_or(0) + 1;
        let strong = candidates
            .iter()
            .any(|mark| mark.value == value && mark.row < at && mark.strong);
        let marked = strong
            || candidates
                .iter()
                .any(|mark| mark.value == value && mark.row < at);
        // a note directly under the one before it needs no more evidence
        let behind_a_note = next
            && notes.last().is_some_and(|(start, _)| {
                at - start <= 6 && rows.iter().take(at).skip(*start).all(Row::is_text)
            });
        let shown = opens_a_note(text) || behind_a_note;
        let capital = !text.starts_with(char::is_lowercase);
        if follows
            && (strong && (glued || capital)
                || marked
                    && (glued && capital || shown || next && capital && stands_apart(rows, at))
                || next && (glued && capital || shown))
        {
            notes.push((at, value));
            last = Some(value);
        }
    }
    notes
}

/// Whether a row has a gap, page line or frame on both sides.
fn stands_apart(rows: &[Row], at: usize) -> bool {
    let no_text = |row: Option<&Row>| row.is_none_or(|row| !row.is_text());
    no_text(at.checked_sub(1).and_then(|i| rows.get(i))) && no_text(rows.get(at + 1))
}

/// A number alone on its line with the text of its note indented below, as `pdftotext -layout` gives raised numbers: the
/// number and that text, as [`note_start`] gives them.
pub(super) fn bare_number<'a>(rows: &[Row<'a>], at: usize) -> Option<(u32, bool, &'a str)> {
    let row = rows.get(at).filter(|row| row.is_text())?;
    let below = rows.get(at + 1).filter(|row| row.is_text())?;
    let digits = row.text.len() <= 3 && row.text.bytes().all(|b| b.is_ascii_digit());
    let indented = (row.indent + 2..=row.indent + 6).contains(&below.indent);
    if !digits || !indented || row.text.starts_with('0') {
        return None;
    }
    Some((row.text.parse().ok()?, true, below.text))
}

/// Whether a line begins as a note whose number is glued to its text: `1Tweede Kamer …`.
pub(super) fn is_glued_note(text: &str) -> bool {
    note_start(text).is_some_and(|(_, glued, _)| glued)
}

/// Reads `1Tweede Kamer …`, `2 Zie …`, `[3] Brief …`: number, whether it is glued, and the text behind it.
fn note_start(text: &str) -> Option<(u32, bool, &str)> {
    let (digits, rest) = if let Some(inner) = text.strip_prefix('[') {
        inner.split_once(']')?
    } else {
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        text.split_at(end)
    };
    if digits.is_empty() || digits.len() > 3 || digits.starts_with('0') {
        return None;
    }
    let shown = rest.trim_start();
    let glued = shown.len() == rest.len();
    let first = shown.chars().next()?;
    if !(first.is_alphabetic() || matches!(first, '‘' | '“' | '"' | '\'' | '§' | '«' | '(')) {
        return None;
    }
    // "3e", "5G", "2de" are words
    let word = shown.split_whitespace().next().unwrap_or_default();
    if glued
        && text.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().count() <= 3
        && !word.ends_with('.')
    {
        let mut letters = word.chars();
        let (one, two) = (letters.next(), letters.next());
        // "1De leden", "1Het", "1PB L 248": no ordinal is written so
        let word_like = one.is_some_and(char::is_uppercase) && two.is_some_and(char::is_alphabetic);
        if !word_like {
            return None;
        }
    }
    Some((digits.parse().ok()?, glued, shown))
}

/// Words with which the notes of letters begin.
fn opens_a_note(text: &str) -> bool {
    const OPENERS: [&str; 30] = [
        "Kamerstuk",
        "Tweede Kamer",
        "Eerste Kamer",
        "Zie ",
        "http",
        "www.",
        "COM",
        "TK ",
        "Stb",
        "Stcrt",
        "Idem",
        "Ibid",
        "Verordening (",
        "Richtlijn ",
        "Brief van",
        "Kamerbrief",
        "Handelingen",
        "PbEU",
        "Pb ",
        "Motie",
        "Vgl.",
        "Aanhangsel",
        "SWD",
        "C(20",
        "Bijlage bij",
        "Artikel ",
        "Art. ",
        "Toezegging",
        "Bron:",
        "Conform ",
    ];
    OPENERS.iter().any(|opener| text.starts_with(opener))
}

/// The row behind a note's last one.
///
/// A note goes on to the next note, gap, page or frame. In text that has none of these between a note and
/// the text it interrupts, it ends at a line that ends a sentence, when the next line is the second half of the
/// interrupted sentence or the line is too short to have been wrapped.
fn note_end(rows: &[Row], at: usize, notes: &[(usize, u32)], wrap_width: usize) -> usize {
    let before = rows.iter().take(at).rev().find(|row| row.is_text());
    let interrupted = before.is_some_and(|row| !row.ends_sentence());
    let hyphen = before.is_some_and(|row| row.text.ends_with('-'));
    let page = rows.get(at).and_then(|row| row.page);
    let first_line = at + usize::from(bare_number(rows, at).is_some());
    let mut end = at + 1;
    while let Some(row) = rows.get(end) {
        if !row.is_text() || row.page != page || notes.iter().any(|(start, _)| *start == end) {
            break;
        }
        let Some(last) = rows.get(end - 1) else { break };
        let url = last
            .text
            .split_whitespace()
            .next_back()
            .is_some_and(|w| w.contains("://"));
        if last.ends_sentence() || url {
            let first = row
                .text
                .split_whitespace()
                .next()
                .map_or(0, |w| w.chars().count());
            let short = last.width() + first + 6 < wrap_width;
            let second_half = interrupted && (row.starts_lower() || hyphen);
            let set_off = row.indent != rows.get(first_line).map_or(0, |row| row.indent);
            if second_half || short || interrupted && set_off {
                break;
            }
        }
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::rows::{rows, wrap_width};
    use super::*;
    use crate::letter::format::text::lines;

    fn without(text: &str) -> String {
        let mut found = rows(text, &lines(text));
        let width = wrap_width(&found);
        let cuts = find(&mut found, width);
        let mut kept = String::new();
        for row in found.iter().filter(|row| row.is_text()) {
            let mut at = row.range.start;
            for cut in cuts
                .iter()
                .filter(|cut| cut.start >= row.range.start && cut.end <= row.range.end)
            {
                kept.push_str(&text[at..cut.start]);
                at = cut.end;
            }
            kept.push_str(&text[at..row.range.end]);
            kept.push('\n');
        }
        kept
    }

    #[test]
    fn glued_marks_go_and_names_with_numbers_stay() {
        let text = "De CO2-uitstoot daalt1. Dat wil de EU27 waarborgen.2 Daarbij hoort\n\
                    H2020 en de G7, jl.3 Op de A2 geldt 5G, covid-19 en PM2.5 sinds 20224.\n\
                    Het is 12 m2 en 30 km2, zie artikel 25bis en nr.5 van het besluit.\n";
        let expected = "De CO2-uitstoot daalt. Dat wil de EU27 waarborgen. Daarbij hoort\n\
                        H2020 en de G7, jl. Op de A2 geldt 5G, covid-19 en PM2.5 sinds 2022.\n\
                        Het is 12 m2 en 30 km2, zie artikel 25bis en nr.5 van het besluit.\n";
        assert_eq!(without(text), expected);
    }

    #[test]
    fn a_note_between_two_halves_is_taken_out_whole() {
        let text = "De herziening van de regels voor de interne markt wordt verwacht in een\n\
                    later stadium, na het oordeel van de Europese1 toezichthouder. Een goede\n\
                    \n\
                    1 Kamerstuk 22 112, nr. 3456, en de brief van 3 mei over de evaluatie,\n\
                    C(2026) 462.\n\
                    evaluatie is daarvoor nodig, zegt het kabinet in zijn brief van deze week.\n";
        let kept = without(text);
        assert!(
            !kept.contains("Kamerstuk") && !kept.contains("462") && !kept.contains("Europese1")
        );
        assert!(kept.contains("Een goede\nevaluatie is"));
    }

    #[test]
    fn a_number_that_begins_a_line_is_no_note() {
        let text =
            "Er kwamen in totaal\n12 Nederlandse bedrijven en\n3 Kamerleden naar de beurs.\n";
        assert_eq!(without(text), text);
    }

    #[test]
    fn marks_between_sentences_are_found_where_they_have_a_note() {
        let text = "De Raad besloot over de regels voor de handel in graan. 1 Nederland steunde dit, zie\n\
                    art. 2 Wet handel graan. In totaal stemden 12 lidstaten tegen. 2\n\
                    Dat is meer dan verwacht. 3 Kamerleden vroegen daarnaar in het debat van 4 mei.\n\
                    \n\
                    1 Kamerstuk 22 112, nr. 3456.\n\
                    2 Zie de brief van 3 mei.\n";
        let expected = "De Raad besloot over de regels voor de handel in graan.  Nederland steunde dit, zie\n\
                        art. 2 Wet handel graan. In totaal stemden 12 lidstaten tegen. \n\
                        Dat is meer dan verwacht. 3 Kamerleden vroegen daarnaar in het debat van 4 mei.\n";
        assert_eq!(without(text), expected);
    }

    #[test]
    fn notes_behind_the_letter_go_to_its_end() {
        let text = "Het kabinet steunt dit voorstel, en licht dat in deze brief nader toe.\n\n\
                    Voetnoten\n\n1. Het gaat om keringen van categorie D. Die worden door de\n\
                    waterschappen beheerd.\n\n2. Zie daar.\n";
        let kept = "Het kabinet steunt dit voorstel, en licht dat in deze brief nader toe.\n";
        assert_eq!(without(text), kept);
        let list = "Noten\n\nEr zijn twee soorten noten, die het kabinet beide steunt in dit\n\
                    plan:\n\n1. walnoten;\n\n2. hazelnoten.\n";
        assert_eq!(without(list).len(), list.replace("\n\n", "\n").len());
    }

    #[test]
    fn numbers_alone_on_their_line_begin_notes() {
        let text = "De Raad besloot over de verlenging van de regels voor landen die daar1 om\n\
                    verzochten en over de regels die op de markt voor graan zullen2\n\
                    \n\
                    1\n  PbEU 2011, C 214/3, en de daarbij gevoegde stukken.\n\
                    2\n  https://voorbeeld.nl/raad\n\
                    \n\
                    gelden.\n";
        let expected = "De Raad besloot over de verlenging van de regels voor landen die daar om\n\
                        verzochten en over de regels die op de markt voor graan zullen\n\
                        gelden.\n";
        assert_eq!(without(text), expected);
    }

    #[test]
    fn marks_behind_brackets_years_and_short_first_words_are_found() {
        let text = "In de periode 2007-20131 stegen de kosten (Kamerstuk 22 112, nr. 3610).2 Het\n\
                    kabinet volgt dat. De groep3 spreekt later over de\n\
                    \n\
                    1De bedragen zijn afgerond.\n\
                    2PB L 248 van 24 september 2021.\n\
                    3Het verslag volgt.\n\
                    \n\
                    uitkomst.\n";
        let expected = "In de periode 2007-2013 stegen de kosten (Kamerstuk 22 112, nr. 3610). Het\n\
                        kabinet volgt dat. De groep spreekt later over de\n\
                        uitkomst.\n";
        assert_eq!(without(text), expected);
    }
}

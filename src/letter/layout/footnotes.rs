//! Footnotes at the foot of a page, and their marks in the text.

mod marks;
mod notes;
mod parted;

use super::rows::{Role, Row};
use marks::{FirstMarks, Mark};
use notes::Notes;
pub(super) use notes::{bare_number, is_glued_note};
use std::ops::Range;

/// Finds footnotes and their marks: gives notes the role [`Role::Note`] and returns the ranges of the marks.
///
/// A number is a mark only when it goes on in the count of the marks before it, or has a note; so `CO2`,
/// `EU27` and `20225` (2022, note 5) are told apart.
pub(super) fn find(rows: &mut [Row], wrap_width: usize) -> Vec<Range<usize>> {
    let mut candidates = marks::glued(rows);
    let first = FirstMarks::of(&candidates);
    let notes = Notes::find(rows, &first);
    let end = notes::endnotes(rows);
    candidates.extend(parted::parted(rows, &notes, &first));
    candidates.sort_by_key(|mark| mark.range.start);
    for at in notes.rows() {
        let end = notes::note_end(rows, at, &notes, wrap_width);
        for row in rows.iter_mut().take(end).skip(at) {
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

/// The marks among the candidates, in order.
fn accepted(rows: &[Row], candidates: Vec<Mark>, notes: &Notes) -> Vec<Range<usize>> {
    let has_note = |value: u32| notes.row_of(value).is_some();
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

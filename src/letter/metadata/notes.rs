//! The notes of a letter, which tell of other papers.

use super::super::layout::raised::begins_a_note;

/// How many lines behind its first a note may have.
const MORE: usize = 4;

/// The lines that are no notes: a note begins with its mark and goes on to a gap.
pub(super) fn without<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut left = 0;
    let mut kept = Vec::new();
    for line in lines {
        left = match line {
            "" => 0,
            line if begins(line) => MORE + 1,
            _ => left,
        };
        match left {
            0 => kept.push(line),
            _ => left -= 1,
        }
    }
    kept
}

/// Whether a line begins with the mark of a note: `[^1]: …`, `[1] …`, `¹ …`, and `1 Zie …`, where the words must tell it from a heading.
fn begins(line: &str) -> bool {
    const OPENERS: [&str; 6] = [
        "Kamerstuk",
        "Zie ",
        "Tweede Kamer",
        "Eerste Kamer",
        "TK ",
        "Brief van ",
    ];
    if let Some(marked) = line.strip_prefix('[') {
        let (mark, rest) = marked.split_once(']').unwrap_or_default();
        let counted = !mark.is_empty() && mark.bytes().all(|b| b.is_ascii_digit());
        return mark.starts_with('^') && rest.starts_with(':') || counted && rest.starts_with(' ');
    }
    let text = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - text.len();
    let text = text.trim_start_matches(['.', ')', ' ', '\u{a0}']);
    let told = || OPENERS.iter().any(|opener| text.starts_with(opener));
    begins_a_note(line) || (1..=3).contains(&digits) && told()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_goes_with_the_lines_up_to_its_gap() {
        for note in [
            "[^1]: Zie Kamerstuk 36 410,\nnr. 99.",
            "[1] Kamerstuk 36 410, nr. 99.",
            "¹ Kamerstuk 36 410, nr. 99.",
            "1 Zie Kamerstuk 36 410, nr. 99.",
            "1Kamerstuk 36 410, nr. 99.",
            "1) Tweede Kamer, vergaderjaar 2029–2030, 36 410, nr. 99.",
        ] {
            let text = format!("Datum\n{note}\n\nDe Minister");
            assert_eq!(
                without(text.lines()),
                ["Datum", "", "De Minister"],
                "{note}"
            );
        }
        for line in [
            "36 410 Zeehavens",
            "1. Algemene gegevens",
            "3 maart 2026",
            "2500 EE Den Haag",
            "[ontwerp] Brief",
            "21 501-32 Landbouw- en Visserijraad",
        ] {
            assert_eq!(without([line].into_iter()), [line]);
        }
    }
}

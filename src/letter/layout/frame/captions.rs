//! Captions and headings: of questions and answers, and of notes.

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

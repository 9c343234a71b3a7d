//! Captions of printed questions and answers, and the title of notes.

/// Whether a line begins the caption of printed questions or answers: `Antwoord van Minister Jansen …`
pub(crate) fn begins_caption(text: &str) -> bool {
    [
        "Antwoord van ",
        "Antwoorden van ",
        "Antwoord op vragen ",
        "Antwoord op de vragen ",
        "Antwoorden op vragen ",
        "Antwoorden op de vragen ",
        "Antwoorden op Kamervragen ",
        "Beantwoording vragen ",
        "Beantwoording Kamervragen ",
        "Beantwoording van de vragen ",
        "Vragen van het lid ",
        "Vragen van de leden ",
    ]
    .iter()
    .any(|start| text.starts_with(start))
}

/// Whether a text is the whole of such a caption: it says when the paper came in.
pub(crate) fn is_caption(text: &str) -> bool {
    let bracket = |text: &str| {
        text.starts_with("Zie ook ")
            || ["ontvangen ", "ingezonden "].iter().any(|mark| {
                text.split(')')
                    .next()
                    .is_some_and(|in_it| in_it.contains(mark))
            })
    };
    begins_caption(text) && text.split('(').skip(1).any(bracket)
}

/// Whether a line is the title over the notes at the end of a page or letter: `Voetnoten`
pub(crate) fn is_notes_title(text: &str) -> bool {
    let text = text.trim_end_matches(':').to_lowercase();
    matches!(
        text.as_str(),
        "noten" | "voetnoten" | "eindnoten" | "voetnoot" | "noot"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_say_when_the_paper_came_in() {
        for caption in [
            "Antwoord van Minister Jansen (Wonen) op vragen van het lid Bos (ontvangen 3 maart 2031)",
            "Antwoorden op Kamervragen van de leden Bos (LP) en Kaya (DP) over veren (2031Z03412, ingezonden 3 maart 2031)",
        ] {
            assert!(is_caption(caption), "{caption}");
        }
        for text in [
            "Antwoorden op Kamervragen van het lid Bos (LP) over veren",
            "Vragen van het lid Bos (LP) heb ik ontvangen op 3 maart (2031)",
        ] {
            assert!(!is_caption(text), "{text}");
        }
    }
}

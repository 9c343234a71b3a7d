//! Headings of questions and answers, and of what members bring forward: whose turn it is.

/// The longest title that tells whose turn it is, in words.
const LONGEST_TURN: usize = 20;

/// A heading of a question or an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QuestionHeading<'a> {
    /// Whether the answer follows, and not the question.
    pub answer: bool,
    /// The heading alone: `Antwoord op vraag 2 en 4`.
    pub title: &'a str,
    /// The numbers in it: `2 en 4`; empty where it has none.
    pub numbers: &'a str,
    /// What stands behind it on the same line.
    pub rest: &'a str,
}

/// Reads `Vraag 3`, `Vragen 2 en 3:`, `Vraag 3 (van het lid Bos): …`, `Antwoord`, `Antwoord 3`,
/// `Antwoorden op de vragen 2 t/m 4: Ja.`
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
    let mut first = None;
    let mut numbers = usize::from(word == "Reactie op vraag");
    let mut rest = text.get(end..)?;
    loop {
        let skipped = rest.trim_start_matches([' ', '\u{a0}', '\t', ',', '(']);
        let length = skipped
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '.' | ')'))
            .unwrap_or(skipped.len());
        let (token, after) = skipped.split_at(length);
        let counts = !token.is_empty()
            && token.chars().count() <= 4
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
            first = first.or(Some(end - token.len()));
        }
        rest = after;
    }
    let told = first.map_or("", |first| text.get(first..end).unwrap_or_default());
    end += asker(text.get(end..)?);
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
            numbers: told,
            rest: after,
        })
}

/// How much of a text says in brackets whose question it is: ` (van het lid Bos)`.
fn asker(text: &str) -> usize {
    let inside = text.trim_start().strip_prefix('(');
    let who = inside.filter(|inside| inside.starts_with("van ") || inside.starts_with("lid "));
    who.and_then(|who| Some(text.len() - who.len() + who.find(')')? + 1))
        .unwrap_or(0)
}

/// Who speaks under a heading in a letter of questions and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn<'a> {
    /// A question with or without a number: `Vraag 3`; with its numbers.
    Question(&'a str),
    /// What members bring forward: `Inbreng van de leden van de VVD-fractie`, `Vraag van het lid Bos`.
    Members,
    /// The sender, who answers: `Antwoord 3`, `Antwoord van de minister`; with the numbers.
    Answer(&'a str),
    /// The sender, who reacts: `Reactie van het kabinet`. What stands before it need not be a question.
    Reaction,
}

/// Whose turn the title of a heading announces, its own number aside.
pub(crate) fn turn(title: &str) -> Option<Turn<'_>> {
    if let Some(heading) = question_heading(title) {
        return Some(match heading.answer {
            true => Turn::Answer(heading.numbers),
            false => Turn::Question(heading.numbers),
        });
    }
    const MEMBERS: [&str; 9] = [
        "het lid ",
        "de leden ",
        "de fractie",
        "de verschillende fracties",
        "de woordvoerder",
        "lid ",
        "leden ",
        "fractie",
        "de vaste commissie",
    ];
    const SENDERS: [&str; 9] = [
        "de minister",
        "de staatssecretaris",
        "de bewinds",
        "de regering",
        "het kabinet",
        "de zijde van ",
        "minister",
        "staatssecretaris",
        "mij",
    ];
    let own = title.find(char::is_alphabetic)?;
    let roman = title.trim_start_matches(['I', 'V', 'X']);
    let shown = match roman.strip_prefix(['.', ' ']) {
        Some(rest) => rest.trim_start_matches(['.', ' ']),
        None => title.get(own..)?,
    };
    let shown = shown.trim_end_matches(':');
    if shown.ends_with(['.', '?', '!', ',', ';'])
        || shown.split_whitespace().nth(LONGEST_TURN).is_some()
    {
        return None;
    }
    let lower = shown.to_lowercase();
    let (what, who) = ["vanuit ", "van "].iter().find_map(|word| {
        let at = lower.find(&format!(" {word}"))?;
        Some((lower.get(..at)?, lower.get(at + 1 + word.len()..)?))
    })?;
    let by = |whom: &[&str]| whom.iter().any(|start| who.starts_with(start));
    let party = who.starts_with("de ") && who.split([' ', ',']).any(|w| w.ends_with("-fractie"));
    match what {
        "vraag"
        | "vragen"
        | "inbreng"
        | "opmerkingen"
        | "vragen en opmerkingen"
        | "opmerkingen en vragen"
        | "vragen en/of opmerkingen"
            if by(&MEMBERS) || party =>
        {
            Some(Turn::Members)
        }
        "antwoord" | "antwoorden" | "beantwoording" if by(&SENDERS) => Some(Turn::Answer("")),
        "reactie" | "antwoord/reactie" | "antwoord / reactie" if by(&SENDERS) => {
            Some(Turn::Reaction)
        }
        _ => None,
    }
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
        assert_eq!(
            read("Vraag 3 (van de leden Bos en Kaya): Klopt dat?"),
            Some((false, "Vraag 3 (van de leden Bos en Kaya)", "Klopt dat?"))
        );
        assert_eq!(read("Vraag 3 gaat over de kosten."), None);
        assert_eq!(read("Antwoord geven is moeilijk"), None);
    }

    #[test]
    fn titles_tell_whose_turn_it_is() {
        for title in [
            "Inbreng van de leden van de VVD-fractie",
            "Vragen en opmerkingen van de leden van de fractie van het CDA",
            "I. Vragen en opmerkingen vanuit de fracties",
            "1. Inbreng van het lid Bos",
            "Vraag van het lid Van Dijk (CDA)",
            "Vraag van de D66-fractie",
        ] {
            assert_eq!(turn(title), Some(Turn::Members), "{title}");
        }
        for title in ["Reactie van de minister", "II Reactie van het kabinet:"] {
            assert_eq!(turn(title), Some(Turn::Reaction), "{title}");
        }
        assert_eq!(turn("Antwoord van het kabinet"), Some(Turn::Answer("")));
        assert_eq!(turn("Antwoord 2 en 3"), Some(Turn::Answer("2 en 3")));
        assert_eq!(turn("Vragen 4–6"), Some(Turn::Question("4–6")));
        for title in [
            "Reactie op het rapport",
            "Vragen van de Commissie over het visum",
            "Inbreng van Nederland in de Raad",
            "Vraag naar woningen van de markt",
            "Antwoord van de sector",
            "Inleiding",
        ] {
            assert_eq!(turn(title), None, "{title}");
        }
    }
}

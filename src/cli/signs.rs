//! What the signs and fixed words in the terms of a model mean.

use super::fields::{field, text};
use standpunt::features::Group;
use standpunt::stance::Stance;
use std::fmt::Write as _;
use std::io::{Result, Write};

/// A sign, what it means, and whether a term of a group has it.
struct Sign {
    sign: &'static str,
    meaning: &'static str,
    is_in: fn(group: Group, term: &str) -> bool,
}

/// Columns that the meanings stand behind.
const MARGIN: usize = 15;

const SIGNS: [Sign; 20] = [
    Sign {
        sign: "␣",
        meaning: "the start or end of a word",
        is_in: |group, term| group == Group::Characters && term.trim() != term,
    },
    Sign {
        sign: "^",
        meaning: "the start of the sentence",
        is_in: |group, term| !is_context(group) && words(term).any(|w| w == "^"),
    },
    Sign {
        sign: "$",
        meaning: "the end of the sentence",
        is_in: |group, term| !is_context(group) && words(term).any(|w| w == "$"),
    },
    Sign {
        sign: "$ends-otherwise",
        meaning: "its end where that is `?`, `!` or `:`",
        is_in: |group, term| !is_context(group) && words(term).any(|w| w == "$ends-otherwise"),
    },
    Sign {
        sign: "<getal> <jaar>",
        meaning: "any number; any year",
        is_in: |_, term| term.contains("<getal>") || term.contains("<jaar>"),
    },
    Sign {
        sign: "A>b",
        meaning: "word b, and A is the last one named before it who could be speaking",
        is_in: |group, term| group == Group::Speaker && speaker(term, '>'),
    },
    Sign {
        sign: "b<A",
        meaning: "word b, at most four words before A",
        is_in: |group, term| group == Group::Speaker && speaker(term, '<'),
    },
    Sign {
        sign: "eerst:A",
        meaning: "A is the first one named; in group before: in the sentence before",
        is_in: |_, term| term.starts_with("eerst:"),
    },
    Sign {
        sign: "zender",
        meaning: "the sender: the cabinet, a minister, Nederland, ik",
        is_in: |group, term| named(group, term, "zender"),
    },
    Sign {
        sign: "ander",
        meaning: "somebody else, such as the Commission, the Kamer or a member state",
        is_in: |group, term| named(group, term, "ander"),
    },
    Sign {
        sign: "dit",
        meaning: "a word that points back at somebody or something, such as dit, daarmee, hij",
        is_in: |group, term| group != Group::Cues && named(group, term, "dit"),
    },
    Sign {
        sign: "niemand",
        meaning: "nobody is named",
        is_in: |group, term| named(group, term, "niemand"),
    },
    Sign {
        sign: "regel L",
        meaning: "the cue rules give the whole sentence label L",
        is_in: |group, term| group == Group::Cues && term.starts_with("regel "),
    },
    Sign {
        sign: "L A word",
        meaning: "a cue for label L whose subject is A, and which word or words it is",
        is_in: |group, term| group == Group::Cues && !term.starts_with("regel "),
    },
    Sign {
        sign: "omgekeerd",
        meaning: "a negation turns the cue round",
        is_in: |group, term| group == Group::Cues && words(term).any(|w| w == "omgekeerd"),
    },
    Sign {
        sign: "toegegeven",
        meaning: "the cue stands in the half that is conceded, as behind hoewel",
        is_in: |group, term| group == Group::Cues && words(term).any(|w| w == "toegegeven"),
    },
    Sign {
        sign: "a…b",
        meaning: "other words may stand between them",
        is_in: |_, term| term.contains('…'),
    },
    Sign {
        sign: "niet~b b~niet",
        meaning: "word b, at most five words behind or before a negation",
        is_in: |group, term| group == Group::Negation && term.contains('~'),
    },
    Sign {
        sign: "A | b",
        meaning: "word b at the start points back, and A is named in the sentence before",
        is_in: |group, term| group == Group::Before && term.contains(" | "),
    },
    Sign {
        sign: "length: place:",
        meaning: "in group shape: how many words and where in the section, from a (few) on",
        is_in: |group, _| group == Group::Shape,
    },
];

/// Whether the terms of a group are not made of the sentence's own words in their order.
fn is_context(group: Group) -> bool {
    matches!(
        group,
        Group::Characters | Group::Cues | Group::Shape | Group::Heading
    )
}

fn words(term: &str) -> impl Iterator<Item = &str> {
    term.split(' ')
}

/// Whether a term of the speakers has who speaks on the side of its sign that the sign points from.
fn speaker(term: &str, sign: char) -> bool {
    let who = |name: &str| matches!(name, "zender" | "ander" | "dit");
    match sign {
        '>' => term.split_once('>').is_some_and(|(name, _)| who(name)),
        _ => term.rsplit_once('<').is_some_and(|(_, name)| who(name)),
    }
}

/// Whether a term says who speaks or is named, and it is this one.
fn named(group: Group, term: &str, name: &str) -> bool {
    match group {
        Group::Speaker | Group::Before => {
            let at = |sign: char| match sign {
                '<' => term.rsplit_once('<').map(|(_, name)| name),
                sign => term.split_once(sign).map(|(name, _)| name.trim_end()),
            };
            term.strip_prefix("eerst:") == Some(name)
                || ['>', '<', '|'].iter().any(|sign| at(*sign) == Some(name))
        }
        Group::Cues => !term.starts_with("regel ") && words(term).any(|w| w == name),
        Group::Shape => term.strip_prefix("who:") == Some(name),
        _ => false,
    }
}

/// What a term of the cue rules says, in parts: which label, whose cue, and what happened to it; `None` for another group's term.
pub fn cue(term: &str) -> Option<Vec<String>> {
    if let Some(label) = term.strip_prefix("regel ") {
        return Some(vec![format!("the rules give the sentence {label}")]);
    }
    let stance = |s: &Stance| {
        term.strip_prefix(s.label())?
            .strip_prefix(' ')
            .map(|rest| (*s, rest))
    };
    let (stance, rest) = Stance::ALL.iter().find_map(stance)?;
    let mut rest = words(rest);
    let whose = match rest.next()? {
        "zender" => "the sender's",
        "ander" => "somebody else's",
        _ => "nobody's by name",
    };
    let signs: Vec<&str> = rest
        .take_while(|w| ["omgekeerd", "toegegeven"].contains(w))
        .collect();
    let mut parts = vec![format!("cue for {stance},"), whose.to_owned()];
    for (sign, meaning) in [("omgekeerd", "turned round"), ("toegegeven", "conceded")] {
        if signs.contains(&sign) {
            parts.push(format!("and {meaning}"));
        }
    }
    Some(parts)
}

/// A term with the spaces at its ends made visible, as character n-grams have them.
pub fn readable(term: &str) -> String {
    let inner = term.trim();
    let (before, after) = (term.starts_with(' '), term.ends_with(' '));
    format!(
        "{}{inner}{}",
        if before { "␣" } else { "" },
        if after { "␣" } else { "" }
    )
}

/// Writes what the signs mean that stand in some terms, each given with its group.
pub fn legend<'a>(
    terms: impl Iterator<Item = (Group, &'a str)> + Clone,
    out: &mut impl Write,
) -> Result<()> {
    let mut first = true;
    for sign in SIGNS {
        if terms.clone().any(|(group, term)| (sign.is_in)(group, term)) {
            if first {
                writeln!(out)?;
                text(
                    out,
                    "In the terms (A is who speaks, b a word, L a label)",
                    "",
                )?;
                first = false;
            }
            field(out, MARGIN + 3, sign.sign, sign.meaning.split(' '), " ")?;
        }
    }
    Ok(())
}

/// What all signs mean, for the help.
pub fn all() -> String {
    let mut text =
        String::from("Signs in the terms (A is who speaks, a and b are words, L is a label):\n");
    for sign in SIGNS {
        let _ = writeln!(text, "  {:<MARGIN$} {}", sign.sign, sign.meaning);
    }
    text.truncate(text.trim_end().len());
    text
}

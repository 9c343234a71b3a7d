//! Whether a text is Markdown, told by its marks.
//!
//! Plain letters have some of them too: `# 12` is a number, `---` a line, `1.` and `*` begin items, a word stands
//! between asterisks. So only marks that plain text hardly has are counted, and one of them is not enough.

use super::super::text::lines;
use super::tables;

/// Marks that make a text Markdown.
const ENOUGH: usize = 2;

/// Whether a text has marks enough: two headings, a table, or two of a heading, a fenced block, a link, words in bold
/// and a footnote.
pub(in super::super) fn are_enough(text: &str) -> bool {
    let lines = lines(text);
    let line = |at: Option<usize>| {
        let range = at
            .and_then(|at| lines.get(at))
            .map(|line| line.range.clone());
        range.and_then(|range| text.get(range)).unwrap_or_default()
    };
    let (mut headings, mut fences) = (0usize, 0usize);
    let (mut link, mut bold, mut note) = (false, false, false);
    for at in 0..lines.len() {
        let (before, shown, after) = (line(at.checked_sub(1)), line(Some(at)), line(Some(at + 1)));
        if is_fence(shown) {
            fences += 1;
        }
        if fences % 2 == 1 {
            continue;
        }
        let level = heading(shown);
        let apart = before.trim().is_empty() || after.trim().is_empty();
        headings += usize::from(
            level.is_some() && apart && heading(before) != level && heading(after) != level,
        );
        if tables::is_delimiter(shown) && is_head(before, shown) {
            return true;
        }
        link |= has_link(shown);
        bold |= has_bold(shown);
        note |= super::is_note(shown) && shown.starts_with("[^");
    }
    let fenced = fences > 0 && fences.is_multiple_of(2);
    let marks = headings
        + [fenced, link, bold, note]
            .map(usize::from)
            .iter()
            .sum::<usize>();
    marks >= ENOUGH
}

/// The level of a line that is a heading and nothing else: no number behind `#`, no item of a list of such marks.
fn heading(line: &str) -> Option<u8> {
    let shown = line.trim();
    let indent = line.len() - line.trim_start().len();
    let level = super::heading_level(shown).filter(|_| indent < 4)?;
    let title = shown.trim_start_matches('#').trim_start();
    let numbered = level == 1 && title.starts_with(|c: char| c.is_ascii_digit());
    let begins =
        title.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "*[_".contains(c));
    (begins && !numbered && !title.ends_with([';', ',', '.'])).then_some(level)
}

fn is_fence(line: &str) -> bool {
    let line = line.trim();
    ["```", "~~~"].iter().any(|mark| {
        line.strip_prefix(mark)
            .is_some_and(|name| !name.contains(' ') && !name.contains('`'))
    })
}

/// Whether a line above one such as `|---|---|` is the head of a table: two cells or more, and as many.
fn is_head(line: &str, delimiter: &str) -> bool {
    let count = |line: &str| tables::between_bars(line).count();
    line.contains(char::is_alphabetic) && count(line) >= 2 && count(line) == count(delimiter)
}

/// `[words](https://…)`.
fn has_link(line: &str) -> bool {
    ["](http", "](mailto:", "](www.", "](#"].iter().any(|end| {
        line.find(end)
            .is_some_and(|at| line.get(..at).is_some_and(|t| t.contains('[')))
    })
}

/// `**words**`, closely set.
fn has_bold(line: &str) -> bool {
    let mut parts = line.split("**").skip(1);
    while let (Some(inside), Some(_)) = (parts.next(), parts.next()) {
        let word = |c: char| c.is_alphanumeric() || "‘’“”\"'([:.?!)]".contains(c);
        if inside.starts_with(word) && inside.ends_with(word) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_only_markdown_has_tell_it() {
        for text in [
            "# Brief\n\nTekst.\n\n## Inzet\n\nTekst.\n",
            "Tekst:\n\n| Onderwerp | Inzet |\n|:--|--:|\n| a | b |\n",
            "Onderwerp | Inzet\n--- | ---\na | b\n",
            "# Brief\r\rTekst met **nadruk**.\r",
            "## 1 Inleiding\nTekst.\n\n## 2 Inzet\nTekst.\n",
            "# Brief\n\n```\ncode\n```\n",
            "Zie [de brief](https://voorbeeld.nl/brief).[^1]\n\n[^1]: Een noot.\n",
        ] {
            assert!(are_enough(text), "{text}");
        }
    }

    #[test]
    fn plain_letters_with_signs_of_their_own_stay_plain() {
        for text in [
            "# 12\n\nTekst.\n\n# 13\n\nTekst.\n",
            "# 1 Inleiding\n\nTekst.\n\n# 2 Inzet\n\nTekst.\n",
            "#12 en #13 zijn behandeld.\n\n#14 volgt.\n",
            "# Het eerste punt\n# Het tweede punt\n# Het derde punt\n",
            "# het eerste punt;\n\n# het tweede punt.\n",
            "Inzet\n-----\n\nTekst.\n\n---\n\n* * *\n\n1. Een\n2. Twee\n\n* punt\n- punt\n",
            "Titel\n=====\n\nDit kost 3 ** 4 en 5 ** 6 euro, met * nadruk * en *nadruk*.\n",
            "Naam    | Bedrag\n--------+-------\nJansen  | 3\n",
            "|---|\n\n---|---\n\nEen zin.\n---\n",
            "> # Brief\n\n[1]: een noot\n[2]: een noot (zie [1])\n",
            "    # Brief\n\n    ## Inzet\n",
            "# Brief\n\nDit is de enige kop.\n",
            "```\n# Een\n\n## Twee\n\n## Drie\n",
            "",
        ] {
            assert!(!are_enough(text), "{text}");
        }
    }
}

//! The frame of a letter whose format told its blocks: letterhead, salutation and signature are set aside.

mod notes;

use super::block::{Block, BlockKind};
use super::layout::frame;

/// How many blocks a letterhead can have.
const LONGEST_HEAD: usize = 60;

/// Sets letterhead, salutation, closing and signature aside.
pub(super) fn set_aside(text: &str, blocks: &mut [Block]) {
    let texts: Vec<String> = blocks.iter().map(|block| block.text(text)).collect();
    let head = salutation(&texts);
    for (at, (block, shown)) in blocks.iter_mut().zip(&texts).enumerate() {
        let in_head = head.is_some_and(|head| at <= head);
        let is_field = frame::field(shown).is_some() && block.kind == BlockKind::Paragraph;
        if in_head
            || frame::is_salutation(shown)
            || frame::is_closing(shown)
            || frame::is_caption(shown)
            || is_field
            || frame::is_dossier(shown)
            || frame::is_notes_title(shown)
            || frame::is_letterhead(shown)
        {
            block.kind = BlockKind::Aside;
        }
    }
    endnotes(blocks, &texts);
    signatures(blocks, &texts);
    notes::set_aside(text, blocks, &texts);
}

/// Sets the notes under a title such as `Voetnoten` aside: items and numbered paragraphs, up to what is neither.
fn endnotes(blocks: &mut [Block], texts: &[String]) {
    let mut under = false;
    for (block, text) in blocks.iter_mut().zip(texts) {
        let numbered = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '[' | '*'));
        under = frame::is_notes_title(text)
            || under && (numbered || matches!(block.kind, BlockKind::ListItem | BlockKind::Aside));
        if under {
            block.kind = BlockKind::Aside;
        }
    }
}

fn salutation(texts: &[String]) -> Option<usize> {
    let at = texts
        .iter()
        .take(LONGEST_HEAD)
        .position(|text| frame::is_salutation(text))?;
    let sentences = texts
        .iter()
        .take(at)
        .filter(|text| text.ends_with('.') && text.split_whitespace().count() >= 6)
        .count();
    (sentences <= 2).then_some(at)
}

fn signatures(blocks: &mut [Block], texts: &[String]) {
    for at in 0..blocks.len() {
        let Some(title) = texts.get(at) else { break };
        let named = |i: Option<usize>| {
            i.and_then(|i| texts.get(i))
                .is_some_and(|t| frame::is_person(t))
        };
        let late = at * 10 >= blocks.len() * 6;
        let signed =
            title.ends_with(',') || late && (named(Some(at + 1)) || named(at.checked_sub(1)));
        if !signed || !frame::is_signed_title(title) {
            continue;
        }
        let more = frame::title_goes_on(title, texts.iter().skip(at + 1).map(String::as_str));
        let mut places: Vec<usize> = (at..=at + more).collect();
        places.extend(
            [Some(at + more + 1), at.checked_sub(1)]
                .into_iter()
                .flatten()
                .filter(|i| {
                    named(Some(*i)) && !texts.get(*i).is_some_and(|t| frame::is_signed_title(t))
                }),
        );
        for place in places {
            if let Some(block) = blocks.get_mut(place) {
                block.kind = BlockKind::Aside;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paragraphs of a letter that are not set aside.
    fn kept(parts: &[&str]) -> Vec<String> {
        let text = parts.join("\n");
        let mut start = 0;
        let mut blocks = Vec::new();
        for part in parts {
            blocks.push(Block::new(BlockKind::Paragraph, start..start + part.len()));
            start += part.len() + 1;
        }
        set_aside(&text, &mut blocks);
        blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Paragraph)
            .map(|block| block.text(&text))
            .collect()
    }

    #[test]
    fn notes_under_their_title_and_the_number_of_a_paper_go() {
        let parts = [
            "27 625 Waterbeleid",
            "21 501-32 Landbouw- en Visserijraad",
            "Het kabinet steunt dit.",
            "Voetnoten",
            "1. Zie de brief van 3 maart. Deze volgt.",
            "[2] Een noot met een zin.",
            "Tot slot volgt een bijlage.",
            "15 000 Nederlanders wachten hierop.",
        ];
        assert_eq!(kept(&parts), [parts[2], parts[6], parts[7]]);
    }

    #[test]
    fn the_frame_goes_and_the_text_stays() {
        let parts = [
            "Datum 3 maart 2026",
            "Geachte voorzitter,",
            "Hierbij bied ik u de agenda aan.",
            "De minister van Financiën neemt deel.",
            "Hoogachtend,",
            "De Minister van Financiën,",
            "A.B. de Wit",
        ];
        assert_eq!(kept(&parts), parts[2..4]);
    }

    #[test]
    fn notes_in_brackets_at_the_end_go_with_their_marks() {
        let letter = [
            "Het fonds is bekend.[1] De regels (zie [2]) gelden[2], ook in 2030 [sic].[12]",
            "De minister van Financiën,",
            "J. Bos",
            "[1] Zie de brief van mei.",
            "[2] Kamerstuk 21501.",
        ];
        let expected = "Het fonds is bekend. De regels (zie [2]) gelden, ook in 2030 [sic].[12]";
        assert_eq!(kept(&letter), [expected]);
        // without a mark, or with a count that does not begin at 1, it is text
        let loose = ["Het fonds is bekend.", "[1] Zie de brief."];
        assert_eq!(kept(&loose), loose);
        let late = ["Het fonds is bekend.[2]", "[2] Zie de brief."];
        assert_eq!(kept(&late), late);
    }

    #[test]
    fn a_title_that_goes_on_behind_a_comma_goes_with_the_name_below_it() {
        let parts = [
            "Geachte voorzitter,",
            "Hierbij bied ik u de agenda aan.",
            "De minister neemt deel.",
            "De minister van Bodem,",
            "Water en Landschap,",
            "Jantine Oosterhof",
        ];
        assert_eq!(kept(&parts), parts[1..3]);
    }
}

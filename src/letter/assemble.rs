//! A document becomes a letter: blocks are cut into sentences, headings begin sections.

use super::block::{Block, BlockKind, Content, Document, Line};
use super::layout::verbs::has_finite_verb;
use super::layout::{lay_out, lists};
use super::mapped::Mapped;
use super::{Letter, Metadata, Section, Sentence, language, metadata, questions, sentences, trim};
use crate::error::{Error, ErrorKind, Result};
use std::ops::Range;

/// Makes a letter of a document.
pub(super) fn letter(document: Document, name: &str, sha256: String) -> Result<Letter> {
    let Document {
        text,
        content,
        origin,
        metadata: stated,
        mut running,
        mut warnings,
    } = document;
    let mut pages = Vec::new();
    let mut blocks = match content {
        Content::Lines(lines) => {
            pages = page_starts(&lines);
            let laid = lay_out(&text, &lines);
            running |= laid.running;
            laid.blocks
        }
        Content::Blocks(mut blocks) => {
            if !running {
                trim::set_aside(&text, &mut blocks);
            }
            blocks
        }
    };
    if !running {
        questions::set_aside(&text, &mut blocks);
    }
    let mut sections = vec![Section::default()];
    let mut series = false;
    let mut bare = BareItems::default();
    for block in &blocks {
        match block.kind {
            BlockKind::Aside => {}
            BlockKind::Heading { .. } => {
                bare.above = None;
                sections.push(Section {
                    title: block.text(&text),
                    sentences: Vec::new(),
                });
            }
            BlockKind::Paragraph | BlockKind::ListItem => {
                let kind = Kind {
                    running,
                    item: block.kind == BlockKind::ListItem,
                    series,
                };
                if let Some(section) = sections.last_mut() {
                    let sentences = cut(&text, block, kind, &pages, &mut bare);
                    section.sentences.extend(sentences);
                    bare.hand_over(&mut section.sentences, kind);
                }
                series = kind.item && (series || goes_on(&text, block));
            }
        }
    }
    sections.retain(|section| !section.sentences.is_empty());
    let words = |sentence: &Sentence| sentence.text.chars().any(char::is_alphabetic);
    if !sections.iter().flat_map(|s| &s.sentences).any(words) {
        return Err(Error::new(ErrorKind::NoSentences, "no sentence was found")
            .expected("a letter with running text")
            .hint("`standpunt sentences` shows what is read; a scan needs text recognition (OCR) first"));
    }
    for sentence in sections
        .iter_mut()
        .flat_map(|section| &mut section.sentences)
    {
        for span in &mut sentence.spans {
            *span = origin.source_range(span);
        }
    }
    warnings.extend(bare.warning());
    warnings.extend(language::doubt(&sections));
    let found = if running {
        Metadata::default()
    } else {
        metadata::find(&text)
    };
    Ok(Letter {
        source: name.to_owned(),
        metadata: stated.or(found),
        sections,
        warnings,
        sha256,
    })
}

/// What a block's sentences are judged by.
#[derive(Clone, Copy)]
struct Kind {
    /// Plain running text: everything is a sentence.
    running: bool,
    /// An item of a list.
    item: bool,
    /// An item behind others that end in `;` or `,`: its full stop ends the list and says nothing of the item.
    series: bool,
}

/// List items that are no clauses and so no sentences.
#[derive(Default)]
struct BareItems {
    count: usize,
    first: String,
    /// Those of the block that is being cut.
    found: Vec<String>,
    /// The sentence of the section that the list stands under.
    above: Option<usize>,
}

impl BareItems {
    fn add(&mut self, item: &str) {
        if self.count == 0 {
            item.clone_into(&mut self.first);
        }
        self.count += 1;
        self.found.push(item.to_owned());
    }

    /// Gives what was found in a block to the sentence above its list.
    fn hand_over(&mut self, sentences: &mut [Sentence], block: Kind) {
        if !block.item {
            self.above = sentences.len().checked_sub(1);
        }
        let found = std::mem::take(&mut self.found);
        if let Some(above) = self.above.and_then(|at| sentences.get_mut(at)) {
            above.items.extend(found);
        }
    }

    /// What a person should know of them.
    fn warning(&self) -> Option<String> {
        const LONGEST: usize = 60;
        let first = if self.first.chars().count() > LONGEST {
            self.first.chars().take(LONGEST - 1).chain(['…']).collect()
        } else {
            self.first.clone()
        };
        match self.count {
            0 => None,
            1 => Some(format!(
                "1 list item without a verb is no sentence and has no label: “{first}”"
            )),
            n => Some(format!(
                "{n} list items without a verb are no sentences and have no label, from “{first}” on"
            )),
        }
    }
}

/// Whether a list item ends as one of a series that goes on.
fn goes_on(text: &str, block: &Block) -> bool {
    let shown = block.text(text);
    let shown = shown.trim_end_matches(" en").trim_end_matches(" of");
    shown.ends_with([';', ','])
}

/// The sentences of a block.
fn cut(
    text: &str,
    block: &Block,
    kind: Kind,
    pages: &[(usize, u32)],
    bare: &mut BareItems,
) -> Vec<Sentence> {
    let mut mapped = Mapped::new(text, &block.pieces);
    if kind.item
        && let Some((_, length)) = lists::marker(&mapped.text)
    {
        mapped = Mapped::new(text, &mapped.pieces(length..mapped.text.len()));
    }
    sentences::split(&mapped.text)
        .into_iter()
        .filter_map(|range| {
            let shown = mapped.text.get(range.clone())?;
            if !kind.running && !is_sentence(shown, kind) {
                if kind.item && has_letters(shown) {
                    bare.add(shown);
                }
                return None;
            }
            let spans = mapped.spans(text, range.clone());
            Some(Sentence {
                text: shown.to_owned(),
                page: page(pages, &spans).or(block.page),
                spans,
                items: Vec::new(),
            })
        })
        .collect()
}

/// Whether a piece of text is a sentence of a letter: it has words, and an item of a list is a clause.
///
/// An item is a clause when it ends as a sentence or has a finite verb; `het versterken van de grenzen;` is none.
fn is_sentence(text: &str, kind: Kind) -> bool {
    if !has_letters(text) {
        return false;
    }
    let ended = text
        .trim_end_matches(['”', '’', '"', '\'', ')', '»'])
        .ends_with(['.', '!', '?', '…']);
    !kind.item || ended && !kind.series || has_finite_verb(text)
}

fn has_letters(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).take(2).count() == 2
}

fn page_starts(lines: &[Line]) -> Vec<(usize, u32)> {
    let mut starts: Vec<(usize, u32)> = Vec::new();
    for line in lines {
        if let Some(page) = line.page
            && starts.last().is_none_or(|(_, last)| *last != page)
        {
            starts.push((line.range.start, page));
        }
    }
    starts
}

fn page(pages: &[(usize, u32)], spans: &[Range<usize>]) -> Option<u32> {
    let start = spans.first()?.start;
    let after = pages.partition_point(|(at, _)| *at <= start);
    pages.get(after.checked_sub(1)?).map(|(_, page)| *page)
}

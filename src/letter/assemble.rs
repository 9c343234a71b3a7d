//! A document becomes a letter: blocks are cut into sentences, headings begin sections.

use super::block::{Block, BlockKind, Content, Document, Line};
use super::layout::verbs::has_finite_verb;
use super::layout::{lay_out, lists};
use super::mapped::Mapped;
use super::questions::Answers;
use super::{Letter, Metadata, Section, Sentence, language, metadata, questions, sentences, trim};
use crate::error::{Error, ErrorKind, Result};
use crate::excerpt::shortened;
use std::mem;
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
    let Arranged {
        mut blocks,
        pages,
        plain,
    } = arrange(&text, content, running);
    running |= plain;
    let mut answers = match running {
        true => Answers::default(),
        false => questions::set_aside(&text, &mut blocks),
    };
    let mut bare = BareItems::default();
    let source = Source {
        text: &text,
        pages: &pages,
        running,
    };
    let mut sections = sections(source, &blocks, &mut answers, &mut bare);
    sections.retain(|section| {
        let listed = !section.items.is_empty() && !is_date(&section.title);
        listed || !section.sentences.is_empty()
    });
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
    let is_letter = !plain || sections.iter().map(|s| s.sentences.len()).sum::<usize>() < ENOUGH;
    warnings.extend((!is_letter).then(|| NO_LETTER.to_owned()));
    warnings.extend(bare.warning());
    warnings.extend(answers.doubt);
    warnings.extend(answers.any.then(|| questions::doubt(&sections)).flatten());
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

/// Shorter texts are too short to show that they are a letter, in sentences.
const ENOUGH: usize = 3;
/// What a person should know of a text without any sign of a letter.
const NO_LETTER: &str = "nothing tells that this is a letter (no salutation, signature, letterhead or *uw Kamer*): labels of other texts than \
    letters of the cabinet, such as news, mean little";

/// The blocks of a document.
struct Arranged {
    blocks: Vec<Block>,
    /// Where each page begins.
    pages: Vec<(usize, u32)>,
    /// Whether its lines show no sign of a letter.
    plain: bool,
}

/// Makes blocks of what stands in a document, and sets the frame of a letter aside.
fn arrange(text: &str, content: Content, running: bool) -> Arranged {
    match content {
        Content::Lines(lines) => {
            let laid = lay_out(text, &lines);
            Arranged {
                blocks: laid.blocks,
                pages: page_starts(&lines),
                plain: laid.running,
            }
        }
        Content::Blocks(mut blocks) => {
            if !running {
                trim::set_aside(text, &mut blocks);
            }
            Arranged {
                blocks,
                pages: Vec::new(),
                plain: false,
            }
        }
    }
}

/// What blocks are cut out of.
#[derive(Clone, Copy)]
struct Source<'a> {
    text: &'a str,
    /// Where each page begins.
    pages: &'a [(usize, u32)],
    /// Plain running text: everything is a sentence.
    running: bool,
}

/// Cuts the blocks into sentences, under their headings.
fn sections(
    source: Source<'_>,
    blocks: &[Block],
    answers: &mut Answers,
    bare: &mut BareItems,
) -> Vec<Section> {
    let Source { text, running, .. } = source;
    let mut sections = vec![Section::default()];
    let mut series = false;
    for (at, block) in blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Aside | BlockKind::Question => {}
            BlockKind::Heading { .. } => {
                let questions = match (answers.questions.remove(&at), sections.last_mut()) {
                    (Some(asked), _) => asked,
                    // an answer may begin with a heading of its own
                    (None, Some(above)) if is_empty(above) => mem::take(&mut above.questions),
                    (None, _) => Vec::new(),
                };
                sections.push(Section {
                    title: (answers.titles.remove(&at)).unwrap_or_else(|| block.text(text)),
                    questions,
                    ..Section::default()
                });
            }
            BlockKind::Paragraph | BlockKind::ListItem => {
                let kind = Kind {
                    running,
                    item: block.kind == BlockKind::ListItem,
                    series,
                };
                if let Some(section) = sections.last_mut() {
                    cut(text, block, kind, source.pages, section, bare);
                }
                series = kind.item && (series || goes_on(text, block));
            }
        }
    }
    sections
}

/// Whether nothing stands under a heading.
fn is_empty(section: &Section) -> bool {
    section.items.is_empty() && section.sentences.is_empty()
}

/// Whether a title is a date: a value of a form, such as the fields at the head of a fiche, and no heading.
fn is_date(title: &str) -> bool {
    title.split_whitespace().count() <= 3 && metadata::date_in(title).is_some()
}

/// What a block's sentences are judged by.
#[derive(Clone, Copy)]
struct Kind {
    /// Plain running text: everything is a sentence.
    running: bool,
    /// An item of a list.
    item: bool,
    /// An item behind others that end in `;` or `,`, or in no mark: its full stop ends the list and says nothing of the item.
    series: bool,
}

/// List items that are no clauses and so no sentences.
#[derive(Default)]
struct BareItems {
    count: usize,
    first: String,
}

impl BareItems {
    /// Puts an item behind what the section has so far.
    fn add(&mut self, item: &str, section: &mut Section) {
        if self.count == 0 {
            item.clone_into(&mut self.first);
        }
        self.count += 1;
        let before = match section.sentences.last_mut() {
            Some(sentence) => &mut sentence.items,
            None => &mut section.items,
        };
        before.push(item.to_owned());
    }

    /// What a person should know of them.
    fn warning(&self) -> Option<String> {
        let first = shortened(&self.first);
        match self.count {
            0 => None,
            1 => Some(format!(
                "1 list item without a finite verb is no sentence and has no label: “{first}”"
            )),
            n => Some(format!(
                "{n} list items without a finite verb are no sentences and have no label, from “{first}” on"
            )),
        }
    }
}

/// Whether a list item ends as one of a series that goes on: in `;` or `,`, or without any mark and verb.
fn goes_on(text: &str, block: &Block) -> bool {
    let shown = block.text(text);
    let shown = shown.trim_end_matches(" en").trim_end_matches(" of");
    shown.ends_with([';', ',']) || shown.ends_with(char::is_alphanumeric) && !has_finite_verb(shown)
}

/// Cuts a block into sentences and puts them, and the items between them, into its section.
fn cut(
    text: &str,
    block: &Block,
    kind: Kind,
    pages: &[(usize, u32)],
    section: &mut Section,
    bare: &mut BareItems,
) {
    let mut mapped = Mapped::new(text, &block.pieces);
    if kind.item
        && let Some((_, length)) = lists::marker(&mapped.text)
    {
        mapped = Mapped::new(text, &mapped.pieces(length..mapped.text.len()));
    }
    for range in sentences::split(&mapped.text) {
        let Some(shown) = mapped.text.get(range.clone()) else {
            continue;
        };
        if kind.running || is_sentence(shown, kind) {
            let spans = mapped.spans(text, range.clone());
            section.sentences.push(Sentence {
                text: shown.to_owned(),
                page: page(pages, &spans).or(block.page),
                spans,
                items: Vec::new(),
            });
        } else if kind.item && has_letters(shown) {
            bare.add(shown, section);
        }
    }
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

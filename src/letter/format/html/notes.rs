//! Footnotes of a page: what its numbers link to.

use ego_tree::{NodeId, NodeRef};
use scraper::{Html, Node};
use std::collections::{BTreeMap, BTreeSet};

/// The longest footnote, in bytes of text; more is a section that a number links to.
const LONGEST: usize = 3_000;
/// The most elements and texts in a footnote.
const PARTS: usize = 300;

/// The footnotes of a page and their marks in the text.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The elements that hold a footnote.
    pub held: BTreeSet<NodeId>,
    /// The links that show nothing but a number or star, each with whether it leads to a footnote of the page.
    pub marks: BTreeMap<NodeId, bool>,
}

/// The footnotes of a page: a number links forward to them, or links back in front of them, or is raised in the text and
/// raised again in front of them; and they hold no heading.
pub(super) fn find(page: &Html) -> Notes {
    let mut passed: BTreeSet<&str> = BTreeSet::new();
    let mut wanted: BTreeMap<&str, Vec<NodeId>> = BTreeMap::new();
    let mut raised: BTreeSet<String> = BTreeSet::new();
    let mut notes = Notes::default();
    for node in page.tree.root().descendants() {
        let Some(element) = node.value().as_element() else {
            continue;
        };
        let anchor = element.name() == "a";
        let names = [element.attr("id"), element.attr("name").filter(|_| anchor)];
        for name in names.into_iter().flatten() {
            if let Some(marks) = wanted.get_mut(name)
                && let Some(note) = block(node).filter(is_note)
            {
                notes.held.insert(note.id());
                // the marks lead to the first of several notes of one name
                notes.marks.extend(marks.drain(..).map(|mark| (mark, true)));
            }
            passed.insert(name);
        }
        if let Some(target) = element.attr("href").and_then(|to| to.strip_prefix('#'))
            && is_mark(node)
        {
            if !passed.contains(target) {
                wanted.entry(target).or_default().push(node.id());
                notes.marks.insert(node.id(), false);
            } else if let Some(note) = block(node).filter(|block| leads(node, *block))
                && is_note(&note)
            {
                notes.held.insert(note.id());
            }
        }
        if element.name() == "sup" && is_mark(node) {
            let number = shown(node);
            match block(node).filter(|block| leads(node, *block)) {
                Some(note) if raised.contains(&number) && is_note(&note) => {
                    notes.held.insert(note.id());
                }
                Some(_) => {}
                None => {
                    raised.insert(number);
                }
            }
        }
    }
    notes
}

/// Whether an element is the first of its block that shows anything.
fn leads(node: NodeRef<'_, Node>, block: NodeRef<'_, Node>) -> bool {
    let before = block.descendants().take(PARTS);
    let before = before.take_while(|inner| inner.id() != node.id());
    let mut texts = before.filter_map(|inner| inner.value().as_text());
    let mut passed = 0;
    texts.all(|text| {
        passed += text.len();
        passed <= LONGEST && text.chars().all(char::is_whitespace)
    })
}

/// The text of a mark.
fn shown(mark: NodeRef<'_, Node>) -> String {
    let texts = mark.descendants().filter_map(|n| n.value().as_text());
    texts.map(|text| text.trim()).collect()
}

/// Whether a link shows nothing but a number or star: `1`, `[2]`, `*`.
fn is_mark(link: NodeRef<'_, Node>) -> bool {
    let mut shown = 0usize;
    let parts = link.descendants().take(PARTS);
    for text in parts.filter_map(|n| n.value().as_text()) {
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            shown += 1;
            if shown > 5 || !(c.is_ascii_digit() || "[]()*†".contains(c)) {
                return false;
            }
        }
    }
    shown > 0
}

/// The paragraph, item or cell that an element is or stands in.
fn block(node: NodeRef<'_, Node>) -> Option<NodeRef<'_, Node>> {
    std::iter::once(node)
        .chain(node.ancestors().take(8))
        .find(|node| {
            node.value().as_element().is_some_and(|element| {
                matches!(
                    element.name(),
                    "p" | "li" | "div" | "dd" | "dt" | "td" | "aside" | "section"
                )
            })
        })
}

fn is_note(node: &NodeRef<'_, Node>) -> bool {
    let mut length = 0usize;
    for (number, inner) in node.descendants().enumerate() {
        if let Some(text) = inner.value().as_text() {
            length += text.len();
        }
        let heading = inner.value().as_element().is_some_and(|element| {
            matches!(
                element.name(),
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "body" | "main" | "article"
            )
        });
        if heading || length > LONGEST || number > PARTS {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(html: &str) -> Vec<String> {
        let page = Html::parse_document(html);
        find(&page)
            .held
            .into_iter()
            .filter_map(|id| page.tree.get(id))
            .map(|node| {
                let texts = node.descendants().filter_map(|n| n.value().as_text());
                texts.map(|text| text.trim()).collect::<Vec<_>>().join("")
            })
            .collect()
    }

    #[test]
    fn a_note_is_what_a_number_links_to_and_links_back() {
        let word = "<p>Dit is zo.<a href='#_ftn1' name='_ftnref1'>[1]</a></p><div id='ftn1'><p><a href='#_ftnref1'
            name='_ftn1'>[1]</a> Kamerstuk over iets.</p></div>";
        assert_eq!(notes(word), ["[1]Kamerstuk over iets."]);
        let list = "<p>Dit is zo.<sup><a href='#n1' id='r1'>1</a></sup></p><ol><li id='n1'>Zie daar. <a href='#r1'>↩</a></li></ol>";
        assert_eq!(notes(list), ["Zie daar.↩"]);
        let back = "<p>Dit is zo.<a href='#geen' name='r1'>[1]</a></p><p><a href='#r1'>[1]</a> Zie daar.</p>";
        assert_eq!(notes(back), ["[1]Zie daar."]);
    }

    #[test]
    fn a_section_that_a_number_links_to_is_no_note() {
        let contents = "<p><a href='#een'>1</a> Inleiding</p><div id='een'><h2>Inleiding</h2><p>Dit is tekst.</p></div>";
        assert_eq!(notes(contents), Vec::<String>::new());
        let link =
            "<p>Zie <a href='#een'>het antwoord op vraag 1</a>.</p><p id='een'>Dit is tekst.</p>";
        assert_eq!(notes(link), Vec::<String>::new());
    }

    #[test]
    fn a_raised_number_in_front_of_a_block_begins_the_note_of_the_one_in_the_text() {
        let page = "<p>Dit is zo.<sup>1</sup> Meer.</p><p><sup>1</sup> Zie daar.</p><p><sup>2</sup> Geen noot.</p>";
        assert_eq!(notes(page), ["1Zie daar."]);
        assert_eq!(
            notes("<p><sup>1</sup> Dit.</p><p>Dat.<sup>1</sup></p>"),
            Vec::<String>::new()
        );
    }
}

//! HTML: the article of a page, without scripts, menus and notes.

mod notes;
mod parse;

use super::builder::Builder;
use super::cells::is_read;
use super::decode::decode;
use super::guard::guarded;
use super::looks::Bold;
use super::xml::{iso_date, kamerstuk};
use crate::error::Result;
use crate::letter::Metadata;
use crate::letter::block::{BlockKind, Content, Document};
use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use hashbrown::HashMap;
use notes::Notes;
use parse::parse;
use scraper::{Html, Node, Selector};

/// Reads an HTML page into blocks.
///
/// # Errors
/// [`crate::error::ErrorKind::Format`] for bytes that are no text, [`crate::error::ErrorKind::Limit`] for elements nested too deep or without end.
pub fn read(bytes: &[u8]) -> Result<Document> {
    guarded("HTML", || {
        let decoded = decode(bytes)?;
        let page = parse(&decoded.text)?;
        let mut reader = Walk {
            notes: notes::find(&page),
            ..Walk::default()
        };
        reader.walk(article(&page));
        reader.flush();
        let (text, blocks) = reader.builder.finish();
        Ok(Document {
            text,
            content: Content::Blocks(blocks),
            metadata: metadata(&page),
            warnings: decoded.warnings,
            ..Document::default()
        })
    })
}

/// The element that holds the letter: the first of the known ones with a good part of the page's text.
fn article(page: &Html) -> NodeRef<'_, Node> {
    const PLACES: [&str; 8] = [
        "#broodtekst",
        "main article",
        "article",
        "main",
        "#content",
        "[role=main]",
        ".content",
        "body",
    ];
    let lengths = lengths(page);
    let length = |node: &NodeRef<'_, Node>| lengths.get(&node.id()).copied().unwrap_or_default();
    let whole = length(&page.tree.root());
    for place in PLACES {
        let Ok(selector) = Selector::parse(place) else {
            continue;
        };
        let found = page
            .select(&selector)
            .map(|element| *element)
            .max_by_key(|node| length(node));
        if let Some(node) = found
            && length(&node) * 4 >= whole
        {
            return node;
        }
    }
    page.tree.root()
}

/// How many bytes of text stand in each node that is no text itself, white space at the ends of its texts aside.
fn lengths(page: &Html) -> HashMap<NodeId, usize> {
    let mut lengths = HashMap::new();
    let mut passed = 0;
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value().as_text() {
                Some(text) => passed += text.trim().len(),
                None => drop(lengths.insert(node.id(), passed)),
            },
            Edge::Close(node) => {
                if let Some(before) = lengths.get_mut(&node.id()) {
                    *before = passed - *before;
                }
            }
        }
    }
    lengths
}

/// What an element does to the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Inline,
    Block,
    Heading(u8),
    Item,
    Bold,
    Raised,
    Cell,
    Aside,
    Out,
}

fn role(element: &scraper::node::Element) -> Role {
    let class = element.attr("class").unwrap_or_default().to_lowercase();
    let id = element.attr("id").unwrap_or_default().to_lowercase();
    let named = |words: &[&str]| {
        class
            .split_whitespace()
            .chain([id.as_str()])
            .any(|name| words.contains(&name))
    };
    if element.attr("hidden").is_some()
        || matches!(
            element.attr("role"),
            Some("navigation" | "banner" | "search" | "contentinfo")
        )
        || element.attr("aria-hidden") == Some("true")
        || named(&[
            "breadcrumb",
            "breadcrumbs",
            "menu",
            "cookie",
            "cookies",
            "share",
            "social",
            "toc",
            "inhoudsopgave",
            "skiplink",
            "skip-link",
            "sr-only",
            "visually-hidden",
        ])
    {
        return Role::Out;
    }
    if named(&[
        "noot",
        "noten",
        "voetnoot",
        "voetnoten",
        "footnote",
        "footnotes",
        "footnotes-list",
        "kopregel",
        "voetregel",
        "noot-lijst",
        "page-header",
        "page-footer",
        "bijschrift",
        "caption",
    ]) || class.starts_with("noot") && element.name() != "a"
        || element.name() == "div" && matches!(element.attr("title"), Some("header" | "footer"))
    {
        return Role::Aside;
    }
    match element.name() {
        "script" | "style" | "nav" | "form" | "noscript" | "template" | "button" | "svg"
        | "iframe" | "head" | "select" | "canvas" | "video" | "audio" => Role::Out,
        "header" | "footer" | "aside" | "figure" | "figcaption" | "caption" => Role::Aside,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" | "h5" | "h6" => Role::Heading(4),
        "li" => Role::Item,
        "td" | "th" => Role::Cell,
        "b" | "strong" => Role::Bold,
        "sup" => Role::Raised,
        "p" | "div" | "section" | "article" | "main" | "ul" | "ol" | "dl" | "dt" | "dd"
        | "table" | "tr" | "tbody" | "thead" | "blockquote" | "pre" | "address" | "body"
        | "html" | "hr" | "fieldset" | "center" => Role::Block,
        _ => Role::Inline,
    }
}

#[derive(Debug, Default)]
struct Walk {
    builder: Builder,
    notes: Notes,
    roles: Vec<Role>,
    text: String,
    bold: Bold,
}

impl Walk {
    /// Goes through a part of the page from beginning to end, without recursion.
    fn walk(&mut self, root: NodeRef<'_, Node>) {
        let mut out = 0usize;
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) => {
                    if let Some(element) = node.value().as_element() {
                        let role = match self.notes.marks.get(&node.id()) {
                            _ if self.notes.held.contains(&node.id()) => Role::Aside,
                            // a number that leads nowhere is a mark where it is glued to a word: "dit.3"
                            Some(found) if *found || self.text.ends_with(is_glue) => Role::Out,
                            _ => role(element),
                        };
                        if out > 0 || role == Role::Out {
                            out += 1;
                        } else {
                            self.open(element.name(), role);
                        }
                    } else if let Some(text) = node.value().as_text()
                        && out == 0
                    {
                        self.write(text);
                    }
                }
                Edge::Close(node) if node.value().is_element() => {
                    if out > 0 {
                        out -= 1;
                    } else {
                        self.close();
                    }
                }
                Edge::Close(_) => {}
            }
        }
    }

    fn open(&mut self, name: &str, role: Role) {
        if name == "br" {
            self.text.push('\n');
        }
        if !matches!(role, Role::Inline | Role::Bold | Role::Raised) {
            self.flush();
        }
        self.roles.push(role);
    }

    fn close(&mut self) {
        if let Some(role) = self.roles.last()
            && !matches!(role, Role::Inline | Role::Bold | Role::Raised)
        {
            self.flush();
        }
        self.roles.pop();
    }

    fn write(&mut self, text: &str) {
        let raised = self.roles.contains(&Role::Raised);
        let number = !text.trim().is_empty()
            && text
                .trim()
                .chars()
                .all(|c| c.is_ascii_digit() || "[](),*".contains(c));
        if raised && number && !self.text.ends_with('m') {
            return;
        }
        let bold = self.roles.contains(&Role::Bold);
        self.bold.count(text, bold);
        for c in text.chars() {
            self.text.push(if c.is_whitespace() && c != '\u{a0}' {
                ' '
            } else {
                c
            });
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let bold = std::mem::take(&mut self.bold).is_all();
        if text.trim().is_empty() {
            return;
        }
        let heading = self.roles.iter().rev().find_map(|role| match role {
            Role::Heading(level) => Some(*level),
            _ => None,
        });
        let kind = if self.roles.contains(&Role::Aside)
            || self.roles.contains(&Role::Cell) && !is_read(&text)
        {
            BlockKind::Aside
        } else if let Some(level) = heading {
            BlockKind::Heading { level }
        } else if self.roles.contains(&Role::Item) {
            BlockKind::ListItem
        } else {
            BlockKind::Paragraph
        };
        self.builder.push(kind, &text, bold);
    }
}

/// What a footnote mark can stand straight behind.
fn is_glue(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '.' | ',' | ';' | ':' | ')' | '”' | '’' | '»' | '"')
}

/// What the page's header says of the letter.
fn metadata(page: &Html) -> Metadata {
    let mut metadata = Metadata::default();
    let Ok(selector) = Selector::parse("meta[name][content]") else {
        return metadata;
    };
    let (mut dossier, mut number) = (String::new(), String::new());
    let (mut answered, mut written, mut issued) = (None, None, None);
    for element in page.select(&selector) {
        let content = element.attr("content").unwrap_or_default();
        match element.attr("name").unwrap_or_default() {
            "OVERHEIDop.dossiernummer" if dossier.is_empty() => dossier = content.to_owned(),
            "OVERHEIDop.ondernummer" => number = content.to_owned(),
            "OVERHEIDop.datumOntvangst" => answered = iso_date(content),
            "OVERHEIDop.datumBrief" => written = iso_date(content),
            "DCTERMS.issued" => issued = iso_date(content),
            _ => {}
        }
    }
    metadata.date = answered.or(written).or(issued);
    metadata.kamerstuk = kamerstuk(&dossier, &number);
    metadata
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::block::BlockKind::{Aside, Heading, ListItem, Paragraph};

    fn blocks(html: &str) -> Vec<(BlockKind, String)> {
        let document = read(html.as_bytes()).unwrap();
        let Content::Blocks(blocks) = &document.content else {
            panic!()
        };
        blocks
            .iter()
            .map(|b| (b.kind, b.text(&document.text)))
            .collect()
    }

    #[test]
    fn the_article_is_read_and_the_page_around_it_is_not() {
        let found = blocks(
            "<!DOCTYPE html><html><head><title>Site</title><script>var a = 'Weg.';</script></head><body>
            <nav><ul><li>Naar de startpagina van de site.</li></ul></nav><main><h1>Brief</h1>
            <p>Het kabinet <b>steunt</b> dit<sup><a href='#n1'>1</a></sup>.<br>Het blijft zo.</p>
            <ul><li>Het eerste punt is klaar.</li></ul><div class='voetnoten'><p>1 Kamerstuk over iets.</p></div>
            </main><footer>Over deze site</footer></body></html>",
        );
        assert_eq!(
            found,
            [
                (Heading { level: 1 }, "Brief".to_owned()),
                (Paragraph, "Het kabinet steunt dit.".to_owned()),
                (Paragraph, "Het blijft zo.".to_owned()),
                (ListItem, "Het eerste punt is klaar.".to_owned()),
                (Aside, "1 Kamerstuk over iets.".to_owned()),
            ]
        );
    }

    #[test]
    fn footnote_marks_go_and_numbers_that_link_elsewhere_stay() {
        let found = blocks(
            "<p>Dit is zo.<a href='#_ftn1'>[1]</a> Zie artikel <a href='#geen'>3</a>.<a href='#n2'>2</a> En dit.</p>
            <div id='_ftn1'><p>[1] Een noot.</p></div>",
        );
        assert_eq!(
            found.first().map(|(_, text)| text.as_str()),
            Some("Dit is zo. Zie artikel 3. En dit.")
        );
    }

    #[test]
    fn the_page_lines_that_a_word_processor_writes_are_asides() {
        let found = blocks(
            "<html><body><div title='header'><p>Ministerie</p></div><p>Het kabinet steunt dit.</p>
            <div title='footer'><p>Pagina 2 van 2</p></div></body></html>",
        );
        let kinds: Vec<BlockKind> = found.iter().map(|f| f.0).collect();
        assert_eq!(kinds, [Aside, Paragraph, Aside]);
    }

    #[test]
    fn the_header_tells_date_and_number() {
        let page = "<html><head><meta name='OVERHEIDop.dossiernummer' content='32317'><meta name='OVERHEIDop.ondernummer'
            content='987'><meta name='DCTERMS.issued' content='2029-02-14'></head><body><p>Tekst.</p></body></html>";
        let metadata = read(page.as_bytes()).unwrap().metadata;
        assert_eq!(metadata.kamerstuk.as_deref(), Some("32 317, nr. 987"));
        assert_eq!(metadata.date.as_deref(), Some("2029-02-14"));
    }
}

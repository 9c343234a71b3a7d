//! A page as a tree, within bounds.

use crate::error::{Error, ErrorKind, Result};
use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::{StrTendril, TendrilSink};
use scraper::{Html, HtmlTreeSink, Node};

/// Depth to which elements may nest.
const DEPTH: usize = 1_024;

/// Attributes that one tag may have: the parser compares each with all before it.
const ATTRIBUTES: usize = 10_000;

/// Tags of the whole page and its body, which one page has once: the attributes of each further one are compared with all before.
const PAGES: usize = 1_000;

/// Bytes that the parser takes in before the tree is looked at.
const STEP: usize = 1_024;

/// Elements and texts that a page may have beyond one for each of its bytes.
const SPARE: usize = 10_000;

/// Parses a page.
///
/// The parser looks up through the open elements at many tags, and opens unclosed `<b>`, `<font>` and their like again in every
/// paragraph. So the tree is held to its bounds while it grows: a small page can neither take long nor become a large tree.
///
/// # Errors
/// [`ErrorKind::Limit`] for tags with too many attributes, for many pages in one, for elements nested too deep, and for more of them than bytes.
pub(super) fn parse(text: &str) -> Result<Html> {
    if longest_tag(text) > ATTRIBUTES {
        let found = format!("a tag has more than {ATTRIBUTES} attributes");
        return Err(beyond(
            found,
            "a page that a browser or word processor saved",
        ));
    }
    if whole_pages(text) > PAGES {
        let found = format!("more than {PAGES} tags `html` or `body`");
        return Err(beyond(found, "one page"));
    }
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = driver::parse_document(sink, ParseOpts::default());
    let (mut rest, mut taken, mut seen) = (text, 0, 0);
    while !rest.is_empty() {
        let (step, behind) = rest.split_at(rest.ceil_char_boundary(STEP));
        parser.process(StrTendril::from_slice(step));
        (rest, taken) = (behind, taken + step.len());
        seen = hold(&parser.tokenizer.sink.sink.0.borrow(), seen, taken)?;
    }
    Ok(parser.finish())
}

/// Holds what is new in a tree to its bounds, behind the nodes that were seen before; gives how many there are now.
fn hold(page: &Html, seen: usize, bytes: usize) -> Result<usize> {
    let nodes = page.tree.nodes();
    let all = nodes.len();
    if all > bytes + SPARE {
        let found = "tags that are not closed make more elements than the page has characters";
        return Err(beyond(
            found,
            "a page that a browser or word processor saved",
        ));
    }
    let elements = nodes.rev().take(all - seen.min(all));
    for node in elements.filter(|node| matches!(node.value(), Node::Element(_))) {
        if node.ancestors().nth(DEPTH).is_some() {
            let found = format!("elements are nested more than {DEPTH} deep");
            return Err(beyond(found, &format!("at most {DEPTH} levels")));
        }
    }
    Ok(all)
}

fn beyond(found: impl Into<String>, expected: &str) -> Error {
    Error::new(ErrorKind::Limit, found)
        .expected(expected)
        .hint("save the page anew, or as plain text")
}

/// How many tags open a whole page or its body.
fn whole_pages(text: &str) -> usize {
    let opens = |behind: &&str| {
        let name = behind.get(..4).unwrap_or_default();
        name.eq_ignore_ascii_case("html") || name.eq_ignore_ascii_case("body")
    };
    text.split('<').skip(1).filter(opens).count()
}

/// The most places in one tag where an attribute can begin, quoted values aside.
fn longest_tag(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut most) = (0, 0);
    let is = |at: usize, test: fn(&u8) -> bool| bytes.get(at).is_some_and(test);
    while at < bytes.len() {
        let opens = is(at, |b| *b == b'<') && is(at + 1, u8::is_ascii_alphabetic);
        at += 1;
        if !opens {
            continue;
        }
        let mut places = 0usize;
        while let Some(byte) = bytes.get(at).filter(|b| **b != b'>') {
            at += 1;
            places += usize::from(byte.is_ascii_whitespace() || matches!(byte, b'/' | b'='));
            if *byte != b'=' {
                continue;
            }
            while is(at, u8::is_ascii_whitespace) {
                at += 1;
            }
            if let Some(quote) = bytes.get(at).filter(|b| matches!(b, b'"' | b'\'')) {
                at += 1;
                while bytes.get(at).is_some_and(|b| b != quote) {
                    at += 1;
                }
                at += 1;
            }
        }
        most = most.max(places);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(page: &str) -> String {
        let error = parse(page).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
        error.found().to_owned()
    }

    #[test]
    fn a_tag_with_attributes_without_end_is_refused_and_an_image_inside_is_not() {
        let many: String = (0..ATTRIBUTES).map(|i| format!(" a{i}=x")).collect();
        let slashes: String = (0..=ATTRIBUTES).map(|i| format!("/a{i}")).collect();
        for attributes in [many, slashes] {
            let found = refused(&format!("<p{attributes}>Dit is een zin.</p>"));
            assert!(found.contains("attributes"), "{found}");
        }
        let image = format!(
            "<p><img src=\"data:{}\">Dit is een zin.</p>",
            "a/b=".repeat(20_000)
        );
        assert!(parse(&image).is_ok());
    }

    #[test]
    fn deep_nesting_is_refused_whatever_closes_between() {
        for tag in [
            "<div>",
            "<article>a</b>",
            "<div><p>a</i></span>",
            "<b><div></b>",
            "<table><td>",
        ] {
            for depth in [2_000, 200_000] {
                let found = refused(&tag.repeat(depth));
                assert!(found.contains("deep"), "{tag}: {found}");
            }
        }
    }

    #[test]
    fn paragraphs_that_nothing_closes_do_not_nest() {
        for tag in ["<p>Dit is een zin.", "<li>Een", "<br>", "<p>Een<b>twee</b>"] {
            assert!(parse(&tag.repeat(50_000)).is_ok(), "{tag}");
        }
    }

    #[test]
    fn formatting_that_each_paragraph_opens_again_is_refused() {
        let open: String = (0..900).map(|i| format!("<p><b a={i}></p>")).collect();
        let found = refused(&format!("{open}{}", "<p>a</p>".repeat(100_000)));
        assert!(found.contains("more elements"), "{found}");
    }

    #[test]
    fn pages_in_a_page_without_end_are_refused() {
        for tag in ["html", "BODY"] {
            let page: String = (0..=PAGES).map(|i| format!("<{tag} a{i}=x>")).collect();
            let found = refused(&format!("{page}<p>Dit is een zin."));
            assert!(found.contains("tags"), "{found}");
        }
        assert!(parse(&"<html><body><p>Dit is een zin.</body></html>".repeat(300)).is_ok());
    }

    #[test]
    fn a_page_is_the_same_tree_in_steps_and_at_once() {
        let page =
            "<p>Één <b>twéé &eacute;&#8364; </b>drie<!-- vier --><table><tr>vijf".repeat(200);
        assert_eq!(parse(&page).unwrap(), Html::parse_document(&page));
    }
}

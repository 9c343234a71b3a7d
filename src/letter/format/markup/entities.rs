//! Entities: what `&euml;` and `&afkorting;` stand for, in bounded space.

use crate::error::{Error, ErrorKind, Result};
use quick_xml::escape::resolve_xml_entity;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The named entities of HTML 4: a name and its character.
static NAMED: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("named.txt").lines();
    lines.filter_map(|line| line.split_once(' ')).collect()
});

/// Entities that a file may declare for itself.
const DECLARED: usize = 5_000;
/// Bytes that one of them may stand for.
const LONGEST: usize = 1_000;
/// Bytes that all their uses together may stand for: 1 MiB.
const EXPANDED: usize = 1 << 20;

/// The entities of a file: those of XML and HTML, and those that its DTD declares inside the file.
///
/// An entity may name those declared before it. Entities in other files are never read: they stand for nothing.
#[derive(Debug)]
pub(super) struct Entities {
    /// What each stands for; `None` where that is too long.
    declared: BTreeMap<String, Option<String>>,
    left: usize,
}

impl Default for Entities {
    fn default() -> Self {
        Self {
            declared: BTreeMap::new(),
            left: EXPANDED,
        }
    }
}

impl Entities {
    /// Takes the declarations out of a document type; the first of a name counts.
    ///
    /// # Errors
    /// [`ErrorKind::Limit`] for more than 5,000 of them.
    pub(super) fn declare(&mut self, doctype: &str) -> Result<()> {
        let mut rest = doctype;
        while let Some(at) = rest.find("<!") {
            rest = rest.get(at..).unwrap_or_default();
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            let Some(declaration) = rest.strip_prefix("<!ENTITY") else {
                rest = rest.get(2..).unwrap_or_default();
                continue;
            };
            rest = declaration;
            let Some((name, value, behind)) = declared(declaration) else {
                continue;
            };
            rest = behind;
            if self.declared.len() == DECLARED {
                return Err(too_much(format!("declares more than {DECLARED} entities")));
            }
            if !self.declared.contains_key(name) {
                let text = self.resolve(value);
                self.declared.insert(name.to_owned(), text);
            }
        }
        Ok(())
    }

    /// What an entity stands for; an unknown one stands for nothing.
    ///
    /// # Errors
    /// [`ErrorKind::Limit`] where the file's own entities stand for too much.
    pub(super) fn text(&mut self, name: &str) -> Result<&str> {
        let Some(text) = self.declared.get(name) else {
            return Ok(predefined(name));
        };
        let left = &mut self.left;
        let fits = text.as_deref().and_then(|text| {
            *left = left.checked_sub(text.len())?;
            Some(text)
        });
        fits.ok_or_else(|| too_much(format!("blows up by its entity `{name}`")))
    }

    /// The text of a value, its tags left out and its references resolved; `None` where it grows too long.
    fn resolve(&self, value: &str) -> Option<String> {
        let mut text = String::new();
        let mut rest = value;
        while let Some(at) = rest.find(['&', '<']) {
            let (plain, marked) = rest.split_at(at);
            text.push_str(plain);
            let end = if marked.starts_with('<') { '>' } else { ';' };
            let Some((inside, behind)) = marked.get(1..).and_then(|m| m.split_once(end)) else {
                rest = "";
                break;
            };
            rest = behind;
            if end == '>' {
                continue;
            }
            match (numbered(inside), self.declared.get(inside)) {
                (Some(c), _) => text.push(c),
                (None, Some(known)) => text.push_str(known.as_deref()?),
                (None, None) => text.push_str(predefined(inside)),
            }
            if text.len() > LONGEST {
                return None;
            }
        }
        text.push_str(rest);
        (text.len() <= LONGEST).then_some(text)
    }
}

/// Name, value and what follows of ` naam "waarde">`; `None` for those of other files and of the DTD itself.
fn declared(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.strip_prefix(|c: char| c.is_whitespace())?;
    let (name, rest) = text.trim_start().split_once(|c: char| c.is_whitespace())?;
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, behind) = rest.get(1..)?.split_once(quote)?;
    (!name.contains('<')).then_some((name, value, behind))
}

/// The character of `#235` or `#xeb`.
fn numbered(reference: &str) -> Option<char> {
    let digits = reference.strip_prefix('#')?;
    let number = match digits.strip_prefix('x') {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => digits.parse(),
    };
    number.ok().and_then(char::from_u32)
}

/// What an entity of XML or HTML stands for.
fn predefined(name: &str) -> &'static str {
    resolve_xml_entity(name)
        .or_else(|| NAMED.get(name).copied())
        .unwrap_or_default()
}

fn too_much(what: String) -> Error {
    Error::new(ErrorKind::Limit, format!("this XML {what}"))
        .expected(format!(
            "at most {DECLARED} entities, none longer than {LONGEST} bytes, used for at most 1 MB of text"
        ))
        .hint("this is no letter that a publisher makes: save it anew, or as plain text")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(doctype: &str) -> Entities {
        let mut entities = Entities::default();
        entities.declare(doctype).unwrap();
        entities
    }

    #[test]
    fn declared_entities_stand_for_their_text() {
        let mut entities = with(
            "kamerstuk [ <!-- <!ENTITY weg \"a\"> -->\n<!ELEMENT al (#PCDATA)> <!ENTITY ek 'Eerste Kamer'>\n\
             <!ENTITY sg \"der Staten&#45;Generaal\"> <!ENTITY heel \"&ek; <nadruk>&sg;</nadruk> &eacute;&#xe9;n\">\n\
             <!ENTITY ek \"Tweede Kamer\"> <!ENTITY % deel \"x\"> <!ENTITY ver SYSTEM \"ver.xml\"> <!ENTITY na \"b\"> ]",
        );
        for (name, text) in [
            ("heel", "Eerste Kamer der Staten-Generaal één"),
            ("ek", "Eerste Kamer"),
            ("na", "b"),
            ("weg", ""),
            ("ver", ""),
            ("deel", ""),
            ("scaron", "š"),
            ("permil", "‰"),
            ("nbsp", "\u{a0}"),
            ("amp", "&"),
        ] {
            assert_eq!(entities.text(name).unwrap(), text, "{name}");
        }
    }

    #[test]
    fn what_entities_stand_for_is_bounded() {
        let long = "x".repeat(LONGEST);
        let mut entities = with(&format!("a [<!ENTITY a '{long}'><!ENTITY b '&a;&a;'>]"));
        let uses = (0..).take_while(|_| entities.text("a").is_ok()).count();
        assert_eq!(uses, EXPANDED / LONGEST);
        let error = with(&format!("a [<!ENTITY a '{long}'><!ENTITY b '&a;&a;'>]"))
            .text("b")
            .map(str::to_owned)
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
        assert!(error.next_step().is_some());
        let many: String = (0..=DECLARED)
            .map(|i| format!("<!ENTITY a{i} ''>"))
            .collect();
        assert!(Entities::default().declare(&many).is_err());
    }
}

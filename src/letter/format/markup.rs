//! XML as a stream of plain events, with limits on depth and on what entities stand for.

mod entities;

use super::decode::decode;
use crate::error::{Error, ErrorKind, Result};
use entities::Entities;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Depth to which elements may nest.
pub const DEPTH: usize = 256;

/// One event; names are local names, without their prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Markup {
    /// An element begins; an empty one ends in the next event.
    Start(Element),
    /// An element ends.
    End(String),
    /// Text, with its entities resolved.
    Text(String),
}

/// The start of an element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute, by its local name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    fn read(start: &BytesStart) -> Self {
        let attributes = start
            .attributes()
            .with_checks(false)
            .flatten()
            .map(|attribute| {
                let key = attribute.key.local_name().as_ref().to_owned();
                (key, resolve(&attribute.value))
            })
            .collect();
        Self {
            name: start.local_name().as_ref().to_owned(),
            attributes,
        }
    }
}

/// Reads XML and hands every event on.
///
/// Broken nesting is passed over as far as it goes; a file that breaks off ends there.
///
/// # Errors
/// [`ErrorKind::Format`] for bytes that are no XML, [`ErrorKind::Limit`] beyond [`DEPTH`] and for entities that blow up,
/// and what `each` gives.
pub(super) fn read(bytes: &[u8], mut each: impl FnMut(Markup) -> Result<()>) -> Result<()> {
    let decoded = decode(bytes)?;
    let mut reader = Reader::from_str(&decoded.text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut depth = 0usize;
    let mut entities = Entities::default();
    loop {
        let at = reader.buffer_position();
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(Error::new(
                        ErrorKind::Limit,
                        format!("elements are nested more than {DEPTH} deep"),
                    )
                    .expected(format!("at most {DEPTH} levels"))
                    .hint(
                        "this is no letter that a word processor or publisher makes: save it anew",
                    ));
                }
                each(Markup::Start(Element::read(&start)))?;
            }
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                each(Markup::End(end.local_name().as_ref().to_owned()))?;
            }
            Ok(Event::Text(text)) => each(Markup::Text(text.into_inner().into_owned()))?,
            Ok(Event::CData(text)) => each(Markup::Text(text.into_inner().into_owned()))?,
            Ok(Event::GeneralRef(reference)) => {
                let text = match reference.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => entities.text(&reference)?.to_owned(),
                };
                each(Markup::Text(text))?;
            }
            Ok(Event::DocType(doctype)) => entities.declare(&doctype)?,
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => {
                return Err(Error::new(
                    ErrorKind::Format,
                    format!("this is no sound XML at byte {at}: {error}"),
                )
                .expected("an XML file as officielebekendmakingen.nl gives it, or a sound document")
                .hint("download or save the file again")
                .caused_by(error));
            }
        }
    }
}

/// An attribute's value with its entities resolved.
fn resolve(value: &str) -> String {
    match quick_xml::escape::unescape(value) {
        Ok(text) => text.into_owned(),
        Err(_) => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(xml: &str) -> Result<Vec<Markup>> {
        let mut events = Vec::new();
        read(xml.as_bytes(), |event| {
            events.push(event);
            Ok(())
        })?;
        Ok(events)
    }

    #[test]
    fn names_lose_their_prefix_and_entities_are_resolved() {
        let events = events("<w:p w:id='a&amp;b'>co&#246;p &amp; <w:br/></w:p>").unwrap();
        let Markup::Start(first) = &events[0] else {
            panic!()
        };
        assert_eq!(
            (first.name.as_str(), first.attribute("id")),
            ("p", Some("a&b"))
        );
        let text: String = events
            .iter()
            .filter_map(|e| match e {
                Markup::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(text, "coöp & ");
        assert_eq!(events.last(), Some(&Markup::End("p".to_owned())));
    }

    #[test]
    fn entities_of_the_file_itself_and_rare_ones_are_resolved() {
        let xml = "<!DOCTYPE a [<!ENTITY min \"de minister\">]><a>Zegt &min;: &scaron;</a>";
        let text: String = events(xml)
            .unwrap()
            .iter()
            .filter_map(|e| match e {
                Markup::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(text, "Zegt de minister: š");
    }

    #[test]
    fn deep_nesting_is_refused() {
        let error = events(&"<a>".repeat(300)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
    }
}

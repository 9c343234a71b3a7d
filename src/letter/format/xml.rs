//! XML of officielebekendmakingen.nl: questions with answers, parliamentary papers, and the like.
//!
//! Elements that hold text of their own become paragraphs, those for titles headings; notes and heads of papers are asides, and questions
//! go with their answers. XML of other makers is read the same way, when it marks its paragraphs.

use super::builder::Builder;
use super::guard::guarded;
use super::markup::{self, Element, Markup};
use crate::error::{Error, ErrorKind, Result};
use crate::letter::Metadata;
use crate::letter::block::{BlockKind, Content, Document};

/// Reads an XML file into blocks.
///
/// # Errors
/// [`ErrorKind::Format`] for XML that is not sound or has no element for a paragraph, [`ErrorKind::Limit`] for
/// elements nested too deep and entities that blow up.
pub fn read(bytes: &[u8]) -> Result<Document> {
    guarded("XML", || {
        let mut reader = Body::default();
        markup::read(bytes, |event| {
            reader.event(event);
            Ok(())
        })?;
        reader.flush();
        if !reader.has_paragraphs {
            return Err(no_letter(&reader.root));
        }
        reader.state_metadata();
        let (text, blocks) = reader.builder.finish();
        Ok(Document {
            text,
            content: Content::Blocks(blocks),
            metadata: reader.metadata,
            ..Document::default()
        })
    })
}

/// Elements for a paragraph.
const PARAGRAPHS: [&str; 4] = ["al", "alinea", "p", "para"];

fn no_letter(root: &str) -> Error {
    let found = if root.is_empty() {
        "this XML holds no elements".to_owned()
    } else {
        format!("this XML, a `{root}`, marks no paragraphs")
    };
    Error::new(ErrorKind::Format, found)
        .expected(
            "an XML file as officielebekendmakingen.nl gives it, with paragraphs in `al` or `p`",
        )
        .hint("give the letter itself, as text, PDF, DOCX, ODT, HTML or XML")
}

/// What an element does to the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Part of the text around it.
    Inline,
    /// A paragraph, or something that holds paragraphs.
    Block,
    Heading,
    Item,
    /// The number of an item, question or note; a part of what it counts.
    Number,
    Aside,
    /// What members of parliament ask.
    Question,
    /// Left out with all that is in it.
    Out,
}

fn role(name: &str) -> Role {
    match name {
        "extref"
        | "intref"
        | "nadruk"
        | "naam"
        | "voornaam"
        | "achternaam"
        | "datum"
        | "organisatie"
        | "kamervraagonderwerp"
        | "sup"
        | "sub"
        | "inf"
        | "b"
        | "i"
        | "em"
        | "strong"
        | "a"
        | "span"
        | "u"
        | "functie"
        | "afkorting"
        | "term"
        | "citaat"
        | "publicatie" => Role::Inline,
        "titel" | "tussenkop" | "kop" | "title" | "h1" | "h2" | "h3" | "h4" | "head"
        | "subtitel" => Role::Heading,
        "li" | "item" => Role::Item,
        "nr" | "li.nr" | "label" => Role::Number,
        "noot"
        | "voetnoot"
        | "noot.al"
        | "kamervraagkop"
        | "kamervraagnummer"
        | "kamervraagomschrijving"
        | "kamerstukkop"
        | "kamerstuknr"
        | "kamerstukcode"
        | "dossier"
        | "stuknr"
        | "ondernummer"
        | "datumtekst"
        | "aanhef"
        | "ondertekening"
        | "adres"
        | "table"
        | "tekstregel"
        | "context"
        | "bijlage-verwijzing"
        | "ondertekenaar"
        | "slotformulering"
        | "dagtekening"
        | "kader" => Role::Aside,
        "vraag" => Role::Question,
        "metadata" | "meta" | "plaatje" | "illustratie" | "noot.nr" | "noot.lijst" | "script"
        | "style" => Role::Out,
        _ => Role::Block,
    }
}

#[derive(Debug, Default)]
struct Body {
    builder: Builder,
    metadata: Metadata,
    /// Name of the first element.
    root: String,
    has_paragraphs: bool,
    path: Vec<String>,
    text: String,
    /// Whether the text so far is only the number of an item or title.
    numbered: bool,
    /// Text that notes interrupted.
    set_by: Vec<String>,
    dossier: String,
    number: String,
    issued: Option<String>,
    answered: Option<String>,
    written: Option<String>,
}

impl Body {
    fn event(&mut self, event: Markup) {
        match event {
            Markup::Start(element) => self.start(element),
            Markup::End(name) => self.end(&name),
            Markup::Text(text) => {
                if self.is_in(Role::Out) {
                    return;
                }
                self.remember(&text);
                self.numbered &= text.trim().is_empty();
                for c in text.chars() {
                    self.text.push(if c.is_whitespace() && c != '\u{a0}' {
                        ' '
                    } else {
                        c
                    });
                }
            }
        }
    }

    fn is_in(&self, wanted: Role) -> bool {
        self.path.iter().any(|name| role(name) == wanted)
    }

    /// Whether an element is a line of a signature: the office or the name.
    fn is_signature(&self, name: &str) -> bool {
        matches!(name, "functie" | "naam") && self.path.iter().any(|p| p.starts_with("onderteken"))
    }

    fn start(&mut self, element: Element) {
        let (name, content) = (element.attribute("name"), element.attribute("content"));
        if element.name == "meta"
            && let (Some(name), Some(content)) = (name, content)
        {
            self.header(name, content);
        }
        if let Some(date) = element.attribute("isodatum").and_then(iso_date) {
            let slot = match self.path.iter().any(|p| p == "kamervraagomschrijving") {
                true => &mut self.answered,
                false => &mut self.written,
            };
            // of questions the answer's date stands last
            if self.path.iter().any(|p| {
                p.starts_with("kamervraagomschrijving") || p == "datumtekst" || p == "ondertekening"
            }) {
                *slot = Some(date);
            }
        }
        match role(&element.name) {
            Role::Aside if element.name.starts_with("noot") || element.name == "voetnoot" => {
                self.set_by.push(std::mem::take(&mut self.text));
            }
            Role::Inline if self.is_signature(&element.name) => self.flush(),
            Role::Inline | Role::Number | Role::Out => {}
            Role::Block | Role::Heading if self.numbered => {}
            _ => self.flush(),
        }
        if element.name == "br" || element.name == "lb" {
            self.text.push('\n');
        }
        if self.root.is_empty() {
            // a name can be as long as the file
            self.root = element.name.chars().take(40).collect();
        }
        self.has_paragraphs |= PARAGRAPHS.contains(&element.name.as_str());
        self.path.push(element.name);
    }

    fn end(&mut self, name: &str) {
        if self.path.last().is_none_or(|last| last != name) {
            return;
        }
        match role(name) {
            Role::Number if !self.is_in(Role::Heading) && !self.is_in(Role::Item) => {
                // the heading of a question or an answer
                let text = std::mem::take(&mut self.text);
                let kind = if self.is_in(Role::Aside) || text.trim().is_empty() {
                    BlockKind::Aside
                } else if self.is_in(Role::Question) {
                    BlockKind::Question
                } else {
                    BlockKind::Heading { level: 2 }
                };
                self.builder.push(kind, &text, false);
            }
            Role::Number => {
                self.text.push(' ');
                self.numbered = true;
            }
            Role::Inline if self.is_signature(name) => self.flush(),
            Role::Inline | Role::Out => {}
            _ => self.flush(),
        }
        self.path.pop();
        if name == "noot" || name == "voetnoot" || name == "noot.al" {
            self.text = self.set_by.pop().unwrap_or_default();
        }
    }

    /// Writes the text that was gathered as a block of the kind its element asks for.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.numbered = false;
        if text.trim().is_empty() {
            return;
        }
        let kind = if self.is_in(Role::Aside) {
            BlockKind::Aside
        } else if self.is_in(Role::Question) {
            BlockKind::Question
        } else if self.is_in(Role::Heading) {
            let depth = self
                .path
                .iter()
                .filter(|name| role(name) == Role::Block)
                .count();
            BlockKind::Heading {
                level: depth.clamp(1, 9) as u8,
            }
        } else if self.is_in(Role::Item) {
            BlockKind::ListItem
        } else {
            BlockKind::Paragraph
        };
        self.builder.push(kind, &text, false);
    }

    /// A field of the header.
    fn header(&mut self, name: &str, content: &str) {
        match name {
            "OVERHEIDop.dossiernummer" if self.dossier.is_empty() => {
                self.dossier = content.to_owned()
            }
            "OVERHEIDop.ondernummer" => self.number = content.to_owned(),
            "OVERHEIDop.datumOntvangst" => self.answered = iso_date(content),
            "OVERHEIDop.datumBrief" | "OVERHEIDop.datumIndiening" => {
                self.written = iso_date(content)
            }
            "DCTERMS.issued" => self.issued = iso_date(content),
            _ => {}
        }
    }

    /// Numbers that stand in elements of their own.
    fn remember(&mut self, text: &str) {
        let text = text.trim();
        let inside = |name: &str| self.path.iter().any(|p| p == name);
        let is_number = !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '-');
        if !is_number || !text.contains(|c: char| c.is_ascii_digit()) {
            return;
        }
        if inside("dossiernummer") && self.dossier.is_empty() {
            self.dossier = text.to_owned();
        } else if (inside("ondernummer") || inside("stuknr")) && self.number.is_empty() {
            self.number = text.to_owned();
        }
    }

    fn state_metadata(&mut self) {
        self.metadata.date = self
            .answered
            .take()
            .or(self.written.take())
            .or(self.issued.take());
        self.metadata.kamerstuk = kamerstuk(&self.dossier, &self.number);
    }
}

/// `32317` and `987` as `32 317, nr. 987`.
pub(super) fn kamerstuk(dossier: &str, number: &str) -> Option<String> {
    let digits: String = dossier
        .chars()
        .filter(char::is_ascii_digit)
        .take(5)
        .collect();
    let (thousands, rest) = digits
        .split_at_checked(2)
        .filter(|(_, rest)| rest.len() == 3)?;
    let number = number.trim().trim_start_matches("nr.").trim();
    let suffix = dossier
        .split_once('-')
        .map(|(_, suffix)| format!("-{}", suffix.trim()))
        .unwrap_or_default();
    Some(if number.is_empty() {
        format!("{thousands} {rest}{suffix}")
    } else {
        format!("{thousands} {rest}{suffix}, nr. {number}")
    })
}

/// A date as `YYYY-MM-DD`, when it is one.
pub(super) fn iso_date(text: &str) -> Option<String> {
    let date = text.trim().get(..10)?;
    let shaped = date.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    shaped.then(|| date.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::block::BlockKind::{Aside, Heading, ListItem, Paragraph, Question};

    fn read_blocks(xml: &str) -> (Metadata, Vec<(BlockKind, String)>) {
        let document = read(xml.as_bytes()).unwrap();
        let Content::Blocks(blocks) = &document.content else {
            panic!()
        };
        let blocks = blocks
            .iter()
            .map(|b| (b.kind, b.text(&document.text)))
            .collect();
        (document.metadata, blocks)
    }

    #[test]
    fn questions_are_told_from_answers() {
        let (metadata, found) = read_blocks(
            r#"<officiele-publicatie><kamervragen>
            <kamervraagomschrijving type="vraag">Vragen (ingezonden <datum isodatum="2029-01-02">2 januari 2029</datum>)</kamervraagomschrijving>
            <kamervraagomschrijving type="antwoord">Antwoord (ontvangen <datum isodatum="2029-02-14">14 februari 2029</datum>)</kamervraagomschrijving>
            <vraag><nr>Vraag 1</nr><al>Klopt dit?</al></vraag>
            <antwoord><nr>Antwoord 1</nr><al>Ja, dat <nadruk>klopt</nadruk><noot><noot.nr>1</noot.nr><noot.al>Kamerstuk.</noot.al></noot>.</al></antwoord>
            </kamervragen></officiele-publicatie>"#,
        );
        assert_eq!(metadata.date.as_deref(), Some("2029-02-14"));
        let kept: Vec<_> = found.into_iter().filter(|b| b.0 != Aside).collect();
        assert_eq!(
            kept,
            [
                (Question, "Vraag 1".to_owned()),
                (Question, "Klopt dit?".to_owned()),
                (Heading { level: 2 }, "Antwoord 1".to_owned()),
                (Paragraph, "Ja, dat klopt.".to_owned())
            ]
        );
    }

    #[test]
    fn a_paper_has_titles_lists_and_a_number() {
        let (metadata, found) = read_blocks(
            r#"<kamerstuk><kamerstukkop><dossier><dossiernummer><dossiernr>32317</dossiernr></dossiernummer></dossier></kamerstukkop>
            <stuk><stuknr>Nr. <ondernummer>987</ondernummer></stuknr><tekst><kop><titel>Inzet</titel></kop>
            <al>Het kabinet steunt dit.</al><lijst><li><li.nr>a.</li.nr><al>Het eerste is klaar.</al></li></lijst></tekst></stuk></kamerstuk>"#,
        );
        assert_eq!(metadata.kamerstuk.as_deref(), Some("32 317, nr. 987"));
        let kept: Vec<_> = found.into_iter().filter(|b| b.0 != Aside).collect();
        assert_eq!(kept[0].1, "Inzet");
        assert_eq!(kept[1], (Paragraph, "Het kabinet steunt dit.".to_owned()));
        assert_eq!(kept[2], (ListItem, "a. Het eerste is klaar.".to_owned()));
    }

    #[test]
    fn xml_without_paragraphs_is_no_letter() {
        let error = read(b"<bestelling><regel>Een doos appels.</regel></bestelling>").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Format);
        assert!(error.found().contains("bestelling") && error.next_step().is_some());
        assert!(read(b"<brief><p>Het kabinet steunt dit.</p></brief>").is_ok());
    }

    #[test]
    fn numbers_and_dates_are_shaped() {
        assert_eq!(kamerstuk("22112", "").as_deref(), Some("22 112"));
        assert_eq!(
            kamerstuk("21501-02", "2500").as_deref(),
            Some("21 501-02, nr. 2500")
        );
        assert_eq!(kamerstuk("x", "3"), None);
        assert_eq!(iso_date("2029-02-14T00:00").as_deref(), Some("2029-02-14"));
        assert_eq!(iso_date("14-02-2029"), None);
    }
}

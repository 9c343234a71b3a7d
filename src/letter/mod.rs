//! A file becomes a [`Letter`]: sections of sentences, each with its place in the source.
//!
//! The way: bytes are recognised by content ([`mod@format`]), read into blocks (headings, paragraphs, list
//! items) that know where each of their characters came from, cleaned of what is not running text
//! (`layout`), and cut into sentences ([`sentences`]).
//!
//! A list item that is no clause (`minder regels;`) is no sentence: nobody could label it by itself. It goes along with the sentence
//! that it stands behind ([`Sentence::items`]), or with the heading where no sentence stands between ([`Section::items`]), and how many there are is told
//! in [`Letter::warnings`].

mod assemble;
mod block;
pub mod format;
pub mod language;
mod layout;
mod mapped;
pub mod metadata;
mod origin;
mod questions;
mod read;
pub mod sentences;
mod trim;

pub(crate) use layout::frame::turn;
pub use read::LARGEST_FILE;

use serde::Serialize;
use std::ops::Range;

/// A letter as read: what it is, its sections, and what the reader had doubts about.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Letter {
    /// Name of the source: the path as given, or `-` for standard input.
    pub source: String,
    /// What the letter says of itself: kind, date, sender, numbers. Empty where not found.
    pub metadata: Metadata,
    /// The sections in the order of the letter. The first may have an empty title: what stands before any heading.
    pub sections: Vec<Section>,
    /// Doubts a person should know of, such as a poor text extraction, one sentence each.
    pub warnings: Vec<String>,
    /// SHA-256 of the source bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// A heading and what stands under it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Section {
    /// The heading as text, empty before the first one; that of an answer has the number of its question: `Antwoord 2`.
    pub title: String,
    /// What members of parliament asked where the section is the answer; empty elsewhere. It is not what the sender says: no sentences
    /// come from it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// The list items without a finite verb that stand straight under the heading, before any sentence, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// The sentences under it, in order; none where there are items alone.
    pub sentences: Vec<Sentence>,
}

/// A question that the sender answers, or what members bring forward before the sender reacts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Question {
    /// Its heading, such as `Vraag 2 (van het lid Bos)` or `Inbreng van de leden van de VVD-fractie`; `Vraag 2` where only its number
    /// stands in front of it, `Vraag` where nothing does.
    pub title: String,
    /// Its paragraphs, one a line.
    pub text: String,
}

/// One sentence and its place.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Sentence {
    /// The sentence as a person reads it: lines joined, hyphens and footnote marks taken out, single spaces.
    pub text: String,
    /// Byte ranges of the source text that hold it: one, or more when a footnote or page break cuts it.
    ///
    /// For plain-text formats (text, Markdown) the ranges count bytes of the file; for UTF-16 and
    /// Windows-1252 files, bytes of the text after conversion to UTF-8. For other formats they count bytes of
    /// the text that was extracted from the file. [`Letter::source_text`] gives that text.
    pub spans: Vec<Range<usize>>,
    /// The page (1-based), where the format has pages.
    pub page: Option<u32>,
    /// The list items without a finite verb that stand between it and the next sentence or heading, in order: they go with it where it leads
    /// into them, and with its list where it is an item itself. They are no part of what is labelled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
}

/// What a letter says of itself. Each field is empty where the letter does not tell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Metadata {
    /// Kind of letter: `geannoteerde agenda`, `verslag`, `BNC-fiche`, `kabinetsappreciatie`, `kabinetsreactie`,
    /// `schriftelijk overleg`, `nota naar aanleiding van het verslag`, `antwoorden Kamervragen` or `Kamerbrief`.
    pub kind: Option<String>,
    /// Date of the letter as `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Who sends it: the minister or state secretary, as written; what is all in capitals as it is usually written.
    pub sender: Option<String>,
    /// Kamerstuk number, such as `32 317, nr. 987` or `22 112`.
    pub kamerstuk: Option<String>,
    /// Commission document numbers, such as `COM(2022) 546`, each once, in order of appearance.
    pub com: Vec<String>,
    /// The Council formation, such as `Raad Justitie en Binnenlandse Zaken`.
    pub council: Option<String>,
}

impl Letter {
    /// All sentences in order, each with the number of its section (0-based).
    pub fn sentences(&self) -> impl Iterator<Item = (usize, &Sentence)> {
        self.sections
            .iter()
            .enumerate()
            .flat_map(|(number, section)| section.sentences.iter().map(move |s| (number, s)))
    }

    /// How many sentences there are.
    pub fn len(&self) -> usize {
        self.sections.iter().map(|s| s.sentences.len()).sum()
    }

    /// Whether there is no sentence at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

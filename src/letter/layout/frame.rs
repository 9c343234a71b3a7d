//! The fixed phrases around a letter: letterhead, salutation, signature, headings of questions and answers.

mod captions;
mod greeting;
mod letterhead;

pub(crate) use captions::{begins_caption, is_caption, is_notes_title, question_heading};
pub(crate) use greeting::{
    ends_openly, is_closing, is_person, is_salutation, is_signature_title, opens_letter,
};
pub(crate) use letterhead::{field, is_dossier, is_field_value, is_letterhead};

//! The fixed phrases around a letter: letterhead, salutation, signature, headings of questions and answers.

mod captions;
mod greeting;
mod letterhead;
mod turns;

pub(crate) use captions::{begins_caption, is_caption, is_notes_title};
pub(crate) use greeting::{
    ends_openly, is_closing, is_person, is_salutation, is_signature_title, is_signed_title,
    opens_letter, title_goes_on,
};
pub(crate) use letterhead::{
    MONTHS, field, is_dossier, is_fiche_title, is_field_value, is_letterhead, is_paper_title,
    is_stamp,
};
pub(crate) use turns::{Turn, question_heading, turn};

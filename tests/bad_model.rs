//! Files that are no model, or no longer one: told apart, and never used.

mod util;

use util::{Folder, samples};

#[test]
fn a_model_file_that_is_cut_off_says_so() {
    let folder = Folder::with_model();
    let whole = folder.bytes("m.model");
    for kept in [whole.len() - 1, whole.len() / 2, 5000] {
        folder.write("kort.model", &whole[..kept]);
        folder.run(&["inspect", "kort.model"]).refuses(
            "kort.model: ",
            "this model file is damaged",
            "train it again",
        );
    }
    for kept in [7, 100] {
        folder.write("kort.model", &whole[..kept]);
        folder.run(&["inspect", "kort.model"]).refuses(
            "kort.model: ",
            "not a model file",
            "leave it out to use the model inside",
        );
    }
}

#[test]
fn a_foreign_file_is_no_model() {
    let folder = Folder::new();
    let header = br#"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#;
    let mut other = (header.len() as u64).to_le_bytes().to_vec();
    other.extend_from_slice(header);
    other.extend_from_slice(&[0; 4]);
    folder.write("ander.safetensors", &other);
    folder.write("brief.txt", samples::letter("visserij"));
    for name in ["ander.safetensors", "brief.txt"] {
        folder
            .run(&["explain", "Het kabinet steunt dit.", "--model", name])
            .refuses(
                &format!("{name}: "),
                "this is not a model file of standpunt",
                "leave it out to use the model inside",
            );
    }
}

#[test]
fn a_newer_model_file_asks_for_a_newer_program() {
    let folder = Folder::with_model();
    let mut bytes = folder.bytes("m.model");
    let key = br#""version":"2""#;
    let at = bytes.windows(key.len()).position(|w| w == key).unwrap();
    bytes[at + key.len() - 2] = b'7';
    folder.write("nieuw.model", &bytes);
    folder.run(&["inspect", "nieuw.model"]).refuses(
        "nieuw.model: ",
        "model format version 7",
        "update the program",
    );
}

#[test]
fn a_flipped_bit_anywhere_in_a_model_file_is_seen() {
    let folder = Folder::with_model();
    let whole = folder.bytes("m.model");
    let header = 8 + u64::from_le_bytes(whole[..8].try_into().unwrap()) as usize;
    let label = whole.windows(6).position(|w| w == b"steunt").unwrap();
    let accuracy = whole.windows(8).position(|w| w == b"accuracy").unwrap() + 14;
    let places = [
        3,
        8,
        header / 2,
        label,
        accuracy,
        header + 5,
        (header + whole.len()) / 2,
        whole.len() - 1,
    ];
    for place in places {
        let mut flipped = whole.clone();
        flipped[place] ^= 1;
        folder.write("bit.model", &flipped);
        folder.run(&["inspect", "bit.model"]).refuses(
            "bit.model: ",
            "this model file is damaged",
            "train it again",
        );
    }
}

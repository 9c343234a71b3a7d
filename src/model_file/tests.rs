use crate::classifier::Classifier;
use crate::dataset::{Dataset, Example};
use crate::features::Input;
use crate::model_file::header_of;
use crate::trainer::TrainOptions;

fn model() -> Classifier {
    let example = |i: usize| {
        let (label, verb) = [("steunt", "steunt"), ("kritisch", "betreurt")][i % 2];
        Example {
            sentence: format!("Het kabinet {verb} plan {i}."),
            label: label.into(),
            ..Example::default()
        }
    };
    let data = Dataset {
        examples: (0..20).map(example).collect(),
        ..Dataset::default()
    };
    let mut options = TrainOptions::default();
    options.features.groups = vec!["words:1-2".parse().unwrap()];
    options.train(&data, None, &|| ()).unwrap().classifier
}

#[test]
fn a_saved_model_is_loaded_as_it_was() {
    let model = model();
    let bytes = model.to_bytes().unwrap();
    let loaded = Classifier::from_bytes(&bytes).unwrap();
    assert_eq!(loaded.to_bytes().unwrap(), bytes);
    assert_eq!(loaded.hash().unwrap(), model.hash().unwrap());
    let input = Input::alone("Het kabinet steunt een ander plan.");
    let before = model.predict(&input, &mut model.workspace());
    assert_eq!(loaded.predict(&input, &mut loaded.workspace()), before);
}

#[test]
fn no_flipped_bit_goes_unseen() {
    let bytes = model().to_bytes().unwrap();
    let header = 8 + header_of(&bytes).unwrap().0.len();
    // every bit of the header, which holds many kinds of values, and one bit of each byte of the tensors
    let bits = (0..header * 8).chain((header..bytes.len()).map(|i| i * 8 + i % 8));
    for bit in bits {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let error = Classifier::from_bytes(&flipped);
        assert!(
            error.is_err_and(|e| e.next_step().is_some()),
            "bit {} of byte {}",
            bit % 8,
            bit / 8
        );
    }
}

#[test]
fn no_cut_goes_unseen() {
    let bytes = model().to_bytes().unwrap();
    for kept in 0..bytes.len() {
        assert!(Classifier::from_bytes(&bytes[..kept]).is_err(), "{kept}");
    }
}

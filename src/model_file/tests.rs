use crate::classifier::Classifier;
use crate::dataset::{Dataset, Example};
use crate::features::{FeatureExtractor, Input, Vocabulary};
use crate::leakage::Fingerprints;
use crate::model_file::{header_of, metadata_checksum};
use crate::trainer::TrainOptions;

fn model() -> Classifier {
    model_of("words:1-2")
}

fn model_of(groups: &str) -> Classifier {
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
    options.features.groups = groups.split(' ').map(|g| g.parse().unwrap()).collect();
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
    let before = model.session().predict(&input);
    assert_eq!(loaded.session().predict(&input), before);
}

#[test]
fn the_hash_of_a_file_is_that_of_its_bytes_and_its_lists_lie_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.model");
    let model = model();
    model.save(&path).unwrap();
    let loaded = Classifier::load(&path).unwrap();
    assert!(loaded.weights.is_in_place());
    assert_eq!(loaded.hash().unwrap(), model.hash().unwrap());
    // spaces behind the header are allowed: another file of the same model
    let bytes = model.to_bytes().unwrap();
    let (header, rest) = header_of(&bytes).unwrap();
    let length = (header.len() as u64 + 8).to_le_bytes();
    let wider = [&length[..], header, &[b' '; 8], rest].concat();
    std::fs::write(&path, &wider).unwrap();
    let loaded = Classifier::load(&path).unwrap();
    assert_eq!(loaded.hash().unwrap(), crate::hex::sha256(&wider));
    assert_eq!(loaded.to_bytes().unwrap(), bytes);
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

#[test]
fn weights_whose_sums_could_overflow_are_refused() {
    let reread = |change: &dyn Fn(&mut Classifier)| {
        let mut changed = model();
        change(&mut changed);
        Classifier::from_bytes(&changed.to_bytes().unwrap())
    };
    let first = |weight: f32| reread(&|m| m.weights = [&[weight], &m.weights[1..]].concat().into());
    assert!(first(1e29).is_ok());
    assert!(first(2e30).is_err());
    assert!(first(f32::NAN).is_err());
    assert!(reread(&|m| m.intercept[0] = -f64::MAX).is_err());
    assert!(reread(&|m| m.decision[0] = f64::INFINITY).is_err());
    let model = model();
    let with_idf = |idf: f32| {
        let known = model.extractor();
        let idf = vec![idf; known.vocabulary().len()];
        FeatureExtractor::from_parts(
            known.options().clone(),
            known.vocabulary().clone(),
            idf,
            vec![],
        )
    };
    assert!(with_idf(24.0).is_ok());
    assert!(with_idf(2e6).is_err() && with_idf(f32::NAN).is_err() && with_idf(0.0).is_err());
}

#[test]
fn fingerprints_that_could_not_be_found_are_refused() {
    let model = model();
    let seen = &model.facts.data.seen;
    let kept = |sentences: &[u64]| {
        let mut changed = Classifier::from_bytes(&model.to_bytes().unwrap()).unwrap();
        let lists = (seen.letters().to_vec(), sentences.to_vec());
        changed.facts.data.seen = Fingerprints::unchecked(lists.0.into(), lists.1.into());
        Classifier::from_bytes(&changed.to_bytes().unwrap())
    };
    let rising = seen.sentences().to_vec();
    assert!(kept(&rising).is_ok() && kept(&[]).is_ok());
    let falling: Vec<u64> = rising.iter().rev().copied().collect();
    for wrong in [falling, [&rising[..1], &rising].concat()] {
        let error = kept(&wrong).unwrap_err();
        assert!(error.found().contains("fingerprints"), "{error}");
    }
}

#[test]
fn a_figure_that_is_no_number_is_refused() {
    let mut model = model();
    model.facts.figures.as_mut().unwrap().log_loss = f64::NAN;
    let error = model.checked().unwrap_err();
    assert!(error.to_string().contains("figure"), "{error}");
}

/// The model's bytes with another header, whose checksum is right.
fn with_header(bytes: &[u8], change: &dyn Fn(&mut serde_json::Value)) -> Vec<u8> {
    let (header, rest) = header_of(bytes).unwrap();
    let mut header: serde_json::Value = serde_json::from_slice(header).unwrap();
    change(&mut header);
    let metadata = header["__metadata__"].as_object_mut().unwrap();
    if metadata.contains_key("metadata_crc32") {
        let entries = metadata
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str().unwrap()));
        let sum = metadata_checksum(entries);
        metadata.insert("metadata_crc32".to_owned(), sum.into());
    }
    let header = serde_json::to_vec(&header).unwrap();
    [&(header.len() as u64).to_le_bytes()[..], &header, rest].concat()
}

#[test]
fn a_header_that_fits_its_checksum_but_not_the_model_is_refused() {
    let bytes = model().to_bytes().unwrap();
    let read = |change: &dyn Fn(&mut serde_json::Value)| {
        Classifier::from_bytes(&with_header(&bytes, change))
    };
    assert!(read(&|_| ()).is_ok());
    let refused = |change: &dyn Fn(&mut serde_json::Value), found: &str| {
        let error = read(change).unwrap_err();
        assert!(error.to_string().contains(found), "{found}: {error}");
    };
    refused(
        &|h| h["weights"]["shape"].as_array_mut().unwrap().reverse(),
        "tensor `weights` has the shape [2,",
    );
    refused(
        &|h| h["idf"]["shape"].as_array_mut().unwrap().push(1.into()),
        "tensor `idf` has the shape",
    );
    let point = r#"[{"threshold":-5.0,"coverage":7.0,"error":0.0,"upper":-1.0}]"#;
    refused(
        &|h| h["__metadata__"]["risk"] = point.into(),
        "`risk` is missing or malformed",
    );
    refused(
        &|h| {
            let metadata = h["__metadata__"].as_object_mut().unwrap();
            metadata.remove("metadata_crc32");
            let facts =
                metadata["facts"]
                    .as_str()
                    .unwrap()
                    .replacen("\"accuracy\":", "\"accuracy\":0.", 1);
            metadata.insert("facts".to_owned(), facts.into());
        },
        "checksum does not fit its header",
    );
}

#[test]
fn a_model_whose_character_ngrams_are_hashed_otherwise_is_refused() {
    let mut model = model_of("characters:3-4/2");
    assert!(Classifier::from_bytes(&model.to_bytes().unwrap()).is_ok());
    let known = model.extractor();
    let mut parts = known.vocabulary().parts().clone();
    parts.lower = parts.lower.iter().map(|half| half ^ 1).collect();
    let vocabulary = Vocabulary::from_parts(parts).unwrap();
    let idf = known.idf().to_vec();
    model.extractor =
        FeatureExtractor::from_parts(known.options().clone(), vocabulary, idf, vec![]).unwrap();
    let error = Classifier::from_bytes(&model.to_bytes().unwrap()).unwrap_err();
    assert!(
        error.to_string().starts_with(
            "this model was made with another version of the hashes of character n-grams"
        ),
        "{error}"
    );
}

#[test]
fn a_model_needs_the_lists_of_words_that_its_groups_use_and_no_others() {
    let lists = ["cues", "lexicon", "stemmer"];
    for (groups, used) in [
        ("words:1-2", &[][..]),
        ("words:1-2 characters:2-3 heading", &[]),
        ("words:1-2 cues", &["cues"]),
        ("words:1-2 speaker", &["lexicon"]),
        ("words:1-2 skeleton", &["lexicon"]),
        ("stems:1-2 shape cues", &lists),
    ] {
        let bytes = model_of(groups).to_bytes().unwrap();
        let (header, _) = header_of(&bytes).unwrap();
        let header: serde_json::Value = serde_json::from_slice(header).unwrap();
        let written = lists.map(|key| header["__metadata__"].get(key).is_some());
        assert_eq!(written, lists.map(|key| used.contains(&key)), "{groups}");
        for list in used {
            let other = with_header(&bytes, &|h| h["__metadata__"][list] = "anders".into());
            let error = Classifier::from_bytes(&other).unwrap_err();
            let told = "this model was made with another version of the ";
            assert!(error.found().starts_with(told), "{groups}, {list}: {error}");
            let step = error.next_step().unwrap();
            assert!(step.contains("train it again"), "{step}");
            assert!(step.contains(env!("CARGO_PKG_VERSION")), "{step}");
        }
    }
}

#[test]
fn a_model_of_version_1_is_read_where_the_lists_that_it_uses_are_as_they_were() {
    let of_version_1 = |groups: &str, lexicon: &str| {
        let bytes = model_of(groups).to_bytes().unwrap();
        with_header(&bytes, &|h| {
            let metadata = h["__metadata__"].as_object_mut().unwrap();
            metadata.remove("cues");
            metadata.insert("version".to_owned(), "1".into());
            metadata.insert("lexicon".to_owned(), lexicon.into());
            metadata.insert("stemmer".to_owned(), crate::features::stemmer::NAME.into());
        })
    };
    let ours = super::lists::of_version_1();
    for groups in ["words:1-2", "words:1-2 cues", "stems:1-2 speaker"] {
        let old = Classifier::from_bytes(&of_version_1(groups, &ours)).unwrap();
        let bytes = model_of(groups).to_bytes().unwrap();
        assert!(old.to_bytes().unwrap() == bytes, "{groups}");
    }
    assert!(Classifier::from_bytes(&of_version_1("words:1-2", "anders")).is_ok());
    assert!(Classifier::from_bytes(&of_version_1("stems:1-2", "anders")).is_ok());
    assert!(Classifier::from_bytes(&of_version_1("words:1-2 cues", "anders")).is_err());
    assert!(Classifier::from_bytes(&of_version_1("words:1-2 shape", "anders")).is_err());
}

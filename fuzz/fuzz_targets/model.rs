//! No bytes may panic the loading of a model; a model that is taken predicts, explains and is written the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standpunt::{Classifier, Input};

const SENTENCES: [&str; 3] = [
    "",
    "Het kabinet steunt het voorstel, maar betreurt de lasten niet.",
    "De Raad 'spreekt' over 3.000 één-op-éénplannen\u{301}…",
];

fuzz_target!(|data: &[u8]| {
    if let Ok(model) = Classifier::from_bytes(data) {
        try_out(&model);
    } else if let Some(mended) = with_mended_length(data) {
        if let Ok(model) = Classifier::from_bytes(&mended) {
            try_out(&model);
        }
    }
});

/// The same bytes with the header's length set anew, so that changes of the header's length get past the first check.
fn with_mended_length(data: &[u8]) -> Option<Vec<u8>> {
    let (_, rest) = data.split_first_chunk::<8>()?;
    let header = 3 + rest.windows(3).rposition(|w| w == b"]}}")?;
    let spaces = rest[header..].iter().take_while(|b| **b == b' ').count();
    let mut mended = ((header + spaces) as u64).to_le_bytes().to_vec();
    mended.extend_from_slice(rest);
    Some(mended)
}

fn try_out(model: &Classifier) {
    let labels = model.labels().len();
    let mut session = model.session();
    for sentence in SENTENCES {
        let input = Input::alone(sentence);
        let prediction = session.predict(&input);
        assert!(prediction.label < labels && prediction.second < labels);
        assert_ne!(prediction.label, prediction.second);
        let sum: f64 = prediction.probabilities.iter().sum();
        assert!((sum - 1.0).abs() < 1e-9, "probabilities sum to {sum}");
        assert_eq!(session.explain(&input).prediction, prediction);
    }
    let _ = model.risk().at_error(0.05);
    let written = model.to_bytes();
    assert!(written.is_ok(), "{written:?}");
    let written = written.unwrap_or_default();
    let again = Classifier::from_bytes(&written).and_then(|m| m.to_bytes());
    assert!(again.is_ok_and(|bytes| bytes == written));
}

//! What the page's script needs to know, as JSON that is safe inside a script element.

use super::super::labelled::LabelledLetter;
use super::super::look::looks;
use super::names;
use serde_json::{Value, json};

/// Labels with their shapes; for each letter its name, kind, key, section titles and, for each sentence, section, label, second
/// candidate, shown and probabilities. The sentences' texts stand in the page.
pub fn json(letters: &[LabelledLetter]) -> String {
    let labels: Vec<Value> = letters.first().map_or_else(Vec::new, |first| {
        let named = first.labels.iter().zip(looks(&first.labels));
        named
            .map(|(name, look)| json!({"name": name, "shape": look.shape, "tone": look.tone}))
            .collect()
    });
    let value = json!({
        "labels": labels,
        "neutral": letters.first().and_then(|l| l.labels.neutral()),
        "letters": letters.iter().zip(names(letters)).map(|(l, name)| letter(l, &name)).collect::<Vec<_>>(),
    });
    value
        .to_string()
        .replace('&', "\\u0026")
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn letter(letter: &LabelledLetter, name: &str) -> Value {
    let titles: Vec<&str> = letter.letter.sections.iter().map(|s| &*s.title).collect();
    let rows: Vec<Value> = letter
        .rows()
        .map(|row| {
            let p = &row.labelled.prediction;
            let rounded = |v: &f64| (v * 1000.0).round() / 1000.0;
            let probabilities: Vec<f64> = p.probabilities.iter().map(rounded).collect();
            json!([
                row.section_number,
                p.label,
                p.second,
                u8::from(row.labelled.shown),
                probabilities,
                row.sentence.page
            ])
        })
        .collect();
    json!({
        "name": name,
        "kind": letter.letter.metadata.kind.as_deref().unwrap_or_default(),
        "key": format!("{}:{}", letter.letter.sha256.get(..16).unwrap_or_default(), letter.name()),
        "sections": titles,
        "sentences": rows,
    })
}

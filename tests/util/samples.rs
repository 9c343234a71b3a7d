//! Labelled sentences and letters for the tests: short, made up, the same at every run.

use super::Folder;
use std::sync::OnceLock;

/// Labels of the project and two sentences of each; `{}` is the subject.
const TEMPLATES: [(&str, [&str; 2]); 4] = [
    (
        "steunt",
        [
            "Het kabinet steunt het voorstel over {} van harte.",
            "Nederland verwelkomt de plannen van de Commissie voor {}.",
        ],
    ),
    (
        "kritisch",
        [
            "Het kabinet is kritisch over de hoge kosten van {} voor bedrijven.",
            "Nederland heeft grote bezwaren tegen het onderdeel over {}.",
        ],
    ),
    (
        "op merites beoordelen",
        [
            "Het kabinet zal het voorstel over {} op zijn merites beoordelen.",
            "Nederland bestudeert de nieuwe tekst over {} nog op de gevolgen.",
        ],
    ),
    (
        "geen standpunt",
        [
            "De Commissie presenteert in mei een mededeling over {}.",
            "De Raad wisselt in juni van gedachten over {}.",
        ],
    ),
];

const TRAIN_SUBJECTS: [&str; 10] = [
    "visserij",
    "melkquota",
    "windmolens",
    "spoorwegen",
    "grensbewaking",
    "kunstmest",
    "chipfabrieken",
    "zorgverzekeringen",
    "drinkwater",
    "studiebeurzen",
];

/// What the letters of [`held_out`] are about.
pub const OTHER_SUBJECTS: [&str; 6] = [
    "veerdiensten",
    "bijenteelt",
    "zonnepanelen",
    "havengelden",
    "fietspaden",
    "octrooien",
];

/// Labelled sentences of letters `brief-<subject>`: eight sentences a letter, two of each label.
pub fn labelled(prefix: &str, subjects: &[&str]) -> String {
    let mut csv = "letter,section,sentence,label\n".to_owned();
    for subject in subjects {
        for (label, sentences) in TEMPLATES {
            for sentence in sentences {
                let sentence = sentence.replace("{}", subject);
                csv.push_str(&format!("{prefix}-{subject},Inzet,{sentence},{label}\n"));
            }
        }
    }
    csv
}

/// 80 labelled sentences of ten letters.
pub fn train() -> String {
    labelled("brief", &TRAIN_SUBJECTS)
}

/// The header and the rows of one label.
pub fn of_label(csv: &str, label: &str) -> String {
    let ends = format!(",{label}");
    let kept = (csv.lines().enumerate()).filter(|(n, line)| *n == 0 || line.ends_with(&ends));
    kept.map(|(_, line)| format!("{line}\n")).collect()
}

/// 48 labelled sentences of six other letters.
pub fn held_out() -> String {
    labelled("toets", &OTHER_SUBJECTS)
}

/// A model trained on [`train`]; made once for each test file.
pub fn model() -> &'static [u8] {
    static MODEL: OnceLock<Vec<u8>> = OnceLock::new();
    MODEL.get_or_init(|| {
        let folder = Folder::new();
        folder.write("train.csv", train());
        folder
            .run(&["train", "--data", "train.csv", "--model", "m.model"])
            .ok();
        folder.bytes("m.model")
    })
}

/// A letter in plain text with two titled sections, all labels among its sentences.
pub fn letter(subject: &str) -> String {
    format!(
        "Geachte voorzitter,\n\n\
         Met deze brief informeer ik uw Kamer over de inzet van het kabinet bij de komende Raad.\n\n\
         Inhoud van het voorstel\n\n\
         De Commissie presenteert in mei een mededeling over {subject}. De Raad wisselt in juni van\n\
         gedachten over {subject}.\n\n\
         Nederlandse positie\n\n\
         Het kabinet steunt het voorstel over {subject} van harte. Nederland heeft grote bezwaren\n\
         tegen het onderdeel over {subject}. Het kabinet zal het voorstel over {subject} op zijn\n\
         merites beoordelen.\n\n\
         Hoogachtend,\n\nDe minister van Zaken,\n\nA.B. de Vries\n"
    )
}

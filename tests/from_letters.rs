//! `evaluate --letters`: the real program reads letters from files and scores the labels they get there.

use assert_cmd::Command;
use std::path::Path;
use std::process::Output;

const DATA: &str = "\
letter,kind,field,section,sentence,label,also
brief-a,verslag,visserij,Inleiding,Hierbij zend ik u het verslag van de visraad van 4 mei 2031.,geen standpunt,
brief-a,verslag,visserij,Paling,De Commissie wil de vangst van paling halveren.,geen standpunt,
brief-a,verslag,visserij,Paling,\"Nederland steunt dit voorstel, omdat het palingbestand daarmee herstelt.\",steunt,
brief-a,verslag,visserij,Paling,Deze zin is niet in de brief terechtgekomen.,kritisch,
brief-b,Kamerbrief,spoor,Spoor,Het kabinet is kritisch op de hogere heffing voor nachttreinen.,kritisch,
";

const BRIEF_A: &str = "\
> Retouradres Postbus 20401 2500 EK Den Haag

Geachte voorzitter,

Inleiding
Hierbij zend ik u het verslag van de
visraad van 4 mei 2031.1

Paling
De Commissie wil de vangst van
paling halveren. Nederland steunt dit voor-

1 Kamerstuk 21 501-32, nr. 1702.

Pagina 1 van 2

stel, omdat het palingbestand daarmee
herstelt. Uw Kamer wordt nader
geïnformeerd.

Hoogachtend,

De Minister van Visserij,

A. de Wit
";

const BRIEF_B: &str = "<html><body><h1>Spoor</h1>\
<p>Het kabinet is kritisch op de hogere heffing voor nachttreinen.</p></body></html>";

fn folder(letters: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("data.csv"), DATA).unwrap();
    std::fs::create_dir(folder.path().join("brieven")).unwrap();
    for (name, text) in letters {
        std::fs::write(folder.path().join("brieven").join(name), text).unwrap();
    }
    folder
}

fn evaluate(folder: &Path, more: &[&str]) -> Output {
    Command::cargo_bin("standpunt")
        .unwrap()
        .current_dir(folder)
        .args(["evaluate", "--data", "data.csv", "--resamples", "0"])
        .args(more)
        .output()
        .unwrap()
}

fn report(output: &Output) -> serde_json::Value {
    let told = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {told}"))
}

#[test]
fn sentences_are_scored_as_they_are_read_and_lost_ones_have_no_position() {
    let folder = folder(&[("brief-a.txt", BRIEF_A), ("brief-b.html", BRIEF_B)]);
    let output = evaluate(folder.path(), &["--letters", "brieven", "--format", "json"]);
    assert!(output.status.success(), "{output:?}");
    let read = report(&output);
    assert_eq!(read["sentences"], 5);
    let notes = read["notes"].to_string();
    assert!(
        notes.contains("files of 2 letters: of 5 sentences 4 were found exactly, 1 was lost"),
        "{notes}"
    );
    assert!(notes.contains("1 other sentence was read"), "{notes}");
    assert_eq!(read["subject"]["data"], "data.csv, read from brieven");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("brief-a: Deze zin is niet in de brief terechtgekomen."),
        "{told}"
    );

    let labels = read["labels"].as_array().unwrap();
    let at = |label: &str| labels.iter().position(|l| l == label).unwrap();
    let plain = report(&evaluate(folder.path(), &["--format", "json"]));
    let cell = |report: &serde_json::Value| {
        report["confusion"][at("kritisch")][at("geen standpunt")].as_u64()
    };
    assert!(cell(&read) >= Some(1));
    assert!(cell(&read) >= cell(&plain));
}

#[test]
fn a_missing_letter_is_an_error_with_its_name() {
    let folder = folder(&[("brief-a.txt", BRIEF_A)]);
    let output = evaluate(folder.path(), &["--letters", "brieven"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("no file for letter `brief-b`"), "{told}");
    assert!(told.contains("hint:"), "{told}");
    assert!(output.stdout.is_empty());
}

#[test]
fn data_without_letters_cannot_be_looked_up_in_files() {
    let folder = folder(&[("brief-a.txt", BRIEF_A)]);
    let data = "sentence,label\nHet kabinet steunt de wolf in het bos.,steunt\n";
    std::fs::write(folder.path().join("data.csv"), data).unwrap();
    let output = evaluate(folder.path(), &["--letters", "brieven"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("row 1 names no letter"), "{told}");
}

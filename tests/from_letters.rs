//! `evaluate --letters`: the real program reads letters from files and scores the labels they get there.

mod util;

use util::{Folder, Ran};

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

fn folder(letters: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    folder.write("data.csv", DATA);
    for (name, text) in letters {
        folder.write(&format!("brieven/{name}"), text);
    }
    folder
}

fn evaluate(folder: &Folder, more: &[&str]) -> Ran {
    folder.run(
        &[
            &["evaluate", "--data", "data.csv", "--resamples", "0"],
            more,
        ]
        .concat(),
    )
}

#[test]
fn sentences_are_scored_as_they_are_read_and_lost_ones_have_no_position() {
    let folder = folder(&[("brief-a.txt", BRIEF_A), ("brief-b.html", BRIEF_B)]);
    let ran = evaluate(&folder, &["--letters", "brieven", "--format", "json"])
        .ok()
        .says(&["brief-a: Deze zin is niet in de brief terechtgekomen."]);
    let read = ran.json();
    assert_eq!(read["sentences"], 5);
    let notes = read["notes"].to_string();
    assert!(
        notes.contains("files of 2 letters: of 5 sentences 4 were found exactly, 1 was lost"),
        "{notes}"
    );
    assert!(notes.contains("1 other sentence was read"), "{notes}");
    assert_eq!(read["subject"]["data"], "data.csv, read from brieven");

    let labels = read["labels"].as_array().unwrap();
    let at = |label: &str| labels.iter().position(|l| l == label).unwrap();
    let plain = evaluate(&folder, &["--format", "json"]).ok().json();
    let cell = |report: &serde_json::Value| {
        report["confusion"][at("kritisch")][at("geen standpunt")].as_u64()
    };
    assert!(cell(&read) >= Some(1));
    assert!(cell(&read) >= cell(&plain));
}

#[test]
fn a_missing_letter_is_an_error_with_its_name() {
    let folder = folder(&[("brief-a.txt", BRIEF_A)]);
    evaluate(&folder, &["--letters", "brieven"]).refuses("", "no file for letter `brief-b`", "");
}

#[test]
fn data_without_letters_cannot_be_looked_up_in_files() {
    let folder = folder(&[("brief-a.txt", BRIEF_A)]);
    let data = "sentence,label\nHet kabinet steunt de wolf in het bos.,steunt\n";
    folder.write("data.csv", data);
    evaluate(&folder, &["--letters", "brieven"])
        .code(2)
        .says(&["error: ", "the row names no letter"]);
}

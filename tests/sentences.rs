//! `standpunt sentences`: a letter or running text in, one sentence a line out.

mod util;

use util::{Folder, samples};

#[test]
fn a_letter_gives_its_sentences_without_salutation_and_signature() {
    let folder = Folder::new();
    folder.write("brief.txt", samples::letter("visserij"));
    let ran = folder.run(&["sentences", "brief.txt"]).ok();
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(
        lines,
        [
            "Met deze brief informeer ik uw Kamer over de inzet van het kabinet bij de komende Raad.",
            "De Commissie presenteert in mei een mededeling over visserij.",
            "De Raad wisselt in juni van gedachten over visserij.",
            "Het kabinet steunt het voorstel over visserij van harte.",
            "Nederland heeft grote bezwaren tegen het onderdeel over visserij.",
            "Het kabinet zal het voorstel over visserij op zijn merites beoordelen.",
        ]
    );
}

#[test]
fn standard_input_is_read_as_a_file_is() {
    let folder = Folder::new();
    let letter = samples::letter("visserij");
    folder.write("brief.txt", &letter);
    let file = folder.run(&["sentences", "brief.txt"]).ok();
    let piped = folder.run_with(&["sentences", "-"], &letter).ok();
    assert_eq!(piped.stdout, file.stdout);
}

#[test]
fn running_text_is_cut_as_it_stands() {
    let folder = Folder::new();
    let text = "\u{feff}Dhr. De Vries kwam om 10.30 uur aan. Hij bleef tot 's avonds.\nDat kostte 3.000 euro, d.w.z. te veel.\nzonder einde\n";
    folder.write("krant.txt", text);
    folder
        .run(&["sentences", "--paragraphs", "krant.txt"])
        .ok()
        .holds("four sentences", |r| {
            r.stdout
                == "Dhr. De Vries kwam om 10.30 uur aan.\nHij bleef tot 's avonds.\nDat kostte 3.000 euro, d.w.z. te veel.\nzonder einde\n"
        });
}

#[test]
fn places_are_the_bytes_of_the_file() {
    let folder = Folder::new();
    let letter = samples::letter("coöperaties");
    folder.write("brief.txt", &letter);
    let ran = folder.run(&["sentences", "--places", "brief.txt"]).ok();
    let mut titles = Vec::new();
    for line in ran.stdout.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [title, _page, spans, sentence] = cells[..] else {
            panic!("four cells were expected: {line}");
        };
        let cut: Vec<&str> = spans
            .split(',')
            .map(|span| {
                let (start, end) = span.split_once('-').unwrap();
                &letter[start.parse().unwrap()..end.parse().unwrap()]
            })
            .collect();
        let words: Vec<&str> = cut.iter().flat_map(|c| c.split_whitespace()).collect();
        assert_eq!(words.join(" "), sentence);
        titles.push(title.to_owned());
    }
    titles.dedup();
    assert_eq!(
        titles,
        ["", "Inhoud van het voorstel", "Nederlandse positie"]
    );
}

#[test]
fn utf_16_and_windows_1252_read_as_utf_8_does() {
    let folder = Folder::new();
    let letter = samples::letter("coöperaties");
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(letter.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let windows: Vec<u8> = letter.chars().map(|c| c as u32 as u8).collect();
    folder.write("utf8.txt", &letter);
    folder.write("utf16.txt", &utf16);
    folder.write("windows.txt", &windows);
    let expected = folder.run(&["sentences", "utf8.txt"]).ok().stdout;
    for name in ["utf16.txt", "windows.txt"] {
        assert_eq!(
            folder.run(&["sentences", name]).ok().stdout,
            expected,
            "{name}"
        );
    }
}

#[test]
fn lists_in_lists_come_out_item_by_item_in_every_format() {
    let text = "Geachte voorzitter,\n\n\
        Hierbij informeer ik uw Kamer over het voorstel van de Commissie over water, dat de Commissie heeft\n\
        gepresenteerd en dat in de Raad wordt besproken. Het kabinet let bij dit voorstel op de volgende\n\
        punten, die hieronder staan:\n\
        1. betaalbaarheid;\n2. uitvoerbaarheid;\na. bij gemeenten;\nb. bij provincies en de waterschappen die\n\
        daarvoor samen aan de lat staan;\n3. handhaafbaarheid;\n4. toezicht\n   a. in het oosten\n   b. in het westen\n\
        5. geld, waaronder\n   i. subsidies,\n   ii. leningen,\n   iii. giften, en\n6. tijd.\n\n\
        Het kabinet steunt het voorstel, zoals uiteengezet in de brief die uw Kamer eerder heeft\nontvangen hierover.\n";
    let html = "<html><body><p>Geachte voorzitter,</p><p>Het kabinet let op deze punten:</p><ol><li>betaalbaarheid;</li>\
        <li>uitvoerbaarheid;<ol type='a'><li>bij gemeenten;</li><li>bij provincies en de waterschappen die daarvoor samen aan de lat staan;</li></ol></li>\
        <li>handhaafbaarheid;</li><li>toezicht<ol><li>in het oosten</li><li>in het westen</li></ol></li><li>geld, waaronder\
        <ul><li>subsidies,</li><li>leningen,</li><li>giften, en</li></ul></li><li>tijd.</li></ol><p>Het kabinet steunt het voorstel.</p></body></html>";
    for (name, source) in [
        ("brief.txt", text),
        ("brief.md", text),
        ("brief.html", html),
    ] {
        let letter = standpunt::letter::Letter::from_bytes(name, source.as_bytes()).unwrap();
        let sentences: Vec<_> = letter.sentences().collect();
        let (_, lead) = sentences[sentences.len() - 2];
        assert_eq!(
            lead.items,
            [
                "betaalbaarheid;",
                "uitvoerbaarheid;",
                "bij gemeenten;",
                "bij provincies en de waterschappen die daarvoor samen aan de lat staan;",
                "handhaafbaarheid;",
                "toezicht",
                "in het oosten",
                "in het westen",
                "geld, waaronder",
                "subsidies,",
                "leningen,",
                "giften, en",
                "tijd.",
            ],
            "{name}"
        );
    }
}

#[test]
fn list_items_without_a_verb_are_counted_in_a_warning() {
    let folder = Folder::new();
    let letter = |items: &str| {
        format!(
            "Geachte voorzitter,\n\nHet kabinet wil de volgende punten:\n\n{items}\n\nDe Raad spreekt hierover in juni.\n"
        )
    };
    folder.write("twee.txt", letter("a) minder regels;\nb) meer geld."));
    folder.write(
        "een.txt",
        letter("- minder regels;\n- het kabinet wil meer geld."),
    );
    folder.write(
        "geen.txt",
        letter("- dat er minder regels zijn;\n- dat er meer geld is."),
    );
    for (name, said) in [
        (
            "twee.txt",
            "2 list items without a finite verb are no sentences and have no label, from “minder regels;” on",
        ),
        (
            "een.txt",
            "1 list item without a finite verb is no sentence and has no label: “minder regels;”",
        ),
    ] {
        folder
            .run(&["sentences", name])
            .ok()
            .prints(&["Het kabinet wil de volgende punten:\n"])
            .says(&[said]);
    }
    folder
        .run(&["sentences", "geen.txt"])
        .ok()
        .holds("no warning", |r| r.stderr.is_empty());
}

#[test]
fn a_text_that_is_not_dutch_is_warned_of() {
    let folder = Folder::new();
    folder
        .run_with(&["sentences", "-"], "We are against it.\n")
        .ok()
        .says(&["warning: standard input: the text does not read as Dutch"]);
    folder
        .run_with(&["sentences", "-"], "Het kabinet is hierop tegen.\n")
        .ok()
        .holds("no warning", |r| r.stderr.is_empty());
}

#[test]
fn places_cut_the_text_that_is_told() {
    let folder = Folder::new();
    let letter = samples::letter("coöperaties");
    let utf16: Vec<u8> = ("\u{feff}".to_owned() + &letter)
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let latin: Vec<u8> = letter
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let mut files = vec![
        ("brief.txt".to_owned(), letter.clone().into_bytes()),
        (
            "bom.txt".to_owned(),
            ("\u{feff}".to_owned() + &letter).into_bytes(),
        ),
        ("wide.txt".to_owned(), utf16),
        ("latin.txt".to_owned(), latin),
        (
            "twice.txt".to_owned(),
            letter.replace('ö', "Ã¶").into_bytes(),
        ),
    ];
    for name in [
        "raad.docx",
        "raad.odt",
        "raad.html",
        "raad.xml",
        "raad.md",
        "raad.pdf",
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters/formats");
        files.push((name.to_owned(), std::fs::read(path.join(name)).unwrap()));
    }
    let folded = |text: &str| {
        let kept = text.chars().filter(|c| c.is_alphanumeric());
        kept.collect::<String>().replace(['Ã', '¶'], "")
    };
    for (name, bytes) in files {
        folder.write(&name, &bytes);
        let text = folder.run(&["sentences", "--text", &name]).ok().stdout;
        let places = folder.run(&["sentences", "--places", &name]).ok().stdout;
        for line in places.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let cut = cells[2].split(',').map(|span| {
                let (start, end) = span.split_once('-').unwrap();
                &text[start.parse().unwrap()..end.parse().unwrap()]
            });
            let cut: String = cut.collect();
            let sentence = match name.as_str() {
                "twice.txt" => cells[3].replace('ö', ""),
                _ => cells[3].to_owned(),
            };
            assert_eq!(folded(&cut), folded(&sentence), "{name}");
        }
        assert!(!places.is_empty());
    }
}

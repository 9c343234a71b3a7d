use super::numbers::paper_number;
use super::*;

const LETTER: &str = "> Retouradres Postbus 20201 2500 EE Den Haag\n\n\
    Aan de Voorzitter van de Tweede Kamer\nder Staten-Generaal\n\n\
    Datum 3 maart 2026\nBetreft Geannoteerde agenda van de Raad Algemene Zaken\nvan 10 maart\n\
    Kamerstuk 21 501-02, nr. 2987\n\nGeachte voorzitter,\n\n\
    Over COM (2022) 546 en COM(2022)546 final en COM(2021) 3 ging de brief van 1 mei 2020\n\
    (Kamerstuk 22 112, nr. 1).\n\nDe Minister van Buitenlandse Zaken,\n\nA.B. de Wit\n";

#[test]
fn a_letterhead_tells_what_the_letter_is() {
    let found = find(LETTER);
    assert_eq!(found.kind.as_deref(), Some("geannoteerde agenda"));
    assert_eq!(found.date.as_deref(), Some("2026-03-03"));
    assert_eq!(
        found.sender.as_deref(),
        Some("De Minister van Buitenlandse Zaken")
    );
    assert_eq!(found.com, ["COM(2022) 546", "COM(2021) 3"]);
    assert_eq!(found.council.as_deref(), Some("Raad Algemene Zaken"));
}

#[test]
fn the_papers_own_number_is_not_one_that_it_cites() {
    let own = find("22 112, nr. 3456\n\nGeachte voorzitter,\n\nZie Kamerstuk 32 317, nr. 987.\n");
    assert_eq!(own.kamerstuk.as_deref(), Some("22 112, nr. 3456"));
    let none = find("Geachte voorzitter,\n\nZie Kamerstuk 32 317, nr. 987.\n");
    assert_eq!(none.kamerstuk, None);
    assert_eq!(
        paper_number("Kamerstuk 36 200-VII, nr. 2").as_deref(),
        Some("36 200-VII, nr. 2")
    );
}

#[test]
fn the_head_of_a_printed_kamerstuk_tells_number_sender_and_council() {
    let found = find(
        "Tweede Kamer der Staten-Generaal\nVergaderjaar 2028–2029\n\n21 501-31     Raad voor de Werkgelegenheid, Sociaal Beleid,\n\
         \x20             Volksgezondheid en Consumentenzaken\n\nNr. 812       BRIEF VAN DE MINISTER VAN SOCIALE ZAKEN\n\
         \x20             EN WERKGELEGENHEID\n\n              Den Haag, 3 juni 2029\n\n\
         \x20             Hierbij doe ik uw Kamer de geanno-\n              teerde   agenda toekomen. Het verslag volgt.\n",
    );
    assert_eq!(found.kamerstuk.as_deref(), Some("21 501-31, nr. 812"));
    assert_eq!(
        found.sender.as_deref(),
        Some("De Minister van Sociale Zaken en Werkgelegenheid")
    );
    assert_eq!(
        found.council.as_deref(),
        Some("Raad Werkgelegenheid, Sociaal Beleid, Volksgezondheid en Consumentenzaken")
    );
    assert_eq!(found.kind.as_deref(), Some("geannoteerde agenda"));
    assert_eq!(found.date.as_deref(), Some("2029-06-03"));
}

#[test]
fn a_fiche_is_known_by_its_title_and_not_by_being_mentioned() {
    let kind = |text: &str| find(text).kind;
    assert_eq!(
        kind("Fiche 2: Verordening zaaigoed\n1. Algemene gegevens\nHet voorstel\n").as_deref(),
        Some("BNC-fiche")
    );
    assert_eq!(
        kind("Met deze brief wordt de Kamer geïnformeerd over de agenda van de Landbouwraad.\nZie het BNC-fiche.\n")
            .as_deref(),
        Some("geannoteerde agenda")
    );
    assert_eq!(
        kind("Hierbij zend ik uw Kamer de appreciatie van het kabinet. Een BNC-fiche volgt.\n")
            .as_deref(),
        Some("kabinetsappreciatie")
    );
    assert_eq!(
        kind("Betreft  Verslag JBZ-Raad 13 oktober 2029\n\nGeachte voorzitter,\n\nDit is een brief.\n")
            .as_deref(),
        Some("verslag")
    );
}

#[test]
fn a_date_is_found_under_its_label_and_across_a_line_end() {
    let table = "Ministerie\nUw brief (kenmerk)   Ons kenmerk    Datum\n      BFB/65   26 juni 2029\n\nGeachte voorzitter,\n";
    assert_eq!(find(table).date.as_deref(), Some("2029-06-26"));
    let answered = "Vragen van het lid Baarda (ingezonden 9\noktober 2029).\nAntwoord van Minister Tolsma\n(Financiën) (ontvangen 1 november\n2029).\nVraag 1\n";
    assert_eq!(find(answered).date.as_deref(), Some("2029-11-01"));
}

#[test]
fn dates_are_read_in_every_usual_form() {
    assert_eq!(
        date_in("Den Haag, 3 maart 2026").as_deref(),
        Some("2026-03-03")
    );
    assert_eq!(date_in("12 sept. 2021").as_deref(), Some("2021-09-12"));
    assert_eq!(date_in("03-12-2021").as_deref(), Some("2021-12-03"));
    assert_eq!(date_in("2021-12-03").as_deref(), Some("2021-12-03"));
    assert_eq!(date_in("31 februari 2021"), None);
}

#[test]
fn answers_are_known_by_their_headings() {
    let found = find(
        "Antwoord van Minister Jansen (Financiën) (ontvangen 21 juni 2021)\nVraag 1\nKlopt dit?\nAntwoord 1\nJa.\n",
    );
    assert_eq!(found.kind.as_deref(), Some("antwoorden Kamervragen"));
    assert_eq!(found.sender.as_deref(), Some("Minister Jansen (Financiën)"));
    assert_eq!(found.date.as_deref(), Some("2021-06-21"));
}

#[test]
fn senders_in_capitals_are_given_as_they_are_usually_written() {
    let sender = |end: &str| {
        let letter = format!("Geachte voorzitter,\n\nHet kabinet steunt dit.\n\n{end}\n");
        find(&letter).sender.unwrap_or_default()
    };
    for (end, expected) in [
        (
            "DE MINISTER VAN FINANCIËN,\n\nM.A.M. VERBURGHT",
            "De Minister van Financiën",
        ),
        (
            "De Minister van Financiën,\n\nM.A.M. VERBURGHT",
            "De Minister van Financiën",
        ),
        (
            "M.A.M. VERBURGHT\nMINISTER VAN FINANCIËN",
            "Minister van Financiën",
        ),
        (
            "DE STAATSSECRETARIS VAN SOCIALE ZAKEN\nEN WERKGELEGENHEID,\n\nJ. VAN DER WIT-BAKKER",
            "De Staatssecretaris van Sociale Zaken en Werkgelegenheid",
        ),
        (
            "DE MINISTER VAN ECONOMISCHE ZAKEN\nEN KLIMAAT\n\nA. DE WIT",
            "De Minister van Economische Zaken en Klimaat",
        ),
        (
            "DE MINISTER VAN FINANCIËN,\nA. DE WIT\n\nDE STAATSSECRETARIS VAN DEFENSIE,\nB. VERBURGHT",
            "De Minister van Financiën; De Staatssecretaris van Defensie",
        ),
    ] {
        assert_eq!(sender(end), expected);
    }
    for (caption, expected) in [
        (
            "Antwoord van minister DE WIT (Financiën) (ontvangen 21 juni 2021)",
            "minister De Wit (Financiën)",
        ),
        (
            "ANTWOORD VAN STAATSSECRETARIS A. DE WIT (BZK)",
            "Staatssecretaris A. de Wit (BZK)",
        ),
        ("Antwoord van Minister VERBURGHT", "Minister Verburght"),
        (
            "Antwoord van minister De Wit (ontvangen 4 april 2031).",
            "minister De Wit",
        ),
    ] {
        let found = find(&format!(
            "{caption}\nVraag 1\nKlopt dit?\nAntwoord 1\nJa.\n"
        ));
        assert_eq!(found.sender.as_deref(), Some(expected));
    }
}

#[test]
fn a_sender_is_read_whole_and_above_notes() {
    let letter = |signature: &str| {
        let text =
            format!("Geachte voorzitter,\n\nDit is de brief.\n\nHoogachtend,\n\n{signature}");
        find(&text).sender
    };
    for (signature, sender) in [
        (
            "de minister van Bodem,\nWater en Landschap,\nJantine Oosterhof\n",
            "de minister van Bodem, Water en Landschap",
        ),
        (
            "De minister van Bodem,\nWater, Natuur,\nWonen en Landschap,\nJantine Oosterhof\n",
            "De minister van Bodem, Water, Natuur, Wonen en Landschap",
        ),
        (
            "De minister van Bodem,\nJantine Oosterhof\nStaf en Beleid\n",
            "De minister van Bodem",
        ),
        (
            "Jantine Oosterhof\nMinister van Bodem\n\n1 Zie de brief van 3 maart.\n",
            "Minister van Bodem",
        ),
    ] {
        assert_eq!(letter(signature).as_deref(), Some(sender), "{signature}");
    }
}

#[test]
fn the_chapter_of_the_budget_is_read_wherever_it_stands() {
    for text in [
        "36 600 XII Vaststelling van de begrotingsstaten (XII) voor het jaar 2030\n\nNr. 45 BRIEF VAN DE MINISTER VAN VEREN\n",
        "Kamerstuk 36 600 XII, nr. 45\n",
        "Kamerstuk 36600-XII, nr. 45\n",
    ] {
        assert_eq!(
            find(text).kamerstuk.as_deref(),
            Some("36 600-XII, nr. 45"),
            "{text}"
        );
    }
    for (line, number) in [
        (
            "36 600 A Vaststelling van de begrotingsstaat",
            "36 600-A, nr. 7",
        ),
        (
            "36 600 IIA Vaststelling van de begrotingsstaat",
            "36 600-IIA, nr. 7",
        ),
        ("36 600 Vaststelling van de begroting", "36 600, nr. 7"),
        ("32 317 JBZ-Raad", "32 317, nr. 7"),
        ("21 501-32 Landbouw- en Visserijraad", "21 501-32, nr. 7"),
    ] {
        let found = find(&format!(
            "{line}\n\nNr. 7 BRIEF VAN DE MINISTER VAN VEREN\n"
        ));
        assert_eq!(found.kamerstuk.as_deref(), Some(number), "{line}");
    }
}

#[test]
fn a_note_tells_nothing_of_the_letter_itself() {
    let letter = |note: &str| {
        let text = format!("# Fiche 2: Verordening zaaigoed\n\nNederland steunt dit.\n\n{note}\n");
        find(&text).kamerstuk
    };
    for note in [
        "[^1]: Zie Kamerstuk 36 410, nr. 99.",
        "Zie Kamerstuk 36 410, nr. 99.",
    ] {
        assert_eq!(letter(note), None, "{note}");
    }
    assert_eq!(
        letter("Kamerstuk 36 410, nr. 99").as_deref(),
        Some("36 410, nr. 99")
    );
}

#[test]
fn papers_of_committees_have_a_kind_and_date_of_their_own() {
    let paper = |title: &str, stamp: &str| {
        find(&format!(
            "21 501-08 Milieuraad\n\n{title}\n\n{stamp}\n\nDe leden vragen of dit klopt.\n\nAntwoord van de minister\n\nJa.\n"
        ))
    };
    for stamp in [
        "Vastgesteld 14 december 2028",
        "Vastgesteld d.d. 14 december 2028",
        "Ontvangen 14 december 2028",
    ] {
        let found = paper("Nr. 765 VERSLAG VAN EEN SCHRIFTELIJK OVERLEG", stamp);
        assert_eq!(found.kind.as_deref(), Some("schriftelijk overleg"));
        assert_eq!(found.date.as_deref(), Some("2028-12-14"));
    }
    assert_eq!(
        paper("Nota naar aanleiding van het verslag", "")
            .kind
            .as_deref(),
        Some("nota naar aanleiding van het verslag")
    );
}

#[test]
fn the_minister_president_is_a_sender() {
    let sender = |end: &str| {
        find(&format!(
            "Geachte voorzitter,\n\nHet kabinet steunt dit.\n\n{end}\n\nD. de Wit\n"
        ))
        .sender
    };
    for (end, expected) in [
        ("De minister-president,", "De minister-president"),
        (
            "De minister-president,\nminister van Algemene Zaken,",
            "De minister-president, minister van Algemene Zaken",
        ),
        (
            "DE MINISTER-PRESIDENT,\nMinister van Algemene Zaken,",
            "De Minister-President, Minister van Algemene Zaken",
        ),
    ] {
        assert_eq!(sender(end).as_deref(), Some(expected));
    }
}

#[test]
fn a_printed_letter_without_a_salutation_is_a_letter() {
    let found = find(
        "29 984 Spoor\n\nNr. 1180 BRIEF VAN DE STAATSSECRETARIS VAN VEREN\n\nDen Haag, 1 februari 2030\n\nIk steun het plan.\n",
    );
    assert_eq!(found.kind.as_deref(), Some("Kamerbrief"));
}

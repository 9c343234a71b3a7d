//! Boundaries and non-boundaries in the manner of news, encyclopedia and letters. `|` stands for a boundary.

use super::split;

/// Checks that the text without `|` is cut where they stood.
#[track_caller]
fn cuts(marked: &[&str]) {
    let mut wrong = Vec::new();
    for line in marked {
        let expected: Vec<&str> = line.split('|').map(str::trim).collect();
        let text = expected.join(" ");
        let found: Vec<&str> = split(&text).into_iter().map(|range| &text[range]).collect();
        if found != expected {
            wrong.push(format!("expected {expected:?}\n   found {found:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        marked.len(),
        wrong.join("\n")
    );
}

#[test]
fn marks_end_sentences() {
    cuts(&[
        "De trein kwam te laat. | Niemand wist waarom.",
        "Wie weet het? | Niemand! | Dat is jammer…  | Morgen weer.",
        "Het werd 1990. | In dat jaar begon hij.",
        "Het leverde 12 euro op. | 25 mensen kwamen kijken.",
        "De prijs steeg met 3,5%. | Daarna daalde hij met 0,3 procent.",
        "Wat?! | Echt waar?? | Ja!!!",
        "Hij zweeg... | Toen liep hij weg.",
        "Zij wachtte ... en wachtte.",
        "Het kost € 3.000. | Dat is veel.",
        "De lezing begint om 20.30 uur. | De zaal gaat om 19.45 open.",
        "Hij woont in Etten-Leur. | Zij in 's-Hertogenbosch.",
        "Het begon in mei. | 's Avonds was het koud.",
        "Het was laat. | 't Is nu vroeg.",
        "Zij bleef. | ’s Morgens ging ze.",
        "Het is nieuw. | iPhone-bezitters wachten.",
        "Dat is de KLM. | De VVD is tegen.",
        "Hij werkt bij TNO. | Jan ook.",
        "Het was een 8. | Dat is ruim voldoende.",
        "Ajax won met 3-1. | Feyenoord verloor met 0-2.",
        "De eenheid is km. | Een mijl is langer.",
        "Zij liep 42 km. | Amsterdam lag toen ver achter haar.",
        "Dat zag u. | Daarna niet meer.",
    ]);
}

#[test]
fn colons_and_semicolons_end_nothing() {
    cuts(&[
        "Er zijn twee wegen: de korte en de lange; de korte is steil. | De lange niet.",
        "Let op: De zaak is morgen dicht.",
        "Zijn motto: Nooit opgeven; Altijd doorgaan.",
    ]);
}

#[test]
fn titles_and_names_go_on() {
    cuts(&[
        "Dhr. De Vries en mevr. Bakker spraken met dr. Jansen, prof. mr. Pieters en ir. Smit.",
        "J.P. Balkenende was premier. | D.M. van Weel is minister.",
        "De heer J. de Boer kwam. | Mevrouw A. Van den Berg niet.",
        "Mr. drs. H.J. Bos tekende.",
        "Ds. Visser en mgr. Simonis waren er.",
        "St. Maarten ligt ver. | In St. Petersburg is het koud.",
        "De werken van Joh. Seb. Bach zijn bekend.",
        "Jac. P. Thijsse schreef erover. | Chr. Huygens niet.",
        "A.F.Th. van der Heijden schrijft. | J.R.R. Tolkien schreef.",
        "J.-P. Sartre woonde in Parijs.",
        "George W. Bush won. | John F. Kennedy ook.",
        "Samuel L. Jackson speelt mee.",
        "Lt. Kol. Karremans en Gen. Couzy getuigden.",
        "Martin Luther King Jr. Boulevard is een straat.",
        "Hij sprak met P. C. Hooft en G. A. Bredero.",
        "De premier, W. Kok, trad af. | W. Kok werd commissaris.",
        "Sint Nicolaas kwam. | St. Nicolaas ook.",
        "Drs. P schreef liedjes. | Dr. No is een film.",
        "Volgens prof. Van Dijk kan het. | Mw. De Wit twijfelt.",
        "Malcolm X. | Hij werd vermoord.",
        "Karel V. | Hij deed afstand in 1555.",
        "Elizabeth I. | Zij regeerde lang.",
        "Koning Willem I. | Daarna kwam Willem II. | Toen Willem III.",
    ]);
}

#[test]
fn references_go_on() {
    cuts(&[
        "Zie art. 25bis en artt. 3 en 4. | Daarin staat het.",
        "Kamerstuk 22 112, nr. 3456 en Kamerstuk 32 317, nr. 987. | Beide zijn openbaar.",
        "Dit staat op blz. 12 e.v. van het rapport.",
        "Dit staat in Stb. 2020, 118 en Stcrt. 2021, 4.",
        "Vgl. HR 3 mei 2010, NJ 2011, 3. | Dat arrest is oud.",
        "Zie o.a. Jansen et al. (2010) en De Vries (2011).",
        "De heer Jansen c.s. diende een motie in.",
        "Op 5 maart jl. sprak de Raad. | Op 8 en 9 dec. jl. ook.",
        "De Raad komt op 5 maart a.s. bijeen.",
        "Bij brief d.d. 3 mei 2021 is gevraagd om stukken.",
        "Conform artikel 4.3.1. van het besluit. | Dat geldt nog.",
        "Zie fig. 3 en tab. 4. | Zie ook afb. 5.",
        "Hij werd in jan. 1950 geboren en in dec. 2001 begraven.",
        "De Ver. Eigen Huis en de Gebr. Bever doen mee.",
        "In de Pb. EG L 12 staat het.",
        "Opus nr. 5 en Op. 25 van Chopin. | Nr. 6 is mooier.",
        "COM (2022) 546 is aangeboden. | COM(2021) 3 nog niet.",
    ]);
}

#[test]
fn connecting_abbreviations_go_on() {
    cuts(&[
        "De Commissie noemt o.a. De Nederlandsche Bank en m.n. Frankrijk.",
        "T.a.v. België en t.o.v. Duitsland is er verschil.",
        "Dit geldt m.b.t. Europa, d.w.z. de EU, m.u.v. Denemarken.",
        "Het koor zingt o.l.v. Ton Koopman.",
        "Er kwamen ca. 300 mensen, resp. 200 mannen en 100 vrouwen.",
        "Jan Jansen (geb. 1950) en Piet (overl. 2001) waren broers.",
        "Marie Curie, geb. Sklodowska, won twee keer.",
        "Zgn. Robin Hood-banken, bijv. ABN, i.p.v. spaarbanken.",
        "Dat is incl. BTW en excl. Verzendkosten.",
        "I.v.m. Pasen is de zaak dicht. | N.a.v. Kamervragen ook.",
        "Hij kwam i.s.m. Unicef en n.a.v. de oproep.",
        "Dit vindt plaats a.d. IJssel en a.h.w. Zonder voorbereiding.",
    ]);
}

#[test]
fn abbreviations_at_an_end_end() {
    cuts(&[
        "Er waren appels, peren enz. | De Raad sprak erover.",
        "Er waren boten, auto's etc. | Nederland deed niet mee.",
        "De bijeenkomst is op 3 mei a.s. | Daarna volgt een brief.",
        "Dat gebeurde op 5 maart jl. | Nederland was afwezig.",
        "De motie is van het lid Jansen c.s. | Zij kreeg steun.",
        "Het bedrijf is een N.V. | Het werd in 1920 opgericht.",
        "Philips N.V. Eindhoven leverde de lampen.",
        "Hij werkt bij Jansen B.V. | De zaken gaan goed.",
        "Apple Inc. Cupertino groeide. | Microsoft Corp. | Het daalde.",
        "Hij stierf in 44 v.Chr. | Zijn zoon volgde hem op.",
        "De stad werd rond 50 v. Chr. gesticht. | In 12 n.Chr. brandde zij af.",
        "Het kostte 3 mln. euro. | Nu is het 5 mld. | Dat is te veel.",
        "Hij woont in de V.S. | De rest van de familie niet.",
        "Hij kwam uit Washington D.C. | Zij uit New York.",
        "Neem vitamine C. | Het helpt niet.",
        "Zij had hepatitis B. | De arts zei niets.",
        "Zie bijlage A. | In bijlage B staat meer.",
        "Messen, vorken e.d. | Ook lepels.",
        "De vergadering is om 9 p.m. | Kom op tijd.",
        "Dat was Van Dijk sr. | Hij was oud.",
    ]);
}

#[test]
fn quotes_stay_with_their_sentence() {
    cuts(&[
        "‘Dat is goed.’ | Daarna ging hij.",
        "'Dat is goed', zei hij. | 'We gaan.'",
        "\"Kom je?\" vroeg zij. | \"Nee\", zei hij. | \"Ik blijf.\"",
        "“Wij steunen dit!” riep de man. | “Echt waar.”",
        "Hij zei: 'Ik kom niet. | Ik blijf thuis.' | Toen hing hij op.",
        "«Vaak», zei zij. | «Altijd.» | Hij zweeg.",
        "De film ‘Wie is bang?’ draait nog. | Het boek ‘Hoera!’ is uit.",
        "‘Waarom?’ vroeg Jan. | ‘Daarom!’, riep Piet.",
        "Hij noemde het ‘een ramp’. | Zij ook.",
        "Hij las ‘De avonden’. | ‘De donkere kamer’ las hij niet.",
        "„Dat klopt.” | „Nee.”",
    ]);
    cuts(&[
        "\"Het is 'mooi'.\" | \"Ja.\"",
        "Zij zong 'Yesterday'. | 't Was mooi.",
        "Hij vroeg: \"Wat nu?\" | Niemand wist het.",
        "' Dat is goed . ' | ' We gaan . '",
        "\" Kom je ? \" vroeg zij . | \" Nee \" , zei hij .",
        "De auto's, foto's en baby's. | Jan's fiets.",
        "Dat zei de ‘N.V.’. | Nu niet meer.",
    ]);
}

#[test]
fn a_quotation_in_the_midst_of_a_sentence_does_not_end_it() {
    cuts(&[
        "Ik bied u het rapport «Goed wonen. Een pleidooi voor hofjes» aan. | Daarna volgt meer.",
        "De nota ‘Water vraagt ruimte. Wie geeft? Wie neemt?’ is af. | Zij telt tien bladzijden.",
        "Zij schreef “Ruim baan. Over sporen”, een boekje. | Het is uit.",
        "Hij las „Vrij. Een brief”. | Toen sliep hij.",
        "Dit staat in \"Naar zee. Visie op havens\" en in de bijlage. | Lees beide.",
        "Zij noemde het «Een stap. Geen sprong.» en ging. | Klaar.",
    ]);
    // what is no title, or is not closed, ends as before
    cuts(&[
        "Hij noemde dat «Een feest. | Een groot feest.» | Toen ging hij.",
        "De minister zei ‘ja. | Daarna volgde de stemming.",
        "De foto’s waren op. | Zij kocht ‘s avonds nieuwe. | De foto’s zijn mooi.",
    ]);
}

#[test]
fn a_quotation_behind_a_colon_stays_with_who_says_it() {
    cuts(&[
        "Hij zei: «Ik kom. Ik blijf.» | Toen ging hij.",
        "De brief luidt: \"Ik ben boos. U moet gaan! Nu.\" | Ik begrijp dat.",
        "Zij schreef: “Ik kom. Ik blijf”. | Toen ging zij.",
        "Het plan is: ‘Minder regels.’ | Meer niet.",
    ]);
    let long = "De zin is lang genoeg. ".repeat(14);
    let cut = split(&format!("Hij zei: «{long}Klaar.» Toen ging hij.")).len();
    assert_eq!(cut, 16, "a quotation of more than 300 characters");
}

#[test]
fn brackets_stay_with_their_sentence() {
    cuts(&[
        "Hij kwam (was dat zo?) Jan groeten. | Daarna ging hij.",
        "Jansen (geb. A. de Vries. Amsterdam, 1950) schreef veel.",
        "Het werkt (zie art. 5). | Dat is mooi.",
        "Hij vertrok. | (Zij bleef.) | Toen werd het stil.",
        "Hij vertrok. | (Zij bleef. | Dat was zo.) | Toen werd het stil.",
        "In 1980 (?) Amsterdam verlaten.",
        "Zij zei dat (...) Nederland tekende. | [...] Daarna niets.",
        "De stad (ca. 12.000 inw.) ligt aan de Maas.",
        "Dat is zo (zie bijlage). | Verder niets.",
        "Het rapport is klaar (Dit is een hele zin tussen haakjes.) | Daarna volgt de rest.",
        "De zin eindigt.[12] | De volgende begint.[3] | Klaar.",
        "De Universiteit (U.S.) Berkeley won.",
        "Het team (incl. J. Jansen) won (!) Goud.",
    ]);
}

#[test]
fn lists_in_a_sentence_stay_whole() {
    cuts(&[
        "De prioriteiten zijn: 1) Handel, 2) Veiligheid, 5). Arbeids- en talentmobiliteit. | De strategie is nieuw.",
        "1. De Commissie stelt dit voor. | 2. De Raad besluit.",
        "Er zijn drie doelen: 1. Groei; 2. Banen; 3. Rust. | Meer niet.",
        "a. Het kabinet steunt dit. | b. De Kamer niet.",
        "2.1. De inzet is helder. | 2.2. De kosten niet.",
        "3) Een begin. | Een einde.",
        "I. Inleiding van het werk.",
        "De 1. FC Köln won. | De 2. Bundesliga begint op 12. Mai.",
    ]);
}

#[test]
fn unusual_marks_do_not_end() {
    cuts(&[
        "Yahoo! Mail is traag. | Wham! Rap ook.",
        "Ga naar www.nu.nl of mail jan@kpn.nl. | Daarna bel je.",
        "Booking.com en ASP.NET bestaan. | Node.js ook.",
        "PM2.5 en PM10 zijn fijn stof. | CO2 niet.",
        "Versie 2.0.1 is uit. | Versie 3.0 niet.",
        "De 3.000 leden kwamen om 9.00 uur.",
        "Dat is nr. 1! roept hij.",
        "Wie? vroeg zij. | Niemand, zei hij.",
        "De score was 6-4, 3-6. | Federer won.",
        "Er was ... niemand.",
        "De z.g. Kleine Oorlog begon in 1810 o.l.v. Generaal De Kock.",
        "Hij komt uit Sint-Jans-Molenbeek. | Zij niet.",
        "De bvlg. Jansen tekende.",
        "Hij verbleef in het Stbl. Amsterdam.",
    ]);
}

#[test]
fn dashes_and_signs_may_begin_a_sentence() {
    cuts(&[
        "Hij zweeg. | – Ja, zei zij.",
        "Het kan. | – En dat is goed – niet waar.",
        "Dat is duur. | € 300 is te veel.",
        "Klaar. | • Punt een. | • Punt twee.",
        "Amsterdam – De brand is uit. | ANP – Rotterdam volgt.",
    ]);
}

#[test]
fn glued_sentences_are_parted_only_when_sure() {
    cuts(&["De bvlg.Jansen en St.Petersburg en Dr.Oetker blijven heel."]);
    let text = "Dat is gezegd.Daarna ging hij.";
    let found: Vec<&str> = split(text).into_iter().map(|r| &text[r]).collect();
    assert_eq!(found, ["Dat is gezegd.", "Daarna ging hij."]);
}

#[test]
fn headlines_without_mark_and_empty_texts() {
    assert!(split("").is_empty());
    assert!(split("  \n ").is_empty());
    cuts(&["Kabinet wil meer treinen", "...", "1.", "?!"]);
}

#[test]
fn ranges_cover_everything_but_white_space() {
    let text = "  Een.  Twee?\n Drie (4. Vijf) zes... zeven! ";
    let ranges = split(text);
    let kept: String = ranges.iter().map(|r| &text[r.clone()]).collect();
    let strip = |s: &str| s.split_whitespace().collect::<String>();
    assert_eq!(strip(&kept), strip(text));
}

#[test]
fn long_runs_of_marks_take_linear_time() {
    for part in [". ", ".", "a.", "… .", "(", "' .", "! ", "1. ", "a. "] {
        let text = part.repeat(40_000);
        let began = std::time::Instant::now();
        split(&text);
        assert!(began.elapsed().as_secs() < 5, "{part:?}");
    }
}

#[test]
fn news_as_it_is_written() {
    cuts(&[
        "AMSTERDAM (ANP) - De beurs sloot hoger. | De AEX won 1,2 procent op 534,20 punten.",
        "De wedstrijd eindigde in 2-2. | In de 88ste minuut scoorde Kluivert.",
        "Dat zegt dr. H. Jansen van de V.U. te Amsterdam. | Hij deed onderzoek.",
        "Volgens mr. J. C. van der Hoeven, adv.-gen. bij het hof, is dat zo.",
        "Wat nu? | Dat weet ir. A. Smit (57) ook niet.",
        "„Het is niet anders”, zegt hij. | „Wij gaan door.”",
        "De directeur (J. P. de Wit) zei: „Ja.” | De rest zweeg.",
        "Het kost f 3,50 per stuk. | Vroeger was dat f 2,-.",
        "Hij reed 3.45,2 op de 3000 m. | Dat is een record.",
        "Het bedrijf, Smit & Co. te Delft, sluit. | Er werken 12 man.",
        "De U.S.S.R. en de V.S. spraken over vrede. | Er kwam geen akkoord.",
        "De heer Th. J. Bakker overleed in St. Gallen. | Hij werd 80.",
        "In jan. en febr. daalde de prijs. | In mrt. steeg hij.",
        "De min. van Financiën zweeg. | De staatssecr. ook.",
        "Er waren ± 300 mensen. | Dat is ong. de helft.",
        "„Waarom?” | „Daarom.”",
        "Zij wonnen, aldus de K.N.V.B. | De bond is blij.",
        "Om 8 uur n.m. begon het. | Om 12 u. was het klaar.",
        "De N.V. Philips en de B.V. Jansen fuseren. | Dat meldt het A.N.P.",
        "Dat zei Jan. | Piet lachte. | Max en Jo. | Els niet.",
        "Hij is prof. | Hij voetbalt.",
        "De spits is Van der Burg. | Jansen staat op doel.",
        "Aldus Trouw. | De Volkskrant schrijft iets anders.",
    ]);
}

#[test]
fn an_encyclopedia_as_it_is_written() {
    cuts(&[
        "Willem Frederik Hermans (Amsterdam, 1 sept. 1921 – Utrecht, 27 april 1995) was een schrijver. | Hij won de P.C. Hooft-prijs.",
        "De plaats ligt ca. 12 km ten noorden van St.-Truiden en telt ca. 3.000 inw. per km².",
        "Julius Caesar (Rome, 13 juli 100 v.Chr. – aldaar, 15 maart 44 v.Chr.) was een veldheer. | Hij stak de Rubicon over.",
        "De soort werd in 1758 beschreven door L. Linnaeus. | De naam is geldig.",
        "Het album bevat o.m. 'Help!', 'Yesterday' en 'Act Naturally'. | Het verscheen in 1965.",
        "De band Therapy? uit Noord-Ierland speelde. | Panic! At The Disco niet.",
        "In 1830 werd België onafhankelijk; zie Belgische Revolutie. | Leopold I. was koning.",
        "De film Who's Afraid of Virginia Woolf? won vijf Oscars. | Het toneelstuk ook.",
        "Zij trouwde met dhr. A.B.C. d'Ansembourg. | Zij kregen drie kinderen.",
        "Het is de 3e stad van het land. | De 1e is Parijs.",
        "Nr. 5 Sqn. RAF vloog erheen. | No. 10 is de ambtswoning.",
        "Het woord komt van het Lat. 'rex'. | Het betekent koning.",
        "Van 1939 tot 1945 woedde WO II. | Daarna volgde WO III niet.",
        "Windows XP SP2, Mac OS X 10.4 en Linux 2.6.1 werken. | Windows 98 niet.",
        "De gemeente telt per 1 jan. 2005 12.345 inwoners. | De oppervlakte is 34,5 km².",
        "Zijn bekendste werk is 'O! O! O!' uit 1920.",
        "D66 en GroenLinks stemden tegen. | De PvdA voor.",
        "Het gen BRCA1 ligt op chromosoom 17q21. | Het werd in 1990 ontdekt.",
        "Het stuk is geschreven door J.M. Synge en W.B. Yeats. | Het is lang.",
        "Louis XIV. | Hij was de Zonnekoning.",
    ]);
}

#[test]
fn letters_as_they_are_written() {
    cuts(&[
        "Op 29 januari jl. publiceerde de Commissie COM (2022) 546. | Dit voorstel is aan uw Kamer gezonden d.d. 3 maart jl.",
        "Conform de motie-Van Dijk c.s. (Kamerstuk 21 501-20, nr. 1815) wordt uw Kamer geïnformeerd. | Dit gebeurt vóór 1 juli a.s.",
        "In art. 5, lid 2, onder b. van de verordening staat dit. | Zie ook overweging 12.",
        "Dit betreft o.a. het MFK (art. 312 VWEU) en het EMB. | De Raad beslist met g.m.",
        "Het tarief stijgt van 0,3% naar 0,5%. | 27 lidstaten stemden in.",
        "Het kabinet hecht aan de rechtsstaat, cq. de toegang tot het recht. | Dit is een kernwaarde.",
        "Hiertoe stelt de Commissie voor: (i) een fonds; (ii) een agentschap; en (iii) een verordening. | Het kabinet steunt (i) en (ii).",
        "De gasprijs bedraagt € 30 p/MWh. | Vorig jaar was dat € 90.",
        "Dit is toegezegd tijdens het CD RBZ van 3 mei jl. | In deze brief ga ik daarop in.",
        "Ja. | Zie mijn antwoord op vraag 2.",
        "Nee, dat deel ik niet. | Het is aan de lidstaten (zie ook antwoord 3).",
        "Zoals vermeld in Stcrt. 2022, nr. 1234 en Pb. EU L 119. | De regels gelden.",
    ]);
}

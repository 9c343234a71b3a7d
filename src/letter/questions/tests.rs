use super::*;

fn blocks(parts: &[(BlockKind, &str)]) -> (String, Vec<Block>) {
    let mut text = String::new();
    let mut blocks = Vec::new();
    for (kind, part) in parts {
        let start = text.len();
        text.push_str(part);
        blocks.push(Block::new(*kind, start..text.len()));
        text.push('\n');
    }
    (text, blocks)
}

fn kinds(parts: &[(BlockKind, &str)]) -> Vec<BlockKind> {
    let (text, mut blocks) = blocks(parts);
    set_aside(&text, &mut blocks);
    blocks.into_iter().map(|block| block.kind).collect()
}

const HEADING: BlockKind = BlockKind::Heading { level: 2 };

#[test]
fn questions_are_set_aside_and_answers_stay() {
    let found = kinds(&[
        (HEADING, "Vraag 1"),
        (BlockKind::Paragraph, "Klopt het dat de trein te laat is?"),
        (HEADING, "Antwoord 1"),
        (BlockKind::Paragraph, "Ja."),
        (BlockKind::Paragraph, "Waarom dan? Dat weet ik niet."),
        (HEADING, "Overig"),
        (BlockKind::Paragraph, "Meer is er niet."),
    ]);
    use BlockKind::{Aside, Paragraph};
    assert_eq!(
        found,
        [
            Aside, Aside, HEADING, Paragraph, Paragraph, HEADING, Paragraph
        ]
    );
}

/// Blocks with the titles and questions of the answers among them.
fn answered(parts: &[(BlockKind, &str)]) -> Vec<(String, String)> {
    let (text, mut blocks) = blocks(parts);
    let mut answers = set_aside(&text, &mut blocks);
    assert!(answers.any);
    let mut told = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let asked = answers.questions.remove(&at).unwrap_or_default();
        let asked: Vec<String> = asked
            .into_iter()
            .map(|q| format!("{}: {}", q.title, q.text))
            .collect();
        if block.kind != ASIDE {
            let title = answers.titles.remove(&at);
            told.push((title.unwrap_or_else(|| block.text(&text)), asked.join("; ")));
        }
    }
    told
}

const CAPTION: (BlockKind, &str) = (
    ASIDE,
    "Antwoord van minister De Wit (Veren) (ontvangen 4 april 2031)",
);

#[test]
fn numbers_tell_the_questions_of_answers_without_headings() {
    let found = answered(&[
        CAPTION,
        (ASIDE, "1"),
        (TEXT, "Kent u het bericht «Veer te laat»? 1)"),
        (TEXT, "Ja."),
        (
            TEXT,
            "2\nDeelt u de mening dat het veer faalt? Zo nee, waarom niet?",
        ),
        (TEXT, "Nee. Het veer levert goede prestaties."),
        (TEXT, "3. Klopt het dat u 2 veren koopt? Ja, dat klopt."),
        (TEXT, "4. Nog een veer is niet nodig."),
    ]);
    let told = |title: &str, asked: &str| (title.to_owned(), asked.to_owned());
    assert_eq!(
        found,
        [
            told(
                "Antwoord 1",
                "Vraag 1: Kent u het bericht «Veer te laat»? 1)"
            ),
            told("Ja.", ""),
            told(
                "Antwoord 2",
                "Vraag 2: Deelt u de mening dat het veer faalt? Zo nee, waarom niet?"
            ),
            told("Nee. Het veer levert goede prestaties.", ""),
            told("Antwoord 3", "Vraag 3: Klopt het dat u 2 veren koopt?"),
            told("Ja, dat klopt.", ""),
            told("4. Nog een veer is niet nodig.", ""),
        ]
    );
}

#[test]
fn a_list_of_things_to_ask_is_no_list_of_questions() {
    let parts = [
        CAPTION,
        (TEXT, "1. Wat kost een veer? Dat hangt ervan af."),
        (TEXT, "2. Wie betaalt het? De regio."),
    ];
    let (text, mut blocks) = blocks(&parts);
    let before = blocks.clone();
    set_aside(&text, &mut blocks);
    assert_eq!(blocks, before);
    // nor without a head that says who answers
    let parts = [(TEXT, "1. Deelt u die mening?"), (TEXT, "Ja.")];
    let (text, mut blocks) = self::blocks(&parts);
    let before = blocks.clone();
    assert!(!set_aside(&text, &mut blocks).any);
    assert_eq!(blocks, before);
}

#[test]
fn questions_without_heading_are_known_by_their_mark() {
    let found = kinds(&[
        (BlockKind::Paragraph, "Hieronder de antwoorden."),
        (BlockKind::ListItem, "Klopt het dat de trein te laat is?"),
        (HEADING, "Antwoord"),
        (BlockKind::Paragraph, "Ja."),
    ]);
    assert_eq!(found[..2], [BlockKind::Paragraph, BlockKind::Aside]);
}

const TEXT: BlockKind = BlockKind::Paragraph;
const ASIDE: BlockKind = BlockKind::Aside;

#[test]
fn the_number_that_is_due_begins_a_question() {
    let found = kinds(&[
        (TEXT, "Hieronder de antwoorden."),
        (TEXT, "1."),
        (TEXT, "Kent u het bericht?"),
        (HEADING, "Antwoord vraag 1"),
        (TEXT, "Ja."),
        (TEXT, "2."),
        (
            TEXT,
            "Vindt u dat ook? Dit moet anders. Wij willen dat niet.",
        ),
        (TEXT, "Het is onnodig."),
        (HEADING, "Antwoord"),
        (TEXT, "Nee."),
        (TEXT, "3. Ik vind het raar. Wat gaat u doen?"),
        (TEXT, "4. Wij zijn tegen."),
        (HEADING, "Antwoord op vraag 3 en 4:"),
        (TEXT, "Niets."),
    ]);
    assert_eq!(
        found,
        [
            TEXT, ASIDE, ASIDE, HEADING, TEXT, ASIDE, ASIDE, ASIDE, HEADING, TEXT, ASIDE, ASIDE,
            HEADING, TEXT
        ]
    );
}

#[test]
fn numbers_alone_on_a_line_begin_questions_and_those_of_pages_do_not() {
    let alone = kinds(&[
        (ASIDE, "1"),
        (
            TEXT,
            "Ik ben tegen. Bent u dat ook? Zo niet, dan is dat jammer.",
        ),
        (HEADING, "Antwoord"),
        (TEXT, "Ja."),
        (HEADING, "2 en 3"),
        (TEXT, "Deelt u die mening? Zo nee, dan niet."),
        (HEADING, "Antwoord"),
        (TEXT, "Nee."),
    ]);
    assert_eq!(
        alone,
        [ASIDE, ASIDE, HEADING, TEXT, ASIDE, ASIDE, HEADING, TEXT]
    );
    let page = kinds(&[
        (HEADING, "Antwoord 1"),
        (TEXT, "Het kabinet is hier voor."),
        (ASIDE, "2"),
        (TEXT, "De regels blijven."),
        (TEXT, "Kunt u dat toelichten?"),
        (HEADING, "Antwoord 2"),
        (TEXT, "Ja."),
    ]);
    assert_eq!(page, [HEADING, TEXT, ASIDE, TEXT, ASIDE, HEADING, TEXT]);
}

#[test]
fn a_list_in_an_answer_is_no_question() {
    let found = kinds(&[
        (HEADING, "Antwoord 1"),
        (BlockKind::ListItem, "1. Het kabinet is tegen."),
        (BlockKind::ListItem, "2. Het kabinet is voor."),
        (TEXT, "Kunt u dat toelichten?"),
        (HEADING, "Antwoord 2"),
        (TEXT, "Ja."),
    ]);
    use BlockKind::ListItem;
    assert_eq!(found, [HEADING, ListItem, ListItem, ASIDE, HEADING, TEXT]);
}

#[test]
fn what_members_bring_forward_goes_with_its_headings_up_to_the_answer() {
    let found = kinds(&[
        (HEADING, "Inbreng van de leden van de VVD-fractie"),
        (TEXT, "Wij verwelkomen het plan."),
        (HEADING, "Kosten"),
        (TEXT, "Deze leden zijn kritisch."),
        (HEADING, "Vraag van het lid Bos"),
        (TEXT, "Het is te duur."),
        (HEADING, "Reactie van de minister"),
        (TEXT, "Het kabinet steunt het plan."),
        (HEADING, "Vragen van de leden van de CDA-fractie"),
        (TEXT, "Het kabinet antwoordt hieronder niet meer."),
    ]);
    assert_eq!(found[..6], [ASIDE; 6]);
    assert_eq!(found[6..], [HEADING, TEXT, HEADING, TEXT]);
}

#[test]
fn an_answer_takes_the_numbers_of_its_questions() {
    let titles = |parts: &[(BlockKind, &str)]| {
        let (text, mut blocks) = blocks(parts);
        let answers = set_aside(&text, &mut blocks);
        answers.titles.into_values().collect::<Vec<_>>()
    };
    let found = titles(&[
        (HEADING, "Vraag 1"),
        (TEXT, "Klopt dat?"),
        (HEADING, "Antwoord"),
        (TEXT, "Ja."),
        (HEADING, "Vraag 2"),
        (TEXT, "Klopt dat?"),
        (HEADING, "Vraag 3"),
        (TEXT, "En dat?"),
        (HEADING, "Vraag 4"),
        (TEXT, "En dat?"),
        (HEADING, "Antwoord van de minister"),
        (TEXT, "Ja."),
        (TEXT, "5. Waarom doet u dat?"),
        (TEXT, "6. Is dat nodig?"),
        (HEADING, "Antwoord"),
        (TEXT, "Ja."),
        (HEADING, "Vraag 7"),
        (TEXT, "Klopt dat?"),
        (HEADING, "Antwoord 7"),
        (TEXT, "Ja."),
    ]);
    let expected = [
        "Antwoord 1",
        "Antwoord van de minister op vraag 2, 3 en 4",
        "Antwoord 5 en 6",
    ];
    assert_eq!(found, expected);
}

/// Of each answer the questions that it is to, as `title: text`.
fn questions(parts: &[(BlockKind, &str)]) -> Vec<Vec<String>> {
    let (text, mut blocks) = blocks(parts);
    let answers = set_aside(&text, &mut blocks).questions.into_values();
    let shown = |question: Question| format!("{}: {}", question.title, question.text);
    answers
        .map(|asked| asked.into_iter().map(shown).collect())
        .collect()
}

#[test]
fn an_answer_has_the_questions_before_it() {
    let found = questions(&[
        (HEADING, "Vraag 1 (van het lid Bos)"),
        (TEXT, "Klopt dat?"),
        (ASIDE, "2"),
        (TEXT, "Zo ja, waarom?"),
        (HEADING, "Antwoord 1"),
        (TEXT, "Ja."),
        (HEADING, "Vraag 2"),
        (TEXT, "En dit?"),
        (HEADING, "Vraag 3"),
        (TEXT, "En dat?"),
        (HEADING, "Antwoord vraag 2 en 3"),
        (TEXT, "Nee."),
        (TEXT, "4."),
        (TEXT, "Wij zijn tegen. Bent u dat ook?"),
        (HEADING, "Antwoord"),
        (TEXT, "Nee."),
        (TEXT, "Wat nu?"),
        (HEADING, "Antwoord 5"),
        (TEXT, "Niets."),
        (HEADING, "Antwoord 6"),
        (TEXT, "Niets."),
        (HEADING, "Inbreng van de leden van de VVD-fractie"),
        (TEXT, "Wij zijn voor."),
        (HEADING, "Kosten"),
        (TEXT, "Het is duur."),
        (HEADING, "Reactie van het kabinet"),
        (TEXT, "Het kabinet ook."),
    ]);
    let expected: [&[&str]; 6] = [
        &["Vraag 1 (van het lid Bos): Klopt dat?\nZo ja, waarom?"],
        &["Vraag 2: En dit?", "Vraag 3: En dat?"],
        &["Vraag 4: Wij zijn tegen. Bent u dat ook?"],
        &["Vraag 5: Wat nu?"],
        &[],
        &["Inbreng van de leden van de VVD-fractie: Wij zijn voor.\nKosten\nHet is duur."],
    ];
    assert_eq!(found, expected);
}

#[test]
fn questions_that_are_listed_first_go_to_their_answers_once() {
    let listed = questions(&[
        (HEADING, "Vragen"),
        (TEXT, "1. Klopt dat?"),
        (TEXT, "2. En dit?"),
        (TEXT, "3. En dat? Namelijk:"),
        (BlockKind::ListItem, "1. een"),
        (TEXT, "4. Tot slot?"),
        (HEADING, "Antwoord 1"),
        (TEXT, "Ja."),
        (HEADING, "Antwoord 2 en 4"),
        (TEXT, "Nee."),
        (HEADING, "Antwoord 3"),
        (TEXT, "Nee."),
    ]);
    let expected: [&[&str]; 3] = [
        &["Vraag 1: Klopt dat?"],
        &["Vraag 2: En dit?", "Vraag 4: Tot slot?"],
        &["Vraag 3: En dat? Namelijk:\n1. een"],
    ];
    assert_eq!(listed, expected);
    let repeated = questions(&[
        (HEADING, "Vraag 1"),
        (TEXT, "Klopt dat?"),
        (HEADING, "Vraag 2"),
        (TEXT, "En dit?"),
        (HEADING, "Vraag 1"),
        (TEXT, "Klopt  dat?"),
        (HEADING, "Antwoord 1"),
        (TEXT, "Ja."),
        (HEADING, "Vraag 2"),
        (TEXT, "En nu dit?"),
        (HEADING, "Antwoord 2"),
        (TEXT, "Nee."),
        (HEADING, "Antwoord 2"),
        (TEXT, "Nog eens."),
    ]);
    let expected: [&[&str]; 3] = [&["Vraag 1: Klopt dat?"], &["Vraag 2: En nu dit?"], &[]];
    assert_eq!(repeated, expected);
}

#[test]
fn questions_that_the_format_tells_end_where_it_says() {
    const ASKED: BlockKind = BlockKind::Question;
    let parts = [
        (ASKED, "Vraag 1"),
        (ASKED, "Klopt dat?"),
        (HEADING, "Antwoord"),
        (TEXT, "Ja."),
        (ASKED, "Vraag 2"),
        (ASKED, "En dit?"),
        (TEXT, "Nee."),
        (ASKED, "En wat nu?"),
        (HEADING, "Antwoord 3"),
        (TEXT, "Niets."),
    ];
    let expected: [&[&str]; 2] = [&["Vraag 1: Klopt dat?"], &["Vraag 3: En wat nu?"]];
    assert_eq!(questions(&parts), expected);
    let kept = kinds(&parts);
    let asked = |at: &usize| parts[*at].0 == ASKED;
    assert!(
        (0..parts.len()).all(|at| (kept[at] == ASIDE) == asked(&at)),
        "{kept:?}"
    );
}

#[test]
fn a_heading_over_answers_with_headings_of_their_own_takes_no_question() {
    let found = questions(&[
        (HEADING, "Vragen"),
        (TEXT, "1. Klopt dat?"),
        (TEXT, "2. En dit?"),
        (HEADING, "Antwoorden"),
        (ASIDE, "2"),
        (HEADING, "Antwoord 1"),
        (TEXT, "Ja."),
        (HEADING, "Antwoord 2"),
        (TEXT, "Nee."),
    ]);
    let expected: [&[&str]; 2] = [&["Vraag 1: Klopt dat?"], &["Vraag 2: En dit?"]];
    assert_eq!(found, expected);
}

#[test]
fn items_of_a_list_of_questions_count_themselves() {
    use BlockKind::ListItem;
    let found = questions(&[
        (HEADING, "Vragen:"),
        (ListItem, "Klopt dat?"),
        (ListItem, "En dit?"),
        (HEADING, "Antwoord 2"),
        (TEXT, "Ja."),
        (HEADING, "Vraag"),
        (TEXT, "Wat vindt u van:"),
        (ListItem, "het plan;"),
        (HEADING, "Antwoord"),
        (TEXT, "Niets."),
    ]);
    let expected: [&[&str]; 2] = [
        &["Vraag 2: En dit?"],
        &["Vraag: Wat vindt u van:\nhet plan;"],
    ];
    assert_eq!(found, expected);
}

#[test]
fn numbers_alone_on_a_line_part_questions_that_are_listed() {
    let found = questions(&[
        (ASIDE, "1"),
        (TEXT, "Klopt dat?"),
        (ASIDE, "2"),
        (TEXT, "En dit?"),
        (HEADING, "Antwoord 1"),
        (TEXT, "Ja."),
        (HEADING, "Antwoord 2"),
        (TEXT, "Nee."),
    ]);
    let expected: [&[&str]; 2] = [&["Vraag 1: Klopt dat?"], &["Vraag 2: En dit?"]];
    assert_eq!(found, expected);
}

#[test]
fn questions_among_the_answers_are_told() {
    let section = |texts: &[&str]| {
        let sentence = |text: &&str| crate::letter::Sentence {
            text: (*text).to_owned(),
            ..Default::default()
        };
        vec![Section {
            sentences: texts.iter().map(sentence).collect(),
            ..Section::default()
        }]
    };
    let told = doubt(&section(&[
        "Ja.",
        "Bent u bereid dat te doen?",
        "Ziet u dat?",
    ]))
    .unwrap();
    assert!(
        told.starts_with("2 sentences among") && told.ends_with("“Bent u bereid dat te doen?”")
    );
    assert_eq!(
        doubt(&section(&["Waarom is dat zo?", "U vraagt mij dat."])),
        None
    );
}

#[test]
fn only_a_block_that_begins_its_line_has_its_number() {
    let number = |text: &str, at: usize| {
        question_number(text, &Block::new(TEXT, at..text.len())).map(|n| n.text.to_owned())
    };
    assert_eq!(number("2. Klopt dat?", 0).as_deref(), Some("2"));
    assert_eq!(number("Ja.\n> 12. Klopt dat?", 10).as_deref(), Some("12"));
    let cell = format!("3. {} | Klopt dat?", "a".repeat(LEAD));
    assert_eq!(number(&cell, cell.len() - 11), None);
    assert_eq!(number(&format!("{}1", "1 ".repeat(1_000)), 0), None);
}

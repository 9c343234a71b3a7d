use super::super::lower_case;
use super::*;

#[test]
fn the_lexicon_that_ships_is_read_whole() {
    let lexicon = Lexicon::parse(LEXICON).unwrap();
    assert_eq!(lexicon.len(), Lexicon::dutch().len());
    let lines: Vec<&str> = LEXICON
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with(['#', '[']))
        .collect();
    let classes = lines.iter().filter(|l| l.contains(" = ")).count();
    assert_eq!(lexicon.len(), lines.len() - classes);
    for (number, line) in lines.iter().enumerate() {
        assert!(!lines[..number].contains(line), "`{line}` stands twice");
        for part in line.split_whitespace() {
            let choices: Vec<&str> = part.split('|').collect();
            let twice = (1..choices.len()).find(|&n| choices[..n].contains(&choices[n]));
            assert_eq!(twice.map(|n| choices[n]), None, "twice in `{line}`");
        }
    }
}

#[test]
fn words_are_lower_case_and_commas_stand_alone() {
    let lower = lower_case("Het kabinet (o.a. de NGO’s) steunt dit, «ook» in BNC-fiches?");
    let words = Lexicon::dutch();
    let found: Vec<&str> = words.words(&lower).iter().map(|w| w.text).collect();
    let expected = "het kabinet o a de ngo's steunt dit , ook in bnc-fiches ?";
    assert_eq!(found.join(" "), expected);
}

#[test]
fn a_class_stands_for_its_words() {
    let text = "<klacht> = kritiek|zorg*\n<alles> = <klacht>|wens\n[steunt vrij]\ndie <klacht>|roep weg\n<alles> op\n";
    let lexicon = Lexicon::parse(text).unwrap();
    let found = |sentence: &str| -> Vec<String> {
        let matches = lexicon.matches(&lexicon.words(sentence));
        (matches.iter())
            .map(|m| lexicon.name(m).to_owned())
            .collect()
    };
    for sentence in ["die kritiek weg", "die zorgen weg", "die roep weg"] {
        assert_eq!(found(sentence), ["die kritiek weg"], "{sentence}");
    }
    assert_eq!(found("die wens weg"), [""; 0]);
    for sentence in ["kritiek op", "zorg op", "wens op"] {
        assert_eq!(found(sentence), ["kritiek op"], "{sentence}");
    }
}

#[test]
fn a_broken_lexicon_is_named_with_its_line() {
    for (text, line) in [
        ("steunt\n", 1),
        ("[steun zender]\n", 1),
        ("[zender]\n\n... x\n", 3),
        ("[zender]\n<z> en ik\n", 2),
        ("[steunt vrij]\n<klacht> weg\n", 2),
        ("[steunt vrij]\nik|<z> blij\n", 2),
        ("<klacht> = kritiek\n<klacht> = zorg\n", 2),
        ("klacht = kritiek\n", 1),
        ("[steunt vrij]\nklacht = kritiek\n", 2),
        ("<z> = kritiek\n", 1),
    ] {
        let error = Lexicon::parse(text).unwrap_err();
        assert_eq!(error.place().line, Some(line), "{error}");
    }
}

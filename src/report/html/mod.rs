//! The letter view: one self-contained page that people read, check and correct; several letters become one report.
//!
//! The page asks nothing of the network, and its content security policy lets nothing run but the one script of ours, known by its hash.
//! Everything from the letter passes through [`maud`], which escapes it; what the script needs stands in the page as JSON with `<`, `>` and
//! `&` escaped.

mod data;
mod group;
mod head;
mod letter;
mod overview;
mod parts;
mod question;
mod sentence;
mod timeline;

pub(crate) use head::head;
pub(crate) use sentence::UNLABELLED;

use super::labelled::{LabelledLetter, letter_name};
use super::text::{clean, unread};
use super::{Output, unwritable};
use crate::error::Result;
use crate::stance::Labels;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::collections::{HashMap, HashSet};
use std::io::Write;

pub(crate) const STYLE: &str = include_str!("letter.css");
const SCRIPT: &str = concat!(
    "\"use strict\";\n{\n",
    include_str!("script/sentences.js"),
    include_str!("script/corrections.js"),
    include_str!("script/find.js"),
    include_str!("script/inspector.js"),
    include_str!("script/copy.js"),
    include_str!("script/keys.js"),
    "}\n",
);

/// Collects letters and writes one page at the end: the letter view, or a report where there are several.
#[derive(Debug, Clone, Default)]
pub struct Html {
    letters: Vec<LabelledLetter>,
    unread: Option<String>,
}

impl Html {
    /// Starts a page.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Output for Html {
    fn letter(&mut self, letter: LabelledLetter, _: &mut dyn Write) -> Result<()> {
        self.letters.push(letter);
        Ok(())
    }

    fn unread(&mut self, names: &[String], of: usize) {
        self.unread = Some(unread(names, of));
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<()> {
        let page = laid_out(&self.letters, self.unread.as_deref()).into_string();
        out.write_all(page.as_bytes()).map_err(unwritable)?;
        out.flush().map_err(unwritable)
    }
}

/// The page of one letter or several of the same model.
pub fn page(letters: &[LabelledLetter]) -> String {
    laid_out(letters, None).into_string()
}

/// The page, with what it says of letters that are missing.
fn laid_out(letters: &[LabelledLetter], unread: Option<&str>) -> Markup {
    let no_labels = Labels::from_data([]);
    let labels = letters.first().map_or(&no_labels, |l| &l.labels);
    let title = match letters {
        [one] => clean(one.file_name()).into_owned(),
        many => format!(
            "Positions in {}",
            crate::numbers::count(many.len(), "letter")
        ),
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(&title, Some(SCRIPT), &[STYLE]))
            body {
                a.skip href="#letter" { "To the text" }
                (parts::bar(labels, letters))
                main {
                    @if let Some(unread) = unread { p.warning { "⚠ " (unread) } }
                    @match letters {
                        [one] => (letter::article(one, one.name(), "", 0)),
                        many => {
                            (overview::overview(many, &title))
                            @for (i, (one, name)) in many.iter().zip(titles(many)).enumerate() {
                                (letter::article(one, &name, &prefix(i), i))
                            }
                        }
                    }
                    @if !letters.is_empty() { (parts::corrections(letters)) }
                    (parts::model(letters))
                }
                (parts::inspector(labels))
                (parts::help())
                script type="application/json" id="data" { (PreEscaped(data::json(letters))) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// What stands before every id of one letter of a report.
fn prefix(letter: usize) -> String {
    format!("l{}-", letter + 1)
}

/// What each letter is called where people read it: its name, and where others have that name too the shortest end of
/// its path that tells it apart (`2030/brief.txt`, or `brief.pdf` beside `brief.txt`).
fn titles(letters: &[LabelledLetter]) -> Vec<String> {
    let sources: Vec<&str> = letters.iter().map(|l| l.letter.source.as_str()).collect();
    let mut named: HashMap<&str, usize> = HashMap::new();
    for source in &sources {
        *named.entry(letter_name(source)).or_default() += 1;
    }
    // how many paths have an end
    let mut ending: HashMap<&str, usize> = HashMap::new();
    let distinct: HashSet<&str> = sources.iter().copied().collect();
    for end in distinct.iter().flat_map(|source| ends(source)) {
        *ending.entry(end).or_default() += 1;
    }
    let title = |source: &&str| match letter_name(source) {
        name if named.get(name) == Some(&1) => name.to_owned(),
        _ => ends(source)
            .find(|end| ending.get(end) == Some(&1))
            .unwrap_or(source)
            .to_owned(),
    };
    sources.iter().map(title).collect()
}

/// The ends of a path in whole parts, the shortest first and itself last.
fn ends(path: &str) -> impl Iterator<Item = &str> {
    let parts = path.rmatch_indices(['/', '\\']).map(|(at, _)| at + 1);
    let ends = parts.filter_map(|at| path.get(at..));
    ends.filter(|end| !end.is_empty()).chain([path])
}

/// A title that a narrow window breaks between the parts of a path first.
fn breakable(title: &str) -> Markup {
    html! { @for part in clean(title).split_inclusive(['/', '\\']) { (part) @if part.ends_with(['/', '\\']) { wbr; } } }
}

/// The letters' names, which keep them apart: the whole path where a name is not the only one of its kind.
fn names(letters: &[LabelledLetter]) -> Vec<String> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for letter in letters {
        *count.entry(letter.name()).or_default() += 1;
    }
    let named = letters.iter().map(|letter| match count.get(letter.name()) {
        Some(1) => letter.name().to_owned(),
        _ => letter.letter.source.clone(),
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::super::summary::tests::{abstaining, build, letter, questions};
    use super::*;

    #[test]
    fn nothing_from_the_letter_becomes_markup() {
        let evil =
            "<script>alert('x')</script></script><img src=x onerror=alert(1)> \"&amp;\" ]]>\n=cmd";
        let cases: [(&str, &[f64]); 3] = [
            (evil, &[0.9, 0.1]),
            (evil, &[0.4, 0.6]),
            (evil, &[0.55, 0.45]),
        ];
        let mut letter = build(
            "\"><script>alert(2)</script>.txt",
            &["<b>eens", "on\"eens"],
            &[(evil, &cases), (evil, &cases)],
        );
        let metadata = &mut letter.letter.metadata;
        metadata.kind = Some(evil.to_owned());
        metadata.sender = Some(evil.to_owned());
        metadata.com = vec![evil.to_owned()];
        metadata.date = Some("2026-01-01<script>".to_owned());
        letter.letter.warnings = vec![evil.to_owned()];
        for section in &mut letter.letter.sections {
            section.questions = questions();
            section.questions.iter_mut().for_each(|question| {
                question.title = evil.to_owned();
                question.text = evil.to_owned();
            });
        }
        for letters in [vec![letter.clone()], vec![letter.clone(), letter]] {
            let text = page(&letters);
            assert_eq!(text.matches("<script").count(), 2);
            assert_eq!(text.matches("</script").count(), 2);
            assert!(!text.contains("<img") && !text.contains("<b>eens"));
        }
    }

    #[test]
    fn the_page_stands_alone() {
        let text = page(&[abstaining("a.txt"), letter("b.txt")]);
        for outside in ["http://", "https://", "src=", "@import", "url("] {
            let found = text.replace("url(#", "");
            assert!(!found.contains(outside), "{outside}");
        }
    }

    #[test]
    fn letters_of_one_name_are_told_apart_by_their_path() {
        let text = page(&[letter("a/brief.txt"), letter("b/brief.txt")]);
        for shown in [
            ">a/<wbr>brief.txt</a>",
            ">b/<wbr>brief.txt</h2>",
            "\"name\":\"a/brief.txt\"",
        ] {
            assert!(text.contains(shown), "{shown}");
        }
        assert_eq!(
            names(&[letter("a/een.txt"), letter("b/twee.txt")]),
            ["een", "twee"]
        );
        let titles = |sources: &[&str]| {
            let letters: Vec<LabelledLetter> =
                sources.iter().map(|source| letter(source)).collect();
            super::titles(&letters)
        };
        assert_eq!(
            titles(&[
                "/huis/map/2029/nr/brief.txt",
                "/huis/map/2030/nr/brief.txt",
                "/huis/map/2030/nr/brief.pdf",
                "/huis/map/2030/verslag.txt",
                "-",
            ]),
            [
                "2029/nr/brief.txt",
                "2030/nr/brief.txt",
                "brief.pdf",
                "verslag",
                "stdin"
            ]
        );
        assert_eq!(
            titles(&["brief.txt", "a/brief.txt"]),
            ["brief.txt", "a/brief.txt"]
        );
        assert_eq!(
            titles(&["a/brief.txt", "a/brief.txt"]),
            ["brief.txt", "brief.txt"]
        );
    }

    #[test]
    fn ids_are_unique_and_links_lead_somewhere() {
        for letters in [
            vec![abstaining("a.txt")],
            vec![abstaining("a.txt"), letter("a.txt"), letter("c.txt")],
        ] {
            let text = page(&letters);
            let page = scraper::Html::parse_document(&text);
            let all = |css: &str, attribute: &str| -> Vec<String> {
                page.select(&scraper::Selector::parse(css).unwrap())
                    .filter_map(|e| e.value().attr(attribute).map(str::to_owned))
                    .collect()
            };
            let mut ids = all("[id]", "id");
            let count = ids.len();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), count);
            for href in all("a[href]", "href") {
                let id = href.trim_start_matches('#').to_owned();
                assert!(ids.contains(&id), "{href}");
            }
            assert!(ids.contains(&if letters.len() == 1 { "s3" } else { "l2-s3" }.to_owned()));
        }
    }

    #[test]
    fn no_letters_and_other_label_sets_make_a_page_too() {
        assert!(page(&[]).contains("0 letters"));
        let p = [0.1, 0.1, 0.1, 0.1, 0.3, 0.1, 0.1, 0.1];
        let labels = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let eight = build("x.txt", &labels, &[("Kop", &[("Een zin.", &p)])]);
        let text = page(&[eight]);
        assert!(text.contains("data-label=\"7\"") && text.contains("tone-e"));
    }

    #[test]
    fn a_quote_in_the_report_has_its_list_items() {
        let mut letters = [letter("a.txt"), letter("b.txt")];
        letters[0].letter.sections[1].sentences[1].items =
            vec!["minder regels;".to_owned(), "meer <toezicht>.".to_owned()];
        let text = page(&letters);
        let quotes = &text[..text.find("<article").unwrap()];
        for item in ["<li>minder regels;</li>", "<li>meer &lt;toezicht&gt;.</li>"] {
            assert!(quotes.contains(item), "{quotes}");
        }
    }

    #[test]
    fn the_page_says_how_a_model_learns_from_whole_letters() {
        let letters = |n: usize| vec![letter("a.txt"); n];
        let command = |letters: &[LabelledLetter]| {
            let text = page(letters);
            let (_, rest) = text.split_once("<code class=\"command\">").unwrap();
            rest.split_once("</code>").unwrap().0.to_owned()
        };
        let own = "standpunt train --adapt=OWN.model --data EXPORT.csv --model NEW.model --allow-own-labels";
        assert_eq!(command(&letters(5)), own);
        assert_eq!(command(&letters(4)), format!("{own} --folds 0"));
        // one without a sentence is not exported
        let mut few = letters(4);
        few.push(build("leeg.txt", &["a", "b"], &[]));
        assert_eq!(command(&few), format!("{own} --folds 0"));
        assert!(page(&few).contains("From some twenty letters on"));
    }

    #[test]
    fn what_is_true_of_all_letters_is_told_once() {
        let text = page(&[abstaining("a.txt"), abstaining("b.txt")]);
        let at = text.find("Coverage 86%: 12 of 14 labels shown").unwrap();
        assert!(at < text.find("<article").unwrap());
        assert_eq!(text.matches("Coverage").count(), 1);
    }

    #[test]
    fn questions_stand_above_their_answer_long_ones_folded() {
        let mut letter = letter("a.txt");
        letter.letter.sections[1].questions = questions();
        letter.letter.sections[2].questions = questions();
        letter.letter.sections[2].questions[1].text = "Klopt dat? ".repeat(200);
        let text = page(&[letter]);
        let opened = [true, true, true, false];
        let found = text.match_indices("<details class=\"question\"");
        let found: Vec<bool> = found
            .map(|(at, start)| text[at + start.len()..].starts_with(" open"))
            .collect();
        assert_eq!(found, opened);
        assert!(text.contains("<p lang=\"nl\">Zo ja, &lt;waarom&gt;?</p>"));
        assert_eq!(
            text.matches(" data-label=\"").count() - 4,
            7,
            "sentences and filters"
        );
    }

    #[test]
    fn the_letter_view_as_markup() {
        let text = page(&[abstaining("a.txt")]);
        let from = text.find("<main>").unwrap();
        let to = text.find("</main>").unwrap();
        insta::assert_snapshot!(text[from..to].replace("><", ">\n<"));
    }
}

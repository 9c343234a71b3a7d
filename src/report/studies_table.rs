//! Comparisons of two models and agreement of coders, for a terminal and as Markdown.

use super::evaluation_grids::method;
use super::evaluation_table::LEAST;
use super::figures::{number, p_value, signed, with_interval};
use super::grid::{Grid, wrapped};
use super::markdown::escape;
use crate::evaluation::agreement::{AgreementReport, KappaKind};
use crate::evaluation::compare::{ChangeKind, Comparison};
use crate::evaluation::limits::{LimitComparison, LimitOn};
use crate::evaluation::{BootstrapInfo, Figure, Figures};
use crate::numbers::{counted, whole};

/// A part of a study, however it is written.
enum Block {
    /// A text, and the indent of its lines but the first in a terminal.
    Text(String, &'static str),
    /// An empty line in a terminal; in Markdown all parts stand apart.
    Gap,
    Table(Grid),
    Heading(String),
    /// A sentence below what is to be said of it.
    Sentence {
        what: String,
        sentence: String,
    },
    Note(String),
}

/// How the figures were made, and what a reader must know of them.
fn notes(info: &BootstrapInfo, notes: &[String]) -> impl Iterator<Item = Block> {
    let notes = notes.iter().map(|note| Block::Note(note.clone()));
    [Block::Gap, Block::Text(method(info), "")]
        .into_iter()
        .chain(notes)
}

fn text(blocks: &[Block], width: usize) -> String {
    let width = width.max(LEAST);
    let line = |block: &Block| match block {
        Block::Text(text, indent) => wrapped(text, width, indent),
        Block::Gap => "\n".to_owned(),
        Block::Table(grid) => grid.text(width),
        Block::Heading(heading) => format!("{heading}\n"),
        Block::Sentence { what, sentence } => {
            wrapped(&format!("  {what}"), width, "  ")
                + &wrapped(&format!("      {sentence}"), width, "      ")
        }
        Block::Note(note) => wrapped(&format!("- {note}"), width, "  "),
    };
    blocks.iter().map(line).collect()
}

fn markdown(blocks: &[Block]) -> String {
    let is_item = |block: &Block| matches!(block, Block::Sentence { .. } | Block::Note(_));
    let mut out = String::new();
    let mut before: Option<&Block> = None;
    for block in blocks.iter().filter(|block| !matches!(block, Block::Gap)) {
        let goes_on = is_item(block) && before.is_some_and(is_item);
        if before.is_some() && !goes_on {
            out.push('\n');
        }
        before = Some(block);
        out.push_str(&match block {
            Block::Text(text, _) => format!("{}\n", escape(text)),
            Block::Gap => String::new(),
            Block::Table(grid) => grid.markdown(),
            Block::Heading(heading) => format!("### {}\n", escape(heading)),
            Block::Sentence { what, sentence } => {
                format!("- {}: {}\n", escape(what), escape(sentence))
            }
            Block::Note(note) => format!("- {}\n", escape(note)),
        });
    }
    out
}

/// What a star stands for.
pub(super) const STAR: &str = "*: the interval of the difference does not hold 0.";

/// Whether a difference has a star.
pub(super) fn stands_out(difference: &Figure) -> bool {
    difference.excludes(0.0) == Some(true)
}

/// Whether some difference of a comparison has one.
pub(super) fn starred(c: &Comparison) -> bool {
    let limited = c.limits.iter().flat_map(|l| [&l.coverage, &l.error]);
    let mut all = (c.difference.iter().map(|(_, figure)| figure)).chain(limited);
    all.any(stands_out)
}

/// A figure of both models and the difference, with a `*` where its interval does not hold 0.
fn side_by_side(name: String, a: &Figure, b: &Figure, difference: &Figure) -> [String; 5] {
    let star = if stands_out(difference) { "*" } else { "" };
    [
        name,
        number(a.value),
        number(b.value),
        signed(difference),
        star.to_owned(),
    ]
}

/// What each model's own cut-offs show under a limit of `classify`, and how much of that is wrong.
pub(super) fn limits(limits: &[LimitComparison]) -> Grid {
    let mut grid = Grid::new(["by the model's own cut-off", "A", "B", "B minus A", ""]);
    for limit in limits {
        let (a, b) = (&limit.first, &limit.second);
        let name = |what: &str| format!("{} {}: {what}", a.on.option(), a.limit);
        let wrong = match a.on {
            LimitOn::Opposite => "opposite ↓",
            _ => "wrong ↓",
        };
        grid.row(side_by_side(
            name("shown"),
            &a.coverage,
            &b.coverage,
            &limit.coverage,
        ));
        grid.row(side_by_side(name(wrong), &a.error, &b.error, &limit.error));
    }
    grid
}

/// Writes a comparison as text of at most `width` columns; `most` of the changed sentences of each nature are listed.
///
/// A `*` marks differences whose interval does not hold 0.
pub fn comparison_table(comparison: &Comparison, width: usize, most: usize) -> String {
    text(&comparison_blocks(comparison, most), width)
}

/// The same as Markdown; headings are of the third level.
pub fn comparison_markdown(comparison: &Comparison, most: usize) -> String {
    markdown(&comparison_blocks(comparison, most))
}

fn comparison_blocks(c: &Comparison, most: usize) -> Vec<Block> {
    let mut grid = Grid::new(["figure", "A", "B", "B minus A", ""]);
    for (name, difference) in c.difference.iter() {
        let figure = |figures: &Figures<Figure>| figures.get(name.key).copied().unwrap_or_default();
        let arrow = if name.higher_is_better { "" } else { " ↓" };
        let (a, b) = (figure(&c.first), figure(&c.second));
        grid.row(side_by_side(
            format!("{}{arrow}", name.name),
            &a,
            &b,
            difference,
        ));
    }
    let mut blocks = vec![
        Block::Text(format!("A = {}, B = {}", c.first_name, c.second_name), "  "),
        Block::Gap,
        Block::Table(grid),
        Block::Gap,
    ];
    if !c.limits.is_empty() {
        blocks.extend([Block::Table(limits(&c.limits)), Block::Gap]);
    }
    blocks.push(Block::Text(mcnemar(c), ""));
    for (kind, heading) in CHANGES {
        let changes: Vec<_> = c.changed.iter().filter(|x| x.kind == kind).collect();
        if changes.is_empty() || most == 0 {
            continue;
        }
        blocks.push(Block::Gap);
        blocks.push(Block::Heading(format!("{heading}: {}", changes.len())));
        blocks.extend(changes.iter().take(most).map(|change| {
            let also = (change.also.as_ref()).map_or_else(String::new, |l| format!(" (or {l})"));
            Block::Sentence {
                what: format!(
                    "gold {}{also}; A {}; B {}{}",
                    change.gold,
                    change.first,
                    change.second,
                    place(&change.letter, "")
                ),
                sentence: change.sentence.clone(),
            }
        }));
        blocks.extend(left_out(changes.len(), most).map(Block::Note));
    }
    blocks.extend(notes(&c.bootstrap, &c.notes));
    blocks.extend(starred(c).then(|| Block::Note(STAR.to_owned())));
    blocks
}

/// The kinds of changes with what they are called.
pub(super) const CHANGES: [(ChangeKind, &str); 3] = [
    (ChangeKind::Fixed, "fixed (A wrong, B right)"),
    (ChangeKind::Broken, "broken (A right, B wrong)"),
    (ChangeKind::StillWrong, "wrong both times"),
];

/// Where a sentence stands, behind its labels; nothing where no letter is named.
fn place(letter: &str, section: &str) -> String {
    match (letter, section) {
        ("", _) => String::new(),
        (letter, "") => format!(" · {letter}"),
        (letter, section) => format!(" · {letter}, {section}"),
    }
}

/// McNemar's test as a sentence.
pub(super) fn mcnemar(c: &Comparison) -> String {
    format!(
        "McNemar's exact test: {} fixed, {} broken, {}, as if the sentences of a letter were independent; the intervals resample letters.",
        counted(c.mcnemar.fixed as usize, "sentence"),
        whole(c.mcnemar.broken),
        p_value(c.mcnemar.p)
    )
}

/// What is said under a list of which only the first are shown; nothing where all are.
pub(super) fn left_out(all: usize, most: usize) -> Option<String> {
    let left = all.saturating_sub(most);
    (left > 0).then(|| format!("{left} more (`--top {all}` lists all)"))
}

/// The name of a κ.
pub(super) fn kappa_name(kind: KappaKind) -> &'static str {
    match kind {
        KappaKind::Cohen => "Cohen's κ",
        KappaKind::Fleiss => "Fleiss' κ",
    }
}

/// Writes an agreement report as text of at most `width` columns; `most` of the sentences to settle are listed.
pub fn agreement_table(agreement: &AgreementReport, width: usize, most: usize) -> String {
    text(&agreement_blocks(agreement, most), width)
}

/// The same as Markdown; headings are of the third level.
pub fn agreement_markdown(agreement: &AgreementReport, most: usize) -> String {
    markdown(&agreement_blocks(agreement, most))
}

fn agreement_blocks(a: &AgreementReport, most: usize) -> Vec<Block> {
    let head = format!(
        "{} coders: {}; {}, {} labelled by two or more",
        a.coders.len(),
        a.coders.join(", "),
        counted(a.sentences, "sentence"),
        whole(a.compared as u64)
    );
    let mut figures = Grid::new(["agreement", ""]);
    figures.row(["percent".to_owned(), with_interval(&a.percent)]);
    let kappa = kappa_name(a.kappa_kind).to_owned();
    figures.row([kappa, with_interval(&a.kappa)]);
    figures.row(["Krippendorff's α".to_owned(), with_interval(&a.alpha)]);
    let mut labels = Grid::new(["label", "given", "same from another", "α"]);
    for label in &a.per_label {
        labels.row([
            label.label.clone(),
            whole(label.given),
            with_interval(&label.specific),
            with_interval(&label.alpha),
        ]);
    }
    let mut blocks = vec![Block::Text(head, "  ")];
    blocks.extend([
        Block::Gap,
        Block::Table(figures),
        Block::Gap,
        Block::Table(labels),
    ]);
    for pair in &a.pairs {
        let corner = format!("{} \\ {}", pair.first, pair.second);
        let mut grid = Grid::new(std::iter::once(corner).chain(a.labels.iter().cloned()));
        for (label, row) in a.labels.iter().zip(&pair.confusion) {
            grid.row(std::iter::once(label.clone()).chain(row.iter().map(|&n| whole(n))));
        }
        let both = format!(
            "κ {}; macro-F1 of one against the other {}",
            with_interval(&pair.kappa),
            with_interval(&pair.macro_f1)
        );
        blocks.extend([Block::Gap, Block::Table(grid), Block::Text(both, "  ")]);
    }
    if !a.to_settle.is_empty() && most > 0 {
        let heading = format!("to settle: {}", counted(a.to_settle.len(), "sentence"));
        blocks.extend([Block::Gap, Block::Heading(heading)]);
        blocks.extend(a.to_settle.iter().take(most).map(|row| {
            let codes: Vec<&str> = row
                .codes
                .iter()
                .map(|c| c.as_deref().unwrap_or("–"))
                .collect();
            Block::Sentence {
                what: format!("{}{}", codes.join(" / "), place(&row.letter, &row.section)),
                sentence: row.sentence.clone(),
            }
        }));
        blocks.extend(left_out(a.to_settle.len(), most).map(Block::Note));
    }
    blocks.extend(notes(&a.bootstrap, &a.notes));
    blocks
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::evaluation::agreement::{Coder, CoderRow, Coding, agreement};
    use crate::evaluation::compare::{Side, compare};
    use crate::evaluation::{ReportOptions, Scored, ScoredRow};
    use crate::stance::Labels;
    use unicode_width::UnicodeWidthStr;

    fn options() -> ReportOptions {
        ReportOptions {
            resamples: 50,
            ..ReportOptions::default()
        }
    }

    fn fits(text: &str) {
        for line in text.lines() {
            assert!(line.width() <= 80, "{} columns: {line}", line.width());
        }
    }

    /// Two models on sixty sentences of twelve letters.
    pub(in super::super) fn compared() -> Comparison {
        let row = |number: usize| ScoredRow {
            letter: format!("brief-{}", number % 12),
            sentence: format!("Zin {number} {}.", "over de haven en de vangst ".repeat(4)),
            gold: number % 2,
            predicted: number % 3 % 2,
            ..ScoredRow::default()
        };
        let first = Scored {
            labels: Labels::from_data(["steunt", "kritisch"]),
            rows: (0..60).map(row).collect(),
            has_letters: true,
        };
        let mut second = first.clone();
        second
            .rows
            .iter_mut()
            .skip(3)
            .for_each(|r| r.predicted = r.gold);
        second.rows[0].predicted = 1;
        compare(
            &Side::new("oud", &first),
            &Side::new("nieuw", &second),
            &options(),
        )
        .unwrap()
    }

    #[test]
    fn a_comparison_shows_differences_and_changes_in_80_columns() {
        let found = compared();
        let text = comparison_table(&found, 80, 3);
        fits(&text);
        for expected in [
            "A = oud, B = nieuw",
            "1 broken",
            "p < 0.001",
            "fixed (A wrong",
            "log-loss ↓",
        ] {
            assert!(text.contains(expected), "{expected} is not in\n{text}");
        }
        let line = text.lines().find(|l| l.starts_with("macro-F1 ")).unwrap();
        assert!(line.ends_with('*'), "{line}");
        let line = text.lines().find(|l| l.starts_with("log-loss")).unwrap();
        assert!(line.ends_with('–'), "{line}");
        let markdown = comparison_markdown(&found, 3);
        for expected in [
            "| figure | A | B | B minus A |  |\n",
            "\n### fixed (A wrong",
            "\n- gold ",
        ] {
            assert!(
                markdown.contains(expected),
                "{expected} is not in\n{markdown}"
            );
        }
    }

    /// Three coders of forty sentences of ten letters, who differ on eight.
    pub(in super::super) fn three_coders() -> AgreementReport {
        let coder = |name: &str, shift: usize| Coder {
            name: name.into(),
            rows: (0..40)
                .map(|i| CoderRow {
                    letter: format!("brief-{}", i % 10),
                    sentence: format!("Zin {i}."),
                    label: ["steunt", "kritisch", "geen standpunt"][(i + shift * (i % 5 / 4)) % 3]
                        .into(),
                    ..CoderRow::default()
                })
                .collect(),
        };
        let coding = Coding::align(&[coder("an", 0), coder("bo", 1), coder("cy", 2)]).unwrap();
        agreement(&coding, &options())
    }

    #[test]
    fn agreement_shows_coders_labels_and_what_to_settle() {
        let found = three_coders();
        let text = agreement_table(&found, 80, 2);
        fits(&text);
        for expected in [
            "3 coders: an, bo, cy",
            "Fleiss' κ",
            "Krippendorff's α",
            "an \\ cy",
            "to settle: 8",
        ] {
            assert!(text.contains(expected), "{expected} is not in\n{text}");
        }
        let markdown = agreement_markdown(&found, 2);
        for expected in [
            "| Krippendorff's α |",
            "\n### to settle: 8",
            "\n- steunt / ",
        ] {
            assert!(
                markdown.contains(expected),
                "{expected} is not in\n{markdown}"
            );
        }
    }

    #[test]
    fn one_sentence_of_one_letter_is_told_as_one() {
        let coder = |label: &str| Coder {
            name: label.into(),
            rows: vec![CoderRow {
                letter: "brief".into(),
                sentence: "Zin.".into(),
                label: label.into(),
                ..CoderRow::default()
            }],
        };
        let coding = Coding::align(&[coder("steunt"), coder("kritisch")]).unwrap();
        let text = agreement_table(&agreement(&coding, &options()), 80, 2);
        for expected in [
            "; 1 sentence, 1 labelled",
            "to settle: 1 sentence\n",
            "There are no intervals.",
        ] {
            assert!(text.contains(expected), "{expected} is not in\n{text}");
        }
    }
}

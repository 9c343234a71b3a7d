//! The same figures for parts of the data: kind of letter, field, section type, sentence length.

use super::confusion::Confusion;
use super::counted::Counted;
use super::results::{Slice, SliceBy, SliceTable};
use super::too_few::Held;
use super::{Figure, Scored, Units};
use std::collections::{BTreeMap, BTreeSet};

/// Which rows belong to which slice.
pub(crate) struct Plan {
    labels: usize,
    tables: Vec<(SliceBy, Vec<Part>)>,
}

struct Part {
    value: String,
    rows: Vec<PartRow>,
    units: usize,
    /// The labels of its macro-F1.
    counted: Counted,
}

struct PartRow {
    number: usize,
    unit: u32,
    gold: usize,
    predicted: usize,
}

impl Plan {
    /// Sorts the rows into slices. A property that no row has, or that all rows share, is left out.
    pub(crate) fn new(scored: &Scored, units: &Units) -> Self {
        let mut tables = Vec::new();
        let mut add = |by: SliceBy, value: &dyn Fn(usize) -> Option<(usize, String)>| {
            let mut parts: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
            for row in 0..scored.rows.len() {
                if let Some(key) = value(row) {
                    parts.entry(key).or_default().push(row);
                }
            }
            if parts.len() > 1 {
                let mut parts: Vec<((usize, Part), usize)> = parts
                    .into_iter()
                    .map(|((rank, value), rows)| {
                        ((rank, part(scored, units, value, &rows)), rows.len())
                    })
                    .collect();
                parts.sort_by(|((a, _), n), ((b, _), m)| a.cmp(b).then(m.cmp(n)));
                tables.push((by, parts.into_iter().map(|((_, p), _)| p).collect()));
            }
        };
        let rows = &scored.rows;
        let named = |text: &str| (!text.is_empty()).then(|| (0, text.to_owned()));
        add(SliceBy::Kind, &|r| named(&rows[r].kind));
        add(SliceBy::Field, &|r| named(&rows[r].field));
        if rows.iter().any(|r| !r.section.is_empty()) {
            add(SliceBy::Section, &|r| {
                Some((0, section_type(&rows[r].section).to_owned()))
            });
        }
        add(SliceBy::Length, &|r| {
            let (rank, band) = length_band(&rows[r].sentence);
            Some((rank, band.to_owned()))
        });
        Self {
            labels: scored.labels.len(),
            tables,
        }
    }

    /// Accuracy and macro-F1 of each slice, table by table.
    pub(crate) fn count(&self, weights: &[u32]) -> Vec<Vec<[Option<f64>; 2]>> {
        let figures = |part: &Part| {
            let confusion = part.confusion(self.labels, weights);
            [confusion.accuracy(), part.counted.macro_f1(&confusion)]
        };
        (self.tables.iter())
            .map(|(_, parts)| parts.iter().map(figures).collect())
            .collect()
    }

    /// Builds the tables from what was counted.
    pub(crate) fn tables(
        &self,
        held: &Held<'_>,
        figures: Vec<Vec<[Figure; 2]>>,
    ) -> Vec<SliceTable> {
        let slice = |(part, [accuracy, macro_f1]): (&Part, [Figure; 2])| {
            let rows = || part.rows.iter().map(|row| row.number);
            Slice {
                value: part.value.clone(),
                sentences: part.rows.len(),
                units: part.units,
                accuracy: held.share(accuracy, rows()),
                macro_f1: held.macro_f1(macro_f1, rows(), &part.counted),
                counted_labels: part.counted.len(),
                too_few: held.too_few(part.rows.len(), part.units),
            }
        };
        (self.tables.iter().zip(figures))
            .map(|((by, parts), figures)| SliceTable {
                by: *by,
                slices: parts.iter().zip(figures).map(slice).collect(),
            })
            .collect()
    }
}

impl Part {
    fn confusion(&self, labels: usize, weights: &[u32]) -> Confusion {
        let mut confusion = Confusion::new(labels);
        for row in &self.rows {
            let weight = weights.get(row.unit as usize).copied().unwrap_or(0);
            confusion.add(row.gold, row.predicted, u64::from(weight));
        }
        confusion
    }
}

fn part(scored: &Scored, units: &Units, value: String, rows: &[usize]) -> Part {
    let rows: Vec<PartRow> = rows
        .iter()
        .filter_map(|&number| {
            let row = scored.rows.get(number)?;
            Some(PartRow {
                number,
                unit: units.of_row(number) as u32,
                gold: row.gold,
                predicted: row.predicted,
            })
        })
        .collect();
    let distinct: BTreeSet<u32> = rows.iter().map(|r| r.unit).collect();
    let labelled = rows.iter().map(|r| (r.unit as usize, r.gold, r.predicted));
    Part {
        value,
        counted: Counted::of(scored.labels.len(), labelled),
        rows,
        units: distinct.len(),
    }
}

/// The length band of a sentence, counted in words between spaces, with its place in the order.
fn length_band(sentence: &str) -> (usize, &'static str) {
    match sentence.split_whitespace().count() {
        0..=9 => (0, "up to 9 words"),
        10..=19 => (1, "10 to 19 words"),
        20..=29 => (2, "20 to 29 words"),
        30..=39 => (3, "30 to 39 words"),
        _ => (4, "40 words or more"),
    }
}

/// The type of a section, by words of its title, in lower case; the first line that fits wins.
const SECTION_TYPES: &[(&str, &[&str])] = &[
    ("antwoord", &["antwoord", "vraag"]),
    (
        "bevoegdheid, subsidiariteit, proportionaliteit",
        &[
            "bevoegdheid",
            "subsidiariteit",
            "proportionaliteit",
            "grondhouding",
            "rechtsgrondslag",
        ],
    ),
    (
        "krachtenveld",
        &[
            "krachtenveld",
            "standpunten van",
            "positie europees parlement",
            "positie andere",
            "lidstaten",
            "indicatie",
        ],
    ),
    (
        "gevolgen",
        &[
            "gevolg",
            "financi",
            "budget",
            "regeldruk",
            "implementatie",
            "uitvoer",
            "handhav",
            "concurrentie",
        ],
    ),
    (
        "positie",
        &[
            "inzet",
            "positie",
            "standpunt",
            "beoordeling",
            "appreciatie",
            "reactie",
            "oordeel",
            "kabinetsvisie",
        ],
    ),
    (
        "inhoud",
        &[
            "inhoud",
            "essentie",
            "voorstel",
            "achtergrond",
            "aanleiding",
            "context",
            "samenvatting",
            "strekking",
        ],
    ),
    (
        "opening en slot",
        &[
            "inleiding",
            "tot slot",
            "slot",
            "afsluiting",
            "vervolg",
            "planning",
            "procedure",
        ],
    ),
];

/// The type of a section by its title: `antwoord`, `positie`, `inhoud`, `krachtenveld` and so on; `other` where
/// no known word is in the title, `no title` where there is none.
pub(crate) fn section_type(title: &str) -> &'static str {
    if title.trim().is_empty() {
        return "no title";
    }
    let title = title.to_lowercase();
    SECTION_TYPES
        .iter()
        .find(|(_, words)| words.iter().any(|w| title.contains(w)))
        .map_or("other", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::super::Bootstrap;
    use super::*;

    #[test]
    fn section_titles_fall_into_types() {
        assert_eq!(section_type("Antwoord op vraag 2 en 4"), "antwoord");
        assert_eq!(section_type("Inzet Nederland"), "positie");
        assert_eq!(section_type("Essentie Nederlands oordeel"), "positie");
        assert_eq!(section_type("Inhoud voorstel"), "inhoud");
        assert_eq!(section_type("Financiële gevolgen"), "gevolgen");
        assert_eq!(section_type("Zeebaars"), "other");
        assert_eq!(section_type(" "), "no title");
    }

    #[test]
    fn lengths_come_in_order_and_shared_properties_are_left_out() {
        let mut scored = super::super::fixtures::scored([[4, 1, 0, 0]; 4], 2);
        scored.rows[0].sentence = "woord ".repeat(45);
        let units = scored.units();
        let plan = Plan::new(&scored, &units);
        let bootstrap = Bootstrap::new(&units, 0, 1, 0.95);
        let figures = bootstrap.figures(|weights| plan.count(weights));
        let tables = plan.tables(&Held::new(&units, &bootstrap, 5), figures);
        let by: Vec<SliceBy> = tables.iter().map(|t| t.by).collect();
        assert_eq!(by, [SliceBy::Kind, SliceBy::Length]);
        for by in [
            SliceBy::Kind,
            SliceBy::Field,
            SliceBy::Section,
            SliceBy::Length,
        ] {
            assert_eq!(serde_json::to_value(by).unwrap(), by.name());
        }
        let lengths = &tables[1].slices;
        assert_eq!(lengths[0].value, "up to 9 words");
        assert_eq!(lengths[1].value, "40 words or more");
        assert!(lengths[1].too_few);
        assert_eq!(lengths[0].sentences, 19);
    }
}

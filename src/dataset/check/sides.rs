//! What two sets must not share.

use super::{Finding, NEAR, Severity, is_stock};
use crate::dataset::{Dataset, Example};
use crate::excerpt::shortened;
use crate::leakage::{is_short, near_duplicates, normalise};
use crate::numbers::count;
use hashbrown::HashMap;

/// Letters and sentences that stand in both sets.
pub(super) fn shared(data: &Dataset, other: &Dataset) -> Vec<Finding> {
    let mut findings = Vec::new();
    if data.has_letters && other.has_letters {
        let mut theirs: HashMap<&str, &Example> = HashMap::new();
        for e in &other.examples {
            theirs.entry(&e.letter).or_insert(e);
        }
        let mut last = "";
        for e in &data.examples {
            if &*e.letter != last
                && let Some(there) = theirs.get(&*e.letter)
            {
                findings.push(Finding {
                    severity: Severity::Error,
                    what: "letter on both sides",
                    place: data.place(e),
                    detail: format!("`{}` also at {}", e.letter, other.place(there)),
                });
            }
            last = &e.letter;
        }
    }
    let [ours, theirs] =
        [data, other].map(|d| d.examples.iter().map(|e| &*e.sentence).collect::<Vec<_>>());
    let mut stock: Vec<(usize, usize)> = Vec::new();
    for pair in near_duplicates(&ours, &theirs, NEAR) {
        let (here, there) = (&data.examples[pair.first], &other.examples[pair.second]);
        if is_stock(&here.sentence) && !is_refused(&here.sentence, &there.sentence) {
            stock.push((pair.first, pair.second));
            continue;
        }
        let others = match pair.others {
            0 => String::new(),
            others => format!(" and {} there", count(others, "other row")),
        };
        findings.push(Finding {
            severity: Severity::Error,
            what: "near-duplicate on both sides",
            place: data.place(here),
            detail: format!(
                "{:.2} like {}{others}: {}",
                pair.jaccard,
                other.place(there),
                shortened(&here.sentence)
            ),
        });
    }
    if let Some(&(here, there)) = stock.first() {
        let (example, there) = (&data.examples[here], &other.examples[there]);
        let rows = match stock.len() {
            1 => "1 row is".to_owned(),
            n => format!("{n} rows are"),
        };
        findings.push(Finding {
            severity: Severity::Note,
            what: "stock answers on both sides",
            place: data.place(example),
            detail: format!(
                "{rows} too short to tell; this one is like {}: {}",
                other.place(there),
                shortened(&example.sentence)
            ),
        });
    }
    findings
}

/// Whether a model that was trained on one of two sentences refuses to be measured on the other.
fn is_refused(here: &str, there: &str) -> bool {
    !is_short(here) && normalise(here) == normalise(there)
}

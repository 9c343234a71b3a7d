//! What a page has in its margins that is no text of the letter: headers and footers, page numbers, the lines of a browser.

use super::super::segment::Segment;
use super::{Body, Page};
use crate::letter::layout::printed;
use std::collections::BTreeMap;

/// What repeats at one height near the top or bottom of pages, digits aside.
pub(super) fn furniture(pages: &[Page]) -> Vec<(String, f64)> {
    let mut seen: BTreeMap<String, Vec<(u32, f64)>> = BTreeMap::new();
    for page in pages {
        for segment in &page.segments {
            if in_margin(page, segment.y, 0.22) {
                seen.entry(key(&segment.text))
                    .or_default()
                    .push((page.number, segment.y));
            }
        }
    }
    let needed = (pages.len() / 3).max(2);
    let mut found = Vec::new();
    for (key, places) in seen {
        // two pages may begin or end with one sentence by chance
        let sentence = key.ends_with(['.', '?', '!']) && key.chars().count() > 30;
        let needed = needed + usize::from(sentence);
        let pages = pages_at(&places);
        let enough = places.iter().zip(pages).find(|(_, pages)| *pages >= needed);
        if let Some(((_, y), _)) = enough {
            found.push((key, *y));
        }
    }
    found
}

/// How far apart in height one line of the margin stands on different pages, in points.
const SAME_HEIGHT: f64 = 8.0;

/// For each place (page, height), the number of pages with a place at its height.
fn pages_at(places: &[(u32, f64)]) -> Vec<usize> {
    let mut by_height: Vec<usize> = (0..places.len()).collect();
    by_height.sort_by(|a, b| places[*a].1.total_cmp(&places[*b].1));
    let mut pages = vec![0; places.len()];
    let mut within: BTreeMap<u32, usize> = BTreeMap::new();
    let (mut low, mut high) = (0, 0);
    for &at in &by_height {
        let y = places[at].1;
        while high < by_height.len() && places[by_height[high]].1 - y < SAME_HEIGHT {
            *within.entry(places[by_height[high]].0).or_default() += 1;
            high += 1;
        }
        while y - places[by_height[low]].1 >= SAME_HEIGHT {
            let page = places[by_height[low]].0;
            if let Some(count) = within.get_mut(&page) {
                *count -= 1;
                if *count == 0 {
                    within.remove(&page);
                }
            }
            low += 1;
        }
        pages[at] = within.len();
    }
    pages
}

/// The heights of the lines that a browser set at the very top and bottom of a page.
pub(super) fn browser_lines(page: &Page) -> Vec<f64> {
    page.segments
        .iter()
        .filter(|s| in_margin(page, s.y, 0.05))
        .filter(|s| printed::is_moment(&s.text) || printed::is_address(&s.text))
        .map(|s| s.y)
        .collect()
}

/// Whether a height lies in the given part of the page at its top or bottom.
fn in_margin(page: &Page, y: f64, part: f64) -> bool {
    let from_bottom = (y - page.bottom) / page.height.max(1.0);
    from_bottom < part || from_bottom > 1.0 - part
}

/// A text with white space left out and numbers made one sign.
fn key(text: &str) -> String {
    let mut key = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            key.push(c);
        } else if !key.ends_with('#') {
            key.push('#');
        }
    }
    key
}

/// Whether a text is nothing but a page number.
fn is_page_number(text: &str) -> bool {
    let key = key(text).to_lowercase();
    matches!(
        key.as_str(),
        "#" | "-#-"
            | "–#–"
            | "pagina#"
            | "pagina#van#"
            | "#van#"
            | "#/#"
            | "blad#"
            | "p.#"
            | "pagina#/#"
    )
}

impl Body {
    /// Whether a stretch is a header or footer: by what repeats, as a page number, or by its words.
    pub(super) fn is_furniture(&self, page: &Page, segment: &Segment) -> bool {
        let repeats = || {
            let key = key(&segment.text);
            // in the order of their text, each once
            (self.furniture.binary_search_by(|(text, _)| text.cmp(&key)))
                .is_ok_and(|at| (segment.y - self.furniture[at].1).abs() < SAME_HEIGHT)
        };
        let numbered = || in_margin(page, segment.y, 0.12) && is_page_number(&segment.text);
        let official = || {
            in_margin(page, segment.y, 0.12)
                && segment.text.starts_with("Tweede Kamer, vergaderjaar")
        };
        in_margin(page, segment.y, 0.22) && (repeats() || numbered() || official())
    }
}

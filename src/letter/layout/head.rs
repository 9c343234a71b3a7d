//! The frame of a letter: what stands above its text and below it.

use super::frame;
use super::rows::{Role, Row};

/// How many lines of text a letterhead can have.
const LONGEST_HEAD: usize = 90;

/// Marks letterhead, salutation, closing and signature as [`Role::Frame`].
pub(super) fn find(rows: &mut [Row]) {
    match salutation(rows) {
        Some(at) => {
            for row in rows.iter_mut().take(at + 1) {
                set_frame(row);
            }
        }
        None => loose_head(rows),
    }
    for row in rows.iter_mut().filter(|row| row.is_text()) {
        if frame::is_salutation(row.text) || frame::is_closing(row.text) {
            row.role = Role::Frame;
        }
    }
    captions(rows);
    signatures(rows);
}

/// Captions over printed questions and answers, up to six lines.
fn captions(rows: &mut [Row]) {
    for at in 0..rows.len() {
        if !rows
            .get(at)
            .is_some_and(|row| row.is_text() && frame::begins_caption(row.text))
        {
            continue;
        }
        let part: Vec<&str> = rows
            .iter()
            .skip(at)
            .take_while(|row| row.is_text() && frame::question_heading(row.text).is_none())
            .take(6)
            .map(|row| row.text)
            .collect();
        let whole = if frame::is_caption(&part.join(" ")) {
            part.len()
        } else {
            0
        };
        for row in rows.iter_mut().skip(at).take(whole) {
            row.role = Role::Frame;
        }
    }
}

fn set_frame(row: &mut Row) {
    if row.role != Role::Blank {
        row.role = Role::Frame;
    }
}

/// The row of the salutation, when what stands above it is no text of a letter.
fn salutation(rows: &[Row]) -> Option<usize> {
    let at = rows
        .iter()
        .take(LONGEST_HEAD)
        .position(|row| row.is_text() && frame::is_salutation(row.text))?;
    let sentences = rows
        .iter()
        .take(at)
        .filter(|row| {
            row.is_text() && row.ends_sentence() && row.text.split_whitespace().count() >= 6
        })
        .count();
    (sentences <= 2).then_some(at)
}

/// The head of a letter without salutation: the paragraphs above the first text that hold an address or a field, and
/// everything above the last of them, such as the number and title of a printed paper.
fn loose_head(rows: &mut [Row]) {
    let mut at = 0;
    let mut seen = 0;
    while at < rows.len() && seen < LONGEST_HEAD {
        let end = (at..rows.len())
            .find(|i| rows.get(*i).is_none_or(|row| !row.is_text()))
            .unwrap_or(rows.len());
        if end == at {
            // an address above the text is no longer text, but what stands above it is head as well
            if (rows.get(at))
                .is_some_and(|r| r.role == Role::Furniture && frame::is_letterhead(r.text))
            {
                rows.iter_mut()
                    .take(at)
                    .filter(|r| r.is_text())
                    .for_each(set_frame);
            }
            at += 1;
            continue;
        }
        let Some(part) = rows.get(at..end) else { break };
        let wraps = part
            .array_windows()
            .any(|[a, b]| b.starts_lower() && !a.ends_sentence());
        let sentence = part
            .iter()
            .any(|row| row.ends_sentence() && row.text.split_whitespace().count() >= 6);
        let field = part.iter().any(|row| frame::field(row.text).is_some());
        let head = field || part.iter().any(|row| frame::is_letterhead(row.text));
        if sentence || wraps && !head {
            break;
        }
        seen += end - at;
        if head {
            for row in rows.iter_mut().take(end) {
                set_frame(row);
            }
        }
        at = end;
    }
}

/// Titles above signatures, and the names with them.
fn signatures(rows: &mut [Row]) {
    let mut at = 0;
    while at < rows.len() {
        let begins = rows.get(at).is_some_and(Row::is_text)
            && at
                .checked_sub(1)
                .and_then(|i| rows.get(i))
                .is_none_or(|before| {
                    !before.is_text() || before.ends_sentence() || frame::is_person(before.text)
                });
        match begins.then(|| title_rows(rows, at)).flatten() {
            Some(count) => at = sign(rows, at, count),
            None => at += 1,
        }
    }
}

/// How many rows from `at` on are a signature's title, if they are signed: by a comma, a name below or above.
fn title_rows(rows: &[Row], at: usize) -> Option<usize> {
    let mut title = String::new();
    for count in 1..=3 {
        let row = rows.get(at + count - 1).filter(|row| row.is_text())?;
        if count > 1 {
            title.push(' ');
        }
        title.push_str(row.text);
        if !frame::is_signed_title(&title) {
            return None;
        }
        let next = rows.get(at + count);
        let ends = next.is_none_or(|row| !row.is_text());
        let name_below = (at + count..at + count + 4)
            .filter_map(|i| rows.get(i))
            .find(|row| row.role != Role::Blank)
            .is_some_and(|row| frame::is_person(row.text));
        let name_above = at
            .checked_sub(1)
            .and_then(|i| rows.get(i))
            .is_some_and(|row| row.role != Role::Blank && frame::is_person(row.text));
        let comma = title.ends_with(',');
        let directly = next.is_some_and(|row| row.is_text() && frame::is_person(row.text));
        let late = at * 10 >= rows.len() * 6;
        if comma && (ends || directly) || (ends || directly) && (name_below || name_above) && late {
            return Some(count);
        }
    }
    None
}

/// Marks a signature; returns the row behind it.
fn sign(rows: &mut [Row], at: usize, count: usize) -> usize {
    if let Some(before) = at.checked_sub(1)
        && rows
            .get(before)
            .is_some_and(|row| row.is_text() && frame::is_person(row.text))
        && let Some(row) = rows.get_mut(before)
    {
        row.role = Role::Frame;
    }
    let behind = rows.iter().skip(at + count).take_while(|row| row.is_text());
    let title = rows.get(at + count - 1).map_or("", |row| row.text);
    let mut end = at + count + frame::title_goes_on(title, behind.map(|row| row.text));
    for row in rows.iter_mut().take(end).skip(at) {
        set_frame(row);
    }
    let mut names = 0;
    while let Some(row) = rows.get_mut(end) {
        let is_name =
            row.is_text() && frame::is_person(row.text) && !frame::is_signed_title(row.text);
        if is_name && names < 2 {
            row.role = Role::Frame;
            names += 1;
        } else if row.role != Role::Blank {
            break;
        }
        end += 1;
    }
    end
}

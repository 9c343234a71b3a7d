//! What a letter says of itself: kind, date, sender, numbers, Council.

mod capitals;
mod com;
mod council;
mod date;
mod kind;
mod notes;
mod numbers;
mod sender;

use super::Metadata;
use super::layout::frame;
pub use com::com_numbers;
pub use date::date_in;

/// How much of a letter's beginning tells its Council, in characters.
const BEGINNING: usize = 3000;

impl Metadata {
    /// Fills what is not known here with what is known there.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            kind: self.kind.or(other.kind),
            date: self.date.or(other.date),
            sender: self.sender.or(other.sender),
            kamerstuk: self.kamerstuk.or(other.kamerstuk),
            com: if self.com.is_empty() {
                other.com
            } else {
                self.com
            },
            council: self.council.or(other.council),
        }
    }
}

/// Reads a letter's whole text, letterhead and signature included.
///
/// Date, sender and Kamerstuk number are taken only from the frame of the letter, never from its running
/// text or its notes, where they are those of other letters. Commission numbers are those of all of it: they often stand in notes alone.
pub fn find(text: &str) -> Metadata {
    let mut lines = notes::without(text.split(['\n', '\r', '\x0c']).map(str::trim));
    lines.retain(|line| !line.is_empty());
    let beginning = beginning(&lines);
    let subject = subject(&lines);
    Metadata {
        kind: kind::kind(&lines, subject.as_deref(), &beginning),
        date: date::date(&lines),
        sender: sender::sender(&lines),
        kamerstuk: numbers::kamerstuk(&lines),
        com: com_numbers(text),
        council: subject
            .as_deref()
            .and_then(council::council)
            .or_else(|| council::council(&beginning)),
    }
}

/// The first lines as running text: single spaces, and words whole that a line end broke.
fn beginning(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        if text.len() > BEGINNING {
            break;
        }
        let broken = text.ends_with('-')
            && line.starts_with(char::is_lowercase)
            && !line.starts_with("en ")
            && !line.starts_with("of ");
        if broken {
            text.pop();
        } else if !text.is_empty() {
            text.push(' ');
        }
        for word in line.split_whitespace() {
            text.push_str(word);
            text.push(' ');
        }
        text.truncate(text.trim_end().len());
    }
    text
}

/// The lines above the salutation, or the first twenty-five.
fn head<'a, 'b>(lines: &'b [&'a str]) -> &'b [&'a str] {
    let end = lines
        .iter()
        .take(90)
        .position(|line| frame::is_salutation(line))
        .unwrap_or(25);
    lines.get(..end.min(lines.len())).unwrap_or_default()
}

fn field_value(lines: &[&str], names: &[&str]) -> Option<String> {
    let head = head(lines);
    let at = head
        .iter()
        .position(|line| frame::field(line).is_some_and(|(label, _)| names.contains(&label)))?;
    let (_, value) = frame::field(head.get(at)?)?;
    let mut value = value.to_owned();
    let follows = head
        .iter()
        .skip(at + 1)
        .take(if value.is_empty() { 3 } else { 2 });
    for line in follows {
        if frame::field(line).is_some() || frame::is_letterhead(line) {
            break;
        }
        if !value.is_empty() {
            value.push(' ');
        }
        value.push_str(line);
    }
    (!value.is_empty()).then_some(value)
}

fn subject(lines: &[&str]) -> Option<String> {
    field_value(lines, &["betreft", "onderwerp"])
}

#[cfg(test)]
mod tests;

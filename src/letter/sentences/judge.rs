//! The judgement at one mark: does the sentence end here?

use super::chars::{self, Chars, LONGEST_TOKEN};
use super::next::{Kind, Next};
use super::words::{self, Class};

/// The longest quotation, in characters, that a sentence goes on behind.
const LONGEST_QUOTE: usize = 300;

/// What was seen of the sentence so far.
pub(super) struct State {
    start: usize,
    /// Where the first letter or digit of the sentence stands.
    first: Option<usize>,
    /// Brackets and quotations that stand in the midst of the sentence and are closed further on: where they close.
    bracket_until: usize,
    /// The number of the last list marker in this paragraph.
    marker: Option<u32>,
    /// The last list letter that began a sentence in this paragraph.
    letter: Option<char>,
    /// Straight double and single quotes seen so far in the paragraph, for texts with spaced-out quotes.
    quotes: [usize; 2],
}

impl State {
    pub(super) fn new(start: usize) -> Self {
        Self {
            start,
            first: None,
            bracket_until: 0,
            marker: None,
            letter: None,
            quotes: [0; 2],
        }
    }

    pub(super) fn begin(&mut self, start: usize) {
        self.start = start;
        self.first = None;
        self.bracket_until = 0;
    }

    /// Whether the sentence has a letter or digit before an index.
    fn has_word_before(&self, at: usize) -> bool {
        self.first.is_some_and(|first| first < at)
    }
}

/// Whether a sentence ends.
pub(super) enum Verdict {
    /// It goes on; look again at this index.
    Goes(usize),
    /// It ends before this index.
    Ends(usize),
}

/// Looks at one character and, when it is a mark, judges whether the sentence ends behind it.
pub(super) fn end_after(text: &Chars, state: &mut State, at: usize) -> Verdict {
    let c = text.at(at);
    if state.first.is_none() && c.is_alphanumeric() {
        state.first = Some(at);
    }
    match c {
        '(' | '[' => {
            if at >= state.bracket_until && state.has_word_before(at) {
                state.bracket_until = closing_bracket(text, at).unwrap_or(0);
            }
            Verdict::Goes(at + 1)
        }
        '«' | '“' | '„' | '‘' => {
            quote_in_the_midst(text, state, at);
            Verdict::Goes(at + 1)
        }
        '"' => {
            if state.quotes[0].is_multiple_of(2) {
                quote_in_the_midst(text, state, at);
            }
            state.quotes[0] += 1;
            Verdict::Goes(at + 1)
        }
        '\'' if !(text.before(at).is_alphanumeric() && text.at(at + 1).is_alphanumeric()) => {
            state.quotes[1] += 1;
            Verdict::Goes(at + 1)
        }
        '.' | '!' | '?' | '…' => at_mark(text, state, at),
        _ => Verdict::Goes(at + 1),
    }
}

/// Marks in a quotation do not end the sentence that goes on behind it (`het rapport «Goed wonen. Een pleidooi» aan`), nor the
/// one that introduces it: each part would lose whose words they are.
fn quote_in_the_midst(text: &Chars, state: &mut State, open: usize) {
    if open < state.bracket_until || !state.has_word_before(open) {
        return;
    }
    let closers: &[char] = match text.at(open) {
        '«' => &['»'],
        '“' | '„' => &['”', '“'],
        '‘' => &['’'],
        _ => &['"'],
    };
    let close = (open + 1..text.len().min(open + LONGEST_QUOTE)).find(|&at| {
        let apostrophe = text.before(at).is_alphanumeric() && text.at(at + 1).is_alphanumeric();
        closers.contains(&text.at(at)) && !apostrophe
    });
    let Some(close) = close else { return };
    let ends_itself = chars::is_mark(text.before(close));
    let behind = text.at(close + 1);
    let goes_on = match behind {
        '.' | '!' | '?' | '…' => !ends_itself,
        ',' | ';' | ':' => true,
        _ => matches!(Next::after(text, close + 1).kind, Kind::Lower | Kind::Joins),
    };
    if goes_on {
        state.bracket_until = close;
    } else if ends_itself && is_introduced(text, state, open) {
        // the last mark in it is judged as any other
        let marks = (open..close)
            .rev()
            .take_while(|at| chars::is_mark(text.at(*at)));
        state.bracket_until = close - marks.count();
    }
}

/// Whether a colon stands before a quotation, so that all of it is what somebody says: `Zij zei: «Ik kom. Ik blijf.»`
fn is_introduced(text: &Chars, state: &State, open: usize) -> bool {
    let mut before = (state.start..open).rev().map(|at| text.at(at));
    before.find(|c| !c.is_whitespace()) == Some(':')
}

fn at_mark(text: &Chars, state: &mut State, at: usize) -> Verdict {
    let mut end = at;
    while chars::is_mark(text.at(end))
        || text.at(end) == ' ' && text.at(end + 1) == '.' && text.before(end) == '.'
    {
        end += 1;
    }
    if at < state.bracket_until {
        return Verdict::Goes(end);
    }
    let mark = Mark::of(text, at, end);
    let after_mark = end;
    end = closers(text, state, end);
    if end >= text.len() {
        return Verdict::Goes(end);
    }
    if !state.has_word_before(at) {
        return Verdict::Goes(end.max(at + 1));
    }
    if !text.at(end).is_whitespace() {
        if end == after_mark && is_glued(text, state, at, end) {
            return Verdict::Ends(end);
        }
        return Verdict::Goes(end);
    }
    let next = Next::after(text, end);
    let ends = match next.kind {
        Kind::Lower => mark == Mark::Stop && is_list_letter(text, state, end, &next),
        Kind::Joins => false,
        Kind::Nothing => return Verdict::Goes(text.len()),
        _ => match mark {
            Mark::Stop => stop_ends(text, state, at, end > after_mark, &next),
            Mark::Dots => next.kind != Kind::Digit || next.skipped > 0,
            Mark::Strong => !names_a_mark(text, state, at, end > after_mark, &next),
        },
    };
    if ends {
        Verdict::Ends(end)
    } else {
        Verdict::Goes(end)
    }
}

/// Whether a list item begins behind the mark: `a)`, or `b.` in a paragraph in which `a.` began a sentence.
fn is_list_letter(text: &Chars, state: &State, end: usize, next: &Next) -> bool {
    let at = text.skip_space(end);
    let mut letters = next.word.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        return false;
    };
    let follows = state.letter.map(|last| u32::from(last) + 1) == Some(u32::from(letter));
    next.skipped == 0
        && text.at(at + 2).is_whitespace()
        && (text.at(at + 1) == ')' || text.at(at + 1) == '.' && follows)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Stop,
    Dots,
    Strong,
}

impl Mark {
    fn of(text: &Chars, at: usize, end: usize) -> Self {
        let marks = text.slice(at, end);
        if marks.contains(['!', '?']) {
            Self::Strong
        } else if marks.len() > 1 {
            Self::Dots
        } else {
            Self::Stop
        }
    }
}

/// Whether a full stop ends the sentence, given that no lower case follows.
fn stop_ends(text: &Chars, state: &mut State, at: usize, closed: bool, next: &Next) -> bool {
    let from = text.token_start(at, state.start);
    let token = text.slice(from, at);
    if token.is_empty() {
        // a spaced-out full stop, or one behind a quote: "… ‘ja’. Daarna"
        return true;
    }
    let is_first = !state.has_word_before(from);
    if let Some(ends) = number_ends(text, state, from, token, is_first, closed, next) {
        return ends;
    }
    if let Some(ends) = letter_ends(text, state, from, token, is_first, next) {
        return ends;
    }
    let before = previous_word(text, from, state.start);
    let class = match words::abbreviation(last_part(token)) {
        Some(class) => Some(class),
        None if token == "al" && before == "et" => Some(Class::Starter),
        None => None,
    };
    let is_unit =
        token.starts_with(char::is_lowercase) && before.ends_with(|c: char| c.is_ascii_digit());
    let goes_on_behind_brackets = brackets_go_on(text, at);
    let by_class = |class| match class {
        _ if goes_on_behind_brackets => false,
        Class::Always if closed && next.skipped == 0 => words::starts_sentences(next.word),
        Class::Always => words::surely_starts(next.word) && next.skipped == 0,
        Class::Digits => next.kind != Kind::Digit,
        Class::Capital => next.kind != Kind::Digit,
        Class::Starter => next.kind != Kind::Digit && words::starts_sentences(next.word),
    };
    match class {
        Some(class) => by_class(class),
        None if chars::is_dotted_capitals(token) => {
            let many = token.chars().filter(|c| c.is_uppercase()).count() > 3;
            next.kind != Kind::Digit
                && words::starts_sentences(next.word)
                && (many || !words::is_surname_particle(next.word))
        }
        None if chars::is_dotted_letters(token) => by_class(Class::Starter),
        None if chars::has_no_vowel(token) && !is_unit => by_class(Class::Starter),
        None => true,
    }
}

/// Whether brackets follow the mark and the sentence goes on behind them: `c.s. (nr. 3) is aangenomen`.
fn brackets_go_on(text: &Chars, at: usize) -> bool {
    let open = text.skip_space(at + 1);
    if text.at(open) != '(' {
        return false;
    }
    let close = (open..text.len().min(open + 300)).find(|i| text.at(*i) == ')');
    close.is_some_and(|close| {
        chars::is_mark(text.at(close + 1))
            || matches!(Next::after(text, close + 1).kind, Kind::Lower | Kind::Joins)
    })
}

/// Numbers: list markers, ordinals, torn thousands. `None` when the token is no number.
fn number_ends(
    text: &Chars,
    state: &mut State,
    from: usize,
    token: &str,
    is_first: bool,
    closed: bool,
    next: &Next,
) -> Option<bool> {
    let digits = token.trim_end_matches(')');
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    if !is_number {
        return None;
    }
    let short = digits.split('.').all(|part| part.len() <= 3);
    let value: Option<u32> = digits.parse().ok().filter(|v| *v <= 99);
    let before = text.before(back_over_space(text, from));
    let listed = state.marker.is_some()
        && value == state.marker.map(|m| m + 1)
        && matches!(before, ',' | ';');
    let behind_colon = matches!(before, ':' | ';') && value.is_some();
    let has_bracket = digits.len() < token.len();
    if has_bracket && is_in_brackets(text, from, state.start) {
        return Some(true);
    }
    if has_bracket || is_first && short || listed || behind_colon {
        if value.is_some() {
            state.marker = value;
        }
        return Some(false);
    }
    if value.is_some() && words::follows_an_ordinal(next.word) {
        return Some(false);
    }
    if short && !closed && next.kind == Kind::Digit && next.word.len() == 3 && next.skipped == 0 {
        return Some(false);
    }
    Some(true)
}

/// Single letters: initials, list letters, `u.`, `vitamine C.` `None` when the token is none.
fn letter_ends(
    text: &Chars,
    state: &mut State,
    from: usize,
    token: &str,
    is_first: bool,
    next: &Next,
) -> Option<bool> {
    let mut chars = token.chars();
    let letter = chars.next().filter(|c| c.is_alphabetic())?;
    if chars.next().is_some() {
        return None;
    }
    if is_first {
        state.letter = Some(letter);
        return Some(false);
    }
    let before = previous_word(text, from, state.start);
    let starter = words::starts_sentences(next.word);
    if letter.is_lowercase() {
        let counted = before.ends_with(|c: char| c.is_ascii_digit());
        return Some(match letter {
            'u' => !(counted && next.kind == Kind::Digit),
            _ if counted => next.kind != Kind::Digit && starter,
            _ => starter && words::takes_a_letter(before),
        });
    }
    if words::takes_a_letter(before) {
        return Some(next.kind == Kind::Digit || starter);
    }
    if matches!(letter, 'I' | 'V' | 'X') && words::takes_a_number(before) {
        return Some(next.kind != Kind::Digit && starter);
    }
    Some(next.kind == Kind::Capital && starter && !words::is_surname_particle(next.word))
}

/// Whether `!` or `?` belongs to a name or stands before one: `Yahoo! Mail`.
fn names_a_mark(text: &Chars, state: &State, at: usize, closed: bool, next: &Next) -> bool {
    if closed || next.skipped > 0 {
        return false;
    }
    let word = text.slice(text.token_start(at, state.start), at);
    words::ends_in_a_mark(word) && !words::starts_sentences(next.word)
}

/// Whether two sentences stand without a space between them: `gezegd.Daarna`.
fn is_glued(text: &Chars, state: &State, at: usize, end: usize) -> bool {
    let from = text.token_start(at, state.start);
    let token = text.slice(from, at);
    let next = text.word_at(end);
    let mut rest = end;
    while rest < text.len().min(end + LONGEST_TOKEN) && !text.at(rest).is_whitespace() {
        rest += 1;
    }
    let tail = text.slice(end, rest);
    let mut letters = next.chars();
    token.chars().count() >= 4
        && token.chars().skip(1).all(char::is_lowercase)
        && letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase)
        && letters.all(char::is_lowercase)
        && words::starts_sentences(next)
        && !tail.contains(['@', '/', '_'])
        && words::abbreviation(token).is_none()
}

/// Passes the quotes and brackets that close at the mark, also one that stands apart from it.
fn closers(text: &Chars, state: &mut State, mut end: usize) -> usize {
    loop {
        let c = text.at(end);
        if chars::is_closer(c) || chars::is_quote(c) {
            match c {
                '"' => state.quotes[0] += 1,
                '\'' => state.quotes[1] += 1,
                _ => {}
            }
            end += 1;
        } else if c == '[' {
            match reference(text, end) {
                Some(after) => end = after,
                None => return end,
            }
        } else if chars::is_mark(c) && text.before(end) != c && !text.before(end).is_whitespace() {
            end += 1;
        } else {
            break;
        }
    }
    // a quote between two spaces closes when an open one waits for it
    let gap = text.skip_space(end);
    let quote = text.at(gap);
    let apart = gap > end && (text.at(gap + 1).is_whitespace() || gap + 1 == text.len());
    let open = match quote {
        '"' => state.quotes[0] % 2 == 1,
        '\'' => state.quotes[1] % 2 == 1,
        '”' | '’' | '»' => true,
        _ => false,
    };
    if apart && open {
        match quote {
            '"' => state.quotes[0] += 1,
            '\'' => state.quotes[1] += 1,
            _ => {}
        }
        return gap + 1;
    }
    end
}

/// The end of a reference mark such as `[12]`.
fn reference(text: &Chars, from: usize) -> Option<usize> {
    let mut end = from + 1;
    while text.at(end).is_ascii_digit() && end < from + 4 {
        end += 1;
    }
    (end > from + 1 && text.at(end) == ']').then_some(end + 1)
}

/// Where a bracket in the midst of a sentence closes, if the sentence goes on behind it.
fn closing_bracket(text: &Chars, open: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut close = None;
    for at in open..text.len().min(open + 600) {
        match text.at(at) {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    close = Some(at);
                    break;
                }
            }
            _ => {}
        }
    }
    let close = close?;
    // "Zin zonder punt (Dit is een hele zin.) Volgende zin"
    let last = text.before(close);
    if chars::is_mark(last) && text.at(close + 1).is_whitespace() {
        let next = Next::after(text, close + 1);
        let whole = text.at(open + 1).is_uppercase() && close - open > 25;
        if whole && next.kind == Kind::Capital && words::starts_sentences(next.word) {
            return Some(close - 1);
        }
    }
    Some(close + 1)
}

/// Whether a bracket stands open before an index.
fn is_in_brackets(text: &Chars, at: usize, floor: usize) -> bool {
    let mut closed = 0usize;
    for i in (floor.max(at.saturating_sub(300))..at).rev() {
        match text.at(i) {
            ')' => closed += 1,
            '(' if closed == 0 => return true,
            '(' => closed -= 1,
            _ => {}
        }
    }
    false
}

fn back_over_space(text: &Chars, mut at: usize) -> usize {
    while text.before(at).is_whitespace() {
        at -= 1;
    }
    at
}

/// The word before a token, without the white space and marks between.
fn previous_word<'a>(text: &Chars<'a>, from: usize, floor: usize) -> &'a str {
    let end = back_over_space(text, from).max(floor);
    let floor = floor.max(end.saturating_sub(LONGEST_TOKEN));
    let mut start = end;
    while start > floor && text.before(start).is_alphanumeric() {
        start -= 1;
    }
    text.slice(start, end)
}

/// The part of a token behind a slash or hyphen: `en/of`, `vice-adm`.
fn last_part(token: &str) -> &str {
    match token.rsplit_once('/') {
        Some((_, last)) if !last.is_empty() && words::abbreviation(token).is_none() => last,
        _ => token,
    }
}

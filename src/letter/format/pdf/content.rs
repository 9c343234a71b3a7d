//! The drawing operations of a page, read for the letters they put on it.

use super::font::{Font, dictionary, number};
use super::token::{Token, Tokens};
use super::{Budget, STREAM, damage, too_much};
use crate::error::Result;
use lopdf::{DecompressError, Dictionary, Document, Object, ObjectId, Stream};
use std::collections::BTreeMap;
use std::rc::Rc;

/// One letter, or several that share a code, on a page. Lengths are in points; y grows upward.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) size: f64,
    pub(super) bold: bool,
    /// Whether the file itself marks it as page furniture (an artifact).
    pub(super) artifact: bool,
}

/// Forms may hold forms to this depth.
const FORMS: usize = 12;
/// Saved graphics states.
const STATES: usize = 512;

/// A matrix as PDF writes it: `a b c d e f`.
pub(super) type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The matrix that applies `first` and then `then`.
pub(super) fn multiply(first: &Matrix, then: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = *first;
    let [ta, tb, tc, td, te, tf] = *then;
    [
        a * ta + b * tc,
        a * tb + b * td,
        c * ta + d * tc,
        c * tb + d * td,
        e * ta + f * tc + te,
        e * tb + f * td + tf,
    ]
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_spacing: f64,
    word_spacing: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// Reads the letters of one page after the other; fonts are kept between pages.
pub(super) struct Interpreter<'a> {
    document: &'a Document,
    fonts: BTreeMap<ObjectId, Rc<Font>>,
    glyphs: Vec<Glyph>,
    budget: Budget,
    /// Whether something of the page could not be read.
    pub(super) damaged: bool,
}

impl<'a> Interpreter<'a> {
    pub(super) fn new(document: &'a Document, budget: Budget) -> Self {
        Self {
            document,
            fonts: BTreeMap::new(),
            glyphs: Vec::new(),
            budget,
            damaged: false,
        }
    }

    /// The letters of a page, in the order in which they are drawn.
    pub(super) fn page(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        start: Matrix,
    ) -> Result<Vec<Glyph>> {
        self.run(content, resources, start, 0)?;
        Ok(std::mem::take(&mut self.glyphs))
    }

    /// What a stream holds, as much as can be read of it.
    pub(super) fn plain(&mut self, stream: &Stream) -> Result<Vec<u8>> {
        match stream.get_plain_content_with_limit(STREAM) {
            Ok(bytes) => {
                self.budget.spend(bytes.len())?;
                self.damaged |= !damage::is_whole(stream);
                Ok(bytes)
            }
            Err(lopdf::Error::Decompress(
                DecompressError::MemoryLimitExceeded { .. }
                | DecompressError::TooManyFilters { .. },
            )) => Err(too_much(
                "holds a stream that decompresses to more than 64 MB",
            )),
            Err(_) => {
                self.damaged = true;
                Ok(Vec::new())
            }
        }
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        start: Matrix,
        depth: usize,
    ) -> Result<()> {
        let mut state = State {
            ctm: start,
            font: None,
            size: 1.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut saved: Vec<State> = Vec::new();
        let mut marks: Vec<bool> = Vec::new();
        let (mut line, mut text) = (IDENTITY, IDENTITY);
        let mut operands: Vec<Token> = Vec::new();
        let mut tokens = Tokens::new(content);
        while let Some(token) = tokens.next() {
            let Token::Operator(operator) = token else {
                if operands.len() < 64 {
                    operands.push(token);
                }
                continue;
            };
            let n = |at: usize| operands.get(at).and_then(Token::number).unwrap_or(0.0);
            let six = || [n(0), n(1), n(2), n(3), n(4), n(5)];
            match operator.as_slice() {
                b"q" if saved.len() < STATES => saved.push(state.clone()),
                b"Q" => {
                    if let Some(before) = saved.pop() {
                        state = before;
                    }
                }
                b"cm" => state.ctm = multiply(&six(), &state.ctm),
                b"BT" => (line, text) = (IDENTITY, IDENTITY),
                b"Tc" => state.character_spacing = n(0),
                b"Tw" => state.word_spacing = n(0),
                b"Tz" => state.scale = n(0) / 100.0,
                b"TL" => state.leading = n(0),
                b"Ts" => state.rise = n(0),
                b"Tf" => {
                    if let Some(Token::Name(name)) = operands.first() {
                        state.font = self.font(resources, name);
                    }
                    state.size = n(1);
                }
                b"Td" | b"TD" => {
                    if operator == b"TD" {
                        state.leading = -n(1);
                    }
                    line = multiply(&[1.0, 0.0, 0.0, 1.0, n(0), n(1)], &line);
                    text = line;
                }
                b"Tm" => {
                    line = six();
                    text = line;
                }
                b"T*" | b"'" | b"\"" => {
                    if operator == b"\"" {
                        state.word_spacing = n(0);
                        state.character_spacing = n(1);
                    }
                    line = multiply(&[1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], &line);
                    text = line;
                    if let Some(Token::Text(string)) = operands.last() {
                        self.show(&state, &mut text, string, marks.contains(&true))?;
                    }
                }
                b"Tj" => {
                    if let Some(Token::Text(string)) = operands.last() {
                        self.show(&state, &mut text, string, marks.contains(&true))?;
                    }
                }
                b"TJ" => {
                    if let Some(Token::Array(items)) = operands.last() {
                        for item in items {
                            match item {
                                Token::Text(string) => {
                                    self.show(&state, &mut text, string, marks.contains(&true))?;
                                }
                                Token::Number(back) => {
                                    let right = -back / 1000.0 * state.size * state.scale;
                                    text = multiply(&[1.0, 0.0, 0.0, 1.0, right, 0.0], &text);
                                }
                                _ => {}
                            }
                        }
                    }
                }
                b"BDC" | b"BMC" => {
                    let artifact =
                        matches!(operands.first(), Some(Token::Name(n)) if n == b"Artifact");
                    if marks.len() < STATES {
                        marks.push(artifact);
                    }
                }
                b"EMC" => {
                    marks.pop();
                }
                b"ID" => tokens.skip_image(),
                b"Do" => {
                    if let Some(Token::Name(name)) = operands.first()
                        && depth < FORMS
                    {
                        self.form(resources, name, &state, depth)?;
                    }
                }
                _ => {}
            }
            operands.clear();
        }
        Ok(())
    }

    /// The text of a form that is drawn on the page.
    fn form(
        &mut self,
        resources: Option<&'a Dictionary>,
        name: &[u8],
        state: &State,
        depth: usize,
    ) -> Result<()> {
        let found = resources
            .and_then(|r| dictionary(self.document, r, b"XObject"))
            .and_then(|forms| forms.get_deref(name, self.document).ok())
            .and_then(|form| form.as_stream().ok())
            .filter(|form| {
                form.dict
                    .get(b"Subtype")
                    .and_then(Object::as_name)
                    .is_ok_and(|kind| kind == b"Form")
            });
        let Some(form) = found else { return Ok(()) };
        self.budget.draw()?;
        let content = self.plain(form)?;
        let matrix = form
            .dict
            .get_deref(b"Matrix", self.document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|list| {
                let numbers: Vec<f64> = list
                    .iter()
                    .filter_map(|item| number(self.document, item))
                    .collect();
                Matrix::try_from(numbers).ok()
            })
            .unwrap_or(IDENTITY);
        let own = dictionary(self.document, &form.dict, b"Resources").or(resources);
        self.run(&content, own, multiply(&matrix, &state.ctm), depth + 1)
    }

    fn font(&mut self, resources: Option<&'a Dictionary>, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = dictionary(self.document, resources?, b"Font")?;
        let id = fonts.get(name).and_then(Object::as_reference).ok();
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(font));
        }
        let font = Rc::new(Font::read(
            self.document,
            dictionary(self.document, fonts, name)?,
        ));
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&font));
        }
        Some(font)
    }

    fn show(
        &mut self,
        state: &State,
        text: &mut Matrix,
        string: &[u8],
        artifact: bool,
    ) -> Result<()> {
        let Some(font) = &state.font else {
            self.damaged |= !string.is_empty();
            return Ok(());
        };
        for shown in font.show(string) {
            let spacing = if shown.is_space {
                state.character_spacing + state.word_spacing
            } else {
                state.character_spacing
            };
            let advance = (shown.width * state.size + spacing) * state.scale;
            let on_page = multiply(
                &multiply(&[1.0, 0.0, 0.0, 1.0, 0.0, state.rise], text),
                &state.ctm,
            );
            let [a, b, c, d, x, y] = on_page;
            let along = a.hypot(b);
            let level = a > 0.0 && b.abs() <= along * 0.05;
            let size = c.hypot(d) * state.size.abs();
            let width = shown.width * state.size * state.scale * along;
            let finite = [x, y, width, size]
                .iter()
                .all(|v| v.is_finite() && v.abs() < 1e6);
            if level && finite && size > 0.5 {
                self.budget.glyph()?;
                self.glyphs.push(Glyph {
                    text: shown.text,
                    x,
                    y,
                    width,
                    size,
                    bold: font.bold,
                    artifact,
                });
            }
            *text = multiply(&[1.0, 0.0, 0.0, 1.0, advance, 0.0], text);
        }
        Ok(())
    }
}

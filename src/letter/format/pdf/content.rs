//! The drawing operations of a page, read for the letters they put on it.

use super::font::{Font, dictionary, number};
use super::token::{Token, Tokens};
use super::{Budget, STREAM, damage, too_much};
use crate::error::Result;
use lopdf::{DecompressError, Dictionary, Document, Object, Stream};
use std::collections::HashMap;
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

/// The matrix that moves by a distance.
fn moved(x: f64, y: f64) -> Matrix {
    [1.0, 0.0, 0.0, 1.0, x, y]
}

/// What stands before an operator.
#[derive(Default)]
struct Operands(Vec<Token>);

impl Operands {
    /// The most that an operator has.
    const MOST: usize = 64;

    fn push(&mut self, token: Token) {
        if self.0.len() < Self::MOST {
            self.0.push(token);
        }
    }

    /// A number; 0 where there is none.
    fn number(&self, at: usize) -> f64 {
        self.0.get(at).and_then(Token::number).unwrap_or(0.0)
    }

    fn matrix(&self) -> Matrix {
        std::array::from_fn(|at| self.number(at))
    }

    /// The name that they begin with.
    fn name(&self) -> Option<&[u8]> {
        match self.0.first() {
            Some(Token::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// The texts to show and the moves between them that they end in.
    fn shown(&self) -> &[Token] {
        match self.0.last() {
            Some(Token::Array(items)) => items,
            Some(text @ Token::Text(_)) => std::slice::from_ref(text),
            _ => &[],
        }
    }
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

/// How far drawing has come in the content of a page or form.
struct Drawing {
    state: State,
    saved: Vec<State>,
    /// The marked parts that are open, each with whether it is an artifact.
    marks: Vec<bool>,
    /// Where the line begins, and where the next letter stands.
    line: Matrix,
    text: Matrix,
}

impl Drawing {
    fn new(start: Matrix) -> Self {
        Self {
            state: State {
                ctm: start,
                font: None,
                size: 1.0,
                character_spacing: 0.0,
                word_spacing: 0.0,
                scale: 1.0,
                leading: 0.0,
                rise: 0.0,
            },
            saved: Vec::new(),
            marks: Vec::new(),
            line: IDENTITY,
            text: IDENTITY,
        }
    }

    /// Follows an operator that shows nothing.
    fn set(&mut self, operator: &[u8], operands: &Operands) {
        let n = |at| operands.number(at);
        let state = &mut self.state;
        match operator {
            b"q" if self.saved.len() < STATES => self.saved.push(state.clone()),
            b"Q" => {
                if let Some(before) = self.saved.pop() {
                    *state = before;
                }
            }
            b"cm" => state.ctm = multiply(&operands.matrix(), &state.ctm),
            b"Tc" => state.character_spacing = n(0),
            b"Tw" => state.word_spacing = n(0),
            b"Tz" => state.scale = n(0) / 100.0,
            b"TL" => state.leading = n(0),
            b"Ts" => state.rise = n(0),
            b"BT" => self.begin_line(IDENTITY),
            b"Tm" => self.begin_line(operands.matrix()),
            b"Td" => self.move_line(n(0), n(1)),
            b"TD" => {
                state.leading = -n(1);
                self.move_line(n(0), n(1));
            }
            b"BDC" | b"BMC" if self.marks.len() < STATES => {
                self.marks.push(operands.name() == Some(b"Artifact"));
            }
            b"EMC" => drop(self.marks.pop()),
            _ => {}
        }
    }

    fn begin_line(&mut self, at: Matrix) {
        (self.line, self.text) = (at, at);
    }

    fn move_line(&mut self, x: f64, y: f64) {
        self.begin_line(multiply(&moved(x, y), &self.line));
    }

    /// Goes to the next line by the leading.
    fn next_line(&mut self) {
        self.move_line(0.0, -self.state.leading);
    }

    /// Moves the next letter along its line.
    fn advance(&mut self, right: f64) {
        self.text = multiply(&moved(right, 0.0), &self.text);
    }

    /// A letter as it stands on the page; none where it is not level or cannot be seen.
    fn glyph(&self, text: String, width: f64, bold: bool) -> Option<Glyph> {
        let state = &self.state;
        let raised = multiply(&moved(0.0, state.rise), &self.text);
        let [a, b, c, d, x, y] = multiply(&raised, &state.ctm);
        let along = a.hypot(b);
        let level = a > 0.0 && b.abs() <= along * 0.05;
        let size = c.hypot(d) * state.size.abs();
        let width = width * state.size * state.scale * along;
        let finite = [x, y, width, size]
            .iter()
            .all(|v| v.is_finite() && v.abs() < 1e6);
        (level && finite && size > 0.5).then(|| Glyph {
            text,
            x,
            y,
            width,
            size,
            bold,
            artifact: self.marks.contains(&true),
        })
    }
}

/// Reads the letters of one page after the other; fonts are kept between pages.
pub(super) struct Interpreter<'a> {
    document: &'a Document,
    /// By where their dictionaries stand in the document.
    fonts: HashMap<*const Dictionary, Rc<Font>>,
    glyphs: Vec<Glyph>,
    budget: Budget,
    /// Whether something of the page could not be read.
    pub(super) damaged: bool,
}

impl<'a> Interpreter<'a> {
    pub(super) fn new(document: &'a Document, budget: Budget) -> Self {
        Self {
            document,
            fonts: HashMap::new(),
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
        let mut drawing = Drawing::new(start);
        let mut operands = Operands::default();
        let mut tokens = Tokens::new(content);
        while let Some(token) = tokens.next() {
            let Token::Operator(operator) = token else {
                operands.push(token);
                continue;
            };
            match operator.as_slice() {
                b"ID" => tokens.skip_image(),
                b"Do" => {
                    if let Some(name) = operands.name().filter(|_| depth < FORMS) {
                        self.form(resources, name, &drawing.state, depth)?;
                    }
                }
                b"Tf" => {
                    if let Some(name) = operands.name() {
                        drawing.state.font = self.font(resources, name)?;
                    }
                    drawing.state.size = operands.number(1);
                }
                b"Tj" | b"TJ" => self.show(&mut drawing, operands.shown())?,
                b"T*" => drawing.next_line(),
                b"'" => {
                    drawing.next_line();
                    self.show(&mut drawing, operands.shown())?;
                }
                b"\"" => {
                    drawing.state.word_spacing = operands.number(0);
                    drawing.state.character_spacing = operands.number(1);
                    drawing.next_line();
                    self.show(&mut drawing, operands.shown())?;
                }
                other => drawing.set(other, &operands),
            }
            operands.0.clear();
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

    fn font(&mut self, resources: Option<&'a Dictionary>, name: &[u8]) -> Result<Option<Rc<Font>>> {
        let found = resources
            .and_then(|resources| dictionary(self.document, resources, b"Font"))
            .and_then(|fonts| dictionary(self.document, fonts, name));
        let Some(found) = found else { return Ok(None) };
        if let Some(font) = self.fonts.get(&std::ptr::from_ref(found)) {
            return Ok(Some(Rc::clone(font)));
        }
        let font = Rc::new(Font::read(self.document, found));
        self.budget.spend(font.cost())?;
        self.fonts.insert(found, Rc::clone(&font));
        Ok(Some(font))
    }

    /// Shows texts one behind the other, with the moves between them in thousandths of the letter size.
    fn show(&mut self, drawing: &mut Drawing, items: &[Token]) -> Result<()> {
        for item in items {
            match item {
                Token::Text(string) => self.show_text(drawing, string)?,
                Token::Number(back) => {
                    drawing.advance(-back / 1000.0 * drawing.state.size * drawing.state.scale);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn show_text(&mut self, drawing: &mut Drawing, string: &[u8]) -> Result<()> {
        let Some(font) = drawing.state.font.clone() else {
            self.damaged |= !string.is_empty();
            return Ok(());
        };
        for shown in font.show(string) {
            if let Some(glyph) = drawing.glyph(shown.text, shown.width, font.bold) {
                self.budget.glyph()?;
                self.glyphs.push(glyph);
            }
            let state = &drawing.state;
            let spacing = if shown.is_space {
                state.character_spacing + state.word_spacing
            } else {
                state.character_spacing
            };
            drawing.advance((shown.width * state.size + spacing) * state.scale);
        }
        Ok(())
    }
}

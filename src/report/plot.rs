//! The frame of a chart: axes, ticks and the way from data to places in an SVG. Colours come from the page's style.

use maud::{Markup, html};

/// Width of all charts in SVG units; they scale with the page.
pub(crate) const WIDTH: f64 = 460.0;

/// A chart's area and ranges.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plot {
    pub(crate) height: f64,
    /// Margins: top, right, bottom, left.
    pub(crate) margins: [f64; 4],
    pub(crate) x: (f64, f64),
    pub(crate) y: (f64, f64),
}

/// One number of an axis and how it is written.
pub(crate) struct Tick {
    pub(crate) at: f64,
    pub(crate) text: String,
}

impl Plot {
    pub(crate) fn left(&self) -> f64 {
        self.margins[3]
    }

    pub(crate) fn right(&self) -> f64 {
        WIDTH - self.margins[1]
    }

    pub(crate) fn top(&self) -> f64 {
        self.margins[0]
    }

    pub(crate) fn bottom(&self) -> f64 {
        self.height - self.margins[2]
    }

    /// The place of an x value, kept inside of the chart.
    pub(crate) fn px(&self, x: f64) -> f64 {
        place(x, self.x, self.left(), self.right())
    }

    /// The place of a y value, kept inside of the chart.
    pub(crate) fn py(&self, y: f64) -> f64 {
        place(y, self.y, self.bottom(), self.top())
    }

    /// The SVG element with title, description, grid lines, axis texts and the chart's content.
    pub(crate) fn draw(
        &self,
        id: &str,
        title: &str,
        description: &str,
        axes: (&str, &[Tick], &str, &[Tick]),
        content: &Markup,
    ) -> Markup {
        let (x_name, x_ticks, y_name, y_ticks) = axes;
        let (left, right, top, bottom) = (self.left(), self.right(), self.top(), self.bottom());
        html! {
            svg viewBox={ "0 0 " (WIDTH) " " (self.height) } role="img" aria-labelledby={ (id) "-t " (id) "-d" } {
                title id={ (id) "-t" } { (title) }
                desc id={ (id) "-d" } { (description) }
                @for tick in y_ticks {
                    line.rule x1=(n(left)) x2=(n(right)) y1=(n(self.py(tick.at))) y2=(n(self.py(tick.at))) {}
                    text.tick x=(n(left - 6.0)) y=(n(self.py(tick.at) + 4.0)) text-anchor="end" { (tick.text) }
                }
                @for tick in x_ticks {
                    line.rule x1=(n(self.px(tick.at))) x2=(n(self.px(tick.at))) y1=(n(top)) y2=(n(bottom)) {}
                    text.tick x=(n(self.px(tick.at))) y=(n(bottom + 17.0)) text-anchor="middle" { (tick.text) }
                }
                (content)
                @if !x_name.is_empty() {
                    text.axis x=(n((left + right) / 2.0)) y=(n(self.height - 4.0)) text-anchor="middle" { (x_name) }
                }
                @if !y_name.is_empty() {
                    text.axis x="4" y=(n(top - 9.0)) { (y_name) }
                }
            }
        }
    }
}

fn place(value: f64, (from, to): (f64, f64), start: f64, end: f64) -> f64 {
    let share = if to > from {
        ((value - from) / (to - from)).clamp(0.0, 1.0)
    } else {
        0.5
    };
    let share = if share.is_nan() { 0.0 } else { share };
    start + share * (end - start)
}

/// A coordinate with one decimal.
pub(crate) fn n(value: f64) -> String {
    let text = format!("{value:.1}");
    match text.strip_suffix(".0") {
        Some(short) => short.to_owned(),
        None => text,
    }
}

/// Ticks at 0, 0.2, … 1, as percentages or as decimals.
pub(crate) fn unit_ticks(percent: bool) -> Vec<Tick> {
    (0..=5)
        .map(|i| {
            let at = f64::from(i) / 5.0;
            let text = if percent {
                format!("{} %", i * 20)
            } else {
                format!("{at:.1}")
            };
            Tick { at, text }
        })
        .collect()
}

/// Three to six ticks at round numbers over a range.
pub(crate) fn round_ticks(from: f64, to: f64) -> Vec<Tick> {
    let span = to - from;
    if !span.is_finite() || span <= 0.0 {
        return Vec::new();
    }
    let power = 10_f64.powf((span / 5.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .map(|m| m * power)
        .into_iter()
        .find(|step| span / step <= 5.0)
        .unwrap_or(span);
    let decimals = (-(step.log10().floor())).max(0.0) as usize;
    let first = (from / step).ceil();
    (0..=6)
        .map(|i| (first + f64::from(i)) * step)
        .take_while(|at| *at <= to + step * 1e-9)
        .map(|at| Tick {
            at,
            text: format!("{at:.decimals$}"),
        })
        .collect()
}

/// A path through points.
pub(crate) fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for (i, (x, y)) in points.enumerate() {
        path.push_str(if i == 0 { "M" } else { "L" });
        path.push_str(&format!("{} {}", n(x), n(y)));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_kept_inside_of_the_chart() {
        let plot = Plot {
            height: 200.0,
            margins: [10.0, 10.0, 30.0, 40.0],
            x: (0.0, 1.0),
            y: (0.0, 2.0),
        };
        assert_eq!(
            (plot.px(0.0), plot.px(1.0), plot.px(7.0)),
            (40.0, 450.0, 450.0)
        );
        assert_eq!(
            (plot.py(0.0), plot.py(2.0), plot.py(-1.0)),
            (170.0, 10.0, 170.0)
        );
        assert_eq!(plot.px(f64::NAN), 40.0);
    }

    #[test]
    fn ticks_are_round() {
        let texts = |from, to| -> Vec<String> {
            round_ticks(from, to).into_iter().map(|t| t.text).collect()
        };
        assert_eq!(texts(0.38, 0.71), ["0.4", "0.5", "0.6", "0.7"]);
        assert_eq!(texts(0.0, 320.0), ["0", "100", "200", "300"]);
        assert!(texts(1.0, 1.0).is_empty());
    }
}

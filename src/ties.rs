//! The one walk down predictions from the surest: those of equal confidence are taken together, so that nothing depends on their order.

/// How many are counted, and how many of them are wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) rows: u64,
    pub(crate) wrong: u64,
}

/// Rows of one confidence, and what was counted above them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tied {
    pub(crate) confidence: f64,
    /// What is counted of the surer rows.
    pub(crate) surer: Counted,
    /// What is counted of these rows alone.
    pub(crate) own: Counted,
}

impl Tied {
    /// What is counted down to and with these rows.
    pub(crate) fn reached(&self) -> Counted {
        Counted {
            rows: self.surer.rows + self.own.rows,
            wrong: self.surer.wrong + self.own.wrong,
        }
    }
}

/// Walks down rows in the order of falling confidence; `weigh` says how often a row counts, and whether it is wrong. Rows of one confidence
/// of which none counts are passed over.
pub(crate) fn walk<R>(
    ranked: &[R],
    confidence: impl Fn(&R) -> f64,
    weigh: impl Fn(&R) -> (u64, bool),
) -> impl Iterator<Item = Tied> {
    let mut rest = ranked;
    let mut surer = Counted::default();
    std::iter::from_fn(move || {
        loop {
            let at = confidence(rest.first()?);
            let many = rest.iter().take_while(|row| confidence(row) == at).count();
            // what equals nothing, not even itself, stands alone
            let (tied, below) = rest.split_at_checked(many.max(1))?;
            rest = below;
            let mut own = Counted::default();
            for (weight, wrong) in tied.iter().map(&weigh) {
                own.rows += weight;
                own.wrong += weight * u64::from(wrong);
            }
            if own.rows > 0 {
                let found = Tied {
                    confidence: at,
                    surer,
                    own,
                };
                surer = found.reached();
                return Some(found);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_confidence_come_together_and_those_that_do_not_count_never() {
        let rows = [
            (0.9, 1, false),
            (0.8, 2, true),
            (0.8, 1, false),
            (0.7, 0, true),
            (0.6, 1, true),
        ];
        let found: Vec<Tied> = walk(&rows, |r| r.0, |r| (r.1, r.2)).collect();
        let counts: Vec<(f64, Counted)> =
            found.iter().map(|t| (t.confidence, t.reached())).collect();
        let counted = |rows, wrong| Counted { rows, wrong };
        assert_eq!(
            counts,
            [
                (0.9, counted(1, 0)),
                (0.8, counted(4, 2)),
                (0.6, counted(5, 3))
            ]
        );
        assert_eq!(
            (found[1].surer, found[1].own),
            (counted(1, 0), counted(3, 2))
        );
        assert_eq!(walk(&rows[..0], |r| r.0, |r| (r.1, r.2)).count(), 0);
    }
}

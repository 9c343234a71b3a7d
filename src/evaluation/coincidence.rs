//! The arithmetic of agreement: which labels stand beside which on the same sentences.

/// Sums over compared sentences from which percent, α and the per-label figures follow.
pub(super) struct Coincidence {
    /// Labels given, per label.
    pub(super) given: Vec<u64>,
    /// `Σ_u (m_u² − Σ n_uk²) / (m_u − 1)`: labels that differ from another's on the same sentence.
    differing: f64,
    /// The same for each label against the rest.
    differing_one: Vec<f64>,
    /// Agreeing and all ordered pairs of labels on the same sentence.
    pub(super) pairs: (u64, u64),
    /// Per label: ordered pairs of this label, and ordered pairs that start with it.
    pub(super) own_pairs: Vec<(u64, u64)>,
    /// Over complete sentences: number, sum of their agreement, labels given.
    complete: (u64, f64, Vec<u64>),
}

impl Coincidence {
    /// The sums over rows under the weights of their units; `counts` has for each row its unit and how often each label was given.
    pub(super) fn of(
        counts: &[(u32, Vec<u32>)],
        weights: &[u32],
        coders: usize,
        labels: usize,
    ) -> Self {
        let mut sums = Self {
            given: vec![0; labels],
            differing: 0.0,
            differing_one: vec![0.0; labels],
            pairs: (0, 0),
            own_pairs: vec![(0, 0); labels],
            complete: (0, 0.0, vec![0; labels]),
        };
        for (unit, row) in counts {
            let weight = u64::from(weights.get(*unit as usize).copied().unwrap_or(0));
            let m: u64 = row.iter().map(|&n| u64::from(n)).sum();
            if weight == 0 || m < 2 {
                continue;
            }
            let squares: u64 = row.iter().map(|&n| u64::from(n) * u64::from(n)).sum();
            let w = weight as f64;
            sums.differing += w * (m * m - squares) as f64 / (m - 1) as f64;
            sums.pairs.0 += weight * (squares - m);
            sums.pairs.1 += weight * m * (m - 1);
            for (label, &n) in row.iter().enumerate() {
                let n = u64::from(n);
                sums.given[label] += weight * n;
                sums.differing_one[label] += w * (2 * n * (m - n)) as f64 / (m - 1) as f64;
                sums.own_pairs[label].0 += weight * n * n.saturating_sub(1);
                sums.own_pairs[label].1 += weight * n * (m - 1);
                if m == coders as u64 {
                    sums.complete.2[label] += weight * n;
                }
            }
            if m == coders as u64 {
                sums.complete.0 += weight;
                sums.complete.1 += w * (squares - m) as f64 / (m * (m - 1)) as f64;
            }
        }
        sums
    }

    /// Krippendorff's α, `1 − Dₒ/Dₑ`; undefined when only one label was given.
    pub(super) fn alpha(&self) -> Option<f64> {
        let n: u64 = self.given.iter().sum();
        let squares: u64 = self.given.iter().map(|g| g * g).sum();
        alpha(self.differing, n, n * n - squares)
    }

    /// The same of a label against the rest.
    pub(super) fn alpha_of(&self, label: usize) -> Option<f64> {
        let n: u64 = self.given.iter().sum();
        let own = self.given.get(label)?;
        alpha(*self.differing_one.get(label)?, n, 2 * own * (n - own))
    }

    /// Fleiss' κ; undefined without complete sentences, and where only one label was given on them.
    pub(super) fn fleiss(&self) -> Option<f64> {
        let (rows, agreement, given) = &self.complete;
        let all: u64 = given.iter().sum();
        if *rows == 0 {
            return None;
        }
        let chance: f64 = given.iter().map(|&g| (g as f64 / all as f64).powi(2)).sum();
        let observed = agreement / *rows as f64;
        (chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
    }
}

fn alpha(differing: f64, n: u64, by_chance: u64) -> Option<f64> {
    (by_chance > 0).then(|| 1.0 - (n.saturating_sub(1)) as f64 * differing / by_chance as f64)
}

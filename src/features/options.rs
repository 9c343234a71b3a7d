//! The options of the feature extractor: which groups, which n-grams, which weights.

use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};

/// A named group of features. Each group is a TF-IDF vector of its own, normalised and weighted on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Group {
    /// N-grams of folded words, with marks for the start and the end of the sentence.
    Words,
    /// N-grams of stems ([`super::stemmer`]).
    Stems,
    /// N-grams of characters within a word, the word padded by a space on both sides.
    Characters,
    /// N-grams over the stock words of the genre alone, what lies between them left out.
    Skeleton,
    /// Each word with the last one named before it who could be speaking: `zender>steunt`, `ander>steunt`.
    Speaker,
    /// N-grams of the half that decides: after *maar*, *echter*; beside *hoewel*.
    Clause,
    /// Words near a negation: `niet~delen`.
    Negation,
    /// A finite auxiliary with the last words of its clause: `zal…beoordelen`.
    Modal,
    /// Words of the section's heading.
    Heading,
    /// Words of the sentence before, and who spoke there.
    Before,
    /// Length, place in the section, end mark.
    Shape,
    /// What the cue rules ([`crate::cues`]) say: the stance, and every cue with its subject, negation and half.
    Cues,
}

impl Group {
    /// All groups in their fixed order.
    pub const ALL: [Self; 12] = [
        Self::Words,
        Self::Stems,
        Self::Characters,
        Self::Skeleton,
        Self::Speaker,
        Self::Clause,
        Self::Negation,
        Self::Modal,
        Self::Heading,
        Self::Before,
        Self::Shape,
        Self::Cues,
    ];

    /// The name as it is spelt in options and output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Stems => "stems",
            Self::Characters => "characters",
            Self::Skeleton => "skeleton",
            Self::Speaker => "speaker",
            Self::Clause => "clause",
            Self::Negation => "negation",
            Self::Modal => "modal",
            Self::Heading => "heading",
            Self::Before => "before",
            Self::Shape => "shape",
            Self::Cues => "cues",
        }
    }

    /// What the group is made of, in a few words.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Words => "words, with marks for the start and the end of the sentence",
            Self::Stems => "stems of words",
            Self::Characters => "characters within a word",
            Self::Skeleton => "the stock words of the genre, what lies between them left out",
            Self::Speaker => "each word with the one who could be speaking",
            Self::Clause => "the half that decides: after *maar*, beside *hoewel*",
            Self::Negation => "words near a negation",
            Self::Modal => "a finite auxiliary with the last words of its clause",
            Self::Heading => "words of the section's heading",
            Self::Before => "words of the sentence before, and who spoke there",
            Self::Shape => "length, place in the section, end mark",
            Self::Cues => "what the cue rules say",
        }
    }

    /// Whether the group is made of n-grams, so that their shortest and longest length matter.
    pub const fn has_ngrams(self) -> bool {
        matches!(
            self,
            Self::Words
                | Self::Stems
                | Self::Characters
                | Self::Skeleton
                | Self::Speaker
                | Self::Clause
                | Self::Before
        )
    }

    /// Whether the group asks what class a word has: who speaks, negation, contrast, modality.
    pub(crate) const fn uses_word_classes(self) -> bool {
        matches!(
            self,
            Self::Speaker
                | Self::Clause
                | Self::Negation
                | Self::Modal
                | Self::Before
                | Self::Shape
                | Self::Skeleton
        )
    }

    /// The group a name stands for.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|g| g.name() == name)
    }
}

/// Largest factor on a group.
const LARGEST_WEIGHT: f64 = 1000.0;

/// How one group is built: made by [`Self::new`], or read from text such as `words:1-3*0.8/2`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GroupOptions {
    /// Which group.
    pub group: Group,
    /// Shortest n-gram, in words or characters. At least 1.
    pub min_n: usize,
    /// Longest n-gram, in words or characters. At most 8. Groups without n-grams ignore both.
    pub max_n: usize,
    /// Terms in fewer sentences than this are left out. At least 1.
    pub min_df: u32,
    /// Factor on the normalised vector of the group. Above 0 and at most 1000; 1 leaves it as it is.
    pub weight: f64,
}

impl GroupOptions {
    /// A group with n-grams from `min_n` to `max_n`, `min_df` 2 and weight 1.
    pub fn new(group: Group, min_n: usize, max_n: usize) -> Self {
        Self {
            group,
            min_n,
            max_n,
            min_df: 2,
            weight: 1.0,
        }
    }

    /// Sets the factor on the group.
    #[must_use]
    pub fn weight(mut self, weight: f64) -> Self {
        self.weight = weight;
        self
    }

    /// Sets the smallest number of sentences a term must stand in.
    #[must_use]
    pub fn min_df(mut self, min_df: u32) -> Self {
        self.min_df = min_df;
        self
    }
}

impl std::str::FromStr for GroupOptions {
    type Err = Error;

    /// Reads `group[:min-max][*weight][/min_df]`, such as `words:1-3*0.8/2`.
    fn from_str(text: &str) -> Result<Self> {
        let wrong = |why: &str| {
            Error::new(
                ErrorKind::Usage,
                format!("cannot read the feature group `{text}`: {why}"),
            )
            .expected("`GROUP[:MIN-MAX][*WEIGHT][/MIN_DF]`, such as `words:1-3*0.8/2`")
            .hint(format!(
                "the groups are: {}",
                Group::ALL.map(Group::name).join(", ")
            ))
        };
        let (rest, min_df) = match text.split_once('/') {
            Some((rest, n)) => (rest, n.parse().map_err(|_| wrong("min_df is no number"))?),
            None => (text, 2),
        };
        let (rest, weight) = match rest.split_once('*') {
            Some((rest, w)) => (
                rest,
                w.parse().map_err(|_| wrong("the weight is no number"))?,
            ),
            None => (rest, 1.0),
        };
        let (name, range) = match rest.split_once(':') {
            Some((name, range)) => (name, Some(range)),
            None => (rest, None),
        };
        let group = Group::from_name(name).ok_or_else(|| wrong("no such group"))?;
        let (default_min, default_max) = match group {
            Group::Characters => (2, 5),
            Group::Skeleton => (2, 4),
            Group::Words | Group::Stems => (1, 2),
            _ => (1, 1),
        };
        let (min_n, max_n) = match range {
            None => (default_min, default_max),
            Some(range) => {
                let (a, b) = range.split_once('-').unwrap_or((range, range));
                let number = |s: &str| {
                    s.parse()
                        .map_err(|_| wrong("the n-gram range is no number"))
                };
                (number(a)?, number(b)?)
            }
        };
        let options = Self {
            group,
            min_n,
            max_n,
            min_df,
            weight,
        };
        options.check().map_err(|e| wrong(e.found()))?;
        Ok(options)
    }
}

impl std::fmt::Display for GroupOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}-{}", self.group.name(), self.min_n, self.max_n)?;
        if self.weight != 1.0 {
            write!(f, "*{}", self.weight)?;
        }
        write!(f, "/{}", self.min_df)
    }
}

impl GroupOptions {
    pub(crate) fn check(&self) -> Result<()> {
        let wrong = |why: String| Err(Error::new(ErrorKind::Usage, why));
        if self.min_n < 1 || self.max_n > 8 || self.min_n > self.max_n {
            return wrong(format!(
                "n-grams from {} to {} are out of range 1 to 8",
                self.min_n, self.max_n
            ));
        }
        if !(self.weight > 0.0 && self.weight <= LARGEST_WEIGHT) {
            return wrong(format!(
                "weight {} is out of range: above 0 and at most {LARGEST_WEIGHT}",
                self.weight
            ));
        }
        if self.min_df < 1 {
            return wrong("min_df is below 1".to_owned());
        }
        Ok(())
    }
}

/// All options of the extractor: start from the default or [`Self::single`] and set what should be otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FeatureOptions {
    /// The groups, each at most once.
    pub groups: Vec<GroupOptions>,
    /// Whether a term that stands `c` times counts `1 + ln c` instead of `c`.
    pub sublinear_tf: bool,
    /// Whether idf is `ln((1+n)/(1+df)) + 1` (as if one more sentence held every term) or `ln(n/df) + 1`.
    pub smooth_idf: bool,
    /// Whether each group's vector is divided by its Euclidean length.
    pub l2: bool,
    /// How many of the most frequent words count as stock words for [`Group::Skeleton`]. 0 to 10,000.
    pub stock_words: usize,
}

impl Default for FeatureOptions {
    /// The groups of the shipped model, with cut-offs and a weight of the cues that do well from eight letters to some thousand
    /// (benches/studies/few_letters.py). Its own many letters allow a cut-off of five sentences in place of three, and of 40 for headings, and a
    /// weight of the cues of 0.2.
    fn default() -> Self {
        Self {
            groups: vec![
                GroupOptions::new(Group::Words, 1, 3).min_df(3),
                GroupOptions::new(Group::Stems, 1, 2).min_df(3),
                GroupOptions::new(Group::Characters, 3, 5).min_df(3),
                GroupOptions::new(Group::Speaker, 1, 1).min_df(3),
                // a section's heading stands over all its sentences: a term must have stood over several
                GroupOptions::new(Group::Heading, 1, 1)
                    .weight(0.5)
                    .min_df(10),
                // a few hundred sentences teach hardly a word: with a weight of 0.2, 8 letters give a macro-F1 of 0.44, with 0.8 of 0.76; 20 of
                // 0.56 and 0.81, 60 of 0.76 and 0.83, 200 of 0.83 and 0.85; only 1,200 lose 0.002
                GroupOptions::new(Group::Cues, 1, 1).weight(0.8),
            ],
            sublinear_tf: true,
            smooth_idf: true,
            l2: true,
            stock_words: 400,
        }
    }
}

impl FeatureOptions {
    /// One group alone, with scikit-learn's defaults otherwise (no sublinear tf, smooth idf, l2).
    pub fn single(group: GroupOptions) -> Self {
        Self {
            groups: vec![group],
            sublinear_tf: false,
            ..Self::default()
        }
    }

    /// Checks every option against its range.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] names the first option out of its range.
    pub fn check(&self) -> Result<()> {
        if self.groups.is_empty() {
            return Err(Error::new(ErrorKind::Usage, "no feature group is chosen"));
        }
        for (i, options) in self.groups.iter().enumerate() {
            options.check()?;
            if self.groups[..i].iter().any(|g| g.group == options.group) {
                return Err(Error::new(
                    ErrorKind::Usage,
                    format!("feature group `{}` stands twice", options.group.name()),
                )
                .hint(
                    "name each group once, such as `words:1-3` for single words, pairs and triples",
                ));
            }
        }
        if self.stock_words > 10_000 {
            return Err(Error::new(ErrorKind::Usage, "more than 10,000 stock words"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_read_as_it_is_written() {
        let group: GroupOptions = "words:1-3*0.8/4".parse().unwrap();
        assert_eq!(
            group,
            GroupOptions::new(Group::Words, 1, 3).weight(0.8).min_df(4)
        );
        assert_eq!(group.to_string().parse::<GroupOptions>().unwrap(), group);
        let plain = GroupOptions::new(Group::Words, 1, 3).min_df(3);
        assert_eq!(plain.to_string(), "words:1-3/3");
        assert_eq!(plain.to_string().parse::<GroupOptions>().unwrap(), plain);
        let short: GroupOptions = "characters".parse().unwrap();
        assert_eq!((short.min_n, short.max_n), (2, 5));
    }

    #[test]
    fn the_usual_groups_suit_few_letters() {
        let groups = FeatureOptions::default().groups;
        let usual = |group: Group| {
            groups
                .iter()
                .find(|g| g.group == group)
                .unwrap()
                .to_string()
        };
        assert_eq!(usual(Group::Cues), "cues:1-1*0.8/2");
        assert_eq!(usual(Group::Heading), "heading:1-1*0.5/10");
    }

    #[test]
    fn options_out_of_range_are_refused() {
        for wrong in [
            "woorden",
            "words:3-1",
            "words:0-2",
            "words*0",
            "words/0",
            "words:1-9",
            "words*x",
        ] {
            assert!(wrong.parse::<GroupOptions>().is_err(), "{wrong}");
        }
        let heavy = "words*2000".parse::<GroupOptions>().unwrap_err();
        assert!(
            heavy.to_string().contains("above 0 and at most 1000"),
            "{heavy}"
        );
        let mut options = FeatureOptions::default();
        options.groups.push(options.groups[0].clone());
        assert!(options.check().is_err());
    }
}

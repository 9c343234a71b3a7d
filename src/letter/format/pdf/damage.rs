//! Pages that cannot be read: what is lost, and what a person should know of it.

use crate::numbers::count;
use flate2::{Decompress, FlushDecompress, Status};
use lopdf::Stream;

/// The pages of a file that could not be read, in rising order.
#[derive(Debug, Default)]
pub(super) struct Damage {
    /// Those of which nothing was read.
    pub(super) lost: Vec<u32>,
    /// Those of which something was read.
    torn: Vec<u32>,
    /// How many pages the file says that it has, where that is more than were found.
    claimed: Option<(usize, usize)>,
}

impl Damage {
    /// Notes a page, and whether all of it is lost.
    pub(super) fn found(&mut self, page: u32, lost: bool) {
        if lost {
            self.lost.push(page);
        } else {
            self.torn.push(page);
        }
    }

    /// Notes how many pages the file says that it has, and how many were found.
    pub(super) fn counted(&mut self, claimed: usize, found: usize) {
        self.claimed = (claimed > found).then_some((claimed, found));
    }

    /// How many pages are damaged.
    pub(super) fn total(&self) -> usize {
        self.lost.len() + self.torn.len()
    }

    /// Why a file without text cannot be read.
    pub(super) fn of_a_file_without_text(&self) -> String {
        let mut all = [self.lost.as_slice(), &self.torn].concat();
        all.sort_unstable();
        format!(
            "{} could not be read, and there is no other text",
            named(&all)
        )
    }

    /// What a person should know, a sentence each.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        let their = |pages: &[u32]| if pages.len() == 1 { "its" } else { "their" };
        if !self.lost.is_empty() {
            warnings.push(format!(
                "damaged PDF: {} could not be read, and {} sentences are missing",
                named(&self.lost),
                their(&self.lost)
            ));
        }
        if !self.torn.is_empty() {
            warnings.push(format!(
                "damaged PDF: {} could be read in part only, and some of {} sentences are missing",
                named(&self.torn),
                their(&self.torn)
            ));
        }
        if let Some((claimed, found)) = self.claimed {
            warnings.push(format!(
                "damaged PDF: it says that it has {} and only {found} can be found; the others are missing",
                count(claimed, "page")
            ));
        }
        warnings
    }

    /// The holes that they leave in the text.
    pub(super) fn holes(&self) -> Holes {
        // a page that was read in part can lack its end as well as its beginning
        let mut before = self.lost.clone();
        before.extend(
            self.torn
                .iter()
                .flat_map(|page| [page.saturating_sub(1), *page]),
        );
        before.sort_unstable();
        Holes { before, passed: 0 }
    }
}

/// Holes in the text of a file, passed from its first page on.
#[derive(Debug)]
pub(super) struct Holes {
    /// The pages behind which they lie.
    before: Vec<u32>,
    passed: usize,
}

impl Holes {
    /// Whether there is a hole between what was passed and a page.
    pub(super) fn before(&mut self, page: u32) -> bool {
        let now = self.before.partition_point(|hole| *hole < page);
        std::mem::replace(&mut self.passed, now) < now
    }
}

/// Whether a stream that was decompressed is all there.
///
/// What stands before the damage of a deflated stream is read without an error; here it is read once more to see whether its last block ends.
/// A checksum that is wrong behind whole data is no damage: such files are about.
pub(super) fn is_whole(stream: &Stream) -> bool {
    let deflated = matches!(stream.filters().as_deref(), Ok([b"FlateDecode"]));
    if !deflated || stream.content.is_empty() {
        return true;
    }
    let mut rest = stream.content.get(2..).unwrap_or_default();
    let mut reader = Decompress::new(false);
    let mut sink = [0; 1 << 14];
    loop {
        let read = reader.total_in();
        let made = reader.total_out();
        match reader.decompress(rest, &mut sink, FlushDecompress::None) {
            Ok(Status::StreamEnd) => return true,
            Ok(_) if reader.total_in() > read || reader.total_out() > made => {
                let taken = usize::try_from(reader.total_in() - read).unwrap_or(rest.len());
                rest = rest.get(taken..).unwrap_or_default();
            }
            Ok(_) | Err(_) => return false,
        }
    }
}

/// `page 3`, `pages 3, 5 and 7`, `pages 3 to 9 and 12`.
fn named(pages: &[u32]) -> String {
    let runs: Vec<String> = pages
        .chunk_by(|a, b| a + 1 == *b)
        .flat_map(|run| match run {
            [first, _, .., last] => vec![format!("{first} to {last}")],
            few => few.iter().map(u32::to_string).collect(),
        })
        .collect();
    let what = if pages.len() == 1 { "page" } else { "pages" };
    match runs.as_slice() {
        [] => what.to_owned(),
        [only] => format!("{what} {only}"),
        [first @ .., last] => format!("{what} {} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::Dictionary;

    #[test]
    fn pages_are_named_in_runs() {
        for (pages, expected) in [
            (&[3][..], "page 3"),
            (&[3, 4], "pages 3 and 4"),
            (&[1, 3, 7], "pages 1, 3 and 7"),
            (&[1, 3, 4, 5, 9, 10], "pages 1, 3 to 5, 9 and 10"),
        ] {
            assert_eq!(named(pages), expected);
        }
    }

    #[test]
    fn a_deflated_stream_is_whole_to_its_last_block() {
        let text = "Het kabinet steunt dit voorstel. ".repeat(3000);
        let mut stream = Stream::new(Dictionary::new(), text.into_bytes());
        assert!(is_whole(&stream));
        stream.compress().unwrap();
        let whole = stream.content.clone();
        assert!(is_whole(&stream));
        stream.content = whole[..whole.len() - 4].to_vec();
        assert!(is_whole(&stream), "only the checksum is gone");
        for cut in [1, 2, 9, whole.len() / 2, whole.len() - 6] {
            stream.content = whole[..cut].to_vec();
            assert!(!is_whole(&stream), "{cut}");
        }
    }

    #[test]
    fn a_hole_lies_before_the_next_page_that_was_read() {
        let mut damage = Damage::default();
        damage.found(1, true);
        damage.found(3, true);
        damage.found(4, true);
        damage.found(7, false);
        let mut holes = damage.holes();
        let torn: Vec<u32> = [2, 5, 6, 7, 8, 9]
            .into_iter()
            .filter(|page| holes.before(*page))
            .collect();
        assert_eq!(torn, [2, 5, 7, 8]);
    }
}

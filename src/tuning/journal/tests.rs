use super::super::tests::{data, measured, options};
use super::super::{Trial, tune};
use super::*;

/// Where a run came to, what it heard, and how many trials it had to run.
fn run(path: &Path, start: &TrainOptions, data: &Dataset) -> (TrainOptions, Vec<Trial>, usize) {
    let mut journal = Journal::open(path, start, data, None).unwrap();
    let before = journal.known();
    let mut heard = Vec::new();
    let chosen = tune(start, data, None, Some(&mut journal), &mut |t| {
        heard.extend(measured(t));
    });
    (chosen.unwrap(), heard, journal.known() - before)
}

#[test]
fn a_run_that_was_interrupted_anywhere_ends_as_one_that_was_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.tuning.jsonl");
    let (start, data) = (options(), data());
    let bare = tune(&start, &data, None, None, &mut |_| ()).unwrap();
    let (chosen, trials, ran) = run(&path, &start, &data);
    assert_eq!((&chosen, ran), (&bare, trials.len()));
    let whole = std::fs::read(&path).unwrap();

    let ends: Vec<usize> = (0..whole.len()).filter(|&i| whole[i] == b'\n').collect();
    assert_eq!(ends.len(), 1 + trials.len());
    for (finished, &end) in ends.iter().enumerate() {
        // after a line, within the next one, and before the end of this one is written
        for (kept, recalled) in [
            (end + 1, finished),
            (end + 30, finished),
            (end, finished.saturating_sub(1)),
        ] {
            std::fs::write(&path, &whole[..kept.min(whole.len())]).unwrap();
            let (again, heard, ran) = run(&path, &start, &data);
            assert_eq!((&again, &heard), (&bare, &trials), "{kept} bytes");
            assert_eq!(ran, trials.len() - recalled, "{kept} bytes");
            assert_eq!(std::fs::read(&path).unwrap(), whole, "{kept} bytes");
        }
    }
}

#[test]
fn trials_that_rest_on_something_else_are_not_used_and_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.tuning.jsonl");
    let (start, same) = (options(), data());
    let (chosen, trials, _) = run(&path, &start, &same);
    let none = |start: &TrainOptions, data: &Dataset, natural: Option<&[bool]>| {
        let journal = Journal::open(&path, start, data, natural).unwrap();
        (journal.known(), journal.passed_over().map(str::to_owned))
    };
    let said = |why: &str| {
        Some(format!(
            "{} trials of earlier runs not used: {why}",
            trials.len()
        ))
    };

    let mut other = data();
    other.examples[3].sentence.push('!');
    assert_eq!(none(&start, &other, None), (0, said("other data")));
    assert_eq!(none(&start, &other, None), (0, None), "said once");
    other.examples[3].sentence.pop();
    other.has_letters = false;
    assert_eq!(none(&start, &other, None), (0, said("other data")));
    let mut seed = start.clone();
    seed.seed = 2;
    none(&start, &same, None);
    assert_eq!(none(&seed, &same, None), (0, said("other options")));
    none(&start, &same, None);
    let marks = vec![true; same.len()];
    let rows = said("other rows of `--calibrate-on`");
    assert_eq!(none(&start, &same, Some(&marks)), (0, rows));

    let (again, heard, ran) = run(&path, &start, &same);
    assert_eq!(
        (again, heard, ran),
        (chosen, trials, 0),
        "the first run is still there"
    );
}

#[test]
fn no_flipped_bit_of_a_finished_line_goes_unseen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.tuning.jsonl");
    let (start, data) = (options(), data());
    run(&path, &start, &data);
    let whole = std::fs::read(&path).unwrap();
    let first = whole.iter().position(|&b| b == b'\n').unwrap();
    let second = first + 1 + whole[first + 1..].iter().position(|&b| b == b'\n').unwrap();
    for byte in first + 1..second {
        let mut flipped = whole.clone();
        flipped[byte] ^= 1 << (byte % 7);
        std::fs::write(&path, &flipped).unwrap();
        let error = Journal::open(&path, &start, &data, None).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Format, "byte {byte}");
        assert!(error.place().line.is_some_and(|l| l == 2 || l == 3));
        assert!(error.next_step().is_some());
        assert_eq!(std::fs::read(&path).unwrap(), flipped, "left as it was");
    }
}

#[test]
fn what_is_no_journal_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    for content in [
        "notes without an end",
        "{\"runs\":1}\n",
        "a\nb\n",
        "{\"run\":\"5 km\",\"time\":\"25:10\"}",
        "{\"run\":\"0123456789abcdef\",\"trials\":[]",
        "{\"run\":\"0123456789abcdef\",\"trial\":{}}",
        "{\"run\":\"0123456789abcdef\",\"trial\":{} and more",
    ] {
        std::fs::write(&path, content).unwrap();
        let error = Journal::open(&path, &options(), &data(), None).unwrap_err();
        assert!(error.to_string().contains("no journal of tuning"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), content);
    }
    let error = Journal::open(folder.path(), &options(), &data(), None).unwrap_err();
    assert!(error.to_string().contains("no regular file"));
}

#[test]
fn only_what_a_run_was_writing_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.tuning.jsonl");
    let (start, data) = (options(), data());
    run(&path, &start, &data);
    let whole = std::fs::read(&path).unwrap();
    for line in whole.split_inclusive(|&b| b == b'\n') {
        for end in 0..line.len() {
            assert!(is_begun(&line[..end]), "{end} bytes of {line:?}");
        }
    }

    let added = [&whole[..], b"a note of mine"].concat();
    std::fs::write(&path, &added).unwrap();
    let error = Journal::open(&path, &start, &data, None).unwrap_err();
    let lines = whole.iter().filter(|&&b| b == b'\n').count() as u64;
    assert_eq!(error.place().line, Some(lines + 1));
    assert!(error.found().contains("its end is not how a line begins"));
    assert_eq!(std::fs::read(&path).unwrap(), added);
}

#[test]
fn a_journal_has_one_writer_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.tuning.jsonl");
    let open = || Journal::open(&path, &options(), &data(), None);
    let first = open().unwrap();
    let before = std::fs::read(&path).unwrap();
    let error = open().unwrap_err();
    assert_eq!(error.found(), "another run is writing this journal");
    assert!(error.next_step().is_some());
    assert_eq!(std::fs::read(&path).unwrap(), before);
    drop(first);
    open().unwrap().remove().unwrap();
    assert!(!path.exists());
}

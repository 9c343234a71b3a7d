//! No bytes may panic the CSV reader; what it takes is sound, and is the same once written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standpunt::Dataset;
use standpunt::dataset::write;

fuzz_target!(|data: &[u8]| {
    let Ok(read) = Dataset::from_bytes("-", data) else {
        return;
    };
    assert!(!read.is_empty());
    assert!((read.examples.iter()).all(|e| !e.sentence.is_empty() && !e.label.is_empty()));
    let newlines = data.iter().filter(|b| **b == b'\n').count() as u64;
    assert!(read.examples.array_windows().all(|[a, b]| a.line <= b.line));
    assert!((read.examples.iter()).all(|e| (1..=newlines + 1).contains(&e.line)));
    assert_eq!(read.inputs().len(), read.len());
    assert_eq!(read.groups().len(), read.len());
    assert!(read.targets(&read.labels()).is_ok());

    let mut written = Vec::new();
    assert!(write(&mut written, &read.examples).is_ok());
    let again = Dataset::from_bytes("-", &written);
    assert!(again.is_ok(), "{again:?}");
    let rows = |data: Dataset| {
        let row = |e: standpunt::Example| {
            (
                e.letter, e.kind, e.field, e.section, e.sentence, e.label, e.also,
            )
        };
        data.examples.into_iter().map(row).collect::<Vec<_>>()
    };
    assert_eq!(again.ok().map(rows), Some(rows(read)));
});

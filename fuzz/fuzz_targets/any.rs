//! No bytes may panic recognition, reading, layout or sentence splitting, and spans stay in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standpunt::letter::Letter;

fuzz_target!(|data: &[u8]| {
    if let Ok(letter) = Letter::from_bytes("-", data) {
        for (_, sentence) in letter.sentences() {
            assert!(!sentence.text.is_empty());
            assert!(sentence.spans.iter().all(|span| span.start < span.end));
            assert!(sentence.spans.array_windows().all(|[a, b]| a.end <= b.start));
        }
    }
});

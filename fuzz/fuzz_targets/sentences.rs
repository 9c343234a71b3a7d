//! No text may panic the splitter, and its sentences cover all but white space.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut last = 0;
    for range in standpunt::letter::sentences::split(text) {
        assert!(text[last..range.start].trim().is_empty());
        assert!(!text[range.clone()].is_empty());
        last = range.end;
    }
    assert!(text[last..].trim().is_empty());
});

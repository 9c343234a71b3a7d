//! No bytes may panic the text reader.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = standpunt::letter::Letter::from_bytes("brief.txt", data);
});

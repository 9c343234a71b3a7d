//! No bytes may panic the text reader, and spans stay in order.
#![no_main]

mod sound;

use libfuzzer_sys::fuzz_target;
use standpunt::letter::Letter;

fuzz_target!(|data: &[u8]| {
    if let Ok(letter) = Letter::from_bytes("brief.txt", data) {
        sound::check(&letter);
    }
});

//! No bytes may panic recognition, reading, layout or sentence splitting, and spans stay in order.
#![no_main]

mod sound;

use libfuzzer_sys::fuzz_target;
use standpunt::letter::Letter;

fuzz_target!(|data: &[u8]| {
    if let Ok(letter) = Letter::from_bytes("-", data) {
        sound::check(&letter);
    }
});

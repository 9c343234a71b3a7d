//! No bytes may panic the markdown reader, and spans stay in order.
#![no_main]

mod sound;

use libfuzzer_sys::fuzz_target;
use standpunt::letter::Letter;
use standpunt::letter::format::markdown;

fuzz_target!(|data: &[u8]| {
    if let Ok(letter) = markdown::read(data).and_then(Letter::from_document) {
        sound::check(&letter);
    }
});

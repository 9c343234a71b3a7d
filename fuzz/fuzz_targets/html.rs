//! No bytes may panic the html reader, and spans stay in order.
#![no_main]

mod sound;

use libfuzzer_sys::fuzz_target;
use standpunt::letter::Letter;
use standpunt::letter::format::html;

fuzz_target!(|data: &[u8]| {
    if let Ok(letter) = html::read(data).and_then(Letter::from_document) {
        sound::check(&letter);
    }
});

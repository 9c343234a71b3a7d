//! No bytes may panic the pdf reader.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = standpunt::letter::format::pdf::read(data);
});

//! No bytes may panic the xml reader.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = standpunt::letter::format::xml::read(data);
});

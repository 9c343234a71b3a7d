//! No bytes may panic the ODT reader, neither as a package nor as the content in a sound package, and spans stay in order.
#![no_main]

mod sound;

use libfuzzer_sys::fuzz_target;
use standpunt::letter::Letter;
use standpunt::letter::format::odt;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fuzz_target!(|data: &[u8]| {
    read(data);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("content.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(data).unwrap();
    let package = writer.finish().unwrap().into_inner();
    read(&package);
});

fn read(data: &[u8]) {
    if let Ok(letter) = odt::read(data).and_then(Letter::from_document) {
        sound::check(&letter);
    }
}

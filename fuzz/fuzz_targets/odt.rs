//! No bytes may panic the ODT reader, neither as a package nor as the content in a sound package.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fuzz_target!(|data: &[u8]| {
    let _ = standpunt::letter::format::odt::read(data);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("content.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(data).unwrap();
    let package = writer.finish().unwrap().into_inner();
    let _ = standpunt::letter::format::odt::read(&package);
});

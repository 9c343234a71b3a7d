//! No bytes may panic the DOCX reader, neither as a package nor as the document in a sound package, and spans stay in order.
#![no_main]

mod sound;

use libfuzzer_sys::fuzz_target;
use standpunt::letter::Letter;
use standpunt::letter::format::docx;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fuzz_target!(|data: &[u8]| {
    read(data);
    let (styles, document) = data.split_at(data.len() / 4);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [("word/styles.xml", styles), ("word/document.xml", document)] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(part).unwrap();
    }
    let package = writer.finish().unwrap().into_inner();
    read(&package);
    let whole = ZipWriter::new(Cursor::new(Vec::new()));
    read(&one(whole, "word/document.xml", data));
});

fn one(mut writer: ZipWriter<Cursor<Vec<u8>>>, name: &str, part: &[u8]) -> Vec<u8> {
    writer.start_file(name, SimpleFileOptions::default()).unwrap();
    writer.write_all(part).unwrap();
    writer.finish().unwrap().into_inner()
}

fn read(data: &[u8]) {
    if let Ok(letter) = docx::read(data).and_then(Letter::from_document) {
        sound::check(&letter);
    }
}

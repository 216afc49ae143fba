//! Workbooks of Excel: the bytes of a file, or its parts, from which a file is made that is whole as a ZIP file.
//!
//! Parts end with the byte 0x1e: the sheet, the shared texts, the styles, the workbook; absent ones are usual.
#![no_main]

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const WORKBOOK: &[u8] =
    br#"<workbook><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(*name, stored).expect("a part can begin");
        writer.write_all(content).expect("and be written");
    }
    writer.finish().expect("the file can be ended").into_inner()
}

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        return jingwei_fuzz::sheets::read(bytes);
    }
    let mut parts = bytes.split(|byte| *byte == 0x1e);
    let mut part =
        |usual: &'static [u8]| parts.next().filter(|part| !part.is_empty()).unwrap_or(usual).to_vec();
    let (sheet, texts) = (part(b""), part(b"<sst/>"));
    let (styles, workbook) = (part(b"<styleSheet/>"), part(WORKBOOK));
    let file = zipped(&[
        ("xl/workbook.xml", &workbook),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/sharedStrings.xml", &texts),
        ("xl/styles.xml", &styles),
        ("xl/worksheets/sheet1.xml", &sheet),
    ]);
    jingwei_fuzz::sheets::read(&file);
});

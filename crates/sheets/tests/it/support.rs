use std::io::Write;
use std::ops::ControlFlow;

use model::{Channel, District, Place, Register, RegisterEntry, Station, StationClass, Timestamp, Unit};
use rust_xlsxwriter::Workbook as Writer;
use sheets::{Catalogue, Guess, Kind, Limits, Mapping, Preview, RowResult, Workbook, guess, preview, read};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

pub(crate) fn now() -> Timestamp {
    "2020-09-01T00:00:00+08:00".parse().unwrap()
}

/// Two stations that measure PM2.5 and CO.
pub(crate) fn catalogue() -> Catalogue {
    let mut register = Register::default();
    register
        .put(RegisterEntry::District(District {
            code: "430105".parse().unwrap(),
            name: "开福区".into(),
            name_en: "Kaifu".into(),
            center: Place::new(112.98, 28.2).unwrap(),
        }))
        .unwrap();
    for (id, name, name_en) in [("1335A", "经开区环保局", "Jingkai"), ("1337A", "马坡岭", "Mapoling")]
    {
        let channel = |factor: &str, unit| Channel {
            factor: factor.parse().unwrap(),
            sent_unit: unit,
            unit,
            range: None,
        };
        let station = Station {
            id: id.parse().unwrap(),
            name: name.into(),
            name_en: name_en.into(),
            class: StationClass::National,
            district: "430105".parse().unwrap(),
            place: Place::new(112.98, 28.2).unwrap(),
            channels: vec![
                channel("a34004", Unit::MicrogramPerCubicMetre),
                channel("a21005", Unit::MilligramPerCubicMetre),
            ],
        };
        register.put(RegisterEntry::Station(station)).unwrap();
    }
    Catalogue::of(&register)
}

pub(crate) fn open(bytes: &[u8]) -> Workbook<'_> {
    Workbook::open(bytes, Limits::default()).unwrap()
}

pub(crate) fn guessed(bytes: &[u8], kind: Kind) -> Guess {
    guess(&open(bytes), 0, kind, &catalogue()).unwrap()
}

pub(crate) fn previewed(bytes: &[u8], mapping: &Mapping) -> Preview {
    preview(&open(bytes), 0, mapping, &catalogue(), now(), |_| ControlFlow::Continue(()))
}

pub(crate) fn rows(bytes: &[u8], mapping: &Mapping) -> Vec<RowResult> {
    let mut rows = Vec::new();
    read(&open(bytes), 0, mapping, &catalogue(), now(), |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })
    .unwrap();
    rows
}

/// `source factor time value unit` of every reading, and `row column reason` of every refusal.
pub(crate) fn told(bytes: &[u8], mapping: &Mapping) -> Vec<String> {
    let mut told = Vec::new();
    for row in rows(bytes, mapping) {
        for reading in row.readings {
            let time = model::china::minute_text(reading.time);
            let value = reading.values.value.map_or("-".to_owned(), |value| value.to_string());
            told.push(format!(
                "{} {} {time} {value} {}",
                reading.series.source, reading.series.factor, reading.unit
            ));
        }
        for refusal in row.refusals {
            let column = refusal.column.map_or("*".to_owned(), |column| column.to_string());
            told.push(format!("{}:{column} {} {:?}", refusal.row, refusal.reason.code(), refusal.text));
        }
    }
    told
}

pub(crate) fn xlsx(write: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut writer = Writer::new();
    write(writer.add_worksheet());
    writer.save_to_buffer().unwrap()
}

/// A zip file of these parts.
/// Packed parts take long to unpack in a test's build, so that large ones are stored.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        let small = content.len() < 1 << 20 || content.iter().all(|byte| *byte == b' ');
        let method = if small { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

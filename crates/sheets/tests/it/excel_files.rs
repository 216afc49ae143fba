use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook as Writer};
use sheets::{Kind, Note, ReadError};

use crate::support::{guessed, open, previewed, rows, told, xlsx};

#[test]
fn merged_names_are_used_and_merged_figures_refused() {
    let file = xlsx(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 3, "长沙市空气质量小时值", &plain).unwrap();
        for (column, text) in ["时间", "站点", "PM2.5(μg/m³)", "CO(mg/m³)"].iter().enumerate() {
            sheet.write(1, column as u16, *text).unwrap();
        }
        sheet.merge_range(2, 0, 3, 0, "2020-08-30 08:00", &plain).unwrap();
        sheet.write(2, 1, "1335A").unwrap().write(2, 2, 32.0).unwrap();
        sheet.write(3, 1, "1337A").unwrap().write(3, 2, 35.0).unwrap();
        sheet.merge_range(2, 3, 3, 3, "", &plain).unwrap();
        sheet.write(2, 3, 0.5).unwrap();
    });
    let guess = guessed(&file, Kind::Station);
    assert_eq!(guess.mapping.heading_rows, 2);
    assert_eq!(
        told(&file, &guess.mapping),
        [
            "station:1335A a34004 2020-08-30 08:00 32 µg/m³",
            "station:1335A a21005 2020-08-30 08:00 0.5 mg/m³",
            "station:1337A a34004 2020-08-30 08:00 35 µg/m³",
            "4:3 merged \"0.5\"",
        ]
    );
    assert_eq!(rows(&file, &guess.mapping)[1].notes, [Note::MergedNameUsed]);
}

#[test]
fn headings_of_two_rows_are_read_together() {
    let file = xlsx(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 1, 0, "监测时间", &plain).unwrap();
        sheet.merge_range(0, 1, 0, 2, "PM2.5", &plain).unwrap();
        sheet.write(1, 1, "平均值(μg/m³)").unwrap().write(1, 2, "最大值(μg/m³)").unwrap();
        sheet.write(0, 3, "站点").unwrap();
        sheet.write(2, 0, "2020-08-30 08:00").unwrap().write(2, 1, 30).unwrap().write(2, 2, 40).unwrap();
        sheet.write(2, 3, "1335A").unwrap();
    });
    let guess = guessed(&file, Kind::Station);
    let reading = &rows(&file, &guess.mapping)[0].readings[0];
    assert_eq!((reading.values.value, reading.values.max), (Some(30.0), Some(40.0)));
}

#[test]
fn dates_are_read_as_dates_as_texts_and_as_serial_numbers() {
    let file = xlsx(|sheet| {
        let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
        for (column, text) in ["时间", "站点", "PM2.5"].iter().enumerate() {
            sheet.write(0, column as u16, *text).unwrap();
        }
        let moment = ExcelDateTime::from_ymd(2020, 8, 30).unwrap().and_hms(8, 0, 0).unwrap();
        sheet.write_with_format(1, 0, moment, &date).unwrap();
        sheet.write(2, 0, "2020年8月30日 9:00").unwrap();
        sheet.write(3, 0, 44_073.416_666_666_664).unwrap();
        sheet.write(4, 0, 20_200_830).unwrap();
        sheet.write(5, 0, 17).unwrap();
        for row in 1..=5 {
            sheet.write(row, 1, "1335A").unwrap().write(row, 2, f64::from(row)).unwrap();
        }
    });
    let guess = guessed(&file, Kind::Station);
    assert_eq!(
        told(&file, &guess.mapping),
        [
            "station:1335A a34004 2020-08-30 08:00 1 µg/m³",
            "station:1335A a34004 2020-08-30 09:00 2 µg/m³",
            "station:1335A a34004 2020-08-30 10:00 3 µg/m³",
            "station:1335A a34004 2020-08-30 00:00 4 µg/m³",
            "6:0 time_unreadable \"17\"",
        ]
    );
}

#[test]
fn the_stored_value_of_a_formula_is_used_and_said() {
    let file = xlsx(|sheet| {
        for (column, text) in ["时间", "站点", "PM2.5"].iter().enumerate() {
            sheet.write(0, column as u16, *text).unwrap();
        }
        sheet.write(1, 0, "2020-08-30 08:00").unwrap().write(1, 1, "1335A").unwrap();
        sheet.write(1, 2, Formula::new("=30+2").set_result("32")).unwrap();
        sheet.write(2, 0, "2020-08-30 09:00").unwrap().write(2, 1, "1335A").unwrap();
        sheet.write(2, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    });
    let guess = guessed(&file, Kind::Station);
    let told = told(&file, &guess.mapping);
    assert_eq!(told[0], "station:1335A a34004 2020-08-30 08:00 32 µg/m³");
    assert_eq!(told[1], "3:2 sheet_error \"#DIV/0!\"");
    assert_eq!(rows(&file, &guess.mapping)[0].notes, [Note::FormulaValueUsed]);
}

#[test]
fn a_formula_without_a_stored_value_is_refused() {
    let sheet = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"str\"><v>时间</v></c><c r=\"B1\" t=\"str\"><v>PM2.5</v></c></row>\
        <row r=\"2\"><c r=\"A2\"><v>44073.5</v></c><c r=\"B2\"><f>B1</f></c></row>\
        <row r=\"3\"><c r=\"A3\"><v>44073.6</v></c><c r=\"B3\"><v>7</v></c></row></sheetData></worksheet>";
    let file = minimal_xlsx(sheet);
    let mut mapping = guessed(&file, Kind::Station).mapping;
    mapping.source = Some("station:1335A".parse().unwrap());
    assert_eq!(
        told(&file, &mapping),
        ["2:1 formula_without_value \"=…\"", "station:1335A a34004 2020-08-30 14:24 7 µg/m³"]
    );
    assert_eq!(rows(&file, &mapping)[0].notes, [], "nothing of it was used");
}

#[test]
fn sheets_are_listed_with_the_hidden_ones() {
    let mut writer = Writer::new();
    writer.add_worksheet().set_name("数据").unwrap();
    writer.add_worksheet().set_name("旧").unwrap().set_hidden(true);
    let file = writer.save_to_buffer().unwrap();
    let workbook = open(&file);
    let listed: Vec<_> = workbook.sheets().iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect();
    assert_eq!(listed, [("数据", false), ("旧", true)]);
    let missing = workbook.rows(2, |_| std::ops::ControlFlow::Continue(())).unwrap_err();
    assert_eq!(missing, ReadError::NoSuchSheet { sheet: 2 });
}

/// The largest sheet that Excel writes. Made by hand: a library takes minutes to write it in a test's build.
#[test]
fn every_row_of_a_full_sheet_is_gone_through() {
    let data_rows: u32 = 1_048_575;
    let mut sheet = String::from(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    sheet += "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>时间</v></c><c r=\"B1\" t=\"str\"><v>PM2.5</v></c></row>";
    for row in 2..=data_rows + 1 {
        let day = 40_000 + row / 1440;
        let value = row % 100;
        sheet += &format!(
            "<row r=\"{row}\"><c r=\"A{row}\"><v>{day}</v></c><c r=\"B{row}\"><v>{value}</v></c></row>"
        );
    }
    sheet += "</sheetData></worksheet>";
    let file = minimal_xlsx(&sheet);
    let mut mapping = guessed("时间,PM2.5\n40000,1\n".as_bytes(), Kind::Station).mapping;
    mapping.source = Some("station:1335A".parse().unwrap());
    let preview = previewed(&file, &mapping);
    assert_eq!((preview.rows, preview.readings, preview.ended), (data_rows.into(), data_rows.into(), None));
}

fn minimal_xlsx(sheet: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let workbook = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let relation =
        format!("<Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/>");
    let root = format!(
        "<Relationships xmlns=\"{package}\"><Relationship Id=\"r0\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let relations = format!("<Relationships xmlns=\"{package}\">{relation}</Relationships>");
    crate::support::zipped(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

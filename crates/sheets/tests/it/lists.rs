//! Sheets that are lists of things.

use rust_xlsxwriter::{ExcelDateTime, Format};
use sheets::{Limits, ListColumn, Workbook, list};

const COLUMNS: &[ListColumn] = &[
    ListColumn { key: "code", names: &["统一社会信用代码", "信用代码"], required: true },
    ListColumn { key: "name", names: &["单位名称"], required: true },
    ListColumn { key: "from", names: &["起始日期"], required: false },
    ListColumn { key: "score", names: &["信用分"], required: false },
];

#[test]
fn headings_are_found_below_titles_whatever_is_added_to_them() {
    let text = "检查对象名录,,\n,,\n单位名称*,统一社会信用代码（必填）,备注\n甲厂,A1,x\n,,\n\"乙,厂\",A2,\n";
    let workbook = Workbook::open(text.as_bytes(), Limits::default()).unwrap();
    let found = list(&workbook, 0, COLUMNS).unwrap();
    assert_eq!((found.missing.len(), found.unknown.as_slice()), (0, ["备注".to_owned()].as_slice()));
    let rows: Vec<_> =
        found.rows.iter().map(|row| (row.number, row.text("code"), row.text("name"))).collect();
    assert_eq!(rows, [(4, Ok(Some("A1")), Ok(Some("甲厂"))), (6, Ok(Some("A2")), Ok(Some("乙,厂")))]);
    assert_eq!(found.rows[0].text("from"), Ok(None));
}

#[test]
fn a_sheet_without_a_required_column_says_which() {
    for text in ["code,score\nA1,5\n", "nothing\n", "\n\n"] {
        let workbook = Workbook::open(text.as_bytes(), Limits::default()).unwrap();
        let found = list(&workbook, 0, COLUMNS).unwrap();
        assert!(found.rows.is_empty());
        assert!(found.missing.contains(&"name"), "{text:?}: {:?}", found.missing);
        assert_eq!(found.missing.contains(&"code"), !text.starts_with("code"));
    }
}

#[test]
fn dates_and_numbers_of_excel_are_as_people_write_them() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in [(0, "信用代码"), (1, "单位名称"), (2, "起始日期"), (3, "信用分")]
    {
        sheet.write_string(0, column, heading).unwrap();
    }
    sheet.write_string(1, 0, "A1").unwrap();
    sheet.write_string(1, 1, "甲厂").unwrap();
    let day = ExcelDateTime::from_ymd(2020, 9, 1).unwrap();
    sheet.write_datetime_with_format(1, 2, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    sheet.write_number(1, 3, 85.0).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let workbook = Workbook::open(&bytes, Limits::default()).unwrap();
    let row = list(&workbook, 0, COLUMNS).unwrap().rows.remove(0);
    assert_eq!((row.text("from"), row.text("score")), (Ok(Some("2020-09-01")), Ok(Some("85"))));
}

#[test]
fn a_cell_that_carries_no_value_is_told() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "code").unwrap();
    sheet.write_string(0, 1, "name").unwrap();
    sheet.merge_range(1, 0, 2, 0, "A1", &Format::new()).unwrap();
    sheet.write_string(1, 1, "甲厂").unwrap();
    sheet.write_string(2, 1, "乙厂").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let workbook = Workbook::open(&bytes, Limits::default()).unwrap();
    let rows = list(&workbook, 0, COLUMNS).unwrap().rows;
    assert_eq!(rows[0].text("code"), Ok(Some("A1")));
    assert_eq!(rows[1].text("code"), Err("A1"));
}

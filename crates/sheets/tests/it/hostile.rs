use std::ops::ControlFlow;

use crate::support::{guessed, open, previewed, xlsx, zipped};
use sheets::{Kind, Limits, OpenError, ReadError, Workbook};

fn refused(bytes: &[u8]) -> OpenError {
    Workbook::open(bytes, Limits::default()).unwrap_err()
}

#[test]
fn what_is_no_table_is_refused_with_what_to_do() {
    assert_eq!(refused(b""), OpenError::Empty);
    assert_eq!(refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), OpenError::NotATable);
    assert_eq!(refused(&zipped(&[("word/document.xml", b"<x/>")])), OpenError::NotATable);
    assert_eq!(
        refused(&zipped(&[("content.xml", b"<x/>"), ("mimetype", b"x")])),
        OpenError::NotRead { format: ".ods" }
    );
    assert_eq!(refused(&zipped(&[("xl/workbook.bin", b"x")])), OpenError::NotRead { format: ".xlsb" });
}

#[test]
fn a_file_that_ends_too_early_is_said_to_be_damaged() {
    let whole = xlsx(|sheet| {
        for row in 0..200 {
            sheet.write(row, 0, format!("text {row}")).unwrap();
        }
    });
    for part in [whole.len() / 3, whole.len() / 2, whole.len() - 10] {
        assert!(matches!(refused(&whole[..part]), OpenError::Damaged { .. }), "{part} of {}", whole.len());
    }
    let compound = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 600]].concat();
    assert!(matches!(refused(&compound), OpenError::Damaged { .. }));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![b' '; 8 << 20];
    let bomb = zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", &zeros)]);
    let limits = Limits { held_bytes: 1 << 20, ..Limits::default() };
    let refused = Workbook::open(&bomb, limits).unwrap_err();
    assert_eq!(refused, OpenError::UnpacksTooLarge { part: "xl/sharedStrings.xml".into(), most: 1 << 20 });
    let limits = Limits { file_bytes: 10, ..Limits::default() };
    assert!(matches!(Workbook::open(&bomb, limits), Err(OpenError::TooLarge { most: 10, .. })));
}

#[test]
fn a_quote_that_is_never_closed_is_found_and_not_swallowed() {
    let file = format!(
        "time,station,PM2.5\n2020-08-30 08:00,\"1335A,1\n{}",
        "2020-08-30 09:00,1335A,2\n".repeat(3000)
    );
    let workbook = open(file.as_bytes());
    let outcome = workbook.rows(0, |_| ControlFlow::Continue(()));
    assert!(matches!(outcome, Err(ReadError::CellTooLong { row: 2, .. })), "{outcome:?}");
    let mapping = guessed(b"time,station,PM2.5\n2020-08-30 08:00,1335A,1\n", Kind::Station).mapping;
    assert!(previewed(file.as_bytes(), &mapping).ended.is_some());
}

#[test]
fn too_many_columns_and_rows_end_with_the_place() {
    let wide = format!("a{}\n", ",b".repeat(600));
    let outcome = open(wide.as_bytes()).rows(0, |_| ControlFlow::Continue(()));
    assert_eq!(outcome, Err(ReadError::TooManyColumns { row: 1, most: 512 }));
    let limits = Limits { rows: 3, ..Limits::default() };
    let workbook = Workbook::open(b"a\nb\nc\nd\n", limits).unwrap();
    let mut seen = 0;
    let outcome = workbook.rows(0, |_| {
        seen += 1;
        ControlFlow::Continue(())
    });
    assert_eq!((outcome, seen), (Err(ReadError::TooManyRows { most: 3 }), 3));
}

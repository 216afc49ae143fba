use std::ops::ControlFlow;

use proptest::prelude::*;
use sheets::{Kind, Limits, Mapping, Workbook, guess, preview, read};

use crate::support::{catalogue, guessed, now};

/// What is read of any bytes never panics, and every filled cell of a column of figures is a figure or a refusal.
fn go_through(bytes: &[u8], mapping: &Mapping) {
    let Ok(workbook) = Workbook::open(bytes, Limits::default()) else { return };
    for kind in [Kind::Station, Kind::Outlet, Kind::Meter, Kind::Cruise] {
        if let Ok(guess) = guess(&workbook, 0, kind, &catalogue()) {
            let _ = preview(&workbook, 0, &guess.mapping, &catalogue(), now(), |_| ControlFlow::Continue(()));
        }
    }
    let _ = preview(&workbook, 0, mapping, &catalogue(), now(), |_| ControlFlow::Continue(()));
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("-".to_owned()),
        Just("1335A".to_owned()),
        Just("2020-08-30 08:00".to_owned()),
        "[0-9]{1,4}(\\.[0-9]{1,3})?",
        "<[0-9]",
        "\\PC{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_gone_through_without_panic(bytes: Vec<u8>) {
        go_through(&bytes, &guessed(b"time,station,PM2.5\n2020-08-30 08:00,1335A,1\n", Kind::Station).mapping);
    }

    #[test]
    fn a_damaged_workbook_is_gone_through_without_panic(at in any::<prop::sample::Index>(), byte: u8) {
        let mut bytes = crate::support::xlsx(|sheet| {
            sheet.write(0, 0, "时间").unwrap().write(0, 1, "站点").unwrap().write(0, 2, "PM2.5").unwrap();
            sheet.write(1, 0, "2020-08-30 08:00").unwrap().write(1, 1, "1335A").unwrap().write(1, 2, 5).unwrap();
        });
        let index = at.index(bytes.len());
        bytes[index] = byte;
        go_through(&bytes, &guessed(b"time,station,PM2.5\n2020-08-30 08:00,1335A,1\n", Kind::Station).mapping);
    }

    #[test]
    fn every_cell_of_figures_is_stored_refused_or_said_to_be_missing(
        rows in prop::collection::vec((cell(), cell(), cell(), cell()), 1..20),
    ) {
        let mapping = guessed(b"time,station,PM2.5,CO\n2020-08-30 08:00,1335A,1,2\n", Kind::Station).mapping;
        let quoted = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
        let lines = rows.iter().map(|(a, b, c, d)| [a, b, c, d].map(quoted).join(",") + "\n");
        let file: String = std::iter::once("time,station,PM2.5,CO\n".to_owned()).chain(lines).collect();
        let workbook = Workbook::open(file.as_bytes(), Limits::default()).unwrap();
        let mut results = Vec::new();
        read(&workbook, 0, &mapping, &catalogue(), now(), |row| { results.push(row); ControlFlow::Continue(()) }).unwrap();
        prop_assert_eq!(results.len(), rows.len());
        for (result, (_, _, c, d)) in results.iter().zip(&rows) {
            let filled = [c, d].iter().filter(|text| !text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty()).count();
            let missing = result.notes.iter().filter(|note| **note == sheets::Note::MissingValue).count();
            let whole_row_refused = result.readings.is_empty() && result.refusals.len() == 1;
            prop_assert!(
                result.blank || whole_row_refused || result.readings.len() + result.refusals.len() + missing == filled,
                "{:?}", result
            );
        }
    }
}

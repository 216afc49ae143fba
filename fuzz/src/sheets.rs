//! Reading a file of any kind as an import does.

use std::ops::ControlFlow;

use model::{Channel, District, Place, Register, RegisterEntry, Station, StationClass, Unit};
use sheets::{
    Catalogue, Kind, Limits, TrackPlan, Workbook, guess, preview, read as read_rows, track as read_track,
};

/// Small, so that what passes a limit is among the inputs.
const LIMITS: Limits = Limits {
    file_bytes: 1 << 20,
    unpacked_bytes: 8 << 20,
    held_bytes: 4 << 20,
    columns: 64,
    rows: 20_000,
    cell_bytes: 4096,
};

/// Opens `bytes`, guesses what the columns of every sheet mean, and reads what it guessed.
pub fn read(bytes: &[u8]) {
    let catalogue = catalogue();
    let Ok(workbook) = Workbook::open(bytes, LIMITS) else { return };
    for sheet in 0..workbook.sheets().len().min(3) {
        for kind in [Kind::Station, Kind::Outlet, Kind::Meter, Kind::Cruise] {
            let Ok(guess) = guess(&workbook, sheet, kind, &catalogue) else { continue };
            let go_on = |_| ControlFlow::Continue(());
            let preview = preview(&workbook, sheet, &guess.mapping, &catalogue, crate::now(), go_on);
            let _ = preview.refused_in_all();
            let _ = read_rows(&workbook, sheet, &guess.mapping, &catalogue, crate::now(), |row| {
                for reading in row.readings {
                    assert!(reading.values.value.is_none_or(f64::is_finite), "a stored figure is finite");
                }
                ControlFlow::Continue(())
            });
        }
    }
}

/// Reads `bytes` as a cruise's track: every row is taken, or told with its reason.
pub fn track(bytes: &[u8]) {
    let from = model::china::plus_seconds(crate::now(), -72 * 3_600);
    for column in [None, Some("so2".to_owned())] {
        let plan = TrackPlan { datum: model::Datum::Gcj02, unit: Unit::MicrogramPerCubicMetre, column };
        let Ok(track) = read_track(bytes, &plan, (from, crate::now())) else { continue };
        assert!(track.points.iter().all(|point| point.value.is_finite() && point.value >= 0.0));
        assert!(track.points.windows(2).all(|pair| pair[0].at < pair[1].at), "in the order of time");
    }
}

fn catalogue() -> Catalogue {
    let mut register = Register::default();
    let place = Place::new(112.98, 28.2).expect("Changsha is on Earth");
    let district = District {
        code: "430105".parse().expect("a district code"),
        name: "开福区".into(),
        name_en: "Kaifu".into(),
        center: place,
    };
    let unit = Unit::MicrogramPerCubicMetre;
    let factor = "a34004".parse().expect("a factor code");
    let channel = Channel { factor, sent_unit: unit, unit, range: None };
    let station = Station {
        id: "1335A".parse().expect("a station id"),
        name: "经开区环保局".into(),
        name_en: "Jingkai".into(),
        class: StationClass::National,
        district: district.code.clone(),
        place,
        channels: vec![channel],
    };
    for entry in [RegisterEntry::District(district), RegisterEntry::Station(station)] {
        register.put(entry).expect("what it names is there");
    }
    Catalogue::of(&register)
}

use std::collections::BTreeMap;
use std::fmt::Write;

use trial::{Figures, stations};

fn of_stations(folder: &std::path::Path) -> BTreeMap<String, stations::Figures> {
    match trial::run(folder).unwrap() {
        Figures::Stations(figures) => figures,
        other => panic!("{other:?}"),
    }
}

#[test]
fn spikes_of_the_reference_set_are_found() {
    let Some(folder) = crate::reference_set("sim_station_spikes") else { return };
    let figures = of_stations(&folder);
    for (pollutant, least) in [("PM2.5", 0.58), ("NO2", 0.57), ("SO2", 0.25)] {
        let of = &figures[pollutant];
        assert!(of.average_precision.unwrap() > least, "{pollutant}: {of:?}");
        assert!(of.average_precision > of.peer.average_precision, "{pollutant}: {of:?}");
    }
}

#[test]
fn any_pollutant_and_any_stations_make_a_set() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = "time,North,South,East\n".to_owned();
    for hour in 0..720 {
        let (day, of_day) = (hour / 24 + 1, hour % 24);
        let level = 40.0 + 15.0 * (f64::from(hour) * 0.26).sin() + f64::from(hour * 7 % 5);
        let spike = if (500..503).contains(&hour) { 60.0 } else { 0.0 };
        let (north, south) = (level + spike, level * 0.8 + f64::from(hour * 11 % 7));
        let east = if hour % 50 == 0 { String::new() } else { format!("{:.1}", level * 1.1) };
        writeln!(table, "2024-06-{day:02} {of_day:02}:00:00,{north:.1},{south:.1},{east}").unwrap();
    }
    let truth = "station,start,end,amplitude\nNorth,2024-06-21 20:00:00,2024-06-21 22:00:00,60\n";
    std::fs::write(folder.path().join("injected_a34004.csv"), table).unwrap();
    std::fs::write(folder.path().join("truth_a34004.csv"), truth).unwrap();
    let figures = of_stations(folder.path());
    let of = &figures["a34004"];
    assert!(of.average_precision.unwrap() > 0.9, "{of:?}");
    assert_eq!(of.recall_at_1_false_hour_per_station_week, Some(1.0));
}

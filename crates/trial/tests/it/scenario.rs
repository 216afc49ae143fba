//! Scenarios of tracing: the two that are kept beside the project, and folders that are broken or laid out otherwise.

use std::fs;
use std::path::Path;

use trial::scenario;

/// A folder with these tables.
fn folder(tables: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in tables {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

const SENSORS: &str = "east,north,up,sensor\n0,0,3,A\n100,0,3,B\n";
const WIND: &str =
    "time,wind_dir_from_deg,wind_speed_ms\n2024-05-01 10:00:00,270,3\n2024-05-01 10:01:00,275,3.5\n";
const OBS: &str = "time,A,B\n2024-05-01 10:00:00,2.0,2.5\n2024-05-01 10:01:00,-0.1,\n";
const REGISTER: &str = "east,north,stack_m,enterprise\n50,5,8,X\n";

fn with(changed: &str, text: &str) -> tempfile::TempDir {
    let tables = [("sensors.csv", SENSORS), ("wind.csv", WIND), ("obs.csv", OBS), ("register.csv", REGISTER)];
    folder(&tables.map(|(name, kept)| (name, if name == changed { text } else { kept })))
}

fn error_of(folder: &Path) -> String {
    scenario::read(folder).unwrap_err().to_string()
}

#[test]
fn the_kept_scenarios_are_traced_to_all_their_sources_and_no_other() {
    let sets = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/sim_source_scenarios"));
    if !sets.exists() {
        println!("skipped: {} is not there", sets.display());
        return;
    }
    for set in ["s1", "s2"] {
        let folder = sets.join(set);
        let truth = scenario::true_sources(&folder).unwrap();
        let outcome = trace::trace(&scenario::read(&folder).unwrap().input).unwrap();
        assert_eq!(outcome.explanations[0].ids, truth, "{set}: {outcome:?}");
        for candidate in &outcome.candidates {
            let is_source = truth.contains(&candidate.id);
            assert!(is_source || candidate.probability <= 0.15, "{set}: {candidate:?}");
            assert!(!is_source || candidate.probability > 0.8, "{set}: {candidate:?}");
        }
    }
}

#[test]
fn gaps_and_negative_values_are_read_as_what_they_are() {
    let read = scenario::read(with("", "").path()).unwrap();
    let values: Vec<f64> = read.input.observations.iter().map(|seen| seen.value_ug_m3).collect();
    // Parts per million of methane.
    assert_eq!(values.len(), 3);
    assert!((values[0] - 1_357.0).abs() < 1.0 && (values[1] + 67.85).abs() < 0.1, "{values:?}");
    assert!(read.assumed.iter().any(|word| word.contains("ppm")), "{:?}", read.assumed);
}

#[test]
fn units_are_those_of_the_columns() {
    let wind = "time,wind_dir_from_deg,wind_speed_kmh\n2024-05-01T10:00:00+08:00,270,10.8\n2024-05-01T10:01:00+08:00,,0\n";
    let read = scenario::read(with("wind.csv", wind).path()).unwrap();
    assert!((read.input.wind[0].speed_m_s - 3.0).abs() < 1e-9);
    assert_eq!(read.input.wind[1].from_deg, None);
    let obs = "time,A_mg_m3,B_ppb\n2024-05-01 10:00:00,2.0,1000\n";
    let read = scenario::read(with("obs.csv", obs).path()).unwrap();
    let values: Vec<f64> = read.input.observations.iter().map(|seen| seen.value_ug_m3).collect();
    assert!((values[0] - 2_000.0).abs() < 1e-9 && (values[1] - 678.5).abs() < 1e-9, "{values:?}");
}

#[test]
fn wind_as_components_is_wind() {
    let wind = "time,u_ms,v_ms\n2024-05-01 10:00:00,3,0\n2024-05-01 10:01:00,0,-2\n";
    let read = scenario::read(with("wind.csv", wind).path()).unwrap();
    let polar: Vec<_> =
        read.input.wind.iter().map(|wind| (wind.from_deg.unwrap().round(), wind.speed_m_s)).collect();
    assert_eq!(polar, [(270.0, 3.0), (0.0, 2.0)]);
}

#[test]
fn optional_columns_may_be_missing() {
    let read = scenario::read(with("register.csv", "enterprise,east,north\nX,1,2\nY,3,4\n").path()).unwrap();
    assert!(read.input.candidates.iter().all(|candidate| candidate.height_m.is_none()));
    // The register's metres and the sensors' degrees are not one plane.
    let error = error_of(with("sensors.csv", "sensor,lon,lat\nA,112.95,28.2\nB,112.951,28.2\n").path());
    assert!(error.contains("register.csv") && error.contains("longitude"), "{error}");
}

#[test]
fn degrees_become_metres() {
    let tables = [
        ("sensors.csv", "sensor,longitude,latitude\nA,112.950,28.2\nB,112.960,28.2\n"),
        ("wind.csv", WIND),
        ("obs.csv", OBS),
        ("register.csv", "enterprise,longitude,latitude\nX,112.955,28.21\n"),
    ];
    let read = scenario::read(folder(&tables).path()).unwrap();
    let place = |instrument: usize| {
        let mut seen = read.input.observations.iter();
        seen.find(|seen| seen.instrument == instrument).unwrap().position
    };
    let between = place(1).east_m - place(0).east_m;
    assert!((between - 979.9).abs() < 1.0, "{between}");
    assert!(read.input.candidates[0].position.north_m > 700.0);
}

#[test]
fn another_datum_is_converted_when_it_is_named() {
    let tables = [
        ("sensors.csv", "sensor,longitude,latitude\nA,112.950,28.2\nB,112.960,28.2\n"),
        ("wind.csv", WIND),
        ("obs.csv", OBS),
        ("register.csv", "enterprise,longitude,latitude\nX,112.955,28.21\n"),
    ];
    let plain = scenario::read(folder(&tables).path()).unwrap();
    assert!(plain.assumed.iter().any(|word| word.contains("WGS-84")));
    let named = folder(&tables);
    fs::write(named.path().join("params.json"), r#"{"datum": "gcj02"}"#).unwrap();
    let read = scenario::read(named.path()).unwrap();
    assert!(!read.assumed.iter().any(|word| word.contains("WGS-84")));
    // All are shifted alike, so that what lies between them hardly changes.
    let away = |read: &scenario::Scenario| read.input.candidates[0].position.north_m;
    assert!((away(&plain) - away(&read)).abs() < 5.0);
}

#[test]
fn long_tables_may_move() {
    let obs = "time,sensor,value_ppb,east,north\n2024-05-01 10:00:00,van,1900,0,0\n2024-05-01 10:00:10,van,<5,30,0\n";
    let read = scenario::read(with("obs.csv", obs).path()).unwrap();
    assert_eq!(read.input.observations[1].position.east_m, 30.0);
    assert!(read.input.instruments[0].detection_limit_ug_m3.is_some());
}

#[test]
fn a_broken_field_is_named_with_line_and_column() {
    let obs = "time,A,B\n2024-05-01 10:00:00,2.0,2.5\n2024-05-01 10:01:00,2.0,oops\n";
    let error = error_of(with("obs.csv", obs).path());
    assert!(error.contains("line 3") && error.contains("obs.csv") && error.contains("column B"), "{error}");
    let error = error_of(with("wind.csv", "time,wind_dir_from_deg,wind_speed_ms\nyesterday,1,2\n").path());
    assert!(error.contains("line 2") && error.contains("column time"), "{error}");
    let error = error_of(with("register.csv", "east,north,enterprise\nfar,2,X\n").path());
    assert!(error.contains("line 2") && error.contains("column east"), "{error}");
}

#[test]
fn a_missing_column_or_file_is_named() {
    let error = error_of(with("wind.csv", "time,wind_speed_ms\n2024-05-01 10:00:00,1\n").path());
    assert!(error.contains("wind_dir_from_deg") && error.contains("wind_speed_ms"), "{error}");
    let folder = with("", "");
    fs::remove_file(folder.path().join("register.csv")).unwrap();
    assert!(error_of(folder.path()).contains("register.csv"));
}

#[test]
fn profiles_activity_and_roads_are_read_where_they_are() {
    let folder = with("", "");
    assert!(scenario::read(folder.path()).unwrap().ways.is_empty());
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("profiles.csv", "enterprise,factor,share\nX,benzene,0.3\nX,toluene,0.7\n");
    write("activity.csv", "time,enterprise,level\n2024-05-01 10:30:00,X,0\n2024-05-01 09:00:00,X,1\n");
    write("roads.csv", "road,east,north\nring,0,0\nring,900,0\nlane,0,0\n");
    let read = scenario::read(folder.path()).unwrap();
    let candidate = &read.input.candidates[0];
    assert_eq!(candidate.profile.as_ref().unwrap()["toluene"], 0.7);
    let levels: Vec<f64> = candidate.activity.as_ref().unwrap().iter().map(|of| of.level).collect();
    assert_eq!(levels, [1.0, 0.0], "in the order of time");
    let names: Vec<&str> = read.ways.iter().map(|way| way.name.as_str()).collect();
    assert_eq!(names, ["ring, piece 1", "ring, piece 2", "ring, piece 3", "lane, piece 1"]);
    assert_eq!(read.ways[2].points.last().unwrap().east_m, 900.0);
}

#[test]
fn what_is_said_of_somebody_the_register_has_not_is_refused() {
    let folder = with("", "");
    fs::write(folder.path().join("profiles.csv"), "enterprise,factor,share\nY,benzene,0.3\n").unwrap();
    let error = error_of(folder.path());
    assert!(error.contains("profiles.csv") && error.contains("register.csv"), "{error}");
    fs::write(folder.path().join("profiles.csv"), "enterprise,factor,share\nX,benzene,-0.3\n").unwrap();
    let error = error_of(folder.path());
    assert!(error.contains("line 2") && error.contains("column share"), "{error}");
    fs::remove_file(folder.path().join("profiles.csv")).unwrap();
    fs::write(folder.path().join("activity.csv"), "time,enterprise,level\nnoon,X,1\n").unwrap();
    let error = error_of(folder.path());
    assert!(error.contains("activity.csv") && error.contains("column time"), "{error}");
}

#[test]
fn each_datum_is_converted_to_the_same_distances() {
    // The same two places in WGS-84, GCJ-02 and BD-09 (as model::Datum has them) are the same metres apart.
    let wgs84 = (113.0, 28.2);
    let folder_of = |datum: &str, place: (f64, f64)| {
        let sensors =
            format!("sensor,longitude,latitude\nA,{},{}\nB,{},{}\n", place.0, place.1, place.0, place.1);
        let register = format!("enterprise,longitude,latitude\nX,{},{}\n", place.0 + 0.01, place.1);
        let tables = [
            ("sensors.csv", sensors.as_str()),
            ("wind.csv", WIND),
            ("obs.csv", OBS),
            ("register.csv", &register),
        ];
        let folder = folder(&tables);
        fs::write(folder.path().join("params.json"), format!("{{\"datum\": \"{datum}\"}}")).unwrap();
        folder
    };
    for datum in ["wgs84", "gcj02", "bd09"] {
        let read = scenario::read(folder_of(datum, wgs84).path()).unwrap();
        let sensor = read.input.observations[0].position;
        let away = read.input.candidates[0].position.east_m - sensor.east_m;
        assert!((away - 980.0).abs() < 6.0, "{datum}: {away}");
        assert!(!read.assumed.iter().any(|word| word.contains("WGS-84")), "{datum}");
    }
    let folder = folder_of("beijing54", wgs84);
    assert!(error_of(folder.path()).contains("params.json"));
}

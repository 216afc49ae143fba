//! Tracks of cruises: what is taken, and why the rest is not.

use model::{Datum, Place, Timestamp, Unit};
use proptest::prelude::*;
use sheets::{Track, TrackError, TrackNote, TrackPlan, TrackReason, layers, track, track_beside};

fn at(text: &str) -> Timestamp {
    format!("2020-07-29T{text}+08:00").parse().unwrap()
}

fn span() -> (Timestamp, Timestamp) {
    (at("20:00:00"), at("23:59:00"))
}

fn plan() -> TrackPlan {
    TrackPlan { datum: Datum::Wgs84, unit: Unit::MicrogramPerCubicMetre, column: None }
}

fn read(text: &str) -> Track {
    track(text.as_bytes(), &plan(), span()).unwrap()
}

fn reasons(track: &Track) -> Vec<(usize, TrackReason)> {
    track.refused.iter().map(|refusal| (refusal.row, refusal.reason)).collect()
}

const HEAD: &str = "time,longitude,latitude,so2";

#[test]
fn every_row_is_taken_or_told_with_its_reason() {
    let rows = [
        "2020-07-29 21:00:00,113.0000,28.2000,12.5",
        "2020-07-29 21:00:10,113.0010,28.2000,13",
        "2020-07-29 21:00:10,113.0010,28.2000,13",
        "soon,113.0020,28.2000,14",
        "2020-07-29 21:00:20,,28.2000,14",
        "2020-07-29 21:00:30,0,0,14",
        "2020-07-29 21:00:40,213.0,28.2,14",
        "2020-07-29 21:00:50,113.9,28.2,14",
        "2020-07-29 21:01:00,113.0030,28.2000,-3",
        "2020-07-29 21:01:10,113.0040,28.2000,",
        "2020-07-28 21:01:20,113.0040,28.2000,15",
        "2020-07-29 21:01:30,113.0050,28.2000,15",
    ];
    let track = read(&format!("{HEAD}\n{}\n", rows.join("\n")));
    let expected = [
        (3, TrackReason::SameTime),
        (4, TrackReason::Time),
        (5, TrackReason::Place),
        (6, TrackReason::Place),
        (7, TrackReason::Place),
        (8, TrackReason::Jump),
        (9, TrackReason::Negative),
        (10, TrackReason::Value),
        (11, TrackReason::OutsideRecord),
    ];
    assert_eq!(reasons(&track), expected);
    assert_eq!(track.points.len() + track.refused.len(), rows.len());
    assert_eq!(track.points[0].at, at("21:00:00"));
    assert_eq!((track.column.as_str(), track.format), ("so2", "csv"));
}

#[test]
fn after_a_jump_that_was_none_the_way_is_found_again() {
    let far =
        (0..40).map(|n| format!("2020-07-29 21:{:02}:{:02},113.1{n:02},28.2000,9", n / 6 + 1, n % 6 * 10));
    let rows: Vec<String> =
        std::iter::once("2020-07-29 21:00:00,113.0000,28.2000,9".into()).chain(far).collect();
    let track = read(&format!("{HEAD}\n{}\n", rows.join("\n")));
    assert!(!track.refused.is_empty() && track.points.len() > 10, "{:?}", reasons(&track));
}

#[test]
fn a_pause_is_told_as_a_gap() {
    let rows =
        "2020-07-29 21:00:00,113,28.2,1\n2020-07-29 21:00:10,113,28.2,1\n2020-07-29 21:20:00,113,28.2,1\n";
    let track = read(&format!("{HEAD}\n{rows}"));
    assert_eq!(track.notes, [TrackNote::Gap(at("21:00:10"), at("21:20:00"))]);
}

#[test]
fn a_file_in_another_zone_is_told_and_not_moved_in_silence() {
    let rows = (0..9).map(|n| format!("2020-07-29 13:00:{n:02},113,28.2,1")).collect::<Vec<_>>().join("\n");
    let track = read(&format!("{HEAD}\n{rows}\n"));
    assert!(track.points.is_empty());
    assert_eq!(track.notes, [TrackNote::PerhapsZone { hours: 8 }]);
    // With its offset it is what it says.
    let rows = (0..9).map(|n| format!("2020-07-29T13:00:{n:02}Z,113,28.2,1")).collect::<Vec<_>>().join("\n");
    assert_eq!(read(&format!("{HEAD}\n{rows}\n")).points.len(), 9);
}

#[test]
fn places_are_converted_from_the_datum_that_was_named() {
    let place = Place { longitude: 113.0, latitude: 28.2 };
    for datum in [Datum::Gcj02, Datum::Bd09] {
        let (longitude, latitude) = datum.from_wgs84(place);
        let text = format!("{HEAD}\n2020-07-29 21:00:00,{longitude},{latitude},1\n");
        let track = track(text.as_bytes(), &TrackPlan { datum, ..plan() }, span()).unwrap();
        assert!(track.points[0].place.distance_m(place) < 2.0);
        assert_eq!(track.notes, [TrackNote::Converted(datum)]);
    }
}

#[test]
fn a_milligram_is_a_thousand_micrograms_and_parts_of_volume_are_refused() {
    let text = format!("{HEAD}\n2020-07-29 21:00:00,113,28.2,0.5\n");
    let plan = TrackPlan { unit: Unit::MilligramPerCubicMetre, ..plan() };
    assert_eq!(track(text.as_bytes(), &plan, span()).unwrap().points[0].value, 500.0);
    let plan = TrackPlan { unit: Unit::Degree, ..plan };
    assert!(matches!(track(text.as_bytes(), &plan, span()), Err(TrackError::Unit { .. })));
}

#[test]
fn which_column_holds_the_values_is_asked_where_several_could() {
    let text = "时间,经度,纬度,速度,TVOC,甲苯\n2020-07-29 21:00:00,113,28.2,30,12,3\n";
    let asked = track(text.as_bytes(), &plan(), span()).unwrap_err();
    assert_eq!(asked, TrackError::WhichColumn { columns: vec!["TVOC".into(), "甲苯".into()] });
    let plan = TrackPlan { column: Some("甲苯".into()), ..plan() };
    assert_eq!(track(text.as_bytes(), &plan, span()).unwrap().points[0].value, 3.0);
    let none = track("time,lon,lat\n".as_bytes(), &TrackPlan { column: None, ..plan }, span()).unwrap_err();
    assert!(matches!(none, TrackError::Missing { what: "value", .. }), "{none:?}");
}

#[test]
fn gpx_and_geojson_say_the_same() {
    let gpx = r#"<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
        <trkpt lat="28.2" lon="113.0"><ele>40</ele><time>2020-07-29T13:00:00Z</time>
          <extensions><so2>12.5</so2></extensions></trkpt>
        <trkpt lat="28.2" lon="113.001"><time>2020-07-29T13:00:10Z</time></trkpt>
        </trkseg></trk></gpx>"#;
    let geojson = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"time":"2020-07-29T21:00:00+08:00","so2":12.5},
         "geometry":{"type":"Point","coordinates":[113.0,28.2]}},
        {"type":"Feature","properties":{"time":"2020-07-29T21:00:10+08:00"},
         "geometry":{"type":"Point","coordinates":[113.001,28.2]}}]}"#;
    for text in [gpx, geojson] {
        let track = read(text);
        assert_eq!(track.points.len(), 1);
        assert_eq!((track.points[0].at, track.points[0].value), (at("21:00:00"), 12.5));
        assert_eq!(reasons(&track), [(2, TrackReason::Value)]);
    }
}

#[test]
fn the_heights_of_a_profile_are_layers_the_lowest_first() {
    let text = "时间,经度,纬度,速度,PM10_60m,PM10_30m,PM10_900m\n2020-07-29 21:00:00,113,28.2,30,12,20,3\n";
    let read = layers(text.as_bytes(), None, &plan(), span()).unwrap();
    let heights: Vec<_> = read.iter().map(|layer| (layer.height_m, layer.track.points[0].value)).collect();
    assert_eq!(heights, [(Some(30.0), 20.0), (Some(60.0), 12.0)], "what is far above the plumes is left out");
    // A single column may say its height, and one that says none is one layer all the same.
    let one = |column: &str| {
        let text = format!("time,lon,lat,{column}\n2020-07-29 21:00:00,113,28.2,5\n");
        layers(text.as_bytes(), None, &plan(), span()).unwrap()[0].height_m
    };
    assert_eq!((one("30米"), one("45.5 m"), one("so2"), one("ppm")), (Some(30.0), Some(45.5), None, None));
    let mixed = "time,lon,lat,so2,30m\n2020-07-29 21:00:00,113,28.2,5,6\n";
    assert!(matches!(layers(mixed.as_bytes(), None, &plan(), span()), Err(TrackError::WhichColumn { .. })));
    let beside = layers(b"time,30m,60m\n2020-07-29 21:00:05,1,2\n", Some(PLACES.as_bytes()), &plan(), span());
    assert_eq!(beside.unwrap().len(), 2);
}

/// A satellite's place every ten seconds for a minute from 21:00:00 on, and one an hour later.
const PLACES: &str = r#"<gpx><trk><trkseg>
    <trkpt lat="28.2000" lon="113.0000"><time>2020-07-29T13:00:00Z</time></trkpt>
    <trkpt lat="28.2010" lon="113.0020"><time>2020-07-29T13:00:10Z</time></trkpt>
    <trkpt lat="0" lon="0"><time>2020-07-29T13:00:20Z</time></trkpt>
    <trkpt lat="28.2030" lon="113.0060"><time>2020-07-29T13:00:30Z</time></trkpt>
    <trkpt lat="28.2030" lon="113.0060"><time>2020-07-29T14:00:00Z</time></trkpt>
    </trkseg></trk></gpx>"#;

#[test]
fn a_table_beside_the_places_is_joined_by_time() {
    let table = "时间,TVOC\n2020-07-29 21:00:05,12\n2020-07-29 21:00:10,13\n2020-07-29 21:00:20,14\n\
                 2020-07-29 21:30:00,15\n2020-07-29 20:59:00,16\n2020-07-29 21:00:30,-1\n";
    let joined = track_beside(table.as_bytes(), PLACES.as_bytes(), &plan(), span()).unwrap();
    assert_eq!((joined.format, joined.column.as_str()), ("beside", "TVOC"));
    // Halfway between two places; at one; and between those around a place without a fix.
    let expected = [(113.001, 28.2005), (113.002, 28.201), (113.004, 28.202)];
    for (point, (longitude, latitude)) in joined.points.iter().zip(expected) {
        assert!(point.place.distance_m(Place { longitude, latitude }) < 0.5, "{point:?}");
    }
    assert_eq!(joined.points.len(), 3);
    let expected = [(4, TrackReason::NoPlaceThen), (5, TrackReason::NoPlaceThen), (6, TrackReason::Negative)];
    assert_eq!(reasons(&joined), expected);
}

#[test]
fn what_stands_beside_places_has_to_be_a_table_with_times_and_values() {
    let beside = |table: &str, places: &str| {
        track_beside(table.as_bytes(), places.as_bytes(), &plan(), span()).unwrap_err()
    };
    assert!(matches!(beside(PLACES, PLACES), TrackError::Format { .. }));
    assert!(matches!(beside("a,b\n1,2\n", PLACES), TrackError::Missing { what: "time", .. }));
    assert!(matches!(
        beside("time\n2020-07-29 21:00:05\n", PLACES),
        TrackError::Missing { what: "value", .. }
    ));
    let two = "time,TVOC,NO2\n2020-07-29 21:00:05,1,2\n";
    assert!(matches!(beside(two, PLACES), TrackError::WhichColumn { .. }));
    assert!(matches!(beside("time,TVOC\n", "<gpx"), TrackError::Format { .. }));
    // Places may be a table as well, whatever else stands in it.
    let places = "time,lon,lat,speed,course\n2020-07-29 21:00:00,113,28.2,30,90\n";
    let joined = track_beside(b"time,TVOC\n2020-07-29 21:00:00,7\n", places.as_bytes(), &plan(), span());
    assert_eq!(joined.unwrap().points[0].value, 7.0);
}

#[test]
fn what_is_no_track_is_refused_with_the_reason() {
    for text in ["", "<gpx", "{\"a\":", "{}", "\u{0}\u{1}"] {
        assert!(
            matches!(track(text.as_bytes(), &plan(), span()), Err(TrackError::Format { .. })),
            "{text:?}"
        );
    }
    let missing = track(b"a,b\n1,2\n", &plan(), span()).unwrap_err();
    assert!(matches!(missing, TrackError::Missing { what: "time", .. }));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = track(&bytes, &plan(), span());
        let _ = track_beside(&bytes, PLACES.as_bytes(), &plan(), span());
        let _ = track_beside(b"time,a\n2020-07-29 21:00:05,1\n", &bytes, &plan(), span());
    }

    #[test]
    fn rows_are_taken_or_refused(values in proptest::collection::vec("[-0-9.a]{0,4}", 1..40)) {
        let rows: Vec<String> = values
            .iter()
            .enumerate()
            .map(|(n, value)| format!("2020-07-29 21:00:{:02},113,28.2,{value}", n % 60))
            .collect();
        let track = read(&format!("{HEAD}\n{}\n", rows.join("\n")));
        prop_assert_eq!(track.points.len() + track.refused.len(), rows.len());
        prop_assert!(track.points.windows(2).all(|pair| pair[0].at < pair[1].at));
    }
}

use model::{Granularity, Problem};
use sheets::{ColumnUse, Decimal, FileFormat, Kind, Note, Stamp};

use crate::support::{guessed, open, previewed, rows, told};

#[test]
fn a_wide_file_of_stations_is_understood_as_it_is() {
    let file = "监测时间,站点名称,PM2.5(μg/m³),CO(mg/m³),PM2.5_24h,备注\n\
                2020-08-30 08:00,马坡岭,35,0.7,30,\n\
                2020-08-30 08:00,经开区环保局,32,0.5,23,好\n\
                2020-08-30 09:00,马坡岭,36,—,30,\n\
                2020-08-30 09:00,经开区环保局,33,0.6,23,\n";
    let guess = guessed(file.as_bytes(), Kind::Station);
    assert_eq!(guess.mapping.granularity, Granularity::Hour);
    assert_eq!(guess.mapping.heading_rows, 1);
    assert!(guess.mapping.problems().is_empty());
    assert_eq!(
        told(file.as_bytes(), &guess.mapping),
        [
            "station:1337A a34004 2020-08-30 08:00 35 µg/m³",
            "station:1337A a21005 2020-08-30 08:00 0.7 mg/m³",
            "station:1335A a34004 2020-08-30 08:00 32 µg/m³",
            "station:1335A a21005 2020-08-30 08:00 0.5 mg/m³",
            "station:1337A a34004 2020-08-30 09:00 36 µg/m³",
            "station:1335A a34004 2020-08-30 09:00 33 µg/m³",
            "station:1335A a21005 2020-08-30 09:00 0.6 mg/m³",
        ]
    );
    let preview = previewed(file.as_bytes(), &guess.mapping);
    assert_eq!((preview.rows, preview.readings, preview.refused_in_all()), (4, 7, 0));
    assert_eq!(preview.notes.get(&Note::MissingValue), Some(&1));
}

#[test]
fn samples_that_people_took_are_series_of_their_own() {
    let file = "采样时间,站点,PM2.5(μg/m³),PM2.5手工监测值(μg/m³)\n2020-08-30 08:20,马坡岭,35,61\n";
    let guess = guessed(file.as_bytes(), Kind::Station);
    let rows = rows(file.as_bytes(), &guess.mapping);
    let readings: Vec<_> = rows.iter().flat_map(|row| &row.readings).collect();
    let [measured, sampled] = readings[..] else { panic!("{readings:?}") };
    assert_eq!((measured.series.factor.as_str(), measured.values.value), ("a34004", Some(35.0)));
    assert_eq!((sampled.series.factor.as_str(), sampled.values.value), ("a34004_manual", Some(61.0)));
    assert_eq!((sampled.granularity, sampled.unit), (Granularity::Realtime, measured.unit));
    assert!(sampled.problems.is_empty());
}

#[test]
fn one_row_a_figure_and_one_column_a_station_are_understood_too() {
    let long = "time;station;factor;unit;value\n2020/8/30 8:00;1335A;PM2.5;mg/m3;0,035\n2020/8/30 9:00;1335A;CO;mg/m3;0,7\n";
    let guess = guessed(long.as_bytes(), Kind::Station);
    assert_eq!(guess.mapping.decimal, Decimal::Comma);
    assert_eq!(
        told(long.as_bytes(), &guess.mapping),
        ["station:1335A a34004 2020-08-30 08:00 35 µg/m³", "station:1335A a21005 2020-08-30 09:00 0.7 mg/m³"]
    );
    let across =
        "date,hour,type,1335A,1337A\n20200830,8,PM2.5,32,35\n20200830,9,PM2.5,33,\n20200830,9,AQI,50,60\n";
    let guess = guessed(across.as_bytes(), Kind::Station);
    assert_eq!(
        told(across.as_bytes(), &guess.mapping),
        [
            "station:1335A a34004 2020-08-30 08:00 32 µg/m³",
            "station:1337A a34004 2020-08-30 08:00 35 µg/m³",
            "station:1335A a34004 2020-08-30 09:00 33 µg/m³",
            "station:1335A AQI 2020-08-30 09:00 50 ?",
            "station:1337A AQI 2020-08-30 09:00 60 ?",
        ]
    );
}

#[test]
fn parts_of_a_date_in_columns_of_their_own() {
    let file =
        "No,year,month,day,hour,PM2.5,CO,station\n1,2020,8,30,0,9,300,1335A\n2,2020,8,30,1,8,x,1335A\n";
    let guess = guessed(file.as_bytes(), Kind::Station);
    assert_eq!(
        told(file.as_bytes(), &guess.mapping),
        [
            "station:1335A a34004 2020-08-30 00:00 9 µg/m³",
            "station:1335A a21005 2020-08-30 00:00 300 mg/m³",
            "station:1335A a34004 2020-08-30 01:00 8 µg/m³",
            "3:6 not_a_number \"x\"",
        ]
    );
}

#[test]
fn every_refusal_has_its_place_and_reason() {
    let file = "时间,站点,PM2.5\n\
                ,1335A,1\n\
                30/08/2020,1335A,2\n\
                1999-12-31 23:00,1335A,3\n\
                2031-01-01 00:00,1335A,4\n\
                2020-08-30 08:00,某站,5\n\
                2020-08-30 08:00,,6\n\
                2020-08-30 08:00,1335A,约七\n\
                2020-08-30 08:00,1335A,<0.5\n\
                \n\
                2020-08-30 08:00,1335A,8\n";
    let guess = guessed(file.as_bytes(), Kind::Station);
    assert_eq!(
        told(file.as_bytes(), &guess.mapping),
        [
            "2:0 time_missing \"\"",
            "3:0 time_unreadable \"30/08/2020\"",
            "4:0 time_impossible \"1999-12-31 23:00\"",
            "5:0 time_impossible \"2031-01-01 00:00\"",
            "6:1 source_unknown \"某站\"",
            "7:2 source_missing \"6\"",
            "8:2 not_a_number \"约七\"",
            "9:2 below_detection \"<0.5\"",
            "station:1335A a34004 2020-08-30 08:00 8 µg/m³",
        ]
    );
}

#[test]
fn a_unit_that_nobody_names_is_assumed_and_marked() {
    let file = "时间,站点,SO2\n2020-08-30 08:00,1335A,5\n";
    let guess = guessed(file.as_bytes(), Kind::Station);
    let row = &rows(file.as_bytes(), &guess.mapping)[0];
    assert!(row.readings[0].problems.contains(Problem::UnitUnknown));
    assert_eq!(row.notes, [Note::UnitAssumed]);
}

#[test]
fn a_time_at_the_end_of_its_hour_is_kept_under_the_start() {
    let file = "时间,站点,PM2.5\n2020-08-30 24:00,1335A,5\n";
    let mut mapping = guessed(file.as_bytes(), Kind::Station).mapping;
    mapping.granularity = Granularity::Hour;
    mapping.stamp = Stamp::End;
    assert_eq!(told(file.as_bytes(), &mapping), ["station:1335A a34004 2020-08-30 23:00 5 µg/m³"]);
}

#[test]
fn a_cruise_needs_a_place_in_every_row() {
    let file = "时间,经度,纬度,TVOC(μg/m³)\n2020-07-29 20:00:01,112.98,28.2,35.5\n2020-07-29 20:00:02,,28.2,36\n2020-07-29 20:00:03,512.98,28.2,36\n";
    let mut mapping = guessed(file.as_bytes(), Kind::Cruise).mapping;
    assert_eq!(mapping.problems(), [sheets::MappingProblem::NoSource]);
    mapping.source = Some("cruise:C20200729-1".parse().unwrap());
    assert!(mapping.problems().is_empty());
    assert_eq!(
        told(file.as_bytes(), &mapping),
        [
            "cruise:C20200729-1 longitude 2020-07-29 20:00 112.98 °",
            "cruise:C20200729-1 latitude 2020-07-29 20:00 28.2 °",
            "cruise:C20200729-1 a99054 2020-07-29 20:00 35.5 µg/m³",
            "3:* place_impossible \"\"",
            "4:* place_impossible \"\"",
        ]
    );
}

#[test]
fn a_file_of_chinese_excel_is_read_in_its_encoding() {
    let (bytes, _, _) = encoding_rs::GB18030.encode("时间\t站点\tPM2.5\n2020年8月30日8时\t马坡岭\t35\n");
    let workbook = open(&bytes);
    assert_eq!(*workbook.format(), FileFormat::Csv { encoding: "GB18030", separator: '\t' });
    let guess = guessed(&bytes, Kind::Station);
    assert_eq!(told(&bytes, &guess.mapping), ["station:1337A a34004 2020-08-30 08:00 35 µg/m³"]);
}

#[test]
fn a_mapping_is_read_back_from_its_text() {
    let mapping = guessed(b"time,station,PM2.5\n2020-08-30 08:00,1335A,1\n", Kind::Station).mapping;
    let text = serde_json::to_string(&mapping).unwrap();
    assert_eq!(serde_json::from_str::<sheets::Mapping>(&text).unwrap(), mapping);
    assert!(text.contains(r#"{"use":"time"}"#), "{text}");
    assert!(matches!(mapping.columns[2], ColumnUse::Figure { .. }));
}

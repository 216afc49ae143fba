use hj212::Message;
use model::{Channel, Mark, Origin, Problem, Values};
use proptest::prelude::*;

use super::*;

const NOW: &str = "2020-08-30T00:40:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn channel(factor: &str, sent_unit: Unit, unit: Unit) -> Channel {
    Channel { factor: factor.parse().unwrap(), sent_unit, unit, range: None }
}

fn channels() -> Vec<Channel> {
    let mg = Unit::MilligramPerCubicMetre;
    vec![
        channel("a34013", mg, mg),
        channel("a34001", Unit::MicrogramPerCubicMetre, mg),
        channel("a21026", mg, mg),
        channel("w01018", Unit::MilligramPerLitre, Unit::MilligramPerLitre),
        channel("a00000", Unit::CubicMetrePerHour, Unit::CubicMetrePerSecond),
    ]
}

fn mapped(segment: &str) -> Mapped {
    let channels = channels();
    let source = Source::Outlet("OUT-1".parse().unwrap());
    let target = Target { source, channels: &channels, medium: None };
    let rules = TimeRules::default();
    let circumstances = Circumstances { received_at: now(), rules: &rules, shared_mn: false };
    map(&Message::parse(segment.as_bytes()), &target, circumstances)
}

fn data(command: &str, items: &str) -> Mapped {
    mapped(&format!(
        "QN=20200830084000000;ST=31;CN={command};PW=123456;MN=A1;Flag=5;CP=&&DataTime=20200830084000;{items}&&"
    ))
}

fn reading<'m>(mapped: &'m Mapped, factor: &str) -> &'m Reading {
    mapped.readings.iter().find(|reading| reading.series.factor.as_str() == factor).unwrap()
}

#[test]
fn every_figure_finds_its_place() {
    let items = "a21026-Min=1,a21026-Avg=2,a21026-Max=3,a21026-Cou=4,a21026-ZsMin=5,a21026-ZsAvg=6,\
                 a21026-ZsMax=7,a21026-Flag=N";
    let mapped = data("2051", items);
    let reading = reading(&mapped, "a21026");
    let expected = Values {
        value: Some(2.0),
        min: Some(1.0),
        max: Some(3.0),
        total: Some(4.0),
        converted: Some(6.0),
        converted_min: Some(5.0),
        converted_max: Some(7.0),
    };
    assert_eq!((reading.values, &reading.mark), (expected, &Mark::Normal));
    assert_eq!((reading.time, reading.granularity), (now(), Granularity::Minute));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert_eq!((mapped.readings.len(), mapped.refused.len(), mapped.notes.len()), (1, 0, 0));
}

#[test]
fn the_command_says_what_a_reading_stands_for() {
    for (command, granularity) in [
        ("2011", Granularity::Realtime),
        ("2051", Granularity::Minute),
        ("2061", Granularity::Hour),
        ("2031", Granularity::Day),
    ] {
        let mapped = data(command, "a21026-Avg=2");
        assert_eq!(reading(&mapped, "a21026").granularity, granularity);
    }
    assert!(data("2081", "RestartTime=20200830080000").readings.is_empty());
    assert!(data("9015", "").readings.is_empty());
}

#[test]
fn units_are_converted_by_the_channel() {
    let mapped = data("2011", "a34001-Rtd=1500,a34001-Flag=N;a00000-Rtd=7200,a00000-Cou=60");
    let dust = reading(&mapped, "a34001");
    assert_eq!((dust.values.value, dust.unit), (Some(1.5), Unit::MilligramPerCubicMetre));
    let flow = reading(&mapped, "a00000");
    assert_eq!((flow.values.value, flow.values.total), (Some(2.0), Some(60.0)));
}

#[test]
fn a_code_of_2005_is_read_by_the_system() {
    let segment =
        "ST=32;CN=2011;PW=123456;MN=88888880000001;CP=&&DataTime=20200830084000;011-Rtd=36.5,011-Flag=N&&";
    let mapped = mapped(segment);
    assert_eq!(reading(&mapped, "w01018").values.value, Some(36.5));
    assert!(reading(&mapped, "w01018").problems.is_empty());
}

#[test]
fn unknown_factor_is_kept_under_its_code_with_a_problem() {
    let mapped = data("2011", "zz9-Rtd=3.5,zz9-Flag=N");
    let reading = reading(&mapped, "zz9");
    assert_eq!((reading.values.value, reading.unit), (Some(3.5), Unit::Other));
    assert!(reading.problems.contains(Problem::UnknownFactor));
    assert_eq!(reading.evidence(), None);
}

#[test]
fn facility_state_and_unknown_attributes_are_kept_where_they_are_numbers() {
    let mapped = data("2021", "SB1-RS=1;SB2-RS=0");
    assert_eq!(reading(&mapped, "SB1_RS").values.value, Some(1.0));
    assert_eq!(reading(&mapped, "SB2_RS").values.value, Some(0.0));
    let mapped =
        data("2051", "a21026-Avg=2,a21026-ZsCou=9;a21026-SampleTime=20200830084000;i13005-Info=//x//");
    assert_eq!(reading(&mapped, "a21026_ZsCou").values.value, Some(9.0));
    assert!(reading(&mapped, "a21026_ZsCou").problems.contains(Problem::UnknownFactor));
    assert_eq!(mapped.notes["text"], 2);
    assert_eq!(mapped.readings.len(), 2);
}

#[test]
fn settings_of_an_instrument_are_series_beside_its_factor() {
    let mapped = data(
        "3020",
        "PolId=a21026;i13008-Info=1.02;i13007-Info=0.5;i13001-Info=0-200;i12001-Info=1;PolId=w01018;i13008-Info=0.98",
    );
    let slope = reading(&mapped, "a21026_i13008");
    assert_eq!(
        (slope.evidence(), slope.unit, slope.granularity),
        (Some(1.02), Unit::Other, Granularity::Realtime)
    );
    assert_eq!(reading(&mapped, "a21026_i13007").evidence(), Some(0.5));
    assert_eq!(reading(&mapped, "w01018_i13008").evidence(), Some(0.98));
    // A range as two figures, a state, and settings of nothing that is named.
    assert_eq!((mapped.readings.len(), mapped.notes["text"]), (3, 2));
    let mapped = data("3020", "i13008-Info=1.02");
    assert_eq!((mapped.readings.len(), mapped.notes["text"]), (0, 1));
}

#[test]
fn nan_and_other_texts_are_readings_without_a_figure() {
    for text in ["NaN", "", "-", "inf", "1e999", "12,3"] {
        let mapped = data("2011", &format!("a21026-Rtd={text},a21026-Flag=N"));
        let reading = reading(&mapped, "a21026");
        if text == "12,3" {
            // The comma ends the item; what is left of it is a figure.
            assert_eq!(reading.values.value, Some(12.0));
            continue;
        }
        assert_eq!(reading.values.value, None, "{text}");
        assert!(reading.problems.contains(Problem::NotANumber), "{text}");
    }
}

#[test]
fn absurd_numbers_are_kept_out_of_bounds() {
    let mapped = data("2011", "a21026-Rtd=99999999999,a21026-Flag=N;w01018-Rtd=-1000");
    for factor in ["a21026", "w01018"] {
        let reading = reading(&mapped, factor);
        assert!(reading.problems.contains(Problem::OutOfBounds), "{factor}");
        assert!(reading.values.value.is_some());
        assert_eq!(reading.evidence(), None);
    }
}

#[test]
fn impossible_time_refuses_every_reading_with_the_reason() {
    for (time, reason) in [
        ("20200830090001", "time_impossible"),
        ("20990101000000", "time_impossible"),
        ("19700101000000", "time_impossible"),
        ("20200230000000", "time_unreadable"),
        ("yesterday", "time_unreadable"),
        ("", "time_unreadable"),
    ] {
        let segment = format!(
            "QN=20200830084000000;ST=31;CN=2011;PW=1;MN=A1;Flag=5;CP=&&DataTime={time};a21026-Rtd=1;a34013-Rtd=2&&"
        );
        let mapped = mapped(&segment);
        assert!(mapped.readings.is_empty(), "{time}");
        assert_eq!(mapped.refused[reason], 2, "{time}");
    }
    let without = mapped("ST=31;CN=2011;PW=1;MN=A1;Flag=5;CP=&&a21026-Rtd=1&&");
    assert_eq!(without.refused["time_missing"], 1);
}

#[test]
fn a_message_with_several_times_gives_the_readings_of_each() {
    let mapped = data("2011", "a21026-Rtd=1;DataTime=20200830083900;a21026-Rtd=2;DataTime=x;a21026-Rtd=3");
    let times: Vec<_> = mapped.readings.iter().map(|reading| (reading.time, reading.values.value)).collect();
    assert_eq!(times, [(now(), Some(1.0)), (model::china::plus_seconds(now(), -60), Some(2.0))]);
    assert_eq!(mapped.refused["time_unreadable"], 1);
}

#[test]
fn late_data_and_rf_are_back_fills() {
    let late = mapped("ST=31;CN=2011;PW=1;MN=A1;Flag=5;CP=&&DataTime=20200830074000;a21026-Rtd=1&&");
    assert_eq!(late.readings[0].origin, Origin::Backfill);
    let declared = mapped("ST=31;CN=2011;PW=1;MN=A1;Flag=9;RF=1;CP=&&DataTime=20200830084000;a21026-Rtd=1&&");
    assert_eq!(declared.readings[0].origin, Origin::Backfill);
}

#[test]
fn unregistered_units_and_unknown_marks_are_noted() {
    let mapped = data("2011", "a21002-Rtd=30,a21002-Flag=Sr");
    let reading = reading(&mapped, "a21002");
    assert!(reading.problems.contains(Problem::UnitUnknown));
    assert!(reading.problems.contains(Problem::UnknownMark));
    assert_eq!(reading.mark.text(), "Sr");
}

#[test]
fn a_repaired_frame_and_a_shared_mn_mark_their_readings() {
    let mapped = mapped(
        "QN=20200830084000000,ST=31;CN=2011;PW=1;MN=A1;Flag=5;CP=&&DataTime=20200830084000,a21026-Rtd=1",
    );
    assert!(mapped.readings[0].problems.contains(Problem::FrameRepaired), "{:?}", mapped.readings[0]);

    let channels = channels();
    let target =
        Target { source: Source::Outlet("OUT-1".parse().unwrap()), channels: &channels, medium: None };
    let rules = TimeRules::default();
    let circumstances = Circumstances { received_at: now(), rules: &rules, shared_mn: true };
    let message = Message::parse(b"ST=31;CN=2011;MN=A1;Flag=5;CP=&&DataTime=20200830084000;a21026-Rtd=1&&");
    let mapped = map(&message, &target, circumstances);
    assert!(mapped.readings[0].problems.contains(Problem::SharedMn));
    assert_eq!(mapped.readings[0].evidence(), None);
}

#[test]
fn nothing_disappears_whatever_the_items_are() {
    let items = "a21026-Rtd=1,a21026-Min=2,a21026-Min=3,a21026-Avg=3,a21026-Flag=N,a21026-Flag=D;x-Rtd=1;VaseNo=3;\
                 toolongacodeforafactorx-Odd=1;a-Flag=N";
    let mapped = data("2011", items);
    assert_eq!(mapped.readings.len(), 2, "{:?}", mapped.readings);
    assert_eq!(reading(&mapped, "a21026_Avg").values.value, Some(3.0));
    assert_eq!(reading(&mapped, "a21026").values.min, Some(2.0));
    assert_eq!(reading(&mapped, "a21026").mark, Mark::Normal);
    // `a21026-Min` and `-Flag` a second time; `x` and `a` are no codes, nor is `toolong…_Odd`; VaseNo is a parameter.
    assert_eq!(mapped.notes["repeated"], 2);
    assert_eq!(mapped.refused["factor_unreadable"], 3);
    assert_eq!(mapped.notes["parameter"], 1);
}

proptest! {
    #[test]
    fn whatever_the_items_are_figures_are_finite_and_every_item_is_counted(
        items in prop::collection::vec(("(a21026|w01018|zz9|SB1|x|[a-z0-9]{0,30})-(Rtd|Avg|Min|ZsMax|Cou|Flag|Info|RS|[A-Za-z]{0,9})", "[-+0-9.eNaInf]{0,8}"), 0..20),
    ) {
        let area: Vec<String> = items.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mapped = data("2051", &area.join(";"));
        let figures = |values: &Values| {
            [values.value, values.min, values.max, values.total, values.converted, values.converted_min, values.converted_max]
        };
        prop_assert!(mapped.readings.iter().flat_map(|r| figures(&r.values)).flatten().all(f64::is_finite));
        // An item is part of a reading, refused or noted; a reading needs at least one.
        let elsewhere: u64 = mapped.refused.values().chain(mapped.notes.values()).sum();
        prop_assert!(mapped.readings.len() as u64 + elsewhere <= items.len() as u64);
        prop_assert!(items.is_empty() || mapped.readings.len() as u64 + elsewhere > 0);
    }
}

#[test]
fn power_use_and_conditions_of_2025_are_readings_under_their_codes() {
    let segment = |system: &str, items: &str| {
        format!(
            "QN=20200830084000000;ST={system};CN=2011;PW=123456;MN=A1;Flag=9;CP=&&DataTime=20200830084000;{items}&&"
        )
    };
    let power = mapped(&segment("44", "d01001-Rtd=12.5,d01001-Flag=N"));
    let reading_of_power = reading(&power, "d01001");
    assert_eq!(reading_of_power.values.value, Some(12.5));
    assert!(reading_of_power.problems.contains(Problem::UnknownFactor), "its table is not known");

    let conditions = mapped(&segment("45", "p99101-Rtd=St;p01001-Rtd=850;p99102-Rtd=N"));
    let state = reading(&conditions, "p99101");
    assert_eq!((state.values.value, state.mark.text()), (None, "St"));
    assert!(state.problems.contains(Problem::UnknownMark) && !state.problems.contains(Problem::NotANumber));
    assert_eq!(reading(&conditions, "p99102").mark, Mark::Normal);
    assert_eq!(reading(&conditions, "p01001").values.value, Some(850.0));
    assert_eq!(conditions.readings.len(), 3);
    // Elsewhere such a text is no figure and no mark.
    assert!(reading(&data("2011", "a21026-Rtd=St"), "a21026").problems.contains(Problem::NotANumber));
}

#[test]
fn raw_signals_and_standard_samples_are_kept_beside_the_figures() {
    for (command, items, code) in [
        ("2062", "a21026-SampleRd=49.8,a21026-StandardValue=50,a21026-ResultType=1", "a21026_SampleRd"),
        ("2062", "a21026-Rtd=49.8,a21026-StandardValue=50,a21026-ResultType=1", "a21026_Rtd"),
        ("2013", "a21026-RawAvg=0.5,a21026-RetentionTime=33,a21026-PeakArea=1200", "a21026_RawAvg"),
    ] {
        let mapped = data(command, items);
        assert_eq!(mapped.readings.len(), 3, "{command}: {:?}", mapped.readings);
        assert!(reading(&mapped, code).problems.contains(Problem::UnknownFactor));
        assert!(mapped.readings.iter().all(|reading| reading.series.factor.as_str() != "a21026"));
    }
    let noise = data("2052", "La-Data=54.2,La-Flag=N");
    assert_eq!(reading(&noise, "La").values.value, Some(54.2));
    let furnace = data("2111", "a01901-Avg=870");
    assert_eq!(reading(&furnace, "a01901").granularity, Granularity::Minute);
}

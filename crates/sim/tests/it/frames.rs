use std::collections::BTreeMap;

use hj212::{Decoder, Limits, Problem};
use sim::{Deviation, TimedFrame};

use crate::{city, minute};

/// Decodes one frame as it would come alone on a connection: its problems' codes and its command.
fn decode(frame: &TimedFrame) -> (Vec<&'static str>, String) {
    let mut decoder = Decoder::new(Limits::default());
    assert_eq!(decoder.push(&frame.bytes), frame.bytes.len());
    decoder.flush();
    let decoded = decoder.next_frame().expect("a whole frame was pushed");
    let message = decoded.message();
    assert!(message.usable(), "{}", text(frame));
    assert_eq!(message.mn(), Some(frame.mn.as_str()));
    let problems = decoded.problems().union(message.problems());
    (problems.iter().map(Problem::code).collect(), message.cn().unwrap_or_default().to_owned())
}

fn text(frame: &TimedFrame) -> String {
    String::from_utf8_lossy(&frame.bytes).into_owned()
}

#[test]
fn one_seed_one_stream_of_bytes() {
    let first = |seed| city(seed).frames_until(minute(12)).into_iter().take(1000).collect::<Vec<_>>();
    let frames = first(7);
    assert_eq!(frames.len(), 1000);
    assert_eq!(frames, first(7));
    assert_ne!(frames, first(8));
}

#[test]
fn every_frame_decodes_with_exactly_its_intended_deviation() {
    let mut seen: BTreeMap<Deviation, usize> = BTreeMap::new();
    let mut short = 0;
    let mut commands: BTreeMap<String, usize> = BTreeMap::new();
    for seed in [1, 2, 3] {
        for frame in city(seed).frames_until(minute(70)) {
            let (problems, command) = decode(&frame);
            let crc = text(&frame).trim_end().rsplit("&&").next().unwrap_or_default().to_owned();
            let expected: &[&str] = match frame.deviation {
                Deviation::None => &[],
                // Both cases are read alike.
                Deviation::LowerCaseCrc => {
                    assert_eq!(crc, crc.to_lowercase());
                    &[]
                }
                Deviation::MissingLineEnd => &["tail_missing"],
                Deviation::LineFeedOnly => &["tail_lf_only"],
                Deviation::ShortCrc if crc.len() < 4 => &["crc_short"],
                Deviation::ShortCrc => &[],
            };
            assert_eq!(problems, expected, "{:?} {}", frame.deviation, text(&frame));
            short += usize::from(crc.len() < 4);
            *seen.entry(frame.deviation).or_default() += 1;
            *commands.entry(command).or_default() += 1;
        }
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
    assert!(short > 0);
    assert_eq!(commands.keys().collect::<Vec<_>>(), ["2011", "2051", "2061"]);
}

#[test]
fn no_frame_is_longer_than_the_standard_allows() {
    for frame in city(1).frames_until(minute(70)) {
        // 1024 of the segment, and 12 around it.
        assert!(frame.bytes.len() <= 1024 + 12, "{} bytes: {}", frame.bytes.len(), text(&frame));
    }
}

#[test]
fn request_numbers_of_one_logger_are_unique() {
    let mut seen = std::collections::BTreeSet::new();
    for frame in city(1).frames_until(minute(130)) {
        let text = text(&frame);
        if let Some(at) = text.find("QN=") {
            assert!(seen.insert((frame.mn, text[at..at + 20].to_owned())), "{text}");
        }
    }
}

#[test]
fn two_loggers_speak_the_protocol_of_2005() {
    let frames = city(1).frames_until(minute(5));
    let old: std::collections::BTreeSet<_> =
        frames.iter().filter(|frame| !text(frame).contains("QN=")).map(|frame| frame.mn.clone()).collect();
    assert_eq!(old.len(), 2);
    let frame = frames.iter().find(|frame| old.contains(&frame.mn)).unwrap();
    let text = text(frame);
    assert!(
        text.contains("ST=32;CN=2011;") && text.contains(";011-Rtd=") && !text.contains("Flag=5"),
        "{text}"
    );
}

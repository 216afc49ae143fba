//! Input that lies, floods or stalls.

use hj212::{Awaiting, Decoder, Limits};

use crate::support::{clean, decode, drain, feed, frame_of};

#[test]
fn a_megabyte_without_a_frame() {
    for filler in [b'#', b'x', 0, b'&'] {
        let mut decoder = Decoder::new(Limits::default());
        let mut seen = Vec::new();
        feed(&mut decoder, &vec![filler; 1 << 20], &mut seen);
        assert!(seen.is_empty());
        assert!(decoder.pending() <= 4);
        feed(&mut decoder, &clean(), &mut seen);
        assert_eq!(seen.len(), 1);
        assert!(seen[0].usable);
        assert_eq!(seen[0].codes(), ["garbage_before"]);
        assert_eq!(decoder.skipped(), 1 << 20);
    }
}

#[test]
fn a_length_that_stalls_is_given_up_by_flush() {
    let mut decoder = Decoder::new(Limits::default());
    let mut seen = Vec::new();
    let mut stream = b"##9999QN=1;".to_vec();
    stream.extend_from_slice(&clean());
    stream.extend_from_slice(&clean());
    feed(&mut decoder, &stream, &mut seen);
    assert!(seen.is_empty(), "the length is believed until time runs out");
    assert_eq!(decoder.awaiting(), Awaiting::Rest);
    assert_eq!(decoder.pending(), stream.len());
    decoder.flush();
    drain(&mut decoder, &mut seen);
    let usable: Vec<_> = seen.iter().map(|frame| frame.usable).collect();
    assert_eq!(usable, [false, true, true]);
    assert_eq!(seen[0].raw, b"##9999QN=1;");
    assert_eq!(decoder.awaiting(), Awaiting::Nothing);
    feed(&mut decoder, &clean(), &mut seen);
    assert!(seen[3].usable, "the stream goes on");
}

#[test]
fn a_frame_without_line_end_waits_for_its_tail_only() {
    let mut decoder = Decoder::new(Limits::default());
    let mut seen = Vec::new();
    let whole = clean();
    feed(&mut decoder, &whole[..whole.len() - 2], &mut seen);
    assert_eq!((seen.len(), decoder.awaiting()), (0, Awaiting::Tail));
    decoder.flush();
    drain(&mut decoder, &mut seen);
    assert_eq!(seen[0].codes(), ["tail_missing"]);
    assert!(seen[0].usable);
}

#[test]
fn bytes_after_a_flush_begin_anew() {
    let mut decoder = Decoder::new(Limits::default());
    let mut seen = Vec::new();
    let whole = clean();
    feed(&mut decoder, &whole[..40], &mut seen);
    decoder.flush();
    // Not drained: the seal holds for the bytes that were there.
    feed(&mut decoder, &whole, &mut seen);
    let outcome: Vec<_> = seen.iter().map(|frame| (frame.usable, frame.raw.len())).collect();
    assert_eq!(outcome, [(false, 40), (true, whole.len())]);
}

#[test]
fn a_segment_over_the_limit_is_refused_and_passed() {
    let mut decoder = Decoder::new(Limits { max_segment: 100 });
    let mut seen = Vec::new();
    let mut stream = clean();
    stream.extend_from_slice(&frame_of(b"CN=9014;CP=&&&&"));
    feed(&mut decoder, &stream, &mut seen);
    assert_eq!(seen.len(), 2);
    assert!(seen[0].codes().contains(&"segment_over_limit"));
    assert!(!seen[0].usable);
    assert!(seen[1].usable);
}

#[test]
fn the_longest_segment_is_read() {
    let mut segment = b"CN=2011;CP=&&a=".to_vec();
    segment.resize(9997, b'1');
    segment.extend_from_slice(b"&&");
    let frames = decode(&frame_of(&segment));
    assert_eq!(frames.len(), 1);
    assert!(frames[0].usable);
    assert_eq!(frames[0].segment.len(), 9999);
}

#[test]
fn a_length_that_swallows_a_frame_gives_it_back() {
    // The length of the false head ends exactly where the true frame ends.
    let true_frame = clean();
    let mut stream = format!("##{:04}", true_frame.len() - 6).into_bytes();
    stream.extend_from_slice(&true_frame);
    let frames = decode(&stream);
    let usable: Vec<_> = frames.iter().map(|frame| frame.usable).collect();
    assert_eq!(usable, [true]);
    assert_eq!(frames[0].raw, true_frame);

    let mut stream = format!("##{:04}QN=2;", true_frame.len() - 1).into_bytes();
    stream.extend_from_slice(&true_frame);
    let frames = decode(&stream);
    let usable: Vec<_> = frames.iter().map(|frame| frame.usable).collect();
    assert_eq!(usable, [false, true]);
    assert_eq!(frames[1].raw, true_frame);
}

#[test]
fn a_crc_can_be_short_missing_or_no_number() {
    // Segments are tried until one has a CRC that begins with one zero.
    let (segment, crc) = (0..10_000)
        .map(|number| format!("CN=2011;CP=&&a={number}&&"))
        .map(|segment| (hj212::crc::hj212(segment.as_bytes()), segment))
        .find_map(|(crc, segment)| (0x100..0x1000).contains(&crc).then_some((segment, crc)))
        .unwrap();
    let wrong = crc ^ 1;
    let cases: [(String, bool, &[&str]); 7] = [
        (format!("{crc:X}\r\n"), true, &["crc_short"]),
        (format!("{crc:x}\r\n"), true, &["crc_short"]),
        (format!("{wrong:X}\r\n"), false, &["crc_short", "crc_mismatch"]),
        ("\r\n".to_owned(), false, &["crc_missing"]),
        ("XYZW\r\n".to_owned(), false, &["crc_unreadable"]),
        (format!("{crc:04X}"), true, &["tail_missing"]),
        (format!("{crc:04X}\r"), true, &["tail_cr_only"]),
    ];
    for (end, usable, expected) in cases {
        let stream = format!("##{:04}{segment}{end}", segment.len());
        for follow in ["", "##0015CN=9014;CP=&&&&"] {
            let frames = decode(format!("{stream}{follow}").as_bytes());
            assert_eq!(frames[0].usable, usable, "{stream}{follow}");
            let codes: Vec<_> = frames[0]
                .codes()
                .into_iter()
                .filter(|code| {
                    ["crc_", "tail_", "length_", "trunc"].iter().any(|known| code.starts_with(known))
                })
                .collect();
            assert_eq!(codes, expected, "{stream}{follow}");
            assert_eq!(frames.len(), 1 + usize::from(!follow.is_empty()));
        }
    }
}

/// Where a candidate without an end is given up must not depend on how the bytes arrive.
#[test]
fn the_end_of_an_endless_candidate_is_the_same_in_pieces() {
    for before in 9_980..10_030 {
        let mut stream = b"##0001QN=".to_vec();
        stream.resize(before, b'1');
        stream.extend_from_slice(&clean());
        let whole = decode(&stream);
        assert!(whole.last().unwrap().usable, "{before}");
        let mut decoder = Decoder::new(Limits::default());
        let mut seen = Vec::new();
        feed(&mut decoder, &stream[..before - 40], &mut seen);
        for byte in &stream[before - 40..] {
            feed(&mut decoder, &[*byte], &mut seen);
        }
        decoder.flush();
        drain(&mut decoder, &mut seen);
        assert_eq!(seen, whole, "{before}");
    }
}

//! What holds for every stream.

use hj212::{Command, Decoder, Flag, Limits, Message, MessageBuilder, Problem, Version};
use proptest::prelude::*;

use crate::support::{Seen, clean, decode, drain, feed, frame_of};

/// Bytes of which frames are made, so that heads, ends and line ends meet often.
fn frame_like_bytes(longest: usize) -> impl Strategy<Value = Vec<u8>> {
    let alphabet = b"####&&==;;,,//  00112459ABCDEFQNSTCNPWMN\r\n\r\n\x00\xC7\xE5\xFF";
    proptest::collection::vec(proptest::sample::select(alphabet.to_vec()), 0..longest)
}

/// A head that lies, above all so that its end falls near the end of a following clean frame.
fn lying_head() -> impl Strategy<Value = Vec<u8>> {
    let length = prop_oneof![0u16..400, Just(9999)];
    let field = prop_oneof![Just(""), Just("QN="), Just("CP=&&"), Just("ST=31;CN=2011;CP=&&a=1&&")];
    (length, 1usize..=4, field)
        .prop_map(|(length, width, field)| format!("##{length:0width$}{field}").into_bytes())
}

fn segment() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(b"ST=31;CN=2011;PW=123456;MN=M1;CP=&&DataTime=20240601085857;a21026-Rtd=1&&".to_vec()),
        Just(b"QN=20240601085857223;ST=91;CN=9014;PW=123456;MN=M1;Flag=4;CP=&&&&".to_vec()),
        Just("CN=3020;CP=&&i11001-Info=//清洗;##0012&&1C80//&&".as_bytes().to_vec()),
        frame_like_bytes(80),
    ]
}

/// A frame, mostly with something wrong.
fn frame() -> impl Strategy<Value = Vec<u8>> {
    let end = prop_oneof![Just("\r\n"), Just("\n"), Just("\r"), Just("")];
    (segment(), -9i32..=9, any::<bool>(), end, 0usize..=4, any::<bool>()).prop_map(
        |(segment, lie, lying, end, digits, lower)| {
            let shift = if lying { lie } else { 0 };
            let declared = (segment.len() as i32 + shift).max(0);
            let crc = format!("{:04X}", hj212::crc::hj212(&segment));
            let crc = if lower { crc.to_lowercase() } else { crc };
            let mut frame = format!("##{declared:04}").into_bytes();
            frame.extend_from_slice(&segment);
            frame.extend_from_slice(&crc.as_bytes()[4 - digits..]);
            frame.extend_from_slice(end.as_bytes());
            frame
        },
    )
}

fn stream() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        3 => Just(clean()),
        4 => frame(),
        2 => frame_like_bytes(40),
        2 => lying_head(),
        1 => proptest::collection::vec(any::<u8>(), 0..60),
        1 => (frame(), 0usize..100).prop_map(|(mut frame, keep)| { frame.truncate(keep); frame }),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// The frames of a stream that arrives in pieces of these sizes.
fn decode_in_pieces(stream: &[u8], sizes: &[usize]) -> (Vec<Seen>, u64) {
    let mut decoder = Decoder::new(Limits::default());
    let mut seen = Vec::new();
    let mut rest = stream;
    for &size in sizes.iter().cycle() {
        let (now, later) = rest.split_at(size.min(rest.len()));
        feed(&mut decoder, now, &mut seen);
        rest = later;
        if rest.is_empty() {
            break;
        }
    }
    decoder.flush();
    drain(&mut decoder, &mut seen);
    assert_eq!(decoder.pending(), 0);
    (seen, decoder.skipped())
}

fn header_text() -> impl Strategy<Value = String> {
    "[0-9A-Za-z_:+.泾渭-]{0,24}"
}

fn item_value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[0-9A-Za-z.+泾渭-]{0,12}",
        1 => "//[0-9A-Za-z;,=渭]{0,20}//",
    ]
}

fn message() -> impl Strategy<Value = MessageBuilder> {
    let version = prop_oneof![Just(Version::V2005), Just(Version::V2017), Just(Version::V2025)];
    let group = proptest::collection::vec(("[a-zA-Z0-9_-]{1,10}", item_value()), 1..4);
    let header = (version, 0u16..=9999, header_text(), header_text(), any::<bool>());
    let packet = proptest::option::of((1u32..100).prop_flat_map(|pnum| (Just(pnum), 1..=pnum)));
    (header, packet, any::<bool>(), proptest::collection::vec(group, 0..6)).prop_map(
        |((version, cn, pw, mn, answer), packet, backfill, groups)| {
            let mut message = MessageBuilder::new(version)
                .qn("20240601085857223")
                .st(hj212::SystemCode::AIR_SOURCE)
                .cn(Command::new(cn).unwrap())
                .pw(pw)
                .mn(mn)
                .answer_required(answer)
                .backfill(backfill);
            if let Some((pnum, pno)) = packet {
                message = message.packet(pnum, pno);
            }
            for group in groups {
                message = message.group(group);
            }
            message
        },
    )
}

/// Builds the message again from what was read.
fn rebuilt(message: &Message<'_>) -> Vec<u8> {
    let mut again = MessageBuilder::new(message.version())
        .cn(message.command().unwrap())
        .flag(message.flag())
        .backfill(message.rf() == Some(1));
    if let Some(qn) = message.qn() {
        again = again.qn(qn);
    }
    if let Some(st) = message.system() {
        again = again.st(st);
    }
    if let Some(pw) = message.pw() {
        again = again.pw(pw);
    }
    if let Some(mn) = message.mn() {
        again = again.mn(mn);
    }
    if let (Some(pnum), Some(pno)) = (message.pnum(), message.pno()) {
        again = again.packet(pnum, pno);
    }
    for group in message.cp().unwrap().groups() {
        again = again.group(group.items().map(|item| (item.name, item.value)));
    }
    again.build().unwrap()
}

proptest! {
    #[test]
    fn a_stream_cut_anywhere_gives_the_same_frames(
        stream in stream(),
        sizes in proptest::collection::vec(1usize..200, 1..20),
    ) {
        let whole = decode_in_pieces(&stream, &[usize::MAX]);
        prop_assert_eq!(&decode_in_pieces(&stream, &sizes), &whole);
        prop_assert_eq!(&decode_in_pieces(&stream, &[1]), &whole);
    }

    #[test]
    fn every_byte_is_accounted_for(
        pieces in proptest::collection::vec((stream(), any::<bool>()), 0..6),
    ) {
        let mut decoder = Decoder::new(Limits::default());
        let (mut seen, mut pushed) = (Vec::new(), 0);
        for (piece, flush) in pieces {
            feed(&mut decoder, &piece, &mut seen);
            pushed += piece.len();
            if flush {
                decoder.flush();
                drain(&mut decoder, &mut seen);
                prop_assert_eq!(decoder.pending(), 0);
            }
            let framed: usize = seen.iter().map(|frame| frame.raw.len()).sum();
            prop_assert_eq!(
                framed as u64 + decoder.skipped() + decoder.pending() as u64,
                pushed as u64
            );
            prop_assert!(decoder.pending() <= 16 * 1024);
        }
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        decode(&bytes);
        let message = Message::parse(&bytes);
        prop_assert!(message.cp_bytes().is_none_or(|cp| cp.len() <= bytes.len()));
        // Whatever was read can be walked, and a reply is a frame or a refusal.
        if let Some(cp) = message.cp() {
            prop_assert!(cp.items().count() <= bytes.len());
        }
        if let Ok(reply) = hj212::reply::data_ack(&message) {
            prop_assert!(decode(&reply).iter().all(|frame| frame.crc == hj212::CrcCheck::Ok));
        }
        let _ = hj212::parse_time(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn segments_near_the_grammar_do_no_harm(segment in frame_like_bytes(120)) {
        let message = Message::parse(&segment);
        let problems = message.problems();
        prop_assert_eq!(message.usable(), !problems.any_fatal());
        prop_assert_eq!(problems.contains(Problem::CpMissing), message.cp_bytes().is_none());
        decode(&frame_of(&segment));
    }

    #[test]
    fn a_clean_frame_after_any_garbage_is_found(
        garbage in prop_oneof![
            stream(),
            frame_like_bytes(300),
            (frame_like_bytes(20), lying_head()).prop_map(|(bytes, head)| [bytes, head].concat()),
        ],
    ) {
        let clean = clean();
        let stream = [garbage.as_slice(), &clean].concat();
        let frames = decode(&stream);
        let last = frames.last().unwrap();
        prop_assert!(last.usable, "{:?}", last.codes());
        prop_assert_eq!(&last.raw, &clean);
    }

    #[test]
    fn what_is_encoded_is_decoded(builder in message()) {
        let frame = builder.build().unwrap();
        let frames = decode(&frame);
        prop_assert_eq!(frames.len(), 1);
        let read = &frames[0];
        prop_assert!(read.usable, "{:?}", read.codes());
        let harmless = ["pw_missing", "mn_missing", "flag_missing", "segment_over_standard"];
        let others: Vec<_> = read.codes().into_iter().filter(|code| !harmless.contains(code)).collect();
        prop_assert_eq!(others, Vec::<&str>::new());
        prop_assert_eq!(rebuilt(&read.message()), frame);
    }

    #[test]
    fn what_would_break_a_frame_is_refused_or_survives(
        mn in any::<String>(),
        name in any::<String>(),
        value in any::<String>(),
        bits in any::<u8>(),
    ) {
        let built = MessageBuilder::new(Version::V2017)
            .flag(Some(Flag::new(bits)))
            .cn(Command::REALTIME_DATA)
            .mn(mn.as_str())
            .item(name.as_str(), value.as_str())
            .item("a21026-Rtd", "1")
            .build();
        if let Ok(frame) = built {
            let frames = decode(&frame);
            prop_assert_eq!(frames.len(), 1);
            let message = frames[0].message();
            prop_assert_eq!(message.mn(), Some(mn.as_str()));
            let items: Vec<_> = message.cp().unwrap().items().map(|item| (item.name, item.value)).collect();
            prop_assert_eq!(items, [(name.as_str(), value.as_str()), ("a21026-Rtd", "1")]);
        }
    }
}

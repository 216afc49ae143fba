//! The encryption of 2025 at the crate's face: vectors of the standard, any key, any cut, any damage.

use hj212::cipher::{Key, OpenedFrame};
use hj212::{Command, Decoder, Limits, MessageBuilder, Problem, SystemCode, Version};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{Seen, decode, frame_of};

/// Frames are cut into pieces of `size`; each is opened with `key`.
fn opened_in_pieces(stream: &[u8], size: usize, key: &Key) -> Vec<Option<OpenedFrame>> {
    let mut decoder = Decoder::new(Limits::default());
    let mut opened = Vec::new();
    for piece in stream.chunks(size) {
        assert_eq!(decoder.push(piece), piece.len());
        while let Some(frame) = decoder.next_frame() {
            opened.push(frame.open(key));
        }
    }
    decoder.flush();
    while let Some(frame) = decoder.next_frame() {
        opened.push(frame.open(key));
    }
    opened
}

fn opened(stream: &[u8], key: &Key) -> Option<OpenedFrame> {
    let frames = opened_in_pieces(stream, 4096, key);
    assert_eq!(frames.len(), 1);
    frames.into_iter().next().unwrap()
}

fn bytes_of_hex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn minute_data(value: &str) -> MessageBuilder {
    MessageBuilder::new(Version::V2025)
        .qn("20240520210700000")
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::MINUTE_DATA)
        .pw("123456")
        .mn("010000A8900016F000169DC0")
        .answer_required(true)
        .item("DataTime", "20240520210600")
        .group([("a01011-Avg", value), ("a01011-Flag", "N")])
}

/// Both ciphers that the standard prints come out byte for byte, and are read in either form.
#[test]
fn vectors_of_the_standard() {
    let mut tested = 0;
    for line in include_str!("../../testdata/frames.jsonl").lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        let printed = match entry["kind"].as_str().unwrap() {
            "standard_encrypted_wire" => false,
            "standard_encrypted_print_form" => true,
            _ => continue,
        };
        let id = entry["id"].as_str().unwrap();
        let key: Key = entry["sm4_key_hex"].as_str().unwrap().parse().unwrap();
        let frame = match entry["frame_hex"].as_str() {
            Some(hex) => bytes_of_hex(hex),
            None => entry["frame"].as_str().unwrap().as_bytes().to_vec(),
        };
        let opened = opened(&frame, &key).unwrap();
        let message = opened.message();
        assert!(message.usable(), "{id}: {:?}", message.problems());
        let odd: Vec<_> = opened.problems().iter().collect();
        let expected =
            [Some(Problem::TailMissing), printed.then_some(Problem::CipherPrinted)].into_iter().flatten();
        assert_eq!(odd, expected.collect::<Vec<_>>(), "{id}");
        assert_eq!(message.value("DataTime"), Some("20240520210600"), "{id}");
        assert_eq!(message.value("a01014-Flag"), Some("N"), "{id}");
        if let Some(plain) = entry["plaintext_frame"].as_str() {
            let plain = &decode(plain.as_bytes())[0];
            assert_eq!(opened.segment(), plain.segment, "{id}");
            let again = encrypted_again(plain, &key);
            assert_eq!(again[..again.len() - 2], frame, "{id}");
        }
        tested += 1;
    }
    assert_eq!(tested, 4);
}

fn encrypted_again(plain: &Seen, key: &Key) -> Vec<u8> {
    let message = plain.message();
    let mut builder = MessageBuilder::new(Version::V2025)
        .qn(message.qn().unwrap())
        .st(message.system().unwrap())
        .cn(message.command().unwrap())
        .pw(message.pw().unwrap())
        .mn(message.mn().unwrap())
        .flag(message.flag());
    for group in message.cp().unwrap().groups() {
        builder = builder.group(group.items().map(|item| (item.name, item.value)));
    }
    builder.encrypt(key).build().unwrap()
}

#[test]
fn loggers_that_count_the_printed_text_are_read_too() {
    let key: Key = "0000000000000000".parse().unwrap();
    let plain = decode(&minute_data("1.35").build().unwrap()).remove(0);
    let message = plain.message();
    let area = message.cp_bytes().unwrap();
    let mut cipher = area.to_vec();
    key.encrypt_area(&mut cipher);
    let (blocks, rest) = cipher.split_at(cipher.len() / 16 * 16);
    let list: Vec<String> = blocks.iter().map(|byte| format!("0x{byte:02x}")).collect();
    let before = &plain.segment[..plain.segment.len() - area.len() - 2];
    let segment = [before, format!("{{{}}}", list.join(",")).as_bytes(), rest, b"&&"].concat();
    let frame = [format!("##{:04}", segment.len()).as_bytes(), &segment, &plain.crc_text, b"\r\n"].concat();
    let opened = opened(&frame, &key).unwrap();
    assert_eq!(opened.segment(), plain.segment);
    assert_eq!(opened.problems(), [Problem::CipherPrinted].into_iter().collect());
}

/// A plain frame is not opened, whatever the key: it was not encrypted.
#[test]
fn what_is_plain_stays_plain() {
    let key = Key::new([9; 16]);
    for plain in [minute_data("1.35").build().unwrap(), frame_of(b"CN=9014;Flag=8;CP=&&&&")] {
        assert_eq!(opened(&plain, &key), None);
    }
    // Fewer than sixteen bytes are not encrypted at all.
    let short = MessageBuilder::new(Version::V2025).cn(Command::REALTIME_DATA).item("a", "1");
    assert_eq!(short.clone().encrypt(&key).build(), short.build());
}

/// The cipher text may by chance give the very CRC of the plain text: then the CRC says nothing, and
/// the frame is still no data until it is opened.
#[test]
fn a_cipher_with_the_right_crc_is_no_data() {
    let mut tested = 0;
    for number in 0..4_000u32 {
        let key = Key::new(u128::from(number).to_be_bytes());
        let frame = minute_data("1.35").encrypt(&key).build().unwrap();
        let seen = decode(&frame).remove(0);
        if seen.crc == hj212::CrcCheck::Ok {
            assert!(!seen.usable, "{number}: {:?}", seen.codes());
            assert!(opened(&frame, &key).is_some(), "{number}");
            tested += 1;
        }
    }
    assert!(tested > 3, "one in 256: {tested}");
}

fn key() -> impl Strategy<Value = Key> {
    any::<[u8; 16]>().prop_map(Key::new)
}

proptest! {
    #[test]
    fn what_is_encrypted_is_read_with_the_key_however_it_is_cut(
        key in key(),
        values in proptest::collection::vec("[0-9A-Za-z.+泾渭-]{1,12}", 1..20),
        size in 1usize..200,
    ) {
        let frames: Vec<_> = values.iter().map(|value| minute_data(value)).collect();
        let stream: Vec<u8> =
            frames.iter().flat_map(|frame| frame.clone().encrypt(&key).build().unwrap()).collect();
        let read = opened_in_pieces(&stream, size, &key);
        prop_assert_eq!(read.len(), frames.len());
        for (read, value) in read.iter().zip(&values) {
            let read = read.as_ref().unwrap();
            let message = read.message();
            prop_assert!(message.problems().is_empty(), "{:?}", message.problems());
            prop_assert_eq!(message.value("a01011-Avg"), Some(value.as_str()));
        }
    }

    #[test]
    fn a_wrong_key_gives_nothing(
        right in key(),
        wrong in key(),
        value in "[0-9.]{1,12}",
    ) {
        prop_assume!(right != wrong);
        let frame = minute_data(&value).encrypt(&right).build().unwrap();
        prop_assert_eq!(opened(&frame, &wrong), None);
        prop_assert!(!decode(&frame)[0].usable);
    }

    #[test]
    fn damage_gives_nothing_or_an_area_that_reads(
        key in key(),
        at in any::<prop::sample::Index>(),
        bit in 0u8..8,
    ) {
        let mut frame = minute_data("1.35").encrypt(&key).build().unwrap();
        let at = at.index(frame.len());
        frame[at] ^= 1 << bit;
        let mut decoder = Decoder::new(Limits::default());
        let _ = decoder.push(&frame);
        decoder.flush();
        while let Some(found) = decoder.next_frame() {
            if let Some(opened) = found.open(&key) {
                prop_assert!(opened.message().cp().is_some());
            }
        }
    }

    #[test]
    fn arbitrary_areas_do_no_harm(key in key(), area in proptest::collection::vec(any::<u8>(), 0..200)) {
        let segment = [b"ST=31;CN=2011;PW=1;MN=1;Flag=9;CP=&&", area.as_slice(), b"&&"].concat();
        for frame in decode(&frame_of(&segment)) {
            let mut decoder = Decoder::new(Limits::default());
            let _ = decoder.push(&frame.raw);
            decoder.flush();
            while let Some(found) = decoder.next_frame() {
                let _ = (found.may_be_encrypted(), found.open(&key));
            }
        }
    }
}

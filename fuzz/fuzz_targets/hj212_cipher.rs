//! Encrypted frames: a wrong key gives nothing, the right one gives what was encrypted.
#![no_main]

use hj212::cipher::Key;
use hj212::{Command, MessageBuilder, SystemCode, Version};
use libfuzzer_sys::fuzz_target;

/// The key of the corpus, sixteen characters `0`.
const KNOWN: [u8; 16] = [b'0'; 16];

fuzz_target!(|stream: &[u8]| {
    let mut other = [7; 16];
    other.iter_mut().zip(stream.iter().rev()).for_each(|(to, from)| *to = *from);
    let (known, other) = (Key::new(KNOWN), Key::new(other));
    jingwei_fuzz::frames(stream, usize::MAX, |frame| {
        for key in [&known, &other] {
            let Some(opened) = frame.open(key) else { continue };
            assert!(frame.may_be_encrypted());
            let message = opened.message();
            assert!(message.cp().is_some_and(|area| area.items().next().is_some()), "what opens is data");
        }
    });
    round_trip(&String::from_utf8_lossy(stream), &other);
});

fn round_trip(text: &str, key: &Key) {
    let message = MessageBuilder::new(Version::V2025)
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::REALTIME_DATA)
        .mn("M1")
        .item("DataTime", "20240601085857")
        .item("a21026-Info", format!("//{text}//"));
    let (Ok(plain), Ok(closed)) = (message.build(), message.encrypt(key).build()) else { return };
    let segment = |frame: &[u8]| frame[6..frame.len() - 6].to_vec();
    let frames: Vec<_> = hj212::frames(&closed, hj212::Limits::default()).collect();
    // Encrypted bytes may look like the end of a frame; the length says where it is.
    let Some(frame) = frames.first().filter(|frame| frame.raw() == closed) else { return };
    if let Some(opened) = frame.open(key) {
        assert_eq!(opened.segment(), segment(&plain), "what was encrypted");
    }
}

//! An independent reader, crate `a`, reads the same from frames that both read. It splits at `;` alone, so that what it
//! calls a value is the rest of a group, takes a name that comes twice once, and takes log texts apart: those are left out.

use std::collections::BTreeMap;

use hj212::Message;

use crate::frames::{bytes_of, entries};
use crate::support::decode;

/// The data area as the peer has it.
fn groups(message: &Message<'_>) -> BTreeMap<String, String> {
    let group = |group: hj212::Group<'_>| {
        let items: Vec<String> = group.items().map(|item| format!("{}={}", item.name, item.value)).collect();
        let text = items.join(",");
        text.split_once('=').map(|(name, rest)| (name.to_owned(), rest.to_owned())).unwrap()
    };
    message.cp().into_iter().flat_map(|cp| cp.groups()).map(group).collect()
}

#[test]
fn both_read_the_same_from_clean_frames() {
    let mut compared = 0;
    for entry in entries().iter().filter(|entry| !entry["frame"].is_null()) {
        let bytes = bytes_of(entry);
        let [frame] = &decode(&bytes)[..] else { continue };
        let clean = frame.problems.iter().all(|problem| problem.code() == "tail_missing");
        let text = std::str::from_utf8(&bytes).unwrap();
        let (true, false, Ok(peer)) = (clean, text.contains("//"), a::parse_frame(text)) else { continue };
        let message = frame.message();
        for (ours, theirs) in [
            (message.qn(), &peer.qn),
            (message.st(), &peer.st),
            (message.cn(), &peer.cn),
            (message.pw(), &peer.pw),
            (message.mn(), &peer.mn),
        ] {
            assert_eq!(ours, theirs.as_deref(), "{}", entry["id"]);
        }
        let flag = peer.flag.as_deref().map(|text| text.parse().unwrap());
        assert_eq!(message.flag().map(hj212::Flag::bits), flag, "{}", entry["id"]);
        assert_eq!(groups(&message), peer.cp, "{}", entry["id"]);
        compared += 1;
    }
    assert!(compared > 90, "{compared}");
}

#[test]
fn both_find_the_same_crc_wrong() {
    let mut wrong = 0;
    for entry in entries().iter().filter(|entry| !entry["frame"].is_null()) {
        let bytes = bytes_of(entry);
        let [frame] = &decode(&bytes)[..] else { continue };
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        if let Err(a::Hj212Error::CrcMismatch { .. }) = a::parse_frame(text) {
            assert_ne!(frame.crc, hj212::CrcCheck::Ok, "{}", entry["id"]);
            wrong += 1;
        }
    }
    assert!(wrong > 3, "{wrong}");
}

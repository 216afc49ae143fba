//! Every entry of `testdata/frames.jsonl`: frames from the field, the standard and the workshop.
//! The file is reference data; an entry is never edited to make a test pass.

use serde_json::{Value, json};

use crate::support::{Seen, decode};

pub(crate) fn entries() -> Vec<Value> {
    let text = include_str!("../../testdata/frames.jsonl");
    let entries: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(entries.len(), 172);
    entries
}

pub(crate) fn bytes_of(entry: &Value) -> Vec<u8> {
    match entry["frame_hex"].as_str() {
        Some(hex) => {
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
        }
        None => entry["frame"].as_str().unwrap().as_bytes().to_vec(),
    }
}

/// The fields in the form of the reference data.
fn decoded(frame: &Seen) -> Value {
    let message = frame.message();
    let mut fields = serde_json::Map::new();
    let mut put = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            fields.insert(name.into(), value.into());
        }
    };
    put("QN", message.qn());
    put("ST", message.st());
    put("CN", message.cn());
    put("PW", message.pw());
    put("MN", message.mn());
    let number = |value: Option<u32>| value.map(|value| value.to_string());
    put("Flag", number(message.flag().map(|flag| flag.bits().into())).as_deref());
    put("PNUM", number(message.pnum()).as_deref());
    put("PNO", number(message.pno()).as_deref());
    if let Some(cp) = message.cp() {
        let groups: Vec<Vec<[&str; 2]>> =
            cp.groups().map(|group| group.items().map(|item| [item.name, item.value]).collect()).collect();
        fields.insert("CP".into(), json!(groups));
    }
    if let Some(flag) = message.flag() {
        fields.insert(
            "_flag".into(),
            json!({
                "version": flag.version().name(),
                "has_pkt_no": flag.has_packet_number(),
                "need_ack": flag.answer_required(),
            }),
        );
    }
    fields.into()
}

/// The reference keeps PNUM and PNO as text with its leading zeros; the codec reads numbers.
fn with_plain_numbers(mut decoded: Value) -> Value {
    for name in ["PNUM", "PNO"] {
        if let Some(text) = decoded[name].as_str() {
            decoded[name] = text.parse::<u32>().unwrap().to_string().into();
        }
    }
    if let Value::Object(fields) = &mut decoded {
        fields.retain(|_, value| !value.is_null());
    }
    decoded
}

#[test]
fn frames_of_peers_and_of_the_standard() {
    let mut tested = 0;
    for entry in entries() {
        let id = entry["id"].as_str().unwrap();
        if entry["decoded"].is_null() {
            continue;
        }
        let mut bytes = bytes_of(&entry);
        let frames = decode(&bytes);
        assert_eq!(frames.len(), 1, "{id}");
        check_against_reference(&entry, &frames[0]);
        // The same with the line end that the sources cut off.
        bytes.extend_from_slice(b"\r\n");
        let frames = decode(&bytes);
        assert_eq!(frames.len(), 1, "{id}");
        check_against_reference(&entry, &frames[0]);
        assert!(!frames[0].codes().contains(&"tail_missing"), "{id}");
        tested += 1;
    }
    assert_eq!(tested, 142);
}

fn check_against_reference(entry: &Value, frame: &Seen) {
    let id = entry["id"].as_str().unwrap();
    let codes = frame.codes();
    assert_eq!(decoded(frame), with_plain_numbers(entry["decoded"].clone()), "{id}");
    let crc_valid = entry["crc_valid"].as_bool().unwrap();
    let len_valid = entry["len_valid"].as_bool().unwrap();
    assert_eq!(frame.crc == hj212::CrcCheck::Ok, crc_valid, "{id}");
    assert_eq!(!codes.contains(&"length_mismatch"), len_valid, "{id}");
    assert_eq!(frame.declared.map(u64::from), entry["declared_len"].as_u64(), "{id}");
    assert_eq!(frame.segment.len() as u64, entry["actual_len"].as_u64().unwrap(), "{id}");
    let crc_text = entry["crc_text"].as_str().unwrap();
    assert_eq!(frame.crc_text, crc_text.as_bytes(), "{id}");
    let computed = format!("{:04X}", hj212::crc::hj212(&frame.segment));
    assert_eq!(computed, entry["crc_calc"].as_str().unwrap(), "{id}");
    assert_eq!(frame.usable, crc_valid && len_valid, "{id}: {codes:?}");
    let swapped = entry["crc_matches_variant"] == json!(["modbus_swapped"]);
    assert_eq!(codes.contains(&"crc_modbus_swapped"), swapped, "{id}");
    let warned: Vec<_> = entry["warnings"].as_array().into_iter().flatten().collect();
    for (code, warning) in [
        ("field_name_case", "header key case FLAG"),
        ("cp_missing", "no CP=&&"),
        ("cp_not_closed", "CP not closed"),
    ] {
        assert_eq!(codes.contains(&code), warned.contains(&&json!(warning)), "{id}");
    }
    let short = warned.iter().any(|warning| warning.as_str().unwrap().starts_with("length field"));
    assert_eq!(codes.contains(&"length_short_form"), short, "{id}");
    let no_crc = entry["errors"] == json!(["CRC missing"]);
    assert_eq!(codes.contains(&"crc_missing"), no_crc, "{id}");
}

/// The problems of single frames from the field that no column of the reference names.
#[test]
fn deviations_of_the_field() {
    let expected: &[(&str, &[&str])] = &[
        ("F0008", &["field_name_case", "header_separator", "qn_missing"]),
        ("F0016", &["length_short_form", "packet_number_missing", "trailing_separator"]),
        ("F0040", &[]),
        ("F0049", &[]),
        (
            "F0078",
            &["crc_mismatch", "field_order", "flag_missing", "packet_number_unflagged", "number_padded"],
        ),
        ("F0080", &["field_order"]),
        ("F0089", &["length_short_form", "qn_missing", "flag_missing"]),
    ];
    let entries = entries();
    for (id, problems) in expected {
        let entry = entries.iter().find(|entry| entry["id"] == *id).unwrap();
        let mut bytes = bytes_of(entry);
        bytes.extend_from_slice(b"\r\n");
        assert_eq!(decode(&bytes)[0].codes(), *problems, "{id}");
    }
}

/// Ciphers of 2025 are told from text; the plain frames they stand for are read.
#[test]
fn encrypted_frames_of_2025() {
    let mut tested = 0;
    for entry in entries() {
        let kind = entry["kind"].as_str().unwrap();
        if !kind.starts_with("standard_encrypted") {
            continue;
        }
        let id = entry["id"].as_str().unwrap();
        let frames = decode(&bytes_of(&entry));
        assert_eq!(frames.len(), 1, "{id}");
        let frame = &frames[0];
        let codes = frame.codes();
        assert!(codes.contains(&"cp_undecodable"), "{id}: {codes:?}");
        assert!(codes.contains(&"crc_mismatch"), "{id}: {codes:?}");
        let len_valid = entry["len_valid"].as_bool().unwrap();
        assert_eq!(!codes.contains(&"length_mismatch"), len_valid, "{id}");
        assert!(!frame.usable, "{id}");
        let message = frame.message();
        assert_eq!(message.mn(), Some("010000A8900016F000169DC0"), "{id}");
        assert_eq!(message.version(), hj212::Version::V2025, "{id}");
        assert!(message.cp().is_none(), "{id}");
        assert!(message.cp_bytes().is_some_and(|bytes| !bytes.is_empty()), "{id}");
        if let Some(plain) = entry["plaintext_frame"].as_str() {
            let plain = &decode(plain.as_bytes())[0];
            assert!(plain.usable, "{id}");
            // No padding: the cipher text is as long as the plain text, and the CRC is the same.
            assert_eq!(plain.segment.len(), frame.segment.len(), "{id}");
            assert_eq!(plain.crc_text, frame.crc_text, "{id}");
            let plain_message = plain.message();
            assert_eq!(
                plain_message.cp_bytes().map(<[u8]>::len),
                message.cp_bytes().map(<[u8]>::len),
                "{id}"
            );
        }
        tested += 1;
    }
    assert_eq!(tested, 4);
}

/// What a synthetic entry must give: for each frame whether it is usable and its problems, and
/// the reply its first frame demands.
struct Expected {
    id: &'static str,
    frames: &'static [(bool, &'static [&'static str])],
    reply: Option<&'static [u8]>,
}

const DATA_ACK: &[u8] =
    b"##0087QN=20240601085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&24C0\r\n";
const OK: (bool, &[&str]) = (true, &[]);

const SYNTHETIC: &[Expected] = &[
    Expected { id: "F0147", frames: &[OK], reply: Some(DATA_ACK) },
    Expected { id: "F0148", frames: &[OK, OK], reply: Some(DATA_ACK) },
    Expected {
        id: "F0149",
        frames: &[(
            false,
            &["length_mismatch", "truncated", "crc_missing", "tail_missing", "flag_missing", "cp_missing"],
        )],
        reply: None,
    },
    Expected { id: "F0150", frames: &[(true, &["garbage_before"])], reply: Some(DATA_ACK) },
    Expected { id: "F0151", frames: &[(true, &["tail_missing"]), OK], reply: Some(DATA_ACK) },
    Expected { id: "F0152", frames: &[(true, &["tail_lf_only"])], reply: Some(DATA_ACK) },
    Expected { id: "F0153", frames: &[OK], reply: Some(DATA_ACK) },
    Expected { id: "F0154", frames: &[(false, &["crc_mismatch"])], reply: Some(DATA_ACK) },
    Expected { id: "F0155", frames: &[(false, &["length_mismatch"])], reply: Some(DATA_ACK) },
    Expected { id: "F0156", frames: &[(false, &["length_mismatch"]), OK], reply: Some(DATA_ACK) },
    Expected { id: "F0157", frames: &[(false, &["length_mismatch"]), OK], reply: Some(DATA_ACK) },
    Expected {
        id: "F0158",
        frames: &[(
            false,
            &["st_missing", "cn_missing", "pw_missing", "mn_missing", "cp_missing"],
        )],
        reply: None,
    },
    Expected { id: "F0159", frames: &[(false, &["length_unreadable"])], reply: Some(DATA_ACK) },
    Expected {
        id: "F0160",
        frames: &[(
            false,
            &[
                "length_mismatch",
                "truncated",
                "crc_missing",
                "tail_missing",
                "qn_invalid",
                "st_missing",
                "cn_missing",
                "pw_missing",
                "mn_missing",
                "flag_missing",
                "cp_missing",
            ],
        )],
        reply: None,
    },
    Expected { id: "F0161", frames: &[OK], reply: Some(DATA_ACK) },
    Expected { id: "F0162", frames: &[(true, &["text_gb18030"])], reply: Some(DATA_ACK) },
    Expected { id: "F0163", frames: &[(true, &["length_in_characters"])], reply: Some(DATA_ACK) },
    Expected {
        id: "F0164",
        frames: &[OK],
        reply: Some(b"##0087QN=20240601085857534;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&4DC0\r\n"),
    },
    Expected {
        id: "F0165",
        frames: &[OK],
        reply: Some(b"##0087QN=20240601085857535;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&5CC0\r\n"),
    },
    Expected {
        id: "F0166",
        frames: &[OK],
        reply: Some(b"##0087QN=20240601085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=8;CP=&&&&21C0\r\n"),
    },
    Expected {
        id: "F0167",
        frames: &[OK],
        reply: Some(b"##0087QN=20240601085857223;ST=91;CN=9013;PW=123456;MN=010000A8900016F000169DC0;Flag=8;CP=&&&&3900\r\n"),
    },
    Expected {
        id: "F0168",
        frames: &[(true, &["version_unknown", "packet_number_missing"])],
        reply: Some(b"##0089QN=20240601085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=252;CP=&&&&A781\r\n"),
    },
    Expected { id: "F0169", frames: &[OK], reply: Some(DATA_ACK) },
    Expected { id: "F0170", frames: &[OK], reply: None },
    Expected { id: "F0171", frames: &[(false, &["crc_mismatch"])], reply: Some(DATA_ACK) },
    Expected { id: "F0172", frames: &[(true, &["segment_over_standard"])], reply: Some(DATA_ACK) },
];

#[test]
fn frames_of_the_workshop() {
    use hj212::reply::{self, Kind};
    let entries: Vec<Value> = entries().into_iter().filter(|entry| entry["kind"] == "synthetic").collect();
    assert_eq!(entries.len(), SYNTHETIC.len());
    for (entry, expected) in entries.iter().zip(SYNTHETIC) {
        assert_eq!(entry["id"], expected.id);
        let name = format!("{} {}", expected.id, entry["name"]);
        let frames = decode(&bytes_of(entry));
        let outcome: Vec<_> = frames.iter().map(|frame| (frame.usable, frame.codes())).collect();
        let outcome: Vec<_> = outcome.iter().map(|(usable, codes)| (*usable, codes.as_slice())).collect();
        assert_eq!(outcome, expected.frames, "{name}");
        let message = frames[0].message();
        let answer = reply::demanded_by(&message).map(|kind| match kind {
            Kind::RequestAck => reply::request_ack(&message, hj212::QnRtn::Ready).unwrap(),
            Kind::NoticeAck => reply::notice_ack(&message).unwrap(),
            Kind::DataAck => reply::data_ack(&message).unwrap(),
        });
        assert_eq!(
            answer.as_deref().map(String::from_utf8_lossy),
            expected.reply.map(String::from_utf8_lossy),
            "{name}"
        );
    }
}

#[test]
fn what_the_frames_of_the_workshop_say() {
    let entries = entries();
    let first = |id: &str| {
        let entry = entries.iter().find(|entry| entry["id"] == id).unwrap();
        decode(&bytes_of(entry)).remove(0)
    };
    for id in ["F0155", "F0156", "F0157", "F0159", "F0163"] {
        let frame = first(id);
        assert_eq!(frame.crc, hj212::CrcCheck::Ok, "{id}: recovered whole");
        assert!(frame.message().value("DataTime").is_some(), "{id}");
    }
    assert_eq!(first("F0161").message().value("i11001-Info"), Some("//清洗管路;阀门A,开启=1//"));
    assert_eq!(first("F0162").message().value("i11001-Info"), Some("//清洗管路//"));
    assert_eq!(first("F0166").message().rf(), Some(1));
    assert_eq!(first("F0167").message().command(), Some(hj212::Command::HEARTBEAT));
    assert_eq!(first("F0168").message().version(), hj212::Version::Unknown(63));
    assert_eq!(first("F0169").message().value("a21026-Rtd"), Some("1.8E+03"));
    assert_eq!(first("F0169").message().value("a34013-Rtd"), Some("-"));
    let old = first("F0170");
    assert_eq!(old.message().version(), hj212::Version::V2005);
    assert_eq!(old.message().mn(), Some("88888880000001"));
    assert_eq!(old.message().value("B02-Rtd"), Some("100"));
    let last = first("F0164");
    assert_eq!((last.message().pnum(), last.message().pno()), (Some(2), Some(1)));
}

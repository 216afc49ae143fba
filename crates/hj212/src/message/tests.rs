use super::*;
use crate::Problem;

const AREA: &str = "CP=&&DataTime=20240601085857&&";

#[track_caller]
fn check(segment: &[u8], problems: &[Problem]) {
    let message = Message::parse(segment);
    let expected: Problems = problems.iter().copied().collect();
    assert_eq!(message.problems(), expected, "{}", String::from_utf8_lossy(segment));
}

/// A header of 2005 before a sound data area: it must have these problems and these fields.
#[track_caller]
fn check_header(header: &str, problems: &[Problem]) {
    let segment = format!("{header}{AREA}");
    check(segment.as_bytes(), problems);
    let message = Message::parse(segment.as_bytes());
    assert_eq!(message.st(), Some("31"), "{header}");
    assert_eq!(message.command(), Some(Command::REALTIME_DATA), "{header}");
    assert_eq!(message.pw(), Some("123456"), "{header}");
    assert_eq!(message.mn(), Some("M1"), "{header}");
    assert_eq!(message.value("DataTime"), Some("20240601085857"), "{header}");
}

#[test]
fn the_separators_and_order_of_the_header_may_deviate() {
    use Problem::{FieldMalformed, FieldNameCase, FieldOrder, FieldRepeated, FieldUnknown};
    use Problem::{HeaderSeparator, StraySpace};
    check_header("ST=31;CN=2011;PW=123456;MN=M1;", &[]);
    check_header("ST=31,CN=2011;PW=123456;MN=M1;", &[HeaderSeparator]);
    check_header("ST=31;CN=2011;PW=123456;MN=M1,", &[HeaderSeparator]);
    check_header("ST=31;CN=2011;PW=123456;,MN=M1;;", &[HeaderSeparator]);
    check_header(";ST=31;CN=2011;PW=123456;MN=M1;", &[HeaderSeparator]);
    check_header("ST=31; CN=2011;PW =123456;MN= M1 ;", &[StraySpace]);
    check_header("ST=31;CN=2011;MN=M1;PW=123456;", &[FieldOrder]);
    check_header("st=31;Cn=2011;PW=123456;MN=M1;", &[FieldNameCase]);
    check_header("ST=31;CN=2011;PW=123456;MN=M1;VER=2;", &[FieldUnknown]);
    check_header("ST=31;ST=32;CN=2011;PW=123456;MN=M1;", &[FieldRepeated]);
    check_header("ST=31;CN=2011;PW=123456;MN=M1;junk;", &[FieldMalformed]);
}

#[test]
fn a_comma_inside_a_value_is_no_separator() {
    let message = Message::parse(b"MN=a,b,PW=c,1;CP=&&&&");
    assert_eq!((message.mn(), message.pw()), (Some("a,b"), Some("c,1")));
}

#[test]
fn values_of_the_header_may_deviate() {
    use Problem::{FlagInvalid, FlagMissing, NumberPadded, PacketNumberInvalid, RfInvalid};
    use Problem::{PacketNumberMissing, PacketNumberUnflagged, QnInvalid, QnMissing, VersionUnknown};
    let check_values = |values: &str, problems: &[Problem]| {
        check(format!("{values}ST=31;CN=2011;PW=123456;MN=M1;{AREA}").as_bytes(), problems);
    };
    check_values("QN=20240601085857223;", &[FlagMissing]);
    let check_values = |values: &str, problems: &[Problem]| {
        let qn = "QN=20240601085857223;";
        check(format!("{qn}ST=31;CN=2011;PW=123456;MN=M1;{values}{AREA}").as_bytes(), problems);
    };
    check_values("Flag=4;", &[]);
    check_values("Flag=6;PNUM=2;PNO=1;", &[]);
    check_values("Flag=8;RF=1;", &[]);
    check_values("Flag=256;", &[FlagInvalid]);
    check_values("Flag=;", &[FlagInvalid]);
    check_values("Flag=-1;", &[FlagInvalid]);
    check_values("Flag=04;", &[NumberPadded]);
    check_values("Flag=12;", &[VersionUnknown]);
    check_values("Flag=6;", &[PacketNumberMissing]);
    check_values("Flag=6;PNUM=2;", &[PacketNumberMissing]);
    check_values("Flag=4;PNUM=2;PNO=1;", &[PacketNumberUnflagged]);
    check_values("Flag=6;PNUM=2;PNO=3;", &[PacketNumberInvalid]);
    check_values("Flag=6;PNUM=2;PNO=0;", &[PacketNumberInvalid]);
    check_values("Flag=6;PNUM=x;PNO=1;", &[PacketNumberInvalid]);
    check_values("Flag=8;RF=0;", &[RfInvalid]);
    let rest = format!("ST=31;CN=2011;PW=123456;MN=M1;Flag=4;{AREA}");
    check(rest.as_bytes(), &[QnMissing]);
    check(format!("QN=20241301000000000;{rest}").as_bytes(), &[QnInvalid]);
    check(format!("QN=20240601085857;{rest}").as_bytes(), &[QnInvalid]);
}

#[test]
fn what_a_message_cannot_do_without_is_fatal() {
    use Problem::{CnInvalid, CnMissing, CpMissing, MnMissing, PwMissing, StInvalid, StMissing};
    check(b"", &[StMissing, CnMissing, PwMissing, MnMissing, CpMissing]);
    check(b"ST=31;CN=;PW=1;MN=1;CP=&&&&", &[CnMissing]);
    check(b"ST=31;CN=11;PW=1;MN=1;CP=&&&&", &[CnInvalid]);
    check(b"ST=101;CN=2011;PW=;MN=;CP=&&&&", &[StInvalid, PwMissing, MnMissing]);
    for (segment, usable) in [
        ("ST=101;CN=2011;CP=&&&&", true),
        ("ST=31;CP=&&&&", false),
        ("CN=2011;MN=1", false),
        ("CN=20x1;CP=&&&&", false),
    ] {
        assert_eq!(Message::parse(segment.as_bytes()).usable(), usable, "{segment}");
    }
}

#[test]
fn the_bounds_of_the_data_area_may_deviate() {
    use Problem::{CpNotClosed, CpNotOpened, CpTrailing, StraySpace};
    let check_area = |area: &str, text: &str, problems: &[Problem]| {
        let segment = format!("ST=31;CN=2011;PW=1;MN=1;{area}");
        check(segment.as_bytes(), problems);
        let message = Message::parse(segment.as_bytes());
        assert_eq!(message.cp().map(DataArea::text), Some(text), "{area}");
        assert_eq!(message.cp_bytes(), Some(text.as_bytes()), "{area}");
    };
    check_area("CP=&&&&", "", &[]);
    check_area("CP=&&a=1&&", "a=1", &[]);
    check_area("CP=&&a=1", "a=1", &[CpNotClosed]);
    check_area("CP=&&", "", &[CpNotClosed]);
    check_area("CP=a=1&&", "a=1", &[CpNotOpened]);
    check_area("CP=", "", &[CpNotOpened, CpNotClosed]);
    check_area("CP=&&a=1&&x", "a=1", &[CpTrailing]);
    check_area("CP = &&a=1&&", "a=1", &[StraySpace]);
    check_area("CP=&&a=//1&&2//&&", "a=//1&&2//", &[]);
}

#[test]
fn text_is_utf_8_or_gb_18030_or_marked() {
    use Problem::{CpUndecodable, TextGb18030, TextInvalid};
    let check_text = |bytes: &[u8], value: Option<&str>, problems: &[Problem]| {
        let segment = [b"ST=31;CN=3020;PW=1;MN=1;CP=&&a=", bytes, b"&&"].concat();
        check(&segment, problems);
        let message = Message::parse(&segment);
        assert_eq!(message.value("a"), value);
        assert_eq!(message.cp_bytes(), Some([b"a=", bytes].concat().as_slice()));
    };
    check_text("清洗".as_bytes(), Some("清洗"), &[]);
    check_text(b"\xC7\xE5\xCF\xB4", Some("清洗"), &[TextGb18030]);
    check_text(b"\xC7\xE5\x00", Some("清\0"), &[TextGb18030]);
    check_text(b"1\xFF\xFF", Some("1\u{FFFD}\u{FFFD}"), &[TextInvalid]);
    check_text(b"\x8F\x01\xFF\x9A\x00\xFF", None, &[CpUndecodable]);
    let printed = b"ST=31;CN=2011;PW=1;MN=1;CP=&&{0xE4,0x3E}&&";
    check(printed, &[CpUndecodable]);
    let header = Message::parse(b"ST=31;CN=2011;PW=1;MN=\xC7\xE5;CP=&&&&");
    assert_eq!(header.mn(), Some("清"));
    assert!(header.problems().contains(TextGb18030));
}

/// The short way, where it goes, never answers otherwise than the long way.
#[track_caller]
fn check_both_ways(segment: &[u8]) -> bool {
    let short = Message::parse(segment);
    let long = header::read(segment, Problems::NONE, DataArea::read_any);
    assert_eq!(short, long, "{}", String::from_utf8_lossy(segment));
    short.others.is_none()
}

fn reference_segments() -> Vec<Vec<u8>> {
    let lines = include_str!("../../testdata/frames.jsonl").lines();
    let frames = lines.map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let texts = frames.filter_map(|entry| Some(entry["frame"].as_str()?.as_bytes().to_vec()));
    let found = texts.flat_map(|text| {
        let segments = crate::frames(&text, crate::Limits::default()).map(|frame| frame.segment().to_vec());
        segments.collect::<Vec<_>>()
    });
    found.collect()
}

#[test]
fn both_ways_read_the_frames_of_the_field_alike() {
    let segments = reference_segments();
    let regular = segments.iter().filter(|segment| check_both_ways(segment)).count();
    assert!(regular * 2 > segments.len(), "most are regular: {regular} of {}", segments.len());
}

#[test]
fn both_ways_read_the_shapes_near_the_regular_one_alike() {
    let head = "QN=20240601085857223;ST=31;CN=2011;PW=123456;MN=M1;Flag=5;";
    for (header, regular) in [
        (head.to_owned(), true),
        ("ST=31;CN=2011;PW=123456;MN=88888880000001;".to_owned(), true),
        (head.replace("Flag=5;", "Flag=8;RF=1;"), true),
        (head.replace("Flag=5", "Flag=05"), false),
        (head.replace("Flag=5", "Flag=12"), false),
        (head.replace("Flag=5;", "Flag=7;PNUM=2;PNO=1;"), true),
        (head.replace("Flag=5;", "Flag=7;PNUM=2;PNO=2;RF=1;"), true),
        (head.replace("Flag=5;", "Flag=7;PNUM=2;PNO=3;"), false),
        (head.replace("Flag=5;", "Flag=7;PNUM=0;PNO=0;"), false),
        (head.replace("Flag=5;", "Flag=7;PNUM=02;PNO=1;"), false),
        (head.replace("Flag=5;", "Flag=7;PNUM=9999;PNO=9999;"), true),
        (head.replace("Flag=5;", "Flag=7;PNUM=10000;PNO=1;"), false),
        (head.replace("Flag=5;", "Flag=7;PNUM=2;"), false),
        (head.replace("Flag=5;", "Flag=7;"), true),
        (head.replace("Flag=5;", "Flag=7;RF=1;"), true),
        (head.replace("Flag=5;", "Flag=5;PNUM=2;PNO=1;"), false),
        (head.replace("Flag=5;", ""), false),
        (head.replace("Flag", "FLAG"), false),
        (head.replace("MN=M1", "MN="), false),
        (head.replace("MN=M1", "MN=M 1"), false),
        (head.replace("MN=M1", "MN=M,1"), false),
        (head.replace("MN=M1", "MN=清"), false),
        (head.replace("QN=2024", "QN=2O24"), false),
        (head.replace("CN=2011", "CN=20x1"), false),
        (head.replace("ST=31", "ST=3a"), false),
    ] {
        assert_eq!(check_both_ways(format!("{header}{AREA}").as_bytes()), regular, "{header}");
    }
    for (area, regular) in [
        ("", true),
        ("a=1", true),
        ("a=", true),
        ("a-Rtd=-1.5;b-Rtd=N", true),
        ("DataTime=20240601085857;a=1,b=2", true),
        ("DataTime=20240601085857,a=1", false),
        ("a=1;DataTime=20240601085857,a=1", false),
        ("a=1,DataTime=2,a=1", true),
        ("a=1;", true),
        ("a=1,", true),
        (";", false),
        ("a=1,;", false),
        ("a=1;DataTime=20240601085857,", true),
        ("a=1;;b=2", false),
        ("a", false),
        ("=1", false),
        ("a==1", false),
        ("a=b=c", false),
        ("a=//x//", false),
        ("a= 1", false),
        ("a=1+2", true),
        ("a=清", false),
        ("{0x=1", false),
        ("a=1&", true),
        ("a=1&&b=2", false),
    ] {
        assert_eq!(check_both_ways(format!("{head}CP=&&{area}&&").as_bytes()), regular, "{area}");
    }
}

proptest::proptest! {
    #[test]
    fn both_ways_read_damaged_frames_alike(
        which in proptest::prelude::any::<proptest::sample::Index>(),
        damage in proptest::collection::vec(
            (proptest::prelude::any::<proptest::sample::Index>(), 0usize..3, proptest::sample::select(b"=;,&/ .-+E019aN#\x00\xC7\xE5".to_vec())),
            0..4,
        ),
    ) {
        let segments = reference_segments();
        let mut segment = segments[which.index(segments.len())].clone();
        for (at, kind, byte) in damage {
            if segment.is_empty() {
                break;
            }
            let at = at.index(segment.len());
            match kind {
                0 => segment[at] = byte,
                1 => segment.insert(at, byte),
                _ => drop(segment.remove(at)),
            }
        }
        check_both_ways(&segment);
    }
}

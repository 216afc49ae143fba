//! Which reply a message demands, and how replies are written.

use hj212::reply::{self, Kind};
use hj212::{EncodeError, ExeRtn, Message, QnRtn};

use crate::support::decode;

fn demanded(segment: &str) -> Option<Kind> {
    reply::demanded_by(&Message::parse(segment.as_bytes()))
}

#[test]
fn uploads_notices_and_requests() {
    let cases = [
        // Nothing is demanded without bit 0, without Flag, or by a reply.
        ("CN=2011;Flag=4;CP=&&DataTime=20240601085857&&", None),
        ("CN=2011;CP=&&DataTime=20240601085857&&", None),
        ("CN=9011;Flag=5;CP=&&QnRtn=1&&", None),
        ("CN=9014;Flag=5;CP=&&&&", None),
        ("Flag=5;CP=&&DataTime=20240601085857&&", None),
        ("CN=2011;Flag=5;CP=&&DataTime=20240601085857&&", Some(Kind::DataAck)),
        ("CN=2051;Flag=1;CP=&&DataTime=20240601085857&&", Some(Kind::DataAck)),
        ("CN=3020;Flag=9;CP=&&DataTime=20240601085857;PolId=w01018&&", Some(Kind::DataAck)),
        ("CN=1011;Flag=5;CP=&&SystemTime=20240601085857&&", Some(Kind::DataAck)),
        ("CN=1061;Flag=5;CP=&&RtdInterval=30&&", Some(Kind::DataAck)),
        ("CN=3019;Flag=5;CP=&&PolId=w01018;w01018-SN=1&&", Some(Kind::DataAck)),
        ("CN=9015;Flag=9;CP=&&&&", Some(Kind::NoticeAck)),
        ("CN=9015;Flag=8;CP=&&&&", None),
        ("CN=1013;Flag=5;CP=&&&&", Some(Kind::NoticeAck)),
        ("CN=1001;Flag=9;CP=&&i23005-Info=1&&", Some(Kind::NoticeAck)),
        ("CN=2012;Flag=5;CP=&&&&", Some(Kind::NoticeAck)),
        ("CN=1011;Flag=5;CP=&&&&", Some(Kind::RequestAck)),
        ("CN=1012;Flag=5;CP=&&SystemTime=20240601085857&&", Some(Kind::RequestAck)),
        ("CN=1062;Flag=5;CP=&&RtdInterval=30&&", Some(Kind::RequestAck)),
        ("CN=2011;Flag=5;CP=&&&&", Some(Kind::RequestAck)),
        ("CN=2051;Flag=5;CP=&&BeginTime=20240601080000;EndTime=20240601085857&&", Some(Kind::RequestAck)),
    ];
    for (segment, kind) in cases {
        assert_eq!(demanded(segment), kind, "{segment}");
    }
}

#[test]
fn replies_echo_the_message() {
    let request = Message::parse(
        b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&",
    );
    let accepted = reply::request_ack(&request, QnRtn::Ready).unwrap();
    let done = reply::execution_result(&request, ExeRtn::Done).unwrap();
    for (frame, cn, name) in [(accepted, "9011", "QnRtn"), (done, "9012", "ExeRtn")] {
        let frames = decode(&frame);
        assert_eq!(frames[0].codes(), [""; 0]);
        let message = frames[0].message();
        assert_eq!(message.qn(), request.qn());
        assert_eq!(message.pw(), request.pw());
        assert_eq!(message.mn(), request.mn());
        assert_eq!(message.st(), Some("91"));
        assert_eq!(message.cn(), Some(cn));
        assert_eq!(message.flag().unwrap().bits(), 4);
        assert_eq!(message.value(name), Some("1"));
    }
}

#[test]
fn a_message_of_2005_is_answered_with_what_it_has() {
    let upload = Message::parse(b"ST=32;CN=2011;PW=123456;MN=88888880000001;CP=&&&&");
    let frame = reply::data_ack(&upload).unwrap();
    assert!(
        frame.starts_with(b"##0049ST=91;CN=9014;PW=123456;MN=88888880000001;CP=&&&&"),
        "{}",
        String::from_utf8_lossy(&frame)
    );
    let asking = Message::parse(b"QN=20240601085857223;CN=2011;MN=1;Flag=3;CP=&&&&");
    let frame = reply::data_ack(&asking).unwrap();
    assert!(frame.windows(7).any(|window| window == b"Flag=0;"));
}

#[test]
fn a_field_that_cannot_be_echoed_is_an_error() {
    let message = Message::parse(b"CN=2011;MN=a&&b;Flag=5;CP=&&&&");
    assert_eq!(message.mn(), Some("a&&b"));
    let refused = reply::data_ack(&message);
    assert_eq!(refused, Err(EncodeError::Forbidden { place: "MN".to_owned() }));
}

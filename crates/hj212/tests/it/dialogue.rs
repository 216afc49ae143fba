//! The host's side of requests: frames, answers in every order, repetitions and the end of patience.

use hj212::dialogue::{Addressee, Awaited, Dialogue, DialogueError, Heard, Outcome, Patience};
use hj212::{ExeRtn, Message, QnRtn, Request, RequestError, RequestKind, SystemCode, Version};
use proptest::prelude::*;

const QN: &str = "20160801085857223";
const NOW: &str = "20160801085857";

fn addressee(version: Version) -> Addressee {
    let st = SystemCode::WATER_SOURCE;
    Addressee { st, pw: "100000".into(), mn: "010000A8900016F000169DC0".into(), version }
}

fn request(kind: RequestKind, values: &[(&str, &str)]) -> Request {
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Request::new(kind, values.collect()).unwrap()
}

fn begin(kind: RequestKind, values: &[(&str, &str)]) -> Dialogue {
    let patience = Patience::default();
    Dialogue::new(request(kind, values), addressee(Version::V2017), QN, patience, 0).unwrap()
}

fn sent(dialogue: &mut Dialogue) -> String {
    String::from_utf8(dialogue.poll_transmit(NOW).unwrap()).unwrap()
}

fn say(dialogue: &mut Dialogue, segment: &str) -> Heard {
    dialogue.handle(&Message::parse(segment.as_bytes()), 1_000)
}

fn reply(cn: u16, qn: &str, content: &str) -> String {
    format!("QN={qn};ST=91;CN={cn};PW=100000;MN=010000A8900016F000169DC0;Flag=4;CP=&&{content}&&")
}

const HOURS: [(&str, &str); 2] = [("BeginTime", "20160801080000"), ("EndTime", "20160801110000")];

#[test]
fn frames_are_those_of_the_standard() {
    let mut interval = begin(RequestKind::SetRealtimeInterval, &[("RtdInterval", "30")]);
    let frame = sent(&mut interval);
    assert_eq!(
        frame,
        "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;\
         CP=&&RtdInterval=30&&1C80\r\n"
    );
    assert_eq!(interval.poll_transmit(NOW), None, "once until something happens");
    let check = |kind, values: &[(&str, &str)], area: &str| {
        let frame = sent(&mut begin(kind, values));
        assert!(frame.contains(&format!("CP=&&{area}&&")), "{frame}");
    };
    check(RequestKind::SetTime, &[], "SystemTime=20160801085857");
    check(RequestKind::SetTime, &[("PolId", "w01018")], "PolId=w01018;SystemTime=20160801085857");
    check(RequestKind::HourHistory, &HOURS, "BeginTime=20160801080000;EndTime=20160801110000");
    check(RequestKind::StartRealtime, &[], "");
    let parameter = [("PolId", "w01018"), ("InfoId", "i13004"), ("Info", "168.0")];
    check(RequestKind::SetInstrumentParameter, &parameter, "PolId=w01018;InfoId=i13004;i13004-Info=168.0");
    let power = request(RequestKind::PowerHistory, &HOURS);
    let mut power = Dialogue::new(power, addressee(Version::V2025), QN, Patience::default(), 0).unwrap();
    assert!(sent(&mut power).contains(";ST=44;CN=2011;"));
}

#[test]
fn a_request_is_answered_executed_and_over() {
    let mut dialogue = begin(RequestKind::HourHistory, &HOURS);
    sent(&mut dialogue);
    assert_eq!(say(&mut dialogue, &reply(9011, QN, "QnRtn=1")), Heard::Answered(QnRtn::Ready));
    assert_eq!(say(&mut dialogue, &reply(9011, QN, "QnRtn=1")), Heard::Again, "twice is once");
    for hour in ["08", "09"] {
        let area = format!("DataTime=20160801{hour}0000;w01018-Avg=1.0");
        assert_eq!(say(&mut dialogue, &reply(2061, "20160801085900534", &area)), Heard::Data);
    }
    let outside = reply(2061, "20160801120000534", "DataTime=20160801120000;w01018-Avg=1.0");
    assert_eq!(say(&mut dialogue, &outside), Heard::Foreign, "the hour that is due at this time anyway");
    let other = reply(2051, "20160801085900534", "DataTime=20160801090000;w01018-Avg=1.0");
    assert_eq!(say(&mut dialogue, &other), Heard::Foreign);
    assert_eq!(
        say(&mut dialogue, &reply(9012, QN, "ExeRtn=1")),
        Heard::Ended(Outcome::Executed(ExeRtn::Done))
    );
    assert_eq!(dialogue.data_frames(), 2);
    assert_eq!(dialogue.poll_timeout(), None);
    assert_eq!(say(&mut dialogue, &reply(9012, QN, "ExeRtn=2")), Heard::Again, "the first word holds");
    assert_eq!(dialogue.outcome(), Some(Outcome::Executed(ExeRtn::Done)));
}

#[test]
fn every_answer_is_kept_as_its_number() {
    for number in [2, 3, 4, 5, 6, 7, 8, 9, 100, 42] {
        let mut dialogue = begin(RequestKind::GetTime, &[]);
        sent(&mut dialogue);
        let outcome = Outcome::Refused(QnRtn::new(number));
        assert_eq!(say(&mut dialogue, &reply(9011, QN, &format!("QnRtn={number}"))), Heard::Ended(outcome));
    }
    for number in [1, 2, 3, 4, 5, 6, 100, 77] {
        let mut dialogue = begin(RequestKind::GetTime, &[]);
        sent(&mut dialogue);
        say(&mut dialogue, &reply(9011, QN, "QnRtn=1"));
        let outcome = Outcome::Executed(ExeRtn::new(number));
        assert_eq!(say(&mut dialogue, &reply(9012, QN, &format!("ExeRtn={number}"))), Heard::Ended(outcome));
    }
    let mut unreadable = begin(RequestKind::GetTime, &[]);
    assert_eq!(
        say(&mut unreadable, &reply(9011, QN, "QnRtn=yes")),
        Heard::Ended(Outcome::Refused(QnRtn::Other(0)))
    );
}

#[test]
fn answers_out_of_order_are_understood() {
    let mut dialogue = begin(RequestKind::GetRealtimeInterval, &[]);
    sent(&mut dialogue);
    assert_eq!(say(&mut dialogue, &reply(1061, QN, "RtdInterval=30")), Heard::Data);
    assert_eq!(dialogue.told(), [("RtdInterval".to_owned(), "30".to_owned())]);
    assert_eq!(say(&mut dialogue, &reply(9011, QN, "QnRtn=1")), Heard::Answered(QnRtn::Ready));
    assert_eq!(
        say(&mut dialogue, &reply(9012, QN, "ExeRtn=1")),
        Heard::Ended(Outcome::Executed(ExeRtn::Done))
    );

    let mut bare = begin(RequestKind::Clean, &[("PolId", "w01018")]);
    sent(&mut bare);
    assert_eq!(say(&mut bare, &reply(9012, QN, "ExeRtn=1")), Heard::Ended(Outcome::Executed(ExeRtn::Done)));
    assert_eq!(bare.answer(), None);
}

#[test]
fn a_foreign_number_changes_nothing() {
    let mut dialogue = begin(RequestKind::GetTime, &[]);
    sent(&mut dialogue);
    for cn in [9011, 9012, 9013, 9014] {
        assert_eq!(say(&mut dialogue, &reply(cn, "20160801085857224", "QnRtn=2;ExeRtn=2")), Heard::Foreign);
    }
    assert_eq!(say(&mut dialogue, "CN=9011;CP=&&QnRtn=2&&"), Heard::Foreign, "only 2005 may leave QN out");
    assert_eq!(dialogue.outcome(), None);

    let old = request(RequestKind::GetTime, &[]);
    let mut old = Dialogue::new(old, addressee(Version::V2005), QN, Patience::default(), 0).unwrap();
    assert!(sent(&mut old).contains(";Flag=1;"));
    assert_eq!(say(&mut old, "ST=91;CN=9011;CP=&&QnRtn=1&&"), Heard::Answered(QnRtn::Ready));
}

#[test]
fn a_notice_ends_with_9013() {
    let mut dialogue = begin(RequestKind::StopRealtime, &[]);
    sent(&mut dialogue);
    assert_eq!(say(&mut dialogue, &reply(9013, QN, "")), Heard::Ended(Outcome::Noticed));
    let mut question = begin(RequestKind::GetTime, &[]);
    assert_eq!(say(&mut question, &reply(9013, QN, "")), Heard::Foreign);
}

#[test]
fn silence_brings_three_repetitions_with_the_same_number() {
    let mut dialogue = begin(RequestKind::SetTime, &[]);
    let mut frames = Vec::new();
    let mut now_ms = 0;
    while let Some(until) = dialogue.poll_timeout() {
        let time = format!("201608010859{:02}", now_ms / 1000);
        frames.extend(dialogue.poll_transmit(&time).map(|frame| String::from_utf8(frame).unwrap()));
        dialogue.handle_timeout(until - 1);
        assert_eq!(dialogue.poll_timeout(), Some(until), "not before its time");
        now_ms = until;
        dialogue.handle_timeout(now_ms);
    }
    assert_eq!((frames.len(), now_ms), (4, 40_000));
    assert!(frames.iter().all(|frame| frame.contains(&format!("QN={QN};"))));
    assert!(frames[3].contains("SystemTime=20160801085930"), "a clock is set to the time of the sending");
    assert_eq!(dialogue.outcome(), Some(Outcome::TimedOut(Awaited::Answer)));
    assert_eq!(say(&mut dialogue, &reply(9011, QN, "QnRtn=1")), Heard::Again, "too late");
    assert_eq!(dialogue.outcome(), Some(Outcome::TimedOut(Awaited::Answer)));
}

#[test]
fn execution_may_take_long_but_not_for_ever() {
    let mut dialogue = begin(RequestKind::HourHistory, &HOURS);
    sent(&mut dialogue);
    say(&mut dialogue, &reply(9011, QN, "QnRtn=1"));
    assert_eq!(dialogue.poll_timeout(), Some(301_000));
    let data = reply(2061, QN, "DataTime=20160801080000;w01018-Avg=1.0");
    dialogue.handle(&Message::parse(data.as_bytes()), 200_000);
    assert_eq!(dialogue.poll_timeout(), Some(500_000), "every sign begins the time anew");
    assert_eq!(dialogue.poll_transmit(NOW), None);
    dialogue.handle_timeout(500_000);
    assert_eq!(dialogue.outcome(), Some(Outcome::TimedOut(Awaited::Execution)));
}

#[test]
fn values_are_looked_at_before_anything_is_sent() {
    let make = |kind, values: &[(&str, &str)]| {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Request::new(kind, values.collect())
    };
    let missing = Err(RequestError::Missing { name: "MinInterval" });
    assert_eq!(make(RequestKind::SetMinuteInterval, &[]), missing);
    assert_eq!(make(RequestKind::SetMinuteInterval, &[("MinInterval", " ")]), missing);
    assert!(matches!(
        make(RequestKind::SetMinuteInterval, &[("MinInterval", "7")]),
        Err(RequestError::Malformed { name: "MinInterval", .. })
    ));
    let surplus = Err(RequestError::Surplus { name: "Flag".into() });
    assert_eq!(make(RequestKind::GetTime, &[("Flag", "1")]), surplus);
    let reversed = [("BeginTime", "20160801110000"), ("EndTime", "20160801080000")];
    assert_eq!(make(RequestKind::HourHistory, &reversed), Err(RequestError::SpanReversed));
    let injected = [("PolId", "w1&&"), ("InfoId", "i13004"), ("Info", "1")];
    assert!(make(RequestKind::SetInstrumentParameter, &injected).is_err());
}

#[test]
fn a_version_gets_only_what_it_knows() {
    let refused = |kind, values: &[(&str, &str)], version| {
        let dialogue = Dialogue::new(request(kind, values), addressee(version), QN, Patience::default(), 0);
        matches!(dialogue, Err(DialogueError::Request(RequestError::NotInVersion { .. })))
    };
    assert!(refused(RequestKind::GetMinuteInterval, &[], Version::V2005));
    assert!(!refused(RequestKind::GetMinuteInterval, &[], Version::V2017));
    assert!(refused(RequestKind::PowerHistory, &HOURS, Version::V2017));
    assert!(!refused(RequestKind::PowerHistory, &HOURS, Version::Unknown(3)));
    assert!(refused(RequestKind::KeepSample, &[], Version::V2025));
    let span = [("PolId", "w01018"), ("CalibrationType", "1")];
    assert!(refused(RequestKind::Calibrate, &span, Version::V2017), "its type came in 2025");
    assert!(!refused(RequestKind::Calibrate, &span, Version::V2025));
}

#[test]
fn a_password_is_sent_and_never_shown() {
    let secret = request(RequestKind::SetPassword, &[("NewPW", "s3cret")]);
    assert!(!format!("{secret:?}").contains("s3cret"));
    assert!(secret.open_values().is_empty());
    let mut dialogue = begin(RequestKind::SetPassword, &[("NewPW", "s3cret")]);
    assert!(!format!("{dialogue:?}").contains("100000"));
    assert!(sent(&mut dialogue).contains("NewPW=s3cret"));
}

proptest! {
    /// Whatever a logger says, in whatever order, a dialogue ends, once, and no later than its patience.
    #[test]
    fn every_dialogue_ends(script in prop::collection::vec((0usize..6, 0u64..20_000), 0..60)) {
        let mut dialogue = begin(RequestKind::HourHistory, &HOURS);
        let said = [
            reply(9011, QN, "QnRtn=1"),
            reply(9012, QN, "ExeRtn=1"),
            reply(9011, QN, "QnRtn=3"),
            reply(2061, "20160801085900534", "DataTime=20160801090000;w01018-Avg=1.0"),
            reply(9012, "20160801085900534", "ExeRtn=1"),
            "nonsense".to_owned(),
        ];
        let mut now_ms = 0;
        let mut outcome = None;
        for (index, wait_ms) in script {
            now_ms += wait_ms;
            dialogue.handle_timeout(now_ms);
            let _ = dialogue.poll_transmit(NOW);
            dialogue.handle(&Message::parse(said[index].as_bytes()), now_ms);
            if outcome.is_some() {
                prop_assert_eq!(dialogue.outcome(), outcome);
            }
            outcome = dialogue.outcome();
        }
        let mut steps = 0;
        while let Some(until) = dialogue.poll_timeout() {
            dialogue.handle_timeout(until);
            let _ = dialogue.poll_transmit(NOW);
            steps += 1;
            prop_assert!(steps < 10);
        }
        prop_assert!(dialogue.outcome().is_some());
    }
}

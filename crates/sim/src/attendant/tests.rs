use hj212::dialogue::{Addressee, Dialogue, Outcome, Patience};
use hj212::{Limits, Request, RequestKind, SystemCode, Version};

use super::*;
use crate::city::City;

const START: &str = "2020-08-30T08:00:00+08:00";

fn city() -> City {
    City::build(1, START.parse().unwrap())
}

/// A logger of this temper, with its city.
fn logger(city: &City, temper: Option<Temper>) -> LoggerModel {
    let outlet = |logger: &&LoggerModel| matches!(logger.watched, crate::city::Watched::Outlet { .. });
    let of = |logger: &&LoggerModel| city.temper(logger) == temper && !logger.old_protocol;
    city.loggers.iter().filter(outlet).find(of).unwrap().clone()
}

/// A host that asks one logger.
struct Scene {
    city: City,
    logger: LoggerModel,
    schedule: Schedule,
    attendant: Attendant,
    now_s: i64,
    asked: u32,
}

impl Scene {
    fn of(temper: Option<Temper>) -> Self {
        let city = city();
        let logger = logger(&city, temper);
        let start_s = city.start.as_second();
        let schedule = Schedule::new(&logger, start_s);
        let attendant = Attendant::new(temper, start_s - 3 * 86_400);
        Self { city, logger, schedule, attendant, now_s: start_s + 2 * 3600, asked: 0 }
    }

    /// Asks with these values, by the host's own means, until the end.
    fn ask(&mut self, kind: RequestKind, values: &[(&str, &str)]) -> Dialogue {
        let request =
            Request::new(kind, values.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect());
        self.asked += 1;
        let addressee = Addressee {
            st: SystemCode::AIR_SOURCE,
            pw: "123456".into(),
            mn: self.logger.mn.to_string(),
            version: Version::V2017,
        };
        let qn = format!("20200830100000{:03}", self.asked);
        let mut host = Dialogue::new(request.unwrap(), addressee, &qn, Patience::default(), 0).unwrap();
        let (mut now_ms, mut to_say) = (0, Vec::new());
        while host.outcome().is_none() {
            if let Some(sent) = host.poll_transmit("20200830100000") {
                let mut at_ms = now_ms;
                for answer in self.hear(&sent) {
                    at_ms += answer.after.as_millis() as u64;
                    to_say.push((at_ms, answer.say));
                }
            }
            let timeout = host.poll_timeout().unwrap();
            if to_say.first().is_some_and(|(at, _)| *at <= timeout) {
                let (at_ms, say) = to_say.remove(0);
                now_ms = at_ms;
                for frame in hj212::frames(&self.said(say), Limits::default()) {
                    host.handle(&frame.message(), now_ms);
                }
            } else {
                now_ms = timeout;
                host.handle_timeout(now_ms);
            }
        }
        host
    }

    fn hear(&mut self, frame: &[u8]) -> Vec<Answer> {
        let mut answers = Vec::new();
        for frame in hj212::frames(frame, Limits::default()) {
            let message = frame.message();
            answers.extend(self.attendant.hear(&mut self.logger, &mut self.schedule, &message, self.now_s));
        }
        answers
    }

    fn said(&self, say: Say) -> Vec<u8> {
        match say {
            Say::Frame(bytes) => bytes,
            Say::Data(due) => frames::encode(&self.city, &self.logger, due).unwrap().bytes,
        }
    }

    fn outcome(&mut self, kind: RequestKind, values: &[(&str, &str)]) -> Outcome {
        self.ask(kind, values).outcome().unwrap()
    }
}

const DONE: Outcome = Outcome::Executed(hj212::ExeRtn::Done);
const SPAN: [(&str, &str); 2] = [("BeginTime", "20200830080000"), ("EndTime", "20200830093000")];

#[test]
fn times_and_intervals_are_told_and_set() {
    let mut scene = Scene::of(None);
    scene.logger.skew_s = 40;
    let told = scene.ask(RequestKind::GetTime, &[]);
    assert_eq!(told.told(), [("SystemTime".to_owned(), "20200830100040".to_owned())]);
    assert_eq!(scene.outcome(RequestKind::SetTime, &[]), DONE);
    assert_eq!(scene.logger.skew_s, 0);
    assert_eq!(scene.outcome(RequestKind::SetRealtimeInterval, &[("RtdInterval", "300")]), DONE);
    let told = scene.ask(RequestKind::GetRealtimeInterval, &[]);
    assert_eq!(told.told(), [("RtdInterval".to_owned(), "300".to_owned())]);
    assert_eq!(scene.schedule.interval_s(), 300);
    assert_eq!(scene.outcome(RequestKind::SetMinuteInterval, &[("MinInterval", "10")]), DONE);
    let other = scene.outcome(RequestKind::SetMinuteInterval, &[("MinInterval", "5")]);
    assert_eq!(other, Outcome::Executed(hj212::ExeRtn::ConditionError), "it was built for ten minutes");
}

#[test]
fn realtime_data_stops_and_starts() {
    let mut scene = Scene::of(None);
    assert_eq!(scene.outcome(RequestKind::StopRealtime, &[]), Outcome::Noticed);
    assert!(!scene.attendant.realtime);
    assert_eq!(scene.outcome(RequestKind::StartRealtime, &[]), DONE);
    assert!(scene.attendant.realtime);
}

#[test]
fn a_history_is_what_was_measured_and_no_more() {
    let mut scene = Scene::of(None);
    for (kind, span, frames) in [
        (RequestKind::MinuteHistory, SPAN, 10),
        (RequestKind::HourHistory, SPAN, 2),
        (RequestKind::DayHistory, [("BeginTime", "20200828000000"), ("EndTime", "20200830000000")], 2),
    ] {
        let host = scene.ask(kind, &span);
        assert_eq!((host.outcome(), host.data_frames()), (Some(DONE), frames), "{kind:?}");
    }
    let future = [("BeginTime", "20200830100000"), ("EndTime", "20200830110000")];
    let nothing = scene.outcome(RequestKind::HourHistory, &future);
    assert_eq!(nothing, Outcome::Executed(hj212::ExeRtn::NoData));
}

#[test]
fn frames_of_a_history_have_numbers_of_their_own() {
    let mut scene = Scene::of(None);
    let request = hj212::MessageBuilder::new(Version::V2017)
        .qn("20200830100000000")
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::MINUTE_DATA)
        .pw("123456")
        .mn(scene.logger.mn.as_str())
        .answer_required(true)
        .item("BeginTime", "20200828080000")
        .item("EndTime", "20200830093000");
    let mut numbers = std::collections::BTreeSet::new();
    let answers = scene.hear(&request.build().unwrap());
    let data: Vec<_> = answers.into_iter().filter(|answer| matches!(answer.say, Say::Data(_))).collect();
    assert_eq!(data.len(), 2 * 144 + 10);
    for answer in data {
        let bytes = scene.said(answer.say);
        let frame = hj212::frames(&bytes, Limits::default()).next().unwrap();
        assert!(!frame.message().answer_required());
        numbers.insert(frame.message().qn().unwrap().to_owned());
    }
    assert_eq!(numbers.len(), 2 * 144 + 10);
    assert!(numbers.last().unwrap().as_str() < "20200830100001", "none of the future");
}

#[test]
fn instruments_do_as_they_are_told_if_they_are_there() {
    let mut scene = Scene::of(None);
    let instrument = scene.logger.sent[0].sent_as;
    assert_eq!(scene.outcome(RequestKind::Calibrate, &[("PolId", instrument)]), DONE);
    let unknown = scene.outcome(RequestKind::Calibrate, &[("PolId", "z99999")]);
    assert_eq!(unknown, Outcome::Executed(hj212::ExeRtn::ConditionError));
    let period = [("PolId", instrument), ("CstartTime", "060000"), ("Ctime", "4")];
    assert_eq!(scene.outcome(RequestKind::SetSamplingPeriod, &period), DONE);
    let told = scene.ask(RequestKind::GetSamplingPeriod, &period[..1]);
    assert!(period.iter().all(|(name, value)| told.told().contains(&((*name).into(), (*value).into()))));
    let parameter = [("PolId", instrument), ("InfoId", "i13007"), ("Info", "1.5")];
    assert_eq!(scene.outcome(RequestKind::SetInstrumentParameter, &parameter), DONE);
    let told = scene.ask(RequestKind::GetInstrumentInfo, &parameter[..2]);
    assert!(told.told().contains(&("i13007-Info".into(), "1.5".into())), "{:?}", told.told());
    let facility = scene.outcome(RequestKind::StartFacilityState, &[]);
    assert_eq!(facility, Outcome::Refused(QnRtn::CnError), "it watches no facility");
}

#[test]
fn a_password_that_was_set_is_asked_for() {
    let mut scene = Scene::of(None);
    assert_eq!(scene.outcome(RequestKind::SetPassword, &[("NewPW", "abc123")]), DONE);
    assert_eq!(scene.outcome(RequestKind::GetTime, &[]), Outcome::Refused(QnRtn::PasswordError));
}

#[test]
fn every_temper_ends_a_request_in_its_way() {
    let instrument = |scene: &Scene| scene.logger.sent[0].sent_as;
    let mut slow = Scene::of(Some(Temper::Slow));
    assert_eq!(slow.outcome(RequestKind::SetTime, &[]), DONE);
    let mut guarded = Scene::of(Some(Temper::Guarded));
    assert_eq!(guarded.outcome(RequestKind::SetTime, &[]), Outcome::Refused(QnRtn::Refused));
    assert_eq!(guarded.outcome(RequestKind::HourHistory, &SPAN), DONE);
    let mut plain = Scene::of(Some(Temper::Plain));
    let calibrate = plain.outcome(RequestKind::Calibrate, &[("PolId", instrument(&plain))]);
    assert_eq!(calibrate, Outcome::Refused(QnRtn::CnError));
    assert_eq!(plain.outcome(RequestKind::SetTime, &[]), DONE);
    let mut busy = Scene::of(Some(Temper::Busy));
    let calibrate = busy.outcome(RequestKind::Calibrate, &[("PolId", instrument(&busy))]);
    assert_eq!(calibrate, Outcome::Executed(hj212::ExeRtn::Busy));
    let mut deaf = Scene::of(Some(Temper::Deaf));
    let silence = deaf.outcome(RequestKind::GetTime, &[]);
    assert_eq!(silence, Outcome::TimedOut(hj212::dialogue::Awaited::Answer));
}

#[test]
fn what_is_sent_again_is_done_once() {
    let mut scene = Scene::of(Some(Temper::Slow));
    let request = hj212::MessageBuilder::new(Version::V2017)
        .qn("20200830100000000")
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::KEEP_SAMPLE)
        .pw("123456")
        .mn(scene.logger.mn.as_str())
        .answer_required(true)
        .build()
        .unwrap();
    assert_eq!(scene.hear(&request).len(), 3);
    assert!(scene.hear(&request).is_empty());
}

#[test]
fn every_city_has_every_temper_and_some_hours_that_were_never_sent() {
    let city = city();
    let tempers: std::collections::BTreeSet<Temper> = city.tempers().into_values().collect();
    assert_eq!(tempers.len(), 5, "{tempers:?}");
    let lost: Vec<usize> = city.kept_back().into_values().map(|hours| hours.len()).collect();
    assert!((2..=20).contains(&lost.len()) && lost.iter().all(|hours| (2..=6).contains(hours)), "{lost:?}");
}

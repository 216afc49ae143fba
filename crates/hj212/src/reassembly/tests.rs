use super::*;

const LIMITS: Limits = Limits { hold_ms: 45_000, groups: 4, bytes: 4096, packs: 99 };

fn segment(qn: &str, pnum: u32, pno: u32, area: &str) -> String {
    format!("QN={qn};ST=31;CN=2061;PW=123456;MN=A1;Flag=7;PNUM={pnum};PNO={pno};CP=&&{area}&&")
}

/// A device's assembly that names every pack by what was put in.
#[derive(Default)]
struct Bench {
    assembly: Reassembly<String>,
    now_ms: u64,
}

impl Bench {
    /// Takes a pack and gives what can be read: (token, data area that counts), or the code of a refusal.
    fn take(&mut self, qn: &str, pnum: u32, pno: u32, area: &str) -> Vec<(String, String)> {
        let text = segment(qn, pnum, pno, area);
        let message = Message::parse(text.as_bytes());
        let judged = self.assembly.take(&message, format!("{pno}:{area}"), self.now_ms, &LIMITS);
        judged.into_iter().map(|judged| self.outcome(judged)).collect()
    }

    fn outcome(&self, judged: Judged<String>) -> (String, String) {
        let read = match &judged.reading {
            Reading::Alone => "alone".to_owned(),
            Reading::Refused(refusal) => refusal.code().to_owned(),
            Reading::Continued(segment) => {
                let message = Message::parse(segment);
                assert!(message.usable() && message.mn() == Some("A1"), "{:?}", message.problems());
                message.cp().unwrap().text().to_owned()
            }
        };
        (judged.token.split_once(':').unwrap().0.to_owned(), read)
    }
}

fn one(outcome: &[(String, String)]) -> (&str, &str) {
    assert_eq!(outcome.len(), 1, "{outcome:?}");
    (outcome[0].0.as_str(), outcome[0].1.as_str())
}

#[test]
fn packs_with_a_time_of_their_own_stand_alone_in_any_order() {
    let mut bench = Bench::default();
    for (qn, pno) in [("20240601085857535", 2), ("20240601085857534", 1), ("20240601085857536", 3)] {
        let outcome = bench.take(qn, 3, pno, "DataTime=20240601080000;a21026-Avg=1");
        assert_eq!(one(&outcome), (pno.to_string().as_str(), "alone"));
    }
    bench.now_ms = 45_000;
    let expired = bench.assembly.expire(bench.now_ms, &LIMITS);
    assert_eq!((expired.given_up.len(), expired.incomplete), (0, 0));
}

#[test]
fn a_pack_cut_between_factors_takes_the_time_of_the_pack_before_it() {
    let mut bench = Bench::default();
    bench.take("20240601085857534", 2, 1, "DataTime=20240601080000;a21026-Avg=1;");
    let outcome = bench.take("20240601085857535", 2, 2, "a34013-Avg=2");
    assert_eq!(one(&outcome), ("2", "DataTime=20240601080000;a34013-Avg=2"));
}

#[test]
fn a_factor_cut_in_two_is_read_whole() {
    let mut bench = Bench::default();
    bench.take("20240601085857534", 2, 1, "DataTime=20240601080000;w1-Avg=0;a21026-Min=1,a21026-Avg=2");
    let again = "DataTime=20240601080000;a21026-Min=1,a21026-Avg=2;a21026-Max=3;a34013-Avg=2";
    for _ in 0..2 {
        let outcome = bench.take("20240601085857535", 2, 2, "a21026-Max=3;a34013-Avg=2");
        assert_eq!(one(&outcome), ("2", again));
    }
}

#[test]
fn packs_that_come_too_early_are_read_in_their_order() {
    let mut bench = Bench::default();
    assert!(bench.take("20240601085857536", 3, 3, "a3-Avg=3").is_empty());
    assert!(bench.take("20240601085857535", 3, 2, "DataTim=x;a2-Avg=2").is_empty());
    assert_eq!(bench.assembly.held(), 2);
    let outcome = bench.take("20240601085857534", 3, 1, "DataTime=20240601080000;a1-Avg=1");
    let tokens: Vec<&str> = outcome.iter().map(|(token, _)| token.as_str()).collect();
    assert_eq!(tokens, ["1", "2", "3"]);
    assert_eq!(outcome[2].1, "DataTime=20240601080000;a3-Avg=3");
    assert_eq!((bench.assembly.held(), bench.assembly.groups.len()), (0, 1));
}

#[test]
fn what_its_forerunner_never_came_for_is_given_up_with_the_reason() {
    let mut bench = Bench::default();
    bench.take("20240601085857534", 3, 1, "DataTime=20240601080000;a1-Avg=1");
    assert!(bench.take("20240601085857536", 3, 3, "a3-Avg=3").is_empty());
    assert_eq!(bench.assembly.expire(44_999, &LIMITS), Expired::default());
    let expired = bench.assembly.expire(45_000, &LIMITS);
    assert_eq!(expired.incomplete, 1);
    assert_eq!(expired.given_up[0].reading, Reading::Refused(Refusal::Incomplete));
    assert!(bench.assembly.is_empty());
}

#[test]
fn a_pack_that_could_continue_two_messages_is_refused() {
    let mut bench = Bench::default();
    bench.take("20240601085857001", 2, 1, "DataTime=20240601080000;a1-Avg=1");
    bench.take("20240601085857002", 2, 1, "DataTime=20240601090000;a1-Avg=1");
    assert_eq!(one(&bench.take("20240601085857900", 2, 2, "a2-Avg=2")), ("2", "pack_ambiguous"));
    // One that keeps the QN of its message, and one with its own time, are sure.
    let sure = bench.take("20240601085857001", 2, 2, "a2-Avg=2");
    assert_eq!(one(&sure), ("2", "DataTime=20240601080000;a2-Avg=2"));
    let own = bench.take("20240601085857009", 2, 2, "DataTime=20240601090000;a2-Avg=2");
    assert_eq!(one(&own), ("2", "alone"));
}

#[test]
fn a_changing_pnum_and_an_impossible_pno_join_nothing() {
    let mut bench = Bench::default();
    bench.take("20240601085857001", 2, 1, "DataTime=20240601080000;a1-Avg=1");
    assert!(bench.take("20240601085857001", 3, 2, "a2-Avg=2").is_empty(), "another PNUM is another message");
    for (pnum, pno) in [(2, 0), (2, 3), (1, 1), (0, 0), (100, 2)] {
        assert_eq!(one(&bench.take("20240601085857001", pnum, pno, "a2-Avg=2")).1, "alone");
    }
}

#[test]
fn the_span_that_a_pack_ends_in_is_the_one_that_the_next_begins_in() {
    let mut bench = Bench::default();
    bench.take(
        "20240601085857534",
        2,
        1,
        "DataTime=20240601080000;a1-Avg=1;DataTime=20240601090000;a1-Avg=2",
    );
    let outcome = bench.take("20240601085857535", 2, 2, "a2-Avg=3;DataTime=20240601100000;a1-Avg=4");
    let area = "DataTime=20240601090000;a2-Avg=3;DataTime=20240601100000;a1-Avg=4";
    assert_eq!(one(&outcome), ("2", area));
}

#[test]
fn what_was_read_before_a_restart_is_continued_after_it() {
    let mut bench = Bench::default();
    let first = segment("20240601085857534", 3, 1, "DataTime=20240601080000;a1-Avg=1");
    bench.assembly.recall(&Message::parse(first.as_bytes()), 0, &LIMITS);
    let lost = segment("20240601085857999", 2, 2, "a9-Avg=1");
    bench.assembly.recall(&Message::parse(lost.as_bytes()), 0, &LIMITS);
    assert_eq!((bench.assembly.held(), bench.assembly.groups.len()), (0, 1));
    let outcome = bench.take("20240601085857535", 3, 2, "a2-Avg=2");
    assert_eq!(one(&outcome), ("2", "DataTime=20240601080000;a2-Avg=2"));
}

#[test]
fn a_device_cannot_make_it_hold_more_than_its_share() {
    let mut bench = Bench::default();
    let long = format!("a2-Avg={}", "1".repeat(900));
    let mut refused = 0;
    for n in 0..400 {
        let qn = format!("20240601085857{n:03}");
        let outcome = bench.take(&qn, 90, 2 + n % 80, &long);
        assert!(outcome.iter().all(|(_, read)| read == "pack_no_room" || read == "pack_ambiguous"));
        refused += outcome.len();
        assert!(bench.assembly.bytes() <= LIMITS.bytes && bench.assembly.groups.len() <= LIMITS.groups);
    }
    assert_eq!(refused + bench.assembly.held(), 400, "every pack comes out exactly once");
    for n in 0..200 {
        let area = format!("DataTime=202406010800{:02};a1-Avg={}", n % 60, "1".repeat(900));
        bench.take(&format!("20240601095857{n:03}"), 99, 1 + n % 98, &area);
        assert!(bench.assembly.bytes() <= LIMITS.bytes + 4096 + 99 * 64 * LIMITS.groups);
    }
}

proptest::proptest! {
    #[test]
    fn every_token_comes_out_exactly_once(
        packs in proptest::collection::vec((0u32..4, 0u32..5, 0u32..3, proptest::bool::ANY, 0u64..20_000), 0..60),
    ) {
        let mut assembly = Reassembly::default();
        let (mut now_ms, mut out) = (0, Vec::new());
        for (index, (pnum, pno, qn, timed, pause_ms)) in packs.iter().enumerate() {
            now_ms += pause_ms;
            let time = if *timed { format!("DataTime=2024060108000{qn};") } else { String::new() };
            let text = segment(&format!("2024060108585700{qn}"), *pnum, *pno, &format!("{time}a{qn}-Avg=1"));
            let message = Message::parse(text.as_bytes());
            out.extend(assembly.expire(now_ms, &LIMITS).given_up.into_iter().map(|judged| judged.token));
            out.extend(assembly.take(&message, index, now_ms, &LIMITS).into_iter().map(|judged| judged.token));
            proptest::prop_assert!(assembly.bytes() <= LIMITS.bytes + 4096);
        }
        out.extend(assembly.flush().given_up.into_iter().map(|judged| judged.token));
        out.sort_unstable();
        proptest::prop_assert_eq!(out, (0..packs.len()).collect::<Vec<_>>());
    }
}

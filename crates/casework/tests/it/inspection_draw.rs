use casework::inspection_draw::{
    Case, Chance, Command, Event, InspectionDraw, Lapse, Opened, Refusal, Seat, Stage, apply, decide,
};
use draw::{
    Candidate, Class, Commitment, EntropyRefusal, Officer, Party, Plan, Pool, Round, Secret, Source, beacon,
    share,
};
use model::{Actor, Timestamp};

use crate::support::*;

/// Round 1000 of quicknet, due 2023-08-23T15:59:24Z.
const ROUND_1000: &str =
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39";

/// The parties and who speaks for them.
const PARTIES: [(&str, &str); 3] = [("bureau", "duty"), ("inspectors", "inspector"), ("delegate", "printer")];

fn word<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// An instant on the day, UTC.
fn at(time: &str) -> Timestamp {
    format!("2023-08-23T{time}Z").parse().unwrap()
}

fn account(who: &str) -> model::UserId {
    match actor(who) {
        Actor::User { id, .. } => id,
        Actor::System { .. } => panic!("{who} is no account"),
    }
}

fn opened(chance: Chance) -> Opened {
    Opened {
        id: word("2023-Q3-routine"),
        title: word("2023年第三季度日常抽查"),
        visits_from: word("2023-08-25"),
        visits_until: word("2023-09-22"),
        plan: None,
        chance,
    }
}

fn parties() -> Chance {
    let seat =
        |(party, who): (&str, &str)| Seat { party: word(party), role: word(party), account: account(who) };
    Chance::Parties(PARTIES.map(seat).to_vec())
}

fn secret(party: usize) -> Secret {
    Secret([party as u8 + 1; 32])
}

fn share_of(party: usize, attempt: u32) -> draw::Digest {
    share(&word("2023-Q3-routine"), attempt, &word(PARTIES[party].0), &secret(party))
}

/// The plan that an honest bureau puts together at `time`.
fn plan(draw: &InspectionDraw, time: Timestamp) -> Plan {
    let opened = &draw.last().unwrap().opened;
    let (attempt, predecessor) = draw.next_number();
    let source = match &opened.chance {
        Chance::Beacon => Source::Beacon { chain: beacon::chain(), round: 1000 },
        Chance::Parties(seats) => Source::Reveals {
            deadline: word("2023-08-23T16:00:00Z"),
            parties: seats
                .iter()
                .map(|seat| Party {
                    id: seat.party.clone(),
                    role: seat.role.clone(),
                    share: draw.last().unwrap().shares[&seat.party],
                })
                .collect(),
        },
    };
    let candidate = |n| Candidate { id: word(&format!("object-{n:02}")), class: word("all"), excluded: None };
    let officer = |n| Officer {
        id: word(&format!("officer-{n}")),
        certified_from: word("2022-01-01"),
        certified_until: word("2026-12-31"),
        specialities: Vec::new(),
        load: 0,
        excluded: None,
    };
    Plan {
        occasion: word(draw.id.as_str()),
        attempt,
        predecessor,
        title: opened.title.clone(),
        authority: word("长沙市生态环境局"),
        committed_at: draw::Second::of(time),
        visits_from: draw::Day(opened.visits_from),
        visits_until: draw::Day(opened.visits_until),
        salt: Secret([7; 32]),
        source,
        pools: vec![Pool {
            id: word("key"),
            title: word("重点排污单位"),
            quota: 3,
            basis: word("25 % of 12"),
            speciality: None,
            classes: vec![Class { id: word("all"), title: word("all"), weight: 1 }],
            candidates: (0..12).map(candidate).collect(),
        }],
        officers: (0..4).map(officer).collect(),
        recusals: Vec::new(),
        pairings: Vec::new(),
    }
}

/// A draw and the plans that were frozen in it.
#[derive(Default, Clone)]
struct Story {
    draw: Option<InspectionDraw>,
    plans: Vec<Commitment>,
}

impl Story {
    /// Does what `who` says at `time`, each event through its stored form.
    fn act(&mut self, who: &str, time: &str, command: &Command) -> Result<Vec<&'static str>, Refusal> {
        let fresh = match command {
            Command::Commit { .. } => {
                self.draw.as_ref().map(|draw| Commitment::freeze(plan(draw, at(time))).unwrap())
            }
            _ => None,
        };
        self.act_with(who, time, command, fresh)
    }

    fn act_with(
        &mut self,
        who: &str,
        time: &str,
        command: &Command,
        fresh: Option<Commitment>,
    ) -> Result<Vec<&'static str>, Refusal> {
        let case = Case { commitment: fresh.as_ref().or(self.plans.last()), now: at(time) };
        let events = decide(self.draw.as_ref(), case, command, &actor(who))?;
        for event in &events {
            let read = Event::from_json(event.kind(), &event.to_json()).unwrap();
            assert_eq!(read, *event);
            self.draw = Some(apply(self.draw.take(), &read, &actor(who), at(time)).unwrap());
        }
        self.plans.extend(fresh);
        Ok(events.iter().map(|event| event.kind().trim_start_matches("inspection_draw.")).collect())
    }

    fn stage(&self) -> &Stage {
        &self.draw.as_ref().unwrap().last().unwrap().stage
    }

    /// The public record of all of it.
    fn record(&self) -> draw::Record {
        let frozen = self.draw.as_ref().unwrap().attempts.iter().filter(|attempt| attempt.frozen().is_some());
        let attempts = frozen.zip(&self.plans).map(|(a, plan)| a.record(plan.clone()).unwrap().unwrap());
        draw::Record::new(attempts.collect())
    }
}

fn commit() -> Command {
    Command::Commit { plan: file('a') }
}

fn publish() -> Command {
    Command::Publish { record: file('b') }
}

fn give_share(party: usize) -> Command {
    Command::GiveShare { share: share_of(party, 1) }
}

fn reveal(party: usize) -> Command {
    Command::Reveal { secret: secret(party) }
}

fn void(reason: &str) -> Command {
    Command::Void { reason: reason.into() }
}

fn round(signature: &str) -> Command {
    Command::TakeRound { round: Round { round: 1000, signature: word(signature) } }
}

/// Opened for parties, with all shares.
fn with_shares() -> Story {
    let mut story = Story::default();
    story.act("duty", "14:00:00", &Command::Open(opened(parties()))).unwrap();
    for (party, (_, who)) in PARTIES.iter().enumerate() {
        story.act(who, "14:30:00", &give_share(party)).unwrap();
    }
    story
}

fn committed() -> Story {
    let mut story = with_shares();
    story.act("duty", "15:00:00", &commit()).unwrap();
    story
}

fn committed_to_beacon() -> Story {
    let mut story = Story::default();
    story.act("duty", "14:00:00", &Command::Open(opened(Chance::Beacon))).unwrap();
    story.act("duty", "15:00:00", &commit()).unwrap();
    story
}

#[test]
fn parties_commit_and_reveal_and_the_last_one_draws() {
    let mut story = committed();
    assert_eq!(story.act("duty", "15:10:00", &reveal(0)).unwrap(), ["revealed"]);
    assert_eq!(story.act("printer", "15:20:00", &reveal(2)).unwrap(), ["revealed"]);
    assert_eq!(story.act("inspector", "15:30:00", &reveal(1)).unwrap(), ["revealed", "drawn"]);
    assert_eq!(story.act("duty", "15:40:00", &publish()).unwrap(), ["published"]);
    let record = story.record();
    let Stage::Drawn(_, done) = story.stage() else { panic!("{:?}", story.stage()) };
    assert_eq!(
        (Some(done.hash), &done.published),
        (record.attempts.last().map(|a| a.hash), &Some(file('b')))
    );
    let report = draw::verify_record(record);
    assert!(report.ok, "{:?}", report.faults);
    assert_eq!((report.attempts[0].state, report.attempts[0].drawn), (draw::State::Drawn, 3));
}

#[test]
fn the_beacon_draws_when_its_round_is_out() {
    let mut story = committed_to_beacon();
    let early = story.act("duty", "15:59:23", &round(ROUND_1000)).unwrap_err();
    assert_eq!(early.code(), "not_out_yet");
    let forged = story.act("duty", "15:59:24", &round(&ROUND_1000.replace("5e39", "5e38")));
    assert_eq!(forged, Err(Refusal::Chance(EntropyRefusal::Forged)));
    let taken = story.act("duty", "15:59:24", &round(ROUND_1000)).unwrap();
    assert_eq!(taken, ["round_taken", "drawn"]);
    assert!(draw::verify_record(story.record()).ok);
    assert_eq!(story.act("duty", "16:00:00", &round(ROUND_1000)), Err(Refusal::Over));
}

#[test]
fn a_reveal_that_does_not_match_changes_nothing() {
    let mut story = committed();
    let wrong = Command::Reveal { secret: Secret([9; 32]) };
    let refusal = story.act("duty", "15:10:00", &wrong).unwrap_err();
    assert_eq!((refusal.code(), refusal.is_forbidden()), ("reveal_mismatch", false));
    assert_eq!(story.act("inspector", "15:10:00", &reveal(1)).unwrap_err().code(), "holder_first");
    assert_eq!(story.act("duty", "15:10:00", &reveal(0)).unwrap(), ["revealed"]);
    assert_eq!(story.act("duty", "15:11:00", &reveal(0)).unwrap_err().code(), "already_revealed");
    assert_eq!(story.act("zhao", "15:11:00", &reveal(1)), Err(Refusal::NoParty));
}

#[test]
fn a_party_that_never_reveals_is_named_when_the_time_is_over() {
    let mut story = committed();
    story.act("duty", "15:10:00", &reveal(0)).unwrap();
    story.act("printer", "15:20:00", &reveal(2)).unwrap();
    // Before the deadline only a leader may give it up; after it whoever manages the draw.
    assert_eq!(story.act("duty", "16:00:00", &void("逾期")), Err(Refusal::MayNotVoid));
    assert_eq!(story.act("inspector", "16:00:01", &reveal(1)).unwrap_err().code(), "reveal_too_late");
    assert_eq!(story.act("duty", "16:00:01", &void("派驻纪检监察组逾期")).unwrap(), ["voided"]);
    let Stage::Void(_, over) = story.stage() else { panic!("{:?}", story.stage()) };
    assert_eq!((over.silent.clone(), over.drawn), (vec![word("inspectors")], false));
    let report = draw::verify_record(story.record());
    assert!(report.ok, "{:?}", report.faults);
    assert_eq!(report.attempts[0].state, draw::State::Void);
}

#[test]
fn what_nobody_finishes_in_time_is_void_and_public_by_itself() {
    let mut story = committed();
    story.act("duty", "15:10:00", &reveal(0)).unwrap();
    assert_eq!(story.act("watch", "16:00:00", &Command::Lapse), Err(Refusal::NotOverdue));
    assert_eq!(story.act("leader", "16:00:01", &Command::Lapse), Err(Refusal::MayNotVoid));
    assert_eq!(story.act("watch", "16:00:01", &Command::Lapse).unwrap(), ["voided"]);
    let Stage::Void(_, over) = story.stage() else { panic!("{:?}", story.stage()) };
    assert_eq!(over.silent, [word("inspectors"), word("delegate")]);
    assert_eq!(over.reason.as_str(), Lapse::NotRevealed.reason());
    assert_eq!(story.act("watch", "16:00:02", &publish()).unwrap(), ["published"]);
    assert_eq!(story.act("watch", "16:00:03", &publish()), Err(Refusal::IsPublished));
    let report = draw::verify_record(story.record());
    assert!(report.ok, "{:?}", report.faults);
    story.act("duty", "16:10:00", &Command::Open(opened(parties()))).unwrap();
}

#[test]
fn a_round_that_nobody_takes_is_waited_for_until_the_visits_are_over() {
    let mut story = committed_to_beacon();
    let last_day = "2023-09-22T15:59:59Z".parse().unwrap();
    assert_eq!(story.draw.as_ref().unwrap().last().unwrap().overdue(last_day), None);
    let after = "2023-09-22T16:00:00Z".parse().unwrap();
    assert_eq!(story.draw.as_ref().unwrap().last().unwrap().overdue(after), Some(Lapse::VisitsOver));
    let draw = story.draw.clone();
    let case = Case { commitment: story.plans.last(), now: after };
    let events = decide(draw.as_ref(), case, &Command::Lapse, &actor("watch")).unwrap();
    story.draw = Some(apply(draw, &events[0], &actor("watch"), after).unwrap());
    assert!(story.draw.as_ref().unwrap().last().unwrap().has_lapsed());
    let report = draw::verify_record(story.record());
    assert!(report.ok, "{:?}", report.faults);
}

#[test]
fn the_machine_publishes_nothing_that_people_have_to() {
    let mut drawn = committed_to_beacon();
    drawn.act("duty", "16:00:00", &round(ROUND_1000)).unwrap();
    assert_eq!(drawn.act("watch", "16:00:00", &Command::Lapse), Err(Refusal::Over));
    assert_eq!(drawn.act("watch", "16:01:00", &publish()), Err(Refusal::MayNotManage));
    drawn.act("leader", "16:02:00", &void("名录遗漏")).unwrap();
    assert_eq!(drawn.act("watch", "16:03:00", &publish()), Err(Refusal::MayNotManage));
    let mut early = committed();
    early.act("leader", "15:30:00", &void("名录遗漏")).unwrap();
    assert_eq!(early.act("watch", "17:00:00", &publish()), Err(Refusal::MayNotManage));
}

#[test]
fn it_is_not_repeated_without_a_public_void() {
    let mut story = committed_to_beacon();
    story.act("duty", "16:00:00", &round(ROUND_1000)).unwrap();
    let again = Command::Open(opened(parties()));
    assert_eq!(story.act("duty", "16:10:00", &again), Err(Refusal::Exists));
    assert_eq!(story.act("duty", "16:10:00", &void("名录遗漏")), Err(Refusal::MayNotVoid));
    assert_eq!(story.act("leader", "16:10:00", &void(" ")).unwrap_err().code(), "words_missing");
    story.act("duty", "16:05:00", &publish()).unwrap();
    story.act("leader", "16:10:00", &void("名录遗漏")).unwrap();
    assert_eq!(story.draw.as_ref().unwrap().last().unwrap().published(), Some(&file('b')));
    // The record that is public does not say yet that it is void.
    assert_eq!(story.act("duty", "16:11:00", &again), Err(Refusal::VoidNotPublished));
    story.act("duty", "16:11:00", &publish()).unwrap();
    story.act("duty", "16:12:00", &again).unwrap();

    // The second attempt names the first, which keeps the outcome that did not suit.
    for (party, (_, who)) in PARTIES.iter().enumerate() {
        story.act(who, "16:13:00", &Command::GiveShare { share: share_of(party, 2) }).unwrap();
    }
    let mut late = plan(story.draw.as_ref().unwrap(), at("16:14:00"));
    if let Source::Reveals { deadline, .. } = &mut late.source {
        *deadline = word("2023-08-23T18:00:00Z");
    }
    story.act_with("duty", "16:14:00", &commit(), Some(Commitment::freeze(late).unwrap())).unwrap();
    for (party, (_, who)) in PARTIES.iter().enumerate() {
        story.act(who, "16:15:00", &reveal(party)).unwrap();
    }
    let report = draw::verify_record(story.record());
    assert!(report.ok, "{:?}", report.faults);
    let states: Vec<_> = report.attempts.iter().map(|attempt| (attempt.state, attempt.drawn)).collect();
    assert_eq!(states, [(draw::State::Void, 3), (draw::State::Drawn, 3)]);
}

#[test]
fn an_attempt_given_up_before_it_is_frozen_does_not_count() {
    let mut story = with_shares();
    story.act("duty", "14:40:00", &Command::Abandon { reason: "换人".into() }).unwrap();
    assert_eq!(story.act("duty", "14:41:00", &commit()), Err(Refusal::NotOpen));
    story.act("duty", "14:42:00", &Command::Open(opened(Chance::Beacon))).unwrap();
    story.act("duty", "14:43:00", &commit()).unwrap();
    assert_eq!(story.plans[0].plan().attempt, 1);
    assert_eq!(
        story.act("duty", "14:44:00", &Command::Abandon { reason: "x".into() }),
        Err(Refusal::NotOpen)
    );
}

#[test]
fn the_plan_must_be_the_one_that_what_happened_leads_to() {
    let mut story = Story::default();
    story.act("duty", "14:00:00", &Command::Open(opened(parties()))).unwrap();
    story.act("duty", "14:10:00", &give_share(0)).unwrap();
    let missing = vec![word("inspectors"), word("delegate")];
    let early = story.clone().act_with("duty", "14:20:00", &commit(), None);
    assert_eq!(early, Err(Refusal::SharesMissing { parties: missing }));

    type Change = fn(&mut Plan);
    let changes: [(&str, Change); 6] = [
        ("occasion", |plan| plan.occasion = word("other")),
        ("attempt", |plan| (plan.attempt, plan.predecessor) = (2, Some(draw::Digest([0; 32])))),
        ("title", |plan| plan.title = word("other")),
        ("visits", |plan| plan.visits_until = word("2023-09-23")),
        ("committed_at", |plan| plan.committed_at = word("2023-08-23T14:59:59Z")),
        ("source", |plan| {
            if let Source::Reveals { parties, .. } = &mut plan.source {
                parties[1].share = draw::Digest([0; 32]);
            }
        }),
    ];
    let story = with_shares();
    for (what, change) in changes {
        let mut other = plan(story.draw.as_ref().unwrap(), at("15:00:00"));
        change(&mut other);
        let other = Commitment::freeze(other).unwrap();
        let refusal = story.clone().act_with("duty", "15:00:00", &commit(), Some(other));
        assert_eq!(refusal, Err(Refusal::OtherPlan { what }));
    }
    let missing = story.clone().act_with("duty", "15:00:00", &commit(), None);
    assert_eq!(missing, Err(Refusal::PlanMissing));
}

#[test]
fn another_plan_than_the_frozen_one_draws_nothing() {
    let mut story = committed();
    let mut other = story.plans[0].plan().clone();
    other.pools[0].quota = 4;
    let other = Commitment::freeze(other).unwrap();
    let refusal = story.act_with("duty", "15:10:00", &reveal(0), Some(other));
    assert_eq!(refusal, Err(Refusal::PlanMissing));
}

#[test]
fn who_may_what() {
    for who in EVERYBODY {
        let manages = matches!(who, "duty" | "leader" | "admin");
        let open = Story::default().act(who, "14:00:00", &Command::Open(opened(Chance::Beacon)));
        assert_eq!(open.is_ok(), manages, "{who} opens");
        let frozen = committed_to_beacon();
        let taken = frozen.clone().act(who, "16:00:00", &round(ROUND_1000));
        assert_eq!(taken.is_ok(), manages, "{who} takes the round");
        let voided = frozen.clone().act(who, "16:00:00", &void("误"));
        assert_eq!(voided.is_ok(), who == "leader", "{who} declares void");
        let mut drawn = frozen.clone();
        drawn.act("duty", "16:00:00", &round(ROUND_1000)).unwrap();
        assert_eq!(drawn.clone().act(who, "16:00:00", &publish()).is_ok(), manages, "{who} publishes");
        let speaks = PARTIES.iter().any(|(_, account)| *account == who);
        let mut open = Story::default();
        open.act("duty", "14:00:00", &Command::Open(opened(parties()))).unwrap();
        assert_eq!(open.act(who, "14:01:00", &give_share(0)).is_ok(), speaks, "{who} gives a share");
    }
}

#[test]
fn parties_and_days_have_their_bounds() {
    let open = |change: &dyn Fn(&mut Opened)| {
        let mut opened = opened(parties());
        change(&mut opened);
        Story::default().act("duty", "14:00:00", &Command::Open(opened)).unwrap_err().code()
    };
    let seats = |opened: &mut Opened, change: &dyn Fn(&mut Vec<Seat>)| {
        if let Chance::Parties(seats) = &mut opened.chance {
            change(seats);
        }
    };
    assert_eq!(open(&|opened| seats(opened, &|seats| seats.truncate(1))), "bad_parties");
    assert_eq!(
        open(&|opened| seats(opened, &|seats| seats[1].account = seats[0].account.clone())),
        "party_twice"
    );
    assert_eq!(
        open(&|opened| seats(opened, &|seats| seats[1].party = seats[0].party.clone())),
        "party_twice"
    );
    assert_eq!(open(&|opened| opened.visits_until = word("2023-08-24")), "bad_visits");
    let mut story = with_shares();
    assert_eq!(story.act("duty", "14:31:00", &give_share(0)), Err(Refusal::ShareGiven));
    assert_eq!(story.act("duty", "14:31:00", &publish()), Err(Refusal::NothingToPublish));
    assert_eq!(story.act("duty", "14:31:00", &reveal(0)), Err(Refusal::NotCommitted));
    assert_eq!(Story::default().act("duty", "14:31:00", &publish()), Err(Refusal::Unknown));
}

#[test]
fn an_event_that_does_not_follow_is_no_part_of_the_story() {
    let story = with_shares();
    let drawn = Event::Drawn(casework::inspection_draw::Drawn { hash: draw::Digest([0; 32]) });
    assert!(apply(story.draw.clone(), &drawn, &actor("duty"), at("15:00:00")).is_err());
    assert!(apply(None, &drawn, &actor("duty"), at("15:00:00")).is_err());
    let mut other = opened(Chance::Beacon);
    other.id = word("other");
    assert!(apply(story.draw, &Event::Opened(other), &actor("duty"), at("15:00:00")).is_err());
}

#[test]
fn refusals_speak_both_languages() {
    let refusals = [
        Refusal::MayNotManage,
        Refusal::VoidNotPublished,
        Refusal::SharesMissing { parties: vec![word("inspectors")] },
        Refusal::Chance(EntropyRefusal::NotOutYet { round: 1000, due: beacon::due(1000).unwrap() }),
        Refusal::Chance(EntropyRefusal::Mismatch { party: word("inspectors") }),
    ];
    for refusal in refusals {
        assert!(!refusal.message_zh().is_ascii() && refusal.message_en().is_ascii(), "{refusal:?}");
    }
    let due = EntropyRefusal::NotOutYet { round: 1000, due: beacon::due(1000).unwrap() };
    assert_eq!(Refusal::Chance(due).message_zh(), "第1000轮信标将于2023-08-23 23:59:24公布");
}

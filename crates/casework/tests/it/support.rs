//! People, findings and a law that the tests share.

use casework::alarm::{
    self, Alarm, Command, EndedWith, Event, HandOnTo, Leading, Outcome, Refusal, VerificationMode,
};
use law::{Law, OfficeHours, PackFile};
use model::{
    Actor, BlobHash, CreditCode, DistrictCode, Fact, Finding, FindingKey, FindingKind, FindingState, Role,
    Scope, Severity, Subject, Timestamp, Unit, china,
};

pub(crate) const KAIFU: &str = "430105";
pub(crate) const YUHUA: &str = "430111";

pub(crate) fn wall(text: &str) -> Timestamp {
    china::instant(text.parse().unwrap())
}

/// 08:45 of the story's Sunday.
pub(crate) fn morning() -> Timestamp {
    wall("2020-08-30T08:45:00")
}

pub(crate) fn district(code: &str) -> DistrictCode {
    code.parse().unwrap()
}

pub(crate) fn printer() -> CreditCode {
    CreditCode::from_body("91430105MA4L00001").unwrap()
}

pub(crate) fn other_enterprise() -> CreditCode {
    CreditCode::from_body("91430105MA4L00002").unwrap()
}

pub(crate) fn file(digit: char) -> BlobHash {
    digit.to_string().repeat(64).parse().unwrap()
}

pub(crate) fn user(id: &str, role: Role, scope: Scope) -> Actor {
    Actor::User { id: id.parse().unwrap(), role, scope }
}

/// Everybody, by a short name.
pub(crate) fn actor(name: &str) -> Actor {
    let kaifu = || Scope::District(district(KAIFU));
    let yuhua = || Scope::District(district(YUHUA));
    match name {
        "watch" => Actor::system("watch"),
        "duty" => user("u-duty", Role::DutyOfficer, Scope::City),
        "duty kaifu" => user("u-duty-kaifu", Role::DutyOfficer, kaifu()),
        "li" => user("u-li", Role::BranchOfficer, kaifu()),
        "wang" => user("u-wang", Role::BranchOfficer, kaifu()),
        "zhao" => user("u-zhao", Role::BranchOfficer, yuhua()),
        "team" => user("u-team", Role::BranchOfficer, Scope::City),
        "printer" => user("u-printer", Role::EnterpriseUser, Scope::Enterprise(printer())),
        "other firm" => user("u-other", Role::EnterpriseUser, Scope::Enterprise(other_enterprise())),
        "leader" => user("u-leader", Role::Leader, Scope::City),
        "leader yuhua" => user("u-leader-yuhua", Role::Leader, yuhua()),
        "inspector" => user("u-inspector", Role::InspectorGeneral, Scope::City),
        "admin" => user("u-admin", Role::Administrator, Scope::City),
        other => panic!("nobody is called {other:?}"),
    }
}

pub(crate) const EVERYBODY: [&str; 13] = [
    "watch",
    "duty",
    "duty kaifu",
    "li",
    "wang",
    "zhao",
    "team",
    "printer",
    "other firm",
    "leader",
    "leader yuhua",
    "inspector",
    "admin",
];

/// Production runs, treatment does not, at the printing firm.
pub(crate) fn finding(severity: Severity, state: FindingState, power_kw: f64) -> Finding {
    Finding {
        key: FindingKey {
            kind: FindingKind::ProductionOnTreatmentOff,
            subject: Subject::TreatmentUnit("TU-1".parse().unwrap()),
            factor: None,
        },
        severity,
        state,
        began: wall("2020-08-30T08:40:00"),
        seen: wall("2020-08-30T08:44:00"),
        facts: vec![
            Fact::figure("production_power", power_kw, Unit::Kilowatt),
            Fact::figure("treatment_power", 0.1, Unit::Kilowatt),
        ],
        detector: "treatment_off/1".into(),
    }
}

pub(crate) fn raise(severity: Severity) -> Command {
    Command::Raise {
        id: "A20200830-0001".parse().unwrap(),
        finding: finding(severity, FindingState::Ongoing, 85.5),
        enterprise: Some(printer()),
        district: district(KAIFU),
    }
}

pub(crate) fn update(severity: Severity, state: FindingState, power_kw: f64) -> Command {
    Command::Update { finding: finding(severity, state, power_kw) }
}

pub(crate) fn assign(branch: &str, officer: Option<&str>) -> Command {
    Command::Assign {
        branch: district(branch),
        officer: officer.map(|id| id.parse().unwrap()),
        note: Some("请尽快核查".into()),
    }
}

pub(crate) fn give_back() -> Command {
    Command::Return { reason: "不属于本分局".into() }
}

pub(crate) fn explain(text: &str) -> Command {
    Command::Explain { text: text.into(), files: vec![file('a')] }
}

pub(crate) fn verify(mode: VerificationMode, outcome: Outcome, note: &str) -> Command {
    Command::Verify { mode, outcome, note: note.into(), files: vec![file('b')] }
}

pub(crate) fn close(note: &str) -> Command {
    Command::Close { note: note.into() }
}

pub(crate) fn hand_on(to: HandOnTo) -> Command {
    Command::HandOn { to, note: "移交处理".into() }
}

pub(crate) fn escalate(reason: Option<&str>) -> Command {
    Command::Escalate { reason: reason.map(Into::into) }
}

pub(crate) fn snooze(until: Timestamp, reason: &str) -> Command {
    Command::Snooze { until, reason: reason.into() }
}

/// The other alarm of the printing firm.
pub(crate) const OTHER_ALARM: &str = "A20200830-0002";

pub(crate) fn other_alarm() -> Leading {
    Leading {
        id: OTHER_ALARM.parse().unwrap(),
        enterprise: Some(printer()),
        can_lead: true,
        merged_leads_others: false,
    }
}

pub(crate) fn merge(leading: Leading, reason: &str) -> Command {
    Command::Merge { leading, reason: Some(reason.into()), facts: Vec::new() }
}

pub(crate) fn separate(reason: &str) -> Command {
    Command::Separate { reason: reason.into() }
}

/// The other alarm is handled with this one, and presses so much.
pub(crate) fn hear_led(severity: Option<Severity>) -> Command {
    Command::HearLed { merged: OTHER_ALARM.parse().unwrap(), severity }
}

/// The other alarm was closed, or handed on.
pub(crate) fn end_with(outcome: Outcome, to: Option<HandOnTo>) -> Command {
    let ending = EndedWith {
        leading: OTHER_ALARM.parse().unwrap(),
        officer: "u-li".parse().unwrap(),
        verified_at: morning(),
        mode: VerificationMode::OnSite,
        outcome,
        by: "u-duty".parse().unwrap(),
        to,
        note: "风机停运".into(),
    };
    Command::EndWith { ending }
}

/// The packs of the repository.
pub(crate) fn law() -> Law {
    let files = [
        PackFile {
            name: "calendar-2020.toml",
            text: include_str!("../../../../law/national/calendar-2020.toml"),
        },
        PackFile {
            name: "changsha-alarm-service.toml",
            text: include_str!("../../../../law/city/changsha-alarm-service.toml"),
        },
    ];
    Law::load(&files, OfficeHours::default()).unwrap()
}

/// An alarm with its history, as a ledger would keep it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Episode {
    pub(crate) alarm: Option<Alarm>,
    pub(crate) history: Vec<(Event, Timestamp)>,
}

impl Episode {
    pub(crate) fn give(
        &mut self,
        who: &Actor,
        command: &Command,
        now: Timestamp,
        law: &Law,
    ) -> Result<Vec<Event>, Refusal> {
        let events = alarm::decide(self.alarm.as_ref(), command, who, now, law)?;
        for event in &events {
            self.alarm = Some(alarm::apply(self.alarm.take(), event, now).unwrap());
            self.history.push((event.clone(), now));
        }
        Ok(events)
    }

    pub(crate) fn state(&self) -> &Alarm {
        self.alarm.as_ref().unwrap()
    }
}

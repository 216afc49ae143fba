//! A small city with a ledger, where commands go through the real decisions.

use std::path::PathBuf;

use casework::{alarm, register};
use jiff::civil::time;
use law::{Law, OfficeHours};
use ledger::{Expected, KeyPair, Ledger, NewEvent, StoredEvent};
use model::{
    Actor, AlarmId, BlobHash, CreditCode, District, DistrictCode, Enterprise, Fact, Finding, FindingKey,
    FindingKind, FindingState, Logger, LoggerTarget, Medium, Mn, Outlet, OutletId, Place, ProductionLine,
    RegisterEntry, Role, Scope, Severity, Subject, Timestamp, TreatmentUnit, TreatmentUnitId, Unit, UserId,
};
use tempfile::TempDir;
use views::Views;

pub(crate) struct City {
    pub(crate) dir: TempDir,
    pub(crate) ledger: Ledger,
    law: Law,
    /// Seconds since the story began.
    pub(crate) second: i64,
}

pub(crate) fn district(code: &str) -> DistrictCode {
    code.parse().unwrap()
}

pub(crate) fn enterprise(number: usize) -> CreditCode {
    CreditCode::from_body(&format!("91430105MA4L0000{number}")).unwrap()
}

pub(crate) fn outlet(number: usize) -> OutletId {
    format!("{}-DA001", enterprise(number)).parse().unwrap()
}

pub(crate) fn unit(number: usize) -> TreatmentUnitId {
    format!("{}-T1", enterprise(number)).parse().unwrap()
}

pub(crate) fn user(id: &str, role: Role, scope: Scope) -> Actor {
    Actor::User { id: id.parse().unwrap(), role, scope }
}

pub(crate) fn duty() -> Actor {
    user("duty-1", Role::DutyOfficer, Scope::City)
}

pub(crate) fn officer(code: &str) -> Actor {
    user(&format!("officer-{code}"), Role::BranchOfficer, Scope::District(district(code)))
}

pub(crate) fn hash(digit: char) -> BlobHash {
    digit.to_string().repeat(64).parse().unwrap()
}

pub(crate) fn user_id(text: &str) -> UserId {
    text.parse().unwrap()
}

pub(crate) fn entries() -> Vec<RegisterEntry> {
    let place = Place::new(112.9, 28.2).unwrap();
    let mut entries = Vec::new();
    for (code, name, name_en) in [("430105", "开福区", "Kaifu"), ("430111", "雨花区", "Yuhua")] {
        let (name, name_en) = (name.into(), name_en.into());
        entries.push(RegisterEntry::District(District {
            code: district(code),
            name,
            name_en,
            center: place,
        }));
    }
    for (number, name, name_en, code) in [
        (1, "示例彩印一厂", "Example Colour Printing 1", "430105"),
        (2, "样板水务", "Sample Water", "430111"),
    ] {
        entries.push(renamed(number, name, name_en, code));
        entries.push(RegisterEntry::Outlet(Outlet {
            id: outlet(number),
            enterprise: enterprise(number),
            name: format!("{number}号排放口"),
            name_en: format!("Outlet {number}"),
            medium: Medium::Air,
            place,
            channels: Vec::new(),
            limits: Vec::new(),
            release: None,
        }));
        let line: model::LineId = format!("{}-L1", enterprise(number)).parse().unwrap();
        entries.push(RegisterEntry::Line(ProductionLine {
            id: line.clone(),
            enterprise: enterprise(number),
            name: "印刷线".into(),
            name_en: "Press".into(),
            permitted_hours: None,
        }));
        entries.push(RegisterEntry::TreatmentUnit(TreatmentUnit {
            id: unit(number),
            enterprise: enterprise(number),
            name: "活性炭吸附".into(),
            name_en: "Activated carbon".into(),
            treats: vec![line],
            outlet: Some(outlet(number)),
        }));
        entries.push(RegisterEntry::Logger(Logger {
            mn: mn(number),
            target: LoggerTarget::Outlet(outlet(number)),
            realtime_interval_s: 60,
        }));
    }
    entries
}

pub(crate) fn renamed(number: usize, name: &str, name_en: &str, code: &str) -> RegisterEntry {
    RegisterEntry::Enterprise(Enterprise {
        code: enterprise(number),
        name: name.into(),
        name_en: name_en.into(),
        trade_code: "2319".into(),
        trade: "包装装潢及其他印刷".into(),
        trade_en: "Printing".into(),
        district: district(code),
        place: Place::new(112.9, 28.2).unwrap(),
    })
}

pub(crate) fn mn(number: usize) -> Mn {
    format!("LOGGER{number}").parse().unwrap()
}

pub(crate) fn finding(kind: FindingKind, number: usize, severity: Severity, at: Timestamp) -> Finding {
    let subject = match kind {
        FindingKind::ExceedanceHour
        | FindingKind::ExceedanceDay
        | FindingKind::ExceedanceRealtime
        | FindingKind::ConstantValue
        | FindingKind::ImpossibleValue
        | FindingKind::RangeClipping
        | FindingKind::Replay
        | FindingKind::Step
        | FindingKind::Drift
        | FindingKind::LimitHugging
        | FindingKind::VarianceCollapse
        | FindingKind::Unexplained
        | FindingKind::MassBalance
        | FindingKind::CalibrationAltered
        | FindingKind::SampleAtOdds => Subject::Outlet(outlet(number)),
        FindingKind::StationSpike => Subject::Station(format!("ST-{number}").parse().unwrap()),
        FindingKind::LoggerSilent | FindingKind::ClockError => Subject::Logger(mn(number)),
        FindingKind::ProductionOnTreatmentOff => Subject::TreatmentUnit(unit(number)),
        FindingKind::ProductionUnderOrder | FindingKind::OffHoursProduction => {
            Subject::Meter(format!("M-{number}").parse().unwrap())
        }
    };
    Finding {
        key: FindingKey { kind, subject, factor: None },
        severity,
        state: FindingState::Ongoing,
        began: at,
        seen: at,
        facts: vec![Fact::figure("production_power", 0.1 + number as f64, Unit::Kilowatt)],
        detector: "test/1".into(),
    }
}

impl City {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let key = KeyPair::from_seed("test.example/ledger", [7; 32]).unwrap();
        let ledger = Ledger::open(&dir.path().join("ledger"), key).unwrap();
        let hours = OfficeHours::new(vec![(time(9, 0, 0, 0), time(17, 0, 0, 0))]).unwrap();
        Self { dir, ledger, law: Law::empty(hours), second: 0 }
    }

    pub(crate) fn views(&self, name: &str) -> Views {
        Views::open(&self.views_path(name)).unwrap()
    }

    pub(crate) fn views_path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn now(&self) -> Timestamp {
        // 2020-08-30 08:40 in Changsha, and a fraction that no column keeps exactly.
        Timestamp::new(1_598_748_000 + self.second, 123_456_789).unwrap()
    }

    pub(crate) fn alarm(
        &mut self,
        id: &AlarmId,
        actor: &Actor,
        command: &alarm::Command,
    ) -> Result<Vec<StoredEvent>, String> {
        self.second += 60;
        let now = self.now();
        self.append(&format!("alarm/{id}"), actor, |history| {
            let events: Result<Vec<_>, String> = history
                .iter()
                // Later versions of the program wrote some: they are passed over.
                .filter_map(|stored| {
                    Some((alarm::Event::from_json(&stored.kind, &stored.body).ok()?, stored.at))
                })
                .map(Ok)
                .collect();
            let events = events?;
            let state =
                alarm::fold(events.iter().map(|(event, at)| (event, *at))).map_err(|e| e.to_string())?;
            let decided = alarm::decide(state.as_ref(), command, actor, now, &self.law);
            let decided = decided.map_err(|refusal| format!("{refusal:?}"))?;
            Ok(decided.iter().map(|e| NewEvent { kind: e.kind().into(), body: e.to_json() }).collect())
        })
    }

    pub(crate) fn raise(&mut self, id: &str, finding: Finding, code: &str, number: usize) -> AlarmId {
        let id: AlarmId = id.parse().unwrap();
        let command = alarm::Command::Raise {
            id: id.clone(),
            finding,
            enterprise: Some(enterprise(number)),
            district: district(code),
        };
        self.alarm(&id, &Actor::system("watch"), &command).unwrap();
        id
    }

    pub(crate) fn register(&mut self, command: &register::Command) -> Result<Vec<StoredEvent>, String> {
        self.second += 60;
        let actor = Actor::system("import");
        self.append("register", &actor, |history| {
            let mut state = model::Register::default();
            for stored in history {
                let mut after = state.clone();
                if let Ok(event) = register::Event::from_json(&stored.kind, &stored.body)
                    && register::apply(&mut after, &event).is_ok()
                {
                    state = after;
                }
            }
            let decided =
                register::decide(&state, command, &actor).map_err(|refusal| format!("{refusal:?}"))?;
            Ok(decided.iter().map(|e| NewEvent { kind: e.kind().into(), body: e.to_json() }).collect())
        })
    }

    pub(crate) fn import(&mut self) {
        let command = register::Command::Import { entries: entries(), origin: "test".into() };
        self.register(&command).unwrap();
    }

    /// An event of somebody, as it is.
    pub(crate) fn by(&mut self, actor: &Actor, stream: &str, kind: &str, body: serde_json::Value) {
        let event = NewEvent { kind: kind.into(), body };
        self.append(stream, actor, |_| Ok(vec![event])).unwrap();
    }

    /// An event as another version of the program may have written it.
    pub(crate) fn foreign(&mut self, stream: &str, kind: &str, body: serde_json::Value) {
        let event = NewEvent { kind: kind.into(), body };
        self.append(stream, &Actor::system("later"), |_| Ok(vec![event])).unwrap();
    }

    fn append(
        &self,
        stream: &str,
        actor: &Actor,
        decide: impl FnOnce(&[StoredEvent]) -> Result<Vec<NewEvent>, String>,
    ) -> Result<Vec<StoredEvent>, String> {
        let done =
            self.ledger.transact(&stream.parse().unwrap(), Expected::Any, None, actor, self.now(), decide);
        done.map(|done| done.events).map_err(|error| format!("{error:?}"))
    }
}

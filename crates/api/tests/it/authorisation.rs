//! Who gets what at every route. A route without a case here fails the test, and so does a case without a
//! route.

use std::collections::BTreeSet;

use axum::http::header;
use casework::alarm::{Command, Outcome, VerificationMode};
use casework::data_marking::Command as Marking;
use model::{AlarmId, CreditCode, Severity};
use serde_json::json;

use crate::city::{
    COD, City, KAIFU, OUTFALL, OUTFALL_METER, PASSWORD, PNG, Person, Plan, STACK, STACK_METER, STACK_MN,
    STATION, STRANGER_MN, VOC, YUHUA, device, exceedance, printer,
};
use crate::request::Ask;

/// The columns of the table.
const ASKING: [Option<Person>; 9] = [
    None,
    Some(Person::Duty),
    Some(Person::Officer),
    Some(Person::ForeignOfficer),
    Some(Person::Owner),
    Some(Person::ForeignOwner),
    Some(Person::Leader),
    Some(Person::Inspector),
    Some(Person::Administrator),
];

/// Statuses of the columns above: nobody; duty officer; officer and foreign officer; own and foreign
/// enterprise; leader; discipline inspector; administrator.
type Statuses = [u16; 9];

const EVERYBODY: Statuses = [200; 9];
const SIGNED_IN: Statuses = [401, 200, 200, 200, 200, 200, 200, 200, 200];
/// What belongs to the printing firm in Kaifu.
const OWN: Statuses = [401, 200, 200, 404, 200, 404, 200, 200, 200];
const OFFICES: Statuses = [401, 200, 200, 200, 404, 404, 200, 200, 200];
/// A case of the printing firm: the city's offices, and its own branch.
const OFFICES_CONCERNED: Statuses = [401, 200, 200, 404, 404, 404, 200, 200, 200];
/// Lists of what belongs to no enterprise.
const FOR_OFFICES: Statuses = [401, 200, 200, 200, 403, 403, 200, 200, 200];
const LEDGER_READERS: Statuses = [401, 200, 403, 403, 403, 403, 200, 200, 200];
/// The city of these tests has no SQL engine.
const WITHOUT_LAB: Statuses = [401, 501, 403, 403, 403, 403, 501, 501, 501];
/// A query that the duty officer keeps.
const FOREIGN_QUERY: Statuses = [401, 204, 403, 403, 403, 403, 404, 404, 404];
const BY_DUTY: Statuses = [401, 200, 403, 404, 403, 404, 403, 403, 403];
/// Asks of the printing firm's logger.
const BY_DUTY_OR_ADMINISTRATOR: Statuses = [401, 200, 403, 404, 403, 404, 403, 403, 200];
const BY_BUREAU: Statuses = [401, 200, 200, 404, 403, 404, 200, 200, 200];
/// Who may order the printing firm to stop.
const BY_BUREAU_ORDER: Statuses = [401, 200, 200, 404, 403, 404, 200, 403, 200];
const BY_OFFICER: Statuses = [401, 403, 200, 404, 403, 404, 403, 403, 403];
const BY_OWNER: Statuses = [401, 403, 403, 404, 200, 404, 403, 403, 403];
/// Who runs the printing firm, its branch, and those who act for the whole city.
const BY_THOSE_CONCERNED: Statuses = [401, 200, 200, 404, 200, 404, 403, 403, 200];
const BY_THOSE_CONCERNED_201: Statuses = [401, 201, 201, 404, 201, 404, 403, 403, 201];
const BY_OWNER_201: Statuses = [401, 403, 403, 404, 201, 404, 403, 403, 403];
/// Officers of the printing firm's branch and of the duty room.
const BY_REVIEWERS: Statuses = [401, 200, 200, 404, 403, 404, 403, 403, 403];
/// Officers of the station's branch and of the duty room; enterprises hear nothing of tracings.
const BY_TRACERS: Statuses = [401, 200, 200, 404, 404, 404, 403, 403, 403];
/// Those who watch, lead or administer for the city.
const BY_DRAW_MANAGERS: Statuses = [401, 200, 403, 403, 404, 404, 200, 403, 200];
/// One object of a pool in the first quarter.
fn plan_pool() -> serde_json::Value {
    json!({ "id": "unclassified", "quarters": [1, 0, 0, 0], "reason": "x" })
}

const IMPORTERS: Statuses = [401, 200, 403, 403, 403, 403, 403, 403, 200];
const TO_ADMINISTRATOR: Statuses = [401, 403, 403, 403, 403, 403, 403, 403, 200];
const BY_ADMINISTRATOR: Statuses = [401, 403, 403, 403, 403, 403, 403, 403, 204];
const BY_LEADER: Statuses = [401, 403, 403, 404, 403, 404, 200, 403, 403];

struct Case {
    route: (&'static str, &'static str),
    statuses: Statuses,
    /// Prepares what the request needs and gives it.
    ask: fn(&Fixture) -> Ask,
}

/// A file of readings.
const SHEET: &[u8] = "站点,时间,PM2.5\n1335A,2020-08-30 08:00,35\n".as_bytes();

/// Marks an hour that no other marking of the fixture has.
fn marking_body() -> serde_json::Value {
    json!({
        "from": "2020-08-31T08:00:00+08:00", "to": "2020-08-31T09:00:00+08:00", "kind": "device_calibration",
        "reason": "the yearly comparison"
    })
}

/// A cruise of one value.
fn track_upload(path: String) -> Ask {
    let row = b"time,longitude,latitude,pm10\n2020-08-31 05:00:00,113.0,28.2,0.04\n";
    Ask { path, ..Ask::upload("cruise.csv", row) }
}

fn sheet_upload() -> Ask {
    let mut ask = Ask::upload("station.csv", SHEET);
    ask.path = "/api/v1/imports/files".into();
    ask
}

struct Fixture {
    city: City,
    count: std::cell::Cell<u32>,
}

impl Fixture {
    /// A number that no other request of the fixture has.
    fn number(&self) -> u32 {
        self.count.set(self.count.get() + 1);
        self.count.get()
    }

    /// A fresh alarm at the printing firm's stack.
    fn alarm(&self) -> AlarmId {
        self.city.raise(&exceedance(STACK, &format!("a{:05}", self.number()), Severity::Moderate))
    }

    /// A file of readings in the vault.
    fn sheet(&self) -> String {
        let services = &self.city.services;
        let (by, now) = (Person::Duty.id().parse().unwrap(), services.machine_clock.now());
        services.importer.inspect(SHEET, "station.csv", &by, now).unwrap().file.to_string()
    }

    fn import_request(&self) -> serde_json::Value {
        let file = self.sheet();
        let hash = file.parse().unwrap();
        let guess = self.city.services.importer.guess(&hash, 0, sheets::Kind::Station).unwrap();
        json!({ "file": file, "plan": { "sheet": 0, "mapping": guess.mapping } })
    }

    /// An import that has ended.
    fn import(&self) -> String {
        let request = self.import_request();
        let (file, plan) = (request["file"].as_str().unwrap(), &request["plan"]);
        let plan = serde_json::from_value(plan.clone()).unwrap();
        let command = format!("fixture/{}", self.number()).parse().unwrap();
        let actor = Person::Duty.actor();
        let importer = &self.city.services.importer;
        // On a thread of its own: its runtime must not begin within a test's.
        std::thread::scope(|scope| {
            let work =
                scope.spawn(|| importer.import(&file.parse().unwrap(), &plan, &command, &actor).unwrap());
            work.join().unwrap().to_string()
        })
    }

    /// An hour to come in which the printing firm has no stop yet.
    fn hour_of_a_stop(&self) -> (String, String) {
        let from =
            model::china::plus_seconds(self.city.services.clock.now(), i64::from(self.number()) * 7_200);
        (from.to_string(), model::china::plus_seconds(from, 3_600).to_string())
    }

    /// A rule in shadow that the duty officer proposed, in the place of any before it.
    fn rule(&self) -> String {
        self.without_shadow();
        let id = format!("P-{}", self.number());
        let command = casework::rule::Command::Propose {
            id: id.parse().unwrap(),
            kind: model::FindingKind::LoggerSilent,
            extent: casework::rule::Extent::City,
            values: [("silence.intervals".to_owned(), 20.0)].into(),
            valid_from: None,
            valid_to: None,
            reason: "too many short silences".into(),
        };
        self.city.services.office.rule(None, &Person::Duty.actor(), &command).unwrap();
        id
    }

    /// The version of the printing firm's standing on the positive list.
    fn list_version(&self) -> String {
        let row = self.city.services.views.positive_list_of(&printer()).unwrap();
        row.map_or(0, |row| row.version).to_string()
    }

    /// An inspection of the printing firm that nobody has done; its id.
    fn inspection(&self) -> String {
        let id: model::InspectionId = format!("I-{}", self.number()).parse().unwrap();
        let opened = casework::inspection::Opened {
            id: id.clone(),
            enterprise: printer(),
            name: "the printing firm".into(),
            district: "430105".parse().unwrap(),
            trade_code: None,
            from_draw: None,
            cause: Some(casework::inspection::Cause {
                kind: law::RemainingCheck::Complaint,
                words: "a smell".into(),
                alarm: None,
                until: None,
            }),
            listed: None,
            way: casework::inspection::Way::OnSite,
        };
        let act = api::InspectionAct {
            id: id.clone(),
            enterprise: printer(),
            expected: ledger::Expected::Version(0),
            command_id: None,
            command: casework::inspection::Command::Open(opened),
        };
        self.city.services.office.inspection(&Person::Duty.actor(), act).unwrap();
        id.to_string()
    }

    /// A tracing at the station of Kaifu that could not be ranked; its id.
    fn tracing(&self) -> String {
        let services = &self.city.services;
        let now = services.clock.now();
        let question = casework::tracing::Question {
            station: STATION.parse().unwrap(),
            factor: "a34004".parse().unwrap(),
            from: model::china::plus_seconds(now, -36_000),
            to: model::china::plus_seconds(now, -3_600),
            anomaly_from: model::china::plus_seconds(now, -7_200),
            anomaly_to: model::china::plus_seconds(now, -3_600),
        };
        let seen = casework::tracing::SeriesSeen {
            station: STATION.parse().unwrap(),
            granularity: model::Granularity::Hour,
            values: vec![(question.from, 3_600.0, f64::from(self.number()))],
        };
        let gathered = casework::tracing::Gathered { series: vec![seen], ..Default::default() };
        let register = services.views.register();
        let station = &register.stations[&question.station];
        let bytes = casework::tracing::freeze(&register, station, &question, &gathered).to_bytes();
        let by = Person::Duty.id().parse().unwrap();
        let input = services.vault.put_document(&bytes, "input", &by, now).unwrap().hash;
        let id: model::TracingId = format!("T-{}", self.number()).parse().unwrap();
        let opened = casework::tracing::Opened {
            id: id.clone(),
            origin: casework::tracing::Origin::ByHand("a smell".into()),
            question,
            district: KAIFU.parse().unwrap(),
            input: input.clone(),
        };
        let missing = vec![casework::tracing::Missing::Wind];
        let told = [
            (Person::Duty.actor(), casework::tracing::Command::Open(opened)),
            (model::Actor::system("tracing"), casework::tracing::Command::GiveUp { input, missing }),
        ];
        for (actor, command) in told {
            services.office.tracing(&id, (ledger::Expected::Any, None), &actor, &command).unwrap();
        }
        id.to_string()
    }

    fn tracing_command(&self, name: &str, body: &serde_json::Value) -> Ask {
        Ask::post(format!("/api/v1/tracings/{}/{name}", self.tracing()), body)
            .header("if-match", "\"2\"")
            .header("idempotency-key", format!("tracing-{}", self.number()))
    }

    /// The same with a van that was asked for and not taken on.
    fn tracing_with_cruise(&self, name: &str, body: &serde_json::Value) -> Ask {
        let id = self.tracing();
        let command = casework::tracing::Command::AskCruise { to: None, words: "drive south".into() };
        let given = (ledger::Expected::Any, None);
        let office = &self.city.services.office;
        office.tracing(&id.parse().unwrap(), given, &Person::Duty.actor(), &command).unwrap();
        Ask::post(format!("/api/v1/tracings/{id}/{name}"), body)
            .header("if-match", "\"3\"")
            .header("idempotency-key", format!("tracing-{}", self.number()))
    }

    fn inspection_command(&self, name: &str, body: &serde_json::Value) -> Ask {
        Ask::post(format!("/api/v1/inspections/{}/{name}", self.inspection()), body)
            .header("if-match", "\"1\"")
            .header("idempotency-key", format!("inspection-{}", self.number()))
    }

    /// An import of one officer into the library; its id, and a number that no other has.
    fn library_import(&self) -> (String, u32) {
        let number = self.number();
        let id: model::ImportId = format!("L-{number}").parse().unwrap();
        let enforcer = casework::inspection_library::Enforcer {
            id: "ZF-1".parse().unwrap(),
            unit: "the bureau".into(),
            certificate: casework::inspection_library::Certificate {
                issuer: "the province".into(),
                from: "2018-01-01".parse().unwrap(),
                until: "2021-12-31".parse().unwrap(),
            },
            specialities: Default::default(),
            leave: Default::default(),
            conflicts: Default::default(),
        };
        let imported = casework::inspection_library::Imported {
            id: id.clone(),
            file: format!("{number:064x}").parse().unwrap(),
            objects: Vec::new(),
            enforcers: vec![enforcer],
            items: Vec::new(),
            refused: 0,
        };
        let command = casework::inspection_library::Command::Import(imported);
        self.city.services.office.inspection_library(None, &Person::Duty.actor(), &command).unwrap();
        (id.to_string(), number)
    }

    /// An object in the library; its code, and a number that no other has.
    fn library_object(&self) -> (String, u32) {
        let number = self.number();
        let code = CreditCode::from_body(&format!("91430105MA4L{number:05}")).unwrap();
        let object = casework::inspection_library::InspectionObject {
            code: code.clone(),
            name: format!("enterprise {number}"),
            district: KAIFU.parse().unwrap(),
            trade_code: None,
            permit: None,
            key_lists: None,
            surroundings: None,
            credit_score: None,
            designations: None,
            record: None,
        };
        let imported = casework::inspection_library::Imported {
            id: format!("L-{number}").parse().unwrap(),
            file: format!("{number:064x}").parse().unwrap(),
            objects: vec![object],
            enforcers: Vec::new(),
            items: Vec::new(),
            refused: 0,
        };
        let command = casework::inspection_library::Command::Import(imported);
        self.city.services.office.inspection_library(None, &Person::Duty.actor(), &command).unwrap();
        (code.to_string(), number)
    }

    /// A command on the plan of a year that no other has, of which a draft of the duty officer waits.
    fn plan_command(&self, name: &str, body: &serde_json::Value) -> Ask {
        use casework::inspection_plan::{Command, Proposed, Wish};
        let number = self.library_object().1;
        let year = 2000 + i16::try_from(number % 100).unwrap();
        let pool: draw::Id = "unclassified".parse().unwrap();
        let proposed =
            [Proposed { id: pool.clone(), title: "a pool".parse().unwrap(), objects: 1, by_rule: None }];
        let wish = Wish { id: pool, quarters: [1, 0, 0, 0], reason: Some("x".into()) };
        let office = &self.city.services.office;
        office
            .inspection_plan((year, &proposed), None, &Person::Duty.actor(), &Command::Draft(vec![wish]))
            .unwrap();
        Ask::post(format!("/api/v1/inspection-plans/{year}/{name}"), body)
            .header("idempotency-key", format!("plan-{number}"))
    }

    /// A draw for two parties that is open; its id.
    fn draw(&self) -> String {
        let id = format!("draw-{}", self.number());
        for person in [Person::Duty, Person::Inspector] {
            self.city.account(person);
        }
        let opened = casework::inspection_draw::Opened {
            id: id.parse().unwrap(),
            title: "a draw".parse().unwrap(),
            visits_from: "2020-09-01".parse().unwrap(),
            visits_until: "2020-09-30".parse().unwrap(),
            plan: None,
            chance: casework::inspection_draw::Chance::Parties(
                [("bureau", Person::Duty), ("inspectors", Person::Inspector)]
                    .map(|(party, person)| casework::inspection_draw::Seat {
                        party: party.parse().unwrap(),
                        role: party.parse().unwrap(),
                        account: person.id().parse().unwrap(),
                    })
                    .to_vec(),
            ),
        };
        self.tell_draw(&id, Person::Duty, &casework::inspection_draw::Command::Open(opened), None);
        id
    }

    fn tell_draw(
        &self,
        id: &str,
        person: Person,
        command: &casework::inspection_draw::Command,
        commitment: Option<&draw::Commitment>,
    ) {
        let services = &self.city.services;
        let case = casework::inspection_draw::Case { commitment, now: services.clock.now() };
        let id = id.parse().unwrap();
        services.office.inspection_draw(&id, None, &person.actor(), command, case).unwrap();
    }

    /// The same, with both shares.
    fn draw_with_shares(&self) -> String {
        let id = self.draw();
        for (party, person) in [Person::Duty, Person::Inspector].into_iter().enumerate() {
            let share = crate::draws::share(&id, 1, party)["share"].as_str().unwrap().parse().unwrap();
            self.tell_draw(&id, person, &casework::inspection_draw::Command::GiveShare { share }, None);
        }
        id
    }

    /// The same, frozen; with its plan.
    fn draw_committed(&self) -> (String, draw::Commitment) {
        let id = self.draw_with_shares();
        let services = &self.city.services;
        let view = services.views.inspection_draw(&id.parse().unwrap()).unwrap().unwrap();
        let attempt = view.last().unwrap();
        let given = crate::draws::plan();
        let now = services.clock.now();
        let parties = attempt.opened.seats().iter().map(|seat| draw::Party {
            id: seat.party.clone(),
            role: seat.role.clone(),
            share: attempt.shares[&seat.party],
        });
        let commitment = draw::Commitment::freeze(draw::Plan {
            occasion: id.parse().unwrap(),
            attempt: 1,
            predecessor: None,
            title: attempt.opened.title.clone(),
            authority: "the bureau".parse().unwrap(),
            committed_at: draw::Second::of(now),
            visits_from: draw::Day(attempt.opened.visits_from),
            visits_until: draw::Day(attempt.opened.visits_until),
            salt: draw::Secret([9; 32]),
            source: draw::Source::Reveals {
                deadline: draw::Second::of(model::china::plus_seconds(now, 600)),
                parties: parties.collect(),
            },
            pools: serde_json::from_value(given["pools"].clone()).unwrap(),
            officers: serde_json::from_value(given["officers"].clone()).unwrap(),
            recusals: Vec::new(),
            pairings: Vec::new(),
        })
        .unwrap();
        let bytes = serde_json::to_vec(commitment.plan()).unwrap();
        let (duty, at) = (Person::Duty.id().parse().unwrap(), services.machine_clock.now());
        let plan = services.vault.put_document(&bytes, "plan.json", &duty, at).unwrap().hash;
        let command = casework::inspection_draw::Command::Commit { plan };
        self.tell_draw(&id, Person::Duty, &command, Some(&commitment));
        (id, commitment)
    }

    /// One that is void and not published.
    fn draw_void(&self) -> String {
        let (id, commitment) = self.draw_committed();
        self.city.account(Person::Leader);
        let command = casework::inspection_draw::Command::Void { reason: "a mistake".into() };
        self.tell_draw(&id, Person::Leader, &command, Some(&commitment));
        id
    }

    /// A command to a draw.
    fn draw_command(&self, id: &str, name: &str, body: &serde_json::Value) -> Ask {
        Ask::post(format!("/api/v1/draws/{id}/{name}"), body)
            .header("idempotency-key", format!("draw-{}", self.number()))
    }

    fn without_shadow(&self) {
        let office = &self.city.services.office;
        let now = self.city.services.clock.now();
        for id in casework::rule::in_shadow(&office.rules().unwrap(), now).into_values() {
            let command = casework::rule::Command::Retire { id, reason: "another test".into() };
            office.rule(None, &Person::Duty.actor(), &command).unwrap();
        }
    }

    /// A stop to come at the printing firm's stack, with when it begins.
    fn declared_stop(&self) -> (String, String) {
        let (from, to) = self.hour_of_a_stop();
        let id: model::StopId = format!("S-{}", self.number()).parse().unwrap();
        let command = casework::declared_stop::Command::Declare {
            id: id.clone(),
            outlet: STACK.parse().unwrap(),
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            reason: "maintenance of the press".into(),
        };
        self.city.services.office.declared_stop(None, &Person::Duty.actor(), &command).unwrap();
        (id.to_string(), from)
    }

    /// A marking of an hour of the printing firm's stack that nobody has reviewed.
    fn marking(&self) -> String {
        let services = &self.city.services;
        let (stack, owner) = (STACK.parse().unwrap(), Person::Owner.actor());
        let give = |command: &Marking| services.office.data_marking(&stack, None, &owner, command).is_ok();
        let midnight: model::Timestamp = "2020-08-30T00:00:00+08:00".parse().unwrap();
        let hour = |number: i64| model::china::plus_seconds(midnight, number * 3600);
        let before = services.views.markings(Some(&stack), midnight, hour(48)).unwrap();
        for id in before.values().flat_map(|state| state.markings.keys()) {
            give(&Marking::Withdraw { id: id.clone(), reason: "another test".into() });
        }
        let id: model::MarkingId = format!("M-{}", self.number()).parse().unwrap();
        let marked = (0..33).any(|number| {
            let content = casework::data_marking::Content {
                from: hour(number),
                to: hour(number + 1),
                factors: Vec::new(),
                kind: law::MarkingKind::DeviceMaintenance,
                reason: "cleaned the probe".into(),
                files: Vec::new(),
            };
            give(&Marking::Mark { id: id.clone(), content })
        });
        assert!(marked, "an hour was free");
        id.to_string()
    }

    /// An order to stop that has yet to begin at the printing firm.
    fn production_order(&self) -> String {
        let (from, to) = self.hour_of_a_stop();
        let id = format!("O-{}", self.number());
        let order = model::ProductionOrder {
            id: id.parse().unwrap(),
            enterprise: crate::city::printer(),
            lines: Vec::new(),
            restraint: model::Restraint::Stop,
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            document: "No. 3".into(),
            lifted: None,
        };
        let command = casework::register::Command::IssueOrder { order };
        self.city.services.office.register(None, &Person::Duty.actor(), &command).unwrap();
        id
    }

    /// A push client with a secret.
    fn credential(&self) -> String {
        let holder: model::CredentialHolder = format!("push:held-{}", self.number()).parse().unwrap();
        let sources = vec![model::Source::Station(STATION.parse().unwrap())];
        let command = casework::credential::Command::Issue {
            holder: holder.clone(),
            sources: sources.clone(),
            expires_at: None,
        };
        let services = &self.city.services;
        let (actor, now) = (Person::Administrator.actor(), services.machine_clock.now());
        services.office.credential(None, &actor, &command, now).unwrap();
        services.vault.issue_credential(&holder, &sources, None, now).unwrap();
        holder.to_string()
    }

    /// A query that the duty officer keeps and shares.
    fn saved_query(&self) -> String {
        let owner = self.city.account(Person::Duty).id;
        let query = vault::SavedQueryText { name: "a".into(), text: "select 1".into(), shared: true };
        self.city.services.vault.save_query(&owner, &query, crate::city::start()).unwrap().unwrap()
    }

    /// A case of the printing firm, opened; its id.
    fn case_file(&self) -> String {
        let id: model::CaseId = format!("C-{}", self.number()).parse().unwrap();
        let opened = casework::case::Opened {
            id: id.clone(),
            source: casework::case::Source::ByHand { reason: "an inspection".into() },
            party: casework::case::Party {
                code: printer(),
                name: "the printing firm".into(),
                kind: law::PartyKind::Entity,
            },
            district: KAIFU.parse().unwrap(),
            suspected: casework::case::Suspected { words: "over".into(), act: None, ended_on: None },
            found_on: "2020-08-30".parse().unwrap(),
            investigators: Vec::new(),
        };
        let command = casework::case::Command::Open(opened);
        let (office, around) = (&self.city.services.office, api::Around::default());
        office.case(&id, ledger::Expected::Any, None, &Person::Officer.actor(), &command, &around).unwrap();
        id.to_string()
    }

    fn accepted(&self) -> AlarmId {
        let id = self.alarm();
        self.city.act(Person::Officer, &id, &Command::Accept);
        id
    }

    fn verified(&self, outcome: Outcome) -> AlarmId {
        let id = self.accepted();
        let (mode, note) = (VerificationMode::OnSite, "looked at it".to_owned());
        self.city.act(Person::Officer, &id, &Command::Verify { mode, outcome, note, files: Vec::new() });
        id
    }

    fn command(&self, id: &AlarmId, name: &str, body: &serde_json::Value) -> Ask {
        Ask::command(id, name, self.city.version(id), &format!("key-{}", self.number()), body)
    }
}

const fn case(
    method: &'static str,
    path: &'static str,
    statuses: Statuses,
    ask: fn(&Fixture) -> Ask,
) -> Case {
    Case { route: (method, path), statuses, ask }
}

const CASES: &[Case] = &[
    case("GET", "/healthz", EVERYBODY, |_| Ask::get("/healthz")),
    case("GET", "/metrics", EVERYBODY, |_| Ask::get("/metrics")),
    case("GET", "/api/openapi.json", EVERYBODY, |_| Ask::get("/api/openapi.json")),
    case("GET", "/api/v1/server", EVERYBODY, |_| Ask::get("/api/v1/server")),
    case("POST", "/api/v1/session", EVERYBODY, |fixture| {
        fixture.city.account(Person::Duty);
        Ask::post("/api/v1/session", &json!({ "login": "duty", "password": PASSWORD }))
    }),
    case("POST", "/api/v1/imports/files", IMPORTERS, |_| sheet_upload()),
    case("POST", "/api/v1/imports/proposal", IMPORTERS, |fixture| {
        let body = json!({ "file": fixture.sheet(), "sheet": 0, "kind": "station" });
        Ask::post("/api/v1/imports/proposal", &body)
    }),
    case("POST", "/api/v1/imports/rehearsal", IMPORTERS, |fixture| {
        Ask::post("/api/v1/imports/rehearsal", &fixture.import_request())
    }),
    case("POST", "/api/v1/imports/refusals", IMPORTERS, |fixture| {
        Ask::post("/api/v1/imports/refusals", &fixture.import_request())
    }),
    case("POST", "/api/v1/imports", [401, 201, 403, 403, 403, 403, 403, 403, 201], |fixture| {
        let key = format!("import-{}", fixture.number());
        Ask::post("/api/v1/imports", &fixture.import_request()).header("idempotency-key", key)
    }),
    case("GET", "/api/v1/imports", IMPORTERS, |_| Ask::get("/api/v1/imports")),
    case("GET", "/api/v1/imports/{id}", IMPORTERS, |fixture| {
        Ask::get(format!("/api/v1/imports/{}", fixture.import()))
    }),
    case("POST", "/api/v1/imports/{id}/stop", [401, 404, 403, 403, 403, 403, 403, 403, 404], |_| {
        // One that is not running: there is nothing to stop.
        Ask::post("/api/v1/imports/I20200831-0/stop", &json!({}))
    }),
    case("POST", "/api/v1/imports/{id}/undo", [401, 204, 403, 403, 403, 403, 403, 403, 204], |fixture| {
        let (id, key) = (fixture.import(), format!("undo-{}", fixture.number()));
        Ask::post(format!("/api/v1/imports/{id}/undo"), &json!({ "reason": "the wrong file" }))
            .header("idempotency-key", key)
    }),
    case("GET", "/api/v1/outlets/{id}/declared-stops", OWN, |_| {
        Ask::get(format!("/api/v1/outlets/{STACK}/declared-stops"))
    }),
    case("POST", "/api/v1/outlets/{id}/declared-stops", BY_THOSE_CONCERNED_201, |fixture| {
        let (from, to) = fixture.hour_of_a_stop();
        let key = format!("stop-{}", fixture.number());
        let body = json!({ "from": from, "to": to, "reason": "maintenance of the press" });
        Ask::post(format!("/api/v1/outlets/{STACK}/declared-stops"), &body).header("idempotency-key", key)
    }),
    case("POST", "/api/v1/declared-stops/{id}/end", BY_THOSE_CONCERNED, |fixture| {
        let (id, from) = fixture.declared_stop();
        let key = format!("stop-{}", fixture.number());
        Ask::post(format!("/api/v1/declared-stops/{id}/end"), &json!({ "at": from }))
            .header("idempotency-key", key)
    }),
    case("POST", "/api/v1/declared-stops/{id}/withdraw", BY_THOSE_CONCERNED, |fixture| {
        let (id, _) = fixture.declared_stop();
        let key = format!("stop-{}", fixture.number());
        Ask::post(format!("/api/v1/declared-stops/{id}/withdraw"), &json!({ "reason": "we go on" }))
            .header("idempotency-key", key)
    }),
    case("GET", "/api/v1/marking-days/{day}", SIGNED_IN, |_| Ask::get("/api/v1/marking-days/2020-08-30")),
    case("GET", "/api/v1/outlets/{id}/marking-days/{day}", OWN, |_| {
        Ask::get(format!("/api/v1/outlets/{STACK}/marking-days/2020-08-30"))
    }),
    case("POST", "/api/v1/outlets/{id}/marking-days/{day}/confirm", BY_OWNER, |fixture| {
        let key = format!("marking-{}", fixture.number());
        Ask::post(format!("/api/v1/outlets/{STACK}/marking-days/2020-08-30/confirm"), &json!({}))
            .header("idempotency-key", key)
    }),
    case("POST", "/api/v1/outlets/{id}/markings", BY_OWNER_201, |fixture| {
        Ask::post(format!("/api/v1/outlets/{STACK}/markings"), &marking_body())
            .header("idempotency-key", format!("marking-{}", fixture.number()))
    }),
    case("POST", "/api/v1/markings/{id}/change", BY_OWNER, |fixture| {
        let (id, key) = (fixture.marking(), format!("marking-{}", fixture.number()));
        Ask::post(format!("/api/v1/markings/{id}/change"), &marking_body()).header("idempotency-key", key)
    }),
    case("POST", "/api/v1/markings/{id}/withdraw", BY_OWNER, |fixture| {
        let (id, key) = (fixture.marking(), format!("marking-{}", fixture.number()));
        Ask::post(format!("/api/v1/markings/{id}/withdraw"), &json!({ "reason": "a slip" }))
            .header("idempotency-key", key)
    }),
    case("POST", "/api/v1/markings/{id}/accept", BY_REVIEWERS, |fixture| {
        let (id, key) = (fixture.marking(), format!("marking-{}", fixture.number()));
        Ask::post(format!("/api/v1/markings/{id}/accept"), &json!({})).header("idempotency-key", key)
    }),
    case("POST", "/api/v1/markings/{id}/contest", BY_REVIEWERS, |fixture| {
        let (id, key) = (fixture.marking(), format!("marking-{}", fixture.number()));
        let body = json!({ "reason": "no record of it", "suspected_false": true });
        Ask::post(format!("/api/v1/markings/{id}/contest"), &body).header("idempotency-key", key)
    }),
    case("GET", "/api/v1/enterprises/{code}/production-orders", OWN, |_| {
        Ask::get(format!("/api/v1/enterprises/{}/production-orders", crate::city::printer()))
    }),
    case(
        "POST",
        "/api/v1/enterprises/{code}/production-orders",
        [401, 201, 201, 404, 403, 404, 201, 403, 201],
        |fixture| {
            let (from, to) = fixture.hour_of_a_stop();
            let key = format!("order-{}", fixture.number());
            let body = json!({ "allowed_percent": 0, "from": from, "to": to, "document": "No. 3" });
            let path = format!("/api/v1/enterprises/{}/production-orders", crate::city::printer());
            Ask::post(path, &body).header("idempotency-key", key)
        },
    ),
    case("POST", "/api/v1/production-orders/{id}/lift", BY_BUREAU_ORDER, |fixture| {
        let (id, key) = (fixture.production_order(), format!("order-{}", fixture.number()));
        Ask::post(format!("/api/v1/production-orders/{id}/lift"), &json!({ "reason": "the air is clean" }))
            .header("idempotency-key", key)
    }),
    case("GET", "/api/v1/rules", FOR_OFFICES, |_| Ask::get("/api/v1/rules")),
    case("GET", "/api/v1/rules/precision", FOR_OFFICES, |_| Ask::get("/api/v1/rules/precision?months=3")),
    case("GET", "/api/v1/rules/{id}", FOR_OFFICES, |fixture| {
        Ask::get(format!("/api/v1/rules/{}", fixture.rule()))
    }),
    case("POST", "/api/v1/rules", [401, 201, 403, 403, 403, 403, 201, 403, 201], |fixture| {
        fixture.without_shadow();
        let values = json!({ "silence.intervals": 20 });
        let body = json!({ "kind": "logger_silent", "values": values, "reason": "too many short silences" });
        Ask::post("/api/v1/rules", &body).header("idempotency-key", format!("rule-{}", fixture.number()))
    }),
    // It was not long enough in shadow: who may, hears that.
    case("POST", "/api/v1/rules/{id}/activate", [401, 403, 403, 403, 403, 403, 422, 403, 422], |fixture| {
        let (id, key) = (fixture.rule(), format!("rule-{}", fixture.number()));
        Ask::post(format!("/api/v1/rules/{id}/activate"), &json!({ "replaces": [] }))
            .header("idempotency-key", key)
    }),
    case("POST", "/api/v1/rules/{id}/retire", [401, 200, 403, 403, 403, 403, 200, 403, 200], |fixture| {
        let (id, key) = (fixture.rule(), format!("rule-{}", fixture.number()));
        Ask::post(format!("/api/v1/rules/{id}/retire"), &json!({ "reason": "it tells too much" }))
            .header("idempotency-key", key)
    }),
    case("GET", "/api/v1/rules/{id}/replay", FOR_OFFICES, |fixture| {
        Ask::get(format!("/api/v1/rules/{}/replay", fixture.rule()))
    }),
    case("POST", "/api/v1/rules/{id}/replay", [401, 202, 403, 403, 403, 403, 202, 403, 202], |fixture| {
        while fixture.city.services.replays.is_running() {
            std::thread::yield_now();
        }
        let days = json!({ "from": "2020-08-01", "to": "2020-08-30" });
        Ask::post(format!("/api/v1/rules/{}/replay", fixture.rule()), &days)
    }),
    case("DELETE", "/api/v1/rules/{id}/replay", [401, 200, 403, 403, 403, 403, 200, 403, 200], |fixture| {
        Ask::new("DELETE", format!("/api/v1/rules/{}/replay", fixture.rule()))
    }),
    case("GET", "/api/v1/credentials", TO_ADMINISTRATOR, |_| Ask::get("/api/v1/credentials")),
    case("POST", "/api/v1/credentials", [401, 403, 403, 403, 403, 403, 403, 403, 201], |fixture| {
        let key = format!("credential-{}", fixture.number());
        let holder = format!("push:client-{}", fixture.number());
        let body = json!({ "holder": holder, "sources": [format!("station:{STATION}")] });
        Ask::post("/api/v1/credentials", &body).header("idempotency-key", key)
    }),
    case("POST", "/api/v1/credentials/{holder}/rotate", TO_ADMINISTRATOR, |fixture| {
        let holder = fixture.credential();
        let key = format!("rotate-{}", fixture.number());
        Ask::post(format!("/api/v1/credentials/{holder}/rotate"), &json!({})).header("idempotency-key", key)
    }),
    case(
        "POST",
        "/api/v1/credentials/{holder}/revoke",
        [401, 403, 403, 403, 403, 403, 403, 403, 204],
        |fixture| {
            let holder = fixture.credential();
            let key = format!("revoke-{}", fixture.number());
            Ask::post(format!("/api/v1/credentials/{holder}/revoke"), &json!({ "reason": "lost" }))
                .header("idempotency-key", key)
        },
    ),
    case("GET", "/api/v1/public/draws", EVERYBODY, |_| Ask::get("/api/v1/public/draws")),
    case("GET", "/api/v1/public/draws/{id}/results", [404; 9], |fixture| {
        Ask::get(format!("/api/v1/public/draws/{}/results", fixture.draw_void()))
    }),
    case("GET", "/api/v1/public/draws/{id}/record", [404; 9], |fixture| {
        Ask::get(format!("/api/v1/public/draws/{}/record", fixture.draw_void()))
    }),
    // Of an enterprise only who speaks for a party sees that there is a draw.
    case("GET", "/api/v1/cases", FOR_OFFICES, |_| Ask::get("/api/v1/cases")),
    case("GET", "/api/v1/case-deadlines", FOR_OFFICES, |_| Ask::get("/api/v1/case-deadlines")),
    case("POST", "/api/v1/cases", [401, 201, 201, 404, 403, 403, 403, 403, 403], |fixture| {
        let body = json!({
            "party": printer(), "reason": "an inspection", "suspected": "over", "found_on": "2020-08-30"
        });
        Ask::post("/api/v1/cases", &body).header("idempotency-key", format!("case-{}", fixture.number()))
    }),
    case("GET", "/api/v1/cases/{id}", OFFICES_CONCERNED, |fixture| {
        Ask::get(format!("/api/v1/cases/{}", fixture.case_file()))
    }),
    // It is not decided yet.
    case("GET", "/api/v1/cases/{id}/decision", [401, 422, 422, 404, 404, 404, 422, 422, 422], |fixture| {
        Ask::get(format!("/api/v1/cases/{}/decision?format=docx", fixture.case_file()))
    }),
    case("GET", "/api/v1/cases/{id}/law", OFFICES_CONCERNED, |fixture| {
        Ask::get(format!("/api/v1/cases/{}/law", fixture.case_file()))
    }),
    case("POST", "/api/v1/cases/{id}/acts", [401, 200, 200, 404, 404, 404, 403, 403, 403], |fixture| {
        let body = json!({ "act": "order", "what": "put it right" });
        Ask::post(format!("/api/v1/cases/{}/acts", fixture.case_file()), &body)
            .header("if-match", "\"1\"")
            .header("idempotency-key", format!("act-{}", fixture.number()))
    }),
    case("POST", "/api/v1/cases/{id}/reckoning", OFFICES_CONCERNED, |fixture| {
        let body = json!({ "amount": "1000", "reason": "no table fits" });
        Ask::post(format!("/api/v1/cases/{}/reckoning", fixture.case_file()), &body)
    }),
    case("POST", "/api/v1/cases/{id}/proposal", OFFICES_CONCERNED, |fixture| {
        Ask::post(format!("/api/v1/cases/{}/proposal", fixture.case_file()), &json!({}))
    }),
    case("GET", "/api/v1/draws", SIGNED_IN, |_| Ask::get("/api/v1/draws")),
    case("GET", "/api/v1/draws/{id}", OFFICES, |fixture| {
        Ask::get(format!("/api/v1/draws/{}", fixture.draw()))
    }),
    case("POST", "/api/v1/draws", [401, 201, 403, 403, 403, 403, 201, 403, 201], |fixture| {
        let number = fixture.number();
        Ask::post("/api/v1/draws", &crate::draws::opening(&format!("opened-{number}"), false))
            .header("idempotency-key", format!("draw-{number}"))
    }),
    case("POST", "/api/v1/draws/{id}/share", [401, 200, 403, 403, 404, 404, 403, 200, 403], |fixture| {
        let id = fixture.draw();
        fixture.draw_command(&id, "share", &crate::draws::share(&id, 1, 0))
    }),
    case("POST", "/api/v1/draws/{id}/abandon", BY_DRAW_MANAGERS, |fixture| {
        fixture.draw_command(&fixture.draw(), "abandon", &json!({ "reason": "somebody is ill" }))
    }),
    case("POST", "/api/v1/draws/{id}/commit", BY_DRAW_MANAGERS, |fixture| {
        fixture.draw_command(&fixture.draw_with_shares(), "commit", &crate::draws::plan())
    }),
    // The bureau holds the plan, and the inspectors wait for it.
    case("POST", "/api/v1/draws/{id}/reveal", [401, 200, 403, 403, 404, 404, 403, 422, 403], |fixture| {
        fixture.draw_command(&fixture.draw_committed().0, "reveal", &crate::draws::secret(0))
    }),
    // Its chance comes from parties.
    case("POST", "/api/v1/draws/{id}/round", [401, 422, 403, 403, 404, 404, 422, 403, 422], |fixture| {
        let round = json!({ "round": 1000, "signature": "00".repeat(48) });
        fixture.draw_command(&fixture.draw_committed().0, "round", &round)
    }),
    case("POST", "/api/v1/draws/{id}/publish", BY_DRAW_MANAGERS, |fixture| {
        fixture.draw_command(&fixture.draw_void(), "publish", &json!({}))
    }),
    case("POST", "/api/v1/draws/{id}/void", [401, 403, 403, 403, 404, 404, 200, 403, 403], |fixture| {
        fixture.draw_command(&fixture.draw_committed().0, "void", &json!({ "reason": "a mistake" }))
    }),
    case("GET", "/api/v1/draws/{id}/candidates", BY_DRAW_MANAGERS, |fixture| {
        Ask::get(format!("/api/v1/draws/{}/candidates", fixture.draw()))
    }),
    case("GET", "/api/v1/public/positive-list", EVERYBODY, |_| Ask::get("/api/v1/public/positive-list")),
    case("GET", "/api/v1/positive-list", SIGNED_IN, |_| Ask::get("/api/v1/positive-list")),
    case("GET", "/api/v1/positive-list/badges", SIGNED_IN, |_| Ask::get("/api/v1/positive-list/badges")),
    case("POST", "/api/v1/positive-list/look-again", [401, 200, 403, 403, 403, 403, 200, 403, 403], |_| {
        Ask::post("/api/v1/positive-list/look-again", &json!({}))
    }),
    case("GET", "/api/v1/positive-list/{code}", OWN, |_| {
        Ask::get(format!("/api/v1/positive-list/{}", printer()))
    }),
    case("GET", "/api/v1/positive-list/{code}/check", OWN, |_| {
        Ask::get(format!("/api/v1/positive-list/{}/check?category=livelihood", printer()))
    }),
    // Who proposes after another may, and is too late.
    case(
        "POST",
        "/api/v1/positive-list/{code}/acts",
        [401, 200, 422, 404, 422, 404, 403, 403, 422],
        |fixture| {
            let act = json!({ "act": "propose", "category": "livelihood", "statement": "they make food" });
            let number = fixture.number();
            Ask::post(format!("/api/v1/positive-list/{}/acts", printer()), &act)
                .header("if-match", fixture.list_version())
                .header("idempotency-key", format!("list-{number}"))
        },
    ),
    case("GET", "/api/v1/inspections", SIGNED_IN, |_| Ask::get("/api/v1/inspections")),
    case("POST", "/api/v1/inspections", [401, 201, 403, 403, 403, 403, 201, 403, 201], |fixture| {
        let (code, key) = fixture.library_object();
        let new = json!({ "enterprise": code, "cause": "complaint", "words": "a smell at night" });
        Ask::post("/api/v1/inspections", &new).header("idempotency-key", format!("assign-{key}"))
    }),
    case("GET", "/api/v1/inspections/numbers", FOR_OFFICES, |_| Ask::get("/api/v1/inspections/numbers")),
    // An enterprise hears of it when it is asked, or when it is over.
    case("GET", "/api/v1/inspections/{id}", OFFICES_CONCERNED, |fixture| {
        Ask::get(format!("/api/v1/inspections/{}", fixture.inspection()))
    }),
    // The draw is not drawn.
    case(
        "POST",
        "/api/v1/draws/{id}/inspections",
        [401, 422, 403, 403, 403, 403, 422, 403, 422],
        |fixture| fixture.draw_command(&fixture.draw(), "inspections", &json!({})),
    ),
    case(
        "POST",
        "/api/v1/inspections/{id}/dossier",
        [401, 200, 200, 404, 404, 404, 403, 403, 403],
        |fixture| fixture.inspection_command("dossier", &json!({ "period": "2020-08" })),
    ),
    case("POST", "/api/v1/inspections/{id}/acts", [401, 200, 403, 404, 404, 404, 200, 403, 200], |fixture| {
        fixture.inspection_command("acts", &json!({ "act": "give_up", "reason": "a mistake" }))
    }),
    // No dossier was gathered.
    case(
        "GET",
        "/api/v1/inspections/{id}/document",
        [401, 422, 422, 404, 404, 404, 422, 422, 422],
        |fixture| Ask::get(format!("/api/v1/inspections/{}/document?format=docx", fixture.inspection())),
    ),
    case("GET", "/api/v1/tracings", FOR_OFFICES, |_| Ask::get("/api/v1/tracings")),
    case("POST", "/api/v1/tracings", [401, 200, 200, 403, 403, 403, 403, 403, 403], |fixture| {
        let body = json!({
            "station": STATION, "factor": "a34004", "reason": "a smell",
            "from": "2020-08-31T03:00:00+08:00", "to": "2020-08-31T08:00:00+08:00"
        });
        Ask::post("/api/v1/tracings", &body)
            .header("idempotency-key", format!("tracing-{}", fixture.number()))
    }),
    case("GET", "/api/v1/tracings/{id}", OFFICES_CONCERNED, |fixture| {
        Ask::get(format!("/api/v1/tracings/{}", fixture.tracing()))
    }),
    case("GET", "/api/v1/tracings/{id}/input", OFFICES_CONCERNED, |fixture| {
        Ask::get(format!("/api/v1/tracings/{}/input", fixture.tracing()))
    }),
    case("GET", "/api/v1/tracings/{id}/by-wind", OFFICES_CONCERNED, |fixture| {
        Ask::get(format!("/api/v1/tracings/{}/by-wind", fixture.tracing()))
    }),
    // Who may see it hears that there is no ranking.
    case("GET", "/api/v1/tracings/{id}/plume", [401, 422, 422, 404, 404, 404, 422, 422, 422], |fixture| {
        Ask::get(format!("/api/v1/tracings/{}/plume?hypothesis=0", fixture.tracing()))
    }),
    case("GET", "/api/v1/tracings/{id}/cruise", [401, 422, 422, 404, 404, 404, 422, 422, 422], |fixture| {
        Ask::get(format!("/api/v1/tracings/{}/cruise", fixture.tracing()))
    }),
    case("GET", "/api/v1/tracings/{id}/document", OFFICES_CONCERNED, |fixture| {
        Ask::get(format!("/api/v1/tracings/{}/document?format=docx", fixture.tracing()))
    }),
    case("POST", "/api/v1/tracings/{id}/tracks/preview", BY_TRACERS, |fixture| {
        track_upload(format!("/api/v1/tracings/{}/tracks/preview?datum=wgs84&unit=ug_m3", fixture.tracing()))
    }),
    case("POST", "/api/v1/tracings/{id}/tracks", BY_TRACERS, |fixture| {
        track_upload(format!("/api/v1/tracings/{}/tracks?datum=gcj02&unit=mg_m3", fixture.tracing()))
            .header("if-match", "\"2\"")
            .header("idempotency-key", format!("tracing-{}", fixture.number()))
    }),
    case("POST", "/api/v1/tracings/{id}/renew", BY_TRACERS, |fixture| {
        fixture.tracing_command("renew", &json!({}))
    }),
    case("POST", "/api/v1/tracings/{id}/cruise", BY_TRACERS, |fixture| {
        fixture.tracing_command("cruise", &json!({ "words": "drive south" }))
    }),
    case("POST", "/api/v1/tracings/{id}/cruise/accept", BY_TRACERS, |fixture| {
        fixture.tracing_with_cruise("cruise/accept", &json!({}))
    }),
    case("POST", "/api/v1/tracings/{id}/cruise/end", BY_TRACERS, |fixture| {
        fixture.tracing_with_cruise("cruise/end", &json!({ "words": "the van is broken" }))
    }),
    case("POST", "/api/v1/tracings/{id}/close", BY_TRACERS, |fixture| {
        fixture.tracing_command("close", &json!({ "verdict": "regional", "words": "a dusty day" }))
    }),
    // It has no ranking.
    case("POST", "/api/v1/tracings/{id}/check", [401, 422, 422, 404, 404, 404, 422, 422, 422], |fixture| {
        Ask::post(format!("/api/v1/tracings/{}/check", fixture.tracing()), &json!({}))
    }),
    case("GET", "/api/v1/inspection-plans", FOR_OFFICES, |_| Ask::get("/api/v1/inspection-plans")),
    case("GET", "/api/v1/inspection-plans/{year}/proposal", FOR_OFFICES, |_| {
        Ask::get("/api/v1/inspection-plans/2020/proposal")
    }),
    case(
        "POST",
        "/api/v1/inspection-plans/{year}/draft",
        [401, 200, 403, 403, 403, 403, 200, 403, 200],
        |fixture| fixture.plan_command("draft", &json!({ "pools": [plan_pool()] })),
    ),
    case(
        "POST",
        "/api/v1/inspection-plans/{year}/approve",
        [401, 403, 403, 403, 403, 403, 200, 403, 403],
        |fixture| fixture.plan_command("approve", &json!({ "draft": 1 })),
    ),
    case(
        "POST",
        "/api/v1/inspection-plans/{year}/return",
        [401, 403, 403, 403, 403, 403, 200, 403, 403],
        |fixture| fixture.plan_command("return", &json!({ "draft": 1, "reason": "x" })),
    ),
    case("GET", "/api/v1/inspection-objects", FOR_OFFICES, |_| Ask::get("/api/v1/inspection-objects")),
    case("GET", "/api/v1/inspection-objects/{code}", FOR_OFFICES, |fixture| {
        Ask::get(format!("/api/v1/inspection-objects/{}", fixture.library_object().0))
    }),
    case("POST", "/api/v1/inspection-objects/{code}/rename", IMPORTERS, |fixture| {
        let (code, key) = fixture.library_object();
        let new = json!({ "name": format!("改名{key}"), "since": "2020-08-01", "reason": "x" });
        Ask::post(format!("/api/v1/inspection-objects/{code}/rename"), &new)
            .header("idempotency-key", format!("rename-{key}"))
    }),
    // It is itself.
    case(
        "POST",
        "/api/v1/inspection-objects/{code}/merge",
        [401, 422, 403, 403, 403, 403, 403, 403, 422],
        |fixture| {
            let (code, key) = fixture.library_object();
            let given = json!({ "given_up": code, "reason": "x" });
            Ask::post(format!("/api/v1/inspection-objects/{code}/merge"), &given)
                .header("idempotency-key", format!("merge-{key}"))
        },
    ),
    case(
        "POST",
        "/api/v1/inspection-objects/{code}/changes/{id}/undo",
        [401, 404, 403, 403, 403, 403, 403, 403, 404],
        |fixture| {
            let (code, key) = fixture.library_object();
            Ask::post(
                format!("/api/v1/inspection-objects/{code}/changes/W-none/undo"),
                &json!({ "reason": "x" }),
            )
            .header("idempotency-key", format!("undo-change-{key}"))
        },
    ),
    // Enterprises may know what they can be inspected for.
    case("GET", "/api/v1/inspection-items", SIGNED_IN, |_| Ask::get("/api/v1/inspection-items")),
    case("GET", "/api/v1/enforcers", FOR_OFFICES, |_| Ask::get("/api/v1/enforcers")),
    case(
        "POST",
        "/api/v1/enforcers/{id}/availability",
        [401, 204, 403, 403, 403, 403, 403, 403, 204],
        |fixture| {
            let key = fixture.library_import().1;
            Ask::post("/api/v1/enforcers/ZF-1/availability", &json!({ "leave": [], "conflicts": [] }))
                .header("idempotency-key", format!("away-{key}"))
        },
    ),
    case("GET", "/api/v1/library-imports", IMPORTERS, |_| Ask::get("/api/v1/library-imports")),
    case("POST", "/api/v1/library-imports/preview", IMPORTERS, |_| {
        crate::libraries::upload("/preview?kind=enforcers", crate::libraries::enforcers().as_bytes())
    }),
    case("POST", "/api/v1/library-imports", [401, 201, 403, 403, 403, 403, 403, 403, 201], |fixture| {
        let number = fixture.number();
        let text = format!("{}\n,,,,,,,,,第{number}次\n", crate::libraries::enforcers());
        crate::libraries::upload("?kind=enforcers", text.as_bytes())
            .header("idempotency-key", format!("library-{number}"))
    }),
    case(
        "POST",
        "/api/v1/library-imports/{id}/undo",
        [401, 204, 403, 403, 403, 403, 403, 403, 204],
        |fixture| {
            let (id, key) = fixture.library_import();
            Ask::post(format!("/api/v1/library-imports/{id}/undo"), &json!({ "reason": "the wrong file" }))
                .header("idempotency-key", format!("undo-library-{key}"))
        },
    ),
    case("GET", "/api/v1/draws/{id}/record", [401, 200, 403, 403, 404, 404, 200, 200, 200], |fixture| {
        Ask::get(format!("/api/v1/draws/{}/record", fixture.draw_committed().0))
    }),
    // A token opens this door and nothing else; who is signed in does not matter.
    case("POST", "/api/v1/push/readings", [401; 9], |_| Ask::post("/api/v1/push/readings", &json!([]))),
    case("GET", "/api/v1/session", SIGNED_IN, |_| Ask::get("/api/v1/session")),
    case("DELETE", "/api/v1/session", [401, 204, 204, 204, 204, 204, 204, 204, 204], |_| {
        Ask::new("DELETE", "/api/v1/session")
    }),
    case("GET", "/api/v1/map", SIGNED_IN, |_| Ask::get("/api/v1/map")),
    case("GET", "/api/v1/alarms", SIGNED_IN, |_| Ask::get("/api/v1/alarms")),
    case("GET", "/api/v1/alarm-groups", SIGNED_IN, |_| Ask::get("/api/v1/alarm-groups")),
    // Each alarm is judged by itself: of a group of which nothing is theirs, nothing is done.
    case("POST", "/api/v1/alarm-groups/{id}/act", [401, 200, 200, 200, 403, 403, 403, 403, 403], |fixture| {
        let body = json!({ "command": { "accept": {} } });
        Ask::post("/api/v1/alarm-groups/logger_silent.0.1/act", &body)
            .header("idempotency-key", format!("group-{}", fixture.number()))
    }),
    case("GET", "/api/v1/reminders", SIGNED_IN, |_| Ask::get("/api/v1/reminders")),
    case("GET", "/api/v1/alarms/{id}", OWN, |fixture| {
        Ask::get(format!("/api/v1/alarms/{}", fixture.alarm()))
    }),
    case("POST", "/api/v1/alarms/{id}/assign", BY_DUTY, |fixture| {
        fixture.city.account(Person::Colleague);
        let body = json!({ "branch": KAIFU, "officer": Person::Colleague.id() });
        fixture.command(&fixture.alarm(), "assign", &body)
    }),
    case("POST", "/api/v1/alarms/{id}/accept", BY_OFFICER, |fixture| {
        fixture.command(&fixture.alarm(), "accept", &json!({}))
    }),
    case("POST", "/api/v1/alarms/{id}/return", BY_OFFICER, |fixture| {
        fixture.command(&fixture.alarm(), "return", &json!({ "reason": "not ours" }))
    }),
    case("POST", "/api/v1/alarms/{id}/explain", BY_OWNER, |fixture| {
        fixture.command(&fixture.alarm(), "explain", &json!({ "text": "a test run" }))
    }),
    case("POST", "/api/v1/alarms/{id}/verify", BY_OFFICER, |fixture| {
        let body = json!({ "mode": "on_site", "outcome": "violation", "note": "seen" });
        fixture.command(&fixture.accepted(), "verify", &body)
    }),
    case("POST", "/api/v1/alarms/{id}/close", BY_DUTY, |fixture| {
        fixture.command(&fixture.verified(Outcome::Normal), "close", &json!({ "note": "nothing" }))
    }),
    case("POST", "/api/v1/alarms/{id}/hand-on", BY_DUTY, |fixture| {
        let body = json!({ "to": "case_filing", "note": "file it" });
        fixture.command(&fixture.verified(Outcome::Violation), "hand-on", &body)
    }),
    case("POST", "/api/v1/alarms/{id}/escalate", BY_LEADER, |fixture| {
        fixture.command(&fixture.alarm(), "escalate", &json!({ "reason": "too slow" }))
    }),
    case("POST", "/api/v1/alarms/{id}/snooze", BY_OFFICER, |fixture| {
        let until = model::china::plus_seconds(fixture.city.services.clock.now(), 600);
        let body = json!({ "until": until.to_string(), "reason": "waits for the laboratory" });
        fixture.command(&fixture.alarm(), "snooze", &body)
    }),
    case("POST", "/api/v1/alarms/{id}/wake", BY_OFFICER, |fixture| {
        let id = fixture.alarm();
        let until = model::china::plus_seconds(fixture.city.services.clock.now(), 600);
        let reason = "waits for the laboratory".to_owned();
        fixture.city.act(Person::Officer, &id, &Command::Snooze { until, reason });
        fixture.command(&id, "wake", &json!({}))
    }),
    case("POST", "/api/v1/alarms/{id}/merge", BY_DUTY, |fixture| {
        let body = json!({ "into": fixture.alarm(), "reason": "one cause" });
        fixture.command(&fixture.alarm(), "merge", &body)
    }),
    case("POST", "/api/v1/alarms/{id}/separate", BY_DUTY, |fixture| {
        let (leading, id) = (fixture.alarm(), fixture.alarm());
        fixture.city.account(Person::Duty);
        let given = (ledger::Expected::Any, None);
        let (office, duty) = (&fixture.city.services.office, Person::Duty.actor());
        office.merge(&id, &leading, Some("one cause".into()), given, &duty).unwrap();
        fixture.command(&id, "separate", &json!({ "reason": "two causes" }))
    }),
    case("POST", "/api/v1/files", [401, 200, 200, 200, 200, 200, 403, 403, 403], |_| {
        Ask::upload("photo.png", PNG)
    }),
    case("GET", "/api/v1/files/{hash}", SIGNED_IN, |fixture| {
        let services = &fixture.city.services;
        let uploader = Person::Duty.id().parse().unwrap();
        let blob = services.vault.put_blob(PNG, "photo.png", &uploader, crate::city::start()).unwrap();
        let signed = services.file_key.sign(&blob.hash, model::china::plus_seconds(crate::city::start(), 60));
        let query = format!("expires={}&signature={}", signed.expires, signed.signature);
        Ask::get(format!("/api/v1/files/{}?{query}", blob.hash))
    }),
    case("GET", "/api/v1/enterprises", SIGNED_IN, |_| Ask::get("/api/v1/enterprises")),
    case("GET", "/api/v1/enterprises/{code}", OWN, |_| {
        Ask::get(format!("/api/v1/enterprises/{}", printer()))
    }),
    case("GET", "/api/v1/outlets/{id}", OWN, |_| Ask::get(format!("/api/v1/outlets/{STACK}"))),
    case("GET", "/api/v1/outlets/{id}/series", OWN, |_| {
        Ask::get(format!("/api/v1/outlets/{STACK}/series?factor={VOC}&granularity=hour"))
    }),
    case("GET", "/api/v1/outlets/{id}/readings", OWN, |_| {
        Ask::get(format!("/api/v1/outlets/{STACK}/readings?granularity=hour"))
    }),
    case("GET", "/api/v1/outlets/{id}/series/summary", OWN, |_| {
        Ask::get(format!("/api/v1/outlets/{STACK}/series/summary?factor={VOC}&granularity=hour&step_s=3600"))
    }),
    case("GET", "/api/v1/stations/{id}/series/summary", OFFICES, |_| {
        let query = "factor=a34004&granularity=hour&step_s=86400";
        Ask::get(format!("/api/v1/stations/{STATION}/series/summary?{query}"))
    }),
    case("GET", "/api/v1/meters/{id}/series/summary", OWN, |_| {
        let query = "factor=power_active&granularity=realtime&step_s=600";
        Ask::get(format!("/api/v1/meters/{STACK_METER}/series/summary?{query}"))
    }),
    case("GET", "/api/v1/statistics/exceedances", SIGNED_IN, |_| {
        Ask::get("/api/v1/statistics/exceedances?granularity=hour&group=trade")
    }),
    case("GET", "/api/v1/stations/{id}", OFFICES, |_| Ask::get(format!("/api/v1/stations/{STATION}"))),
    case("GET", "/api/v1/stations/{id}/series", OFFICES, |_| {
        Ask::get(format!("/api/v1/stations/{STATION}/series?factor=a34004&granularity=hour"))
    }),
    case("GET", "/api/v1/statistics/transmission", SIGNED_IN, |_| {
        Ask::get("/api/v1/statistics/transmission")
    }),
    case("GET", "/api/v1/statistics/outlets/{id}", OWN, |_| {
        Ask::get(format!("/api/v1/statistics/outlets/{STACK}"))
    }),
    case("GET", "/api/v1/statistics/air", FOR_OFFICES, |_| Ask::get("/api/v1/statistics/air")),
    case("GET", "/api/v1/statistics/water", FOR_OFFICES, |_| Ask::get("/api/v1/statistics/water")),
    case("GET", "/api/v1/stations/{id}/aqi", OFFICES, |_| {
        Ask::get(format!("/api/v1/stations/{STATION}/aqi"))
    }),
    case("GET", "/api/v1/meters/{id}/series", OWN, |_| {
        Ask::get(format!("/api/v1/meters/{STACK_METER}/series?factor=power_active&granularity=realtime"))
    }),
    case("GET", "/api/v1/loggers", SIGNED_IN, |_| Ask::get("/api/v1/loggers")),
    case("GET", "/api/v1/loggers/waiting", LEDGER_READERS, |_| Ask::get("/api/v1/loggers/waiting")),
    case(
        "POST",
        "/api/v1/loggers/waiting/{mn}/adopt",
        [401, 204, 403, 403, 403, 403, 403, 403, 204],
        |fixture| {
            let number = fixture.number();
            let mn = fixture.city.hear_stranger(&format!("MN-NEW-{number}"));
            let outlet = fixture.city.build_outlet(&format!("YH-DW1{number:03}"));
            let body = json!({ "target": { "outlet": outlet }, "realtime_interval_s": 30 });
            Ask::post(format!("/api/v1/loggers/waiting/{mn}/adopt"), &body)
                .header("idempotency-key", format!("adopt-{number}"))
        },
    ),
    case("POST", "/api/v1/loggers/{mn}/profile", [401, 204, 403, 403, 403, 403, 403, 403, 204], |fixture| {
        let body = json!({ "crc_mode": "modbus-swapped" });
        Ask::post(format!("/api/v1/loggers/{STACK_MN}/profile"), &body)
            .header("idempotency-key", format!("profile-{}", fixture.number()))
    }),
    case("PUT", "/api/v1/loggers/{mn}/key", BY_ADMINISTRATOR, |fixture| {
        let path = format!("/api/v1/loggers/{STACK_MN}/key");
        Ask::new("PUT", path)
            .body("application/json", json!({ "key": "0123456789abcdef" }).to_string())
            .header("idempotency-key", format!("key-{}", fixture.number()))
    }),
    case("DELETE", "/api/v1/loggers/{mn}/key", BY_ADMINISTRATOR, |fixture| {
        Ask::new("DELETE", format!("/api/v1/loggers/{STACK_MN}/key"))
            .header("idempotency-key", format!("key-{}", fixture.number()))
    }),
    case("POST", "/api/v1/loggers/{mn}/key/rotation", BY_ADMINISTRATOR, |fixture| {
        let mut device = device(STACK_MN, crate::city::start());
        device.dialect.key_set = true;
        fixture.city.devices.loggers.lock().unwrap().insert(STACK_MN.parse().unwrap(), device);
        Ask::new("POST", format!("/api/v1/loggers/{STACK_MN}/key/rotation"))
            .header("idempotency-key", format!("key-{}", fixture.number()))
    }),
    case("POST", "/api/v1/loggers/{mn}/requests", BY_DUTY_OR_ADMINISTRATOR, |fixture| {
        let number = fixture.number();
        Ask::post(format!("/api/v1/loggers/{STACK_MN}/requests"), &json!({ "kind": "get_time" }))
            .header("idempotency-key", format!("ask-{number}"))
    }),
    case("POST", "/api/v1/loggers/{mn}/first-connection", BY_DUTY_OR_ADMINISTRATOR, |fixture| {
        Ask::post(format!("/api/v1/loggers/{STACK_MN}/first-connection"), &json!({}))
            .header("idempotency-key", format!("first-{}", fixture.number()))
    }),
    case("GET", "/api/v1/loggers/{mn}/requests", BY_BUREAU, |_| {
        Ask::get(format!("/api/v1/loggers/{STACK_MN}/requests"))
    }),
    case("GET", "/api/v1/device-requests/{id}", BY_BUREAU, |fixture| {
        Ask::get(format!("/api/v1/device-requests/{}", fixture.city.ask_device(fixture.number())))
    }),
    case("POST", "/api/v1/device-requests/{id}/cancel", BY_DUTY_OR_ADMINISTRATOR, |fixture| {
        let id = fixture.city.ask_device(fixture.number());
        Ask::new("POST", format!("/api/v1/device-requests/{id}/cancel"))
            .header("idempotency-key", format!("cancel-{}", fixture.number()))
    }),
    case("GET", "/api/v1/outlets/{id}/gaps", OWN, |_| {
        Ask::get(format!("/api/v1/outlets/{STACK}/gaps?days=2"))
    }),
    case("GET", "/api/v1/officers", [401, 200, 200, 200, 403, 403, 200, 200, 200], |_| {
        Ask::get("/api/v1/officers")
    }),
    case("GET", "/api/v1/ledger", LEDGER_READERS, |_| Ask::get("/api/v1/ledger")),
    case("GET", "/api/v1/ledger/events", LEDGER_READERS, |_| Ask::get("/api/v1/ledger/events")),
    case("GET", "/api/v1/ledger/events/{sequence}/proof", LEDGER_READERS, |_| {
        Ask::get("/api/v1/ledger/events/0/proof")
    }),
    case("GET", "/api/v1/ledger/consistency", LEDGER_READERS, |_| {
        Ask::get("/api/v1/ledger/consistency?from=1&to=1")
    }),
    case("GET", "/api/v1/ledger/seals", LEDGER_READERS, |_| Ask::get("/api/v1/ledger/seals")),
    case("POST", "/api/v1/ledger/verify", LEDGER_READERS, |_| Ask::new("POST", "/api/v1/ledger/verify")),
    case("GET", "/api/v1/lab/tables", LEDGER_READERS, |_| Ask::get("/api/v1/lab/tables")),
    case("POST", "/api/v1/lab/queries", WITHOUT_LAB, |_| {
        Ask::post("/api/v1/lab/queries", &json!({ "id": "q", "text": "select 1" }))
    }),
    case("POST", "/api/v1/lab/exports", WITHOUT_LAB, |_| {
        Ask::post("/api/v1/lab/exports", &json!({ "id": "q", "text": "select 1", "format": "csv" }))
    }),
    case("GET", "/api/v1/lab/queries/{id}", WITHOUT_LAB, |_| Ask::get("/api/v1/lab/queries/q")),
    case("DELETE", "/api/v1/lab/queries/{id}", WITHOUT_LAB, |_| Ask::new("DELETE", "/api/v1/lab/queries/q")),
    case("GET", "/api/v1/lab/saved", LEDGER_READERS, |_| Ask::get("/api/v1/lab/saved")),
    case("POST", "/api/v1/lab/saved", [401, 201, 403, 403, 403, 403, 201, 201, 201], |_| {
        Ask::post("/api/v1/lab/saved", &json!({ "name": "mine", "text": "select 1", "shared": false }))
    }),
    case("PUT", "/api/v1/lab/saved/{id}", FOREIGN_QUERY, |fixture| {
        let body = json!({ "name": "yours", "text": "select 1", "shared": false });
        Ask::new("PUT", format!("/api/v1/lab/saved/{}", fixture.saved_query()))
            .body("application/json", body.to_string())
    }),
    case("DELETE", "/api/v1/lab/saved/{id}", FOREIGN_QUERY, |fixture| {
        Ask::new("DELETE", format!("/api/v1/lab/saved/{}", fixture.saved_query()))
    }),
    case("GET", "/api/v1/stream", SIGNED_IN, |_| Ask::get("/api/v1/stream")),
];

/// The routes of the document, and the one that gives it.
fn routes() -> BTreeSet<(String, String)> {
    let document = serde_json::to_value(api::openapi()).unwrap();
    let mut routes = BTreeSet::from([("GET".to_owned(), "/api/openapi.json".to_owned())]);
    for (path, methods) in document["paths"].as_object().unwrap() {
        routes
            .extend(methods.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone())));
    }
    routes
}

#[test]
fn every_route_has_a_case_and_every_case_a_route() {
    let cases: BTreeSet<_> =
        CASES.iter().map(|case| (case.route.0.to_owned(), case.route.1.to_owned())).collect();
    assert_eq!(cases.len(), CASES.len(), "two cases for one route");
    let routes = routes();
    assert!(routes.len() > 30, "the document has lost its routes");
    let without: Vec<_> = routes.difference(&cases).collect();
    assert!(without.is_empty(), "routes without an authorisation case: {without:?}");
    let gone: Vec<_> = cases.difference(&routes).collect();
    assert!(gone.is_empty(), "cases without a route: {gone:?}");
}

#[tokio::test]
async fn every_route_answers_everybody_as_the_table_says() {
    let fixture = Fixture { city: City::new(), count: 0.into() };
    let mut wrong = Vec::new();
    for case in CASES {
        for (person, expected) in ASKING.into_iter().zip(case.statuses) {
            let ask = (case.ask)(&fixture);
            let ask = match person {
                Some(person) => ask.by(&fixture.city.session(person)),
                None => ask,
            };
            let status = fixture.city.open(ask).await.status().as_u16();
            if status != expected {
                wrong.push(format!("{:?} as {person:?}: {status}, not {expected}", case.route));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The table's rows are about one enterprise; these are the same requests for what is not there.
#[tokio::test]
async fn what_is_foreign_cannot_be_told_from_what_is_not_there() {
    let city = City::new();
    let foreign = city.raise(&exceedance(OUTFALL, COD, Severity::Grave)).to_string();
    let series = "series?factor=w01018&granularity=hour";
    let meter = "series?factor=power_active&granularity=hour";
    let pairs = [
        (format!("/api/v1/alarms/{foreign}"), "/api/v1/alarms/A20200831-9999".to_owned()),
        (format!("/api/v1/enterprises/{}", crate::city::dyer()), "/api/v1/enterprises/nobody".to_owned()),
        (format!("/api/v1/outlets/{OUTFALL}"), "/api/v1/outlets/NOTHING".to_owned()),
        (
            format!("/api/v1/outlets/{OUTFALL}/readings?granularity=hour"),
            "/api/v1/outlets/NOTHING/readings?granularity=hour".to_owned(),
        ),
        (
            format!("/api/v1/outlets/{OUTFALL}/series/summary?factor=w01018&granularity=hour&step_s=3600"),
            "/api/v1/outlets/NOTHING/series/summary?factor=w01018&granularity=hour&step_s=3600".to_owned(),
        ),
        (format!("/api/v1/outlets/{OUTFALL}/{series}"), format!("/api/v1/outlets/NOTHING/{series}")),
        (format!("/api/v1/statistics/outlets/{OUTFALL}"), "/api/v1/statistics/outlets/NOTHING".to_owned()),
        (format!("/api/v1/meters/{OUTFALL_METER}/{meter}"), format!("/api/v1/meters/NOTHING/{meter}")),
    ];
    for person in [Person::Officer, Person::Owner] {
        let session = city.session(person);
        for (there, absent) in &pairs {
            let there = city.ask(Ask::get(there).by(&session)).await;
            let absent = city.ask(Ask::get(absent).by(&session)).await;
            assert_eq!(there.problem(404), absent.problem(404));
            assert_eq!(there.headers, absent.headers);
        }
        for (name, body) in [("accept", json!({})), ("explain", json!({ "text": "not mine" }))] {
            let there = city.ask(Ask::command(&foreign, name, 2, "k1", &body).by(&session)).await;
            let absent = city.ask(Ask::command("A20200831-9999", name, 2, "k2", &body).by(&session)).await;
            assert_eq!(there.problem(404), absent.problem(404));
        }
    }
    let owner = city.session(Person::Owner);
    let there = city.ask(Ask::get(format!("/api/v1/stations/{STATION}")).by(&owner)).await;
    let absent = city.ask(Ask::get("/api/v1/stations/0000A").by(&owner)).await;
    assert_eq!(there.problem(404), absent.problem(404));
}

#[tokio::test]
async fn lists_hold_only_what_lies_within_the_scope() {
    let city = City::new();
    let own = city.raise_at_stack().to_string();
    let foreign = city.raise(&exceedance(OUTFALL, COD, Severity::Grave)).to_string();
    for (person, alarms, enterprises) in [
        (Person::Duty, vec![own.clone(), foreign.clone()], 2),
        (Person::Officer, vec![own.clone()], 1),
        (Person::ForeignOfficer, vec![foreign.clone()], 1),
        (Person::Owner, vec![own.clone()], 1),
        (Person::ForeignOwner, vec![foreign.clone()], 1),
    ] {
        let session = city.session(person);
        let get = |path: &str| city.ask(Ask::get(path.to_owned()).by(&session));
        let list = get("/api/v1/alarms?sort=raised&order=asc").await.json();
        let ids: Vec<_> = list["items"].as_array().unwrap().iter().map(|a| a["id"].clone()).collect();
        assert_eq!(ids, alarms, "{person:?}");
        assert_eq!(list["total"], alarms.len());
        assert_eq!(get("/api/v1/enterprises").await.json()["total"], enterprises, "{person:?}");
        let map = get("/api/v1/map").await.json();
        assert_eq!(map["enterprises"].as_array().unwrap().len(), enterprises, "{person:?}");
        assert_eq!(map["outlets"].as_array().unwrap().len(), enterprises, "{person:?}");
        let open: u64 =
            map["districts"].as_array().unwrap().iter().map(|d| d["open_alarms"].as_u64().unwrap()).sum();
        assert_eq!(open, alarms.len() as u64, "{person:?}");
    }
    let devices = city.ask(Ask::get("/api/v1/loggers").by(&city.session(Person::Owner))).await.json();
    let mns: Vec<_> = devices["loggers"].as_array().unwrap().iter().map(|l| l["mn"].clone()).collect();
    assert_eq!(mns, [crate::city::STACK_MN]);
    assert_eq!(devices["meters"].as_array().unwrap().len(), 2);
    assert_eq!(devices["strangers"], json!([]), "addresses of strangers are for the city's offices");
    city.account(Person::ForeignOfficer);
    let officers = city.ask(Ask::get("/api/v1/officers").by(&city.session(Person::Officer))).await.json();
    let ids: Vec<_> = officers.as_array().unwrap().iter().map(|o| o["id"].clone()).collect();
    assert_eq!(ids, [Person::Officer.id()]);
}

/// A branch to which an alarm of another district was given sees it, and no longer once it is given away.
#[tokio::test]
async fn the_branch_that_has_an_alarm_sees_it_wherever_its_subject_stands() {
    let city = City::new();
    let id = city.raise_at_stack();
    let (branch, officer) = (YUHUA.parse().unwrap(), None);
    city.act(Person::Duty, &id, &Command::Assign { branch, officer, note: None });
    let yuhua = city.session(Person::ForeignOfficer);
    let alarm = city.ask(Ask::get(format!("/api/v1/alarms/{id}")).by(&yuhua)).await.json();
    assert_eq!(alarm["allowed"], json!(["accept", "return", "snooze"]));
    let (branch, officer) = (KAIFU.parse().unwrap(), None);
    city.act(Person::Duty, &id, &Command::Assign { branch, officer, note: None });
    assert_eq!(city.ask(Ask::get(format!("/api/v1/alarms/{id}")).by(&yuhua)).await.code(404), "not_found");
}

#[tokio::test]
async fn enterprises_learn_no_officers_names() {
    let city = City::new();
    let id = city.raise_at_stack();
    city.act(Person::Officer, &id, &Command::Accept);
    let path = format!("/api/v1/alarms/{id}");
    let seen = city.ask(Ask::get(&path).by(&city.session(Person::Owner))).await;
    assert!(!seen.text().contains("name of kaifu"), "{}", seen.text());
    let seen = city.ask(Ask::get(&path).by(&city.session(Person::Duty))).await;
    assert!(seen.text().contains("name of kaifu"));
}

#[tokio::test]
async fn enterprises_do_not_read_what_offices_write_to_each_other() {
    let city = City::new();
    let id = city.raise_at_stack();
    city.act(Person::Officer, &id, &Command::Accept);
    city.act(Person::Officer, &id, &Command::Return { reason: "between offices only".into() });
    let path = format!("/api/v1/alarms/{id}");
    let seen = city.ask(Ask::get(&path).by(&city.session(Person::Owner))).await;
    assert!(seen.text().contains("alarm.returned"), "that it was returned is no secret");
    assert!(!seen.text().contains("between offices only"), "{}", seen.text());
    let seen = city.ask(Ask::get(&path).by(&city.session(Person::Duty))).await;
    assert!(seen.text().contains("between offices only"));
}

/// Signing in is the one unsafe request that nobody can have a token for; a page of another origin cannot
/// send it, because it must be JSON.
#[tokio::test]
async fn every_unsafe_method_needs_the_csrf_token() {
    let city = City::new();
    let session = city.session(Person::Duty);
    let mut unsafe_routes = routes();
    unsafe_routes.retain(|(method, path)| {
        // Signing in has no session yet; a push has a token and never a cookie.
        let without = ["/api/v1/session", "/api/v1/push/readings"];
        method != "GET" && !(method == "POST" && without.contains(&path.as_str()))
    });
    assert!(unsafe_routes.len() >= 12, "{unsafe_routes:?}");
    for (method, path) in unsafe_routes {
        let path = path.replace("{id}", "A20200831-0001").replace("{mn}", STRANGER_MN);
        let ask = || Ask::new(&method, &path).body("application/json", "{}");
        for token in [None, Some(""), Some("wrong"), Some(session.token.as_str())] {
            let ask =
                token.iter().fold(ask().cookie(&session), |ask, token| ask.header("x-csrf-token", *token));
            let answer = city.ask(ask).await;
            assert_eq!(answer.code(403), "csrf", "{method} {path} with {token:?}");
        }
        let answer = city.ask(ask().header("x-csrf-token", session.csrf.clone())).await;
        assert_eq!(answer.code(401), "not_signed_in", "{method} {path} with a token and no session");
    }
    let form = "login=duty&password=x";
    let ask = Ask::new("POST", "/api/v1/session").body("application/x-www-form-urlencoded", form);
    assert_eq!(city.ask(ask).await.code(415), "unsupported_media_type");
    let who = city.ask(Ask::get("/api/v1/session").cookie(&session)).await;
    assert_eq!(who.json()["csrf_token"], session.csrf, "the session lives, and reading needs no token");
}

#[tokio::test]
async fn another_sessions_token_does_not_help() {
    let city = City::new();
    let (first, second) = (city.session(Person::Duty), city.session(Person::Duty));
    let ask = Ask::new("DELETE", "/api/v1/session").cookie(&first).header("x-csrf-token", second.csrf);
    assert_eq!(city.ask(ask).await.code(403), "csrf");
}

#[tokio::test]
async fn cookies_are_out_of_reach_of_scripts_and_other_sites() {
    for secure in [false, true] {
        let city = City::planned(Plan { secure_cookies: secure, ..Plan::default() });
        city.account(Person::Duty);
        let credentials = json!({ "login": "duty", "password": PASSWORD });
        let answer = city.ask(Ask::post("/api/v1/session", &credentials)).await;
        let csrf = answer.json()["csrf_token"].as_str().unwrap().to_owned();
        let set = answer.header(header::SET_COOKIE).to_owned();
        let (pair, flags) = set.split_once("; ").unwrap();
        assert_eq!(
            flags,
            if secure {
                "Path=/; HttpOnly; SameSite=Strict; Secure"
            } else {
                "Path=/; HttpOnly; SameSite=Strict"
            }
        );
        let ask = Ask::new("DELETE", "/api/v1/session").header("cookie", pair).header("x-csrf-token", csrf);
        let answer = city.ask(ask).await;
        assert_eq!(answer.status, 204);
        let ended = answer.header(header::SET_COOKIE);
        assert!(ended.starts_with("jingwei_session=; ") && ended.ends_with("; Max-Age=0"), "{ended}");
        assert_eq!(ended.contains("; Secure"), secure);
        assert_eq!(
            city.ask(Ask::get("/api/v1/session").header("cookie", pair)).await.code(401),
            "not_signed_in"
        );
    }
}

/// Pages are for everybody; what is under `/api/` and no route is a problem, never a page.
#[tokio::test]
async fn the_fallback_gives_pages_only() {
    let city = City::new();
    for path in ["/", "/alarms/A20200831-0001", "/assets/none.js"] {
        let answer = city.ask(Ask::get(path)).await;
        assert!(matches!(answer.status.as_u16(), 200 | 404), "{path}: {}", answer.status);
        assert_ne!(answer.header(header::CONTENT_TYPE), "application/problem+json");
        assert!(answer.header(header::CONTENT_SECURITY_POLICY).starts_with("default-src 'self'"));
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    }
    assert_eq!(city.ask(Ask::new("POST", "/")).await.status, 405);
    for method in ["GET", "POST", "DELETE"] {
        for path in ["/api/v1/nothing", "/api/", "/api/v1/alarms/A20200831-0001/nothing"] {
            let answer = city.ask(Ask::new(method, path)).await;
            assert_eq!(answer.code(404), "not_found", "{method} {path}");
        }
    }
}

//! A small city over temporary folders: two districts, an enterprise in each, a station, and people of every
//! role. Times stand still until a test moves them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::{
    BodyFormat, DeviceState, Devices, DialectState, Importer, Notice, Office, PushClient, PushFailure,
    PushedReading, Pushing, Rejudging, ReplayOutcome, ReplayQuestion, ReplayedAlarm, RequestProgress,
    Services, Settings, WaitingState, WaysIn,
};
use axum::Router;
use casework::device_request::{Command as DeviceCommand, Request, RequestKind};
use casework::register::Command as RegisterCommand;
use lake::{Batch, Lake, LakeOptions};
use law::{Law, OfficeHours, PackFile};
use ledger::{KeyPair, Ledger};
use model::{
    Actor, AlarmId, Channel, Clock, CreditCode, DeviceRequestId, District, DistrictCode, Enterprise, Fact,
    FactorCode, Finding, FindingKey, FindingKind, FindingState, Granularity, Limit, LimitBasis, Logger,
    LoggerTarget, ManualClock, Mark, Medium, MeterId, MeterTarget, Mn, Origin, Outlet, Place, PowerMeter,
    Problems, ProductionLine, PushClientId, Reading, RegisterEntry, Role, Scope, SeriesKey, Severity, Source,
    Station, StationClass, Subject, Timestamp, TreatmentUnit, Unit, Values, china,
};
use tempfile::TempDir;
use vault::{Account, Attempts, NewAccount, SessionLimits, SessionToken, SignatureKey, Vault};
use views::Views;

/// 开福区 and 雨花区.
pub(crate) const KAIFU: &str = "430105";
pub(crate) const YUHUA: &str = "430111";
/// An outlet of each enterprise: a stack in Kaifu, an outfall in Yuhua.
pub(crate) const STACK: &str = "KF-DA001";
pub(crate) const OUTFALL: &str = "YH-DW001";
pub(crate) const STACK_METER: &str = "KF-M1";
pub(crate) const OUTFALL_METER: &str = "YH-M1";
pub(crate) const STATION: &str = "1335A";
pub(crate) const STACK_MN: &str = "MN-KF-1";
/// A logger in the waiting room.
pub(crate) const STRANGER_MN: &str = "MN-NEW-1";
/// Non-methane hydrocarbons and chemical oxygen demand.
pub(crate) const VOC: &str = "a24088";
pub(crate) const COD: &str = "w01018";
pub(crate) const PASSWORD: &str = "correct horse battery";
/// The smallest picture that counts as one.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot much of a picture";

/// 2020-08-31 is a Monday: office hours run.
pub(crate) fn start() -> Timestamp {
    "2020-08-31T09:00:00+08:00".parse().unwrap()
}

/// The printing firm in Kaifu.
pub(crate) fn printer() -> CreditCode {
    CreditCode::from_body("91430105MA4L0000A").unwrap()
}

/// The dye works in Yuhua.
pub(crate) fn dyer() -> CreditCode {
    CreditCode::from_body("91430111MA4L0000B").unwrap()
}

/// Somebody with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person {
    Duty,
    /// An officer of Kaifu's branch.
    Officer,
    /// Another one of the same branch.
    Colleague,
    /// An officer of Yuhua's branch.
    ForeignOfficer,
    /// Of the printing firm.
    Owner,
    /// Of the dye works.
    ForeignOwner,
    Leader,
    Inspector,
    Administrator,
}

impl Person {
    pub(crate) fn login(self) -> &'static str {
        match self {
            Person::Duty => "duty",
            Person::Officer => "kaifu",
            Person::Colleague => "kaifu2",
            Person::ForeignOfficer => "yuhua",
            Person::Owner => "printer",
            Person::ForeignOwner => "dyer",
            Person::Leader => "leader",
            Person::Inspector => "inspector",
            Person::Administrator => "admin",
        }
    }

    pub(crate) fn id(self) -> String {
        format!("U-{}", self.login())
    }

    fn role(self) -> Role {
        match self {
            Person::Duty => Role::DutyOfficer,
            Person::Officer | Person::Colleague | Person::ForeignOfficer => Role::BranchOfficer,
            Person::Owner | Person::ForeignOwner => Role::EnterpriseUser,
            Person::Leader => Role::Leader,
            Person::Inspector => Role::InspectorGeneral,
            Person::Administrator => Role::Administrator,
        }
    }

    fn scope(self) -> Scope {
        match self {
            Person::Officer | Person::Colleague => Scope::District(KAIFU.parse().unwrap()),
            Person::ForeignOfficer => Scope::District(YUHUA.parse().unwrap()),
            Person::Owner => Scope::Enterprise(printer()),
            Person::ForeignOwner => Scope::Enterprise(dyer()),
            Person::Duty | Person::Leader | Person::Inspector | Person::Administrator => Scope::City,
        }
    }

    pub(crate) fn actor(self) -> Actor {
        Actor::User { id: self.id().parse().unwrap(), role: self.role(), scope: self.scope() }
    }
}

/// A browser that is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) token: SessionToken,
    pub(crate) csrf: String,
}

/// Devices as a test wants them.
#[derive(Default)]
pub(crate) struct FakeDevices {
    pub(crate) loggers: Mutex<BTreeMap<Mn, DeviceState>>,
    pub(crate) waiting: Mutex<Vec<WaitingState>>,
    pub(crate) adopted: Mutex<Vec<Mn>>,
    /// What was done with keys, in order.
    pub(crate) key_acts: Mutex<Vec<(Mn, String)>>,
    pub(crate) figures: Mutex<Vec<(&'static str, String, f64)>>,
    /// What was asked of loggers, in order.
    pub(crate) asked: Mutex<Vec<(DeviceRequestId, Mn, Request)>>,
    pub(crate) cancelled: Mutex<Vec<DeviceRequestId>>,
    pub(crate) progress: Mutex<Option<RequestProgress>>,
}

impl Devices for FakeDevices {
    fn logger(&self, mn: &Mn) -> Option<DeviceState> {
        self.loggers.lock().unwrap().get(mn).cloned()
    }

    fn meter(&self, _id: &MeterId) -> Option<DeviceState> {
        None
    }

    fn strangers(&self) -> Vec<DeviceState> {
        vec![device("192.0.2.7", start())]
    }

    fn waiting(&self) -> Vec<WaitingState> {
        self.waiting.lock().unwrap().clone()
    }

    fn adopted(&self, mn: &Mn) {
        self.adopted.lock().unwrap().push(mn.clone());
    }

    fn check_key(&self, text: &str) -> Result<(), String> {
        if text.len() == 16 { Ok(()) } else { Err("sixteen characters".into()) }
    }

    fn set_key(&self, mn: &Mn, text: &str) -> Result<(), String> {
        self.key_acts.lock().unwrap().push((mn.clone(), format!("set {text}")));
        Ok(())
    }

    fn remove_keys(&self, mn: &Mn) -> Result<(), String> {
        self.key_acts.lock().unwrap().push((mn.clone(), "removed".into()));
        Ok(())
    }

    fn make_key(&self, mn: &Mn) -> Result<(), String> {
        self.key_acts.lock().unwrap().push((mn.clone(), "made".into()));
        Ok(())
    }

    fn ask(&self, id: &DeviceRequestId, mn: &Mn, request: Request) {
        self.asked.lock().unwrap().push((id.clone(), mn.clone(), request));
    }

    fn cancel(&self, id: &DeviceRequestId) {
        self.cancelled.lock().unwrap().push(id.clone());
    }

    fn progress(&self, _: &DeviceRequestId) -> Option<RequestProgress> {
        *self.progress.lock().unwrap()
    }

    fn metrics(&self) -> Vec<(&'static str, String, f64)> {
        self.figures.lock().unwrap().clone()
    }
}

/// A way in with one client, whose token is [`TOKEN`] and who may send for the station.
#[derive(Default)]
pub(crate) struct FakeWaysIn {
    /// What was pushed.
    pub(crate) pushed: Mutex<Vec<(BodyFormat, Vec<u8>)>>,
    /// What comes of the next push.
    pub(crate) answer: Mutex<Option<Result<Vec<PushedReading>, PushFailure>>>,
    /// How often credentials were said to have changed.
    pub(crate) changes: Mutex<u32>,
}

pub(crate) const TOKEN: &str = "jw_lab.secret";

impl WaysIn for FakeWaysIn {
    fn client_of(&self, token: &str) -> Option<PushClient> {
        let sources = vec![Source::Station(STATION.parse().unwrap())];
        (token == TOKEN).then(|| PushClient { id: "lab".parse().unwrap(), sources })
    }

    fn client_account(&self, client: &PushClientId) -> Option<DeviceState> {
        (client.as_str() == "lab").then(|| device("lab", start()))
    }

    fn push(
        &self,
        _client: PushClient,
        format: BodyFormat,
        body: Vec<u8>,
        _peer: std::net::SocketAddr,
    ) -> Pushing<'_> {
        self.pushed.lock().unwrap().push((format, body));
        let answer = self.answer.lock().unwrap().take().unwrap_or(Ok(Vec::new()));
        Box::pin(async move { answer })
    }

    fn credentials_changed(&self) {
        *self.changes.lock().unwrap() += 1;
    }
}

/// A device that was heard at `seen`.
pub(crate) fn device(name: &str, seen: Timestamp) -> DeviceState {
    DeviceState {
        device: name.into(),
        transport: "hj212",
        connected: true,
        peer: Some("192.0.2.7:50123".into()),
        last_seen: Some(seen),
        protocol: Some("2017".into()),
        frames_received: 3,
        frames_stored: 2,
        frames_waiting: 0,
        frames_refused: BTreeMap::from([("crc".to_owned(), 1)]),
        readings_received: 4,
        readings_stored: 4,
        readings_duplicate: 0,
        readings_refused: BTreeMap::new(),
        last_refusal: None,
        problems: BTreeMap::new(),
        shared_mn: false,
        dialect: DialectState::default(),
    }
}

/// How a test's city differs from the ordinary one.
pub(crate) struct Plan {
    pub(crate) lake: LakeOptions,
    pub(crate) secure_cookies: bool,
    pub(crate) trust_forwarded: bool,
}

impl Default for Plan {
    fn default() -> Self {
        // Small disks may run tests too.
        let lake = LakeOptions { min_free_bytes: 0, ..LakeOptions::default() };
        Self { lake, secure_cookies: false, trust_forwarded: false }
    }
}

pub(crate) const SESSION_LIMITS: SessionLimits =
    SessionLimits { idle: Duration::from_secs(1800), absolute: Duration::from_secs(12 * 3600) };

/// The city with its router.
pub(crate) struct City {
    pub(crate) services: Arc<Services>,
    pub(crate) router: Router,
    pub(crate) devices: Arc<FakeDevices>,
    pub(crate) ways_in: Arc<FakeWaysIn>,
    /// The city's clock.
    pub(crate) clock: Arc<ManualClock>,
    /// The machine's clock: sessions and signed addresses.
    pub(crate) machine: Arc<ManualClock>,
    folder: TempDir,
}

/// Judges nothing: it goes on until it is broken off where the period ends with July, fails where it ends with June,
/// and otherwise knows an alarm that would appear.
struct FakeRejudging;

impl Rejudging for FakeRejudging {
    fn rejudge(
        &self,
        question: &ReplayQuestion,
        tell: &(dyn Fn(f64) -> ControlFlow<()> + Sync),
    ) -> Result<Option<ReplayOutcome>, String> {
        let last_month = china::civil(china::plus_seconds(question.to, -1)).month();
        if last_month == 6 {
            return Err("the store is damaged".to_owned());
        }
        if last_month == 7 {
            while tell(0.25).is_continue() {
                std::thread::sleep(Duration::from_millis(1));
            }
            return Ok(None);
        }
        let finding = exceedance(STACK, VOC, Severity::Moderate);
        let appears = ReplayedAlarm {
            key: finding.key,
            severity: finding.severity,
            began: finding.began,
            raised_at: finding.seen,
            cleared_at: None,
        };
        Ok(Some(ReplayOutcome { readings: 60, stay: 2, appear: vec![appears], vanish: Vec::new() }))
    }
}

impl City {
    pub(crate) fn new() -> Self {
        Self::planned(Plan::default())
    }

    pub(crate) fn planned(plan: Plan) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = KeyPair::from_seed("jingwei/test", [7; 32]).unwrap();
        let ledger = Ledger::open(&folder.path().join("ledger"), key).unwrap();
        let views = Views::open(&folder.path().join("views.db")).unwrap();
        let clock = Arc::new(ManualClock::new(start()));
        let machine = Arc::new(ManualClock::new(start()));
        let law = Arc::new(law());
        let (port, machine_port): (Arc<dyn Clock>, Arc<dyn Clock>) = (clock.clone(), machine.clone());
        let office = Office::new(ledger.clone(), views.clone(), law.clone(), port.clone());
        let import = RegisterCommand::Import { entries: register(), origin: "the test's city".into() };
        office.register(None, &Actor::system("import"), &import).unwrap();
        let devices = Arc::new(FakeDevices::default());
        devices.waiting.lock().unwrap().push(waiting_logger());
        let ways_in = Arc::new(FakeWaysIn::default());
        let lake = Lake::open(&folder.path().join("lake"), plan.lake).unwrap();
        let vault = Vault::open(&folder.path().join("vault")).unwrap();
        let importer =
            Importer::new(lake.clone(), vault.clone(), office.clone(), views.clone(), Arc::clone(&port));
        let services = Arc::new(Services {
            importer,
            import_places: api::import_places(),
            lab: None,
            fonts: Arc::new(|| documents::Fonts::new(Vec::new())),
            document_places: api::document_places(),
            tracing_place: Mutex::default(),
            clock: port,
            machine_clock: machine_port,
            ledger,
            views,
            lake,
            vault,
            law,
            devices: devices.clone(),
            ways_in: ways_in.clone(),
            office,
            replays: Arc::new(api::Replays::new(Arc::new(FakeRejudging))),
            file_key: SignatureKey::new([9; 32]),
            settings: Settings {
                session: SESSION_LIMITS,
                secure_cookies: plan.secure_cookies,
                trust_forwarded: plan.trust_forwarded,
                map_tiles: None,
                scenario_speed: None,
                bureau: Some("长沙市生态环境局".into()),
            },
            attempts: Mutex::new(Attempts::default()),
            sign_ins: api::sign_in_places(),
            notice: Arc::new(Mutex::new(None::<Notice>)),
            sealing_trouble: Arc::default(),
            watch_trouble: Arc::default(),
        });
        let router = api::router(services.clone());
        Self { services, router, devices, ways_in, clock, machine, folder }
    }

    /// Where everything is kept.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The person's account, made when it is first asked for: hashing a password is slow on purpose.
    pub(crate) fn account(&self, person: Person) -> Account {
        let id = person.id().parse().unwrap();
        if let Some(account) = self.services.vault.account(&id).unwrap() {
            return account;
        }
        let new = NewAccount {
            id,
            login: person.login().into(),
            name: format!("name of {}", person.login()),
            role: person.role(),
            scope: person.scope(),
            password: PASSWORD.into(),
        };
        self.services.vault.create_account(&new, start()).unwrap()
    }

    /// A new session, without the way through the password.
    pub(crate) fn session(&self, person: Person) -> Session {
        let account = self.account(person);
        let now = self.machine.now();
        let (token, session) = self.services.vault.start_session(&account, SESSION_LIMITS, now).unwrap();
        Session { token, csrf: session.csrf }
    }

    /// Raises an alarm as the watch would.
    pub(crate) fn raise(&self, finding: &Finding) -> AlarmId {
        let watch = Actor::system("watch");
        self.services.office.report(&watch, finding).unwrap().expect("the finding is news")
    }

    /// Raises an hour exceedance at the printing firm's stack.
    pub(crate) fn raise_at_stack(&self) -> AlarmId {
        self.raise(&exceedance(STACK, VOC, Severity::Moderate))
    }

    /// Gives a command as `person` without HTTP, to bring an alarm where a test wants it.
    pub(crate) fn act(&self, person: Person, id: &AlarmId, command: &casework::alarm::Command) {
        self.account(person);
        let office = &self.services.office;
        office.alarm(id, ledger::Expected::Any, None, &person.actor(), command).unwrap();
    }

    /// Asks the printing firm's logger for its time, without HTTP; gives the request's id.
    pub(crate) fn ask_device(&self, number: u32) -> DeviceRequestId {
        let command: ledger::CommandId = format!("test/{number}").parse().unwrap();
        let id = Office::device_request_id(&command).unwrap();
        let request = Request::new(RequestKind::GetTime, BTreeMap::new()).unwrap();
        let ask = DeviceCommand::Ask { id: id.clone(), mn: STACK_MN.parse().unwrap(), request, reason: None };
        self.account(Person::Duty);
        self.services.office.device_request(&id, Some(command), &Person::Duty.actor(), &ask).unwrap();
        id
    }

    /// The alarm's version.
    pub(crate) fn version(&self, id: &AlarmId) -> u64 {
        self.services.views.alarm(id).unwrap().unwrap().row.version
    }

    /// Lets a logger that no register knows send something.
    pub(crate) fn hear_stranger(&self, mn: &str) -> Mn {
        let mn: Mn = mn.parse().unwrap();
        let state = WaitingState { mn: mn.clone(), ..waiting_logger() };
        self.devices.waiting.lock().unwrap().push(state);
        mn
    }

    /// A further outlet of the dye works, without a logger.
    pub(crate) fn build_outlet(&self, id: &str) -> String {
        let entry = outlet(id, dyer(), Medium::Water, COD, Unit::MilligramPerLitre, 80.0);
        let put = RegisterCommand::Put { entry };
        self.services.office.register(None, &Actor::system("import"), &put).unwrap();
        id.to_owned()
    }

    /// Stores readings of one series, a minute apart from `from` on.
    pub(crate) async fn store(
        &self,
        source: Source,
        factor: &str,
        unit: Unit,
        from: Timestamp,
        values: &[f64],
    ) {
        let readings = values.iter().zip(0..).map(|(value, minute)| Reading {
            series: SeriesKey { source: source.clone(), factor: factor.parse().unwrap() },
            granularity: Granularity::Realtime,
            time: china::plus_seconds(from, minute * 60),
            unit,
            values: Values { value: Some(*value), ..Values::default() },
            mark: Mark::Normal,
            problems: Problems::NONE,
            origin: Origin::Live,
            received_at: from,
        });
        let batch = Batch { readings: readings.collect(), ..Batch::default() };
        self.services.lake.append(batch).await.unwrap();
    }
}

/// An hour mean over its limit.
pub(crate) fn exceedance(outlet: &str, factor: &str, severity: Severity) -> Finding {
    Finding {
        key: FindingKey {
            kind: FindingKind::ExceedanceHour,
            subject: Subject::Outlet(outlet.parse().unwrap()),
            factor: Some(factor.parse().unwrap()),
        },
        severity,
        state: FindingState::Ongoing,
        began: china::plus_seconds(start(), -3600),
        seen: start(),
        facts: vec![Fact::figure("hour_mean", 150.0, Unit::MilligramPerCubicMetre)],
        detector: "exceedance_hour/1".into(),
    }
}

fn waiting_logger() -> WaitingState {
    WaitingState {
        mn: STRANGER_MN.parse().unwrap(),
        peer: Some("192.0.2.9:40001".into()),
        first_seen: start(),
        last_seen: start(),
        frames: 2,
        system: None,
        latest: vec![(COD.into(), "12.5".into())],
    }
}

/// The packs of the repository.
fn law() -> Law {
    let pack = |name, text| PackFile { name, text };
    let files = [
        pack("calendar-2020.toml", include_str!("../../../../law/national/calendar-2020.toml")),
        pack("changsha-alarm-service.toml", include_str!("../../../../law/city/changsha-alarm-service.toml")),
        pack("data-marking.toml", include_str!("../../../../law/national/data-marking.toml")),
        pack("changsha-data-marking.toml", include_str!("../../../../law/city/changsha-data-marking.toml")),
        pack("changsha-positive-list.toml", include_str!("../../../../law/city/changsha-positive-list.toml")),
        pack("changsha-draw-quota.toml", include_str!("../../../../law/city/changsha-draw-quota.toml")),
        pack("publication.toml", include_str!("../../../../law/national/publication.toml")),
        pack("changsha-visit-cap.toml", include_str!("../../../../law/city/changsha-visit-cap.toml")),
        pack("aqi-2012.toml", include_str!("../../../../law/national/aqi-2012.toml")),
        pack("procedure.toml", include_str!("../../../../law/national/procedure.toml")),
        pack("exemption.toml", include_str!("../../../../law/national/exemption.toml")),
        pack("case-rules.toml", include_str!("../../../../law/national/case-rules.toml")),
        pack("monitoring-data.toml", include_str!("../../../../law/national/monitoring-data.toml")),
        pack("surface-water-2002.toml", include_str!("../../../../law/national/surface-water-2002.toml")),
    ];
    Law::load(&files, OfficeHours::default()).unwrap()
}

fn place(longitude: f64, latitude: f64) -> Place {
    Place { longitude, latitude }
}

fn register() -> Vec<RegisterEntry> {
    let mut entries = vec![
        district(KAIFU, "开福区", "Kaifu"),
        district(YUHUA, "雨花区", "Yuhua"),
        enterprise(printer(), "星城彩印(虚构)", "Xingcheng Colour Printing (fictitious)", KAIFU),
        enterprise(dyer(), "湘江印染(虚构)", "Xiangjiang Dye Works (fictitious)", YUHUA),
        outlet(STACK, printer(), Medium::Air, VOC, Unit::MilligramPerCubicMetre, 60.0),
        outlet(OUTFALL, dyer(), Medium::Water, COD, Unit::MilligramPerLitre, 80.0),
        line("KF-L1", printer()),
        line("YH-L1", dyer()),
        RegisterEntry::TreatmentUnit(TreatmentUnit {
            id: "KF-T1".parse().unwrap(),
            enterprise: printer(),
            name: "活性炭吸附".into(),
            name_en: "Carbon adsorber".into(),
            treats: vec!["KF-L1".parse().unwrap()],
            outlet: Some(STACK.parse().unwrap()),
        }),
        meter(STACK_METER, printer(), MeterTarget::Line("KF-L1".parse().unwrap())),
        meter("KF-M2", printer(), MeterTarget::TreatmentUnit("KF-T1".parse().unwrap())),
        meter(OUTFALL_METER, dyer(), MeterTarget::Line("YH-L1".parse().unwrap())),
        logger(STACK_MN, LoggerTarget::Outlet(STACK.parse().unwrap())),
        logger("MN-YH-1", LoggerTarget::Outlet(OUTFALL.parse().unwrap())),
    ];
    entries.push(RegisterEntry::Station(Station {
        id: STATION.parse().unwrap(),
        name: "经开区环保局".into(),
        name_en: "Development Zone".into(),
        class: StationClass::National,
        district: KAIFU.parse().unwrap(),
        place: place(113.0, 28.2),
        channels: vec![channel("a34004", Unit::MicrogramPerCubicMetre)],
    }));
    entries.push(logger("MN-ST-1", LoggerTarget::Station(STATION.parse().unwrap())));
    entries
}

fn district(code: &str, name: &str, name_en: &str) -> RegisterEntry {
    RegisterEntry::District(District {
        code: code.parse().unwrap(),
        name: name.into(),
        name_en: name_en.into(),
        center: place(112.98, 28.25),
    })
}

fn enterprise(code: CreditCode, name: &str, name_en: &str, district: &str) -> RegisterEntry {
    let district: DistrictCode = district.parse().unwrap();
    RegisterEntry::Enterprise(Enterprise {
        code,
        name: name.into(),
        name_en: name_en.into(),
        trade_code: "C2319".into(),
        trade: "包装装潢及其他印刷".into(),
        trade_en: "Printing".into(),
        district,
        place: place(112.99, 28.24),
    })
}

fn channel(factor: &str, unit: Unit) -> Channel {
    let factor: FactorCode = factor.parse().unwrap();
    Channel { factor, sent_unit: unit, unit, range: None }
}

fn outlet(
    id: &str,
    enterprise: CreditCode,
    medium: Medium,
    factor: &str,
    unit: Unit,
    upper: f64,
) -> RegisterEntry {
    RegisterEntry::Outlet(Outlet {
        id: id.parse().unwrap(),
        enterprise,
        name: format!("排放口{id}"),
        name_en: format!("Outlet {id}"),
        medium,
        place: place(112.99, 28.24),
        channels: vec![channel(factor, unit)],
        limits: vec![Limit {
            factor: factor.parse().unwrap(),
            basis: LimitBasis::HourMean,
            lower: None,
            upper,
            unit,
            converted: false,
            valid_from: "2018-01-01T00:00:00+08:00".parse().unwrap(),
            valid_to: None,
            source: "permit".into(),
            unverified: true,
        }],
        release: None,
    })
}

fn line(id: &str, enterprise: CreditCode) -> RegisterEntry {
    RegisterEntry::Line(ProductionLine {
        id: id.parse().unwrap(),
        enterprise,
        name: format!("生产线{id}"),
        name_en: format!("Line {id}"),
        permitted_hours: None,
    })
}

fn meter(id: &str, enterprise: CreditCode, target: MeterTarget) -> RegisterEntry {
    RegisterEntry::Meter(PowerMeter { id: id.parse().unwrap(), enterprise, target, rated_kw: Some(75.0) })
}

fn logger(mn: &str, target: LoggerTarget) -> RegisterEntry {
    RegisterEntry::Logger(Logger { mn: mn.parse().unwrap(), target, realtime_interval_s: 30 })
}

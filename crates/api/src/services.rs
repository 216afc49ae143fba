//! What the handlers work with.

use std::sync::{Arc, Mutex};

use casework::device_request::Request;
use lake::Lake;
use law::Law;
use ledger::Ledger;
use model::{Clock, DeviceRequestId, MeterId, Mn};
use tokio::sync::Semaphore;
use vault::{Attempts, SessionLimits, SignatureKey, Vault};
use views::Views;

use crate::dto::device::{DeviceState, WaitingState};
use crate::importer::Importer;
use crate::lab::Lab;
use crate::office::Office;
use crate::replays::Replays;
use crate::ways_in::WaysIn;

/// What the gateway knows of devices. The roof implements it, so that this room needs no sockets.
pub trait Devices: Send + Sync {
    /// A logger, if it was ever heard.
    fn logger(&self, mn: &Mn) -> Option<DeviceState>;

    /// A meter, if it was ever heard.
    fn meter(&self, id: &MeterId) -> Option<DeviceState>;

    /// Everybody who sent something and is in no register: addresses without a name, unknown meters.
    fn strangers(&self) -> Vec<DeviceState>;

    /// The loggers that the register does not know.
    fn waiting(&self) -> Vec<WaitingState>;

    /// A waiting logger has entered the register: its kept frames are to be read again. Must not block.
    fn adopted(&self, mn: &Mn);

    /// Whether a text is a key; why not, if not.
    ///
    /// # Errors
    /// What is wrong with it.
    fn check_key(&self, text: &str) -> Result<(), String>;

    /// Sets the key by which a logger encrypts. The ledger says already by whom.
    ///
    /// # Errors
    /// Why it is not durable.
    fn set_key(&self, mn: &Mn, text: &str) -> Result<(), String>;

    /// Takes all keys of a logger away.
    ///
    /// # Errors
    /// Why it is not durable.
    fn remove_keys(&self, mn: &Mn) -> Result<(), String>;

    /// Makes a new key for a logger, which it is told until it uses it.
    ///
    /// # Errors
    /// Why it is not durable.
    fn make_key(&self, mn: &Mn) -> Result<(), String>;

    /// Sends a request to a logger, in its turn. The ledger has it already, and hears from whoever implements
    /// this what comes of it. Must not block.
    fn ask(&self, id: &DeviceRequestId, mn: &Mn, request: Request);

    /// Gives a request up; the ledger says already by whom. Must not block.
    fn cancel(&self, id: &DeviceRequestId);

    /// How far an open request is; nothing where it is over, or of a former process.
    fn progress(&self, id: &DeviceRequestId) -> Option<RequestProgress>;

    /// Figures for `/metrics`: name, labels in Prometheus form (`reason="crc"` or empty), value.
    fn metrics(&self) -> Vec<(&'static str, String, f64)>;
}

/// How far an open request to a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RequestProgress {
    /// How often it was sent; 0 while it waits for its turn.
    pub attempts: u32,
    /// Frames of data that came.
    pub data_frames: u32,
}

/// How the process stands, for `/server` and `/healthz`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notice {
    /// A stable code, as in `demo_history`.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What the configuration says to this room.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long sessions last.
    pub session: SessionLimits,
    /// Whether cookies are for HTTPS only.
    pub secure_cookies: bool,
    /// Whether `X-Forwarded-For` names the client.
    pub trust_forwarded: bool,
    /// Tile address for the map.
    pub map_tiles: Option<String>,
    /// Scenario seconds a second; `None` on the machine's clock.
    pub scenario_speed: Option<f64>,
    /// The organ's name as documents state it (长沙市生态环境局).
    pub bureau: Option<String>,
}

/// Reads the fonts for documents; they are not kept.
pub type FontSource = Arc<dyn Fn() -> Result<documents::Fonts, documents::FontError> + Send + Sync>;

/// So many documents are written at once: each has its fonts in memory.
pub fn document_places() -> Semaphore {
    Semaphore::new(1)
}

/// So many passwords are checked at once. Each takes a core and 19 MiB for a moment: a crowd that signs in must
/// leave the rest of the machine to those who work.
pub fn sign_in_places() -> Semaphore {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Semaphore::new(cores.div_ceil(2))
}

/// Everything that handlers use.
pub struct Services {
    /// The clock of the city: the machine's or a scenario's.
    pub clock: Arc<dyn Clock>,
    /// The machine's clock, for sessions and signed addresses.
    pub machine_clock: Arc<dyn Clock>,
    /// The event log.
    pub ledger: Ledger,
    /// The read models.
    pub views: Views,
    /// The telemetry.
    pub lake: Lake,
    /// Accounts and files.
    pub vault: Vault,
    /// The packs.
    pub law: Arc<Law>,
    /// The devices.
    pub devices: Arc<dyn Devices>,
    /// Through which files of readings come in.
    pub importer: Importer,
    /// Places for files being read: each is held in memory, and a large one takes a core for a while.
    pub import_places: Semaphore,
    /// The ways in that need a secret.
    pub ways_in: Arc<dyn WaysIn>,
    /// Through which every command goes.
    pub office: Office,
    /// Signs addresses of files.
    pub file_key: SignatureKey,
    /// Past periods judged again.
    pub replays: Arc<Replays>,
    /// The configuration's part.
    pub settings: Settings,
    /// Fonts for documents.
    pub fonts: FontSource,
    /// Places for documents being written: see [`document_places`].
    pub document_places: Semaphore,
    /// Held while a tracing is reckoned.
    pub tracing_place: Mutex<()>,
    /// SQL for analysts, where this binary was built with it.
    pub lab: Option<Arc<dyn Lab>>,
    /// Failed sign-ins.
    pub attempts: Mutex<Attempts>,
    /// Places for passwords being checked: see [`sign_in_places`].
    pub sign_ins: Semaphore,
    /// What people should know about the process now.
    pub notice: Arc<Mutex<Option<Notice>>>,
    /// What is wrong with the sealing of telemetry, if anything.
    pub sealing_trouble: Arc<Mutex<Option<String>>>,
    /// What is wrong with the watch that raises alarms, if anything.
    pub watch_trouble: Arc<Mutex<Option<String>>>,
}

impl Services {
    /// Waits for a place to read a file. Nobody closes the places, so there is always one to come.
    pub(crate) async fn import_place(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        self.import_places.acquire().await.ok()
    }
}

/// So many files are read at once beside each other.
pub fn import_places() -> Semaphore {
    Semaphore::new(2)
}

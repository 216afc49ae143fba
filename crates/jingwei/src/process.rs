//! A running city: which rooms there are, in which order they start and stop.
//!
//! Start: data folder (locked) → ledger → views (caught up) → lake → vault → gateway → watch → HTTP. Stop the
//! other way round, so that nothing accepts what nobody could keep.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context, bail};
use api::{Importer, Notice, Office, Replays, Services, Settings};
use gateway::{ConnectionLimits, Gateway, GatewayConfig, Ports, RequestLimits};
use lake::{Lake, LakeOptions};
use law::Law;
use ledger::{KeyPair, Ledger};
use model::{Clock, Register, Timestamp};
use tokio::sync::watch as channel;
use tokio::task::JoinHandle;
use vault::{SessionLimits, SignatureKey, Vault};
use views::Views;

use crate::accept_check_sums::CheckSums;
use crate::clock::MachineClock;
use crate::config::{ClockConfig, Config};
use crate::device_keys::VaultKeys;
use crate::device_requests::{self, RequestDesk};
use crate::devices::GatewayDevices;
use crate::fill_gaps::GapFiller;
use crate::folder::DataFolder;
use crate::looks;
use crate::replays::StoredPeriods;
use crate::sealing::{self, Sealing, SealingPolicy};
use crate::watch;
use crate::ways_in::{CredentialBook, GatewayWaysIn};

/// The name under which the ledger signs.
const LEDGER_NAME: &str = "jingwei.ledger";
/// How often the register is looked at for the gateway.
const REGISTER_POLL: Duration = Duration::from_millis(200);

/// The keepers of a data folder, opened.
pub(crate) struct Keepers {
    pub(crate) folder: DataFolder,
    pub(crate) ledger: Ledger,
    pub(crate) views: Views,
    pub(crate) vault: Vault,
    pub(crate) law: Arc<Law>,
}

impl Keepers {
    /// Opens everything in the data folder but the lake.
    ///
    /// # Errors
    /// If the folder is in use, a keeper finds itself damaged, or a pack has mistakes.
    pub(crate) fn open(config: &Config) -> anyhow::Result<Self> {
        let folder = DataFolder::open(&config.data_folder)?;
        // Views are folded from a ledger: where there are views, there was one. Beginning another in its place
        // would look as if nothing had ever happened.
        if !folder.path("ledger").exists() && folder.path("views.db").exists() {
            bail!("the ledger is gone from {}: restore it from the backup", config.data_folder.display());
        }
        let law = crate::packs::load(config.law_packs.as_deref(), config.office_hours.clone())?;
        let ledger = Ledger::open(&folder.path("ledger"), ledger_key(&folder)?)
            .context("the ledger cannot be opened")?;
        let views = Views::open(&folder.path("views.db")).context("the views cannot be opened")?;
        views.catch_up(&ledger).context("the views cannot follow the ledger")?;
        let vault = Vault::open(&folder.path("vault")).context("the vault cannot be opened")?;
        Ok(Self { folder, ledger, views, vault, law: Arc::new(law) })
    }

    /// The office over these keepers.
    pub(crate) fn office(&self, clock: Arc<dyn Clock>) -> Office {
        Office::new(self.ledger.clone(), self.views.clone(), Arc::clone(&self.law), clock)
    }
}

/// The key that signs the ledger: made at the first start.
fn ledger_key(folder: &DataFolder) -> anyhow::Result<KeyPair> {
    let keys = folder.path("keys");
    match KeyPair::load(&keys) {
        Ok(key) => Ok(key),
        Err(error) if error.kind() == ledger::ErrorKind::NotFound => {
            if folder.path("ledger").exists() {
                bail!("the ledger is there but its key is not: put {} back", keys.display());
            }
            std::fs::create_dir_all(&keys).with_context(|| format!("cannot make {}", keys.display()))?;
            let mut seed = [0u8; 32];
            getrandom::fill(&mut seed).context("no randomness from the system")?;
            Ok(KeyPair::create(&keys, LEDGER_NAME, seed)?)
        }
        Err(error) => Err(error).context("the ledger's key cannot be read"),
    }
}

/// A city that runs.
pub(crate) struct Process {
    /// Where pages and API are.
    pub(crate) http: SocketAddr,
    /// Where devices connect.
    pub(crate) gateway: Gateway,
    /// What everybody should know now.
    pub(crate) notice: Arc<Mutex<Option<Notice>>>,
    keepers: Keepers,
    watch_stop: Arc<AtomicBool>,
    replays: Arc<Replays>,
    watch: Option<std::thread::JoinHandle<()>>,
    shadow: Option<std::thread::JoinHandle<()>>,
    sealing: Option<std::thread::JoinHandle<()>>,
    http_stop: channel::Sender<bool>,
    http_task: JoinHandle<std::io::Result<()>>,
    register_task: JoinHandle<()>,
    /// What asks devices, and looks at the positive list, by itself.
    tasks: Vec<JoinHandle<()>>,
}

impl Process {
    /// Starts everything.
    ///
    /// # Errors
    /// If a room cannot start: an address is taken, the disk fails, what is stored is damaged.
    pub(crate) async fn start(
        config: &Config,
        keepers: Keepers,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        warn_of_a_clock_behind(&keepers.ledger, clock.now())?;
        // Before all else, so that no device is heard by a process that then cannot start.
        let listener = tokio::net::TcpListener::bind(config.http_listen)
            .await
            .with_context(|| format!("cannot listen on {}", config.http_listen))?;
        let http = listener.local_addr()?;
        let lake = open_lake(config, &keepers.folder)?;
        let office = keepers.office(Arc::clone(&clock));
        // Before any can be asked: what a former process left open has no end of its own.
        office
            .interrupt_unfinished_requests(&device_requests::reporter())
            .context("unfinished requests to devices cannot be ended")?;
        let (register_sender, register) = channel::channel(keepers.views.register());
        let keys =
            VaultKeys::open(keepers.vault.clone(), keepers.office(Arc::clone(&clock)), Arc::clone(&clock))
                .context("the keys of devices cannot be read")?;
        let keys = Arc::new(keys);
        let machine_clock: Arc<dyn Clock> = Arc::new(MachineClock::default());
        let office = keepers.office(Arc::clone(&clock));
        let vault = keepers.vault.clone();
        let book = Arc::new(CredentialBook::open(vault, &office, Arc::clone(&machine_clock))?);
        let ports = Ports { keys: Arc::clone(&keys) as _, credentials: Arc::clone(&book) as _ };
        let gateway = gateway_config(config);
        let gateway = Gateway::start_with(gateway, lake.clone(), register, Arc::clone(&clock), ports)
            .await
            .context("the gateway cannot start")?;
        let register_task = tokio::spawn(follow_register(keepers.views.clone(), register_sender));
        let importer = Importer::new(
            lake.clone(),
            keepers.vault.clone(),
            office.clone(),
            keepers.views.clone(),
            Arc::clone(&clock),
        );
        importer.resume().context("imports that were cut off cannot be taken up")?;
        let desk =
            RequestDesk::new(gateway.clone(), office.clone(), keepers.views.clone(), Arc::clone(&clock));
        let mut tasks = ask_devices(config, &keepers, &gateway, &lake, &clock, &desk);
        let notice = Arc::new(Mutex::new(None));
        let lab = crate::lab::open(config, &keepers, &lake, &clock)?;
        let periods =
            StoredPeriods { lake: lake.clone(), views: keepers.views.clone(), office: office.clone() };
        let replays = Arc::new(Replays::new(Arc::new(periods)));
        let services = Services {
            replays: Arc::clone(&replays),
            clock: Arc::clone(&clock),
            machine_clock,
            ledger: keepers.ledger.clone(),
            views: keepers.views.clone(),
            lake,
            vault: keepers.vault.clone(),
            law: Arc::clone(&keepers.law),
            devices: Arc::new(GatewayDevices::new(
                gateway.clone(),
                keys,
                tokio::runtime::Handle::current(),
                desk,
            )),
            importer: importer.clone(),
            import_places: api::import_places(),
            ways_in: Arc::new(GatewayWaysIn::new(gateway.clone(), book)),
            office,
            file_key: SignatureKey::new(keepers.folder.secret("files.key")?),
            settings: settings(config),
            lab,
            fonts: crate::fonts::source(config.fonts.clone()),
            document_places: api::document_places(),
            tracing_place: Mutex::default(),
            attempts: Mutex::default(),
            notice: Arc::clone(&notice),
            sealing_trouble: Arc::default(),
            watch_trouble: Arc::default(),
            sign_ins: api::sign_in_places(),
        };
        let watch_stop = Arc::new(AtomicBool::new(false));
        let (watch, shadow) = start_watch(config, &services, &gateway, &watch_stop)?;
        let sealing = start_sealing(config, &services, &watch_stop)?;
        let (http_stop, mut stopping) = channel::channel(false);
        let stop = async move {
            // A dropped sender asks for the end as much as a true value does.
            let _ = stopping.wait_for(|stop| *stop).await;
        };
        let services = Arc::new(services);
        match api::resume_tracings(&services) {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "tracings that had not ended are reckoned again"),
            Err(error) => tracing::error!(?error, "tracings that had not ended could not be found"),
        }
        for look in [looks::POSITIVE_LIST, looks::OVERDUE_DRAWS] {
            tasks.push(tokio::spawn(looks::run(look, Arc::clone(&services))));
        }
        if config.tracing_automatic {
            tasks.push(tokio::spawn(crate::tracings::run(Arc::clone(&services))));
        }
        let http_task = tokio::spawn(api::serve(listener, services, stop));
        tracing::info!(%http, "pages and API are served");
        Ok(Self {
            http,
            gateway,
            notice,
            keepers,
            watch_stop,
            replays,
            watch: Some(watch),
            shadow: Some(shadow),
            sealing: Some(sealing),
            http_stop,
            http_task,
            register_task,
            tasks,
        })
    }

    /// The keepers that run.
    pub(crate) fn keepers(&self) -> &Keepers {
        &self.keepers
    }

    /// Stops everything in order; what was acknowledged is on disk already.
    pub(crate) async fn stop(mut self) {
        tracing::info!("stopping");
        self.gateway.shutdown().await;
        self.watch_stop.store(true, Ordering::Relaxed);
        self.replays.stop_all();
        let threads =
            [("watch", self.watch.take()), ("shadow", self.shadow.take()), ("sealing", self.sealing.take())];
        for (name, thread) in threads {
            let Some(thread) = thread else { continue };
            let joined = tokio::task::spawn_blocking(move || thread.join()).await;
            if !matches!(joined, Ok(Ok(()))) {
                tracing::error!(thread = name, "a thread ended with a panic");
            }
        }
        self.register_task.abort();
        self.tasks.iter().for_each(JoinHandle::abort);
        self.http_stop.send_replace(true);
        // Browsers hold their event streams open; they resume by themselves at the next start.
        if tokio::time::timeout(Duration::from_secs(3), &mut self.http_task).await.is_err() {
            self.http_task.abort();
        }
        tracing::info!("stopped");
    }
}

/// Events in the order of the ledger should be in the order of time too.
fn warn_of_a_clock_behind(ledger: &Ledger, now: Timestamp) -> anyhow::Result<()> {
    let last = ledger.read_from(ledger.head().size.saturating_sub(1), 1)?;
    if let Some(event) = last.first().filter(|event| event.at > now) {
        let (last, clock) = (event.at, now);
        tracing::warn!(%last, %clock, "the clock is behind the ledger's last event; is it right?");
    }
    Ok(())
}

/// Starts what deals with devices by itself: the time for those that ask for it, what is missing, and check sums.
fn ask_devices(
    config: &Config,
    keepers: &Keepers,
    gateway: &Gateway,
    lake: &Lake,
    clock: &Arc<dyn Clock>,
    desk: &RequestDesk,
) -> Vec<JoinHandle<()>> {
    let filler = GapFiller {
        gateway: gateway.clone(),
        lake: lake.clone(),
        views: keepers.views.clone(),
        clock: Arc::clone(clock),
        desk: desk.clone(),
        daily_cap: config.gateway_gap_requests_per_day,
    };
    let mut tasks = vec![tokio::spawn(desk.clone().set_clocks()), tokio::spawn(filler.run())];
    if config.gateway_accept_check_sums {
        let (views, office) = (keepers.views.clone(), keepers.office(Arc::clone(clock)));
        let check_sums = CheckSums { gateway: gateway.clone(), views, office };
        tasks.push(tokio::spawn(check_sums.run()));
    }
    tasks
}

/// Opens the lake of a data folder.
pub(crate) fn open_lake(config: &Config, folder: &DataFolder) -> anyhow::Result<Lake> {
    let options = LakeOptions {
        commit_window: config.lake_commit_window,
        min_free_bytes: config.lake_free_min_bytes,
        ..LakeOptions::default()
    };
    Lake::open(&folder.path("lake"), options).context("the lake cannot be opened")
}

/// When days are sealed and what is kept, by the configuration.
pub(crate) fn sealing_policy(config: &Config) -> SealingPolicy {
    SealingPolicy {
        seal_after: config.lake_seal_after,
        compact_after: config.lake_compact_after,
        frames_days: config.retention_frames_days,
        readings_days: config.retention_readings_days,
    }
}

/// The sealing of a data folder without a server.
pub(crate) fn sealing_alone(
    config: &Config,
    keepers: &Keepers,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Sealing> {
    Ok(Sealing {
        lake: open_lake(config, &keepers.folder)?,
        office: keepers.office(Arc::clone(&clock)),
        clock,
        policy: sealing_policy(config),
        trouble: Arc::default(),
    })
}

fn start_sealing(
    config: &Config,
    services: &Services,
    stop: &Arc<AtomicBool>,
) -> anyhow::Result<std::thread::JoinHandle<()>> {
    let sealing = Sealing {
        lake: services.lake.clone(),
        office: services.office.clone(),
        clock: Arc::clone(&services.clock),
        policy: sealing_policy(config),
        trouble: Arc::clone(&services.sealing_trouble),
    };
    let stop = Arc::clone(stop);
    Ok(std::thread::Builder::new()
        .name("sealing".into())
        .spawn(move || sealing::run(&sealing, sealing::TURN, &stop))?)
}

fn gateway_config(config: &Config) -> GatewayConfig {
    let limits = ConnectionLimits {
        connections: config.gateway_connections_max,
        idle: config.gateway_idle,
        ..ConnectionLimits::default()
    };
    let patience = hj212::dialogue::Patience {
        answer_ms: u64::try_from(config.gateway_request_answer.as_millis()).unwrap_or(u64::MAX),
        retries: config.gateway_request_retries,
        ..hj212::dialogue::Patience::default()
    };
    GatewayConfig {
        tcp: config.hj212_listen,
        mqtt: config.mqtt_listen,
        mqtt_access: config.mqtt_access.clone(),
        limits,
        requests: RequestLimits { patience, ..RequestLimits::default() },
        ..GatewayConfig::default()
    }
}

fn settings(config: &Config) -> Settings {
    Settings {
        session: SessionLimits { idle: config.session_idle, absolute: config.session_absolute },
        secure_cookies: config.http_secure_cookies,
        trust_forwarded: config.http_trust_forwarded,
        map_tiles: config.map_tiles.clone(),
        scenario_speed: speed(config),
        bureau: config.bureau.clone(),
    }
}

/// The watch, and the watch over the rules in shadow.
fn start_watch(
    config: &Config,
    services: &Services,
    gateway: &Gateway,
    stop: &Arc<AtomicBool>,
) -> anyhow::Result<(std::thread::JoinHandle<()>, std::thread::JoinHandle<()>)> {
    let devices = gateway.clone();
    let rooms = watch::Rooms {
        lake: services.lake.clone(),
        views: services.views.clone(),
        office: services.office.clone(),
        heard: Arc::new(move || devices.heard()),
        clock: Arc::clone(&services.clock),
        history: config.watch_history,
        learn: config.watch_learn,
        scratch: config.data_folder.clone(),
        speed: speed(config).unwrap_or(1.0),
        trouble: Arc::clone(&services.watch_trouble),
    };
    // What is wrong with a shadow is wrong with no alarm.
    let shadow_rooms = watch::Rooms { trouble: Arc::default(), ..rooms.clone() };
    let (watch_stop, shadow_stop) = (Arc::clone(stop), Arc::clone(stop));
    let thread = |name: &str| std::thread::Builder::new().name(name.into());
    let watch = thread("watch").spawn(move || watch::run(&rooms, &watch_stop))?;
    let shadow = thread("shadow").spawn(move || watch::run_shadow(&shadow_rooms, &shadow_stop))?;
    Ok((watch, shadow))
}

/// Scenario seconds a second; `None` on the machine's clock.
fn speed(config: &Config) -> Option<f64> {
    match config.clock {
        ClockConfig::Machine => None,
        ClockConfig::Scenario { speed, .. } => Some(speed),
    }
}

/// Gives the gateway every new state of the register.
async fn follow_register(views: Views, sender: channel::Sender<Arc<Register>>) {
    let mut poll = tokio::time::interval(REGISTER_POLL);
    loop {
        poll.tick().await;
        let register = views.register();
        sender.send_if_modified(|current| {
            let changed = !Arc::ptr_eq(current, &register);
            if changed {
                *current = register;
            }
            changed
        });
    }
}

use std::collections::BTreeSet;

use model::{
    Actor, Channel, CreditCode, DeviceProfile, Limit, Logger, LoggerTarget, Mn, OrderId, Place,
    ProductionOrder, Register, RegisterEntry, Restraint, Role, Scope, Timestamp, china,
};

use super::event::{Event, Imported, KeyAct, KeyNoted, LoggerAdopted, Put};
use super::refusal::{BadEntry, EntryProblem, Refusal};

/// The longest interval between real-time frames that a logger may have, s: silence could not be told from
/// patience beyond.
pub const MAX_REALTIME_INTERVAL_S: u32 = 86_400;

/// The longest order to limit or stop production, days: what holds longer is ordered again.
pub const LONGEST_ORDER_DAYS: i64 = 366;

/// What somebody wants to do with the register.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Brings entries in, all or none. Entries that are there already, unchanged, are passed over.
    Import {
        /// The entries; each may name what stands before it.
        entries: Vec<RegisterEntry>,
        /// Where they come from, as in a file's name.
        origin: String,
    },
    /// Puts one entry in, or in the place of the one with its id.
    Put {
        /// The entry.
        entry: RegisterEntry,
    },
    /// Gives a logger of the waiting room its place.
    AdoptLogger {
        /// The number by which it names itself.
        mn: Mn,
        /// What it reports for.
        target: LoggerTarget,
        /// How often it should send a real-time frame, s.
        realtime_interval_s: u32,
    },
    /// Says how a logger deviates from the standard: by a person, or by the system where the configuration
    /// lets it.
    SetProfile {
        /// The profile.
        profile: DeviceProfile,
    },
    /// Orders an enterprise to limit or stop production.
    IssueOrder {
        /// The order.
        order: ProductionOrder,
    },
    /// Lifts an order before its end.
    LiftOrder {
        /// Which.
        id: OrderId,
        /// From when on it does not hold.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Notes what was done with the keys of a logger. The keys themselves are never in the ledger.
    NoteKey {
        /// Whose.
        mn: Mn,
        /// What was done.
        act: KeyAct,
    },
}

/// What happens to the register when `actor` gives `command`. No event means that nothing would change.
///
/// # Errors
/// A refusal that says what is in the way; for entries, every one that is wrong.
pub fn decide(register: &Register, command: &Command, actor: &Actor) -> Result<Vec<Event>, Refusal> {
    check_actor(register, command, actor)?;
    match command {
        Command::Import { entries, origin } => {
            let origin = origin.trim();
            if origin.is_empty() {
                return Err(Refusal::OriginMissing);
            }
            let entries = checked(register, entries)?;
            if entries.is_empty() {
                return Ok(Vec::new());
            }
            Ok(vec![Event::Imported(Imported { entries, origin: origin.to_owned() })])
        }
        Command::Put { entry } => {
            let entries = checked(register, std::slice::from_ref(entry))?;
            Ok(entries.into_iter().map(|entry| Event::Put(Put { entry })).collect())
        }
        Command::AdoptLogger { mn, target, realtime_interval_s } => {
            adopt(register, mn, target, *realtime_interval_s)
        }
        Command::SetProfile { profile } => {
            let entry = RegisterEntry::DeviceProfile(profile.clone());
            if !register.device_profiles.contains_key(&profile.mn) && profile.is_standard() {
                return known(register, &profile.mn).map(|()| Vec::new());
            }
            let entries = checked(register, &[entry])?;
            Ok(entries.into_iter().map(|entry| Event::Put(Put { entry })).collect())
        }
        Command::IssueOrder { order } => {
            if register.orders.contains_key(&order.id) {
                return Err(Refusal::OrderExists { id: order.id.clone() });
            }
            put_order(register, ProductionOrder { lifted: None, ..order.clone() })
        }
        Command::LiftOrder { id, at, reason } => {
            let order = register.orders.get(id).ok_or_else(|| Refusal::UnknownOrder { id: id.clone() })?;
            if order.lifted.is_some() || *at >= order.to {
                return Err(Refusal::OrderOver { id: id.clone(), to: order.to });
            }
            if reason.trim().is_empty() {
                return Err(Refusal::ReasonMissing);
            }
            // One that has not begun ends as it begins: it never held.
            let (to, lifted) = ((*at).max(order.from), Some(reason.trim().to_owned()));
            put_order(register, ProductionOrder { to, lifted, ..order.clone() })
        }
        Command::NoteKey { mn, act } => {
            known(register, mn)?;
            Ok(vec![Event::KeyNoted(KeyNoted { mn: mn.clone(), act: *act })])
        }
    }
}

fn put_order(register: &Register, order: ProductionOrder) -> Result<Vec<Event>, Refusal> {
    let entries = checked(register, &[RegisterEntry::Order(order)])?;
    Ok(entries.into_iter().map(|entry| Event::Put(Put { entry })).collect())
}

/// Whether `actor` may order the enterprise to limit or stop production, and lift such orders: its branch, duty
/// officers, leaders and administrators.
pub fn may_order(register: &Register, enterprise: &CreditCode, actor: &Actor) -> bool {
    let Actor::User { role, scope, .. } = actor else { return false };
    let within = match scope {
        Scope::City => true,
        Scope::District(district) => register.district_of(enterprise) == Some(district),
        Scope::Enterprise(_) => false,
    };
    within && ORDERING.contains(role)
}

const ORDERING: &[Role] = &[Role::DutyOfficer, Role::BranchOfficer, Role::Leader, Role::Administrator];

fn check_actor(register: &Register, command: &Command, actor: &Actor) -> Result<(), Refusal> {
    let (may, system): (&'static [Role], bool) = match command {
        Command::Import { .. } | Command::Put { .. } => (&[Role::Administrator], true),
        Command::AdoptLogger { .. } => (&[Role::Administrator, Role::DutyOfficer], false),
        Command::SetProfile { .. } => (&[Role::Administrator, Role::DutyOfficer], true),
        // What a device starts, the system notes; what a person starts is for administrators.
        Command::NoteKey { act: KeyAct::RotationOffered | KeyAct::Rotated, .. } => {
            (&[Role::Administrator], true)
        }
        Command::IssueOrder { .. } | Command::LiftOrder { .. } => (ORDERING, false),
        Command::NoteKey { act: KeyAct::Set | KeyAct::Removed, .. } => (&[Role::Administrator], false),
    };
    let ordered = match command {
        Command::IssueOrder { order } => Some(&order.enterprise),
        Command::LiftOrder { id, .. } => register.orders.get(id).map(|order| &order.enterprise),
        Command::Import { .. }
        | Command::Put { .. }
        | Command::AdoptLogger { .. }
        | Command::SetProfile { .. }
        | Command::NoteKey { .. } => None,
    };
    match actor {
        Actor::User { .. } if ordered.is_some_and(|code| may_order(register, code, actor)) => Ok(()),
        Actor::System { .. } if system => Ok(()),
        Actor::System { .. } => Err(Refusal::RoleMayNot { role: None, may }),
        Actor::User { role, .. } if !may.contains(role) => {
            Err(Refusal::RoleMayNot { role: Some(*role), may })
        }
        Actor::User { scope: Scope::City, .. } => Ok(()),
        Actor::User { scope: Scope::District(_) | Scope::Enterprise(_), .. } => Err(Refusal::NotForTheCity),
    }
}

fn adopt(
    register: &Register,
    mn: &Mn,
    target: &LoggerTarget,
    realtime_interval_s: u32,
) -> Result<Vec<Event>, Refusal> {
    if let Some(known) = register.loggers.get(mn) {
        return Err(Refusal::AlreadyAdopted { mn: mn.clone(), target: known.target.clone() });
    }
    if let Some(other) = register.logger_of(target) {
        return Err(Refusal::TargetTaken { target: target.clone(), mn: other.mn.clone() });
    }
    let logger = Logger { mn: mn.clone(), target: target.clone(), realtime_interval_s };
    checked(register, &[RegisterEntry::Logger(logger)])?;
    let adopted = LoggerAdopted { mn: mn.clone(), target: target.clone(), realtime_interval_s };
    Ok(vec![Event::LoggerAdopted(adopted)])
}

fn known(register: &Register, mn: &Mn) -> Result<(), Refusal> {
    match register.loggers.contains_key(mn) {
        true => Ok(()),
        false => Err(Refusal::UnknownLogger { mn: mn.clone() }),
    }
}

/// The entries that are new or changed, if every entry can enter.
fn checked(register: &Register, entries: &[RegisterEntry]) -> Result<Vec<RegisterEntry>, Refusal> {
    let mut after = register.clone();
    let mut seen = BTreeSet::new();
    let mut bad = Vec::new();
    let mut changed = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let name = name(entry);
        let problem = if !seen.insert(name.clone()) {
            Some(EntryProblem::Twice)
        } else {
            fault(entry).or_else(|| after.put(entry.clone()).err().map(EntryProblem::Missing))
        };
        match problem {
            Some(problem) => bad.push(BadEntry { index, entry: name, problem }),
            None if !is_there(register, entry) => changed.push(entry.clone()),
            None => {}
        }
    }
    if bad.is_empty() { Ok(changed) } else { Err(Refusal::BadEntries { entries: bad }) }
}

fn name(entry: &RegisterEntry) -> String {
    match entry {
        RegisterEntry::District(e) => format!("district {}", e.code),
        RegisterEntry::Enterprise(e) => format!("enterprise {}", e.code),
        RegisterEntry::Outlet(e) => format!("outlet {}", e.id),
        RegisterEntry::Line(e) => format!("line {}", e.id),
        RegisterEntry::TreatmentUnit(e) => format!("treatment unit {}", e.id),
        RegisterEntry::Meter(e) => format!("meter {}", e.id),
        RegisterEntry::Logger(e) => format!("logger {}", e.mn),
        RegisterEntry::Station(e) => format!("station {}", e.id),
        RegisterEntry::DeviceProfile(e) => format!("device profile {}", e.mn),
        RegisterEntry::Order(e) => format!("production order {}", e.id),
    }
}

fn is_there(register: &Register, entry: &RegisterEntry) -> bool {
    match entry {
        RegisterEntry::District(e) => register.districts.get(&e.code) == Some(e),
        RegisterEntry::Enterprise(e) => register.enterprises.get(&e.code) == Some(e),
        RegisterEntry::Outlet(e) => register.outlets.get(&e.id) == Some(e),
        RegisterEntry::Line(e) => register.lines.get(&e.id) == Some(e),
        RegisterEntry::TreatmentUnit(e) => register.treatment_units.get(&e.id) == Some(e),
        RegisterEntry::Meter(e) => register.meters.get(&e.id) == Some(e),
        RegisterEntry::Logger(e) => register.loggers.get(&e.mn) == Some(e),
        RegisterEntry::Station(e) => register.stations.get(&e.id) == Some(e),
        RegisterEntry::DeviceProfile(e) => register.device_profiles.get(&e.mn) == Some(e),
        RegisterEntry::Order(e) => register.orders.get(&e.id) == Some(e),
    }
}

/// What is wrong with an entry by itself.
fn fault(entry: &RegisterEntry) -> Option<EntryProblem> {
    match entry {
        RegisterEntry::District(e) => names(&[&e.name, &e.name_en]).or_else(|| place(e.center)),
        RegisterEntry::Enterprise(e) => names(&[&e.name, &e.name_en]).or_else(|| place(e.place)),
        RegisterEntry::Outlet(e) => names(&[&e.name, &e.name_en])
            .or_else(|| place(e.place))
            .or_else(|| channels(&e.channels))
            .or_else(|| e.limits.iter().find_map(limit))
            .or_else(|| e.release.as_ref()?.fault().map(EntryProblem::BadRelease)),
        RegisterEntry::Line(e) => names(&[&e.name, &e.name_en]).or_else(|| {
            let none = e.permitted_hours.as_ref().is_some_and(Vec::is_empty);
            none.then_some(EntryProblem::NoHours)
        }),
        RegisterEntry::TreatmentUnit(e) => names(&[&e.name, &e.name_en]),
        RegisterEntry::Meter(e) => match e.rated_kw {
            Some(rated_kw) if !(rated_kw.is_finite() && rated_kw > 0.0) => Some(EntryProblem::BadPower),
            Some(_) | None => None,
        },
        RegisterEntry::Logger(e) => (!(1..=MAX_REALTIME_INTERVAL_S).contains(&e.realtime_interval_s))
            .then_some(EntryProblem::BadInterval),
        RegisterEntry::Station(e) => {
            names(&[&e.name, &e.name_en]).or_else(|| place(e.place)).or_else(|| channels(&e.channels))
        }
        RegisterEntry::DeviceProfile(e) => (e.length_offset.abs() > DeviceProfile::MAX_LENGTH_OFFSET)
            .then_some(EntryProblem::BadLengthOffset),
        RegisterEntry::Order(e) => order(e),
    }
}

fn order(order: &ProductionOrder) -> Option<EntryProblem> {
    const DAY_S: i64 = 86_400;
    let length_s = china::seconds_between(order.from, order.to);
    // One that was lifted before it began ends as it begins.
    let least_s = i64::from(order.lifted.is_none());
    let is_share = match order.restraint {
        Restraint::Stop => true,
        Restraint::Limit(share) => share > 0.0 && share < 1.0,
    };
    if order.document.trim().is_empty() {
        Some(EntryProblem::NoDocument)
    } else if !is_share {
        Some(EntryProblem::BadShare)
    } else if !(least_s..=LONGEST_ORDER_DAYS * DAY_S).contains(&length_s) {
        Some(EntryProblem::BadOrderSpan)
    } else {
        None
    }
}

fn names(names: &[&str]) -> Option<EntryProblem> {
    names.iter().any(|name| name.trim().is_empty()).then_some(EntryProblem::NoName)
}

fn place(place: Place) -> Option<EntryProblem> {
    Place::new(place.longitude, place.latitude).is_none().then_some(EntryProblem::BadPlace)
}

fn channels(channels: &[Channel]) -> Option<EntryProblem> {
    let factors: BTreeSet<_> = channels.iter().map(|channel| &channel.factor).collect();
    if factors.len() < channels.len() {
        return Some(EntryProblem::ChannelTwice);
    }
    let is_range = |channel: &Channel| {
        channel.range.is_none_or(|range| range.lower < range.upper && (range.upper - range.lower).is_finite())
    };
    (!channels.iter().all(is_range)).then_some(EntryProblem::BadRange)
}

fn limit(limit: &Limit) -> Option<EntryProblem> {
    let upper = limit.upper.is_finite();
    let lower = limit.lower.is_none_or(|lower| lower.is_finite() && lower <= limit.upper);
    let lasts = limit.valid_to.is_none_or(|end| limit.valid_from < end);
    (!(upper && lower && lasts)).then_some(EntryProblem::BadLimit)
}

use model::{Actor, BlobHash, DistrictCode, Role, Scope, Timestamp, UserId, china};

use super::cruise;
use super::event::{Closed, Event, Failed, Frozen, NotPossible, Opened, Ranked};
use super::{Cause, LONGEST_S, MAX_WORDS, Missing, Origin, Ranking, Refusal, SHORTEST_S, Tracing, Verdict};

/// What somebody, or the part of the system that reckons, wants to do with a tracing.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Open it.
    Open(Opened),
    /// Rank anew what is known now.
    Renew {
        /// The frozen input.
        input: BlobHash,
        /// Why.
        cause: Cause,
    },
    /// The ranking of the input that waits for one is there.
    Rank(Ranked),
    /// There can be no ranking of it.
    GiveUp {
        /// Of which input.
        input: BlobHash,
        /// What is missing.
        missing: Vec<Missing>,
    },
    /// The program failed.
    Fail {
        /// Of which input.
        input: BlobHash,
        /// Why.
        why: String,
    },
    /// Ask a van to measure.
    AskCruise {
        /// Who should drive; whoever may, without a name.
        to: Option<UserId>,
        /// Where, and what else matters.
        words: String,
    },
    /// Take the van's task on.
    AcceptCruise,
    /// End it without a track.
    EndCruise {
        /// Why.
        words: String,
    },
    /// Say what turned out.
    Close {
        /// What.
        verdict: Verdict,
        /// In words.
        words: String,
    },
}

/// Whether `actor` may open tracings of stations of the district, renew and close them: the duty room, and officers of the
/// district's branch.
pub fn may_work(actor: &Actor, district: &DistrictCode) -> bool {
    let Actor::User { role, scope, .. } = actor else { return false };
    let officer = match role {
        Role::DutyOfficer | Role::BranchOfficer => true,
        Role::EnterpriseUser | Role::Leader | Role::InspectorGeneral | Role::Administrator => false,
    };
    let within = match scope {
        Scope::City => true,
        Scope::District(own) => own == district,
        Scope::Enterprise(_) => false,
    };
    officer && within
}

/// What happens when `actor` gives `command` at `now`.
///
/// # Errors
/// A refusal that says what is in the way.
pub fn decide(
    state: Option<&Tracing>,
    command: &Command,
    actor: &Actor,
    now: Timestamp,
) -> Result<Event, Refusal> {
    if let Command::Open(opened) = command {
        return open(state, opened, actor, now);
    }
    let tracing = state.ok_or(Refusal::Unknown)?;
    if tracing.closing.is_some() {
        return Err(Refusal::Closed);
    }
    match command {
        Command::Open(_) => Err(Refusal::Exists),
        Command::Renew { input, cause } => {
            working(tracing, actor)?;
            rested(tracing)?;
            if tracing.last().is_some_and(|last| last.input == *input) {
                return Err(Refusal::NothingNew);
            }
            Ok(Event::Frozen(Frozen { input: input.clone(), cause: cause.clone() }))
        }
        Command::Rank(ranked) => {
            reckoning(tracing, actor, &ranked.input)?;
            sound(&ranked.ranking)?;
            Ok(Event::Ranked(ranked.clone()))
        }
        Command::GiveUp { input, missing } => {
            reckoning(tracing, actor, input)?;
            Ok(Event::NotPossible(NotPossible { input: input.clone(), missing: missing.clone() }))
        }
        Command::Fail { input, why } => {
            reckoning(tracing, actor, input)?;
            Ok(Event::Failed(Failed { input: input.clone(), why: why.chars().take(MAX_WORDS).collect() }))
        }
        Command::AskCruise { to, words } => {
            working(tracing, actor)?;
            cruise::ask(tracing, to.as_ref(), said(words)?)
        }
        Command::AcceptCruise => cruise::accept(tracing, actor),
        Command::EndCruise { words } => {
            working(tracing, actor)?;
            cruise::end(tracing, said(words)?)
        }
        Command::Close { verdict, words } => {
            working(tracing, actor)?;
            rested(tracing)?;
            if tracing.open_cruise().is_some() {
                return Err(Refusal::CruiseOpen);
            }
            if matches!(verdict, Verdict::Enterprises(codes) if codes.is_empty()) {
                return Err(Refusal::NobodyNamed);
            }
            Ok(Event::Closed(Closed { verdict: verdict.clone(), words: said(words)? }))
        }
    }
}

fn open(state: Option<&Tracing>, opened: &Opened, actor: &Actor, now: Timestamp) -> Result<Event, Refusal> {
    // The system opens what an alarm asks for, and nothing else by itself.
    let by_itself = matches!((actor, &opened.origin), (Actor::System { .. }, Origin::Alarm(_)));
    if !by_itself && !may_work(actor, &opened.district) {
        return Err(Refusal::MayNot);
    }
    if state.is_some() {
        return Err(Refusal::Exists);
    }
    let asked = &opened.question;
    let lasting_s = china::seconds_between(asked.from, asked.to);
    let within = asked.from <= asked.anomaly_from
        && asked.anomaly_from <= asked.anomaly_to
        && asked.anomaly_to <= asked.to
        && asked.to <= now;
    if !within || !(SHORTEST_S..=LONGEST_S).contains(&lasting_s) {
        return Err(Refusal::BadPeriod);
    }
    if !super::is_emitted(&asked.factor) {
        return Err(Refusal::NotEmitted);
    }
    let opened = match &opened.origin {
        Origin::Alarm(_) => opened.clone(),
        Origin::ByHand(why) => Opened { origin: Origin::ByHand(said(why)?), ..opened.clone() },
    };
    Ok(Event::Opened(opened))
}

fn working(tracing: &Tracing, actor: &Actor) -> Result<(), Refusal> {
    if may_work(actor, tracing.district()) { Ok(()) } else { Err(Refusal::MayNot) }
}

fn rested(tracing: &Tracing) -> Result<(), Refusal> {
    if tracing.running().is_none() { Ok(()) } else { Err(Refusal::Running) }
}

/// Rankings are made by the system alone, and only of the input that waits for one.
fn reckoning(tracing: &Tracing, actor: &Actor, input: &BlobHash) -> Result<(), Refusal> {
    if !matches!(actor, Actor::System { .. }) {
        return Err(Refusal::MayNot);
    }
    let waits = tracing.running().and_then(|number| tracing.versions.get(number));
    if waits.is_some_and(|version| version.input == *input) { Ok(()) } else { Err(Refusal::NotRunning) }
}

fn sound(ranking: &Ranking) -> Result<(), Refusal> {
    let of_enterprises = ranking.enterprises.iter().map(|ranked| ranked.probability);
    let mut all = of_enterprises.chain([ranking.none, ranking.unregistered]);
    if all.all(|probability| (0.0..=1.0 + 1e-9).contains(&probability)) {
        Ok(())
    } else {
        Err(Refusal::Unsound)
    }
}

fn said(words: &str) -> Result<String, Refusal> {
    let words = words.trim();
    match words.is_empty() || words.chars().count() > MAX_WORDS {
        true => Err(Refusal::WordsMissing { most: MAX_WORDS }),
        false => Ok(words.to_owned()),
    }
}

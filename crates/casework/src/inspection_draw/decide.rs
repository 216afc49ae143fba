use draw::{Commitment, Digest, Entropy, Reveal, Round, Second, Secret, Source, Text};
use model::{Actor, BlobHash, Role, Scope, Timestamp, UserId};

use super::event::{
    Abandoned, Chance, Committed, Drawn, Event, Opened, Published, Revealed, RoundTaken, Seat, ShareGiven,
    Voided,
};
use super::refusal::Refusal;
use super::{Attempt, Frozen, InspectionDraw, MAX_WORDS, Stage, day};

/// What somebody wants to do with a draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Open the first attempt, or another after a void one.
    Open(Opened),
    /// Commit oneself to a secret, for the party that one speaks for.
    GiveShare {
        /// The hash of the secret.
        share: Digest,
    },
    /// Give it up before anything is frozen.
    Abandon {
        /// Why.
        reason: String,
    },
    /// Freeze the plan of the case.
    Commit {
        /// The plan's file in the vault.
        plan: BlobHash,
    },
    /// Reveal the secret of the party that one speaks for. The last one draws.
    Reveal {
        /// The secret.
        secret: Secret,
    },
    /// Take the round of the beacon, and draw.
    TakeRound {
        /// The round.
        round: Round,
    },
    /// Publish the record of everything so far.
    Publish {
        /// The record's file in the vault.
        record: BlobHash,
    },
    /// Declare that it does not count.
    Void {
        /// Why.
        reason: String,
    },
    /// Declare that it does not count because its time is over, as the machine does by itself.
    Lapse,
}

/// In what a decision is made.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The plan: the one to freeze, or the frozen one.
    pub commitment: Option<&'a Commitment>,
    /// The time.
    pub now: Timestamp,
}

/// Whether `actor` may open draws, freeze their plans, take rounds and publish: who watches, leads or administers for
/// the city.
pub fn may_manage(actor: &Actor) -> bool {
    matches!(
        actor,
        Actor::User { role: Role::DutyOfficer | Role::Leader | Role::Administrator, scope: Scope::City, .. }
    )
}

/// Whether `actor` may declare a frozen attempt void at will. Whoever manages draws may do so without a choice: when the
/// time for revealing is over and somebody did not.
pub fn may_void(actor: &Actor) -> bool {
    matches!(actor, Actor::User { role: Role::Leader, scope: Scope::City, .. })
}

/// What happens when `actor` gives `command`.
///
/// # Errors
/// A refusal that says what is in the way.
pub fn decide(
    state: Option<&InspectionDraw>,
    case: Case<'_>,
    command: &Command,
    actor: &Actor,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Open(opened) => open(state, opened, actor).map(|event| vec![event]),
        Command::GiveShare { share } => {
            let (_, attempt) = last(state)?;
            let seat = seat(attempt, actor)?;
            is_open(attempt)?;
            match attempt.shares.contains_key(&seat.party) {
                true => Err(Refusal::ShareGiven),
                false => Ok(vec![Event::ShareGiven(ShareGiven { party: seat.party.clone(), share: *share })]),
            }
        }
        Command::Abandon { reason } => {
            managing(actor)?;
            is_open(last(state)?.1)?;
            Ok(vec![Event::Abandoned(Abandoned { reason: words(reason)?.to_string() })])
        }
        Command::Commit { plan } => {
            managing(actor)?;
            let (draw, attempt) = last(state)?;
            is_open(attempt)?;
            commit(draw, attempt, case, plan).map(|event| vec![event])
        }
        Command::Reveal { secret } => {
            let (_, attempt) = last(state)?;
            let party = seat(attempt, actor)?.party.clone();
            let (frozen, commitment) = waiting(attempt, case)?;
            reveal(frozen, commitment, party, *secret, case.now)
        }
        Command::TakeRound { round } => {
            managing(actor)?;
            let (_, commitment) = waiting(last(state)?.1, case)?;
            commitment.accept_round(round, case.now).map_err(Refusal::Chance)?;
            let taken = Event::RoundTaken(RoundTaken { round: round.clone() });
            Ok(vec![taken, drawn(commitment, Entropy::Beacon(round.clone()))?])
        }
        Command::Publish { record } => {
            let found = last(state);
            // That an attempt is void because its time is over becomes public without anybody's will.
            let by_itself = found.as_ref().is_ok_and(|(_, attempt)| attempt.has_lapsed());
            if !(by_itself && matches!(actor, Actor::System { .. })) {
                managing(actor)?;
            }
            publish(found?.1, record).map(|event| vec![event])
        }
        Command::Lapse => lapse(last(state)?.1, case, actor).map(|event| vec![event]),
        Command::Void { reason } => void(last(state)?.1, case, reason, actor).map(|event| vec![event]),
    }
}

fn managing(actor: &Actor) -> Result<(), Refusal> {
    if may_manage(actor) { Ok(()) } else { Err(Refusal::MayNotManage) }
}

fn words(text: &str) -> Result<Text, Refusal> {
    let text = text.trim();
    match text.chars().count() <= MAX_WORDS {
        true => text.parse().map_err(|_| Refusal::WordsMissing { most: MAX_WORDS }),
        false => Err(Refusal::WordsMissing { most: MAX_WORDS }),
    }
}

fn last(state: Option<&InspectionDraw>) -> Result<(&InspectionDraw, &Attempt), Refusal> {
    let draw = state.ok_or(Refusal::Unknown)?;
    draw.last().map(|attempt| (draw, attempt)).ok_or(Refusal::Unknown)
}

fn account(actor: &Actor) -> Option<&UserId> {
    match actor {
        Actor::User { id, .. } => Some(id),
        Actor::System { .. } => None,
    }
}

fn seat<'a>(attempt: &'a Attempt, actor: &Actor) -> Result<&'a Seat, Refusal> {
    account(actor).and_then(|account| attempt.seat(account)).ok_or(Refusal::NoParty)
}

fn is_open(attempt: &Attempt) -> Result<(), Refusal> {
    match &attempt.stage {
        Stage::Open => Ok(()),
        Stage::Abandoned(_) | Stage::Committed(_) | Stage::Drawn(..) | Stage::Void(..) => {
            Err(Refusal::NotOpen)
        }
    }
}

fn open(state: Option<&InspectionDraw>, opened: &Opened, actor: &Actor) -> Result<Event, Refusal> {
    managing(actor)?;
    match state.and_then(InspectionDraw::last).map(|attempt| &attempt.stage) {
        None | Some(Stage::Abandoned(_)) => {}
        Some(Stage::Open | Stage::Committed(_) | Stage::Drawn(..)) => return Err(Refusal::Exists),
        // Else a draw that did not suit could be repeated unseen.
        Some(Stage::Void(_, over)) if over.published.is_none() => return Err(Refusal::VoidNotPublished),
        Some(Stage::Void(..)) => {}
    }
    if opened.visits_until < opened.visits_from {
        return Err(Refusal::BadVisits);
    }
    if opened.plan.is_some_and(|year| year != opened.visits_from.year()) {
        return Err(Refusal::OtherYear);
    }
    if let Chance::Parties(seats) = &opened.chance {
        if !(2..=draw::MAX_PARTIES).contains(&seats.len()) {
            return Err(Refusal::BadParties { most: draw::MAX_PARTIES });
        }
        // One person with two seats would be one secret less.
        let twice = |index: usize, seat: &Seat| {
            seats.iter().take(index).any(|other| other.party == seat.party || other.account == seat.account)
        };
        if seats.iter().enumerate().any(|(index, seat)| twice(index, seat)) {
            return Err(Refusal::PartyTwice);
        }
    }
    Ok(Event::Opened(opened.clone()))
}

/// The plan must be the one that what happened so far leads to: whoever puts it together chooses pools, not parties,
/// shares or what went before.
fn commit(
    draw: &InspectionDraw,
    attempt: &Attempt,
    case: Case<'_>,
    file: &BlobHash,
) -> Result<Event, Refusal> {
    let parties = attempt.without_share();
    if !parties.is_empty() {
        return Err(Refusal::SharesMissing { parties });
    }
    let commitment = case.commitment.ok_or(Refusal::PlanMissing)?;
    let plan = commitment.plan();
    let (number, predecessor) = draw.next_number();
    let opened = &attempt.opened;
    let fits = [
        ("occasion", plan.occasion.as_str() == draw.id.as_str()),
        ("attempt", plan.attempt == number && plan.predecessor == predecessor),
        ("title", plan.title == opened.title),
        (
            "visits",
            plan.visits_from == day(opened.visits_from) && plan.visits_until == day(opened.visits_until),
        ),
        ("committed_at", plan.committed_at == Second::of(case.now)),
        ("source", source_fits(&plan.source, attempt)),
    ];
    if let Some((what, _)) = fits.into_iter().find(|(_, fits)| !fits) {
        return Err(Refusal::OtherPlan { what });
    }
    Ok(Event::Committed(Committed {
        commitment: commitment.hash(),
        at: plan.committed_at,
        plan: file.clone(),
        source: plan.source.clone(),
        objects: plan.pools.iter().map(|pool| pool.candidates.len() as u64).sum(),
        quota: plan.pools.iter().map(|pool| u64::from(pool.quota)).sum(),
        officers: plan.officers.len() as u64,
    }))
}

fn source_fits(source: &Source, attempt: &Attempt) -> bool {
    match (source, &attempt.opened.chance) {
        (Source::Beacon { .. }, Chance::Beacon) => true,
        (Source::Reveals { parties, .. }, Chance::Parties(seats)) => {
            let same = |(party, seat): (&draw::Party, &Seat)| {
                party.id == seat.party
                    && party.role == seat.role
                    && attempt.shares.get(&seat.party) == Some(&party.share)
            };
            parties.len() == seats.len() && parties.iter().zip(seats).all(same)
        }
        (Source::Beacon { .. }, Chance::Parties(_)) | (Source::Reveals { .. }, Chance::Beacon) => false,
    }
}

/// An attempt that waits for its chance, with its plan.
fn waiting<'a>(attempt: &'a Attempt, case: Case<'a>) -> Result<(&'a Frozen, &'a Commitment), Refusal> {
    match &attempt.stage {
        Stage::Committed(frozen) => Ok((frozen, frozen_plan(frozen, case)?)),
        Stage::Open | Stage::Abandoned(_) => Err(Refusal::NotCommitted),
        Stage::Drawn(..) | Stage::Void(..) => Err(Refusal::Over),
    }
}

fn frozen_plan<'a>(frozen: &Frozen, case: Case<'a>) -> Result<&'a Commitment, Refusal> {
    let commitment = case.commitment.ok_or(Refusal::PlanMissing)?;
    match commitment.hash() == frozen.committed.commitment {
        true => Ok(commitment),
        false => Err(Refusal::PlanMissing),
    }
}

fn reveal(
    frozen: &Frozen,
    commitment: &Commitment,
    party: draw::Id,
    secret: Secret,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let mut reveals = match &frozen.entropy {
        Some(Entropy::Reveals(reveals)) => reveals.clone(),
        Some(Entropy::Beacon(_)) | None => Vec::new(),
    };
    let at = Second::of(now);
    let reveal = Reveal { party: party.clone(), secret, at };
    commitment.accept_reveal(&reveals, &reveal).map_err(Refusal::Chance)?;
    reveals.push(reveal);
    let entropy = Entropy::Reveals(reveals);
    let mut events = vec![Event::Revealed(Revealed { party, secret, at })];
    if commitment.silent(Some(&entropy)).is_empty() {
        events.push(drawn(commitment, entropy)?);
    }
    Ok(events)
}

fn drawn(commitment: &Commitment, entropy: Entropy) -> Result<Event, Refusal> {
    let outcome = commitment.draw(&entropy).map_err(Refusal::Chance)?;
    let attempt = draw::Attempt::new(commitment.clone(), Some(entropy), Some(outcome), None);
    Ok(Event::Drawn(Drawn { hash: attempt.hash }))
}

fn publish(attempt: &Attempt, record: &BlobHash) -> Result<Event, Refusal> {
    let published = match &attempt.stage {
        Stage::Open | Stage::Abandoned(_) | Stage::Committed(_) => return Err(Refusal::NothingToPublish),
        Stage::Drawn(_, done) => &done.published,
        Stage::Void(_, over) => &over.published,
    };
    match published {
        Some(_) => Err(Refusal::IsPublished),
        None => Ok(Event::Published(Published { record: record.clone() })),
    }
}

fn void(attempt: &Attempt, case: Case<'_>, reason: &str, actor: &Actor) -> Result<Event, Refusal> {
    let (frozen, was_drawn) = match &attempt.stage {
        Stage::Committed(frozen) => (frozen, false),
        Stage::Drawn(frozen, _) => (frozen, true),
        Stage::Open | Stage::Abandoned(_) => return Err(Refusal::NotCommitted),
        Stage::Void(..) => return Err(Refusal::Over),
    };
    let commitment = frozen_plan(frozen, case)?;
    let void = draw::Void::of(commitment, frozen.entropy.as_ref(), Second::of(case.now), words(reason)?);
    let spoilt = !was_drawn && !void.silent.is_empty();
    if !(may_void(actor) || (spoilt && may_manage(actor))) {
        return Err(Refusal::MayNotVoid);
    }
    voided((frozen, was_drawn), commitment, void)
}

/// What the machine declares void: nobody chooses it, so that nobody can wait until it suits.
fn lapse(attempt: &Attempt, case: Case<'_>, actor: &Actor) -> Result<Event, Refusal> {
    if !matches!(actor, Actor::System { .. }) {
        return Err(Refusal::MayNotVoid);
    }
    let (frozen, commitment) = waiting(attempt, case)?;
    let lapse = attempt.overdue(case.now).ok_or(Refusal::NotOverdue)?;
    let void =
        draw::Void::of(commitment, frozen.entropy.as_ref(), Second::of(case.now), words(lapse.reason())?);
    voided((frozen, false), commitment, void)
}

fn voided(
    (frozen, was_drawn): (&Frozen, bool),
    commitment: &Commitment,
    void: draw::Void,
) -> Result<Event, Refusal> {
    let outcome = match (&frozen.entropy, was_drawn) {
        (Some(entropy), true) => Some(commitment.draw(entropy).map_err(Refusal::Chance)?),
        (Some(_) | None, _) => None,
    };
    let (reason, silent, at) = (void.reason.clone(), void.silent.clone(), void.at);
    let record = draw::Attempt::new(commitment.clone(), frozen.entropy.clone(), outcome, Some(void));
    Ok(Event::Voided(Voided { reason, silent, at, hash: record.hash }))
}

//! Draws as their accounts see them.

use casework::inspection_draw::{Attempt, Frozen, InspectionDraw, Over, Stage, may_manage, may_void};
use draw::{Entropy, Source};
use law::{DayOrMoment, DueQuestion};
use model::{Actor, Role, Timestamp, china};

use super::{Presenter, inspection_done_on};
use crate::dto::Time;
use crate::dto::alarm::Person;
use crate::dto::draw::{
    DrawAct, DrawCommand, DrawDetail, DrawFrozen, DrawParty, DrawRound, DrawStage, DrawVoid, EarlierAttempt,
    PublicAttempt, PublicDraw, PublicParty, PublishBy,
};
use crate::error::ApiError;
use crate::session::SignedIn;

/// From an inspection that is done to its published result (检查结果公开).
const PUBLICITY: &str = "inspection_publicity";

/// Whether the account may see that there is a draw: offices, and who speaks for one of its parties.
pub(crate) fn sees_draw(user: &SignedIn, draw: &InspectionDraw) -> bool {
    user.is_office() || draw.last().is_some_and(|attempt| attempt.seat(&user.account.id).is_some())
}

/// Whether the account may read who was drawn before that is public: those who manage draws, and discipline
/// inspectors. Branches hear of it on the day they need it.
pub(crate) fn reads_record(user: &SignedIn) -> bool {
    may_manage(&user.actor()) || user.account.role == Role::InspectorGeneral
}

impl Presenter<'_> {
    /// A draw; none without any attempt, which never is.
    pub(crate) fn draw(&self, draw: &InspectionDraw) -> Result<Option<DrawDetail>, ApiError> {
        let Some((attempt, earlier)) = draw.attempts.split_last() else { return Ok(None) };
        let opened = &attempt.opened;
        let (drawn_at, void, published) = match &attempt.stage {
            Stage::Open | Stage::Abandoned(_) | Stage::Committed(_) => (None, None, false),
            Stage::Drawn(_, done) => (Some(Time(done.at)), None, done.published.is_some()),
            Stage::Void(_, over) => (None, Some(void_of(over)), over.published.is_some()),
        };
        Ok(Some(DrawDetail {
            id: draw.id.to_string(),
            title: opened.title.to_string(),
            number: attempt.frozen().map_or(draw.next_number().0, |frozen| frozen.number),
            stage: stage_of(attempt),
            visits_from: opened.visits_from.to_string(),
            visits_until: opened.visits_until.to_string(),
            plan: opened.plan,
            opened: DrawAct { by: self.actor_of_draw(&attempt.opened_by)?, at: Time(attempt.opened_at) },
            parties: self.parties(attempt)?,
            frozen: attempt.frozen().map(frozen_of),
            drawn_at,
            void,
            published,
            publish_by: match (&attempt.stage, published) {
                (Stage::Drawn(..), false) => self.publish_by(draw)?,
                _ => None,
            },
            earlier: earlier.iter().map(earlier_of).collect(),
            may: self.may(attempt),
        }))
    }

    /// The first day on which a result is due, by the term that a pack has.
    fn publish_by(&self, draw: &InspectionDraw) -> Result<Option<PublishBy>, ApiError> {
        let rows = self.services.views.inspections().map_err(|error| ApiError::unavailable(&error))?;
        let done = rows.iter().map(|row| &row.inspection).filter(|inspection| {
            inspection.opened.from_draw.as_ref().is_some_and(|from| from.draw == draw.id)
        });
        let Some(first) = done.filter_map(inspection_done_on).min() else { return Ok(None) };
        let from = DayOrMoment::Day(first);
        let question = DueQuestion { from, suspensions: Vec::new(), extensions: Vec::new() };
        // Where no pack knows the term there is no day to tell.
        let Ok(due) = self.services.law.due(PUBLICITY, &question) else { return Ok(None) };
        let today = china::civil(self.now()).date();
        let rule = due.sources.first().map(Into::into);
        Ok(rule.map(|rule| PublishBy { day: due.day.to_string(), over: due.day < today, rule }))
    }

    fn actor_of_draw(&self, actor: &Actor) -> Result<Option<Person>, ApiError> {
        match actor {
            Actor::User { id, .. } => Ok(Some(Person { id: id.to_string(), name: self.person(id)? })),
            Actor::System { .. } => Ok(None),
        }
    }

    fn parties(&self, attempt: &Attempt) -> Result<Vec<DrawParty>, ApiError> {
        let party = |seat: &casework::inspection_draw::Seat| {
            Ok(DrawParty {
                party: seat.party.to_string(),
                role: seat.role.to_string(),
                account: Person { id: seat.account.to_string(), name: self.person(&seat.account)? },
                mine: seat.account == self.viewer().account.id,
                share: attempt.shares.get(&seat.party).map(ToString::to_string),
                revealed: attempt.frozen().is_some_and(|frozen| has_revealed(frozen, &seat.party)),
            })
        };
        attempt.opened.seats().iter().map(party).collect()
    }

    /// What the account may do now, so that pages offer nothing that is refused for who it is.
    fn may(&self, attempt: &Attempt) -> Vec<DrawCommand> {
        let actor = self.viewer().actor();
        let manages = may_manage(&actor);
        let seat = attempt.seat(&self.viewer().account.id);
        let mut may = Vec::new();
        let mut allow = |command, allowed: bool| {
            if allowed {
                may.push(command);
            }
        };
        match &attempt.stage {
            Stage::Open => {
                allow(DrawCommand::Share, seat.is_some_and(|seat| !attempt.shares.contains_key(&seat.party)));
                allow(DrawCommand::Commit, manages && attempt.without_share().is_empty());
                allow(DrawCommand::Abandon, manages);
            }
            Stage::Abandoned(_) => allow(DrawCommand::Open, manages),
            Stage::Committed(frozen) => {
                let over = deadline(frozen).is_some_and(|deadline| self.now() > deadline);
                let waits = seat.is_some_and(|seat| !has_revealed(frozen, &seat.party));
                allow(DrawCommand::Reveal, waits && !over);
                allow(
                    DrawCommand::Round,
                    manages && matches!(frozen.committed.source, Source::Beacon { .. }),
                );
                allow(DrawCommand::Void, may_void(&actor) || (manages && over));
            }
            Stage::Drawn(_, done) => {
                allow(DrawCommand::Publish, manages && done.published.is_none());
                allow(DrawCommand::Void, may_void(&actor));
            }
            Stage::Void(_, over) => {
                allow(DrawCommand::Publish, manages && over.published.is_none());
                allow(DrawCommand::Open, manages && over.published.is_some());
            }
        }
        allow(DrawCommand::Record, attempt.frozen().is_some() && reads_record(self.viewer()));
        may
    }
}

/// What everybody may know; none where nothing was frozen.
pub(crate) fn public_draw(draw: &InspectionDraw) -> Option<PublicDraw> {
    let frozen = draw.attempts.iter().filter_map(|attempt| Some((attempt, attempt.frozen()?)));
    let attempts: Vec<PublicAttempt> =
        frozen.map(|(attempt, frozen)| public_attempt(attempt, frozen)).collect();
    let title = draw.last()?.opened.title.to_string();
    let published = published_record(draw).is_some();
    (!attempts.is_empty()).then_some(PublicDraw { id: draw.id.to_string(), title, attempts, published })
}

fn public_attempt(attempt: &Attempt, frozen: &Frozen) -> PublicAttempt {
    let party = |seat: &casework::inspection_draw::Seat| PublicParty {
        party: seat.party.to_string(),
        role: seat.role.to_string(),
        share: attempt.shares.get(&seat.party).map(ToString::to_string).unwrap_or_default(),
        revealed: has_revealed(frozen, &seat.party),
    };
    let DrawFrozen { number, commitment, at, deadline, round, .. } = frozen_of(frozen);
    PublicAttempt {
        number,
        commitment,
        committed_at: at,
        stage: stage_of(attempt),
        void: match &attempt.stage {
            Stage::Void(_, over) => Some(void_of(over)),
            Stage::Open | Stage::Abandoned(_) | Stage::Committed(_) | Stage::Drawn(..) => None,
        },
        parties: attempt.opened.seats().iter().map(party).collect(),
        deadline,
        round,
    }
}

/// The record that was published last.
pub(crate) fn published_record(draw: &InspectionDraw) -> Option<&model::BlobHash> {
    draw.attempts.iter().rev().find_map(Attempt::published)
}

fn stage_of(attempt: &Attempt) -> DrawStage {
    match &attempt.stage {
        Stage::Open => DrawStage::Open,
        Stage::Abandoned(_) => DrawStage::Abandoned,
        Stage::Committed(_) => DrawStage::Committed,
        Stage::Drawn(..) => DrawStage::Drawn,
        Stage::Void(..) => DrawStage::Void,
    }
}

fn earlier_of(attempt: &Attempt) -> EarlierAttempt {
    let reason = match &attempt.stage {
        Stage::Abandoned(reason) => reason.clone(),
        Stage::Void(_, over) => over.reason.to_string(),
        Stage::Open | Stage::Committed(_) | Stage::Drawn(..) => String::new(),
    };
    EarlierAttempt {
        opened_at: Time(attempt.opened_at),
        stage: stage_of(attempt),
        reason,
        commitment: attempt.frozen().map(|frozen| frozen.committed.commitment.to_string()),
    }
}

fn frozen_of(frozen: &Frozen) -> DrawFrozen {
    let committed = &frozen.committed;
    let round = match &committed.source {
        Source::Beacon { round, .. } => {
            draw::beacon::due(*round).map(|due| DrawRound { round: *round, due: Time(due.instant()) })
        }
        Source::Reveals { .. } => None,
    };
    DrawFrozen {
        number: frozen.number,
        commitment: committed.commitment.to_string(),
        at: Time(committed.at.instant()),
        objects: committed.objects,
        quota: committed.quota,
        officers: committed.officers,
        deadline: deadline(frozen).map(Time),
        round,
    }
}

fn deadline(frozen: &Frozen) -> Option<Timestamp> {
    match &frozen.committed.source {
        Source::Reveals { deadline, .. } => Some(deadline.instant()),
        Source::Beacon { .. } => None,
    }
}

fn void_of(over: &Over) -> DrawVoid {
    DrawVoid {
        at: Time(over.at.instant()),
        reason: over.reason.to_string(),
        silent: over.silent.iter().map(ToString::to_string).collect(),
    }
}

fn has_revealed(frozen: &Frozen, party: &draw::Id) -> bool {
    match &frozen.entropy {
        Some(Entropy::Reveals(reveals)) => reveals.iter().any(|reveal| reveal.party == *party),
        Some(Entropy::Beacon(_)) | None => false,
    }
}

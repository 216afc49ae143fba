//! Of what somebody is quietly reminded in a case (提醒). Derived at each look, as deadlines are.

use jiff::civil::Date;
use law::Law;
use model::{Actor, Timestamp};

use super::access::allowed;
use super::command::Act;
use super::deadline::{Deadline, DeadlineKind, Standing, deadlines};
use super::fine::day_of;
use super::state::Case;

/// The longest holiday that is looked over, days.
const HOLIDAY_AT_MOST: usize = 30;

/// The office's deadlines that are over, or will be before the next working day is, where `actor` can do now what they
/// wait for. Nobody is reminded of the party's.
pub fn reminders(case: &Case, actor: &Actor, law: &Law, now: Timestamp) -> Vec<Deadline> {
    if !case.is_open() {
        return Vec::new();
    }
    let may = allowed(case, actor);
    if may.is_empty() {
        return Vec::new();
    }
    let until = next_working_day(law, day_of(now));
    let presses = |deadline: &Deadline| {
        let near = match deadline.standing {
            Standing::Passed => true,
            Standing::Running => deadline.day().is_some_and(|day| day <= until),
            Standing::Suspended | Standing::Met | Standing::MetLate | Standing::Moot => false,
        };
        near && serves(deadline.kind).iter().any(|act| may.contains(act))
    };
    deadlines(case, law, now).into_iter().filter(presses).collect()
}

fn next_working_day(law: &Law, today: Date) -> Date {
    let after = today.series(jiff::Span::new().days(1)).skip(1).take(HOLIDAY_AT_MOST);
    let mut days = after.filter(|day| law.calendar().is_working_day(*day));
    days.next().unwrap_or(today)
}

/// What is done so that a deadline is kept; nothing where it is not the office's.
fn serves(kind: DeadlineKind) -> &'static [Act] {
    match kind {
        DeadlineKind::Filing => &[Act::File, Act::Decline, Act::DecideOnTheSpot],
        DeadlineKind::Registered => &[Act::MoveEvidence],
        DeadlineKind::Decision => &[Act::SetTier, Act::Send, Act::Review, Act::Notify, Act::Decide],
        DeadlineKind::Delivery | DeadlineKind::DailyDelivery => &[Act::Serve],
        DeadlineKind::Publicity
        | DeadlineKind::Report
        | DeadlineKind::FollowUp
        | DeadlineKind::Reconsider => &[Act::Record],
        DeadlineKind::Recheck => &[Act::Recheck],
        DeadlineKind::Seizure | DeadlineKind::Limit => &[Act::LiftMeasure, Act::ExtendMeasure],
        DeadlineKind::Approval => &[Act::ApproveMeasure],
        DeadlineKind::Detention | DeadlineKind::Crime => &[Act::HandOver],
        DeadlineKind::Statement
        | DeadlineKind::HearingRequest
        | DeadlineKind::Payment
        | DeadlineKind::Review
        | DeadlineKind::Litigation
        | DeadlineKind::Rectification
        | DeadlineKind::DailyStatement
        | DeadlineKind::DailyPayment
        | DeadlineKind::Police => &[],
    }
}

use std::collections::BTreeSet;

use jiff::civil::Date;
use law::Law;
use model::{Actor, BlobHash, Timestamp};

use super::command::Command;
use super::event::Event;
use super::fine::day_of;
use super::refusal::{Field, Refusal};
use super::state::Case;
use super::tier::EarlierCase;
use super::{
    MAX_FILES, MAX_WORDS, access, daily, decision, ending, evidence, execution, filing, measure, notice,
    rectification, referral, review, service, suspension, tier,
};

/// In what a decision is made: what lies outside the case itself.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// The law.
    pub law: &'a Law,
    /// The time.
    pub now: Timestamp,
    /// Files of the case, or of the command, whose content does not have their hash any more, or that are gone.
    pub altered: &'a BTreeSet<BlobHash>,
    /// Cases of the whole register in which a violation was established.
    pub earlier: &'a [EarlierCase],
}

/// What happens in a case (`None` before it is opened) when `actor` gives `command`.
///
/// # Errors
/// A refusal that says what is in the way: the role first, then the scope, the stage, the person, and at last the
/// command's own content.
pub fn decide(
    case: Option<&Case>,
    command: &Command,
    actor: &Actor,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    let Some(case) = case else {
        access::check_role(actor, command.act())?;
        let Command::Open(opened) = command else { return Err(Refusal::Unknown) };
        return filing::open(opened, here);
    };
    access::check(case, actor, command.act())?;
    match command {
        Command::Open(_) => Err(Refusal::Exists { id: case.id.clone() }),
        Command::File { conditions, late_reason } => {
            filing::file(case, conditions, late_reason.as_deref(), here)
        }
        Command::Decline(declined) => ending::decline(declined),
        Command::DecideOnTheSpot(given) => decision::on_the_spot(case, given, here),
        Command::Record(recorded) => evidence::record(recorded, here),
        Command::AddEvidence(added) => evidence::add(case, added, here),
        Command::MoveEvidence(moved) => evidence::moved(case, moved),
        Command::CheckEvidence { evidence } => evidence::checked(case, *evidence, here),
        Command::Order(ordered) => rectification::order(ordered, here),
        Command::Recheck(rechecked) => rectification::recheck(case, rechecked, here),
        Command::SetTier(given) => tier::set(case, given, here),
        Command::Suspend(suspended) => suspension::suspend(suspended, here),
        Command::Resume(resumed) => suspension::resume(resumed),
        Command::Extend(extended) => suspension::extend(case, extended, here),
        Command::Send(sent) => review::send(case, sent, here),
        Command::Review(reviewed) => review::review(reviewed),
        Command::Deliberate(deliberated) => review::deliberate(deliberated),
        Command::Notify(given) => notice::notify(case, given, here),
        Command::State(stated) => notice::state(case, stated, here),
        Command::ConveneHearing(convened) => notice::convene(case, convened, here),
        Command::HoldHearing(held) => notice::hold(case, held, here),
        Command::Reinvestigate(withdrawn) => review::reinvestigate(withdrawn),
        Command::Decide(given) => decision::decide(case, given, here),
        Command::Serve(served) => service::serve(case, served, here),
        Command::Correct(corrected) => ending::correct(corrected),
        Command::Pay(paid) => execution::pay(case, paid, here),
        Command::TellDaily(given) => daily::tell(case, given, here),
        Command::ReviewDaily(reviewed) => daily::review(case, reviewed),
        Command::ImposeDaily(imposed) => daily::impose(case, imposed, here),
        Command::Challenge(challenged) => execution::challenge(case, challenged, here),
        Command::EndChallenge(ended) => execution::end_challenge(case, ended, here),
        Command::Enforce(enforced) => execution::enforce(case, enforced, here),
        Command::TakeMeasure(taken) => measure::take(taken, actor, here),
        Command::ApproveMeasure(approved) => measure::approve(case, approved),
        Command::ExtendMeasure(extended) => measure::extend(case, extended, here),
        Command::LiftMeasure(lifted) => measure::lift(case, lifted, here),
        Command::Refer(referred) => referral::refer(referred),
        Command::HandOver(handed) => referral::hand_over(case, handed),
        Command::PoliceAnswer(answered) => referral::answer(case, answered, here),
        Command::Close(closed) => ending::close(case, closed, here),
        Command::Archive(archived) => ending::archive(archived),
        Command::Withdraw(withdrawn) => ending::withdraw(withdrawn),
        Command::Transfer(transferred) => ending::transfer(transferred),
        Command::Merge { leading, reason } => ending::merge(case, leading, reason),
    }
}

/// The day in China.
pub(super) fn today(here: &Circumstances<'_>) -> Date {
    day_of(here.now)
}

/// A text that must be there and be short enough, without the blanks around it.
pub(super) fn words(field: Field, text: &str) -> Result<String, Refusal> {
    match optional_words(field, text)? {
        text if text.is_empty() => Err(Refusal::TextMissing { field }),
        text => Ok(text),
    }
}

/// A text that may be empty.
pub(super) fn optional_words(field: Field, text: &str) -> Result<String, Refusal> {
    let trimmed = text.trim();
    match trimmed.chars().count() {
        length if length > MAX_WORDS => Err(Refusal::TextTooLong { field, length, max: MAX_WORDS }),
        _ => Ok(trimmed.to_owned()),
    }
}

/// The files in the order given, each once.
pub(super) fn files(files: &[BlobHash]) -> Result<Vec<BlobHash>, Refusal> {
    let mut once: Vec<BlobHash> = Vec::new();
    for file in files {
        if !once.contains(file) {
            once.push(file.clone());
        }
    }
    match once.len() {
        count if count > MAX_FILES => Err(Refusal::TooManyFiles { count, max: MAX_FILES }),
        _ => Ok(once),
    }
}

/// Nobody enters what has not happened.
pub(super) fn not_in_future(field: Field, day: Date, here: &Circumstances<'_>) -> Result<(), Refusal> {
    match day > today(here) {
        true => Err(Refusal::InFuture { field, day }),
        false => Ok(()),
    }
}

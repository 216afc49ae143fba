use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::china;
use model::{
    Actor, BlobHash, CreditCode, DistrictCode, EnforcerId, InspectionId, InspectionItemId, Role, Scope,
    Timestamp,
};

use super::event::{
    Answered, Asked, Concluded, DossierKept, Escalated, Event, GivenUp, Opened, VisitRecorded,
};
use super::{
    Dossier, Finding, Inspection, LEAST_OFFICERS, MAX_WORDS, Refusal, Stage, Wanted, Way, check_visit,
    propose,
};
use crate::inspection_library::{Enforcer, InspectionItem};

/// What somebody wants to do with an inspection.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Open it.
    Open(Opened),
    /// Keep the dossier of the circumstances.
    KeepDossier(Box<Dossier>),
    /// Ask the enterprise for something instead of going there.
    Ask {
        /// For what.
        wanted: Wanted,
        /// In words.
        words: String,
        /// Until which day.
        until: Date,
    },
    /// Answer, as the enterprise, or take its answer down.
    Answer {
        /// Which question, counted from 0.
        question: usize,
        /// What it says.
        words: String,
        /// Files, in the vault.
        files: BTreeSet<BlobHash>,
    },
    /// Conclude off site on the last dossier.
    Conclude {
        /// What was found.
        finding: Finding,
        /// In words.
        words: String,
        /// How each gap was settled, by its code.
        settled: BTreeMap<String, String>,
    },
    /// Go there instead.
    Escalate {
        /// Why.
        reason: String,
    },
    /// Record a visit.
    RecordVisit {
        /// On which day.
        day: Date,
        /// Who was there.
        officers: BTreeSet<EnforcerId>,
        /// Why others went than were drawn, where they did.
        instead: Option<String>,
        /// The other inspections of the enterprise that the same visit does: each of them gets the same command.
        together: BTreeSet<InspectionId>,
        /// What was looked at.
        items: BTreeSet<InspectionItemId>,
        /// What was found.
        finding: Finding,
        /// In words.
        words: String,
    },
    /// Give it up.
    GiveUp {
        /// Why.
        reason: String,
    },
}

/// In what a decision is made.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// The time.
    pub now: Timestamp,
    /// Whether the enterprise is on the positive list today, in a category that spares visits.
    pub exempt: bool,
    /// The officers of the library.
    pub officers: &'a [Enforcer],
    /// The items that may be inspected.
    pub items: &'a [InspectionItem],
}

impl Circumstances<'_> {
    fn today(&self) -> Date {
        china::civil(self.now).date()
    }
}

/// Whether `actor` may open inspections and give them up: who manages draws for the city.
pub fn may_open(actor: &Actor) -> bool {
    crate::inspection_draw::may_manage(actor)
}

/// Whether `actor` may gather, ask, conclude, escalate and record: the branch of the district, and duty and branch
/// officers of the city.
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

/// What happens when `actor` gives `command`.
///
/// # Errors
/// A refusal that says what is in the way.
pub fn decide(
    state: Option<&Inspection>,
    command: &Command,
    actor: &Actor,
    here: Circumstances<'_>,
) -> Result<Event, Refusal> {
    if let Command::Open(opened) = command {
        return open(state, opened, actor, here);
    }
    let inspection = state.ok_or(Refusal::Unknown)?;
    running(inspection)?;
    match command {
        Command::Open(_) => Err(Refusal::Exists),
        Command::KeepDossier(dossier) => {
            working(inspection, actor)?;
            if dossier.to < dossier.from || here.today() < dossier.to {
                return Err(Refusal::BadPeriod);
            }
            let (proposed, dossier) = (propose(dossier), dossier.as_ref().clone());
            Ok(Event::DossierKept(Box::new(DossierKept { dossier, proposed })))
        }
        Command::Ask { wanted, words, until } => {
            working(inspection, actor)?;
            off_site(inspection)?;
            if *until < here.today() {
                return Err(Refusal::DayIsOver);
            }
            let words = said(words)?;
            Ok(Event::Asked(Asked { wanted: *wanted, words, until: *until }))
        }
        Command::Answer { question, words, files } => {
            answering(inspection, actor)?;
            let open = inspection.asked.get(*question).filter(|question| question.answer.is_none());
            open.ok_or(Refusal::NoSuchQuestion)?;
            Ok(Event::Answered(Answered { question: *question, words: said(words)?, files: files.clone() }))
        }
        Command::Conclude { finding, words, settled } => {
            working(inspection, actor)?;
            conclude(inspection, here, *finding, words, settled)
        }
        Command::Escalate { reason } => {
            working(inspection, actor)?;
            off_site(inspection)?;
            Ok(Event::Escalated(Escalated { reason: said(reason)? }))
        }
        Command::RecordVisit { day, officers, instead, together, items, finding, words } => {
            working(inspection, actor)?;
            let mut together = together.clone();
            together.remove(inspection.id());
            let record = VisitRecorded {
                day: *day,
                officers: officers.clone(),
                instead: instead.as_deref().map(said).transpose()?,
                together,
                items: items.clone(),
                finding: *finding,
                words: said(words)?,
                late: false,
            };
            visit(inspection, here, record)
        }
        Command::GiveUp { reason } => match may_open(actor) {
            true => Ok(Event::GivenUp(GivenUp { reason: said(reason)? })),
            false => Err(Refusal::MayNot),
        },
    }
}

fn open(
    state: Option<&Inspection>,
    opened: &Opened,
    actor: &Actor,
    here: Circumstances<'_>,
) -> Result<Event, Refusal> {
    if !may_open(actor) {
        return Err(Refusal::MayNot);
    }
    if state.is_some() {
        return Err(Refusal::Exists);
    }
    match (&opened.from_draw, &opened.cause) {
        (Some(_), None) => {}
        (None, Some(cause)) if cause.until.is_some_and(|until| until < here.today()) => {
            return Err(Refusal::DayIsOver);
        }
        (None, Some(cause)) => said(&cause.words).map(drop)?,
        // Nobody is visited without a cause, and the lot is one.
        (None, None) | (Some(_), Some(_)) => return Err(Refusal::NoCause),
    }
    // Whoever is not spared visits is visited: a dossier is no favour that an office hands out.
    match (opened.way, here.exempt) {
        (Way::OffSite, false) => Err(Refusal::NotListed),
        (Way::OffSite, true) | (Way::OnSite, _) => Ok(Event::Opened(opened.clone())),
    }
}

fn conclude(
    inspection: &Inspection,
    here: Circumstances<'_>,
    finding: Finding,
    words: &str,
    settled: &BTreeMap<String, String>,
) -> Result<Event, Refusal> {
    off_site(inspection)?;
    if !here.exempt {
        return Err(Refusal::NotListed);
    }
    let kept = inspection.dossier.as_ref().ok_or(Refusal::NoDossier)?;
    if inspection.unanswered() > 0 {
        return Err(Refusal::Unanswered);
    }
    if finding == Finding::Nothing && !kept.proposed.problems.is_empty() {
        return Err(Refusal::ProblemsShown);
    }
    let gaps: Vec<&str> = kept.proposed.gaps.iter().map(super::Gap::code).collect();
    let note = |gap: &&str| settled.get(*gap).and_then(|note| said(note).ok());
    let open: Vec<String> =
        gaps.iter().filter(|gap| note(gap).is_none()).map(|gap| (*gap).to_owned()).collect();
    if !open.is_empty() {
        return Err(Refusal::NotSettled { gaps: open });
    }
    let settled = gaps.iter().filter_map(|gap| Some(((*gap).to_owned(), note(gap)?))).collect();
    Ok(Event::Concluded(Concluded { finding, words: said(words)?, settled }))
}

fn visit(
    inspection: &Inspection,
    here: Circumstances<'_>,
    mut record: VisitRecorded,
) -> Result<Event, Refusal> {
    match &inspection.stage {
        Stage::OnSite(_) => {}
        Stage::OffSite => return Err(Refusal::OffSiteFirst),
        Stage::Concluded(_) | Stage::Visited(..) | Stage::GivenUp(_) => return Err(Refusal::Over),
    }
    let opened_on = china::civil(inspection.opened_at).date();
    let earliest = inspection.opened.from_draw.as_ref().map_or(opened_on, |from| from.visits_from);
    if here.today() < record.day || record.day < earliest {
        return Err(Refusal::BadDay { earliest });
    }
    if record.officers.len() < LEAST_OFFICERS {
        return Err(Refusal::TooFewOfficers { least: LEAST_OFFICERS });
    }
    let problems = check_visit(inspection, &record.officers, here.officers, record.day);
    if !problems.is_empty() {
        return Err(Refusal::OfficersMayNotGo { problems });
    }
    let known = |item: &InspectionItemId| here.items.iter().any(|known| known.id == *item);
    if record.items.is_empty() || !record.items.iter().all(known) {
        return Err(Refusal::ItemsMissing);
    }
    record.late = inspection.until().is_some_and(|until| until < record.day);
    if let Some(from) = &inspection.opened.from_draw {
        let as_drawn = from.officers == record.officers;
        match (as_drawn, &record.instead) {
            (false, None) => return Err(Refusal::OthersWent),
            (true, _) => record.instead = None,
            (false, Some(_)) => {}
        }
    }
    Ok(Event::VisitRecorded(record))
}

fn running(inspection: &Inspection) -> Result<(), Refusal> {
    match &inspection.stage {
        Stage::OffSite | Stage::OnSite(_) => Ok(()),
        Stage::Concluded(conclusion) => Err(Refusal::Concluded { at: conclusion.at }),
        Stage::Visited(..) | Stage::GivenUp(_) => Err(Refusal::Over),
    }
}

fn working(inspection: &Inspection, actor: &Actor) -> Result<(), Refusal> {
    if may_work(actor, inspection.district()) { Ok(()) } else { Err(Refusal::MayNot) }
}

fn answering(inspection: &Inspection, actor: &Actor) -> Result<(), Refusal> {
    let own = |code: &CreditCode| code == inspection.enterprise();
    match actor {
        Actor::User { role: Role::EnterpriseUser, scope: Scope::Enterprise(code), .. } if own(code) => Ok(()),
        Actor::User { .. } | Actor::System { .. } => working(inspection, actor),
    }
}

fn off_site(inspection: &Inspection) -> Result<(), Refusal> {
    match inspection.stage {
        Stage::OffSite => Ok(()),
        Stage::OnSite(_) => Err(Refusal::IsToBeVisited),
        Stage::Concluded(_) | Stage::Visited(..) | Stage::GivenUp(_) => Err(Refusal::Over),
    }
}

fn said(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    match (1..=MAX_WORDS).contains(&text.chars().count()) {
        true => Ok(text.to_owned()),
        false => Err(Refusal::WordsMissing { most: MAX_WORDS }),
    }
}

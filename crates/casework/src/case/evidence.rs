//! Evidence (证据) with its custody, and the records of what was done to find out (询问、勘验、采样).

use jiff::civil::Date;
use model::{BlobHash, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::command::Command;
use super::decide::{Circumstances, files, not_in_future, optional_words, words};
use super::event::Event;
use super::refusal::{Field, Refusal};
use super::state::{Case, Entry, number};

/// The kinds of evidence (行政处罚法46条: eight).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// 书证.
    Documentary,
    /// 物证.
    Physical,
    /// 视听资料.
    AudioVisual,
    /// 电子数据.
    ElectronicData,
    /// 证人证言.
    Testimony,
    /// 当事人的陈述.
    PartyStatement,
    /// 鉴定意见.
    ExpertOpinion,
    /// 勘验笔录、现场笔录.
    SiteRecord,
}

impl EvidenceKind {
    /// All kinds, in the order of the law.
    pub const ALL: [EvidenceKind; 8] = [
        EvidenceKind::Documentary,
        EvidenceKind::Physical,
        EvidenceKind::AudioVisual,
        EvidenceKind::ElectronicData,
        EvidenceKind::Testimony,
        EvidenceKind::PartyStatement,
        EvidenceKind::ExpertOpinion,
        EvidenceKind::SiteRecord,
    ];

    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            EvidenceKind::Documentary => "documentary",
            EvidenceKind::Physical => "physical",
            EvidenceKind::AudioVisual => "audio_visual",
            EvidenceKind::ElectronicData => "electronic_data",
            EvidenceKind::Testimony => "testimony",
            EvidenceKind::PartyStatement => "party_statement",
            EvidenceKind::ExpertOpinion => "expert_opinion",
            EvidenceKind::SiteRecord => "site_record",
        }
    }
}

/// See [`Event::EvidenceAdded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceAdded {
    /// Of what kind.
    pub kind: EvidenceKind,
    /// What it is.
    pub title: String,
    /// What it shows.
    pub shows: String,
    /// The file: its SHA-256.
    pub file: BlobHash,
    /// When it was obtained.
    pub obtained_on: Date,
    /// Where it is kept, or from whom it was taken over.
    pub kept: String,
    /// Whether it was registered and kept in advance (先行登记保存), which has a term.
    pub registered: bool,
    /// The recorder's clip of how it was obtained (执法记录仪), where there is one.
    #[serde(default)]
    pub clip: Option<BlobHash>,
}

/// See [`Event::EvidenceMoved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceMoved {
    /// Its number, from 1.
    pub evidence: u32,
    /// Where it is kept from now on, or who takes it over.
    pub to: String,
    /// Why.
    pub reason: String,
    /// Whether this ends its registering in advance (作出处理).
    pub released: bool,
}

/// See [`Event::EvidenceChecked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceChecked {
    /// Its number, from 1.
    pub evidence: u32,
    /// Whether the file's content still has the hash that was entered.
    pub intact: bool,
}

/// A step of the custody of a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustodyStep {
    /// It was moved or taken over.
    Moved(EvidenceMoved),
    /// Its file was held against its hash.
    Checked {
        /// Whether it was intact.
        intact: bool,
    },
}

/// The custody of a piece of evidence, in order.
pub type Custody = Vec<Entry<CustodyStep>>;

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// How it was entered.
    pub added: Entry<EvidenceAdded>,
    /// What happened to it after.
    pub custody: Custody,
}

impl Evidence {
    /// Whether it was found altered when it was last looked at. What was altered once is no basis any more.
    pub fn found_altered(&self) -> bool {
        self.custody.iter().any(|step| matches!(step.what, CustodyStep::Checked { intact: false }))
    }

    /// When its registering in advance was dealt with.
    pub fn released_at(&self) -> Option<Timestamp> {
        let released = |step: &&Entry<CustodyStep>| match &step.what {
            CustodyStep::Moved(moved) => moved.released,
            CustodyStep::Checked { .. } => false,
        };
        self.custody.iter().find(released).map(|step| step.at)
    }
}

/// What was done to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// Somebody was questioned (询问).
    Interview,
    /// The site was inspected (现场检查、勘察).
    Inspection,
    /// Samples were taken (采样).
    Sampling,
    /// A monitoring report came in (监测报告).
    MonitoringReport,
    /// Credentials were shown and rights told (亮证告知).
    CredentialsShown,
    /// It was published (公开).
    Published,
    /// A decision on the spot was reported (报备).
    Reported,
}

impl RecordKind {
    /// All kinds.
    pub const ALL: [RecordKind; 7] = [
        RecordKind::Interview,
        RecordKind::Inspection,
        RecordKind::Sampling,
        RecordKind::MonitoringReport,
        RecordKind::CredentialsShown,
        RecordKind::Published,
        RecordKind::Reported,
    ];

    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            RecordKind::Interview => "interview",
            RecordKind::Inspection => "inspection",
            RecordKind::Sampling => "sampling",
            RecordKind::MonitoringReport => "monitoring_report",
            RecordKind::CredentialsShown => "credentials_shown",
            RecordKind::Published => "published",
            RecordKind::Reported => "reported",
        }
    }

    /// Whether whoever does it investigates, and so may not review.
    pub fn investigates(self) -> bool {
        match self {
            RecordKind::Interview
            | RecordKind::Inspection
            | RecordKind::Sampling
            | RecordKind::MonitoringReport
            | RecordKind::CredentialsShown => true,
            RecordKind::Published | RecordKind::Reported => false,
        }
    }
}

/// See [`Event::Recorded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// What was done.
    pub kind: RecordKind,
    /// On which day.
    pub on: Date,
    /// Where, and with whom, by what they are (操作工) and not by name.
    pub place: String,
    /// The other officers who took part.
    pub with: Vec<UserId>,
    /// What came of it.
    pub words: String,
    /// The record, photos, clips of the recorder.
    pub files: Vec<BlobHash>,
}

impl Case {
    /// The files on whose content `command` rests, if it is done: what is added, checked, or a basis of what follows.
    pub fn rests_on<'a>(&'a self, command: &'a Command) -> Vec<&'a BlobHash> {
        let numbered = |numbers: &[u32]| {
            let file = |number: &u32| Some(&self.evidence_numbered(*number)?.added.what.file);
            numbers.iter().filter_map(file).collect()
        };
        match command {
            Command::AddEvidence(added) => {
                [Some(&added.file), added.clip.as_ref()].into_iter().flatten().collect()
            }
            Command::CheckEvidence { evidence } => numbered(&[*evidence]),
            Command::Send(sent) => numbered(&sent.evidence),
            Command::Decide(given) => numbered(&given.evidence),
            Command::DecideOnTheSpot(given) => numbered(&given.evidence),
            Command::Open(_)
            | Command::File { .. }
            | Command::Decline(_)
            | Command::Record(_)
            | Command::MoveEvidence(_)
            | Command::Order(_)
            | Command::Recheck(_)
            | Command::SetTier(_)
            | Command::Suspend(_)
            | Command::Resume(_)
            | Command::Extend(_)
            | Command::Review(_)
            | Command::Deliberate(_)
            | Command::Notify(_)
            | Command::State(_)
            | Command::ConveneHearing(_)
            | Command::HoldHearing(_)
            | Command::Reinvestigate(_)
            | Command::Serve(_)
            | Command::Correct(_)
            | Command::Pay(_)
            | Command::TellDaily(_)
            | Command::ReviewDaily(_)
            | Command::ImposeDaily(_)
            | Command::Challenge(_)
            | Command::EndChallenge(_)
            | Command::Enforce(_)
            | Command::TakeMeasure(_)
            | Command::ApproveMeasure(_)
            | Command::ExtendMeasure(_)
            | Command::LiftMeasure(_)
            | Command::Refer(_)
            | Command::HandOver(_)
            | Command::PoliceAnswer(_)
            | Command::Close(_)
            | Command::Archive(_)
            | Command::Withdraw(_)
            | Command::Transfer(_)
            | Command::Merge { .. } => Vec::new(),
        }
    }
}

pub(super) fn record(recorded: &Recorded, here: &Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
    not_in_future(Field::On, recorded.on, here)?;
    Ok(vec![Event::Recorded(Recorded {
        place: optional_words(Field::Place, &recorded.place)?,
        words: words(Field::Words, &recorded.words)?,
        files: files(&recorded.files)?,
        ..recorded.clone()
    })])
}

pub(super) fn add(
    case: &Case,
    added: &EvidenceAdded,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    not_in_future(Field::On, added.obtained_on, here)?;
    let same = case.evidence.iter().position(|evidence| evidence.added.what.file == added.file);
    if let Some(place) = same {
        return Err(Refusal::EvidenceTwice { evidence: number(place + 1) });
    }
    let missing = [Some(&added.file), added.clip.as_ref()].into_iter().flatten();
    if let Some(file) = missing.into_iter().find(|file| here.altered.contains(*file)) {
        return Err(Refusal::FileMissing { file: file.clone() });
    }
    Ok(vec![Event::EvidenceAdded(EvidenceAdded {
        title: words(Field::Title, &added.title)?,
        shows: words(Field::Shows, &added.shows)?,
        kept: optional_words(Field::Place, &added.kept)?,
        ..added.clone()
    })])
}

pub(super) fn moved(case: &Case, moved: &EvidenceMoved) -> Result<Vec<Event>, Refusal> {
    known(case, moved.evidence)?;
    Ok(vec![Event::EvidenceMoved(EvidenceMoved {
        to: words(Field::To, &moved.to)?,
        reason: words(Field::Reason, &moved.reason)?,
        ..moved.clone()
    })])
}

pub(super) fn checked(case: &Case, evidence: u32, here: &Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
    let intact = !here.altered.contains(&known(case, evidence)?.added.what.file);
    Ok(vec![Event::EvidenceChecked(EvidenceChecked { evidence, intact })])
}

fn known(case: &Case, evidence: u32) -> Result<&Evidence, Refusal> {
    case.evidence_numbered(evidence).ok_or(Refusal::UnknownEvidence { evidence })
}

/// The evidence of these numbers, each once and in their order, all of it intact: nothing else is a basis.
pub(super) fn basis(case: &Case, numbers: &[u32], here: &Circumstances<'_>) -> Result<Vec<u32>, Refusal> {
    let numbers: std::collections::BTreeSet<u32> = numbers.iter().copied().collect();
    let mut altered = Vec::new();
    for number in &numbers {
        let evidence = known(case, *number)?;
        if evidence.found_altered() || here.altered.contains(&evidence.added.what.file) {
            altered.push(*number);
        }
    }
    match (altered.is_empty(), numbers.is_empty()) {
        (false, _) => Err(Refusal::EvidenceAltered { evidence: altered }),
        (true, true) => Err(Refusal::NoEvidence),
        (true, false) => Ok(numbers.into_iter().collect()),
    }
}

use std::collections::BTreeSet;

use jiff::civil::Date;
use model::{CreditCode, EnforcerId};
use serde::{Deserialize, Serialize};

/// The certificate that an officer shows (行政执法证); its number is in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Who issued it.
    pub issuer: String,
    /// The first day on which it holds.
    pub from: Date,
    /// The last day on which it holds.
    pub until: Date,
}

/// How a certificate stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateState {
    /// It does not hold yet.
    NotYet,
    /// It holds, for so many days more; 0 on its last day.
    Holds {
        /// Days after this one.
        days_left: i32,
    },
    /// It has ended.
    Ended,
}

impl Certificate {
    /// How it stands on `day`.
    pub fn on(&self, day: Date) -> CertificateState {
        if day < self.from {
            CertificateState::NotYet
        } else if self.until < day {
            CertificateState::Ended
        } else {
            // Both are days of the same calendar, the second not before the first.
            let days_left = day.until(self.until).map_or(0, |span| span.get_days());
            CertificateState::Holds { days_left }
        }
    }
}

/// A time in which an officer cannot go, as on leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

impl Leave {
    /// Whether it takes a day of the span from the day `first` to the day `last`, both included.
    pub fn overlaps(self, first: Date, last: Date) -> bool {
        self.from <= last && first <= self.until
    }
}

/// Why an officer must not go to an enterprise (生态环境行政处罚办法 令30, art. 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecusalGround {
    /// A party to the case, or near kin of one (当事人或其近亲属).
    PartyOrKin,
    /// A direct interest (有直接利害关系).
    Interest,
    /// Another relation that may stand in the way of fairness (其他关系).
    Other,
}

impl RecusalGround {
    /// All grounds.
    pub const ALL: [RecusalGround; 3] =
        [RecusalGround::PartyOrKin, RecusalGround::Interest, RecusalGround::Other];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            RecusalGround::PartyOrKin => "party_or_kin",
            RecusalGround::Interest => "interest",
            RecusalGround::Other => "other",
        }
    }

    /// What it is called in China.
    pub fn name_zh(self) -> &'static str {
        match self {
            RecusalGround::PartyOrKin => "当事人或其近亲属",
            RecusalGround::Interest => "有直接利害关系",
            RecusalGround::Other => "其他关系",
        }
    }
}

/// A conflict of interest that an officer has declared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// With which enterprise.
    pub enterprise: CreditCode,
    /// Of what kind. No words: they would tell of a person for ever.
    pub ground: RecusalGround,
}

/// What an officer is trained in (专长).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speciality {
    /// Water (水).
    Water,
    /// Air (大气).
    Air,
    /// Solid and hazardous waste (固体废物).
    SolidWaste,
    /// Soil (土壤).
    Soil,
    /// Noise (噪声).
    Noise,
    /// Radiation (辐射).
    Radiation,
    /// Automatic monitoring (自动监测).
    Monitoring,
}

impl Speciality {
    /// All of them.
    pub const ALL: [Speciality; 7] = [
        Speciality::Water,
        Speciality::Air,
        Speciality::SolidWaste,
        Speciality::Soil,
        Speciality::Noise,
        Speciality::Radiation,
        Speciality::Monitoring,
    ];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Speciality::Water => "water",
            Speciality::Air => "air",
            Speciality::SolidWaste => "solid_waste",
            Speciality::Soil => "soil",
            Speciality::Noise => "noise",
            Speciality::Radiation => "radiation",
            Speciality::Monitoring => "monitoring",
        }
    }

    /// What it is called in China.
    pub fn name_zh(self) -> &'static str {
        match self {
            Speciality::Water => "水",
            Speciality::Air => "大气",
            Speciality::SolidWaste => "固体废物",
            Speciality::Soil => "土壤",
            Speciality::Noise => "噪声",
            Speciality::Radiation => "辐射",
            Speciality::Monitoring => "自动监测",
        }
    }
}

/// An officer who may inspect. Name and certificate number are in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enforcer {
    /// The bureau's own number.
    pub id: EnforcerId,
    /// Of which unit.
    pub unit: String,
    /// The certificate.
    pub certificate: Certificate,
    /// In what trained.
    pub specialities: BTreeSet<Speciality>,
    /// When not there.
    pub leave: BTreeSet<Leave>,
    /// Where not to go.
    pub conflicts: BTreeSet<Conflict>,
}

impl Enforcer {
    /// The first leave that takes a day of the span from the day `first` to the day `last`, both included.
    pub fn leave_within(&self, first: Date, last: Date) -> Option<Leave> {
        self.leave.iter().copied().find(|leave| leave.overlaps(first, last))
    }
}

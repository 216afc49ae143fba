use std::collections::BTreeSet;

use jiff::civil::Date;
use model::{CreditCode, DistrictCode};
use serde::{Deserialize, Serialize};

/// How an enterprise's discharge permit is managed (固定污染源排污许可分类管理).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PermitClass {
    /// Key management (重点管理).
    Key,
    /// Simplified management (简化管理).
    Simplified,
    /// Registration alone (登记管理).
    Registered,
}

impl PermitClass {
    /// All classes, the strictest first.
    pub const ALL: [PermitClass; 3] = [PermitClass::Key, PermitClass::Simplified, PermitClass::Registered];

    /// The stable code of files, packs, API and pages.
    pub fn code(self) -> &'static str {
        match self {
            PermitClass::Key => "key",
            PermitClass::Simplified => "simplified",
            PermitClass::Registered => "registered",
        }
    }

    /// What it is called in China.
    pub fn name_zh(self) -> &'static str {
        match self {
            PermitClass::Key => "重点管理",
            PermitClass::Simplified => "简化管理",
            PermitClass::Registered => "登记管理",
        }
    }
}

/// A list of key units (重点排污单位名录) on which an enterprise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyList {
    /// Water (水环境).
    Water,
    /// Air (大气环境).
    Air,
    /// Soil (土壤环境).
    Soil,
    /// Noise (声环境).
    Noise,
    /// Environmental risk (环境风险).
    Risk,
    /// Another one (其他).
    Other,
}

impl KeyList {
    /// All lists.
    pub const ALL: [KeyList; 6] =
        [KeyList::Water, KeyList::Air, KeyList::Soil, KeyList::Noise, KeyList::Risk, KeyList::Other];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            KeyList::Water => "water",
            KeyList::Air => "air",
            KeyList::Soil => "soil",
            KeyList::Noise => "noise",
            KeyList::Risk => "risk",
            KeyList::Other => "other",
        }
    }

    /// What it is called in China.
    pub fn name_zh(self) -> &'static str {
        match self {
            KeyList::Water => "水环境",
            KeyList::Air => "大气环境",
            KeyList::Soil => "土壤环境",
            KeyList::Noise => "声环境",
            KeyList::Risk => "环境风险",
            KeyList::Other => "其他",
        }
    }
}

/// What lies near an enterprise and suffers first (环境敏感目标).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Surroundings {
    /// A school (学校).
    School,
    /// A hospital (医院).
    Hospital,
    /// Homes (居民区).
    Homes,
    /// A source of drinking water (饮用水水源).
    DrinkingWater,
    /// A protected area (自然保护地).
    ProtectedArea,
    /// Something else (其他).
    Other,
}

impl Surroundings {
    /// All kinds.
    pub const ALL: [Surroundings; 6] = [
        Surroundings::School,
        Surroundings::Hospital,
        Surroundings::Homes,
        Surroundings::DrinkingWater,
        Surroundings::ProtectedArea,
        Surroundings::Other,
    ];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Surroundings::School => "school",
            Surroundings::Hospital => "hospital",
            Surroundings::Homes => "homes",
            Surroundings::DrinkingWater => "drinking_water",
            Surroundings::ProtectedArea => "protected_area",
            Surroundings::Other => "other",
        }
    }

    /// What it is called in China.
    pub fn name_zh(self) -> &'static str {
        match self {
            Surroundings::School => "学校",
            Surroundings::Hospital => "医院",
            Surroundings::Homes => "居民区",
            Surroundings::DrinkingWater => "饮用水水源",
            Surroundings::ProtectedArea => "自然保护地",
            Surroundings::Other => "其他",
        }
    }
}

/// What the bureau's records say of an enterprise, as far as somebody has looked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnforcementRecord {
    /// The last day up to which somebody has looked.
    pub known_until: Date,
    /// The days of penalties, those for minor violations left out.
    pub penalties: BTreeSet<Date>,
    /// The days of environmental emergencies.
    pub emergencies: BTreeSet<Date>,
    /// The days on which data was found to be false.
    pub false_data: BTreeSet<Date>,
}

/// An enterprise that may be inspected, with the facts that pools, weights and lists need. What is absent nobody has
/// given; an empty list says that there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectionObject {
    /// Its unified social credit code, its identity everywhere.
    pub code: CreditCode,
    /// Its name.
    pub name: String,
    /// Where it belongs.
    pub district: DistrictCode,
    /// Its trade, by the code of GB/T 4754 as in `C2319`, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade_code: Option<String>,
    /// How its permit is managed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permit: Option<PermitClass>,
    /// The lists of key units on which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_lists: Option<BTreeSet<KeyList>>,
    /// What lies near it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surroundings: Option<BTreeSet<Surroundings>>,
    /// Its score of environmental credit, in points of the bureau's own scale; more is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_score: Option<u16>,
    /// What an authority has recognised it as, in the words of the packs (`livelihood`); of a positive list's categories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub designations: Option<BTreeSet<String>>,
    /// What the bureau's records say of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<EnforcementRecord>,
}

impl InspectionObject {
    /// Whether something beside its permit speaks for looking more closely: it stands on a list of key units, or
    /// something that suffers first lies near it. `None` where nobody has given either.
    pub fn calls_for_care(&self) -> Option<bool> {
        let known = |none: Option<bool>| none.map(|none| !none);
        let listed = known(self.key_lists.as_ref().map(BTreeSet::is_empty));
        let near = known(self.surroundings.as_ref().map(BTreeSet::is_empty));
        match (listed, near) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            (None, _) | (_, None) => None,
        }
    }
}

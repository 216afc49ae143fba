use std::collections::BTreeSet;

use model::InspectionItemId;
use serde::{Deserialize, Serialize};

/// How something is inspected (检查方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckMethod {
    /// By going there (现场检查).
    OnSite,
    /// By what monitoring, power and other data say (非现场检查).
    OffSite,
    /// By taking samples (采样监测).
    Sampling,
    /// By reading documents (查阅资料).
    Documents,
}

impl CheckMethod {
    /// All methods.
    pub const ALL: [CheckMethod; 4] =
        [CheckMethod::OnSite, CheckMethod::OffSite, CheckMethod::Sampling, CheckMethod::Documents];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            CheckMethod::OnSite => "on_site",
            CheckMethod::OffSite => "off_site",
            CheckMethod::Sampling => "sampling",
            CheckMethod::Documents => "documents",
        }
    }

    /// What it is called in China.
    pub fn name_zh(self) -> &'static str {
        match self {
            CheckMethod::OnSite => "现场检查",
            CheckMethod::OffSite => "非现场检查",
            CheckMethod::Sampling => "采样监测",
            CheckMethod::Documents => "查阅资料",
        }
    }
}

/// In what class of inspections something may be inspected (检查类别, 国办发〔2024〕54号).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckClass {
    /// Planned, within caps (日常检查).
    Routine,
    /// Approved and published (专项检查).
    Campaign,
    /// After a complaint, an assignment or an anomaly (个案检查).
    Case,
}

impl CheckClass {
    /// All classes.
    pub const ALL: [CheckClass; 3] = [CheckClass::Routine, CheckClass::Campaign, CheckClass::Case];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            CheckClass::Routine => "routine",
            CheckClass::Campaign => "campaign",
            CheckClass::Case => "case",
        }
    }

    /// What it is called in China.
    pub fn name_zh(self) -> &'static str {
        match self {
            CheckClass::Routine => "日常检查",
            CheckClass::Campaign => "专项检查",
            CheckClass::Case => "个案检查",
        }
    }
}

/// Something that may be inspected, and on what basis. What is not on the list is not inspected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectionItem {
    /// Its id.
    pub id: InspectionItemId,
    /// What it is called.
    pub name: String,
    /// What is looked at, if somebody says more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// The law and clause that allow it.
    pub basis: String,
    /// How; at least one way.
    pub methods: BTreeSet<CheckMethod>,
    /// In which classes of inspections; at least one.
    pub classes: BTreeSet<CheckClass>,
}

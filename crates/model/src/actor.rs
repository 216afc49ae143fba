use serde::{Deserialize, Serialize};

use crate::{CreditCode, DistrictCode, UserId};

/// What an account may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Watches the duty room: assigns, re-assigns, closes (值班员).
    DutyOfficer,
    /// Accepts, verifies and reports in the field for one branch bureau (分局执法人员).
    BranchOfficer,
    /// Speaks for one enterprise (企业用户).
    EnterpriseUser,
    /// Sees everything, supervises what is late (领导).
    Leader,
    /// Resident discipline inspection (派驻纪检监察组): sees everything, changes nothing.
    InspectorGeneral,
    /// Keeps accounts, register and configuration (系统管理员).
    Administrator,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 6] = [
        Role::DutyOfficer,
        Role::BranchOfficer,
        Role::EnterpriseUser,
        Role::Leader,
        Role::InspectorGeneral,
        Role::Administrator,
    ];

    /// The stable code of API, database and pages.
    pub fn code(self) -> &'static str {
        match self {
            Role::DutyOfficer => "duty_officer",
            Role::BranchOfficer => "branch_officer",
            Role::EnterpriseUser => "enterprise_user",
            Role::Leader => "leader",
            Role::InspectorGeneral => "inspector_general",
            Role::Administrator => "administrator",
        }
    }
}

/// How far an account sees and acts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "code")]
pub enum Scope {
    /// The whole city.
    City,
    /// One district, through its branch bureau.
    District(DistrictCode),
    /// One enterprise.
    Enterprise(CreditCode),
}

/// Who does something. Events carry it for ever, so it holds no name: the vault knows names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Actor {
    /// A person, by account.
    User {
        /// The account.
        id: UserId,
        /// In which role.
        role: Role,
        /// Within which scope.
        scope: Scope,
    },
    /// A part of the system, as in `watch` or `import`.
    System {
        /// Which part.
        name: Box<str>,
    },
}

impl Actor {
    /// A part of the system.
    pub fn system(name: &str) -> Self {
        Actor::System { name: name.into() }
    }
}

//! The demo's accounts: one for each role, and an officer for every other branch.

use anyhow::Context;
use model::{Actor, Clock, DistrictCode, Role, Scope, UserId};
use serde::Serialize;
use sim::{City, TruthKind};
use vault::{NewAccount, Vault};

use crate::clock::MachineClock;
use crate::command::account::generated_password;

/// An account with its password, to be shown once.
#[derive(Debug, Serialize)]
pub(super) struct DemoAccount {
    pub(super) role: &'static str,
    pub(super) login: String,
    pub(super) password: String,
    pub(super) name: String,
    /// `city`, `district:…` or `enterprise:…`.
    pub(super) scope: String,
}

/// Makes the accounts. The branch officer and the enterprise user belong to the firm of the story.
pub(super) fn create(vault: &Vault, city: &City) -> anyhow::Result<Vec<DemoAccount>> {
    let register = city.register();
    let firm = city
        .truth()
        .iter()
        .find(|truth| truth.kind == TruthKind::ProductionOnTreatmentOff)
        .and_then(|truth| truth.subject.enterprise(&register).cloned())
        .context("the city has no story")?;
    let home = register.district_of(&firm).cloned().context("the story's firm has no district")?;
    let mut accounts = vec![
        make(vault, Role::DutyOfficer, "duty", "陈值班", Scope::City)?,
        make(vault, Role::BranchOfficer, &branch_login(&home), "林执法", Scope::District(home.clone()))?,
        make(vault, Role::EnterpriseUser, "enterprise", "周厂长", Scope::Enterprise(firm))?,
        make(vault, Role::Leader, "leader", "王局长", Scope::City)?,
        make(vault, Role::InspectorGeneral, "inspector", "赵纪检", Scope::City)?,
        make(vault, Role::Administrator, "admin", "孙系统", Scope::City)?,
    ];
    for district in register.districts.values().filter(|district| district.code != home) {
        let name = format!("{}分局执法员", district.name);
        let scope = Scope::District(district.code.clone());
        accounts.push(make(vault, Role::BranchOfficer, &branch_login(&district.code), &name, scope)?);
    }
    Ok(accounts)
}

/// Whoever has `role` in the whole city, as an actor.
pub(super) fn of(vault: &Vault, role: Role) -> anyhow::Result<Actor> {
    let accounts = vault.accounts()?.into_iter();
    let account =
        accounts.filter(|account| account.scope == Scope::City).find(|account| account.role == role);
    let account = account.with_context(|| format!("the demo has nobody with the role {}", role.code()))?;
    Ok(Actor::User { id: account.id, role: account.role, scope: account.scope })
}

fn branch_login(district: &DistrictCode) -> String {
    format!("branch-{district}")
}

fn make(vault: &Vault, role: Role, login: &str, name: &str, scope: Scope) -> anyhow::Result<DemoAccount> {
    let password = generated_password()?;
    let id: UserId = crate::command::account::new_id(vault)?;
    let text = match &scope {
        Scope::City => "city".to_owned(),
        Scope::District(code) => format!("district:{code}"),
        Scope::Enterprise(code) => format!("enterprise:{code}"),
    };
    let new =
        NewAccount { id, login: login.into(), name: name.into(), role, scope, password: password.clone() };
    vault.create_account(&new, MachineClock::default().now())?;
    Ok(DemoAccount { role: role.code(), login: login.into(), password, name: name.into(), scope: text })
}

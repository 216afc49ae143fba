//! `jingwei account`: accounts are made here, with generated passwords that are shown once.

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Subcommand, ValueEnum};
use model::{Clock, Role, Scope, UserId};
use vault::{NewAccount, Vault};

use super::ConfigArguments;
use crate::clock::MachineClock;

#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Make an account and print its password, which is shown only now.
    Create {
        #[command(flatten)]
        config: ConfigArguments,
        /// What the person types to sign in.
        #[arg(long)]
        login: String,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// What the account is for.
        #[arg(long, value_enum)]
        role: RoleArgument,
        /// For a branch officer: the branch's district (430105).
        #[arg(long)]
        district: Option<String>,
        /// For an enterprise user: the enterprise's credit code.
        #[arg(long)]
        enterprise: Option<String>,
    },
    /// Give an account a new password and sign it out everywhere.
    Reset {
        #[command(flatten)]
        config: ConfigArguments,
        /// The account's login.
        login: String,
    },
    /// List the accounts.
    List {
        #[command(flatten)]
        config: ConfigArguments,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum RoleArgument {
    DutyOfficer,
    BranchOfficer,
    EnterpriseUser,
    Leader,
    InspectorGeneral,
    Administrator,
}

impl From<RoleArgument> for Role {
    fn from(role: RoleArgument) -> Self {
        match role {
            RoleArgument::DutyOfficer => Role::DutyOfficer,
            RoleArgument::BranchOfficer => Role::BranchOfficer,
            RoleArgument::EnterpriseUser => Role::EnterpriseUser,
            RoleArgument::Leader => Role::Leader,
            RoleArgument::InspectorGeneral => Role::InspectorGeneral,
            RoleArgument::Administrator => Role::Administrator,
        }
    }
}

pub(crate) fn run(command: &AccountCommand) -> anyhow::Result<ExitCode> {
    match command {
        AccountCommand::Create { config, login, name, role, district, enterprise } => {
            let vault = open(config)?;
            let scope = scope(district.as_deref(), enterprise.as_deref())?;
            let password = generated_password()?;
            let new = NewAccount {
                id: new_id(&vault)?,
                login: login.clone(),
                name: name.clone(),
                role: (*role).into(),
                scope,
                password: password.clone(),
            };
            let account = vault.create_account(&new, MachineClock::default().now())?;
            println!("{}  {}  {}  password: {password}", account.id, account.login, account.role.code());
        }
        AccountCommand::Reset { config, login } => {
            let vault = open(config)?;
            let found = vault.accounts()?.into_iter().find(|account| account.login == *login);
            let account = found.with_context(|| format!("there is no account {login:?}"))?;
            let password = generated_password()?;
            vault.set_password(&account.id, &password)?;
            println!("{}  {login}  password: {password}", account.id);
        }
        AccountCommand::List { config } => {
            for account in open(config)?.accounts()? {
                let state = if account.active { "" } else { "  (inactive)" };
                println!(
                    "{}  {}  {}  {}{state}",
                    account.id,
                    account.login,
                    account.role.code(),
                    account.name
                );
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The vault alone: SQLite lets it be used beside a running server.
fn open(config: &ConfigArguments) -> anyhow::Result<Vault> {
    let config = super::serve::configuration(config)?;
    std::fs::create_dir_all(&config.data_folder)?;
    Ok(Vault::open(&config.data_folder.join("vault"))?)
}

fn scope(district: Option<&str>, enterprise: Option<&str>) -> anyhow::Result<Scope> {
    match (district, enterprise) {
        (None, None) => Ok(Scope::City),
        (Some(code), None) => Ok(Scope::District(code.parse()?)),
        (None, Some(code)) => Ok(Scope::Enterprise(code.parse()?)),
        (Some(_), Some(_)) => bail!("give --district or --enterprise, not both"),
    }
}

/// The next free `U0001`.
pub(super) fn new_id(vault: &Vault) -> anyhow::Result<UserId> {
    let taken = vault.accounts()?;
    let mut number = taken.len() + 1;
    loop {
        let id: UserId = format!("U{number:04}").parse()?;
        if !taken.iter().any(|account| account.id == id) {
            return Ok(id);
        }
        number += 1;
    }
}

/// Four groups of four letters and digits that cannot be confused: 78 bits.
pub(super) fn generated_password() -> anyhow::Result<String> {
    const ALPHABET: &[u8; 30] = b"abcdefghjkmnpqrstuvwxyz2345679";
    let mut password = String::new();
    while password.len() < 19 {
        if password.len() % 5 == 4 {
            password.push('-');
            continue;
        }
        let mut byte = [0u8; 1];
        getrandom::fill(&mut byte).context("no randomness from the system")?;
        // Bytes beyond a multiple of the alphabet's length would make its first letters likelier.
        if let Some(letter) = ALPHABET.get(usize::from(byte[0]) % 32) {
            password.push(char::from(*letter));
        }
    }
    Ok(password)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_long_and_differ() {
        let (one, other) = (generated_password().unwrap(), generated_password().unwrap());
        assert_eq!(one.len(), 19);
        assert_ne!(one, other);
        assert!(one.split('-').all(|group| group.len() == 4), "{one}");
    }
}

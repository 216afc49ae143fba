//! `jingwei serve`: a bureau's server.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use model::{Clock, Timestamp};

use super::ConfigArguments;
use crate::clock::{MachineClock, ScenarioClock};
use crate::config::{ClockConfig, Config};
use crate::process::{Keepers, Process};

/// What `serve` takes.
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    #[command(flatten)]
    config: ConfigArguments,
    /// `machine`, or the instant at which a scenario starts, as in 2020-08-30T08:00:00+08:00. Goes over the file.
    #[arg(long, value_name = "CLOCK", value_parser = parse_clock)]
    clock: Option<ClockChoice>,
    /// Scenario seconds a second.
    #[arg(long, value_name = "N", value_parser = super::parse_speed)]
    speed: Option<f64>,
}

#[derive(Debug, Clone, Copy)]
enum ClockChoice {
    Machine,
    Scenario(Timestamp),
}

fn parse_clock(text: &str) -> Result<ClockChoice, String> {
    match text {
        "machine" => Ok(ClockChoice::Machine),
        _ => text.parse().map(ClockChoice::Scenario).map_err(|_| {
            "expected `machine` or an instant with its offset, as in 2020-08-30T08:00:00+08:00".to_owned()
        }),
    }
}

/// Reads the configuration of `arguments` with the environment on top.
pub(super) fn configuration(arguments: &ConfigArguments) -> anyhow::Result<Config> {
    let text = match &arguments.config {
        Some(path) => read(path)?,
        None => String::new(),
    };
    let environment: BTreeMap<String, String> =
        std::env::vars().filter(|(name, _)| name.starts_with("JINGWEI_")).collect();
    Ok(Config::resolve(&text, &environment)?)
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read the configuration {}", path.display()))
}

pub(crate) fn run(arguments: &ServeArguments) -> anyhow::Result<ExitCode> {
    let mut config = configuration(&arguments.config)?;
    match (arguments.clock, &config.clock, arguments.speed) {
        (Some(ClockChoice::Machine), ..) => config.clock = ClockConfig::Machine,
        (Some(ClockChoice::Scenario(start)), _, speed) => {
            config.clock = ClockConfig::Scenario { start, speed: speed.unwrap_or(1.0) };
        }
        (None, ClockConfig::Scenario { start, .. }, Some(speed)) => {
            config.clock = ClockConfig::Scenario { start: *start, speed };
        }
        (None, _, None) => {}
        (None, ClockConfig::Machine, Some(_)) => {
            anyhow::bail!("--speed needs a scenario clock: give --clock too")
        }
    }
    crate::logs::start(config.log_format, &config.log_filter);
    let clock: Arc<dyn Clock> = match config.clock {
        ClockConfig::Machine => Arc::new(MachineClock::default()),
        ClockConfig::Scenario { start, speed } => {
            let clock = ScenarioClock::new(start, speed);
            clock.release();
            Arc::new(clock)
        }
    };
    let keepers = Keepers::open(&config)?;
    if keepers.vault.accounts()?.is_empty() {
        tracing::warn!("there is no account yet: stop, run `jingwei account create`, start again");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let ending = super::Ending::listen()?;
        let process = Process::start(&config, keepers, clock).await?;
        ending.asked_for().await;
        process.stop().await;
        Ok(ExitCode::SUCCESS)
    })
}

//! `jingwei import readings`.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use api::{ImportPlan, Importer, Rehearsal};
use clap::{Args, ValueEnum};
use ledger::CommandId;
use model::{Actor, BlobHash, Clock, Source};
use serde_json::json;
use sheets::Mapping;

use super::ConfigArguments;
use crate::clock::MachineClock;
use crate::process::{Keepers, open_lake};

/// What `import readings` takes.
#[derive(Debug, Args)]
pub(crate) struct ReadingsArguments {
    #[command(flatten)]
    config: ConfigArguments,
    /// What the file tells of.
    #[arg(long, value_enum, default_value = "station")]
    kind: Kind,
    /// Which sheet, from 1.
    #[arg(long, default_value_t = 1)]
    sheet: usize,
    /// Whose all readings are, where no column says it, as in `station:1335A` or `cruise:C20200830-1`.
    #[arg(long)]
    source: Option<Source>,
    /// What the columns mean, as a JSON file (docs/import.md); guessed from the headings without it.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Say what would be stored and what refused, and store nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// CSV, `.xlsx` or `.xls`.
    file: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Station,
    Outlet,
    Meter,
    Cruise,
}

impl From<Kind> for sheets::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Station => sheets::Kind::Station,
            Kind::Outlet => sheets::Kind::Outlet,
            Kind::Meter => sheets::Kind::Meter,
            Kind::Cruise => sheets::Kind::Cruise,
        }
    }
}

/// Imports a file, or says what an import would do. The server must not be running: it holds the data folder.
/// Exit code 3: something was, or would be, refused.
pub(crate) fn readings(arguments: &ReadingsArguments) -> anyhow::Result<ExitCode> {
    let config = super::serve::configuration(&arguments.config)?;
    let path = arguments.file.display();
    let bytes = fs::read(&arguments.file).with_context(|| format!("cannot read {path}"))?;
    let keepers = Keepers::open(&config)?;
    let clock: Arc<dyn Clock> = Arc::new(MachineClock::default());
    let lake = open_lake(&config, &keepers.folder)?;
    let office = keepers.office(Arc::clone(&clock));
    let importer =
        Importer::new(lake, keepers.vault.clone(), office, keepers.views.clone(), Arc::clone(&clock));
    let name = arguments.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let uploader = "import".parse()?;
    let inspected = importer
        .inspect(&bytes, &name, &uploader, clock.now())
        .with_context(|| format!("{path} cannot be imported"))?;
    let mut plan = plan(arguments, &importer, &inspected.file)?;
    let rehearsal = importer.rehearse(&inspected.file, &plan).context("the sheet cannot be imported")?;
    plan.rows = Some(rehearsal.rows);
    let imported = match arguments.dry_run {
        true => None,
        false => {
            let command: CommandId =
                format!("import/{}/{}", inspected.file, clock.now().as_nanosecond()).parse()?;
            let id = importer.import(&inspected.file, &plan, &command, &Actor::system("import"))?;
            Some(importer.one(&id)?)
        }
    };
    let counts = imported.as_ref().map(|state| (state.import.begun.id.to_string(), state.counts));
    match arguments.json {
        true => {
            let done = counts.as_ref().map(|(id, counts)| json!({ "id": id, "counts": counts }));
            let object =
                json!({ "file": inspected.file, "plan": plan, "preview": rehearsal, "import": done });
            println!("{object}");
        }
        false => print(&rehearsal, counts.as_ref().map(|(id, counts)| (id.as_str(), counts.stored))),
    }
    Ok(if rehearsal.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

fn plan(arguments: &ReadingsArguments, importer: &Importer, file: &BlobHash) -> anyhow::Result<ImportPlan> {
    let Some(sheet) = arguments.sheet.checked_sub(1) else { bail!("sheets count from 1") };
    let mut mapping: Mapping = match &arguments.mapping {
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            serde_json::from_str(&text).with_context(|| format!("{} is no mapping", path.display()))?
        }
        None => importer.guess(file, sheet, arguments.kind.into())?.mapping,
    };
    if arguments.source.is_some() {
        mapping.source.clone_from(&arguments.source);
    }
    Ok(ImportPlan { sheet, mapping, rows: None })
}

fn print(rehearsal: &Rehearsal, imported: Option<(&str, u64)>) {
    let Rehearsal { rows, new, revisions, duplicates, .. } = rehearsal;
    let refused: u64 = rehearsal.refused.values().sum();
    println!("{rows} rows: {new} new, {revisions} corrected, {duplicates} there already, {refused} refused");
    for (reason, count) in &rehearsal.refused {
        println!("  {reason}: {count}");
    }
    for refusal in rehearsal.refusals.iter().take(20) {
        let column = refusal.column.map_or_else(String::new, |column| format!(", column {}", column + 1));
        println!("  row {}{column}: {}: {}", refusal.row, refusal.reason, refusal.text);
    }
    match imported {
        Some((id, stored)) => println!("imported as {id}: {stored} stored"),
        None => println!("nothing was stored (--dry-run)"),
    }
}

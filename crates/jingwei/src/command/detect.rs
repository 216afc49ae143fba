//! `jingwei detect score`: how unusual each row of a file is.

mod score;
mod summary;
mod table;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum DetectCommand {
    /// Write how unusual each row of a CSV file is, from 0 to 1, judged by the rows up to it alone.
    Score(ScoreArguments),
}

/// What `detect score` takes.
#[derive(Debug, Args)]
pub(crate) struct ScoreArguments {
    /// The CSV file, with a header; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    csv: PathBuf,
    /// The heading of the column with the times.
    #[arg(long, value_name = "COLUMN")]
    time: String,
    /// The heading of the column with the values.
    #[arg(long, value_name = "COLUMN")]
    value: String,
    /// The file to write; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(command: &DetectCommand) -> anyhow::Result<ExitCode> {
    let DetectCommand::Score(arguments) = command;
    let is_piped = arguments.csv.as_os_str() == "-";
    let input = super::input((!is_piped).then_some(arguments.csv.as_path()))?;
    let name = arguments.csv.display();
    let table = table::Table::open(input, &arguments.time, &arguments.value)
        .with_context(|| format!("{name} cannot be scored"))?;
    let output = output(&arguments.csv, arguments.out.as_deref())?;
    let mut summary = summary::Summary::default();
    match score::write_scores(table, output, &mut summary) {
        // A reader that went away is the end, not a failure.
        Err(error) if is_broken_pipe(&error) => {}
        outcome => outcome.with_context(|| format!("scoring {name} broke off"))?,
    }
    eprint!("{summary}");
    Ok(ExitCode::SUCCESS)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn output(input: &Path, path: Option<&Path>) -> anyhow::Result<Box<dyn Write>> {
    let Some(path) = path else { return Ok(Box::new(BufWriter::new(io::stdout().lock()))) };
    if let (Ok(from), Ok(to)) = (input.canonicalize(), path.canonicalize())
        && from == to
    {
        bail!("{} is the file that is read; choose another for --out", path.display());
    }
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Box::new(BufWriter::new(file)))
}

//! What the detectors are worth on labelled sets, beside simple peers.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value};

use super::OutputArguments;

/// Which sets are judged.
#[derive(Debug, Args)]
pub(crate) struct DetectArguments {
    /// A folder with one labelled set; may be given several times. Without it, every set in `--sets`.
    #[arg(long, value_name = "DIR")]
    set: Vec<PathBuf>,
    /// A folder with a folder for each set.
    #[arg(long, value_name = "DIR", default_value = "../shared/data")]
    sets: PathBuf,
    #[command(flatten)]
    pub(super) output: OutputArguments,
}

/// Judges the sets and prints their figures by kind of set.
pub(crate) fn run(arguments: &DetectArguments) -> anyhow::Result<()> {
    let sets = match arguments.set.is_empty() {
        true => trial::sets_in(&arguments.sets)?,
        false => arguments.set.clone(),
    };
    anyhow::ensure!(
        !sets.is_empty(),
        "{} holds no labelled set; name one with --set",
        arguments.sets.display()
    );
    let mut figures = Map::new();
    for set in &sets {
        let Value::Object(of_set) = serde_json::to_value(trial::run(set)?)? else { continue };
        for (kind, of_kind) in of_set {
            let is_first = figures.insert(kind.clone(), of_kind).is_none();
            anyhow::ensure!(is_first, "{} is the second set of {kind}; run it by itself", set.display());
        }
    }
    let figures = Value::Object(figures);
    if arguments.output.json {
        println!("{}", serde_json::to_string(&figures)?);
    } else {
        tell(&figures, &mut Vec::new());
    }
    Ok(())
}

/// One line a figure, its names before it.
pub(super) fn tell<'a>(figures: &'a Value, names: &mut Vec<&'a str>) {
    match figures {
        Value::Object(parts) => {
            for (name, part) in parts {
                names.push(name);
                tell(part, names);
                names.pop();
            }
        }
        Value::Number(figure) => {
            println!("{:60} {:.3}", names.join(", "), figure.as_f64().unwrap_or(f64::NAN));
        }
        Value::Array(_) => println!("{:60} {figures}", names.join(", ")),
        Value::Null => println!("{:60} -", names.join(", ")),
        other => println!("{:60} {other}", names.join(", ")),
    }
}

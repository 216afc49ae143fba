//! The figures of a measurement: by name, with unit and spread.

use std::io::IsTerminal;

use serde_json::{Value, json};

/// What a measurement found, in the order in which it was measured.
#[derive(Debug)]
pub(crate) struct Report {
    bench: &'static str,
    figures: Vec<Figure>,
    notes: Vec<String>,
}

#[derive(Debug)]
struct Figure {
    name: String,
    unit: &'static str,
    /// In order of size; never empty.
    rounds: Vec<f64>,
}

impl Report {
    pub(crate) fn new(bench: &'static str) -> Self {
        Self { bench, figures: Vec::new(), notes: Vec::new() }
    }

    /// Adds what the rounds of one measurement gave; without any round there is no figure.
    pub(crate) fn add(
        &mut self,
        name: impl Into<String>,
        unit: &'static str,
        rounds: impl IntoIterator<Item = f64>,
    ) {
        let mut rounds: Vec<f64> = rounds.into_iter().filter(|figure| figure.is_finite()).collect();
        rounds.sort_by(f64::total_cmp);
        if !rounds.is_empty() {
            self.figures.push(Figure { name: name.into(), unit, rounds });
        }
    }

    /// Adds what a reader of the figures must know, such as a peer that is not installed.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// One object: the median of each figure by its name, with its unit, least, greatest and rounds.
    pub(crate) fn json(&self) -> Value {
        let figures: serde_json::Map<String, Value> = self.figures.iter().map(Figure::json).collect();
        json!({
            "bench": self.bench,
            "version": env!("CARGO_PKG_VERSION"),
            "cores": cores(),
            "figures": figures,
            "notes": self.notes,
        })
    }

    pub(crate) fn text(&self) -> String {
        let width = self.figures.iter().map(|figure| figure.name.len()).max().unwrap_or_default();
        let mut text = format!("{} on {} cores: median (least .. greatest)\n", self.bench, cores());
        for figure in &self.figures {
            text.push_str(&figure.line(width));
        }
        for note in &self.notes {
            text.push_str(&format!("- {note}\n"));
        }
        text
    }
}

impl Figure {
    fn at(&self, part: f64) -> f64 {
        let index = (self.rounds.len().saturating_sub(1)) as f64 * part;
        self.rounds.get(index as usize).copied().unwrap_or(f64::NAN)
    }

    fn json(&self) -> (String, Value) {
        let value = json!({
            "median": self.at(0.5),
            "least": self.at(0.0),
            "quartiles": [self.at(0.25), self.at(0.75)],
            "greatest": self.at(1.0),
            "rounds": self.rounds.len(),
            "unit": self.unit,
        });
        (self.name.clone(), value)
    }

    fn line(&self, width: usize) -> String {
        let [median, least, greatest] = [0.5, 0.0, 1.0].map(|part| short(self.at(part)));
        format!("{:<width$}  {median:>12} {} ({least} .. {greatest})\n", self.name, self.unit)
    }
}

/// Four places that mean something.
fn short(figure: f64) -> String {
    match figure.abs() {
        size if size >= 1000.0 => format!("{figure:.0}"),
        size if size >= 10.0 => format!("{figure:.1}"),
        _ => format!("{figure:.3}"),
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(0, usize::from)
}

/// Says on a terminal what goes on; elsewhere nothing.
pub(crate) fn progress(text: &str) {
    if std::io::stderr().is_terminal() {
        eprintln!("{text}");
    }
}

/// The figure below which `part` of all lie.
pub(crate) fn quantile(figures: &mut [f64], part: f64) -> f64 {
    figures.sort_by(f64::total_cmp);
    let index = figures.len().saturating_sub(1) as f64 * part;
    figures.get(index as usize).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_their_median_and_spread_by_name() {
        let mut report = Report::new("sample");
        report.add("readings per second", "readings/s", [3.0, 1.0, 2.0]);
        report.add("never measured", "ms", []);
        report.note("a peer is not installed");
        let json = report.json();
        let figure = &json["figures"]["readings per second"];
        assert_eq!((figure["median"].as_f64(), figure["least"].as_f64()), (Some(2.0), Some(1.0)));
        assert_eq!((figure["greatest"].as_f64(), figure["rounds"].as_u64()), (Some(3.0), Some(3)));
        assert!(json["figures"].get("never measured").is_none());
        assert!(report.text().contains("2.000 readings/s (1.000 .. 3.000)\n- a peer"));
    }

    #[test]
    fn a_quantile_is_one_of_the_figures() {
        assert_eq!(quantile(&mut [4.0, 1.0, 3.0, 2.0], 0.99), 3.0);
        assert_eq!(quantile(&mut [4.0], 0.5), 4.0);
    }
}

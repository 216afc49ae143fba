use std::collections::BTreeMap;

use model::{Channel, FactorCode, FactorTable, Register, Source, Unit};

use crate::figure::half_width;
use crate::mapping::Kind;

/// Which stations, outlets and meters a file may speak of, and in which units they are kept.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// By kind and folded id or name; `None` where a name means several.
    names: BTreeMap<(Kind, String), Option<Source>>,
    units: BTreeMap<Source, BTreeMap<FactorCode, Unit>>,
}

impl Catalogue {
    /// Everything that `register` knows.
    pub fn of(register: &Register) -> Self {
        let mut catalogue = Self::default();
        for station in register.stations.values() {
            let source = Source::Station(station.id.clone());
            catalogue.add(Kind::Station, &source, [station.id.as_str(), &station.name, &station.name_en]);
            catalogue.keep_units(&source, &station.channels);
        }
        for outlet in register.outlets.values() {
            let source = Source::Outlet(outlet.id.clone());
            let whose = register.enterprises.get(&outlet.enterprise).map_or("", |e| e.name.as_str());
            let full = format!("{whose}{}", outlet.name);
            catalogue.add(Kind::Outlet, &source, [outlet.id.as_str(), &full, &outlet.name]);
            catalogue.keep_units(&source, &outlet.channels);
        }
        for meter in register.meters.values() {
            let source = Source::Meter(meter.id.clone());
            catalogue.add(Kind::Meter, &source, [meter.id.as_str()]);
        }
        catalogue
    }

    /// What `text` names among the sources of `kind`. A cruise is named by whoever drives it, so every id will do.
    pub fn source(&self, kind: Kind, text: &str) -> Option<Source> {
        if kind == Kind::Cruise {
            return text.parse().ok().map(Source::Cruise);
        }
        self.names.get(&(kind, folded(text)))?.clone()
    }

    /// The unit in which a channel is kept, if it is registered; the factor table's for power meters and cruises,
    /// which have no channels.
    pub(crate) fn unit(&self, source: &Source, factor: &FactorCode) -> Option<Unit> {
        match source {
            Source::Meter(_) => FactorTable::standard().get(factor).map(|factor| factor.unit),
            Source::Station(_) | Source::Outlet(_) | Source::Cruise(_) | Source::Waiting(_) => {
                self.units.get(source)?.get(factor).copied()
            }
        }
    }

    fn add<const N: usize>(&mut self, kind: Kind, source: &Source, names: [&str; N]) {
        for name in names.into_iter().map(folded).filter(|name| !name.is_empty()) {
            self.names
                .entry((kind, name))
                .and_modify(|known| {
                    if known.as_ref() != Some(source) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(source.clone()));
        }
    }

    fn keep_units(&mut self, source: &Source, channels: &[Channel]) {
        let units = channels.iter().map(|channel| (channel.factor.clone(), channel.unit)).collect();
        self.units.insert(source.clone(), units);
    }
}

/// Letters of one case, signs of one width, no spaces.
pub(crate) fn folded(text: &str) -> String {
    half_width(text).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
}

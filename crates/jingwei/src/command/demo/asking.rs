//! One outlet for each way in which a request to its logger can end, for whoever wants to see it.

use model::{LoggerTarget, Mn, Register};
use serde::Serialize;
use sim::{City, Temper};

/// A logger worth asking.
#[derive(Debug, Serialize)]
pub(super) struct Asking {
    pub(super) outlet: String,
    pub(super) mn: String,
    pub(super) text: String,
}

/// One of each kind.
pub(super) fn examples(city: &City) -> Vec<Asking> {
    let (register, tempers, kept) = (city.register(), city.tempers(), city.kept_back());
    let first = |temper| tempers.iter().find(|(_, of)| **of == temper).map(|(mn, _)| mn);
    let forgetful = kept.keys().find(|mn| !tempers.contains_key(*mn));
    let ways = [
        (forgetful, "never sent some hours of the days before; they come when they are asked for"),
        (first(Temper::Slow), "answers after 12 s, and is ready 20 s later"),
        (first(Temper::Guarded), "tells everything and lets nobody change anything"),
        (first(Temper::Plain), "has no command for instruments"),
        (first(Temper::Busy), "has instruments that are always in use"),
        (first(Temper::Deaf), "answers no request"),
    ];
    ways.into_iter().filter_map(|(mn, text)| example(&register, mn?, text)).collect()
}

fn example(register: &Register, mn: &Mn, text: &str) -> Option<Asking> {
    let LoggerTarget::Outlet(outlet) = &register.loggers.get(mn)?.target else { return None };
    let enterprise = register.enterprises.get(&register.outlets.get(outlet)?.enterprise)?;
    let name = format!("{} ({})", enterprise.name_en, enterprise.name);
    Some(Asking { outlet: outlet.to_string(), mn: mn.to_string(), text: format!("{name} {text}") })
}

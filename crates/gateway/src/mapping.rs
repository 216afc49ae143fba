//! From an HJ 212 message to readings: which factor, which figure, which unit, which time.
//!
//! A pure function over the message, the register's entry and the time of arrival. What cannot become a
//! reading is refused with a reason or counted; nothing disappears.

use std::collections::BTreeMap;

use hj212::{Command, Item, Message, SystemCode};
use model::{
    Beside, Channel, FactorCode, FactorTable, Granularity, InstrumentParameter, Medium, Problem, Reading,
    SeriesKey, Source, Timestamp, Unit, problem_bounds,
};

use crate::config::TimeRules;
use crate::figures::{Draft, Slot, Units, number};
use crate::timing::{self, Times};

/// What a logger reports for.
#[derive(Debug, Clone)]
pub(crate) struct Target<'r> {
    pub(crate) source: Source,
    pub(crate) channels: &'r [Channel],
    /// What is measured there, if that is known; else the message's system code decides.
    pub(crate) medium: Option<Medium>,
}

/// What surrounds a message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Circumstances<'c> {
    pub(crate) received_at: Timestamp,
    pub(crate) rules: &'c TimeRules,
    /// Whether another connection speaks with the same MN.
    pub(crate) shared_mn: bool,
}

/// What became of a message.
#[derive(Debug, Default)]
pub(crate) struct Mapped {
    pub(crate) readings: Vec<Reading>,
    /// Readings that were refused, by reason.
    pub(crate) refused: BTreeMap<&'static str, u64>,
    /// Items that are no readings, by kind.
    pub(crate) notes: BTreeMap<&'static str, u64>,
}

impl Mapped {
    /// Counts one refused reading.
    pub(crate) fn refuse(&mut self, reason: &'static str) {
        *self.refused.entry(reason).or_default() += 1;
    }

    /// Counts one item that is no reading.
    pub(crate) fn note(&mut self, kind: &'static str) {
        *self.notes.entry(kind).or_default() += 1;
    }
}

/// Factors for which there is room at once; most messages have fewer.
const DRAFTS: usize = 16;

/// Reads the data of `message` as readings of `target`. A message that carries no data gives none.
pub(crate) fn map(message: &Message<'_>, target: &Target<'_>, circumstances: Circumstances<'_>) -> Mapped {
    let mut mapped = Mapped::default();
    let (Some(granularity), Some(area)) = (message.command().and_then(granularity), message.cp()) else {
        return mapped;
    };
    let mut block = Block::new(message, target, granularity, circumstances);
    let mut time = area.value("DataTime");
    let mut first_time_seen = false;
    for item in area.items() {
        if item.name == "DataTime" {
            // A message may carry several spans (history): each DataTime begins the next one.
            if std::mem::replace(&mut first_time_seen, true) {
                block.finish(time, &mut mapped);
                time = Some(item.value);
            }
        } else {
            block.take(item, &mut mapped);
        }
    }
    block.finish(time, &mut mapped);
    mapped
}

/// The span that data of this command stands for; nothing for commands that carry no readings.
fn granularity(command: Command) -> Option<Granularity> {
    match command {
        Command::REALTIME_DATA | Command::FACILITY_STATE | Command::NOISE_MEASUREMENT => {
            Some(Granularity::Realtime)
        }
        // What they carry is kept beside the figures of the factor, not among them: see `is_beside`.
        Command::RAW_DATA | Command::STANDARD_SAMPLE_DATA | Command::INSTRUMENT_INFO => {
            Some(Granularity::Realtime)
        }
        Command::MINUTE_DATA | Command::FURNACE_TEMPERATURE => Some(Granularity::Minute),
        Command::HOUR_DATA => Some(Granularity::Hour),
        Command::DAY_DATA | Command::FACILITY_DAY_DATA => Some(Granularity::Day),
        _ => None,
    }
}

/// Whether the figures of a command are no measurements of what is emitted: raw signals (2013) and what an
/// instrument says of a standard sample (2062).
fn is_beside(command: Command) -> bool {
    matches!(command, Command::RAW_DATA | Command::STANDARD_SAMPLE_DATA)
}

/// What the codes of a system are about (HJ 212-2017 table 5); codes of 2005 are read by it.
fn medium_of(system: &SystemCode) -> Option<Medium> {
    match system.as_str() {
        "21" | "24" | "26" | "32" | "33" | "34" => Some(Medium::Water),
        "22" | "27" | "31" | "39" => Some(Medium::Air),
        "23" | "36" => Some(Medium::Noise),
        "51" => Some(Medium::ProcessGas),
        "52" => Some(Medium::ProcessWater),
        // 2025; the tables of both could not be obtained, so their codes are kept as sent.
        "44" => Some(Medium::Power),
        "45" => Some(Medium::Production),
        _ => None,
    }
}

/// The readings of one span in the making.
struct Block<'m, 'f> {
    target: &'m Target<'m>,
    granularity: Granularity,
    medium: Medium,
    /// Whether nothing in it may stand as the figure of a factor.
    beside: bool,
    /// The factor whose instrument is told of (`PolId`).
    instrument: Option<FactorCode>,
    sent_at: Option<Timestamp>,
    declared_backfill: bool,
    repaired: bool,
    circumstances: Circumstances<'m>,
    /// In the order in which their factors are first named.
    drafts: Vec<(FactorCode, Draft)>,
    /// What the item before was about: its code as sent, and the place of its draft. What is said of a factor
    /// comes together.
    last: Option<(&'f str, usize)>,
}

impl<'m, 'f> Block<'m, 'f> {
    fn new(
        message: &Message<'_>,
        target: &'m Target<'m>,
        granularity: Granularity,
        circumstances: Circumstances<'m>,
    ) -> Self {
        let system = message.system();
        let medium = system.as_ref().and_then(medium_of).or(target.medium).unwrap_or(Medium::Air);
        Self {
            target,
            granularity,
            medium,
            beside: message.command().is_some_and(is_beside),
            instrument: None,
            sent_at: message.qn().and_then(hj212::parse_time).and_then(timing::instant),
            declared_backfill: message.rf() == Some(1),
            repaired: is_repaired(message.problems()),
            circumstances,
            drafts: Vec::with_capacity(DRAFTS),
            last: None,
        }
    }

    fn take(&mut self, item: Item<'f>, mapped: &mut Mapped) {
        let Some((code_text, attribute)) = item.code_and_attribute() else {
            if item.name == "PolId" {
                self.instrument = self.factor(item.value).map(|(code, _, _)| code);
            }
            return mapped.note("parameter");
        };
        if attribute == "Info" {
            return self.take_setting(code_text, item.value, mapped);
        }
        let slot = match attribute {
            "Rtd" | "Avg" | "Data" => Some(Slot::Value),
            "Min" => Some(Slot::Min),
            "Max" => Some(Slot::Max),
            "Cou" => Some(Slot::Total),
            "ZsRtd" | "ZsAvg" => Some(Slot::Converted),
            "ZsMin" => Some(Slot::ConvertedMin),
            "ZsMax" => Some(Slot::ConvertedMax),
            _ => None,
        };
        if (slot.is_none() && attribute != "Flag") || self.beside {
            return self.take_extra(code_text, attribute, item.value, mapped);
        }
        let is_production = self.medium == Medium::Production;
        let Some(draft) = self.draft_of(code_text) else {
            return mapped.refuse("factor_unreadable");
        };
        match slot {
            None if draft.is_marked() => mapped.note("repeated"),
            None => draft.put_mark(item.value),
            // Conditions of production are told as marks in the place of figures (`p99101-Rtd=St`).
            Some(Slot::Value) if is_production && is_state(item.value) => {
                if draft.is_marked() {
                    mapped.note("repeated");
                } else {
                    draft.put_state(item.value);
                }
            }
            Some(slot) if !draft.has(slot) => draft.put_text(slot, item.value),
            // A second figure, as `-Avg` beside `-Rtd`, is not the first.
            Some(Slot::Value) => self.take_extra(code_text, attribute, item.value, mapped),
            Some(_) => mapped.note("repeated"),
        }
    }

    /// An attribute that has no place in a reading: a series of its own if it is a number, else counted.
    fn take_extra(&mut self, code_text: &str, attribute: &str, text: &str, mapped: &mut Mapped) {
        // These are texts and times by definition, also where they look like numbers.
        let is_text = matches!(
            attribute,
            "SN" | "EFlag" | "SampleTime" | "CompleteTime" | "SampleType" | "SpectrumFile"
        );
        let figure = number(text).filter(|_| !is_text);
        let Some(figure) = figure else {
            return mapped.note("text");
        };
        let Ok(code) = format!("{code_text}_{attribute}").parse::<FactorCode>() else {
            return mapped.refuse("factor_unreadable");
        };
        let units = self.units(&code, Unit::Other);
        if let Some(draft) = self.put_beside(code, units, figure, mapped) {
            draft.problems.insert(Problem::UnknownFactor);
        }
    }

    /// Takes a setting of the instrument that `PolId` named. What else an instrument tells of itself is noted.
    fn take_setting(&mut self, code_text: &str, value: &str, mapped: &mut Mapped) {
        let of = |parameter| Beside::Parameter(parameter).of(self.instrument.as_ref()?);
        let (Some(code), Some(figure)) =
            (InstrumentParameter::of_code(code_text).and_then(of), number(value))
        else {
            return mapped.note("text");
        };
        let units = Units { sent: Unit::Other, kept: Unit::Other, registered: true };
        self.put_beside(code, units, figure, mapped);
    }

    /// Puts in the figure of a series beside a factor, as it was said first; gives its draft.
    fn put_beside(
        &mut self,
        code: FactorCode,
        units: Units,
        figure: f64,
        mapped: &mut Mapped,
    ) -> Option<&mut Draft> {
        let place = self.place(code, units);
        let (_, draft) = self.drafts.get_mut(place)?;
        if draft.has(Slot::Value) {
            mapped.note("repeated");
        } else {
            draft.put(Slot::Value, Some(figure));
        }
        Some(draft)
    }

    /// The draft of the factor that a frame means by `text`.
    fn draft_of(&mut self, text: &'f str) -> Option<&mut Draft> {
        let place = match self.last {
            Some((last, place)) if last == text => place,
            Some(_) | None => {
                let (code, units, known) = self.factor(text)?;
                let place = self.place(code, units);
                if let (false, Some((_, draft))) = (known, self.drafts.get_mut(place)) {
                    draft.problems.insert(Problem::UnknownFactor);
                }
                self.last = Some((text, place));
                place
            }
        };
        self.drafts.get_mut(place).map(|(_, draft)| draft)
    }

    /// Where the draft of a factor is; it is begun where there is none.
    fn place(&mut self, code: FactorCode, units: Units) -> usize {
        self.drafts.iter().rposition(|(known, _)| *known == code).unwrap_or_else(|| {
            self.drafts.push((code, Draft::new(units)));
            self.drafts.len() - 1
        })
    }

    /// The factor that a frame means by `text`, its units here, and whether anybody knows it.
    fn factor(&self, text: &str) -> Option<(FactorCode, Units, bool)> {
        if let Some(factor) = FactorTable::standard().resolve(text, self.medium) {
            return Some((factor.code.clone(), self.units(&factor.code, factor.unit), true));
        }
        let code = text.parse::<FactorCode>().ok()?;
        let units = self.units(&code, Unit::Other);
        Some((code, units, units.registered))
    }

    fn units(&self, code: &FactorCode, standard: Unit) -> Units {
        match self.target.channels.iter().find(|channel| channel.factor == *code) {
            Some(channel) => Units { sent: channel.sent_unit, kept: channel.unit, registered: true },
            None => Units { sent: standard, kept: standard, registered: false },
        }
    }

    /// Makes readings of what was taken, all at the time that `data_time` says.
    fn finish(&mut self, data_time: Option<&str>, mapped: &mut Mapped) {
        let drafts = std::mem::take(&mut self.drafts);
        self.last = None;
        if drafts.is_empty() {
            return;
        }
        let count = u64::try_from(drafts.len()).unwrap_or(u64::MAX);
        let mut refuse_all = |reason| *mapped.refused.entry(reason).or_default() += count;
        let Some(text) = data_time else {
            return refuse_all("time_missing");
        };
        let Some(time) = hj212::parse_time(text).and_then(timing::instant) else {
            return refuse_all("time_unreadable");
        };
        let times = Times {
            time,
            granularity: self.granularity,
            sent_at: self.sent_at,
            declared_backfill: self.declared_backfill,
        };
        let Some(judged) = timing::judge(times, self.circumstances.received_at, self.circumstances.rules)
        else {
            return refuse_all("time_impossible");
        };
        mapped.readings.reserve(drafts.len());
        for (code, draft) in drafts {
            mapped.readings.push(self.reading(code, draft, time, judged));
        }
    }

    fn reading(
        &self,
        code: FactorCode,
        mut draft: Draft,
        time: Timestamp,
        judged: timing::Judged,
    ) -> Reading {
        draft.check_bounds(problem_bounds(&code, draft.unit()));
        let surroundings = [
            (judged.skewed, Problem::ClockSkew),
            (self.repaired, Problem::FrameRepaired),
            (self.circumstances.shared_mn, Problem::SharedMn),
        ];
        for (holds, problem) in surroundings {
            if holds {
                draft.problems.insert(problem);
            }
        }
        Reading {
            series: SeriesKey { source: self.target.source.clone(), factor: code },
            granularity: self.granularity,
            time,
            unit: draft.unit(),
            values: draft.values,
            mark: draft.mark,
            problems: draft.problems,
            origin: judged.origin,
            received_at: self.circumstances.received_at,
        }
    }
}

/// Whether a value is a mark rather than a figure.
fn is_state(text: &str) -> bool {
    (1..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphabetic()) && text != "NaN"
}

/// Whether the frame could only be read by guessing what was meant.
fn is_repaired(problems: hj212::Problems) -> bool {
    use hj212::Problem as P;
    problems.iter().any(|problem| {
        matches!(
            problem,
            P::LengthShortForm
                | P::LengthInCharacters
                | P::CrcShort
                | P::TailMissing
                | P::HeaderSeparator
                | P::CpNotOpened
                | P::CpNotClosed
                | P::CpTrailing
                | P::DataTimeComma
                | P::TextInvalid
        )
    })
}

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use model::china;

use crate::office_hours::OfficeHours;
use crate::pack::Basis;
use crate::step::Step;

/// The working calendar: weekends, holidays and the weekend days worked in exchange, year by year, with the
/// bureau's office hours. China keeps one clock (UTC+08:00), so no day is ever shorter or longer.
#[derive(Debug, Clone)]
pub struct Calendar {
    years: BTreeMap<i16, Year>,
    office_hours: OfficeHours,
}

/// What packs say about one year.
#[derive(Debug, Clone)]
pub(crate) struct Year {
    pub(crate) basis: Basis,
    pub(crate) days: BTreeMap<Date, ListedDay>,
}

/// A day that is not what its weekday says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListedDay {
    pub(crate) working: bool,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) unverified: bool,
}

/// Whether people work on a day, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day<'a> {
    /// The day.
    pub date: Date,
    /// Whether it is a working day.
    pub working: bool,
    /// Why.
    pub reason: DayReason<'a>,
    /// Whether a pack describes the day's year. If not, only its weekday was looked at.
    pub year_known: bool,
    /// Whether nobody has checked this at its source.
    pub unverified: bool,
}

/// Why a day is a working day or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayReason<'a> {
    /// Monday to Friday.
    Weekday,
    /// Saturday or Sunday.
    Weekend,
    /// A holiday by notice.
    Holiday {
        /// Its name.
        name: &'a str,
        /// Its English name.
        name_en: &'a str,
    },
    /// A working day by notice, in exchange for a holiday.
    ShiftedWorkday {
        /// The holiday's name.
        name: &'a str,
        /// The holiday's English name.
        name_en: &'a str,
    },
}

/// A time that was reckoned, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoning {
    /// The result.
    pub at: Timestamp,
    /// How it came about.
    pub steps: Vec<Step>,
    /// Whether it rests on an unknown year or on an entry that nobody has checked at its source.
    pub unverified: bool,
}

impl Reckoning {
    pub(crate) fn plain(at: Timestamp) -> Self {
        Self { at, steps: Vec::new(), unverified: false }
    }
}

impl Calendar {
    pub(crate) fn new(office_hours: OfficeHours) -> Self {
        Self { years: BTreeMap::new(), office_hours }
    }

    pub(crate) fn insert_year(&mut self, year: i16, described: Year) {
        self.years.insert(year, described);
    }

    /// The office hours in which working time runs.
    pub fn office_hours(&self) -> &OfficeHours {
        &self.office_hours
    }

    /// The same calendar with other office hours.
    pub(crate) fn with_office_hours(&self, office_hours: OfficeHours) -> Self {
        Self { years: self.years.clone(), office_hours }
    }

    /// The years that a pack describes.
    pub fn known_years(&self) -> impl Iterator<Item = i16> {
        self.years.keys().copied()
    }

    /// What kind of day `date` is.
    pub fn day(&self, date: Date) -> Day<'_> {
        let year = self.years.get(&date.year());
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        let (working, reason, listed_unverified) = match year.and_then(|year| year.days.get(&date)) {
            Some(ListedDay { working: true, name, name_en, unverified }) => {
                (true, DayReason::ShiftedWorkday { name, name_en }, *unverified)
            }
            Some(ListedDay { working: false, name, name_en, unverified }) => {
                (false, DayReason::Holiday { name, name_en }, *unverified)
            }
            None if weekend => (false, DayReason::Weekend, false),
            None => (true, DayReason::Weekday, false),
        };
        let year_unverified = year.is_none_or(|year| year.basis.unverified);
        let unverified = year_unverified || listed_unverified;
        Day { date, working, reason, year_known: year.is_some(), unverified }
    }

    /// Whether people work on `date`. In a year that no pack describes: whether it is a weekday; ask
    /// [`Calendar::day`] to know which.
    pub fn is_working_day(&self, date: Date) -> bool {
        self.day(date).working
    }

    /// Whether people work at `at`: within office hours of a working day, their bounds included.
    pub fn in_office_hours(&self, at: Timestamp) -> bool {
        self.add_working_minutes(at, 0).at == at
    }

    /// The instant at which `minutes` of working time have run since `start`.
    ///
    /// Outside office hours time stands still. The result lies within a span of office hours, its bounds
    /// included: time that runs out with the last minute of the day ends at closing time, not on the next
    /// morning. With 0 minutes: `start` itself if it lies within such a span, else the next opening.
    pub fn add_working_minutes(&self, start: Timestamp, minutes: u32) -> Reckoning {
        let mut trail = Trail::new(self);
        let mut left_ns = i128::from(minutes) * 60_000_000_000;
        let mut date = china::civil(start).date();
        loop {
            if trail.visit(date) {
                for (open, close) in self.office_hours.spans() {
                    let open = china::instant(date.to_datetime(*open));
                    let close = china::instant(date.to_datetime(*close));
                    let begin = open.max(start);
                    if begin > close || (begin == close && left_ns > 0) {
                        continue;
                    }
                    let available_ns = close.as_nanosecond() - begin.as_nanosecond();
                    let counted_ns = left_ns.min(available_ns);
                    left_ns -= counted_ns;
                    let end = Timestamp::from_nanosecond(begin.as_nanosecond() + counted_ns).unwrap_or(close);
                    trail.count_hours(begin, end);
                    if left_ns == 0 {
                        return trail.finish(end);
                    }
                }
            }
            match date.tomorrow() {
                Ok(next) => date = next,
                Err(_) => return trail.finish(Timestamp::MAX),
            }
        }
    }

    /// How much of the time from `from` to `to` lies in office hours of working days, s; 0 if `to` is not later.
    pub fn working_seconds(&self, from: Timestamp, to: Timestamp) -> i64 {
        let last = china::civil(to).date();
        let mut date = china::civil(from).date();
        let mut seconds = 0;
        while date <= last {
            if self.is_working_day(date) {
                for (open, close) in self.office_hours.spans() {
                    let open = china::instant(date.to_datetime(*open)).max(from);
                    let close = china::instant(date.to_datetime(*close)).min(to);
                    seconds += china::seconds_between(open, close).max(0);
                }
            }
            match date.tomorrow() {
                Ok(next) => date = next,
                Err(_) => break,
            }
        }
        seconds
    }

    /// The end of office hours on the last of `days` working days after the day of `start`.
    ///
    /// The day of `start` does not count, whether people work on it or not. With 0 days: the end of office
    /// hours on the day of `start` or, if nobody works on it, on the next working day.
    pub fn add_working_days(&self, start: Timestamp, days: u32) -> Reckoning {
        let mut trail = Trail::new(self);
        let mut date = china::civil(start).date();
        let mut left = days;
        let mut counting = days == 0;
        loop {
            if counting && trail.visit(date) {
                trail.count_day(date);
                left = left.saturating_sub(1);
                if left == 0 {
                    return trail.finish(china::instant(date.to_datetime(self.office_hours.closing())));
                }
            }
            counting = true;
            match date.tomorrow() {
                Ok(next) => date = next,
                Err(_) => return trail.finish(Timestamp::MAX),
            }
        }
    }
}

/// The steps of one reckoning, runs of like days joined.
pub(crate) struct Trail<'a> {
    calendar: &'a Calendar,
    steps: Vec<Step>,
    years: BTreeSet<i16>,
    unverified: bool,
}

impl<'a> Trail<'a> {
    pub(crate) fn new(calendar: &'a Calendar) -> Self {
        Self { calendar, steps: Vec::new(), years: BTreeSet::new(), unverified: false }
    }

    /// Notes what kind of day `date` is; returns whether it is a working day.
    pub(crate) fn visit(&mut self, date: Date) -> bool {
        let day = self.calendar.day(date);
        self.unverified |= day.unverified;
        if self.years.insert(date.year()) {
            self.steps.push(match self.calendar.years.get(&date.year()) {
                Some(Year { basis, .. }) => Step::Calendar {
                    year: date.year(),
                    pack: basis.pack.clone(),
                    version: basis.version.clone(),
                    source: basis.source.clone(),
                    unverified: basis.unverified,
                },
                None => Step::UnknownYear { year: date.year() },
            });
        }
        match day.reason {
            DayReason::Weekday => {}
            DayReason::ShiftedWorkday { name, name_en } => {
                let (name, name_en) = (name.to_owned(), name_en.to_owned());
                self.steps.push(Step::ShiftedWorkday { date, name, name_en });
            }
            DayReason::Weekend => {
                if let Some(Step::Weekend { last, .. }) = self.steps.last_mut() {
                    *last = date;
                } else {
                    self.steps.push(Step::Weekend { first: date, last: date });
                }
            }
            DayReason::Holiday { name, name_en } => match self.steps.last_mut() {
                Some(Step::Holiday { last, name: before, .. }) if before == name => *last = date,
                _ => {
                    let (name, name_en) = (name.to_owned(), name_en.to_owned());
                    self.steps.push(Step::Holiday { first: date, last: date, name, name_en });
                }
            },
        }
        day.working
    }

    fn count_hours(&mut self, begin: Timestamp, end: Timestamp) {
        let counted_s = china::seconds_between(begin, end);
        match self.steps.last_mut() {
            Some(Step::Hours { to, seconds, .. }) => {
                *to = end;
                *seconds += counted_s;
            }
            _ => self.steps.push(Step::Hours { from: begin, to: end, seconds: counted_s }),
        }
    }

    pub(crate) fn count_day(&mut self, date: Date) {
        match self.steps.last_mut() {
            Some(Step::WorkingDays { last, days, .. }) => {
                *last = date;
                *days += 1;
            }
            _ => self.steps.push(Step::WorkingDays { first: date, last: date, days: 1 }),
        }
    }

    /// The steps since the last time, and whether anything so far is unverified.
    pub(crate) fn take(&mut self) -> (Vec<Step>, bool) {
        (std::mem::take(&mut self.steps), self.unverified)
    }

    fn finish(self, at: Timestamp) -> Reckoning {
        Reckoning { at, steps: self.steps, unverified: self.unverified }
    }
}

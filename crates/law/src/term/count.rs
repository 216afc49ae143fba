//! Counts a term to its end.

use jiff::civil::{Date, Time};
use jiff::{Span, Timestamp};
use model::china;

use super::span::{Suspension, joined};
use super::{CountStep, DayOrMoment, Due, DueQuestion, LegalTerm, LegalUnit, TermStep};
use crate::calendar::Trail;
use crate::pack::{Basis, Law};
use crate::refusal::{LawRefusal, RefusalCode};

/// How much is counted, extensions included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Length {
    pub(super) amount: u32,
    pub(super) unit: LegalUnit,
    pub(super) until: Option<Time>,
    pub(super) backwards: bool,
}

pub(super) fn due(
    law: &Law,
    term: &LegalTerm,
    length: Length,
    question: &DueQuestion,
) -> Result<Due, LawRefusal> {
    if length.backwards && !question.suspensions.is_empty() {
        let message = "a term that is counted back cannot stand still";
        return Err(LawRefusal::new(RefusalCode::Contradiction, "suspend", message));
    }
    let mut counter = Counter {
        law,
        term,
        question,
        steps: Vec::new(),
        sources: vec![term.basis.clone()],
        unverified: term.basis.unverified,
    };
    counter.begin(length);
    let (day, counted_day, moment) = match length.unit {
        LegalUnit::Hours => {
            let at = counter.hours(length.amount)?;
            let day = china::civil(at).date();
            (day, day, Some(at))
        }
        LegalUnit::Days | LegalUnit::WorkingDays => {
            let counted = counter.days(length)?;
            // Working days end on one.
            let end = if length.unit == LegalUnit::Days && !length.backwards {
                counter.day_off(counted)?
            } else {
                counted
            };
            (end, counted, length.until.map(|time| china::instant(end.to_datetime(time))))
        }
        LegalUnit::Months | LegalUnit::Years => {
            let counted = counter.months(length)?;
            let end = counter.day_off(counted)?;
            (end, counted, length.until.map(|time| china::instant(end.to_datetime(time))))
        }
    };
    counter.count(CountStep::Due { day, moment });
    Ok(Due {
        day,
        at: moment,
        counted_day,
        bound: term.bound,
        illustrative: counter.sources.iter().any(|basis| basis.illustrative),
        steps: counter.steps,
        sources: counter.sources,
        unverified: counter.unverified,
    })
}

struct Counter<'a> {
    law: &'a Law,
    term: &'a LegalTerm,
    question: &'a DueQuestion,
    steps: Vec<TermStep>,
    sources: Vec<Basis>,
    unverified: bool,
}

fn out_of_range() -> LawRefusal {
    LawRefusal::new(RefusalCode::Date, "from", "the end lies beyond every calendar")
}

impl Counter<'_> {
    fn count(&mut self, step: CountStep) {
        self.steps.push(TermStep::Count(step));
    }

    fn begin(&mut self, length: Length) {
        let (term, question) = (self.term, self.question);
        let day = question.from.day();
        let moment = match question.from {
            DayOrMoment::Moment(at) if length.unit == LegalUnit::Hours => Some(at),
            DayOrMoment::Moment(_) | DayOrMoment::Day(_) => None,
        };
        let (span, span_en) = (term.span.clone(), term.span_en.clone());
        self.count(CountStep::Begins { day, moment, span, span_en, backwards: length.backwards });
        self.count(CountStep::Length { amount: length.amount, unit: length.unit });
        for (granted, extension) in question.extensions.iter().zip(&term.extensions) {
            self.count(CountStep::Extended { amount: *granted, ground: extension.ground.clone() });
        }
        if let Some(source_from) = term.source_from.filter(|from| day < *from) {
            self.unverified = true;
            self.count(CountStep::BeforeSource { source_from });
        }
        if !question.suspensions.is_empty() && term.stops.is_empty() {
            self.unverified = true;
            self.count(CountStep::NoGroundToStop);
        }
    }

    fn suspended(&self, date: Date) -> bool {
        self.question.suspensions.iter().any(|suspension: &Suspension| suspension.covers(date))
    }

    fn hours(&mut self, amount: u32) -> Result<Timestamp, LawRefusal> {
        let DayOrMoment::Moment(start) = self.question.from else {
            let message = "hours are counted from a moment, as in 2020-09-01T10:30";
            return Err(LawRefusal::new(RefusalCode::Date, "from", message));
        };
        let mut end = china::plus_seconds(start, i64::from(amount) * 3_600);
        for (from, to) in joined(&self.question.suspensions, start) {
            // A pause that begins when all has run changes nothing.
            if from >= end {
                break;
            }
            self.count(CountStep::Paused { from, to });
            end = china::plus_seconds(end, china::seconds_between(from, to));
        }
        Ok(end)
    }

    /// Natural or working days, one by one.
    fn days(&mut self, length: Length) -> Result<Date, LawRefusal> {
        let mut date = self.question.from.day();
        let mut left = length.amount;
        let mut trail = Trail::new(self.law.calendar());
        while left > 0 {
            let next = if length.backwards { date.yesterday() } else { date.tomorrow() };
            date = next.map_err(|_| out_of_range())?;
            if self.suspended(date) {
                self.take(&mut trail);
                match self.steps.last_mut() {
                    Some(TermStep::Count(CountStep::StoodStill { last, .. })) => *last = date,
                    _ => self.count(CountStep::StoodStill { first: date, last: date }),
                }
                continue;
            }
            if length.unit == LegalUnit::WorkingDays {
                if trail.visit(date) {
                    trail.count_day(date);
                    left -= 1;
                }
            } else {
                match self.steps.last_mut() {
                    Some(TermStep::Count(CountStep::Days { last, days, .. })) => {
                        *last = date;
                        *days += 1;
                    }
                    _ => self.count(CountStep::Days { first: date, last: date, days: 1 }),
                }
                left -= 1;
            }
        }
        self.take(&mut trail);
        Ok(date)
    }

    /// What the trail noted, in its place among the steps.
    fn take(&mut self, trail: &mut Trail<'_>) {
        let (steps, unverified) = trail.take();
        self.unverified |= unverified;
        self.steps.extend(steps.into_iter().map(TermStep::Calendar));
    }

    /// Months or years to the day of the same number, moved by the days that suspensions hold.
    fn months(&mut self, length: Length) -> Result<Date, LawRefusal> {
        let start = self.question.from.day();
        let amount = i32::try_from(length.amount).map_err(|_| out_of_range())?;
        let span = if length.unit == LegalUnit::Years {
            Span::new().try_years(amount)
        } else {
            Span::new().try_months(amount)
        };
        let span = span.map_err(|_| out_of_range())?;
        let moved = if length.backwards { start.checked_sub(span) } else { start.checked_add(span) };
        let end = moved.map_err(|_| out_of_range())?;
        let step = if end.day() == start.day() {
            CountStep::SameDay { day: end }
        } else {
            CountStep::MonthEnd { day: end }
        };
        self.count(step);
        self.moved(start, end)
    }

    /// The end moves by every suspended day up to it, those included that the move reaches.
    fn moved(&mut self, start: Date, end: Date) -> Result<Date, LawRefusal> {
        let mut days = 0;
        let mut moved = end;
        let mut date = start;
        while date < moved {
            date = date.tomorrow().map_err(|_| out_of_range())?;
            if self.suspended(date) {
                days += 1;
                moved = moved.tomorrow().map_err(|_| out_of_range())?;
                match self.steps.last_mut() {
                    Some(TermStep::Count(CountStep::StoodStill { last, .. }))
                        if last.tomorrow().is_ok_and(|next| next == date) =>
                    {
                        *last = date;
                    }
                    _ => self.count(CountStep::StoodStill { first: date, last: date }),
                }
            }
        }
        if days > 0 {
            self.count(CountStep::Moved { days });
        }
        Ok(moved)
    }

    /// Where the last day is a day off, what the rules say of it.
    fn day_off(&mut self, day: Date) -> Result<Date, LawRefusal> {
        let mut trail = Trail::new(self.law.calendar());
        let working = trail.visit(day);
        let known = self.law.calendar().day(day).year_known;
        let rule = self.law.term_end(&self.term.basis.rule, self.question.from.day());
        if working && known {
            return Ok(day);
        }
        if let Some(rule) = rule {
            self.unverified |= rule.basis.unverified;
            self.sources.push(rule.basis.clone());
        } else if !working {
            self.unverified = true;
        }
        let mut next = day;
        if !working && rule.is_some_and(|rule| rule.extends) {
            while !trail.visit(next) {
                next = next.tomorrow().map_err(|_| out_of_range())?;
            }
        }
        self.take(&mut trail);
        if !working {
            let moved_to = (next != day).then_some(next);
            let rule = rule.map(|rule| rule.basis.clone());
            self.count(CountStep::DayOff { day, moved_to, rule });
        }
        Ok(next)
    }
}

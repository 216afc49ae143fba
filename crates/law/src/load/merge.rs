//! Checks entries against each other and merges them.

mod alarm;

use std::collections::{BTreeMap, BTreeSet};

use model::{FindingKind, Severity};

use super::raw::Branch;
use super::{
    At, Draft, Entry, Mistakes, draw_quota, marking, positive_list, publication, raw, statistics, visit_cap,
};
use crate::alarm_service::{
    AlarmAssignment, AlarmBranch, AlarmEscalation, AlarmTerm, Amount, TermClock, TermUnit,
};
use crate::calendar::{Calendar, ListedDay, Year};
use crate::office_hours::OfficeHours;
use crate::pack::{Basis, Law, Layer, PackHead, Validity};

/// The longest term in its own unit: a slip of the pen, not a policy, lies beyond.
const MAX_AMOUNT: u32 = 10_000;

const SEVERITIES: [Severity; 4] = [Severity::Notice, Severity::Moderate, Severity::Serious, Severity::Grave];

pub(super) fn merge(draft: Draft, office_hours: OfficeHours, mistakes: &mut Mistakes<'_>) -> (Law, Vec<At>) {
    let heads: Vec<PackHead> = draft.packs.iter().map(|(_, head)| head.clone()).collect();
    check_packs(&draft.packs, mistakes);
    check_ids(&draft, mistakes);
    let calendar = calendar(&heads, &draft, office_hours, mistakes);
    let alarm_terms = alarm_terms(&heads, draft.alarm_terms, mistakes);
    let alarm_assignments = alarm_assignments(&heads, draft.alarm_assignments, mistakes);
    let alarm_escalations = alarm_escalations(&heads, draft.alarm_escalations, mistakes);
    let (enforcement, places) = super::enforcement::merge(&heads, draft.enforcement, mistakes);
    let positive_criteria = positive_list::criteria(&heads, draft.positive_criteria, mistakes);
    let law = Law {
        draw_quotas: draw_quota::quotas(&heads, draft.draw_quotas, mistakes),
        visit_caps: visit_cap::caps(&heads, draft.visit_caps, mistakes),
        publication_omissions: publication::omissions(&heads, draft.publication_omissions, mistakes),
        positive_lists: positive_list::rules(&heads, draft.positive_lists, mistakes),
        positive_categories: positive_list::categories(
            &heads,
            draft.positive_categories,
            &positive_criteria,
            mistakes,
        ),
        positive_criteria,
        alarm_snoozes: alarm::snoozes(&heads, draft.alarm_snoozes, mistakes),
        alarm_reminders: alarm::reminders(&heads, draft.alarm_reminders, mistakes),
        alarm_groups: alarm::groups(&heads, draft.alarm_groups, mistakes),
        alarm_causes: alarm::causes(&heads, draft.alarm_causes, mistakes),
        air_quality_indices: statistics::air_quality_indices(&heads, draft.air_quality_indices, mistakes),
        water_limits: statistics::water_limits(&heads, draft.water_limits, mistakes),
        water_assessments: statistics::water_assessments(&heads, draft.water_assessments, mistakes),
        data_validities: statistics::data_validities(&heads, draft.data_validities, mistakes),
        transmission_targets: statistics::transmission_targets(&heads, draft.transmission_targets, mistakes),
        data_markings: marking::data_markings(&heads, draft.data_markings, mistakes),
        marking_limits: marking::marking_limits(&heads, draft.marking_limits, mistakes),
        false_markings: marking::false_markings(&heads, draft.false_markings, mistakes),
        enforcement,
        packs: heads,
        calendar,
        alarm_terms,
        alarm_assignments,
        alarm_escalations,
    };
    (law, places)
}

fn check_packs(packs: &[(At, PackHead)], mistakes: &mut Mistakes<'_>) {
    for (index, (at, head)) in packs.iter().enumerate() {
        let twin = packs.iter().take(index).find(|(_, other)| {
            other.id == head.id && (other.version == head.version || other.validity.overlaps(head.validity))
        });
        if let Some((_, twin)) = twin {
            mistakes.add(*at, format!("pack `{}` is already given by {}", head.id, twin.file));
        }
    }
}

/// An entry's id names it within its pack, for ever.
fn check_ids(draft: &Draft, mistakes: &mut Mistakes<'_>) {
    let mut seen: BTreeMap<(usize, String), At> = BTreeMap::new();
    for (at, pack, id) in ids(draft) {
        match seen.get(&(pack, id.clone())) {
            Some(first) => mistakes.add(at, format!("the id `{id}` stands already in line {}", first.line)),
            None => drop(seen.insert((pack, id), at)),
        }
    }
}

fn ids(draft: &Draft) -> Vec<(At, usize, String)> {
    macro_rules! all {
        ($($list:ident)*) => {
            [$(draft.$list.iter().map(|entry| (entry.at, entry.pack, entry.raw.common().id)).collect(),)*]
        };
    }
    let lists: [Vec<_>; 23] = all!(
        calendars calendar_days alarm_terms alarm_assignments alarm_escalations alarm_snoozes alarm_causes
        alarm_reminders alarm_groups air_quality_indices
        water_limits water_assessments data_validities transmission_targets data_markings marking_limits false_markings
        draw_quotas visit_caps publication_omissions positive_lists positive_categories positive_criteria
    );
    let mut ids = lists.concat();
    ids.extend(draft.enforcement.ids());
    ids
}

fn calendar(
    heads: &[PackHead],
    draft: &Draft,
    office_hours: OfficeHours,
    mistakes: &mut Mistakes<'_>,
) -> Calendar {
    let mut years: BTreeMap<i16, Year> = BTreeMap::new();
    for entry in &draft.calendars {
        let Some((basis, _, _)) = checked(heads, entry.at, entry.pack, &entry.raw.common(), mistakes) else {
            continue;
        };
        if let Some(before) = years.get(&entry.raw.year) {
            let pack = &before.basis.pack;
            mistakes.add(entry.at, format!("pack `{pack}` describes {} already", entry.raw.year));
            continue;
        }
        years.insert(entry.raw.year, Year { basis, days: BTreeMap::new() });
    }
    for entry in &draft.calendar_days {
        let common = entry.raw.common();
        let Some((basis, _, _)) = checked(heads, entry.at, entry.pack, &common, mistakes) else { continue };
        list_days(&mut years, entry, &basis, mistakes);
    }
    let mut calendar = Calendar::new(office_hours);
    for (year, described) in years {
        calendar.insert_year(year, described);
    }
    calendar
}

fn list_days(
    years: &mut BTreeMap<i16, Year>,
    entry: &Entry<raw::CalendarDays>,
    basis: &Basis,
    mistakes: &mut Mistakes<'_>,
) {
    let raw = &entry.raw;
    let first = raw.first.0;
    let last = raw.last.map_or(first, |day| day.0);
    if last < first || first.until(last).is_ok_and(|span| span.get_days() > 60) {
        mistakes.add(entry.at, format!("{first} to {last} is not a span of 1 to 61 days"));
        return;
    }
    let days = std::iter::successors(Some(first), |day| day.tomorrow().ok()).take_while(|day| *day <= last);
    for date in days {
        let Some(year) = years.get_mut(&date.year()) else {
            let year = date.year();
            mistakes.add(entry.at, format!("{date} lies in {year}, which no [[calendar]] describes"));
            return;
        };
        if let Some(before) = year.days.get(&date)
            && !raw.amends
        {
            let message =
                format!("{date} is listed already ({}); say `amends = true` to override", before.name);
            mistakes.add(entry.at, message);
            continue;
        }
        let listed = ListedDay {
            working: !raw.off,
            name: raw.name.clone(),
            name_en: raw.name_en.clone(),
            unverified: basis.unverified,
        };
        year.days.insert(date, listed);
    }
}

fn alarm_terms(
    heads: &[PackHead],
    entries: Vec<Entry<raw::AlarmTerm>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<AlarmTerm> {
    let mut terms: Vec<(Layer, At, AlarmTerm)> = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        let amount = amount(raw.amount, raw.unit, raw.clock, 1);
        let amount = match amount {
            Ok(amount) => amount,
            Err(message) => {
                mistakes.add(at, message);
                continue;
            }
        };
        let term =
            AlarmTerm { basis, validity, step: raw.step, severities: all_if_none(raw.severity), amount };
        let clash = terms.iter().find(|(other_layer, _, other)| {
            *other_layer == layer
                && other.step == term.step
                && other.validity.overlaps(term.validity)
                && !other.severities.is_disjoint(&term.severities)
        });
        if let Some((_, _, other)) = clash {
            mistakes.add(at, format!("the term `{}` holds for the same step and severity", other.basis.rule));
            continue;
        }
        terms.push((layer, at, term));
    }
    narrow_first(terms)
}

fn all_if_none(severities: Vec<Severity>) -> BTreeSet<Severity> {
    if severities.is_empty() { SEVERITIES.into() } else { severities.into_iter().collect() }
}

fn alarm_assignments(
    heads: &[PackHead],
    entries: Vec<Entry<raw::AlarmAssignment>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<AlarmAssignment> {
    let mut rules: Vec<(Layer, At, AlarmAssignment)> = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        let kinds = if raw.kind.is_empty() { FindingKind::ALL.to_vec() } else { raw.kind };
        let branch = match raw.branch {
            Branch::OfSubject => AlarmBranch::OfSubject,
            Branch::Of(code) => AlarmBranch::Of(code),
        };
        let rule = AlarmAssignment {
            basis,
            validity,
            kinds: kinds.into_iter().collect(),
            districts: raw.district.into_iter().collect(),
            branch,
        };
        rules.push((layer, at, rule));
    }
    narrow_first(rules)
}

fn alarm_escalations(
    heads: &[PackHead],
    entries: Vec<Entry<raw::AlarmEscalation>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<AlarmEscalation> {
    let mut rules: Vec<(Layer, At, AlarmEscalation)> = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        let delay = match amount(raw.amount, raw.unit, raw.clock, 0) {
            Ok(delay) if raw.level > 0 => delay,
            Ok(_) => {
                mistakes.add(at, "`level` counts from 1");
                continue;
            }
            Err(message) => {
                mistakes.add(at, message);
                continue;
            }
        };
        let rule = AlarmEscalation { basis, validity, level: raw.level, to: raw.to, delay };
        let clash = rules.iter().find(|(other_layer, _, other)| {
            *other_layer == layer && other.level == rule.level && other.validity.overlaps(rule.validity)
        });
        if let Some((_, _, other)) = clash {
            mistakes.add(at, format!("the escalation `{}` holds for the same level", other.basis.rule));
            continue;
        }
        rules.push((layer, at, rule));
    }
    narrow_first(rules)
}

pub(super) fn checked(
    heads: &[PackHead],
    at: At,
    pack: usize,
    common: &raw::Common,
    mistakes: &mut Mistakes<'_>,
) -> Option<(Basis, Validity, Layer)> {
    let head = heads.get(pack)?;
    match common.check(head) {
        Ok((basis, validity)) => Some((basis, validity, head.layer)),
        Err(message) => {
            mistakes.add(at, message);
            None
        }
    }
}

pub(super) fn amount(amount: u32, unit: TermUnit, clock: TermClock, least: u32) -> Result<Amount, String> {
    if !(least..=MAX_AMOUNT).contains(&amount) {
        return Err(format!("`amount` must lie between {least} and {MAX_AMOUNT}, not {amount}"));
    }
    match (unit, clock) {
        (TermUnit::Days, TermClock::Working) => {
            Err("`days` run around the clock; on the working clock say `working_days`".into())
        }
        (TermUnit::WorkingDays, TermClock::Continuous) => {
            Err("`working_days` need `clock = \"working\"`".into())
        }
        (TermUnit::Minutes | TermUnit::Hours, TermClock::Continuous | TermClock::Working)
        | (TermUnit::Days, TermClock::Continuous)
        | (TermUnit::WorkingDays, TermClock::Working) => Ok(Amount { amount, unit, clock }),
    }
}

/// The narrower layer first; within a layer in the order of files and lines.
pub(super) fn narrow_first<T>(mut entries: Vec<(Layer, At, T)>) -> Vec<T> {
    entries.sort_by(|(a_layer, a_at, _), (b_layer, b_at, _)| b_layer.cmp(a_layer).then(a_at.cmp(b_at)));
    entries.into_iter().map(|(_, _, entry)| entry).collect()
}

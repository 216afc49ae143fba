//! From the texts of packs to a [`Law`], with every mistake reported.

mod discretion;
mod draw_quota;
mod enforcement;
mod examples;
mod exemption;
mod marking;
mod merge;
mod positive_list;
mod procedure;
mod publication;
mod raw;
mod statistics;
mod term;
mod visit_cap;
mod worked;

pub use marking::LONGEST_LIMIT_H;

use std::fmt;
use std::ops::Range;

use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::office_hours::OfficeHours;
use crate::pack::{Law, PackHead};

/// The text of one pack.
#[derive(Debug, Clone, Copy)]
pub struct PackFile<'a> {
    /// How messages call it, as in `law/national/calendar-2020.toml`.
    pub name: &'a str,
    /// Its text, TOML.
    pub text: &'a str,
}

/// One mistake of one pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct PackMistake {
    /// The file, as it was given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// Every mistake of all packs, in the order of files and lines. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackErrors {
    /// The mistakes.
    pub mistakes: Vec<PackMistake>,
}

impl fmt::Display for PackErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.mistakes.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{mistake}")?;
        }
        Ok(())
    }
}

impl std::error::Error for PackErrors {}

/// Where something stands: file (by its place in the list) and line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct At {
    file: usize,
    line: usize,
}

/// An entry with the place where it stands and the pack (by its place in the list) that it belongs to.
#[derive(Debug)]
struct Entry<T> {
    at: At,
    pack: usize,
    raw: T,
}

/// Everything that could be read, before it is checked against each other.
#[derive(Debug, Default)]
struct Draft {
    packs: Vec<(At, PackHead)>,
    calendars: Vec<Entry<raw::Calendar>>,
    calendar_days: Vec<Entry<raw::CalendarDays>>,
    alarm_terms: Vec<Entry<raw::AlarmTerm>>,
    alarm_assignments: Vec<Entry<raw::AlarmAssignment>>,
    alarm_escalations: Vec<Entry<raw::AlarmEscalation>>,
    alarm_snoozes: Vec<Entry<raw::AlarmSnooze>>,
    alarm_reminders: Vec<Entry<raw::AlarmReminder>>,
    alarm_groups: Vec<Entry<raw::AlarmGroup>>,
    alarm_causes: Vec<Entry<raw::AlarmCause>>,
    air_quality_indices: Vec<Entry<raw::AirQualityIndex>>,
    water_limits: Vec<Entry<raw::WaterLimit>>,
    water_assessments: Vec<Entry<raw::WaterAssessment>>,
    data_validities: Vec<Entry<raw::DataValidity>>,
    transmission_targets: Vec<Entry<raw::TransmissionTarget>>,
    data_markings: Vec<Entry<raw::DataMarking>>,
    marking_limits: Vec<Entry<raw::MarkingLimit>>,
    false_markings: Vec<Entry<raw::FalseMarking>>,
    draw_quotas: Vec<Entry<raw::draw_quota::Quota>>,
    visit_caps: Vec<Entry<raw::visit_cap::Cap>>,
    publication_omissions: Vec<Entry<raw::publication::Omission>>,
    positive_lists: Vec<Entry<raw::positive_list::Rule>>,
    positive_categories: Vec<Entry<raw::positive_list::Category>>,
    positive_criteria: Vec<Entry<raw::positive_list::Criterion>>,
    enforcement: enforcement::Draft,
    examples: Examples,
}

/// The worked examples of all packs.
#[derive(Debug, Default)]
struct Examples {
    calendar: Vec<Entry<raw::CalendarExample>>,
    alarm: Vec<Entry<raw::AlarmExample>>,
    alarm_snooze: Vec<Entry<raw::AlarmSnoozeExample>>,
    alarm_reminder: Vec<Entry<raw::AlarmReminderExample>>,
    air: Vec<Entry<raw::AirExample>>,
    water: Vec<Entry<raw::WaterExample>>,
    validity: Vec<Entry<raw::ValidityExample>>,
    marking_deadline: Vec<Entry<raw::MarkingDeadlineExample>>,
    marking_limit: Vec<Entry<raw::MarkingLimitExample>>,
    positive_notice: Vec<Entry<raw::positive_list::NoticeExample>>,
    draw_quota: Vec<Entry<raw::draw_quota::Example>>,
    visit_cap: Vec<Entry<raw::visit_cap::Example>>,
}

/// The mistakes so far.
struct Mistakes<'a> {
    files: &'a [PackFile<'a>],
    found: Vec<(At, String)>,
}

impl Mistakes<'_> {
    fn add(&mut self, at: At, message: impl Into<String>) {
        self.found.push((at, message.into()));
    }

    fn add_toml(&mut self, file: usize, fallback: At, error: &toml::de::Error) {
        let at = error.span().map_or(fallback, |span| self.at(file, &span));
        self.add(at, error.message());
    }

    fn at(&self, file: usize, span: &Range<usize>) -> At {
        let before = self.files.get(file).and_then(|file| file.text.get(..span.start)).unwrap_or_default();
        At { file, line: 1 + before.bytes().filter(|byte| *byte == b'\n').count() }
    }
}

pub(crate) fn load(files: &[PackFile<'_>], office_hours: OfficeHours) -> Result<Law, PackErrors> {
    let mut mistakes = Mistakes { files, found: Vec::new() };
    let mut draft = Draft::default();
    for (index, file) in files.iter().enumerate() {
        let (root, errors) = DeTable::parse_recoverable(file.text);
        for error in &errors {
            mistakes.add_toml(index, At { file: index, line: 1 }, error);
        }
        // What follows a syntax error cannot be trusted to mean what it says.
        if errors.is_empty() {
            read_pack(index, root.into_inner(), &mut draft, &mut mistakes);
        }
    }
    let examples = std::mem::take(&mut draft.examples);
    let (law, places) = merge::merge(draft, office_hours, &mut mistakes);
    // An example of a pack that is wrong elsewhere would only say the same again.
    if mistakes.found.is_empty() {
        examples::run(&examples, &law, &mut mistakes);
        enforcement::run_examples(&places, &law, &mut mistakes);
    }
    if mistakes.found.is_empty() {
        return Ok(law);
    }
    mistakes.found.sort();
    let mistake = |(at, message): (At, String)| PackMistake {
        file: files.get(at.file).map_or_else(String::new, |file| file.name.to_owned()),
        line: at.line,
        message,
    };
    Err(PackErrors { mistakes: mistakes.found.into_iter().map(mistake).collect() })
}

fn read_pack(file: usize, root: DeTable<'_>, draft: &mut Draft, mistakes: &mut Mistakes<'_>) {
    let pack = draft.packs.len();
    let mut head = None;
    for (key, value) in root {
        let at = mistakes.at(file, &key.span());
        let key = key.as_ref().as_ref();
        if key == "pack" {
            head = read_head(file, at, value, mistakes).map(|head| (at, head));
        } else {
            read_section(key, Section { file, pack, at, value }, draft, mistakes);
        }
    }
    match head {
        Some(head) => draft.packs.push(head),
        None => {
            let at = At { file, line: 1 };
            if !mistakes.found.iter().any(|(at, _)| at.file == file) {
                mistakes.add(at, "the section [pack] is missing");
            }
            // Entries refer to their pack by its place: without it they are not looked at further.
            draft.forget(pack);
        }
    }
}

/// A section of a pack, not yet read.
struct Section<'a> {
    file: usize,
    pack: usize,
    at: At,
    value: Spanned<DeValue<'a>>,
}

const SECTIONS: &str = "`pack`, `calendar`, `calendar_days`, `calendar_example`, `alarm_term`, `alarm_assignment`, \
                        `alarm_escalation`, `alarm_snooze`, `alarm_snooze_example`, `alarm_cause`, `alarm_group`, `alarm_reminder`, `alarm_reminder_example`, `alarm_example`, `air_quality_index`, `air_example`, `water_limit`, \
                        `water_assessment`, `water_example`, `data_validity`, `validity_example`, \
                        `transmission_target`, `data_marking`, `marking_limit`, `false_marking`, \
                        `marking_deadline_example`, `marking_limit_example`, `positive_list`, `positive_category`, \
                        `positive_criterion`, `positive_notice_example`, `draw_quota`, `draw_quota_example`, `visit_cap`, `visit_cap_example`, `publication_omission`";

fn read_section(key: &str, section: Section<'_>, draft: &mut Draft, mistakes: &mut Mistakes<'_>) {
    match key {
        "calendar" => section.read(&mut draft.calendars, mistakes),
        "calendar_days" => section.read(&mut draft.calendar_days, mistakes),
        "calendar_example" => section.read(&mut draft.examples.calendar, mistakes),
        "alarm_term" => section.read(&mut draft.alarm_terms, mistakes),
        "alarm_assignment" => section.read(&mut draft.alarm_assignments, mistakes),
        "alarm_escalation" => section.read(&mut draft.alarm_escalations, mistakes),
        "alarm_snooze" => section.read(&mut draft.alarm_snoozes, mistakes),
        "alarm_reminder" => section.read(&mut draft.alarm_reminders, mistakes),
        "alarm_reminder_example" => section.read(&mut draft.examples.alarm_reminder, mistakes),
        "alarm_group" => section.read(&mut draft.alarm_groups, mistakes),
        "alarm_cause" => section.read(&mut draft.alarm_causes, mistakes),
        "alarm_snooze_example" => section.read(&mut draft.examples.alarm_snooze, mistakes),
        "alarm_example" => section.read(&mut draft.examples.alarm, mistakes),
        "air_quality_index" => section.read(&mut draft.air_quality_indices, mistakes),
        "air_example" => section.read(&mut draft.examples.air, mistakes),
        "water_limit" => section.read(&mut draft.water_limits, mistakes),
        "water_assessment" => section.read(&mut draft.water_assessments, mistakes),
        "water_example" => section.read(&mut draft.examples.water, mistakes),
        "data_validity" => section.read(&mut draft.data_validities, mistakes),
        "validity_example" => section.read(&mut draft.examples.validity, mistakes),
        "transmission_target" => section.read(&mut draft.transmission_targets, mistakes),
        "data_marking" => section.read(&mut draft.data_markings, mistakes),
        "marking_limit" => section.read(&mut draft.marking_limits, mistakes),
        "false_marking" => section.read(&mut draft.false_markings, mistakes),
        "draw_quota" => section.read(&mut draft.draw_quotas, mistakes),
        "draw_quota_example" => section.read(&mut draft.examples.draw_quota, mistakes),
        "visit_cap" => section.read(&mut draft.visit_caps, mistakes),
        "publication_omission" => section.read(&mut draft.publication_omissions, mistakes),
        "visit_cap_example" => section.read(&mut draft.examples.visit_cap, mistakes),
        "positive_list" => section.read(&mut draft.positive_lists, mistakes),
        "positive_category" => section.read(&mut draft.positive_categories, mistakes),
        "positive_criterion" => section.read(&mut draft.positive_criteria, mistakes),
        "positive_notice_example" => section.read(&mut draft.examples.positive_notice, mistakes),
        "marking_deadline_example" => section.read(&mut draft.examples.marking_deadline, mistakes),
        "marking_limit_example" => section.read(&mut draft.examples.marking_limit, mistakes),
        other => {
            let rest = enforcement::SECTIONS;
            if let Some(section) = draft.enforcement.read(other, section, mistakes) {
                mistakes.add(
                    section.at,
                    format!("unknown section `{other}`, expected one of {SECTIONS}, {rest}"),
                );
            }
        }
    }
}

impl Draft {
    fn forget(&mut self, pack: usize) {
        self.enforcement.forget(pack);
        self.calendars.retain(|entry| entry.pack != pack);
        self.calendar_days.retain(|entry| entry.pack != pack);
        self.alarm_terms.retain(|entry| entry.pack != pack);
        self.alarm_assignments.retain(|entry| entry.pack != pack);
        self.alarm_escalations.retain(|entry| entry.pack != pack);
        self.alarm_snoozes.retain(|entry| entry.pack != pack);
        self.alarm_causes.retain(|entry| entry.pack != pack);
        self.alarm_groups.retain(|entry| entry.pack != pack);
        self.alarm_reminders.retain(|entry| entry.pack != pack);
        self.alarm_causes.retain(|entry| entry.pack != pack);
        self.air_quality_indices.retain(|entry| entry.pack != pack);
        self.water_limits.retain(|entry| entry.pack != pack);
        self.water_assessments.retain(|entry| entry.pack != pack);
        self.data_validities.retain(|entry| entry.pack != pack);
        self.transmission_targets.retain(|entry| entry.pack != pack);
        self.data_markings.retain(|entry| entry.pack != pack);
        self.marking_limits.retain(|entry| entry.pack != pack);
        self.false_markings.retain(|entry| entry.pack != pack);
        self.draw_quotas.retain(|entry| entry.pack != pack);
        self.examples.draw_quota.retain(|entry| entry.pack != pack);
        self.visit_caps.retain(|entry| entry.pack != pack);
        self.publication_omissions.retain(|entry| entry.pack != pack);
        self.examples.visit_cap.retain(|entry| entry.pack != pack);
        self.positive_lists.retain(|entry| entry.pack != pack);
        self.positive_categories.retain(|entry| entry.pack != pack);
        self.positive_criteria.retain(|entry| entry.pack != pack);
        self.examples.positive_notice.retain(|entry| entry.pack != pack);
        self.examples.marking_deadline.retain(|entry| entry.pack != pack);
        self.examples.marking_limit.retain(|entry| entry.pack != pack);
        self.examples.air.retain(|entry| entry.pack != pack);
        self.examples.water.retain(|entry| entry.pack != pack);
        self.examples.validity.retain(|entry| entry.pack != pack);
        self.examples.calendar.retain(|entry| entry.pack != pack);
        self.examples.alarm.retain(|entry| entry.pack != pack);
        self.examples.alarm_snooze.retain(|entry| entry.pack != pack);
        self.examples.alarm_reminder.retain(|entry| entry.pack != pack);
    }
}

fn read_head(
    file: usize,
    at: At,
    value: Spanned<DeValue<'_>>,
    mistakes: &mut Mistakes<'_>,
) -> Option<PackHead> {
    let name = mistakes.files.get(file).map_or("", |file| file.name).to_owned();
    match read_value::<raw::Pack>(value) {
        Ok(raw) => match raw.check(name) {
            Ok(head) => Some(head),
            Err(message) => {
                mistakes.add(at, message);
                None
            }
        },
        Err(error) => {
            mistakes.add_toml(file, at, &error);
            None
        }
    }
}

impl Section<'_> {
    fn read<T: serde::de::DeserializeOwned>(self, into: &mut Vec<Entry<T>>, mistakes: &mut Mistakes<'_>) {
        let Section { file, pack, at, value } = self;
        let DeValue::Array(entries) = value.into_inner() else {
            mistakes.add(at, "expected a list of entries, as in [[alarm_term]]");
            return;
        };
        for entry in <DeArray<'_> as IntoIterator>::into_iter(entries) {
            let at = mistakes.at(file, &entry.span());
            match read_value(entry) {
                Ok(raw) => into.push(Entry { at, pack, raw }),
                Err(error) => mistakes.add_toml(file, at, &error),
            }
        }
    }
}

fn read_value<T: serde::de::DeserializeOwned>(value: Spanned<DeValue<'_>>) -> Result<T, toml::de::Error> {
    T::deserialize(value.into_deserializer())
}

//! Many alarms that began at once, as after a network cut: shown and handled as a group. Each stays an alarm of its own,
//! with its own events; the group is only a way of looking at them, derived at each look.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use law::{Basis, Law};
use model::{AlarmId, FindingKind, Timestamp, china};

use super::state::Alarm;

/// Which alarms a group holds: the open ones of a kind that began within a span of time, by the readings and to the
/// microsecond, and are not handled with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupId {
    /// Their kind.
    pub kind: FindingKind,
    /// When the first of them began.
    pub from: Timestamp,
    /// When the last of them began.
    pub to: Timestamp,
}

impl GroupId {
    /// Whether the group holds `alarm`.
    pub fn holds(&self, alarm: &Alarm) -> bool {
        let span = self.from.as_microsecond()..=self.to.as_microsecond();
        can_group(alarm) && alarm.key.kind == self.kind && span.contains(&alarm.first_began.as_microsecond())
    }
}

impl fmt::Display for GroupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.kind.code(), self.from.as_microsecond(), self.to.as_microsecond())
    }
}

/// A text names no group.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it names no group of alarms")]
pub struct ParseGroupIdError;

impl FromStr for GroupId {
    type Err = ParseGroupIdError;

    fn from_str(text: &str) -> Result<Self, ParseGroupIdError> {
        let mut parts = text.splitn(3, '.');
        let code = parts.next();
        let kind = FindingKind::ALL.into_iter().find(|kind| Some(kind.code()) == code);
        let mut time = || {
            let microseconds = parts.next()?.parse().ok()?;
            Timestamp::from_microsecond(microseconds).ok()
        };
        match (kind, time(), time()) {
            (Some(kind), Some(from), Some(to)) => Ok(GroupId { kind, from, to }),
            _ => Err(ParseGroupIdError),
        }
    }
}

/// A group of alarms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its alarms, in the order in which they began.
    pub members: Vec<AlarmId>,
    /// The rule that sees a group in them.
    pub basis: Basis,
}

/// The groups among `alarms` at `now`, the earliest first. An alarm is in one group at most.
pub fn groups<'a>(alarms: impl IntoIterator<Item = &'a Alarm>, law: &Law, now: Timestamp) -> Vec<Group> {
    let mut by_kind: BTreeMap<FindingKind, Vec<(Timestamp, &AlarmId)>> = BTreeMap::new();
    for alarm in alarms.into_iter().filter(|alarm| can_group(alarm)) {
        // To the microsecond, which is what an id says.
        let began =
            Timestamp::from_microsecond(alarm.first_began.as_microsecond()).unwrap_or(alarm.first_began);
        by_kind.entry(alarm.key.kind).or_default().push((began, &alarm.id));
    }
    let mut found = Vec::new();
    for (kind, mut of_kind) in by_kind {
        let Some(rule) = law.alarm_group(kind, china::civil(now).date()) else { continue };
        let Some(within_s) = rule.within.continuous_seconds() else { continue };
        of_kind.sort_unstable();
        let mut rest = of_kind.as_slice();
        while let [(from, _), later @ ..] = rest {
            let end = china::plus_seconds(*from, within_s);
            let (together, after) = rest.split_at(rest.partition_point(|(began, _)| *began <= end));
            let is_group = u32::try_from(together.len()).is_ok_and(|many| many >= rule.at_least);
            match together.last() {
                Some((to, _)) if is_group => {
                    let members = together.iter().map(|(_, id)| (*id).clone()).collect();
                    found.push(Group {
                        id: GroupId { kind, from: *from, to: *to },
                        members,
                        basis: rule.basis.clone(),
                    });
                    rest = after;
                }
                Some(_) | None => rest = later,
            }
        }
    }
    found.sort_by_key(|group| group.id.from);
    found
}

fn can_group(alarm: &Alarm) -> bool {
    alarm.is_open() && alarm.merged.is_none()
}

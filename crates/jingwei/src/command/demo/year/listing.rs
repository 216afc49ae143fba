//! The positive list: proposed by branches, reviewed, shown to the public, entered; and four taken off again.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::Context;
use api::ListAct;
use casework::inspection_library::{Command as LibraryCommand, Imported, InspectionObject};
use casework::positive_list::{Command, Facts, Verdict, check};
use jiff::ToSpan as _;
use jiff::civil::Date;
use model::{Clock as _, CreditCode, DistrictCode, china};
use sim::City;

use super::{Diary, all_done};
use crate::command::demo::libraries;

/// What a proposer and a reviewer say.
const STATEMENT: &str = "符合该类别条件，日常监管未发现问题";
const SETTLED: &str = "没有联网设备，经分局核对日常监管记录和月报，未发现异常";

/// Somebody to be listed.
pub(super) struct Proposed {
    pub(super) code: CreditCode,
    category: &'static str,
    object: InspectionObject,
    monitored: bool,
    pub(super) taken_off: bool,
}

/// Everybody, with what the library says at the beginning of the year.
pub(super) fn proposed(city: &City) -> Vec<Proposed> {
    let register = city.register();
    let objects: BTreeMap<CreditCode, InspectionObject> = city
        .objects(city.new_year().saturating_sub(1.day()))
        .into_iter()
        .map(|object| (object.code.clone(), object))
        .collect();
    let one = |(code, category): (CreditCode, &'static str)| {
        let object = objects.get(&code)?.clone();
        let monitored = register.enterprises.contains_key(&code);
        Some(Proposed { code, category, object, monitored, taken_off: false })
    };
    city.proposed_for_list().into_iter().filter_map(one).collect()
}

impl Proposed {
    pub(super) fn district(&self) -> &DistrictCode {
        &self.object.district
    }

    /// Whether the category spares visits; the sixth has fewer of them.
    pub(super) fn is_exempt(&self) -> bool {
        self.category != "good-record"
    }

    /// What is known on the day: the library's record, and that nothing was ever reported.
    fn facts(&self) -> Facts {
        Facts {
            object: Some(self.object.clone()),
            trade_code: self.object.trade_code.clone(),
            monitored: self.monitored,
            alarms: Vec::new(),
            transmission_per_mille: None,
        }
    }

    fn act(&self, command: Command) -> ListAct {
        let (enterprise, district) = (self.code.clone(), Some(self.object.district.clone()));
        ListAct { enterprise, district, facts: self.facts(), command }
    }
}

impl Diary<'_> {
    /// Every branch proposes those of its district.
    pub(super) fn propose(&mut self, who: Range<usize>) -> anyhow::Result<()> {
        let mut of_district: BTreeMap<&DistrictCode, Vec<ListAct>> = BTreeMap::new();
        for one in self.proposed.get(who).context("so many are not proposed")? {
            let command = Command::Propose { category: one.category.into(), statement: STATEMENT.into() };
            of_district.entry(one.district()).or_default().push(one.act(command));
        }
        for (district, acts) in of_district {
            all_done(self.office.positive_lists(self.branch(district)?, &acts)?)?;
        }
        Ok(())
    }

    /// The duty officer reviews them, and the notice begins.
    pub(super) fn approve(&mut self, who: Range<usize>) -> anyhow::Result<()> {
        let acts = self.acts_of(who, |settled| Command::Approve { settled })?;
        all_done(self.office.positive_lists(&self.duty, &acts)?)
    }

    /// The notice is over, and the leader enters them.
    pub(super) fn enter(&mut self, who: Range<usize>) -> anyhow::Result<()> {
        let acts = self.acts_of(who, |settled| Command::Enter { settled })?;
        all_done(self.office.positive_lists(&self.leader, &acts)?)
    }

    /// An act for each, with words on every criterion that nobody knows today.
    fn acts_of(
        &self,
        who: Range<usize>,
        command: impl Fn(BTreeMap<String, String>) -> Command,
    ) -> anyhow::Result<Vec<ListAct>> {
        let (law, today) = (&self.keepers.law, china::civil(self.clock.now()).date());
        let act = |one: &Proposed| {
            let category = law.positive_category(one.category, today);
            let category = category.with_context(|| format!("no pack has {}", one.category))?;
            let report = check(category, &one.facts(), law, today)?;
            let unknown = report.of(Verdict::Unknown);
            let settled = unknown.map(|checked| (checked.basis.rule.clone(), SETTLED.to_owned())).collect();
            Ok(one.act(command(settled)))
        };
        self.proposed.get(who).context("so many are not proposed")?.iter().map(act).collect()
    }

    /// Somebody looks into the records of everybody who is or may be listed, and brings them in.
    pub(super) fn look_into_records(&mut self, import: &str, known_until: Date) -> anyhow::Result<()> {
        for record in self.proposed.iter_mut().filter_map(|one| one.object.record.as_mut()) {
            record.known_until = known_until;
        }
        let objects: Vec<_> = self.proposed.iter().map(|one| one.object.clone()).collect();
        let imported = Imported { objects: objects.clone(), ..libraries::file(import, &objects)? };
        self.office.inspection_library(None, &self.duty, &LibraryCommand::Import(imported))?;
        Ok(())
    }

    /// Four of whom a penalty became known are taken off.
    pub(super) fn take_off(&mut self) -> anyhow::Result<()> {
        let drawn: BTreeSet<&CreditCode> = self.draws.iter().flat_map(|draw| &draw.objects).collect();
        let (mut acts, mut left) = (Vec::new(), 4);
        for one in self.proposed.iter_mut().take(440) {
            if left > 0 && one.is_exempt() && !drawn.contains(&one.code) {
                one.taken_off = true;
                left -= 1;
                let reason = "受到轻微违法以外的行政处罚".to_owned();
                acts.push(one.act(Command::Remove { reason }));
            }
        }
        all_done(self.office.positive_lists(&self.leader, &acts)?)
    }

    /// Who is on the list now: enterprise and whether visits are spared.
    pub(super) fn listed(&self) -> anyhow::Result<BTreeMap<CreditCode, bool>> {
        let today = china::civil(self.clock.now()).date();
        let mut listed = BTreeMap::new();
        for one in &self.proposed {
            if self.office.listed_as(&one.code, today)?.is_some() {
                listed.insert(one.code.clone(), one.is_exempt());
            }
        }
        Ok(listed)
    }
}

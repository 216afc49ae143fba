//! The bureau's year before the story: whom it proposes for the positive list, and what its dossiers would have found. Plans
//! alone: whoever runs the city carries them out through casework's own commands, which may refuse them.

use std::collections::BTreeSet;

use casework::inspection::{Lost, OutletSeen, PowerSeen};
use casework::inspection_library::{InspectionObject, PermitClass};
use jiff::civil::Date;
use model::{CreditCode, MeterTarget, RegisterEntry};

use crate::City;
use crate::random::Stream;
use crate::trade;

/// How many are proposed for each category of the demo's pack, but for the one that takes the rest.
const PROPOSED: [(&str, usize); 5] = [
    ("epidemic-supplies", 52),
    ("livelihood", 134),
    ("major-projects", 98),
    ("strategic-industries", 32),
    ("good-record", 34),
];
const REST: &str = "low-pollution-jobs";
/// How many are proposed: those who are listed in the end, and four who are taken off again.
const ALL: usize = 566;

impl City {
    /// Whom the bureau proposes for which category of the positive list, by the category's id, in a mixed order. Nobody of
    /// the story is among them.
    pub fn proposed_for_list(&self) -> Vec<(CreditCode, &'static str)> {
        let objects = self.objects(self.new_year());
        let of_story: BTreeSet<&CreditCode> =
            self.plants.iter().filter(|plant| plant.of_the_story).map(|plant| &plant.code).collect();
        let mut chosen: Vec<(CreditCode, &'static str)> = Vec::with_capacity(ALL);
        let mut taken: BTreeSet<CreditCode> = BTreeSet::new();
        for (category, most) in PROPOSED.into_iter().chain([(REST, ALL)]) {
            let room = most.min(ALL - chosen.len());
            let fits = |object: &&InspectionObject| {
                !of_story.contains(&object.code)
                    && !taken.contains(&object.code)
                    && is_clean(object)
                    && self.fits(category, object)
            };
            let codes: Vec<CreditCode> =
                objects.iter().filter(fits).take(room).map(|object| object.code.clone()).collect();
            taken.extend(codes.iter().cloned());
            chosen.extend(codes.into_iter().map(|code| (code, category)));
        }
        // Prime to their number: categories are mixed, and everybody is there once.
        let number = chosen.len().max(1);
        (0..chosen.len()).map(|index| chosen[index * 211 % number].clone()).collect()
    }

    fn fits(&self, category: &str, object: &InspectionObject) -> bool {
        let is = |word: &str| object.designations.as_ref().is_some_and(|words| words.contains(word));
        let with_devices = || self.plants.iter().find(|plant| plant.code == object.code);
        let light = matches!(object.permit, Some(PermitClass::Simplified | PermitClass::Registered));
        let dirty = [trade::SEWAGE.code, trade::INCINERATION.code];
        match category {
            "epidemic-supplies" => is("epidemic_supplies"),
            "livelihood" => is("livelihood"),
            "major-projects" => is("major_project"),
            "strategic-industries" => is("strategic_industry") && with_devices().is_some(),
            "good-record" => {
                with_devices().is_some_and(|plant| !dirty.contains(&plant.trade.code))
                    && object.designations.as_ref().is_some_and(BTreeSet::is_empty)
                    && object.credit_score.is_some_and(|score| score >= 80)
            }
            _ => {
                let trade = object.trade_code.as_deref().unwrap_or("");
                light && (is("low_pollution_jobs") || trade.starts_with("C39") || trade == "C2319")
            }
        }
    }

    /// What the outlets and meters of an enterprise would have told from the day `from` to the day `to`, both included, if
    /// its devices had been heard: of a healthy plant, with the losses of every day.
    pub fn told_by_devices(
        &self,
        code: &CreditCode,
        from: Date,
        to: Date,
    ) -> (Vec<OutletSeen>, Option<PowerSeen>) {
        let days = from.until(to).map_or(0, |span| span.get_days()) + 1;
        let hours = u64::try_from(days).unwrap_or(0) * 24;
        let key = Stream::new(self.seed).child("dossier").child(code.as_str());
        let (mut outlets, mut power) =
            (Vec::new(), PowerSeen { lines: 0, units: 0, expected_h: 0, metered_h: 0 });
        for entry in &self.entries {
            match entry {
                RegisterEntry::Outlet(outlet) if outlet.enterprise == *code => {
                    let factors: BTreeSet<_> = outlet.limits.iter().map(|limit| &limit.factor).collect();
                    let expected_h = hours * factors.len().max(1) as u64;
                    let missing = (expected_h as f64 * key.between(outlets.len() as i64, 0.002, 0.04)) as u64;
                    outlets.push(OutletSeen {
                        id: outlet.id.clone(),
                        name: outlet.name.clone(),
                        expected_h,
                        received_h: expected_h - missing,
                        valid_h: expected_h - missing,
                        stopped_h: 0,
                        over_h: 0,
                        lost: vec![Lost { reason: "missing".into(), hours: missing }],
                    });
                }
                RegisterEntry::Meter(meter) if meter.enterprise == *code => {
                    match meter.target {
                        MeterTarget::Line(_) => power.lines += 1,
                        MeterTarget::TreatmentUnit(_) => power.units += 1,
                    }
                    power.expected_h += hours;
                    power.metered_h += hours;
                }
                RegisterEntry::District(_)
                | RegisterEntry::Enterprise(_)
                | RegisterEntry::Outlet(_)
                | RegisterEntry::Line(_)
                | RegisterEntry::TreatmentUnit(_)
                | RegisterEntry::Logger(_)
                | RegisterEntry::Meter(_)
                | RegisterEntry::Station(_)
                | RegisterEntry::DeviceProfile(_)
                | RegisterEntry::Order(_) => {}
            }
        }
        (outlets, (power.lines + power.units > 0).then_some(power))
    }
}

/// Nothing stands against it in records into which somebody has looked.
fn is_clean(object: &InspectionObject) -> bool {
    object.record.as_ref().is_some_and(|record| {
        record.penalties.is_empty() && record.emergencies.is_empty() && record.false_data.is_empty()
    })
}

//! What a law knows about enforcement, and how a fine is asked of it.

use jiff::civil::Date;
use model::DistrictCode;

use crate::discretion::{
    DiscretionRule, DiscretionTable, FineAdjustment, FineReckoning, FineRequest, FineStep, Reckoner,
    names_table, read, request_dates,
};
use crate::exemption::{CaseFact, Exemption};
use crate::given::Given;
use crate::pack::{Law, PackHead, PackScope};
use crate::payment::{DailyPenaltyRule, SurchargeRule};
use crate::penalty::{ApplicablePenalty, PenaltyRange};
use crate::procedure::{FactorSource, ProcedureRule};
use crate::refusal::{LawRefusal, RefusalCode};
use crate::term::{LegalTerm, TermEnd};
use crate::tier::TierRule;
use crate::worked::WorkedExample;

/// The lists about enforcement, narrow layers first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Enforcement {
    pub(crate) rules: Vec<DiscretionRule>,
    pub(crate) tables: Vec<DiscretionTable>,
    pub(crate) adjustments: Vec<FineAdjustment>,
    pub(crate) penalty_ranges: Vec<PenaltyRange>,
    pub(crate) case_facts: Vec<CaseFact>,
    pub(crate) exemptions: Vec<Exemption>,
    pub(crate) terms: Vec<LegalTerm>,
    pub(crate) term_ends: Vec<TermEnd>,
    pub(crate) surcharge_rules: Vec<SurchargeRule>,
    pub(crate) daily_penalty_rules: Vec<DailyPenaltyRule>,
    pub(crate) procedure_rules: Vec<ProcedureRule>,
    pub(crate) tier_rules: Vec<TierRule>,
    pub(crate) factor_sources: Vec<FactorSource>,
    pub(crate) examples: Vec<WorkedExample>,
}

/// The days that matter for which law applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseDates {
    /// The last day of the act.
    pub act: Option<Date>,
    /// The day of the decision.
    pub decision: Option<Date>,
}

impl Law {
    /// Every discretion table, narrow layers first.
    pub fn discretion_tables(&self) -> &[DiscretionTable] {
        &self.enforcement.tables
    }

    /// The tables in force on `date` in a district, narrow layers first.
    pub fn discretion_tables_in(&self, district: &DistrictCode, date: Date) -> Vec<&DiscretionTable> {
        let scope = PackScope::District(district);
        let holds = |table: &&DiscretionTable| {
            table.validity.holds_on(date) && self.in_scope(&table.basis.pack, scope)
        };
        self.enforcement.tables.iter().filter(holds).collect()
    }

    /// The pack of this id, in its latest version.
    ///
    /// # Errors
    /// If there is none.
    pub fn pack(&self, id: &str) -> Result<&PackHead, LawRefusal> {
        self.packs().iter().filter(|pack| pack.id == id).max_by_key(|pack| pack.validity.from).ok_or_else(
            || {
                let ids = self.packs().iter().map(|pack| pack.id.clone());
                LawRefusal::new(RefusalCode::UnknownPack, "pack", format!("there is no pack {id:?}"))
                    .possible(ids)
            },
        )
    }

    /// The versions of a table of a pack, in the order in which they begin to hold.
    ///
    /// # Errors
    /// If there is no such pack, or it has no such table.
    pub fn table_versions(&self, pack: &str, table: &str) -> Result<Vec<&DiscretionTable>, LawRefusal> {
        self.pack(pack)?;
        let of_pack = || self.enforcement.tables.iter().filter(|t| t.basis.pack == pack);
        let exact = of_pack().any(|t| t.basis.rule == table);
        let fits = |id: &str| if exact { id == table } else { names_table(id, table) };
        let mut versions: Vec<_> = of_pack().filter(|t| fits(&t.basis.rule)).collect();
        versions.sort_by_key(|table| table.validity.from);
        if versions.is_empty() {
            let ids = of_pack().map(|t| format!("{} {}", t.basis.rule, t.violation));
            let message = format!("the pack {pack} has no table {table:?}");
            return Err(LawRefusal::new(RefusalCode::UnknownTable, "table", message).possible(ids));
        }
        Ok(versions)
    }

    /// The rule by which a pack's tables are used, in the version of `table`.
    pub fn discretion_rule(&self, table: &DiscretionTable) -> Option<&DiscretionRule> {
        self.enforcement.rules.iter().find(|rule| {
            rule.basis.pack == table.basis.pack
                && rule.basis.version == table.basis.version
                && rule.validity.overlaps(table.validity)
        })
    }

    /// Reads what a case gives for a table.
    ///
    /// # Errors
    /// Names the field that is unknown, twice, ambiguous or contradictory, and what would be possible.
    pub fn read_fine(&self, table: &DiscretionTable, given: &Given) -> Result<FineRequest, LawRefusal> {
        read(table, self.discretion_rule(table), given)
    }

    /// The fine of one version of a table, whatever the day.
    ///
    /// # Errors
    /// If the table cannot be used, or needs something that was not given.
    pub fn reckon_fine(
        &self,
        table: &DiscretionTable,
        request: &FineRequest,
    ) -> Result<FineReckoning, LawRefusal> {
        self.reckon_under(table, request, None)
    }

    fn reckon_under(
        &self,
        table: &DiscretionTable,
        request: &FineRequest,
        statute: Option<ApplicablePenalty<'_>>,
    ) -> Result<FineReckoning, LawRefusal> {
        let same_pack =
            |a: &&FineAdjustment| a.basis.pack == table.basis.pack && a.basis.version == table.basis.version;
        let adjustments = self.enforcement.adjustments.iter().filter(same_pack).collect();
        let rule = self.discretion_rule(table);
        let applies = statute.map(|statute| statute.applies()).transpose()?;
        Reckoner { table, rule, adjustments, applies }.fine(request)
    }

    /// The fine for what a case gives, by the version of the table that held on the day of the act, unless the one of
    /// the day of the decision is lighter.
    ///
    /// # Errors
    /// If the pack, the table or a field is unknown, the table did not hold, or needs something that was not given.
    pub fn fine(&self, pack: &str, table: &str, given: &Given) -> Result<FineReckoning, LawRefusal> {
        let versions = self.table_versions(pack, table)?;
        let dates = request_dates(given)?;
        if let (Some(act), Some(decision)) = (dates.act, dates.decision)
            && decision < act
        {
            let message = format!("{decision} lies before the act of {act}");
            return Err(LawRefusal::new(RefusalCode::Date, "decision_date", message));
        }
        let at = |date: Date| versions.iter().copied().find(|table| table.validity.holds_on(date));
        let Some(earlier) = dates.act.or(dates.decision).map_or(versions.last().copied(), at) else {
            let spans = versions.iter().map(|table| table.validity.to_string());
            let message = format!("{table} did not hold on the day of the act");
            return Err(LawRefusal::new(RefusalCode::NotInForce, "act_date", message).possible(spans));
        };
        let by_earlier = self.fine_of(earlier, given, dates)?;
        match dates.decision.and_then(at) {
            Some(later) if dates.act.is_some() && later.basis != earlier.basis => {
                let by_later = self.fine_of(later, given, dates).map_err(|refusal| {
                    let message =
                        format!("the later version cannot be held against the earlier one: {refusal}");
                    LawRefusal::new(RefusalCode::Undecided, "decision_date", message)
                })?;
                Ok(lighter(by_earlier, by_later))
            }
            Some(_) | None => Ok(by_earlier),
        }
    }

    fn fine_of(
        &self,
        table: &DiscretionTable,
        given: &Given,
        dates: CaseDates,
    ) -> Result<FineReckoning, LawRefusal> {
        let request = self.read_fine(table, given)?;
        let statute = match (&table.act, dates.act) {
            // An act whose provisions no pack knows is reckoned as the table has it.
            (Some(act), Some(date)) => {
                self.applicable_penalty(act, date, dates.decision.unwrap_or(date)).ok()
            }
            _ => None,
        };
        self.reckon_under(table, &request, statute)
    }
}

/// Of two reckonings the later one if it is lighter, with the reason in its steps before the fine.
fn lighter(earlier: FineReckoning, later: FineReckoning) -> FineReckoning {
    let name = |reckoning: &FineReckoning| {
        reckoning.sources.first().map_or(String::new(), |basis| format!("{} {}", basis.pack, basis.version))
    };
    let (mut applied, step) = if later.fine < earlier.fine {
        let (earlier_name, fine) = (name(&earlier), Some(earlier.fine));
        let step = FineStep::LaterIsLighter { earlier: earlier_name, later: name(&later), fine };
        (later, step)
    } else {
        let step = FineStep::EarlierStands { later: name(&later), fine: Some(later.fine) };
        (earlier, step)
    };
    let end = applied.steps.len().saturating_sub(1);
    applied.steps.insert(end, step);
    applied
}

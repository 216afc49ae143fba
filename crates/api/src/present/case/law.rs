use casework::case::{Case, Circumstances, act_date, earlier_facts, facts_known};
use law::{CaseFactKind, CaseFacts, DiscretionTable, Formula, Scale};

use super::basis;
use crate::dto::Named;
use crate::dto::alarm::Person;
use crate::dto::case::law::{CaseFactAsked, CaseFactor, CaseKnown, CaseLaw, CaseOption, CaseTable};
use crate::present::Presenter;

impl Presenter<'_> {
    /// What forms of a case choose from: what holds in its district on the day of its act.
    pub(crate) fn case_law(&self, case: &Case, here: &Circumstances<'_>, colleagues: Vec<Person>) -> CaseLaw {
        let day = act_date(case);
        let facts = facts_known(case, here);
        let usable = |table: &&DiscretionTable| {
            table.formula != Formula::Unknown && table.cells != law::Cells::Unknown
        };
        let mut tables: Vec<CaseTable> = here
            .law
            .discretion_tables_in(&case.district, day)
            .into_iter()
            .filter(usable)
            .map(|table| self.case_table(case, table, &facts, here))
            .collect();
        tables.sort_by_key(|table| !table.fits);
        let catalogue = here.law.exemptions().iter().filter(|entry| {
            let here_too = here.law.pack(&entry.basis.pack).is_ok_and(|pack| pack.holds_in(&case.district));
            here_too && entry.validity.holds_on(day)
        });
        let named = |entry: &law::Exemption| {
            let (code, name) = (entry.basis.rule.clone(), entry.act.clone()?);
            Some(Named { code, name_en: entry.act_en.clone().unwrap_or_else(|| name.clone()), name })
        };
        let today = model::china::civil(here.now).date();
        CaseLaw {
            tables,
            facts: self.facts_asked(case, here),
            catalogue: catalogue.filter_map(named).collect(),
            colleagues,
            stops: here.law.term("decision", today).map(|term| term.stops.clone()).unwrap_or_default(),
        }
    }

    fn case_table(
        &self,
        case: &Case,
        table: &DiscretionTable,
        facts: &CaseFacts,
        here: &Circumstances<'_>,
    ) -> CaseTable {
        let known = here.law.known_factors(table, facts, act_date(case));
        let factor = |factor: &law::DiscretionFactor| CaseFactor {
            key: factor.key.clone(),
            name: factor.name.clone(),
            options: factor
                .options
                .iter()
                .map(|option| CaseOption { label: option.label.clone(), weight: option.weight().to_string() })
                .collect(),
            known: known.iter().find(|known| known.factor == factor.key).map(|known| CaseKnown {
                option: known.option.to_owned(),
                facts: known.facts.iter().map(|fact| self.fact_named(fact)).collect(),
            }),
        };
        let base = match &table.scale {
            Scale::OfBase { base, .. } => Some(base.name.clone()),
            Scale::Fixed { .. } | Scale::Asked => None,
        };
        CaseTable {
            pack: table.basis.pack.clone(),
            table: table.basis.rule.clone(),
            violation: table.violation.clone(),
            violation_en: table.violation_en.clone(),
            statute: table.statute.clone(),
            fits: table.act.is_some() && table.act == case.suspected.act,
            base,
            factors: table.factors.iter().map(factor).collect(),
            basis: basis(&table.basis),
        }
    }

    fn facts_asked(&self, case: &Case, here: &Circumstances<'_>) -> Vec<CaseFactAsked> {
        let known = earlier_facts(case, here.earlier, here.law);
        let text =
            |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let asked = |fact: &law::CaseFact| CaseFactAsked {
            key: fact.basis.rule.clone(),
            name: fact.name.clone(),
            name_en: fact.name_en.clone(),
            figure: fact.kind == CaseFactKind::Number,
            known: known.iter().find(|known| known.fact == fact.basis.rule).map(|known| text(&known.value)),
        };
        here.law.case_facts().iter().map(asked).collect()
    }
}

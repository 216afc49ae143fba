//! What a draw takes from the libraries: pools of objects, officers who may go, recusals, and how often who has gone
//! this year.

use std::collections::{BTreeMap, BTreeSet};

use casework::inspection_draw::{InspectionDraw, Stage};
use casework::inspection_library::{
    CertificateState, Enforcer, InspectionObject, PermitClass, RecusalGround,
};
use casework::inspection_plan::{Draft, Ground, InspectionPlan};
use draw::{Candidate, Day, Officer, Pairing, Recusal};
use jiff::civil::Date;
use law::{Law, QuotaPeriod, VisitCap};
use model::{CreditCode, DistrictCode};

use super::planned::{DrawnOf, drawn_under, quarter_of};
use crate::dto::library::{
    DrawCandidates, OfficerCandidate, OfficerStanding, PoolCandidates, PoolClass, PoolQuota,
};
use crate::error::ApiError;
use crate::inspection_draws::record_of;
use crate::services::Services;

/// What an object's weight may go by beside its permit.
pub(crate) struct Wanted {
    /// Only objects of this district.
    pub(crate) district: Option<DistrictCode>,
    /// Scores below it make a class of their own: no number of ours, but of who draws.
    pub(crate) credit_below: Option<u16>,
    /// Whether objects are left out that were drawn this year already.
    pub(crate) not_again: bool,
}

/// Pools, officers, recusals and pairings for the visits of `draw`.
pub(crate) fn candidates(
    services: &Services,
    draw: &InspectionDraw,
    wanted: &Wanted,
) -> Result<DrawCandidates, ApiError> {
    let opened = &draw.last().ok_or_else(ApiError::not_found)?.opened;
    let visits = (opened.visits_from, opened.visits_until);
    let objects = services.views.inspection_objects().map_err(|error| ApiError::unavailable(&error))?;
    let enforcers = services.views.enforcers().map_err(|error| ApiError::unavailable(&error))?;
    let names = services.vault.enforcers().map_err(|error| ApiError::unavailable(&error))?;
    let done = Done::before(services, draw, visits.0)?;
    let in_district = |object: &&InspectionObject| {
        wanted.district.as_ref().is_none_or(|district| object.district == *district)
    };
    let objects: Vec<&InspectionObject> = objects.iter().filter(in_district).collect();
    let name = |id| names.get(id).map(|card| card.name.clone()).unwrap_or_default();
    let certified =
        |enforcer: &&Enforcer| matches!(enforcer.certificate.on(visits.0), CertificateState::Holds { .. });
    let officers = u32::try_from(enforcers.iter().filter(certified).count()).unwrap_or(u32::MAX);
    let cap = services.law.visit_cap(LEVEL, ROUTINE, visits.0);
    let plan = opened.plan.map(|year| UnderPlan::of(services, year)).transpose()?.flatten();
    let year = Year { law: &services.law, first: visits.0, officers, cap, done: &done, plan };
    Ok(DrawCandidates {
        pools: pools(&objects, wanted, &year)?,
        officers: enforcers
            .iter()
            .map(|enforcer| officer(enforcer, name(&enforcer.id), visits, &done))
            .collect::<Result<_, _>>()?,
        recusals: recusals(&enforcers, &objects)?,
        pairings: done.pairings(&enforcers)?,
    })
}

/// Draws are the city's, and what is drawn is checked without a cause (`visit_cap` of the packs).
pub(crate) const LEVEL: &str = "city";
/// See [`LEVEL`].
pub(crate) const ROUTINE: &str = "routine";

pub(super) const UNCLASSIFIED: &str = "unclassified";

/// A pool for each class of permit, and one for the objects of which nobody has said it.
fn pools(
    objects: &[&InspectionObject],
    wanted: &Wanted,
    year: &Year<'_>,
) -> Result<Vec<PoolCandidates>, ApiError> {
    let kinds = PermitClass::ALL.map(Some).into_iter().chain([None]);
    let pool = |permit: Option<PermitClass>| -> Result<Option<PoolCandidates>, ApiError> {
        let of_pool = objects.iter().filter(|object| object.permit == permit);
        let classed: Vec<_> = of_pool.map(|object| (object, class(object, wanted.credit_below))).collect();
        if classed.is_empty() {
            return Ok(None);
        }
        let classes: BTreeMap<&str, &str> =
            classed.iter().map(|(_, (id, title))| (id.as_str(), title.as_str())).collect();
        let candidate = |(object, (class, _)): &(&&InspectionObject, (String, String))| {
            let id = word(object.code.as_str())?;
            let again = wanted.not_again && year.done.objects.contains_key(&id);
            let reason = if again { Some("本年度已抽中".to_owned()) } else { year.capped(&id) };
            let excluded = reason.map(|reason| words(&reason)).transpose()?;
            Ok(Candidate { id, class: word(class)?, excluded })
        };
        let title = pool_title(permit);
        let id = permit.map_or(UNCLASSIFIED, PermitClass::code);
        let candidates = classed.iter().map(candidate).collect::<Result<Vec<_>, ApiError>>()?;
        Ok(Some(PoolCandidates {
            quota: year.quota(id, &title, &candidates),
            id: id.to_owned(),
            title,
            classes: classes
                .iter()
                .map(|(id, title)| PoolClass { id: (*id).to_owned(), title: (*title).to_owned() })
                .collect(),
            candidates,
        }))
    };
    kinds.map(pool).filter_map(Result::transpose).collect()
}

/// What people call the pool of a class of permit.
pub(super) fn pool_title(permit: Option<PermitClass>) -> String {
    permit.map_or("未明确管理类别单位".to_owned(), |permit| format!("{}单位", permit.name_zh()))
}

/// What a quota rests on beside its rule.
struct Year<'a> {
    law: &'a Law,
    /// The first day of the visits.
    first: Date,
    /// How many officers hold a certificate on it.
    officers: u32,
    /// How often the city's officers go to an enterprise at most without a cause.
    cap: Option<&'a VisitCap>,
    done: &'a Done,
    plan: Option<UnderPlan>,
}

/// The plan under which is drawn, and what was before.
struct UnderPlan {
    year: i16,
    draft: Draft,
    drawn: DrawnOf,
}

impl UnderPlan {
    fn of(services: &Services, year: i16) -> Result<Option<Self>, ApiError> {
        let plan = services.views.inspection_plan(year).map_err(|error| ApiError::unavailable(&error))?;
        let Some(draft) = plan.as_ref().and_then(InspectionPlan::in_force).cloned() else { return Ok(None) };
        Ok(Some(Self { year, draft, drawn: drawn_under(services, year)? }))
    }

    /// What is left to draw of a pool in the quarter of `first`; nothing of a pool that is not in the plan.
    fn quota(&self, id: &str, first: Date, eligible: u32) -> Option<PoolQuota> {
        let pool = self.draft.pool(id)?;
        let quarter = quarter_of(first);
        let wanted = pool.quarters.get(quarter).copied().unwrap_or(0);
        let drawn = self.drawn.get(id).and_then(|drawn| drawn.get(quarter)).copied().unwrap_or(0);
        let left = wanted.saturating_sub(drawn).min(eligible);
        let (year, number, quarter_number) = (self.year, self.draft.drafted.number, quarter + 1);
        let (ground, rule) = match &pool.ground {
            Ground::Rule(basis) => {
                let words = format!("{} {} {}；{}", basis.pack, basis.version, basis.rule, basis.source);
                (words, Some(basis.into()))
            }
            Ground::ByHand(reason) => (reason.clone(), None),
        };
        let words = format!(
            "{year}年抽查计划（第{number}稿）：{}第{quarter_number}季度{wanted}家，已抽{drawn}家，本次抽{left}家（{ground}）",
            pool.title
        );
        let period = QuotaPeriod::Quarter.code();
        Some(PoolQuota { wanted, drawn, left, period, words, rule, plan: Some(number) })
    }
}

impl Year<'_> {
    /// Why another visit would be one too many, where it would. Where no pack knows a cap there is none.
    fn capped(&self, object: &draw::Id) -> Option<String> {
        let cap = self.cap?;
        let visits = self.done.routine.get(object).map(Vec::as_slice).unwrap_or_default();
        if cap.left(visits, self.first) > 0 {
            return None;
        }
        let VisitCap { basis, most, period, .. } = cap;
        let period = words_of(*period);
        Some(format!(
            "{period}日常入企检查已达上限{most}次（{} {} {}；{}）",
            basis.pack, basis.version, basis.rule, basis.source
        ))
    }

    /// How many of a pool are left to draw in the period, by the plan of the year or else by the rule of the first day of the
    /// visits.
    fn quota(&self, pool: &str, title: &str, candidates: &[Candidate]) -> Option<PoolQuota> {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let eligible = number(candidates.iter().filter(|candidate| candidate.excluded.is_none()).count());
        if let Some(plan) = &self.plan {
            return plan.quota(pool, self.first, eligible);
        }
        let rule = self.law.draw_quota(pool, self.first)?;
        let in_period = |candidate: &&Candidate| {
            let days = self.done.objects.get(&candidate.id);
            days.is_some_and(|days| days.iter().any(|day| rule.period.holds_both(*day, self.first)))
        };
        let all = number(candidates.len());
        let drawn = number(candidates.iter().filter(in_period).count());
        let wanted = rule.wanted(all, self.officers);
        let left = wanted.saturating_sub(drawn).min(eligible);
        let period = words_of(rule.period);
        let ratio = rule.percent.map(|percent| format!("不低于{percent}%"));
        let staff = rule.per_officer.map(|each| format!("不低于持证人员{}名的{each}倍", self.officers));
        let least: Vec<String> = ratio.into_iter().chain(staff).collect();
        let basis = &rule.basis;
        let words = format!(
            "{title}{all}家，{period}{}即{wanted}家，已抽{drawn}家，本次抽{left}家（{} {} {}；{}）",
            least.join("且"),
            basis.pack,
            basis.version,
            basis.rule,
            basis.source
        );
        Some(PoolQuota {
            wanted,
            drawn,
            left,
            period: rule.period.code(),
            words,
            rule: Some(basis.into()),
            plan: None,
        })
    }
}

fn words_of(period: QuotaPeriod) -> &'static str {
    match period {
        QuotaPeriod::Quarter => "本季度",
        QuotaPeriod::Year => "本年度",
    }
}

/// The class of an object, by what calls for care and by its score; what nobody knows is a class of its own.
fn class(object: &InspectionObject, credit_below: Option<u16>) -> (String, String) {
    let (care, care_zh) = match object.calls_for_care() {
        Some(true) => ("care", "列入重点名录或周边有敏感目标"),
        Some(false) => ("general", "一般"),
        None => ("unknown", "名录与敏感目标不明"),
    };
    let Some(below) = credit_below else { return (care.to_owned(), care_zh.to_owned()) };
    match object.credit_score {
        Some(score) if score < below => {
            (format!("{care}-credit-low"), format!("{care_zh}，信用分低于{below}"))
        }
        Some(_) => (format!("{care}-credit-good"), format!("{care_zh}，信用分{below}及以上")),
        None => (format!("{care}-credit-unknown"), format!("{care_zh}，信用分不明")),
    }
}

/// An officer as the plan names one. Leave is told as leave alone: the plan becomes public.
fn officer(
    enforcer: &Enforcer,
    name: String,
    (from, until): (Date, Date),
    done: &Done,
) -> Result<OfficerCandidate, ApiError> {
    let leave = enforcer.leave_within(from, until);
    let certificate = &enforcer.certificate;
    let id = word(enforcer.id.as_str())?;
    let officer = Officer {
        certified_from: Day(certificate.from),
        certified_until: Day(certificate.until),
        specialities: enforcer.specialities.iter().map(|s| word(s.code())).collect::<Result<_, _>>()?,
        load: done.visits.get(&id).copied().unwrap_or(0),
        excluded: leave.map(|_| words("请假")).transpose()?,
        id,
    };
    let standing = match (leave, officer.certified(Day(from), Day(until))) {
        (Some(leave), _) => {
            OfficerStanding::OnLeave { from: leave.from.to_string(), until: leave.until.to_string() }
        }
        (None, false) => OfficerStanding::NotCertified {
            from: certificate.from.to_string(),
            until: certificate.until.to_string(),
        },
        (None, true) => OfficerStanding::MayGo,
    };
    Ok(OfficerCandidate { name, unit: enforcer.unit.clone(), standing, officer })
}

/// Who must not go where, of the objects that may be drawn.
fn recusals(enforcers: &[Enforcer], objects: &[&InspectionObject]) -> Result<Vec<Recusal>, ApiError> {
    let codes: BTreeSet<_> = objects.iter().map(|object| &object.code).collect();
    let mut found: BTreeMap<(draw::Id, draw::Id), RecusalGround> = BTreeMap::new();
    for enforcer in enforcers {
        for conflict in enforcer.conflicts.iter().filter(|conflict| codes.contains(&conflict.enterprise)) {
            let pair = (word(enforcer.id.as_str())?, word(conflict.enterprise.as_str())?);
            found.entry(pair).or_insert(conflict.ground);
        }
    }
    let recusal = |((officer, object), ground): ((draw::Id, draw::Id), RecusalGround)| {
        Ok(Recusal { officer, object, ground: words(ground.name_zh())? })
    };
    found.into_iter().map(recusal).collect()
}

/// Who has gone, and with whom, by the other draws of the year.
#[derive(Default)]
struct Done {
    visits: BTreeMap<draw::Id, u32>,
    pairs: BTreeMap<(draw::Id, draw::Id), u32>,
    /// Where somebody went, with the first days of those visits.
    objects: BTreeMap<draw::Id, Vec<Date>>,
    /// To whom somebody went without a cause, or will, by whatever draw: the days of those visits.
    routine: BTreeMap<draw::Id, Vec<Date>>,
}

impl Done {
    fn before(services: &Services, draw: &InspectionDraw, first: Date) -> Result<Self, ApiError> {
        let mut done = Self::default();
        let all = services.views.inspection_draws().map_err(|error| ApiError::unavailable(&error))?;
        let identities = services.views.object_identities().map_err(|error| ApiError::unavailable(&error))?;
        // Who was drawn or visited under a code that was given up since is who the code was given up for.
        let known = |code: &str| match code.parse::<CreditCode>() {
            Ok(code) => word(identities.kept(&code).as_str()),
            Err(_) => word(code),
        };
        let counts = |other: &&InspectionDraw| {
            other.id != draw.id
                && other.last().is_some_and(|attempt| {
                    matches!(attempt.stage, Stage::Drawn(..))
                        && attempt.opened.visits_from.year() == first.year()
                })
        };
        for other in all.iter().filter(counts) {
            let record = record_of(services, other)?;
            let outcome = record.attempts.last().and_then(|attempt| attempt.outcome.as_ref());
            for drawn in outcome.into_iter().flat_map(|outcome| &outcome.pools).flat_map(|pool| &pool.drawn) {
                done.count(&drawn.officers);
                let first = other.last().map(|attempt| attempt.opened.visits_from);
                done.objects.entry(known(drawn.object.as_str())?).or_default().extend(first);
            }
        }
        let inspections = services.views.inspections().map_err(|error| ApiError::unavailable(&error))?;
        for inspection in inspections.iter().map(|row| &row.inspection) {
            if let Some(day) = inspection.routine_visit() {
                let days = done.routine.entry(known(inspection.enterprise().as_str())?).or_default();
                // Who does several inspections at once opens one gate once.
                if !days.contains(&day) {
                    days.push(day);
                }
            }
        }
        Ok(done)
    }

    fn count(&mut self, [first, second]: &[draw::Id; 2]) {
        for officer in [first, second] {
            *self.visits.entry(officer.clone()).or_default() += 1;
        }
        let pair = if first < second { (first, second) } else { (second, first) };
        *self.pairs.entry((pair.0.clone(), pair.1.clone())).or_default() += 1;
    }

    /// Those of officers who are there.
    fn pairings(&self, enforcers: &[Enforcer]) -> Result<Vec<Pairing>, ApiError> {
        let there: BTreeSet<&str> = enforcers.iter().map(|enforcer| enforcer.id.as_str()).collect();
        let pairs = self.pairs.iter();
        let pairs = pairs.filter(|((a, b), _)| there.contains(a.as_str()) && there.contains(b.as_str()));
        Ok(pairs
            .map(|((first, second), times)| Pairing {
                first: first.clone(),
                second: second.clone(),
                times: *times,
            })
            .collect())
    }
}

/// Codes and numbers of ours are always words of the protocol.
pub(super) fn word(text: &str) -> Result<draw::Id, ApiError> {
    text.parse().map_err(|error: draw::InvalidWord| ApiError::internal(&error))
}

pub(super) fn words(text: &str) -> Result<draw::Text, ApiError> {
    text.parse().map_err(|error: draw::InvalidWord| ApiError::internal(&error))
}

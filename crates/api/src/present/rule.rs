//! Rules and their shadows on the wire.

use std::collections::BTreeMap;

use casework::rule::{self, Act, Extent, Rules, Standing};
use detect::{ParameterForm, Parameters, tunables};
use model::{Actor, AlarmId, Enterprise, FindingKind, RuleId};
use views::{AlarmQuery, AlarmRow};

use super::Presenter;
use super::alarm::severity_code;
use crate::dto::alarm::Person;
use crate::dto::rule as dto;
use crate::dto::{Named, Time, rule::RuleProblem};
use crate::error::ApiError;
use crate::routes::commands::office_error;

/// So many of what appears and vanishes are shown one by one.
const SHOWN_MAX: usize = 200;
/// Alarms that are read at once.
const ALARMS_AT_ONCE: u32 = 500;

impl Presenter<'_> {
    /// Every kind with what it is judged by.
    pub(crate) fn rule_book(&self, rules: &Rules) -> Result<dto::RuleBook, ApiError> {
        let (in_force, _) = rule::parameters(rules, self.register(), self.now);
        let kinds = FindingKind::ALL.into_iter().map(|kind| self.kind_rules(rules, kind, in_force.city()));
        let actor = self.viewer.actor();
        Ok(dto::RuleBook {
            kinds: kinds.collect::<Result<_, ApiError>>()?,
            districts: self.register().districts.keys().map(|code| self.district_named(code)).collect(),
            trades: self.trades().into_values().collect(),
            may_propose: rule::may_propose(&actor),
            may_activate: rule::may_activate(&actor),
            least_shadow_h: rule::LEAST_SHADOW_H,
            now: Time(self.now),
        })
    }

    fn kind_rules(
        &self,
        rules: &Rules,
        kind: FindingKind,
        in_force: &Parameters,
    ) -> Result<dto::KindRules, ApiError> {
        let mut of_kind: Vec<(&RuleId, &rule::Rule)> =
            rules.iter().filter(|(_, rule)| rule.kind == kind).collect();
        of_kind.sort_by(|(a_id, a), (b_id, b)| (b.proposed_at, b_id).cmp(&(a.proposed_at, a_id)));
        Ok(dto::KindRules {
            kind: kind.code(),
            parameters: tunables(kind).map(|tunable| parameter(tunable, in_force)).collect(),
            in_force: rule::in_force(rules, kind, None, self.now).map(|(id, _)| id.to_string()),
            shadow: rule::in_shadow(rules, self.now).get(&kind).map(ToString::to_string),
            rules: of_kind
                .into_iter()
                .map(|(id, rule)| self.rule(id, rule))
                .collect::<Result<_, ApiError>>()?,
        })
    }

    /// One rule.
    pub(crate) fn rule(&self, id: &RuleId, rule: &rule::Rule) -> Result<dto::Rule, ApiError> {
        let actor = self.viewer.actor();
        let standing = rule.standing(self.now);
        let (_, problems) = Parameters::default().tuned(rule.kind, &rule.values);
        let activated = rule.activation.as_ref().map(|act| self.rule_act(act)).transpose()?;
        let retired = rule.retirement.as_ref().map(|(act, _)| self.rule_act(act)).transpose()?;
        let proposed = Act { by: rule.proposed_by.clone(), at: rule.proposed_at };
        let span = rule.span();
        Ok(dto::Rule {
            id: id.to_string(),
            kind: rule.kind.code(),
            state: standing.code(),
            extent: self.extent(&rule.extent),
            values: rule.values.clone(),
            reason: rule.reason.clone(),
            proposed: self.rule_act(&proposed)?,
            activated,
            retired,
            retired_because: rule.retirement.as_ref().map(|(_, reason)| reason.clone()),
            valid_from: rule.valid_from.map(Time),
            valid_to: rule.valid_to.map(Time),
            judges_from: span.map(|(from, _)| Time(from)),
            judges_to: span.and_then(|(_, to)| to).map(Time),
            replaced_by: rule.replaced.as_ref().map(|(id, _)| id.to_string()),
            shadow_until: Time(rule.shadow_until()),
            may_activate: standing == Standing::Shadow && rule::may_activate_it(rule, &actor),
            may_retire: rule::may_retire(rule, &actor, self.now),
            problems: problems
                .iter()
                .map(|problem| RuleProblem { zh: problem.message_zh(), en: problem.message_en() })
                .collect(),
        })
    }

    fn extent(&self, extent: &Extent) -> dto::RuleExtentShown {
        let (kind, of) = match extent {
            Extent::City => (dto::ExtentKind::City, Vec::new()),
            Extent::Districts(districts) => {
                (dto::ExtentKind::Districts, districts.iter().map(|code| self.district_named(code)).collect())
            }
            Extent::Trades(codes) => {
                let mut trades = self.trades();
                let named = |code: &String| trades.remove(code).unwrap_or_else(|| unnamed(code));
                (dto::ExtentKind::Trades, codes.iter().map(named).collect())
            }
            Extent::Enterprises(codes) => {
                let named = |code| match self.register().enterprises.get(code) {
                    Some(enterprise) => Named {
                        code: code.to_string(),
                        name: enterprise.name.clone(),
                        name_en: enterprise.name_en.clone(),
                    },
                    None => unnamed(code),
                };
                (dto::ExtentKind::Enterprises, codes.iter().map(named).collect())
            }
        };
        dto::RuleExtentShown { kind, of }
    }

    /// Those of the enterprises in the register, by code.
    fn trades(&self) -> BTreeMap<String, Named> {
        let named = |enterprise: &Enterprise| {
            let code = enterprise.trade_code.clone();
            let (name, name_en) = (enterprise.trade.clone(), enterprise.trade_en.clone());
            (code.clone(), Named { code, name, name_en })
        };
        self.register().enterprises.values().map(named).collect()
    }

    fn rule_act(&self, act: &Act) -> Result<dto::RuleAct, ApiError> {
        Ok(dto::RuleAct { by: self.who_acted(&act.by)?, at: Time(act.at) })
    }

    /// Whoever did something with a rule: a part of the system is named as it is.
    pub(super) fn who_acted(&self, actor: &Actor) -> Result<Person, ApiError> {
        Ok(match actor {
            Actor::User { id, .. } => Person { id: id.to_string(), name: self.person(id)? },
            Actor::System { name } => Person { id: name.to_string(), name: name.to_string() },
        })
    }

    /// What a rule's shadow found, beside the alarms of the same time.
    pub(crate) fn shadow_report(
        &self,
        id: &RuleId,
        rule: &rule::Rule,
    ) -> Result<dto::ShadowReport, ApiError> {
        let shadow = self.services.office.shadow(id).map_err(office_error)?;
        let left = [
            rule.activation.as_ref().map(|act| act.at),
            rule.retirement.as_ref().map(|(act, _)| act.at),
            rule.valid_to,
        ];
        let to = left.into_iter().flatten().min().map_or(self.now, |left| left.min(self.now));
        let mut alarms = self.alarms_raised(rule.kind, (rule.proposed_at, to))?;
        alarms.retain(|row| rule::judges(&rule.extent, &row.alarm.key.subject, self.register()));
        let views = &self.services.views;
        let mut appears = Vec::new();
        for episode in shadow.episodes() {
            let told = views.alarm_at(&episode.key, episode.began, episode.seen);
            if told.map_err(|error| ApiError::unavailable(&error))?.is_none() {
                appears.push(episode);
            }
        }
        appears.sort_by(|a, b| (b.began, &b.key).cmp(&(a.began, &a.key)));
        let is_in_shadow = |row: &&AlarmRow| {
            let alarm = &row.alarm;
            shadow.of_key(&alarm.key).any(|episode| episode.shares_time(alarm.first_began, alarm.seen))
        };
        let vanishes: Vec<&AlarmRow> = alarms.iter().filter(|row| !is_in_shadow(row)).collect();
        Ok(dto::ShadowReport {
            from: Time(rule.proposed_at),
            to: Time(to),
            would_raise: shadow.count(),
            raised: alarms.len() as u64,
            appears_count: appears.len() as u64,
            appears: appears.into_iter().take(SHOWN_MAX).map(|episode| self.episode(episode)).collect(),
            vanishes_count: vanishes.len() as u64,
            vanishes: vanishes.into_iter().take(SHOWN_MAX).map(|row| self.vanishing(row)).collect(),
            only_counted: shadow.only_counted(),
        })
    }

    /// The alarms of a kind that were raised in a span and began in it, as what shadows keep: the latest first.
    fn alarms_raised(
        &self,
        kind: FindingKind,
        (from, to): (model::Timestamp, model::Timestamp),
    ) -> Result<Vec<AlarmRow>, ApiError> {
        let mut raised: Vec<AlarmRow> = Vec::new();
        let mut query =
            AlarmQuery { kinds: vec![kind], limit: Some(ALARMS_AT_ONCE), ..AlarmQuery::default() };
        loop {
            let page = self.services.views.alarms(&query).map_err(|error| ApiError::unavailable(&error))?;
            let is_last = page.len() < ALARMS_AT_ONCE as usize
                || page.last().is_none_or(|last| last.alarm.raised_at < from);
            query.after = page.last().map(AlarmRow::cursor);
            let is_of_it = |row: &AlarmRow| row.alarm.first_began >= from && row.alarm.raised_at <= to;
            raised.extend(page.into_iter().filter(is_of_it));
            if is_last {
                return Ok(raised);
            }
        }
    }

    fn episode(&self, episode: &rule::shadow::Episode) -> dto::ShadowEpisode {
        dto::ShadowEpisode {
            subject: self.subject(&episode.key.subject),
            factor: episode.key.factor.as_ref().map(ToString::to_string),
            severity: severity_code(episode.severity),
            began: Time(episode.began),
            seen: Time(episode.seen),
            ended: episode.ended,
        }
    }

    fn vanishing(&self, row: &AlarmRow) -> dto::VanishingAlarm {
        let id: &AlarmId = &row.alarm.id;
        dto::VanishingAlarm {
            id: id.to_string(),
            subject: self.subject(&row.alarm.key.subject),
            severity: severity_code(row.alarm.severity),
            raised_at: Time(row.alarm.raised_at),
            outcome: row.alarm.verification().map(|found| found.outcome.code()),
        }
    }
}

fn unnamed(code: &impl ToString) -> Named {
    let code = code.to_string();
    Named { name: code.clone(), name_en: code.clone(), code }
}

fn parameter(tunable: &detect::Tunable, in_force: &Parameters) -> dto::RuleParameter {
    dto::RuleParameter {
        code: tunable.code,
        name: tunable.name,
        name_en: tunable.name_en,
        unit: tunable.unit.text(),
        form: match tunable.form {
            ParameterForm::Number => dto::ParameterForm::Number,
            ParameterForm::Whole => dto::ParameterForm::Whole,
            ParameterForm::Switch => dto::ParameterForm::Switch,
        },
        least: tunable.least,
        most: tunable.most,
        default: tunable.default_value(),
        value: tunable.value(in_force),
    }
}

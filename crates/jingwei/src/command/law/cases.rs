//! What a new pack would change in the open cases of a data folder.

use std::path::Path;

use anyhow::{Context, bail};
use casework::case::{CaseChange, ChangeKind, DeadlineKind, changes};
use jiff::civil::Date;
use law::{Law, Rung};
use model::{Clock, china};
use serde_json::{Value, json};
use views::CaseQuery;

use crate::clock::MachineClock;
use crate::config::Config;
use crate::process::Keepers;

/// A case and what would change in it.
pub(super) struct Changed {
    id: String,
    party: String,
    changes: Vec<CaseChange>,
}

/// What was compared.
pub(super) struct OpenCases {
    pub(super) looked_at: usize,
    pub(super) changed: Vec<Changed>,
}

/// Compares every open case of a data folder, as of the end of the day `on` or now. The folder must not be in use: a copy or a
/// backup serves as well.
pub(super) fn compare(data: &Path, on: Option<Date>, before: &Law, after: &Law) -> anyhow::Result<OpenCases> {
    if !data.join("ledger").exists() {
        bail!("{} holds no ledger", data.display());
    }
    let mut config = Config::resolve("", &std::collections::BTreeMap::new())?;
    config.data_folder = data.to_owned();
    let keepers = Keepers::open(&config)?;
    keepers.views.catch_up(&keepers.ledger).context("the views cannot follow the ledger")?;
    let now = match on {
        Some(day) => china::instant(day.at(23, 59, 59, 0)),
        None => MachineClock::default().now(),
    };
    let open = keepers.views.cases(&CaseQuery { open: true, ..CaseQuery::default() })?;
    let looked_at = open.len();
    let mut changed = Vec::new();
    for row in open {
        let earlier = keepers.views.established_cases(&row.case.party.code)?;
        let found = changes(&row.case, before, after, &earlier, now);
        if !found.is_empty() {
            let (id, party) = (row.case.id.to_string(), row.case.party.name);
            changed.push(Changed { id, party, changes: found });
        }
    }
    Ok(OpenCases { looked_at, changed })
}

impl OpenCases {
    pub(super) fn object(&self) -> Value {
        let change = |change: &CaseChange| json!({ "what": change.kind.code(), "before": change.before, "after": change.after });
        let case = |case: &Changed| {
            let changes: Vec<Value> = case.changes.iter().map(change).collect();
            json!({ "case": case.id, "party": case.party, "changes": changes })
        };
        json!({
            "looked_at": self.looked_at,
            "changed": self.changed.iter().map(case).collect::<Vec<_>>(),
        })
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let (all, changed) = (self.looked_at, self.changed.len());
        let mut lines = vec![format!(
            "在办案件 {all} 件，其中 {changed} 件将有变化  |  {all} open cases, {changed} would change"
        )];
        for case in &self.changed {
            lines.push(format!("{} {}", case.id, case.party));
            lines.extend(case.changes.iter().map(line));
        }
        lines
    }
}

fn line(change: &CaseChange) -> String {
    let value = |text: &str| match change.kind {
        ChangeKind::Rung => Rung::ALL
            .into_iter()
            .find(|rung| rung.code() == text)
            .map_or_else(|| text.to_owned(), |rung| format!("{} {text}", rung_zh(rung))),
        ChangeKind::Deadline(..) | ChangeKind::Fine | ChangeKind::Hearing => text.to_owned(),
    };
    let (zh, code) = (kind_zh(change.kind), change.kind.code());
    format!("    {zh} {code}: {} → {}", value(&change.before), value(&change.after))
}

fn rung_zh(rung: Rung) -> &'static str {
    match rung {
        Rung::Remind => "提醒",
        Rung::Guide => "指导帮扶",
        Rung::RectifyExempt => "责令改正、不予处罚",
        Rung::Ordinary => "一般处罚",
        Rung::Heavier => "从重处罚",
        Rung::Measures => "按日计罚、查封扣押、限产停产",
        Rung::Referral => "移送公安",
    }
}

fn kind_zh(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Rung => "建议层级",
        ChangeKind::Fine => "拟处罚款",
        ChangeKind::Hearing => "听证权利",
        ChangeKind::Deadline(kind, _) => match kind {
            DeadlineKind::Filing => "立案期限",
            DeadlineKind::Registered => "先行登记保存处理期限",
            DeadlineKind::Decision => "决定期限",
            DeadlineKind::Statement => "陈述申辩期限",
            DeadlineKind::HearingRequest => "要求听证期限",
            DeadlineKind::Delivery => "送达期限",
            DeadlineKind::Publicity => "公开期限",
            DeadlineKind::Report => "报备期限",
            DeadlineKind::Payment => "缴款期限",
            DeadlineKind::Review => "复议期限",
            DeadlineKind::Litigation => "诉讼期限",
            DeadlineKind::Rectification => "改正期限",
            DeadlineKind::Recheck => "复查期限",
            DeadlineKind::DailyStatement => "按日计罚陈述申辩期限",
            DeadlineKind::DailyDelivery => "按日计罚送达期限",
            DeadlineKind::DailyPayment => "按日计罚缴款期限",
            DeadlineKind::Seizure => "查封扣押期限",
            DeadlineKind::Approval => "补办批准期限",
            DeadlineKind::Limit => "限制生产期限",
            DeadlineKind::FollowUp => "跟踪检查期限",
            DeadlineKind::Detention => "移送拘留期限",
            DeadlineKind::Crime => "移送犯罪期限",
            DeadlineKind::Police => "公安立案期限",
            DeadlineKind::Reconsider => "申请公安复议期限",
        },
    }
}

use std::sync::Arc;

use anyhow::Context;
use api::{Bilingual, LabAnswer, LabColumn, LabFuture, LabLimits, LabRefusal, LabTable, LabTableColumn};
use lab::{AlarmFacts, Answer, Cell, ColumnInfo, Cut, Facts, Lab, LabError, Limits, Query};
use lake::Lake;
use model::{Clock, Register, Severity, Subject, Timestamp};
use views::{AlarmQuery, AlarmRow, Views};

use crate::config::Config;
use crate::process::Keepers;

/// The engine as the port wants it.
pub(super) struct Engine {
    lab: Lab,
}

impl Engine {
    pub(super) fn open(
        config: &Config,
        keepers: &Keepers,
        lake: &Lake,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        let limits = Limits {
            time: config.lab_time,
            memory_bytes: config.lab_memory_bytes,
            rows: config.lab_rows,
            at_once: config.lab_at_once,
            ..Limits::default()
        };
        let facts = Arc::new(ViewFacts { views: keepers.views.clone(), clock });
        let lab = Lab::new(lake.clone(), facts, limits).context("the lab cannot start")?;
        Ok(Self { lab })
    }
}

struct ViewFacts {
    views: Views,
    clock: Arc<dyn Clock>,
}

impl Facts for ViewFacts {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn register(&self) -> Arc<Register> {
        self.views.register()
    }

    fn alarms(&self) -> Result<Vec<AlarmFacts>, String> {
        let rows = self.views.alarms(&AlarmQuery::default()).map_err(|error| error.to_string())?;
        Ok(rows.iter().map(alarm).collect())
    }
}

fn alarm(row: &AlarmRow) -> AlarmFacts {
    let alarm = &row.alarm;
    AlarmFacts {
        id: alarm.id.to_string(),
        kind: alarm.key.kind.code().to_owned(),
        severity: severity(alarm.severity).to_owned(),
        stage: alarm.stage_name().code().to_owned(),
        source: subject(&alarm.key.subject),
        enterprise: alarm.enterprise.as_ref().map(ToString::to_string),
        district: alarm.district.to_string(),
        began: alarm.began,
        raised_at: alarm.raised_at,
        cleared_at: alarm.cleared_at,
        open: alarm.is_open(),
        escalated: alarm.is_escalated(),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Notice => "notice",
        Severity::Moderate => "moderate",
        Severity::Serious => "serious",
        Severity::Grave => "grave",
    }
}

fn subject(subject: &Subject) -> String {
    match subject {
        Subject::Outlet(id) => format!("outlet:{id}"),
        Subject::TreatmentUnit(id) => format!("treatment_unit:{id}"),
        Subject::Logger(mn) => format!("logger:{mn}"),
        Subject::Meter(id) => format!("meter:{id}"),
        Subject::Station(id) => format!("station:{id}"),
    }
}

impl api::Lab for Engine {
    fn tables(&self) -> Vec<LabTable> {
        let column = |c: &ColumnInfo| LabTableColumn {
            name: c.name.to_owned(),
            kind: c.kind.to_owned(),
            zh: c.zh.to_owned(),
            en: c.en.to_owned(),
        };
        let table = |t: &lab::TableInfo| LabTable {
            name: t.name.to_owned(),
            zh: t.zh.to_owned(),
            en: t.en.to_owned(),
            columns: t.columns.iter().map(column).collect(),
        };
        lab::tables().iter().map(table).collect()
    }

    fn limits(&self) -> LabLimits {
        let limits = self.lab.limits();
        LabLimits {
            time_s: limits.time.as_secs(),
            memory_mib: (limits.memory_bytes >> 20) as u64,
            rows: limits.rows as u64,
            answer_mib: (limits.answer_bytes >> 20) as u64,
            at_once: limits.at_once as u64,
        }
    }

    fn run(&self, id: String, text: String, rows: usize) -> LabFuture<'_> {
        Box::pin(async move {
            self.lab.run(Query { id, text, rows }).await.map(answer).map_err(|error| refusal(&error))
        })
    }

    fn cancel(&self, id: &str) -> bool {
        self.lab.cancel(id)
    }

    fn progress(&self, id: &str) -> Option<(u64, u64)> {
        self.lab.progress(id).map(|(scanned, elapsed)| (scanned, elapsed.as_millis() as u64))
    }
}

fn answer(answer: Answer) -> LabAnswer {
    let cut = |cut: Cut| match cut {
        Cut::Rows => "rows".to_owned(),
        Cut::Bytes => "bytes".to_owned(),
    };
    let columns = answer.columns.into_iter().map(|c| LabColumn { name: c.name, kind: c.kind.to_owned() });
    LabAnswer {
        columns: columns.collect(),
        rows: answer.rows.into_iter().map(|row| row.into_iter().map(value).collect()).collect(),
        cut: answer.cut.map(cut),
        scanned: answer.scanned,
        elapsed_ms: answer.elapsed.as_millis() as u64,
    }
}

/// The greatest integer that a browser reads without rounding.
const SAFE: i64 = (1 << 53) - 1;

fn value(cell: Cell) -> serde_json::Value {
    match cell {
        Cell::Null => serde_json::Value::Null,
        Cell::Bool(flag) => flag.into(),
        Cell::Integer(integer) if integer.abs() <= SAFE => integer.into(),
        Cell::Integer(integer) => integer.to_string().into(),
        Cell::Number(number) if number.is_finite() => number.into(),
        Cell::Number(number) => number.to_string().into(),
        Cell::Text(text) => text.into(),
    }
}

fn refusal(error: &LabError) -> LabRefusal {
    let (code, zh) = match error {
        LabError::TooLong { max, .. } => ("lab_too_long", format!("查询过长，最多{max}字节")),
        LabError::NotOne { count } => ("lab_not_one", format!("一次只能执行一条语句，这里有{count}条")),
        LabError::NotReadOnly => {
            ("lab_not_read_only", "只能执行SELECT和EXPLAIN，不能修改任何数据".to_owned())
        }
        LabError::NotAvailable { what } => ("lab_not_available", format!("此处不提供：{what}")),
        LabError::Wrong { message, .. } => ("lab_wrong", format!("查询有误：{message}")),
        LabError::TimeUp { limit } => {
            ("lab_time_up", format!("查询超过{}秒，已终止；请缩小时间、因子或来源范围", limit.as_secs()))
        }
        LabError::Cancelled => ("lab_cancelled", "查询已取消".to_owned()),
        LabError::Memory { limit_bytes } => {
            ("lab_memory", format!("查询所需内存超过{} MiB，已终止；请缩小范围或先汇总", limit_bytes >> 20))
        }
        LabError::Busy { at_once } => ("lab_busy", format!("已有{at_once}个查询在运行，请稍后再试")),
        LabError::Running => ("lab_running", "同一编号的查询正在运行".to_owned()),
        LabError::Storage(_) => ("lab_storage", "存储的数据暂时无法读取".to_owned()),
        LabError::Failed(message) => ("lab_failed", format!("查询执行失败：{message}")),
        // Whatever is added is told in the engine's own words until it has Chinese ones.
        other => ("lab_failed", other.to_string()),
    };
    let position = match error {
        LabError::Wrong { position, .. } => position.map(|at| (at.line, at.column)),
        _ => None,
    };
    let en = match error {
        LabError::Storage(_) => "what is stored cannot be read now".to_owned(),
        told => told.to_string(),
    };
    let later = matches!(error, LabError::Busy { .. } | LabError::Storage(_));
    LabRefusal { code, title: Bilingual::new(zh, en), position, later }
}

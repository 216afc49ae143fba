//! The table of officers.

use std::collections::{BTreeMap, BTreeSet};

use casework::inspection_library::{
    Certificate, Conflict, Enforcer, Leave, MAX_WORDS, RecusalGround, Speciality,
};
use model::EnforcerId;
use sheets::{ListColumn, ListRow};
use vault::EnforcerCard;

use super::cells::{Cells, Reason, RowRefusal, joined, parts};
use crate::export::{Cell, Sheet};

const fn column(key: &'static str, names: &'static [&'static str], required: bool) -> ListColumn {
    ListColumn { key, names, required }
}

/// The columns; the first name of each is its heading where the table is given out.
pub(crate) const COLUMNS: &[ListColumn] = &[
    column("id", &["执法人员编号", "编号"], true),
    column("name", &["姓名"], true),
    column("certificate_number", &["执法证号", "证号"], true),
    column("issuer", &["发证机关"], true),
    column("certified_from", &["证件有效期起", "有效期起"], true),
    column("certified_until", &["证件有效期止", "有效期止"], true),
    column("unit", &["所属单位", "单位"], true),
    column("specialities", &["专长", "执法专长"], false),
    column("leave", &["请假", "请假时间"], false),
    column("conflicts", &["回避企业"], false),
];

/// The longest name and number, characters.
const MAX_CARD: usize = 60;

/// An officer as a row says, with who it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReadEnforcer {
    pub(crate) enforcer: Enforcer,
    pub(crate) card: EnforcerCard,
}

pub(super) fn read(rows: &[ListRow], refused: &mut Vec<RowRefusal>) -> Vec<ReadEnforcer> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for row in rows {
        let cells = Cells { row, columns: COLUMNS };
        match enforcer(&cells) {
            Ok(read) if seen.insert(read.enforcer.id.clone()) => found.push(read),
            Ok(read) => refused.push(cells.refuse("id", Reason::Twice, read.enforcer.id.as_str())),
            Err(refusal) => refused.push(refusal),
        }
    }
    found
}

fn enforcer(cells: &Cells<'_>) -> Result<ReadEnforcer, RowRefusal> {
    let id: EnforcerId = cells.parsed("id", Reason::BadNumber)?;
    let card = EnforcerCard {
        name: cells.words("name", MAX_CARD)?,
        certificate_number: cells.words("certificate_number", MAX_CARD)?,
    };
    let day = |key| cells.day(key)?.ok_or_else(|| cells.refuse(key, Reason::Missing, ""));
    let (from, until) = (day("certified_from")?, day("certified_until")?);
    if until < from {
        return Err(cells.refuse("certified_until", Reason::BadSpan, &until.to_string()));
    }
    let specialities =
        Speciality::ALL.map(|speciality| (speciality, speciality.code(), speciality.name_zh()));
    let enforcer = Enforcer {
        id,
        unit: cells.words("unit", MAX_WORDS)?,
        certificate: Certificate { issuer: cells.words("issuer", MAX_WORDS)?, from, until },
        specialities: cells.word_set("specialities", &specialities)?.unwrap_or_default(),
        leave: parts(cells.text("leave")?.unwrap_or(""))
            .map(|part| leave(cells, part))
            .collect::<Result<_, _>>()?,
        conflicts: parts(cells.text("conflicts")?.unwrap_or(""))
            .map(|part| conflict(cells, part))
            .collect::<Result<_, _>>()?,
    };
    Ok(ReadEnforcer { enforcer, card })
}

/// `2020-09-05~2020-09-12`, or one day.
fn leave(cells: &Cells<'_>, part: &str) -> Result<Leave, RowRefusal> {
    let (from, until) = part.split_once(['~', '～', '至', '—']).unwrap_or((part, part));
    let (from, until) = (cells.to_day("leave", from.trim())?, cells.to_day("leave", until.trim())?);
    match until < from {
        true => Err(cells.refuse("leave", Reason::BadSpan, part)),
        false => Ok(Leave { from, until }),
    }
}

/// A credit code, and behind a colon the ground; another one where none is said.
fn conflict(cells: &Cells<'_>, part: &str) -> Result<Conflict, RowRefusal> {
    let (code, ground) = part.split_once([':', '：']).unwrap_or((part, RecusalGround::Other.code()));
    let grounds = RecusalGround::ALL.map(|ground| (ground, ground.code(), ground.name_zh()));
    Ok(Conflict {
        enterprise: code.trim().parse().map_err(|_| cells.refuse("conflicts", Reason::BadCode, part))?,
        ground: cells.word("conflicts", ground.trim(), &grounds)?,
    })
}

/// The officers as a table that can be read back.
pub(crate) fn sheet(enforcers: &[Enforcer], cards: &BTreeMap<EnforcerId, EnforcerCard>) -> Sheet<'static> {
    let row = |enforcer: &Enforcer| -> Vec<Cell> {
        let card = cards.get(&enforcer.id);
        let leave = enforcer.leave.iter().map(|leave| format!("{}~{}", leave.from, leave.until));
        let conflicts = enforcer.conflicts.iter();
        let conflicts =
            conflicts.map(|conflict| format!("{}:{}", conflict.enterprise, conflict.ground.name_zh()));
        vec![
            enforcer.id.to_string().into(),
            card.map(|card| card.name.clone()).unwrap_or_default().into(),
            card.map(|card| card.certificate_number.clone()).unwrap_or_default().into(),
            enforcer.certificate.issuer.clone().into(),
            enforcer.certificate.from.to_string().into(),
            enforcer.certificate.until.to_string().into(),
            enforcer.unit.clone().into(),
            joined(Some(enforcer.specialities.iter().map(|speciality| speciality.name_zh()))).into(),
            joined(Some(leave)).into(),
            joined(Some(conflicts)).into(),
        ]
    };
    Sheet {
        name: "enforcers",
        headings: COLUMNS.iter().filter_map(|column| column.names.first().copied()).collect(),
        rows: enforcers.iter().map(row).collect(),
    }
}

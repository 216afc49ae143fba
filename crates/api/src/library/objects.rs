//! The table of objects.

use std::collections::BTreeSet;

use casework::inspection_library::{
    EnforcementRecord, InspectionObject, KeyList, MAX_WORDS, PermitClass, Surroundings,
};
use model::{DistrictCode, Register};
use sheets::{ListColumn, ListRow};

use super::cells::{Cells, Reason, RowRefusal, joined, parts};
use crate::export::{Cell, Sheet};
use crate::services::Services;

const fn column(key: &'static str, names: &'static [&'static str], required: bool) -> ListColumn {
    ListColumn { key, names, required }
}

/// The columns; the first name of each is its heading where the table is given out.
pub(crate) const COLUMNS: &[ListColumn] = &[
    column("code", &["统一社会信用代码", "信用代码", "社会信用代码"], true),
    column("name", &["单位名称", "企业名称", "名称"], true),
    column("district", &["区县", "区县代码", "所属区县", "行政区划代码"], true),
    column("trade_code", &["行业代码", "行业类别代码"], false),
    column("permit", &["排污许可管理类别", "管理类别"], false),
    column("key_lists", &["重点名录", "重点排污单位名录"], false),
    column("surroundings", &["环境敏感目标", "周边敏感目标"], false),
    column("credit_score", &["信用分", "环保信用分"], false),
    column("designations", &["认定类别"], false),
    column("record_until", &["执法记录截至", "记录截至"], false),
    column("penalties", &["处罚日期"], false),
    column("emergencies", &["突发环境事件日期"], false),
    column("false_data", &["数据造假日期"], false),
];

/// The words of columns that take words: value, code, name.
fn permits() -> [(PermitClass, &'static str, &'static str); 3] {
    PermitClass::ALL.map(|permit| (permit, permit.code(), permit.name_zh()))
}

fn key_lists() -> [(KeyList, &'static str, &'static str); 6] {
    KeyList::ALL.map(|list| (list, list.code(), list.name_zh()))
}

fn surroundings() -> [(Surroundings, &'static str, &'static str); 6] {
    Surroundings::ALL.map(|near| (near, near.code(), near.name_zh()))
}

pub(super) fn read(
    services: &Services,
    rows: &[ListRow],
    refused: &mut Vec<RowRefusal>,
) -> Vec<InspectionObject> {
    let register = services.views.register();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for row in rows {
        let cells = Cells { row, columns: COLUMNS };
        match object(&cells, &register) {
            Ok(object) if seen.insert(object.code.clone()) => found.push(object),
            Ok(object) => refused.push(cells.refuse("code", Reason::Twice, object.code.as_str())),
            Err(refusal) => refused.push(refusal),
        }
    }
    found
}

fn object(cells: &Cells<'_>, register: &Register) -> Result<InspectionObject, RowRefusal> {
    let permit = |text| cells.word("permit", text, &permits());
    Ok(InspectionObject {
        code: cells.parsed("code", Reason::BadCode)?,
        name: cells.words("name", MAX_WORDS)?,
        district: district(cells, register)?,
        trade_code: cells.text("trade_code")?.map(str::to_ascii_uppercase),
        permit: cells.text("permit")?.map(permit).transpose()?,
        key_lists: cells.word_set("key_lists", &key_lists())?,
        surroundings: cells.word_set("surroundings", &surroundings())?,
        credit_score: cells.figure("credit_score")?,
        designations: designations(cells)?,
        record: record(cells)?,
    })
}

/// A district of the register, by code or name.
fn district(cells: &Cells<'_>, register: &Register) -> Result<DistrictCode, RowRefusal> {
    let text = cells.text("district")?.ok_or_else(|| cells.refuse("district", Reason::Missing, ""))?;
    let by_name =
        || register.districts.values().find(|district| district.name == text || district.name_en == text);
    let by_code = text.parse::<DistrictCode>().ok().and_then(|code| register.districts.get(&code));
    let found = by_code.or_else(by_name).map(|district| district.code.clone());
    found.ok_or_else(|| cells.refuse("district", Reason::UnknownDistrict, text))
}

/// Words of the packs, as in `livelihood`.
fn designations(cells: &Cells<'_>) -> Result<Option<BTreeSet<String>>, RowRefusal> {
    let Some(text) = cells.text("designations")? else { return Ok(None) };
    let word = |part: &str| {
        let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        match part.len() <= 64 && part.bytes().all(good) {
            true => Ok(part.to_owned()),
            false => Err(cells.refuse("designations", Reason::UnknownWord, part)),
        }
    };
    parts(text).map(word).collect::<Result<_, _>>().map(Some)
}

/// The record, if somebody has looked; days without the day of looking are no record.
fn record(cells: &Cells<'_>) -> Result<Option<EnforcementRecord>, RowRefusal> {
    let known_until = cells.day("record_until")?;
    let of = |key: &'static str| {
        let days = cells.days(key)?;
        let after = days.iter().find(|day| known_until.is_none_or(|until| until < **day));
        match after {
            Some(day) => Err(cells.refuse(key, Reason::RecordUnknown, &day.to_string())),
            None => Ok(days),
        }
    };
    let (penalties, emergencies, false_data) = (of("penalties")?, of("emergencies")?, of("false_data")?);
    Ok(known_until.map(|known_until| EnforcementRecord { known_until, penalties, emergencies, false_data }))
}

/// The objects as a table that can be read back.
pub(crate) fn sheet(objects: &[InspectionObject]) -> Sheet<'static> {
    let row = |object: &InspectionObject| -> Vec<Cell> {
        let record = object.record.as_ref();
        vec![
            object.code.to_string().into(),
            object.name.clone().into(),
            object.district.to_string().into(),
            object.trade_code.clone().unwrap_or_default().into(),
            object.permit.map_or("", PermitClass::name_zh).into(),
            joined(object.key_lists.as_ref().map(|lists| lists.iter().map(|list| list.name_zh()))).into(),
            joined(object.surroundings.as_ref().map(|near| near.iter().map(|near| near.name_zh()))).into(),
            object.credit_score.map(f64::from).into(),
            joined(object.designations.as_ref()).into(),
            record.map(|record| record.known_until.to_string()).unwrap_or_default().into(),
            joined(record.map(|record| &record.penalties)).into(),
            joined(record.map(|record| &record.emergencies)).into(),
            joined(record.map(|record| &record.false_data)).into(),
        ]
    };
    Sheet {
        name: "inspection-objects",
        headings: COLUMNS.iter().filter_map(|column| column.names.first().copied()).collect(),
        rows: objects.iter().map(row).collect(),
    }
}

//! The table of what may be inspected.

use std::collections::BTreeSet;

use casework::inspection_library::{CheckClass, CheckMethod, InspectionItem, MAX_WORDS};
use sheets::{ListColumn, ListRow};

use super::cells::{Cells, Reason, RowRefusal, joined};
use crate::export::{Cell, Sheet};

const fn column(key: &'static str, names: &'static [&'static str], required: bool) -> ListColumn {
    ListColumn { key, names, required }
}

/// The columns; the first name of each is its heading where the table is given out.
pub(crate) const COLUMNS: &[ListColumn] = &[
    column("id", &["事项编号", "编号"], true),
    column("name", &["检查事项", "事项名称"], true),
    column("content", &["检查内容"], false),
    column("basis", &["检查依据", "依据"], true),
    column("methods", &["检查方式", "方式"], true),
    column("classes", &["检查类别", "类别"], true),
];

/// The longest description, characters.
const MAX_CONTENT: usize = 2_000;

pub(super) fn read(rows: &[ListRow], refused: &mut Vec<RowRefusal>) -> Vec<InspectionItem> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for row in rows {
        let cells = Cells { row, columns: COLUMNS };
        match item(&cells) {
            Ok(item) if seen.insert(item.id.clone()) => found.push(item),
            Ok(item) => refused.push(cells.refuse("id", Reason::Twice, item.id.as_str())),
            Err(refusal) => refused.push(refusal),
        }
    }
    found
}

fn item(cells: &Cells<'_>) -> Result<InspectionItem, RowRefusal> {
    let methods = CheckMethod::ALL.map(|method| (method, method.code(), method.name_zh()));
    let classes = CheckClass::ALL.map(|class| (class, class.code(), class.name_zh()));
    Ok(InspectionItem {
        id: cells.parsed("id", Reason::BadNumber)?,
        name: cells.words("name", MAX_WORDS)?,
        content: cells.text("content")?.map(|_| cells.words("content", MAX_CONTENT)).transpose()?,
        basis: cells.words("basis", MAX_WORDS)?,
        methods: some(cells, "methods", cells.word_set("methods", &methods)?)?,
        classes: some(cells, "classes", cells.word_set("classes", &classes)?)?,
    })
}

/// At least one word of a column.
fn some<T>(
    cells: &Cells<'_>,
    key: &'static str,
    words: Option<BTreeSet<T>>,
) -> Result<BTreeSet<T>, RowRefusal> {
    words.filter(|words| !words.is_empty()).ok_or_else(|| cells.refuse(key, Reason::Missing, ""))
}

/// The items as a table that can be read back.
pub(crate) fn sheet(items: &[InspectionItem]) -> Sheet<'static> {
    let row = |item: &InspectionItem| -> Vec<Cell> {
        vec![
            item.id.to_string().into(),
            item.name.clone().into(),
            item.content.clone().unwrap_or_default().into(),
            item.basis.clone().into(),
            joined(Some(item.methods.iter().map(|method| method.name_zh()))).into(),
            joined(Some(item.classes.iter().map(|class| class.name_zh()))).into(),
        ]
    };
    Sheet {
        name: "inspection-items",
        headings: COLUMNS.iter().filter_map(|column| column.names.first().copied()).collect(),
        rows: items.iter().map(row).collect(),
    }
}

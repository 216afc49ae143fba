//! What a new pack would change: entries and their fields, and the answers to questions that are asked of both.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use toml::{Table, Value};

use crate::load::{PackErrors, PackFile};
use crate::office_hours::OfficeHours;
use crate::pack::Law;
use crate::worked::WorkedExample;

/// What differs between two sets of packs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LawDiff {
    /// Packs by id whose version is another, or that come or go.
    pub packs: Vec<PackChange>,
    /// Entries that come, go or change, in the order of packs, sections and ids.
    pub entries: Vec<EntryChange>,
    /// Worked examples, of both sets, whose answer is another.
    pub answers: Vec<AnswerChange>,
    /// How many worked examples were asked.
    pub asked: usize,
}

/// A pack that is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackChange {
    /// Its id.
    pub id: String,
    /// Its versions before.
    pub before: Vec<String>,
    /// Its versions after.
    pub after: Vec<String>,
}

/// An entry that is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryChange {
    /// Its pack.
    pub pack: String,
    /// Its section, as in `discretion_table`.
    pub section: String,
    /// Its id, or its place where the section has none.
    pub id: String,
    /// The fields that differ; the whole entry, where it comes or goes.
    pub fields: Vec<FieldChange>,
}

/// A field that is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Where it stands, as in `factor[region].options[一般区域].weight`.
    pub field: String,
    /// What stood there.
    pub before: Option<String>,
    /// What stands there.
    pub after: Option<String>,
}

/// A question whose answer is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerChange {
    /// The pack that is asked.
    pub pack: String,
    /// The question's id.
    pub id: String,
    /// The answer before.
    pub before: String,
    /// The answer after.
    pub after: String,
}

/// The keys by which an element of a list is called.
const NAMES: [&str; 6] = ["id", "key", "label", "text", "fact", "ground"];

type Fields = BTreeMap<String, String>;
type Entries = BTreeMap<(String, String, String), Fields>;

impl LawDiff {
    /// Holds two sets of packs against each other.
    ///
    /// # Errors
    /// The mistakes of either set: a pack that cannot be loaded changes nothing.
    pub fn between(
        before: &[PackFile<'_>],
        after: &[PackFile<'_>],
        office_hours: &OfficeHours,
    ) -> Result<LawDiff, PackErrors> {
        let law_before = Law::load(before, office_hours.clone())?;
        let law_after = Law::load(after, office_hours.clone())?;
        let mut questions: Vec<&WorkedExample> = law_before.worked_examples().iter().collect();
        for example in law_after.worked_examples() {
            let asked =
                |other: &&WorkedExample| other.pack == example.pack && other.question == example.question;
            if !questions.iter().any(asked) {
                questions.push(example);
            }
        }
        Ok(LawDiff {
            packs: packs(&law_before, &law_after),
            entries: entry_changes(&entries(before), &entries(after)),
            answers: answer_changes(&law_before, &law_after, questions.iter().copied()),
            asked: questions.len(),
        })
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.packs.is_empty() && self.entries.is_empty() && self.answers.is_empty()
    }
}

/// The questions, of open cases or of examples, to which two laws give different answers.
pub fn answer_changes<'a>(
    before: &Law,
    after: &Law,
    questions: impl IntoIterator<Item = &'a WorkedExample>,
) -> Vec<AnswerChange> {
    let change = |question: &WorkedExample| {
        let (before, after) = (before.answer(question), after.answer(question));
        let (pack, id) = (question.pack.clone(), question.id.clone());
        (before != after).then_some(AnswerChange { pack, id, before, after })
    };
    questions.into_iter().filter_map(change).collect()
}

/// `base` with `new`: a pack of the same id goes, unless it holds on other days.
pub fn with_packs<'a>(base: &[PackFile<'a>], new: &[PackFile<'a>]) -> Vec<PackFile<'a>> {
    let heads: Vec<Head> = new.iter().filter_map(|file| head(file.text)).collect();
    let replaced =
        |file: &PackFile<'_>| head(file.text).is_some_and(|old| heads.iter().any(|new| new.replaces(&old)));
    base.iter().filter(|file| !replaced(file)).chain(new).copied().collect()
}

/// What a pack says of itself, as far as it can be read.
struct Head {
    id: String,
    version: String,
    from: String,
    to: Option<String>,
}

impl Head {
    fn replaces(&self, old: &Head) -> bool {
        // Dates of one form are ordered as their texts are.
        let apart = |a: &Head, b: &Head| a.to.as_ref().is_some_and(|end| *end <= b.from);
        self.id == old.id && (self.version == old.version || !(apart(self, old) || apart(old, self)))
    }
}

fn head(text: &str) -> Option<Head> {
    let table: Table = text.parse().ok()?;
    let pack = table.get("pack")?.as_table()?;
    let text = |key: &str| pack.get(key).map(plain);
    Some(Head { id: text("id")?, version: text("version")?, from: text("valid_from")?, to: text("valid_to") })
}

fn packs(before: &Law, after: &Law) -> Vec<PackChange> {
    let versions = |law: &Law, id: &str| -> Vec<String> {
        law.packs().iter().filter(|pack| pack.id == id).map(|pack| pack.version.clone()).collect()
    };
    let ids: BTreeSet<&str> =
        before.packs().iter().chain(after.packs()).map(|pack| pack.id.as_str()).collect();
    let change = |id: &str| {
        let (before, after) = (versions(before, id), versions(after, id));
        (before != after).then(|| PackChange { id: id.to_owned(), before, after })
    };
    ids.into_iter().filter_map(change).collect()
}

/// The fields of every entry, by pack, section and id. Versions of one pack that hold on different days are kept apart.
fn entries(files: &[PackFile<'_>]) -> Entries {
    let mut heads: BTreeMap<String, usize> = BTreeMap::new();
    for head in files.iter().filter_map(|file| head(file.text)) {
        *heads.entry(head.id).or_default() += 1;
    }
    let mut entries = Entries::new();
    for file in files {
        let (Some(head), Ok(table)) = (head(file.text), file.text.parse::<Table>()) else { continue };
        let several = heads.get(&head.id).is_some_and(|count| *count > 1);
        let pack = if several { format!("{} {}", head.id, head.version) } else { head.id };
        for (section, value) in table {
            let listed = match value {
                Value::Array(values) => values,
                other => vec![other],
            };
            for (place, value) in listed.into_iter().enumerate() {
                let id = name_of(&value).unwrap_or_else(|| (place + 1).to_string());
                let mut fields = Fields::new();
                flatten(&value, String::new(), &mut fields);
                entries.insert((pack.clone(), section.clone(), id), fields);
            }
        }
    }
    entries
}

fn name_of(value: &Value) -> Option<String> {
    let table = value.as_table()?;
    NAMES.iter().find_map(|name| table.get(*name).map(plain))
}

fn flatten(value: &Value, path: String, fields: &mut Fields) {
    match value {
        Value::Table(table) => {
            for (key, value) in table {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(value, path, fields);
            }
        }
        Value::Array(values) if values.iter().any(|value| value.is_table() || value.is_array()) => {
            for (place, value) in values.iter().enumerate() {
                let name = name_of(value).unwrap_or_else(|| (place + 1).to_string());
                flatten(value, format!("{path}[{name}]"), fields);
            }
        }
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().map(plain).collect();
            fields.insert(path, texts.join(", "));
        }
        Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {
            fields.insert(path, plain(value));
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Datetime(date) => date.to_string(),
        // Lists and tables are flattened before.
        Value::Array(_) | Value::Table(_) => String::new(),
    }
}

fn entry_changes(before: &Entries, after: &Entries) -> Vec<EntryChange> {
    let none = Fields::new();
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let mut changes = Vec::new();
    for key in keys {
        let (old, new) = (before.get(key).unwrap_or(&none), after.get(key).unwrap_or(&none));
        let fields: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let change = |field: &String| {
            let (before, after) = (old.get(field).cloned(), new.get(field).cloned());
            (before != after).then(|| FieldChange { field: field.clone(), before, after })
        };
        let fields: Vec<FieldChange> = fields.into_iter().filter_map(change).collect();
        if !fields.is_empty() {
            let (pack, section, id) = key.clone();
            changes.push(EntryChange { pack, section, id, fields });
        }
    }
    changes
}

//! Exemption of minor violations (轻微违法不予处罚): which entries of a catalogue a case matches, with reasons.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::given::Given;
use crate::pack::{Basis, Law, PackScope, Validity};
use crate::refusal::{LawRefusal, RefusalCode};

/// What follows where an entry matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExemptionEffect {
    /// 不予处罚.
    NotPunished,
    /// 可以不予处罚.
    MayNotBePunished,
}

/// Of what kind a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseFactKind {
    /// Yes or no.
    YesNo,
    /// A figure from 0.
    Number,
}

/// How far back earlier violations of the same party count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookBack {
    /// However long ago.
    Ever,
    /// So many months before the day on which this one was found, that day not counted.
    Months(u32),
    /// In the same calendar year.
    CalendarYear,
}

impl LookBack {
    /// Whether a violation found on `earlier` counts for one found on `found`.
    pub fn reaches(self, earlier: Date, found: Date) -> bool {
        let in_reach = match self {
            LookBack::Ever => true,
            LookBack::Months(months) => {
                found.checked_sub(jiff::Span::new().months(months)).is_ok_and(|first| earlier >= first)
            }
            LookBack::CalendarYear => earlier.year() == found.year(),
        };
        in_reach && earlier < found
    }
}

/// A fact of a case that conditions ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFact {
    /// On what its definition rests; its rule is the fact's key.
    pub basis: Basis,
    /// Its Chinese name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// Of what kind it is.
    pub kind: CaseFactKind,
    /// Where it follows from earlier violations of the party: how far back they count. A figure is their number, a yes
    /// says that there is none.
    pub look_back: Option<LookBack>,
    /// Whether only earlier violations of the same kind count (同类): those of the same act as packs name it.
    pub same_act: bool,
}

/// One comparison of a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct FactTest {
    /// The fact's key.
    pub fact: String,
    /// What it must be.
    pub wanted: Wanted,
}

/// What a fact must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wanted {
    /// Yes or no.
    Is(bool),
    /// Below this.
    Below(f64),
    /// At most this.
    AtMost(f64),
    /// At least this.
    AtLeast(f64),
}

/// A condition in the words of its source, and how it is tested: one group of tests must hold wholly.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The words.
    pub text: String,
    /// The groups.
    pub any: Vec<Vec<FactTest>>,
}

/// An entry of a catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Exemption {
    /// On what it rests.
    pub basis: Basis,
    /// On which days it holds.
    pub validity: Validity,
    /// Its number in the catalogue.
    pub number: Option<u16>,
    /// The act, in the words of its source; `None`: any act.
    pub act: Option<String>,
    /// The act in English.
    pub act_en: Option<String>,
    /// What follows.
    pub effect: ExemptionEffect,
    /// Ways to match: the conditions of one must all hold.
    pub ways: Vec<Vec<Condition>>,
    /// Where one of these holds, the entry does not apply.
    pub exclusions: Vec<Condition>,
}

/// Whether something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// It does not.
    Fails,
    /// A fact that it depends on is not known.
    Unknown,
    /// It does.
    Holds,
}

impl Truth {
    fn not(self) -> Truth {
        match self {
            Truth::Holds => Truth::Fails,
            Truth::Unknown => Truth::Unknown,
            Truth::Fails => Truth::Holds,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Truth {
        if holds { Truth::Holds } else { Truth::Fails }
    }
}

/// All of them: the least; none at all holds.
pub(crate) fn all(truths: impl Iterator<Item = Truth>) -> Truth {
    truths.min().unwrap_or(Truth::Holds)
}

/// One of them: the greatest; none at all fails.
pub(crate) fn any(truths: impl Iterator<Item = Truth>) -> Truth {
    truths.max().unwrap_or(Truth::Fails)
}

/// A condition and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionOutcome {
    /// The words.
    pub text: String,
    /// Whether it holds.
    pub truth: Truth,
    /// The facts that are not known and would decide it.
    pub unknown: Vec<String>,
}

/// An entry held against the facts of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct ExemptionMatch<'a> {
    /// The entry.
    pub exemption: &'a Exemption,
    /// Whether it applies.
    pub truth: Truth,
    /// The conditions of each way.
    pub ways: Vec<Vec<ConditionOutcome>>,
    /// What would exclude it.
    pub exclusions: Vec<ConditionOutcome>,
}

/// What is known of a case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CaseFacts {
    known: BTreeMap<String, Known>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Known {
    Flag(bool),
    Number(f64),
}

impl FactTest {
    fn truth(&self, facts: &CaseFacts) -> Truth {
        match (facts.known.get(&self.fact), self.wanted) {
            (Some(Known::Flag(flag)), Wanted::Is(wanted)) => (*flag == wanted).into(),
            (Some(Known::Number(number)), Wanted::Below(bound)) => (*number < bound).into(),
            (Some(Known::Number(number)), Wanted::AtMost(bound)) => (*number <= bound).into(),
            (Some(Known::Number(number)), Wanted::AtLeast(bound)) => (*number >= bound).into(),
            // Kinds fit: facts and tests are both held against the same list.
            _ => Truth::Unknown,
        }
    }
}

impl Condition {
    pub(crate) fn outcome(&self, facts: &CaseFacts) -> ConditionOutcome {
        let groups = self.any.iter().map(|group| all(group.iter().map(|test| test.truth(facts))));
        let truth = any(groups);
        let mut unknown: Vec<String> = Vec::new();
        if truth == Truth::Unknown {
            // Of groups that have failed already no fact matters any more.
            let open = self
                .any
                .iter()
                .filter(|group| all(group.iter().map(|test| test.truth(facts))) == Truth::Unknown);
            for test in open.flatten().filter(|test| test.truth(facts) == Truth::Unknown) {
                if !unknown.contains(&test.fact) {
                    unknown.push(test.fact.clone());
                }
            }
        }
        ConditionOutcome { text: self.text.clone(), truth, unknown }
    }
}

impl Exemption {
    /// Holds the entry against the facts of a case.
    pub fn held_against<'a>(&'a self, facts: &CaseFacts) -> ExemptionMatch<'a> {
        let outcome = |condition: &Condition| condition.outcome(facts);
        let ways: Vec<Vec<ConditionOutcome>> =
            self.ways.iter().map(|way| way.iter().map(outcome).collect()).collect();
        let exclusions: Vec<ConditionOutcome> = self.exclusions.iter().map(outcome).collect();
        let matched = any(ways.iter().map(|way| all(way.iter().map(|condition| condition.truth))));
        let excluded = any(exclusions.iter().map(|condition| condition.truth));
        ExemptionMatch { exemption: self, truth: matched.min(excluded.not()), ways, exclusions }
    }
}

impl ExemptionMatch<'_> {
    /// The facts that are not known and would decide the match; none where it is decided.
    pub fn unknown(&self) -> Vec<&str> {
        if self.truth != Truth::Unknown {
            return Vec::new();
        }
        let failed =
            |way: &&Vec<ConditionOutcome>| way.iter().any(|condition| condition.truth == Truth::Fails);
        let open = self.ways.iter().filter(|way| !failed(way)).flatten().chain(&self.exclusions);
        let mut unknown: Vec<&str> = open.flat_map(|c| &c.unknown).map(String::as_str).collect();
        unknown.sort_unstable();
        unknown.dedup();
        unknown
    }
}

impl Law {
    /// Every entry, narrow layers first.
    pub fn exemptions(&self) -> &[Exemption] {
        &self.enforcement.exemptions
    }

    /// The facts that conditions ask for, by key.
    pub fn case_facts(&self) -> &[CaseFact] {
        &self.enforcement.case_facts
    }

    /// Reads the facts of a case: by key or Chinese name, yes or no or a figure, null for what is not known.
    ///
    /// # Errors
    /// Names the fact that is unknown, twice or of the wrong kind.
    pub fn read_case_facts(&self, given: &Given) -> Result<CaseFacts, LawRefusal> {
        let mut facts = CaseFacts::default();
        for (name, value) in given.map("facts")? {
            let fact = self.case_facts().iter().find(|fact| fact.basis.rule == *name || fact.name == *name);
            let Some(fact) = fact else {
                let known =
                    self.case_facts().iter().map(|fact| format!("{} ({})", fact.basis.rule, fact.name));
                return Err(LawRefusal::new(
                    RefusalCode::UnknownField,
                    name,
                    "no condition asks for this fact",
                )
                .possible(known));
            };
            let known = match (fact.kind, value) {
                (_, Given::Nothing) => continue,
                (CaseFactKind::YesNo, Given::Flag(flag)) => Known::Flag(*flag),
                (CaseFactKind::YesNo, Given::Text(text)) if ["是", "yes"].contains(&text.as_str()) => {
                    Known::Flag(true)
                }
                (CaseFactKind::YesNo, Given::Text(text)) if ["否", "no"].contains(&text.as_str()) => {
                    Known::Flag(false)
                }
                (CaseFactKind::Number, Given::Number(text) | Given::Text(text)) => figure(name, text)?,
                (kind, _) => {
                    let wanted = match kind {
                        CaseFactKind::YesNo => "expected true, false or null",
                        CaseFactKind::Number => "expected a figure or null",
                    };
                    return Err(LawRefusal::new(RefusalCode::WrongKind, name, wanted));
                }
            };
            if facts.known.insert(fact.basis.rule.clone(), known).is_some() {
                return Err(LawRefusal::new(RefusalCode::Twice, name, "this fact was given twice"));
            }
        }
        Ok(facts)
    }

    /// The entries in force on `date` for an act (by its words, its number or its id; every entry without one), of the
    /// packs that are asked, each held against the facts. Entries for any act come with every act.
    ///
    /// # Errors
    /// If there is no such pack, or no such act in it.
    pub fn match_exemptions(
        &self,
        scope: PackScope<'_>,
        act: Option<&str>,
        facts: &CaseFacts,
        date: Date,
    ) -> Result<Vec<ExemptionMatch<'_>>, LawRefusal> {
        if let PackScope::Pack(pack) = scope {
            self.pack(pack)?;
        }
        let of_pack = |e: &&Exemption| e.act.is_none() || self.in_scope(&e.basis.pack, scope);
        let is_act = |e: &Exemption, act: &str| {
            e.act.as_deref() == Some(act)
                || e.basis.rule == act
                || e.number.is_some_and(|number| number.to_string() == act)
        };
        let entries = || self.exemptions().iter().filter(of_pack);
        if let Some(act) = act
            && !entries().any(|e| is_act(e, act))
        {
            let acts = entries().filter_map(|e| e.act.as_ref().map(|act| format!("{} {act}", e.basis.rule)));
            let message = format!("no catalogue has the act {act:?}");
            return Err(LawRefusal::new(RefusalCode::UnknownOption, "act", message).possible(acts));
        }
        let wanted = |e: &&Exemption| act.is_none_or(|act| e.act.is_none() || is_act(e, act));
        let in_force = entries().filter(wanted).filter(|e| e.validity.holds_on(date));
        let matches: Vec<_> = in_force.map(|e| e.held_against(facts)).collect();
        if matches.is_empty() {
            let spans = entries().filter(wanted).map(|e| format!("{} {}", e.basis.rule, e.validity));
            let message = format!("no entry holds on {date}");
            return Err(LawRefusal::new(RefusalCode::NotInForce, "date", message).possible(spans));
        }
        Ok(matches)
    }
}

fn figure(name: &str, text: &str) -> Result<Known, LawRefusal> {
    match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() && number >= 0.0 => Ok(Known::Number(number)),
        _ => Err(LawRefusal::new(RefusalCode::Number, name, format!("{text:?} is no figure from 0"))),
    }
}

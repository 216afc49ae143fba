//! Reads what a case gives into choices among the options of a table.

use jiff::civil::Date;
use model::Money;
use serde::{Deserialize, Serialize};

use super::adjustment::adjustment;
use super::matching::{self, Meaning, normal};
use super::words::names_table;
use super::words::{Known, OTHER_NAMES, REMARKS, WRAPPERS, known, known_word};
use super::{AdjustmentKind, DiscretionRule, DiscretionTable, FactorOption, OptionValue};
use crate::enforcement::CaseDates;
use crate::given::Given;
use crate::refusal::{LawRefusal, RefusalCode};
use crate::share::Share;

/// How heavy a case is, where a span is looked at as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Degree {
    /// 从轻.
    Lighter,
    /// 一般.
    Ordinary,
    /// 从重.
    Heavier,
}

impl Degree {
    const ALL: [Degree; 3] = [Self::Lighter, Self::Ordinary, Self::Heavier];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Lighter => "lighter",
            Self::Ordinary => "ordinary",
            Self::Heavier => "heavier",
        }
    }

    /// In Chinese.
    pub fn text_zh(self) -> &'static str {
        match self {
            Self::Lighter => "从轻",
            Self::Ordinary => "一般",
            Self::Heavier => "从重",
        }
    }

    fn named(text: &str) -> Option<Degree> {
        let said = normal(text);
        Self::ALL.into_iter().find(|degree| {
            said == degree.code() || said.strip_suffix("处罚").unwrap_or(&said) == degree.text_zh()
        })
    }
}

/// Why an option counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceReason {
    /// It was given.
    Given,
    /// The factor could not be found out: the lowest counts.
    Unproven,
    /// It is the heaviest of several that apply.
    HeaviestOf {
        /// The others.
        others: Vec<String>,
    },
}

/// An option that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The factor, by its place in the table.
    pub factor: usize,
    /// The option, by its place in the factor.
    pub option: usize,
    /// Why.
    pub reason: ChoiceReason,
}

/// An adjustment that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustmentGiven {
    /// Which way.
    pub kind: AdjustmentKind,
    /// How much; needed where the rules leave room.
    pub share: Option<Share>,
    /// Why; never empty.
    pub ground: String,
}

/// What a case gives for one table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FineRequest {
    /// The options, in the order of the table.
    pub choices: Vec<Choice>,
    /// Whether every factor that was not given counts as its lowest option, because the case says so.
    pub rest_lowest: bool,
    /// The amount that the fine is a multiple of.
    pub base: Option<Money>,
    /// The statutory least, where the table asks for it; `Some(None)`, given as null or 0: the law names none.
    pub least: Option<Option<Money>>,
    /// The statutory greatest, where the table asks for it.
    pub greatest: Option<Money>,
    /// The provision that is broken, where the table serves many.
    pub statute: Option<String>,
    /// Whether the party is a natural person.
    pub person: Option<bool>,
    /// The circumstance that chooses the statutory amounts, by its place.
    pub variant: Option<usize>,
    /// The last day of the act.
    pub act_date: Option<Date>,
    /// The day of the decision.
    pub decision_date: Option<Date>,
    /// How heavy the case is.
    pub degree: Option<Degree>,
    /// An amount that a person chose within what the rules leave open.
    pub amount: Option<Money>,
    /// Adjustments.
    pub adjustments: Vec<AdjustmentGiven>,
    /// The fine that somebody expects, to be compared.
    pub expected: Option<Money>,
}

/// The days that a case gives, before it is known which version of a table reads the rest.
///
/// # Errors
/// If one is no date.
pub(crate) fn request_dates(given: &Given) -> Result<CaseDates, LawRefusal> {
    let mut dates = CaseDates::default();
    for (name, value) in given.map("input")? {
        let said = normal(name);
        if WRAPPERS.contains(&said.as_str()) {
            let inner = request_dates(value)?;
            dates = CaseDates { act: inner.act.or(dates.act), decision: inner.decision.or(dates.decision) };
        }
        match known_word(&said) {
            Some(Known::ActDate) => dates.act = Some(value.date(name)?),
            Some(Known::DecisionDate) => dates.decision = Some(value.date(name)?),
            _ => {}
        }
    }
    Ok(dates)
}

/// Reads what was given for `table`.
///
/// # Errors
/// Names the field that is unknown, twice, ambiguous or contradictory, and what would be possible.
pub(crate) fn read(
    table: &DiscretionTable,
    rule: Option<&DiscretionRule>,
    given: &Given,
) -> Result<FineRequest, LawRefusal> {
    let mut reader = Reader {
        table,
        rule,
        request: FineRequest::default(),
        options: vec![Vec::new(); table.factors.len()],
        given: vec![None; table.factors.len()],
        said: Vec::new(),
        least_over_greatest: None,
    };
    for (name, value) in given.map("input")? {
        if WRAPPERS.contains(&normal(name).as_str()) {
            for (name, value) in value.map(name)? {
                reader.entry(name, value)?;
            }
        } else {
            reader.entry(name, value)?;
        }
    }
    reader.finish()
}

struct Reader<'a> {
    table: &'a DiscretionTable,
    rule: Option<&'a DiscretionRule>,
    request: FineRequest,
    /// The options of each factor that apply.
    options: Vec<Vec<usize>>,
    /// By which name each factor was given.
    given: Vec<Option<String>>,
    said: Vec<String>,
    least_over_greatest: Option<String>,
}

impl Reader<'_> {
    fn entry(&mut self, name: &str, value: &Given) -> Result<(), LawRefusal> {
        if self.said.iter().any(|said| said == name) {
            return Err(LawRefusal::new(RefusalCode::Twice, name, "this was given twice"));
        }
        self.said.push(name.to_owned());
        if REMARKS.contains(&normal(name).as_str()) {
            return Ok(());
        }
        let weight = value.word().filter(|word| is_number(word));
        if let Some(known) = known(self.table, name) {
            return self.known(known, name, value);
        }
        match matching::meaning(self.table, name, weight)? {
            Some(Meaning::Factor(factor)) => self.factor(factor, name, value),
            Some(Meaning::Option(factor, option)) if weight.is_some() || *value == Given::Flag(true) => {
                self.choose(factor, name, vec![option])
            }
            Some(Meaning::Option(..)) => {
                let message = "beside an option stands its weight, or true";
                Err(LawRefusal::new(RefusalCode::WrongKind, name, message))
            }
            None => match Degree::named(name) {
                Some(degree) => self.degree(name, degree),
                None => Err(self.unknown(name)),
            },
        }
    }

    fn unknown(&self, name: &str) -> LawRefusal {
        let factors = self.table.factors.iter().map(|factor| format!("{} ({})", factor.key, factor.name));
        let others = OTHER_NAMES.iter().map(|name| (*name).to_owned());
        let code = match self.table.cells {
            super::Cells::Known => RefusalCode::UnknownField,
            super::Cells::Partial | super::Cells::Unknown => RefusalCode::CellUnknown,
        };
        let message = format!("no factor or option of {} is called so", self.table.basis.rule);
        LawRefusal::new(code, name, message).possible(factors.chain(others))
    }

    fn factor(&mut self, factor: usize, name: &str, value: &Given) -> Result<(), LawRefusal> {
        let table = self.table;
        let Some(described) = table.factors.get(factor) else { return Ok(()) };
        let find = |value: &Given| match value {
            Given::Text(text) if !is_number(text) => matching::option(table, described, text),
            Given::Text(number) | Given::Number(number) => {
                matching::option_of_weight(table, described, number)
            }
            Given::Nothing | Given::Flag(_) | Given::List(_) | Given::Map(_) => {
                let message = "expected an option or its weight";
                Err(LawRefusal::new(RefusalCode::WrongKind, &described.key, message)
                    .possible(matching::labels(described)))
            }
        };
        let options = match value {
            Given::Nothing => Vec::new(),
            Given::Text(text) if ["unknown", "不明", "未查明", "无法查明"].contains(&text.trim()) => {
                Vec::new()
            }
            Given::List(values) => values.iter().map(find).collect::<Result<Vec<_>, _>>()?,
            Given::Flag(_) | Given::Number(_) | Given::Text(_) | Given::Map(_) => vec![find(value)?],
        };
        self.choose(factor, name, options)
    }

    fn choose(&mut self, factor: usize, name: &str, options: Vec<usize>) -> Result<(), LawRefusal> {
        let (Some(given), Some(slot)) = (self.given.get_mut(factor), self.options.get_mut(factor)) else {
            return Ok(());
        };
        if let Some(before) = given {
            let message = format!("the same factor was given already, as {before:?}");
            return Err(LawRefusal::new(RefusalCode::Twice, name, message));
        }
        *given = Some(name.to_owned());
        *slot = options;
        Ok(())
    }

    fn degree(&mut self, name: &str, degree: Degree) -> Result<(), LawRefusal> {
        if self.request.degree.replace(degree).is_some() {
            return Err(LawRefusal::new(RefusalCode::Twice, name, "the degree was given already"));
        }
        Ok(())
    }

    fn known(&mut self, known: Known, name: &str, value: &Given) -> Result<(), LawRefusal> {
        let request = &mut self.request;
        match known {
            Known::Start => return self.start(name, value),
            Known::Others => match value {
                Given::Number(number) if Share::from_percent(number) == Ok(Share::ZERO) => {
                    request.rest_lowest = true;
                }
                Given::Text(text) if ["lowest", "最低档"].contains(&text.trim()) => {
                    request.rest_lowest = true;
                }
                Given::Flag(true) => request.rest_lowest = true,
                Given::Nothing
                | Given::Flag(false)
                | Given::Number(_)
                | Given::Text(_)
                | Given::List(_)
                | Given::Map(_) => {
                    let message = "expected 0: every other factor at its lowest option";
                    return Err(LawRefusal::new(RefusalCode::WrongKind, name, message));
                }
            },
            Known::Base => request.base = Some(value.money(name)?),
            Known::Least => {
                let least = if *value == Given::Nothing { Money::ZERO } else { value.money(name)? };
                request.least = Some(Some(least).filter(|least| *least > Money::ZERO));
            }
            Known::Greatest => request.greatest = Some(value.money(name)?),
            Known::LeastOverGreatest => self.least_over_greatest = value.word().map(str::to_owned),
            Known::Party => {
                request.person = Some(match value.text(name)? {
                    "person" | "公民" | "个人" => true,
                    "entity" | "单位" | "法人" => false,
                    other => {
                        let message = format!("{other:?} is no kind of party");
                        return Err(LawRefusal::new(RefusalCode::UnknownOption, name, message)
                            .possible(["entity", "person"]));
                    }
                });
            }
            Known::ActDate => request.act_date = Some(value.date(name)?),
            Known::DecisionDate => request.decision_date = Some(value.date(name)?),
            Known::Adjust => return self.adjust(name, value),
            Known::Degree => {
                let text = value.text(name)?;
                let degree = Degree::named(text).ok_or_else(|| {
                    LawRefusal::new(RefusalCode::UnknownOption, name, format!("{text:?} is no degree"))
                        .possible(Degree::ALL.map(Degree::code))
                })?;
                return self.degree(name, degree);
            }
            Known::Amount => request.amount = Some(value.money(name)?),
            Known::Variant => {
                let text = value.text(name)?;
                let variant = self.variant(name, text)?;
                self.request.variant = Some(variant);
            }
            Known::Row => return self.row(name, value),
            Known::Expected => request.expected = Some(value.money(name)?),
            Known::Statute => request.statute = Some(value.text(name)?.to_owned()),
            Known::Table => return self.same(name, value, &self.table.basis.rule),
            Known::Pack => return self.same(name, value, &self.table.basis.pack),
        }
        Ok(())
    }

    fn same(&self, name: &str, value: &Given, id: &str) -> Result<(), LawRefusal> {
        let said = value.text(name)?;
        if names_table(id, said) {
            return Ok(());
        }
        let message = format!("the input is for {said:?}, asked was {id:?}");
        Err(LawRefusal::new(RefusalCode::Contradiction, name, message))
    }

    fn start(&self, name: &str, value: &Given) -> Result<(), LawRefusal> {
        let start = self.table.start;
        let number = value.word().unwrap_or_default();
        if Share::from_percent(number) == Ok(start) || Share::from_times(number) == Ok(start) {
            return Ok(());
        }
        let message = format!("the table starts at {start}, not at {number:?}");
        Err(LawRefusal::new(RefusalCode::Contradiction, name, message))
    }

    fn variant(&self, name: &str, text: &str) -> Result<usize, LawRefusal> {
        let said = normal(text);
        let fits = |label: &String| normal(label) == said;
        let found = self
            .table
            .variants
            .iter()
            .position(|variant| std::iter::once(&variant.label).chain(&variant.aliases).any(fits));
        found.ok_or_else(|| {
            let labels = self.table.variants.iter().map(|variant| variant.label.clone());
            LawRefusal::new(RefusalCode::UnknownOption, name, format!("there is no circumstance {text:?}"))
                .possible(labels)
        })
    }

    /// Conditions of a row, as a list of options.
    fn row(&mut self, name: &str, value: &Given) -> Result<(), LawRefusal> {
        let Given::List(values) = value else {
            return Err(LawRefusal::new(RefusalCode::WrongKind, name, "expected a list of options"));
        };
        for value in values {
            let text = value.text(name)?;
            match matching::meaning(self.table, text, None)? {
                Some(Meaning::Option(factor, option)) => self.choose(factor, text, vec![option])?,
                Some(Meaning::Factor(_)) | None => return Err(self.unknown(text)),
            }
        }
        Ok(())
    }

    fn adjust(&mut self, name: &str, value: &Given) -> Result<(), LawRefusal> {
        let values = match value {
            Given::List(values) => values.as_slice(),
            Given::Nothing | Given::Flag(_) | Given::Number(_) | Given::Text(_) | Given::Map(_) => {
                std::slice::from_ref(value)
            }
        };
        for value in values {
            let adjustment = adjustment(name, value)?;
            if self.request.adjustments.iter().any(|other| other.kind == adjustment.kind) {
                let message = format!("{} was given twice", adjustment.kind.code());
                return Err(LawRefusal::new(RefusalCode::Twice, name, message));
            }
            self.request.adjustments.push(adjustment);
        }
        let has = |kind| self.request.adjustments.iter().any(|adjustment| adjustment.kind == kind);
        if has(AdjustmentKind::Heavier)
            && (has(AdjustmentKind::Lighter)
                || has(AdjustmentKind::Mitigated)
                || has(AdjustmentKind::Apology))
        {
            let message = "heavier and lighter contradict each other: weigh them and give one";
            return Err(LawRefusal::new(RefusalCode::Contradiction, name, message));
        }
        Ok(())
    }

    fn finish(mut self) -> Result<FineRequest, LawRefusal> {
        if let (Some(given), Some(Some(least)), Some(greatest)) =
            (&self.least_over_greatest, self.request.least, self.request.greatest)
        {
            let share = Share::from_times(given).ok();
            let product = share.and_then(|share| crate::share::Exact::of(greatest).times(share));
            if product != Some(crate::share::Exact::of(least)) {
                let message = format!("{given} is not {least} / {greatest}");
                return Err(LawRefusal::new(RefusalCode::Contradiction, "Y", message));
            }
        }
        let chosen = std::mem::take(&mut self.options);
        for (place, options) in chosen.into_iter().enumerate() {
            if self.given.get(place).is_none_or(Option::is_none) {
                continue;
            }
            let choice = self.one_of(place, options)?;
            self.request.choices.push(choice);
        }
        Ok(self.request)
    }

    /// The option that counts: the heaviest of several, the lowest where nothing could be proven.
    fn one_of(&self, factor: usize, options: Vec<usize>) -> Result<Choice, LawRefusal> {
        let Some(described) = self.table.factors.get(factor) else {
            return Ok(Choice { factor, option: 0, reason: ChoiceReason::Given });
        };
        let weight = |option: &usize| described.options.get(*option).map(FactorOption::weight);
        match options.as_slice() {
            [] => unproven(self.table, self.rule, factor),
            [option] => Ok(Choice { factor, option: *option, reason: ChoiceReason::Given }),
            several => {
                let weighed = described.options.iter().all(|o| matches!(o.value, OptionValue::Weight(_)));
                let rule = self.rule.is_some_and(|rule| rule.heaviest_of_several.contains(&described.key));
                if !weighed || !rule {
                    let message = "several options were given, and no rule says which one counts";
                    return Err(LawRefusal::new(RefusalCode::Contradiction, &described.key, message));
                }
                let heaviest =
                    several.iter().copied().max_by_key(|option| weight(option)).unwrap_or_default();
                let others = several.iter().filter(|option| **option != heaviest);
                let others = others.filter_map(|option| described.options.get(*option));
                let others = others.map(|option| option.label.clone()).collect();
                Ok(Choice { factor, option: heaviest, reason: ChoiceReason::HeaviestOf { others } })
            }
        }
    }
}

/// Whether a text is a number, and so a weight and no label.
fn is_number(text: &str) -> bool {
    Share::from_percent(text).is_ok() || Share::from_times(text).is_ok()
}

/// The lowest option of a factor that could not be found out.
///
/// # Errors
/// If no rule of the pack allows that.
pub(super) fn unproven(
    table: &DiscretionTable,
    rule: Option<&DiscretionRule>,
    factor: usize,
) -> Result<Choice, LawRefusal> {
    let Some(described) = table.factors.get(factor) else {
        return Ok(Choice { factor, option: 0, reason: ChoiceReason::Unproven });
    };
    if !rule.is_some_and(|rule| rule.unproven_is_lowest) {
        let message = "this factor is needed: no rule of the pack says what counts where it is not proven";
        return Err(LawRefusal::new(RefusalCode::Missing, &described.key, message)
            .possible(matching::labels(described)));
    }
    Ok(lowest(table, factor))
}

/// The lowest option of a factor, the first of equals.
pub(super) fn lowest(table: &DiscretionTable, factor: usize) -> Choice {
    let options = table.factors.get(factor).map_or(&[][..], |described| &described.options);
    let lowest = options.iter().enumerate().min_by_key(|(_, option)| option.weight());
    Choice { factor, option: lowest.map_or(0, |(place, _)| place), reason: ChoiceReason::Unproven }
}

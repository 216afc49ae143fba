//! Reads the worked examples about enforcement.

use super::raw::discretion as raw;
use super::raw::exemption as raw_exemption;
use super::raw::procedure as raw_procedure;
use super::raw::term as raw_term;
use super::{At, Entry, Mistakes, Section};
use crate::pack::PackHead;
use crate::payment::Freeze;
use crate::refusal::{LawRefusal, RefusalCode};
use crate::term::{DayOrMoment, DueQuestion, Suspension};
use crate::worked::{Question, WorkedExample, refused_as};

/// What could be read of the examples.
#[derive(Debug, Default)]
pub(super) struct Examples {
    fines: Vec<Entry<raw::FineExample>>,
    penalties: Vec<Entry<raw::PenaltyExample>>,
    exemptions: Vec<Entry<raw_exemption::ExemptionExample>>,
    tiers: Vec<Entry<raw_procedure::TierExample>>,
    terms: Vec<Entry<raw_term::TermExample>>,
    surcharges: Vec<Entry<raw_term::SurchargeExample>>,
    daily: Vec<Entry<raw_term::DailyExample>>,
}

impl Examples {
    /// Reads a section; gives it back if it is none of these.
    pub(super) fn read<'a>(
        &mut self,
        key: &str,
        section: Section<'a>,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<Section<'a>> {
        match key {
            "fine_example" => section.read(&mut self.fines, mistakes),
            "penalty_example" => section.read(&mut self.penalties, mistakes),
            "exemption_example" => section.read(&mut self.exemptions, mistakes),
            "tier_example" => section.read(&mut self.tiers, mistakes),
            "term_example" => section.read(&mut self.terms, mistakes),
            "surcharge_example" => section.read(&mut self.surcharges, mistakes),
            "daily_example" => section.read(&mut self.daily, mistakes),
            _ => return Some(section),
        }
        None
    }

    pub(super) fn forget(&mut self, pack: usize) {
        self.fines.retain(|entry| entry.pack != pack);
        self.penalties.retain(|entry| entry.pack != pack);
        self.exemptions.retain(|entry| entry.pack != pack);
        self.tiers.retain(|entry| entry.pack != pack);
        self.terms.retain(|entry| entry.pack != pack);
        self.surcharges.retain(|entry| entry.pack != pack);
        self.daily.retain(|entry| entry.pack != pack);
    }

    /// The examples, and where each stands.
    pub(super) fn check(
        self,
        heads: &[PackHead],
        mistakes: &mut Mistakes<'_>,
    ) -> (Vec<WorkedExample>, Vec<At>) {
        let mut list = List { heads, examples: Vec::new(), places: Vec::new() };
        for entry in self.fines {
            list.add(entry, mistakes, fine);
        }
        for entry in self.penalties {
            list.add(entry, mistakes, penalty);
        }
        for entry in self.exemptions {
            list.add(entry, mistakes, exemption);
        }
        for entry in self.tiers {
            list.add(entry, mistakes, tier);
        }
        for entry in self.terms {
            list.add(entry, mistakes, term);
        }
        for entry in self.surcharges {
            list.add(entry, mistakes, surcharge);
        }
        for entry in self.daily {
            list.add(entry, mistakes, daily);
        }
        (list.examples, list.places)
    }
}

/// An example but for its pack.
struct Read {
    id: String,
    published: bool,
    note: Option<String>,
    question: Question,
    expected: String,
}

struct List<'a> {
    heads: &'a [PackHead],
    examples: Vec<WorkedExample>,
    places: Vec<At>,
}

impl List<'_> {
    fn add<T>(
        &mut self,
        entry: Entry<T>,
        mistakes: &mut Mistakes<'_>,
        read: impl Fn(T) -> Result<Read, String>,
    ) {
        let Entry { at, pack, raw } = entry;
        let pack = self.heads.get(pack).map_or(String::new(), |head| head.id.clone());
        match read(raw) {
            Ok(Read { id, published, note, question, expected }) => {
                self.examples.push(WorkedExample { id, pack, published, note, question, expected });
                self.places.push(at);
            }
            Err(message) => mistakes.add(at, message),
        }
    }
}

fn expected(answer: Option<String>, refused: Option<RefusalCode>, name: &str) -> Result<String, String> {
    match (answer, refused) {
        (Some(answer), None) => Ok(answer),
        (None, Some(code)) => Ok(refused_as(code)),
        (Some(_), Some(_)) | (None, None) => Err(format!("an example has either `{name}` or `refused`")),
    }
}

fn fine(raw: raw::FineExample) -> Result<Read, String> {
    Ok(Read {
        expected: expected(raw.fine.map(|fine| fine.0.to_string()), raw.refused, "fine")?,
        id: raw.id,
        published: raw.published,
        note: raw.note,
        question: Question::Fine { table: raw.table, given: raw.given },
    })
}

fn penalty(raw: raw::PenaltyExample) -> Result<Read, String> {
    let (act_date, decision_date) = (raw.act_date.0, raw.decision_date.0);
    let question = Question::Penalty { act: raw.act, act_date, decision_date };
    Ok(Read { id: raw.id, published: false, note: None, question, expected: raw.statute })
}

fn exemption(raw: raw_exemption::ExemptionExample) -> Result<Read, String> {
    Ok(Read {
        id: raw.id,
        published: false,
        note: None,
        question: Question::Exemption { exemption: raw.exemption, date: raw.date.0, facts: raw.facts },
        expected: format!("{:?}", raw.truth).to_lowercase(),
    })
}

fn tier(raw: raw_procedure::TierExample) -> Result<Read, String> {
    Ok(Read {
        id: raw.id,
        published: false,
        note: None,
        question: Question::Tier { tier: raw.tier, date: raw.date.0, facts: raw.facts },
        expected: format!("{:?}", raw.truth).to_lowercase(),
    })
}

fn term(raw: raw_term::TermExample) -> Result<Read, String> {
    let text = |refusal: LawRefusal| refusal.to_string();
    let from: DayOrMoment = raw.from.parse().map_err(text)?;
    let suspensions = raw.suspend.iter().map(|span| Suspension::parse(span).map_err(text));
    let suspensions = suspensions.collect::<Result<Vec<_>, _>>()?;
    let question = DueQuestion { from, suspensions, extensions: raw.extend };
    Ok(Read {
        expected: expected(raw.due.map(|due| due.replacen('T', " ", 1)), raw.refused, "due")?,
        id: raw.id,
        published: false,
        note: raw.note,
        question: Question::Due { term: raw.term, question },
    })
}

fn surcharge(raw: raw_term::SurchargeExample) -> Result<Read, String> {
    let freeze = |text: &String| {
        let span = Suspension::parse(text).map_err(|refusal| refusal.to_string())?;
        Ok::<_, String>(Freeze { first: span.first(), last: span.last() })
    };
    let freezes = raw.frozen.iter().map(freeze).collect::<Result<Vec<_>, _>>()?;
    let question = Question::Surcharge { fine: raw.fine.0, due: raw.due.0, paid: raw.paid.0, freezes };
    let expected = raw.surcharge.0.to_string();
    Ok(Read { id: raw.id, published: false, note: None, question, expected })
}

fn daily(raw: raw_term::DailyExample) -> Result<Read, String> {
    let question =
        Question::Daily { original: raw.original.0, served: raw.served.0, found: raw.recheck_found.0 };
    Ok(Read { id: raw.id, published: false, note: None, question, expected: raw.fine.0.to_string() })
}

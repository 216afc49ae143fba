//! Worked examples: what packs say a case comes to. They are run when packs are loaded, by `jingwei bench law`, and
//! against a new pack to see what it would change.

use jiff::civil::Date;
use model::Money;

use crate::given::Given;
use crate::pack::{Law, PackScope};
use crate::payment::Freeze;
use crate::refusal::LawRefusal;
use crate::term::DueQuestion;

/// A worked example of a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkedExample {
    /// Its id.
    pub id: String,
    /// The pack that carries it.
    pub pack: String,
    /// Whether it was published by a bureau; the others are derived from the rules.
    pub published: bool,
    /// Where it comes from, or what it shows.
    pub note: Option<String>,
    /// What is asked.
    pub question: Question,
    /// What the answer is, as [`Law::answer`] words it.
    pub expected: String,
}

/// What a worked example asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// The fine of a case by a table of the example's pack.
    Fine {
        /// The table.
        table: String,
        /// What the case gives.
        given: Given,
    },
    /// The provision that applies.
    Penalty {
        /// The act.
        act: String,
        /// When it ended.
        act_date: Date,
        /// When it is decided.
        decision_date: Date,
    },
    /// The day on which a term is due.
    Due {
        /// The term.
        term: String,
        /// When it begins and what moves it.
        question: DueQuestion,
    },
    /// Whether an entry of a catalogue of the example's pack applies.
    Exemption {
        /// The entry.
        exemption: String,
        /// The day.
        date: Date,
        /// What is known of the case.
        facts: Given,
    },
    /// Whether a rule of the ladder of the example's pack puts a case on its rung.
    Tier {
        /// The rule.
        tier: String,
        /// The day.
        date: Date,
        /// What is known of the case.
        facts: Given,
    },
    /// A surcharge.
    Surcharge {
        /// The fine.
        fine: Money,
        /// When it was due.
        due: Date,
        /// When it was paid.
        paid: Date,
        /// When no day counted.
        freezes: Vec<Freeze>,
    },
    /// A daily penalty.
    Daily {
        /// The fine that was set.
        original: Money,
        /// When the order was served.
        served: Date,
        /// When the act was found to go on.
        found: Date,
    },
}

impl Law {
    /// The worked examples about enforcement, in the order of packs.
    pub fn worked_examples(&self) -> &[WorkedExample] {
        &self.enforcement.examples
    }

    /// What this law answers to an example's question: an amount, a date, a provision, or `refused: code`.
    pub fn answer(&self, example: &WorkedExample) -> String {
        self.try_answer(example).unwrap_or_else(|refusal| refused(&refusal))
    }

    fn try_answer(&self, example: &WorkedExample) -> Result<String, LawRefusal> {
        match &example.question {
            Question::Fine { table, given } => {
                self.fine(&example.pack, table, given).map(|reckoning| reckoning.fine.to_string())
            }
            Question::Penalty { act, act_date, decision_date } => {
                let applicable = self.applicable_penalty(act, *act_date, *decision_date)?;
                applicable.applies().map(|range| range.statute.clone())
            }
            Question::Due { term, question } => {
                let due = self.due(term, question)?;
                Ok(due.at.map_or_else(|| due.day.to_string(), model::china::minute_text))
            }
            Question::Exemption { exemption, date, facts } => {
                let facts = self.read_case_facts(facts)?;
                let found = self.match_exemptions(PackScope::Pack(&example.pack), None, &facts, *date)?;
                let entry = found.iter().find(|found| found.exemption.basis.rule == *exemption);
                let truth = entry.map(|found| format!("{:?}", found.truth).to_lowercase());
                Ok(truth.unwrap_or_else(|| format!("no exemption {exemption} on {date}")))
            }
            Question::Tier { tier, date, facts } => {
                let facts = self.read_case_facts(facts)?;
                let of_pack = |rule: &&crate::tier::TierRule| {
                    rule.basis.pack == example.pack && rule.basis.rule == *tier
                };
                let rule = self.tier_rules().iter().filter(of_pack).find(|r| r.validity.holds_on(*date));
                let truth = rule.map(|rule| format!("{:?}", rule.held_against(&facts).truth).to_lowercase());
                Ok(truth.unwrap_or_else(|| format!("no rule {tier} on {date}")))
            }
            Question::Surcharge { fine, due, paid, freezes } => {
                let rule = self.surcharge_rule(*due)?;
                rule.between(*fine, *due, *paid, freezes).map(|s| s.surcharge.to_string())
            }
            Question::Daily { original, served, found } => {
                let rule = self.daily_penalty_rule(*served)?;
                rule.reckon(*original, *served, *found).map(|daily| daily.fine.to_string())
            }
        }
    }
}

fn refused(refusal: &LawRefusal) -> String {
    refused_as(refusal.code)
}

/// How an answer words a refusal.
pub(crate) fn refused_as(code: crate::refusal::RefusalCode) -> String {
    format!("refused: {}", code.code())
}

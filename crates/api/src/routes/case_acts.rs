//! From the body of an act to its command: everything is parsed here, and a mistake names its field.

use std::collections::BTreeMap;

use casework::case::{
    Archived, ChallengeEnded, ChallengeKind, ChallengeOutcome, Challenged, Closed, ClosedBecause, Command,
    Condition, ConditionKind, Corrected, DailyGiven, DailyImposed, DailyReviewed, DecisionGiven,
    DecisionOutcome, Deliberated, Document, Enforced, EnforcementStep, EvidenceAdded, EvidenceKind,
    EvidenceMoved, Extended, FactGiven, FineGiven, HandedOver, HearingConvened, HearingHeld, Leading,
    MeasureApproved, MeasureExtended, MeasureKind, MeasureLifted, MeasureTaken, NoticeGiven, OnTheSpot,
    Ordered, Paid, PenaltyGiven, PoliceAnswer, PoliceAnswered, Rechecked, RecordKind, Recorded, ReferralKind,
    Referred, Resumed, ReviewOpinion, Reviewed, Sent, Served, ServiceWay, StageName, Stated, StatementKind,
    Suspended, TierGiven, Transferred, Withdrawn,
};
use jiff::civil::Date;
use law::{Given, Rung};
use model::{BlobHash, Money, ParseMoneyError, UserId};

use super::commands::files;
use super::parse;
use crate::dto::case::act::{CaseAct, CaseFactGiven, CaseFineGiven, CasePenaltyGiven};
use crate::error::{ApiError, Bilingual};
use crate::services::Services;

/// The command of an act in the case that has this many notices.
pub(crate) fn command(services: &Services, act: CaseAct, notices: u32) -> Result<Command, ApiError> {
    let reader = Reader { services };
    Ok(match act {
        CaseAct::File { conditions, late_reason } => {
            let condition = |given: crate::dto::case::act::CaseConditionGiven| {
                let kind = coded("kind", &given.kind, &ConditionKind::ALL, ConditionKind::code)?;
                Ok(Condition { kind, ground: given.ground })
            };
            let conditions = conditions.into_iter().map(condition).collect::<Result<_, ApiError>>()?;
            Command::File { conditions, late_reason }
        }
        CaseAct::Decline { reason } => Command::Decline(Withdrawn { reason }),
        CaseAct::Withdraw { reason } => Command::Withdraw(Withdrawn { reason }),
        CaseAct::Reinvestigate { reason } => Command::Reinvestigate(Withdrawn { reason }),
        CaseAct::Transfer { to, reason } => Command::Transfer(Transferred { to, reason }),
        CaseAct::Merge { into, reason } => Command::Merge { leading: reader.leading(&into)?, reason },
        CaseAct::Correct { was, becomes, reason } => Command::Correct(Corrected { was, becomes, reason }),
        CaseAct::Suspend { ground, reason } => Command::Suspend(Suspended { ground, reason }),
        CaseAct::Resume { reason } => Command::Resume(Resumed { reason }),
        CaseAct::Extend { term, amount, reason } => Command::Extend(Extended { term, amount, reason }),
        CaseAct::Send { report, evidence } => Command::Send(Sent { report, evidence }),
        CaseAct::Review { agrees, words } => {
            let opinion = if agrees { ReviewOpinion::Agrees } else { ReviewOpinion::Returns };
            Command::Review(Reviewed { opinion, words })
        }
        CaseAct::Deliberate { members, conclusion, minutes } => {
            let (members, minutes) = (reader.people(&members)?, reader.file(minutes)?);
            Command::Deliberate(Deliberated { members, conclusion, minutes })
        }
        CaseAct::SetTier { facts, catalogue, rung, reason } => {
            let rung = coded("rung", &rung, &Rung::ALL, Rung::code)?;
            Command::SetTier(TierGiven { facts: facts_given(facts)?, catalogue, rung, reason })
        }
        CaseAct::Close { because, words } => {
            let all = [
                ClosedBecause::Performed,
                ClosedBecause::NothingToPerform,
                ClosedBecause::Enforced,
                ClosedBecause::Annulled,
            ];
            let because = coded("because", &because, &all, ClosedBecause::code)?;
            Command::Close(Closed { because, words })
        }
        CaseAct::Archive { volume } => Command::Archive(Archived { volume }),
        act @ (CaseAct::Record { .. }
        | CaseAct::AddEvidence { .. }
        | CaseAct::MoveEvidence { .. }
        | CaseAct::CheckEvidence { .. }
        | CaseAct::Order { .. }
        | CaseAct::Recheck { .. }) => reader.of_investigation(act)?,
        act @ (CaseAct::Notify { .. }
        | CaseAct::State { .. }
        | CaseAct::ConveneHearing { .. }
        | CaseAct::HoldHearing { .. }
        | CaseAct::Decide { .. }
        | CaseAct::DecideOnTheSpot { .. }) => reader.of_decision(act)?,
        act @ (CaseAct::TakeMeasure { .. }
        | CaseAct::ApproveMeasure { .. }
        | CaseAct::ExtendMeasure { .. }
        | CaseAct::LiftMeasure { .. }
        | CaseAct::Refer { .. }
        | CaseAct::HandOver { .. }
        | CaseAct::PoliceAnswer { .. }) => reader.of_measures(act)?,
        act @ (CaseAct::Serve { .. }
        | CaseAct::Pay { .. }
        | CaseAct::TellDaily { .. }
        | CaseAct::ReviewDaily { .. }
        | CaseAct::ImposeDaily { .. }
        | CaseAct::Challenge { .. }
        | CaseAct::EndChallenge { .. }
        | CaseAct::Enforce { .. }) => reader.of_execution(act, notices)?,
    })
}

struct Reader<'a> {
    services: &'a Services,
}

impl Reader<'_> {
    fn of_investigation(&self, act: CaseAct) -> Result<Command, ApiError> {
        Ok(match act {
            CaseAct::Record { kind, on, place, with, words, files } => Command::Record(Recorded {
                kind: coded("kind", &kind, &RecordKind::ALL, RecordKind::code)?,
                on: day("on", &on)?,
                place,
                with: self.people(&with)?,
                words,
                files: self.files(&files)?,
            }),
            CaseAct::AddEvidence { kind, title, shows, file, obtained_on, kept, registered, clip } => {
                let [file]: [BlobHash; 1] = self
                    .files(&[file])?
                    .try_into()
                    .map_err(|_| ApiError::unreadable("file", &"one file is needed"))?;
                let kind = coded("kind", &kind, &EvidenceKind::ALL, EvidenceKind::code)?;
                let obtained_on = day("obtained_on", &obtained_on)?;
                Command::AddEvidence(EvidenceAdded {
                    kind,
                    title,
                    shows,
                    file,
                    obtained_on,
                    kept,
                    registered,
                    clip: self.file(clip)?,
                })
            }
            CaseAct::MoveEvidence { evidence, to, reason, released } => {
                Command::MoveEvidence(EvidenceMoved { evidence, to, reason, released })
            }
            CaseAct::CheckEvidence { evidence } => Command::CheckEvidence { evidence },
            CaseAct::Order { what, until } => {
                Command::Order(Ordered { what, until: some_day("until", until.as_deref())? })
            }
            CaseAct::Recheck { order, on, corrected, words, files } => Command::Recheck(Rechecked {
                order,
                on: day("on", &on)?,
                corrected,
                words,
                files: self.files(&files)?,
            }),
            _ => return Err(ApiError::unreadable("act", &"it is no act of an investigation")),
        })
    }

    fn of_decision(&self, act: CaseAct) -> Result<Command, ApiError> {
        Ok(match act {
            CaseAct::Notify { facts, provisions, penalty } => {
                Command::Notify(NoticeGiven { facts, provisions, penalty: penalty_given(penalty)? })
            }
            CaseAct::State { kind, on, words, files } => {
                let all = [
                    StatementKind::Statement,
                    StatementKind::Waiver,
                    StatementKind::HearingRequest,
                    StatementKind::HearingWithdrawn,
                ];
                let kind = coded("kind", &kind, &all, StatementKind::code)?;
                let (on, files) = (day("on", &on)?, self.files(&files)?);
                Command::State(Stated { kind, on, notice: 0, words, files })
            }
            CaseAct::ConveneHearing { on, place } => {
                Command::ConveneHearing(HearingConvened { on: day("on", &on)?, place })
            }
            CaseAct::HoldHearing { on, words, minutes } => {
                let (on, minutes) = (day("on", &on)?, self.file(minutes)?);
                Command::HoldHearing(HearingHeld { on, words, minutes })
            }
            CaseAct::Decide {
                number,
                penalty,
                no_penalty,
                not_established,
                facts,
                provisions,
                reasons,
                weighed,
                evidence,
                late_reason,
            } => Command::Decide(DecisionGiven {
                number,
                outcome: outcome(penalty, no_penalty, not_established)?,
                facts,
                provisions,
                reasons,
                weighed,
                evidence,
                late_reason,
            }),
            CaseAct::DecideOnTheSpot { number, penalty, facts, provisions, evidence } => {
                let penalty = penalty_given(penalty)?;
                Command::DecideOnTheSpot(OnTheSpot { number, penalty, facts, provisions, evidence })
            }
            _ => return Err(ApiError::unreadable("act", &"it is no act of a decision")),
        })
    }

    fn of_measures(&self, act: CaseAct) -> Result<Command, ApiError> {
        Ok(match act {
            CaseAct::TakeMeasure { kind, on, objects, reason, urgent } => {
                let kind = coded("kind", &kind, &MeasureKind::ALL, MeasureKind::code)?;
                Command::TakeMeasure(MeasureTaken { kind, on: day("on", &on)?, objects, reason, urgent })
            }
            CaseAct::ApproveMeasure { measure, reason } => {
                Command::ApproveMeasure(MeasureApproved { measure, reason })
            }
            CaseAct::ExtendMeasure { measure, amount, reason } => {
                Command::ExtendMeasure(MeasureExtended { measure, amount, reason })
            }
            CaseAct::LiftMeasure { measure, on, reason } => {
                Command::LiftMeasure(MeasureLifted { measure, on: day("on", &on)?, reason })
            }
            CaseAct::Refer { kind, to, reason } => {
                let all = [ReferralKind::Detention, ReferralKind::Crime];
                Command::Refer(Referred { kind: coded("kind", &kind, &all, ReferralKind::code)?, to, reason })
            }
            CaseAct::HandOver { referral, words, receipt } => {
                Command::HandOver(HandedOver { referral, words, receipt: self.file(receipt)? })
            }
            CaseAct::PoliceAnswer { referral, on, answer, words } => {
                let answer = coded("answer", &answer, &PoliceAnswer::ALL, PoliceAnswer::code)?;
                Command::PoliceAnswer(PoliceAnswered { referral, on: day("on", &on)?, answer, words })
            }
            _ => return Err(ApiError::unreadable("act", &"it is no measure and no referral")),
        })
    }

    fn of_execution(&self, act: CaseAct, notices: u32) -> Result<Command, ApiError> {
        Ok(match act {
            CaseAct::Serve { document, order, daily, way, on, receipt, note } => Command::Serve(Served {
                document: match (document.as_str(), order, daily) {
                    ("notice", _, _) => Document::Notice(notices),
                    ("decision", _, _) => Document::Decision,
                    ("urging", _, _) => Document::Urging,
                    ("order", Some(order), _) => Document::Order(order),
                    ("daily_notice", _, Some(daily)) => Document::DailyNotice(daily),
                    ("daily", _, Some(daily)) => Document::Daily(daily),
                    _ => return Err(ApiError::unreadable("document", &document)),
                },
                way: coded("way", &way, &ServiceWay::ALL, ServiceWay::code)?,
                on: day("on", &on)?,
                receipt: self.file(receipt)?,
                note,
            }),
            CaseAct::Pay { on, amount, daily, receipt } => Command::Pay(Paid {
                on: day("on", &on)?,
                amount: money("amount", &amount)?,
                receipt: self.file(receipt)?,
                daily,
            }),
            CaseAct::TellDaily { order, facts } => Command::TellDaily(DailyGiven { order, facts }),
            CaseAct::ReviewDaily { daily, words } => Command::ReviewDaily(DailyReviewed { daily, words }),
            CaseAct::ImposeDaily { daily, number, stated, weighed, hearing_on } => {
                let hearing_on = some_day("hearing_on", hearing_on.as_deref())?;
                Command::ImposeDaily(DailyImposed { daily, number, stated, weighed, hearing_on })
            }
            CaseAct::Challenge { kind, on, before } => {
                let all = [ChallengeKind::Reconsideration, ChallengeKind::Litigation];
                let kind = coded("kind", &kind, &all, ChallengeKind::code)?;
                Command::Challenge(Challenged { kind, on: day("on", &on)?, before })
            }
            CaseAct::EndChallenge { on, outcome, words } => {
                let all = [ChallengeOutcome::Upheld, ChallengeOutcome::Annulled, ChallengeOutcome::Dropped];
                let outcome = coded("outcome", &outcome, &all, ChallengeOutcome::code)?;
                Command::EndChallenge(ChallengeEnded { on: day("on", &on)?, outcome, words })
            }
            CaseAct::Enforce { step, on, words, files } => Command::Enforce(Enforced {
                step: coded("step", &step, &EnforcementStep::ALL, EnforcementStep::code)?,
                on: day("on", &on)?,
                words,
                files: self.files(&files)?,
            }),
            _ => return Err(ApiError::unreadable("act", &"it is no act of an execution")),
        })
    }

    fn files(&self, hashes: &[String]) -> Result<Vec<BlobHash>, ApiError> {
        files(self.services, hashes)
    }

    fn file(&self, hash: Option<String>) -> Result<Option<BlobHash>, ApiError> {
        let hash = hash.filter(|hash| !hash.trim().is_empty());
        Ok(hash.map(|hash| self.files(&[hash])).transpose()?.and_then(|found| found.into_iter().next()))
    }

    fn people(&self, ids: &[String]) -> Result<Vec<UserId>, ApiError> {
        people(self.services, ids)
    }

    fn leading(&self, id: &str) -> Result<Leading, ApiError> {
        let id: model::CaseId = parse("into", id)?;
        let found = self.services.views.case(&id).map_err(|error| ApiError::unavailable(&error))?;
        let row = found.ok_or_else(|| {
            ApiError::refused("unknown_case", Bilingual::new("没有这个案件", "there is no such case"))
        })?;
        let takes = match row.case.stage_name() {
            StageName::Opened
            | StageName::Investigating
            | StageName::UnderReview
            | StageName::Reviewed
            | StageName::Noticed => true,
            StageName::Decided | StageName::Closed | StageName::Archived | StageName::Ended => false,
        };
        Ok(Leading { id, party: row.case.party.code, takes })
    }
}

/// Accounts of offices, by id.
pub(crate) fn people(services: &Services, ids: &[String]) -> Result<Vec<UserId>, ApiError> {
    let known = |text: &String| {
        let id: UserId = parse("account", text)?;
        let account = services.vault.account(&id).map_err(|error| ApiError::unavailable(&error))?;
        let works = |account: &vault::Account| account.active && account.role != model::Role::EnterpriseUser;
        match account.filter(works) {
            Some(account) => Ok(account.id),
            None => {
                let title = Bilingual::new(
                    format!("没有可用的账号“{text}”"),
                    format!("there is no active account {text:?}"),
                );
                Err(ApiError::refused("unknown_account", title))
            }
        }
    };
    ids.iter().map(known).collect()
}

pub(crate) fn facts_given(facts: Vec<CaseFactGiven>) -> Result<Vec<FactGiven>, ApiError> {
    let fact = |given: CaseFactGiven| {
        let value = match given.value.trim() {
            "true" => Given::Flag(true),
            "false" => Given::Flag(false),
            "" => return Err(ApiError::unreadable("value", &given.fact)),
            figure => Given::Number(figure.to_owned()),
        };
        Ok(FactGiven { fact: given.fact, value, reason: given.reason })
    };
    facts.into_iter().map(fact).collect()
}

fn outcome(
    penalty: Option<CasePenaltyGiven>,
    no_penalty: Option<String>,
    not_established: Option<String>,
) -> Result<DecisionOutcome, ApiError> {
    match (penalty, no_penalty, not_established) {
        (Some(penalty), None, None) => Ok(DecisionOutcome::Penalty(penalty_given(penalty)?)),
        (None, Some(ground), None) => Ok(DecisionOutcome::NoPenalty { ground }),
        (None, None, Some(reason)) => Ok(DecisionOutcome::NotEstablished { reason }),
        _ => Err(ApiError::unreadable("penalty", &"one of penalty, no_penalty and not_established")),
    }
}

fn penalty_given(given: CasePenaltyGiven) -> Result<PenaltyGiven, ApiError> {
    let fine = given.fine.map(fine_given).transpose()?;
    Ok(PenaltyGiven { warning: given.warning, fine, other: given.other })
}

pub(crate) fn fine_given(given: CaseFineGiven) -> Result<FineGiven, ApiError> {
    match (given.amount, given.pack, given.table) {
        (Some(amount), None, None) => {
            Ok(FineGiven::ByHand { amount: money("amount", &amount)?, reason: given.reason })
        }
        (None, Some(pack), Some(table)) => {
            let value = serde_json::Value::Object(given.given);
            let read: Given =
                serde_json::from_value(value).map_err(|error| ApiError::unreadable("given", &error))?;
            let reasons: BTreeMap<String, String> = given.reasons;
            Ok(FineGiven::ByTable { pack, table, given: read, reasons })
        }
        _ => Err(ApiError::unreadable("fine", &"either pack and table, or an amount")),
    }
}

/// Yuan; what is wrong with them is said in both languages, since money is what people type wrong most.
pub(crate) fn money(field: &str, text: &str) -> Result<Money, ApiError> {
    text.trim().parse().map_err(|error: ParseMoneyError| {
        let (code, zh) = match &error {
            ParseMoneyError::Comma { text } => {
                ("money_comma", format!("金额“{text}”带有逗号，请不加分隔，如 1234567.89"))
            }
            ParseMoneyError::Negative { text } => ("money", format!("金额“{text}”不能为负")),
            ParseMoneyError::FinerThanFen { text } => ("money", format!("金额“{text}”小数超过两位")),
            ParseMoneyError::TooMuch { text } => ("money", format!("金额“{text}”过大")),
            ParseMoneyError::Form { text } => ("money", format!("“{text}”不是金额，如 250000 或 1234.56")),
        };
        ApiError::refused(code, Bilingual::new(zh, format!("{field}: {error}")))
    })
}

pub(crate) fn day(field: &str, text: &str) -> Result<Date, ApiError> {
    parse(field, text.trim())
}

pub(crate) fn some_day(field: &str, text: Option<&str>) -> Result<Option<Date>, ApiError> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(|text| day(field, text)).transpose()
}

/// The one of `all` that has this code.
fn coded<T: Copy>(field: &str, text: &str, all: &[T], code: fn(T) -> &'static str) -> Result<T, ApiError> {
    let found = all.iter().copied().find(|one| code(*one) == text);
    found.ok_or_else(|| {
        let possible: Vec<&str> = all.iter().map(|one| code(*one)).collect();
        ApiError::unreadable(field, &format!("{text:?} is none of {}", possible.join(", ")))
    })
}

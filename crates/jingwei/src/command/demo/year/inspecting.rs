//! The inspections of those who were drawn: dossiers instead of visits, and visits.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use api::{InspectionAct, Office};
use casework::inspection::{
    Command, Dossier, Finding, FromDraw, Inspection, NotKnown, Opened, Proposal, RecordSeen, Stage, Target,
    Wanted, Way,
};
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};
use law::ListRegime;
use ledger::Expected;
use model::{Actor, Clock as _, CreditCode, DistrictCode, InspectionId, china};

use super::drawing::Drawn;
use super::{Diary, YEAR, all_done};

/// Of each draw so many parts of the work are done on one day each.
const PARTS: usize = 3;
/// Of the off-site inspections in the order of all draws every so manyeth is escalated, from the first one that is.
const ESCALATED: (usize, usize) = (7, 30);
/// So many off-site inspections of the year wait at its end.
const WAIT: usize = 5;
/// How many draws there are.
const DRAWS: usize = 3;
/// How many are done off site first, in all draws.
const OFF_SITE: usize = 270;
/// So many of a hundred visits to do at the year's end: the last draw's own part.
const VISITS_LEFT_PERCENT: usize = 25;

impl Diary<'_> {
    /// Everybody who was drawn is to be inspected: off site first, where visits are spared.
    pub(super) fn open(&mut self, index: usize) -> anyhow::Result<()> {
        let drawn = self.draws.get(index).context("there is no such draw")?;
        let today = china::civil(self.clock.now()).date();
        let mut acts = Vec::new();
        for (code, officers) in &drawn.teams {
            let object = self.keepers.views.inspection_object(code)?.context("an object is gone")?;
            let listed = self.office.listed_as(code, today)?;
            let exempt = listed.as_ref().is_some_and(|listed| listed.regime == ListRegime::Exempt);
            let from = FromDraw {
                draw: drawn.id.clone(),
                officers: officers.iter().map(|id| id.as_str().parse()).collect::<Result<_, _>>()?,
                visits_from: drawn.visits.0,
                visits_until: drawn.visits.1,
            };
            let opened = Opened {
                id: Office::inspection_id(&drawn.id, code)?,
                enterprise: code.clone(),
                name: object.name,
                district: object.district,
                trade_code: object.trade_code,
                from_draw: Some(from),
                cause: None,
                listed,
                way: if exempt { Way::OffSite } else { Way::OnSite },
            };
            acts.push(act(opened.id.clone(), code, Command::Open(opened)));
        }
        all_done(self.office.inspections(&self.duty, &acts)?)
    }

    /// A part of a draw's inspections: dossiers and visits in the morning, what enterprises answer three days later, and
    /// conclusions the day after.
    pub(super) fn work(&mut self, index: usize, part: usize) -> anyhow::Result<()> {
        let day = china::civil(self.clock.now()).date();
        let todo = self.part(index, part)?;
        self.each_branch(&todo, |diary, job| diary.begin(job, day))?;
        self.at(day.saturating_add(1.day()), 10);
        self.each_branch(&todo, |diary, job| diary.ask(job, day))?;
        self.at(day.saturating_add(3.days()), 15);
        self.each_branch(&todo, Self::answer)?;
        self.at(day.saturating_add(4.days()), 10);
        self.each_branch(&todo, Self::end)?;
        self.at(day.saturating_add(5.days()), 16);
        self.each_branch(&todo, |diary, job| diary.visit_after(job, day.saturating_add(5.days())))
    }

    /// What is done on one day: every third, those who wait left out.
    fn part(&self, index: usize, part: usize) -> anyhow::Result<Vec<Job>> {
        let drawn = self.draws.get(index).context("there is no such draw")?;
        let before: usize = self.draws.iter().take(index).map(|draw| self.off_site_of(draw)).sum();
        let (mut off_site, mut on_site) = (before, 0);
        let visits = drawn.teams.len() - self.off_site_of(drawn);
        let left = if index + 1 == DRAWS { visits * VISITS_LEFT_PERCENT / 100 } else { 0 };
        let mut jobs = Vec::new();
        for (place, (code, _)) in drawn.teams.iter().enumerate() {
            let id = Office::inspection_id(&drawn.id, code)?;
            let row = self.keepers.views.inspection(&id)?.context("an inspection is gone")?;
            let (number, waits) = match row.inspection.opened.way {
                Way::OffSite => {
                    off_site += 1;
                    (off_site, OFF_SITE - WAIT < off_site)
                }
                Way::OnSite => {
                    on_site += 1;
                    (on_site, visits - left < on_site)
                }
            };
            if place % PARTS == part && !waits {
                jobs.push(Job { id, code: code.clone(), district: row.inspection.opened.district, number });
            }
        }
        Ok(jobs)
    }

    fn off_site_of(&self, drawn: &Drawn) -> usize {
        let is_off_site = |code: &CreditCode| {
            let id = Office::inspection_id(&drawn.id, code).ok()?;
            let row = self.keepers.views.inspection(&id).ok()??;
            Some(row.inspection.opened.way == Way::OffSite)
        };
        drawn.teams.iter().filter(|(code, _)| is_off_site(code) == Some(true)).count()
    }

    /// Has every branch do what `command` says of its own, in one commit each.
    fn each_branch(
        &self,
        jobs: &[Job],
        command: impl Fn(&Self, &Look<'_>) -> anyhow::Result<Option<Command>>,
    ) -> anyhow::Result<()> {
        let mut of_district: BTreeMap<&DistrictCode, Vec<InspectionAct>> = BTreeMap::new();
        for job in jobs {
            let row = self.keepers.views.inspection(&job.id)?.context("an inspection is gone")?;
            let look = Look { job, inspection: &row.inspection };
            if let Some(command) = command(self, &look)? {
                let acts = of_district.entry(&job.district).or_default();
                acts.push(act(job.id.clone(), &job.code, command));
            }
        }
        for (district, acts) in of_district {
            let branch: &Actor = self.branch(district)?;
            all_done(self.office.inspections(branch, &acts)?)?;
        }
        Ok(())
    }

    /// A dossier, or a visit.
    fn begin(&self, look: &Look<'_>, day: Date) -> anyhow::Result<Option<Command>> {
        match look.inspection.stage {
            Stage::OffSite => Ok(Some(Command::KeepDossier(Box::new(self.dossier(look, day)?)))),
            Stage::OnSite(_) => visit(look, day).map(Some),
            Stage::Concluded(_) | Stage::Visited(..) | Stage::GivenUp(_) => Ok(None),
        }
    }

    /// Of a year so far, as the machine would have gathered it.
    fn dossier(&self, look: &Look<'_>, day: Date) -> anyhow::Result<Dossier> {
        let (from, to) = (date(YEAR, 1, 1), day.saturating_sub(1.day()));
        let (outlets, power) = self.city.told_by_devices(&look.job.code, from, to);
        let object = self.keepers.views.inspection_object(&look.job.code)?;
        let record = object.and_then(|object| object.record);
        let target = self.keepers.law.transmission_targets(from);
        let target = target.max_by(|a, b| a.percent.total_cmp(&b.percent));
        Ok(Dossier {
            from,
            to,
            outlets,
            target: target.map(|target| Target {
                per_mille: (target.percent * 10.0).round() as u64,
                basis: target.basis.clone(),
            }),
            power,
            alarms: Vec::new(),
            record: record.map(|record| RecordSeen {
                known_until: record.known_until,
                penalties: 0,
                emergencies: 0,
                false_data: 0,
            }),
            cases: Vec::new(),
            inspections: Vec::new(),
            not_known: vec![NotKnown::Complaints, NotKnown::PermitReports],
        })
    }

    /// Whom the machine proposes to ask is asked.
    fn ask(&self, look: &Look<'_>, day: Date) -> anyhow::Result<Option<Command>> {
        let proposed = look.inspection.dossier.as_ref().map(|kept| kept.proposed.proposal);
        if proposed != Some(Proposal::Ask) || look.inspection.is_over() {
            return Ok(None);
        }
        let (wanted, words) = match look.job.number % 2 {
            0 => (Wanted::SelfReport, "请报送治理设施运行、台账和危险废物贮存的自查情况"),
            _ => (Wanted::Photos, "请提供治理设施、排放口和台账的照片"),
        };
        let until = day.saturating_add(Span::new().days(7));
        Ok(Some(Command::Ask { wanted, words: words.into(), until }))
    }

    fn answer(&self, look: &Look<'_>) -> anyhow::Result<Option<Command>> {
        let words = "已按要求报送：治理设施正常运行，台账齐全（由分局收录）".to_owned();
        let waits = look.inspection.unanswered() > 0;
        Ok(waits.then(|| Command::Answer { question: 0, words, files: BTreeSet::new() }))
    }

    /// A conclusion, or the decision to go there.
    fn end(&self, look: &Look<'_>) -> anyhow::Result<Option<Command>> {
        if !matches!(look.inspection.stage, Stage::OffSite) {
            return Ok(None);
        }
        let number = look.job.number;
        if number % ESCALATED.1 == ESCALATED.0 {
            let reason = "报送材料与系统信息不一致，需到现场核实".to_owned();
            return Ok(Some(Command::Escalate { reason }));
        }
        let gaps = look.inspection.dossier.iter().flat_map(|kept| &kept.proposed.gaps);
        let settled = gaps.map(|gap| (gap.code().to_owned(), note(gap.code()).to_owned())).collect();
        let (finding, words) = match number % 25 {
            3 => (Finding::Minor, "台账记录不规范，已远程指导改正"),
            _ => (Finding::Nothing, "资料完整，未发现问题"),
        };
        Ok(Some(Command::Conclude { finding, words: words.into(), settled }))
    }

    fn visit_after(&self, look: &Look<'_>, day: Date) -> anyhow::Result<Option<Command>> {
        matches!(look.inspection.stage, Stage::OnSite(Some(_))).then(|| visit(look, day)).transpose()
    }
}

/// An inspection to do.
struct Job {
    id: InspectionId,
    code: CreditCode,
    district: DistrictCode,
    /// Among those of its way: of all draws for dossiers, of its own for visits.
    number: usize,
}

/// An inspection to do, as it stands.
struct Look<'a> {
    job: &'a Job,
    inspection: &'a Inspection,
}

fn act(id: InspectionId, enterprise: &CreditCode, command: Command) -> InspectionAct {
    InspectionAct { id, enterprise: enterprise.clone(), expected: Expected::Any, command_id: None, command }
}

/// How each gap is settled.
fn note(gap: &str) -> &'static str {
    match gap {
        "not_monitored" | "no_data" | "no_power" => "已由企业自查材料和照片核实治理设施运行情况",
        "record" => "分局已核对截至检查当日的执法记录，没有新增",
        "complaints" => "经查12345和信访登记，时段内没有举报",
        "permit_reports" => "经查许可证管理平台，应报的执行报告已报送",
        _ => "已核对企业台账，情况属实",
    }
}

/// The officers that were drawn were there.
fn visit(look: &Look<'_>, day: Date) -> anyhow::Result<Command> {
    let from = look.inspection.opened.from_draw.as_ref().context("an inspection without a draw")?;
    let (finding, words) = match look.job.number % 20 {
        4 | 11 => (Finding::Minor, "危险废物标识不全，已当场改正"),
        17 => (Finding::Violation, "治理设施未与生产同步运行，移交立案调查"),
        _ => (Finding::Nothing, "现场检查未发现问题"),
    };
    Ok(Command::RecordVisit {
        day,
        officers: from.officers.clone(),
        instead: None,
        together: BTreeSet::new(),
        items: BTreeSet::from(["general-01".parse()?, "permit-01".parse()?]),
        finding,
        words: words.into(),
    })
}

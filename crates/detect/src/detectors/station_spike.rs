//! A station that shows more than its neighbours, the hour and its own last hours explain (站点局地高值), and one that
//! rests while the others move.
//!
//! Stations are judged together, hour by hour and pollutant by pollutant. An hour is judged when every station that
//! came in the last day has come, when a later hour comes, or when it has been over for long enough; what comes
//! after that is passed over. Weather is not looked at: what moves all stations is seen in the others.

use std::collections::BTreeMap;

use model::china::{plus_seconds, seconds_between};
use model::{FactorCode, Finding, Granularity, Reading, Source, StationId, Subject, Timestamp, Unit, china};

use self::episode::Episode;
use self::stuck::Stuck;
use super::{Context, Detector, time_is_believable};
use crate::methods::LocalSpikes;
use crate::series::Series;
use crate::{Parameters, StationSpikeParameters};

mod episode;
mod stuck;

const HOUR_S: i64 = 3600;
/// The unit in which pollutants are compared.
const COMMON: Unit = Unit::MicrogramPerCubicMetre;

/// The network of each pollutant.
#[derive(Debug, Default)]
pub(crate) struct StationSpike {
    networks: BTreeMap<FactorCode, Network>,
    /// What an earlier engine told and this one's network does not know yet.
    resumed: BTreeMap<(StationId, FactorCode), Resumed>,
}

/// Findings of one series that an earlier engine told as ongoing.
#[derive(Debug, Default)]
struct Resumed {
    spike: Option<Finding>,
    stuck: Option<Finding>,
}

/// All stations that measure one pollutant.
#[derive(Debug)]
struct Network {
    spikes: LocalSpikes,
    numbers: BTreeMap<StationId, usize>,
    members: Vec<Member>,
    open: Option<Open>,
    /// The last hour that was judged.
    judged: Option<Timestamp>,
}

#[derive(Debug)]
struct Member {
    station: StationId,
    /// The latest hour that came, be it too late.
    came: Timestamp,
    episode: Option<Episode>,
    stuck: Stuck,
    /// Hours up to this one were told by an earlier engine.
    told_until: Option<Timestamp>,
}

/// The hour that is being filled.
#[derive(Debug)]
struct Open {
    hour: Timestamp,
    values: Vec<Option<f64>>,
}

impl Detector for StationSpike {
    fn observe(&mut self, context: &Context<'_>, _: &Series, reading: &Reading, findings: &mut Vec<Finding>) {
        if reading.granularity != Granularity::Hour || !time_is_believable(context, reading) {
            return;
        }
        let Source::Station(station) = &reading.series.source else { return };
        let Some(value) = reading.evidence().and_then(|value| reading.unit.convert(value, COMMON).ok())
        else {
            return;
        };
        let factor = &reading.series.factor;
        let parameters = context.parameters;
        if !self.networks.contains_key(factor) {
            self.networks.insert(factor.clone(), Network::new(&parameters.station_spike));
        }
        let Some(network) = self.networks.get_mut(factor) else { return };
        let hour = china::hour_start(reading.time);
        if network.open.as_ref().is_some_and(|open| open.hour < hour) {
            network.close(parameters, factor, findings);
        }
        let number = match network.numbers.get(station) {
            Some(number) => *number,
            None => {
                let resumed = self.resumed.remove(&(station.clone(), factor.clone()));
                network.add(context, station, hour, resumed.unwrap_or_default())
            }
        };
        network.fill(number, hour, value);
        if network.is_complete() {
            network.close(parameters, factor, findings);
        }
    }

    fn tick(&mut self, context: &Context<'_>, now: Timestamp, findings: &mut Vec<Finding>) {
        let parameters = context.parameters;
        for (factor, network) in &mut self.networks {
            let is_over = network.open.as_ref().is_some_and(|open| {
                seconds_between(open.hour, now) >= HOUR_S + parameters.station_spike.wait_s
            });
            if is_over {
                network.close(parameters, factor, findings);
            }
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        let is_there = |station: &StationId| context.register.stations.contains_key(station);
        self.resumed.retain(|(station, _), _| is_there(station));
        for network in self.networks.values_mut() {
            for member in network.members.iter_mut().filter(|member| !is_there(&member.station)) {
                member.episode = None;
                member.stuck = Stuck::default();
            }
        }
    }

    fn resume(&mut self, _: &Context<'_>, _: Option<&Series>, finding: &Finding) {
        let (Subject::Station(station), Some(factor)) = (&finding.key.subject, &finding.key.factor) else {
            return;
        };
        let series = (station.clone(), factor.clone());
        match finding.detector.as_str() {
            episode::ID => self.resumed.entry(series).or_default().spike = Some(finding.clone()),
            stuck::ID => self.resumed.entry(series).or_default().stuck = Some(finding.clone()),
            _ => {}
        }
    }
}

impl Network {
    fn new(parameters: &StationSpikeParameters) -> Self {
        Self {
            spikes: LocalSpikes::new(parameters.method.clone()),
            numbers: BTreeMap::new(),
            members: Vec::new(),
            open: None,
            judged: None,
        }
    }

    /// A station that came for the first time, at `hour`.
    fn add(
        &mut self,
        context: &Context<'_>,
        station: &StationId,
        hour: Timestamp,
        resumed: Resumed,
    ) -> usize {
        let place_of = |station: &StationId| context.register.stations.get(station).map(|known| known.place);
        let mut nearest: Vec<(f64, usize)> = self
            .members
            .iter()
            .enumerate()
            .map(|(number, other)| {
                let apart_m = place_of(station).zip(place_of(&other.station)).map(|(a, b)| a.distance_m(b));
                (apart_m.unwrap_or(f64::MAX), number)
            })
            .collect();
        nearest.sort_by(|a, b| a.0.total_cmp(&b.0));
        let nearest: Vec<usize> = nearest.into_iter().map(|(_, number)| number).collect();
        let number = self.spikes.add_station(&nearest);
        self.members.push(Member {
            station: station.clone(),
            came: hour,
            told_until: resumed.spike.as_ref().map(|finding| finding.seen),
            episode: resumed.spike.as_ref().map(Episode::resumed),
            stuck: resumed.stuck.map_or_else(Stuck::default, |finding| Stuck::resumed(finding.began)),
        });
        self.numbers.insert(station.clone(), number);
        number
    }

    /// Takes a station's value of `hour`; the first one stands.
    fn fill(&mut self, number: usize, hour: Timestamp, value: f64) {
        if let Some(member) = self.members.get_mut(number) {
            member.came = member.came.max(hour);
        }
        if self.judged.is_some_and(|judged| hour <= judged) {
            return;
        }
        let open = self.open.get_or_insert_with(|| Open { hour, values: Vec::new() });
        if open.hour != hour {
            // Before the hour that is open: too late, as if it had been judged.
            return;
        }
        open.values.resize(self.members.len().max(open.values.len()), None);
        if let Some(place) = open.values.get_mut(number) {
            place.get_or_insert(value);
        }
    }

    /// Whether every station that came in the last day has come. The first hour of all waits for the next one:
    /// nobody knows who else there is.
    fn is_complete(&self) -> bool {
        let (Some(open), Some(_)) = (&self.open, self.judged) else { return false };
        let since = plus_seconds(open.hour, -24 * HOUR_S);
        self.members.iter().enumerate().all(|(number, member)| {
            let has_come = open.values.get(number).copied().flatten().is_some();
            has_come || member.came < since
        })
    }

    /// Judges the open hour.
    fn close(&mut self, parameters: &Parameters, factor: &FactorCode, findings: &mut Vec<Finding>) {
        let Some(Open { hour, values }) = self.open.take() else { return };
        self.judged = Some(hour);
        let local_h = (hour.as_second() + i64::from(china::OFFSET.seconds())).div_euclid(HOUR_S);
        let judgements = self.spikes.push(local_h, &values);
        let mut shown: Vec<f64> = values.iter().flatten().copied().collect();
        shown.sort_by(f64::total_cmp);
        let of_all = shown.get(shown.len() / 2).copied().unwrap_or(0.0);
        let Parameters { station_spike: parameters, station_stuck, .. } = parameters;
        for (number, member) in self.members.iter_mut().enumerate() {
            let value = values.get(number).copied().flatten();
            if let Some(value) = value.filter(|_| shown.len() >= station_stuck.least_stations) {
                let key = (&member.station, factor);
                member.stuck.take(station_stuck, key, hour, (value, of_all), findings);
            }
            if member.told_until.is_some_and(|until| hour <= until) {
                continue;
            }
            let judgement = judgements.get(number).copied().flatten();
            let judged = value.zip(judgement).map(|(value, judgement)| episode::Judged {
                hour,
                value,
                expected: judgement.expected,
                of_all,
                stations: shown.len(),
                log_odds: judgement.log_odds,
                is_known: judgement.learned_h >= parameters.learn_h,
            });
            let told = episode::Telling { parameters, station: &member.station, factor };
            told.tell(&mut member.episode, hour, judged, findings);
        }
    }
}

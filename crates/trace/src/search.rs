//! Hypotheses: which sources there are, and how much the blocks speak for each. Sources are added one at a time,
//! and only where they explain what those before them do not.

mod free;
mod posterior;
mod reasons;
mod shortlist;

use std::num::NonZero;

use crate::exposure::{self, Effect, Hits, Source};
use crate::input::Input;
use crate::likelihood::{Evidence, Field, Profile};
use crate::setting::{Setting, Tables, UNKNOWN_HEIGHT_M, height_step, settings};
use crate::world::World;

pub(crate) use free::Region;
pub(crate) use posterior::{Posterior, before_evidence, posterior, probability_of, rate_of};
pub(crate) use reasons::reasons;

/// No hypothesis has more sources than this.
const MOST_SOURCES: usize = 6;
/// So many of the best hypotheses of a size are extended.
const EXTENDED: usize = 3;
/// A hypothesis this far behind the best (ln likelihood) is not extended.
const HOPELESS: f64 = 12.0;
/// Settings this far behind a hypothesis's best one are left out when a source is added to it.
const SETTINGS_KEPT: usize = 3;

/// A source beside others is worth a closer look if it gains so much with theirs held …
const WORTH_A_LOOK: f64 = 1.0;
/// … and if it is among so many that gain most.
const LOOKED_AT: usize = 8;
/// Rates of several sources are found in turn, so often.
const ROUNDS: usize = 2;

/// Sources that are noticed emit so much more than what could just be seen, logarithm.
const ABOVE_SEEN: f64 = 2.0;

/// Known sources by their place in the list, and perhaps one that is in no register.
#[derive(Debug, Clone)]
pub(crate) struct Hypothesis {
    /// In ascending order.
    pub(crate) members: Vec<usize>,
    pub(crate) free: Option<Region>,
    /// Under each setting that was looked at.
    pub(crate) fits: Vec<Fit>,
}

/// How a hypothesis does under one setting.
#[derive(Debug, Clone)]
pub(crate) struct Fit {
    pub(crate) setting: usize,
    /// Gain in ln likelihood against no source at all.
    pub(crate) gain: f64,
    /// By source (the free one last): the rate's logarithm and how the likelihood goes with it.
    pub(crate) rates: Vec<f64>,
    pub(crate) profiles: Vec<Profile>,
    /// By source, how much more or less than that it emitted, by stretch.
    pub(crate) courses: Vec<Vec<f64>>,
    /// Already summed over places, for the free source.
    pub(crate) log_places: f64,
}

impl Hypothesis {
    pub(crate) fn best(&self) -> Option<&Fit> {
        self.fits.iter().max_by(|a, b| a.gain.total_cmp(&b.gain))
    }

    fn gain(&self) -> f64 {
        self.best().map_or(f64::NEG_INFINITY, |fit| fit.gain)
    }
}

/// What was found for one source beside the others.
#[derive(Debug, Clone)]
struct OfSource {
    rate: f64,
    profile: Profile,
    course: Vec<f64>,
    /// By how much the course that fits best is better than the sum over all of them: who takes it for given pays that.
    chosen: f64,
}

/// What a search works with.
pub(crate) struct Search<'a> {
    pub(crate) world: &'a World,
    /// On so many threads it works.
    pub(crate) threads: NonZero<usize>,
    pub(crate) evidence: Evidence,
    pub(crate) settings: Vec<Setting>,
    pub(crate) tables: Tables,
    /// Places all over, for a source in no register.
    grid: Vec<free::Looked>,
    /// The logarithm of a usual rate, g/s: what the air of such a record can show, and some more.
    pub(crate) usual_rate: f64,
    /// By candidate that is looked at closely.
    effects: Vec<Option<Vec<Vec<Effect>>>>,
    pub(crate) candidates: Vec<KnownSource>,
}

/// A candidate as the kernel needs it.
#[derive(Debug, Clone)]
pub(crate) struct KnownSource {
    pub(crate) position: crate::input::Position,
    pub(crate) height_m: f64,
    pub(crate) shares: Vec<f64>,
    pub(crate) activity: Vec<(f64, f64)>,
}

impl KnownSource {
    pub(crate) fn source(&self) -> Source<'_> {
        Source {
            position: self.position,
            height_m: self.height_m,
            shares: &self.shares,
            activity: &self.activity,
        }
    }
}

impl<'a> Search<'a> {
    pub(crate) fn new(input: &Input, world: &'a World) -> Self {
        let mut tables = Tables::new(input.terrain, world.wind_height_m);
        let mut receptor_steps: Vec<i32> = world.blocks.all.iter().map(|b| height_step(b.height_m)).collect();
        receptor_steps.sort_unstable();
        receptor_steps.dedup();
        let known = |candidate: &crate::input::Candidate| KnownSource {
            position: candidate.position,
            height_m: candidate.height_m.unwrap_or(UNKNOWN_HEIGHT_M),
            shares: shares(candidate.profile.as_ref(), &world.factors),
            activity: exposure::on_clock(candidate.activity.as_deref().unwrap_or_default(), world.begin),
        };
        let candidates: Vec<KnownSource> = input.candidates.iter().map(known).collect();
        let heights = candidates.iter().map(|candidate| candidate.height_m).chain([UNKNOWN_HEIGHT_M]);
        for step in heights.map(height_step).collect::<std::collections::BTreeSet<_>>() {
            tables.prepare(step, &receptor_steps);
        }
        Self {
            world,
            threads: NonZero::<usize>::MIN,
            evidence: Evidence::new(world),
            settings: settings(world),
            tables,
            grid: Vec::new(),
            usual_rate: 0.0,
            effects: vec![None; candidates.len()],
            candidates,
        }
    }

    /// All hypotheses that are worth a word, singles first.
    pub(crate) fn run(&mut self) -> Vec<Hypothesis> {
        let close = shortlist::shortlist(self);
        let effects = crate::parallel::map(self.threads, &close, |candidate| {
            self.candidates.get(*candidate).map(|candidate| self.effects_of(&candidate.source()))
        });
        for (candidate, effects) in close.iter().zip(effects) {
            if let Some(place) = self.effects.get_mut(*candidate) {
                *place = effects;
            }
        }
        self.grid = free::grid(self);
        self.usual_rate = self.rate_that_shows();
        // First without the source in no register and with all blocks taken for independent, to learn how alike
        // neighbouring residuals are.
        let first = self.grow(&close, false);
        self.evidence.trusting(posterior::trust(self, &first));
        self.grow(&close, true)
    }

    /// Sources all over the plane can be seen from some rate on: of these rates the lower quarter, and a power of *e* for
    /// each that sources are above it.
    fn rate_that_shows(&self) -> f64 {
        let setting = self.settings.len() / 2;
        let seen =
            self.grid.iter().filter_map(|looked| self.evidence.seen_from(looked.effects(self, setting)));
        crate::robust::quantile(seen.collect(), 0.25).unwrap_or(0.0) + ABOVE_SEEN
    }

    /// One source, then more, as long as they explain more.
    fn grow(&self, close: &[usize], with_free: bool) -> Vec<Hypothesis> {
        let all_settings: Vec<usize> = (0..self.settings.len()).collect();
        let single = |candidate: &usize| self.hypothesis(vec![*candidate], &all_settings);
        let mut found: Vec<Hypothesis> = crate::parallel::map(self.threads, close, single);
        found.retain(|hypothesis| !hypothesis.fits.is_empty());
        let mut last: Vec<Hypothesis> = best_of(&found, EXTENDED);
        if with_free && let Some(free) = self.free(&found) {
            found.push(free);
        }
        for _ in 1..MOST_SOURCES {
            let mut longer: Vec<Hypothesis> = Vec::new();
            for base in &last {
                self.extend(base, close, &mut longer);
            }
            if with_free {
                longer.extend(last.first().and_then(|base| self.with_free(base)));
            }
            let before = last.first().map_or(0.0, Hypothesis::gain);
            let best = best_of(&longer, EXTENDED);
            found.append(&mut longer);
            // What does not even pay for its prior needs no further company.
            if best.first().is_none_or(|best| best.gain() < before + 2.0) {
                break;
            }
            last = best;
        }
        found
    }

    fn effects_known(&self, candidate: usize, setting: usize) -> Option<&Vec<Effect>> {
        self.effects.get(candidate)?.as_ref()?.get(setting)
    }

    fn effects_of(&self, source: &Source<'_>) -> Vec<Vec<Effect>> {
        let hits = exposure::hits(self.world, source);
        self.settings.iter().map(|setting| self.effects_under(&hits, setting)).collect()
    }

    pub(crate) fn effects_under(&self, hits: &Hits, setting: &Setting) -> Vec<Effect> {
        let mut effects = Vec::new();
        exposure::effects(self.world, hits, setting, &self.tables, &mut effects);
        effects
    }

    fn hypothesis(&self, members: Vec<usize>, settings: &[usize]) -> Hypothesis {
        let fit = |setting: &usize| {
            let of = |member: &usize| self.effects_known(*member, *setting);
            let effects: Option<Vec<&Vec<Effect>>> = members.iter().map(of).collect();
            self.fit(&effects?, *setting)
        };
        let fits = settings.iter().filter_map(fit).collect();
        Hypothesis { members, free: None, fits }
    }

    /// The rates that fit best together, found in turn.
    fn fit(&self, effects: &[&Vec<Effect>], setting: usize) -> Option<Fit> {
        let mut found: Vec<Option<OfSource>> = vec![None; effects.len()];
        let (mut gain, rounds) = (0.0, if effects.len() > 1 { ROUNDS } else { 1 });
        for _ in 0..rounds {
            for (number, own) in effects.iter().enumerate() {
                let (mut others, mut chosen) = (self.evidence.nothing(), 0.0);
                let beside = found.iter().zip(effects).enumerate().filter(|(other, _)| *other != number);
                for (of, effects) in beside.filter_map(|(_, (of, effects))| Some((of.as_ref()?, effects))) {
                    self.evidence.add(&mut others, effects, of.rate.exp(), &of.course);
                    chosen += of.chosen;
                }
                let without = self.evidence.gain_of(&others);
                let profile = self.evidence.profile(&others, own);
                let (rate, more) = profile.best()?;
                let course = self.evidence.course(&others, own, rate);
                self.evidence.add(&mut others, own, rate.exp(), &course);
                let with = self.evidence.gain_of(&others);
                gain = without - chosen + more;
                let of = OfSource { rate, profile, course, chosen: (with - without - more).max(0.0) };
                if let Some(place) = found.get_mut(number) {
                    *place = Some(of);
                }
            }
        }
        let mut fit = Fit {
            setting,
            gain,
            rates: Vec::new(),
            profiles: Vec::new(),
            courses: Vec::new(),
            log_places: 0.0,
        };
        for of in found {
            let of = of?;
            fit.rates.push(of.rate);
            fit.profiles.push(of.profile);
            fit.courses.push(of.course);
        }
        Some(fit)
    }

    fn extend(&self, base: &Hypothesis, close: &[usize], into: &mut Vec<Hypothesis>) {
        let mut by_gain: Vec<&Fit> = base.fits.iter().collect();
        by_gain.sort_by(|a, b| b.gain.total_cmp(&a.gain));
        let settings: Vec<usize> = by_gain.iter().take(SETTINGS_KEPT).map(|fit| fit.setting).collect();
        let outside = close.iter().copied().filter(|candidate| !base.members.contains(candidate));
        let outside: Vec<usize> = outside.collect();
        let gains =
            crate::parallel::map(self.threads, &outside, |candidate| self.gain_beside(base, *candidate));
        let mut worth: Vec<(f64, usize)> = gains.into_iter().zip(outside).collect();
        worth.retain(|(gain, _)| *gain > WORTH_A_LOOK);
        worth.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut new: Vec<Vec<usize>> = Vec::new();
        for (_, candidate) in worth.into_iter().take(LOOKED_AT) {
            let mut members = base.members.clone();
            members.push(candidate);
            members.sort_unstable();
            if into.iter().all(|there| there.members != members) {
                new.push(members);
            }
        }
        into.extend(crate::parallel::map(self.threads, &new, |members| {
            self.hypothesis(members.clone(), &settings)
        }));
        into.retain(|hypothesis| !hypothesis.fits.is_empty());
    }

    /// What the candidate gains beside the base under its best setting, the base's rates held.
    fn gain_beside(&self, base: &Hypothesis, candidate: usize) -> f64 {
        let Some(fit) = base.best() else { return 0.0 };
        let Some(effects) = self.effects_known(candidate, fit.setting) else { return 0.0 };
        let field = self.field(base, fit);
        self.evidence.profile(&field, effects).best().map_or(0.0, |(_, gain)| gain)
    }

    /// What a hypothesis's known members add, under one of its fits.
    pub(crate) fn field(&self, hypothesis: &Hypothesis, fit: &Fit) -> Field {
        let mut field = self.evidence.nothing();
        for ((member, rate), course) in hypothesis.members.iter().zip(&fit.rates).zip(&fit.courses) {
            if let Some(effects) = self.effects_known(*member, fit.setting) {
                self.evidence.add(&mut field, effects, rate.exp(), course);
            }
        }
        if let (Some(region), Some(rate)) = (&hypothesis.free, fit.rates.get(hypothesis.members.len())) {
            let effects = self.free_effects(region.position, fit.setting);
            self.evidence.add(&mut field, &effects, rate.exp(), &[]);
        }
        field
    }
}

fn best_of(found: &[Hypothesis], count: usize) -> Vec<Hypothesis> {
    let mut known: Vec<&Hypothesis> = found.iter().filter(|hypothesis| hypothesis.free.is_none()).collect();
    known.sort_by(|a, b| b.gain().total_cmp(&a.gain()));
    let best = known.first().map_or(0.0, |hypothesis| hypothesis.gain());
    known.into_iter().take(count).filter(|hypothesis| hypothesis.gain() > best - HOPELESS).cloned().collect()
}

/// By factor, what part of an emission it is: without a profile every factor counts fully, and rates are of each.
fn shares(profile: Option<&std::collections::BTreeMap<String, f64>>, factors: &[String]) -> Vec<f64> {
    let Some(profile) = profile else { return vec![1.0; factors.len()] };
    if !factors.iter().any(|factor| profile.contains_key(factor)) {
        return vec![1.0; factors.len()];
    }
    factors.iter().map(|factor| profile.get(factor).copied().unwrap_or(0.0)).collect()
}

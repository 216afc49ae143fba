//! Levels of power that a circuit has kept, found in a fading histogram on a logarithmic scale.

use crate::{PowerParameters, PowerState};

/// Bins per doubling of power.
const PER_OCTAVE: f64 = 6.0;
/// Powers are counted from this one, kW; what lies far below it shares the first bins.
const SCALE_KW: f64 = 0.05;
/// Up to 0.05 kW × 2^22 ≈ 200 MW.
const BINS: usize = 132;

/// The boundaries between a circuit's states.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerLevels {
    /// From here it is on, kW.
    pub standby_from_kw: f64,
    /// From here it is at work, kW.
    pub running_from_kw: f64,
    /// Its usual power at work, kW.
    pub running_kw: f64,
    /// Whether its own history says so; `false`: its rated power does, until the history can.
    pub learned: bool,
}

impl PowerLevels {
    /// The state of a power, `held` being the one before.
    pub(crate) fn state_of(&self, kw: f64, held: Option<PowerState>, hysteresis: f64) -> PowerState {
        let bound = |from_kw: f64, is_above: bool| {
            if is_above { from_kw * (1.0 - hysteresis) } else { from_kw * (1.0 + hysteresis) }
        };
        let running = bound(self.running_from_kw, held == Some(PowerState::Running));
        let on = bound(self.standby_from_kw, held.is_some_and(|held| held >= PowerState::Standby));
        let is_running = match held {
            None => kw >= self.running_from_kw,
            Some(_) => kw >= running,
        };
        if is_running {
            PowerState::Running
        } else if kw >= on {
            PowerState::Standby
        } else {
            PowerState::Idle
        }
    }
}

/// How long a circuit has been at which power.
///
/// What is old fades by letting what is new weigh more: one factor grows instead of every bin being touched.
#[derive(Debug)]
pub(crate) struct History {
    /// Seconds by power, times the gain.
    seconds: Vec<f64>,
    /// The sum of them.
    total: f64,
    /// What a second weighs now.
    gain: f64,
}

/// The gain is taken back to one before figures grow out of hand.
const MOST_GAIN: f64 = 1e9;

/// A level that was kept: neighbouring bins up to the valleys around them.
#[derive(Debug, Clone, Copy)]
struct Level {
    kw: f64,
}

impl History {
    pub(crate) fn new() -> Self {
        Self { seconds: vec![0.0; BINS], total: 0.0, gain: 1.0 }
    }

    /// How much is known, faded, s.
    pub(crate) fn total_s(&self) -> f64 {
        self.total / self.gain
    }

    /// The circuit was at `kw` for `lasted_s`.
    pub(crate) fn learn(&mut self, parameters: &PowerParameters, kw: f64, lasted_s: f64) {
        if !kw.is_finite() || !lasted_s.is_finite() || lasted_s <= 0.0 {
            return;
        }
        let lasted_s = lasted_s.min(86_400.0);
        self.fade(parameters, lasted_s);
        let weight = lasted_s * self.gain;
        self.total += weight;
        // Shared between the two nearest bins, so that a level on an edge is one peak.
        let position = scale(kw).clamp(0.0, (BINS - 1) as f64);
        let low = position.floor() as usize;
        let share = position - position.floor();
        if let Some(seconds) = self.seconds.get_mut(low) {
            *seconds += weight * (1.0 - share);
        }
        if let Some(seconds) = self.seconds.get_mut(low + 1) {
            *seconds += weight * share;
        }
    }

    fn fade(&mut self, parameters: &PowerParameters, lasted_s: f64) {
        self.gain *= (lasted_s / parameters.half_life_s * std::f64::consts::LN_2).exp();
        if self.gain > MOST_GAIN {
            for seconds in &mut self.seconds {
                *seconds /= self.gain;
            }
            self.total /= self.gain;
            self.gain = 1.0;
        }
    }

    /// The boundaries between the states, if they can be told.
    pub(crate) fn levels(&self, parameters: &PowerParameters, rated_kw: Option<f64>) -> Option<PowerLevels> {
        let rated_kw = rated_kw.filter(|rated| rated.is_finite() && *rated > 0.0);
        let kept = self.kept_levels(parameters.least_level_s);
        let highest_kw = kept.last()?.kw;
        let works_from_kw =
            (highest_kw * parameters.partial_load).max(self.least_running_kw(parameters, rated_kw));
        let lowest_running = kept.iter().find(|level| level.kw >= works_from_kw);
        let below = kept.iter().rev().find(|level| level.kw < works_from_kw);
        match (lowest_running, below) {
            (Some(running), Some(below)) => {
                // Where nothing was ever seen between rest and work, work still does not reach down to rest.
                let least_kw = (running.kw * parameters.partial_load).max(parameters.noise_floor_kw);
                let running_from_kw = between(below.kw, running.kw).max(least_kw);
                let idle = kept.first().filter(|idle| idle.kw < below.kw);
                let standby_from_kw = match idle {
                    Some(idle) => between(idle.kw, below.kw),
                    None => between(below.kw, running_from_kw),
                };
                Some(PowerLevels {
                    standby_from_kw: standby_from_kw.max(parameters.noise_floor_kw).min(running_from_kw),
                    running_from_kw,
                    running_kw: highest_kw,
                    learned: true,
                })
            }
            (alone, _) => rated_kw
                .map(|rated| of_running_level(rated * parameters.rated_load, parameters, false))
                .or_else(|| {
                    let alone = alone.filter(|_| self.total_s() >= parameters.least_history_s)?;
                    Some(of_running_level(alone.kw, parameters, true))
                }),
        }
    }

    /// The least power that a level may have to be taken for running, kW. What stands on a plate keeps a
    /// standby that was seen before any work from being taken for work.
    fn least_running_kw(&self, parameters: &PowerParameters, rated_kw: Option<f64>) -> f64 {
        let is_settled = self.total_s() >= parameters.rated_trust_s;
        let by_rated = rated_kw.map_or(0.0, |rated| {
            let usual = if is_settled { 0.0 } else { parameters.rated_load * parameters.partial_load };
            rated * usual.max(parameters.rated_least)
        });
        by_rated.max(parameters.noise_floor_kw)
    }

    /// How long it was at `kw` or less, faded, s. Within a bin, power counts as evenly spread.
    pub(crate) fn below_s(&self, kw: f64) -> f64 {
        let position = scale(kw).clamp(0.0, (BINS - 1) as f64) + 0.5;
        let bin = position.floor() as usize;
        let below: f64 = self.seconds.iter().take(bin).sum();
        let inside = self.seconds.get(bin).copied().unwrap_or(0.0) * (position - position.floor());
        (below + inside) / self.gain
    }

    /// The power that it stayed at or below for `share` (0 to 1) of the time, kW; zero while nothing is known.
    pub(crate) fn quantile_kw(&self, share: f64) -> f64 {
        let sought = self.total * share;
        let mut sum = 0.0;
        let bin = self.seconds.iter().position(|seconds| {
            sum += seconds;
            sum > 0.0 && sum >= sought
        });
        bin.map_or(0.0, |bin| unscale(bin as f64))
    }

    /// The levels kept for at least `least_s`, ascending.
    fn kept_levels(&self, least_s: f64) -> Vec<Level> {
        let density = self.smoothed();
        let least = (least_s * self.gain).max(f64::MIN_POSITIVE);
        let mut levels = Vec::new();
        let mut start = 0;
        for end in valleys(&density).into_iter().chain([BINS]) {
            let bins = self.seconds.iter().enumerate().take(end).skip(start);
            let (seconds, weighted) = bins.fold((0.0, 0.0), |(seconds, weighted), (bin, of_bin)| {
                (seconds + of_bin, weighted + of_bin * bin as f64)
            });
            if seconds >= least {
                levels.push(Level { kw: unscale(weighted / seconds) });
            }
            start = end;
        }
        levels
    }

    fn smoothed(&self) -> Vec<f64> {
        const KERNEL: [f64; 5] = [1.0, 2.0, 3.0, 2.0, 1.0];
        (0..BINS)
            .map(|bin| {
                let parts = KERNEL.iter().enumerate().filter_map(|(offset, weight)| {
                    let of_bin = self.seconds.get((bin + offset).checked_sub(2)?)?;
                    Some(of_bin * weight)
                });
                parts.sum::<f64>() / 9.0
            })
            .collect()
    }
}

/// The boundaries where only the usual power at work is known.
fn of_running_level(running_kw: f64, parameters: &PowerParameters, learned: bool) -> PowerLevels {
    let running_from_kw = (running_kw * parameters.partial_load).max(parameters.noise_floor_kw);
    PowerLevels {
        standby_from_kw: between(0.0, running_from_kw).max(parameters.noise_floor_kw).min(running_from_kw),
        running_from_kw,
        running_kw,
        learned,
    }
}

/// Where the density falls to less than half of the lower of the two peaks around, one bin a valley.
fn valleys(density: &[f64]) -> Vec<usize> {
    let mut valleys = Vec::new();
    let mut peak = 0.0_f64;
    let mut lowest: Option<(usize, f64)> = None;
    for (bin, value) in density.iter().copied().enumerate() {
        match lowest {
            Some((at, least)) if value > least && least < 0.5 * peak.min(value) => {
                // Risen out of a valley deep enough: what follows is another peak.
                valleys.push(at);
                peak = value;
                lowest = None;
            }
            Some((_, least)) if value < least => lowest = Some((bin, value)),
            Some(_) => {}
            None if value < peak => lowest = Some((bin, value)),
            None => {}
        }
        if value > peak {
            peak = value;
            lowest = None;
        }
    }
    valleys
}

fn scale(kw: f64) -> f64 {
    (kw.max(0.0) / SCALE_KW).ln_1p() / std::f64::consts::LN_2 * PER_OCTAVE
}

fn unscale(position: f64) -> f64 {
    ((position / PER_OCTAVE * std::f64::consts::LN_2).exp_m1()) * SCALE_KW
}

/// The middle of two powers on the scale of the histogram.
fn between(low_kw: f64, high_kw: f64) -> f64 {
    unscale((scale(low_kw) + scale(high_kw)) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_S: f64 = 3600.0;

    fn after(spells: &[(f64, f64)], rated_kw: Option<f64>) -> Option<PowerLevels> {
        let parameters = PowerParameters::default();
        let mut history = History::new();
        for (kw, hours) in spells {
            // A level is never one figure: it wavers by a few per cent.
            for step in 0..200 {
                let waver = 1.0 + 0.04 * (f64::from(step % 5) - 2.0) / 2.0;
                history.learn(&parameters, kw * waver, hours * HOUR_S / 200.0);
            }
        }
        history.levels(&parameters, rated_kw)
    }

    #[test]
    fn nothing_is_known_at_first() {
        assert_eq!(after(&[], None), None);
        assert_eq!(after(&[], Some(15.0)), None);
        assert_eq!(after(&[(40.0, 5.0)], None), None, "one level, for less than a day");
        assert_eq!(after(&[(0.02, 100.0)], None), None, "what never ran has no running level");
    }

    #[test]
    fn boundaries_lie_between_the_levels_that_were_kept() {
        let levels = after(&[(0.05, 10.0), (3.0, 2.0), (40.0, 8.0)], None).unwrap();
        assert!(levels.learned);
        assert!(levels.standby_from_kw > 0.1 && levels.standby_from_kw < 3.0, "{levels:?}");
        assert!(levels.running_from_kw > 5.0 && levels.running_from_kw < 25.0, "{levels:?}");
        assert!((levels.running_kw - 40.0).abs() < 4.0, "{levels:?}");
        for (kw, state) in [(0.05, PowerState::Idle), (3.0, PowerState::Standby), (40.0, PowerState::Running)]
        {
            assert_eq!(levels.state_of(kw, None, 0.1), state);
        }
    }

    #[test]
    fn the_same_machine_ten_times_larger_has_the_same_states() {
        for size in [0.5, 1.0, 10.0, 1000.0] {
            let levels = after(&[(0.4 * size, 10.0), (4.0 * size, 5.0), (40.0 * size, 8.0)], None).unwrap();
            assert_eq!(levels.state_of(38.0 * size, None, 0.1), PowerState::Running, "{size}");
            assert_eq!(levels.state_of(4.0 * size, None, 0.1), PowerState::Standby, "{size}");
            assert_eq!(levels.state_of(0.4 * size, None, 0.1), PowerState::Idle, "{size}");
        }
    }

    #[test]
    fn partial_load_is_work() {
        let levels = after(&[(0.1, 10.0), (25.0, 10.0), (40.0, 10.0)], None).unwrap();
        assert_eq!(levels.state_of(25.0, None, 0.1), PowerState::Running);
    }

    #[test]
    fn a_machine_that_never_stops_is_running_after_a_day_and_not_at_a_fifth_of_it() {
        let levels = after(&[(30.0, 30.0)], None).unwrap();
        assert_eq!(levels.state_of(30.0, None, 0.1), PowerState::Running);
        assert_ne!(levels.state_of(6.0, None, 0.1), PowerState::Running);
        assert_eq!(levels.state_of(0.02, None, 0.1), PowerState::Idle);
    }

    #[test]
    fn rated_power_serves_until_history_knows_better() {
        let first = after(&[(0.1, 2.0)], Some(50.0)).unwrap();
        assert!(!first.learned);
        assert_eq!(first.state_of(30.0, None, 0.1), PowerState::Running);
        // Standby before any work is not taken for work.
        let waiting = after(&[(0.1, 2.0), (6.0, 2.0)], Some(50.0)).unwrap();
        assert_eq!(waiting.state_of(6.0, None, 0.1), PowerState::Standby);
        // A motor that is far too large for its work, after weeks.
        let large = after(&[(0.1, 200.0), (10.0, 200.0)], Some(50.0)).unwrap();
        assert!(large.learned);
        assert_eq!(large.state_of(10.0, None, 0.1), PowerState::Running);
        // Treatment that only ever idled never becomes treatment that runs.
        let idling = after(&[(0.1, 200.0), (6.0, 200.0)], Some(50.0)).unwrap();
        assert_eq!(idling.state_of(6.0, None, 0.1), PowerState::Standby);
    }

    #[test]
    fn a_new_level_is_learned_and_the_old_one_fades() {
        let levels = after(&[(0.1, 300.0), (40.0, 300.0), (0.1, 2000.0), (9.0, 2000.0)], None).unwrap();
        assert!((levels.running_kw - 9.0).abs() < 1.0, "{levels:?}");
        assert_eq!(levels.state_of(9.0, None, 0.1), PowerState::Running);
    }

    #[test]
    fn a_state_is_left_only_past_its_boundary() {
        let levels =
            PowerLevels { standby_from_kw: 1.0, running_from_kw: 10.0, running_kw: 30.0, learned: true };
        assert_eq!(levels.state_of(10.5, Some(PowerState::Standby), 0.1), PowerState::Standby);
        assert_eq!(levels.state_of(11.5, Some(PowerState::Standby), 0.1), PowerState::Running);
        assert_eq!(levels.state_of(9.5, Some(PowerState::Running), 0.1), PowerState::Running);
        assert_eq!(levels.state_of(0.95, Some(PowerState::Standby), 0.1), PowerState::Standby);
        assert_eq!(levels.state_of(0.95, Some(PowerState::Idle), 0.1), PowerState::Idle);
    }

    #[test]
    fn what_was_below_and_above_a_power_is_counted_and_fades() {
        let parameters = PowerParameters::default();
        let mut history = History::new();
        for _ in 0..100 {
            history.learn(&parameters, 2.0, 360.0);
            history.learn(&parameters, 20.0, 360.0);
        }
        assert!(history.total_s() < 72_000.0 && history.total_s() > 68_000.0, "{}", history.total_s());
        assert!((history.below_s(6.0) / history.total_s() - 0.5).abs() < 0.01);
        assert!((history.quantile_kw(0.95) - 20.0).abs() < 2.0);
        let half_life = parameters.half_life_s;
        for _ in 0..400 {
            history.learn(&parameters, 200.0, half_life / 7.0);
        }
        assert!(history.below_s(100.0) < 1e-6, "{}", history.below_s(100.0));
        assert!(history.total_s().is_finite());
    }

    #[test]
    fn absurd_powers_are_taken_without_harm() {
        let parameters = PowerParameters::default();
        let mut history = History::new();
        for kw in [f64::NAN, f64::INFINITY, f64::MAX, f64::MIN, -0.0, 1e-300] {
            history.learn(&parameters, kw, 600.0);
            history.learn(&parameters, 5.0, kw);
            let _ = history.levels(&parameters, Some(kw));
            assert!((0.0..=history.total_s() * 1.000_001).contains(&history.below_s(kw)), "{kw}");
        }
    }
}

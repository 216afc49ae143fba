//! The kernel on Project Prairie Grass (Barad 1958): arc maxima and every sampler of the runs whose weather is known.
//!
//! Inputs are those of a weather mast: wind at 2 m, Obukhov length, standard deviation of the direction, roughness. The
//! releases themselves enter nowhere but in what is compared.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use trace::kernel::lateral_narrowing;
use trace::kernel::similarity::{SurfaceLayer, VerticalSpread};

use crate::TrialError;
use crate::files::{self, Table};

/// Roughness of the site, m (Haugen 1959).
const ROUGHNESS_M: f64 = 0.008;
/// Height of the wind that is used, m.
const WIND_M: f64 = 2.0;
/// Where no height of the mixed layer is given, the plume is far below it, m.
const FAR_ABOVE_M: f64 = 500.0;

/// How near predictions are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Skill {
    /// How many pairs.
    pub pairs: usize,
    /// The share within a factor of two.
    pub fac2: f64,
    /// Fractional bias, 2 (observed − predicted) / (observed + predicted) of the means.
    pub fractional_bias: f64,
    /// Normalised mean square error.
    pub nmse: f64,
    /// Geometric mean of observed over predicted, of pairs where both are above the least that the samplers told.
    pub geometric_mean: f64,
}

/// The set's figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// The greatest sampler of each arc against the plume's middle.
    pub arc_maxima: Skill,
    /// The same with the share of sulphur dioxide that reached the samplers (table 5.4 of the archive).
    pub arc_maxima_with_loss: Skill,
    /// Arc maxima by distance, m.
    pub by_arc: BTreeMap<u32, Skill>,
    /// Every sampler, the plume's middle where the mean wind blows.
    pub samplers: Skill,
    /// Every sampler, the plume's middle where the arc's samplers have it.
    pub samplers_about_middle: Skill,
    /// Samplers above 0.1 mg/m³ or predicted so, about the arc's middle.
    pub samplers_in_plume: Skill,
}

/// A sampler's value.
#[derive(Debug, Clone, Copy)]
struct Sampler {
    azimuth_deg: f64,
    value: f64,
    reached: Option<f64>,
}

/// What a run's mast and source say.
#[derive(Debug, Clone, Copy)]
struct Run {
    grams_s: f64,
    release_m: f64,
    receptor_m: f64,
    layer: SurfaceLayer,
    mixing_m: f64,
    from_deg: f64,
    sigma_theta: f64,
    speed_m_s: f64,
}

/// Whether `folder` holds the set.
pub fn is_there(folder: &Path) -> bool {
    ["runs", "samples"].iter().all(|name| files::is_there(folder, name))
}

/// Predicts every arc and sampler.
///
/// # Errors
/// When a file is missing or not what its columns say.
pub fn run(folder: &Path) -> Result<Figures, TrialError> {
    let runs = runs(folder)?;
    let arcs = arcs(folder)?;
    let (mut maxima, mut with_loss, mut by_arc) = (Vec::new(), Vec::new(), BTreeMap::<u32, Vec<_>>::new());
    let (mut samplers, mut about_middle) = (Vec::new(), Vec::new());
    for ((run, arc_m), values) in &arcs {
        let Some(run) = runs.get(run) else { continue };
        let plume = run.plume(f64::from(*arc_m));
        let Some(most) = values.iter().copied().max_by(|a, b| a.value.total_cmp(&b.value)) else { continue };
        if most.value > 0.0 {
            maxima.push((most.value, plume.middle));
            with_loss.push((most.value, plume.middle * most.reached.unwrap_or(1.0)));
            by_arc.entry(*arc_m).or_default().push((most.value, plume.middle));
        }
        let middle_deg = middle_deg(values).unwrap_or(run.from_deg + 180.0);
        for sampler in values {
            samplers.push((sampler.value, plume.at(sampler.azimuth_deg - run.from_deg - 180.0)));
            about_middle.push((sampler.value, plume.at(sampler.azimuth_deg - middle_deg)));
        }
    }
    let in_plume =
        about_middle.iter().copied().filter(|(seen, told)| seen.max(*told) >= 0.1).collect::<Vec<_>>();
    Ok(Figures {
        arc_maxima: skill(&maxima),
        arc_maxima_with_loss: skill(&with_loss),
        by_arc: by_arc.into_iter().map(|(arc_m, pairs)| (arc_m, skill(&pairs))).collect(),
        samplers: skill(&samplers),
        samplers_about_middle: skill(&about_middle),
        samplers_in_plume: skill(&in_plume),
    })
}

/// The plume at one distance, mg/m³.
struct Plume {
    middle: f64,
    arc_m: f64,
    sigma_m: f64,
}

impl Run {
    fn plume(&self, arc_m: f64) -> Plume {
        let spread = VerticalSpread::new(self.layer, self.release_m, self.mixing_m);
        let integrated = spread.integrated(arc_m, self.receptor_m, WIND_M) / self.speed_m_s;
        let sigma_m = self.sigma_theta * arc_m * lateral_narrowing(arc_m / self.speed_m_s);
        let middle = 1e3 * self.grams_s * integrated / ((2.0 * std::f64::consts::PI).sqrt() * sigma_m);
        Plume { middle, arc_m, sigma_m }
    }
}

impl Plume {
    fn at(&self, away_deg: f64) -> f64 {
        let away_deg = (away_deg + 180.0).rem_euclid(360.0) - 180.0;
        if away_deg.abs() > 90.0 {
            return 0.0;
        }
        let across_m = self.arc_m * away_deg.to_radians().sin();
        self.middle * (-0.5 * (across_m / self.sigma_m).powi(2)).exp()
    }
}

/// Where the arc's mass is in the middle, degrees from the source.
fn middle_deg(values: &[Sampler]) -> Option<f64> {
    let sum = values.iter().fold([0.0; 2], |[north, east], sampler| {
        let towards = sampler.azimuth_deg.to_radians();
        [north + sampler.value * towards.cos(), east + sampler.value * towards.sin()]
    });
    (sum[0].hypot(sum[1]) > 0.0).then(|| sum[1].atan2(sum[0]).to_degrees())
}

fn runs(folder: &Path) -> Result<BTreeMap<String, Run>, TrialError> {
    let table = Table::read(folder, "runs")?;
    let column = |name: &str| table.numbers(name);
    let (rate, release, receptor) = (column("Q_g_s")?, column("hs_m")?, column("hr_m")?);
    let (length, mixing) = (column("L_m")?, column("zi_m")?);
    let (from, sigma, speed) = (column("wd_from_deg")?, column("sigma_theta_deg")?, column("u2m")?);
    let mut runs = BTreeMap::new();
    for (row, name) in table.texts("exp")?.enumerate() {
        let of = |figures: &[Option<f64>]| figures.get(row).copied().flatten();
        let run = || {
            Some(Run {
                grams_s: of(&rate)?,
                release_m: of(&release)?,
                receptor_m: of(&receptor)?,
                layer: SurfaceLayer { roughness_m: ROUGHNESS_M, inverse_obukhov_1_m: 1.0 / of(&length)? },
                mixing_m: of(&mixing).filter(|height_m| *height_m > 0.0).unwrap_or(FAR_ABOVE_M),
                from_deg: of(&from)?,
                sigma_theta: of(&sigma)?.to_radians(),
                speed_m_s: of(&speed)?,
            })
        };
        if let Some(run) = run() {
            runs.insert(name.to_owned(), run);
        }
    }
    Ok(runs)
}

/// By run and distance; what is missing is left out.
fn arcs(folder: &Path) -> Result<BTreeMap<(String, u32), Vec<Sampler>>, TrialError> {
    let table = Table::read(folder, "samples")?;
    let (arc, azimuth) = (table.numbers("arc_m")?, table.numbers("azimuth_deg")?);
    let (value, reached) = (table.numbers("conc_mg_m3")?, table.numbers("so2_loss_factor")?);
    let mut arcs: BTreeMap<(String, u32), Vec<Sampler>> = BTreeMap::new();
    for (row, run) in table.texts("exp")?.enumerate() {
        let of = |figures: &[Option<f64>]| figures.get(row).copied().flatten();
        let (Some(arc_m), Some(azimuth_deg), Some(value)) = (of(&arc), of(&azimuth), of(&value)) else {
            continue;
        };
        if value >= 0.0 {
            // One factor of the table reads 0.09 among neighbours of 0.94; nothing below a half is believed.
            let reached = of(&reached).filter(|part| (0.5..=1.0).contains(part));
            arcs.entry((run.to_owned(), arc_m as u32)).or_default().push(Sampler {
                azimuth_deg,
                value,
                reached,
            });
        }
    }
    Ok(arcs)
}

/// Of pairs (observed, predicted).
fn skill(pairs: &[(f64, f64)]) -> Skill {
    let count = pairs.len().max(1) as f64;
    let within = |(seen, told): &&(f64, f64)| {
        (*seen == 0.0 && *told < LEAST_MG_M3) || (*seen > 0.0 && (0.5..=2.0).contains(&(told / seen)))
    };
    let (seen, told) =
        pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0 / count, sum.1 + pair.1 / count));
    let square = pairs.iter().map(|(seen, told)| (seen - told).powi(2)).sum::<f64>() / count;
    let both = pairs.iter().filter(|(seen, told)| *seen >= LEAST_MG_M3 && *told >= LEAST_MG_M3);
    let logs: Vec<f64> = both.map(|(seen, told)| (seen / told).ln()).collect();
    Skill {
        pairs: pairs.len(),
        fac2: pairs.iter().filter(within).count() as f64 / count,
        fractional_bias: 2.0 * (seen - told) / (seen + told),
        nmse: square / (seen * told),
        geometric_mean: (logs.iter().sum::<f64>() / logs.len().max(1) as f64).exp(),
    }
}

/// The least that samplers told apart, mg/m³.
const LEAST_MG_M3: f64 = 0.01;

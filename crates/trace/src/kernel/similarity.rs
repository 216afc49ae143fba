//! Surface-layer similarity: how wind and mixing change with height over a roughness, and how fast a plume grows
//! upwards in them.
//!
//! Flux-profile functions: Dyer, Boundary-Layer Meteorology 7 (1974) 363–372, with von Kármán's constant 0.4.
//! Mean height of a plume released near the ground: van Ulden, Atmospheric Environment 12 (1978) 2125–2129, in the
//! form of Gryning, van Ulden and Larsen, Q. J. R. Meteorol. Soc. 109 (1983) 355–364. Nothing in here was fitted to
//! a release that this project is judged by.

/// Von Kármán's constant.
const KARMAN: f64 = 0.4;

/// At which multiple of the plume's mean height its eddies are taken (Gryning et al. 1983).
const MIXING_AT: f64 = 1.55;

/// At which multiple of the plume's mean height the wind that carries it is taken (Gryning et al. 1983).
const CARRYING_AT: f64 = 0.6;

/// Stable profiles are not extrapolated beyond this height over the Obukhov length (Dyer 1974 measured to about 1).
const MOST_STABLE: f64 = 1.0;

/// A surface layer: roughness and stability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurfaceLayer {
    /// Aerodynamic roughness length, m.
    pub roughness_m: f64,
    /// One over the Obukhov length, 1/m: negative by day, positive by night.
    pub inverse_obukhov_1_m: f64,
}

impl SurfaceLayer {
    fn zeta(&self, height_m: f64) -> f64 {
        (height_m * self.inverse_obukhov_1_m).min(MOST_STABLE)
    }

    /// Wind over friction velocity at `height_m`; below three roughness lengths as there.
    pub fn wind(&self, height_m: f64) -> f64 {
        let height_m = height_m.max(3.0 * self.roughness_m);
        let shape = (height_m / self.roughness_m).ln() - psi_m(self.zeta(height_m));
        // The logarithm is at least ln 3 and ψ of unstable air grows more slowly than it.
        shape.max(0.3) / KARMAN
    }

    /// Diffusivity over friction velocity at `height_m`, m.
    fn diffusivity_m(&self, height_m: f64) -> f64 {
        KARMAN * height_m / phi_h(self.zeta(height_m))
    }

    /// Standard deviation of the vertical wind over friction velocity (Panofsky and Dutton 1984, 7.1).
    fn vertical_turbulence(&self, height_m: f64) -> f64 {
        1.25 * (1.0 - 3.0 * self.zeta(height_m).clamp(-20.0, 0.0)).cbrt()
    }

    /// The exponent of the vertical profile exp(−(B z/z̄)^s): 2 + m − n of the local power laws of wind and
    /// diffusivity (van Ulden 1978).
    fn shape(&self, mean_height_m: f64) -> f64 {
        let height_m = (MIXING_AT * mean_height_m).max(3.0 * self.roughness_m);
        let step = 1e-3;
        let logarithmic = |of: &dyn Fn(f64) -> f64| (of(height_m * (1.0 + step)) / of(height_m)).ln() / step;
        let wind = logarithmic(&|z| self.wind(z));
        let diffusivity = logarithmic(&|z| self.diffusivity_m(z));
        (2.0 + wind - diffusivity).clamp(0.8, 3.0)
    }

    /// How fast the mean height z̄ of a plume released at `release_m` grows with distance, m/m.
    fn growth(&self, mean_height_m: f64, release_m: f64) -> f64 {
        let near_ground_m = MIXING_AT * mean_height_m;
        let at_m = near_ground_m.max(release_m).max(3.0 * self.roughness_m);
        let spreading = self.diffusivity_m(at_m) / self.wind(at_m);
        if release_m <= near_ground_m {
            return spreading / near_ground_m;
        }
        // High above the ground: dσ/dx = K/(uσ) with z̄ = σ√(2/π), at first no faster than the eddies themselves.
        let by_mixing = std::f64::consts::FRAC_2_PI * spreading / mean_height_m;
        let by_eddies =
            (std::f64::consts::FRAC_2_PI).sqrt() * self.vertical_turbulence(at_m) / self.wind(at_m);
        by_mixing.min(by_eddies)
    }
}

/// Least distance of [`VerticalSpread`], m.
const NEAREST_M: f64 = 1.0;
/// Nodes a table has for a factor of *e* in distance.
const NODES_PER_E: f64 = 5.0;
/// Nodes of a table: up to 60 km.
const NODES: usize = 56;

/// A table over the logarithm of distance, with straight lines between its nodes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ByDistance(Vec<f64>);

impl ByDistance {
    pub(crate) fn new(of: impl Fn(usize) -> f64) -> Self {
        Self((0..NODES).map(of).collect())
    }

    /// Where `distance_m` falls: the node before it and the part of the way to the next.
    pub(crate) fn locate(distance_m: f64) -> (usize, f64) {
        let position = ((distance_m / NEAREST_M).max(1.0).ln() * NODES_PER_E).min((NODES - 1) as f64 - 1e-9);
        (position as usize, position.fract())
    }

    pub(crate) fn at(&self, (node, part): (usize, f64)) -> f64 {
        let low = self.0.get(node).copied().unwrap_or(0.0);
        low + (self.0.get(node + 1).copied().unwrap_or(low) - low) * part
    }
}

/// The vertical part of a plume from one height in one surface layer, by distance.
#[derive(Debug, Clone, PartialEq)]
pub struct VerticalSpread {
    layer: SurfaceLayer,
    release_m: f64,
    mixing_height_m: f64,
    /// The mean height z̄ of what was released at the ground; above it, the mean distance from the release's height.
    mean_height_m: Vec<f64>,
}

impl VerticalSpread {
    /// The plume of a source at `release_m` under a lid at `mixing_height_m`.
    pub fn new(layer: SurfaceLayer, release_m: f64, mixing_height_m: f64) -> Self {
        let mut mean_height_m = Vec::with_capacity(NODES);
        let (mut height_m, mut distance_m) = (2.0 * layer.roughness_m, 0.0);
        for node in 0..NODES {
            let until_m = NEAREST_M * (node as f64 / NODES_PER_E).exp();
            const STEPS: usize = 4;
            let step_m = (until_m - distance_m) / STEPS as f64;
            for _ in 0..STEPS {
                let first = layer.growth(height_m, release_m);
                let middle = layer.growth(height_m + 0.5 * step_m * first, release_m);
                height_m += step_m * middle;
            }
            // A well mixed layer has its mean height in the middle.
            height_m = height_m.min(0.5 * mixing_height_m);
            distance_m = until_m;
            mean_height_m.push(height_m);
        }
        Self { layer, release_m, mixing_height_m, mean_height_m }
    }

    /// Crosswind-integrated concentration (s/m²) at `receptor_m` above the ground, `distance_m` from the source, for
    /// an emission of one and a wind of 1 m/s at `wind_height_m`.
    pub fn integrated(&self, distance_m: f64, receptor_m: f64, wind_height_m: f64) -> f64 {
        self.table(receptor_m, wind_height_m).at(ByDistance::locate(distance_m))
    }

    /// The same by distance.
    pub(crate) fn table(&self, receptor_m: f64, wind_height_m: f64) -> ByDistance {
        let reference = self.layer.wind(wind_height_m);
        ByDistance::new(|node| {
            let mean_height_m = self.mean_height_m.get(node).copied().unwrap_or(f64::INFINITY);
            let carried_at_m = (CARRYING_AT * mean_height_m).max(self.release_m);
            let speed = self.layer.wind(carried_at_m.min(0.5 * self.mixing_height_m)) / reference;
            self.density(mean_height_m, receptor_m) / speed
        })
    }

    /// What part of the plume is in a metre of height at `receptor_m`, 1/m: van Ulden's profile and its image below
    /// the ground, evened out under the lid.
    fn density(&self, mean_height_m: f64, receptor_m: f64) -> f64 {
        let shape = match self.release_m > mean_height_m {
            true => 2.0,
            false => self.layer.shape(mean_height_m),
        };
        let (one, two) = (gamma(1.0 / shape), gamma(2.0 / shape));
        let (scale, narrow) = (shape * two / (one * one), two / one);
        let part = |away_m: f64| (-(narrow * away_m.abs() / mean_height_m).powf(shape)).exp();
        let direct = part(receptor_m - self.release_m) + part(receptor_m + self.release_m);
        (0.5 * scale / mean_height_m * direct).max(match 2.0 * mean_height_m >= self.mixing_height_m {
            true => 1.0 / self.mixing_height_m,
            false => 0.0,
        })
    }
}

fn phi_h(zeta: f64) -> f64 {
    if zeta < 0.0 { 1.0 / (1.0 - 16.0 * zeta).sqrt() } else { 1.0 + 5.0 * zeta }
}

fn psi_m(zeta: f64) -> f64 {
    if zeta >= 0.0 {
        return -5.0 * zeta;
    }
    let x = (1.0 - 16.0 * zeta).sqrt().sqrt();
    2.0 * ((1.0 + x) / 2.0).ln() + ((1.0 + x * x) / 2.0).ln() - 2.0 * x.atan() + std::f64::consts::FRAC_PI_2
}

/// Euler's gamma function for arguments above 0.3: Lanczos' approximation (g = 7, n = 9).
fn gamma(x: f64) -> f64 {
    const COEFFICIENTS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let x = x - 1.0;
    let series = COEFFICIENTS.iter().enumerate().map(|(i, c)| c / (x + i as f64 + 1.0));
    let sum = 0.999_999_999_999_809_9 + series.sum::<f64>();
    let t = x + 7.5;
    (2.0 * std::f64::consts::PI).sqrt() * t.powf(x + 0.5) * (-t).exp() * sum
}

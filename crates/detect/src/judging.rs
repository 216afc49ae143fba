use std::collections::BTreeMap;

use model::{CreditCode, FindingKind};

use crate::{ParameterProblem, ParameterValues, Parameters};

/// By what an engine judges: the city's parameters, and others for some enterprises.
///
/// What is judged over several enterprises at once, as stations are, is judged by the city's.
#[derive(Debug, Clone, PartialEq)]
pub struct Judging {
    city: Parameters,
    /// Those of some enterprises.
    others: Vec<Parameters>,
    /// The place of an enterprise's own, counted from one; of those without any the city's hold.
    places: BTreeMap<CreditCode, usize>,
}

impl Judging {
    /// The city's parameters.
    pub fn city(&self) -> &Parameters {
        &self.city
    }

    /// By what `enterprise` is judged.
    pub fn of(&self, enterprise: &CreditCode) -> &Parameters {
        self.at(self.place(enterprise))
    }

    /// From now on `enterprises` are judged by `parameters`.
    pub fn put(&mut self, enterprises: impl IntoIterator<Item = CreditCode>, parameters: Parameters) {
        self.others.push(parameters);
        let place = self.others.len();
        self.places.extend(enterprises.into_iter().map(|enterprise| (enterprise, place)));
    }

    /// Sets `values` of `kind` for everybody; what is wrong with them, where nothing is set.
    pub fn tune(&mut self, kind: FindingKind, values: &ParameterValues) -> Vec<ParameterProblem> {
        let mut next = self.clone();
        for parameters in std::iter::once(&mut next.city).chain(&mut next.others) {
            let (tuned, problems) = parameters.tuned(kind, values);
            if !problems.is_empty() {
                return problems;
            }
            *parameters = tuned;
        }
        *self = next;
        Vec::new()
    }

    /// Where the parameters of `enterprise` stand.
    pub(crate) fn place(&self, enterprise: &CreditCode) -> usize {
        self.places.get(enterprise).copied().unwrap_or_default()
    }

    /// Those that stand at `place`; the city's where none do.
    pub(crate) fn at(&self, place: usize) -> &Parameters {
        place.checked_sub(1).and_then(|place| self.others.get(place)).unwrap_or(&self.city)
    }
}

impl From<Parameters> for Judging {
    /// Everybody is judged by the same.
    fn from(parameters: Parameters) -> Self {
        Self { city: parameters, others: Vec::new(), places: BTreeMap::new() }
    }
}

//! Two officers for every drawn object (docs/draw.md §7): whoever has least to do goes first, with whom he has gone
//! least; chance decides between equals.

use std::collections::BTreeMap;

use crate::commitment::Commitment;
use crate::plan::Officer;
use crate::stream::Stream;
use crate::words::{Digest, Id};

/// The officers who may be drawn, and what they have been given so far.
pub(crate) struct Teams<'a> {
    /// In order of their ids.
    officers: Vec<&'a Officer>,
    loads: Vec<u32>,
    visits: Vec<u32>,
    /// How often two have gone together, `officers.len()` figures for each.
    together: Vec<u32>,
    /// By object, the places of those who must not go there.
    recused: BTreeMap<&'a Id, Vec<usize>>,
    stream: Stream,
}

impl<'a> Teams<'a> {
    pub(crate) fn new(commitment: &'a Commitment, seed: Digest) -> Self {
        let plan = commitment.plan();
        let officers: Vec<&Officer> =
            plan.officers.iter().filter(|officer| commitment.may_be_drawn(officer)).collect();
        let place = |id: &Id| officers.binary_search_by(|officer| officer.id.cmp(id)).ok();
        let mut together = vec![0; officers.len() * officers.len()];
        for pairing in &plan.pairings {
            if let (Some(first), Some(second)) = (place(&pairing.first), place(&pairing.second)) {
                together[first * officers.len() + second] = pairing.times;
                together[second * officers.len() + first] = pairing.times;
            }
        }
        let mut recused: BTreeMap<&Id, Vec<usize>> = BTreeMap::new();
        for recusal in &plan.recusals {
            if let Some(place) = place(&recusal.officer) {
                recused.entry(&recusal.object).or_default().push(place);
            }
        }
        let loads = officers.iter().map(|officer| officer.load).collect();
        let visits = vec![0; officers.len()];
        Self { officers, loads, visits, together, recused, stream: Stream::new(seed, "officers") }
    }

    /// Who goes to `object`. A frozen plan has two for every object; there is none otherwise.
    pub(crate) fn send(&mut self, object: &Id, speciality: Option<&Id>) -> Option<[Id; 2]> {
        let recused = self.recused.get(object).map(Vec::as_slice).unwrap_or_default();
        let trained =
            |place: &usize| speciality.is_none_or(|s| self.officers[*place].specialities.contains(s));
        let may_go: Vec<usize> = (0..self.officers.len()).filter(|place| !recused.contains(place)).collect();

        let leads: Vec<usize> = may_go.iter().copied().filter(trained).collect();
        let least = leads.iter().map(|place| self.loads[*place]).min()?;
        let first = self.one_of(leads.into_iter().filter(|place| self.loads[*place] == least).collect())?;

        let others: Vec<usize> = may_go.into_iter().filter(|place| *place != first).collect();
        let most = others.iter().map(|place| self.loads[*place]).min()?.saturating_add(1);
        let others: Vec<usize> = others.into_iter().filter(|place| self.loads[*place] <= most).collect();
        let rank = |place: usize| (self.together[first * self.officers.len() + place], self.loads[place]);
        let best = others.iter().map(|place| rank(*place)).min()?;
        let second = self.one_of(others.into_iter().filter(|place| rank(*place) == best).collect())?;

        for (one, other) in [(first, second), (second, first)] {
            self.loads[one] = self.loads[one].saturating_add(1);
            self.visits[one] += 1;
            let together = &mut self.together[one * self.officers.len() + other];
            *together = together.saturating_add(1);
        }
        Some([first, second].map(|place| self.officers[place].id.clone()))
    }

    /// How many visits an officer was given; none for whoever may not be drawn.
    pub(crate) fn visits(&self, id: &Id) -> Option<u32> {
        let place = self.officers.binary_search_by(|officer| officer.id.cmp(id)).ok()?;
        self.visits.get(place).copied()
    }

    /// One of several equals, which chance decides even where there is one alone.
    fn one_of(&mut self, equals: Vec<usize>) -> Option<usize> {
        let count = u64::try_from(equals.len()).ok().filter(|count| *count > 0)?;
        equals.get(self.stream.below(count) as usize).copied()
    }
}

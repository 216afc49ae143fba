//! What a draw says of every object and every officer.

use serde::{Deserialize, Serialize};

use crate::commitment::Commitment;
use crate::encode::Encoder;
use crate::entropy::{Entropy, EntropyRefusal};
use crate::plan::{Officer, Pool};
use crate::select::select;
use crate::stream::Stream;
use crate::teams::Teams;
use crate::words::{Digest, Id, Text};

/// The fate of everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Of the objects, pool by pool in order of their ids.
    pub pools: Vec<PoolOutcome>,
    /// Of the officers, in order of their ids.
    pub officers: Vec<OfficerOutcome>,
}

/// The fate of the objects of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolOutcome {
    /// Which pool.
    pub pool: Id,
    /// In the order in which they were drawn.
    pub drawn: Vec<Drawn>,
    /// In order of their ids.
    pub not_drawn: Vec<Id>,
    /// In order of their ids.
    pub excluded: Vec<Excluded>,
}

/// An object that was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// Which.
    pub object: Id,
    /// Who goes there.
    pub officers: [Id; 2],
}

/// An object that could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excluded {
    /// Which.
    pub object: Id,
    /// Why not.
    pub reason: Text,
}

/// The fate of an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficerOutcome {
    /// Who.
    pub officer: Id,
    /// What became of him.
    pub fate: OfficerFate,
}

/// What became of an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OfficerFate {
    /// Goes on so many visits.
    Drawn(u32),
    /// Could have been drawn.
    NotDrawn,
    /// The certificate does not hold on every day of the visits.
    NotCertified,
    /// Was excluded, with the reason.
    Excluded(Text),
}

impl Commitment {
    /// Draws. The same plan and the same chance always give the same outcome.
    ///
    /// # Errors
    /// If the chance is not the one that the plan asks for, or not complete.
    pub fn draw(&self, entropy: &Entropy) -> Result<Outcome, EntropyRefusal> {
        let seed = self.seed(entropy)?;
        let mut teams = Teams::new(self, seed);
        let pools = self.plan().pools.iter().map(|pool| draw_pool(pool, seed, &mut teams)).collect();
        let fate = |officer: &Officer| match (teams.visits(&officer.id), &officer.excluded) {
            (_, Some(reason)) => OfficerFate::Excluded(reason.clone()),
            (None, None) => OfficerFate::NotCertified,
            (Some(0), None) => OfficerFate::NotDrawn,
            (Some(visits), None) => OfficerFate::Drawn(visits),
        };
        let officers = self.plan().officers.iter();
        let officers = officers.map(|o| OfficerOutcome { officer: o.id.clone(), fate: fate(o) }).collect();
        Ok(Outcome { pools, officers })
    }
}

fn draw_pool(pool: &Pool, seed: Digest, teams: &mut Teams<'_>) -> PoolOutcome {
    let (mut eligible, mut excluded) = (Vec::with_capacity(pool.candidates.len()), Vec::new());
    for candidate in &pool.candidates {
        match &candidate.excluded {
            None => eligible.push(candidate),
            Some(reason) => {
                excluded.push(Excluded { object: candidate.id.clone(), reason: reason.clone() });
            }
        }
    }
    let weight = |class: &Id| match pool.classes.binary_search_by(|known| known.id.cmp(class)) {
        Ok(index) => pool.classes[index].weight,
        // A frozen plan has every class.
        Err(_) => 1,
    };
    let weights: Vec<u32> = eligible.iter().map(|candidate| weight(&candidate.class)).collect();
    let mut stream = Stream::new(seed, &format!("objects/{}", pool.id));
    let places = select(&mut stream, &weights, pool.quota as usize);

    let mut left = vec![true; eligible.len()];
    let mut drawn = Vec::with_capacity(places.len());
    for place in places {
        left[place] = false;
        let object = &eligible[place].id;
        if let Some(officers) = teams.send(object, pool.speciality.as_ref()) {
            drawn.push(Drawn { object: object.clone(), officers });
        }
    }
    let not_drawn = eligible.iter().zip(left).filter(|(_, left)| *left).map(|(c, _)| c.id.clone()).collect();
    PoolOutcome { pool: pool.id.clone(), drawn, not_drawn, excluded }
}

/// docs/draw.md §8.1.
pub(crate) fn encode(to: &mut Encoder, outcome: &Outcome) {
    to.list(outcome.pools.iter(), |to, pool| {
        to.put(&pool.pool);
        to.list(pool.drawn.iter(), |to, drawn| {
            to.put(&drawn.object);
            drawn.officers.iter().for_each(|officer| to.put(officer));
        });
        to.list(pool.not_drawn.iter(), Encoder::put);
        to.list(pool.excluded.iter(), |to, excluded| {
            to.put(&excluded.object);
            to.put(&excluded.reason);
        });
    });
    to.list(outcome.officers.iter(), |to, officer| {
        to.put(&officer.officer);
        match &officer.fate {
            OfficerFate::Drawn(visits) => {
                to.put(1u8);
                to.put(*visits);
            }
            OfficerFate::NotDrawn => to.put(2u8),
            OfficerFate::NotCertified => to.put(3u8),
            OfficerFate::Excluded(reason) => {
                to.put(4u8);
                to.put(reason);
            }
        }
    });
}

//! How good rankings were, once it is known what turned out.

use model::CreditCode;

use super::{Ranking, Verdict};

/// What a ranking gives a probability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// An enterprise.
    Enterprise(CreditCode),
    /// Somebody in no register.
    Unregistered,
    /// Nobody near.
    Nobody,
}

/// One probability of a ranking and whether it turned out so.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Of what.
    pub thing: Thing,
    /// How probable it was.
    pub probability: f64,
    /// Whether it turned out so.
    pub is_true: bool,
}

impl Item {
    /// The tenth that its probability is of: 0 below 0.1, 9 from 0.9 on.
    pub fn tenth(&self) -> usize {
        (self.probability * 10.0).floor().clamp(0.0, 9.0) as usize
    }
}

/// How good one ranking was.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The most probable thing turned out.
    pub first: bool,
    /// It was among the three most probable ones.
    pub among_three: bool,
    /// The sum over all things of the squared difference between probability and truth (Brier, Monthly Weather Review 78
    /// (1950) 1–3): 0 is best, a sure and wrong one has 2 and more.
    pub brier: f64,
    /// The most probable first.
    pub items: Vec<Item>,
}

/// The score of a ranking; none where nobody found out what it was.
pub fn score(ranking: &Ranking, verdict: &Verdict) -> Option<Score> {
    let named = match verdict {
        Verdict::NotFound => return None,
        Verdict::Enterprises(codes) => codes.iter().collect(),
        Verdict::NotInRegister | Verdict::Regional => Vec::new(),
    };
    let mut items: Vec<Item> = ranking
        .enterprises
        .iter()
        .map(|ranked| Item {
            thing: Thing::Enterprise(ranked.enterprise.clone()),
            probability: ranked.probability,
            is_true: named.contains(&&ranked.enterprise),
        })
        .collect();
    let is_ranked = |code: &CreditCode| ranking.enterprises.iter().any(|ranked| ranked.enterprise == *code);
    // Whoever was not even in the list had no probability to speak of.
    items.extend(named.iter().filter(|code| !is_ranked(code)).map(|code| Item {
        thing: Thing::Enterprise((*code).clone()),
        probability: 0.0,
        is_true: true,
    }));
    items.push(Item {
        thing: Thing::Nobody,
        probability: ranking.none,
        is_true: *verdict == Verdict::Regional,
    });
    items.push(Item {
        thing: Thing::Unregistered,
        probability: ranking.unregistered,
        is_true: *verdict == Verdict::NotInRegister,
    });
    items.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    let among = |count: usize| items.iter().take(count).any(|item| item.is_true);
    let off = |item: &Item| item.probability - f64::from(u8::from(item.is_true));
    let brier = items.iter().map(|item| off(item).powi(2)).sum();
    Some(Score { first: among(1), among_three: among(3), brier, items })
}

/// How good many rankings were.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// How many were scored.
    pub scored: usize,
    /// In how many the most probable thing turned out.
    pub first: usize,
    /// In how many it was among the three most probable ones.
    pub among_three: usize,
    /// The mean Brier score; none without any.
    pub brier: Option<f64>,
    /// Probabilities by tenths: below 0.1, from 0.1 …
    pub tenths: [Tenth; 10],
}

/// Probabilities of one tenth, and how often it turned out so.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tenth {
    /// How many probabilities.
    pub count: usize,
    /// How many of them turned out.
    pub true_count: usize,
    /// Their sum, which the count of those that turned out should come near.
    pub sum: f64,
}

/// The scores together.
pub fn tally<'s>(scores: impl Iterator<Item = &'s Score>) -> Tally {
    let mut tally = Tally::default();
    let mut brier = 0.0;
    for score in scores {
        tally.scored += 1;
        tally.first += usize::from(score.first);
        tally.among_three += usize::from(score.among_three);
        brier += score.brier;
        for item in &score.items {
            if let Some(tenth) = tally.tenths.get_mut(item.tenth()) {
                tenth.count += 1;
                tenth.true_count += usize::from(item.is_true);
                tenth.sum += item.probability;
            }
        }
    }
    tally.brier = (tally.scored > 0).then(|| brier / tally.scored as f64);
    tally
}

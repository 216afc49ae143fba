use draw::{
    Candidate, Class, Commitment, Entropy, Officer, Party, Plan, Pool, Reveal, Round, Secret, Source, beacon,
    share,
};

pub(crate) fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// Round 1000 of quicknet, as drand gives it; due 2023-08-23T15:59:24Z.
pub(crate) const ROUND_1000: &str =
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39";

pub(crate) fn candidate(text: &str, class: &str) -> Candidate {
    Candidate { id: id(text), class: id(class), excluded: None }
}

pub(crate) fn officer(text: &str) -> Officer {
    Officer {
        id: id(text),
        certified_from: id("2022-01-01"),
        certified_until: id("2027-12-31"),
        specialities: Vec::new(),
        load: 0,
        excluded: None,
    }
}

pub(crate) fn pool(text: &str, quota: u32, objects: usize) -> Pool {
    let class = |name: &str, title: &str, weight| Class { id: id(name), title: id(title), weight };
    Pool {
        id: id(text),
        title: id("一般排污单位"),
        quota,
        basis: id("5 % of 40 a quarter"),
        speciality: None,
        classes: vec![class("low", "风险低", 1), class("high", "风险高、信用差", 4)],
        candidates: (0..objects)
            .map(|n| candidate(&format!("{text}-{n:03}"), if n % 4 == 0 { "high" } else { "low" }))
            .collect(),
    }
}

pub(crate) fn beacon_source() -> Source {
    Source::Beacon { chain: beacon::chain(), round: 1000 }
}

pub(crate) fn round_1000() -> Entropy {
    Entropy::Beacon(Round { round: 1000, signature: id(ROUND_1000) })
}

/// A plan for round 1000: two pools, six officers.
pub(crate) fn plan() -> Plan {
    Plan {
        occasion: id("changsha/2023-Q3/routine"),
        attempt: 1,
        predecessor: None,
        title: id("2023年第三季度日常抽查"),
        authority: id("长沙市生态环境局"),
        committed_at: id("2023-08-23T15:00:00Z"),
        visits_from: id("2023-08-24"),
        visits_until: id("2023-09-22"),
        salt: Secret([0x5a; 32]),
        source: beacon_source(),
        pools: vec![pool("general", 4, 40), pool("key", 3, 12)],
        officers: (1..=6).map(|n| officer(&format!("officer-{n}"))).collect(),
        recusals: Vec::new(),
        pairings: Vec::new(),
    }
}

pub(crate) fn secret(number: u8) -> Secret {
    Secret([number; 32])
}

pub(crate) const PARTIES: [&str; 3] = ["bureau", "inspectors", "delegate"];

/// The same plan, for three parties that reveal until 16:00.
pub(crate) fn plan_of_parties() -> Plan {
    let mut plan = plan();
    let party = |(number, name): (usize, &&str)| Party {
        id: id(name),
        role: id(["市生态环境局", "派驻纪检监察组", "企业代表"][number]),
        share: share(&plan.occasion, plan.attempt, &id(name), &secret(number as u8 + 1)),
    };
    let parties = PARTIES.iter().enumerate().map(party).collect();
    plan.source = Source::Reveals { deadline: id("2023-08-23T16:00:00Z"), parties };
    plan
}

/// What the party of this number reveals, in minutes after 15:00.
pub(crate) fn reveal(number: usize, minutes: u32) -> Reveal {
    let at = id(&format!("2023-08-23T{}:{:02}:00Z", 15 + minutes / 60, minutes % 60));
    Reveal { party: id(PARTIES[number]), secret: secret(number as u8 + 1), at }
}

pub(crate) fn frozen(plan: Plan) -> Commitment {
    Commitment::freeze(plan).unwrap()
}

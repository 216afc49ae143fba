//! docs/draw-vectors.json: what others' implementations are checked by, and the pages' own is. Written anew with
//! `UPDATE_DRAW_VECTORS=1 cargo nextest run -p draw vectors`.

use draw::{Attempt, Digest, Entropy, Plan, Record, Stream, Void, beacon, select, share, verify_record};
use serde_json::{Value, json};

use super::support::{PARTIES, ROUND_1000, frozen, id, plan, plan_of_parties, reveal, round_1000, secret};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/draw-vectors.json");

/// A plan in which every list has something, with exclusions of every kind.
fn full() -> Plan {
    let mut plan = plan();
    plan.pools[0].candidates[5].excluded = Some(id("正面清单免除现场检查"));
    plan.pools[1].speciality = Some(id("monitoring"));
    plan.officers[0].certified_until = id("2023-09-21");
    plan.officers[1].excluded = Some(id("休假"));
    plan.officers[2].specialities = vec![id("monitoring"), id("radiation")];
    plan.officers[3].specialities = vec![id("monitoring")];
    plan.officers[4].load = 2;
    plan.recusals = vec![draw::Recusal {
        officer: id("officer-3"),
        object: id("key-003"),
        ground: id("近亲属在该单位任职"),
    }];
    plan.pairings = vec![draw::Pairing { first: id("officer-3"), second: id("officer-4"), times: 3 }];
    plan
}

fn drawn(plan: Plan, entropy: Entropy) -> Attempt {
    let commitment = frozen(plan);
    let outcome = commitment.draw(&entropy).unwrap();
    Attempt::new(commitment, Some(entropy), Some(outcome), None)
}

fn repeated() -> Vec<Attempt> {
    let commitment = frozen(plan_of_parties());
    let so_far = Entropy::Reveals(vec![reveal(0, 10), reveal(2, 20)]);
    let void = Void::of(&commitment, Some(&so_far), id("2023-08-23T16:00:01Z"), id("一方逾期未公布"));
    let first = Attempt::new(commitment, Some(so_far), None, Some(void));
    let mut plan = full();
    (plan.attempt, plan.predecessor) = (2, Some(first.hash));
    vec![first, drawn(plan, round_1000())]
}

fn records() -> Vec<(&'static str, Vec<Attempt>)> {
    let reveals = Entropy::Reveals(vec![reveal(0, 10), reveal(2, 20), reveal(1, 60)]);
    let voided = {
        let attempt = drawn(full(), round_1000());
        let commitment = frozen(attempt.plan);
        let void =
            Void::of(&commitment, attempt.entropy.as_ref(), id("2023-08-24T01:00:00Z"), id("名录遗漏"));
        Attempt::new(commitment, attempt.entropy, attempt.outcome, Some(void))
    };
    vec![
        ("beacon", vec![drawn(full(), round_1000())]),
        ("reveals", vec![drawn(plan_of_parties(), reveals)]),
        ("committed", vec![Attempt::new(frozen(plan()), None, None, None)]),
        ("repeated", repeated()),
        ("voided", vec![voided]),
    ]
}

/// Changes of the records above: `(record, JSON pointer, value)`; nothing for the value takes it away.
fn changes() -> Vec<(&'static str, &'static str, Option<Value>)> {
    let some = |value: Value| Some(value);
    vec![
        ("beacon", "/format", some(json!("jingwei-draw/2"))),
        ("beacon", "/attempts", some(json!([]))),
        ("beacon", "/more", some(json!(1))),
        ("beacon", "/attempts/0/plan/more", some(json!(1))),
        ("beacon", "/attempts/0/plan/title", None),
        ("beacon", "/attempts/0/plan/title", some(json!("另一次抽查"))),
        ("beacon", "/attempts/0/plan/title", some(json!(" "))),
        ("beacon", "/attempts/0/plan/attempt", some(json!(2))),
        ("beacon", "/attempts/0/plan/attempt", some(json!(1.5))),
        ("beacon", "/attempts/0/plan/attempt", some(json!(-1))),
        ("beacon", "/attempts/0/plan/committed_at", some(json!("2023-08-23T23:00:00+08:00"))),
        ("beacon", "/attempts/0/plan/committed_at", some(json!("2023-08-23T15:58:25Z"))),
        ("beacon", "/attempts/0/plan/visits_until", some(json!("2023-08-01"))),
        ("beacon", "/attempts/0/plan/visits_until", some(json!("2023-02-30"))),
        ("beacon", "/attempts/0/plan/salt", some(json!("5A".repeat(32)))),
        ("beacon", "/attempts/0/plan/salt", some(json!("5b".repeat(32)))),
        ("beacon", "/attempts/0/plan/source/beacon/chain", some(json!("00".repeat(32)))),
        ("beacon", "/attempts/0/plan/source/beacon/round", some(json!(1001))),
        ("beacon", "/attempts/0/plan/source/beacon/round", some(json!(0))),
        ("beacon", "/attempts/0/plan/source/beacon/round", some(json!(9_007_199_254_740_991_u64))),
        ("beacon", "/attempts/0/plan/source/beacon/round", some(json!(9_007_199_254_740_992_u64))),
        ("beacon", "/attempts/0/plan/pools", some(json!([]))),
        ("beacon", "/attempts/0/plan/pools/0/id", some(json!("zzz"))),
        ("beacon", "/attempts/0/plan/pools/0/quota", some(json!(0))),
        ("beacon", "/attempts/0/plan/pools/0/quota", some(json!(5))),
        ("beacon", "/attempts/0/plan/pools/0/quota", some(json!(40))),
        ("beacon", "/attempts/0/plan/pools/0/candidates", some(json!([]))),
        ("beacon", "/attempts/0/plan/pools/0/candidates/0/class", some(json!("none"))),
        ("beacon", "/attempts/0/plan/pools/0/candidates/0/id", some(json!("zzz"))),
        ("beacon", "/attempts/0/plan/pools/0/candidates/0/id", some(json!("general-001"))),
        ("beacon", "/attempts/0/plan/pools/0/candidates/39/id", some(json!("key-000"))),
        ("beacon", "/attempts/0/plan/pools/0/candidates/1/excluded", some(json!("停产"))),
        ("beacon", "/attempts/0/plan/pools/0/classes/0/weight", some(json!(5))),
        ("beacon", "/attempts/0/plan/pools/0/classes/0/weight", some(json!(0))),
        ("beacon", "/attempts/0/plan/pools/0/classes/0/weight", some(json!(1_000_001))),
        ("beacon", "/attempts/0/plan/pools/1/speciality", some(json!("noise"))),
        ("beacon", "/attempts/0/plan/officers", some(json!([]))),
        ("beacon", "/attempts/0/plan/officers/5/id", some(json!("officer-5"))),
        ("beacon", "/attempts/0/plan/officers/5/load", some(json!(1))),
        ("beacon", "/attempts/0/plan/officers/2/specialities", some(json!(["radiation", "monitoring"]))),
        ("beacon", "/attempts/0/plan/officers/5/certified_until", some(json!("2023-09-01"))),
        ("beacon", "/attempts/0/plan/recusals/0/officer", some(json!("nobody"))),
        ("beacon", "/attempts/0/plan/recusals/0/object", some(json!("nothing"))),
        ("beacon", "/attempts/0/plan/recusals/0/ground", some(json!("曾任职"))),
        ("beacon", "/attempts/0/plan/pairings/0/second", some(json!("officer-2"))),
        ("beacon", "/attempts/0/plan/pairings/0/second", some(json!("nobody"))),
        ("beacon", "/attempts/0/plan/pairings/0/times", some(json!(0))),
        ("beacon", "/attempts/0/plan/pairings/0/times", some(json!(4))),
        ("beacon", "/attempts/0/commitment", some(json!("11".repeat(32)))),
        ("beacon", "/attempts/0/entropy", None),
        ("beacon", "/attempts/0/entropy/beacon/round", some(json!(999))),
        ("beacon", "/attempts/0/entropy/beacon/signature", some(json!(ROUND_1000.replace("5e39", "5e38")))),
        ("beacon", "/attempts/0/entropy/beacon/signature", some(json!("00".repeat(48)))),
        ("beacon", "/attempts/0/entropy/beacon/signature", some(json!("00".repeat(47)))),
        ("beacon", "/attempts/0/outcome", None),
        ("beacon", "/attempts/0/outcome/pools/0/drawn/0/object", some(json!("general-000"))),
        ("beacon", "/attempts/0/outcome/pools/0/drawn/0/officers", some(json!(["officer-1", "officer-2"]))),
        ("beacon", "/attempts/0/outcome/pools/0/drawn/0/officers", some(json!(["officer-1"]))),
        ("beacon", "/attempts/0/outcome/pools/0/not_drawn", some(json!([]))),
        ("beacon", "/attempts/0/outcome/pools/0/excluded", some(json!([]))),
        ("beacon", "/attempts/0/outcome/officers/0/fate", some(json!("not_drawn"))),
        ("beacon", "/attempts/0/outcome/officers/0/fate", some(json!("elsewhere"))),
        ("beacon", "/attempts/0/hash", some(json!("22".repeat(32)))),
        ("reveals", "/attempts/0/entropy/reveals/0/secret", some(json!("09".repeat(32)))),
        ("reveals", "/attempts/0/entropy/reveals/0/party", some(json!("stranger"))),
        ("reveals", "/attempts/0/entropy/reveals/0/party", some(json!("inspectors"))),
        ("reveals", "/attempts/0/entropy/reveals/1/party", some(json!("bureau"))),
        ("reveals", "/attempts/0/entropy/reveals/1/at", some(json!("2023-08-23T15:01:00Z"))),
        ("reveals", "/attempts/0/entropy/reveals/2/at", some(json!("2023-08-23T16:00:01Z"))),
        ("reveals", "/attempts/0/entropy/reveals/2", None),
        ("reveals", "/attempts/0/plan/source/reveals/parties/1", None),
        ("reveals", "/attempts/0/plan/source/reveals/parties/1/id", some(json!("bureau"))),
        ("reveals", "/attempts/0/plan/source/reveals/parties", some(json!([]))),
        ("reveals", "/attempts/0/plan/officers", some(json!([]))),
        ("reveals", "/attempts/0/plan/recusals", some(recusals(4))),
        ("reveals", "/attempts/0/plan/recusals", some(recusals(5))),
        ("beacon", "/attempts/0/entropy", some(json!({ "reveals": [] }))),
        ("reveals", "/attempts/0/plan/source/reveals/deadline", some(json!("2023-08-23T15:00:00Z"))),
        ("reveals", "/attempts/0/plan/committed_at", some(json!("2023-08-23T15:10:01Z"))),
        ("repeated", "/attempts/0", None),
        ("repeated", "/attempts/0/void", None),
        ("repeated", "/attempts/0/void/reason", some(json!("另一原因"))),
        ("repeated", "/attempts/0/void/reason", some(json!(""))),
        ("repeated", "/attempts/0/void/silent", some(json!([]))),
        ("repeated", "/attempts/0/void/at", some(json!("2023-08-23T16:00:00Z"))),
        ("repeated", "/attempts/0/void/at", some(json!("2023-08-23T14:00:00Z"))),
        ("repeated", "/attempts/1/plan/predecessor", some(json!("33".repeat(32)))),
        ("repeated", "/attempts/1/plan/predecessor", None),
        ("repeated", "/attempts/1/plan/occasion", some(json!("changsha/2023-Q4/routine"))),
        ("voided", "/attempts/0/void", None),
        ("voided", "/attempts/0/outcome", None),
    ]
}

/// So many of six officers recused from one object.
fn recusals(officers: u32) -> Value {
    let recusal = |n| json!({ "officer": format!("officer-{n}"), "object": "key-003", "ground": "曾任职" });
    (1..=officers).map(recusal).collect()
}

fn change(record: &mut Value, pointer: &str, value: Option<Value>) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match (record.pointer_mut(parent).unwrap(), value) {
        (Value::Object(object), Some(value)) => drop(object.insert(key.to_owned(), value)),
        (Value::Object(object), None) => assert!(object.remove(key).is_some(), "{pointer}"),
        (Value::Array(array), Some(value)) => array[key.parse::<usize>().unwrap()] = value,
        (Value::Array(array), None) => drop(array.remove(key.parse::<usize>().unwrap())),
        _ => panic!("{pointer} leads nowhere"),
    }
}

/// `[attempt, code]` of every fault, those that follow on an equal one once.
fn faults(record: &Value) -> Value {
    let report = draw::verify(record.to_string().as_bytes());
    let mut faults: Vec<Value> = report.faults.iter().map(|f| json!([f.attempt, f.code])).collect();
    faults.dedup();
    faults.into()
}

fn vectors() -> Value {
    let records: Vec<(&str, Value)> = records()
        .into_iter()
        .map(|(name, attempts)| (name, serde_json::to_value(Record::new(attempts)).unwrap()))
        .collect();
    let changed = changes().into_iter().map(|(name, pointer, value)| {
        let mut record = records.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        change(&mut record, pointer, value.clone());
        let mut vector = json!({ "record": name, "pointer": pointer, "faults": faults(&record) });
        if let Some(value) = value {
            vector["value"] = value;
        }
        vector
    });
    json!({
        "format": draw::FORMAT,
        "shares": shares(),
        "rounds": rounds(),
        "streams": streams(),
        "selections": selections(),
        "records": records.iter().map(|(name, record)| json!({ "name": name, "record": record })).collect::<Value>(),
        "changed": changed.collect::<Value>(),
    })
}

fn shares() -> Value {
    let share = |(number, party): (usize, &&str)| {
        let secret = secret(number as u8 + 1);
        let hash = share(&id("changsha/2023-Q3/routine"), 1, &id(party), &secret);
        json!({ "occasion": "changsha/2023-Q3/routine", "attempt": 1, "party": party, "secret": secret, "share": hash })
    };
    PARTIES.iter().enumerate().map(share).collect()
}

fn rounds() -> Value {
    let other =
        "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";
    [(1000, ROUND_1000), (123, other), (1000, other), (124, other)]
        .into_iter()
        .map(|(round, signature)| {
            let bytes = id::<draw::Signature>(signature).0;
            let holds = beacon::verify(round, &bytes);
            json!({ "round": round, "signature": signature, "due": beacon::due(round), "holds": holds })
        })
        .collect()
}

fn streams() -> Value {
    let bounds = [1, 2, 3, 10, 1_000, 1_000_003, 1 << 53, (1 << 53) - 1, 7];
    ["officers", "objects/key"]
        .into_iter()
        .map(|label| {
            let seed = Digest([0x11; 32]);
            let mut stream = Stream::new(seed, label);
            // As text: JSON's numbers are not exact above 2⁵³ everywhere.
            let numbers: Vec<String> = (0..6).map(|_| stream.number().to_string()).collect();
            let below: Vec<Value> = bounds.iter().map(|bound| json!([bound, stream.below(*bound)])).collect();
            json!({ "seed": seed, "label": label, "numbers": numbers, "then_below": below })
        })
        .collect()
}

fn selections() -> Value {
    let weights: [&[u32]; 4] = [&[1; 10], &[1, 2, 3, 4, 5, 6, 7], &[1_000_000, 1, 1, 1], &[5]];
    weights
        .into_iter()
        .map(|weights| {
            let seed = Digest([0x22; 32]);
            let quota = weights.len().div_ceil(2);
            let places = select(&mut Stream::new(seed, "objects/key"), weights, quota);
            json!({ "seed": seed, "label": "objects/key", "weights": weights, "quota": quota, "places": places })
        })
        .collect()
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the test reads and writes the file that others are checked by"
)]
fn the_file_is_what_this_implementation_gives() {
    let given = format!("{}\n", pretty(&vectors()));
    if std::env::var("UPDATE_DRAW_VECTORS").is_ok() {
        std::fs::write(FILE, &given).unwrap();
    }
    let file = std::fs::read_to_string(FILE).unwrap();
    assert!(file == given, "docs/draw-vectors.json differs: say why, and write it anew (see above)");
}

/// One vector a line.
fn pretty(vectors: &Value) -> String {
    let part = |(name, value): (&String, &Value)| match value {
        Value::Array(vectors) => {
            let lines: Vec<String> = vectors.iter().map(|vector| format!("    {vector}")).collect();
            format!("  {name:?}: [\n{}\n  ]", lines.join(",\n"))
        }
        other => format!("  {name:?}: {other}"),
    };
    let parts: Vec<String> = vectors.as_object().unwrap().iter().map(part).collect();
    format!("{{\n{}\n}}", parts.join(",\n"))
}

#[test]
fn the_records_hold_and_every_change_of_them_is_found() {
    for (name, attempts) in records() {
        let report = verify_record(Record::new(attempts));
        assert_eq!(report.faults, [], "{name}");
    }
    for vector in vectors()["changed"].as_array().unwrap() {
        assert!(!vector["faults"].as_array().unwrap().is_empty(), "{vector}");
    }
}

/// What the vectors must have to be worth running: every code of a fault at least once.
#[test]
fn the_changes_raise_every_kind_of_fault() {
    let vectors = vectors();
    let faults = vectors["changed"].as_array().unwrap().iter().flat_map(|v| v["faults"].as_array().unwrap());
    let raised: std::collections::BTreeSet<&str> = faults.map(|fault| fault[1].as_str().unwrap()).collect();
    let document = include_str!("../../../../docs/draw.md");
    let table = document.split("| code |").nth(1).unwrap();
    let codes =
        table.lines().filter_map(|line| line.strip_prefix("| `")).filter_map(|line| line.split('`').next());
    let missing: Vec<&str> = codes.filter(|code| !raised.contains(code)).collect();
    // Millions of entries and a commitment from elsewhere are no change of one value.
    assert_eq!(missing, ["too_many", "other_commitment"]);
}

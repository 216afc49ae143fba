//! How long a draw out of a large pool takes, and its verification from the bytes of its record.

use std::time::Instant;

use anyhow::{Context, ensure};
use clap::Args;
use cpu_time::ThreadTime;
use draw::{
    Attempt, Candidate, Class, Commitment, Entropy, Officer, Party, Plan, Pool, Record, Reveal, Secret,
    Source,
};

use super::OutputArguments;
use super::figures::{Report, progress};

/// What `bench draw` takes.
#[derive(Debug, Args)]
pub(crate) struct DrawArguments {
    #[command(flatten)]
    pub(super) output: OutputArguments,
    /// Rounds of the measurement.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// Objects: one in a hundred in a pool of which a quarter is drawn, the others in one of which a twentieth is.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1_000..=2_000_000))]
    objects: u32,
    /// Officers.
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(2..=2_000))]
    officers: u32,
}

#[derive(Default)]
struct Figures {
    freeze_ms: Vec<f64>,
    draw_ms: Vec<f64>,
    write_ms: Vec<f64>,
    verify_ms: Vec<f64>,
    together_ms: Vec<f64>,
    processor_ms: Vec<f64>,
    megabytes: Vec<f64>,
}

/// Measures.
pub(super) fn run(arguments: &DrawArguments) -> anyhow::Result<Report> {
    let mut figures = Figures::default();
    for round in 1..=arguments.rounds {
        progress(&format!("draw: round {round} of {}", arguments.rounds));
        measure(arguments, round, &mut figures).context("the draw could not be made")?;
    }
    let Figures { freeze_ms, draw_ms, write_ms, verify_ms, together_ms, processor_ms, megabytes } = figures;
    let mut report = Report::new("draw");
    report.add("freeze", "ms", freeze_ms);
    report.add("draw", "ms", draw_ms);
    report.add("write the record", "ms", write_ms);
    report.add("verify its bytes", "ms", verify_ms);
    report.add("freeze, draw and verify", "ms", together_ms);
    report.add("the same, processor time", "ms", processor_ms);
    report.add("record", "MB", megabytes);
    report.note(format!("{} objects, {} officers, weights 1 to 8", arguments.objects, arguments.officers));
    Ok(report)
}

fn measure(arguments: &DrawArguments, round: u32, figures: &mut Figures) -> anyhow::Result<()> {
    let plan = plan(arguments, round)?;
    let entropy = entropy()?;
    let elapsed_ms = |since: Instant| since.elapsed().as_secs_f64() * 1_000.0;

    let mut processor = std::time::Duration::ZERO;
    let start = Instant::now();
    let thread = ThreadTime::now();
    let commitment = Commitment::freeze(plan)?;
    let freeze_ms = elapsed_ms(start);
    let start = Instant::now();
    let outcome = commitment.draw(&entropy)?;
    let draw_ms = elapsed_ms(start);
    processor += thread.elapsed();
    let start = Instant::now();
    let record = Record::new(vec![Attempt::new(commitment, Some(entropy), Some(outcome), None)]);
    let bytes = serde_json::to_vec(&record)?;
    let write_ms = elapsed_ms(start);
    drop(record);
    let start = Instant::now();
    let thread = ThreadTime::now();
    let report = draw::verify(&bytes);
    let verify_ms = elapsed_ms(start);
    processor += thread.elapsed();
    ensure!(report.ok, "the record does not verify: {:?}", report.faults.first());

    figures.freeze_ms.push(freeze_ms);
    figures.draw_ms.push(draw_ms);
    figures.write_ms.push(write_ms);
    figures.verify_ms.push(verify_ms);
    figures.together_ms.push(freeze_ms + draw_ms + verify_ms);
    figures.processor_ms.push(processor.as_secs_f64() * 1_000.0);
    figures.megabytes.push(bytes.len() as f64 / 1e6);
    Ok(())
}

/// The objects stand in no order: freezing puts them in order.
fn plan(arguments: &DrawArguments, round: u32) -> anyhow::Result<Plan> {
    let key = arguments.objects / 100;
    let pools = vec![
        pool("key", 0..key, key.div_ceil(4))?,
        pool("general", key..arguments.objects, (arguments.objects - key).div_ceil(20))?,
    ];
    let officer = |number: u32| -> anyhow::Result<Officer> {
        Ok(Officer {
            id: format!("officer-{number:04}").parse()?,
            certified_from: "2018-01-01".parse()?,
            certified_until: "2022-12-31".parse()?,
            specialities: Vec::new(),
            load: number % 5,
            excluded: None,
        })
    };
    let party = |(number, name): (u8, &str)| -> anyhow::Result<Party> {
        let (id, secret) = (name.parse()?, Secret([number; 32]));
        Ok(Party { share: draw::share(&"bench".parse()?, 1, &id, &secret), id, role: name.parse()? })
    };
    let parties = PARTIES.into_iter().map(party).collect::<anyhow::Result<_>>()?;
    let mut salt = [0; 32];
    salt[..4].copy_from_slice(&round.to_be_bytes());
    Ok(Plan {
        occasion: "bench".parse()?,
        attempt: 1,
        predecessor: None,
        title: "bench".parse()?,
        authority: "bench".parse()?,
        committed_at: "2020-09-01T00:00:00Z".parse()?,
        visits_from: "2020-09-02".parse()?,
        visits_until: "2020-09-30".parse()?,
        salt: Secret(salt),
        source: Source::Reveals { deadline: "2020-09-01T08:00:00Z".parse()?, parties },
        pools,
        officers: (0..arguments.officers).map(officer).collect::<anyhow::Result<_>>()?,
        recusals: Vec::new(),
        pairings: Vec::new(),
    })
}

fn pool(id: &str, objects: std::ops::Range<u32>, quota: u32) -> anyhow::Result<Pool> {
    let class = |weight: u32| -> anyhow::Result<Class> {
        Ok(Class { id: format!("w{weight}").parse()?, title: format!("weight {weight}").parse()?, weight })
    };
    let candidate = |number: u32| -> anyhow::Result<Candidate> {
        // A large odd factor: ids that follow on each other stand far apart.
        let turned = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        let id = format!("9143{turned:014}").parse()?;
        Ok(Candidate { id, class: format!("w{}", 1 << (number % 4)).parse()?, excluded: None })
    };
    Ok(Pool {
        id: id.parse()?,
        title: id.parse()?,
        quota,
        basis: "bench".parse()?,
        speciality: None,
        classes: [1, 2, 4, 8].into_iter().map(class).collect::<anyhow::Result<_>>()?,
        candidates: objects.map(candidate).collect::<anyhow::Result<_>>()?,
    })
}

const PARTIES: [(u8, &str); 2] = [(1, "bureau"), (2, "inspectors")];

fn entropy() -> anyhow::Result<Entropy> {
    let reveal = |(number, name): (u8, &str)| -> anyhow::Result<Reveal> {
        Ok(Reveal { party: name.parse()?, secret: Secret([number; 32]), at: "2020-09-01T04:00:00Z".parse()? })
    };
    Ok(Entropy::Reveals(PARTIES.into_iter().map(reveal).collect::<anyhow::Result<_>>()?))
}

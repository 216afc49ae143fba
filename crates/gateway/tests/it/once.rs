//! However frames are split, repeated and interleaved over connections and restarts: the account balances, and
//! every distinct reading is stored exactly once.

use std::path::Path;

use hj212::{Command, MessageBuilder, SystemCode, Version};
use model::{Granularity, SeriesKey, Source, Timestamp};
use proptest::prelude::*;
use tempfile::tempdir;
use tokio::time::timeout;

use crate::support::*;

const FACTORS: [&str; 3] = ["a21026", "a34013", "a21002"];
const MESSAGES: usize = 3;

/// A pack: which message, which of its packs.
type Pack = (usize, usize);

/// The pack of an hour's means. Only the first says of when it is. One message keeps one QN, as some loggers
/// do; the packs of the others have QNs of their own.
fn pack((message, part): Pack) -> Vec<u8> {
    let own = if message == 0 { 0 } else { part };
    let mut builder = MessageBuilder::new(Version::V2017)
        .qn(format!("20200830083{message}0000{own}"))
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::HOUR_DATA)
        .pw("123456")
        .mn(mn(1).as_str())
        .answer_required(true)
        .packet(3, part as u32 + 1);
    if part == 0 {
        builder = builder.item("DataTime", format!("202008300{}0000", 4 + message));
    }
    builder.item(format!("{}-Avg", FACTORS[part]), format!("{message}.{part}")).build().unwrap()
}

/// What happens next.
#[derive(Debug, Clone, Copy)]
enum Step {
    Send(Pack, usize),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        9 => ((0..MESSAGES, 0..3usize), 0..2usize).prop_map(|(pack, line)| Step::Send(pack, line)),
        1 => Just(Step::Restart),
    ]
}

fn stored(site: &Site, factor: &str) -> Vec<Option<f64>> {
    let source = Source::Outlet("OUT-1".parse().unwrap());
    let series = SeriesKey { source, factor: factor.parse().unwrap() };
    let range = site.lake.range(&series, Granularity::Hour, Timestamp::MIN, Timestamp::MAX, 1000).unwrap();
    range.iter().map(|reading| reading.values.value).collect()
}

fn assert_balance(site: &Site) {
    for device in site.gateway.devices() {
        assert!(device.frames.balance() && device.readings.balance(), "{device:?}");
    }
}

/// Lets everything happen, then does as a device does that was not answered: sends each message again, pack by
/// pack, until it is.
async fn run(folder: &Path, steps: &[Step]) {
    let mut site = Site::open(folder).await;
    let mut lines = [site.connect().await, site.connect().await];
    for step in steps {
        match step {
            Step::Send(part, line) => lines[*line].send(&pack(*part)).await,
            Step::Restart => {
                assert_balance(&site);
                drop(lines);
                site.close().await;
                site = Site::open(folder).await;
                lines = [site.connect().await, site.connect().await];
            }
        }
    }
    drop(lines);
    site.close().await;
    let site = Site::open(folder).await;
    for message in 0..MESSAGES {
        for part in 0..3 {
            let mut line = site.connect().await;
            line.send(&pack((message, part))).await;
            let answered = timeout(PATIENCE, line.reply()).await;
            assert_eq!(answered.expect("no answer").0, "9014");
        }
    }
    for (part, factor) in FACTORS.iter().enumerate() {
        let expected: Vec<_> = (0..MESSAGES).map(|m| Some(format!("{m}.{part}").parse().unwrap())).collect();
        assert_eq!(stored(&site, factor), expected, "{factor}");
    }
    assert_balance(&site);
    let status = site.device(&format!("mn:{}", mn(1)));
    assert_eq!(status.dialect.held, 0);
    site.close().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 20, ..ProptestConfig::default() })]
    #[test]
    fn every_distinct_reading_is_stored_exactly_once(steps in prop::collection::vec(step(), 0..30)) {
        let folder = tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(run(folder.path(), &steps));
    }
}

//! Packs of split messages in any order and at any time: every one comes out once, memory is bounded.
#![no_main]

use hj212::Message;
use hj212::reassembly::{Limits, Reading, Reassembly};
use libfuzzer_sys::fuzz_target;

const LIMITS: Limits = Limits { hold_ms: 45_000, groups: 4, bytes: 4096, packs: 99 };

fuzz_target!(|stream: &[u8]| {
    let mut reassembly = Reassembly::default();
    let (mut now_ms, mut taken, mut out) = (0, 0_usize, Vec::new());
    jingwei_fuzz::frames(stream, usize::MAX, |frame| {
        // What stands between two frames is the time between them.
        now_ms += 1000 * frame.skipped_before() as u64;
        let expired = reassembly.expire(now_ms, &LIMITS).given_up;
        out.extend(expired.into_iter().map(|judged| judged.token));
        let message = frame.message();
        if message.rf() == Some(7) {
            reassembly.recall(&message, now_ms, &LIMITS);
            return;
        }
        for judged in reassembly.take(&message, taken, now_ms, &LIMITS) {
            if let Reading::Continued(segment) = &judged.reading {
                let continued = Message::parse(segment);
                assert!(continued.cp().is_some() && continued.command().is_some(), "it can be read");
            }
            out.push(judged.token);
        }
        taken += 1;
        assert!(reassembly.held() <= taken && reassembly.bytes() <= LIMITS.bytes, "memory is bounded");
    });
    out.extend(reassembly.flush().given_up.into_iter().map(|judged| judged.token));
    assert!(reassembly.is_empty() && reassembly.bytes() == 0);
    out.sort_unstable();
    assert_eq!(out, (0..taken).collect::<Vec<_>>(), "every pack comes out once");
});

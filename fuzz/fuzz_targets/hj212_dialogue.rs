//! A logger that answers a request with anything: the dialogue ends, once, and sends no more than it may.
#![no_main]

use std::collections::BTreeMap;

use hj212::dialogue::{Addressee, Dialogue, Heard, Patience};
use hj212::{Form, Request, RequestKind, SystemCode, Version};
use libfuzzer_sys::fuzz_target;

const QN: &str = "20240601085857223";
const PATIENCE: Patience = Patience { answer_ms: 10_000, retries: 3, execution_ms: 300_000 };

fn request(kind: RequestKind) -> Request {
    let value = |form: Form| match form {
        Form::Number { min, .. } => min.to_string(),
        Form::OneOf(allowed) => allowed[0].to_string(),
        Form::Time => "20240601000000".to_owned(),
        Form::TimeOfDay => "080000".to_owned(),
        Form::Password => "123456".to_owned(),
        _ => "a21026".to_owned(),
    };
    let required = kind.parameters().iter().filter(|parameter| parameter.required);
    let values: BTreeMap<_, _> = required.map(|p| (p.name.to_owned(), value(p.form))).collect();
    Request::new(kind, values).expect("the values are of their forms")
}

fuzz_target!(|input: &[u8]| {
    let Some((first, stream)) = input.split_first() else { return };
    let kind = RequestKind::ALL[usize::from(*first) % RequestKind::ALL.len()];
    let version = kind.versions()[usize::from(*first) / RequestKind::ALL.len() % kind.versions().len()];
    let addressee = Addressee { st: SystemCode::AIR_SOURCE, pw: "123456".into(), mn: "M1".into(), version };
    assert!(version != Version::Unknown(0));
    let mut dialogue = Dialogue::new(request(kind), addressee, QN, PATIENCE, 0).expect("it has the request");
    let (mut now_ms, mut sent) = (0, 0);
    let mut send =
        |dialogue: &mut Dialogue| sent += u32::from(dialogue.poll_transmit("20240601085857").is_some());
    send(&mut dialogue);
    jingwei_fuzz::frames(stream, usize::MAX, |frame| {
        // What stands between two frames is the time between them.
        now_ms += 100 * frame.skipped_before() as u64;
        dialogue.handle_timeout(now_ms);
        send(&mut dialogue);
        let before = dialogue.outcome();
        let heard = dialogue.handle(&frame.message(), now_ms);
        match before {
            Some(_) => assert!(dialogue.outcome() == before && !matches!(heard, Heard::Ended(_))),
            None => assert_eq!(matches!(heard, Heard::Ended(_)), dialogue.outcome().is_some()),
        }
    });
    while let Some(due) = dialogue.poll_timeout() {
        now_ms = now_ms.max(due);
        dialogue.handle_timeout(now_ms);
        send(&mut dialogue);
    }
    assert!(dialogue.outcome().is_some() && sent <= 1 + PATIENCE.retries);
});

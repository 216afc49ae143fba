//! The small texts of the protocol: times, figures, numbers, keys.
#![no_main]

use hj212::cipher::Key;
use hj212::{Command, Decimal, RequestKind, SystemCode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let _ = hj212::parse_time(&text);
    let _ = hj212::split_name(&text);
    if let Some(figure) = Decimal::parse(&text) {
        let read: f64 = text.parse().expect("what is a figure here is one elsewhere");
        assert_eq!(
            figure.to_f64().to_bits() << 1,
            read.to_bits() << 1,
            "to the last bit, but for the sign of zero"
        );
        assert_eq!(Decimal::parse(&figure.to_string()).map(Decimal::to_f64), Some(figure.to_f64()));
    }
    if let Ok(command) = text.parse::<Command>() {
        assert_eq!(command.to_string(), text);
    }
    if let Ok(system) = text.parse::<SystemCode>() {
        assert_eq!(system.as_str(), text);
    }
    if let Ok(key) = Key::try_from(bytes) {
        assert_eq!(key.as_bytes().as_slice(), bytes);
    }
    let _ = text.parse::<Key>();
    for kind in RequestKind::ALL {
        for parameter in kind.parameters() {
            let _ = parameter.form.takes(&text);
        }
    }
});

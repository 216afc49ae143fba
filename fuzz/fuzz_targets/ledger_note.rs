//! Signed notes, keys and stored events.
#![no_main]

use ledger::{Checkpoint, KeyPair, PublicKey, StoredEvent};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let pair = KeyPair::from_seed("fuzz.example/ledger", [7; 32]).expect("a name and a seed make a key");
    if let Ok(checkpoint) = Checkpoint::verify(&text, &pair.public()) {
        let again = Checkpoint::verify(&pair.sign(checkpoint.size, checkpoint.root), &pair.public());
        assert_eq!(again.expect("what it signs it verifies").root, checkpoint.root);
    }
    if let Ok(key) = text.parse::<PublicKey>() {
        assert_eq!(
            key.to_string().parse::<PublicKey>().ok().map(|key| key.to_string()),
            Some(key.to_string())
        );
    }
    if let Ok(event) = StoredEvent::decode(bytes) {
        let written = event.encode().expect("an event that was read can be written");
        assert_eq!(StoredEvent::decode(&written).expect("and read again"), event);
    }
});

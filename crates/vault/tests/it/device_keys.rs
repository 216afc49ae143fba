//! Keys of devices: whatever a rotation is cut off by, the key that the device has is there.

use model::Mn;
use vault::{DeviceKeys, Vault};

use crate::{at, opened};

const FIRST: [u8; 16] = *b"0000000000000000";
const SECOND: [u8; 16] = *b"msbE74gsiSHSEh5e";
const THIRD: [u8; 16] = *b"AezF0nZRs4kypuGO";

fn mn() -> Mn {
    "010000A8900016F000169DC0".parse().unwrap()
}

fn bytes(vault: &Vault) -> [Option<[u8; 16]>; 3] {
    let keys = vault.device_keys().unwrap().get(&mn()).copied().unwrap_or_default();
    [keys.current, keys.next, keys.previous].map(|key| key.map(|key| key.bytes))
}

#[test]
fn a_rotation_that_is_cut_off_anywhere_goes_on_after_a_restart() {
    let (folder, mut vault) = opened();
    let reopen = |vault: &mut Vault| *vault = Vault::open(folder.path()).unwrap();
    vault.set_device_key(&mn(), FIRST, at(0)).unwrap();
    assert_eq!(vault.offer_device_key(&mn(), SECOND, at(1)).unwrap(), SECOND);
    reopen(&mut vault);
    assert_eq!(vault.offer_device_key(&mn(), THIRD, at(2)).unwrap(), SECOND, "a lost answer is given again");
    assert_eq!(bytes(&vault), [Some(FIRST), Some(SECOND), None]);
    assert!(vault.confirm_device_key(&mn(), at(3)).unwrap());
    reopen(&mut vault);
    assert!(!vault.confirm_device_key(&mn(), at(4)).unwrap(), "once");
    assert_eq!(bytes(&vault), [Some(SECOND), None, Some(FIRST)]);
    assert_eq!(vault.device_keys().unwrap()[&mn()].current.unwrap().since, at(3));
}

#[test]
fn a_person_sets_a_key_while_another_is_on_its_way() {
    let (_folder, vault) = opened();
    vault.set_device_key(&mn(), FIRST, at(0)).unwrap();
    vault.offer_device_key(&mn(), SECOND, at(1)).unwrap();
    vault.set_device_key(&mn(), THIRD, at(2)).unwrap();
    assert_eq!(bytes(&vault), [Some(THIRD), Some(SECOND), Some(FIRST)]);
    vault.remove_device_keys(&mn()).unwrap();
    assert_eq!(vault.device_keys().unwrap().get(&mn()), None);
}

#[test]
fn a_key_is_in_no_debug_text() {
    let (_folder, vault) = opened();
    vault.set_device_key(&mn(), FIRST, at(0)).unwrap();
    let keys: DeviceKeys = vault.device_keys().unwrap()[&mn()];
    let text = format!("{keys:?}");
    assert!(!text.contains("48") && !text.contains("0000000"), "{text}");
}

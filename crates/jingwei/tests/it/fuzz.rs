//! Every parser of the project has a target in `fuzz/`, and every target a corpus to begin with.

use std::collections::BTreeSet;
use std::path::Path;

/// The files that read what somebody outside, or a disk, has written, and the target that feeds each.
const PARSERS: &[(&str, &str)] = &[
    ("crates/draw/src/verify.rs", "draw_record"),
    ("crates/gateway/src/mapping.rs", "gateway_data"),
    ("crates/gateway/src/mqtt.rs", "gateway_mqtt"),
    ("crates/gateway/src/power.rs", "gateway_power"),
    ("crates/gateway/src/push/body.rs", "gateway_push"),
    ("crates/hj212/src/cipher.rs", "hj212_cipher"),
    ("crates/hj212/src/decimal.rs", "hj212_text"),
    ("crates/hj212/src/decoder.rs", "hj212_decoder"),
    ("crates/hj212/src/dialogue.rs", "hj212_dialogue"),
    ("crates/hj212/src/encode.rs", "hj212_message"),
    ("crates/hj212/src/message.rs", "hj212_message"),
    ("crates/hj212/src/reassembly.rs", "hj212_reassembly"),
    ("crates/hj212/src/time.rs", "hj212_text"),
    ("crates/jingwei/src/config.rs", "config"),
    ("crates/lake/src/hot/block.rs", "lake_block"),
    ("crates/lake/src/key.rs", "lake_keys"),
    ("crates/lake/src/record.rs", "lake_record"),
    ("crates/lake/src/sealed/catalogue.rs", "lake_keys"),
    ("crates/lake/src/sealed/read.rs", "lake_sealed"),
    ("crates/law/src/load.rs", "law_pack"),
    ("crates/ledger/src/event.rs", "ledger_note"),
    ("crates/ledger/src/note.rs", "ledger_note"),
    ("crates/ledger/src/verify.rs", "ledger_verify"),
    ("crates/model/src/register.rs", "model_register"),
    ("crates/sheets/src/track/formats.rs", "sheets_track"),
    ("crates/sheets/src/workbook/excel.rs", "sheets_xlsx"),
    ("crates/sheets/src/workbook/text.rs", "sheets_text"),
    ("crates/sheets/src/workbook/xls.rs", "sheets_xls"),
];

/// What all corpora together may take, bytes.
const CORPUS_MAX: u64 = 1 << 20;

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn targets() -> BTreeSet<String> {
    let manifest = std::fs::read_to_string(repository().join("fuzz/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let bins = manifest["bin"].as_array().unwrap();
    bins.iter().map(|bin| bin["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_parser_has_a_target_and_every_target_a_parser() {
    let targets = targets();
    for (parser, target) in PARSERS {
        assert!(repository().join(parser).is_file(), "{parser} is gone: what reads now?");
        assert!(targets.contains(*target), "{parser} has no target {target} in fuzz/Cargo.toml");
    }
    let fed: BTreeSet<String> = PARSERS.iter().map(|(_, target)| (*target).to_owned()).collect();
    assert_eq!(targets, fed, "a target that feeds no parser of the list");
    for target in &targets {
        assert!(repository().join(format!("fuzz/fuzz_targets/{target}.rs")).is_file(), "{target}");
    }
}

#[test]
fn every_target_has_a_corpus_and_all_are_small() {
    let mut bytes = 0;
    for target in targets() {
        let folder = repository().join("fuzz/corpus").join(&target);
        let inputs: Vec<_> = std::fs::read_dir(&folder).map(Iterator::collect).unwrap_or_default();
        assert!(!inputs.is_empty(), "{target} has nothing to begin with");
        bytes += inputs.into_iter().map(|input| input.unwrap().metadata().unwrap().len()).sum::<u64>();
    }
    assert!(bytes <= CORPUS_MAX, "the corpora take {bytes} bytes: minimise them (CONTRIBUTING.md)");
}

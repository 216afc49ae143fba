//! The arrows of ARCHITECTURE.md, read from `cargo metadata`: a crate may use what stands here and nothing
//! else of the workspace. Changing this table is changing the architecture.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("hj212", &[]),
    ("law", &["model"]),
    ("detect", &["model"]),
    ("draw", &["model"]),
    ("documents", &["model"]),
    ("casework", &["model", "hj212", "law", "detect", "draw", "trace"]),
    ("ledger", &["model"]),
    ("lake", &["model"]),
    ("stats", &["model", "law"]),
    ("trace", &["model"]),
    ("sheets", &["model"]),
    ("lab", &["model", "lake"]),
    ("vault", &["model"]),
    ("views", &["model", "casework", "ledger"]),
    ("gateway", &["model", "hj212", "lake"]),
    (
        "api",
        &[
            "model",
            "sheets",
            "casework",
            "detect",
            "documents",
            "draw",
            "law",
            "stats",
            "trace",
            "ledger",
            "lake",
            "vault",
            "views",
        ],
    ),
    ("sim", &["model", "hj212", "law", "casework"]),
    ("trial", &["model", "detect", "trace", "sim"]),
    (
        "jingwei",
        &[
            "model",
            "hj212",
            "law",
            "detect",
            "documents",
            "draw",
            "casework",
            "ledger",
            "lake",
            "vault",
            "views",
            "gateway",
            "api",
            "sim",
            "stats",
            "sheets",
            "lab",
            "trace",
            "trial",
        ],
    ),
];

/// What floors 1 and 2 must never depend on, at any depth: they read no clock, file or network.
const FORBIDDEN_BELOW: &[&str] = &["tokio", "axum", "rusqlite", "fjall", "getrandom", "tracing", "reqwest"];

/// Heavy libraries and the only crates that may name them.
const FENCES: &[(&str, &[&str])] = &[
    ("fjall", &["lake"]),
    ("rusqlite", &["ledger", "views", "vault", "lake(dev)"]),
    ("parquet", &["lake"]),
    ("datafusion", &["lab"]),
    ("calamine", &["sheets"]),
    ("cfb", &["sheets"]),
    ("typst", &["documents"]),
    ("typst-pdf", &["documents"]),
    ("docx-rs", &["documents"]),
    ("fontdb", &["jingwei", "documents(dev)"]),
    ("sm4", &["hj212"]),
    ("wide", &["hj212"]),
    ("axum", &["api"]),
    ("tower-http", &["api"]),
    ("utoipa", &["api"]),
    ("blst", &["draw"]),
    ("ct-merkle", &["ledger"]),
    ("argon2", &["vault"]),
];

fn metadata() -> serde_json::Value {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline", "--manifest-path", manifest])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Crate → what it names, development dependencies as `name(dev)`.
fn named_dependencies() -> BTreeMap<String, Vec<String>> {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let names = |package: &serde_json::Value| {
        let dependencies = package["dependencies"].as_array().unwrap();
        let name = |d: &serde_json::Value| match d["kind"].as_str() {
            Some("dev") => format!("{}(dev)", d["name"].as_str().unwrap()),
            _ => d["name"].as_str().unwrap().to_owned(),
        };
        dependencies.iter().map(name).collect()
    };
    packages.iter().map(|p| (p["name"].as_str().unwrap().to_owned(), names(p))).collect()
}

#[test]
fn arrows_go_down_only() {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let dependencies = named_dependencies();
    for (package, named) in &dependencies {
        let allowed = arrows.get(package.as_str()).unwrap_or_else(|| panic!("{package} has no floor yet"));
        for dependency in named.iter().filter(|d| arrows.contains_key(d.as_str())) {
            assert!(allowed.contains(&dependency.as_str()), "{package} must not use {dependency}");
        }
    }
}

#[test]
fn pure_crates_name_nothing_that_reads_the_world() {
    let dependencies = named_dependencies();
    for package in
        ["model", "hj212", "law", "stats", "sheets", "detect", "draw", "documents", "casework", "trace"]
    {
        for forbidden in FORBIDDEN_BELOW {
            assert!(
                !dependencies[package].iter().any(|d| d == forbidden),
                "{package} must not use {forbidden}"
            );
        }
    }
}

#[test]
fn heavy_libraries_stay_behind_their_fences() {
    for (package, named) in named_dependencies() {
        for (library, allowed) in FENCES {
            for name in named.iter().filter(|n| n.trim_end_matches("(dev)") == *library) {
                let dev = format!("{package}(dev)");
                let allows = |a: &&&str| **a == package || (**a == dev && name.ends_with("(dev)"));
                assert!(allowed.iter().any(|a| allows(&a)), "{package} must not name {name}");
            }
        }
    }
}

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Every Rust file below `folder`.
fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The sources of every crate, without the tests inside them.
fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(repository().join("crates")).unwrap() {
        rust_files(&entry.unwrap().path().join("src"), &mut files);
    }
    let body = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
    };
    files.iter().map(|path| (path.clone(), body(path))).collect()
}

#[test]
fn one_place_converts_time() {
    for (path, text) in sources().iter().filter(|(path, _)| !path.ends_with("model/src/china.rs")) {
        for conversion in ["jiff::tz", "TimeZone::", "Offset::constant", ".in_tz(", ".to_zoned("] {
            assert!(!text.contains(conversion), "{} converts time by {conversion}", path.display());
        }
    }
}

#[test]
fn no_store_keeps_a_due_time() {
    for store in ["ledger", "views", "vault", "lake"] {
        let mut files = Vec::new();
        rust_files(&repository().join("crates").join(store).join("src"), &mut files);
        for path in files {
            let text = std::fs::read_to_string(&path).unwrap();
            for name in ["due_at", "deadline_at", "due_ms", "due_us"] {
                assert!(!text.contains(name), "{} keeps {name}", path.display());
            }
        }
    }
}

#[test]
fn every_test_that_the_architecture_names_exists() {
    named_tests_exist("ARCHITECTURE.md", 20);
}

#[test]
fn every_test_that_the_list_of_bad_input_names_exists() {
    named_tests_exist("docs/bad-input.md", 15);
}

/// Looks up every `crate::it module::test` and `crate module::tests::test` of a document.
fn named_tests_exist(document: &str, at_least: usize) {
    let text = std::fs::read_to_string(repository().join(document)).unwrap();
    let is_test = |span: &&str| span.contains("::it ") || span.contains(" ") && span.contains("::tests::");
    let named: Vec<&str> = text.split('`').filter(is_test).collect();
    assert!(named.len() >= at_least, "{document} names {} tests", named.len());
    for name in named {
        let (package, path) = name.split_once(' ').unwrap();
        let folder = if package.ends_with("::it") { "tests" } else { "src" };
        let function = format!("fn {}(", path.rsplit("::").next().unwrap());
        let mut files = Vec::new();
        let package = package.trim_end_matches("::it");
        rust_files(&repository().join("crates").join(package).join(folder), &mut files);
        let found = files.iter().any(|file| std::fs::read_to_string(file).unwrap().contains(&function));
        assert!(found, "{name} is named in {document} and is no test of {package}");
    }
}

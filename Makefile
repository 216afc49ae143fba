# The two commands of this project are `make demo` and `make test`. CONTRIBUTING.md names the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test test-rust test-web test-e2e web check bench bench-crates fuzz clean-demo openapi screenshots

# One target directory for every build, so that each is incremental after the last.
export CARGO_TARGET_DIR ?= $(CURDIR)/target
DEMO_ARGS ?=
BENCH_ARGS ?=
FUZZ_TARGETS ?=
BENCH_PARTS ?= hj212 ingest seal query detect judge draw law

WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -path 'web/e2e/*' 2>/dev/null)

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s "$$(printf '\t')"

demo: web/dist/index.html ## build everything, start the simulated city, print the address and accounts
	@scripts/need cc
	cargo build --release --package jingwei
	$(CARGO_TARGET_DIR)/release/jingwei demo $(DEMO_ARGS)

test: test-rust test-web test-e2e ## every check: Rust, browser units, end to end in Chromium

test-rust: web/dist/index.html
	@scripts/need cc nextest examples fonts
	JINGWEI_EXAMPLES_PYTHON=$(CARGO_TARGET_DIR)/examples-venv/bin/python cargo nextest run --workspace --features jingwei/sql
	cargo test --workspace --features jingwei/sql --doc --quiet

test-web: web/node_modules/.stamp
	npm --prefix web test

test-e2e: web/dist/index.html
	@scripts/need cc chromium
	@# The binary that the Rust tests have built: `cargo build` would choose other features and build SQL once more.
	cargo test --workspace --features jingwei/sql --no-run --quiet
	JINGWEI_BIN=$(CARGO_TARGET_DIR)/debug/jingwei npm --prefix web run e2e

# The README's pictures: written by the end-to-end tests, chosen here.
screenshots: ## copy the end-to-end tests' pictures into docs/images (run make test-e2e first)
	install -D -m 644 target/e2e/map.png docs/images/map.png
	install -D -m 644 target/e2e/alarm.png docs/images/alarm.png
	install -D -m 644 target/e2e/phone-verify.png docs/images/phone-verify.png

web: web/dist/index.html ## build the pages

web/node_modules/.stamp: web/package.json web/package-lock.json
	@scripts/need node
	npm --prefix web ci --no-audit --no-fund
	@touch $@

web/dist/index.html: web/node_modules/.stamp $(WEB_SOURCES)
	npm --prefix web run build

check: web/node_modules/.stamp ## formatting, lints, documentation, licences, unused dependencies
	@scripts/need cc cxx deny machete
	cargo fmt --all --check
	cargo fmt --manifest-path fuzz/Cargo.toml --check
	cargo clippy --workspace --all-targets --features jingwei/sql -- --deny warnings
	@# Nothing else builds the fuzz targets: without this they would break unseen.
	cargo clippy --manifest-path fuzz/Cargo.toml -- --deny warnings
	RUSTDOCFLAGS="--deny warnings" cargo doc --workspace --features jingwei/sql --no-deps --document-private-items --quiet
	cargo deny check licenses bans sources
	cargo deny --manifest-path fuzz/Cargo.toml check licenses bans sources
	cargo machete
	npm --prefix web run check

# One part after the other: two at once would measure each other. BENCH_ARGS="--json" prints one object a part.
bench: ## measure; prints medians, asserts nothing
	@scripts/need cc
	cargo build --release --package jingwei --features peers
	@set -e; for part in $(BENCH_PARTS); do scripts/bench-peers $(CARGO_TARGET_DIR)/release/jingwei bench $$part $(BENCH_ARGS); done

bench-crates: ## the finer measurements beside the code
	cargo bench --workspace --bench '*'

fuzz: ## run every fuzz target for FUZZ_SECONDS (10); FUZZ_TARGETS="hj212_decoder" runs only that
	@scripts/need cc fuzz
	scripts/fuzz $(FUZZ_TARGETS)

openapi: ## write web/openapi.json and the browser's types from the handlers
	UPDATE_OPENAPI=1 cargo nextest run --package api openapi
	npm --prefix web run generate

clean-demo: ## forget the demo city
	rm -rf data/demo data/demo-previous

# The commands of Kith. `make help` lists them; each works on its own on a fresh Debian 12 machine
# that has the Swift 6.3 toolchain.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

SWIFT ?= swift
SWIFT_FLAGS := --explicit-target-dependency-import-check error
FORMATTED := Package.swift Sources Tests protocol server client-cli Benchmarks/Package.swift \
	Benchmarks/Sources
SCRIPTS := .ci/run .ci/setup protocol/generate protocol/model/check Examples/demo Benchmarks/peers/run \
	Tests/Fuzz/build Tests/Fuzz/run Tests/Sanitizers/build Tests/Soak/everything

.PHONY: help setup build test check lint model proof histories demo release bench bench-peers benchmarks simulate counts algebra bugs powercut fuzz fuzzer sanitize soak generate format clean

help:  ## list these commands
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

setup:  ## install the Debian packages that building and testing need (as root or with sudo)
	@.ci/setup

build: setup  ## build everything, for debugging
	$(SWIFT) build $(SWIFT_FLAGS)

test: setup  ## build and run every test
	$(SWIFT) build --build-tests $(SWIFT_FLAGS)
	$(SWIFT) test --disable-xctest $(SWIFT_FLAGS)

# Tests mostly wait; what the steps behind them need is built beside them, where it does not disturb.
check: setup  ## test, lint, model, histories, counts, planted mistakes, hostile bytes
	$(SWIFT) build --build-tests $(SWIFT_FLAGS)
	nice -n 19 $(MAKE) proof fuzzer >.build/beside.log 2>&1 & \
	  status=0; $(SWIFT) test --skip-build --disable-xctest $(SWIFT_FLAGS) || status=$$?; \
	  wait $$! || { tail -n 100 .build/beside.log; exit 1; }; \
	  exit $$status
	$(MAKE) lint model histories counts bugs
	Tests/Fuzz/run $(SECONDS)

lint:
	$(SWIFT) format lint --strict --parallel --recursive $(FORMATTED)
	for script in $(SCRIPTS); do bash -n "$$script"; done
	protocol/generate --check
	@echo "formatting and scripts are as they should be"

model: setup  ## search every interleaving of the protocol's model for a lost or doubled op
	protocol/model/check .build/model

MINUTES ?= 10
FROM ?= 1
SEEDS ?= 1000000000
SIMULATE := .build-proof/release/kith-simulate

proof: setup  # one optimized build for histories, counts, and planted mistakes, which sleep unless chosen
	for product in kith-simulate kith-counts; do \
	  $(SWIFT) build --configuration release $(SWIFT_FLAGS) --product "$$product" \
	    -Xswiftc -DPLANTED_BUGS --scratch-path .build-proof; \
	done

simulate: proof  ## prove the semantics on histories: make simulate SEEDS=5000 MINUTES=10 FROM=1
	$(SIMULATE) run --complete --minutes $(MINUTES) --seeds $(SEEDS) --from $(FROM)

histories: proof  # two minutes of it, from seeds that differ from day to day
	$(SIMULATE) run --minutes 2 --from "$$(date +%Y%m%d000000)"

counts: proof  ## hold bytes, statements and allocations to their thresholds
	SWIFT_DETERMINISTIC_HASHING=1 .build-proof/release/kith-counts check

BUG_SECONDS ?= 60
bugs: proof  ## plant each known mistake, and see the simulation catch it
	$(SIMULATE) bugs --seconds $(BUG_SECONDS)

algebra: proof  ## check the merge on every history of 5 ops, then on random ones: make algebra MINUTES=10
	$(SIMULATE) algebra --ops 5
	$(SIMULATE) model --minutes $(MINUTES) --from $(FROM)

powercut: proof  ## cut the power of laptops and server at any write or sync: make powercut MINUTES=10
	$(SIMULATE) powercut --minutes $(MINUTES) --from $(FROM)

SECONDS ?= 15
fuzz: setup  ## feed hostile bytes to every decoder, for so long each: make fuzz SECONDS=15
	$(SWIFT) build --build-tests $(SWIFT_FLAGS)
	$(MAKE) fuzzer
	Tests/Fuzz/run $(SECONDS)

fuzzer:  # of what was built for the tests
	Tests/Fuzz/build

sanitize: setup  ## run the cores' tests under the address and the thread sanitizer
	$(SWIFT) build --build-tests $(SWIFT_FLAGS)
	Tests/Sanitizers/build address
	Tests/Sanitizers/build thread

SOAK_MINUTES ?= 30
soak: setup  ## what takes hours: each write killed and failed, long loops, everything at once
	$(SWIFT) build --build-tests $(SWIFT_FLAGS)
	KITH_SOAK=1 $(SWIFT) test --skip-build --disable-xctest $(SWIFT_FLAGS) --filter ProgramTests
	Tests/Soak/everything $(SOAK_MINUTES)
	$(MAKE) algebra
	$(MAKE) fuzz SECONDS=600
	$(MAKE) powercut MINUTES=60
	$(MAKE) sanitize

demo: setup  ## two laptops, one server, 300 real companies, one conflict, one answer
	$(SWIFT) build $(SWIFT_FLAGS) --product kith
	$(SWIFT) build $(SWIFT_FLAGS) --product kith-server
	Examples/demo

release: setup  ## build kith and kith-server for use, in .build/release
	$(SWIFT) build --configuration release --static-swift-stdlib $(SWIFT_FLAGS) --product kith
	$(SWIFT) build --configuration release --static-swift-stdlib $(SWIFT_FLAGS) --product kith-server

RECORDS ?= 110000
REPEATS ?= 3
PHASES ?= L,P1,P2,P3,P4,P5,C$(if $(GROWTH),$(comma)P6)
comma := ,
bench: setup benchmarks  ## time the programs beside plain SQLite: make bench RECORDS=11000 PHASES=P3 GROWTH=1
	$(BENCHMARKS)/kith-bench records
	$(BENCHMARKS)/kith-bench run --records $(RECORDS) --repeats $(REPEATS) --phases $(PHASES)

bench-peers: setup benchmarks  ## run Anki and Kinto on the same records: make bench-peers RECORDS=11000
	Benchmarks/peers/run $(BENCHMARKS)/kith-bench $(RECORDS)

# What benchmarks run: the programs as they are released, without what debuggers need.
BENCHMARKS := Benchmarks/.build/stripped
benchmarks:
	$(SWIFT) build --package-path Benchmarks --configuration release --static-swift-stdlib $(SWIFT_FLAGS)
	mkdir -p $(BENCHMARKS)
	for name in kith kith-server kith-bench; do \
	  strip -o $(BENCHMARKS)/$$name Benchmarks/.build/release/$$name; done

generate: setup  ## make the message types again after a change of protocol/kith.proto
	command -v protoc >/dev/null || .ci/setup protobuf-compiler
	protocol/generate

format:  ## rewrite the sources in the one format
	$(SWIFT) format --in-place --parallel --recursive $(FORMATTED)

clean:  ## remove what was built
	$(SWIFT) package clean

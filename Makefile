# SPDX-License-Identifier: Apache-2.0
# The daily commands. `make run` and `make test` install, build and do the rest by themselves.
#
#   make run       install what is missing, build, serve on http://127.0.0.1:8080 (PORT=, DATA=)
#   make test      install, build, run every test; the last line is the sum (ALSO=sanitize: under sanitizers, too)
#   make build     build/clientela and the web application
#   make check     format, lint, layers, map, generated files, types; under a minute
#   make lint      clang-tidy over src and bench, with the list in .clang-tidy; some ten minutes
#   make bench     measures against the budgets into build/bench.json (SCALE=)
#   make sanitize  engine, parsers and server under address, undefined and thread sanitizers (ALL=1: all C++ tests)
#   make kill      kills server and database under load, again and again (KILLS=, STORE=, SEED=)
#   make soak      twenty minutes of mixed work; memory, files and log must not grow (MINUTES=, STORE=, SEED=)
#   make fuzz      parsers against mutated input (FUZZ_SECONDS=)
#   make profile   instructions of the five hottest paths on a store of `make bench` (STORE=build/bench-store-100k)
#   make plots     draws the figures of docs/performance.md from docs/performance/*.json
#   make package   build/clientela_VERSION_amd64.deb
#   make sbom      what it consists of, with licences: build/clientela.cdx.json (CycloneDX)
#   make generate  rewrites what is made from objects/;  make format: formats the sources
#   make clean     removes what was built; never your data
SHELL := /bin/bash
export PATH := $(CURDIR)/.tools/node/bin:$(PATH)
FUZZ_SECONDS ?= 60
KILLS ?= 200
MINUTES ?= 20
SANITIZERS ?= address,undefined thread
export DATA ?= ./data
export PORT ?= 8080

.PHONY: run package sbom build test check lint bench sanitize kill soak fuzz plots profile clean setup format generate
.NOTPARALLEL:

run: build
	@exec tools/run

setup:
	@tools/setup

build: setup
	@tools/build clientela
	@tools/build_web

test:
	@tools/test $(if $(ALSO),--also $(ALSO))

check: setup
	@tools/check

bench: setup
	@tools/build clientela clientela_bench
	@tools/build_web
	@tools/bench

sanitize: setup
	@tools/sanitize $(SANITIZERS)

kill: setup
	@tools/build clientela
	@tests/crash/kill.py --kills $(KILLS) $(if $(STORE),--store $(STORE)) $(if $(SEED),--seed $(SEED))

soak: setup
	@tools/build clientela
	@tests/soak/soak.py --minutes $(MINUTES) $(if $(STORE),--store $(STORE)) $(if $(SEED),--seed $(SEED))

lint: setup
	@tools/setup lint
	@tools/lint

fuzz:
	@tools/setup fuzz
	@tools/fuzz $(FUZZ_SECONDS)

profile:
	@tools/setup profile
	@tools/build clientela
	@tools/profile $(or $(STORE),build/bench-store-100k)

plots:
	@tools/setup plots
	@tools/plots

sbom: setup
	@tools/build clientela
	@tools/sbom

package: build
	@tools/package

generate: setup
	@tools/generate

format:
	@tools/format

clean:
	rm -rf build build-* web/dist

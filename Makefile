# SPDX-License-Identifier: Apache-2.0
# The daily commands. `make run` and `make test` install, build and do the rest by themselves.
#
#   make run       install what is missing, build, serve on http://127.0.0.1:8080 (PORT=, DATA=)
#   make test      install, build, run every test; the last line is the sum
#   make build     build/clientela and the web application
#   make check     format, lint, layers, map, generated files, types; under a minute
#   make bench     measures against the budgets into build/bench.json (SCALE=)
#   make sanitize  the C++ tests under address, undefined and thread sanitizers
#   make fuzz      parsers against mutated input (FUZZ_SECONDS=)
#   make generate  rewrites what is made from objects/;  make format: formats the sources
#   make clean     removes what was built; never your data
SHELL := /bin/bash
export PATH := $(CURDIR)/.tools/node/bin:$(PATH)
FUZZ_SECONDS ?= 60
SANITIZERS ?= address,undefined thread
export DATA ?= ./data
export PORT ?= 8080

.PHONY: run build test check bench sanitize fuzz clean setup format generate
.NOTPARALLEL:

run: build
	@exec tools/run

setup:
	@tools/setup

build: setup
	@tools/build clientela
	@tools/build_web

test:
	@tools/test

check: setup
	@tools/check

bench: setup
	@tools/build clientela clientela_bench
	@tools/build_web
	@tools/bench

sanitize: setup
	@tools/sanitize $(SANITIZERS)

fuzz: setup
	@tools/build clientela_fuzz
	build/clientela_fuzz --seconds $(FUZZ_SECONDS)

generate: setup
	@tools/generate

format:
	@tools/format

clean:
	rm -rf build build-* web/dist

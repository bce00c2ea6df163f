# One target per job. `make` without a target lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The Debian packages that the build needs besides the Swift toolchain.
SYSTEM_PACKAGES := libyaml-dev zlib1g-dev libzstd-dev libisal-dev libcurl4-openssl-dev libssl-dev pkg-config
# The packages that the tests also need: servers to talk to, programs that read reports.
TEST_PACKAGES := libxml2-utils nginx-light python3 python3-venv zsh fish
# The browser that looks at pages; the tests of pages say so if it can't be installed.
BROWSER_PACKAGES := chromium

PREFIX ?= /usr/local
DESTDIR ?=
TOOL := .build/release/scregistry
SWIFT_CODE := Package.swift Sources Tests Examples
WITH_SERVERS := Tests/Servers/with-servers.sh .build/servers
SERVER_PYTHON := .build/servers/venv/bin/python -B
UNIT_TEST_LOG := .build/unit-tests.log
# Shows only suites and failures of the tests; the log has everything, with messages of a megabyte.
SHOW_TESTS := { grep -avE '^(◇|✔ Test [^r])' || true; } | cut -c -2000

.PHONY: help demo check test checks fuzz sanitize differential soak chaos bench dist install reference docs format lint figures pictures clean system-packages toolchain suites release

help: ## list the targets (the default)
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{ printf "make %-17s %s\n", $$1, $$2 }'

demo: release ## build the tool and validate a good and a faulty registry
	@Tests/Suites/demo-registries.sh show $(TOOL)

check: toolchain ## check what changed since main: style, build, unit tests (the inner loop)
	@files=$$(python3 -B Tests/Suites/check_changed.py swift); \
	  if [ -n "$$files" ]; then swift format lint --strict --parallel $$files; fi
	@python3 -B Tests/Suites/check_words.py
	@python3 -B Schemas/rule_names.py --check
	@python3 -B Tests/Suites/check_folders.py
	@python3 -B Tests/Suites/check_journeys.py
	@filter=$$(python3 -B Tests/Suites/check_changed.py filter); \
	  if [ -z "$$filter" ]; then swift build; echo "make check: no module changed, so no unit test ran"; exit 0; fi; \
	  swift build --build-tests; echo "make check: unit tests of $$filter"; \
	  swift test --skip-build --disable-xctest --parallel --filter "$$filter" --skip MutationGateTests \
	    --skip OwnSuite 2>&1 | $(SHOW_TESTS)

test: system-packages test-packages lint suites ## run all checks: style, build without warnings, tests, demo
	swift build --build-tests
	@# Neither of them uses two cores all the time.
	@$(MAKE) --jobs 2 unit-tests release-meanwhile
	@# Separately: some of them measure how long the tool waits for a server.
	@$(WITH_SERVERS) swift test --skip-build --disable-xctest --filter IntegrationTests 2>&1 | tee -a $(UNIT_TEST_LOG) | $(SHOW_TESTS)
	@$(MAKE) dist
	@.ci/system-packages $(BROWSER_PACKAGES) || true
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=line checks
	@Tests/Suites/count-unit-tests.sh $(UNIT_TEST_LOG)

.PHONY: unit-tests release-meanwhile test-packages
test-packages:
	@.ci/system-packages $(TEST_PACKAGES)

unit-tests:
	swift test --skip-build --ignore-lock --disable-xctest --parallel --skip IntegrationTests --skip ToolTests 2>&1 | tee $(UNIT_TEST_LOG) | $(SHOW_TESTS)

# The tests only read what is built, so that the build needs no lock.
release-meanwhile:
	Distribution/release-build.sh scregistry --ignore-lock

# The checks with the finished program, two at a time. Servers have fixed ports, so that the checks
# with servers are one target. The others begin with the longest.
CHECKS := check-servers check-client-safe check-built check-commands check-failed-looks check-reading \
  check-suite-runner check-reports check-small check-example check-pages check-conformance \
  check-sharding check-mirror check-differential
.PHONY: $(CHECKS)
checks: $(CHECKS)

check-servers:
	@$(WITH_SERVERS) $(SERVER_PYTHON) Tests/Suites/cross_test.py .build/servers $(TOOL)
	@$(WITH_SERVERS) $(SERVER_PYTHON) Tests/Suites/interleaving_test.py .build/servers $(TOOL)
	@Tests/Suites/python_test.sh .build/servers dist
	@$(WITH_SERVERS) $(SERVER_PYTHON) Tests/Suites/publishing_test.py .build/servers $(TOOL)
	@$(WITH_SERVERS) $(SERVER_PYTHON) Tests/Suites/mirror_servers_test.py .build/servers $(TOOL)
	@$(WITH_SERVERS) $(SERVER_PYTHON) Tests/Suites/docs_test.py .build/servers $(TOOL)
# The unit tests that run the program, with the one that users get.
check-commands:
	@TESTED_PROGRAM=$(CURDIR)/$(TOOL) swift test --skip-build --ignore-lock --disable-xctest --parallel --filter ToolTests 2>&1 | tee -a $(UNIT_TEST_LOG) | $(SHOW_TESTS)
check-conformance:
	@Tests/Suites/conformance.sh .build/servers $(TOOL)
check-client-safe:
	@if [ -x .build/servers/venv/bin/python ]; then $(SERVER_PYTHON) Tests/Suites/client_safe_test.py $(TOOL); \
	  else echo "NOT TESTED: client-safe: cloudcatalog can't be fetched from PyPI" >&2; [ -z "$${CI:-}" ]; fi
# Both build a program, one after the other.
check-built:
	@Tests/Suites/parquet.sh $(TOOL)
	@Tests/Suites/interleavings.sh
check-failed-looks:
	@python3 -B Tests/Suites/failed_looks_test.py $(TOOL)
check-reading:
	@python3 -B Tests/Suites/reading_test.py $(TOOL)
check-suite-runner:
	@python3 -B Tests/Suites/suite_runner_test.py $(TOOL) --quick --seed 1
check-reports:
	@Tests/Suites/check-reports.sh $(TOOL)
check-example:
	@Tests/Suites/example_program.sh Conformance/data/demo-good
check-pages:
	@Tests/Suites/pages.sh $(TOOL)
check-sharding:
	@python3 -B Tests/Suites/sharding_test.py $(TOOL)
	@python3 -B Tests/Suites/mirror_sharding_test.py $(TOOL)
	@Tests/Suites/scale_out_examples.sh $(TOOL)
check-mirror:
	@python3 -B Tests/Suites/mirror_test.py $(TOOL)
check-differential:
	@python3 -B Tests/Suites/differential_index.py $(TOOL) --count 1500 --seed 1
	@python3 -B Tests/Suites/differential_json.py $(TOOL) --count 4000 --seed 1
	@python3 -B Tests/Suites/differential_times.py $(TOOL) --count 15000 --seed 1
	@python3 -B Tests/Suites/differential_publishing.py $(TOOL) --count 30 --seed 1
	@python3 -B Tests/Suites/differential_mirror.py $(TOOL) --count 60 --seed 1
check-small:
	@Tests/Suites/demo-registries.sh check $(TOOL)
	@python3 -B Tests/Suites/completions_test.py $(TOOL)
	@python3 -B Tests/Suites/surroundings_test.py $(TOOL)
	@python3 -B Tests/Suites/check_suite.py
	@python3 -B Distribution/reference.py $(TOOL) --check
	@python3 -B Tests/Suites/check_links.py
	@python3 -B Tests/Suites/readme_example.py docs/guide/baselines.md $(TOOL) Conformance/data/demo-faulty
	@Tests/Suites/tutorial.sh $(TOOL)
	@Tests/Suites/distribution.sh dist $(TOOL)
	@Tests/Suites/github-action.sh dist
	@Tests/Suites/ci-files.sh dist

fuzz: system-packages toolchain ## run the fuzzer of each parser for ten minutes (SECONDS=N, PARSERS="xml zip")
	JOBS=$$(nproc) Tests/Fuzzing/run.sh $(or $(SECONDS),600) $(PARSERS)

sanitize: system-packages toolchain suites ## run the unit tests with the thread and the address sanitizer (an hour)
	Tests/Sanitizing/run.sh thread --skip IntegrationTests
	Tests/Sanitizing/run.sh address --skip IntegrationTests

differential: release ## compare with Python's csv, json and datetime, and with models, for an hour (SEED repeats a run)
	python3 -B Tests/Suites/differential_index.py $(TOOL) --count 100000 $(if $(SEED),--seed $(SEED))
	python3 -B Tests/Suites/differential_json.py $(TOOL) --count 100000 $(if $(SEED),--seed $(SEED))
	python3 -B Tests/Suites/differential_times.py $(TOOL) --count 1000000 $(if $(SEED),--seed $(SEED))
	python3 -B Tests/Suites/differential_publishing.py $(TOOL) --count 1000 $(if $(SEED),--seed $(SEED))
	python3 -B Tests/Suites/differential_mirror.py $(TOOL) --count 2000 $(if $(SEED),--seed $(SEED))

soak: release ## kill publishers, let eight publish at once, and validate 10,000 times in one process (an hour)
	@Tests/Servers/with-servers.sh .build/servers .build/servers/venv/bin/python -B Tests/Suites/soak_publishing.py .build/servers $(TOOL)
	@python3 -B Tests/Suites/soak_library.py

chaos: release ## run commands through a proxy that breaks every third request
	@Tests/Servers/with-servers.sh .build/servers .build/servers/venv/bin/python -B Tests/Suites/chaos.py .build/servers $(TOOL)

bench: release ## compare the speed of the tool with other tools (needs python3, 12 GB of disk, 40 GB in TMPDIR)
	@command -v python3 > /dev/null || { echo "make bench: python3 is missing (Debian: apt-get install python3 python3-venv)" >&2; exit 2; }
	python3 Tests/Benchmarks/run.py $(BENCH_OPTIONS) $(TOOL)

dist: release ## pack the tool for other machines into dist/: archive, wheel, checksums
	@.ci/system-packages python3 binutils
	@python3 -B Distribution/pack.py $(TOOL) dist

install: release ## install the tool below PREFIX (/usr/local)
	install -D -s -m 755 $(TOOL) $(DESTDIR)$(PREFIX)/bin/scregistry
	@# scregistry conformance looks for the suite there.
	install -d $(DESTDIR)$(PREFIX)/share/scregistry
	rm -rf $(DESTDIR)$(PREFIX)/share/scregistry/conformance
	cp -r Conformance $(DESTDIR)$(PREFIX)/share/scregistry/conformance
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	python3 -B Distribution/reference.py $(TOOL) --manual $(DESTDIR)$(PREFIX)/share/man/man1/scregistry.1
	$(TOOL) --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/scregistry
	$(TOOL) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_scregistry
	$(TOOL) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/scregistry.fish

reference: ## write docs/rules and docs/reference/commands from the program
	swift build --product scregistry
	@python3 -B Distribution/reference.py .build/debug/scregistry
	@Tests/Suites/update-readme.sh

docs: ## build the documents into a site in .build/docs/site (needs python3-venv and PyPI once)
	@[ -x .build/docs/venv/bin/mkdocs ] || { python3 -m venv .build/docs/venv && \
	  .build/docs/venv/bin/pip install --quiet --require-virtualenv -r Distribution/docs-requirements.txt; }
	@python3 -B Distribution/site.py .build/docs

format: toolchain ## format the Swift code in place
	swift format --in-place --parallel --recursive $(SWIFT_CODE)

lint: toolchain ## report code that is not formatted or documented
	swift format lint --strict --parallel --recursive $(SWIFT_CODE)
	python3 -B Tests/Suites/check_words.py
	python3 -B Schemas/rule_names.py --check
	python3 -B Tests/Suites/check_folders.py
	python3 -B Tests/Suites/check_journeys.py

pictures: release ## write docs/pictures from the demo registries (needs Chromium)
	@Tests/Suites/pages.sh --pictures-for-docs $(TOOL)

figures: ## measure the structure of the source code (FIGURES=--coverage: also what the tests reach)
	@python3 -B Tests/Suites/figures.py $(FIGURES)

clean: ## remove everything that was built, fetched or generated
	rm -rf .build dist

system-packages: ## install the system libraries that are missing (apt-get)
	@.ci/system-packages $(SYSTEM_PACKAGES)

toolchain:
	@command -v swift > /dev/null || { echo "The Swift toolchain (6.2 or later) is missing: https://www.swift.org/install/linux/" >&2; exit 2; }

# Official test suites, fetched once into .build. Without them their tests do not run.
suites:
	@if [ -x Tests/Suites/fetch-json-schema-suite.sh ]; then Tests/Suites/fetch-json-schema-suite.sh .build; fi

release: system-packages toolchain
	Distribution/release-build.sh scregistry

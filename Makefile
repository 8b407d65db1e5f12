# What one can do with Eendracht. "make" alone says it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
GO ?= go
export CGO_ENABLED = 0
VERSION ?= $(shell git describe --always --dirty 2>/dev/null || echo unknown)

.PHONY: help build demo test need format vet lint vuln bench torture fuzz golden screens clean

help: ## say what one can do
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

build: ## make the one static binary bin/eendracht
	$(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/eendracht ./cmd/eendracht

demo: ## serve the demonstration region
	$(GO) run ./cmd/eendracht demo

need: ## install what the tests use beside Go (as root), or say what is missing
	@scripts/need.sh

test: need format vet ## all tests; installs what it needs itself when root
	$(GO) test -count=1 -timeout 20m ./...

format:
	@unformatted="$$(gofmt -l cmd internal e2e 2>/dev/null)"; if [ -n "$$unformatted" ]; then echo "gofmt wants:"; echo "$$unformatted"; exit 1; fi

vet:
	$(GO) vet ./...

lint: ## the deeper reading of the code; configuration in staticcheck.conf
	$(GO) run honnef.co/go/tools/cmd/staticcheck@latest ./...

vuln: ## known vulnerabilities in dependencies (needs the public database)
	$(GO) run golang.org/x/vuln/cmd/govulncheck@latest ./...

bench: build ## the load figures beside naive handlers, both stores
	bin/eendracht bench
	bin/eendracht bench messages
	bin/eendracht bench claim
	bin/eendracht bench post
	bin/eendracht bench pages

torture: build ## the long fault, oracle, message and growth runs
	$(GO) test -count=1 -timeout 120m -run 'TestCrash|TestConformance|TestFullDisk' ./internal/store -torture
	EENDRACHT_TORTURE=1 $(GO) test -count=1 -timeout 240m -v ./internal/torture
	EENDRACHT_TORTURE=1 $(GO) test -count=1 -timeout 120m ./internal/access ./internal/probe
	EENDRACHT_TORTURE=1 $(GO) test -count=1 -timeout 60m -v -run TestTwentyThousandMessages ./internal/ijw/sim
	$(GO) test -count=1 -timeout 120m ./internal/ijw -ijw.valid 10000 -ijw.mutants 10000
	$(GO) test -count=1 -timeout 120m ./internal/ijw/rules -rules.answers 10000 -rules.mutants 10000
	bin/eendracht bench --growth

fuzz: ## every fuzz target for FUZZTIME (10m), with executions and memory; their seeds run in make test
	@GO="$(GO)" scripts/fuzz.sh "$(or $(FUZZTIME),10m)" "$(or $(FUZZ),.)"

golden: ## write golden files of new kinds; old ones are never rewritten
	$(GO) test ./internal/dossier -run TestStoredFormOfEveryKind -update

screens: ## pictures of the pages, desktop and phone, into docs/screens
	$(GO) test -count=1 -timeout 20m ./e2e -run TestScreens -screens

clean: ## remove what was built
	rm -rf bin

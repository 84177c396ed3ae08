# Every target works on a fresh clone: what a target needs is installed and compiled first.
SHELL := /bin/sh
.DEFAULT_GOAL := help
CLI := dist/tools/stack/src/cli.js
STACK := node $(CLI)

.PHONY: help install-dev build lint format type-check test doctor up status secrets down demo logs kill rotate-keys reload-gateway edge-file edge-suite clean

help: ## Lists these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install-dev: node_modules/.package-lock.json ## Installs the npm packages, if the lockfile has changed

# npm writes this file at the end of every installation.
node_modules/.package-lock.json: package-lock.json
	@echo 'Installing npm packages ...'
	npm ci --no-audit --no-fund

build: install-dev ## Compiles everything (about a second)
	@npm run --silent build

lint: install-dev ## Checks style, formatting and import rules
	@npm run --silent lint

format: install-dev ## Corrects style and formatting
	@npm run --silent format

type-check: install-dev ## Checks the types
	@npm run --silent type-check

test: lint type-check build ## Runs lint, types and all tests on servers of their own; leaves nothing running
	@node dist/tools/test-runner/src/main.js

doctor: build ## Tells what this machine has and lacks for `make up`, and what to do about it
	@$(STACK) doctor

up: build ## Starts everything and prints the addresses; again: completes what runs
	@$(STACK) up

# Compiled only if it was not: code that does not compile at the moment must not keep the system from being stopped.
$(CLI):
	@$(MAKE) --silent build

status: $(CLI) ## Tells what runs
	@$(STACK) status

down: $(CLI) ## Stops what `make up` started, keeping the data
	@$(STACK) down

demo: up ## Starts everything, places orders and prints their sagas
	@node dist/tools/demo/main.js

logs: $(CLI) ## Follows the logs of all apps; of one: make logs APP=order; as JSON: JSON=1, or into a pipe
	@$(STACK) logs $(if $(APP),--app $(APP)) $(if $(JSON),--json)

kill: $(CLI) ## Kills a process of the system with -9, to see what happens: make kill APP=payment
	@$(STACK) kill $(if $(APP),--app $(APP))

secrets: build ## Makes the keys and passwords that docker-compose.yml expects (make up does it, too)
	@$(STACK) secrets

rotate-keys: $(CLI) ## Lets a new key sign access tokens, without a request being refused; removes keys that are spent
	@$(STACK) rotate-keys

reload-gateway: $(CLI) ## Renders the gateway's file again, with the keys that an outside issuer has now, and has it read
	@$(STACK) reload-gateway

edge-file: build ## Writes a gateway's file for the suite below: make edge-file ECHO=http://127.0.0.1:9900 (the suite, as the gateway sees it)
	@node dist/gateway/edge/render.js $(ECHO)

edge-suite: build ## Asks a gateway, Kong or the stand-in, all that the edge must answer: make edge-suite URL=http://localhost:8000
	@node dist/gateway/edge/main.js $(URL)

clean: ## Stops everything and removes data, logs, keys and build (not node_modules)
	@if [ -d node_modules ]; then $(MAKE) --silent $(CLI) && $(STACK) clean; fi
	@rm -rf dist coverage .local

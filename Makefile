# Stemma. `make demo` needs Python 3.11 or newer and, the first time only, a network.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench eval faults fuzz bom audit browser database webserver compiler docs gazetteer train pins clean

help:
	@echo "make demo         build the sample case, print its record, write its page to out/"
	@echo "make test         run the tests"
	@echo "make lint         check the style of the code"
	@echo "make bench NAME   measure; without a NAME: which there are"
	@echo "make eval         measure on the development corpora; NAMES=\"geo timex\" for some, PIN=1 to pin the floors"
	@echo "make faults       kill, fill and cut it off 500 times, and look whether anything is lost (a quarter of an hour)"
	@echo "make fuzz         1,000,000 hostile inputs (hours)"
	@echo "make bom          write the bill of materials anew"
	@echo "make audit        compare what is installed with the pins, and with ADVISORIES=zip or folder where given"
	@echo "make docs         refresh README, reference, tutorial and picture from the program"
	@echo "make gazetteer    make the packed gazetteer anew"
	@echo "make train        train the tagger anew (hours; needs the development corpora)"
	@echo "make pins         choose the versions in requirements*.txt anew"
	@echo "make clean        remove what the above made, but for $(VENV)"

ifeq ($(firstword $(MAKECMDGOALS)),bench)
# `make bench demo`: the words after "bench" are its argument, not targets.
NAME ?= $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS))
.PHONY: $(NAME)
$(NAME): ; @:
else
demo: $(VENV)/.ready
	@$(BIN)/stemma demo
endif

bench: $(VENV)/.ready $(if $(filter families,$(NAME)),$(VENV)/.ready-bench)
	@$(BIN)/python -m bench $(NAME)

eval: $(VENV)/.ready
	@$(BIN)/python -m eval.run $(NAMES) $(if $(PIN),--pin) $(if $(CORPORA),--corpora "$(CORPORA)")

test: $(VENV)/.ready-dev browser database webserver compiler
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .

faults: $(VENV)/.ready-dev database webserver compiler
	$(BIN)/python -m faults --runs $(or $(RUNS),500) $(ARGS)

fuzz: $(VENV)/.ready-dev
	$(BIN)/python -m fuzz --inputs $(or $(INPUTS),1000000) --seconds $(or $(SECONDS),86400) $(ARGS)

bom: $(VENV)/.ready-dev
	$(BIN)/python -m scripts.bom

audit: $(VENV)/.ready-dev
	$(BIN)/python -m scripts.audit $(if $(ADVISORIES),--advisories "$(ADVISORIES)")

docs: $(VENV)/.ready-dev
	$(BIN)/python -m scripts.docs

gazetteer: $(VENV)/.ready-dev
	$(BIN)/python scripts/build_gazetteer.py

# What tests look at or run beside: tests/conftest.py says what happens without them. Servers that tests start listen on
# loopback; RUNLEVEL=1 keeps those that Debian installs from being started. $(call debian,name of what is there,Debian's packages,what for)
define debian
	@if $(1); then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing $(2) for the tests $(3)"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $(2) \
	    >/dev/null; } || echo "$(2) could not be installed: the tests $(3) cannot run"; \
	else echo "No $(2) here and no right to install it: the tests $(3) cannot run"; fi
endef

browser:
	$(call debian,command -v chromium chromium-browser google-chrome >/dev/null 2>&1,chromium,that look at pages)

database:
	$(call debian,command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1,postgresql,over both stores)

webserver:
	$(call debian,command -v nginx >/dev/null 2>&1,nginx-light openssl,that collect from a web server)

compiler:
	$(call debian,command -v cc gcc clang >/dev/null 2>&1,gcc libc6-dev,that make faults)

# The stamps lie inside the environment, so that they go when it goes. Once they are there no network is needed.
$(VENV)/.ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Stemma needs Python 3.11 or newer; try make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || { echo "Making $(VENV) and installing into it (once)"; $(PYTHON) -m venv $(VENV); }
	@$(PIP) -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	@$(PIP) -r requirements-dev.txt
	@touch $@

# What Stemma is measured beside.
$(VENV)/.ready-bench: requirements-bench.txt $(VENV)/.ready
	@$(PIP) -r requirements-bench.txt
	@touch $@

# Torch is for training alone: it has an environment of its own and is in no list of requirements.
TRAIN := .venv-train
train:
	@test -x $(TRAIN)/bin/python || $(PYTHON) -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip --disable-pip-version-check install -qq torch==2.13.0 anyascii msgspec numpy onnx \
	  onnxruntime safetensors tokenizers
	PYTHONPATH=src $(TRAIN)/bin/python -m training.recipe $(STEPS)

# No index, host or path may get into the pins: they are the same wherever packages come from.
COMPILE = $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url \
          --no-emit-trusted-host --no-emit-find-links
# Those of the tests come first: they have all extras, and some extras hold what the core needs below a version.
pins: $(VENV)/.ready
	$(PIP) pip-tools
	$(COMPILE) --build-deps-for editable --extra dev -o requirements-dev.txt pyproject.toml
	$(COMPILE) --build-deps-for editable -c requirements-dev.txt -o requirements.txt pyproject.toml
	$(COMPILE) --build-deps-for editable --extra bench -c requirements-dev.txt -o requirements-bench.txt pyproject.toml

clean:
	rm -rf out build dist src/*.egg-info .pytest_cache .ruff_cache .hypothesis
	find src tests bench eval scripts -name __pycache__ -type d -prune -exec rm -rf {} +

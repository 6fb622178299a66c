PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: rehearse test check lock serve bench slow crash faults hostile live

rehearse: $(READY)
	$(BIN)/panitia rehearse

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

serve: $(READY)
	$(BIN)/panitia serve

bench: $(READY)
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench_assignment
	$(BIN)/python -m tests.bench_timetable
	$(BIN)/python -m tests.bench_workspace

slow: $(READY)
	$(BIN)/python -m pytest -m slow

# Seasons killed at every request and by signals (a quarter of an hour on two free cores; PANITIA_KILLS, PANITIA_KILL_SEED),
# two hundred seasons in bad weather and random people at the workbook (three quarters; PANITIA_SEASONS), strange mail.
crash: $(READY)
	$(BIN)/python -m pytest -m crash -rP --show-capture=stdout tests/crash

faults: $(READY)
	$(BIN)/python -m pytest -m faults -rP --show-capture=stdout tests/faults
	PANITIA_EXAMPLES=$${PANITIA_EXAMPLES:-100} $(BIN)/python -m pytest tests/workbook/test_people_edit.py tests/competition/test_effects.py tests/competition/test_random_seasons.py tests/competition/test_replay.py

hostile: $(READY)
	$(BIN)/python -m pytest -m hostile -rP --show-capture=stdout tests/hostile

# The contracts against Google itself; CONTRIBUTING.md says what the environment must hold.
live: $(READY)
	$(BIN)/python -m pytest -m live tests/contract -rs

# --no-deps: the lock is complete, and an old pip does not match pinned extras under --require-hashes.
# pip compiles what it installs, whatever PYTHONDONTWRITEBYTECODE says: without bytecode Prefect starts 10 s later.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --compile -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

lock:
	uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal --output-file requirements.lock

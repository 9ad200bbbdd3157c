# `make check` before each commit, `make all` before anything is merged.
bin = .venv/bin
quick = tests/test_house.py tests/language tests/engine tests/desk tests/plain

.PHONY: check quick all format site robust

check: $(bin)/pytest
	$(bin)/ruff format --check --quiet .
	$(bin)/ruff check --quiet .
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/python -m pytest -n auto $(quick)

quick:
	$(bin)/python -m pytest -n auto $(quick)

all:
	.ci/run

robust: $(bin)/pytest
	$(bin)/python -m tests.robustness

site: $(bin)/pytest
	$(bin)/pip install --quiet --disable-pip-version-check -c .ci/constraints.txt -e '.[docs]'
	$(bin)/python -m sphinx -q -W --keep-going docs build/site

format: $(bin)/pytest
	$(bin)/ruff format .
	$(bin)/ruff check --fix .

$(bin)/pytest: pyproject.toml
	python3 -m venv .venv
	$(bin)/pip install --quiet --disable-pip-version-check -c .ci/constraints.txt -e '.[test]'
	@touch $@

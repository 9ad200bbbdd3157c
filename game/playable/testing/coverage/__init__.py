"""Story coverage: what of a story the tests meet. pytest measures it with `--story-cov`, and runs are put together."""

REPORT_TYPES = "term (default), term-missing, json, lcov or cobertura; the last three with :FILE (repeatable)"
"""What can be asked for, as the help of pytest's option says it, and that of `coverage`: no more is imported for it."""

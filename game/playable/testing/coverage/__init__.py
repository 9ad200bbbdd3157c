"""Story coverage: what of a story the tests meet. pytest measures it with `--story-cov`, and runs are put together."""

"""A playthrough that has ended is looked at again: its decisions, the odds of each, and what was not told."""

"""The line-by-line player, for screen readers, pipes and simple terminals."""

"""Story tests for pytest."""

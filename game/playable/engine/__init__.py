"""A Story runs: compiled to a finite machine, played by sessions, kept in a store."""

"""A Story runs: compiled to a finite machine, played by sessions, kept on a shelf."""

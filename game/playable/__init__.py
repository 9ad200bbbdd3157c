"""Enemy of the Good: a playable argument, and the engine under it."""

__version__ = "0.1.0"

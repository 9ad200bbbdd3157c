"""All playthroughs at once: what a story can and cannot come to, with what odds, and whether its theses hold."""

from playable.verify.report import Report, lines
from playable.verify.run import verify

__all__ = ["Report", "lines", "verify"]

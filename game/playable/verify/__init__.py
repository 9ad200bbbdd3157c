"""All playthroughs at once: what a story can and cannot come to, with what odds, and whether its theses hold."""

from playable.verify.proof import verify
from playable.verify.report import Report, lines

__all__ = ["Report", "lines", "verify"]

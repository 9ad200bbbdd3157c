"""What the tests of the prover share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Typed = Callable[..., Path]

"""The letters that are no key of the game: who can be heard has them, and the choices after the tenth."""

from __future__ import annotations

LETTERS = "abdfhiklnoptvxyz"

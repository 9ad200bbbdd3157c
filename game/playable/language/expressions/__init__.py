"""The one small language of conditions, weights, effects and `{…}` in text."""

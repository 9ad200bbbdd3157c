"""A YAML file becomes plain mappings, lists and text; where each of them stands, and what could not be read."""

"""YAML becomes a Story, or a list of faults."""

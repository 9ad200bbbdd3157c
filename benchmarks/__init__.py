"""What the project's speed is held against."""

"""The screens of the player."""

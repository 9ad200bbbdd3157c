"""What a player can look up beside the scene, as frozen values: no screen is known here."""

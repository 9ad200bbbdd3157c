"""Where one form of the screen gives way to another, in cells."""

WIDE = 100  # columns: from here on the board stands beside the scene
SHORT = 16  # rows: below this everything but the text and the choices steps back

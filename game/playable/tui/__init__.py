"""The Textual player: one title, one game screen that changes each turn, and sheets laid over them."""

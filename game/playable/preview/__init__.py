"""An author's live view of a story: played as it stands in its files, and again at each save of them."""

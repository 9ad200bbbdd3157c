"""For who writes stories."""

"""What would have come otherwise: a decision changed, a draw fallen otherwise, a claim doubted, another road."""

"""What would have come otherwise: a decision changed, a condition turned, a draw fallen otherwise, a claim doubted."""

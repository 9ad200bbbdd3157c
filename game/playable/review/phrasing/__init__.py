"""What a review says, in sentences that every way of showing it shares."""

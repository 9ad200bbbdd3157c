"""The docs, and what keeps them true."""

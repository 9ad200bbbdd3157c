"""The odds at each decision, and the process that works them out while one plays."""

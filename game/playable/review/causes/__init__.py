"""Why it ended so: the conditions that sorted a road into its ending, and the decisions that moved what they read."""

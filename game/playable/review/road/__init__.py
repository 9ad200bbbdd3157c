"""The road as it was: its moments, what could be known at each, what was marked, and what is said of it afterwards."""

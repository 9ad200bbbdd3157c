"""How play is kept: a session move by move, the store of saves in one file, and what can be read of a damaged one."""

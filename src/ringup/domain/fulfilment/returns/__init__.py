"""Returns: what may come back, what has come, and what the buyer is credited for it."""

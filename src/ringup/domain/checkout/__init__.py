"""The checkout: a table of steps, and the functions that walk it. Read ``flow`` first."""

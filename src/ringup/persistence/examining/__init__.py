"""Reads a whole database, a little at a time, and holds it against the shop's rules."""

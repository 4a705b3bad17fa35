"""Writes what was looked up for this caller, a file for each part of the shop."""

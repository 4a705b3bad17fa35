"""Drives a shop as buyers would, and measures what they see: how fast, how even, how right."""

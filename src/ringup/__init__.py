"""Ringup: a headless checkout engine, the order's way from cart to complete."""

__version__ = "0.1.0"

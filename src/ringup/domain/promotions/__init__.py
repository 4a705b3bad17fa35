"""Promotions: which are live for an order, what they take off, and the codes buyers enter."""

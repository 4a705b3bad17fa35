"""Payments of an order: their lives, what they cover, cards, and why gateways refuse."""

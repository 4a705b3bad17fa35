"""The demo store: what a newcomer walks a checkout through, and what everybody measures with.

``shop``, ``catalogue`` and ``promotions`` say what is in it; ``load`` writes it down.
"""

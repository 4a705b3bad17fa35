"""The verbs of the shop, one a file, and the ports through which they reach the world."""

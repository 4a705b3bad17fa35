"""How fast Ringup is, what that costs, and how far it is from the least it could cost."""

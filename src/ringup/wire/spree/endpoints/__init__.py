"""The endpoints of orders, one file a resource; each ends in its table of operations."""

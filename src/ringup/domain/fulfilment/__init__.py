"""Life after ``complete``: what an order's shipments and payments add up to."""

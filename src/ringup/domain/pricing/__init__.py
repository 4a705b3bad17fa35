"""What an order costs: prices, discounts, taxes and their sums, in one order of work."""

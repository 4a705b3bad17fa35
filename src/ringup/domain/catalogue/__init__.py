"""What is true of what a shop offers, before anybody buys it."""

"""What is true of an order: pure records and functions, no clock, socket, database or log."""

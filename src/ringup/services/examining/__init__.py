"""What must be true of a shop's whole database, and what it says where it is not."""

"""What happened to an order, told by comparing it before and after."""

"""Which parcels an order makes, where they go and what each way of sending costs."""

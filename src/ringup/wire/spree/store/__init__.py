"""The store behind the checkout, as it is read: catalogue, places, taxes, stock, people."""

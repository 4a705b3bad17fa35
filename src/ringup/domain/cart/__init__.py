"""The cart: putting things in, taking them out, and the currency they are priced in."""

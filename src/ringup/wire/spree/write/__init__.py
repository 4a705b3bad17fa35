"""Orders into bytes, field by field as Spree's clients know them."""

"""The Spree tongue: the order and checkout API as Spree published it from 1.3 to 4.x."""

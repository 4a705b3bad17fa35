"""Parameters into changes: the last place that knows how Spree spells them."""

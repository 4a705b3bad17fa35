"""The tongues the shop speaks: each translates bytes into changes, and orders into bytes."""

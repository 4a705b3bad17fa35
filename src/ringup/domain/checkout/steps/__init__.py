"""The steps of the checkout, one file each; ``checkout.flow.STEPS`` puts them in order."""

"""Where the forms of the store's things are filed: a drawer for each kind."""

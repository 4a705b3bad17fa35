"""How the store is changed by its admins: forms, what they must be like, and the verbs."""

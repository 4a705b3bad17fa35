"""What the verbs need of the world: a store, gateways, a clock. Adapters fit these protocols."""

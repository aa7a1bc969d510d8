"""Business bounds of the published tables, one module per family."""

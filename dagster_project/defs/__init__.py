"""Dagster definitions, one module per stage of the night; a few lines each over `lib`."""

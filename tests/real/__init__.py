"""Whole nights on data that others published.

Belongs here: one module per set, table by table: which file goes where, what a deployment would
write into pma.yml for it, and figures of the published marts beside the same figures straight from
the files. None of the data stands in this repository: licences forbid it or do not say.
"""

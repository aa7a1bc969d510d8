"""Starting over: empty raw tables, as on the first night.

Belongs here: forgetting what landed. Two things stay: the secret of keyed hashes, so that hashes do
not change, and the list of loads, so that no load number is given twice.
"""

from __future__ import annotations

from dagster_project.lib.contract import LANDING_TABLES, load_contract
from dagster_project.lib.fingerprint import forget_build

KEPT = {"hash_key", "loads"}


def empty_raw(con, settings) -> None:
    """Drop every raw table and landing's memory at once; opening the load creates them empty.

    The build is forgotten first: whatever happens from here, the next night rebuilds every model.
    """
    forget_build(settings)
    con.execute("begin")
    for source in load_contract():
        con.execute(f"drop schema if exists raw_{source} cascade")
    for table in LANDING_TABLES.keys() - KEPT:
        con.execute(f"drop table if exists landing.{table}")
    con.execute("commit")

"""Running Great Expectations over the warehouse: suites in, verdicts out.

Belongs here: the adapter between suites as data (expectations/) and named outcomes, matched by the
id in each expectation's `meta`, never by position. DuckDB is read through SQLAlchemy by a dialect
without transactions, because Great Expectations closes its connection before it fetches.
Does not belong here: rules, Dagster.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from dagster_project.lib.warehouse import memory
from expectations._suite import Check, Group, Suite

MOST_SAMPLES = 5
_registered = False
_connections: list[Any] = []
"""Every connection opened by the dialect: several engines open them, we close them."""
_columns_of: dict[tuple[str, str], list[dict[str, Any]]] = {}
"""Columns by schema and table, as SQLAlchemy describes them; of the file that is open."""


@dataclass(frozen=True)
class Outcome:
    """Verdict of one check on one relation."""

    relation: str
    check: Check | Group
    passed: bool
    summary: str
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Unique over all suites."""
        return f"{self.relation}: {self.check.name}"


def names_of(suites: Iterable[Suite]) -> set[str]:
    """Names under which the blocking checks of these suites report."""
    return {f"{s.relation}: {c.name}" for s in suites for c in s.checks if c.blocking}


def load() -> None:
    """The slow imports."""
    _register_dialect()
    importlib.import_module("great_expectations.expectations")


def _register_dialect() -> None:
    global _registered
    if _registered:
        return
    import duckdb_engine
    import sqlalchemy

    class ReadOnlyDuckDB(duckdb_engine.Dialect):
        """Autocommit: results survive the rollback with which SQLAlchemy returns connections.

        Columns are looked up in DuckDB's own catalogue, those of all tables at once: the way of
        PostgreSQL, through pg_catalog, takes longer than the checks. Nobody asks for their types,
        and there are no keys.
        """

        supports_statement_cache = False

        def connect(self, *args, **kwargs):
            connection = super().connect(*args, **kwargs)
            _connections.append(connection)
            return connection

        def get_columns(self, connection, table_name, schema=None, **_):
            table = (schema or "main", table_name)
            if table not in _columns_of:
                _columns_of.update(_all_columns(connection))
            return _columns_of.get(table, [])

        def get_pk_constraint(self, connection, table_name, schema=None, **_):
            return {"constrained_columns": [], "name": None}

        def do_begin(self, dbapi_connection):
            pass

        def do_rollback(self, dbapi_connection):
            pass

        def do_commit(self, dbapi_connection):
            pass

    globals()["ReadOnlyDuckDB"] = ReadOnlyDuckDB
    sqlalchemy.dialects.registry.register("duckdb.ro", __name__, "ReadOnlyDuckDB")
    _registered = True


def _all_columns(connection) -> dict[tuple[str, str], list[dict[str, Any]]]:
    from sqlalchemy.types import NullType

    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for schema, table, name, nullable in connection.exec_driver_sql(
        "select schema_name, table_name, column_name, is_nullable from duckdb_columns() "
        "where not internal order by column_index"
    ):
        column = {"name": name, "type": NullType(), "nullable": nullable, "default": None}
        found.setdefault((schema, table), []).append(column)
    return found


@contextmanager
def _data_source(path) -> Iterator[Any]:
    """A data source over the DuckDB file; nothing is left open afterwards."""
    _register_dialect()
    import great_expectations as gx

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    # nobody reads what an ephemeral context keeps: all of it as YAML, anew for each table
    context.variables.save = lambda: None
    url = f"duckdb+ro:///{path}?access_mode=READ_ONLY&memory_limit={memory()}"
    source = context.data_sources.add_sql("warehouse", connection_string=url)
    try:
        yield source
    finally:
        while _connections:
            _connections.pop().close()
        _columns_of.clear()
        context.data_sources.delete("warehouse")


def _expectation(check: Check, key: str):
    import great_expectations.expectations as gxe

    kind = getattr(gxe, check.expectation)
    return kind(**check.arguments, severity=check.severity, meta={"id": key})


def _validate(batch, checks: Iterable[Check], result_format: dict[str, Any]) -> dict[str, Any]:
    """Results by check name."""
    import great_expectations as gx

    suite = gx.ExpectationSuite(name="suite")
    for check in checks:
        suite.add_expectation(_expectation(check, check.name))
    results = batch.validate(suite, result_format=result_format).results
    return {r.expectation_config.meta["id"]: r for r in results}


def run_suites(path, suites: Iterable[Suite]) -> list[Outcome]:
    """Run every suite over its whole table, in one context."""
    outcomes: list[Outcome] = []
    with _data_source(path) as source:
        for suite in suites:
            schema, table = suite.relation.split(".")
            asset = source.add_table_asset(suite.relation, table_name=table, schema_name=schema)
            try:
                batch = asset.get_batch(asset.build_batch_request())
                results = _validate(batch, suite.checks, {"result_format": "BASIC"})
            except Exception as error:
                outcomes += [_broken(suite.relation, c, error) for c in suite.checks]
                continue
            outcomes += [_outcome(suite, c, results.get(c.name)) for c in suite.checks]
    return outcomes


def run_split(path, query: str, groups: tuple[Group, ...], relations: list[str]) -> list[Outcome]:
    """Run groups over the rows of `query`, one row per relation; verdicts are split by relation."""
    split = {"result_format": "COMPLETE", "unexpected_index_column_names": ["relation"]}
    counted = Check("row_count", "", "ExpectTableRowCountToEqual", {"value": len(relations)})
    members = [member for group in groups for member in group.members]
    with _data_source(path) as source:
        asset = source.add_query_asset("arrivals", query=f"select * from ({query}) as arrivals")
        try:
            batch = asset.get_batch(asset.build_batch_request())
            results = _validate(batch, (counted, *members), split)
        except Exception as error:
            return [_broken(r, group, error) for group in groups for r in relations]
    whole = results["row_count"].success
    return [
        outcome for group in groups for outcome in _split_group(group, results, whole, relations)
    ]


def _split_group(group: Group, results: dict, whole: bool, relations: list[str]) -> list[Outcome]:
    bad: dict[str, dict[str, float]] = {}
    for member in group.members:
        result = results.get(member.name)
        message = "no result came back" if result is None else _exception(result)
        if message or not whole:
            error = RuntimeError(message or "the profile of arrivals is not whole")
            return [_broken(relation, group, error) for relation in relations]
        column = member.arguments["column"]
        for entry in result.result.get("unexpected_index_list") or []:
            bad.setdefault(entry["relation"], {})[column] = float(entry[column])
    return [_split_outcome(relation, group, bad.get(relation, {})) for relation in relations]


def _split_outcome(relation: str, group: Group, found: dict[str, float]) -> Outcome:
    summary = ", ".join(f"{column} is {value:.3g}" for column, value in found.items())
    return Outcome(relation, group, not found, summary, dict(found))


def _broken(relation: str, check: Check | Group, error: BaseException) -> Outcome:
    """A check that could not be evaluated has failed."""
    lines = str(error).strip().splitlines()
    return Outcome(relation, check, False, f"could not run: {lines[0] if lines else error!r}")


def _exception(result) -> str | None:
    """Message of an exception inside an expectation; it comes in two shapes."""
    info = getattr(result, "exception_info", None) or {}
    entries = [info] if "raised_exception" in info else list(info.values())
    for entry in entries:
        if isinstance(entry, dict) and entry.get("raised_exception"):
            return str(entry.get("exception_message"))
    return None


def _outcome(suite: Suite, check: Check, result) -> Outcome:
    if result is None:
        return _broken(suite.relation, check, RuntimeError("no result came back"))
    message = _exception(result)
    if message:
        return _broken(suite.relation, check, RuntimeError(message))
    details = result.result
    metadata = {
        key: details[key]
        for key in ("observed_value", "element_count", "unexpected_count", "missing_count")
        if isinstance(details.get(key), int | float)
    }
    if not (suite.pii & set(_columns(check))):
        metadata |= _samples(details)
    return Outcome(suite.relation, check, bool(result.success), _words(result, details), metadata)


def _columns(check: Check) -> list[str]:
    return [v for k, v in check.arguments.items() if k.startswith("column") and isinstance(v, str)]


def _samples(details: dict[str, Any]) -> dict[str, Any]:
    values = details.get("partial_unexpected_list") or []
    shown = [str(value) for value in values[:MOST_SAMPLES]]
    return {"examples": ", ".join(shown)} if shown else {}


def _words(result, details: dict[str, Any]) -> str:
    if result.success:
        return ""
    if "unexpected_count" in details:
        return f"{details['unexpected_count']} of {details['element_count']} rows break it"
    return f"found {details.get('observed_value')}"

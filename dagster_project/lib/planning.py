"""What planning sheets may say: metrics of the catalogue, filters they have, goals without circles.

Belongs here: reading the catalogue's names, and naming the file, line and row of a goal that uses
another, with the nearest name. Does not belong here: formulas (dbt/models/marts/goals), landing.
The sheets stay landed as they are; the night stops before anything is built on them.
"""

from __future__ import annotations

import difflib
from functools import cache

import yaml

from dagster_project.lib.contract import DBT_DIR

CATALOGUE = DBT_DIR / "models" / "marts" / "goals" / "_goals__metrics.yml"
DAY = "metric_day"
SHEETS = {
    "key_results": ("key_result_id", "metric", "filter"),
    "roadmap_initiatives": ("initiative_id", "outcome_metric", "outcome_filter"),
}
"""Sheet -> its key, and the columns that name a metric and a filter."""


@cache
def _document() -> dict:
    return yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))


@cache
def sliced_by() -> dict[str, str]:
    """Metric -> dimension that a filter on it must name: its rows overlap between values."""
    meta = {m["name"]: m.get("config", {}).get("meta", {}) for m in _document()["metrics"]}
    return {metric: said["sliced_by"] for metric, said in meta.items() if "sliced_by" in said}


@cache
def catalogue() -> dict[str, frozenset[str]]:
    """Metric -> dimensions that a filter on it may name."""
    document = _document()
    dimensions = {
        measure["name"]: frozenset(d["name"] for d in model["dimensions"]) - {DAY}
        for model in document["semantic_models"]
        for measure in model["measures"]
    }
    return {
        metric["name"]: dimensions[
            metric["type_params"].get("measure") or metric["type_params"]["numerator"]
        ]
        for metric in document["metrics"]
    }


def _nearest(name: str, known) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=3, cutoff=0.5)
    return f"; nearest: {', '.join(close)}" if close else ""


def filter_faults(metric: str, text: str) -> list[str]:
    """Why a filter `dimension=value[;dimension=value]` cannot be used with this metric."""
    allowed = catalogue()[metric]
    faults, seen = [], set()
    for term in text.split(";"):
        name, equals, value = (part.strip() for part in term.partition("="))
        if not (name and equals and value):
            faults.append(f"filter {text!r} is not dimension=value[;dimension=value]")
        elif name not in allowed:
            listed = ", ".join(sorted(allowed)) or "none"
            hint = _nearest(name, allowed)
            faults.append(f"filter dimension {name!r} is none of {metric}{hint}; allowed: {listed}")
        elif name in seen:
            faults.append(f"filter {text!r} names {name} twice")
        seen.add(name)
    return faults


def metric_faults(metric: str, text: str | None) -> list[str]:
    """Why a goal cannot be judged by this metric and filter."""
    if metric not in catalogue():
        return [f"metric {metric!r} is not in the catalogue{_nearest(metric, catalogue())}"]
    faults = filter_faults(metric, text) if text and text.strip() else []
    needed = sliced_by().get(metric)
    named = {term.partition("=")[0].strip() for term in (text or "").split(";")}
    if needed and needed not in named:
        faults.append(f"{metric} is told by {needed}: filter on it")
    return faults


def circles(parents: dict[str, str | None]) -> list[list[str]]:
    """Each circle of parents once, from its smallest name."""
    found = set()
    for start in parents:
        path: list[str] = []
        name: str | None = start
        while name is not None and name in parents and name not in path:
            path.append(name)
            name = parents[name]
        if name in path:
            circle = path[path.index(name) :]
            first = circle.index(min(circle))
            found.add((*circle[first:], *circle[:first]))
    return [list(circle) for circle in sorted(found)]


def _rows(con, table: str, columns: str) -> list[tuple]:
    """Rows that are not deleted, behind `file line n`."""
    return con.execute(
        f"""select coalesce(files.path, '?') || ' line ' || sheet._line, {columns}
            from raw_generic.{table} sheet
            left join landing.files files on files.file_id = sheet._file_id
            where not coalesce(sheet.is_deleted, false)
            order by 1, 2"""
    ).fetchall()


def planning_faults(con) -> list[str]:
    """Every goal of the landed sheets that nothing can be built on, one line each."""
    faults = []
    for table, (key, metric, filter_) in SHEETS.items():
        columns = f"sheet.{key}, nullif(trim(sheet.{metric}), ''), sheet.{filter_}"
        for place, row, name, text in _rows(con, table, columns):
            found = metric_faults(name, text) if name else []
            faults += [f"generic.{table}, {place}, {key} {row}: {fault}" for fault in found]
    faults += _tree_faults(con)
    return faults


def _tree_faults(con) -> list[str]:
    objectives = _rows(con, "objectives", "sheet.objective_id, sheet.parent_objective_id")
    parents = {row: parent for _, row, parent in objectives}
    faults = [
        f"generic.objectives, {place}, objective_id {row}: parent {parent!r} is no objective"
        f"{_nearest(parent, parents)}"
        for place, row, parent in objectives
        if parent is not None and parent not in parents
    ]
    faults += [
        f"generic.objectives: a circle, {' -> '.join([*circle, circle[0]])}"
        for circle in circles(parents)
    ]
    faults += [
        f"generic.key_results, {place}, key_result_id {row}: {objective!r} is no objective"
        f"{_nearest(objective, parents)}"
        for place, row, objective in _rows(
            con, "key_results", "sheet.key_result_id, sheet.objective_id"
        )
        if objective not in parents
    ]
    return faults

"""dbt as assets: one step that builds every selected model and reports every data test as a check.

Belongs here: telling Dagster what dbt did. Running dbt is lib/dbt_runner.py.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test, get_subset_selection_for_context

from dagster_project.defs.checks import begin_mart_checks
from dagster_project.lib import dbt_runner, phases, receipt
from dagster_project.lib.dbt_translator import WarehouseTranslator, asset_key, settings
from dagster_project.lib.fingerprint import forget_build, reasons_to_rebuild, remember_build
from dagster_project.lib.marts import blocking_tests, published_marts

MOST_NAMED = 10


def _selection(context, manifest, translator) -> list[str]:
    arguments, indirect = get_subset_selection_for_context(
        context=context,
        manifest=manifest,
        select="fqn:*",
        exclude=None,
        selector=None,
        dagster_dbt_translator=translator,
        current_dbt_indirect_selection_env=None,
    )
    return [*arguments, *(["--indirect-selection", indirect] if indirect else [])]


def _build(context, night, selection: list[str]) -> dbt_runner.BuildResult:
    """Run dbt; rebuild everything where increments would mix two definitions."""
    whole = selection == ["--select", "fqn:*"]
    reasons = reasons_to_rebuild(night.settings)
    if night.rebuild:
        reasons = ["the job rebuild was asked for"]
    elif night.full_refresh:
        reasons = ["a full refresh was asked for"]
    if reasons:
        context.log.info("full refresh, because " + "; ".join(reasons))
        forget_build(night.settings)
    if whole:
        selection = [] if reasons else dbt_runner.all_but_views()
    with phases.phase("dbt build"):
        result = dbt_runner.build(night.settings, full_refresh=bool(reasons), selection=selection)
    if whole and not [n for n in result.bad if not n.unique_id.startswith("test.")]:
        remember_build(night.settings)
    return result


def _row_counts(con) -> dict[tuple[str, str], int]:
    """Rows of every table; views are not counted, that would run them."""
    tables = con.execute(
        "select schema_name, table_name from duckdb_tables() "
        "where database_name = current_database()"
    ).fetchall()
    return {
        (schema, table): con.execute(f'select count(*) from "{schema}"."{table}"').fetchone()[0]
        for schema, table in tables
    }


def _verdicts(manifest, result: dbt_runner.BuildResult) -> list[receipt.Verdict]:
    blocking = blocking_tests(manifest)
    return [
        receipt.Verdict(
            name=unique_id,
            passed=node.ok,
            blocking=unique_id in blocking,
            summary="" if node.ok else node.message,
        )
        for unique_id, node in result.nodes.items()
        if unique_id.startswith("test.")
    ]


def _audit(context, night, manifest, result) -> dict[tuple[str, str], int]:
    """Keep tonight's verdicts of dbt; returns row counts."""
    relations = [mart.relation for mart in published_marts(manifest)]
    with phases.phase("count and fingerprint"), night.warehouse() as con:
        counts = _row_counts(con)
        build = receipt.current_build(con)
        content = receipt.content_fingerprint(con, relations)
    receipt.record(night.settings, build["build_id"], "dbt", _verdicts(manifest, result), content)
    return counts


def _asset_results(context, manifest, result, counts) -> Iterator[dg.MaterializeResult]:
    for unique_id, node in result.nodes.items():
        props = manifest["nodes"].get(unique_id)
        if not node.ok or props is None or props["resource_type"] not in {"model", "seed"}:
            continue
        key = asset_key(props)
        if key not in context.selected_asset_keys:
            continue
        rows = counts.get((props["schema"], props.get("alias") or props["name"]))
        metadata: dict[str, Any] = {"seconds": node.seconds}
        if rows is not None:
            metadata["dagster/row_count"] = rows
        yield dg.MaterializeResult(asset_key=key, metadata=metadata)


def _standing_views(context, manifest, result) -> Iterator[dg.MaterializeResult]:
    """Views that were left as they are: what they show is of tonight all the same."""
    for unique_id, props in manifest["nodes"].items():
        is_view = props["resource_type"] == "model" and props["config"]["materialized"] == "view"
        if not is_view or unique_id in result.nodes:
            continue
        if (key := asset_key(props)) in context.selected_asset_keys:
            yield dg.MaterializeResult(asset_key=key, metadata={"definition": "unchanged"})


def _check_results(context, manifest, translator, result) -> Iterator[dg.AssetCheckResult]:
    blocking = blocking_tests(manifest)
    for unique_id, node in result.nodes.items():
        if not unique_id.startswith("test.") or node.status == "skipped":
            continue
        key = get_asset_check_key_for_test(manifest, translator, unique_id, None)
        if key is None or key not in context.selected_asset_check_keys:
            continue
        error = unique_id in blocking
        yield dg.AssetCheckResult(
            passed=node.status == "pass",
            asset_key=key.asset_key,
            check_name=key.name,
            severity=dg.AssetCheckSeverity.ERROR if error else dg.AssetCheckSeverity.WARN,
            description=node.message or None,
            metadata={"rows_failing": node.failures or 0, "seconds": node.seconds},
        )


def _complain(manifest, result: dbt_runner.BuildResult) -> None:
    """Fail the step, naming what failed, after everything was reported."""
    if not result.bad:
        return
    nodes = manifest["nodes"]
    names = [f"{nodes[n.unique_id]['name']}: {n.message}" for n in result.bad[:MOST_NAMED]]
    more = f" (and {len(result.bad) - MOST_NAMED} more)" if len(result.bad) > MOST_NAMED else ""
    raise dg.Failure(
        f"{len(result.bad)} dbt nodes failed: " + "; ".join(names) + more, allow_retries=False
    )


def models_asset(manifest: dict[str, Any]) -> dg.AssetsDefinition:
    """Every model and seed of the project."""
    translator = WarehouseTranslator(settings())

    @dbt_assets(
        manifest=manifest,
        name="transform",
        dagster_dbt_translator=translator,
        required_resource_keys={"night"},
    )
    def transform(context: dg.AssetExecutionContext):
        night = context.resources.night
        result = _build(context, night, _selection(context, manifest, translator))
        for warning in result.warnings[:MOST_NAMED]:
            context.log.warning(warning)
        counts = _audit(context, night, manifest, result)
        if not result.bad:
            begin_mart_checks(night, published_marts(manifest))
            # first: Dagster wants what others are made of before them
            yield from _standing_views(context, manifest, result)
        yield from _asset_results(context, manifest, result, counts)
        yield from _check_results(context, manifest, translator, result)
        _complain(manifest, result)

    return transform


def definitions(manifest: dict[str, Any]) -> dg.Definitions:
    """The dbt project."""
    return dg.Definitions(assets=[models_asset(manifest)])

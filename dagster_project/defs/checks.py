"""Great Expectations as asset checks: tonight's arrivals, and whether the marts may be published.

Belongs here: mapping suites to specs and outcomes to results, by one grouping each. The rules are
in expectations/, running them is lib/gx_checks.py.
"""

from collections.abc import Iterable, Iterator

import dagster as dg

from dagster_project.lib import gx_checks, gx_helper, phases, receipt, snapshots
from dagster_project.lib.contract import load_contract
from dagster_project.lib.marts import Mart
from expectations import mart_suites, raw
from expectations._suite import Check, Group, Suite


def spec(relation: str, check: Check | Group) -> dg.AssetCheckSpec:
    """A check as Dagster shows it before it ever ran."""
    return dg.AssetCheckSpec(
        check.name,
        asset=dg.AssetKey(relation.split(".")),
        description=check.description,
        blocking=check.blocking,
        metadata={"engine": "Great Expectations", "expectation": check.expectation},
    )


def result(outcome: gx_checks.Outcome) -> dg.AssetCheckResult:
    """A verdict as Dagster keeps it; critical is an error, everything else a warning."""
    severity = dg.AssetCheckSeverity.ERROR if outcome.check.blocking else dg.AssetCheckSeverity.WARN
    return dg.AssetCheckResult(
        passed=outcome.passed,
        check_name=outcome.check.name,
        asset_key=dg.AssetKey(outcome.relation.split(".")),
        severity=severity,
        description=outcome.summary or None,
        metadata=outcome.metadata,
    )


def _results(context, outcomes: Iterable[gx_checks.Outcome]) -> Iterator[dg.AssetCheckResult]:
    selected = context.selected_asset_check_keys
    for outcome in outcomes:
        if spec(outcome.relation, outcome.check).key in selected:
            yield result(outcome)


def _verdict(outcome: gx_checks.Outcome) -> receipt.Verdict:
    return receipt.Verdict(outcome.name, outcome.passed, outcome.check.blocking, outcome.summary)


def raw_tables() -> list[tuple[str, str, str | None]]:
    """Source, table and partition column of every raw table."""
    return [
        (table.source, table.name, table.partition)
        for tables in load_contract().values()
        for table in tables.values()
    ]


def raw_check_names() -> set[str]:
    """Names of the blocking checks of all arrivals."""
    return {
        f"raw_{source}.{table}: {check.name}"
        for source, table, _ in raw_tables()
        for check in raw.CHECKS
        if check.blocking
    }


def arrival_checks() -> dg.AssetChecksDefinition:
    """Every raw table against its own history, after landing and before dbt."""
    tables = raw_tables()
    relations = [f"raw_{source}.{table}" for source, table, _ in tables]

    @dg.multi_asset_check(
        name="arrivals",
        specs=[spec(relation, check) for relation in relations for check in raw.CHECKS],
        can_subset=True,
        required_resource_keys={"night"},
    )
    def arrivals(context: dg.AssetCheckExecutionContext):
        night = context.resources.night
        with phases.phase("check arrivals"):
            with night.warehouse() as con:
                published = snapshots.published_load(con, night.settings)
            outcomes = gx_helper.run(
                "run_split",
                night.settings.warehouse_path,
                raw.arrivals_query(tables, published),
                raw.CHECKS,
                relations,
            )
        with night.warehouse() as con:
            build = receipt.current_build(con)
        verdicts = [_verdict(outcome) for outcome in outcomes]
        receipt.record(night.settings, build["build_id"], "raw", verdicts, {})
        yield from _results(context, outcomes)

    return arrivals


def suites_of(marts: list[Mart]) -> list[Suite]:
    """Suites of the marts that exist, in the order of the marts."""
    known = mart_suites()
    return [known[mart.relation] for mart in marts if mart.relation in known]


def begin_mart_checks(night, marts: list[Mart]) -> None:
    """Let the helper check what was built while Dagster is told of it; nothing may write to the
    warehouse until `bounds` has the outcomes."""
    night.bounds = gx_helper.begin("run_suites", night.settings.warehouse_path, suites_of(marts))


def mart_checks(marts: list[Mart]) -> dg.AssetChecksDefinition:
    """Business bounds of every published table, after dbt and before the receipt."""
    suites = suites_of(marts)
    relations = [mart.relation for mart in marts]

    @dg.multi_asset_check(
        name="bounds",
        specs=[spec(suite.relation, check) for suite in suites for check in suite.checks],
        can_subset=True,
        required_resource_keys={"night"},
    )
    def bounds(context: dg.AssetCheckExecutionContext):
        night = context.resources.night
        with phases.phase("check marts"):
            if night.bounds is None:
                begin_mart_checks(night, marts)
            outcomes = night.bounds()
            with night.warehouse() as con:
                build = receipt.current_build(con)
                content = receipt.content_fingerprint(con, relations)
        verdicts = [_verdict(outcome) for outcome in outcomes]
        receipt.record(night.settings, build["build_id"], "marts", verdicts, content)
        yield from _results(context, outcomes)

    return bounds


def definitions(marts: list[Mart]) -> dg.Definitions:
    """Both borders."""
    checks = [arrival_checks()]
    if suites_of(marts):
        checks.append(mart_checks(marts))
    return dg.Definitions(asset_checks=checks)

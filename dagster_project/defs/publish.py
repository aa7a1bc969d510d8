"""The gate: `audit/receipt` proves a build, `published/snapshot` publishes what is proven.

Belongs here: the two assets and their metadata. Proof is lib/receipt.py, files are
lib/snapshots.py.
"""

from datetime import timedelta
from functools import partial
from typing import Any

import dagster as dg

from dagster_project.defs.checks import raw_check_names, suites_of
from dagster_project.lib import charts, gx_checks, phases, receipt, snapshots
from dagster_project.lib.dbt_translator import DEFAULT_OWNER
from dagster_project.lib.marts import Mart, blocking_tests
from dagster_project.lib.page.site import FOLDER, PAGE, add_site
from dagster_project.lib.pii_scan import PersonalDataFound

PAGE_CHECK = "page_was_drawn"
IO_RETRY = dg.RetryPolicy(max_retries=2, delay=5, backoff=dg.Backoff.EXPONENTIAL)


def expected_checks(manifest: dict[str, Any], marts: list[Mart]) -> dict[str, set[str]]:
    """Every blocking check that must have passed, by part of the audit."""
    parts = {
        "raw": raw_check_names(),
        "dbt": blocking_tests(manifest),
        "marts": gx_checks.names_of(suites_of(marts)),
    }
    return {part: names for part, names in parts.items() if names}


def receipt_asset(manifest: dict[str, Any], marts: list[Mart]) -> dg.AssetsDefinition:
    """Proof that this build passed every blocking check, and over which content."""
    expected = expected_checks(manifest, marts)

    @dg.asset(
        key=["audit", "receipt"],
        deps=[dg.AssetKey([mart.schema, mart.name]) for mart in marts],
        group_name="audit",
        owners=[DEFAULT_OWNER],
        kinds={"json"},
        description=(
            "Receipt of one build: its build id, the verdict of every blocking check and a "
            "checksum of every mart. Without it nothing is published."
        ),
        required_resource_keys={"night"},
    )
    def audit_receipt(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
        night = context.resources.night
        try:
            with phases.phase("receipt"), night.warehouse() as con:
                written = receipt.write_receipt(
                    night.settings, con, expected, [mart.relation for mart in marts]
                )
        except receipt.ReceiptRefused as refusal:
            raise dg.Failure(str(refusal), allow_retries=False) from refusal
        return dg.MaterializeResult(
            metadata={
                "build_id": written["build_id"],
                "as_of": written["as_of"],
                "checks_passed": len(written["checks"]),
                "tables": len(written["content"]),
            }
        )

    return audit_receipt


def snapshot_asset(manifest: dict[str, Any], marts: list[Mart], timezone: str):
    """The published snapshot: demands the receipt, exports, scans, switches."""
    expected = expected_checks(manifest, marts)

    @dg.asset(
        key=["published", "snapshot"],
        deps=[["audit", "receipt"]],
        group_name="published",
        owners=[DEFAULT_OWNER],
        kinds={"duckdb", "parquet", "html"},
        description=(
            "What analysts read: `published/current/pma_marts.duckdb` and one Parquet file per "
            "table; what leaders open: `published/current/site/index.html`, made from them. "
            "Switched in one step after the audit; a failed night leaves it as it was."
        ),
        check_specs=[
            dg.AssetCheckSpec(
                PAGE_CHECK,
                asset=["published", "snapshot"],
                description="Every panel of the page was drawn. If not, the marts are published "
                "all the same and the page says what is missing.",
            )
        ],
        freshness_policy=dg.FreshnessPolicy.cron(
            deadline_cron="0 6 * * *", lower_bound_delta=timedelta(hours=6), timezone=timezone
        ),
        required_resource_keys={"night"},
        retry_policy=IO_RETRY,
    )
    def published_snapshot(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
        night = context.resources.night
        try:
            with phases.phase("publish"):
                with night.warehouse() as con:
                    proof = receipt.demand_receipt(
                        night.settings, con, expected, [mart.relation for mart in marts]
                    )
                snapshot = snapshots.publish(
                    night.settings,
                    marts,
                    proof,
                    context.run_id,
                    add_site=partial(add_site, night.settings),
                )
                snapshots.link_last_published(night.settings)
        except (receipt.ReceiptRefused, PersonalDataFound) as refusal:
            raise dg.Failure(str(refusal), allow_retries=False) from refusal
        return dg.MaterializeResult(
            metadata=_metadata(snapshot), check_results=[_page_result(snapshot)]
        )

    return published_snapshot


def _page_result(snapshot) -> dg.AssetCheckResult:
    """A warning at most: who queries the marts must not wait for a chart."""
    site = snapshots.read_manifest(snapshot)["site"]
    problems = site["problems"]
    return dg.AssetCheckResult(
        check_name=PAGE_CHECK,
        passed=not problems,
        severity=dg.AssetCheckSeverity.WARN,
        description="; ".join(f"{name}: {words}" for name, words in problems.items()) or None,
        metadata={"panels": site["panels"], "without_data": len(site["empty"])},
    )


def _metadata(snapshot) -> dict[str, Any]:
    manifest = snapshots.read_manifest(snapshot)
    tables = manifest["tables"]
    lines = [f"| {name} | {table['rows']:,} |" for name, table in tables.items()]
    listing = "\n".join(["| table | rows |", "| --- | ---: |", *lines])
    with phases.phase("charts"):
        pictures = charts.snapshot_charts(snapshot / snapshots.MARTS_FILE)
    return {
        "snapshot": snapshot.name,
        "as_of": manifest["as_of"],
        "checks_passed": manifest["checks_passed"],
        "tables": len(tables),
        "rows": sum(table["rows"] for table in tables.values()),
        "megabytes": round(manifest["database"]["bytes"] / 1e6, 2),
        "page": dg.MetadataValue.path(str(snapshot / FOLDER / PAGE)),
        "rows_per_table": dg.MetadataValue.md(listing),
        "timings": dg.MetadataValue.md(phases.as_markdown()),
        **{name: dg.MetadataValue.md(text) for name, text in pictures.items()},
    }


def definitions(manifest: dict[str, Any], marts: list[Mart], timezone: str) -> dg.Definitions:
    """Receipt and snapshot."""
    return dg.Definitions(
        assets=[receipt_asset(manifest, marts), snapshot_asset(manifest, marts, timezone)]
    )

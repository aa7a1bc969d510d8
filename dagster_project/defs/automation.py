"""Jobs, the schedule and what happens when a night fails.

Belongs here: packaging selections into jobs. One schedule, one job; nothing else starts by itself.
"""

import dagster as dg
from dagster._core.errors import DagsterAssetCheckFailedError

from dagster_project.lib import snapshots
from dagster_project.lib.notify import notify_failure
from dagster_project.lib.settings import load_settings


@dg.failure_hook(name="tell_about_failure")
def tell_about_failure(context: dg.HookContext) -> None:
    """Log the failed step and post it to the webhook, where one is set."""
    notify_failure(
        load_settings().webhook_url,
        context.job_name,
        context.run_id,
        context.op.name,
        _words(context.op_exception),
    )


def _words(error: BaseException | None) -> str:
    """Our own message or the names of failed checks; of anything else only its kind."""
    if isinstance(error, dg.Failure):
        return error.description or "failed"
    if isinstance(error, DagsterAssetCheckFailedError):
        return str(error)
    return type(error).__name__


@dg.op(
    required_resource_keys={"night"},
    config_schema={
        "to": dg.Field(
            str,
            is_required=False,
            description="Name of a snapshot; without it the one before the current one.",
        )
    },
)
def switch_back(context: dg.OpExecutionContext) -> None:
    """Let readers see an earlier snapshot."""
    settings = context.resources.night.settings
    try:
        snapshot = snapshots.rollback(settings, (context.op_config or {}).get("to"))
    except snapshots.NothingToRollBackTo as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    snapshots.link_last_published(settings)
    context.log.info(f"readers now see {snapshot.name}")
    context.add_output_metadata({"snapshot": snapshot.name})


@dg.job(hooks={tell_about_failure}, executor_def=dg.in_process_executor)
def rollback():
    """Switch `published/current` back to the snapshot before it; the warehouse stays as it is."""
    switch_back()


def asset_jobs() -> list:
    """The night, and the night from nothing."""
    everything = dg.AssetSelection.all()
    common = {
        "selection": everything,
        "executor_def": dg.in_process_executor,
        "hooks": {tell_about_failure},
    }
    return [
        dg.define_asset_job(
            "nightly",
            description="Land what arrived, build, audit, publish: or leave everything as it was.",
            **common,
        ),
        dg.define_asset_job(
            "rebuild",
            description="Land the whole drop zone into empty raw tables and rebuild every model; "
            "published through the same gates.",
            config={"resources": {"night": {"config": {"rebuild": True}}}},
            **common,
        ),
    ]


def definitions(timezone: str) -> dg.Definitions:
    """Jobs and the one schedule."""
    nightly, rebuild = asset_jobs()
    schedule = dg.ScheduleDefinition(
        name="nightly_schedule",
        job=nightly,
        cron_schedule="0 2 * * *",
        execution_timezone=timezone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Every night at two in the reporting time zone.",
    )
    return dg.Definitions(jobs=[nightly, rebuild, rollback], schedules=[schedule])

"""One night in one process: `python -m dagster_project.nightly`.

Belongs here: the command line around the Dagster jobs, exit codes and what a terminal shows.
Exit code 0 means that something new was published (or, for `--job rollback`, switched back).
"""

from __future__ import annotations

import argparse
import gc
import logging
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from dagster_project.lib import gx_helper, phases
from dagster_project.lib.dbt_runner import ensure_manifest, import_beside, set_environment
from dagster_project.lib.instance import night_instance, prepare_instance
from dagster_project.lib.lock import AnotherNightRuns, night_lock
from dagster_project.lib.notify import notify_failure
from dagster_project.lib.settings import Settings, SettingsError, load_settings
from dagster_project.lib.snapshots import current_snapshot, link_last_published, read_manifest
from dagster_project.lib.warehouse import advice_on_memory

FAILED, REFUSED = 1, 2
JOBS = ("nightly", "rebuild", "rollback")
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
SELDOM = (100_000, 50, 100)
"""Objects made between two searches for cycles, and how many of these make a deeper one."""


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m dagster_project.nightly", description=__doc__)
    parser.add_argument("--job", choices=JOBS, default="nightly")
    parser.add_argument("--to", help="snapshot to roll back to; default: the one before")
    parser.add_argument("--full-refresh", action="store_true", help="rebuild incremental models")
    parser.add_argument("--prepare", action="store_true", help="only make instance and manifest")
    parser.add_argument("--verbose", action="store_true", help="show Dagster's events")
    return parser.parse_args(argv)


def prepare(settings: Settings) -> None:
    """Everything that the definitions and the UI need on disk."""
    set_environment(settings)
    prepare_instance(settings)
    link_last_published(settings)
    with phases.phase("parse"):
        ensure_manifest(settings)


def _run_config(args: argparse.Namespace) -> dict:
    config: dict = {} if args.verbose else dict(QUIET)
    if args.job == "rollback":
        return config | ({"ops": {"switch_back": {"config": {"to": args.to}}}} if args.to else {})
    night = {"rebuild": args.job == "rebuild", "full_refresh": args.full_refresh}
    return config | {"resources": {"night": {"config": night}}}


@contextmanager
def cycles_sought_seldom() -> Iterator[None]:
    """Leave what a night has loaded out of the search for cycles, and search less often: it makes
    many objects and few cycles, and going through manifest and definitions again and again was a
    tenth of a small night's processor time."""
    often = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()


def run_job(settings: Settings, args: argparse.Namespace):
    """Execute one job in this process; returns Dagster's result."""
    with phases.phase("import"):
        from dagster_project.definitions import build_definitions
    with phases.phase("definitions"):
        job = build_definitions(settings).resolve_job_def(args.job)
    if args.job != "rollback":
        import_beside()
    with cycles_sought_seldom(), night_instance() as instance:
        return job.execute_in_process(
            instance=instance, run_config=_run_config(args), raise_on_error=False
        )


def failures_of(result) -> list[str]:
    """One line per failed step, in its own words."""
    lines = []
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            failure = event.step_failure_data.user_failure_data
            words = failure.description if failure and failure.description else None
            cause = error.cause or error if error else None
            lines.append(f"{event.step_key}: {words or (cause.message.strip() if cause else '?')}")
    return lines


def published(settings: Settings, run_id: str) -> bool:
    """Whether this very run is what readers see now."""
    snapshot = current_snapshot(settings)
    return snapshot is not None and read_manifest(snapshot)["run_id"] == run_id


def _advise(words: str) -> None:
    if advice := advice_on_memory(words):
        print(advice, file=sys.stderr)


def night(settings: Settings, args: argparse.Namespace) -> int:
    """Prepare, run, say what happened."""
    started = time.perf_counter()
    if args.job != "rollback":
        gx_helper.start()
    prepare(settings)
    if args.prepare:
        return 0
    result = run_job(settings, args)
    failures = failures_of(result)
    ok = result.success and (args.job == "rollback" or published(settings, result.run_id))
    for line in failures:
        print(f"FAILED {line}", file=sys.stderr)
    _advise(" ".join(failures))
    if not ok and not failures:
        print("FAILED: the run ended without publishing", file=sys.stderr)
    if args.job != "rollback":
        phases.add("total", time.perf_counter() - started)
        print(f"{args.job} {result.run_id}\n{phases.as_text()}")
    snapshot = current_snapshot(settings)
    seen = f"readers see {snapshot.name}" if snapshot else "nothing was ever published"
    print(f"{'published' if ok else 'NOT PUBLISHED'}: {seen}")
    return 0 if ok else FAILED


def _calm(verbose: bool) -> None:
    """Dependencies log and warn freely; a terminal shows what matters of a night."""
    logging.basicConfig(format="%(message)s")
    if not verbose:
        warnings.simplefilter("ignore")
        for handler in logging.getLogger().handlers:
            handler.setLevel(logging.WARNING)


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code of one night."""
    args = _arguments(argv)
    _calm(args.verbose)
    webhook = None
    try:
        settings = load_settings()
        webhook = settings.webhook_url
        with night_lock(settings.warehouse_path.parent, what=args.job):
            return night(settings, args)
    except (SettingsError, AnotherNightRuns) as error:
        print(f"REFUSED: {error}", file=sys.stderr)
        notify_failure(webhook, args.job, "-", "start", str(error))
        return REFUSED
    except Exception as error:
        print(f"FAILED before the run: {error}", file=sys.stderr)
        _advise(str(error))
        notify_failure(webhook, args.job, "-", "start", type(error).__name__)
        return FAILED
    finally:
        gx_helper.stop()


if __name__ == "__main__":
    sys.exit(main())

"""Forks nights from a process that has imported everything and run nothing.

Belongs here: the server side of nights.py. One JSON request per line on stdin; answers on stdout
name the process and, when it has ended, its exit code. It never opens a warehouse itself, so its
children start clean.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
from functools import cache
from pathlib import Path

NO_DATA_TESTS = "--no-data-tests"


def _say(**answer) -> None:
    os.write(_OUT, (json.dumps(answer) + "\n").encode())


def _child(request: dict) -> None:
    os.setsid()
    log = os.open(request["log"], os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ |= request["env"]
    code = 99
    try:
        module, function = request["call"].split(":")
        code = getattr(importlib.import_module(module), function)(request["arguments"])
    except SystemExit as stop:
        code = int(stop.code or 0)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _reap(number: int, pid: int) -> None:
    _, status = os.waitpid(pid, 0)
    _say(number=number, exit=os.waitstatus_to_exitcode(status))


def _freeze_project() -> None:
    """Fingerprints of the project stay what they are now, so that children never parse it anew."""
    from dagster_project.lib import fingerprint

    files = cache(fingerprint._files)
    digest = cache(lambda paths, original=fingerprint._digest_files: original(list(paths)))
    fingerprint._files = files
    fingerprint._digest_files = lambda paths: digest(tuple(paths))
    # dbt's fast parser starts threads in Rust that do not survive a fork; children with other
    # variables parse without it
    os.environ["DBT_STATIC_PARSER"] = "false"


def _preload(home: str) -> None:
    """Import what a night imports and parse the project once; children inherit both."""
    import great_expectations.expectations  # noqa: F401

    import dagster_project.definitions  # noqa: F401
    from dagster_project.lib.dbt_runner import ensure_manifest
    from dagster_project.lib.settings import load_settings

    ensure_manifest(load_settings(Path(home)))
    _freeze_project()


def _leave_out_data_tests(home: str) -> None:
    """Build models only: for tests about cells and files, not about the audit."""
    from dagster_project.lib import dbt_runner

    written = Path(home) / "without_tests.json"
    for fingerprint, parsed in dbt_runner._parsed.items():
        manifest = dbt_runner.unpack(parsed.packed)
        for name in [name for name in manifest.nodes if name.startswith("test.")]:
            del manifest.nodes[name]
        manifest.write(str(written))
        without = dbt_runner.Parsed(written.read_bytes(), dbt_runner.pack(manifest))
        dbt_runner._parsed[fingerprint] = without


def serve(home: str, *options: str) -> None:
    """Answer requests until stdin ends."""
    _preload(home)
    if NO_DATA_TESTS in options:
        _leave_out_data_tests(home)
    _say(ready=True)
    for line in sys.stdin:
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _child(request)
        _say(number=request["number"], pid=pid)
        threading.Thread(target=_reap, args=(request["number"], pid), daemon=True).start()


if __name__ == "__main__":
    _OUT = os.dup(1)
    os.dup2(2, 1)
    serve(*sys.argv[1:])

"""Great Expectations and the page in a helper process, so that slow imports run beside the night.

Belongs here: starting, asking and ending the helper. It only ever reads, and it dies with the
night: by the kernel's signal where there is one, else at the end of its pipe. Where it is not
running, or has died, the same work is done in this process.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from dagster_project.lib import gx_checks

ROOT = Path(__file__).parents[2]
LATER = ("dagster_project.lib.page.render", "dagster_project.lib.page.panels")
"""What is asked of the helper after the checks."""
_PR_SET_PDEATHSIG = 1
_helper: subprocess.Popen | None = None
_line: ThreadPoolExecutor | None = None
"""One thread that asks and waits, so that questions are answered in their order."""


def _has_library() -> bool:
    return "great_expectations" in sys.modules


def start() -> None:
    """Begin the import, unless this process has it already."""
    global _helper, _line
    if _helper is None and not _has_library():
        _line = ThreadPoolExecutor(1)
        _helper = subprocess.Popen(
            [sys.executable, "-m", __name__, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
        )


def stop() -> None:
    """End the helper."""
    global _helper, _line
    if _helper is not None:
        ended, _helper = _helper, None
        ended.kill()
        ended.wait()
        _line.shutdown(cancel_futures=True)
        _line = None
        with contextlib.suppress(OSError):
            ended.stdin.close()
        ended.stdout.close()


def _named(function: str):
    """`module:function`; without a module one of gx_checks."""
    module, _, name = function.rpartition(":")
    return getattr(importlib.import_module(module) if module else gx_checks, name)


def begin(function: str, *arguments: Any) -> Callable[[], Any]:
    """Begin `function(*arguments)` in the helper; the call that is returned waits for its answer.

    Where there is no helper, nothing happens until then.
    """
    if _helper is None:
        return partial(_named(function), *arguments)
    return _line.submit(_ask, function, *arguments).result


def run(function: str, *arguments: Any) -> Any:
    """`function(*arguments)`, in the helper where there is one; there it must only read, but for
    files of its own. What it raises there, it raises here again."""
    return begin(function, *arguments)()


def _ask(function: str, *arguments: Any) -> Any:
    helper = _helper
    if helper is not None and helper.poll() is None:
        try:
            pickle.dump((function, arguments), helper.stdin)
            helper.stdin.flush()
            return pickle.load(helper.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            if _helper is None:  # the night is over, nobody waits
                raise
    return _named(function)(*arguments)


def _die_with(parent: int) -> None:
    """Ask Linux for SIGKILL when the parent dies; elsewhere the pipe has to do."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def _serve() -> None:
    _die_with(int(sys.argv[1]))
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    gx_checks.load()
    for module in LATER:
        importlib.import_module(module)
    while True:
        try:
            function, arguments = pickle.load(requests)
        except EOFError:
            return
        pickle.dump(_named(function)(*arguments), answers)
        answers.flush()


if __name__ == "__main__":
    _serve()

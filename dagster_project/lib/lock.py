"""One night at a time: an advisory lock on the private warehouse.

Belongs here: taking and describing the lock. The kernel lets go of it when its holder dies, however
that happens, so a stale lock cannot exist. Does not belong here: what is done under the lock.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

_held: set[Path] = set()


class AnotherNightRuns(RuntimeError):
    """Somebody else holds the lock; the message names the process and since when."""


def _owner(text: str) -> str:
    try:
        owner = json.loads(text)
        return f"process {owner['pid']} since {owner['since']} ({owner['what']})"
    except (ValueError, KeyError, TypeError):
        return "another process"


@contextmanager
def night_lock(warehouse_dir: Path, what: str = "nightly") -> Iterator[None]:
    """Hold the lock for the block. Entering it again in the same process is harmless."""
    path = warehouse_dir.resolve() / ".lock"
    if path in _held:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AnotherNightRuns(
                f"another night is running: {_owner(file.read())}. "
                "Wait until it ends; two nights never run at once."
            ) from None
        since = datetime.now(UTC).isoformat(timespec="seconds")
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "since": since, "what": what}))
        file.flush()
        _held.add(path)
        try:
            yield
        finally:
            _held.discard(path)
            file.truncate(0)

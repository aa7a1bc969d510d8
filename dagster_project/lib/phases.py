"""Where the seconds of a night go.

Belongs here: a stopwatch per phase and the table that shows them. One process, one night, one list.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

_seconds: dict[str, float] = {}


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Add the duration of the block to phase `name`."""
    start = time.perf_counter()
    try:
        yield
    finally:
        add(name, time.perf_counter() - start)


def add(name: str, seconds: float) -> None:
    """Add seconds measured elsewhere."""
    _seconds[name] = _seconds.get(name, 0.0) + seconds


def timings() -> dict[str, float]:
    """Seconds per phase so far, in the order in which the phases first ended."""
    return {name: round(value, 2) for name, value in _seconds.items()}


def reset() -> None:
    """Forget everything; a new night begins in this process."""
    _seconds.clear()


def as_markdown() -> str:
    """The table for a run's metadata."""
    rows = "\n".join(f"| {name} | {value:.1f} |" for name, value in timings().items())
    return f"| phase | seconds |\n| --- | ---: |\n{rows}"


def as_text() -> str:
    """The table for a terminal."""
    return "\n".join(f"  {name:<28}{value:>7.1f} s" for name, value in timings().items())

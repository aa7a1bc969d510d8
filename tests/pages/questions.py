"""The questions under questions/, read from their files.

Belongs here: what tests and the benchmark both need of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "questions"
HEAD = re.compile(
    r"-- Question: (?P<words>.+\?)\n-- Part: (?P<part>.+)\n-- Columns: (?P<columns>.+)\n"
)


@dataclass(frozen=True)
class Question:
    """One file: the words, the part of the framework, the columns of the answer, the SQL."""

    name: str
    words: str
    part: str
    columns: list[str]
    sql: str


def questions() -> list[Question]:
    """Every question, by name; a head that is not understood is an error."""
    return [_read(path) for path in sorted(FOLDER.glob("*.sql"))]


def _read(path: Path) -> Question:
    text = path.read_text()
    head = HEAD.match(text)
    if head is None:
        raise ValueError(f"{path.name}: the head must be Question, Part and Columns")
    columns = head["columns"].split(", ")
    return Question(path.stem, head["words"], head["part"], columns, text[head.end() :])

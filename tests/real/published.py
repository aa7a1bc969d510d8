"""What a published set is, and how its files reach a drop zone.

Belongs here: what all sets share. Does not belong here: anything about one set.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb


@dataclass(frozen=True)
class Figure:
    """The same rows twice, in any order: by SQL over the published marts, by SQL over the files."""

    name: str
    marts: str
    files: str


@dataclass(frozen=True)
class Drop:
    """What goes into one table of the drop zone.

    `rows`: a file of the set, which is copied as it is, or SQL over its files for what a mapping
    cannot say (line numbers as ids, a report's segments summed to the grain of the contract).
    `delivered` and `kept`: SQL over the files that counts the rows that must arrive and those that
    must stand; without them every row of the file.
    """

    rows: str
    delivered: str = ""
    kept: str = ""


@dataclass(frozen=True)
class PublishedSet:
    """One set: `files` names its files for SQL, `drops` fills `<source>/<table>` folders.

    `quarantine`: SQL over the files, one row (table, rule, column, rows) per rule that some break.
    """

    folder: str
    as_of: str
    files: dict[str, str]
    drops: dict[str, Drop]
    settings: str
    figures: tuple[Figure, ...]
    quarantine: str = "select '', '', '', 0 where false"
    headers: dict[str, list[str]] = field(default_factory=dict)

    def open_files(self, data: Path) -> duckdb.DuckDBPyConnection:
        """The files as views of text, exactly as their publisher wrote them."""
        con = duckdb.connect()
        for view, file in self.files.items():
            path = str(data / self.folder / file).replace("'", "''")
            header = f"header = false, names = {self.headers[view]}" if view in self.headers else ""
            options = header or "header = true"
            con.execute(
                f"create view {view} as select * from read_csv('{path}', all_varchar = true, "
                f"nullstr = '', max_line_size = 16777216, {options})"
            )
        return con

    def fill(self, data: Path, home: Path) -> None:
        """Drop zone and pma.yml of a deployment that has just this set."""
        home.mkdir()
        (home / "pma.yml").write_text(self.settings)
        with self.open_files(data) as files:
            for table, drop in self.drops.items():
                folder = home / "raw" / table
                folder.mkdir(parents=True)
                if drop.rows in self.files:
                    shutil.copy(data / self.folder / self.files[drop.rows], folder)
                else:
                    files.execute(f"copy ({drop.rows}) to '{folder}/rows.csv' (header)")

    def expected_rows(self, files: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int]]:
        """Rows that must arrive and rows that must stand, per `<source>/<table>`."""

        def count(sql: str) -> int:
            return files.execute(sql).fetchone()[0]

        expected = {}
        for table, drop in self.drops.items():
            whole = drop.delivered or f"select count(*) from {drop.rows}"
            expected[table] = (count(whole), count(drop.kept or whole))
        return expected


def differences(found: Iterable[tuple], expected: Iterable[tuple]) -> list[str]:
    """What two lots of rows do not have in common, in words."""
    found, expected = Counter(found), Counter(expected)
    return [f"only in the marts: {row}" for row in (found - expected).elements()] + [
        f"only in the files: {row}" for row in (expected - found).elements()
    ]

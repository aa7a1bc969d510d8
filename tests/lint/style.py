"""How a model's file looks: length, lines, case. Works on the source text, before dbt.

Does not belong here: what the SQL means (rules.py).
"""

from __future__ import annotations

import re

MAX_LINES = 150
MAX_COLUMNS = 100

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|--[^\n]*|'[^'\n]*'", re.DOTALL)
_LOUD = re.compile(
    r"\b(SELECT|FROM|WHERE|JOIN|LEFT|INNER|GROUP|ORDER|BY|HAVING|CASE|WHEN|THEN|ELSE|END|AND|OR|NOT"
    r"|NULL|AS|ON|UNION|ALL|WITH|CAST|SUM|COUNT|MIN|MAX|COALESCE|OVER|PARTITION)\b"
)


def _placeholder(match: re.Match) -> str:
    """Stands for a piece of Jinja: as many lines, the last one indented as it was."""
    *before, last = match[0].split("\n")
    return "x" + "\n" * len(before) + " " * (len(last) - len(last.lstrip(" ")))


def check_style(text: str) -> list[str]:
    """Complaints about one model's source, one line each."""
    lines = text.split("\n")
    found = []
    if not text.endswith("\n") or text.endswith("\n\n"):
        found.append("end: one newline closes the file")
    if len(lines) - 1 > MAX_LINES:
        found.append(f"length: {len(lines) - 1} lines, at most {MAX_LINES}")
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_COLUMNS:
            found.append(f"line {number}: {len(line)} columns, at most {MAX_COLUMNS}")
        if line != line.rstrip() or "\t" in line:
            found.append(f"line {number}: trailing space or tab")
    bare = _JINJA.sub(_placeholder, text)
    for number, line in enumerate(bare.split("\n"), start=1):
        if (len(line) - len(line.lstrip(" "))) % 4 and line.strip():
            found.append(f"line {number}: indent by 4")
        if loud := _LOUD.search(line):
            found.append(f"line {number}: lower case, not {loud[0]}")
        if line.lstrip().startswith(","):
            found.append(f"line {number}: commas stand at the end of a line")
    if re.search(r"^\s*with\b", bare, re.MULTILINE) and lines[-2:-1] != ["select * from final"]:
        found.append("last line: select * from final")
    return found

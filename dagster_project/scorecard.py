"""Where the marts are and ten lines from them: `python -m dagster_project.scorecard`.

Belongs here: what a terminal shows after a night.
"""

from __future__ import annotations

import sys
from pathlib import Path

from dagster_project.lib.page.site import FOLDER, PAGE
from dagster_project.lib.scorecard import scorecard
from dagster_project.lib.settings import SettingsError, load_settings
from dagster_project.lib.snapshots import MARTS_FILE, current_snapshot, read_manifest


def _shown(path: Path) -> str:
    """Relative to where the reader stands, where that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def main() -> int:
    """Print; exit code 1 where nothing was published yet."""
    try:
        settings = load_settings()
    except SettingsError as error:
        print(f"REFUSED: {error}", file=sys.stderr)
        return 2
    snapshot = current_snapshot(settings)
    if snapshot is None:
        print("nothing is published yet: make nightly", file=sys.stderr)
        return 1
    manifest = read_manifest(snapshot)
    current = settings.published_dir / "current"
    rows = sum(table["rows"] for table in manifest["tables"].values())
    print(
        f"\nPublished marts as of {manifest['as_of']} UTC, "
        f"{manifest['checks_passed']} checks passed"
    )
    print(f"  {_shown(current / MARTS_FILE)}  ({len(manifest['tables'])} tables, {rows:,} rows)")
    print(f"  {_shown(current / 'parquet')}/<schema>/<table>.parquet")
    print(f"  {_shown(current / FOLDER / PAGE)}  (the page: open it in a browser)\n")
    for words, figure in scorecard(snapshot / MARTS_FILE):
        print(f"  {words:<48}{figure:>14}")
    print("\nNext: make ui (lineage and checks), make nightly (the next night), make help\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Writing: one drop after the other, one file per table and night, and the truth beside them.

Belongs here: files, formats, progress. Does not belong here: what is in a row.
"""

from __future__ import annotations

import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from dagster_project.lib.contract import load_contract
from dagster_project.sample import (
    ads,
    company,
    crm,
    dirt,
    emails,
    experiments,
    features,
    goals,
    google,
    growth,
    money,
    planning,
    social,
    truth,
    usage,
    voice,
    web,
)
from dagster_project.sample.engine import COUNTED, Feed, World, open_world
from dagster_project.sample.scales import DEFAULT_AS_OF, Drop, plan, scale_of

PART_EVENTS = 2_500_000


@dataclass
class Report:
    """What was written: rows per relation and seconds."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0
    seconds: float = 0.0
    event_seconds: float = 0.0

    @property
    def events(self) -> int:
        return self.rows.get("segment.pages", 0) + self.rows.get("segment.tracks", 0)


def generate(
    home: Path | str,
    scale: str | int = "demo",
    seed: int = 7,
    as_of: str | datetime = DEFAULT_AS_OF,
    nights: int = 1,
    night: int | None = None,
    file_format: str | None = None,
    log=None,
    days: int | None = None,
) -> Report:
    """Write the sample into `home`/raw and the planted truth into `home`/truth.json.

    `nights` drops are planned: number 1 is history, the others one night each, the last one as-of.
    All of them are written, or only number `night`. History of large scales is parquet, everything
    else csv, unless `file_format` says otherwise. Writing drop 1 replaces an earlier sample in
    `home`; files that the sample did not write are never touched, and their presence is an error.
    `days` of history: by default 92 at tiny scale, else 548 (18 months).
    """
    started = time.perf_counter()
    if isinstance(as_of, str):
        as_of = datetime.fromisoformat(as_of.replace("Z", "+00:00")).replace(tzinfo=None)
    size = scale_of(scale, days)
    drops = plan(size, as_of, nights)
    if night is not None:
        if not 1 <= night <= nights:
            raise ValueError(f"night must be between 1 and {nights}, not {night}")
        drops = [drops[night - 1]]
    writer = Writer(
        Path(home), open_world(size, seed, as_of), file_format, log or (lambda text: None)
    )
    try:
        writer.build()
        for drop in drops:
            writer.write(drop)
    finally:
        writer.world.con.close()
    write_settings(Path(home))
    writer.report.seconds = time.perf_counter() - started
    return writer.report


def write_settings(home: Path) -> None:
    """The sample company's own settings, unless the home has some."""
    path = home / "pma.yml"
    if not path.exists():
        path.write_text(
            f"vars:\n  brand_terms: [{company.BRAND}]\n  internal_domains: [{company.DOMAIN}]\n"
        )


PARTS = (company, planning, ads, crm, money, web, usage, growth, voice, emails, experiments)
"""What a world is made of, in the order in which it is drawn."""


class Writer:
    """Writes drops of one world into one home."""

    def __init__(self, home: Path, world: World, file_format: str | None, log) -> None:
        self.home, self.world, self.file_format, self.log = home, world, file_format, log
        self.contract = load_contract()
        self.report = Report()
        self.truth: dict = {}

    def build(self) -> None:
        """Create everything that is drawn once per world."""
        # One thread per query costs half the work of two; only large tables gain from the second.
        self.world.con.execute(f"set threads = {2 if self.world.scale.events > 5_000_000 else 1}")
        for part in PARTS:
            part.build(self.world)
        self.world.con.execute("set threads = 1")

    def write(self, drop: Drop) -> None:
        """Write one drop: every table's file, then the truth so far."""
        started = time.perf_counter()
        self._open_truth(drop)
        try:
            self._write_tables(drop)
        except (
            BaseException
        ):  # leave a list of what was written, so that the next run can replace it
            self._save({"files": self.truth["files"]})
            raise
        self._close_truth(drop)
        seconds = time.perf_counter() - started
        if seconds > 5:
            self.log(f"drop {drop.number} of night {drop.night} written in {seconds:.1f} s")

    def _write_tables(self, drop: Drop) -> None:
        feeds = self._feeds(drop)
        # last: targets of the planning sheets look at the ads of other days
        ads.window(self.world, drop.lo, drop.hi)
        for feed in feeds:
            self._write_feed(feed, drop, f"{drop.night}")
        for feed in growth.feeds(self.world, drop.lo, drop.hi):
            self._write_feed(feed, drop, f"{drop.night}-growth")
        begun = time.perf_counter()
        self._write_events(drop)
        self.report.event_seconds += time.perf_counter() - begun

    def _feeds(self, drop: Drop) -> list[Feed]:
        lo, hi = drop.lo, drop.hi
        made: list[Feed] = []
        for make in (
            google.feeds,
            social.facebook,
            social.linkedin,
            crm.feeds,
            web.feeds,
            planning.feeds,
            money.feeds,
            voice.feeds,
            emails.feeds,
            experiments.feeds,
            features.feeds,
            goals.feeds,
        ):
            made += make(self.world, lo, hi)
        return [*made, ads.generic_feed(lo)]

    def _write_events(self, drop: Drop) -> None:
        """History of a large scale goes in parts, two at a time: one part runs on one core."""
        if not (self.world.scale.is_large and drop.is_history):
            for make in (web.page_feed, usage.track_feed):
                feed = make(self.world, drop.lo, drop.hi, not drop.is_history)
                self._write_feed(feed, drop, f"{drop.night}")
            return
        days = max(
            7, min(drop.hi // 2 + 1, PART_EVENTS * self.world.days // self.world.scale.events)
        )
        jobs = [
            (make, lo, min(lo + days, drop.hi))
            for make in (usage.track_feed, web.page_feed)
            for lo in range(0, drop.hi, days)
        ]
        with ThreadPoolExecutor(max_workers=2) as pool:
            list(pool.map(lambda job: self._write_part(drop, *job), jobs))

    def _write_part(self, drop: Drop, make, lo: int, hi: int) -> None:
        begun = time.perf_counter()
        feed = make(self.world, lo, hi, False)
        with self.world.con.cursor() as con:
            rows = self._write_feed(feed, drop, f"{drop.night}-{lo:04d}", (lo, hi), con)
        seconds = time.perf_counter() - begun
        if seconds > 5:
            self.log(
                f"  {feed.relation} from day {lo}: {rows:,} rows, {rows / seconds:,.0f} rows/s"
            )

    def _format(self, drop: Drop) -> str:
        if self.file_format:
            return self.file_format
        return "parquet" if self.world.scale.is_large and drop.is_history else "csv"

    def _write_feed(
        self, feed: Feed, drop: Drop, name: str, days: tuple[int, int] | None = None, con=None
    ) -> int:
        """Write one file; leave no file where nothing was delivered. Returns rows written."""
        con = con or self.world.con
        table = self.contract[feed.source][feed.table]
        streamed = feed.is_event and self.world.scale.is_large
        columns = [row[0] for row in con.execute(f"describe {feed.sql}").fetchall()]
        helpers = [c for c in columns if c.startswith("__")]
        header = [c for c in columns if c not in helpers]
        extension = self._format(drop)
        lo, hi = days or (drop.lo, drop.hi)
        bad = dirt.bad_lines(self.world, table, header, lo, hi) if extension == "csv" else []
        if streamed:
            source, order = f"({feed.sql})", ""
        else:
            self._stage(feed, helpers)
            helpers = [*helpers, "__copy"] if "__copy" not in helpers else helpers
            source, order = "staged", f"order by {feed.order}, __copy"
        counts = self._counts(con, feed, helpers, not streamed)
        if not counts["rows"] and not bad:
            return 0
        folder = self.home / "raw" / feed.source / feed.table
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.{extension}"
        names = ", ".join(f'"{c}"' for c in header)
        options = (
            "format csv, header" if extension == "csv" else "format parquet, compression snappy"
        )
        con.execute(f"copy (select {names} from {source} {order}) to '{path}' ({options})")
        if bad:
            with path.open("a", encoding="utf-8", newline="") as file:
                file.writelines(f"{line}\n" for _, line in bad)
            for kind, _ in bad:
                counts[kind] = counts.get(kind, 0) + 1
        self.truth["files"].setdefault(feed.relation, {})[path.name] = counts
        self.report.rows[feed.relation] = self.report.rows.get(feed.relation, 0) + counts["rows"]
        self.report.files += 1
        self.report.bytes += path.stat().st_size
        return counts["rows"]

    def _stage(self, feed: Feed, helpers: list[str]) -> None:
        con = self.world.con
        if "__copy" in helpers:
            con.execute(f"create or replace temp table staged as {feed.sql}")
            return
        con.execute(
            f"create or replace temp table staged as select *, 0 as __copy from ({feed.sql})"
        )
        key = " || '|' || ".join(
            f"coalesce(cast({c.strip()} as varchar), '')" for c in feed.order.split(",")
        )
        con.execute(f"""insert into staged select * replace (1 as __copy) from staged
            where rnd('dup {feed.relation}', {key}) % {dirt.DUPLICATE_EVERY} = 0""")

    def _counts(self, con, feed: Feed, helpers: list[str], staged: bool) -> dict:
        """Rows, copies and kinds of one file; from what was staged, or by the feed's own count."""
        if feed.counts and not staged:
            names = ", ".join(f"sum({k})" for k in ("n", *COUNTED))
            found = con.execute(f"select {names} from ({feed.counts})").fetchone()
        else:
            kinds = [
                f"count(*) filter (__copy = {int(k == 'copy')} and __{k} = 1)"
                if f"__{k}" in helpers
                else "0"
                for k in COUNTED
            ]
            found = con.execute(f"select count(*), {', '.join(kinds)} from staged").fetchone()
        rows, copies, *others = (int(n or 0) for n in found)
        counts = {"rows": rows, "distinct_rows": rows - copies, "duplicate": copies}
        return counts | {k: n for k, n in zip(COUNTED[1:], others, strict=True) if n}

    # --- truth.json ---------------------------------------------------------------------------

    def _open_truth(self, drop: Drop) -> None:
        path = self.home / "truth.json"
        known = json.loads(path.read_text()) if path.exists() else {"files": {}}
        if drop.is_history:
            self._clear(known)
            known = {"files": {}}
        self.truth = known

    def _clear(self, known: dict) -> None:
        """Remove the earlier sample's files; refuse a drop zone that holds anything else."""
        raw = self.home / "raw"
        for relation, files in known["files"].items():
            for name in files:
                (raw / relation.replace(".", "/") / name).unlink(missing_ok=True)
        strangers = [p for p in raw.rglob("*") if p.is_file()] if raw.exists() else []
        if strangers:
            raise FileExistsError(
                f"{raw} holds {len(strangers)} files that are no sample, e.g. {strangers[0]}; "
                "the sample only writes into an empty drop zone"
            )
        if raw.exists():
            shutil.rmtree(raw)

    def _close_truth(self, drop: Drop) -> None:
        world = self.world
        written = {
            "scale": world.scale.name,
            "seed": world.seed,
            "as_of": world.as_of.isoformat(),
            "night": str(drop.night),
            "files": self.truth["files"],
            "events": truth.events(self.truth["files"]),
        } | truth.state(world, drop.hi)
        self._save(written)

    def _save(self, written: dict) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "truth.json").write_text(json.dumps(written, indent=1, sort_keys=True) + "\n")
        self.truth = written

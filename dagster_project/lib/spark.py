"""The second engine: the same models on Spark and Iceberg.

Landing stays on DuckDB. `load_raw` carries what landed into the lake, `run_models` runs dbt's
target `spark` inside this process, `export_marts` brings the published tables back into a DuckDB
file, so that audit and publication are the same code on either engine. `night` is all of it around
the build of a night, for PMA_ENGINE=spark.
Belongs here: sessions, copying between the engines. Does not belong here: SQL of models.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import duckdb
import jinja2
import yaml

from dagster_project.lib.contract import DBT_DIR, LANDING_TABLES, ROW_COLUMNS, load_contract

KEPT_IN_LAKE = ("built_loads",)
"""Landing tables that Spark's own models write; a copy would forget what they have digested."""

MISSING_JAVA = "Spark needs Java 17: install openjdk-17-jre-headless, or set JAVA_HOME"
MISSING_SPARK = "Spark is not installed: install the dependency group `spark` (Python below 3.13)"


class LakeMismatch(RuntimeError):
    """The lake was filled from another warehouse, or from one that has been rebuilt since."""


def missing() -> str | None:
    """What keeps Spark from running here, in one line, or None."""
    java_home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (java_home and (Path(java_home) / "bin" / "java").exists())):
        return MISSING_JAVA
    if not (find_spec("pyspark") and find_spec("dbt.adapters.spark") and iceberg_jar()):
        return MISSING_SPARK
    return None


def iceberg_jar() -> str:
    """Jars for the session: PMA_SPARK_JARS, else the Iceberg runtime of the test dependencies."""
    if jars := os.environ.get("PMA_SPARK_JARS"):
        return jars
    wheel = find_spec("snowpark_connect_deps_iceberg")
    if wheel is None or not wheel.submodule_search_locations:
        return ""
    folder = Path(wheel.submodule_search_locations[0]) / "jars"
    return next((str(jar) for jar in folder.glob("iceberg-spark-runtime-3.5_2.12-*.jar")), "")


@contextmanager
def environment(home: Path) -> Iterator[None]:
    """What the `spark` output of profiles.yml reads, for the time of the block.

    PYSPARK_PYTHON runs the fits on the workers: by default this interpreter, with its scipy.
    """
    wanted = {
        "PMA_HOME": str(home.resolve()),
        "PMA_SPARK_JARS": iceberg_jar(),
        "PYSPARK_PYTHON": os.environ.get("PYSPARK_PYTHON", sys.executable),
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def session_settings(dbt_dir: Path = DBT_DIR) -> dict[str, str]:
    """Settings of the Spark session, as profiles.yml states them for dbt."""
    outputs = yaml.safe_load((dbt_dir / "profiles.yml").read_text())["pma"]["outputs"]
    template = jinja2.Environment(autoescape=False)
    return {
        name: template.from_string(str(value)).render(env_var=os.environ.get)
        for name, value in outputs["spark"]["server_side_parameters"].items()
    }


@contextmanager
def session(home: Path, dbt_dir: Path = DBT_DIR, extra: Mapping[str, str] = MappingProxyType({})):
    """One Spark session for `home`; dbt's `session` method finds it and uses it."""
    from pyspark.sql import SparkSession

    from dagster_project.lib.fits.plugin import register_on_spark

    with environment(home):
        everything = session_settings(dbt_dir) | dict(extra)
        warehouse = everything["spark.sql.catalog.lake.warehouse"]
        if "://" not in warehouse:
            Path(warehouse).mkdir(parents=True, exist_ok=True)
        builder = SparkSession.builder
        for name, value in everything.items():
            builder = builder.config(name, value)
        spark = builder.getOrCreate()
        spark.sparkContext.setLogLevel("ERROR")
        register_on_spark(spark)
        try:
            yield spark
        finally:
            spark.stop()


@dataclass(frozen=True)
class _Copy:
    """One table to carry over; `days` None means the whole table."""

    relation: str
    columns: Mapping[str, str]
    day_column: str | None = None
    days: tuple[str | None, ...] | None = None
    to_schema: str | None = None

    @property
    def target(self) -> str:
        """Name in the lake; the same, unless the table goes to another schema."""
        return (
            f"{self.to_schema}.{self.relation.split('.')[1]}" if self.to_schema else self.relation
        )

    @property
    def condition(self) -> str:
        """Rows of the changed days; the same text on both engines."""
        if self.days is None:
            return "true"
        dated = ", ".join(f"date '{day}'" for day in self.days if day)
        parts = [f"cast({self.day_column} as date) in ({dated})"] if dated else []
        if None in self.days:
            parts.append(f"{self.day_column} is null")
        return " or ".join(parts)

    @property
    def ddl(self) -> str:
        """Column list in Spark's words."""
        types = {name: kind.replace("varchar", "string") for name, kind in self.columns.items()}
        return ", ".join(f"`{name}` {kind}" for name, kind in types.items())


def load_raw(home: Path, spark, dbt_dir: Path = DBT_DIR, whole: bool = False) -> list[str]:
    """Carry every raw and landing table that changed since the last call into the lake.

    Partitioned tables carry their changed days only. The clock is written last: whatever breaks
    before it is carried again by the next call. Returns the relations that were written.
    `whole` starts over, for a warehouse that was rebuilt; run the models with --full-refresh then.
    Raises LakeMismatch where the lake was filled from another history than the warehouse's.
    """
    exchange = _exchange(home, "raw")
    with duckdb.connect(str(home / "warehouse" / "pma.duckdb"), read_only=True) as con:
        for schema in ("landing", *(f"raw_{source}" for source in load_contract(dbt_dir))):
            spark.sql(f"create schema if not exists {schema}")
        digested = None if whole else _last_load(con, spark)
        copies = [*_raw_copies(con, spark, dbt_dir, digested), *_landing_copies(spark, digested)]
        filled = [_export(con, copy, exchange) for copy in copies]
    *most, clock = zip(copies, filled, strict=True)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pair: _import(spark, *pair, exchange), most))
    _import(spark, *clock, exchange)
    shutil.rmtree(exchange)
    return [copy.relation for copy in copies]


@contextmanager
def night(settings, relations: Mapping[str, Mapping[str, str]], whole: bool) -> Iterator[None]:
    """Around dbt's build of a night on Spark: what landed goes in, the marts come out.

    `relations` as of `contracts`; `whole` where dbt builds with --full-refresh. Raises RuntimeError
    where Java or Spark is missing.
    """
    if problem := missing():
        raise RuntimeError(problem)
    home = settings.home.resolve()
    published = settings.warehouse_path.parent / "last_published.duckdb"
    with session(home) as spark:
        load_raw(home, spark, whole=whole)
        if published.exists():
            load_published(home, spark, published, relations)
        yield
        export_marts(home, spark, relations, settings.warehouse_path)


def _exchange(home: Path, name: str) -> Path:
    """Empty folder for parquet files that both engines reach: shared storage on a real cluster."""
    folder = Path(os.environ.get("PMA_SPARK_EXCHANGE", home / "exchange")) / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder.resolve()


def _raw_copies(con, spark, dbt_dir: Path, digested: int | None) -> Iterator[_Copy]:
    """Raw tables to carry; all of them, whole, where the lake has `digested` nothing."""
    changed: dict[tuple[str, str], list[str | None]] = {}
    for source, name, day in con.execute(
        "select distinct source_name, table_name, cast(partition_day as varchar) "
        "from landing.changed_partitions where load_id > ? order by all",
        [digested or 0],
    ).fetchall():
        changed.setdefault((source, name), []).append(day)
    for source, tables in load_contract(dbt_dir).items():
        for table in tables.values():
            columns = {c.name: c.data_type for c in table.columns} | ROW_COLUMNS
            days = changed.get((source, table.name))
            if digested is None or _columns_in_lake(spark, table.relation) != list(columns):
                yield _Copy(table.relation, columns)
            elif days and table.partition:
                yield _Copy(table.relation, columns, table.partition, tuple(days))
            elif days:
                yield _Copy(table.relation, columns)


def _landing_copies(spark, digested: int | None) -> Iterator[_Copy]:
    """Landing's tables, always whole, the clock last."""
    tables = {
        name: _Copy(f"landing.{name}", dict(column.split() for column in columns.split(", ")))
        for name, columns in LANDING_TABLES.items()
    }
    for name in KEPT_IN_LAKE:
        kept = tables.pop(name)
        create = "create or replace table" if digested is None else "create table if not exists"
        spark.sql(f"{create} {kept.relation} ({kept.ddl}) using iceberg")
    clock = tables.pop("clock")
    yield from tables.values()
    yield clock


def _last_load(con, spark) -> int | None:
    """The load that the lake's clock stands at; None for a new lake."""
    if not _columns_in_lake(spark, "landing.clock"):
        return None
    clock = spark.sql("select load_id, build_id from landing.clock").collect()
    if not clock:
        return None
    load_id, build_id = clock[0]
    known = con.execute("select build_id from landing.loads where load_id = ?", [load_id])
    if known.fetchone() != (build_id,):
        raise LakeMismatch(
            f"the lake holds load {load_id} of build {build_id}, which this warehouse never had; "
            "carry everything again (whole=True) and run the models with --full-refresh"
        )
    return load_id


def _columns_in_lake(spark, relation: str) -> list[str]:
    return spark.table(relation).columns if spark.catalog.tableExists(relation) else []


def _export(con, copy: _Copy, exchange: Path) -> bool:
    """Write the rows to carry as parquet; False, and no file, where there are none."""
    names = ", ".join(f'"{name}"' for name in copy.columns)
    path = exchange / f"{copy.relation}.parquet"
    rows = con.execute(
        f"copy (select {names} from {copy.relation} where {copy.condition}) "
        f"to '{path}' (format parquet)"
    ).fetchone()[0]
    return rows > 0


def _import(spark, copy: _Copy, filled: bool, exchange: Path) -> None:
    """Replace the table, or its changed days, by the exported rows."""
    if copy.days is None and not filled:
        spark.sql(f"create or replace table {copy.target} ({copy.ddl}) using iceberg")
        return
    if copy.days is not None:
        spark.sql(f"delete from {copy.target} where {copy.condition}")
    if filled:
        path = str(exchange / f"{copy.relation}.parquet")
        writer = spark.read.schema(copy.ddl).parquet(path).writeTo(copy.target)
        writer.using("iceberg").createOrReplace() if copy.days is None else writer.append()


def load_published(
    home: Path, spark, published: Path, relations: Mapping[str, Mapping[str, str]]
) -> None:
    """Carry what readers see now into the schemas `published_<schema>` of the lake.

    quality.restatements compares tonight's marts with it. `relations` as of `contracts`; tables
    that `published` does not have are left out.
    """
    exchange = _exchange(home, "published")
    with duckdb.connect(str(published), read_only=True) as con:
        there = con.execute(
            "select table_schema || '.' || table_name from information_schema.tables"
        )
        known = {row[0] for row in there.fetchall()}
        for relation, columns in relations.items():
            if relation in known:
                schema = f"published_{relation.split('.')[0]}"
                spark.sql(f"create schema if not exists {schema}")
                copy = _Copy(relation, columns, to_schema=schema)
                _import(spark, copy, _export(con, copy, exchange), exchange)
    shutil.rmtree(exchange)


def run_models(
    home: Path,
    *arguments: str,
    command: str = "run",
    dbt_dir: Path = DBT_DIR,
):
    """Run dbt on Spark in this process, inside `session(home)`; returns dbt's result object."""
    from dbt.cli.main import dbtRunner

    with environment(home):
        return dbtRunner().invoke(
            [
                command,
                *("--target", "spark"),
                *("--project-dir", str(dbt_dir)),
                *("--profiles-dir", str(dbt_dir)),
                *("--target-path", str((home / "spark_target").resolve())),
                *("--log-path", str((home / "logs").resolve())),
                *arguments,
            ]
        )


def export_marts(
    home: Path, spark, relations: Mapping[str, Mapping[str, str]], target: Path
) -> None:
    """Bring published tables back as tables of the DuckDB file `target`.

    `relations` is `{schema.table: {column: contract type}}`, see `contracts`.
    """
    exchange = _exchange(home, "marts")

    def write(relation: str) -> None:
        frame = spark.table(relation).coalesce(1)
        frame.write.option("compression", "zstd").parquet(str(exchange / relation))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, relations))
    with duckdb.connect(str(target)) as con:
        con.execute("set TimeZone = 'UTC'")
        for relation, columns in relations.items():
            con.execute(f"create schema if not exists {relation.split('.')[0]}")
            casts = ", ".join(f'cast("{n}" as {kind}) as "{n}"' for n, kind in columns.items())
            con.execute(
                f"create or replace table {relation} as "
                f"select {casts} from read_parquet('{exchange}/{relation}/*.parquet')"
            )
    shutil.rmtree(exchange)


def contracts(manifest: Mapping) -> dict[str, dict[str, str]]:
    """Every contracted model of a dbt manifest: `{schema.table: {column: data type}}`."""
    return {
        f"{node['schema']}.{node['alias']}": {
            name: column["data_type"] for name, column in node["columns"].items()
        }
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["config"]["contract"]["enforced"]
    }

"""One Spark session for all tests of one kind; starting it costs more than most tests."""

from pathlib import Path

import pytest

from dagster_project.lib import spark as second

MISSING = second.missing()
SMALL_DATA = {
    "PMA_SPARK_PARTITIONS": "1",
    "PMA_SPARK_THREADS": "2",
    "SPARK_MASTER": "local[2]",
}
TINY_QUERIES = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.extraJavaOptions": (
        "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC"
    ),
}
"""Compiling a query costs more than running it on a few thousand rows; the cluster test does."""


def pytest_collection_modifyitems(items):
    """Without Java or Spark, say so in one line and skip what stands in this folder."""
    for item in items:
        if MISSING and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """Home of every test that shares the session: its lake is the session's."""
    return tmp_path_factory.mktemp("engines")


@pytest.fixture(scope="session")
def spark(home):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SMALL_DATA.items():
            patch.setenv(name, value)
        with second.session(home, extra=TINY_QUERIES) as session:
            yield session

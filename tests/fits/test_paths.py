"""Markov chains and Shapley values: journeys small enough for paper, and published ones."""

from __future__ import annotations

import csv
import gzip
import os
from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest

from dagster_project.lib.fits import paths

PATHS = os.environ.get("PMA_PATHS_DATA")
"""Folder with PathData.csv.gz of the R package ChannelAttribution (GPL-3, so not kept here)."""

JOURNEYS = {"a > b > c": (2, 1), "a": (1, 3), "b > a": (3, 0), "c > c": (0, 4), "b > c": (1, 1)}


def arrays(journeys: dict[str, tuple[int, int]]) -> list[list]:
    rows = sorted((path, *counts) for path, counts in journeys.items())
    return [list(column) for column in zip(*rows, strict=True)]


def test_removal_effect_on_paper():
    # Every journey begins with a, and every one that converts goes on to b.
    assert paths.markov_effects(["a", "a > b"], [0, 5], [5, 0], 1) == {"a": 1, "b": 1}
    # Two ways to convert, used alike: either loses half.
    assert paths.markov_effects(["a", "b"], [4, 4], [1, 1], 1) == {"a": 0.5, "b": 0.5}


def test_higher_orders_remember_more():
    first, third = (paths.markov_effects(*arrays(JOURNEYS), order) for order in (1, 3))
    assert set(first) == set(third) == {"a", "b", "c"}
    # Exact at order 3: of 7 conversions, those without a: 1; without b: 1; without c: 1 + 3.
    assert third == pytest.approx({"a": 6 / 7, "b": 6 / 7, "c": 3 / 7})
    assert first != third


def test_nothing_converted_nothing_to_explain():
    assert paths.markov_effects(["a"], [0], [5], 1) == {}
    assert paths.shapley_values(["a"], [0], [5]) == {}
    assert paths.shapley_values(["a", "a > b"], [3, 2], [0, 0]) == {}


def rate(members: set[str]) -> float:
    won = lost = 0
    for path, (converted, not_converted) in JOURNEYS.items():
        if set(path.split(" > ")) <= members:
            won, lost = won + converted, lost + not_converted
    return won / (won + lost) if won + lost else 0.0


def test_shapley_is_the_mean_over_all_orders():
    expected = Counter()
    for order in permutations("abc"):
        for i, channel in enumerate(order):
            gain = rate(set(order[: i + 1])) - rate(set(order[:i]))
            expected[channel] += gain / 6
    assert paths.shapley_values(*arrays(JOURNEYS)) == pytest.approx(dict(expected))


def test_many_channels_share_what_the_rare_ones_add():
    journeys = {f"c{i:02}": (2, 100 - i) for i in range(20)} | {"c00 > c19": (5, 5)}
    values = paths.shapley_values(*arrays(journeys))
    assert len(values) == 20
    won, lost = (sum(side) for side in zip(*journeys.values(), strict=True))
    assert sum(values.values()) == pytest.approx(won / (won + lost))
    assert values["c15"] / values["c16"] == pytest.approx(87 / 86)


@pytest.mark.skipif(not PATHS, reason="PMA_PATHS_DATA names no folder with PathData.csv.gz")
def test_published_journeys():
    """ChannelAttribution's own figures of order 1, which it simulates."""
    journeys: dict[str, Counter] = {}
    with gzip.open(Path(PATHS) / "PathData.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            counts = journeys.setdefault(row["path"], Counter())
            counts["won"] += int(row["total_conversions"])
            counts["lost"] += int(float(row["total_null"]))
    both = {path: (counts["won"], counts["lost"]) for path, counts in journeys.items()}
    effects = paths.markov_effects(*arrays(both), 1)
    won = sum(converted for converted, _ in both.values())
    share = {channel: won * effect / sum(effects.values()) for channel, effect in effects.items()}
    expected = {"alpha": 5350, "iota": 3883, "eta": 3341}
    assert {c: share[c] for c in expected} == pytest.approx(expected, rel=0.002)

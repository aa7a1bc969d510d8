"""What channels contribute to journeys, seen over all journeys at once.

Markov chains: E. Anderl, I. Becker, F. von Wangenheim and J. Schumann, "Mapping the Customer
Journey", International Journal of Research in Marketing 33(3), 2016. Shapley values: L. Shapley,
"A Value for n-Person Games", 1953.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import splu

from dagster_project.lib.fits.numbers import rounded

ARROW = " > "
PLAYERS = 16
"""Channels with Shapley values of their own; rarer ones share one, by their journeys."""


def markov_effects(
    paths: list[str], conversions: list[int], non_conversions: list[int], order: int
) -> dict[str, float]:
    """Removal effect of each channel: the share of conversions that would be lost without it.

    A path names its channels in their order, joined by ' > '. A state of the chain is the last
    `order` channels; a journey that needs a removed channel does not convert.
    """
    hops: dict[tuple, dict[tuple | bool, int]] = {}
    for path, converted, lost in zip(paths, conversions, non_conversions, strict=True):
        state: tuple = ()
        for channel in path.split(ARROW):
            following = (*state, channel)[-order:]
            there = hops.setdefault(state, {})
            there[following] = there.get(following, 0) + converted + lost
            state = following
        there = hops.setdefault(state, {})
        there[True] = there.get(True, 0) + converted
        there[False] = there.get(False, 0) + lost
    states = sorted(hops)
    places = {state: place for place, state in enumerate(states)}
    totals = np.array([sum(hops[state].values()) for state in states], float)
    if not totals.sum():
        return {}
    rows, columns, shares = [], [], []
    for state, there in hops.items():
        for following, count in there.items():
            if following not in (True, False) and count:
                rows.append(places[state])
                columns.append(places[following])
                shares.append(count / totals[places[state]])
    ends = np.array([hops[state].get(True, 0) for state in states]) / np.maximum(totals, 1)
    moves = sparse.csc_array((shares, (rows, columns)), shape=(len(states),) * 2)

    def converting(present: np.ndarray) -> float:
        kept = sparse.diags_array(present)
        system = sparse.eye_array(len(states)) - kept @ moves @ kept
        return float(splu(system.tocsc()).solve(present * ends)[places[()]])

    everything = converting(np.ones(len(states)))
    if everything <= 0:
        return {}
    effects = {}
    for channel in sorted({channel for state in states for channel in state}):
        present = np.array([channel not in state for state in states], float)
        effects[channel] = rounded(max(0.0, 1 - converting(present) / everything))
    return effects


def shapley_values(
    paths: list[str], conversions: list[int], non_conversions: list[int]
) -> dict[str, float]:
    """What each channel adds to the conversion rate, on average over all orders of adding channels.

    The worth of a set of channels is the rate of the journeys that touched no other channel. The
    values add up to the rate of all journeys; a channel that lowers the rate has a negative one.
    Where no journey failed the rate tells channels apart by nothing, and there are no values.
    """
    journeys: dict[str, int] = {}
    sets = [frozenset(path.split(ARROW)) for path in paths]
    for channels, converted, lost in zip(sets, conversions, non_conversions, strict=True):
        for channel in channels:
            journeys[channel] = journeys.get(channel, 0) + converted + lost
    by_size = sorted(journeys, key=lambda channel: (-journeys[channel], channel))
    named = len(by_size) if len(by_size) <= PLAYERS else PLAYERS - 1
    players = min(len(by_size), PLAYERS)
    place = {channel: min(i, named) for i, channel in enumerate(by_size)}

    won, all_journeys = np.zeros(2**players), np.zeros(2**players)
    for channels, converted, lost in zip(sets, conversions, non_conversions, strict=True):
        members = sum({1 << place[channel] for channel in channels})
        won[members] += converted
        all_journeys[members] += converted + lost
    for values in (won, all_journeys):
        for player in range(players):
            halves = values.reshape(-1, 2, 2**player)
            halves[:, 1] += halves[:, 0]
    if not 0 < won[-1] < all_journeys[-1]:
        return {}
    worth = np.divide(won, all_journeys, out=np.zeros_like(won), where=all_journeys > 0)

    sizes = np.array([int(members).bit_count() for members in range(2**players)])
    orders = np.cumprod([1.0, *range(1, players + 1)])
    weights = orders[:players] * orders[players - 1 :: -1] / orders[players]
    values = []
    for player in range(players):
        pairs = worth.reshape(-1, 2, 2**player)
        without = sizes.reshape(-1, 2, 2**player)[:, 0]
        values.append(float((weights[without] * (pairs[:, 1] - pairs[:, 0])).sum()))
    rare = sum(journeys[channel] for channel in by_size[named:])
    return {
        channel: rounded(
            values[place[channel]] * (1 if i < named else journeys[channel] / max(rare, 1))
        )
        for i, channel in sorted(enumerate(by_size), key=lambda pair: pair[1])
    }

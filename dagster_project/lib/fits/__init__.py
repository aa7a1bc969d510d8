"""Fits that SQL cannot do, as functions that SQL models call: the same code on either engine.

A function takes arrays that the model aggregated and sorted (macro `fit_rows`), so that the result
does not depend on the order of rows, and returns a map of names to numbers, rounded to nine
significant digits. Where no finite optimum exists the map is empty: the model says NULL and why.
- `contractual.py`  customers whose leaving is seen: shifted-beta-geometric
- `orders.py`       customers whose leaving is not seen: BG/NBD, Gamma-Gamma
- `paths.py`        channels of journeys: Markov chains, Shapley values
- `splits.py`       people split among the variants of an experiment: chi-square
- `drivers.py`      what early use tells about a sign-up: logistic regression
- `response.py`     what a channel's next coin brings: saturating curves with carry-over
- `allocation.py`   a budget divided between bounds, in whole cents
- `spending.py`     what will be spent on the days to come
- `plugin.py`       how DuckDB (a dbt-duckdb plugin) and Spark come to know them
Belongs here: arithmetic over arrays, with the paper it comes from. Does not belong here: rows,
business rules, anything that reads a table, a file or a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dagster_project.lib.fits import (
    allocation,
    contractual,
    drivers,
    orders,
    paths,
    response,
    spending,
    splits,
)

WHOLE, REAL, TEXT = "bigint", "double", "string"
WHOLES, REALS, TEXTS = "array<bigint>", "array<double>", "array<string>"
NUMBERS = "map<string,double>"


@dataclass(frozen=True)
class Function:
    """One function of SQL; types in Spark's words."""

    call: Callable
    takes: tuple[str, ...]
    gives: str = NUMBERS

    @property
    def name(self) -> str:
        return f"pma_{self.call.__name__}"


FUNCTIONS = (
    Function(contractual.fit_shifted_beta_geometric, (WHOLES, WHOLES, WHOLES, WHOLE, REAL)),
    Function(contractual.expected_renewals, (WHOLE, WHOLE, REAL, REAL), REAL),
    Function(orders.fit_bg_nbd, (WHOLES, WHOLES, WHOLES, WHOLES)),
    Function(orders.fit_gamma_gamma, (WHOLES, REALS, WHOLES)),
    Function(orders.p_alive, (WHOLE, WHOLE, WHOLE, REAL, REAL, REAL, REAL), REAL),
    Function(orders.expected_orders, (WHOLE, WHOLE, WHOLE, WHOLE, REAL, REAL, REAL, REAL), REAL),
    Function(paths.markov_effects, (TEXTS, WHOLES, WHOLES, WHOLE)),
    Function(paths.shapley_values, (TEXTS, WHOLES, WHOLES)),
    Function(splits.split_test, (WHOLES, REALS)),
    Function(drivers.fit_drivers, (WHOLES, WHOLES, WHOLES, TEXTS, WHOLES)),
    Function(response.fit_response_curves, (WHOLES, TEXTS, REALS, REALS, WHOLE, WHOLE)),
    Function(spending.forecast_rest, (WHOLES, REALS, WHOLES, WHOLE)),
    Function(allocation.allocate, (TEXTS, REALS, REALS, REALS, WHOLES)),
)

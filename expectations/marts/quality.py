"""Business bounds of `quality`: what a reader would refuse to believe."""

from __future__ import annotations

from expectations._suite import Suite

SUITES: tuple[Suite, ...] = ()

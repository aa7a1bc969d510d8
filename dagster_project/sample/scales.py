"""How big the sample is, and which drop holds which days.

Belongs here: sizes per scale, the calendar of the sample, the plan of nightly drops.
Does not belong here: any row of data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

DEFAULT_AS_OF = "2025-11-03T02:00:00"
NAMED = {"tiny": 4_000, "demo": 300_000, "1m": 1_000_000, "10m": 10_000_000, "100m": 100_000_000}
DEMO_PACE = 300_000 / 548
"""Events a day of the demo company."""
LARGE = 500_000
"""From this many events on, history is parquet in monthly parts and left in generation order."""


@dataclass(frozen=True)
class Scale:
    """Sizes of one sample; everything follows from the number of events and the days of history."""

    name: str
    events: int
    days: int

    @property
    def events_at_demo_pace(self) -> int:
        """Events that as many people would make at the demo company's pace.

        A busier company has more people, and each does more: beyond that pace people, and with
        them visits and deals, grow with the square root of the events a day; the rest is heavier
        use of the product.
        """
        pace = self.events / self.days
        return round(self.events * min(1.0, (DEMO_PACE / pace) ** 0.5))

    @property
    def accounts(self) -> int:
        return max(30, self.events_at_demo_pace // 750)

    @property
    def users(self) -> int:
        return max(160, self.events_at_demo_pace // 100)

    @property
    def visits(self) -> float:
        """Visits of the site before weekends and growth; each is some three page views."""
        return 0.105 * self.events_at_demo_pace

    @property
    def slots(self) -> float:
        """Draws of an active user over all days; two make an event. Visits and first weeks, which
        grow with people, make two fifths of the events at demo's pace."""
        return 2.05 * self.events - 0.85 * self.events_at_demo_pace

    @property
    def lates_per_long_late(self) -> int:
        """Of so many late sessions in the product one is up to 400 days late, the others at most a
        week: a device that was away for months is as rare in a busy company as in a small one,
        while late rows of the ordinary kind grow with the events."""
        return max(1, round(self.events / self.days / DEMO_PACE))

    @property
    def is_large(self) -> bool:
        return self.events >= LARGE

    @property
    def campaigns(self) -> dict[str, int]:
        """Campaigns per platform: 40 at demo scale, growing with the square root of the events."""
        factor = min(10.0, (self.events / 300_000) ** 0.5)
        demo = {
            "google_ads": 16,
            "facebook_ads": 11,
            "linkedin_ads": 8,
            "microsoft_ads": 3,
            "podcast": 2,
        }
        return {p: max(2 + (p == "google_ads"), round(n * factor)) for p, n in demo.items()}


def scale_of(value: str | int, days: int | None = None) -> Scale:
    """Scale by name ('demo', '1m', ...) or by number of events, over `days` days of history."""
    text = str(value).lower().replace("_", "")
    events = NAMED.get(text) or (int(text) if text.isdigit() else 0)
    if events < 1_000:
        raise ValueError(
            f"scale must be one of {', '.join(NAMED)} or a number of events from 1000, "
            f"not {value!r}"
        )
    if days is not None and days < 60:
        raise ValueError(f"days must be 60 or more, not {days}")
    return Scale(text, events, days or (92 if events < 50_000 else 548))


@dataclass(frozen=True)
class Drop:
    """One delivery: every row that reached the loader on days `lo` <= day < `hi` (day 0 first)."""

    number: int
    night: date
    lo: int
    hi: int

    @property
    def is_history(self) -> bool:
        return self.lo == 0


def plan(scale: Scale, as_of: datetime, nights: int = 1) -> list[Drop]:
    """Drop 1 is history up to as-of minus `nights` - 1 days; then one drop per night up to as-of.

    The night of date D delivers what arrived up to the end of D - 1.
    """
    if not 1 <= nights <= scale.days - 14:
        raise ValueError(f"nights must be between 1 and {scale.days - 14}, not {nights}")
    drops = []
    for number in range(1, nights + 1):
        hi = scale.days - nights + number
        night = as_of.date() - timedelta(days=nights - number)
        drops.append(Drop(number, night, 0 if number == 1 else hi - 1, hi))
    return drops

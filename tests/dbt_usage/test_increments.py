"""Nightly increments equal one rebuild, whatever arrives late, twice, restated or re-identified."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from tests.dbt_usage.warehouse import Warehouse

START = datetime(2026, 1, 5)
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1)"
LANDINGS = [
    "https://www.acme.com/",
    "https://www.acme.com/pricing?utm_source=Google&utm_medium=cpc&utm_campaign=Spring",
    "https://www.acme.com/?gclid=abc",
    "https://www.acme.com/docs?mail=ann@example.com",
]

OF_SHEETS = {
    *("adoption.feature_adoption", "adoption.feature_accounts", "adoption.feature_milestones"),
    *("adoption.feature_summary", "adoption.product_engagement", "adoption.app_versions"),
    *("adoption.plg_path", "adoption.loyalty", "adoption.account_health"),
}
"""Tables that need what this company does not keep; the companies of tests/property do."""


class Company:
    """Random usage of one small company."""

    def __init__(self, seed: int):
        self.rng = random.Random(seed)
        self.number = 0

    def moment(self, last_day: int) -> str:
        seconds = self.rng.randrange((last_day + 1) * 86400)
        return str(START + timedelta(seconds=seconds))

    def identity(self) -> dict:
        user = self.rng.choice([None, None, *(f"u{n}" for n in range(8))])
        cookie = f"c{self.rng.randrange(12)}" if user is None or self.rng.random() < 0.7 else None
        return {"anonymous_id": cookie, "user_id": user}

    def page(self, last_day: int, number: int | None = None) -> dict:
        self.number += number is None
        return {
            "id": f"p{self.number if number is None else number}",
            "timestamp": self.moment(last_day),
            "url": self.rng.choice(LANDINGS),
            "referrer": self.rng.choice([None, "https://www.google.com/", "https://www.acme.com/"]),
            "context_user_agent": self.rng.choice([None, "Mozilla/5.0", BOT]),
            "context_campaign_name": self.rng.choice([None, None, "Autumn"]),
        } | self.identity()

    def track(self, last_day: int, number: int | None = None) -> dict:
        self.number += number is None
        return {
            "id": f"t{self.number if number is None else number}",
            "timestamp": self.moment(last_day),
            "event": self.rng.choice(["saved", "cta_viewed", "cta_clicked", "signup_completed"]),
            "feature_key": self.rng.choice([None, "export", "share"]),
            "account_id": self.rng.choice([None, "a1", "a2", "a3"]),
            "platform": self.rng.choice([None, "web", "mobile", "desktop"]),
        } | self.identity()

    def event(self, last_day: int) -> dict:
        self.number += 1
        return {
            "event_id": f"e{self.number}",
            "occurred_at": self.moment(last_day),
            "event": self.rng.choice(["page_view", "saved"]),
            "url": self.rng.choice([None, *LANDINGS]),
            "is_deleted": self.rng.choice([None, False, True]),
        } | self.identity()

    def identify(self) -> dict:
        self.number += 1
        return {
            "id": f"i{self.number}",
            "anonymous_id": f"c{self.rng.randrange(12)}",
            "user_id": f"u{self.rng.randrange(8)}",
            "timestamp": "2026-01-05",
            "received_at": "2026-01-05",
        }

    def user(self) -> dict:
        self.number += 1
        return {
            "id": f"u{self.rng.randrange(8)}",
            "account_id": self.rng.choice([None, "a1", "a2"]),
            "is_internal": self.rng.random() < 0.2,
            "received_at": str(START + timedelta(days=self.number)),
        }


def test_nights_equal_a_rebuild(tmp_path):
    company = Company(seed=7)
    warehouse = Warehouse(tmp_path, as_of=str(START + timedelta(days=40)))
    settings = ("--vars", "{reporting_timezone: America/New_York}")
    for night, last_day in enumerate([39, 40, 44]):
        if night:
            warehouse.night(str(START + timedelta(days=last_day + 1)))
        size = 150 if night == 0 else 12
        pages = [company.page(last_day) for _ in range(size)]
        tracks = [company.track(last_day) for _ in range(size)]
        if night:  # restated rows: other day, other identity, other content
            pages += [company.page(last_day, number=n) for n in range(1, 150, 70)]
            tracks += [company.track(last_day, number=n) for n in range(151, 300, 70)]
        warehouse.land("segment.pages", *pages)
        warehouse.land("segment.tracks", *tracks)
        warehouse.land("generic.events", *(company.event(last_day) for _ in range(size // 3)))
        warehouse.land("segment.identifies", company.identify())
        warehouse.land("segment.users", company.user())
        if night == 1:
            warehouse.land(
                "generic.utm_aliases",
                {"field": "campaign", "raw_value": "autumn", "value": "spring"},
            )
        warehouse.build(*settings)
    increments = warehouse.published()
    assert {name for name, rows in increments.items() if not rows} <= OF_SHEETS
    warehouse.build(*settings, "--full-refresh")
    rebuilt = warehouse.published()
    for table, rows in rebuilt.items():
        assert increments[table] == rows, table

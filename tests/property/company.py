"""Random small companies, as deliveries of raw rows: what a loader may bring, in any order.

Belongs here: drawing rows, their later versions, duplicates and deletions.
Does not belong here: when they arrive and what must follow (test_arrival_orders.py).

Every version of a row carries a cursor of its own, so that the winner does not depend on arrival.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

LAST_DAY = date(2026, 1, 30)
HISTORY_DAYS = 420
CURRENCIES = ("USD", "EUR", "GBP")


@dataclass(frozen=True)
class Delivery:
    """One row as one loader run brings it."""

    source: str
    table: str
    row: tuple[tuple[str, object], ...]


@dataclass
class Company:
    """A company drawn from one seed: `deliveries` is everything that will ever arrive."""

    seed: int
    deliveries: list[Delivery] = field(default_factory=list)

    def __post_init__(self):
        self.rng = random.Random(self.seed)
        self.tick = 0
        for draw in (
            self._money_tables,
            self._google_ads,
            self._generic_ads,
            self._crm,
            self._hubspot,
            self._salesforce,
            self._sheets,
            self._launches,
            self._people,
            self._web,
            self._usage,
            self._voice,
            self._emails,
            self._experiments,
            self._funnel,
            self._features,
            self._plans,
            self._exposed_visits,
        ):
            draw()

    # --- how rows come to be ------------------------------------------------------------------

    def _day(self) -> date:
        return LAST_DAY - timedelta(days=self.rng.randrange(HISTORY_DAYS))

    def _moment(self) -> datetime:
        return datetime.combine(self._day(), datetime.min.time()) + timedelta(
            seconds=self.rng.randrange(86_400)
        )

    def _cursor(self) -> datetime:
        """A strictly increasing load time: later versions always carry the greater one."""
        self.tick += 1
        return datetime(2026, 1, 1) + timedelta(seconds=self.tick)

    def _add(self, source: str, table: str, cursor: str, row: dict) -> None:
        row = row | {cursor: self._cursor()}
        delivery = Delivery(source, table, tuple(sorted(row.items())))
        self.deliveries.append(delivery)
        if self.rng.random() < 0.1:
            self.deliveries.append(delivery)

    def _versions(self, source, table, cursor, row, *changes: dict) -> None:
        """The row, and with some chance a newer version of it per change."""
        self._add(source, table, cursor, row)
        for change in changes:
            if self.rng.random() < 0.3:
                row = row | change
                self._add(source, table, cursor, row)

    def _generic(self, table: str, row: dict, *changes: dict) -> None:
        self._versions("generic", table, "updated_at", row, *changes, {"is_deleted": True})

    # --- the tables -----------------------------------------------------------------------------

    def _money_tables(self):
        for currency in CURRENCIES[1:]:
            for back in range(0, HISTORY_DAYS + 5, 4):
                rate = f"{1 + self.rng.random():.6f}"
                self._generic(
                    "fx_rates",
                    {
                        "date": LAST_DAY - timedelta(days=back),
                        "from_currency": currency,
                        "to_currency": "USD",
                        "rate": rate,
                    },
                    {"rate": f"{1 + self.rng.random():.6f}"},
                )
        for i in range(2):
            product = {"product_id": f"p{i}", "name": f"Product {i}", "market_growth": f"0.{i + 1}"}
            self._generic("products", product)
        self._generic("competitor_aliases", {"alias": "acmee", "competitor": "Acme"})
        self._generic("utm_aliases", {"field": "source", "raw_value": "goog", "value": "google"})

    def _google_ads(self):
        self._versions(
            "google_ads",
            "account_history",
            "_fivetran_synced",
            {
                "id": "ga1",
                "updated_at": datetime(2024, 1, 1),
                "descriptive_name": "Main",
                "currency_code": "EUR",
                "time_zone": "Europe/Berlin",
            },
        )
        for c in range(3):
            for version in range(self.rng.randint(1, 3)):
                self._versions(
                    "google_ads",
                    "campaign_history",
                    "_fivetran_synced",
                    {
                        "id": f"g{c}",
                        "updated_at": datetime(2024, 12, 1) + timedelta(days=90 * version),
                        "customer_id": "ga1",
                        "name": f"Search {c} v{version}",
                        "advertising_channel_type": "SEARCH",
                        "status": "ENABLED",
                    },
                )
            for _ in range(12):
                stats = {
                    "customer_id": "ga1",
                    "date": self._day(),
                    "impressions": self.rng.randrange(1000),
                    "clicks": self.rng.randrange(50),
                    "conversions": f"{self.rng.random() * 5:.2f}",
                    "conversions_value": f"{self.rng.random() * 500:.2f}",
                    "cost_micros": self.rng.randrange(10**8),
                    "device": self.rng.choice(["MOBILE", "DESKTOP"]),
                }
                restated = {"cost_micros": self.rng.randrange(10**8), "clicks": 7}
                if self.rng.random() < 0.8:
                    self._versions(
                        "google_ads",
                        "campaign_stats",
                        "_fivetran_synced",
                        stats | {"id": f"g{c}"},
                        restated,
                    )
                if self.rng.random() < 0.5:
                    part = {"campaign_id": f"g{c}", "ad_group_id": "x", "ad_id": f"a{c}"}
                    self._versions(
                        "google_ads", "ad_stats", "_fivetran_synced", stats | part, restated
                    )

    def _generic_ads(self):
        for _ in range(25):
            campaign = f"c{self.rng.randrange(3)}"
            ad = self.rng.choice([None, f"ad{self.rng.randrange(2)}"])
            row = {
                "platform": "podcast",
                "account_id": "pod-1",
                "campaign_id": campaign,
                "campaign_name": f"Campaign {campaign}",
                "ad_group_id": "grp" if ad else None,
                "ad_id": ad,
                "date": self._day(),
                "currency": "GBP",
                "spend": f"{self.rng.random() * 100:.2f}",
                "impressions": self._heard(campaign),
                "clicks": self.rng.randrange(50),
                "utm_campaign": campaign,
                "landing_url": f"https://example.com/{campaign}?utm_source=podcast",
            }
            self._generic("ad_performance", row, {"spend": f"{self.rng.random() * 9:.2f}"})

    def _heard(self, campaign):
        """Impressions, which one campaign never knows."""
        heard = self.rng.randrange(1000)
        return None if campaign == "c0" else heard

    def _crm(self):
        for a in range(6):
            self._generic(
                "accounts",
                {
                    "account_id": f"acc{a}",
                    "name": f"Account {a}",
                    "segment": self.rng.choice(["smb", "mid", None]),
                    "country": "DE",
                },
                {"segment": "enterprise"},
                {"merged_into_account_id": f"acc{self.rng.randrange(a)}"} if a else {},
            )
        for o in range(14):
            closed = self.rng.random() < 0.7
            row = {
                "opportunity_id": f"o{o}",
                "account_id": f"acc{self.rng.randrange(7)}",
                "opportunity_type": "new",
                "stage": "negotiation",
                "amount": f"{self.rng.random() * 10_000:.2f}",
                "currency": self.rng.choice([*CURRENCIES, "SEK"]),
                "created_at": self._moment(),
                "closed_on": self._day() if closed else None,
                "is_closed": closed,
                "is_won": closed and self.rng.random() < 0.5,
                "loss_reason": "price",
                "competitor": self.rng.choice([None, "acmee", "Acme;Globex", "Globex"]),
            }
            self._generic("opportunities", row, {"amount": "123.45"}, {"stage": "legal"})
            self._generic(
                "opportunity_stage_history",
                {"opportunity_id": f"o{o}", "stage": "legal", "entered_at": self._moment()},
            )

    def _hubspot(self):
        add = self._versions
        for stage, won, closed in (("s1", False, False), ("s2", True, True), ("s3", False, True)):
            add(
                "hubspot",
                "deal_pipeline_stage",
                "_fivetran_synced",
                {
                    "stage_id": stage,
                    "pipeline_id": "default",
                    "label": f"Stage {stage}",
                    "display_order": int(stage[1]),
                    "probability": "0.5",
                    "closed_won": won,
                    "is_closed": closed,
                },
            )
        for c in range(4):
            row = {
                "id": f"{c}",
                "property_name": f"Company {c}",
                "property_domain": f"c{c}.example",
                "property_industry": "Software",
            }
            add("hubspot", "company", "_fivetran_synced", row, {"is_deleted": True})
        for d in range(10):
            add(
                "hubspot",
                "deal",
                "_fivetran_synced",
                {
                    "deal_id": f"{d}",
                    "deal_pipeline_id": "default",
                    "deal_pipeline_stage_id": self.rng.choice(["s1", "s2", "s3"]),
                    "property_amount": f"{self.rng.random() * 1000:.2f}",
                    "property_deal_currency_code": self.rng.choice(CURRENCIES),
                    "property_createdate": self._moment(),
                    "property_closedate": self._moment(),
                    "property_competitors": self.rng.choice([None, "Globex", "acmee"]),
                },
                {"deal_pipeline_stage_id": "s2"},
                {"is_deleted": True},
            )
            link = {"deal_id": f"{d}", "company_id": f"{self.rng.randrange(5)}", "type_id": "1"}
            add("hubspot", "deal_company", "_fivetran_synced", link)
        for merged, into in (("3", "4"), ("4", "5")):
            if self.rng.random() < 0.6:
                row = {"deal_id": into, "merged_deal_id": merged}
                add("hubspot", "merged_deal", "_fivetran_synced", row)

    def _salesforce(self):
        def add(table, row, *changes):
            self._versions("salesforce", table, "_fivetran_synced", row, *changes)

        pick = self.rng.choice
        for code, rate in (("USD", "1"), ("BRL", "5"), ("SEK", "10")):
            row = {"iso_code": code, "conversion_rate": rate, "start_date": date(2025, 1, 1)}
            add("dated_conversion_rate", row, {} if code == "USD" else {"conversion_rate": "7"})
        for a in range(3):
            into = {"master_record_id": f"sa{self.rng.randrange(max(a, 1))}", "is_deleted": True}
            add("account", {"id": f"sa{a}", "name": f"Org {a}"}, into if a else {})
        for c in range(5):
            row = {"id": f"sc{c}", "account_id": f"sa{c % 4}", "created_date": self._moment()}
            into = {"master_record_id": f"sc{self.rng.randrange(max(c, 1))}", "is_deleted": True}
            add("contact", row, into if c else {}, {"is_deleted": True})
            converted = {"is_converted": True, "converted_date": self._moment()}
            row = {"id": f"sl{c}", "is_converted": False, "created_date": self._moment()}
            add("lead", row, converted | {"converted_contact_id": f"sc{c}"})
            row = {"id": f"sm{c}", "campaign_id": "scamp", "lead_id": f"sl{c}"}
            row |= {"has_responded": False, "created_date": self._moment()}
            add("campaign_member", row, {"has_responded": True, "contact_id": f"sc{c}"})
        add("campaign", {"id": "scamp", "name": "Fair"}, {"is_deleted": True})
        for o in range(8):
            stage = pick(["Prospecting", "Closed Won", "Closed Lost"])
            row = {
                "id": f"so{o}",
                "account_id": f"sa{self.rng.randrange(4)}",
                "type": pick(["New Business", "Renewal", "Barter"]),
                "stage_name": stage,
                "is_closed": stage.startswith("Closed"),
                "is_won": stage == "Closed Won",
                "amount": f"{self.rng.random() * 1000:.2f}",
                "currency_iso_code": pick(["BRL", "EUR", None]),
                "close_date": self._day(),
                "created_date": self._moment(),
                "competitors": pick([None, "Globex"]),
            }
            add("opportunity", row, {"amount": "9.99"}, {"is_deleted": True})
            role = {"id": f"sr{o}", "opportunity_id": f"so{o}", "contact_id": f"sc{o % 6}"}
            add("opportunity_contact_role", role, {"is_primary": True})
            for h in range(3):
                change = {"id": f"sh{o}-{h}", "opportunity_id": f"so{o}", "stage_name": stage}
                if h:
                    change["stage_name"] = pick(["Prospecting", "Proposal"])
                add("opportunity_history", change | {"created_date": self._moment()})
            item = {"id": f"si{o}", "opportunity_id": f"so{o}", "product_2_id": "sp"}
            add("opportunity_line_item", item | {"total_price": "50"}, {"total_price": "60"})

    def _sheets(self):
        def amount(most):
            return f"{self.rng.random() * most:.2f}"

        for n in range(10):
            line = {
                "line_item_id": f"line{n}",
                "opportunity_id": self.rng.choice([f"o{n}", f"{n}", f"so{n}"]),
                "product_id": f"p{n % 3}",
                "amount": amount(900),
            }
            self._generic("opportunity_line_items", line, {"amount": "7.77"})
            order = {
                "order_id": f"order{n // 2}",
                "line_number": n % 2 or None,
                "ordered_at": self._moment(),
                "account_id": f"acc{n % 7}",
                "product_id": f"p{n % 3}",
                "amount": amount(500),
                "cost_of_goods": amount(100),
                "currency": self.rng.choice([*CURRENCIES, "SEK"]),
            }
            self._generic("orders", order, {"is_refund": True}, {"ordered_at": self._moment()})
            subscription = {
                "subscription_id": f"sub{n}",
                "account_id": f"acc{n % 7}",
                "product_id": f"p{n % 3}",
                "plan": ("team", "Business", None)[n // 3 % 3],
                "started_on": self._day(),
                "mrr": amount(500),
                "currency": self.rng.choice(CURRENCIES),
                "is_trial": n == 0,
            }
            self._generic("subscriptions", subscription, {"ended_on": self._day()})
            first = self._day()
            cost = {
                "cost_id": f"cost{n}",
                "starts_on": first,
                "ends_on": first + timedelta(days=self.rng.randrange(-1, 40)),
                "cost_type": self.rng.choice(["media", "program", "agency", "people"]),
                "channel": self.rng.choice([None, "paid_search", "Paid Search", "Fairs", "fairs"]),
                "campaign_id": self.rng.choice([None, "c0", "g1"]),
                "product_id": self.rng.choice([None, "p0"]),
                "amount": amount(5000),
                "currency": self.rng.choice(CURRENCIES),
            }
            self._generic("marketing_costs", cost, {"amount": "100.01"}, {"campaign_id": "c1"})
        for month in range(1, 13):
            for scope, name in (("campaign", "c0"), ("channel", "fairs"), ("product", "p0")):
                budget = {
                    "period_start": date(2025, month, 1),
                    "period_end": date(2025, month, 28),
                    "scope": scope,
                    "scope_id": name,
                    "amount": amount(5000),
                    "currency": self.rng.choice(CURRENCIES),
                }
                self._generic("budgets", budget, {"amount": "2800.13"})

    def _launches(self):
        for n in range(5):
            launch = {
                "launch_id": f"launch{n}",
                "name": f"Launch {n}",
                "kind": self.rng.choice([None, "acquisition", "cross_sell"]) if n else None,
                "product_id": self.rng.choice([None, "p0"]),
                "launched_on": self._day(),
                "segments": self.rng.choice([None, "SMB", "mid; enterprise", "nobody"]),
                "target_metric": self.rng.choice([None, "new_signups", "fame"]),
                "target_value": 10,
            }
            self._generic("launches", launch, {"launched_on": self._day()}, {"segments": "smb"})

    def _people(self):
        for u in range(8):
            self._generic(
                "users",
                {
                    "user_id": f"u{u}",
                    "account_id": f"acc{self.rng.randrange(6)}",
                    "created_at": self._moment(),
                    "is_internal": u == 0,
                    "email": self.rng.choice([None, self._mailbox()]),
                    "contact_id": self.rng.choice([None, f"con{self.rng.randrange(6)}"]),
                },
                {"account_id": f"acc{self.rng.randrange(6)}"},
                {"email": self._mailbox()},
                {"contact_id": None},
            )
        for c in range(6):
            self._generic(
                "contacts",
                {
                    "contact_id": f"con{c}",
                    "account_id": self.rng.choice([None, f"acc{self.rng.randrange(6)}"]),
                    "created_at": self._moment(),
                    "email": self._mailbox(),
                    "source": self.rng.choice([None, "podcast", "fair"]),
                    "campaign": self.rng.choice([None, "c0"]),
                },
                {"email": self._mailbox()},
                {"merged_into_contact_id": f"con{self.rng.randrange(c)}"} if c else {},
                {"is_internal": True},
            )
        for i in range(10):
            self._generic(
                "identities",
                {
                    "anonymous_id": f"anon{self.rng.randrange(8)}",
                    "user_id": f"u{i % 8}",
                    "seen_at": self._moment(),
                },
            )

    def _mailbox(self) -> str:
        name, domain = self.rng.randrange(5), self.rng.choice(["c0.example", "gmail.com"])
        return f"p{name}@{domain}"

    def _web(self):
        number = 0
        for _ in range(40):
            start = self._moment()
            if self.rng.random() < 0.2:
                start = start.replace(hour=23, minute=50)
            anonymous = f"anon{self.rng.randrange(8)}"
            campaign = self.rng.choice([None, "c0", "Search 1 v0"])
            for page in range(self.rng.randint(1, 3)):
                number += 1
                row = {
                    "id": f"page{number}",
                    "anonymous_id": anonymous,
                    "timestamp": start + timedelta(minutes=page * self.rng.randint(1, 40)),
                    "url": f"https://example.com/p{page}?to="
                    + ("me%40example.com" if number % 9 == 0 else "1"),
                    "path": f"/p{page}",
                    "referrer": self.rng.choice([None, "https://www.google.com/"]),
                    "context_user_agent": "Mozilla/5.0" if number % 11 else "Googlebot/2.1",
                    "context_campaign_source": "Goog" if campaign else None,
                    "context_campaign_medium": "cpc" if campaign else None,
                    "context_campaign_name": campaign,
                }
                moved = {"timestamp": row["timestamp"] + timedelta(days=self.rng.randint(-2, 2))}
                self._versions("segment", "pages", "received_at", row, moved)
        for i in range(6):
            row = {
                "id": f"ident{i}",
                "anonymous_id": f"anon{self.rng.randrange(8)}",
                "user_id": self.rng.choice([None, f"u{self.rng.randrange(8)}"]),
                "email": self.rng.choice([None, self._mailbox()]),
                "timestamp": self._moment(),
            }
            self._versions("segment", "identifies", "received_at", row)

    def _usage(self):
        for e in range(60):
            row = {
                "event_id": f"e{e}",
                "occurred_at": self._moment(),
                "anonymous_id": f"anon{self.rng.randrange(8)}",
                "user_id": self.rng.choice([None, f"u{self.rng.randrange(8)}"]),
                "event": self.rng.choice(["feature_used", "report_created", "signup_completed"]),
                "feature_key": self.rng.choice([None, "f1", "f2"]),
                "platform": ("web", "web", "mobile", "desktop", None)[e % 5],
                "app_version": (None, "1.0", "1.1")[e % 3],
            }
            self._generic("events", row, {"occurred_at": self._moment()})
        for t in range(40):
            row = {
                "touch_id": f"t{t}",
                "occurred_at": self._moment(),
                "anonymous_id": self.rng.choice([None, f"anon{self.rng.randrange(8)}"]),
                "contact_id": self.rng.choice([None, f"con{self.rng.randrange(6)}"]),
                "account_id": self.rng.choice([None, None, "acc1"]),
                "touch_type": self.rng.choice(["ad_click", "email_click", "event", "impression"]),
                "source": self.rng.choice([None, "podcast", "Goog"]),
                "campaign": self.rng.choice([None, "c0", "{{campaign.name}}", "Search 1 v0"]),
                "campaign_id": self.rng.choice([None, "g1"]),
            }
            self._generic("touchpoints", row, {"occurred_at": self._moment()}, {"source": "news"})

    def _voice(self):
        for r in range(40):
            kind = self.rng.choice(["nps", "nps", "nps", "csat", "voice", "awareness"])
            most = {"nps": 10, "csat": 5, "awareness": 1}.get(kind, 0)
            sent, answered = self._moment(), self.rng.random() < 0.8
            row = {
                "response_id": f"r{r}",
                "survey": self.rng.choice(["quarterly", "after support"]),
                "kind": kind,
                "respondent_id": self.rng.choice([None, f"u{r % 8}", f"con{r % 6}", f"x{r % 5}"]),
                "account_id": self.rng.choice([None, f"acc{r % 7}"]),
                "sent_at": self.rng.choice([None, sent]),
                "responded_at": sent + timedelta(hours=self.rng.randrange(60))
                if answered
                else None,
                "score": self.rng.randint(int(kind == "csat"), most) if most else None,
                "theme": self.rng.choice([None, "Exports", "exports", "Dark mode"]),
                "product_id": self.rng.choice([None, "p0"]),
            }
            self._generic(
                "survey_responses", row, {"score": 1 if most else None}, {"theme": "prices"}
            )

    def _emails(self):
        number = 0
        for campaign in range(3):
            named = {"id": f"m{campaign}", "name": f"News {campaign}"}
            self._versions("hubspot", "email_campaign", "_fivetran_synced", named, {"name": "c0"})
        for _ in range(25):
            mail = {"recipient": self._mailbox(), "email_campaign_id": f"m{self.rng.randrange(3)}"}
            sent = self._moment()
            kinds = ["SENT", self.rng.choice(["DELIVERED", "DELIVERED", "BOUNCE"]), "OPEN", "CLICK"]
            for step, kind in enumerate([*kinds, "PROCESSED"][: self.rng.randint(1, 5)]):
                number += 1
                row = mail | {"id": f"ev{number}", "type": kind, "filtered_event": False}
                row["created"] = sent + timedelta(minutes=20 * step)
                changes = {"filtered_event": True}, {"created": sent + timedelta(days=1)}
                self._versions("hubspot", "email_event", "_fivetran_synced", row, *changes)
        for e in range(25):
            row = {
                "event_id": f"mail{e}",
                "occurred_at": self._moment(),
                "event_type": self.rng.choice(["delivered", "delivered", "open", "click"]),
                "recipient_id": self.rng.choice([f"u{e % 3}", f"con{e % 3}"]),
                "campaign_id": self.rng.choice([None, "g0"]),
                "campaign_name": self.rng.choice([None, "Digest", "Old digest"]),
            }
            self._generic("email_events", row, {"is_machine": True}, {"event_type": "delivered"})
        for f in range(6):
            form = {"contact_id": f"{f % 4}", "form_id": "f1", "timestamp": self._moment()}
            form |= {"title": "Demo", "page_url": "https://example.com/p1"}
            self._versions("hubspot", "contact_form_submission", "_fivetran_synced", form)

    def _experiments(self):
        for e in range(30):
            variant = self.rng.choice(["control", "new"])
            seen = self.rng.random() < 0.6
            row = {
                "event_id": f"x{e}",
                "occurred_at": self._moment(),
                "user_id": self.rng.choice([None, f"u{e % 8}"]),
                "anonymous_id": f"anon{e % 8}",
                "event": "experiment_viewed" if seen else "demo_requested",
                "properties": f'{{"experiment":"x{e % 2}","variant":"{variant}"}}',
                "url": "https://example.com/blog/first",
            }
            self._generic("events", row, {"event": "cta_clicked"})

    def _exposed_visits(self):
        """Visits that an ad campaign brought, during which people are shown a variant."""
        first = datetime.combine(LAST_DAY - timedelta(days=150), datetime.min.time())
        for e in range(24):
            # the first are people who do other things too
            person = {"anonymous_id": f"{'anon' if e < 8 else 'seen'}{e}", "platform": "web"}
            opened = first + timedelta(days=e, hours=e % 20)
            page = {"event_id": f"visit{e}", "event": "page_viewed", "occurred_at": opened} | person
            url = "https://example.com/p1?utm_source=google&utm_medium=cpc&utm_id=g"
            self._generic("events", page | {"url": f"{url}{e % 3}"}, {"url": f"{url}0"})
            seen = {"event_id": f"shown{e}", "event": "experiment_viewed"} | person
            seen |= {"occurred_at": opened + timedelta(minutes=5)}
            names = f'"experiment":"landing{e % 2}","variant":"{"ab"[e % 3 % 2]}"'
            seen |= {"properties": f"{{{names}}}"}
            self._generic("events", seen, {"occurred_at": opened + timedelta(minutes=50)})

    def _funnel(self):
        """People and deals on their way: stages skipped, left out of order, lost and re-opened."""
        stages = ("lead_at", "mql_at", "sal_at", "sql_at", "customer_at", "disqualified_at")
        for c in range(8):
            row = {"contact_id": f"way{c}", "account_id": f"acc{c % 6}"}
            row |= {"created_at": self._moment(), "source": self.rng.choice([None, "podcast"])}
            row |= {stage: self._moment() for stage in stages if self.rng.random() < 0.6}
            row |= {"lead_at": row.get("lead_at") or self._moment()}
            merged = {"merged_into_contact_id": f"way{self.rng.randrange(c)}"} if c else {}
            self._generic("contacts", row, {"mql_at": self._moment()}, merged)
            deal = {
                "opportunity_id": f"way{c}",
                "account_id": f"acc{c % 6}",
                "contact_id": f"way{c}",
                "stage": "closed",
                "amount": f"{self.rng.random() * 900:.2f}",
                "currency": self.rng.choice([*CURRENCIES, "SEK"]),
                "created_at": self._moment(),
                "closed_on": self._day(),
                "is_closed": c % 4 > 0,
                "is_won": c % 2 > 0,
                "loss_reason": self.rng.choice([None, "No decision", "price"]),
            }
            self._generic("opportunities", deal, {"closed_on": self._day()})
            for stage in ("open", "closed", "open again"):
                entry = {"opportunity_id": f"way{c}", "stage": stage}
                self._generic("opportunity_stage_history", entry | {"entered_at": self._moment()})
        for d in range(8):
            for value in ("s1", "s3", "s1", "s2")[: 1 + d % 4]:
                entry = {"deal_id": f"{d}", "value": value, "date_entered": self._moment()}
                self._versions("hubspot", "deal_stage", "_fivetran_synced", entry)
        for p in range(2):
            market = {"market_size": 9_000 * (p + 1), "market_growth": "0.1", "currency": "EUR"}
            product = {"product_id": f"p{p}", "name": f"Product {p}"} | market
            self._generic("products", product, {"market_growth": "0.2"})

    def _features(self):
        """A sheet that changes its mind, and weeks of use dense enough to adopt something."""
        for feature, plans, names in (
            ("f1", "team;business", None),
            ("f2", None, "report_created; exported"),
            ("f3", "enterprise", "feature_used"),
        ):
            row = {
                "feature_key": feature,
                "product_id": "p0",
                "name": feature,
                "released_on": None if feature == "f3" else LAST_DAY - timedelta(days=300),
                "plans": plans,
                "is_core": feature == "f2",
                "event_names": names,
            }
            released = {"released_on": LAST_DAY - timedelta(days=self.rng.randrange(200))}
            self._versions(
                "generic",
                "features",
                "updated_at",
                row,
                released,
                {"event_names": "exported"},
                {"plans": None},
            )
        for e in range(60):
            start = LAST_DAY - timedelta(days=40 + 70 * (e % 3))
            row = {
                "event_id": f"use{e}",
                "occurred_at": datetime.combine(start, datetime.min.time())
                + timedelta(hours=self.rng.randrange(25 * 24)),
                "user_id": f"u{1 + e % 4}",
                "account_id": self.rng.choice([None, f"acc{self.rng.randrange(4)}"]),
                "event": self.rng.choice(["exported", "feature_used", "report_created"]),
                "feature_key": self.rng.choice([None, "f1", "f2"]),
                "platform": self.rng.choice(["web", "mobile", "extension"]),
                "app_version": f"2.{e % 3}",
            }
            self._generic("events", row, {"occurred_at": self._moment()}, {"feature_key": "f1"})

    def _plans(self):
        metrics = ["sign_ups", "win_rate", "feature_uses", "click_through_rate", "new_mrr"]
        metrics += ["retention_day_28", "net_revenue_retention", "bookings", "cross_sell_rate"]

        def end(lowest=1):
            return f"{lowest + self.rng.random() * 50:.3f}"

        for o in range(5):
            parent = f"obj{self.rng.randrange(o)}" if o else None
            objective = {
                "objective_id": f"obj{o}",
                "parent_objective_id": parent,
                "level": ["company", "team", "person"][min(o, 2)],
                "owner": self.rng.choice(["Growth", "me@c0.example"]),
                "name": f"Objective {o}",
                "pma_part": self.rng.choice(["launches", "adoption", None]),
                "starts_on": LAST_DAY - timedelta(days=self.rng.choice([20, 100, 300])),
                "ends_on": LAST_DAY + timedelta(days=self.rng.choice([-30, 5, 60])),
                "weight": self.rng.choice([None, "0", "2.5"]) if o else None,
            }
            self._generic("objectives", objective, {"weight": "3"}, {"parent_objective_id": None})
        for k in range(10):
            metric = self.rng.choice(metrics)
            key_result = {
                "key_result_id": f"kr{k}",
                "objective_id": f"obj{k % 6}",
                "name": f"Key result {k}",
                "metric": metric,
                "filter": "feature=f1" if metric == "feature_uses" else None,
                "direction": self.rng.choice([None, "increase", "decrease", "maintain"]),
                "baseline_value": self.rng.choice([None, "0", "0.5", "7"]),
                "target_value": self.rng.choice(["0.5", end()]),
                "weight": self.rng.choice([None, "0", "1", "3"]),
                "shared_with": self.rng.choice([None, "Sales; PMM", "you@c0.example;;Sales"]),
            }
            self._generic("key_results", key_result, {"metric": "leads"}, {"target_value": end()})
        for i in range(6):
            shipped = self._moment()
            initiative = {
                "initiative_id": f"init{i}",
                "name": f"Initiative {i}",
                "opportunity": self.rng.choice([None, f"o{i};o{i + 1}", "more of them"]),
                "product_id": self.rng.choice([None, "p0"]),
                "owner": self.rng.choice([None, "Product"]),
                "status": self.rng.choice(["shipped", "measured", "committed", None]),
                "committed_at": shipped - timedelta(days=30),
                "planned_ship_on": shipped.date() - timedelta(days=self.rng.randint(-9, 9)),
                "shipped_at": None if i == 5 else shipped,
                "hypothesis": self.rng.choice([None, "it helps"]),
                "outcome_metric": self.rng.choice([None, *metrics]),
                "baseline_value": "0",
                "target_value": self.rng.choice([None, end()]),
                "window_days": self.rng.choice([None, 14, 90]),
            }
            self._generic("roadmap_initiatives", initiative, {"shipped_at": self._moment()})
            self._generic("initiative_features", {"initiative_id": f"init{i}", "feature_key": "f1"})

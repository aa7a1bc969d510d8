"""Settings: defaults, overrides, and errors that name the key, the value and what is allowed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dagster_project.lib.settings import Connection, SettingsError, TableMapping, load_settings


def load(home, document: str = "", **env: str):
    (home / "pma.yml").write_text(document)
    return load_settings(home, env)


def test_defaults(tmp_path):
    settings = load_settings(tmp_path, {})
    assert settings.raw_dir == tmp_path / "raw"
    assert settings.warehouse_path == tmp_path / "warehouse" / "pma.duckdb"
    assert settings.published_dir == tmp_path / "published"
    assert settings.dagster_dir == tmp_path / "dagster"
    assert settings.vars["reporting_currency"] == "USD" and settings.keep_snapshots == 7
    assert settings.sources["hubspot"].connections == (Connection("hubspot", "hubspot"),)
    assert all(source.enabled for source in settings.sources.values())
    assert abs((settings.as_of - datetime.now(UTC)).total_seconds()) < 60


def test_home_comes_from_the_environment(tmp_path, monkeypatch):
    assert load_settings(env={"PMA_HOME": str(tmp_path)}).home == tmp_path
    monkeypatch.chdir(tmp_path)
    assert load_settings(env={}).home == tmp_path / "data"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31T02:00:00", datetime(2026, 1, 31, 2, tzinfo=UTC)),
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T02:00:00+02:00", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T02:00:00Z", datetime(2026, 1, 31, 2, tzinfo=UTC)),
    ],
)
def test_as_of_is_utc(tmp_path, text, moment):
    assert load(tmp_path, PMA_AS_OF=text).as_of == moment


def test_a_key_that_stands_twice_is_named_with_its_line(tmp_path):
    with pytest.raises(SettingsError, match=r"(?s)'vars' stands twice.*line 2, column 1"):
        load(tmp_path, "vars: {brand_terms: [a]}\nvars: {week_start: sunday}\n")


def test_a_key_that_is_no_name_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="unhashable key"):
        load(tmp_path, "? [vars, sources]\n: {week_start: sunday}\n")


def test_overrides(tmp_path):
    settings = load(
        tmp_path,
        """
vars: {reporting_timezone: Europe/Berlin, internal_domains: [example.com]}
keep_snapshots: 3
sources:
  google_ads: {enabled: false}
  generic:
    connections:
      - name: generic
        files: sheets
        tables:
          ad_performance:
            rename: {spend: Cost}
            constants: {platform: google_ads, account_id: 17}
            formats: {date: ['%m/%d/%Y']}
            values: {strategy: {D: demand}}
            file_pattern: '*.csv'
      - {name: emea, schema: emea_ads, database: emea.duckdb}
""",
        PMA_WEBHOOK_URL="https://hooks.example.com/x",
    )
    assert settings.vars["reporting_timezone"] == "Europe/Berlin"
    assert settings.vars["week_start"] == "monday"
    assert settings.keep_snapshots == 3 and settings.webhook_url == "https://hooks.example.com/x"
    assert not settings.sources["google_ads"].enabled
    sheets, emea = settings.sources["generic"].connections
    assert sheets.files == "sheets" and emea == Connection("emea", None, "emea_ads", "emea.duckdb")
    assert sheets.mapping("ad_performance") == TableMapping(
        rename={"spend": "Cost"},
        constants={"platform": "google_ads", "account_id": "17"},
        formats={"date": ("%m/%d/%Y",)},
        values={"strategy": {"D": "demand"}},
        file_pattern="*.csv",
    )
    assert sheets.mapping("accounts") == TableMapping()


GENERIC = "sources: {generic: {connections: [%s]}}"
TABLE = GENERIC % "{name: generic, tables: {ad_performance: {%s}}}"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("vars: {reporting_currensy: EUR}", ["reporting_currensy", "did you mean"]),
        ("vars: {reporting_currency: eur}", ["vars.reporting_currency", "'eur'", "ISO 4217"]),
        ("vars: {reporting_timezone: Berlin}", ["vars.reporting_timezone", "'Berlin'", "IANA"]),
        (
            "vars: {attribution_exposures: [session]}",
            ["attribution_exposures", "session", "impression"],
        ),
        ("vars: {fiscal_year_start_month: 13}", ["fiscal_year_start_month", "13", "from 1 to 12"]),
        ("vars: {fiscal_year_start_month: true}", ["fiscal_year_start_month", "True"]),
        ("vars: {week_start: friday}", ["vars.week_start", "'friday'", "monday, sunday"]),
        ("vars: {mau_days: 28.5}", ["vars.mau_days", "28.5", "whole number"]),
        ("vars: {internal_domains: example.com}", ["internal_domains", "a list of texts"]),
        ("vars: {key_events: [1]}", ["vars.key_events", "[1]"]),
        ("vars: {awareness_components: [fame]}", ["awareness_components", "fame", "direct_sess"]),
        (
            "vars: {attribution_journeys: [person]}",
            ["vars.romi_journey", "account", "vars.attribution_journeys: person"],
        ),
        (
            "vars: {portfolio_weights: {nrr: 0.5, margin: 0.4}}",
            ["vars.portfolio_weights", "add up to 1", "0.9"],
        ),
        ("vars: {portfolio_weights: {fame: 1}}", ["vars.portfolio_weights", "fame", "nrr"]),
        ("vars: {portfolio_winsor: 0.5}", ["vars.portfolio_winsor", "0.5"]),
        ("vars: {wau_days: 60}", ["vars.wau_days", "60", "at most vars.mau_days, 28"]),
        ("vars: {internal_domains: ['@a.com']}", ["internal_domains", "@a.com", "without @"]),
        ("vars: {renewal_term_months: 1}", ["vars.renewal_grace_days", "30", "at most 13"]),
        ("vars: {portfolio_floor: 0.7}", ["vars.portfolio_floor", "0.7", "vars.portfolio_cap"]),
        (
            "vars: {attribution_models: [first]}",
            ["vars.portfolio_attribution_model", "linear", "first"],
        ),
        (
            "vars: {ad_account_owners: {google_ads: kim@example.com}}",
            ["vars.ad_account_owners.google_ads", "kim@example.com", "no e-mail address"],
        ),
        ("vars: {ad_account_owners: {17: growth}}", ["vars.ad_account_owners", "17", "text"]),
        ("vars: {budget_cost_basis: all}", ["vars.budget_cost_basis", "all", "fully_loaded"]),
        ("vars: {awareness_components: []}", ["vars.awareness_components", "[]"]),
        ("vars: {bot_user_agent_pattern: '('}", ["bot_user_agent_pattern", "regular expression"]),
        ("vars: {fx_missing_severity: stop}", ["fx_missing_severity", "'stop'", "warn, error"]),
        ("vars: {cross_sell_eligibility: any}", ["cross_sell_eligibility", "segment, all"]),
        ("vars: {awareness_components: [unaided]}", ["awareness_components", "aided_awareness"]),
        ("vars: {nps_window_days: 0}", ["vars.nps_window_days", "0", "from 1 to 3650"]),
        ("vars: {content_attribution_model: best}", ["content_attribution_model", "linear"]),
        ("vars: {variant_properties: [a.b]}", ["variant_properties", "a.b", "letters"]),
        ("vars: {experiment_splits: {x: {a: 0.5}}}", ["experiment_splits.x", "make 1"]),
        ("vars: {experiment_splits: {x: 1}}", ["experiment_splits.x", "mapping"]),
        ("vars: {experiment_roas_days: 0}", ["vars.experiment_roas_days", "0", "from 1 to 366"]),
        ("vars: {okr_bands: [0.7, 0.4]}", ["vars.okr_bands", "the lower one first"]),
        ("vars: {okr_depth: 0}", ["vars.okr_depth", "0", "from 1 to 20"]),
        ("vars: {roadmap_window_days: none}", ["roadmap_window_days", "'none'", "whole number"]),
        ("vars: [1]", ["vars", "mapping"]),
        ("vras: {}", ["pma.yml", "'vras'", "did you mean 'vars'"]),
        ("[", ["pma.yml", "YAML"]),
        ("keep_snapshots: 0", ["keep_snapshots", "0", "from 1"]),
        ("sources: {gogle_ads: {}}", ["sources", "'gogle_ads'", "did you mean 'google_ads'"]),
        ("sources: {hubspot: {enabled: 'off'}}", ["sources.hubspot.enabled", "'off'", "true or"]),
        ("sources: {hubspot: {enable: true}}", ["sources.hubspot", "'enable'"]),
        ("sources: {hubspot: {connections: []}}", ["sources.hubspot.connections", "[]"]),
        (GENERIC % "{files: x}", ["connections[0].name", "None"]),
        (GENERIC % "{name: Eu Ads}", ["connections[0].name", "'Eu Ads'", "lower-case"]),
        (GENERIC % "{name: a}, {name: a}", ["sources.generic.connections", "every name once"]),
        (GENERIC % "{name: a, files: ../x}", ["a.files", "'../x'", "one folder"]),
        (GENERIC % "{name: a, files: /etc}", ["a.files", "'/etc'"]),
        (GENERIC % "{name: a, files: .., }", ["a.files", "'..'"]),
        (GENERIC % "{name: a, files: hubspot}", ["a folder of its own", "generic", "hubspot"]),
        (GENERIC % "{name: a, files: x, schema: y}", ["a.files", "either files or schema"]),
        (GENERIC % "{name: a, database: y.duckdb}", ["a.database", "together with schema"]),
        (GENERIC % "{name: a, tables: {ads: {}}}", ["connections.a.tables", "'ads'"]),
        (TABLE % "renam: {}", ["generic.tables.ad_performance", "'renam'", "did you mean"]),
        (TABLE % "rename: {cost: Cost}", ["ad_performance.rename", "'cost'"]),
        (TABLE % "rename: {spend: 1}", ["rename.spend", "1"]),
        (TABLE % "constants: {spend: [1]}", ["constants.spend", "[1]"]),
        (TABLE % "values: {spend: 3}", ["values.spend", "3", "mapping"]),
        (TABLE % "rename: {spend: x}, constants: {spend: 1}", ["rename or constant"]),
        (TABLE % "values: {spend: {x: 1}}, constants: {spend: 1}", ["values or constant"]),
        (TABLE % "formats: {spend: ['%d']}", ["formats.spend", "date and timestamp", "decimal"]),
        (TABLE % "formats: {date: ['dd.mm.yyyy']}", ["formats.date", "'dd.mm.yyyy'", "strptime"]),
        (TABLE % "file_pattern: ../*.csv", ["file_pattern", "without /"]),
        (
            "vars: {health_weights: {usage: 0.5, seats: 0.4}}",
            ["vars.health_weights", "0.4", "weights that add up to 1"],
        ),
        ("vars: {health_weights: {usage: 0.5, luck: 0.5}}", ["vars.health_weights", "'luck'"]),
        ("vars: {launch_baseline: moon}", ["vars.launch_baseline", "'moon'", "weekday, trend"]),
        ("vars: {drivers_days: 29}", ["vars.drivers_days", "29", "0 to 28"]),
        ("vars: {drivers_held_out_share: 0.6}", ["drivers_held_out_share", "up to 0.5"]),
        ("vars: {drivers_min_conversions: 3}", ["drivers_min_conversions", "from 10 up"]),
        ("vars: {plg_rules: {}}", ["vars.plg_rules", "one version or more"]),
        (
            "vars: {plg_rules: {v1: {activation: {days: 7}, pql: {days: 28, users: 2}}}}",
            ["vars.plg_rules.v1.activation", "days and one or more of active_days"],
        ),
        (
            "vars: {plg_rules: {v1: {activation: {days: 7, event: 1}, pql: {days: 9, users: 2}}}}",
            ["vars.plg_rules.v1.activation", "'event'", "did you mean 'events'"],
        ),
        (
            "vars: {plg_rules: {v1: {activation: {days: 7, users: 2}, pql: {days: 9, users: 2}}}}",
            ["vars.plg_rules.v1.activation", "users only in pql"],
        ),
    ],
)
def test_errors_name_key_value_and_what_is_allowed(tmp_path, document, words):
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, document)
    for word in words:
        assert word in str(raised.value)


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"PMA_AS_OF": "last night"}, ["PMA_AS_OF", "'last night'", "ISO timestamp"]),
        ({"PMA_WEBHOOK_URL": "hooks.example.com"}, ["PMA_WEBHOOK_URL", "https://"]),
    ],
)
def test_errors_of_the_environment(tmp_path, env, words):
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, **env)
    for word in words:
        assert word in str(raised.value)


def test_a_webhook_is_never_shown(tmp_path):
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, PMA_WEBHOOK_URL="secret-token")
    assert "secret-token" not in str(raised.value)


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ("funnel_stages: [lead, customer]", ["vars.funnel_stages", "opportunity and customer"]),
        ("funnel_stages: [customer, opportunity]", ["vars.funnel_stages", "as the last stage"]),
        ("funnel_stages: [lead, demo, opportunity, customer]", ["'demo'", "funnel_stage_map"]),
        ("funnel_stage_map: {Qualified: sqll}", ["funnel_stage_map.Qualified", "'sqll'", "lost"]),
        ("funnel_windows: []", ["vars.funnel_windows", "[30, 90]"]),
        ("funnel_windows: [30, 0]", ["vars.funnel_windows", "from 1 to 3650"]),
        ("messaging_model: linear", ["vars.messaging_model", "'linear'", "last_non_direct"]),
        ("attribution_models: [first, linear]", ["messaging_model", "'last_non_direct'", "first"]),
        ("messaging_cost_basis: all", ["vars.messaging_cost_basis", "fully_loaded"]),
    ],
)
def test_a_funnel_that_leaks_is_refused(tmp_path, document, named):
    with pytest.raises(SettingsError) as refused:
        load(tmp_path, f"vars:\n  {document}\n")
    assert all(part in str(refused.value) for part in named), refused.value


def test_a_stage_of_its_own_needs_a_word_of_the_crm(tmp_path):
    settings = load(
        tmp_path,
        "vars:\n  funnel_stages: [lead, demo, opportunity, customer]\n"
        "  funnel_stage_map: {Demo booked: demo, dead: lost}\n",
    )
    assert settings.vars["funnel_stage_map"]["Demo booked"] == "demo"

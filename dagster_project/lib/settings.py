"""What a deployment may set, read and checked once at start.

Belongs here: paths under PMA_HOME, the clock, `vars` and `sources` of pma.yml, and the checks that
make every error name the key, the value and what is allowed.
Does not belong here: what tables look like (contract.py), reading files (landing.py).
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import available_timezones

import yaml

from dagster_project.lib.contract import DBT_DIR, Table, load_contract

CURRENCIES = frozenset(
    re.findall(
        r"\w+",
        """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP
    BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB
    EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD
    JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
    MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD
    RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY
    TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW
    ZWG ZWL
    """,
    )
)
"""ISO 4217 codes that money may be in: the current list and the codes withdrawn since 2015."""

ATTRIBUTION_MODELS = (
    *("first", "last", "last_non_direct", "first_paid", "last_paid", "linear", "position"),
    *("time_decay", "u_shaped", "w_shaped", "full_path", "markov", "shapley"),
)
PATH_TRANSFORMS = (
    *("unique", "exposure", "first", "frequency"),
    *("remove_if_not_all", "remove_if_last_and_not_all"),
)
PORTFOLIO_INPUTS = (
    *("market_growth", "pipeline_growth", "new_arr_growth", "adoption_growth", "nrr", "win_rate"),
    *("margin", "romi_profit", "marginal_roas"),
)
SECTIONS = ("vars", "sources", "keep_snapshots")
NAME = re.compile(r"[a-z0-9][a-z0-9_]*")
FOLDER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


class SettingsError(ValueError):
    """A setting that cannot be used; the message names key, value and what is allowed."""


@dataclass(frozen=True)
class TableMapping:
    """How the files of one table differ from the contract; empty means not at all.

    `rename`: contract column → column in the file. `constants`: contract column → text that every
    row gets. `formats`: date or timestamp column → strptime formats tried after ISO. `values`:
    contract column → what the file writes → what the contract understands.
    """

    rename: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    formats: dict[str, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    file_pattern: str | None = None


@dataclass(frozen=True)
class Connection:
    """One account of a vendor. `name` becomes `_source_relation`.

    Rows come either from the folder raw/`files` or from the tables of `schema`, in the warehouse
    itself or in the DuckDB file `database`.
    """

    name: str
    files: str | None
    schema: str | None = None
    database: str | None = None
    tables: dict[str, TableMapping] = field(default_factory=dict)

    def mapping(self, table: str) -> TableMapping:
        return self.tables.get(table, TableMapping())


@dataclass(frozen=True)
class SourceConfig:
    """Whether a source is read, and through which connections."""

    enabled: bool
    connections: tuple[Connection, ...]


@dataclass(frozen=True)
class Settings:
    """One deployment on one night. `as_of` is timezone-aware UTC and the only clock."""

    home: Path
    as_of: datetime
    vars: dict[str, object]
    sources: dict[str, SourceConfig]
    webhook_url: str | None = None
    keep_snapshots: int = 7

    @property
    def raw_dir(self) -> Path:
        return self.home / "raw"

    @property
    def warehouse_path(self) -> Path:
        return self.home / "warehouse" / "pma.duckdb"

    @property
    def published_dir(self) -> Path:
        return self.home / "published"

    @property
    def dagster_dir(self) -> Path:
        return self.home / "dagster"


def load_settings(home: Path | None = None, env: Mapping[str, str] = os.environ) -> Settings:
    """Read and check everything a deployment set; raises SettingsError on the first bad value."""
    home = Path(home or env.get("PMA_HOME") or "data").expanduser().resolve()
    contract = load_contract()
    document = _document(home / "pma.yml")
    return Settings(
        home=home,
        as_of=_as_of(env.get("PMA_AS_OF")),
        vars=_vars(document.get("vars")),
        sources=_sources(document.get("sources"), contract),
        webhook_url=_webhook_url(env.get("PMA_WEBHOOK_URL")),
        keep_snapshots=_integer(1)("keep_snapshots", document.get("keep_snapshots", 7)),
    )


# --- helpers that word the errors ---------------------------------------------------------------


def _refuse(key: str, value: object, allowed: str) -> SettingsError:
    return SettingsError(f"{key}: {value!r} is not allowed; allowed: {allowed}")


def _unknown(key: str, name: object, known) -> SettingsError:
    close = difflib.get_close_matches(str(name), list(known), n=1)
    hint = f" (did you mean {close[0]!r}?)" if close else ""
    return SettingsError(f"{key}: unknown name {name!r}{hint}; allowed: {', '.join(known)}")


def _mapping(key: str, value: object, known=None) -> dict:
    """A YAML mapping; with `known`, one whose names all stand in it."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _refuse(key, value, "a mapping of names to values")
    for name in value:
        if not isinstance(name, str):
            raise _refuse(key, name, "names that are text")
        if known is not None and name not in known:
            raise _unknown(key, name, known)
    return value


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _refuse(key, value, "text that is not empty")
    return value


def _document(path: Path) -> dict:
    if not path.exists():
        return {}
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}: cannot be read as YAML: {error}") from error
    return _mapping(path.name, document, SECTIONS)


def _as_of(text: str | None) -> datetime:
    if not text:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        allowed = "an ISO timestamp such as 2026-01-31T02:00:00 (UTC unless it has an offset)"
        raise _refuse("PMA_AS_OF", text, allowed) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _webhook_url(text: str | None) -> str | None:
    if text and not re.match(r"https?://[^\s/]+", text):
        raise SettingsError("PMA_WEBHOOK_URL: allowed: a URL that starts with https:// or http://")
    return text or None


# --- vars ---------------------------------------------------------------------------------------

Check = Callable[[str, object], object]


def _integer(lowest: int, highest: int | None = None) -> Check:
    allowed = f"a whole number from {lowest}" + (f" to {highest}" if highest else " up")

    def check(key: str, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise _refuse(key, value, allowed)
        if value < lowest or (highest is not None and value > highest):
            raise _refuse(key, value, allowed)
        return value

    return check


def _one_of(*allowed: str) -> Check:
    def check(key: str, value: object) -> str:
        if value not in allowed:
            raise _refuse(key, value, ", ".join(allowed))
        return value

    return check


def _some_of(*allowed: str, least: int = 1) -> Check:
    """A list of distinct names; `least` 0 allows an empty one."""

    def check(key: str, value: object) -> list[str]:
        names = _texts(key, value)
        if len(names) < least or not set(names) <= set(allowed) or len(set(names)) < len(names):
            kind = "one or more" if least else "any"
            raise _refuse(key, value, f"{kind} of {', '.join(allowed)}, each at most once")
        return names

    return check


def _timezone(key: str, value: object) -> str:
    if value not in available_timezones():
        raise _refuse(key, value, "an IANA time zone such as Europe/Berlin")
    return value


def _currency(key: str, value: object) -> str:
    if value not in CURRENCIES:
        raise _refuse(key, value, "an ISO 4217 code in capitals such as USD")
    return value


def _currency_or_none(key: str, value: object) -> str:
    return value if value == "" else _currency(key, value)


def _rate(key: str, value: object) -> float:
    """A share of a whole, such as a discount per year."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _refuse(key, value, "a number from 0 to 1")
    return float(value)


def _half(key: str, value: object) -> float:
    """A share that fits twice into a whole."""
    if _rate(key, value) >= 0.5:
        raise _refuse(key, value, "a number from 0 to less than 0.5")
    return float(value)


def _weights(key: str, value: object) -> dict[str, float]:
    """Weights of known inputs that add up to 1; inputs left out weigh nothing."""
    given = {
        name: _rate(f"{key}.{name}", weight)
        for name, weight in _mapping(key, value, PORTFOLIO_INPUTS).items()
    }
    if abs(sum(given.values()) - 1) > 1e-9:
        raise _refuse(key, value, f"weights that add up to 1, not {sum(given.values()):g}")
    return given


def _owners(key: str, value: object) -> dict[str, str]:
    """Ad accounts or platforms -> who answers for them. Owners are published: no addresses."""
    owners = _mapping(key, value)
    for name, owner in owners.items():
        if "@" in _text(f"{key}.{name}", owner):
            raise _refuse(f"{key}.{name}", owner, "a team or role, no e-mail address")
    return owners


def _band(key: str, value: object) -> list[float]:
    """A lower and an upper bound."""
    numbers = isinstance(value, list) and all(
        isinstance(n, int | float) and not isinstance(n, bool) for n in value
    )
    if not numbers or len(value) != 2 or not 0 <= value[0] <= value[1]:
        raise _refuse(key, value, "two numbers, the lower one first, such as [3, 5]")
    return value


def _texts(key: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise _refuse(key, value, "a list of texts")
    return value


HEALTH_PARTS = ("usage", "seats", "renewal", "nps")


def _health_weights(key: str, value: object) -> dict[str, float]:
    """A weight per part of the health score; parts that are left out do not count."""
    weights = {n: _rate(f"{key}.{n}", w) for n, w in _mapping(key, value, HEALTH_PARTS).items()}
    if abs(sum(weights.values()) - 1) > 1e-9:
        raise _refuse(key, value, "weights that add up to 1")
    return weights


PLG_MEASURES = ("active_days", "events", "features", "users", "feature:<key>")


def _plg_rules(key: str, value: object) -> dict:
    """Rule sets by version; each step has its days and at least one condition."""
    versions = _mapping(key, value)
    if not versions:
        raise _refuse(key, value, "one version or more")
    for version, steps in versions.items():
        name = f"{key}.{version}"
        for step in ("activation", "pql"):
            if step not in _mapping(name, steps, ("activation", "pql")):
                raise _refuse(name, steps, "both steps, activation and pql")
            _plg_step(f"{name}.{step}", steps[step])
    return versions


def _plg_step(key: str, step: object) -> None:
    conditions = _mapping(key, step)
    for measure, least in conditions.items():
        known = measure in ("days", *PLG_MEASURES[:4]) or re.fullmatch("feature:.+", measure)
        if not known:
            raise _unknown(key, measure, ("days", *PLG_MEASURES))
        if key.endswith(".activation") and measure == "users":
            raise _refuse(key, measure, "users only in pql: activation is about one person")
        _integer(1, 365 if measure == "days" else None)(f"{key}.{measure}", least)
    if "days" not in conditions or len(conditions) < 2:
        raise _refuse(key, step, f"days and one or more of {', '.join(PLG_MEASURES)}")


def _splits(key: str, value: object) -> dict[str, dict[str, float]]:
    """Planned shares of the variants of experiments; those of one experiment make 1."""
    for experiment, shares in _mapping(key, value).items():
        numbers = _mapping(f"{key}.{experiment}", shares).values()
        usable = all(
            isinstance(n, int | float) and not isinstance(n, bool) and n > 0 for n in numbers
        )
        if not numbers or not usable or abs(sum(numbers) - 1) > 1e-9:
            raise _refuse(f"{key}.{experiment}", shares, "a share per variant, which make 1")
    return _mapping(key, value)


def _property_names(key: str, value: object) -> list[str]:
    names = _texts(key, value)
    for name in names:
        if not re.fullmatch(r"[A-Za-z0-9_]+", name):
            raise _refuse(key, name, "names of letters, digits and _")
    return names


def _pattern(key: str, value: object) -> str:
    try:
        re.compile(_text(key, value))
    except re.error as error:
        raise _refuse(key, value, f"a regular expression ({error})") from error
    return value


def _boolean(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _refuse(key, value, "true or false")
    return value


FUNNEL_DATES = ("lead", "mql", "sal", "sql", "opportunity", "customer")
ONE_TOUCH_MODELS = ("first", "last", "last_non_direct", "first_paid", "last_paid")


def _stages(key: str, value: object) -> list[str]:
    """Stages of the funnel in order: each once, and those that won and open deals enter."""
    stages = _texts(key, value)
    if len(set(stages)) < len(stages) or not {"opportunity", "customer"} <= set(stages):
        raise _refuse(key, value, "every stage once, opportunity and customer among them")
    if stages[-1] != "customer" or "lost" in stages:
        raise _refuse(key, value, "customer as the last stage, and no stage called lost")
    return stages


def _windows(key: str, value: object) -> list[int]:
    days = isinstance(value, list) and [_integer(1, 3650)(key, item) for item in value]
    if not days or len(set(days)) < len(days):
        raise _refuse(key, value, "one or more different numbers of days, such as [30, 90]")
    return days


def _refuse_a_funnel_that_leaks(values: dict[str, object]) -> None:
    """Stages that nothing enters, words for stages that are none, a model nobody computes."""
    stages, words = values["funnel_stages"], values["funnel_stage_map"]
    for word, stage in words.items():
        if stage not in (*stages, "lost"):
            allowed = ", ".join((*stages, "lost"))
            raise _refuse(f"vars.funnel_stage_map.{word}", stage, allowed)
    for stage in stages:
        if stage not in FUNNEL_DATES and stage not in words.values():
            allowed = f"{', '.join(FUNNEL_DATES)} or a stage that funnel_stage_map names"
            raise _refuse("vars.funnel_stages", stage, allowed)
    if values["messaging_model"] not in values["attribution_models"]:
        allowed = ", ".join(m for m in values["attribution_models"] if m in ONE_TOUCH_MODELS)
        raise _refuse("vars.messaging_model", values["messaging_model"], allowed)


CHECKS: dict[str, Check] = {
    "reporting_timezone": _timezone,
    "reporting_currency": _currency,
    "crm_home_currency": _currency_or_none,
    "fiscal_year_start_month": _integer(1, 12),
    "fiscal_calendar": _one_of("months", "4-4-5", "4-5-4", "5-4-4"),
    "week_start": _one_of("monday", "sunday"),
    "fx_max_staleness_days": _integer(0),
    "session_timeout_minutes": _integer(1, 1440),
    "engaged_session_seconds": _integer(0),
    "attribution_exposures": _some_of("impression", "email_open", least=0),
    "identity_hub_limit": _integer(1),
    "identity_rounds": _integer(1, 30),
    "wau_days": _integer(1),
    "mau_days": _integer(1),
    "version_min_users": _integer(1),
    "adoption_min_uses": _integer(1),
    "adoption_min_days": _integer(1),
    "adoption_window_days": _integer(1, 365),
    "attribution_window_days": _integer(1, 3650),
    "attribution_half_life_days": _integer(1, 3650),
    "attribution_markov_order": _integer(1, 3),
    "attribution_models": _some_of(*ATTRIBUTION_MODELS),
    "romi_journey": _one_of("person", "account"),
    "budget_cost_basis": _one_of("media", "program", "fully_loaded"),
    "platform_conversion_types": _some_of("lead", "mql", "opportunity", "won", "order", "signup"),
    "roas_target": _band,
    "attribution_journeys": _some_of("person", "account"),
    "attribution_path_transforms": _some_of(*PATH_TRANSFORMS, least=0),
    "awareness_components": _some_of(
        *("branded_clicks", "direct_sessions", "organic_sessions", "peak_daily_reach"),
        "aided_awareness",
    ),
    "awareness_baseline_weeks": _integer(1, 104),
    "awareness_baseline_min_weeks": _integer(1, 104),
    "mix_min_weeks": _integer(1),
    "mix_min_channels": _integer(1),
    "clv_min_customers": _integer(2),
    "clv_horizon_days": _integer(1, 3650),
    "clv_horizon_months": _integer(12, 240),
    "clv_renewal_months": _integer(1, 12),
    "cross_sell_eligibility": _one_of("segment", "all"),
    "ownership_order_months": _integer(0, 1200),
    "whitespace_min_owners": _integer(1),
    "launch_baseline": _one_of("weekday", "trend"),
    "launch_cost_basis": _one_of("media", "program", "fully_loaded"),
    "launch_cac_lag_days": _integer(0, 365),
    "plg_rules": _plg_rules,
    "plg_paid_days": _integer(1, 3650),
    "referral_window_days": _integer(1, 3650),
    "health_weights": _health_weights,
    "health_active_days": _integer(1),
    "health_renewal_days": _integer(1),
    "health_band": _band,
    "content_attribution_model": _one_of(*ATTRIBUTION_MODELS),
    "asset_properties": _property_names,
    "experiment_properties": _property_names,
    "variant_properties": _property_names,
    "experiment_splits": _splits,
    "experiment_window_days": _integer(1, 3650),
    "nps_window_days": _integer(1, 3650),
    "ad_account_owners": _owners,
    "response_current_weeks": _integer(1, 52),
    "response_held_out_weeks": _integer(1, 52),
    "portfolio_weights": _weights,
    "portfolio_attribution_model": _one_of(*ATTRIBUTION_MODELS),
    "portfolio_winsor": _half,
    "forecast_days": _integer(7, 366),
    "forecast_min_days": _integer(2, 366),
    "okr_depth": _integer(1, 20),
    "okr_bands": _band,
    "roadmap_window_days": _integer(1, 1000),
    "low_sample_size": _integer(0),
    "funnel_stages": _stages,
    "funnel_windows": _windows,
    "velocity_days": _integer(1, 3650),
    "messaging_model": _one_of(*ONE_TOUCH_MODELS),
    "messaging_cost_basis": _one_of("media", "program", "fully_loaded"),
    "bot_user_agent_pattern": _pattern,
    "fx_missing_severity": _one_of("warn", "error"),
}
"""Rules of vars that are stricter than the type of their default."""

TYPE_CHECKS: dict[type, Check] = {
    bool: _boolean,
    int: _integer(0),
    float: _rate,
    str: _text,
    list: _texts,
    dict: _mapping,
}


def default_vars(dbt_dir: Path = DBT_DIR) -> dict[str, object]:
    """The documented defaults, as dbt itself reads them."""
    return yaml.safe_load((dbt_dir / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]


def _vars(section: object) -> dict[str, object]:
    values = default_vars()
    for name, value in _mapping("vars", section, list(values)).items():
        check = CHECKS.get(name) or TYPE_CHECKS.get(type(values[name]))
        values[name] = check(f"vars.{name}", value) if check else value
    _agreement(values)
    _refuse_a_funnel_that_leaks(values)
    return values


def _agreement(values: dict[str, object]) -> None:
    """Vars that must fit one another."""
    journeys = values["attribution_journeys"]
    if values["romi_journey"] not in journeys:
        allowed = f"one of vars.attribution_journeys: {', '.join(journeys)}"
        raise _refuse("vars.romi_journey", values["romi_journey"], allowed)
    model, models = values["portfolio_attribution_model"], values["attribution_models"]
    if model not in models:
        allowed = f"one of vars.attribution_models: {', '.join(models)}"
        raise _refuse("vars.portfolio_attribution_model", model, allowed)
    if values["portfolio_floor"] > values["portfolio_cap"]:
        allowed = f"at most vars.portfolio_cap, {values['portfolio_cap']}"
        raise _refuse("vars.portfolio_floor", values["portfolio_floor"], allowed)


# --- sources ------------------------------------------------------------------------------------


def _sources(section: object, contract: dict[str, dict[str, Table]]) -> dict[str, SourceConfig]:
    given = _mapping("sources", section, list(contract))
    sources = {
        name: _source(f"sources.{name}", name, given.get(name), tables)
        for name, tables in contract.items()
    }
    _refuse_shared_folders(sources)
    return sources


def _source(key: str, name: str, entry: object, tables: dict[str, Table]) -> SourceConfig:
    entry = _mapping(key, entry, ("enabled", "connections"))
    enabled = _boolean(f"{key}.enabled", entry.get("enabled", True))
    listed = entry.get("connections", [{"name": name}])
    if not isinstance(listed, list) or not listed:
        raise _refuse(f"{key}.connections", listed, "a list of connections, each with a name")
    connections = tuple(
        _connection(f"{key}.connections[{i}]", item, tables) for i, item in enumerate(listed)
    )
    names = [connection.name for connection in connections]
    for connection_name in names:
        if names.count(connection_name) > 1:
            raise _refuse(f"{key}.connections", connection_name, "every name once")
    return SourceConfig(enabled, connections)


def _connection(key: str, entry: object, tables: dict[str, Table]) -> Connection:
    entry = _mapping(key, entry, ("name", "files", "schema", "database", "tables"))
    name = entry.get("name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise _refuse(f"{key}.name", name, "lower-case letters, digits and _")
    key = f"{key[: key.rindex('[')]}.{name}"
    schema = entry.get("schema")
    if schema is not None and "files" in entry:
        raise _refuse(f"{key}.files", entry["files"], "either files or schema, not both")
    if schema is None and "database" in entry:
        raise _refuse(f"{key}.database", entry["database"], "database only together with schema")
    mappings = _mapping(f"{key}.tables", entry.get("tables"), list(tables))
    return Connection(
        name=name,
        files=None if schema is not None else _folder(f"{key}.files", entry.get("files", name)),
        schema=None if schema is None else _text(f"{key}.schema", schema),
        database=_text(f"{key}.database", entry["database"]) if "database" in entry else None,
        tables={
            table: _table_mapping(f"{key}.tables.{table}", mapping, tables[table])
            for table, mapping in mappings.items()
        },
    )


def _folder(key: str, value: object) -> str:
    if not isinstance(value, str) or not FOLDER.fullmatch(value):
        raise _refuse(key, value, "the name of one folder under raw/, without / or ..")
    return value


def _table_mapping(key: str, entry: object, table: Table) -> TableMapping:
    entry = _mapping(key, entry, ("rename", "constants", "formats", "values", "file_pattern"))
    columns = list(table.by_name)
    rename = _mapping(f"{key}.rename", entry.get("rename"), columns)
    constants = _mapping(f"{key}.constants", entry.get("constants"), columns)
    formats = _mapping(f"{key}.formats", entry.get("formats"), columns)
    values = _mapping(f"{key}.values", entry.get("values"), columns)
    for column in rename:
        if column in constants:
            raise _refuse(f"{key}.constants.{column}", constants[column], "rename or constant")
    pattern = entry.get("file_pattern")
    if pattern is not None and "/" in _text(f"{key}.file_pattern", pattern):
        raise _refuse(f"{key}.file_pattern", pattern, "a pattern of file names, without /")
    return TableMapping(
        rename={c: _text(f"{key}.rename.{c}", value) for c, value in rename.items()},
        constants={c: _constant(f"{key}.constants.{c}", v) for c, v in constants.items()},
        formats={c: _formats(f"{key}.formats.{c}", v, table, c) for c, v in formats.items()},
        values={c: _words(f"{key}.values.{c}", v) for c, v in values.items()},
        file_pattern=pattern,
    )


def _words(key: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not value:
        raise _refuse(key, value, "a mapping of the file's words to the contract's")
    return {_constant(key, word): _constant(f"{key}.{word}", v) for word, v in value.items()}


def _constant(key: str, value: object) -> str:
    """The text that stands in every row, as a file would have written it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return str(value)
    raise _refuse(key, value, "one text, number, date or true/false")


def _formats(key: str, value: object, table: Table, column: str) -> tuple[str, ...]:
    data_type = table.by_name[column].data_type
    if data_type not in ("date", "timestamp"):
        raise _refuse(key, value, f"formats only for date and timestamp columns, not {data_type}")
    formats = _texts(key, value)
    for item in formats:
        if "%" not in item:
            raise _refuse(key, item, "strptime formats such as %d.%m.%Y")
    return tuple(formats)


def _refuse_shared_folders(sources: dict[str, SourceConfig]) -> None:
    """One folder feeds one connection; two would land every row twice."""
    owners: dict[str, str] = {}
    for source, config in sources.items():
        for connection in config.connections:
            if connection.files is None:
                continue
            owner = f"sources.{source}.connections.{connection.name}"
            if connection.files in owners:
                taken = f"a folder of its own; {owners[connection.files]} reads it already"
                raise _refuse(f"{owner}.files", connection.files, taken)
            owners[connection.files] = owner

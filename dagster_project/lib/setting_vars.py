"""The vars of pma.yml: which values each may have, and which must fit one another.

Belongs here: one rule per var that is stricter than the type of its default. Does not belong here:
what the vars mean (the block in dbt_project.yml says it), kinds of values (setting_values.py).
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from dagster_project.lib.contract import DBT_DIR
from dagster_project.lib.setting_values import (
    Check,
    band,
    boolean,
    currency,
    currency_or_none,
    half,
    integer,
    mapping,
    one_of,
    pattern,
    rate,
    refuse,
    some_of,
    text_value,
    texts,
    timezone,
    unknown,
)

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
HEALTH_PARTS = ("usage", "seats", "renewal", "nps")
PLG_MEASURES = ("active_days", "events", "features", "users", "feature:<key>")
FUNNEL_DATES = ("lead", "mql", "sal", "sql", "opportunity", "customer")
ONE_TOUCH_MODELS = ("first", "last", "last_non_direct", "first_paid", "last_paid")


def _weights(key: str, value: object) -> dict[str, float]:
    """Weights of known inputs that add up to 1; inputs left out weigh nothing."""
    given = {
        name: rate(f"{key}.{name}", weight)
        for name, weight in mapping(key, value, PORTFOLIO_INPUTS).items()
    }
    if abs(sum(given.values()) - 1) > 1e-9:
        raise refuse(key, value, f"weights that add up to 1, not {sum(given.values()):g}")
    return given


def _owners(key: str, value: object) -> dict[str, str]:
    """Ad accounts or platforms -> who answers for them. Owners are published: no addresses."""
    owners = mapping(key, value)
    for name, owner in owners.items():
        if "@" in text_value(f"{key}.{name}", owner):
            raise refuse(f"{key}.{name}", owner, "a team or role, no e-mail address")
    return owners


def _health_weights(key: str, value: object) -> dict[str, float]:
    """A weight per part of the health score; parts that are left out do not count."""
    weights = {n: rate(f"{key}.{n}", w) for n, w in mapping(key, value, HEALTH_PARTS).items()}
    if abs(sum(weights.values()) - 1) > 1e-9:
        raise refuse(key, value, "weights that add up to 1")
    return weights


def _plg_rules(key: str, value: object) -> dict:
    """Rule sets by version; each step has its days and at least one condition."""
    versions = mapping(key, value)
    if not versions:
        raise refuse(key, value, "one version or more")
    for version, steps in versions.items():
        name = f"{key}.{version}"
        for step in ("activation", "pql"):
            if step not in mapping(name, steps, ("activation", "pql")):
                raise refuse(name, steps, "both steps, activation and pql")
            _plg_step(f"{name}.{step}", steps[step])
    return versions


def _plg_step(key: str, step: object) -> None:
    conditions = mapping(key, step)
    for measure, least in conditions.items():
        known = measure in ("days", *PLG_MEASURES[:4]) or re.fullmatch("feature:.+", measure)
        if not known:
            raise unknown(key, measure, ("days", *PLG_MEASURES))
        if key.endswith(".activation") and measure == "users":
            raise refuse(key, measure, "users only in pql: activation is about one person")
        integer(1, 365 if measure == "days" else None)(f"{key}.{measure}", least)
    if "days" not in conditions or len(conditions) < 2:
        raise refuse(key, step, f"days and one or more of {', '.join(PLG_MEASURES)}")


def _splits(key: str, value: object) -> dict[str, dict[str, float]]:
    """Planned shares of the variants of experiments; those of one experiment make 1."""
    for experiment, shares in mapping(key, value).items():
        numbers = mapping(f"{key}.{experiment}", shares).values()
        usable = all(
            isinstance(n, int | float) and not isinstance(n, bool) and n > 0 for n in numbers
        )
        if not numbers or not usable or abs(sum(numbers) - 1) > 1e-9:
            raise refuse(f"{key}.{experiment}", shares, "a share per variant, which make 1")
    return mapping(key, value)


def _domains(key: str, value: object) -> list[str]:
    """Domains as addresses are compared with them: in small letters, without blanks around."""
    domains = [domain.strip().lower() for domain in texts(key, value)]
    for domain in domains:
        if not re.fullmatch(r"[^@\s./]+(\.[^@\s./]+)+", domain):
            raise refuse(key, domain, "domains such as example.com, without @")
    return domains


def _property_names(key: str, value: object) -> list[str]:
    names = texts(key, value)
    for name in names:
        if not re.fullmatch(r"[A-Za-z0-9_]+", name):
            raise refuse(key, name, "names of letters, digits and _")
    return names


def _stages(key: str, value: object) -> list[str]:
    """Stages of the funnel in order: each once, and those that won and open deals enter."""
    stages = texts(key, value)
    if len(set(stages)) < len(stages) or not {"opportunity", "customer"} <= set(stages):
        raise refuse(key, value, "every stage once, opportunity and customer among them")
    if stages[-1] != "customer" or "lost" in stages:
        raise refuse(key, value, "customer as the last stage, and no stage called lost")
    return stages


def _held_out(key: str, value: object) -> float:
    """A share that leaves more to teach than to judge, and something to judge."""
    if not 0 < rate(key, value) <= 0.5:
        raise refuse(key, value, "a number above 0 and up to 0.5")
    return float(value)


def _windows(key: str, value: object) -> list[int]:
    days = isinstance(value, list) and [integer(1, 3650)(key, item) for item in value]
    if not days or len(set(days)) < len(days):
        raise refuse(key, value, "one or more different numbers of days, such as [30, 90]")
    return days


CHECKS: dict[str, Check] = {
    "reporting_timezone": timezone,
    "reporting_currency": currency,
    "crm_home_currency": currency_or_none,
    "fiscal_year_start_month": integer(1, 12),
    "fiscal_calendar": one_of("months", "4-4-5", "4-5-4", "5-4-4"),
    "week_start": one_of("monday", "sunday"),
    "fx_max_staleness_days": integer(0),
    "session_timeout_minutes": integer(1, 1440),
    "free_mail_domains": _domains,
    "internal_domains": _domains,
    "test_domains": _domains,
    "usage_rows_per_pass": integer(1, 1_000_000_000),
    "engaged_session_seconds": integer(0),
    "attribution_exposures": some_of("impression", "email_open", least=0),
    "identity_hub_limit": integer(1),
    "identity_rounds": integer(1, 30),
    "wau_days": integer(1),
    "mau_days": integer(1),
    "event_gap_days": integer(1),
    "version_min_users": integer(1),
    "adoption_min_uses": integer(1),
    "adoption_min_days": integer(1),
    "adoption_window_days": integer(1, 365),
    "attribution_window_days": integer(1, 3650),
    "ads_mature_days": integer(0, 3650),
    "attribution_half_life_days": integer(1, 3650),
    "attribution_markov_order": integer(1, 3),
    "attribution_models": some_of(*ATTRIBUTION_MODELS),
    "romi_journey": one_of("person", "account"),
    "budget_cost_basis": one_of("media", "program", "fully_loaded"),
    "platform_conversion_types": some_of("lead", "mql", "opportunity", "won", "order", "signup"),
    "roas_target": band,
    "attribution_journeys": some_of("person", "account"),
    "attribution_path_transforms": some_of(*PATH_TRANSFORMS, least=0),
    "awareness_components": some_of(
        *("branded_clicks", "direct_sessions", "organic_sessions", "peak_daily_reach"),
        "aided_awareness",
    ),
    "awareness_baseline_weeks": integer(1, 104),
    "awareness_baseline_min_weeks": integer(1, 104),
    "mix_min_weeks": integer(1),
    "mix_min_channels": integer(1),
    "clv_min_customers": integer(2),
    "clv_horizon_days": integer(1, 3650),
    "clv_horizon_months": integer(12, 240),
    "clv_renewal_months": integer(1, 12),
    "renewal_term_months": integer(0, 120),
    "cross_sell_eligibility": one_of("segment", "all"),
    "ownership_order_months": integer(0, 1200),
    "whitespace_min_owners": integer(1),
    "launch_baseline": one_of("weekday", "trend"),
    "launch_cost_basis": one_of("media", "program", "fully_loaded"),
    "launch_cac_lag_days": integer(0, 365),
    "plg_rules": _plg_rules,
    "plg_paid_days": integer(1, 3650),
    "drivers_days": integer(0, 365),
    "drivers_held_out_share": _held_out,
    "drivers_min_conversions": integer(10),
    "drivers_min_held_out": integer(2),
    "referral_window_days": integer(1, 3650),
    "health_weights": _health_weights,
    "health_active_days": integer(1),
    "health_renewal_days": integer(1),
    "health_band": band,
    "content_attribution_model": one_of(*ATTRIBUTION_MODELS),
    "asset_properties": _property_names,
    "experiment_properties": _property_names,
    "variant_properties": _property_names,
    "experiment_splits": _splits,
    "experiment_window_days": integer(1, 3650),
    "experiment_roas_days": integer(1, 366),
    "nps_window_days": integer(1, 3650),
    "ad_account_owners": _owners,
    "response_current_weeks": integer(1, 52),
    "response_held_out_weeks": integer(1, 52),
    "portfolio_weights": _weights,
    "portfolio_attribution_model": one_of(*ATTRIBUTION_MODELS),
    "portfolio_winsor": half,
    "forecast_days": integer(7, 366),
    "forecast_min_days": integer(2, 366),
    "okr_depth": integer(1, 20),
    "okr_bands": band,
    "roadmap_window_days": integer(1, 1000),
    "low_sample_size": integer(0),
    "funnel_stages": _stages,
    "funnel_windows": _windows,
    "velocity_days": integer(1, 3650),
    "lead_to_mql_days": integer(1, 3650),
    "trial_to_paid_days": integer(1, 3650),
    "messaging_model": one_of(*ONE_TOUCH_MODELS),
    "messaging_cost_basis": one_of("media", "program", "fully_loaded"),
    "bot_user_agent_pattern": pattern,
    "fx_missing_severity": one_of("warn", "error"),
}
"""Rules of vars that are stricter than the type of their default."""

TYPE_CHECKS: dict[type, Check] = {
    bool: boolean,
    int: integer(0),
    float: rate,
    str: text_value,
    list: texts,
    dict: mapping,
}


def default_vars(dbt_dir: Path = DBT_DIR) -> dict[str, object]:
    """The documented defaults, as dbt itself reads them."""
    return yaml.safe_load((dbt_dir / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]


def checked_vars(section: object) -> dict[str, object]:
    values = default_vars()
    for name, value in mapping("vars", section, list(values)).items():
        check = CHECKS.get(name) or TYPE_CHECKS.get(type(values[name]))
        values[name] = check(f"vars.{name}", value) if check else value
    _agreement(values)
    _refuse_a_funnel_that_leaks(values)
    _refuse_use_that_is_not_counted(values)
    return values


def _agreement(values: dict[str, object]) -> None:
    """Vars that must fit one another."""
    journeys = values["attribution_journeys"]
    if values["romi_journey"] not in journeys:
        allowed = f"one of vars.attribution_journeys: {', '.join(journeys)}"
        raise refuse("vars.romi_journey", values["romi_journey"], allowed)
    models = values["attribution_models"]
    for name in ("portfolio_attribution_model", "content_attribution_model"):
        if values[name] not in models:
            allowed = f"one of vars.attribution_models: {', '.join(models)}"
            raise refuse(f"vars.{name}", values[name], allowed)
    if values["wau_days"] > values["mau_days"]:
        allowed = f"at most vars.mau_days, {values['mau_days']}"
        raise refuse("vars.wau_days", values["wau_days"], allowed)
    if values["portfolio_floor"] > values["portfolio_cap"]:
        allowed = f"at most vars.portfolio_cap, {values['portfolio_cap']}"
        raise refuse("vars.portfolio_floor", values["portfolio_floor"], allowed)
    # one end of a contract must not lose two of its renewals
    term, grace = values["renewal_term_months"], values["renewal_grace_days"]
    if term and grace >= 14 * term:
        allowed = f"less than half of vars.renewal_term_months: at most {14 * term - 1}"
        raise refuse("vars.renewal_grace_days", grace, allowed)


def _refuse_use_that_is_not_counted(values: dict[str, object]) -> None:
    """Use after sign-ups is counted for as long as the longest window of a rule."""
    days = [step["days"] for steps in values["plg_rules"].values() for step in steps.values()]
    if values["drivers_days"] > max(days):
        allowed = f"0 to {max(days)}, the most days that vars.plg_rules gives a step"
        raise refuse("vars.drivers_days", values["drivers_days"], allowed)


def _refuse_a_funnel_that_leaks(values: dict[str, object]) -> None:
    """Stages that nothing enters, words for stages that are none, a model nobody computes."""
    stages, words = values["funnel_stages"], values["funnel_stage_map"]
    for word, stage in words.items():
        if stage not in (*stages, "lost"):
            allowed = ", ".join((*stages, "lost"))
            raise refuse(f"vars.funnel_stage_map.{word}", stage, allowed)
    for stage in stages:
        if stage not in FUNNEL_DATES and stage not in words.values():
            allowed = f"{', '.join(FUNNEL_DATES)} or a stage that funnel_stage_map names"
            raise refuse("vars.funnel_stages", stage, allowed)
    if values["messaging_model"] not in values["attribution_models"]:
        allowed = ", ".join(m for m in values["attribution_models"] if m in ONE_TOUCH_MODELS)
        raise refuse("vars.messaging_model", values["messaging_model"], allowed)

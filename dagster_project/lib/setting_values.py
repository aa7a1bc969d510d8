"""What one value of a setting may be, and how it is refused.

Belongs here: kinds of values (a whole number, one of some names, a currency, ...) and the words of
every error: key, value, what is allowed. Does not belong here: which setting is of which kind
(setting_vars.py, settings.py).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from zoneinfo import available_timezones

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

Check = Callable[[str, object], object]
"""Key and value in, the value to use out; raises SettingsError."""


class SettingsError(ValueError):
    """A setting that cannot be used; the message names key, value and what is allowed."""


def refuse(key: str, value: object, allowed: str) -> SettingsError:
    return SettingsError(f"{key}: {value!r} is not allowed; allowed: {allowed}")


def unknown(key: str, name: object, known) -> SettingsError:
    close = difflib.get_close_matches(str(name), list(known), n=1)
    hint = f" (did you mean {close[0]!r}?)" if close else ""
    return SettingsError(f"{key}: unknown name {name!r}{hint}; allowed: {', '.join(known)}")


def mapping(key: str, value: object, known=None) -> dict:
    """A YAML mapping; with `known`, one whose names all stand in it."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise refuse(key, value, "a mapping of names to values")
    for name in value:
        if not isinstance(name, str):
            raise refuse(key, name, "names that are text")
        if known is not None and name not in known:
            raise unknown(key, name, known)
    return value


def text_value(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise refuse(key, value, "text that is not empty")
    return value


def integer(lowest: int, highest: int | None = None) -> Check:
    allowed = f"a whole number from {lowest}" + (f" to {highest}" if highest else " up")

    def check(key: str, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise refuse(key, value, allowed)
        if value < lowest or (highest is not None and value > highest):
            raise refuse(key, value, allowed)
        return value

    return check


def one_of(*allowed: str) -> Check:
    def check(key: str, value: object) -> str:
        if value not in allowed:
            raise refuse(key, value, ", ".join(allowed))
        return value

    return check


def some_of(*allowed: str, least: int = 1) -> Check:
    """A list of distinct names; `least` 0 allows an empty one."""

    def check(key: str, value: object) -> list[str]:
        names = texts(key, value)
        if len(names) < least or not set(names) <= set(allowed) or len(set(names)) < len(names):
            kind = "one or more" if least else "any"
            raise refuse(key, value, f"{kind} of {', '.join(allowed)}, each at most once")
        return names

    return check


def timezone(key: str, value: object) -> str:
    if value not in available_timezones():
        raise refuse(key, value, "an IANA time zone such as Europe/Berlin")
    return value


def currency(key: str, value: object) -> str:
    if value not in CURRENCIES:
        raise refuse(key, value, "an ISO 4217 code in capitals such as USD")
    return value


def currency_or_none(key: str, value: object) -> str:
    return value if value == "" else currency(key, value)


def rate(key: str, value: object) -> float:
    """A share of a whole, such as a discount per year."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise refuse(key, value, "a number from 0 to 1")
    return float(value)


def half(key: str, value: object) -> float:
    """A share that fits twice into a whole."""
    if rate(key, value) >= 0.5:
        raise refuse(key, value, "a number from 0 to less than 0.5")
    return float(value)


def band(key: str, value: object) -> list[float]:
    """A lower and an upper bound."""
    numbers = isinstance(value, list) and all(
        isinstance(n, int | float) and not isinstance(n, bool) for n in value
    )
    if not numbers or len(value) != 2 or not 0 <= value[0] <= value[1]:
        raise refuse(key, value, "two numbers, the lower one first, such as [3, 5]")
    return value


def texts(key: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise refuse(key, value, "a list of texts")
    return value


def pattern(key: str, value: object) -> str:
    try:
        re.compile(text_value(key, value))
    except re.error as error:
        raise refuse(key, value, f"a regular expression ({error})") from error
    return value


def boolean(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise refuse(key, value, "true or false")
    return value

"""A corpus of what people drop: every case says what comes of it, and nothing is silent.

One case is one file for one table of the generic source and its outcome: the values that land, the
lines that are quarantined with their rule, or the words with which the file stops. Every case is a
connection of its own; all of them land in one night.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import pytest
import yaml

from tests.landing.support import Home

HEADER = "platform,account_id,campaign_id,campaign_name,date,currency,spend,clicks"
GOOD = "google,a1,c1,Brand,2026-01-01,USD,1.5,3"
ADS = "ad_performance"
DELETED = f"{HEADER},is_deleted"
TOUCHED = f"{HEADER},updated_at"


@dataclass(frozen=True)
class Case:
    """`rows`: values of `column` that land, in order of lines. `bad`: (line, rule, column).
    `stops`: words of the error of a file that does not land. `status`: verdict of the ledger."""

    name: str
    content: str | bytes
    column: str = "spend"
    rows: list = field(default_factory=list)
    bad: list = field(default_factory=list)
    stops: str | None = None
    status: str = "landed"
    file: str = "x.csv"
    table: str = ADS
    notes: str | None = None
    mapping: dict | None = None


def line(**cells: str) -> str:
    """GOOD with other cells."""
    values = dict(zip(HEADER.split(","), GOOD.split(","), strict=True)) | cells
    return ",".join(values.values())


def csv(*lines: str, header: str = HEADER) -> str:
    return "\n".join([header, *lines]) + "\n"


def one(name: str, column: str, cell: str, value=None, rule: str | None = None, **more) -> Case:
    """A file of two rows: the first is good, the second has `cell` in `column`."""
    content = csv(line(), line(**{"campaign_id": "c2", column: cell}))
    good = {"spend": Decimal("1.5"), "clicks": 3, "date": date(2026, 1, 1), "currency": "USD"}
    first = good.get(column, {"campaign_name": "Brand", "campaign_id": "c1"}.get(column, "a1"))
    if rule is None:
        return Case(name, content, column, [first, value], **more)
    return Case(name, content, column, [first], [(3, rule, column)], **more)


def moment(name: str, cell: str, value: datetime | None = None, rule: str | None = None) -> Case:
    content = csv(line() + "," + cell, header=TOUCHED)
    bad = [(2, rule, "updated_at")] if rule else []
    return Case(name, content, "updated_at", [] if rule else [value], bad)


def flag(cell: str, value: bool | None = None, rule: str | None = None) -> Case:
    content = csv(line() + "," + cell, header=DELETED)
    bad = [(2, rule, "is_deleted")] if rule else []
    return Case(f"boolean {cell!r}", content, "is_deleted", [] if rule else [value], bad)


NO_CURRENCY = {"values": {"currency": {"": "EUR"}}}
US_DATES = {"formats": {"date": ["%m/%d/%Y", "%d-%m-%Y"]}}
OWN_NAMES = {
    "rename": {"spend": "Cost (INR)", "campaign_name": "Campaign Name"},
    "constants": {"platform": "google", "account_id": "acct-1", "currency": "INR"},
    "file_pattern": "*.csv",
}
BIG = "x" * (10 << 20)
BIGGISH = "x" * ((1 << 20) + 1)
D = Decimal
NOON = datetime(2026, 1, 2, 12, 0)

CASES = [
    # --- numbers
    one("thousands separators", "spend", '"1,234.50"', rule="bad_number"),
    one("thousands separators, European", "spend", "1.234.50", rule="bad_number"),
    one("decimal comma", "spend", '"12,50"', rule="bad_number"),
    one("currency sign", "spend", "$12.50", rule="bad_number"),
    one("percent sign", "spend", "12%", rule="bad_number"),
    one("plus sign", "spend", "+5", rule="bad_number"),
    one("point without decimals", "spend", "144.", D(144)),
    one("decimals without a zero", "spend", ".5", D("0.5")),
    one("exponent", "spend", "1e3", D(1000)),
    one("negative exponent", "spend", "25E-1", D("2.5")),
    one("spend below zero", "spend", "-1", rule="below_minimum"),
    one("NaN", "spend", "NaN", rule="not_finite"),
    one("infinity", "spend", "inf", rule="not_finite"),
    one("minus infinity", "spend", "-Infinity", rule="not_finite"),
    one("decimal beyond its type", "spend", "1000000000000", rule="bad_number"),
    one("more digits than the scale", "spend", "0.1234565", D("0.123457")),
    one("underscores in a number", "spend", "1_000", rule="bad_number"),
    one("hexadecimal", "clicks", "0x1F", rule="bad_number"),
    one("whole number with .0", "clicks", "12.0", 12),
    one("whole number with fraction", "clicks", "12.5", rule="bad_number"),
    one("whole number in exponent", "clicks", "1.5e3", 1500),
    one("fraction in exponent", "clicks", "15e-1", rule="bad_number"),
    one("integer overflow", "clicks", "9223372036854775808", rule="bad_number"),
    one("largest integer", "clicks", "9223372036854775807", 9223372036854775807),
    one("text in a number", "clicks", "three", rule="bad_number"),
    one("N/A in a number", "clicks", "N/A", rule="bad_number"),
    one("empty number", "clicks", "", None),
    one("null word in a number", "clicks", "null", None),
    one("backslash N", "clicks", "\\N", None),
    one("blanks around a number", "clicks", "  7\t", 7),
    one("no-break space around a number", "clicks", "\u00a07\u00a0", 7),
    one("required number empty", "spend", "", rule="missing_required"),
    one("required number NULL", "spend", "NULL", rule="missing_required"),
    # --- dates and moments
    one("month first", "date", "01/31/2026", rule="bad_date"),
    one("day first", "date", "31-01-2026", rule="bad_date"),
    one("month first, mapped", "date", "01/31/2026", date(2026, 1, 31), mapping=US_DATES),
    one("day first, mapped", "date", "31-01-2026", date(2026, 1, 31), mapping=US_DATES),
    one("ISO beside mapped formats", "date", "2026-01-30", date(2026, 1, 30), mapping=US_DATES),
    one("two digit year, mapped", "date", "31-01-24", rule="implausible_date", mapping=US_DATES),
    one("February 30", "date", "2026-02-30", rule="bad_date"),
    one("year 0024", "date", "0024-01-05", rule="implausible_date"),
    one("far future", "date", "2062-01-05", rule="implausible_date"),
    one("date with midnight", "date", "2026-01-05 00:00:00", date(2026, 1, 5)),
    one("date with midnight in UTC", "date", "2026-01-05 00:00:00 UTC", date(2026, 1, 5)),
    one("date with midnight at +00", "date", "2026-01-05T00:00:00+00:00", date(2026, 1, 5)),
    one("date with midnight elsewhere", "date", "2026-01-05 00:00:00+02", rule="bad_date"),
    one("date with time", "date", "2026-01-05 13:45:00", rule="bad_date"),
    one("compact date", "date", "20260105", rule="bad_date"),
    one("spreadsheet day number", "date", "46027", rule="bad_date"),
    one("required date empty", "date", "", rule="missing_required"),
    moment("moment with Z", "2026-01-02T12:00:00Z", NOON),
    moment("moment with offset", "2026-01-02 14:00:00+02:00", NOON),
    moment("moment with short offset", "2026-01-02T06:30:00-0530", NOON),
    moment("moment with UTC", "2026-01-02 12:00:00 UTC", NOON),
    moment("moment without seconds", "2026-01-02T12:00Z", NOON),
    moment("moment with microseconds", "2026-01-02 12:00:00.000001", NOON.replace(microsecond=1)),
    moment("moment of a day", "2026-01-02", datetime(2026, 1, 2)),
    moment("hour of one digit", "2026-01-02 9:05:00", datetime(2026, 1, 2, 9, 5)),
    moment("24 o'clock", "2026-01-02 24:00:00", rule="bad_timestamp"),
    moment("minute 60", "2026-01-02 12:60:00", rule="bad_timestamp"),
    moment("moment February 30", "2026-02-30 12:00:00", rule="bad_timestamp"),
    moment("moment in words", "yesterday", rule="bad_timestamp"),
    moment("epoch seconds", "1767355200", rule="bad_timestamp"),
    # --- booleans
    flag("TRUE", True), flag("f", False), flag("1", True), flag("No", False), flag("", None),
    flag("2", rule="bad_boolean"), flag("maybe", rule="bad_boolean"),
    # --- text, ids, lists
    one("currency in lower case", "currency", "eur", "EUR"),
    one("empty word mapped", "currency", "", "EUR", mapping=NO_CURRENCY),
    Case("empty word mapped, beside a broken line",
         csv(line(currency=""), line(campaign_name='"oops')), "currency", ["EUR"],
         bad=[(3, "unreadable_line", None)], mapping=NO_CURRENCY),
    one("unknown currency", "currency", "EURO", rule="unknown_currency"),
    one("currency sign as currency", "currency", "€", rule="unknown_currency"),
    one("id eaten by a spreadsheet", "campaign_id", "1.23457E+11", rule="id_scientific_notation"),
    one("id eaten, no plus", "campaign_id", "1.23457e11", rule="id_scientific_notation"),
    one("id that only looks so", "campaign_id", "12e5f", "12e5f"),
    one("id with leading zeros", "campaign_id", "000123", "000123"),
    one("long id", "campaign_id", "123456789012345678901234", "123456789012345678901234"),
    one("id null", "campaign_id", "null", rule="missing_required"),
    one("name null", "campaign_name", "null", "null"),
    one("name None", "campaign_name", "None", "None"),
    one("SQL in a name", "campaign_name", "'; drop table x; --", "'; drop table x; --"),
    one("markup in a name", "campaign_name", "<script>x</script>", "<script>x</script>"),
    one("template in a name", "campaign_name", "{{ 1 + 1 }}", "{{ 1 + 1 }}"),
    one("formula in a name", "campaign_name", "=1+1", "=1+1"),
    one("quotes inside quotes", "campaign_name", '"say ""hi"", x"', 'say "hi", x'),
    one("quote inside a word", "campaign_name", '5" pipe', '5" pipe'),
    one("blanks around a name", "campaign_name", "  Brand  x ", "Brand  x"),
    one("NUL in a name", "campaign_name", "Br\x00and", "Brand"),
    one("zero-width space at the end", "campaign_name", "Brand\u200b", "Brand"),
    one("zero-width space within", "campaign_name", "Br\u200band", "Br\u200band"),
    one("byte order mark in a name", "campaign_name", "\ufeffBrand", "Brand"),
    one("emoji", "campaign_name", "Löwe 🦁", "Löwe 🦁"),
    one("only blanks", "campaign_name", "   ", None),
    Case("not accepted", csv(line() + ",brandd", header=HEADER + ",strategy"), "strategy",
         bad=[(2, "not_accepted", "strategy")]),
    Case("accepted in capitals", csv(line() + ",BRAND", header=HEADER + ",strategy"), "strategy",
         ["brand"]),
    Case("above maximum", "product_id,name,gross_margin\np1,P,1.5\np2,Q,0.4\n", "product_id",
         ["p2"], [(2, "above_maximum", "gross_margin")], table="products"),
    Case("cell of 10 MB", csv(line(campaign_name=BIG), line()), rows=[D("1.5")],
         bad=[(2, "cell_too_large", "campaign_name")]),
    Case("cell of 10 MB in quotes over lines",
         csv(line(campaign_name='"' + "x\n" * 1000 + BIG + '"'), line(campaign_id="c2")),
         rows=[D("1.5")], bad=[(2, "cell_too_large", "campaign_name")]),
    Case("cell just above the limit", csv(line(campaign_name=BIGGISH)),
         bad=[(2, "cell_too_large", "campaign_name")]),
    # --- lines
    Case("too few cells", csv("google,a1", line()), rows=[D("1.5")],
         bad=[(2, "unreadable_line", None)]),
    Case("too many cells", csv(line() + ",x", line()), rows=[D("1.5")],
         bad=[(2, "unreadable_line", None)]),
    Case("trailing delimiter", csv(line() + ",", line(campaign_id="c2") + ",,"),
         rows=[D("1.5")] * 2),
    Case("trailing delimiter in the header too", csv(line() + ",", header=HEADER + ","),
         rows=[D("1.5")]),
    Case("quote that never closes", csv(line(campaign_name='"oops'), line(campaign_id="c2")),
         rows=[D("1.5")], bad=[(2, "unreadable_line", None)]),
    Case("text behind a closing quote", csv(line(campaign_name='"a"b'), line(campaign_id="c2")),
         rows=[D("1.5")], bad=[(2, "unreadable_line", None)]),
    Case("embedded newlines, then a bad line",
         csv(line(campaign_name='"a\nb\n\nc"'), line(campaign_id="c2", spend="x")),
         "campaign_name", ["a\nb\n\nc"], [(6, "bad_number", "spend")]),
    Case("embedded newline and a broken line",
         csv(line(campaign_name='"a\nb"'), "x,y", line(campaign_id="c2", spend="x")),
         "campaign_name", ["a\nb"], [(4, "unreadable_line", None), (5, "bad_number", "spend")]),
    Case("blank lines between", csv(line(), "", "", line(campaign_id="c2", spend="x")),
         rows=[D("1.5")], bad=[(5, "bad_number", "spend")]),
    Case("trailing blank lines", csv(line(), line(campaign_id="c2", spend="x")) + "\n\n\n",
         rows=[D("1.5")], bad=[(3, "bad_number", "spend")]),
    Case("a line of delimiters", csv(line(), ",,,,,,,"), rows=[D("1.5")],
         bad=[(3, "missing_required", "platform")]),
    Case("no newline at the end", csv(line(), line(campaign_id="c2", spend="x")).rstrip(),
         rows=[D("1.5")], bad=[(3, "bad_number", "spend")]),
    Case("CRLF", csv(line(), line(campaign_id="c2", spend="x")).replace("\n", "\r\n"),
         rows=[D("1.5")], bad=[(3, "bad_number", "spend")]),
    Case("CR only", csv(line(), line(campaign_id="c2", spend="x")).replace("\n", "\r"),
         rows=[D("1.5")], bad=[(3, "bad_number", "spend")]),
    Case("mixed line ends", csv(line(), line(campaign_id="c2", spend="x")).replace("\n", "\r\n", 1),
         rows=[D("1.5")], bad=[(3, "bad_number", "spend")]),
    Case("LATIN-1 line",
         csv(line(), line(campaign_id="c2", campaign_name="Löwe")).encode("latin-1"),
         rows=[D("1.5")], bad=[(3, "wrong_encoding", None)]),
    Case("LATIN-1 in quotes over lines",
         csv(line(), line(campaign_id="c2", campaign_name='"L\nöwe"')).encode("latin-1"),
         rows=[D("1.5")], bad=[(3, "wrong_encoding", None)]),
    # --- headers and delimiters
    Case("semicolons", csv(line()).replace(",", ";"), rows=[D("1.5")]),
    Case("tabs", csv(line()).replace(",", "\t"), rows=[D("1.5")], file="x.tsv"),
    Case("commas in a tsv", csv(line()), rows=[D("1.5")], file="x.tsv"),
    Case("pipes", csv(line()).replace(",", "|"), rows=[D("1.5")]),
    Case("byte order mark", b"\xef\xbb\xbf" + csv(line()).encode(), rows=[D("1.5")]),
    Case("byte order mark and quotes",
         b"\xef\xbb\xbf" + csv(line(), header='"platform"' + HEADER[8:]).encode(), rows=[D("1.5")]),
    Case("header in capitals with blanks",
         csv(line(), header=HEADER.upper().replace("_", " ").replace(",", " , ")), rows=[D("1.5")]),
    Case("header with a newline", csv(line() + ",1", header=HEADER + ',"two\nlines"'),
         rows=[D("1.5")], notes="two"),
    Case("blank lines before the header", "\n\n" + csv(line(), line(campaign_id="c2", spend="x")),
         rows=[D("1.5")], bad=[(5, "bad_number", "spend")]),
    Case("columns in another order",
         "spend,date,currency,campaign_id,account_id,platform\n2,2026-01-01,USD,c,a,g\n",
         rows=[D(2)]),
    Case("extra column", csv(line() + ",7", header=HEADER + ",quality_score"), rows=[D("1.5")],
         notes="quality_score"),
    Case("optional column absent", csv(line()), "utm_source", [None]),
    Case("required column absent", csv(line(), header=HEADER.replace("spend", "x")),
         stops="missing required column 'spend'", status="failed"),
    Case("renamed column", csv(line(), header=HEADER.replace("campaign_id", "campaignid")),
         stops="closest: 'campaignid'", status="failed"),
    Case("column names of their own",
         "Campaign Name,Cost (INR),date,campaign_id\nBrand,12.5,2026-01-01,c1\n",
         "platform || account_id || currency || campaign_name", ["googleacct-1INRBrand"],
         mapping=OWN_NAMES),
    Case("mapped column absent", csv(line()), stops="'spend' (mapped to 'Cost (INR)')",
         status="failed", mapping=OWN_NAMES),
    Case("duplicate headers", csv(line() + ",2", header=HEADER + ",spend"),
         stops="duplicate column 'spend'", status="failed"),
    Case("duplicate headers in other case", csv(line() + ",2", header=HEADER + ",Spend"),
         stops="duplicate column 'Spend'", status="failed"),
    Case("header with SQL", csv(line() + ",2", header=HEADER + ',"x""); drop table y; --"'),
         rows=[D("1.5")], notes="drop table"),
    Case("no header", GOOD + "\n", stops="missing required column", status="failed"),
    # --- whole files
    Case("UTF-16", csv(line()).encode("utf-16"), stops="UTF-16", status="failed"),
    Case("UTF-16 without mark", csv(*[line()] * 9).encode("utf-16-le"), stops="UTF-16",
         status="failed"),
    Case("LATIN-1 header", csv(line(), header=HEADER + ",größe").encode("latin-1"),
         stops="wrong encoding", status="failed"),
    Case("empty file", "", status="empty"),
    Case("only white space", " \n\n\t\n", status="empty"),
    Case("only a byte order mark", b"\xef\xbb\xbf", status="empty"),
    Case("only a header", HEADER + "\n"),
    Case("only a header, no newline", HEADER),
    Case("truncated gzip", gzip.compress(csv(*[line()] * 50).encode())[:-12], file="x.csv.gz",
         stops="not a whole gzip", status="failed"),
    Case("gz that is not gz", csv(line()), file="x.csv.gz", stops="not a whole gzip",
         status="failed"),
    Case("gzip", gzip.compress(csv(line(), line(campaign_id="c2", spend="x")).encode()),
         file="x.csv.gz", rows=[D("1.5")], bad=[(3, "bad_number", "spend")]),
    Case("empty gzip", gzip.compress(b""), file="x.csv.gz", status="empty"),
    Case("parquet that is not parquet", csv(line()), file="x.parquet", stops="parquet",
         status="failed"),
    Case("unknown extension", csv(line()), file="x.xlsx", stops="unknown extension",
         status="failed"),
    Case("name with a star and quotes", csv(line()), file="it's [a] *.csv", rows=[D("1.5")]),
    Case("name in capitals", csv(line()), file="X.CSV", rows=[D("1.5")]),
    # --- JSON lines
    Case("JSON lines with a broken line",
         '{"event_id":"e1","occurred_at":"2026-01-01T00:00:00Z","event":"x"}\n{"event_id":\n'
         '\n[1]\n{"event_id":"e2","occurred_at":"bad","event":"x"}\n',
         "event_id", ["e1"],
         [(2, "unreadable_line", None), (4, "unreadable_line", None),
          (5, "bad_timestamp", "occurred_at")],
         file="x.jsonl", table="events"),
    Case("JSON with nested values",
         '{"event_id":1,"occurred_at":"2026-01-01","event":"x","properties":{"a":[1,{"b":2}]}}\n',
         "event_id || properties", ['1{"a":[1,{"b":2}]}'], file="x.jsonl", table="events"),
    Case("JSON nested where a number belongs",
         '{"platform":"g","account_id":1,"campaign_id":2,"date":"2026-01-01","currency":"USD",'
         '"spend":{"amount":1}}\n', bad=[(1, "bad_number", "spend")], file="x.jsonl"),
    Case("JSON NaN",
         '{"platform":"g","account_id":1,"campaign_id":2,"date":"2026-01-01","currency":"USD",'
         '"spend":NaN}\n', bad=[(1, "not_finite", "spend")], file="x.jsonl"),
    Case("JSON without a required column", '{"event_id":"e1","event":"x"}\n', file="x.jsonl",
         table="events", stops="missing required column 'occurred_at'", status="failed",
         column="event_id"),
    Case("JSON line without a required value",
         '{"event_id":"e1","occurred_at":"2026-01-01","event":"x"}\n{"event_id":"e2","event":"x"}\n',
         "event_id", ["e1"], [(2, "missing_required", "occurred_at")], file="x.jsonl",
         table="events"),
    Case("JSON with big ids and keys in capitals",
         '{"Event_ID":12345678901234567890123,"occurred_at":"2026-01-01","event":"x"}\n',
         "event_id", ["12345678901234567890123"], file="x.jsonl", table="events"),
    Case("JSON gzip", gzip.compress(
         b'{"event_id":"e1","occurred_at":"2026-01-01","event":"x"}\n'),
         "event_id", ["e1"], file="x.jsonl.gz", table="events"),
    Case("JSON LATIN-1 line",
         '{"event_id":"e1","occurred_at":"2026-01-01","event":"x"}\n{"event_id":"ö"}\n'.encode(
             "latin-1"), "event_id", ["e1"], [(2, "wrong_encoding", None)], file="x.jsonl",
         table="events"),
    Case("JSON that is one array", '[{"event_id":"e1"}]\n', file="x.jsonl", table="events",
         stops="missing required column", status="failed", column="event_id"),
]  # fmt: skip


NAMES = {f"case_{number}": case for number, case in enumerate(CASES)}


@pytest.fixture(scope="module")
def landed(tmp_path_factory):
    """A home in which every case has landed, and the night's report."""
    home = Home(tmp_path_factory.mktemp("corpus"))
    connections = []
    for name, case in NAMES.items():
        home.put(f"{name}/{case.table}/{case.file}", case.content)
        tables = {case.table: case.mapping} if case.mapping else {}
        connections.append({"name": name, "tables": tables})
    home.configure(yaml.safe_dump({"sources": {"generic": {"connections": connections}}}))
    return home, home.land()


@pytest.mark.parametrize("name", NAMES, ids=[case.name for case in CASES])
def test_outcome_is_stated(landed, name: str):
    (home, report), case = landed, NAMES[name]
    mine = f"source_relation = '{name}'"
    ((status, error, notes, rows_in),) = home.query(
        f"select status, error, notes, rows_in from landing.files where {mine}"
    )
    values = home.query(
        f"select {case.column} from raw_generic.{case.table} where _{mine} order by _line"
    )
    bad = home.query(
        f"select line, rule, column_name from landing.quarantine where {mine} order by line"
    )
    assert status == case.status, error
    assert [row[0] for row in values] == case.rows
    assert bad == case.bad
    assert rows_in == len(values) + len(bad), "a row went silently"
    assert (error in report.errors) == bool(case.stops)
    if case.stops:
        assert case.stops in error
        assert f"generic.{case.table}: {name}/{case.table}/{case.file}" in error
    if case.notes:
        assert case.notes in notes


def test_corpus_is_large():
    assert len({case.name for case in CASES}) == len(CASES) > 100

"""Every rule of the SQL lint finds its bad snippets and no good ones."""

import pytest
import sqlglot

from tests.lint.rules import RULES, check, check_types, read

BAD = [(rule, snippet) for rule in RULES for snippet in rule.bad]
GOOD = [(rule, snippet) for rule in RULES for snippet in rule.good]


def _names(pairs):
    return [f"{rule.name}-{number}" for number, (rule, _) in enumerate(pairs)]


@pytest.mark.parametrize(("rule", "snippet"), BAD, ids=_names(BAD))
def test_bad_snippet_is_found(rule, snippet):
    assert any(True for _ in rule.find(read(snippet)))


@pytest.mark.parametrize(("rule", "snippet"), GOOD, ids=_names(GOOD))
def test_good_snippet_passes_every_rule(rule, snippet):
    assert check(snippet) == []


def test_names_are_unique():
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_what_does_not_parse_is_reported():
    with pytest.raises(sqlglot.errors.ParseError):
        read("select from from")
    assert check("select a from t where (") != []


def test_contract_types():
    good = {"a": {"data_type": "string"}, "b": {"data_type": "decimal(18, 6)"}, "c": {}}
    assert check_types(good) == []
    bad = {"a": {"data_type": "varchar"}, "b": {"data_type": "decimal"}, "c": {"data_type": "INT"}}
    assert len(check_types(bad)) == 3

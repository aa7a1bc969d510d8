"""The project's own SQL passes the lint, and the parts of the lint do what they say."""

import pytest

from tests.lint.neutral import neutral_macros
from tests.lint.project import complaints, uncalled_macros
from tests.lint.style import check_style

GOOD = """with a as (
    select * from b
),

final as (
    select x from a
)

select * from final
"""


def test_every_model_passes():
    assert complaints() == []


def test_good_source_passes():
    assert check_style(GOOD) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda text: text.rstrip("\n"), "one newline"),
        (lambda text: text.replace("final\n", "a\n"), "last line"),
        (lambda text: text.replace("select x", "SELECT x"), "lower case"),
        (lambda text: text.replace("    select x", "  select x"), "indent"),
        (lambda text: text.replace("from a", "from a "), "trailing space"),
        (lambda text: text.replace("select x", "select x\n        , y"), "end of a line"),
        (lambda text: "-- long\n" * 150 + text, "length"),
        (lambda text: f"-- {'x' * 100}\n" + text, "columns"),
    ],
)
def test_bad_source_is_found(change, complaint):
    assert any(complaint in line for line in check_style(change(GOOD)))


def test_only_the_engine_side_of_a_macro_is_replaced():
    source = (
        "{% macro f(a) -%}{{ g(a) }}{%- endmacro %}{% macro duckdb__f(a, b=1) %}x{% endmacro %}"
    )
    neutral = neutral_macros(source)
    assert "{{ g(a) }}" in neutral
    assert "macro duckdb__f(a, b=1)" in neutral
    assert "engine_f(" in neutral
    assert ">x<" not in neutral.replace("}x{", ">x<")


def test_a_macro_that_nothing_calls_is_found():
    used = "{% macro f(a) -%}{{ adapter.dispatch('f', 'pma')(a) }}{%- endmacro %}"
    side = "{% macro duckdb__f(a) %}x{% endmacro %}"
    idle = "{% macro g() %}{# f(1), not g() #}y{% endmacro %}"
    assert uncalled_macros({"a": used + side, "b": idle, "c": "select {{ f(1) }}"}) == [
        "b: macro: g: nothing calls it, so delete it"
    ]
    assert len(uncalled_macros({"a": used, "b": idle})) == 2

"""The page that leaders open, in a real browser, over the marts of a night.

Belongs here: what a reader of the page relies on. Tests without a browser are in test_site.py.
"""

from __future__ import annotations

import shutil

import duckdb
import pytest

from dagster_project.lib import snapshots
from dagster_project.lib.page.render import MOST_FIGURES, _cell, write_page
from dagster_project.lib.page.site import cache_dir
from dagster_project.lib.scorecard import LINES, scorecard

pytestmark = pytest.mark.xdist_group("nights")

NASTY = '<img src=x onerror="window.hacked=1"></script><script>window.hacked=2</script>'
FIGURES = """panel => ({
    key: panel.id.slice(6),
    sql: panel.querySelector('pre code').textContent,
    rows: [...panel.querySelectorAll('table.figures tbody tr')]
        .map(row => [...row.cells].map(cell => cell.textContent)),
})"""
CONTRAST = """element => {
    const parts = c => c.match(/[0-9.]+/g).slice(0, 3).map(Number);
    const light = c => parts(c).map(v => v / 255)
        .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    let behind = element;
    while (getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') {
        behind = behind.parentElement;
    }
    const style = getComputedStyle(element);
    const ink = element.namespaceURI.endsWith('svg') ? style.fill : style.color;
    const [a, b] = [light(ink), light(getComputedStyle(behind).backgroundColor)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""


@pytest.fixture(scope="module")
def page_file(snapshot):
    return snapshot / "site" / "index.html"


@pytest.fixture(scope="module")
def marts(snapshot):
    with duckdb.connect(str(snapshot / snapshots.MARTS_FILE), read_only=True) as con:
        yield con


def test_every_figure_is_what_its_sql_gives(show, page_file, marts):
    with show(page_file) as opened:
        panels = opened.page.eval_on_selector_all(
            "figure[data-state=drawn]", f"all => all.map({FIGURES})"
        )
    assert len(panels) >= 14
    for panel in panels:
        rows = marts.execute(panel["sql"]).fetchall()
        assert panel["rows"] == [[_cell(v) for v in row] for row in rows[:MOST_FIGURES]], panel[
            "key"
        ]
        assert rows, panel["key"]


def test_headline_figures_are_those_of_the_terminal(show, page_file, snapshot, marts):
    with show(page_file) as opened:
        tiles = opened.page.eval_on_selector_all(
            ".tile",
            "all => all.map(t => [t.querySelector('h2').textContent, "
            "t.querySelector('.figure').textContent.trim(), t.querySelector('code').textContent])",
        )
    assert [tuple(tile[:2]) for tile in tiles] == scorecard(snapshot / snapshots.MARTS_FILE)
    for (_, figure, sql), line in zip(tiles, LINES, strict=True):
        assert figure == line.write(marts.execute(sql).fetchone()[0])


def test_charts_draw_one_mark_per_row(show, page_file):
    """Bars of the quarantine and cells of the retention heat map."""
    with show(page_file) as opened:
        for key, mark in {"quarantine": "mark-rect", "pairs": "mark-rect"}.items():
            rows = opened.page.locator(f"#panel-{key} table.figures tbody tr").count()
            marks = opened.page.locator(f"#chart-{key} svg g.{mark} > path").count()
            assert marks == rows > 0, key


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_leaves_the_machine_and_nothing_fails(show, page_file, scheme, width):
    with show(page_file, width, scheme) as opened:
        charts = opened.page.locator("[data-chart]").count()
        assert opened.page.locator("[data-chart] svg").count() == charts > 5
    assert opened.requests == [page_file.resolve().as_uri()]
    assert opened.errors == []


def test_a_phone_scrolls_down_only(show, page_file):
    with show(page_file, width=390) as opened:
        assert opened.page.evaluate("document.documentElement.scrollWidth") == 390
        cut = opened.page.eval_on_selector_all(
            ".panel, .tile, [data-chart] svg",
            "all => all.filter(e => e.getBoundingClientRect().right > 390).map(e => e.id)",
        )
        assert cut == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_in_light_and_dark(show, page_file, scheme):
    with show(page_file, scheme=scheme) as opened:
        page = opened.page
        shade = page.evaluate("getComputedStyle(document.body).backgroundColor")
        level = sum(int(v) for v in shade.strip("rgb()").split(",")) / 3
        assert level > 200 if scheme == "light" else level < 60
        for selector in (
            "h1",
            ".quiet",
            ".tile .figure a",
            ".panel h3",
            ".gt_table td",
            "th",
            ".source summary",
            "[data-chart] .mark-text.role-axis-label text",
        ):
            contrast = page.eval_on_selector(selector, CONTRAST)
            assert contrast >= 4.5, (selector, contrast)


def test_charts_follow_when_light_turns_dark(show, page_file):
    selector = "[data-chart] .mark-text.role-axis-label text"
    with show(page_file) as opened:
        before = opened.page.eval_on_selector(selector, "e => getComputedStyle(e).fill")
        opened.page.emulate_media(color_scheme="dark")
        opened.page.wait_for_function(
            f"before => getComputedStyle(document.querySelector('{selector}')).fill !== before",
            arg=before,
        )
        assert opened.page.eval_on_selector(selector, CONTRAST) >= 4.5


def test_everything_has_a_name(show, page_file):
    """Panels by their title, charts by what they show, buttons and links by their words."""
    with show(page_file) as opened:
        names = opened.page.evaluate("""() => ({
            panels: [...document.querySelectorAll('figure')].map(e =>
                document.getElementById(e.getAttribute('aria-labelledby')).textContent),
            charts: [...document.querySelectorAll('[data-chart] svg')].map(e =>
                e.closest('[aria-label]')?.getAttribute('aria-label')),
            words: [...document.querySelectorAll('a, button, summary')]
                .map(e => e.textContent.trim()),
            language: document.documentElement.lang,
            title: document.title,
        })""")
    assert all(names["panels"]) and len(set(names["panels"])) == len(names["panels"])
    assert all(names["charts"]) and len(set(names["charts"])) == len(names["charts"])
    assert all(names["words"])
    assert names["language"] == "en" and names["title"]


def test_a_figure_leads_to_its_sql(show, page_file):
    with show(page_file) as opened:
        details = opened.page.locator("#sql-tile-1")
        assert details.get_attribute("open") is None
        opened.page.click(".tile .figure a")
        opened.page.wait_for_selector("#sql-tile-1[open]")
        details.locator("button").click()
        selected = opened.page.evaluate("getSelection().toString()")
        assert selected.strip() == details.locator("code").text_content().strip()


def test_markup_in_names_is_text(show, snapshot, settings, tmp_path):
    """A campaign, a channel and a product may be called anything."""
    copy = tmp_path / "marts.duckdb"
    shutil.copy(snapshot / snapshots.MARTS_FILE, copy)
    with duckdb.connect(str(copy)) as con:
        con.execute("update insights.campaign_attribution set campaign_name = ?", [NASTY])
        con.execute("update messaging.awareness set channel = ? where channel = 'Email'", [NASTY])
        con.execute("update quality.quarantine set rule = ?", [NASTY])
    build = snapshots.read_manifest(snapshot) | {"siblings": {}}
    write_page(copy, tmp_path / "page.html", build, settings.vars, cache_dir(settings))
    with show(tmp_path / "page.html") as opened:
        page = opened.page
        assert page.evaluate("window.hacked") is None
        assert page.locator("img").count() == 0
        assert page.locator("#panel-campaigns .gt_table td", has_text=NASTY).count() > 0
        assert page.locator("script").count() == 3
    assert opened.errors == []

"""Net promoter scores of a retail bank in 2021: 5,000 answers in three markets, days first."""

from __future__ import annotations

from tests.real.published import Drop, Figure, PublishedSet

SETTINGS = """
vars: {nps_window_days: 365}
sources:
  generic:
    connections:
      - name: generic
        tables:
          accounts: {rename: {account_id: Market, segment: Market}}
          survey_responses:
            rename: {response_id: ID, respondent_id: ID, account_id: Market,
                     responded_at: Survey date, score: NPS}
            constants: {survey: Retail bank, kind: nps}
            formats: {responded_at: ['%d/%m/%y']}
"""

SCORES = (
    "count(*), count(*) filter (NPS::int >= 9), count(*) filter (NPS::int <= 6), "
    "round(100.0 * (count(*) filter (NPS::int >= 9) - count(*) filter (NPS::int <= 6)) "
    "/ count(*), 9)"
)

SET = PublishedSet(
    folder="nps_bank",
    as_of="2022-01-05T02:00:00",
    files={"answers": "NPStimeseries.csv"},
    drops={
        "generic/survey_responses": Drop("answers"),
        "generic/accounts": Drop(
            "select distinct Market from answers",
            delivered="select count(distinct Market) from answers",
        ),
    },
    settings=SETTINGS,
    figures=(
        Figure(
            "the year's score, whole and by market",
            "select scope_id, nps_answers, promoters, detractors, round(nps, 9) "
            "from insights.voice_of_customer where month_on = date '2021-12-01' "
            "and scope in ('total', 'segment')",
            f"select Market, {SCORES} from answers group by all "
            f"union all select '(all)', {SCORES} from answers",
        ),
        Figure(
            "answers by month: days come first, not years",
            "select month(responded_on), count(*), sum(score) from insights.voice_responses "
            "group by all",
            "select Month::int, count(*), sum(NPS::int) from answers group by all",
        ),
    ),
)

"""RavenStack, a made-up software company: 500 accounts, 5,000 subscriptions, use, tickets, churn.

Every file is in the words of a spreadsheet: days first, booleans in capitals. 21 ids of usage
records occur twice with other content: no key, so one of each pair stands and the other is in
quarantine. Records name a subscription and no person, so a subscription stands for its user. Most
use is dated before its subscription began. Churn events and tickets are two more files of answers,
so two more connections; most tickets are closed without a rating.
"""

from __future__ import annotations

from tests.real.published import Drop, Figure, PublishedSet

SETTINGS = """
sources:
  generic:
    connections:
      - name: generic
        tables:
          accounts:
            rename: {name: account_name, segment: industry, created_at: signup_date}
            formats: {created_at: ['%d-%m-%Y']}
          subscriptions:
            rename: {plan: plan_tier, started_on: start_date, ended_on: end_date, mrr: mrr_amount}
            constants: {product_id: ravenstack, currency: USD}
            formats: {started_on: ['%d-%m-%Y'], ended_on: ['%d-%m-%Y']}
          users:
            rename: {user_id: subscription_id, created_at: start_date}
            formats: {created_at: ['%d-%m-%Y']}
          events:
            rename: {event_id: usage_id, occurred_at: usage_date, user_id: subscription_id,
                     event: feature_name, feature_key: feature_name}
            formats: {occurred_at: ['%d-%m-%Y']}
      - name: churned
        tables:
          survey_responses:
            rename: {response_id: churn_event_id, responded_at: churn_date, theme: reason_code,
                     comment: feedback_text}
            constants: {survey: Why they left, kind: voice}
            formats: {responded_at: ['%d-%m-%Y']}
      - name: tickets
        tables:
          survey_responses:
            rename: {response_id: ticket_id, responded_at: closed_at, score: satisfaction_score}
            constants: {survey: Support, kind: csat}
            formats: {responded_at: ['%d-%m-%Y %H:%M']}
"""

PAID = """
    select account_id, plan_tier, mrr_amount::decimal(18, 2) as mrr,
        strptime(start_date, '%d-%m-%Y')::date as started_on,
        strptime(end_date, '%d-%m-%Y')::date as ended_on
    from subscriptions
    where is_trial = 'FALSE' and mrr_amount::decimal(18, 2) > 0
"""
# What each account pays on the last day of each month, and what it paid the month before.
MONTHS = f"""
    select account_id, month_on, mrr,
        coalesce(lag(mrr) over (partition by account_id order by month_on), 0) as before,
        coalesce(max(mrr) over (
            partition by account_id order by month_on
            rows between unbounded preceding and 1 preceding
        ), 0) as highest
    from (
        select accounts.account_id, months.month_on::date as month_on, (
            select coalesce(sum(paid.mrr), 0) from ({PAID}) as paid
            where paid.account_id = accounts.account_id
                and paid.started_on <= last_day(months.month_on::date)
                and (paid.ended_on is null or paid.ended_on > last_day(months.month_on::date))
        ) as mrr
        from (select distinct account_id from accounts) as accounts,
            range(date '2023-01-01', date '2025-01-01', interval 1 month) as months(month_on)
    )
"""
DAY = "strptime({}, '%d-%m-%Y')::date"
MONTH = "date_trunc('month', {})::date"

SET = PublishedSet(
    folder="ravenstack_saas",
    as_of="2025-01-02T02:00:00",
    files={
        "accounts": "ravenstack_accounts.csv",
        "subscriptions": "ravenstack_subscriptions.csv.gz",
        "usage": "ravenstack_feature_usage.csv.gz",
        "churned": "ravenstack_churn_events.csv",
        "tickets": "ravenstack_support_tickets.csv",
    },
    drops={
        "generic/accounts": Drop("accounts"),
        "generic/subscriptions": Drop("subscriptions"),
        "generic/users": Drop("subscriptions"),
        "generic/events": Drop("usage", kept="select count(distinct usage_id) from usage"),
        "generic/features": Drop(
            "select distinct feature_name as feature_key, feature_name as name, "
            "'ravenstack' as product_id, '2023-01-01' as released_on from usage",
            delivered="select count(distinct feature_name) from usage",
        ),
        "churned/survey_responses": Drop("churned"),
        "tickets/survey_responses": Drop("tickets"),
    },
    settings=SETTINGS,
    quarantine="""
        select 'generic/events', 'key_conflict', 'updated_at', count(*) - count(distinct usage_id)
        from usage
    """,
    figures=(
        Figure(
            "subscriptions by plan",
            "select plan, is_trial, count(*), count(ended_on), sum(mrr) from core.subscriptions "
            "group by all",
            "select plan_tier, is_trial = 'TRUE', count(*), count(end_date), "
            "sum(mrr_amount::decimal(18, 2)) from subscriptions group by all",
        ),
        Figure(
            "recurring revenue and how it moved, month by month",
            "select month_on, sum(opening_mrr), sum(new), sum(upsell + cross_sell), "
            "sum(contraction), sum(churn), sum(reactivation), sum(closing_mrr), "
            "count(*) filter (churn > 0) from core.mrr_movements where is_complete group by all",
            "select month_on, sum(before), sum(mrr) filter (before = 0 and highest = 0), "
            "coalesce(sum(mrr - before) filter (before > 0 and mrr > before), 0), "
            "coalesce(sum(before - mrr) filter (mrr > 0 and mrr < before), 0), "
            "coalesce(sum(before) filter (mrr = 0), 0), "
            "coalesce(sum(mrr) filter (before = 0 and highest > 0), 0), sum(mrr), "
            f"count(*) filter (mrr = 0 and before > 0) from ({MONTHS}) "
            "group by all having sum(before) + sum(mrr) > 0",
        ),
        Figure(
            "customers and their revenue at the end",
            "select count(distinct account_id), sum(mrr) from core.subscriptions "
            "where is_active and mrr > 0",
            f"select count(distinct account_id), sum(mrr) from ({PAID}) where ended_on is null",
        ),
        Figure(
            "600 churn events by their reason",
            "select theme, requests, accounts from insights.voice_themes where period_type = 'all'",
            "select reason_code, count(*), count(distinct account_id) from churned group by all",
        ),
        Figure(
            "churn events by month",
            "select month_on, voice_answers from insights.voice_of_customer "
            "where scope = 'total' and voice_answers > 0",
            f"select {MONTH.format(DAY.format('churn_date'))}, count(*) from churned group by all",
        ),
        Figure(
            "rated tickets by month",
            "select month_on, csat_answers, csat_satisfied from insights.voice_of_customer "
            "where scope = 'total' and csat_answers > 0",
            "select date_trunc('month', strptime(closed_at, '%d-%m-%Y %H:%M'))::date, "
            "count(*), count(*) filter (satisfaction_score::int >= 4) "
            "from tickets where satisfaction_score is not null group by all",
        ),
        Figure(
            "every usage record is a use of its feature",
            "select count(distinct feature_key), sum(uses) from core.user_feature_days",
            "select count(distinct feature_name), count(distinct usage_id) from usage",
        ),
    ),
)

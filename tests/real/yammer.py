"""Yammer's users and e-mails, May to August 2022 (Mode's case study, dates moved).

Openings and clicks name no e-mail: they belong to the last one that went to the recipient. Nothing
has an id, so the number of the line is one. Clicks per opening fall in August.
"""

from __future__ import annotations

from tests.real.published import Drop, Figure, PublishedSet

SETTINGS = """
sources:
  generic:
    connections:
      - name: generic
        tables:
          users: {rename: {account_id: company_id}}
          accounts: {rename: {account_id: company_id}}
          email_events:
            rename: {recipient_id: user_id, event_type: action, campaign_id: action}
            values:
              event_type: {sent_weekly_digest: delivered, sent_reengagement_email: delivered,
                           email_open: open, email_clickthrough: click}
              campaign_id: {email_open: '', email_clickthrough: ''}
"""

# Each e-mail, and whether it was opened and clicked before the recipient's next one.
MAILS = """
    select user_id, action, cast(occurred_at as timestamp) as sent_at, follow.*
    from (
        select *, lead(occurred_at) over (partition by user_id order by occurred_at) as next_at
        from emails where action like 'sent%'
    ) as mails,
    lateral (
        select
            count(*) filter (what.action = 'email_open') as opened,
            count(*) filter (what.action = 'email_clickthrough') as clicked
        from emails as what
        where what.user_id = mails.user_id and what.action not like 'sent%'
            and what.occurred_at >= mails.occurred_at
            and (mails.next_at is null or what.occurred_at < mails.next_at)
    ) as follow
"""

SET = PublishedSet(
    folder="yammer_engagement",
    as_of="2022-09-15T02:00:00",
    files={"emails": "yammer_emails.csv.gz", "users": "yammer_users.csv.gz"},
    headers={"users": ["user_id", "created_at", "company_id", "language", "activated_at", "state"]},
    drops={
        "generic/email_events": Drop(
            "select row_number() over () as event_id, * from emails",
            delivered="select count(*) from emails",
        ),
        "generic/users": Drop("select * from users", delivered="select count(*) from users"),
        "generic/accounts": Drop(
            "select distinct company_id from users",
            delivered="select count(distinct company_id) from users",
        ),
        "generic/events": Drop(
            "select 'activated ' || user_id as event_id, activated_at as occurred_at, user_id, "
            "'activated' as event from users where activated_at is not null",
            delivered="select count(activated_at) from users",
        ),
    },
    settings=SETTINGS,
    figures=(
        Figure(
            "e-mails delivered, opened and clicked by month",
            "select campaign_id, month(date_day), sum(delivered), sum(opened), sum(clicked) "
            "from messaging.email_campaigns group by all",
            "select action, month(sent_at), count(*), count(*) filter (opened + clicked > 0), "
            f"count(*) filter (clicked > 0) from ({MAILS}) group by all",
        ),
        Figure(
            "clicks per opened digest, in per cent: they fall in August",
            "select month(date_day), cast(100 * sum(clicked) / sum(opened) as decimal(5, 2)) "
            "from messaging.email_campaigns where campaign_id = 'sent_weekly_digest' group by all",
            "select * from (values (5, 39.77), (6, 40.45), (7, 41.04), (8, 22.41))",
        ),
        Figure(
            "sign-ups by month",
            "select cast(date_trunc('month', date_day) as date), count(*) from core.conversions "
            "where conversion_type = 'signup' group by all",
            "select cast(date_trunc('month', created_at::timestamp) as date), count(*) from users "
            "group by all",
        ),
        Figure(
            "users who were activated",
            "select count(*), count(distinct person_key) from core.user_days",
            "select count(activated_at), count(activated_at) from users",
        ),
    ),
)

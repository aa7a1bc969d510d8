-- Each returned row is a visit whose channel differs from GA4's published rule for it.
{%- set cases = [
    ('', '', '', 'Direct'),
    ('(direct)', '(none)', '', 'Direct'),
    ('Google ', 'CPC', 'spring', 'Paid Search'),
    ('www.google.de', 'organic', '', 'Organic Search'),
    ('bing', '', '', 'Organic Search'),
    ('google', 'cpc', 'pmax cross-network', 'Cross-network'),
    ('facebook', 'paid_social', '', 'Paid Social'),
    ('l.facebook.com', 'referral', '', 'Organic Social'),
    ('t.co', 'referral', '', 'Organic Social'),
    ('next.com', 'referral', '', 'Referral'),
    ('x', 'cpc', '', 'Paid Social'),
    ('newsletter', 'email', '', 'Email'),
    ('youtube.com', 'in-stream', '', 'Organic Video'),
    ('youtube', 'cpc', '', 'Paid Video'),
    ('dv360', 'display', '', 'Display'),
    ('taboola', 'paid-native', '', 'Paid Other'),
    ('amazon', 'ppc', '', 'Paid Shopping'),
    ('blog', 'cpc', 'summer shop', 'Paid Shopping'),
    ('blog', 'cpc', 'workshop', 'Paid Other'),
    ('partner', 'affiliate', '', 'Affiliates'),
    ('spotify', 'audio', '', 'Audio'),
    ('sms', '', '', 'SMS'),
    ('app', 'web push', '', 'Mobile Push Notifications'),
    ('notgoogle.example.org', 'referral', '', 'Referral'),
    ('somewhere', '', '', 'Unassigned'),
    ('', 'newthing', '', 'Unassigned'),
    ('berlin', 'Webinar', '', 'Events'),
] %}
with cases as (
    {%- for case in cases %}
    select
        '{{ case[0] }}' as source, '{{ case[1] }}' as medium, '{{ case[2] }}' as campaign,
        '{{ case[3] }}' as expected
    {%- if not loop.last %} union all {%- endif %}
    {%- endfor %}
    union all
    select null as source, null as medium, null as campaign, 'Direct' as expected
),

final as (
    select *, {{ channel_group('source', 'medium', 'campaign') }} as actual
    from cases
)

select * from final where actual <> expected

-- A returned row is a day and label whose contents are not together what the row of all contents says.
{%- set marts = {
    'consideration': [[], ['content_downloads', 'email_delivered', 'email_opens', 'email_clicks', 'leads', 'mqls',
        'leads_to_mql', 'trials']],
    'conversion': [['segment'], ['sqls', 'opps', 'open_opps', 'won', 'lost', 'no_decision', 'orders', 'customers', 'trials',
        'trial_to_paid']],
} %}
{%- for mart, (more, measures) in marts.items() %}
{%- set keys = ['date_basis', 'date_day', 'channel', 'source', 'medium', 'campaign'] + more %}
select '{{ mart }}' as mart, date_basis, date_day, channel, source, medium, campaign
from {{ ref(mart) }}
group by {{ keys | join(', ') }}
having
    {%- for measure in measures %}
    {{ 'or ' if not loop.first }}sum(case when content = '(all)' then {{ measure }} else -{{ measure }} end) <> 0
    {%- endfor %}
{{ 'union all' if not loop.last }}
{%- endfor %}

-- A returned row is a day and label whose segments are not together what the row of all segments says.
{%- set keys = ['date_basis', 'date_day', 'channel', 'source', 'medium', 'campaign', 'content'] %}
{%- set measures = ['sqls', 'opps', 'won', 'lost', 'no_decision', 'orders', 'customers', 'trials', 'trial_to_paid'] %}
select
    {{ keys | join(', ') }}
    {%- for measure in measures %},
    sum(case when segment = '(all)' then {{ measure }} else -{{ measure }} end) as {{ measure }}
    {%- endfor %}
from {{ ref('conversion') }}
group by {{ keys | join(', ') }}
having
    {%- for measure in measures %}
    {{ 'or ' if not loop.first }}sum(case when segment = '(all)' then {{ measure }} else -{{ measure }} end) <> 0
    {%- endfor %}
    or coalesce(
        case when count(*) = count(bookings) then sum(case when segment = '(all)' then bookings else -bookings end) end, 0
    ) <> 0

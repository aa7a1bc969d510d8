-- Question: How much revenue does each attribution model give to each channel?
-- Part: insights
-- Columns: channel, first_touch, last_touch, linear, markov, shapley
select
    coalesce(channel, '(unattributed)') as channel,
    sum(value) filter (where model = 'first') as first_touch,
    sum(value) filter (where model = 'last') as last_touch,
    sum(value) filter (where model = 'linear') as linear,
    sum(value) filter (where model = 'markov') as markov,
    sum(value) filter (where model = 'shapley') as shapley
from core.attribution_credits
where journey = 'account' and conversion_type = 'won'
group by 1
order by linear desc nulls last, channel;

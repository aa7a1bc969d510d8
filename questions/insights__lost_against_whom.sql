-- Question: Against which competitor do we lose, in which segment?
-- Part: insights
-- Columns: competitor, segment, won, lost, win_rate
select
    competitor,
    segment,
    sum(won) as won,
    sum(lost) as lost,
    round(sum(won) / nullif(sum(won + lost), 0), 3) as win_rate
from insights.competitive_win_loss
group by competitor, segment
having sum(won + lost) >= 5
order by win_rate, competitor, segment;

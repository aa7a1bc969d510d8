{% test money_has_currency(model, amount, original, currency='currency', rate='fx_rate', rate_date='fx_date', day='date_day', tolerance=0.00001) %}
{# U5. Each returned row has an amount in the reporting currency that is not its original times its rate, an amount
   without a rate or a rate without an amount, a rate without its date, or a rate quoted after `day`. Rows whose
   original amounts are in several currencies (original and currency NULL) are sums of converted rows and pass, and
   nothing is nothing in every currency. #}
select *
from {{ model }}
where
    ({{ original }} <> 0 and {{ rate }} is null and {{ amount }} is not null)
    or ({{ original }} = 0 and ({{ amount }} is null or {{ amount }} <> 0))
    or ({{ original }} is not null and {{ rate }} is not null and {{ amount }} is null)
    or ({{ original }} is null and {{ currency }} is not null and {{ amount }} is not null)
    or ({{ rate }} is null and {{ rate_date }} is not null)
    or ({{ rate }} is not null and ({{ rate_date }} is null or {{ currency }} is null))
    or {{ rate }} <= 0
    {%- if day %}
    or {{ rate_date }} > {{ day }}
    {%- endif %}
    or abs({{ amount }} - {{ original }} * {{ rate }}) > {{ tolerance }}
{% endtest %}

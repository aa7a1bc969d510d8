{% test movements_add_up(model, opening, gains, losses, closing) %}
{# Each returned row does not come from its opening to its closing by its movements, or has a negative movement. A row
   in which opening and closing are known and a movement is not is returned too. #}
select *
from {{ model }}
where
    {{ opening }} + {{ gains | join(' + ') }} - {{ losses | join(' - ') }} <> {{ closing }}
    or (
        {{ opening }} is not null and {{ closing }} is not null
        and ({{ (gains + losses) | join(' is null or ') }} is null)
    )
    {%- for amount in [opening] + gains + losses + [closing] %}
    or {{ amount }} < 0
    {%- endfor %}
{% endtest %}

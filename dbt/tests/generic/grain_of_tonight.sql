{% test grain_of_tonight(model, columns, tables) %}
{# Each returned row is a combination of `columns` that occurs more than once, or lacks its first part, on a day that
   tonight's load touched. For facts too big to be counted through every night; older days were tested in theirs. #}
select {{ columns | join(', ') }}, count(*) as row_count
from {{ model }}
where date_day in (
    select {{ add_days('partition_day', 'offsets.days') }}
    from {{ source('landing', 'changed_partitions') }}
    cross join (select -1 as days union all select 0 union all select 1) as offsets
    where
        load_id = (select load_id from {{ source('landing', 'clock') }})
        and partition_day is not null
        and (
            {%- for pair in tables %}
            (source_name = '{{ pair[0] }}' and table_name = '{{ pair[1] }}')
            {%- if not loop.last %} or {% endif %}
            {%- endfor %}
        )
)
group by {{ columns | join(', ') }}
having count(*) > 1 or max({{ columns[0] }}) is null
{% endtest %}

{% test low_sample_flag(model, sample, flag='is_low_sample') %}
{# U13. Each returned row has a rate over fewer cases than `low_sample_size` without saying so, says so over enough
   cases, or says nothing. `sample` is the rate's denominator; NULL counts as none. #}
select *
from {{ model }}
where
    {{ flag }} is null
    or {{ flag }} <> (coalesce({{ sample }}, 0) < {{ var('low_sample_size') | int }})
{% endtest %}

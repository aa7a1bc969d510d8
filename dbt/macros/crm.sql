{# Customers, opportunities and competitors: how CRM text is cleaned and what its words mean. #}

{% macro clean_text(text) -%}
    {#- Free text that may leave staging: trimmed, without e-mail addresses, empty is NULL. -#}
    nullif(trim({{ scrub(text) }}), '')
{%- endmacro %}

{% macro hashed_email(email) -%}
    {{ keyed_hash("nullif(lower(trim(" ~ email ~ ")), '')") }}
{%- endmacro %}

{% macro person_label(text) -%}
    {#- A member of staff as written; an e-mail address becomes a keyed hash that still tells people apart. -#}
    case
        when {{ has_email(text) }}
            then 'person ' || substring({{ keyed_hash("lower(trim(" ~ text ~ "))") }}, 1, 16)
        else nullif(trim({{ text }}), '')
    end
{%- endmacro %}

{% macro web_domain(text) -%}
    {#- example.com from https://www.example.com/path, in lower case. -#}
    nullif({{ regexp_replace_all(
        regexp_replace_all("lower(trim(" ~ scrub(text) ~ "))", '^([a-z]+://)?(www[.])?', ''), '[/?#:].*$', ''
    ) }}, '')
{%- endmacro %}

{% macro opportunity_type(text) -%}
    {#- The CRM's word for the kind of business as new, cross_sell, upsell or renewal; NULL where unknown. -#}
    {%- set kinds = ['new', 'cross_sell', 'upsell', 'renewal'] -%}
    case
        {%- for word, kind in var('opportunity_types').items() %}
        {%- if kind not in kinds -%}
            {{ exceptions.raise_compiler_error(
                "var opportunity_types: " ~ word ~ " -> " ~ kind ~ " is not allowed; allowed: " ~ kinds | join(', ')
            ) }}
        {%- endif %}
        when lower({{ text }}) = {{ text_literal(word | lower) }} then '{{ kind }}'
        {%- endfor %}
        when lower({{ text }}) in {{ sql_list(kinds) }} then lower({{ text }})
    end
{%- endmacro %}

{% macro crm_home_currency() -%}
    {#- The currency of CRM amounts that name none. -#}
    {%- set code = var('crm_home_currency') or var('reporting_currency') -%}
    {%- if not modules.re.fullmatch('[A-Z]{3}', code) -%}
        {{ exceptions.raise_compiler_error(
            "var crm_home_currency: " ~ code ~ " is not allowed; allowed: an ISO 4217 code in capitals, or nothing"
        ) }}
    {%- endif -%}
    {{ return(code) }}
{%- endmacro %}

{% macro segment_of(segment, employees) -%}
    {#- The source's own segment, else by number of employees; NULL where neither is known. A segment that
        segment_min_employees names is spelled as there. -#}
    {%- set names = var('segment_min_employees') -%}
    coalesce(
        {%- if names %}
        case {{ spelling_key(segment) }}
            {%- for name in names %}
            when {{ spelling_key(text_literal(name)) }} then {{ text_literal(name) }}
            {%- endfor %}
        end,
        {%- endif %}
        {{ segment }}
        {%- if names %},
        case
            {%- for name, least in (names.items() | sort(attribute='1', reverse=true)) %}
            when {{ employees }} >= {{ least | int }} then {{ text_literal(name) }}
            {%- endfor %}
        end
        {%- endif %}
    )
{%- endmacro %}

{% macro lower_list(values) -%}
    {%- set lowered = [] -%}
    {%- for value in values -%}{%- do lowered.append(value | lower | trim) -%}{%- endfor -%}
    {{ sql_list(lowered) }}
{%- endmacro %}

{% macro opportunity_outcome(rows) -%}
    {#- open, won, lost, or no_decision: closed without the customer choosing anybody. -#}
    case
        when not {{ rows }}.is_closed then 'open'
        when {{ rows }}.is_won then 'won'
        when
            coalesce(lower({{ rows }}.loss_reason) in {{ lower_list(var('no_decision_reasons')) }}, false)
            or coalesce(lower({{ rows }}.stage) in {{ lower_list(var('no_decision_stages')) }}, false)
            or coalesce(lower({{ rows }}.stage_name) in {{ lower_list(var('no_decision_stages')) }}, false)
            then 'no_decision'
        else 'lost'
    end
{%- endmacro %}

{% macro spelling_key(text) -%}
    {#- Two spellings with one key are the same name: case and spaces do not count. -#}
    lower(trim({{ regexp_replace_all(text, '[ ]+', ' ') }}))
{%- endmacro %}

{% macro opportunity_table(crm) -%}
    {#- The raw table that holds the opportunities of a CRM. -#}
    case {{ crm }} when 'hubspot' then 'deal' when 'salesforce' then 'opportunity' else 'opportunities' end
{%- endmacro %}

{% macro same_record(left, right, id='opportunity_id') -%}
    {{ left }}.source_relation = {{ right }}.source_relation
            and {{ left }}.crm = {{ right }}.crm
            and {{ left }}.{{ id }} = {{ right }}.{{ id }}
{%- endmacro %}

{% macro merge_join(rows, alias, entity, id) -%}
    {#- Joins the survivor of a merged record; coalesce(alias.survivor_id, rows.id) is the id that lives on. -#}
    left join merges as {{ alias }}
        on
            {{ alias }}.entity = '{{ entity }}'
            and {{ rows }}.source_relation = {{ alias }}.source_relation
            and {{ rows }}.crm = {{ alias }}.crm
            and {{ rows }}.{{ id }} = {{ alias }}.merged_id
{%- endmacro %}

{% macro complete_sum(amount, original, condition) -%}
    {#- Sum in the reporting currency over the rows of `condition`; NULL where one of them lacks a rate. -#}
    case
        when count(case when {{ condition }} and {{ original }} is not null and {{ amount }} is null then 1 end) = 0
            then {{ as_decimal("coalesce(sum(case when " ~ condition ~ " then " ~ amount ~ " end), 0)") }}
    end
{%- endmacro %}

{% macro whole_sum(amount, condition=none) -%}
    {#- Sum of `amount` over the rows of `condition` (all of them without one); NULL where any row of the group, counted
        or not, has no amount: parts of an unknown whole are unknown. -#}
    case
        when count(*) = count({{ amount }})
            then {{ as_decimal(
                "sum(" ~ (("case when " ~ condition ~ " then " ~ amount ~ " else 0 end") if condition else amount) ~ ")"
            ) }}
    end
{%- endmacro %}

{% macro count_if(condition) -%}
    cast(count(case when {{ condition }} then 1 end) as bigint)
{%- endmacro %}

{% macro merge_hops() -%}
    {#- Longest chain of merges that is followed; engines without recursion join once per hop. -#}
    {{ return(8) }}
{%- endmacro %}

{% macro quarter_columns(alias=none) -%}
    {#- Calendar and fiscal quarter of the close date, side by side. -#}
    {%- for column in ['quarter_start_on', 'year_number', 'quarter_number', 'fiscal_year', 'fiscal_quarter'] -%}
        {{ alias ~ '.' if alias }}{{ column }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro outcome_sums() -%}
        cast(count(*) as bigint) as closed,
        {{ count_if("outcome = 'won'") }} as won,
        {{ count_if("outcome = 'lost'") }} as lost,
        {{ count_if("outcome = 'no_decision'") }} as no_decision,
        {{ complete_sum('amount', 'amount_original', "outcome = 'won'") }} as amount_won,
        {{ complete_sum('amount', 'amount_original', "outcome = 'lost'") }} as amount_lost,
        {{ complete_sum('amount', 'amount_original', "outcome = 'no_decision'") }} as amount_no_decision,
        {{ count_if('amount_original is null') }} as closed_without_amount
{%- endmacro %}

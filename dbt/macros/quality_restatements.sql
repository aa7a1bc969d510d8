{# Numbers that were published once and are other numbers tonight, with what changed underneath. #}

{% macro compared_marts() -%}
    {#- Per mart: its key without the day, the day, how many days after it the number is due to be final (1: the day is
        over), measures as name -> its amount in the original currency (none for anything but money), and which raw tables
        they follow: `rows` by day (a changed day reaches `reach` days on), `records` without days, `identity` by binding.
        `feed` names the entry; measures of one mart that follow other tables are an entry of their own. -#}
    {%- set histories = [
        'google_ads.account_history', 'google_ads.campaign_history', 'google_ads.ad_group_history', 'google_ads.ad_history',
        'google_ads.ad_group_criterion_history', 'facebook_ads.account_history', 'facebook_ads.campaign_history',
        'facebook_ads.ad_set_history', 'facebook_ads.ad_history', 'facebook_ads.creative_history',
        'linkedin_ads.account_history', 'linkedin_ads.campaign_group_history', 'linkedin_ads.campaign_history',
        'linkedin_ads.creative_history', 'generic.utm_aliases',
    ] -%}
    {%- set people = [
        'segment.identifies', 'segment.users', 'segment.groups', 'generic.identities', 'generic.users',
    ] -%}
    {%- set ads = [] -%}
    {%- for pair in google_ads_tables() + facebook_ads_tables() + linkedin_ads_tables() + generic_ads_tables() -%}
        {%- do ads.append(pair | join('.')) -%}
    {%- endfor -%}
    {%- set usage = [] -%}
    {%- for pair in usage_tables() -%}{%- do usage.append(pair | join('.')) -%}{%- endfor -%}
    {{ return([
        {
            'feed': 'campaigns', 'schema': 'insights', 'name': 'campaigns', 'day': 'date_day', 'final_after': 1,
            'keys': ['source_relation', 'platform', 'account_id', 'campaign_id'],
            'measures': {
                'spend_original': none, 'spend': 'spend_original', 'impressions': none, 'clicks': none,
                'platform_conversions': none, 'platform_value_original': none,
                'platform_value': 'platform_value_original',
            },
            'rows': ads, 'reach': 0, 'records': [], 'identity': histories,
        },
        {
            'feed': 'awareness_ads', 'schema': 'messaging', 'name': 'awareness', 'day': 'date_day', 'final_after': 1,
            'keys': ['channel', 'source', 'medium', 'campaign', 'content'],
            'measures': {'impressions': none, 'clicks': none},
            'rows': ads + usage, 'reach': 1, 'records': [], 'identity': people + histories,
        },
        {
            'feed': 'awareness_visits', 'schema': 'messaging', 'name': 'awareness', 'day': 'date_day', 'final_after': 1,
            'keys': ['channel', 'source', 'medium', 'campaign', 'content'],
            'measures': {'sessions': none, 'new_visitors': none, 'engaged_sessions': none},
            'rows': usage, 'reach': 1, 'records': [], 'identity': people + ['generic.utm_aliases'],
        },
        {
            'feed': 'product_usage', 'schema': 'adoption', 'name': 'product_usage', 'day': 'date_day', 'final_after': 1,
            'keys': ['account_id'],
            'measures': {'events': none, 'dau': none, 'wau': none, 'mau': none},
            'rows': usage, 'reach': [var('mau_days') | int, var('wau_days') | int] | max, 'records': [],
            'identity': people,
        },
        {
            'feed': 'opportunities', 'schema': 'core', 'name': 'opportunities', 'day': 'closed_on', 'final_after': 1,
            'keys': ['source_relation', 'crm', 'opportunity_id'],
            'measures': {'amount_original': none, 'amount': 'amount_original'},
            'rows': [], 'reach': 0, 'identity': [],
            'records': [
                'hubspot.deal', 'hubspot.deal_stage', 'hubspot.deal_pipeline_stage', 'hubspot.merged_deal',
                'generic.opportunities', 'generic.opportunity_stage_history',
                'salesforce.opportunity', 'salesforce.opportunity_history', 'salesforce.dated_conversion_rate',
            ],
        },
    ]) }}
{%- endmacro %}

{% macro last_published() -%}
    {#- load_id, day and configuration of what readers see; none before the first publication. -#}
    {%- set builds = published_relation('quality', 'builds') -%}
    {%- if not builds -%}{{ return(none) }}{%- endif -%}
    {%- set rows = run_query(
        'select load_id, cast(as_of_on as varchar(10)), configuration_hash from ' ~ builds
    ).rows -%}
    {%- if rows | length == 0 -%}{{ return(none) }}{%- endif -%}
    {{ return({'load_id': rows[0][0] | int, 'as_of_on': rows[0][1] | string, 'configuration': rows[0][2]}) }}
{%- endmacro %}

{% macro comparable_marts() -%}
    {#- The marts that have been published with their keys; measures that have not are left out. -#}
    {%- set found = [] -%}
    {%- for mart in compared_marts() -%}
        {%- set before = published_relation(mart.schema, mart.name) -%}
        {%- set columns = column_names(before) -%}
        {%- set measures = {} -%}
        {%- for name, original in mart.measures.items() -%}
            {%- if name in columns -%}
                {%- do measures.update({name: original if original in columns else none}) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set missing = (mart['keys'] + [mart.day]) | reject('in', columns) | list -%}
        {%- if before and measures and not missing -%}
            {%- do found.append({'mart': mart, 'before': before, 'measures': measures}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{% macro cells_of(relation, mart, measures, published) -%}
    select
        {% for key in mart['keys'] -%}
        coalesce({{ key }}, '(null)'){{ " || ' | ' || " if not loop.last }}
        {%- endfor %} as key_text,
        {{ mart.day }} as date_day
        {%- for measure in measures %},
        cast({{ measure }} as decimal(38, 6)) as {{ measure }}
        {%- endfor %}
    from {{ relation }}
    where {{ mart.day }} <= {{ add_days("date '" ~ published.as_of_on ~ "'", -mart.final_after) }}
{%- endmacro %}

{% macro changed_cells(entry, published) -%}
    {#- CTEs `<feed>_changed` (wide) and `<feed>_cells` (one row per changed number) of one mart. -#}
    {%- set mart = entry.mart %}
{{ mart.feed }}_changed as (
    select
        coalesce(tonight.key_text, before.key_text) as key_text,
        coalesce(tonight.date_day, before.date_day) as date_day
        {%- for measure in entry.measures %},
        before.{{ measure }} as old_{{ measure }},
        tonight.{{ measure }} as new_{{ measure }}
        {%- endfor %}
    from (
        {{ cells_of(ref(mart.name), mart, entry.measures, published) }}
    ) as tonight
    full outer join (
        {{ cells_of(entry.before, mart, entry.measures, published) }}
    ) as before
        on tonight.key_text = before.key_text and tonight.date_day = before.date_day
    where
        {%- for measure in entry.measures %}
        {% if not loop.first %}or {% endif %}before.{{ measure }} is distinct from tonight.{{ measure }}
        {%- endfor %}
),

{{ mart.feed }}_cells as (
    {%- for measure, original in entry.measures.items() %}
    select
        '{{ mart.feed }}' as feed, '{{ mart.schema }}.{{ mart.name }}' as mart, '{{ measure }}' as metric,
        key_text, date_day,
        old_{{ measure }} as old_value, new_{{ measure }} as new_value,
        {%- if original %}
        old_{{ original }} is not distinct from new_{{ original }} as is_rate_only
        {%- else %}
        false as is_rate_only
        {%- endif %}
    from {{ mart.feed }}_changed
    where old_{{ measure }} is distinct from new_{{ measure }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),
{%- endmacro %}

{% macro feeds_of(entries) -%}
    {#- Rows (feed, kind, raw table, days a change reaches back and on, part of the key that it belongs to). -#}
    {%- set rows = [] -%}
    {%- for entry in entries -%}
        {%- set mart = entry.mart -%}
        {%- set label = "'" ~ mart.feed ~ "'" -%}
        {%- for table in mart.rows -%}
            {%- set back = 1 if table.split('.') in usage_tables() else 0 -%}
            {%- set vendor = table.split('.')[0] -%}
            {%- set scope = "'% | " ~ vendor ~ " | %'" if 'platform' in mart['keys'] and vendor != 'generic' else "'%'" -%}
            {%- do rows.append(
                "(" ~ label ~ ", 'rows', '" ~ table ~ "', " ~ -back ~ ", " ~ mart.reach ~ ", " ~ scope ~ ")"
            ) -%}
        {%- endfor -%}
        {%- for table in mart.records -%}
            {%- do rows.append("(" ~ label ~ ", 'rows', '" ~ table ~ "', 0, 0, '%')") -%}
        {%- endfor -%}
        {%- for table in mart.identity -%}
            {%- do rows.append("(" ~ label ~ ", 'identity', '" ~ table ~ "', 0, 0, '%')") -%}
        {%- endfor -%}
        {%- do rows.append(
            "(" ~ label ~ ", 'fx', 'generic.fx_rates', 0, " ~ var('fx_max_staleness_days') ~ ", '%')"
        ) -%}
    {%- endfor -%}
    {{ rows | join(',\n        ') }}
{%- endmacro %}

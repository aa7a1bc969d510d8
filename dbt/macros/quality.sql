{# Accounts of the house itself: which raw tables are counted, which numbers are compared with those published. #}

{% macro raw_tables() -%}
    {#- Every raw table and with it its staging model; a test holds this list against the contract. -#}
    {{ return({
        'facebook_ads': [
            'account_history', 'campaign_history', 'ad_set_history', 'ad_history', 'creative_history',
            'basic_ad', 'basic_ad_actions', 'basic_ad_action_values',
        ],
        'generic': [
            'ad_performance', 'accounts', 'contacts', 'opportunities', 'opportunity_stage_history',
            'events', 'touchpoints', 'users', 'identities', 'products', 'fx_rates', 'competitor_aliases',
            'utm_aliases', 'opportunity_line_items', 'orders', 'subscriptions', 'marketing_costs',
            'budgets', 'launches', 'survey_responses', 'email_events', 'features',
            'objectives', 'key_results', 'roadmap_initiatives', 'initiative_features',
        ],
        'google_ads': [
            'account_history', 'campaign_history', 'ad_group_history', 'ad_history',
            'ad_group_criterion_history', 'campaign_stats', 'ad_group_stats', 'ad_stats',
            'keyword_stats', 'search_term_keyword_stats',
        ],
        'hubspot': [
            'contact', 'company', 'deal', 'deal_stage', 'deal_pipeline', 'deal_pipeline_stage',
            'deal_contact', 'deal_company', 'contact_company', 'merged_deal',
            'contact_form_submission', 'email_campaign', 'email_event', 'email_event_sent',
            'email_event_delivered', 'email_event_open', 'email_event_click', 'email_event_bounce',
        ],
        'linkedin_ads': [
            'account_history', 'campaign_group_history', 'campaign_history', 'creative_history',
            'ad_analytics_by_campaign', 'ad_analytics_by_creative',
        ],
        'salesforce': [
            'account', 'contact', 'lead', 'opportunity', 'opportunity_line_item', 'product_2', 'user',
            'campaign', 'campaign_member', 'opportunity_contact_role', 'opportunity_history',
            'opportunity_field_history', 'dated_conversion_rate',
        ],
        'segment': [
            'pages', 'tracks', 'identifies', 'users', 'groups',
        ],
    }) }}
{%- endmacro %}

{% macro tables_dropping_deleted() -%}
    {#- Raw tables whose staging model leaves deleted rows out; everywhere else they stay with an exclusion_reason. -#}
    {{ return({'generic': [
        'ad_performance', 'products', 'fx_rates', 'utm_aliases', 'opportunity_line_items', 'orders',
        'subscriptions', 'marketing_costs', 'budgets', 'launches', 'features',
        'objectives', 'key_results', 'roadmap_initiatives', 'initiative_features',
    ]}) }}
{%- endmacro %}

{% macro tables_regrouped() -%}
    {#- Staging models that are not one row per raw row: spellings that fall together. -#}
    {{ return({'generic': ['utm_aliases']}) }}
{%- endmacro %}

{% macro published_spend_tables() -%}
    {#- Raw table, its spend, the platform and report grain under which core.ad_performance shows it. -#}
    {{ return([
        ['google_ads', 'campaign_stats', from_micros('cost_micros'), 'campaign'],
        ['google_ads', 'ad_group_stats', from_micros('cost_micros'), 'ad_group'],
        ['google_ads', 'ad_stats', from_micros('cost_micros'), 'ad'],
        ['google_ads', 'keyword_stats', from_micros('cost_micros'), 'keyword'],
        ['google_ads', 'search_term_keyword_stats', from_micros('cost_micros'), 'search_term'],
        ['facebook_ads', 'basic_ad', 'spend', 'ad'],
        ['linkedin_ads', 'ad_analytics_by_campaign', 'cost_in_local_currency', 'ad_group'],
        ['linkedin_ads', 'ad_analytics_by_creative', 'cost_in_local_currency', 'ad'],
    ]) }}
{%- endmacro %}

{% macro personal_columns() -%}
    {#- source.table.column of everything the contract marks as personal; source.table where free text or names are. -#}
    {%- set columns = [] -%}
    {%- set tables = [] -%}
    {%- if execute -%}
        {%- for node in graph.sources.values() -%}
            {%- for name, column in node.columns.items() -%}
                {%- set meta = column.get('config', {}).get('meta', {}) or column.get('meta', {}) -%}
                {%- if meta.get('pii') -%}
                    {%- do columns.append(node.source_name ~ '.' ~ node.name ~ '.' ~ name) -%}
                    {%- if meta.get('pii') in ['name', 'scan'] -%}
                        {%- do tables.append(node.source_name ~ '.' ~ node.name) -%}
                    {%- endif -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return({'columns': columns | unique | sort, 'tables': tables | unique | sort}) }}
{%- endmacro %}

{% macro configuration_hash() -%}
    {#- Fingerprint of the settings, models, macros and versions of this build, as the night tells it
        (lib/fingerprint.py); dbt run by hand does not show macros and default settings to models. -#}
    {%- set parts = [env_var('PMA_CONFIGURATION', ''), tojson(invocation_args_dict.get('vars', {}), sort_keys=true)] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() if node.resource_type in ['model', 'seed'] -%}
            {%- do parts.append(node.unique_id ~ node.checksum.checksum) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(local_md5(parts | sort | join('|'))) }}
{%- endmacro %}

{% macro published_relation(schema, name) -%}
    {#- A table as readers see it now: the attached snapshot on DuckDB, schema published_<schema> elsewhere; none before
        the first publication. -#}
    {%- if not execute -%}{{ return(none) }}{%- endif -%}
    {%- if target.type == 'duckdb' -%}
        {{ return(adapter.get_relation(database='published', schema=schema, identifier=name)) }}
    {%- else -%}
        {{ return(adapter.get_relation(database=none, schema='published_' ~ schema, identifier=name)) }}
    {%- endif -%}
{%- endmacro %}

{% macro column_names(relation) -%}
    {%- set names = [] -%}
    {%- if relation -%}
        {%- for column in adapter.get_columns_in_relation(relation) -%}{%- do names.append(column.name | lower) -%}{%- endfor -%}
    {%- endif -%}
    {{ return(names) }}
{%- endmacro %}

{% macro union_models(models) -%}
    {%- for model in models %}
    select * from {{ ref(model) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{% macro grouped_issues(topic) -%}
    {#- Rows of quality.issues from `found` (issue, severity, source_relation, entity, key_text, date_day, detail): one per
        issue, thing and day, with how often it was found. -#}
    select
        {{ surrogate_key(
            ['issue', "'" ~ topic ~ "'", 'source_relation', 'entity', 'key_text', 'date_day']
        ) }}
            as issue_id,
        issue,
        max(severity) as severity,
        source_relation,
        entity,
        key_text,
        date_day,
        max(detail) as detail,
        cast(count(*) as bigint) as row_count
    from found
    group by issue, source_relation, entity, key_text, date_day
{%- endmacro %}

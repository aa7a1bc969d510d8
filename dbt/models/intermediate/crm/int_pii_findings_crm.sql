{%- set texts = [
    ['hubspot', 'company', 'stg_hubspot__company',
        ['account_name', 'domain', 'industry', 'country']],
    ['hubspot', 'deal', 'stg_hubspot__deal',
        ['opportunity_name', 'loss_reason', 'win_reason', 'opportunity_type_original',
        'competitors']],
    ['hubspot', 'deal_pipeline_stage', 'stg_hubspot__deal_pipeline_stage', ['stage_name']],
    ['hubspot', 'contact', 'stg_hubspot__contact',
        ['first_source', 'first_source_detail_1', 'first_source_detail_2']],
    ['generic', 'accounts', 'stg_generic__accounts',
        ['account_name', 'domain', 'industry', 'segment', 'country']],
    ['generic', 'contacts', 'stg_generic__contacts',
        ['first_source', 'first_medium', 'first_campaign']],
    ['generic', 'opportunities', 'stg_generic__opportunities',
        ['opportunity_name', 'stage', 'loss_reason', 'win_reason', 'competitors', 'owner']],
    ['generic', 'opportunity_stage_history', 'stg_generic__opportunity_stage_history', ['stage']],
    ['salesforce', 'account', 'stg_salesforce__account',
        ['account_name', 'domain', 'industry', 'country']],
    ['salesforce', 'contact', 'stg_salesforce__contact', ['first_source']],
    ['salesforce', 'lead', 'stg_salesforce__lead', ['first_source', 'lifecycle_stage']],
    ['salesforce', 'opportunity', 'stg_salesforce__opportunity',
        ['opportunity_name', 'opportunity_type_original', 'stage', 'loss_reason', 'win_reason',
        'competitors']],
    ['salesforce', 'campaign', 'stg_salesforce__campaign',
        ['campaign_name', 'campaign_type', 'status']],
    ['salesforce', 'campaign_member', 'stg_salesforce__campaign_member', ['status']],
    ['salesforce', 'opportunity_field_history', 'stg_salesforce__opportunity_field_history',
        ['new_value']],
    ['generic', 'subscriptions', 'stg_generic__subscriptions', ['plan']],
    ['generic', 'marketing_costs', 'stg_generic__marketing_costs',
        ['channel', 'description']],
    ['generic', 'budgets', 'stg_generic__budgets', ['scope_id']],
    ['generic', 'objectives', 'stg_generic__objectives', ['objective', 'owner']],
    ['generic', 'key_results', 'stg_generic__key_results', ['key_result', 'filter_text']],
    ['generic', 'roadmap_initiatives', 'stg_generic__roadmap_initiatives',
        ['initiative', 'theme', 'opportunity', 'customer_problem', 'hypothesis', 'owner']],
    ['generic', 'competitor_aliases', 'stg_generic__competitor_aliases', ['alias', 'competitor']],
    ['generic', 'email_events', 'stg_generic__email_events', ['campaign_name']],
    ['hubspot', 'contact_form_submission', 'stg_hubspot__contact_form_submission',
        ['page_url', 'form_name']],
    ['hubspot', 'email_campaign', 'stg_hubspot__email_campaign', ['campaign_name', 'subject']],
    ['generic', 'survey_responses', 'stg_generic__survey_responses',
        ['survey', 'theme', 'comment']],
] -%}
-- Rows of the CRM tables and of the sheets of money whose free text held an e-mail address, by the
-- mark that scrubbing left.

with counted as (
    {%- for source_name, table_name, model, columns in texts %}
    {%- set last_table = loop.last %}
    {%- for column in columns %}
    select
        '{{ source_name }}' as source_name, '{{ table_name }}' as table_name,
        '{{ column }}' as column_name, count(*) as row_count
    from {{ ref(model) }}
    where {{ 'is_owner_hashed' if column == 'owner' else column ~ " like '%(e-mail removed)%'" }}
    {%- if not (loop.last and last_table) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
),

final as (
    select source_name, table_name, column_name, cast(row_count as bigint) as row_count
    from counted
    where row_count > 0
)

select * from final

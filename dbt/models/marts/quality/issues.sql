with unioned as (
    {{- union_models([
        'int_issues_crm', 'int_issues_fx', 'int_issues_ads', 'int_issues_identity',
        'int_issues_revenue', 'int_issues_money',
        'int_issues_goals',
    ]) }}
),

final as (
    select
        issue_id,
        issue,
        severity,
        source_relation,
        entity,
        {{ scrub('key_text') }} as key_text,
        date_day,
        detail,
        row_count
    from unioned
)

select * from final

{%- set limit = var('identity_hub_limit') -%}
-- Hubs: what more than identity_hub_limit people share and therefore links none of them.

with links as (
    select * from {{ ref('int_identity_links') }} where is_hub
),

cookies as (
    select * from {{ ref('int_cookies') }} where people > {{ limit }}
),

hubs as (
    select left_kind as kind, left_id as id, left_links as row_count
    from links
    where left_links > {{ limit }}
    union
    select right_kind, right_id, right_links
    from links
    where right_links > {{ limit }}
    union
    select 'anonymous', anonymous_id, people
    from cookies
),

final as (
    select
        {{ surrogate_key(["'identity_hub'", 'kind', 'id']) }} as issue_id,
        'identity_hub' as issue,
        'info' as severity,
        cast(null as string) as source_relation,
        kind as entity,
        {{ published_key(['kind', 'id']) }} as key_text,
        cast(null as date) as date_day,
        'Shared by more than {{ limit }} people or ids; it links none of them' as detail,
        row_count
    from hubs
)

select * from final

-- Competitors named in opportunities, each once per opportunity whatever its spelling. An alias
-- stands for its competitor; of spellings that differ in case or spaces the first by name is shown.

with named as (
    select source_relation, crm, opportunity_id, competitors
    from {{ ref('int_opportunity_rows') }}
    where exclusion_reason is null and competitors is not null
),

aliases as (
    select * from {{ ref('stg_generic__competitor_aliases') }}
    where exclusion_reason is null and alias is not null and competitor is not null
),

alias_keys as (
    select
        {{ spelling_key('alias') }} as alias_key,
        min({{ spelling_key('competitor') }}) as name_key
    from aliases
    group by {{ spelling_key('alias') }}
),

written as (
    select
        source_relation, crm, opportunity_id, item as written_as,
        {{ spelling_key('item') }} as written_key
    from {{ split_rows(
        'named', ['source_relation', 'crm', 'opportunity_id'], 'competitors', ';'
    ) }}
        as parts
),

keyed as (
    select
        written.*,
        coalesce(alias_keys.name_key, written.written_key) as name_key
    from written
    left join alias_keys on written.written_key = alias_keys.alias_key
    where written.written_key not in {{ lower_list(var('no_competitor_values') + [''] ) }}
),

spellings as (
    select {{ spelling_key('competitor') }} as name_key, competitor as spelling, 1 as preference
    from aliases
    union all
    select written_key, written_as, 2
    from keyed
    where written_key = name_key
),

names as (
    select name_key, spelling
    from (
        select
            name_key,
            spelling,
            row_number() over (
                partition by name_key order by preference asc nulls last, spelling asc nulls last
            ) as choice
        from spellings
    ) as ranked
    where choice = 1
),

final as (
    select
        keyed.source_relation,
        keyed.crm,
        keyed.opportunity_id,
        names.spelling as competitor,
        min(keyed.written_as) as written_as
    from keyed
    inner join names on keyed.name_key = names.name_key
    group by keyed.source_relation, keyed.crm, keyed.opportunity_id, names.spelling
)

select * from final

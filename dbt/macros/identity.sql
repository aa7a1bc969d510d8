{# People: how an identity is written as one text, and how far links are followed. #}

{% macro contact_key(rows=none) -%}
    {#- A contact of one CRM as one text. -#}
    {%- set at = rows ~ '.' if rows else '' -%}
    {{ at }}source_relation || '|' || {{ at }}crm || '|' || {{ at }}contact_id
{%- endmacro %}

{% macro person_rank(kind) -%}
    {#- Who speaks for a person: a user before a contact before a bare mailbox, so that a user who becomes a contact
        stays the same person. -#}
    case {{ kind }} when 'user' then '1' when 'contact' then '2' else '3' end
{%- endmacro %}

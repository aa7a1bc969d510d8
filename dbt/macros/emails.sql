{# E-mails: what HubSpot's words mean, and which events are touches. #}

{% macro hubspot_email_event(type) -%}
    case upper({{ type }})
        when 'SENT' then 'sent' when 'DELIVERED' then 'delivered' when 'OPEN' then 'open'
        when 'CLICK' then 'click' when 'BOUNCE' then 'bounce'
    end
{%- endmacro %}

{% macro touch_tables() -%}
    {#- Raw tables whose rows are touches beside visits, per person or recipient and day. -#}
    {{ return([['generic', 'touchpoints'], ['generic', 'email_events'], ['hubspot', 'email_event']]) }}
{%- endmacro %}

{% macro is_email_touch() -%}
    event_type in ('open', 'click')
{%- endmacro %}

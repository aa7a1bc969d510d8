{# Web and product usage: which raw tables feed it, which days and rows a night rebuilds, what counts as what. #}

{% macro usage_tables() -%}
    {{ return([['segment', 'pages'], ['segment', 'tracks'], ['generic', 'events']]) }}
{%- endmacro %}

{% macro page_view_events() -%}
    {#- Event keys that are page views in generic.events; Segment keeps page views in a table of their own. -#}
    {{ return(['page', 'page_view', 'page_viewed', 'pageview', '$pageview', 'viewed_page']) }}
{%- endmacro %}

{% macro usage_widen() -%}
    {#- A UTC day lies in two days of another zone, so a changed day takes its neighbours with it. -#}
    {{ return(0 if var('reporting_timezone') == 'UTC' else 1) }}
{%- endmacro %}

{% macro usage_days() -%}
    {{ return(changed_days(usage_tables(), usage_widen(), usage_widen())) }}
{%- endmacro %}

{% macro usage_delete_days() -%}
    {{ delete_changed_days('date_day', usage_tables(), usage_widen(), usage_widen()) }}
{%- endmacro %}

{% macro usage_only_days() -%}
    {%- if is_incremental() -%}
        {{ in_days('date_day', usage_days()) }}
    {%- else -%}
        {{ any_day('date_day') }}
    {%- endif -%}
{%- endmacro %}

{% macro any_day(column) -%}
    {#- True; where a whole build goes through history in passes, the days of a pass take its place. -#}
    1 = 1 /* any day by {{ column }} */
{%- endmacro %}

{% macro usage_scan(column) -%}
    {#- Bounds on the raw timestamp itself, so that the engine can skip storage blocks. Wider than the days
        asked for by a day on each side; usage_only_days() then cuts exactly. -#}
    {%- if is_incremental() -%}
        {%- set runs = [] -%}
        {%- for day in usage_days() -%}
            {%- set at = modules.datetime.date.fromisoformat(day) -%}
            {%- set one = modules.datetime.timedelta(days=1) -%}
            {%- if runs and at - runs[-1][1] <= 3 * one -%}
                {%- do runs.append([runs.pop()[0], at]) -%}
            {%- else -%}
                {%- do runs.append([at, at]) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set one = modules.datetime.timedelta(days=1) -%}
        {%- if not runs -%}
            1 = 0
        {%- else -%}
            {{ column }} >= timestamp '{{ (runs[0][0] - one).isoformat() }} 00:00:00'
            and {{ column }} < timestamp '{{ (runs[-1][1] + one + one).isoformat() }} 00:00:00'
            {%- if runs | length > 1 %}
            and (
                {%- for run in runs %}
                ({{ column }} >= timestamp '{{ (run[0] - one).isoformat() }} 00:00:00'
                and {{ column }} < timestamp '{{ (run[1] + one + one).isoformat() }} 00:00:00')
                {%- if not loop.last %} or {% endif %}
                {%- endfor %}
            )
            {%- endif -%}
        {%- endif -%}
    {%- else -%}
        {{ any_day(column) }}
    {%- endif -%}
{%- endmacro %}

{% macro is_bot(user_agent) -%}
    coalesce({{ regexp_like('lower(' ~ user_agent ~ ')', var('bot_user_agent_pattern')) }}, false)
{%- endmacro %}

{% macro is_meaningful(event, is_page_view) -%}
    {#- What counts as use: the listed events, or every event but page views where none is listed. -#}
    {%- if var('meaningful_events') -%}
        {{ event }} in {{ sql_list(var('meaningful_events')) }}
    {%- else -%}
        not {{ is_page_view }}
    {%- endif -%}
{%- endmacro %}

{% macro email_domain(email) -%}
    nullif(lower(trim({{ regexp_extract_group(email, '@([^@]+)$') }})), '')
{%- endmacro %}

{% macro url_host(url) -%}
    {#- Host of a URL without www., '' where there is none. -#}
    {{ regexp_replace_all('lower(' ~ regexp_extract_group(url, '^[A-Za-z][A-Za-z0-9+.-]*://([^/?#:]+)') ~ ')', '^www[.]', '') }}
{%- endmacro %}

{% macro site_domain(host) -%}
    {#- Domain under which a host was registered: app.acme.co.uk -> acme.co.uk; '' for a number or a bare name. Where
        everybody may have a name (acme.github.io), each name is a domain of its own. -#}
    {%- set shared = [
        '(co|com|net|org|gov|edu|ac)[.][a-z]{2}', '(github|gitlab|webflow)[.]io', '(vercel|netlify|web|firebaseapp)[.]app',
        '(wordpress|blogspot|myshopify|herokuapp|wixsite|hubspotpagebuilder|azurewebsites)[.]com', 'pages[.]dev',
        'notion[.]site', 'azurewebsites[.]net', '[a-z][a-z0-9-]*',
    ] -%}
    {{ regexp_extract_group(host, '([^.]+[.](' ~ shared | join('|') ~ '))$') }}
{%- endmacro %}

{% macro url_without_query(url) -%}
    {#- A query string may carry a token or an address; what is published ends before it. -#}
    {{ scrub(regexp_extract_group(url, '^([^?#]*)')) }}
{%- endmacro %}

{% macro paid_click_ids() -%}
    {#- URL parameter -> source and medium that it stands for when the visit has no UTM source and medium.
        fbclid is no proof of payment: Meta adds it to every outgoing link. -#}
    {{ return({
        'gclid': ['google', 'cpc'],
        'gbraid': ['google', 'cpc'],
        'wbraid': ['google', 'cpc'],
        'dclid': ['google', 'display'],
        'msclkid': ['bing', 'cpc'],
        'li_fat_id': ['linkedin', 'cpc'],
        'ttclid': ['tiktok', 'cpc'],
        'twclid': ['twitter', 'cpc'],
        'rdt_cid': ['reddit', 'cpc'],
        'fbclid': ['facebook', 'social'],
    }) }}
{%- endmacro %}

{% macro may_hold_email(text) -%}
    {#- Cheap test before the pattern. -#}
    (instr({{ text }}, '@') > 0 or instr({{ text }}, '%40') > 0)
{%- endmacro %}

{% macro has_acquisition(url) -%}
    {#- Whether a landing URL carries a campaign or a click id; the cheap test comes first. -#}
    case
        when instr({{ url }}, '?') > 0
            then {{ regexp_like(url, '[?&](utm_(source|medium|campaign|term|content)|' ~ paid_click_ids() | join('|') ~ ')=[^&#]') }}
        else false
    end
{%- endmacro %}

{% macro bound_day_list(always=[]) -%}
    {#- Days of a published fact that tonight must rebuild: the days whose events changed, and the days of
        identities that were bound anew since this model was last built. `always`: tables of which any
        change re-labels every day; then the answer is the text 'all'. -#}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- if has_changed(always) -%}{{ return('all') }}{%- endif -%}
    {%- set days = usage_days() -%}
    {%- set rebound = run_query("select distinct cast(date_day as varchar(10)) from " ~ ref('int_rebound_days')
        ~ " where load_id > " ~ last_built()) -%}
    {%- for row in rebound.rows -%}{%- do days.append(row[0]) -%}{%- endfor -%}
    {{ return(days | unique | sort) }}
{%- endmacro %}

{% macro widened_days(days, before, after) -%}
    {%- if days == 'all' -%}{{ return('all') }}{%- endif -%}
    {%- set wide = [] -%}
    {%- for day in days -%}
        {%- set at = modules.datetime.date.fromisoformat(day) -%}
        {%- for shift in range(-before, after + 1) -%}
            {%- do wide.append((at + modules.datetime.timedelta(days=shift)).isoformat()) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(wide | unique | sort) }}
{%- endmacro %}

{% macro in_day_list(column, days) -%}
    {%- if days == 'all' -%}1 = 1{%- else -%}{{ in_days(column, days) }}{%- endif -%}
{%- endmacro %}

{% macro only_bound_days(always=[], before=0, after=0, passes=false) -%}
    {#- Condition for the body of a model that is rebuilt by bound days: true on a full build, which with `passes` goes through
        history in passes; only for models no day of which needs another day. -#}
    {%- if is_incremental() -%}
        {{ in_day_list('date_day', widened_days(bound_day_list(always), before, after)) }}
    {%- elif passes -%}
        {{ any_day('date_day') }}
    {%- else -%}
        1 = 1
    {%- endif -%}
{%- endmacro %}

{% macro delete_bound_days(always=[], before=0, after=0) -%}
    {%- if execute and is_incremental() -%}
        delete from {{ this }} where {{ only_bound_days(always, before, after) }}
    {%- endif -%}
{%- endmacro %}

{% macro changed_use(keys) -%}
    {#- By the keys, person_key or account_id or both: the first day from which on their use may be other than when this
        model was last built (int_use_changes). -#}
    select {{ keys | join(', ') }}, min(month_start_on) as from_on
    from {{ ref('int_use_changes') }}
    where load_id > {{ last_built() }}
    group by {{ keys | join(', ') }}
{%- endmacro %}

{% macro is_since_change(rows, keys, day, before=0) -%}
    {#- Condition of a join of `rows` with changed_use(keys): from so many days before the first changed one. -#}
    {%- for key in keys %}
    {{ rows }}.{{ key }} = changed.{{ key }} and
    {%- endfor %}
    {{ rows }}.{{ day }} >= {{ add_days('changed.from_on', -before) }}
{%- endmacro %}

{% macro only_since_change(rows, keys, day, before=0, always=[]) -%}
    {#- Join that leaves of `rows` those that a night has to look at: all of them on a full build, and where one of the tables
        `always` has changed. -#}
    {%- if is_incremental() and not has_changed(always) -%}
    inner join ({{ changed_use(keys) }}) as changed
        on {{ is_since_change(rows, keys, day, before) }}
    {%- endif -%}
{%- endmacro %}

{% macro delete_since_change(keys, day, before=0, always=[]) -%}
    {#- Pre-hook: makes room for what only_since_change of the same arguments lets through. A merge, for Iceberg cannot delete
        where something exists that is more than equal. -#}
    {%- if execute and is_incremental() -%}
        {%- if has_changed(always) -%}
        delete from {{ this }}
        {%- else -%}
        merge into {{ this }} as built
        using ({{ changed_use(keys) }}) as changed
            on {{ is_since_change('built', keys, day, before) }}
        when matched then delete
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro published_key(parts) -%}
    {#- Key of a person or visitor: keyed, so that it cannot be guessed back, and half as wide as the hash. -#}
    substring({{ keyed_hash(parts | join(" || '|' || ")) }}, 1, 32)
{%- endmacro %}

{% macro forget_this_load() -%}
    {#- Pre-hook of a log with a row per load: a rerun of the same load starts from the load before it. -#}
    {%- if execute and is_incremental() -%}
        delete from {{ this }} where load_id = (select load_id from {{ source('landing', 'clock') }})
    {%- endif -%}
{%- endmacro %}

{% macro next_period(period_type, period_on) -%}
    {#- First day of the week or month after the one that starts on `period_on`. -#}
    case
        when {{ period_type }} = 'week' then {{ add_days(period_on, 7) }}
        else cast(date_trunc('month', {{ add_days(period_on, 35) }}) as date)
    end
{%- endmacro %}
